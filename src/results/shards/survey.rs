//! The shards of a run, looked at together.

use super::{Found, JOURNAL, ShardRecord, folder, inspect, name, named};
use crate::experiment::{Design, Finished, Record, Shard};
use crate::model::Layout;
use crate::results::ResultsError;
use crate::results::journal::each_record;
use crate::results::place::entries;
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

/// A shard that is not there, or cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Which.
    pub index: u32,
    /// What is wrong with it.
    pub reason: String,
}

/// Why shards do not make up a run.
#[derive(Debug, thiserror::Error)]
pub enum ShardsError {
    /// There are none.
    #[error("there are no shards in {}: name the directory that the shards were written to with --out", .0.display())]
    None(PathBuf),
    /// One is of another run, or of one that was divided in another way.
    #[error("{} does not belong to this run: it has {difference}\nmove it away", folder.display())]
    Foreign {
        /// Where it is.
        folder: PathBuf,
        /// In what it differs.
        difference: String,
    },
    /// Some are missing or torn.
    #[error("{} of {count} shards are missing or torn:{}", lost.len(), lines(lost))]
    Lost {
        /// How many shards there are to be.
        count: NonZeroU32,
        /// Those that are not there.
        lost: Vec<Lost>,
    },
    /// A file could not be read.
    #[error(transparent)]
    Results(#[from] ResultsError),
}

fn lines(lost: &[Lost]) -> String {
    lost.iter().map(|Lost { index, reason }| format!("\n  {index}: {reason}")).collect()
}

/// The shards of one run, all of them whole by their hashes.
#[derive(Debug)]
pub struct Shards {
    folder: PathBuf,
    record: ShardRecord,
}

impl Shards {
    /// The shards in a directory of results.
    ///
    /// # Errors
    /// If there is none, one does not belong to the others, or some are missing or torn.
    pub fn of(dir: &Path) -> Result<Self, ShardsError> {
        let folder = folder(dir);
        let all: Vec<(Shard, bool, PathBuf)> =
            entries(&folder).into_iter().filter_map(|path| named(&path).map(|(shard, whole)| (shard, whole, path))).collect();
        let whole = |(_, whole, _): &&(Shard, bool, PathBuf)| *whole;
        let Some((first, ..)) = all.iter().find(whole).or(all.first()) else { return Err(ShardsError::None(folder)) };
        if let Some((other, _, path)) = all.iter().filter(whole).find(|(other, ..)| other.count() != first.count()) {
            return Err(ShardsError::Foreign { folder: path.clone(), difference: format!("{} shards", other.count()) });
        }
        let (count, mut record, mut lost) = (first.count(), None::<Box<ShardRecord>>, Vec::new());
        for shard in Shard::all(count) {
            let path = folder.join(name(shard));
            let reason = match (inspect(&path), &record) {
                (Found::Whole(found), Some(first)) => match first.difference(&found) {
                    Some(difference) => return Err(ShardsError::Foreign { folder: path, difference }),
                    None => continue,
                },
                (Found::Whole(found), None) => {
                    record = Some(found);
                    continue;
                }
                (Found::Torn(reason), _) => format!("torn: {reason}"),
                (Found::Nothing, _) if all.iter().any(|(other, ..)| *other == shard) => "not whole yet".to_owned(),
                (Found::Nothing, _) => "missing".to_owned(),
            };
            lost.push(Lost { index: shard.index(), reason });
        }
        match record {
            Some(record) if lost.is_empty() => Ok(Self { folder, record: *record }),
            _ => Err(ShardsError::Lost { count, lost }),
        }
    }

    /// What the first of them says: of the run, the same as every other.
    #[must_use]
    pub fn record(&self) -> &ShardRecord {
        &self.record
    }

    /// Where they are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Adds the runs of one shard of a design to those that have finished.
    ///
    /// # Errors
    /// If it does not hold its runs, each once and no other.
    pub fn read<R: Record>(&self, shard: Shard, design: &Design, layout: Layout, finished: &mut Finished<R>) -> Result<(), ShardsError> {
        let mut open: BTreeSet<_> = shard.tasks(design, self.record.replications).into_iter().collect();
        let path = self.folder.join(name(shard));
        let mut strange = 0;
        each_record(&path.join(JOURNAL), &self.record.key, layout, &mut |task, run| {
            if open.remove(&task) {
                finished.insert(task, run);
            } else {
                strange += 1;
            }
        })
        .map_err(|source| ResultsError::File { file: path, source })?;
        if open.is_empty() && strange == 0 {
            return Ok(());
        }
        let reason = format!("torn: {} of its runs are missing, {strange} are not its own", open.len());
        Err(ShardsError::Lost { count: shard.count(), lost: vec![Lost { index: shard.index(), reason }] })
    }
}
