//! Tables that prove themselves: a hash of each on record, and where one parts from what the run gives.

use super::ResultsError;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

/// A table and the hash of its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableHash {
    /// The file's name.
    pub file: String,
    /// BLAKE3 hash of its bytes.
    pub hash: String,
}

/// The hash of every table in `dir`, in the order of their names.
///
/// # Errors
/// If the directory or a table cannot be read.
pub fn table_hashes(dir: &Path) -> Result<Vec<TableHash>, ResultsError> {
    let wrong = |source| ResultsError::File { file: dir.to_owned(), source };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(wrong)? {
        let name = entry.map_err(wrong)?.file_name().to_string_lossy().into_owned();
        names.extend(Path::new(&name).extension().is_some_and(|ending| ending == "csv").then_some(name));
    }
    names.sort();
    names.into_iter().map(|file| Ok(TableHash { hash: hash(&read(dir, &file)?), file })).collect()
}

/// Every way in which the tables in `dir`, or their hashes on record, part from those of the same run in `fresh`. A directory that
/// kept the manifest alone is judged by the hashes.
///
/// # Errors
/// If a table cannot be read.
pub fn parting(dir: &Path, record: &[TableHash], fresh: &Path) -> Result<Vec<String>, ResultsError> {
    let given = table_hashes(fresh)?;
    let bare = given.iter().all(|table| !dir.join(&table.file).exists());
    let mut parted = Vec::new();
    for TableHash { file, hash: own } in given {
        let recorded = record.iter().find(|table| table.file == file).is_none_or(|table| table.hash == own);
        if !bare && !dir.join(&file).exists() {
            parted.push(format!("{file} is missing"));
        } else if !bare && hash(&read(dir, &file)?) != own {
            parted.push(format!("{file} is not what the run gives: {}", difference(&read(dir, &file)?, &read(fresh, &file)?)));
        } else if !recorded {
            parted.push(format!("{file} is not the table whose hash is on record"));
        }
    }
    Ok(parted)
}

/// The tables in `dir` that are not those whose hashes are on record, or are missing.
///
/// # Errors
/// If a table cannot be read.
pub fn altered(dir: &Path, record: &[TableHash]) -> Result<Vec<String>, ResultsError> {
    let own = table_hashes(dir)?;
    let differs = |table: &&TableHash| !own.contains(table);
    Ok(record.iter().filter(differs).map(|table| table.file.clone()).collect())
}

/// Every way in which what is drawn from the tables in `dir`, the page and the charts, parts from that of the same run in `fresh`; and
/// what stands among it that the run did not make.
///
/// # Errors
/// If a file cannot be read.
pub fn drawn_parting(dir: &Path, fresh: &Path) -> Result<Vec<String>, ResultsError> {
    let (own, right) = (drawn(dir), drawn(fresh));
    let is_table = |file: &str| Path::new(file).extension().is_some_and(|ending| ending == "csv");
    // Who keeps the record and a chart of it, and neither page nor tables, misses nothing.
    let is_whole = own.iter().any(|file| !file.starts_with("charts/"));
    let mut parted = Vec::new();
    for file in right.iter().filter(|file| !is_table(file)) {
        if !own.contains(file) {
            parted.extend(is_whole.then(|| format!("{file} is missing")));
        } else if read(dir, file)? != read(fresh, file)? {
            parted.push(format!("{file} is not what the run gives"));
        }
    }
    parted.extend(own.difference(&right).map(|file| format!("{file} is no file of this result")));
    Ok(parted)
}

/// The names of pages and charts in a directory of results, and of tables: whatever a reader may take for a part of it.
fn drawn(dir: &Path) -> BTreeSet<String> {
    let names = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect::<Vec<_>>()
    };
    let ends = |name: &String, endings: &[&str]| Path::new(name).extension().is_some_and(|own| endings.iter().any(|ending| own == *ending));
    let pages = names(dir).into_iter().filter(|name| ends(name, &["html", "csv"]));
    let charts = names(&dir.join("charts")).into_iter().filter(|name| ends(name, &["svg", "png"])).map(|name| format!("charts/{name}"));
    pages.chain(charts).collect()
}

/// What other programs check a file by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// Its length.
    pub bytes: usize,
    /// SHA-256 of its bytes in hexadecimal, which more programs know than BLAKE3.
    pub sha256: String,
}

/// The facts of a file in `dir`.
///
/// # Errors
/// If it cannot be read.
pub fn file_facts(dir: &Path, file: &str) -> Result<FileFacts, ResultsError> {
    let bytes = read(dir, file)?;
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(FileFacts { bytes: bytes.len(), sha256 })
}

/// The text of a file in `dir`; none if there is no such file.
///
/// # Errors
/// If it cannot be read.
pub fn text_in(dir: &Path, file: &str) -> Result<Option<String>, ResultsError> {
    match read(dir, file) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(ResultsError::File { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

fn read(dir: &Path, file: &str) -> Result<Vec<u8>, ResultsError> {
    let file = dir.join(file);
    std::fs::read(&file).map_err(|source| ResultsError::File { file, source })
}

/// The first row and column in which a table parts from what it should be.
fn difference(is: &[u8], should: &[u8]) -> String {
    let reader = |bytes| csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let (mut own, mut right) = (reader(is), reader(should));
    let (mut own, mut right) = (own.byte_records(), right.byte_records());
    let columns = csv::Reader::from_reader(should).byte_headers().cloned().unwrap_or_default();
    let show = |cell: &[u8]| String::from_utf8_lossy(cell).into_owned();
    for row in 0.. {
        let (own, right) = match (own.next(), right.next()) {
            (Some(Ok(own)), Some(Ok(right))) if own == right => continue,
            (Some(Ok(own)), Some(Ok(right))) => (own, right),
            (None, None) => break,
            (None, _) => return format!("it ends before row {row}"),
            (Some(Ok(_)), None) => return format!("row {row} is too many"),
            _ => return format!("row {row} cannot be read"),
        };
        let Some(column) = (0..own.len().max(right.len())).find(|column| own.get(*column) != right.get(*column)) else { continue };
        let cell = |record: &csv::ByteRecord| record.get(column).map_or_else(|| "nothing".to_owned(), |cell| format!("{:?}", show(cell)));
        let name = columns.get(column).map_or_else(|| format!("column {}", column + 1), show);
        let place: Vec<String> = right.iter().take(column).map(show).collect();
        return format!("row {row} ({}): {name} is {} and should be {}", place.join(", "), cell(&own), cell(&right));
    }
    "its rows are the same, its bytes are not".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_named_with_its_place() {
        let table = b"arm,outcome,value\na,reports,3\nb,reports,4\n";
        let of = |text: &str| difference(text.as_bytes(), table);
        assert_eq!(of("arm,outcome,value\na,reports,3\nb,reports,5\n"), "row 2 (b, reports): value is \"5\" and should be \"4\"");
        assert_eq!(of("arm,outcome,volue\na,reports,3\nb,reports,4\n"), "row 0 (arm, outcome): value is \"volue\" and should be \"value\"");
        assert_eq!(of("arm,outcome,value\na,reports,3\n"), "it ends before row 2");
        assert_eq!(of("arm,outcome,value\na,reports,3\nb,reports,4\nc,reports,4\n"), "row 3 is too many");
        assert_eq!(of("arm,outcome,value\na,reports,3\nb,reports\n"), "row 2 (b, reports): value is nothing and should be \"4\"");
        assert_eq!(of("arm,outcome,value\r\na,reports,3\nb,reports,4\n"), "its rows are the same, its bytes are not");
    }
}
