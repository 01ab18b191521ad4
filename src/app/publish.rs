//! A directory of results with everything in it: tables, charts and the page.

use super::told::{replaced, tell_left_out};
use super::{AppError, Event, Progress, Simulated, cross_checks, simulate, strategy};
use crate::experiment::{Design, Precision, Runner};
use crate::export::{Folder, METADATA, write_metadata};
use crate::inference::{ANALYSES, CrossChecks, Study, study, write_tables};
use crate::model::{Layout, Outcomes};
use crate::report::charts::CHARTS;
use crate::report::{Rendered, render_all, render_brief};
use crate::results::manifest;
use crate::results::tables::{PeriodRow, SummaryRow, WarningRow};
use crate::results::{Key, Manifest, Names, Results, Selection, Staging, drawn_parting, table_hashes};
use crate::scenario::Scenario;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A run that a user asks for.
#[derive(Clone, Debug)]
pub struct Request {
    /// The scenario.
    pub scenario: Scenario,
    /// The precision at which it may stop before the scenario's replications.
    pub precision: Option<Precision>,
    /// Whether to write tables alone, and neither charts nor page.
    pub tables_only: bool,
    /// Whether to write what there is so far, if the user ends it before it is whole. Its runs are kept in every case.
    pub so_far: bool,
    /// Directory of the results.
    pub out: PathBuf,
    /// Threads; 0 for one a core.
    pub threads: usize,
}

/// A run that has ended, with its results on the disk.
#[derive(Clone, Debug)]
pub struct Ended {
    /// What came out.
    pub results: Results,
    /// Its summary, as in the table.
    pub summary: Vec<SummaryRow>,
    /// The years after each policy starts, as in the table.
    pub periods: Vec<PeriodRow>,
    /// The answer under other assumptions, as in the tables.
    pub cross_checks: CrossChecks,
    /// What to know before using it.
    pub warnings: Vec<WarningRow>,
    /// What the results say of themselves.
    pub manifest: Manifest,
    /// Where they are: of a run that the user ended, apart from the directory asked for.
    pub folder: PathBuf,
}

impl Ended {
    /// Whether it ended by itself.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.results.replications() == self.results.planned()
    }
}

/// Runs a scenario and writes its results, or goes on with a run that was interrupted.
///
/// # Errors
/// If results cannot be written, before the run where that can be known, or the user ends it before there are any.
pub fn run(request: Request, progress: &dyn Progress) -> Result<Ended, AppError> {
    let Request { scenario, precision, tables_only, so_far, out, threads } = request;
    let (design, layout) = (Design::of(&scenario), Layout::of(&scenario.base));
    precision.as_ref().map_or(Ok(()), |precision| precision.judged(&design))?;
    let key = Key::new::<Outcomes>(&scenario, &design);
    let staging = Staging::<Outcomes>::open(&out, names(), &key, layout)?;
    staging.check_room(&design, scenario.replications, layout)?;
    if let Some(difference) = staging.earlier().and_then(|earlier| replaced(&earlier, &scenario)) {
        progress.hear(Event::Replaces { difference: &difference, folder: &out });
    }
    for (difference, folder) in staging.others(&key) {
        progress.hear(Event::Unfinished { difference: &difference, folder: &folder });
    }
    if staging.finished() > 0 {
        progress.hear(Event::GoesOn(staging.finished()));
    }
    let mut strategy = strategy(scenario.replications, precision.as_ref());
    let Simulated { runs, planned } = simulate(&design, strategy.as_mut(), Some(staging.store()), threads, progress)?;
    if runs.replications() == 0 {
        return Err(AppError::Interrupted);
    }
    if runs.replications() < planned && !so_far {
        return Err(AppError::Halfway { replications: runs.replications(), planned });
    }
    let results = Results::new(Arc::new(scenario), design, runs).planned_as(planned, precision);
    let cross_checks = cross_checks::simulated(&results, threads, progress)?;
    Runner::new(threads)?.within(|| conclude((results, cross_checks), staging, tables_only, progress))
}

/// Writes what came out, and puts it in its place if it is whole.
pub(super) fn conclude(
    (results, cross_checks): (Results, CrossChecks),
    staging: Staging<'_, Outcomes>,
    tables_only: bool,
    progress: &dyn Progress,
) -> Result<Ended, AppError> {
    progress.hear(Event::Writing);
    let draft = staging.draft()?;
    let mut manifest = Manifest::new(&results, Selection::standard());
    manifest.tables_only = tables_only;
    let study = Study { cross_checks, ..study(&results) };
    write_tables(&draft, &study)?;
    let Study { summary, periods, cross_checks, warnings, .. } = study;
    manifest.tables = table_hashes(&draft)?;
    manifest.write(&draft)?;
    write_metadata(&Folder::of(&draft, &manifest))?;
    if !tables_only {
        tell_left_out(&render_all(&draft, &manifest)?, progress);
    }
    let folder = if results.replications() < results.planned() { staging.keep_so_far()? } else { staging.publish()? };
    Ok(Ended { results, summary, periods, cross_checks, warnings, manifest, folder })
}

/// In what the charts and the page of a directory are not those of the same tables in `fresh`, which are drawn for it.
pub(super) fn drawing_differs(directory: &Path, fresh: &Path, again: &Manifest) -> Result<Vec<String>, AppError> {
    render_all(fresh, again)?;
    Ok(drawn_parting(directory, fresh)?)
}

/// Draws the charts and the page of a directory of results again, from its tables alone; gives the files.
///
/// # Errors
/// If a table cannot be read or a file not be written.
pub fn report(directory: &Path, progress: &dyn Progress) -> Result<Vec<PathBuf>, AppError> {
    let manifest = Manifest::read(directory)?;
    if manifest.method.is_some() {
        return super::method::draw(directory, &manifest, progress);
    }
    names().refuse(directory)?;
    let rendered = render_all(directory, &manifest)?;
    Ok(told(rendered, progress))
}

/// Writes the brief of a directory of results again, from its tables alone; gives its file.
///
/// # Errors
/// If the results are of a method, which has no brief; if a table cannot be read or the file not be written.
pub fn brief(directory: &Path, progress: &dyn Progress) -> Result<Vec<PathBuf>, AppError> {
    let manifest = Manifest::read(directory)?;
    names().refuse(directory)?;
    Ok(told(render_brief(directory, &manifest)?, progress))
}

/// The files of what was drawn, after the user is told what is altered and left out.
fn told(rendered: Rendered, progress: &dyn Progress) -> Vec<PathBuf> {
    if !rendered.altered.is_empty() {
        progress.hear(Event::Altered(&rendered.altered));
    }
    tell_left_out(&rendered, progress);
    rendered.files
}

/// The names that results take in a directory.
pub(super) fn names() -> Names<'static> {
    static FILES: OnceLock<Vec<&'static str>> = OnceLock::new();
    static CHART_NAMES: OnceLock<Vec<&'static str>> = OnceLock::new();
    let files = FILES.get_or_init(|| {
        let own = [manifest::FILE, "report.html", "brief.html"];
        ANALYSES.iter().map(|table| table.file).chain(own).chain(METADATA).collect()
    });
    Names { files, charts: CHART_NAMES.get_or_init(|| CHARTS.iter().map(|chart| chart.name).collect()) }
}
