//! Where finished runs are kept while an experiment is under way.

use super::ResultsError;
use crate::experiment::{Finished, Record, Run, Task};
use std::sync::{Mutex, PoisonError};

/// Keeps finished runs, so that an experiment that was interrupted goes on from them.
pub trait Store<R: Record>: Sync {
    /// Keeps a run.
    ///
    /// # Errors
    /// If it cannot be kept.
    fn put(&self, task: Task, run: &Run<R>) -> Result<(), ResultsError>;

    /// The runs that finished before. They are given once.
    fn take(&self) -> Finished<R>;
}

/// Keeps runs in memory.
#[derive(Debug)]
pub struct Memory<R>(Mutex<Finished<R>>);

impl<R> Default for Memory<R> {
    fn default() -> Self {
        Self::new(Finished::new())
    }
}

impl<R> Memory<R> {
    /// With runs that finished before.
    #[must_use]
    pub fn new(finished: Finished<R>) -> Self {
        Self(Mutex::new(finished))
    }
}

impl<R: Record> Store<R> for Memory<R> {
    fn put(&self, task: Task, run: &Run<R>) -> Result<(), ResultsError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(task, run.clone());
        Ok(())
    }

    fn take(&self) -> Finished<R> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
