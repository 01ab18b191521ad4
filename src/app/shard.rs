//! A run in parts: each shard by itself, on whichever machine, and all of them put together.

use super::publish::{Ended, conclude, names};
use super::told::replaced;
use super::{AppError, Event, Progress, Recorder, cross_checks};
use crate::experiment::{Design, Finished, Runner, Runs, Shard};
use crate::model::{Layout, Outcomes};
use crate::results::{Begun, Key, Results, ShardRecord, Shards, ShardsError, Staging};
use crate::scenario::{self, Scenario};
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// What came of a shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharded {
    /// It was whole before.
    Before,
    /// It is whole now.
    Now,
}

/// Simulates one shard of a scenario's run into the directory of its results, or goes on with what others have finished of it. A shard
/// that is whole is left alone.
///
/// # Errors
/// If it cannot be written, shards of another run are there, or the user ends it: what has finished then waits for the next attempt.
pub fn run_shard(scenario: &Scenario, shard: Shard, out: &Path, threads: usize, progress: &dyn Progress) -> Result<Sharded, AppError> {
    let (design, layout) = (Design::of(scenario), Layout::of(&scenario.base));
    let tasks = shard.tasks(&design, scenario.replications);
    let record = ShardRecord::new(shard, scenario, Key::new::<Outcomes>(scenario, &design));
    let Some(mut begun) = Begun::<Outcomes>::open(out, names(), record, &tasks, layout)? else { return Ok(Sharded::Before) };
    if begun.finished() > 0 {
        progress.hear(Event::GoesOn(begun.finished()));
    }
    progress.hear(Event::Began { finished: begun.finished() as u64, runs: tasks.len() as u64 });
    let missing: Vec<_> = tasks.iter().filter(|task| !begun.before().contains(task)).copied().collect();
    let recorder = Recorder { store: Some(begun.store()), progress, failed: OnceLock::new() };
    Runner::new(threads)?.run(&design, &missing, &recorder);
    let failed = recorder.failed.into_inner().map_or(Ok(()), Err);
    let (done, all) = (begun.finished(), tasks.len());
    let is_whole = failed.is_ok() && done == all;
    // Another process may have been faster, and have cleared up behind it: then nothing is lost.
    let ended = failed.and_then(|()| if is_whole { begun.finish() } else { begun.leave() });
    match ended {
        Ok(()) if is_whole => Ok(Sharded::Now),
        Ok(()) => Err(AppError::Stopped { done, all }),
        Err(_) if begun.is_made() => Ok(Sharded::Before),
        Err(error) => Err(error.into()),
    }
}

/// Puts the shards in a directory of results together, and writes there what a run that was never divided writes.
///
/// # Errors
/// If shards are missing, torn, or of another run or build, or results cannot be written.
pub fn merge(directory: &Path, progress: &dyn Progress) -> Result<Ended, AppError> {
    let shards = Shards::of(directory)?;
    let record = shards.record();
    let mut scenario = scenario::reread(&record.name, &record.scenario, &record.presets, &record.set).map_err(Box::new)?;
    (scenario.seed, scenario.replications) = (record.seed, record.replications);
    let (design, layout) = (Design::of(&scenario), Layout::of(&scenario.base));
    let own = ShardRecord::new(record.shard, &scenario, Key::new::<Outcomes>(&scenario, &design));
    if let Some(difference) = own.difference(record) {
        return Err(ShardsError::Foreign { folder: shards.folder().to_owned(), difference }.into());
    }
    let staging = Staging::<Outcomes>::open(directory, names(), &own.key, layout)?;
    staging.check_room(&design, scenario.replications, layout)?;
    if let Some(difference) = staging.earlier().and_then(|earlier| replaced(&earlier, &scenario)) {
        progress.hear(Event::Replaces { difference: &difference, folder: directory });
    }
    let (mut runs, mut finished) = (Runs::new(design.points.len()), Finished::new());
    for shard in Shard::all(record.shard.count()) {
        // One at a time: what is kept in memory is what came out, however many shards there are.
        shards.read(shard, &design, layout, &mut finished)?;
        runs.take_whole(&mut finished, scenario.replications);
    }
    let results = Results::new(Arc::new(scenario), design, runs);
    let cross_checks = cross_checks::simulated(&results, 0, progress)?;
    conclude((results, cross_checks), staging, false, progress)
}
