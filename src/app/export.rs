//! A result on record in a form that others ask for.

use super::{AppError, Event, Progress, on_record};
use crate::export::{self, Author, Folder, Text};
use crate::results::{Manifest, altered};
use std::path::Path;

/// A form that others ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The STRESS-DES checklist, in Markdown.
    Stress,
    /// The ODD protocol, in Markdown.
    Odd,
    /// The RO-Crate that stands beside the record, with what the author says.
    RoCrate,
    /// The Frictionless data package that stands beside the record.
    Frictionless,
    /// The Citation File Format.
    Citation,
}

/// A result in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The text.
    pub text: String,
    /// Places that the author must write.
    pub marks: usize,
}

/// Puts a result on record into a form; nothing is simulated and nothing written.
///
/// # Errors
/// If the record, or a table that the form names, cannot be read.
pub fn export_as(directory: &Path, form: Form, author: &Author, progress: &dyn Progress) -> Result<Exported, AppError> {
    let manifest = Manifest::read(directory)?;
    let folder = Folder::of(directory, &manifest);
    let checklist = |write: fn(&_, &_) -> Text| -> Result<Exported, AppError> {
        let Text { text, marks } = write(&on_record(&manifest)?, &manifest);
        Ok(Exported { text, marks })
    };
    match form {
        Form::Stress => checklist(export::stress),
        Form::Odd => checklist(export::odd),
        Form::Citation => {
            let (text, marks) = export::citation(&manifest, author);
            Ok(Exported { text, marks })
        }
        Form::RoCrate | Form::Frictionless => {
            let altered = altered(directory, &manifest.tables)?;
            if !altered.is_empty() {
                progress.hear(Event::Altered(&altered));
            }
            Ok(if form == Form::RoCrate {
                Exported { text: export::research_crate(&folder, author)?, marks: author.missing().len() }
            } else {
                Exported { text: export::data_package(&folder)?, marks: 0 }
            })
        }
    }
}
