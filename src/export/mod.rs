//! Results in the forms that other people and programs ask for.
//!
//! - [`METADATA`]: two files beside every record, a Frictionless data package and an RO-Crate; [`metadata`] makes them.
//! - [`stress()`], [`odd()`]: the checklists of a paper's methods, filled as far as the record goes. What the model is, they take from
//!   `docs/model.md`, so that it is said once.
//! - [`citation()`]: the result in the Citation File Format.
//!
//! No file here has a date, a name or a place of the machine: the same record gives the same bytes. What only a person can say is
//! [`Author`]'s, or marked "author must write" and counted.

mod author;
mod checklist;
mod citation;
mod crate_of;
mod folder;
mod model;
mod odd;
mod package;
mod stress;

pub use author::Author;
pub use checklist::Text;
pub use citation::citation;
pub use crate_of::research_crate;
pub use folder::{CRATE, Folder, PACKAGE};
pub use odd::odd;
pub use package::data_package;
pub use stress::stress;

use crate::results::{ResultsError, text_in, write_text};
use std::path::Path;

/// What stands beside every record.
pub const METADATA: [&str; 2] = [PACKAGE, CRATE];

/// The text of each file of [`METADATA`], from the tables in the folder.
///
/// # Errors
/// If a table cannot be read.
pub fn metadata(folder: &Folder<'_>, author: &Author) -> Result<[(&'static str, String); 2], ResultsError> {
    Ok([(PACKAGE, data_package(folder)?), (CRATE, research_crate(folder, author)?)])
}

/// Writes [`METADATA`] beside the record.
///
/// # Errors
/// If a table cannot be read or a file not be written.
pub fn write_metadata(folder: &Folder<'_>) -> Result<(), ResultsError> {
    metadata(folder, &Author::default())?.iter().try_for_each(|(file, text)| write_text(folder.dir, file, text))
}

/// In what the files of [`METADATA`] in `dir` are not those of `fresh`, the same result. What an author put into the crate stays theirs.
///
/// # Errors
/// If a file cannot be read.
pub fn metadata_parting(dir: &Path, fresh: &Folder<'_>) -> Result<Vec<String>, ResultsError> {
    let author = text_in(dir, CRATE)?.map_or_else(Author::default, |text| Author::of_crate(&text));
    // Who keeps the record alone misses nothing.
    let is_bare = fresh.tables.iter().all(|table| !dir.join(&table.file).exists());
    let mut parted = Vec::new();
    for (file, right) in metadata(fresh, &author)? {
        match text_in(dir, file)? {
            None if is_bare => {}
            None => parted.push(format!("{file} is missing; veilsim export writes it")),
            Some(own) if own != right => parted.push(format!("{file} is not what the run gives")),
            Some(_) => {}
        }
    }
    Ok(parted)
}
