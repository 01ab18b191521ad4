//! A scenario as its file has it, and the runs that are asked for, one at a time.

use super::answer::{Answer, Compared, answer};
use crate::app::AppError;
use crate::experiment::{Design, Limits, Observer, Run, Runner, Task, within};
use crate::model::Outcomes;
use crate::scenario::{self, Problems, Scenario};
use miette::{GraphicalReportHandler, GraphicalTheme};
use serde::Deserialize;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Draws that the first answer has; each next one has twice as many.
const FIRST: u32 = 2;
/// Draws that the last answer has, if the file asks for fewer: from so many on it can be said which assumptions move the answer.
const LEAST_LAST: u32 = 16;
/// How often a page hears how far a step has come.
const TOLD: usize = 20;

/// What somebody wants to see: values set, in order, as `--set` takes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// Path and value of each.
    #[serde(default)]
    pub set: Vec<(String, String)>,
}

/// Something to tell while a wish is carried out.
#[derive(Debug)]
pub enum Told<'a> {
    /// So many runs of a step have finished.
    Progress {
        /// Draws that the step ends with.
        draws: u32,
        /// Runs that have finished.
        finished: usize,
        /// Runs of the step.
        runs: usize,
    },
    /// What so many draws say.
    Answer(&'a Answer),
    /// Another wish has come.
    Cancelled,
}

/// Why a wish cannot be carried out, as the command line says it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

impl From<Problems> for Refused {
    fn from(problems: Problems) -> Self {
        let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_wrap_lines(false);
        let mut text = String::new();
        Self(if handler.render_report(&mut text, &problems).is_ok() { text } else { problems.to_string() })
    }
}

/// Who may simulate: the last who asked.
#[derive(Debug)]
pub struct Turn(u64);

/// A scenario that is explored.
pub struct Session {
    file: Scenario,
    limits: Limits,
    runner: Runner,
    /// Counts wishes: a run whose turn has passed is given up.
    turn: AtomicU64,
    /// The runs of the file as it stands. Whoever holds them simulates.
    kept: Mutex<Kept>,
}

/// Runs of the file as it stands, by arm, under a seed.
struct Kept {
    seed: u64,
    records: Vec<Vec<Outcomes>>,
}

impl Session {
    /// A session of a scenario, with so many threads; 0 for one a core.
    ///
    /// # Errors
    /// If threads cannot be started.
    pub fn new(file: Scenario, limits: Limits, threads: usize) -> Result<Self, AppError> {
        let kept = Kept { seed: file.seed, records: vec![Vec::new(); file.arms.len()] };
        Ok(Self { runner: Runner::new(threads)?, turn: AtomicU64::new(0), kept: Mutex::new(kept), file, limits })
    }

    /// The scenario as its file has it.
    #[must_use]
    pub fn file(&self) -> &Scenario {
        &self.file
    }

