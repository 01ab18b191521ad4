//! Points that a method chooses: simulated, with tables and charts in a directory of their own.

#[cfg(feature = "report")]
use super::told::{replaced, tell_left_out};
use super::{AppError, Event, Progress, Simulated, Verified, on_record, simulate};
use crate::analysis::joining_orders;
use crate::experiment::method::{MOST_PLAYERS, players};
use crate::experiment::{Design, Finished, Fixed, Limits, Method, Planned, Run, Runs, Task, Totals};
use crate::export::{Folder, METADATA, metadata_parting, write_metadata};
use crate::inference::{METHOD_TABLES, Points, Said, direction, largest, write_method};
use crate::model::{Layout, Outcome};
#[cfg(feature = "report")]
use crate::report::{charts::METHOD_CHARTS, render_method};
#[cfg(feature = "report")]
use crate::results::drawn_parting;
use crate::results::manifest::{self, scenario_hash};
use crate::results::tables::{AssumptionRow, DefinitionRow, Row, WarningRow};
use crate::results::{Key, Manifest, Memory, Names, ResultsError, Selection, Staging, Store, altered, parting, read_totals, table_hashes};
use crate::scenario::Scenario;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Points that a user asks for.
#[derive(Clone, Debug)]
pub struct Inquiry {
    /// The scenario.
    pub scenario: Scenario,
    /// The method that chooses points.
    pub method: Method,
    /// The results that already have its runs; none to simulate them.
    pub from: Option<PathBuf>,
    /// The outcomes to tell of.
    pub outcomes: Vec<Outcome>,
    /// The most work that a point may ask for.
    pub limits: Limits,
    /// Whether to write tables alone, and no charts.
    pub tables_only: bool,
    /// Directory of the results.
    pub out: PathBuf,
    /// Threads; 0 for one a core.
    pub threads: usize,
}

/// What a method says, with its tables on the disk.
#[derive(Clone, Debug)]
pub struct Answered {
    /// In words.
    pub said: Said,
    /// Where the tables are.
    pub folder: PathBuf,
}

/// Simulates the points of a method and writes what they say, or goes on where that was interrupted.
///
/// # Errors
/// If the method does not fit the scenario, results cannot be written, or the user ends it before all points are simulated.
pub fn inquire(inquiry: Inquiry, progress: &dyn Progress) -> Result<Answered, AppError> {
    let Inquiry { scenario, method, from, outcomes, limits, tables_only, out, threads } = inquiry;
    let method = with_orders(method, &scenario)?;
    let (planned, layout) = (method.plan(&scenario, limits)?, Layout::of(&scenario.base));
    let key = Key::new::<Totals>(&scenario, &planned.design).of_method(&method);
    let staging = Staging::<Totals>::open(&out, method_names(), &key, layout)?;
    if from.is_none() {
        staging.check_room(&planned.design, planned.replications, layout)?;
    }
    #[cfg(feature = "report")]
    if let Some(difference) = staging.earlier().and_then(|earlier| replaced(&earlier, &scenario)) {
        progress.hear(Event::Replaces { difference: &difference, folder: &out });
    }
    if staging.finished() > 0 {
        progress.hear(Event::GoesOn(staging.finished()));
    }
    let store = Rereading::new(staging.store());
    let (method, planned, runs) = match from {
        Some(directory) => (method, planned, recorded(&directory, progress)?),
        None => found(&scenario, (method, planned), &outcomes, &store, (threads, limits), progress)?,
    };
    progress.hear(Event::Writing);
    let draft = staging.draft()?;
    let per_draw = planned.design.per_draw;
    let mut manifest = Manifest::of_method(&scenario, (&method, per_draw), &runs, &outcomes);
    manifest.tables_only = tables_only;
    let said = write(&draft, &scenario, &method, &planned, &runs, &outcomes)?;
    manifest.tables = table_hashes(&draft)?;
    manifest.write(&draft)?;
    write_metadata(&Folder::of(&draft, &manifest))?;
    #[cfg(feature = "report")]
    if !tables_only {
        tell_left_out(&render_method(&draft, &manifest)?, progress);
    }
    Ok(Answered { said, folder: staging.publish()? })
}

