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
  veilsim report output/tiktok-dms
  veilsim report output/tiktok-dms --brief    # two pages to print: brief.html")]
pub(super) struct Report {
    /// The results directory
    directory: PathBuf,
    /// Write the brief alone: the beginning of the report, on two printed pages
    #[arg(long)]
    brief: bool,
}

impl Report {
    pub(super) fn run(self) -> Result<(), Failure> {
        let console = Console::new(false, Interrupt::default());
        let files = if self.brief { app::brief(&self.directory, &console)? } else { app::report(&self.directory, &console)? };
        files.iter().try_for_each(|file| say(file.display()))
    }
}
