//! Statistics with meaning: from results to the rows of the tables that say what follows from them.
//!
//! - [`ANALYSES`]: every table, and the analysis that it comes from; [`study`] and [`write_tables`] write them all.
//! - `summary`: levels, over all and in every breakdown; `compare`: paired differences; `possible`: what cannot differ; `periods`: both in the years
//!   after a policy starts; `convergence` and `series`: over replications and over time.
//! - `sensitivity`: which assumptions move the differences, and which turn their sign.
//! - [`CrossChecks`]: the answer under other assumptions than those of the run.
//! - `dominance`: which policies another dominates; `ranks`: how often each has the least and the most; `weighted`: sums by the writer's own weights; `readers`: the answer by readers'
//!   own priors.
//! - [`calibration`]: which draws of the assumptions published figures leave.
//! - `validation`: published figures beside the model's; [`figure`]: how each is computed.
//! - [`bounds`]: the most that outcomes can be, from the parameters alone.
//! - [`coverage`]: how often intervals hold the truth, over many experiments.
//! - `runs`: the values of every run, and what each outcome is.
//! - `provenance`: from the scenario to the tables that say where its numbers came from.
//! - [`write_method`]: what the points of a method say, such as those of a sweep.
//! - [`warnings()`]: what makes a run say less than it seems to.

mod analysis;
pub mod bounds;
pub mod calibration;
mod chain;
mod compare;
mod convergence;
pub mod coverage;
mod cross_checks;
mod dominance;
pub mod figure;
mod methods;
mod periods;
mod place;
mod possible;
mod provenance;
mod ranks;
mod readers;
mod runs;
mod sensitivity;
mod series;
mod stationary;
mod summary;
mod validation;
mod warnings;
mod weighted;

pub use analysis::{Analysis, CrossChecks, Put, Study};
pub use cross_checks::CrossCheck;
pub use methods::{METHOD_TABLES, MethodTable, Points, Said, direction, largest, turned, write_method};
pub use place::MOST_BROKEN_DOWN;
pub use runs::definitions;
pub use sensitivity::{Influences, LEAST_DRAWS, influences};
pub use summary::summary_in_all;
pub use warnings::{FUNNEL, Warning, warnings};

use crate::experiment::in_parallel;
use crate::results::tables::{
    self, AssumptionRow, AuditRow, CalibrationRow, ChainRow, Column, ConvergenceRow, CrossCheckRow, DefinitionRow, DominanceRow, DrawRow,
    EvidenceRow, FlipRow, GroundsRow, InfluenceRow, LogRow, MoveRow, MovedRow, OutcomeRow, PeriodRow, RankRow, ReachRow, ReaderRangeRow,
    ReaderRow, RoundRow, Row, SeriesRow, SignMapRow, SummaryRow, TallyRow, TestedRow, WarningRow, WeightRow, Writer,
};
use crate::results::{Results, ResultsError};
use std::path::{Path, PathBuf};

/// A table and the analysis that it comes from.
#[derive(Clone, Copy)]
pub struct Table {
    /// Name of its file.
    pub file: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
    write: fn(&Path, &Study) -> Result<PathBuf, ResultsError>,
    write_empty: fn(&Path) -> Result<PathBuf, ResultsError>,
    count: fn(&Path) -> Result<usize, ResultsError>,
}

/// Every table of a run.
pub const ANALYSES: [Table; 26] = [
    of::<SummaryRow>(),
    of::<ChainRow>(),
    of::<PeriodRow>(),
    of::<OutcomeRow>(),
    of::<SeriesRow>(),
    of::<ConvergenceRow>(),
    of::<DominanceRow>(),
    of::<RankRow>(),
    of::<WeightRow>(),
    of::<ReaderRow>(),
    of::<ReaderRangeRow>(),
    of::<CrossCheckRow>(),
    of::<FlipRow>(),
    of::<MoveRow>(),
    of::<InfluenceRow>(),
    of::<TestedRow>(),
    of::<GroundsRow>(),
    of::<SignMapRow>(),
    of::<DrawRow>(),
    of::<DefinitionRow>(),
    of::<AssumptionRow>(),
    of::<EvidenceRow>(),
    of::<AuditRow>(),
    of::<CalibrationRow>(),
    of::<TallyRow>(),
    of::<WarningRow>(),
];