    /// Ends the run under way. The next one is in its turn until another is taken.
    pub fn next(&self) -> Turn {
        Turn(self.turn.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// The scenario as a wish sets it.
    ///
    /// # Errors
    /// What the command line says of the same settings; or if it has other arms, platforms or markets, and cannot be compared.
    pub fn as_set(&self, wish: &Wish) -> Result<Scenario, Refused> {
        let file = &self.file;
        let overrides = [&file.overrides[..], &wish.set].concat();
        let set = scenario::reread(&file.name, &file.text, &file.presets, &overrides)?;
        let mut all = set.clone();
        all.replications = self.most(&set);
        within(&all, self.limits).map_err(|error| Refused(error.to_string()))?;
        if shape(&set) != shape(file) {
            return Err(Refused("this changes which policies, platforms or markets there are: nothing could be compared".to_owned()));
        }
        Ok(set)
    }

    /// Replications of the last answer.
    fn most(&self, scenario: &Scenario) -> u32 {
        self.file.replications.max(LEAST_LAST * Design::of(scenario).per_draw.get())
    }

    /// The text of the scenario as a wish sets it, to be saved.
    ///
    /// # Errors
    /// As [`Session::as_set`]; or if a value cannot be written into the text.
    pub fn text(&self, wish: &Wish) -> Result<String, Refused> {
        scenario::rewritten(&self.as_set(wish)?).map_err(Refused)
    }

    /// Simulates a scenario as a wish set it: 2, 4, 8 … draws, each with its answer, until the last, or its turn has passed, or `tell`
    /// says that nobody listens.
    pub fn run(&self, Turn(turn): Turn, (wish, set): (&Wish, &Scenario), tell: &(dyn Fn(Told<'_>) -> bool + Sync)) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.seed != set.seed {
            *kept = Kept { seed: set.seed, records: vec![Vec::new(); self.file.arms.len()] };
        }
        let mut steps = Steps::new(&self.file, set, wish);
        let most = self.most(set);
        let mut replications = FIRST * steps.design.per_draw.get();
        loop {
            let now = replications.min(most);
            if !self.simulate(&mut steps, &mut kept, now, (turn, tell)) {
                tell(Told::Cancelled);
                return;
            }
            let compared = Compared { set, design: &steps.design, changed: &steps.changed, settings: &wish.set };
            let answer = answer(&compared, &mut kept.records, &mut steps.own, (now, most));
            if !tell(Told::Answer(&answer)) || now == most {
                return;
            }
            replications *= 2;
        }
    }

    /// Simulates what is missing of the first replications; says whether it came to the end.
    fn simulate(
        &self,
        steps: &mut Steps,
        kept: &mut Kept,
        replications: u32,
        (turn, tell): (u64, &(dyn Fn(Told<'_>) -> bool + Sync)),
    ) -> bool {
        let arms = kept.records.len();
        let is_missing = |task: &Task| match task.point.checked_sub(arms) {
            None => kept.records[task.point].len() <= task.replication as usize,
            Some(arm) => steps.changed[arm] && steps.own[arm].len() <= task.replication as usize,
        };
        let missing: Vec<Task> = steps.design.tasks(replications).into_iter().filter(is_missing).collect();
        let (draws, finished, gone) = (steps.design.draws(replications), AtomicUsize::new(0), AtomicBool::new(false));
        let watch = Watch { session: self, turn, tell, gone, draws, finished, runs: missing.len() };
        if !tell(Told::Progress { draws, finished: 0, runs: missing.len() }) {
            return false;
        }
        let mut runs = if watch.gives_up() { Vec::new() } else { self.runner.run(&steps.design, &missing, &watch) };
        runs.sort_by_key(|(task, _)| *task);
        let is_whole = runs.len() == missing.len();
        for (task, run) in runs {
            let list = match task.point.checked_sub(arms) {
                None => &mut kept.records[task.point],
                Some(arm) => &mut steps.own[arm],
            };
            // Of a run that was given up, what has no gap is of use.
            if list.len() == task.replication as usize {
                list.push(run.record);
            }
        }
        is_whole && !watch.gives_up()
    }
}

/// What may not differ between two scenarios that are compared run by run.
fn shape(scenario: &Scenario) -> [Vec<&str>; 3] {
    let world = &scenario.base;
    [
        scenario.arms.iter().map(|arm| arm.name.as_str()).collect(),
        world.platform.iter().map(|(name, _)| name).collect(),
        world.market.iter().map(|(name, _)| name).collect(),
    ]
}

/// What is simulated for a wish: the arms of the file, then the same as set.
struct Steps {
    design: Design,
    /// By arm: whether the settings change it.
    changed: Vec<bool>,
    /// The runs of the arms that are changed.
    own: Vec<Vec<Outcomes>>,
}

impl Steps {
    fn new(file: &Scenario, set: &Scenario, wish: &Wish) -> Self {
        let arms = file.arms.len();
        let mut both = set.clone();
        both.arms = file.arms.iter().chain(&set.arms).cloned().collect();
        let alike = both.alike();
        let changed = (0..arms).map(|arm| !wish.set.is_empty() && alike[arms + arm] != alike[arm]).collect();
        Self { design: Design::of(&both), changed, own: vec![Vec::new(); arms] }
    }
}

/// Tells how far a step has come, and gives it up when another wish comes.
struct Watch<'a> {
    session: &'a Session,
    turn: u64,
    tell: &'a (dyn Fn(Told<'_>) -> bool + Sync),
    /// Nobody listens.
    gone: AtomicBool,
    draws: u32,
    finished: AtomicUsize,
    runs: usize,
}

impl Watch<'_> {
    fn gives_up(&self) -> bool {
        self.gone.load(Ordering::Relaxed) || self.session.turn.load(Ordering::Relaxed) != self.turn
    }
}

impl Observer<Outcomes> for Watch<'_> {
    fn finished(&self, _: Task, _: &Run<Outcomes>) -> ControlFlow<()> {
        let finished = self.finished.fetch_add(1, Ordering::Relaxed) + 1;
        let is_told = finished * TOLD / self.runs > (finished - 1) * TOLD / self.runs;
        if is_told && !(self.tell)(Told::Progress { draws: self.draws, finished, runs: self.runs }) {
            self.gone.store(true, Ordering::Relaxed);
        }
        if self.gives_up() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn gives_up(&self) -> bool {
        Watch::gives_up(self)
    }
}
