//! What a run costs, measured before it begins.

use super::{AppError, Progress};
use crate::experiment::{Design, Observer, Record, Run, Runner, Task};
use crate::results::journal_bytes;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// Draws that are simulated to see what a run costs.
const DRAWS: u32 = 3;
/// No further run begins after so long.
const LONG_ENOUGH: Duration = Duration::from_secs(20);

/// What one run of a design costs on one core of this machine, on average.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// Runs that were measured.
    pub runs: u64,
    /// Seconds of processor time of a run.
    pub seconds: f64,
    /// Bytes of a run in a journal.
    pub bytes: f64,
}

/// Measures what a run costs, on the first few draws of a design.
///
/// # Errors
/// If threads cannot be started, or the user ends it before a run has finished.
pub fn measure<R: Record>(design: &Design, replications: u32, progress: &dyn Progress) -> Result<Cost, AppError> {
    let few = replications.min(DRAWS * design.per_draw.get());
    let (watch, before) = (Watch { progress, started: Instant::now() }, processor());
    let finished = Runner::new(1)?.run::<R>(design, &design.tasks(few), &watch);
    if finished.is_empty() {
        return Err(AppError::Interrupted);
    }
    let runs = finished.len() as f64;
    // Where others are at work on this machine, time goes by and nothing is done.
    let used = before.zip(processor()).map(|(before, after)| after - before).filter(|used| *used > 0.0);
    let seconds = used.unwrap_or(watch.started.elapsed().as_secs_f64()) / runs;
    let bytes: u64 = finished.iter().map(|(_, run)| journal_bytes(run)).sum();
    Ok(Cost { runs: finished.len() as u64, seconds, bytes: bytes as f64 / runs })
}

/// Seconds of processor time that this process has had, where the system says so in a file: user and system, in hundredths.
fn processor() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

struct Watch<'a> {
    progress: &'a dyn Progress,
    started: Instant,
}

impl<R> Observer<R> for Watch<'_> {
    fn finished(&self, _: Task, _: &Run<R>) -> ControlFlow<()> {
        if self.started.elapsed() > LONG_ENOUGH { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn gives_up(&self) -> bool {
        self.progress.ends()
    }
}
