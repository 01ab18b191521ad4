//! Shards of a run, each in a folder of its own, so that machines that share nothing but a disk can divide the work.
//!
//! `shards/3-of-64` in a directory of results is a whole shard: the journal of its runs, and `shard.json`, which says what the shard is
//! a part of and has the hash of the journal. It is made under a name that differs by host and process, and `shard.json` is written last;
//! then the folder is renamed. A rename to a place that is taken fails on every file system. So no lock is needed, which file systems
//! over a network do not all keep: two processes at work on one shard each make their own, and the first whole one stays.
//!
//! What a process that was stopped leaves under its own name is read by the next that works on the same shard, and never written.

mod begun;
mod survey;

pub use begun::Begun;
pub use survey::{Lost, Shards, ShardsError};

use super::Key;
use super::place::SHARDS;
use crate::experiment::Shard;
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

/// The runs of a shard.
const JOURNAL: &str = "journal";
/// What a shard says of itself.
const FILE: &str = "shard.json";

/// What a shard says of itself: all that is needed to put the run together without the files of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShardRecord {
    /// Which part it is.
    pub shard: Shard,
    /// Replications of the whole run.
    pub replications: u32,
    /// Seed of the whole run.
    pub seed: u64,
    /// Name of the scenario.
    pub name: String,
    /// Its text.
    pub scenario: String,
    /// The files that it uses, by name.
    pub presets: Vec<(String, String)>,
    /// Values set on the command line, in order.
    pub set: Vec<(String, String)>,
    /// What must be the same in every shard of a run.
    pub key: Key,
    /// Runs in its journal, once it is whole.
    pub runs: usize,
    /// BLAKE3 hash of its journal, once it is whole.
    pub journal: String,
}

impl ShardRecord {
    /// What a shard of a scenario's run will say of itself.
    #[must_use]
    pub fn new(shard: Shard, scenario: &Scenario, key: Key) -> Self {
        Self {
            shard,
            replications: scenario.replications,
            seed: scenario.seed,
            name: scenario.name.clone(),
            scenario: scenario.text.clone(),
            presets: scenario.presets.clone(),
            set: scenario.overrides.clone(),
            key,
            runs: 0,
            journal: String::new(),
        }
    }

    /// In what the run of another shard differs, if it does.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<String> {
        let mut parts = Vec::new();
        parts.extend((self.shard.count() != other.shard.count()).then(|| format!("{} shards", other.shard.count())));
        parts.extend((self.replications != other.replications).then(|| format!("{} replications", other.replications)));
        parts.extend((self.name != other.name).then(|| format!("the scenario {}", other.name)));
        parts.extend((self.key != other.key).then(|| self.key.difference(&other.key)));
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// What stands where a whole shard would.
enum Found {
    Nothing,
    /// Something that cannot be used, and why.
    Torn(String),
    Whole(Box<ShardRecord>),
}

/// The folder of the shards in a directory of results.
fn folder(dir: &Path) -> PathBuf {
    dir.join(SHARDS)
}

/// The name of a whole shard's folder.
fn name(shard: Shard) -> String {
    format!("{}-of-{}", shard.index(), shard.count())
}

/// The shard that a folder is of by its name, whole or under the name of a process.
fn named(folder: &Path) -> Option<(Shard, bool)> {
    let file = folder.file_name()?.to_str()?;
    let (shard, process) = file.split_once('.').map_or((file, None), |(shard, process)| (shard, Some(process)));
    let (index, count) = shard.split_once("-of-")?;
    let shard = Shard::new(index.parse().ok()?, count.parse::<NonZeroU32>().ok()?)?;
    (name(shard) == file || process.is_some()).then_some((shard, process.is_none()))
}

/// What stands at the place of a whole shard. Its journal is read through.
fn inspect(folder: &Path) -> Found {
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Found::Nothing,
        Err(error) => return Found::Torn(error.to_string()),
        Ok(found) if !found.is_dir() => return Found::Torn("it is no folder".to_owned()),
        Ok(_) => {}
    }
    let Some(record) = read(folder) else { return Found::Torn(format!("{FILE} is missing or damaged")) };
    match hash(&folder.join(JOURNAL)) {
        Ok(hash) if hash == record.journal && named(folder) == Some((record.shard, true)) => Found::Whole(Box::new(record)),
        Ok(hash) if hash == record.journal => Found::Torn(format!("it says that it is {}", record.shard)),
        Ok(_) => Found::Torn("its journal is not the one that was written".to_owned()),
        Err(error) => Found::Torn(format!("its journal cannot be read: {error}")),
    }
}

/// What a shard's folder says of itself.
fn read(folder: &Path) -> Option<ShardRecord> {
    serde_json::from_slice(&fs::read(folder.join(FILE)).ok()?).ok()
}

fn hash(file: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(file)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}
