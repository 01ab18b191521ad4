//! `veilsim report`.

use super::Failure;
use super::progress::Console;
use super::signals::Interrupt;
use super::streams::say;
use crate::app;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Example:
  veilsim report output/tiktok-dms")]
pub(super) struct Report {
    /// The results directory
    directory: PathBuf,
}

impl Report {
    pub(super) fn run(self) -> Result<(), Failure> {
        let console = Console::new(false, Interrupt::default());
        app::report(&self.directory, &console)?.iter().try_for_each(|file| say(file.display()))
    }
}
