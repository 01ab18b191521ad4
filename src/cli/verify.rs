//! `veilsim verify`.

use super::progress::Console;
use super::signals::Interrupt;
use super::streams::{say, talk};
use super::{Bounds, Failure};
use crate::app::{self, Verified};
use clap::Args;
use std::path::PathBuf;

/// The version of this program.
const THIS: &str = env!("CARGO_PKG_VERSION");

#[derive(Debug, Args)]
#[command(after_help = "Example:
  veilsim verify output/tiktok-dms")]
pub(super) struct Verify {
    /// The results directory
    directory: PathBuf,
    /// Number of threads; by default one for each core
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Show no progress
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    bounds: Bounds,
}

impl Verify {
    pub(super) fn run(self) -> Result<(), Failure> {
        match (self.again(), app::stranger(&self.directory)) {
            // What another version wrote need not be readable here, nor come out the same: that explains all the rest.
            (Err(Failure::Differs(how)), Some(stranger)) => Err(Failure::Differs(format!("{stranger}\n  {how}"))),
            (Err(_), Some(stranger)) => Err(Failure::Differs(stranger)),
            (Err(Failure::Input(problems)), None) => {
                talk(format_args!(
                    "error: {} was written by veilsim {THIS}, as this is, and yet this one cannot read the scenario on record: another \
                     state of the program wrote it, or the manifest was changed; verify it with the program that wrote it, or run the \
                     scenario again",
                    self.directory.display()
                ));
                Err(Failure::Input(problems))
            }
            (done, _) => done,
        }
    }

    /// Runs again what is on record, and compares.
    fn again(&self) -> Result<(), Failure> {
        let console = Console::new(self.quiet, Interrupt::default());
        match app::verify(&self.directory, self.bounds.limits(), self.threads, &console)? {
            Verified::Same { digest } => say(format_args!("the same: {digest}")),
            Verified::Differs(how) => Err(Failure::Differs(how.join("\n  "))),
        }
    }
}
