//! Where a run is written: beside its target until it is whole, then in its place.
//!
//! While a run is under way, or interrupted, `NAME.partial-KEY` beside the target holds its journal. The key is another for every
//! scenario, seed and build, so that runs never mix and none is lost to another. Tables and charts are written to a draft in there,
//! which becomes the target in one step when the run is whole; of an interrupted run it becomes `so-far`.

use super::journal::{Journal, Key, bytes_needed};
use super::{Manifest, ResultsError};
use crate::experiment::Finished;
use crate::model::Layout;
use std::fs;
use std::io::{Error, ErrorKind, Result as IoResult};
use std::path::{Path, PathBuf};

const JOURNAL: &str = "journal";
const DRAFT: &str = "draft";
const SO_FAR: &str = "so-far";
/// The earlier result, while it makes room.
const REPLACED: &str = "replaced";
/// The folder of a result that veilsim alone writes to.
const CHARTS: &str = "charts";

/// A run's folder beside the place where its results will stand.
#[derive(Debug)]
pub struct Staging {
    target: PathBuf,
    folder: PathBuf,
    journal: Journal,
}

impl Staging {
    /// Opens the staging of so many arms and replications of each with results in `target`, with those that finished there
    /// before. A place that cannot be written, or is too small, shows here, before the long run.
    ///
    /// # Errors
    /// If the place cannot be written, is too small, or holds something that is not a result of veilsim; and while another process
    /// is at work there.
    pub fn open(target: &Path, key: &Key, layout: Layout, (arms, replications): (usize, u32)) -> Result<(Self, Finished), ResultsError> {
        let wrong = |source| ResultsError::File { file: target.to_owned(), source };
        // "." and ".." have no name to set another beside.
        let named = if target.file_name().is_some() { Ok(target.to_owned()) } else { target.canonicalize() };
        let target = named.map_err(wrong)?;
        let folder = folder_of(&target, key);
        finish_swap(&folder, &target).map_err(wrong)?;
        if target.exists() && Manifest::read(&target).is_err() && !is_empty(&target) {
            let message = "there is something here that is not a result of veilsim; choose another place with --out";
            return Err(wrong(Error::new(ErrorKind::AlreadyExists, message)));
        }
        fs::create_dir_all(&folder).map_err(wrong)?;
        let (journal, finished) = Journal::open(folder.join(JOURNAL), key, layout)?;
        let staging = Self { target, folder, journal };
        let missing = (arms as u64 * u64::from(replications)).saturating_sub(finished.len() as u64);
        check_room(&staging.folder, bytes_needed(layout, missing, arms)).map_err(wrong)?;
        Ok((staging, finished))
    }

    /// Where finished runs are written down.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// An empty directory to write tables and charts to.
    ///
    /// # Errors
    /// If there cannot be one.
    pub fn draft(&self) -> Result<PathBuf, ResultsError> {
        let draft = self.folder.join(DRAFT);
        let made = remove(&draft).and_then(|()| fs::create_dir(&draft));
        made.map(|()| draft.clone()).map_err(|source| ResultsError::File { file: draft, source })
    }

    /// Puts the draft in the target's place and clears up. What veilsim did not make stays there.
    ///
    /// # Errors
    /// If it cannot be moved there.
    pub fn publish(self) -> Result<PathBuf, ResultsError> {
        let swap = || {
            if self.target.exists() {
                fs::rename(&self.target, self.folder.join(REPLACED))?;
            }
            fs::rename(self.folder.join(DRAFT), &self.target)?;
            finish_swap(&self.folder, &self.target)
        };
        swap().map_err(|source| ResultsError::File { file: self.target.clone(), source })?;
        self.clear();
        Ok(self.target.clone())
    }

    /// Keeps the draft as what there is so far, beside the journal. The target stays as it is.
    ///
    /// # Errors
    /// If it cannot be moved there.
    pub fn keep_so_far(&self) -> Result<PathBuf, ResultsError> {
        let so_far = self.folder.join(SO_FAR);
        let moved = remove(&so_far).and_then(|()| fs::rename(self.folder.join(DRAFT), &so_far));
        moved.map(|()| so_far.clone()).map_err(|source| ResultsError::File { file: so_far, source })
    }

    /// Unfinished runs with the same target and another key: in what they differ, and where they are.
    #[must_use]
    pub fn others(&self, key: &Key) -> Vec<(String, PathBuf)> {
        let parent = self.folder.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let beside =
            fs::read_dir(parent).into_iter().flatten().filter_map(|entry| Some(self.folder.with_file_name(entry.ok()?.file_name())));
        let other = |folder: PathBuf| {
            let found = Key::read(&folder.join(JOURNAL))?;
            (folder_of(&self.target, &found) == folder && found != *key).then(|| (key.difference(&found), folder))
        };
        let mut others: Vec<_> = beside.filter_map(other).collect();
        others.sort();
        others
    }

    /// Removes what the staging made.
    fn clear(&self) {
        for name in [DRAFT, SO_FAR, JOURNAL] {
            // What cannot be removed is in nobody's way.
            let _ = remove(&self.folder.join(name));
        }
        let _ = fs::remove_dir(&self.folder);
    }
}

impl Drop for Staging {
    /// A run of which nothing finished leaves nothing.
    fn drop(&mut self) {
        if self.journal.is_empty() {
            self.clear();
        }
    }
}

/// The folder of an unfinished run, beside its target.
fn folder_of(target: &Path, key: &Key) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!("{name}.partial-{}", key.short()))
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// Removes a file or a directory, if it is there.
fn remove(path: &Path) -> IoResult<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    removed.or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// Ends the replacement of the earlier result at any point at which it was left: afterwards the target is whole.
fn finish_swap(folder: &Path, target: &Path) -> IoResult<()> {
    let replaced = folder.join(REPLACED);
    if !replaced.exists() {
        return Ok(());
    }
    if !target.exists() {
        return fs::rename(replaced, target);
    }
    keep_foreign(&replaced, target)?;
    remove(&replaced)
}

/// Moves to the new result what is in the old one and veilsim did not make: all but charts, and files that the new result has too.
fn keep_foreign(old: &Path, new: &Path) -> IoResult<()> {
    for entry in fs::read_dir(old)? {
        let from = entry?.path();
        let to = new.join(from.file_name().unwrap_or_default());
        let chart = old.ends_with(CHARTS) && from.extension().is_some_and(|e| e == "svg" || e == "png");
        if from.is_dir() && to.is_dir() {
            keep_foreign(&from, &to)?;
        } else if !to.exists() && !chart {
            fs::rename(from, to)?;
        }
    }
    Ok(())
}

fn check_room(folder: &Path, needed: u64) -> IoResult<()> {
    let free = fs4::available_space(folder)?;
    if free >= needed {
        return Ok(());
    }
    let gigabytes = |bytes: u64| format!("{:.1} GB", bytes as f64 / 1e9);
    let message = format!("the run needs about {} here, and {} are free", gigabytes(needed), gigabytes(free));
    Err(Error::new(ErrorKind::StorageFull, message))
}