/// More players than all coalitions allow join in random orders: so many pairs of them, each with its reverse.
const PAIRS: usize = 8;
/// Assumptions that have Sobol indices of their own, unless the user names them.
const OWN_INDICES: usize = 16;

/// An attribution with the orders in which its players join, if there are many.
fn with_orders(method: Method, scenario: &Scenario) -> Result<Method, AppError> {
    let Method::Attribution { arm, .. } = method else { return Ok(method) };
    let design = Design::of(scenario);
    let known = design.points.iter().skip(1).find(|point| point.arm == arm);
    let count = known.map_or(Ok(0), |own| players(&design.points[0].plan, &own.plan).map(|players| players.len()))?;
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(scenario.seed);
    let orders = if count > MOST_PLAYERS { joining_orders(count, PAIRS, &mut rng) } else { Vec::new() };
    Ok(Method::Attribution { arm, orders })
}

/// The runs of a method's points; of Sobol indices and of a flip, first those that say which assumptions to look at.
fn found(
    scenario: &Scenario,
    (method, planned): (Method, Planned),
    outcomes: &[Outcome],
    store: &dyn Store<Totals>,
    (threads, limits): (usize, Limits),
    progress: &dyn Progress,
) -> Result<(Method, Planned, Runs<Totals>), AppError> {
    let runs = simulated(&planned, Some(store), threads, progress)?;
    let of = Points { scenario, method: &method, design: &planned.design, runs: &runs, arms: planned.arms, outcomes };
    let method = match &method {
        Method::Sobol { blocks, points, inputs } if inputs.is_empty() => {
            let of = Points { outcomes: &Selection::standard().answer(), ..of };
            Method::Sobol { blocks: *blocks, points: *points, inputs: largest(&of, OWN_INDICES) }
        }
        Method::Flip { arm, moves } if moves.is_empty() => Method::Flip { arm: arm.clone(), moves: direction(&of) },
        _ => return Ok((method, planned, runs)),
    };
    let planned = method.plan(scenario, limits)?;
    let runs = simulated(&planned, Some(store), threads, progress)?;
    Ok((method, planned, runs))
}

/// The runs that results have on record.
fn recorded(directory: &Path, progress: &dyn Progress) -> Result<Runs<Totals>, AppError> {
    let manifest = Manifest::read(directory)?;
    let altered = altered(directory, &manifest.tables)?;
    if !altered.is_empty() {
        progress.hear(Event::Altered(&altered));
    }
    Ok(read_totals(directory, &manifest)?)
}

/// The scenario of results on record, as it was run.
///
/// # Errors
/// If the record cannot be read, or is of a method.
pub fn scenario_of(directory: &Path) -> Result<Scenario, AppError> {
    let manifest = Manifest::read(directory)?;
    if manifest.method.is_some() {
        let reason = "these are results of a method; name those of a run".to_owned();
        return Err(ResultsError::Place { place: directory.to_owned(), reason }.into());
    }
    on_record(&manifest)
}

/// A store that gives all of its runs as often as it is asked: a method may ask in turn for points that overlap.
struct Rereading<'a> {
    store: &'a dyn Store<Totals>,
    kept: Memory<Totals>,
}

impl<'a> Rereading<'a> {
    fn new(store: &'a dyn Store<Totals>) -> Self {
        Self { kept: Memory::new(store.take()), store }
    }
}

impl Store<Totals> for Rereading<'_> {
    fn put(&self, task: Task, run: &Run<Totals>) -> Result<(), ResultsError> {
        self.kept.put(task, run)?;
        self.store.put(task, run)
    }

    fn take(&self) -> Finished<Totals> {
        let all = self.kept.take();
        // Memory takes whatever it is given.
        for (task, run) in &all {
            let _ = self.kept.put(*task, run);
        }
        all
    }
}

