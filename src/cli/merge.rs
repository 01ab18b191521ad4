//! `veilsim merge`.

use super::Failure;
use super::progress::Console;
use super::run::tell;
use super::signals::Interrupt;
use super::streams::say;
use crate::app::{self, AppError};
use crate::results::{Lost, ShardsError};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim merge output/tiktok-dms           # after `veilsim run tiktok-dms --shard 0/64` to 63/64

Where shards are missing or torn it writes no result, prints which as an option of Slurm's sbatch, such as --array=7,19, and ends with 75.")]
pub(super) struct Merge {
    /// The directory that the shards were written to with --out
    directory: PathBuf,
    /// Print no table
    #[arg(long, short)]
    quiet: bool,
}

impl Merge {
    pub(super) fn run(self) -> Result<(), Failure> {
        let console = Console::new(self.quiet, Interrupt::default());
        match app::merge(&self.directory, &console) {
            Ok(ended) => tell(&ended, &console, self.quiet),
            Err(AppError::Shards(error)) => Err(refused(error)?),
            Err(error) => Err(error.into()),
        }
    }
}

/// Why there is no result; prints the shards to run again.
fn refused(error: ShardsError) -> Result<Failure, Failure> {
    Ok(match error {
        ShardsError::Lost { ref lost, .. } => {
            say(format_args!("--array={}", ranges(lost)))?;
            Failure::TryAgain(format!("{error}\nrun those again, and then merge"))
        }
        ShardsError::Results(error) => Failure::App(error.into()),
        error => Failure::Usage(error.to_string()),
    })
}

/// Numbers as Slurm takes them: 7,19 or 3-5.
fn ranges(lost: &[Lost]) -> String {
    let runs = lost.chunk_by(|one, next| one.index + 1 == next.index);
    let text = |run: &[Lost]| match run {
        [first, .., end] if run.len() > 2 => format!("{}-{}", first.index, end.index),
        _ => run.iter().map(|lost| lost.index.to_string()).collect::<Vec<_>>().join(","),
    };
    runs.map(text).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_to_run_again_are_an_option_of_slurm_s() {
        let lost = |all: &[u32]| ranges(&all.iter().map(|index| Lost { index: *index, reason: String::new() }).collect::<Vec<_>>());
        assert_eq!(lost(&[7, 19]), "7,19");
        assert_eq!(lost(&[0, 1, 2, 3, 5, 6, 9]), "0-3,5,6,9");
    }
}
