//! Methods: which points of a scenario to simulate, to learn more of it than its arms as they stand tell.
//!
//! A method makes a [`Design`] of many points, of which totals alone are kept. Its points come place by place, and of each place one
//! an arm. All of them share draws and chance, replication by replication, so that what differs between two points is what was set there.

mod axis;
mod condition;
mod error;
mod flip;
mod levers;
mod places;
mod quantiles;

pub use axis::Axis;
pub use condition::Condition;
pub use error::Unplanned;
pub use flip::{LENGTHS, Move, moved};
pub use levers::{MOST_PLAYERS, Player, players};
pub use places::{Settings, setting};
pub use quantiles::{uncertain, walks};

use super::{Design, Limits, Point};
use crate::scenario::Scenario;
use crate::units::nearest;
use serde::{Deserialize, Serialize};

/// Every row of a table of quantiles is simulated under so many chances.
const CHANCES: u32 = 2;

/// Which points to simulate, and what for. It is on record in the manifest, from which all of it can be made again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "kebab-case")]
pub enum Method {
    /// Points from elsewhere, each as what is set there.
    Design {
        /// The points.
        points: Vec<Settings>,
    },
    /// Every combination of the values of one or two parameters.
    Sweep {
        /// The parameters, each with its values.
        over: Vec<Axis>,
    },
    /// The arms as they stand: which assumptions decide, from the draws alone.
    Sensitivity {
        /// How often outcomes are permuted to tell effects from chance.
        permutations: u32,
    },
    /// Walks along which one assumption moves at a time.
    Morris {
        /// How many walks.
        trajectories: u32,
    },
    /// Sobol indices by pick-freeze.
    Sobol {
        /// Independently scrambled blocks.
        blocks: u32,
        /// Points of each block.
        points: u32,
        /// The assumptions that have indices of their own; all others together are one more.
        inputs: Vec<String>,
    },
    /// What each lever of an arm adds to its difference.
    Attribution {
        /// The arm.
        arm: String,
        /// Its players, once they are known: more than eight join in random orders.
        orders: Vec<Vec<usize>>,
    },
    /// The smallest joint move of assumptions found that turns the sign of an arm's difference.
    Flip {
        /// The arm.
        arm: String,
        /// The assumptions that are moved, once they are known.
        moves: Vec<Move>,
    },
    /// The arms as they stand: what a wrong choice costs, and what it is worth to know more.
    Robustness {
        /// Bounds to be met, as outcome and greatest value.
        at_most: Vec<(String, f64)>,
    },
    /// The arms as they stand: in which worlds something holds.
    Discover {
        /// What holds.
        when: Condition,
    },
}

/// The points of a method.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What is to be simulated.
    pub design: Design,
    /// In so many replications of each point.
    pub replications: u32,
    /// Points of each place: one an arm.
    pub arms: usize,
}

