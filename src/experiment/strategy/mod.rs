//! How long an experiment goes on: which tasks come next, given what has finished.

mod until_precise;

pub use until_precise::{Precision, Unjudged, Widest};

use super::{Design, Record, Runs, Task};

/// Decides which tasks come next. It sees whole replications alone, so that where it ends is a function of design and seed, and of
/// neither threads nor time.
pub trait Strategy<R: Record> {
    /// Replications of each point after which it ends in any case.
    fn most(&self) -> u32;

    /// The tasks that come next, in order; none at the end.
    fn next(&mut self, design: &Design, so_far: &Runs<R>) -> Option<Vec<Task>>;
}

/// So many replications of each point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixed(pub u32);

impl<R: Record> Strategy<R> for Fixed {
    fn most(&self) -> u32 {
        self.0
    }

    fn next(&mut self, design: &Design, so_far: &Runs<R>) -> Option<Vec<Task>> {
        let done = so_far.replications() as usize * design.points.len();
        let tasks = design.tasks(self.0).split_off(done.min(self.0 as usize * design.points.len()));
        (!tasks.is_empty()).then_some(tasks)
    }
}
