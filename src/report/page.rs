//! `report.html`: one file that says what was asked, what came out, and what it rests on; and `brief.html`, its beginning on two pages.
//!
//! The words are in `assets/report.html`, `brief.html` and, of both, `parts.html`; here the tables become what it needs. Nothing is computed but how a figure is written.

mod chain;
mod compare;
mod dominance;
mod otherwise;
mod published;
mod readers;
mod sensitivity;
mod sources;
mod surprise;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::Environment;
use serde::Serialize;

use super::answer::sentences;
use super::charts::{BOLD, Chart, Inputs, NotDrawn, Picture, REGULAR, duration};
use super::error::ReportError;
use crate::inference::ANALYSES;
use crate::results::tables::{
    self, ALL, AssumptionRow, ChainRow, DominanceRow, PeriodRow, ReaderRangeRow, ReaderRow, WarningRow, WeightRow,
};
use crate::results::{Manifest, RunInfo};
use crate::text::{compact, shell_word};
use chain::Chain;
use compare::{Answer, Compared};
use dominance::Dominance;
use otherwise::Otherwise;
use published::Published;
use readers::Readers;
use sensitivity::Deciding;
use sources::Sources;
use surprise::{Surprise, surprises};

/// A page: its file in a results directory, and its template.
pub(super) type Template = (&'static str, &'static str);

/// The whole report.
pub(super) const REPORT: Template =
    ("report.html", concat!(include_str!("../../assets/parts.html"), include_str!("../../assets/report.html")));
/// Its beginning, on two printed pages.
pub(super) const BRIEF: Template =
    ("brief.html", concat!(include_str!("../../assets/parts.html"), include_str!("../../assets/brief.html")));

const STYLE: &str = include_str!("../../assets/report.css");

#[derive(Serialize)]
struct Page<'a> {
    run: &'a RunInfo,
    #[serde(flatten)]
    apart: Apart<'a>,
    horizon: String,
    /// Share of the world that is simulated; none for all of it.
    sample: Option<String>,
    baseline: &'a str,
    /// Name and title of each policy.
    titles: Vec<(&'a str, &'a str)>,
    /// The precision that the run was to stop at, in words.
    precision: Option<Precise<'a>>,
    answer: Answer<'a>,
    /// The first of its sentences, without figures marked as such.
    description: String,
    /// What the matrix makes a reader ask.
    surprises: Vec<Surprise<'a>>,
    outcomes: Vec<Compared<'a>>,
    /// The headlines as factors; none unless the question is about one policy on one platform.
    chains: Vec<Chain<'a>>,
    /// Which assumptions move the outcomes of the answer.
    deciding: Deciding<'a>,
    /// What readers of a camp would find; none where the scenario has no priors of theirs.
    readers: Option<Readers<'a>>,
    /// What the answer would be under other assumptions; none where nothing was simulated for that.
    otherwise: Option<Otherwise<'a>>,
    charts: Vec<Drawn<'a>>,
    warnings: &'a [WarningRow],
    #[serde(flatten)]
    sources: Sources<'a>,
    #[serde(flatten)]
    dominance: Dominance<'a>,
    /// Published figures beside the model's, if the scenario can be held against any.
    published: Option<Published<'a>>,
    scenario: &'a str,
    set: &'a [(String, String)],
    presets: Vec<&'a str>,
    command: String,
    digest: &'a str,
    scenario_hash: &'a str,
    per_draw: u32,
    /// Names of the tables.
    tables: Vec<&'static str>,
    style: &'static str,
    fonts: &'static [String; 2],
}

/// In what the page is not that of the whole run as it was written.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Apart<'a> {
    /// Tables that are not as the run wrote them.
    pub altered: &'a [String],
    /// Policies that the tables have and the page has not.
    pub left_out: usize,
}

/// When a sequential run stops.
#[derive(Serialize)]
struct Precise<'a> {
    share: String,
    most: u32,
    /// The outcomes whose differences count; none if they are the headline outcomes.
    outcomes: Option<&'a [String]>,
}

/// A kind of chart and its pictures, on the wide sheet and on the narrow one.
#[derive(Serialize)]
struct Drawn<'a> {
    name: &'static str,
    title: String,
    about: &'static str,
    /// The table that it draws.
    table: &'static str,
    wide: Vec<Shown<'a>>,
    narrow: Vec<Shown<'a>>,
    skipped: Vec<&'a str>,
}

/// A picture and the name of its files.
#[derive(Serialize)]
struct Shown<'a> {
    name: &'a str,
    svg: &'a str,
}

