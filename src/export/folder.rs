//! A directory of results as other programs see it: a record, and tables.

use crate::inference::{ANALYSES, METHOD_TABLES};
use crate::results::manifest;
use crate::results::tables::{Column, LogRow, MovedRow, ReachRow, RoundRow, Row};
use crate::results::{CalibrationRecord, Manifest, RECORD, TableHash};
use crate::scenario::POSTERIOR;
use std::path::Path;

/// The file of the Frictionless data package.
pub const PACKAGE: &str = "datapackage.json";
/// The file of the RO-Crate.
pub const CRATE: &str = "ro-crate-metadata.json";

/// A directory of results as other programs see it.
#[derive(Clone, Debug)]
pub struct Folder<'a> {
    /// Where it is.
    pub dir: &'a Path,
    /// The file of its record.
    pub record: &'static str,
    /// A short name, in lower case.
    pub name: String,
    /// What it is, in a line.
    pub title: String,
    /// What it holds, in a few sentences.
    pub about: String,
    /// What it is known by: an algorithm and a hash.
    pub digest: String,
    /// Version of veilsim that wrote it.
    pub version: &'a str,
    /// Its tables.
    pub tables: &'a [TableHash],
    /// What was drawn of them: file or folder, and what it is.
    pub drawn: Vec<(&'static str, &'static str)>,
}

impl<'a> Folder<'a> {
    /// The directory of a run or a method.
    #[must_use]
    pub fn of(dir: &'a Path, manifest: &'a Manifest) -> Self {
        let run = &manifest.run;
        let (name, what) = match &manifest.method {
            None => (run.name.clone(), "a run".to_owned()),
            Some(method) => (format!("{}-{}", run.name, method.name()), format!("the method {}", method.name())),
        };
        let drawn = [("charts/", "Every chart as SVG and PNG"), ("report.html", "The page for people, which needs no network")];
        // Without its charts, the library has nothing that draws.
        let is_drawn = cfg!(feature = "report") && !manifest.tables_only;
        let drawn = drawn.into_iter().take(if is_drawn { 2 - usize::from(manifest.method.is_some()) } else { 0 });
        let about = format!(
            "{} Simulated by veilsim {} in {what}, in {} replications of each policy, with seed {}. These are consequences of the \
             assumptions in the scenario, many of which nobody can measure; they are not a forecast.",
            run.question, run.version, run.replications, run.seed
        );
        Self {
            dir,
            record: manifest::FILE,
            name,
            title: format!("{} ({what} of veilsim)", run.question),
            about,
            digest: format!("blake3:{}", manifest.digest),
            version: &run.version,
            tables: &manifest.tables,
            drawn: drawn.collect(),
        }
    }

    /// The directory of a calibration.
    #[must_use]
    pub fn of_calibration(dir: &'a Path, record: &'a CalibrationRecord) -> Self {
        let posterior = record.tables.iter().find(|table| table.file == POSTERIOR);
        let drawn = [("calibration-targets.svg", "How far the model is from the published figures")];
        Self {
            dir,
            record: RECORD,
            name: format!("{}-calibration", record.name),
            title: format!("Calibration of {} by veilsim", record.name),
            about: format!(
                "Which draws of the assumptions of the scenario {} published figures leave, by veilsim {}: {} members in {} rounds, with \
                 seed {}.",
                record.name, record.version, record.members, record.rounds, record.seed
            ),
            digest: format!("blake3:{}", posterior.map_or("", |table| table.hash.as_str())),
            version: &record.version,
            tables: &record.tables,
            drawn: drawn.into_iter().filter(|(file, _)| dir.join(file).exists()).collect(),
        }
    }
}

/// What a row of a table is, and its columns; none of a file whose columns depend on the scenario.
pub(super) fn declared(file: &str) -> Option<(&'static str, &'static [Column])> {
    let of_runs = ANALYSES.iter().map(|table| (table.file, table.about, table.columns));
    let of_methods = METHOD_TABLES.iter().map(|table| (table.file, table.about, table.columns));
    let of_calibrations = [of::<ReachRow>(), of::<MovedRow>(), of::<RoundRow>(), of::<LogRow>()];
    let mut all = of_runs.chain(of_methods).chain(of_calibrations);
    all.find(|(known, ..)| *known == file).map(|(_, about, columns)| (about, columns))
}

fn of<R: Row>() -> (&'static str, &'static str, &'static [Column]) {
    (R::FILE, R::ABOUT, R::COLUMNS)
}