fn simulated(
    planned: &Planned,
    store: Option<&dyn Store<Totals>>,
    threads: usize,
    progress: &dyn Progress,
) -> Result<Runs<Totals>, AppError> {
    let Planned { design, replications, .. } = planned;
    let Simulated { runs, planned } = simulate(design, &mut Fixed(*replications), store, threads, progress)?;
    let replications = runs.replications();
    if replications < planned { Err(AppError::Halfway { replications, planned }) } else { Ok(runs) }
}

fn write(
    dir: &Path,
    scenario: &Scenario,
    method: &Method,
    planned: &Planned,
    runs: &Runs<Totals>,
    outcomes: &[Outcome],
) -> Result<Said, ResultsError> {
    write_method(dir, &Points { scenario, method, design: &planned.design, runs, arms: planned.arms, outcomes })
}

/// Simulates again the points of a method on record, and compares.
pub(super) fn verify(
    directory: &Path,
    (manifest, method): (&Manifest, &Method),
    scenario: &Scenario,
    threads: usize,
    progress: &dyn Progress,
) -> Result<Verified, AppError> {
    let planned = method.plan(scenario, Limits { events: f64::INFINITY, bytes: f64::INFINITY })?;
    let runs = simulated(&planned, None, threads, progress)?;
    let outcomes = manifest.charts.answer();
    let mut again = Manifest::of_method(scenario, (method, planned.design.per_draw), &runs, &outcomes);
    again.tables_only = manifest.tables_only;
    let fresh = tempfile::tempdir().map_err(|source| ResultsError::File { file: std::env::temp_dir(), source })?;
    write(fresh.path(), scenario, method, &planned, &runs, &outcomes)?;
    let mut parted = again.differences(manifest);
    parted.extend((scenario_hash(scenario) != manifest.scenario_hash).then(|| "the scenario is not the one on record".to_owned()));
    parted.extend((again.digest != manifest.digest).then(|| "the outcomes differ".to_owned()));
    parted.extend(parting(directory, &manifest.tables, fresh.path())?);
    again.tables = table_hashes(fresh.path())?;
    if parted.is_empty() {
        parted.extend(metadata_parting(directory, &Folder::of(fresh.path(), &again))?);
    }
    #[cfg(feature = "report")]
    if parted.is_empty() && !manifest.tables_only {
        render_method(fresh.path(), &again)?;
        parted.extend(drawn_parting(directory, fresh.path())?);
    }
    Ok(if parted.is_empty() { Verified::Same { digest: again.digest } } else { Verified::Differs(parted) })
}

/// Draws the charts of a method's results again, from their tables alone; gives the files.
#[cfg(feature = "report")]
pub(super) fn draw(directory: &Path, manifest: &Manifest, progress: &dyn Progress) -> Result<Vec<PathBuf>, AppError> {
    method_names().refuse(directory)?;
    let rendered = render_method(directory, manifest)?;
    if !rendered.altered.is_empty() {
        progress.hear(Event::Altered(&rendered.altered));
    }
    tell_left_out(&rendered, progress);
    Ok(rendered.files)
}

/// The names that results of a method take in a directory.
pub(super) fn method_names() -> Names<'static> {
    static FILES: OnceLock<Vec<&'static str>> = OnceLock::new();
    static CHARTS: OnceLock<Vec<&'static str>> = OnceLock::new();
    let common = [DefinitionRow::FILE, AssumptionRow::FILE, WarningRow::FILE, manifest::FILE];
    let files = FILES.get_or_init(|| METHOD_TABLES.iter().map(|table| table.file).chain(common).chain(METADATA).collect());
    #[cfg(feature = "report")]
    let charts = || METHOD_CHARTS.iter().map(|(_, chart)| chart.name).collect();
    #[cfg(not(feature = "report"))]
    let charts = Vec::new;
    Names { files, charts: CHARTS.get_or_init(charts) }
}
