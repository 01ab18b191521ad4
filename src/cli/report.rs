//! `veilsim report`.

use super::{Failure, say};
use crate::report::render_all;
use crate::results::Manifest;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Example:
  veilsim report output/tiktok-dms")]
pub(super) struct Report {
    /// A results directory
    directory: PathBuf,
}

impl Report {
    pub(super) fn run(self) -> Result<(), Failure> {
        let manifest = Manifest::read(&self.directory)?;
        let rendered = render_all(&self.directory, &manifest)?;
        for file in &rendered.files {
            say(file.display());
        }
        for left_out in &rendered.skipped {
            eprintln!("chart {} left out: {}", left_out.name, left_out.reason);
        }
        Ok(())
    }
}
