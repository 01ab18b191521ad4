//! Who does the work: tasks on threads.

use super::design::Design;
use super::error::ExperimentError;
use super::record::{Record, Run};
use super::task::Task;
use crate::model::Plan;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Watches runs as they finish: a journal, a bar of progress, a wish to stop.
pub trait Observer<R>: Sync {
    /// A run has finished. Called from any thread. After a break no further run begins.
    fn finished(&self, task: Task, run: &Run<R>) -> ControlFlow<()>;

    /// Whether to give up the runs in hand too. Asked every few milliseconds of each run.
    fn gives_up(&self) -> bool {
        false
    }
}

/// Watches nothing.
impl<R> Observer<R> for () {
    fn finished(&self, _: Task, _: &Run<R>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// Threads that carry out tasks.
#[derive(Debug)]
pub struct Runner {
    pool: rayon::ThreadPool,
}

impl Runner {
    /// So many threads; 0 for one a core.
    ///
    /// # Errors
    /// If they cannot be started.
    pub fn new(threads: usize) -> Result<Self, ExperimentError> {
        Ok(Self { pool: rayon::ThreadPoolBuilder::new().num_threads(threads).build()? })
    }

    /// Carries out tasks of a design, begun in their order, so that what a stop leaves makes whole replications. Gives those that
    /// finished, in no order.
    pub fn run<R: Record>(&self, design: &Design, tasks: &[Task], observer: &dyn Observer<R>) -> Vec<(Task, Run<R>)> {
        let (next, stopped, plans) = (AtomicUsize::new(0), AtomicBool::new(false), DrawnPlans::default());
        let given_up = || observer.gives_up();
        let finished = self.pool.broadcast(|_| {
            let mut own = Vec::new();
            while !stopped.load(Ordering::Relaxed) && !given_up() {
                let Some(&task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
                let plan = plans.of(design, task);
                let plan = plan.get_or_init(|| design.drawn(task.point, design.draw_of(task.replication)));
                let Some(run) = design.simulate_drawn(task, plan, &given_up) else { break };
                if observer.finished(task, &run).is_break() {
                    stopped.store(true, Ordering::Relaxed);
                }
                own.push((task, run));
            }
            own
        });
        finished.into_iter().flatten().collect()
    }
}

/// Plans that runs in hand share, each drawn once. Those of earlier draws go.
#[derive(Default)]
struct DrawnPlans(Mutex<BTreeMap<(u32, usize), DrawnPlan>>);

type DrawnPlan = Arc<OnceLock<Plan>>;

impl DrawnPlans {
    /// The plan of a task, or the place where it will be.
    fn of(&self, design: &Design, task: Task) -> DrawnPlan {
        let draw = design.draw_of(task.replication);
        let mut plans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Some thread may still be at the draw before this one.
        plans.retain(|(kept, _), _| kept + 1 >= draw);
        Arc::clone(plans.entry((draw, task.point)).or_default())
    }
}
