//! Which part of a run a shard is, and what its end means to whoever started it.

use super::Failure;
use crate::app::AppError;
use crate::experiment::Shard;
use crate::results::ResultsError;
use std::io::ErrorKind;
use std::num::NonZeroU32;
use std::str::FromStr;

/// Where schedulers say which task of an array this is.
const TASKS: [&str; 2] = ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"];

/// A shard as the command line names it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Which {
    /// None for the number that the scheduler says.
    index: Option<u32>,
    count: NonZeroU32,
}

impl FromStr for Which {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRITE: &str = "write K/N, for example 3/64, or auto/64 where a scheduler says which";
        let (index, count) = text.split_once('/').ok_or(WRITE)?;
        let count = count.parse().map_err(|_| WRITE)?;
        let index = if index == "auto" { None } else { Some(index.parse().map_err(|_| WRITE)?) };
        if index.is_some_and(|index| Shard::new(index, count).is_none()) {
            return Err("shards are numbered from 0, so the last of 64 is 63/64");
        }
        Ok(Self { index, count })
    }
}

impl Which {
    /// The shard, with the scheduler's number where it is asked for.
    pub(super) fn shard(self) -> Result<Shard, Failure> {
        let Self { index: None, count } = self else { return self.numbered(self.index.unwrap_or_default()) };
        let said = TASKS.iter().find_map(|name| std::env::var(name).ok().map(|said| (name, said)));
        let Some((name, said)) = said else {
            let message =
                format!("--shard auto/{count}: neither {} nor {} is set; write the number, as in --shard 0/{count}", TASKS[0], TASKS[1]);
            return Err(Failure::Usage(message));
        };
        let index = said.parse().map_err(|_| Failure::Usage(format!("--shard auto/{count}: {name} is {said:?}, which is no number")))?;
        self.numbered(index)
    }

    fn numbered(self, index: u32) -> Result<Shard, Failure> {
        let count = self.count;
        let last = count.get() - 1;
        Shard::new(index, count)
            .ok_or_else(|| Failure::Usage(format!("--shard: {index} is outside 0 to {last}, as {count} shards are numbered")))
    }
}

/// How a shard ends early: what another attempt may mend is told apart from what it will not.
pub(super) fn early(error: AppError) -> Failure {
    match error {
        AppError::Stopped { done, all } => Failure::TryAgain(format!("stopped after {done} of {all} runs of the shard")),
        AppError::Results(ResultsError::File { ref source, .. }) if passes(source.kind()) => Failure::TryAgain(error.to_string()),
        other => other.into(),
    }
}

/// Whether what keeps a file from being written may be over at the next attempt.
fn passes(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::StorageFull
            | ErrorKind::QuotaExceeded
            | ErrorKind::FileTooLarge
            | ErrorKind::StaleNetworkFileHandle
            | ErrorKind::TimedOut
            | ErrorKind::ResourceBusy
    )
}
