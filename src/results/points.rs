//! Points from a table: a column a parameter, a row a point.

use super::ResultsError;
use crate::experiment::{Settings, method::setting};
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
