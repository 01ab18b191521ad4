//! Rows to CSV files and back.

use std::borrow::Borrow;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use csv::StringRecord;
use serde::Serializer;

use super::row::{Kind, Row};
use crate::results::ResultsError;

/// Writes a table row by row; the header is there from the start, so that an empty table is still a table.
#[derive(Debug)]
pub struct Writer<R> {
    file: PathBuf,
    csv: csv::Writer<BufWriter<File>>,
    rows: u64,
    row: PhantomData<R>,
}

impl<R: Row> Writer<R> {
    /// Creates the table's file in `dir`, replacing an old one.
    ///
    /// # Errors
    ///
    /// The file cannot be created.
    pub fn create(dir: &Path) -> Result<Self, ResultsError> {
        let file = dir.join(R::FILE);
        let out = File::create(&file).map_err(|source| ResultsError::File { file: file.clone(), source })?;
        let csv = csv::WriterBuilder::new().has_headers(false).from_writer(BufWriter::with_capacity(1 << 18, out));
        let mut writer = Self { file, csv, rows: 0, row: PhantomData };
        let header = writer.csv.write_record(R::COLUMNS.iter().map(|column| column.name));
        writer.checked(header)?;
        Ok(writer)
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn write(&mut self, row: &R) -> Result<(), ResultsError> {
        self.rows += 1;
        let written = self.csv.serialize(row);
        self.checked(written)
    }

    /// Writes out what is still buffered and gives the path of the file.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn finish(self) -> Result<PathBuf, ResultsError> {
        let Self { file, csv, .. } = self;
        let flushed = csv.into_inner().map_err(csv::IntoInnerError::into_error).and_then(|mut out| out.flush());
        match flushed {
            Ok(()) => Ok(file),
            Err(source) => Err(ResultsError::File { file, source }),
        }
    }

    fn checked(&self, result: csv::Result<()>) -> Result<(), ResultsError> {
        result.map_err(|source| ResultsError::Row { file: self.file.clone(), row: self.rows, source })
    }
}

/// Writes a whole table into `dir`, from rows or from references to rows, and gives the path of its file.
///
/// # Errors
///
/// The file cannot be created or written.
pub fn write<R, I>(dir: &Path, rows: I) -> Result<PathBuf, ResultsError>
where
    R: Row,
    I: IntoIterator,
    I::Item: Borrow<R>,
{
    let mut writer = Writer::<R>::create(dir)?;
    for row in rows {
        writer.write(row.borrow())?;
    }
    writer.finish()
}

/// Reads a whole table from `dir`.
///
/// # Errors
///
/// The file is missing or holds a row that cannot be read.
pub fn read<R: Row>(dir: &Path) -> Result<Vec<R>, ResultsError> {
    read_where(dir, |_| true)
}

/// Reads those rows of a table that `keep` accepts; the others are never held.
///
/// # Errors
///
/// The file is missing or holds a row that cannot be read.
pub fn read_where<R: Row>(dir: &Path, keep: impl Fn(&R) -> bool) -> Result<Vec<R>, ResultsError> {
    let mut kept = Vec::new();
    each_record(&dir.join(R::FILE), |headers, record| {
        let row = record.deserialize::<R>(Some(headers))?;
        if keep(&row) {
            kept.push(row);
        }
        Ok(())
    })?;
    Ok(kept)
}

/// Hands over the header and each row of a table's file, the cells as they were before they were made harmless.
///
/// # Errors
///
/// The file is missing, or `take` refuses a row.
pub(super) fn each_record(file: &Path, mut take: impl FnMut(&StringRecord, StringRecord) -> csv::Result<()>) -> Result<(), ResultsError> {
    let input = File::open(file).map_err(|source| ResultsError::File { file: file.to_owned(), source })?;
    let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_reader(input);
    let wrong = |row: u64| move |source| ResultsError::Row { file: file.to_owned(), row, source };
    let headers = reader.headers().cloned().map_err(wrong(0))?;
    for (index, record) in reader.records().enumerate() {
        record.and_then(|record| take(&headers, plain(record))).map_err(wrong(index as u64 + 1))?;
    }
    Ok(())
}

/// What a cell can hold, and how it is written.
pub(super) trait Cell {
    const KIND: Kind;

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Writes a field of a row: what serde asks of every column.
pub(super) fn cell<C: Cell, S: Serializer>(value: &C, serializer: S) -> Result<S::Ok, S::Error> {
    value.write(serializer)
}

/// A number as people write it: an integral value without ".0".
impl Cell for f64 {
    const KIND: Kind = Kind::Number;

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Every integer below 2^53 is exact, and reads back to the same float.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if self.fract() == 0.0 && self.abs() < EXACT { serializer.serialize_i64(*self as i64) } else { serializer.serialize_f64(*self) }
    }
}

/// Nothing where there is no value.
impl<C: Cell> Cell for Option<C> {
    const KIND: Kind = C::KIND;

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_none(),
        }
    }
}

