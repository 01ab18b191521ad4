//! What a user asks for: to simulate, run, verify or draw again. The command line calls it, and whoever else takes its place. Nothing
//! here prints: what happens is told to a [`Progress`]. What ends in charts and a page is there with the feature `report` alone.

mod calibration;
mod check;
mod cost;
mod cross_checks;
mod difference;
#[cfg(feature = "report")]
mod elsewhere;
mod explain;
mod export;
mod method;
#[cfg(feature = "report")]
mod publish;
#[cfg(feature = "report")]
mod shard;
#[cfg(feature = "report")]
mod told;

pub use check::{grounds, held};
pub use cost::{Cost, measure};
pub use difference::{Compared, Difference, Moved, compare};
#[cfg(feature = "report")]
pub use elsewhere::put_elsewhere;
pub use explain::{explain, outcome};
pub use export::{Exported, Form, export_as};
pub use method::*;

pub use calibration::{Calibrated, CalibrationRequest, calibrate};
#[cfg(feature = "report")]
pub use publish::*;
#[cfg(feature = "report")]
pub use shard::{Sharded, merge, run_shard};

use crate::experiment::{
    Design, ExperimentError, Fixed, Limits, Observer, Precision, Record, Run, Runner, Runs, Strategy, Task, TooMuch, Unjudged, Unplanned,
    within,
};
use crate::export::{Folder, metadata_parting};
use crate::inference::{Study, study, write_tables};
use crate::model::Outcomes;
#[cfg(feature = "report")]
use crate::report::ReportError;
use crate::results::manifest::scenario_hash;
use crate::results::{Manifest, Results, ResultsError, Selection, ShardsError, Store, digests, parting, table_hashes};
use crate::scenario::{self, Problems, Scenario};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// Something that a user may want to hear of while it happens.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// Another unfinished run has the same target.
    Unfinished {
        /// In what it differs.
        difference: &'a str,
        /// Where it is.
        folder: &'a Path,
    },
    /// So many runs finished before; the others go on from there.
    GoesOn(usize),
    /// Runs begin.
    Began {
        /// How many of them have finished.
        finished: u64,
        /// How many there are to be, until somebody looks at what came out.
        runs: u64,
    },
    /// A run has finished.
    RunFinished,
    /// Tables and charts are being written.
    Writing,
    /// The results that stand in the place are of something else, and will be replaced.
    Replaces {
        /// In what they differ.
        difference: &'a str,
        /// Where they are.
        folder: &'a Path,
    },
    /// These tables are not those that the run wrote.
    Altered(&'a [String]),
    /// A chart is left out.
    LeftOut {
        /// Its name.
        chart: &'a str,
        /// Why.
        reason: &'a str,
    },
}

impl Event<'_> {
    /// It in a line, if there is anything to say of it beside the number of runs.
    #[must_use]
    pub fn line(&self) -> Option<String> {
        Some(match self {
            Self::Unfinished { difference, folder } => format!("an unfinished run with {difference} stays in {}", folder.display()),
            Self::Replaces { difference, folder } => {
                format!("note: the results in {} are of {difference}: they will be replaced", folder.display())
            }
            Self::Altered(tables) => {
                format!("warning: not as the run wrote them: {}; the page says so [altered-tables]", tables.join(", "))
            }
            Self::GoesOn(runs) => format!("going on from {runs} runs that finished before"),
            Self::Writing => "writing tables and charts".to_owned(),
            Self::LeftOut { chart, reason } => format!("chart {chart} left out: {reason}"),
            Self::Began { .. } | Self::RunFinished => return None,
        })
    }
}

