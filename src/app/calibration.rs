//! A calibration with everything that comes of it: the posterior, tables and a chart.

use super::{AppError, Event, Progress};
use crate::experiment::{Observer, Run, Runner, Task};
use crate::export::{Folder, write_metadata};
use crate::inference::calibration::{Calibration, Diagnosis, Settings, Smoothed, Stage, diagnose};
use crate::model::Outcomes;
use crate::results::manifest::scenario_hash;
use crate::results::tables::{self, LogRow, MovedRow, ReachRow, RoundRow, Usage};
use crate::results::{Calibrating, CalibrationRecord, table_hashes, targets_hash, write_text};
use crate::scenario::{POSTERIOR, Scenario};
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Members that are simulated before they are kept.
const BATCH: u32 = 32;

/// A calibration that a user asks for.
#[derive(Clone, Debug)]
pub struct CalibrationRequest {
    /// The scenario.
    pub scenario: Scenario,
    /// How it is done.
    pub settings: Settings,
    /// Directory of the results.
    pub out: PathBuf,
    /// Threads; 0 for one a core.
    pub threads: usize,
}

/// A calibration that has ended.
#[derive(Clone, Debug)]
pub struct Calibrated {
    /// What it did.
    pub diagnosis: Diagnosis,
    /// It in a line.
    pub log: LogRow,
    /// Where it is.
    pub folder: PathBuf,
}

/// Calibrates a scenario and writes what comes of it, or goes on with a calibration that was interrupted.
///
/// # Errors
/// If there is nothing to calibrate, results cannot be written, or the user ends it.
pub fn calibrate(request: &CalibrationRequest, progress: &dyn Progress) -> Result<Calibrated, AppError> {
    let CalibrationRequest { scenario, settings, out, threads } = request;
    let calibration = Calibration::prepare(scenario).map_err(AppError::Nothing)?;
    let mut place = Calibrating::open(out, scenario, &format!("{settings:?}"))?;
    let arms = calibration.arms();
    if place.count() > 0 {
        progress.hear(Event::GoesOn(place.count() * arms));
    }
    progress.hear(Event::Began { finished: (place.count() * arms) as u64, runs: calibration.runs(*settings) });
    let runner = Runner::new(*threads)?;
    let smoothed = calibration.smooth(*settings, |stage| simulate(&calibration, &runner, &mut place, stage, progress))?;
    progress.hear(Event::Writing);
    let diagnosis = diagnose(&calibration, &smoothed);
    let log = log(&calibration, &diagnosis, *settings);
    let record = write(&place, &calibration, (&smoothed, &diagnosis, &log), *settings)?;
    Ok(Calibrated { diagnosis, log, folder: place.publish(&record)? })
}

/// The value of each figure by member of a stage: those that were simulated before, and the others in batches, each kept as it is done.
fn simulate(
    calibration: &Calibration,
    runner: &Runner,
    place: &mut Calibrating,
    stage: &Stage,
    progress: &dyn Progress,
) -> Result<Vec<Vec<f64>>, AppError> {
    let mut first = 0;
    while first < stage.members {
        let last = (first + BATCH).min(stage.members);
        let missing = (first..last).find(|member| place.finished(stage.number, *member).is_none()).unwrap_or(last);
        if missing < last {
            let values = calibration.simulate(runner, stage, missing..last, &Watch(progress)).ok_or(AppError::CalibrationInterrupted)?;
            place.keep(stage.number, missing, &values)?;
        }
        first = last;
    }
    Ok((0..stage.members).filter_map(|member| place.finished(stage.number, member).cloned()).collect())
}

/// Tells of each run.
struct Watch<'a>(&'a dyn Progress);

impl Observer<Outcomes> for Watch<'_> {
    fn finished(&self, _: Task, _: &Run<Outcomes>) -> ControlFlow<()> {
        self.0.hear(Event::RunFinished);
        if self.0.ends() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn gives_up(&self) -> bool {
        self.0.ends()
    }
}

/// Writes the draft of what came of it.
fn write(
    place: &Calibrating,
    calibration: &Calibration,
    (smoothed, diagnosis, log): (&Smoothed, &Diagnosis, &LogRow),
    settings: Settings,
) -> Result<CalibrationRecord, AppError> {
    let (draft, scenario) = (place.draft()?, calibration.scenario);
    let moved: Vec<String> = diagnosis.moved.iter().filter(|row| row.moved).map(|row| row.parameter.clone()).collect();
    let posterior = calibration.posterior(smoothed, &moved, about(log));
    write_text(&draft, POSTERIOR, &posterior.text())?;
    tables::write::<ReachRow, _>(&draft, &diagnosis.targets)?;
    tables::write::<MovedRow, _>(&draft, &diagnosis.moved)?;
    tables::write::<RoundRow, _>(&draft, &diagnosis.rounds)?;
    tables::write::<LogRow, _>(&draft, [log])?;
    #[cfg(feature = "report")]
    crate::report::render_reach(&draft, &scenario.question)?;
    let record = CalibrationRecord {
        version: log.version.clone(),
        name: scenario.name.clone(),
        scenario: scenario.text.clone(),
        presets: scenario.presets.clone(),
        set: scenario.overrides.clone(),
        scenario_hash: log.scenario_hash.clone(),
        targets_hash: log.targets_hash.clone(),
        seed: settings.seed,
        members: settings.members,
        rounds: settings.rounds,
        tables: table_hashes(&draft)?,
    };
    write_metadata(&Folder::of_calibration(&draft, &record))?;
    Ok(record)
}

/// Where a posterior comes from, in its own head.
fn about(log: &LogRow) -> Vec<(String, String)> {
    let parts = [
        ("posterior", "quantiles of the parameters that the figures moved, a member a row; written by veilsim calibrate".to_owned()),
        ("veilsim", log.version.clone()),
        ("scenario", log.scenario.clone()),
        ("scenario-hash", log.scenario_hash.clone()),
        ("targets-hash", log.targets_hash.clone()),
        ("seed", log.seed.clone()),
        ("members", log.members.to_string()),
        ("rounds", log.rounds.to_string()),
    ];
    parts.map(|(name, text)| (name.to_owned(), text)).to_vec()
}

fn log(calibration: &Calibration, diagnosis: &Diagnosis, settings: Settings) -> LogRow {
    let scenario = calibration.scenario;
    let tests: Vec<&ReachRow> = diagnosis.targets.iter().filter(|row| row.usage == Usage::Test && row.prior_covered.is_some()).collect();
    let mean =
        |value: &dyn Fn(&ReachRow) -> Option<f64>| crate::analysis::mean(&tests.iter().filter_map(|row| value(row)).collect::<Vec<_>>());
    let share = |covered: Option<bool>| covered.map(|covered| f64::from(u8::from(covered)));
    LogRow {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: scenario.name.clone(),
        scenario_hash: scenario_hash(scenario),
        targets_hash: targets_hash(scenario),
        seed: settings.seed.to_string(),
        members: settings.members,
        rounds: settings.rounds,
        fitted: diagnosis.targets.iter().filter(|row| row.moves).count() as u32,
        tests: tests.len() as u32,
        parameters: diagnosis.moved.len() as u32,
        moved: diagnosis.moved().count() as u32,
        prior_coverage: mean(&|row| share(row.prior_covered)),
        posterior_coverage: mean(&|row| share(row.posterior_covered)),
        prior_score: mean(&|row| row.prior_score),
        posterior_score: mean(&|row| row.posterior_score),
    }
}
