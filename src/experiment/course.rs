//! The course of an experiment: what has finished, and how it goes on from there.

use super::{Batch, Design, ExperimentError, play};
use crate::model::Outcomes;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// One finished run.
#[derive(Clone, Debug)]
pub struct Run {
    /// What came out.
    pub outcomes: Outcomes,
    /// Events played.
    pub events: u64,
}

/// Finished runs by number: those of replication 0, arm by arm, then those of replication 1, and so on.
pub type Finished = BTreeMap<usize, Run>;

/// What is told of each run as it finishes, from any thread. A break lets no further run begin.
pub type OnRun<'a> = &'a (dyn Fn(usize, &Run) -> ControlFlow<()> + Sync);

/// An experiment under way. It can be stopped between runs, and goes on from those that have finished to the same results.
#[derive(Debug)]
pub struct Course<'a> {
    design: Design<'a>,
    pool: rayon::ThreadPool,
    batch: Batch,
    /// Finished runs that no replication of the batch holds: an earlier one is missing, or they were not asked for yet.
    ahead: Finished,
}

impl<'a> Course<'a> {
    /// An experiment of which these runs have finished before.
    ///
    /// # Errors
    /// If the threads cannot be started.
    pub fn new(design: Design<'a>, finished: Finished) -> Result<Self, ExperimentError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(design.threads).build()?;
        let batch = Batch { outcomes: vec![Vec::new(); design.arms.len()], events: 0 };
        Ok(Self { design, pool, batch, ahead: finished })
    }

    /// The first replications, as many as are finished in every arm and were asked for.
    #[must_use]
    pub fn batch(&self) -> &Batch {
        &self.batch
    }

    /// Ends the course with what has finished.
    #[must_use]
    pub fn into_batch(self) -> Batch {
        self.batch
    }

    /// How many of the runs of so many replications have finished, and how many there are.
    #[must_use]
    pub fn progress(&self, replications: u32) -> (u64, u64) {
        let runs = self.runs(replications);
        ((self.in_batch() + self.ahead.range(..runs).count()) as u64, runs as u64)
    }

    /// Plays what is missing of the first `replications`, in the order of the runs' numbers, so that a course that is stopped has
    /// whole replications to show.
    pub fn play_to(&mut self, replications: u32, on_run: OnRun<'_>) {
        let runs = self.runs(replications);
        let missing: Vec<usize> = (self.in_batch()..runs).filter(|number| !self.ahead.contains_key(number)).collect();
        let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
        let Design { arms, seed, .. } = self.design;
        let played = self.pool.broadcast(|_| {
            let mut own = Vec::new();
            while !stopped.load(Ordering::Relaxed) {
                let Some(&number) = missing.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
                let (outcomes, events) = play(arms[number % arms.len()], seed, (number / arms.len()) as u32);
                let run = Run { outcomes, events };
                if on_run(number, &run).is_break() {
                    stopped.store(true, Ordering::Relaxed);
                }
                own.push((number, run));
            }
            own
        });
        self.ahead.extend(played.into_iter().flatten());
        self.take_whole_replications(runs);
    }

    fn take_whole_replications(&mut self, runs: usize) {
        let arms = self.design.arms.len();
        let whole = |course: &Self| course.ahead.range(..course.in_batch() + arms).count() == arms;
        while self.in_batch() < runs && whole(self) {
            for own in &mut self.batch.outcomes {
                let Some((_, run)) = self.ahead.pop_first() else { return };
                own.push(run.outcomes);
                self.batch.events += run.events;
            }
        }
    }

    fn runs(&self, replications: u32) -> usize {
        self.design.arms.len() * replications as usize
    }

    fn in_batch(&self) -> usize {
        self.runs(self.batch.replications())
    }
}
