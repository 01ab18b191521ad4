//! Experiments: what is to be simulated, how long it goes on, and who does the work.
//!
//! - [`Design`]: points to be simulated, each a plan, in replications under shared chance. A [`Task`] is one run of it, and a run
//!   is a pure function of design and task.
//! - [`Strategy`]: which tasks come next, given what has finished.
//! - [`Shard`]: one part of the tasks, to be carried out by itself.
//! - `forks`: what points of a replication have in common is simulated once, and forked where they part; each is what it is by itself.
//! - [`Runner`]: carries tasks out. The only place that knows threads. Work is handed to them in any order and collected by task,
//!   so the results are the same bytes on any number of threads and with the arms in any order.
//! - [`Method`]: which points of a scenario to simulate beside its arms as they stand, such as those of a sweep.
//! - [`Record`]: what is kept of a run, everything or its totals alone.
//!
//! Two kinds of uncertainty stay apart. Neighbouring replications share one draw of the uncertain parameters (assumption) and
//! differ in everything else (chance), so that the spread between draws can be told from the spread within.

mod design;
mod error;
mod forks;
pub mod method;
mod record;
mod runner;
mod shard;
mod strategy;
mod task;
mod threads;
mod work;

pub use design::{Design, Draw, Point, Quantiles, drawn};
pub use error::ExperimentError;
pub use method::{Axis, Condition, Method, Planned, Settings, Unplanned};
pub use record::{Finished, Record, Run, Runs, Totals};
pub use runner::{Observer, Runner};
pub use shard::Shard;
pub use strategy::{Fixed, Precision, Strategy, Unjudged, Widest};
pub use task::Task;
pub use threads::in_parallel;
pub use work::{Limits, TooMuch, Work, run_within, within, work};

/// So many replications of every point of a design, on so many threads; 0 for one a core.
///
/// # Errors
/// If the threads cannot be started.
pub fn replicate<R: Record>(design: &Design, replications: u32, threads: usize) -> Result<Runs<R>, ExperimentError> {
    let mut finished = Runner::new(threads)?.run(design, &design.tasks(replications), &()).into_iter().collect();
    let mut runs = Runs::new(design.points.len());
    runs.take_whole(&mut finished, replications);
    Ok(runs)
}
