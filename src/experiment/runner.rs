//! Who does the work: tasks on threads.

use super::design::Design;
use super::error::ExperimentError;
use super::forks::{Branch, DrawnPlan, forks, is_drawn_alike, simulate_together};
use super::record::{Record, Run};
use super::task::Task;
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

    /// Does other work on these threads, and on no more of them.
    pub fn within<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.pool.install(work)
    }

    /// Carries out tasks of a design, begun in their order, so that what a stop leaves makes whole replications. What the points of a
    /// replication have in common is simulated once. Gives those that finished, in no order.
    pub fn run<R: Record>(&self, design: &Design, tasks: &[Task], observer: &dyn Observer<R>) -> Vec<(Task, Run<R>)> {
        let works = works(design, tasks, self.pool.current_num_threads());
        let (next, stopped, plans) = (AtomicUsize::new(0), AtomicBool::new(false), DrawnPlans::default());
        let given_up = || observer.gives_up();
        let finished = self.pool.broadcast(|_| {
            let mut own = Vec::new();
            while !stopped.load(Ordering::Relaxed) && !given_up() {
                let Some(work) = works.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
                let drawn = |point| plans.of(design, Task { replication: work.replication, point });
                let mut finish = |task, run: Run<R>| {
                    if observer.finished(task, &run).is_break() {
                        stopped.store(true, Ordering::Relaxed);
                    }
                    own.push((task, run));
                    if stopped.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                };
                let trees = work.points.trees.get_or_init(|| forks(design, &work.points.points));
                let asks: (&dyn Fn(usize) -> DrawnPlan, &dyn Fn() -> bool) = (&drawn, &given_up);
                if trees.iter().try_for_each(|tree| simulate_together(design, work.replication, tree, asks, &mut finish)).is_break() {
                    break;
                }
            }
            own
        });
        finished.into_iter().flatten().collect()
    }
}

/// Runs of one replication that a thread takes up at once: at most so many.
const TOGETHER: usize = 256;

/// What a thread takes up at once.
struct Work {
    replication: u32,
    points: Arc<Together>,
}

/// Points that may have something in common, and what it is, once that is worked out.
struct Together {
    points: Vec<usize>,
    trees: OnceLock<Vec<Branch>>,
}

/// Puts together the neighbouring tasks of a replication that may have something in common; where there would be too few for all threads,
/// in parts.
fn works(design: &Design, tasks: &[Task], threads: usize) -> Vec<Work> {
    let of = |task: &Task| &design.points[task.point];
    let akin = |a: &Task, b: &Task| {
        let same = of(a).settings == of(b).settings || of(a).arm == of(b).arm;
        a.replication == b.replication && same && is_drawn_alike(of(a), of(b))
    };
    let together: Vec<&[Task]> = tasks.chunk_by(akin).collect();
    let parts = threads.div_ceil(together.len().max(1));
    let mut known: BTreeMap<Vec<usize>, Arc<Together>> = BTreeMap::new();
    let work = |part: &[Task]| {
        let points: Vec<usize> = part.iter().map(|task| task.point).collect();
        let together = || Arc::new(Together { points: points.clone(), trees: OnceLock::new() });
        Work { replication: part[0].replication, points: Arc::clone(known.entry(points.clone()).or_insert_with(together)) }
    };
    together.into_iter().flat_map(|tasks| tasks.chunks(tasks.len().div_ceil(parts).min(TOGETHER))).map(work).collect()
}

/// Plans that runs in hand share, each drawn once. Those of earlier draws go.
#[derive(Default)]
struct DrawnPlans(Mutex<BTreeMap<(u32, usize), DrawnPlan>>);

impl DrawnPlans {
    /// The plan of a task, drawn by the first that asks for it.
    fn of(&self, design: &Design, task: Task) -> DrawnPlan {
        let draw = design.draw_of(task.replication);
        let plan = {
            let mut plans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            // Some thread may still be at the draw before this one.
            plans.retain(|(kept, _), _| kept + 1 >= draw);
            Arc::clone(plans.entry((draw, task.point)).or_default())
        };
        plan.get_or_init(|| design.drawn(task.point, draw));
        plan
    }
}