/// Hears what happens, from any thread.
pub trait Progress: Sync {
    /// Something happens.
    fn hear(&self, event: Event<'_>);

    /// Whether the user wants it to end. Asked every few milliseconds; runs in hand are given up.
    fn ends(&self) -> bool {
        false
    }
}

/// Hears nothing.
impl Progress for () {
    fn hear(&self, _: Event<'_>) {}
}

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A scenario on record cannot be read.
    #[error(transparent)]
    Input(#[from] Box<Problems>),
    /// Results could not be read or written.
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// A report could not be made.
    #[cfg(feature = "report")]
    #[error(transparent)]
    Report(#[from] ReportError),
    /// An experiment could not begin.
    #[error(transparent)]
    Experiment(#[from] ExperimentError),
    /// The precision asked for cannot be reached.
    #[error(transparent)]
    Unjudged(#[from] Unjudged),
    /// Shards do not make up a run.
    #[error(transparent)]
    Shards(#[from] ShardsError),
    /// A shard was told to stop.
    #[error("the shard was stopped after {done} of {all} runs")]
    Stopped {
        /// Runs that are written down.
        done: usize,
        /// Runs of the shard.
        all: usize,
    },
    /// A method does not fit the scenario.
    #[error(transparent)]
    Unplanned(#[from] Unplanned),
    /// The user ended a run that was not to say what there is so far, or a method, before all of its points were simulated.
    #[error("interrupted after {replications} of {planned} replications of every point")]
    Halfway {
        /// Whole replications.
        replications: u32,
        /// How many there were to be.
        planned: u32,
    },
    /// There is nothing to calibrate.
    #[error("{0}")]
    Nothing(String),
    /// The user ended a calibration.
    #[error("interrupted in a calibration")]
    CalibrationInterrupted,
    /// A scenario on record asks for more work than may be done.
    #[error(transparent)]
    TooMuch(#[from] TooMuch),
    /// The user ended it before there was anything to show.
    #[error("interrupted before a replication was finished in every arm")]
    Interrupted,
}

/// What came of a design.
#[derive(Clone, Debug)]
pub struct Simulated<R> {
    /// Its runs.
    pub runs: Runs<R>,
    /// Replications that there were to be: more, if the user ended it.
    pub planned: u32,
}

/// Simulates a design for as long as a strategy says, from the runs that a store has on, and keeps each run there as it finishes.
///
/// # Errors
/// If threads cannot be started, or a run not be kept.
pub fn simulate<R: Record>(
    design: &Design,
    strategy: &mut dyn Strategy<R>,
    store: Option<&dyn Store<R>>,
    threads: usize,
    progress: &dyn Progress,
) -> Result<Simulated<R>, AppError> {
    let runner = Runner::new(threads)?;
    let mut finished = store.map(Store::take).unwrap_or_default();
    let mut runs = Runs::new(design.points.len());
    while let Some(tasks) = strategy.next(design, &runs).filter(|tasks| !tasks.is_empty()) {
        let replications = tasks.iter().map(|task| task.replication + 1).max().unwrap_or_default();
        let missing: Vec<Task> = tasks.into_iter().filter(|task| !finished.contains_key(task)).collect();
        let all = u64::from(replications) * design.points.len() as u64;
        progress.hear(Event::Began { finished: all - missing.len() as u64, runs: all });
        let recorder = Recorder { store, progress, failed: OnceLock::new() };
        finished.extend(runner.run(design, &missing, &recorder));
        if let Some(error) = recorder.failed.into_inner() {
            return Err(error.into());
        }
        runs.take_whole(&mut finished, replications);
        if runs.replications() < replications {
            return Ok(Simulated { runs, planned: strategy.most() });
        }
    }
    Ok(Simulated { planned: runs.replications(), runs })
}

/// Keeps each run and tells of it.
struct Recorder<'a, R> {
    store: Option<&'a dyn Store<R>>,
    progress: &'a dyn Progress,
    /// The first run that could not be kept; of several errors at once it says enough.
    failed: OnceLock<ResultsError>,
}

impl<R: Record> Observer<R> for Recorder<'_, R> {
    fn finished(&self, task: Task, run: &Run<R>) -> ControlFlow<()> {
        if let Err(error) = self.store.map_or(Ok(()), |store| store.put(task, run)) {
            let _ = self.failed.set(error);
            return ControlFlow::Break(());
        }
        self.progress.hear(Event::RunFinished);
        if self.progress.ends() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn gives_up(&self) -> bool {
        self.progress.ends()
    }
}

/// The strategy that a request, or the record of one, asks for.
fn strategy(replications: u32, precision: Option<&Precision>) -> Box<dyn Strategy<Outcomes>> {
    match precision {
        Some(precision) => Box::new(precision.clone()),
        None => Box::new(Fixed(replications)),
    }
}

/// What to say of results that another version of veilsim wrote than this one; nothing of those that this one wrote.
#[must_use]
pub fn stranger(directory: &Path) -> Option<String> {
    let this = env!("CARGO_PKG_VERSION");
    let wrote = Manifest::version(directory).filter(|wrote| wrote != this)?;
    Some(format!(
        "{} was written by veilsim {wrote}, and this is {this}: verify it with veilsim {wrote}, or run the scenario again with this one",
        directory.display()
    ))
}

/// What a second run of results on record gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verified {
    /// The same.
    Same {
        /// The digest of all outcomes.
        digest: String,
    },
    /// Something else; each difference in words.
    Differs(Vec<String>),
}

/// The scenario of results on record, as it was run.
fn on_record(manifest: &Manifest) -> Result<Scenario, AppError> {
    let run = &manifest.run;
    let mut scenario = scenario::reread(&run.name, &manifest.scenario, &manifest.presets, &manifest.set).map_err(Box::new)?;
    (scenario.seed, scenario.assumption_seed, scenario.replications) = (run.seed, run.assumption_seed, run.replications);
    Ok(scenario)
}

/// Runs again what a directory of results records, and compares. The record may be anybody's, so its work is held to limits.
///
/// # Errors
/// If the record cannot be read or run, asks for more work than the limits allow, or the user ends it.
pub fn verify(directory: &Path, limits: Limits, threads: usize, progress: &dyn Progress) -> Result<Verified, AppError> {
    let manifest = Manifest::read(directory)?;
    let mut scenario = on_record(&manifest)?;
    within(&scenario, limits)?;
    if let Some(method) = &manifest.method {
        return method::verify(directory, (&manifest, method), &scenario, threads, progress);
    }
    let differs = |how: String| Ok(Verified::Differs(vec![how]));
    if scenario.presets != manifest.presets {
        return differs("the presets that the scenario uses are not those on record".to_owned());
    }
    // A partial run ended where the user ended it.
    let precision = manifest.run.precision.clone().filter(|_| manifest.run.planned.is_none());
    scenario.replications = precision.as_ref().map_or(manifest.run.replications, |precision| precision.most);
    within(&scenario, limits)?;
    let mut design = Design::of(&scenario);
    design.per_draw = manifest.replications_per_draw;
    let mut strategy = strategy(manifest.run.replications, precision.as_ref());
    let Simulated { runs, planned } = simulate(&design, strategy.as_mut(), None, threads, progress)?;
    let replications = runs.replications();
    if replications < planned {
        return Err(AppError::Interrupted);
    }
    if replications != manifest.run.replications {
        let recorded = manifest.run.replications;
        return differs(format!("the precision is reached after {replications} replications, not {recorded}"));
    }
    let planned = manifest.run.planned.unwrap_or(replications);
    let results = Results::new(Arc::new(scenario), design, runs).planned_as(planned, manifest.run.precision.clone());
    let (mut parted, digest) = outcomes_parted(&results, &manifest);
    let fresh = tempfile::tempdir().map_err(|source| ResultsError::File { file: std::env::temp_dir(), source })?;
    let mut again = Manifest::new(&results, Selection::standard());
    again.tables_only = manifest.tables_only;
    let cross_checks = cross_checks::simulated(&results, threads, progress)?;
    write_tables(fresh.path(), &Study { cross_checks, ..study(&results) })?;
    again.tables = table_hashes(fresh.path())?;
    let wrong = again.differences(&manifest);
    parted.extend((!wrong.is_empty()).then(|| format!("manifest.json is not what the run gives in {}", wrong.join(", "))));
    parted.extend(parting(directory, &manifest.tables, fresh.path())?);
    // What is made of other numbers differs too: to make it again would tell nothing new.
    if parted.is_empty() {
        parted.extend(metadata_parting(directory, &Folder::of(fresh.path(), &again))?);
    }
    #[cfg(feature = "report")]
    if parted.is_empty() && !manifest.tables_only {
        parted.extend(drawing_differs(directory, fresh.path(), &again)?);
    }
    Ok(if parted.is_empty() { Verified::Same { digest } } else { Verified::Differs(parted) })
}

/// In what outcomes and scenario are not those on record; the digest of all outcomes.
fn outcomes_parted(results: &Results, manifest: &Manifest) -> (Vec<String>, String) {
    let names: Vec<&str> = results.arms().iter().map(|arm| arm.name.as_str()).collect();
    let (arms, digest) = digests(&names, results.simulated());
    let mut parted = Vec::new();
    if scenario_hash(results.scenario()) != manifest.scenario_hash {
        parted.push("the scenario, its presets or the values set are not those whose hash is on record".to_owned());
    }
    let differing: Vec<&str> = arms.iter().filter(|arm| !manifest.arms.contains(arm)).map(|arm| arm.name.as_str()).collect();
    if !differing.is_empty() {
        parted.push(format!("the outcomes differ in {}", differing.join(", ")));
    } else if digest != manifest.digest {
        parted.push("the outcomes differ in the digest of all arms".to_owned());
    }
    (parted, digest)
}
