//! A table by its columns, for programs that have no struct of its rows.

use super::io::each_record;
use super::{Column, Kind};
use crate::results::ResultsError;
use std::io::Error;
use std::path::Path;
use std::str::FromStr;

/// The cells of a column, as it declares them; of a number that is absent, none.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
    /// Yes or no.
    YesNo(Vec<Option<bool>>),
    /// Texts; one that is absent is empty.
    Text(Vec<String>),
}

impl Cells {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Whole => Self::Whole(Vec::new()),
            Kind::Number => Self::Number(Vec::new()),
            Kind::YesNo => Self::YesNo(Vec::new()),
            Kind::Text => Self::Text(Vec::new()),
        }
    }

    fn push(&mut self, cell: &str) -> csv::Result<()> {
        match self {
            Self::Whole(cells) => cells.push(read(cell)?),
            Self::Number(cells) => cells.push(read(cell)?),
            Self::YesNo(cells) => cells.push(read(cell)?),
            Self::Text(cells) => cells.push(cell.to_owned()),
        }
        Ok(())
    }
}

/// Reads a cell; an empty one has no value.
fn read<T: FromStr>(cell: &str) -> csv::Result<Option<T>> {
    if cell.is_empty() {
        return Ok(None);
    }
    cell.parse().map(Some).map_err(|_| Error::other(format!("{cell} is not what the column holds")).into())
}

/// Reads a table's file by columns: those that it declares, in its order.
///
/// # Errors
/// If the file is missing, lacks a column, or holds a cell that cannot be read.
pub fn read_columns(file: &Path, columns: &[Column]) -> Result<Vec<Cells>, ResultsError> {
    let mut all: Vec<Cells> = columns.iter().map(|column| Cells::of(column.kind)).collect();
    let mut places: Option<Vec<usize>> = None;
    each_record(file, |headers, record| {
        let place = |column: &Column| {
            let found = headers.iter().position(|header| header == column.name);
            found.ok_or_else(|| Error::other(format!("there is no column {}", column.name)).into())
        };
        let places = match &mut places {
            Some(places) => places,
            places => places.insert(columns.iter().map(place).collect::<csv::Result<_>>()?),
        };
        all.iter_mut().zip(places).try_for_each(|(cells, place)| cells.push(record.get(*place).unwrap_or_default()))
    })?;
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::super::{OutcomeRow, Row, write};
    use super::*;

    #[test]
    fn a_table_reads_by_columns_as_it_reads_by_rows() {
        let dir = tempfile::tempdir().unwrap();
        let row =
            |replication, arm: &str, value, expected| OutcomeRow { replication, arm: arm.into(), value, expected, ..OutcomeRow::default() };
        let file = write::<OutcomeRow, _>(dir.path(), [row(0, "=1+1", 3.0, None), row(1, "", 0.1, Some(0.25))]).unwrap();
        let cells = read_columns(&file, OutcomeRow::COLUMNS).unwrap();
        let of = |name: &str| &cells[OutcomeRow::COLUMNS.iter().position(|column| column.name == name).unwrap()];
        assert_eq!(*of("replication"), Cells::Whole(vec![Some(0), Some(1)]));
        assert_eq!(*of("value"), Cells::Number(vec![Some(3.0), Some(0.1)]));
        assert_eq!(*of("expected"), Cells::Number(vec![None, Some(0.25)]));
        assert_eq!(*of("arm"), Cells::Text(vec!["=1+1".to_owned(), String::new()]));
    }

    #[test]
    fn a_cell_of_another_kind_and_a_column_that_is_missing_are_errors() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join(OutcomeRow::FILE);
        let value: Vec<Column> = OutcomeRow::COLUMNS.iter().filter(|column| column.name == "value").copied().collect();
        for (text, wrong) in [("value\n1\ntwo\n", "row 2"), ("other\n1\n", "no column value")] {
            std::fs::write(&file, text).unwrap();
            let error = read_columns(&file, &value).unwrap_err().to_string();
            assert!(error.contains(wrong), "{error}");
        }
    }
}