/// A text that a spreadsheet would run as a formula has an apostrophe before it, which [`read`] takes away again.
impl Cell for String {
    const KIND: Kind = Kind::Text;

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if is_formula(self) { serializer.collect_str(&format_args!("'{self}")) } else { serializer.serialize_str(self) }
    }
}

/// Whether a spreadsheet takes a text for a formula, apostrophes before it apart; no number is one.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err()
}

/// The cells of a row as they were before they were made harmless.
fn plain(row: StringRecord) -> StringRecord {
    let bare = |cell: &str| cell.strip_prefix('\'').filter(|rest| is_formula(rest)).map(str::to_owned);
    if row.iter().all(|cell| bare(cell).is_none()) {
        return row;
    }
    row.iter().map(|cell| bare(cell).unwrap_or_else(|| cell.to_owned())).collect()
}

impl Cell for u32 {
    const KIND: Kind = Kind::Whole;

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(*self)
    }
}

impl Cell for bool {
    const KIND: Kind = Kind::YesNo;

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }
}

#[cfg(test)]
mod tests {
    use super::super::*;
    use super::*;
    use proptest::prelude::*;

    fn outcome(replication: u32, value: f64) -> OutcomeRow {
        OutcomeRow {
            replication,
            draw: replication / 2,
            arm: "opt-in".into(),
            platform: ALL.into(),
            market: ALL.into(),
            age_band: ALL.into(),
            outcome: "children-harmed".into(),
            unit: "children".into(),
            value,
            expected: (value < 1.0).then_some(0.25),
        }
    }

    #[test]
    fn integral_values_are_written_without_a_fraction() {
        let dir = tempfile::tempdir().unwrap();
        let rows = [outcome(0, 3.0), outcome(1, 0.1), outcome(2, 1e300)];
        let file = write::<OutcomeRow, _>(dir.path(), &rows).unwrap();
        let text = std::fs::read_to_string(file).unwrap();
        assert_eq!(
            text,
            "replication,draw,arm,platform,market,age_band,outcome,unit,value,expected\n\
             0,0,opt-in,all,all,all,children-harmed,children,3,\n\
             1,0,opt-in,all,all,all,children-harmed,children,0.1,0.25\n\
             2,1,opt-in,all,all,all,children-harmed,children,1e300,\n"
        );
    }

    #[test]
    fn absent_numbers_stay_absent() {
        let dir = tempfile::tempdir().unwrap();
        let row = SummaryRow { arm: "a, \"quoted\"".into(), mean: f64::INFINITY, difference: Some(-2.5), ..SummaryRow::default() };
        write::<SummaryRow, _>(dir.path(), [&row]).unwrap();
        assert_eq!(read::<SummaryRow>(dir.path()).unwrap(), [row]);
    }

    #[test]
    fn errors_name_the_file_and_the_row() {
        let dir = tempfile::tempdir().unwrap();
        let missing = read::<OutcomeRow>(dir.path()).unwrap_err().to_string();
        assert!(missing.contains("outcomes.csv"), "{missing}");
        let file = write::<OutcomeRow, _>(dir.path(), [outcome(0, 1.0), outcome(1, 2.0)]).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text.replace(",2,\n", ",two,\n")).unwrap();
        let bad = read::<OutcomeRow>(dir.path()).unwrap_err().to_string();
        assert!(bad.contains("outcomes.csv, row 2"), "{bad}");
    }

    #[test]
    fn no_text_is_a_formula_of_a_spreadsheet_and_numbers_stay_numbers() {
        let dir = tempfile::tempdir().unwrap();
        let texts = ["=1+1", "+cmd|'/c calc'!A1", "-1+2", "@SUM(A1)", "\t=1", "'=1", "'quoted'", "a=b", "-2.5", "plain"];
        let rows = texts.map(|text| OutcomeRow { arm: text.to_owned(), value: -2.5, ..OutcomeRow::default() });
        let file = write::<OutcomeRow, _>(dir.path(), &rows).unwrap();
        let mut cells = csv::Reader::from_path(&file).unwrap();
        for record in cells.records().map(Result::unwrap) {
            let (arm, value) = (&record[2], &record[8]);
            assert!(value == "-2.5" && (arm == "-2.5" || !arm.starts_with(['=', '+', '-', '@', '\t'])), "{arm} {value}");
        }
        assert_eq!(read::<OutcomeRow>(dir.path()).unwrap(), rows);
    }

    proptest! {
        #[test]
        fn values_survive_the_round_trip(values in prop::collection::vec(prop::num::f64::NORMAL, 1..20)) {
            let dir = tempfile::tempdir().unwrap();
            let rows: Vec<_> = values.iter().map(|v| outcome(7, *v)).collect();
            write::<OutcomeRow, _>(dir.path(), &rows).unwrap();
            prop_assert_eq!(read::<OutcomeRow>(dir.path()).unwrap(), rows);
        }
    }
}