/// Writes these pages from the tables in `dir` and the pictures drawn of them.
///
/// # Errors
/// A table cannot be read, or a file not written.
pub(super) fn write(
    dir: &Path,
    (manifest, apart): (&Manifest, Apart),
    inputs: &Inputs,
    drawn: &[(Chart, [Vec<Picture>; 2])],
    templates: &[Template],
) -> Result<Vec<PathBuf>, ReportError> {
    let run = &manifest.run;
    let warnings: Vec<WarningRow> = tables::read(dir)?;
    let is_shown = |arm: &String| run.arms.contains(arm);
    let assumptions = tables::read_where(dir, |row: &AssumptionRow| row.arm == ALL || is_shown(&row.arm))?;
    let evidence = tables::read(dir)?;
    let audit = tables::read(dir)?;
    let pairs = tables::read_where(dir, |row: &DominanceRow| is_shown(&row.arm) && is_shown(&row.other))?;
    let weights = tables::read_where(dir, |row: &WeightRow| is_shown(&row.arm))?;
    let periods = tables::read_where(dir, |row: &PeriodRow| is_shown(&row.arm))?;
    let factors = tables::read_where(dir, |row: &ChainRow| is_shown(&row.arm))?;
    let readers = tables::read_where(dir, |row: &ReaderRow| is_shown(&row.arm))?;
    let reader_ranges: Vec<ReaderRangeRow> = tables::read(dir)?;
    let published = published::Tables::read(dir)?;
    let cross_checks = otherwise::Tables::read(dir)?;
    let deciding = sensitivity::Tables::read(dir, is_shown)?;
    let page = Page {
        run,
        apart,
        horizon: duration(run.horizon_days),
        sample: (run.sample < 1.0).then(|| percentage(run.sample)),
        baseline: run.title(&run.baseline),
        titles: run.arms.iter().map(|arm| (arm.as_str(), run.title(arm))).collect(),
        precision: precise(manifest),
        description: sentences(run, &manifest.charts.answer, &inputs.summary, &periods)
            .first()
            .map_or_else(|| run.question.clone(), ToString::to_string),
        answer: Answer::new(inputs, (&periods, &cross_checks), &manifest.charts, &warnings),
        surprises: surprises(inputs, &factors),
        outcomes: manifest.charts.shown().filter_map(|id| Compared::new(inputs, &periods, id)).collect(),
        chains: Chain::all(inputs, &factors),
        deciding: Deciding::new(inputs, &deciding, &manifest.charts.answer, manifest.replications_per_draw.get()),
        readers: Readers::new(inputs, &manifest.charts.answer, &readers, &reader_ranges),
        otherwise: Otherwise::new(inputs, &cross_checks),
        charts: drawn.iter().map(of_kind).collect(),
        warnings: &warnings,
        sources: Sources::new(run, &assumptions, &evidence, &audit),
        dominance: Dominance::new(inputs, &pairs, &weights),
        published: published.as_ref().map(Published::new),
        scenario: &manifest.scenario,
        set: &manifest.set,
        presets: manifest.presets.iter().map(|(name, _)| name.as_str()).collect(),
        command: command(manifest),
        digest: &manifest.digest,
        scenario_hash: &manifest.scenario_hash,
        per_draw: manifest.replications_per_draw.get(),
        tables: ANALYSES.iter().map(|table| table.file).collect(),
        style: STYLE,
        fonts: fonts(),
    };
    let write = |template: &Template| {
        let file = dir.join(template.0);
        let text = rendered(&page, template).map_err(|error| std::io::Error::other(error.to_string()));
        text.and_then(|text| std::fs::write(&file, text)).map_err(|source| ReportError::File { file: file.clone(), source })?;
        Ok(file)
    };
    templates.iter().map(write).collect()
}

fn rendered(page: &Page, (file, text): &Template) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    let titles: BTreeMap<String, String> = page.titles.iter().map(|(arm, title)| ((*arm).to_owned(), (*title).to_owned())).collect();
    environment.add_filter("policy", move |arm: String| titles.get(&arm).cloned().unwrap_or(arm));
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.add_template(file, text)?;
    environment.get_template(file)?.render(page)
}

fn of_kind((chart, [wide, narrow]): &(Chart, [Vec<Picture>; 2])) -> Drawn<'_> {
    let mut title = chart.name.replace('-', " ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let skipped = wide.iter().filter_map(|picture| match &picture.svg {
        Err(NotDrawn::Skipped(reason)) => Some(reason.as_str()),
        _ => None,
    });
    Drawn {
        name: chart.name,
        title,
        about: chart.about,
        table: chart.table,
        wide: svgs(wide),
        narrow: svgs(narrow),
        skipped: skipped.collect(),
    }
}

fn svgs(pictures: &[Picture]) -> Vec<Shown<'_>> {
    pictures.iter().filter_map(|picture| Some(Shown { name: &picture.name, svg: picture.svg.as_deref().ok()? })).collect()
}

fn precise(manifest: &Manifest) -> Option<Precise<'_>> {
    let precision = manifest.run.precision.as_ref()?;
    let outcomes = (precision.outcomes != manifest.charts.headline).then_some(precision.outcomes.as_slice());
    Some(Precise { share: percentage(precision.share), most: precision.most, outcomes })
}

fn percentage(share: f64) -> String {
    format!("{}\u{202f}%", compact(100.0 * share))
}

/// The command that gives this result again; of an interrupted run, the one that goes on from it.
fn command(manifest: &Manifest) -> String {
    let run = &manifest.run;
    let precise = run.precision.as_ref();
    let replications = precise.map(|precision| precision.most).or(run.planned).unwrap_or(run.replications);
    let mut command =
        format!("veilsim run {} --replications {replications} --seed {}", shell_word(&format!("{}.toml", run.name)), run.seed);
    if let Some(precision) = precise {
        command += &format!(" --until-precision {}", precision.share);
        if precision.outcomes != manifest.charts.headline {
            command += &format!(" --precision-of {}", precision.outcomes.join(","));
        }
    }
    command += &run.assumption_seed.map_or_else(String::new, |seed| format!(" --assumption-seed {seed}"));
    for (path, value) in &manifest.set {
        command += &format!(" --set {}", shell_word(&format!("{path}={value}")));
    }
    command
}

/// The bundled font for browsers: the charts are measured with it.
fn fonts() -> &'static [String; 2] {
    static FONTS: OnceLock<[String; 2]> = OnceLock::new();
    FONTS.get_or_init(|| [REGULAR, BOLD].map(|font| STANDARD.encode(font)))
}
