//! `veilsim export`.

use super::Failure;
use super::progress::Console;
use super::signals::Interrupt;
use super::streams::{put, talk};
use crate::app::{self, Form};
use crate::export::Author;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim export output/tiktok-dms --to stress > stress.md
  veilsim export output/tiktok-dms --to odd > odd.md
  veilsim export output/tiktok-dms --to citation --author Author > CITATION.cff
  veilsim export output/tiktok-dms --to ro-crate --published 2026-12-01 > ro-crate-metadata.json

What only the author can write is marked \"author must write\", and counted on stderr. Every result has datapackage.json and \
ro-crate-metadata.json already; ro-crate here adds what you say of yourself.")]
pub(super) struct Export {
    /// The results directory
    directory: PathBuf,
    /// The form
    #[arg(long, value_enum)]
    to: To,
    /// Who ran it and answers for it, in a citation or an RO-Crate
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// The address of the licence under which it is published
    #[arg(long, value_name = "URL", value_parser = address)]
    license: Option<String>,
    /// The day on which it is published, as 2026-12-01
    #[arg(long, value_name = "DAY", value_parser = day)]
    published: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum To {
    /// The STRESS-DES checklist for discrete-event models, in Markdown
    Stress,
    /// The ODD protocol for agent-based models, in Markdown
    Odd,
    /// An RO-Crate, for archives
    RoCrate,
    /// A Frictionless data package: every column of every table
    Frictionless,
    /// A citation in the Citation File Format
    Citation,
}

impl Export {
    pub(super) fn run(self) -> Result<(), Failure> {
        let Self { directory, to, author, license, published } = self;
        let form = match to {
            To::Stress => Form::Stress,
            To::Odd => Form::Odd,
            To::RoCrate => Form::RoCrate,
            To::Frictionless => Form::Frictionless,
            To::Citation => Form::Citation,
        };
        let author = Author { name: author, license, published };
        let exported = app::export_as(&directory, form, &author, &Console::new(false, Interrupt::default()))?;
        put(&exported.text)?;
        match exported.marks {
            0 => {}
            1 => talk("the author must write one place"),
            n => talk(format_args!("the author must write {n} places")),
        }
        if matches!(form, Form::RoCrate | Form::Citation) && exported.marks > 0 {
            talk(format_args!("not said: {}", author.missing().join(", ")));
        }
        Ok(())
    }
}

/// An address on the web.
fn address(text: &str) -> Result<String, String> {
    let is_one = text.starts_with("https://") || text.starts_with("http://");
    if is_one { Ok(text.to_owned()) } else { Err("write an address, such as https://creativecommons.org/licenses/by/4.0/".to_owned()) }
}

/// A day by its number in year, month and month's days.
fn day(text: &str) -> Result<String, String> {
    let parts: Vec<Option<u32>> = text.split('-').map(|part| part.parse().ok()).collect();
    let widths: Vec<usize> = text.split('-').map(str::len).collect();
    match (&parts[..], &widths[..]) {
        ([Some(_), Some(1..=12), Some(1..=31)], [4, 2, 2]) => Ok(text.to_owned()),
        _ => Err("write a day as 2026-12-01".to_owned()),
    }
}
