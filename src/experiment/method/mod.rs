//! Methods: which points of a scenario to simulate, to learn more of it than its arms as they stand tell.
//!
//! A method makes a [`Design`] of many points, of which totals alone are kept. Its points come place by place, and of each place one
//! an arm. All of them share draws and chance, replication by replication, so that what differs between two points is what was set there.

mod axis;
mod error;
mod places;

pub use axis::Axis;
pub use error::Unplanned;
pub use places::{Settings, setting};

use super::{Design, Limits};
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};

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
        }
    }

    /// The points that it simulates, none of which may ask for more than the limits allow.
    ///
    /// # Errors
    /// If it does not fit the scenario.
    pub fn plan(&self, scenario: &Scenario, limits: Limits) -> Result<Planned, Unplanned> {
        let places = match self {
            Self::Design { points } => points.clone(),
            Self::Sweep { over } => axis::combined(over),
        };
        let points = places::points(scenario, &places, limits)?;
        if let Self::Sweep { over } = self {
            axis::check_moves(over, &points, scenario.arms.len())?;
        }
        let design = Design { points, ..Design::of(scenario) };
        Ok(Planned { design, replications: scenario.replications, arms: scenario.arms.len() })
    }
}
