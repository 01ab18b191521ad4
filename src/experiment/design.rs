//! What is to be simulated: points, each in replications under shared chance.

use super::record::{Record, Run};
use super::task::Task;
use crate::analysis::mean;
use crate::model::chance::Chance;
use crate::model::trace::TraceRecord;
use crate::model::{Outcomes, Plan, Simulation};
use crate::scenario::Scenario;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;

/// Replications that share one draw of the uncertain parameters, unless a design says otherwise.
const PER_DRAW: NonZeroU32 = NonZeroU32::new(2).unwrap();

/// What is to be simulated.
#[derive(Clone, Debug)]
pub struct Design {
    /// The points, the baseline first.
    pub points: Vec<Point>,
    /// Root of all chance.
    pub seed: u64,
    /// Root of the draws of the uncertain parameters: the same, unless they are to stay while chance changes, or the other way round.
    pub assumption_seed: u64,
    /// Replications that share one draw of the uncertain parameters.
    pub per_draw: NonZeroU32,
}

/// One world over time that is to be simulated.
#[derive(Clone, Debug)]
pub struct Point {
    /// Name of its arm.
    pub arm: String,
    /// Values set at this point alone, as path and value. The arms of a scenario have none.
    pub settings: Vec<(String, String)>,
    /// Its world over time, before a draw of the uncertain parameters.
    pub plan: Arc<Plan>,
    /// Where that draw comes from.
    pub draw: Draw,
}

/// Where the quantiles of the uncertain parameters come from. Points that name a parameter alike share its quantile.
#[derive(Clone, Debug)]
pub enum Draw {
    /// From the seed: every parameter independent of the others.
    Chance,
    /// From a table, for the parameters that it has; the others from the seed.
    Quantiles(Arc<Quantiles>),
    /// From a table of draws that go on from its first after its last, for the parameters that it has; the others from the seed.
    Members(Arc<Quantiles>),
}

/// Quantiles of uncertain parameters, by draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quantiles {
    /// Paths of the parameters.
    pub paths: Vec<String>,
    /// By draw, the quantile of each of them.
    pub rows: Vec<Vec<f64>>,
}

impl Quantiles {
    /// The quantiles of a draw by path.
    fn row(&self, draw: usize) -> BTreeMap<&str, f64> {
        self.rows.get(draw).map(|row| self.paths.iter().map(String::as_str).zip(row.iter().copied()).collect()).unwrap_or_default()
    }
}

/// A plan with one draw of its uncertain parameters from the seed in force.
#[must_use]
pub fn drawn(plan: &Plan, seed: u64, draw: u32) -> Plan {
    let chance = Chance::new(seed, u64::from(draw));
    let mut plan = plan.clone();
    plan.draw(&|path| chance.quantile(path));
    plan
}

impl Design {
    /// Plans under the names of their arms, the baseline first.
    #[must_use]
    pub fn new(arms: impl IntoIterator<Item = (String, Plan)>, seed: u64) -> Self {
        let point = |(arm, plan)| Point { arm, settings: Vec::new(), plan: Arc::new(plan), draw: Draw::Chance };
        Self { points: arms.into_iter().map(point).collect(), seed, assumption_seed: seed, per_draw: PER_DRAW }
    }

    /// The arms of a scenario as it stands, with draws of the posterior that it names, if it names one.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        let arms = scenario.arms.iter().map(|arm| (arm.name.clone(), arm.plan.clone()));
        let assumption_seed = scenario.assumption_seed.unwrap_or(scenario.seed);
        let mut design = Self { assumption_seed, ..Self::new(arms, scenario.seed) };
        if let Some(posterior) = &scenario.posterior {
            let members = Arc::new(Quantiles { paths: posterior.paths.clone(), rows: posterior.members.clone() });
            design.points.iter_mut().for_each(|point| point.draw = Draw::Members(Arc::clone(&members)));
        }
        design
    }

    /// The runs of the first replications, in order.
    #[must_use]
    pub fn tasks(&self, replications: u32) -> Vec<Task> {
        let of = |replication| (0..self.points.len()).map(move |point| Task { replication, point });
        (0..replications).flat_map(of).collect()
    }

    /// The draw of the uncertain parameters that a replication uses.
    #[must_use]
    pub fn draw_of(&self, replication: u32) -> u32 {
        replication / self.per_draw
    }

    /// How many draws so many replications use.
    #[must_use]
    pub fn draws(&self, replications: u32) -> u32 {
        replications.div_ceil(self.per_draw.get())
    }

    /// The plan of a point with a draw of its uncertain parameters in force.
    #[must_use]
    pub fn drawn(&self, point: usize, draw: u32) -> Plan {
        let Point { plan, draw: from, .. } = &self.points[point];
        let row = match from {
            Draw::Chance => return drawn(plan, self.assumption_seed, draw),
            Draw::Quantiles(quantiles) => quantiles.row(draw as usize),
            Draw::Members(members) => members.row(draw as usize % members.rows.len().max(1)),
        };
        let chance = Chance::new(self.assumption_seed, u64::from(draw));
        let mut plan = Plan::clone(plan);
        plan.draw(&|path| row.get(path).copied().unwrap_or_else(|| chance.quantile(path)));
        plan
    }

    /// One run, by itself. Together with others a [`Runner`](super::Runner) has the same to the byte, and sooner.
    #[must_use]
    pub fn simulate<R: Record>(&self, task: Task) -> Run<R> {
        let plan = self.drawn(task.point, self.draw_of(task.replication));
        let (outcomes, stop) = Simulation::run(&plan, self.chance(task.replication));
        Run { record: R::of(outcomes), events: stop.events() }
    }

    /// The run of a task as [`Design::simulate`] has it, told event by event.
    pub fn trace(&self, task: Task, tell: &mut dyn FnMut(&Simulation, TraceRecord)) -> Outcomes {
        let plan = self.drawn(task.point, self.draw_of(task.replication));
        crate::model::trace::trace(&plan, self.chance(task.replication), tell)
    }

    pub(super) fn chance(&self, replication: u32) -> Chance {
        Chance::new(self.seed, u64::from(replication))
    }

    /// Mean of the neighbouring replications that share their assumptions, draw by draw; none where none of them has a value.
    #[must_use]
    pub fn each_draw(&self, values: &[Option<f64>]) -> Vec<Option<f64>> {
        let draws = values.chunks(self.per_draw.get() as usize);
        draws.map(|draw| mean(&draw.iter().copied().flatten().collect::<Vec<_>>())).collect()
    }

    /// Means of the neighbouring replications that share their assumptions: the independent units of inference.
    /// A replication without a value leaves its draw to the others.
    #[must_use]
    pub fn by_draw(&self, values: &[Option<f64>]) -> Vec<f64> {
        self.each_draw(values).into_iter().flatten().collect()
    }

    /// [`Design::by_draw`] on both sides of pairs, one a replication.
    #[must_use]
    pub fn pairs_by_draw(&self, pairs: impl Iterator<Item = Option<(f64, f64)>>) -> (Vec<f64>, Vec<f64>) {
        let (own, base): (Vec<_>, Vec<_>) = pairs.map(Option::unzip).unzip();
        (self.by_draw(&own), self.by_draw(&base))
    }
}
