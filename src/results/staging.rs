//! Where a run is written: apart from its target until it is whole, then in its place.
//!
//! While a run is under way, or interrupted, `NAME.partial-KEY` beside the target holds its journal. The key is another for every
//! scenario, seed and build, so that runs never mix and none is lost to another. Tables and charts are written to a draft in there.
//! When the run is whole, a draft without an earlier result becomes the target in one step; else its files take the place of the
//! earlier ones, the manifest last. Of an interrupted run the draft becomes `so-far`.

use super::journal::{Journal, bytes_needed};
use super::key::Key;
use super::place::{self, Names, refused};
use super::{Manifest, ResultsError, Store, TableHash};
use crate::experiment::{Design, Record};
use crate::model::Layout;
use std::fs;
use std::io::{Error, ErrorKind, Result as IoResult};
use std::path::{Path, PathBuf};

const JOURNAL: &str = "journal";
const DRAFT: &str = "draft";
/// A whole draft on its way to the target.
const READY: &str = "ready";
const SO_FAR: &str = "so-far";

/// A run's folder, apart from the place where its results will stand.
#[derive(Debug)]
pub struct Staging<'a, R: Record> {
    target: PathBuf,
    folder: PathBuf,
    names: Names<'a>,
    journal: Journal<R>,
}

impl<'a, R: Record> Staging<'a, R> {
    /// Opens the staging of a run with results in `out`, which take these names there. A place that cannot be written shows here,
    /// before the long run.
    ///
    /// # Errors
    /// If results cannot stand there, or something does that is not a result of veilsim; and while another process is at work on the
    /// same run.
    pub fn open(out: &Path, names: Names<'a>, key: &Key, layout: Layout) -> Result<Self, ResultsError> {
        let target = place::resolve(out)?;
        let homes = place::homes(&target, &key.short());
        for folder in &homes {
            finish(folder, &target, names)?;
        }
        place::refuse_strange(&target)?;
        names.refuse(&target)?;
        let mut reason = None;
        for folder in homes {
            if let Err(error) = place::make(&folder) {
                reason.get_or_insert(error);
                continue;
            }
            let journal = Journal::open(folder.join(JOURNAL), key, layout)?;
            let staging = Self { target: target.clone(), folder, names, journal };
            match place::probe(&staging.folder, &target) {
                Ok(()) => return Ok(staging),
                Err(error) => reason = reason.or(Some(error)),
            }
        }
        let reason = reason.unwrap_or_else(|| Error::from(ErrorKind::InvalidInput));
        Err(refused(out, format_args!("{reason}; choose another place with --out")))
    }

    /// What the results that stand in the place say of themselves, if there are any.
    #[must_use]
    pub fn earlier(&self) -> Option<Manifest> {
        Manifest::read(&self.target).ok()
    }

    /// Whether what is missing of so many replications of a design has room on the disk.
    ///
    /// # Errors
    /// If it has not.
    pub fn check_room(&self, design: &Design, replications: u32, layout: Layout) -> Result<(), ResultsError> {
        let points = design.points.len();
        let missing = (points as u64 * u64::from(replications)).saturating_sub(self.journal.len() as u64);
        let checked = check_room(&self.folder, bytes_needed::<R>(layout, missing, points));
        checked.map_err(|source| ResultsError::File { file: self.target.clone(), source })
    }

    /// Where finished runs are kept.
    #[must_use]
    pub fn store(&self) -> &dyn Store<R> {
        &self.journal
    }

    /// How many runs had finished when it was opened, and have since.
    #[must_use]
    pub fn finished(&self) -> usize {
        self.journal.len()
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

    /// A directory to draw charts in, with these tables of the results in `directory`.
    ///
    /// # Errors
    /// If there cannot be one, or a table cannot be copied.
    pub fn draft_of(&self, directory: &Path, tables: &[TableHash]) -> Result<PathBuf, ResultsError> {
        let draft = self.draft()?;
        // A record may have been changed: what it names elsewhere is somebody else's.
        for table in tables.iter().filter(|table| self.names.files.contains(&table.file.as_str())) {
            let file = directory.join(&table.file);
            fs::copy(&file, draft.join(&table.file)).map_err(|source| ResultsError::File { file, source })?;
        }
        Ok(draft)
    }

    /// Puts the draft in the target's place and clears up. What veilsim did not make stays as it is.
    ///
    /// # Errors
    /// If it cannot be moved there.
    pub fn publish(self) -> Result<PathBuf, ResultsError> {
        // Somebody may have put something there during the run; the draft then waits for the next.
        self.names.refuse(&self.target)?;
        let draft = self.folder.join(DRAFT);
        let cleared = self.names.clear_earlier(&self.target, &draft).and_then(|()| fs::rename(&draft, self.folder.join(READY)));
        cleared.map_err(|source| ResultsError::File { file: self.target.clone(), source })?;
        finish(&self.folder, &self.target, self.names)?;
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
        let beside = |folder: &Path| {
            let found = folder.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).read_dir();
            let names: Vec<_> = found.into_iter().flatten().flatten().map(|entry| entry.file_name()).collect();
            names.into_iter().map(|name| folder.with_file_name(name)).collect::<Vec<_>>()
        };
        let other = |folder: PathBuf| {
            let found = Key::read(&folder.join(JOURNAL))?;
            let is_of_target = place::homes(&self.target, &found.short()).contains(&folder);
            (is_of_target && found != *key).then(|| (key.difference(&found), folder))
        };
        let homes = place::homes(&self.target, &key.short());
        let mut others: Vec<_> = homes.iter().flat_map(|home| beside(home)).filter_map(other).collect();
        others.sort();
        others
    }

    /// Removes what the staging made.
    fn clear(&self) {
        for name in [DRAFT, SO_FAR, JOURNAL] {
            // What cannot be removed does no harm.
            let _ = remove(&self.folder.join(name));
        }
        let _ = fs::remove_dir(&self.folder);
    }
}

impl<R: Record> Drop for Staging<'_, R> {
    /// A run of which nothing finished leaves nothing.
    fn drop(&mut self) {
        if self.journal.is_empty() {
            self.clear();
        }
    }
}

/// Ends the publication of a whole draft at any point at which it was left.
fn finish(folder: &Path, target: &Path, names: Names<'_>) -> Result<(), ResultsError> {
    let ready = folder.join(READY);
    if !ready.exists() {
        return Ok(());
    }
    names.refuse(target)?;
    let moved = if target.exists() { place::move_into(target, &ready).and_then(|()| remove(&ready)) } else { fs::rename(ready, target) };
    moved.map_err(|source| ResultsError::File { file: target.to_owned(), source })
}

/// Removes a file or a directory, if it is there. A link is removed, not what it leads to.
pub(super) fn remove(path: &Path) -> IoResult<()> {
    let is_dir = fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    let removed = if is_dir { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    removed.or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// Whether a folder's disk has so many bytes free.
pub(super) fn check_room(folder: &Path, needed: u64) -> IoResult<()> {
    let free = fs4::available_space(folder)?;
    if free >= needed {
        return Ok(());
    }
    let gigabytes = |bytes: u64| format!("{:.1} GB", bytes as f64 / 1e9);
    let message = format!("the run needs about {} here, and {} are free", gigabytes(needed), gigabytes(free));
    Err(Error::new(ErrorKind::StorageFull, message))
}