const fn of<A: Analysis>() -> Table {
    Table {
        file: A::FILE,
        about: A::ABOUT,
        columns: A::COLUMNS,
        write: write::<A>,
        write_empty: |dir| tables::write::<A, _>(dir, Vec::<A>::new()),
        count: |dir| tables::read::<A>(dir).map(|rows| rows.len()),
    }
}

fn write<A: Analysis>(dir: &Path, study: &Study) -> Result<PathBuf, ResultsError> {
    let mut writer = Writer::<A>::create(dir)?;
    A::each(study, &mut |row| writer.write(row))?;
    writer.finish()
}

impl Table {
    /// Writes the table's file into `dir`.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, dir: &Path, study: &Study) -> Result<PathBuf, ResultsError> {
        (self.write)(dir, study)
    }

    /// Writes the table without any row: a header alone.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_empty(&self, dir: &Path) -> Result<PathBuf, ResultsError> {
        (self.write_empty)(dir)
    }

    /// Reads the table in `dir` and counts its rows.
    ///
    /// # Errors
    /// If it is missing, or a row cannot be read.
    pub fn count(&self, dir: &Path) -> Result<usize, ResultsError> {
        (self.count)(dir)
    }
}

/// The columns of the table with this file, of a run, a method or a calibration; none if there is no such table.
#[must_use]
pub fn columns(file: &str) -> Option<&'static [Column]> {
    let of_runs = ANALYSES.iter().map(|table| (table.file, table.columns));
    let of_methods = METHOD_TABLES.iter().map(|table| (table.file, table.columns));
    let of_calibrations = [
        (ReachRow::FILE, ReachRow::COLUMNS),
        (MovedRow::FILE, MovedRow::COLUMNS),
        (RoundRow::FILE, RoundRow::COLUMNS),
        (LogRow::FILE, LogRow::COLUMNS),
    ];
    of_runs.chain(of_methods).chain(of_calibrations).find(|(name, _)| *name == file).map(|(_, columns)| columns)
}

/// Works out what several tables share.
#[must_use]
pub fn study(results: &Results) -> Study<'_> {
    let summary = summary::summary(results);
    let warnings = warnings(results, &summary).iter().map(Warning::row).collect();
    Study {
        results,
        published: validation::published(results),
        periods: periods::periods(results),
        influences: influences(results),
        summary,
        warnings,
        cross_checks: CrossChecks::default(),
    }
}

/// Writes every table to `dir`, each on a thread of its own as far as there are threads.
///
/// # Errors
/// If a table cannot be written.
pub fn write_tables(dir: &Path, study: &Study) -> Result<(), ResultsError> {
    let written = in_parallel(&ANALYSES, |table| table.write(dir, study));
    written.into_iter().try_for_each(|table| table.map(|_| ()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_without_rows_has_its_header_and_reads_back() {
        let dir = tempfile::tempdir().unwrap();
        for table in ANALYSES {
            let text = std::fs::read_to_string(table.write_empty(dir.path()).unwrap()).unwrap();
            let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
            assert_eq!(text, format!("{}\n", names.join(",")), "{}", table.file);
            assert_eq!(table.count(dir.path()).unwrap(), 0, "{}", table.file);
        }
    }

    #[test]
    fn every_table_and_column_says_what_it_is_and_no_file_is_written_twice() {
        let mut files: Vec<&str> = ANALYSES.iter().map(|table| table.file).collect();
        files.sort_unstable();
        files.dedup();
        assert_eq!(files.len(), ANALYSES.len());
        for table in ANALYSES {
            assert!(table.about.ends_with('.'), "{}", table.file);
            assert!(table.columns.iter().all(|column| column.about.len() > 3), "{}", table.file);
        }
    }
}
