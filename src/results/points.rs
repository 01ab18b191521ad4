//! Points from a table, a column a parameter and a row a point; and the totals of a result, from its own.

use super::tables::{OutcomeRow, read_where};
use super::{Manifest, ResultsError};
use crate::experiment::{Runs, Settings, Totals, method::setting};
use crate::model::Outcome;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads the points of a table. Its header has paths, as `--set` takes them; an empty cell sets nothing. A column `point`, which some
/// programs write, is left out.
///
/// # Errors
/// If the table cannot be read, or a row is longer or shorter than the header.
pub fn read_points(table: &Path) -> Result<Vec<Settings>, ResultsError> {
    let failed = |row, source| ResultsError::Row { file: table.to_owned(), row, source };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(table).map_err(|source| failed(0, source))?;
    let paths = reader.headers().map_err(|source| failed(0, source))?.clone();
    let set = |(path, value): (&str, &str)| (path != "point" && !value.is_empty()).then(|| setting(path, value));
    let rows = reader.records().zip(1..).map(|(record, row)| {
        let record = record.map_err(|source| failed(row, source))?;
        Ok(paths.iter().zip(&record).filter_map(set).collect())
    });
    rows.collect()
}

/// By outcome id what happened, and what was to be expected.
type Values = BTreeMap<String, (f64, Option<f64>)>;

/// The totals of every run of a result, from its tables.
///
/// # Errors
/// If the table of outcomes cannot be read.
pub fn read_totals(dir: &Path, manifest: &Manifest) -> Result<Runs<Totals>, ResultsError> {
    let mut values: BTreeMap<(usize, u32), Values> = BTreeMap::new();
    for row in read_where(dir, OutcomeRow::is_total)? {
        if let Some(arm) = manifest.run.arms.iter().position(|arm| *arm == row.arm) {
            values.entry((arm, row.replication)).or_default().insert(row.outcome, (row.value, row.expected));
        }
    }
    let none = BTreeMap::new();
    let totals = |arm: usize, replication: u32| {
        let own = values.get(&(arm, replication)).unwrap_or(&none);
        let found = |outcome: Outcome| own.get(outcome.definition().id);
        Totals::from_values(|outcome| found(outcome).map(|found| found.0), |outcome| found(outcome).and_then(|found| found.1))
    };
    let of_arm = |arm| (0..manifest.run.replications).map(|replication| totals(arm, replication)).collect();
    Ok(Runs { records: (0..manifest.run.arms.len()).map(of_arm).collect(), events: manifest.events })
}