impl Method {
    /// What its results are called, after the scenario's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Design { .. } => "design",
            Self::Sweep { .. } => "sweep",
            Self::Sensitivity { .. } => "sensitivity",
            Self::Morris { .. } => "morris",
            Self::Sobol { .. } => "sobol",
            Self::Attribution { .. } => "attribution",
            Self::Flip { .. } => "flip",
            Self::Robustness { .. } => "robustness",
            Self::Discover { .. } => "discover",
        }
    }

    /// The points that it simulates, none of which may ask for more than the limits allow.
    ///
    /// # Errors
    /// If it does not fit the scenario.
    pub fn plan(&self, scenario: &Scenario, limits: Limits) -> Result<Planned, Unplanned> {
        let arms = Design::of(scenario);
        if self.moves_one_by_one() && scenario.posterior.is_some() {
            return Err(Unplanned::Unfit(format!(
                "the draws of a posterior depend on each other, which {} does not allow for: take the ranges, with --prior, or ask the draws \
                 as they are, with sensitivity",
                self.name()
            )));
        }
        let mut replications = scenario.replications;
        let points = match self {
            Self::Design { points } => places::points(scenario, points, limits)?,
            Self::Sweep { over } => {
                axis::check_count(over)?;
                let points = places::points(scenario, &axis::combined(over), limits)?;
                axis::check_moves(over, &points, scenario.arms.len())?;
                points
            }
            Self::Morris { trajectories } => {
                replications = CHANCES * trajectories;
                quantiles::walking(&arms, *trajectories)?
            }
            Self::Sobol { blocks, points, inputs } => {
                replications = CHANCES * blocks * points;
                quantiles::picked(&arms, *blocks, *points, inputs)?
            }
            Self::Attribution { arm, orders } => {
                let (players, masks) = attribution(&arms, arm, orders)?;
                let own = own(&arms, arm)?;
                let points = levers::coalitions((&arms.points[0], own), &players, &masks);
                return Ok(Planned { design: Design { points, ..arms.clone() }, replications, arms: 1 });
            }
            Self::Flip { arm, moves } => {
                let points = flip::places(&arms.points[0], own(&arms, arm)?, moves);
                return Ok(Planned { design: Design { points, ..arms.clone() }, replications, arms: 2 });
            }
            Self::Robustness { .. } if scenario.arms.len() < 2 => {
                return Err(Unplanned::Unfit("there is one policy alone, so there is nothing to choose".to_owned()));
            }
            Self::Discover { when } if !scenario.arms.iter().any(|arm| arm.name == when.arm) => {
                let names: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
                return Err(Unplanned::Unfit(format!("there is no arm {}; there are: {}", when.arm, names.join(", "))));
            }
            Self::Sensitivity { .. } | Self::Robustness { .. } | Self::Discover { .. } => arms.points.clone(),
        };
        Ok(Planned { design: Design { points, ..arms }, replications, arms: scenario.arms.len() })
    }

    /// Whether it takes assumptions to be independent of each other.
    fn moves_one_by_one(&self) -> bool {
        matches!(self, Self::Morris { .. } | Self::Sobol { .. } | Self::Flip { .. } | Self::Discover { .. })
    }

    /// Whether it asks of the arms as they stand, so that a result of theirs has all that it needs.
    #[must_use]
    pub fn is_of_arms(&self) -> bool {
        matches!(self, Self::Sensitivity { .. } | Self::Robustness { .. } | Self::Discover { .. })
    }
}

/// The point of an arm by its name.
fn own<'a>(arms: &'a Design, arm: &str) -> Result<&'a Point, Unplanned> {
    let names = || arms.points.iter().skip(1).map(|point| point.arm.as_str());
    let near = nearest(arm, names()).map_or_else(String::new, |near| format!("did you mean {near}? "));
    let unknown = || {
        Unplanned::Unfit(format!("no arm beside the baseline is called {arm}; {near}there are: {}", names().collect::<Vec<_>>().join(", ")))
    };
    arms.points.iter().skip(1).find(|point| point.arm == arm).ok_or_else(unknown)
}

/// The players of an arm, and the coalitions that are simulated, as bits: all of them, or those along the orders.
///
/// # Errors
/// If there is no such arm, or it changes nothing.
pub fn attribution(arms: &Design, arm: &str, orders: &[Vec<usize>]) -> Result<(Vec<Player>, Vec<u64>), Unplanned> {
    let players = players(&arms.points[0].plan, &own(arms, arm)?.plan)?;
    if orders.is_empty() {
        if players.len() > MOST_PLAYERS {
            return Err(Unplanned::Unfit(format!("{arm} has {} levers: they join in random orders", players.len())));
        }
        let masks = (0..1 << players.len()).collect();
        return Ok((players, masks));
    }
    let mut masks: Vec<u64> = orders.iter().flat_map(|order| joined(order)).collect();
    masks.sort_unstable();
    masks.dedup();
    Ok((players, masks))
}

/// The coalitions along an order, from nobody to all.
#[must_use]
pub fn joined(order: &[usize]) -> Vec<u64> {
    let along = order.iter().scan(0, |mask: &mut u64, player| {
        *mask |= 1 << player;
        Some(*mask)
    });
    std::iter::once(0).chain(along).collect()
}
