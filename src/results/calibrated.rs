//! The directory of a calibration: written apart from its place until it is whole, as a run's is, and gone on with where it was
//! interrupted.

use super::place::{homes, make, probe, refused, resolve};
use super::{Key, ResultsError, TableHash, hash};
use crate::experiment::Design;
use crate::model::Outcomes;
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{Error, Write};
use std::path::{Path, PathBuf};

/// What says of a directory that a calibration is in it.
pub const RECORD: &str = "calibration.json";
/// The values that have been simulated so far, a member a line.
const SO_FAR: &str = "members";
const DRAFT: &str = "draft";

/// What was calibrated, so that it can be done again. Nothing in it depends on the machine, the clock or the threads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibrationRecord {
    /// Version of veilsim.
    pub version: String,
    /// Name of the scenario.
    pub name: String,
    /// Its text.
    pub scenario: String,
    /// The files that it uses, by name.
    pub presets: Vec<(String, String)>,
    /// Values set on the command line.
    pub set: Vec<(String, String)>,
    /// BLAKE3 hash of these.
    pub scenario_hash: String,
    /// BLAKE3 hash of the targets.
    pub targets_hash: String,
    /// Seed.
    pub seed: u64,
    /// Members.
    pub members: u32,
    /// Rounds.
    pub rounds: u32,
    /// The hash of every table.
    pub tables: Vec<TableHash>,
}

/// BLAKE3 hash of the targets that a scenario is held against.
#[must_use]
pub fn targets_hash(scenario: &Scenario) -> String {
    hash(&format!("{:?}", scenario.targets))
}

/// A calibration under way.
#[derive(Debug)]
pub struct Calibrating {
    target: PathBuf,
    folder: PathBuf,
    journal: File,
    finished: BTreeMap<(u32, u32), Vec<f64>>,
}

impl Calibrating {
    /// Opens a calibration with results in `out`. What the same calibration simulated before is there.
    ///
    /// # Errors
    /// If results cannot stand there, or something else does; and while another process is at work on the same.
    pub fn open(out: &Path, scenario: &Scenario, how: &str) -> Result<Self, ResultsError> {
        let target = resolve(out)?;
        let strange = |dir: &Path| dir.read_dir().is_ok_and(|mut entries| entries.next().is_some()) && !dir.join(RECORD).is_file();
        if strange(&target) {
            return Err(refused(out, "there is something here that is not a calibration; choose another place with --out"));
        }
        let key = Key::new::<Outcomes>(scenario, &Design::of(scenario));
        let key = hash(&format!("{key:?} {} {how}", targets_hash(scenario)));
        let folder = homes(&target, &key[..8]).into_iter().next().ok_or_else(|| refused(out, "it has no name"))?;
        let wrong = |source: Error| ResultsError::File { file: folder.clone(), source };
        make(&folder).and_then(|()| probe(&folder, &target)).map_err(wrong)?;
        let path = folder.join(SO_FAR);
        let journal = OpenOptions::new().create(true).append(true).open(&path).map_err(wrong)?;
        journal.try_lock().map_err(|_| refused(out, "another process is at work on the same calibration"))?;
        let text = fs::read_to_string(&path).unwrap_or_default();
        // A process that was killed while it wrote leaves a line without its end.
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        journal.set_len(whole as u64).map_err(wrong)?;
        let finished = text[..whole].lines().filter_map(line).collect();
        Ok(Self { target, folder: folder.clone(), journal, finished })
    }

    /// The values of a member in a stage, if it was simulated before.
    #[must_use]
    pub fn finished(&self, stage: u32, member: u32) -> Option<&Vec<f64>> {
        self.finished.get(&(stage, member))
    }

    /// How many members have been.
    #[must_use]
    pub fn count(&self) -> usize {
        self.finished.len()
    }

    /// Keeps the values of the members of a stage from this one on.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn keep(&mut self, stage: u32, first: u32, values: &[Vec<f64>]) -> Result<(), ResultsError> {
        let line = |(member, values): (u32, &Vec<f64>)| {
            let values: Vec<String> = values.iter().map(|value| format!("{:016x}", value.to_bits())).collect();
            format!("{stage},{member},{}\n", values.join(" "))
        };
        let text: String = (first..).zip(values).map(line).collect();
        let wrong = |source| ResultsError::File { file: self.folder.join(SO_FAR), source };
        (&self.journal).write_all(text.as_bytes()).map_err(wrong)?;
        self.finished.extend((first..).zip(values).map(|(member, values)| ((stage, member), values.clone())));
        Ok(())
    }

    /// An empty directory to write tables and charts to.
    ///
    /// # Errors
    /// If there cannot be one.
    pub fn draft(&self) -> Result<PathBuf, ResultsError> {
        let draft = self.folder.join(DRAFT);
        let made = if draft.exists() { fs::remove_dir_all(&draft) } else { Ok(()) }.and_then(|()| fs::create_dir(&draft));
        made.map(|()| draft.clone()).map_err(|source| ResultsError::File { file: draft, source })
    }

    /// Writes the record into the draft and puts it all in its place, the record last.
    ///
    /// # Errors
    /// If it cannot be written or moved there.
    pub fn publish(self, record: &CalibrationRecord) -> Result<PathBuf, ResultsError> {
        let draft = self.folder.join(DRAFT);
        let text = serde_json::to_string_pretty(record).map_err(Error::from);
        let written = text.and_then(|text| fs::write(draft.join(RECORD), text + "\n")).and_then(|()| self.put(&draft));
        written.map_err(|source| ResultsError::File { file: self.target.clone(), source })?;
        // What cannot be removed does no harm.
        let _ = fs::remove_dir_all(&self.folder);
        Ok(self.target)
    }

    fn put(&self, draft: &Path) -> std::io::Result<()> {
        if !self.target.exists() {
            return fs::rename(draft, &self.target);
        }
        let mut files = draft.read_dir()?.map(|entry| Ok(entry?.file_name())).collect::<std::io::Result<Vec<_>>>()?;
        files.sort_by_key(|name| (name == RECORD, name.clone()));
        files.iter().try_for_each(|name| fs::rename(draft.join(name), self.target.join(name)))
    }
}

fn line(text: &str) -> Option<((u32, u32), Vec<f64>)> {
    let mut parts = text.splitn(3, ',');
    let (stage, member) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let values = parts.next()?.split(' ').map(|word| u64::from_str_radix(word, 16).ok().map(f64::from_bits)).collect::<Option<_>>()?;
    Some(((stage, member), values))
}

/// Writes a text of a calibration, such as its posterior.
///
/// # Errors
/// If it cannot be written.
pub fn write_text(dir: &Path, name: &str, text: &str) -> Result<(), ResultsError> {
    let file = dir.join(name);
    fs::write(&file, text).map_err(|source| ResultsError::File { file, source })
}
