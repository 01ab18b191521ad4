//! Experiments: a scenario's arms, played many times under shared chance. The only place that knows threads.
//!
//! A replication is a pure function of (plan, seed, index). Work is handed to threads in any order and collected by index, so the
//! results are the same bytes on any number of threads and with the arms in any order.
//!
//! Two kinds of uncertainty stay apart. Every [`PER_DRAW`] neighbouring replications share one draw of the uncertain parameters
//! (assumption) and differ in everything else (chance), so that the spread between draws can be told from the spread within.

mod course;
mod precision;
mod work;

pub use course::{Course, Finished, OnRun, Run};
pub use precision::{Precision, Widest};
pub use work::{Limits, TooMuch, Work, within, work};

use crate::analysis::mean;
use crate::model::chance::Chance;
use crate::model::trace::TraceRecord;
use crate::model::{Outcomes, Plan, Simulation};
use std::ops::ControlFlow;

/// Replications that share one draw of the uncertain parameters.
pub const PER_DRAW: u32 = 2;

/// What is to be played.
#[derive(Clone, Copy, Debug)]
pub struct Design<'a> {
    /// The plan of each arm, the baseline first.
    pub arms: &'a [&'a Plan],
    /// Root of all chance.
    pub seed: u64,
    /// How many times each arm is played.
    pub replications: u32,
    /// Threads; 0 for one a core.
    pub threads: usize,
}

/// All outcomes of an experiment.
#[derive(Clone, Debug)]
pub struct Batch {
    /// By arm, then replication.
    pub outcomes: Vec<Vec<Outcomes>>,
    /// Events played, over all runs.
    pub events: u64,
}

impl Batch {
    /// Replications of each arm.
    #[must_use]
    pub fn replications(&self) -> u32 {
        self.outcomes.first().map_or(0, |runs| runs.len() as u32)
    }
}

/// Why an experiment did not begin.
#[derive(Debug, thiserror::Error)]
pub enum ExperimentError {
    /// The threads could not be started.
    #[error("the threads could not be started: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Plays every arm in every replication. `done` is called after each run, from any thread.
///
/// # Errors
/// If the threads cannot be started.
pub fn replicate(design: Design<'_>, done: &(dyn Fn() + Sync)) -> Result<Batch, ExperimentError> {
    let mut course = Course::new(design, Finished::new())?;
    course.play_to(design.replications, &|_, _| {
        done();
        ControlFlow::Continue(())
    });
    Ok(course.into_batch())
}

/// The plan with the uncertain parameters of a replication in force.
#[must_use]
pub fn draw(plan: &Plan, seed: u64, replication: u32) -> Plan {
    let chance = Chance::new(seed, u64::from(replication / PER_DRAW));
    let mut drawn = plan.clone();
    drawn.draw(&|path| chance.quantile(path));
    drawn
}

/// Mean of the neighbouring replications that share their assumptions, draw by draw; none where none of them has a value.
#[must_use]
pub fn each_draw(values: &[Option<f64>]) -> Vec<Option<f64>> {
    values.chunks(PER_DRAW as usize).map(|draw| mean(&draw.iter().copied().flatten().collect::<Vec<_>>())).collect()
}

/// Means of the neighbouring replications that share their assumptions: the independent units of inference.
/// A replication without a value leaves its draw to the others.
#[must_use]
pub fn by_draw(values: &[Option<f64>]) -> Vec<f64> {
    each_draw(values).into_iter().flatten().collect()
}

/// [`by_draw`] on both sides of pairs, one a replication.
#[must_use]
pub fn pairs_by_draw(pairs: impl Iterator<Item = Option<(f64, f64)>>) -> (Vec<f64>, Vec<f64>) {
    let (own, base): (Vec<_>, Vec<_>) = pairs.map(Option::unzip).unzip();
    (by_draw(&own), by_draw(&base))
}

/// Plays one run as [`play`] does, and tells of every event.
pub fn trace(plan: &Plan, seed: u64, replication: u32, tell: &mut dyn FnMut(&Simulation, TraceRecord)) -> Outcomes {
    crate::model::trace::trace(&draw(plan, seed, replication), Chance::new(seed, u64::from(replication)), tell)
}

/// One run: draws the uncertain parameters of the replication and plays the arm. Returns its outcomes and the number of events.
#[must_use]
pub fn play(plan: &Plan, seed: u64, replication: u32) -> (Outcomes, u64) {
    let (outcomes, stop) = Simulation::play(&draw(plan, seed, replication), Chance::new(seed, u64::from(replication)));
    (outcomes, stop.events())
}
