//! The place where results are to stand: found, and refused before the run where it cannot work.
//!
//! The directory itself may be reached through a link, which stays. Nothing in it is reached through one: a link, or a folder, with
//! the name of a file of results is somebody else's, and is neither followed nor replaced.

use super::{Manifest, ResultsError};
use std::ffi::OsStr;
use std::fs;
use std::io::{ErrorKind, Result as IoResult};
use std::path::{Path, PathBuf};

/// The folder of the charts.
const CHARTS: &str = "charts";
/// What an unfinished run's folder is called in a directory of results that nothing can be set beside.
pub(super) const INSIDE: &str = ".partial-";
/// The folder of the shards in a directory of results.
pub(super) const SHARDS: &str = "shards";
/// Longer names have no room for what is set behind them.
const LONGEST_NAME: usize = 200;
/// An empty folder that is moved to the place, to see whether it can be.
const PROBE: &str = ".veilsim-probe";

/// The names that results take in a directory.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The tables and other files.
    pub files: &'a [&'a str],
    /// The charts: what the names of their files begin with.
    pub charts: &'a [&'a str],
}

impl Names<'_> {
    /// Refuses a directory in which one of the names is taken by something that is not a plain file, or the charts' folder by
    /// something that is no folder.
    ///
    /// # Errors
    /// Says what is in the way.
    pub fn refuse(&self, dir: &Path) -> Result<(), ResultsError> {
        let charts = dir.join(CHARTS);
        let files = self.files.iter().map(|file| dir.join(file));
        let pictures = || entries(&charts).into_iter().filter(|file| self.is_chart(file));
        let of = |path: &Path| fs::symlink_metadata(path).map(|found| found.file_type());
        if let Ok(found) = of(&charts).as_ref()
            && !found.is_dir()
        {
            return Err(in_the_way(dir, &charts, if found.is_symlink() { "a link" } else { "a file" }));
        }
        for path in files.chain(pictures()) {
            match of(&path) {
                Ok(found) if found.is_symlink() => return Err(in_the_way(dir, &path, "a link")),
                Ok(found) if found.is_dir() => return Err(in_the_way(dir, &path, "a folder")),
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether a file has the name of a chart.
    fn is_chart(&self, file: &Path) -> bool {
        let picture = file.extension().is_some_and(|ending| ending == "svg" || ending == "png");
        let name = file.file_stem().and_then(OsStr::to_str).unwrap_or_default();
        picture && self.charts.iter().any(|chart| name.strip_prefix(chart).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')))
    }

    /// Removes from `dir` what an earlier result has and the one in `draft` has not: its charts, which would mislead beside the new
    /// ones, its page, and its tables as it wrote them. What somebody changed or added stays.
    pub(super) fn clear_earlier(&self, dir: &Path, draft: &Path) -> IoResult<()> {
        let tables = Manifest::read(dir).map(|earlier| earlier.tables).unwrap_or_default();
        let as_written = |file: &Path, hash: &str| fs::read(file).is_ok_and(|bytes| blake3::hash(&bytes).to_hex().as_str() == hash);
        // A record may have been changed: what it names elsewhere is somebody else's.
        let known = tables.iter().filter(|table| Path::new(&table.file).file_name() == Some(OsStr::new(&table.file)));
        let tables = known.map(|table| (dir.join(&table.file), draft.join(&table.file), table.hash.as_str()));
        for (file, _, _) in tables.filter(|(file, new, hash)| !new.exists() && as_written(file, hash)) {
            fs::remove_file(file)?;
        }
        // A page beside tables that it does not show would mislead as a chart does.
        let pages = self.files.iter().map(Path::new).filter(|file| file.extension().is_some_and(|ending| ending == "html"));
        for file in pages.filter(|file| !draft.join(file).exists() && dir.join(file).exists()) {
            fs::remove_file(dir.join(file))?;
        }
        let charts = entries(&dir.join(CHARTS)).into_iter().filter(|file| self.is_chart(file));
        for file in charts.filter(|file| !draft.join(CHARTS).join(file.file_name().unwrap_or_default()).exists()) {
            fs::remove_file(file)?;
        }
        Ok(())
    }
}

/// Moves every file of a finished draft to its place in `dir`, the manifest last: until it is there, the result is the earlier
/// one. It can be left at any point and done again.
pub(super) fn move_into(dir: &Path, draft: &Path) -> IoResult<()> {
    let charts = draft.join(CHARTS);
    if charts.is_dir() {
        fs::create_dir_all(dir.join(CHARTS))?;
        move_all(entries(&charts), &dir.join(CHARTS))?;
    }
    let manifest = draft.join(super::manifest::FILE);
    move_all(entries(draft).into_iter().filter(|path| *path != manifest && *path != charts).collect(), dir)?;
    if manifest.exists() { move_all(vec![manifest], dir) } else { Ok(()) }
}

fn move_all(files: Vec<PathBuf>, to: &Path) -> IoResult<()> {
    files.into_iter().try_for_each(|file| fs::rename(&file, to.join(file.file_name().unwrap_or_default())))
}

/// What is in a folder, in the order of the names.
pub(super) fn entries(folder: &Path) -> Vec<PathBuf> {
    let found = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = found.collect();
    found.sort();
    found
}

/// Why a place cannot hold results.
pub(super) fn refused(place: &Path, reason: impl std::fmt::Display) -> ResultsError {
    ResultsError::Place { place: place.to_owned(), reason: reason.to_string() }
}

fn in_the_way(dir: &Path, path: &Path, what: &str) -> ResultsError {
    let name = path.strip_prefix(dir).unwrap_or(path).display();
    refused(dir, format_args!("{name} in it is {what}, and a file of the results has that name; move it away first"))
}

/// The directory that a path leads to, which need not exist.
pub(super) fn resolve(out: &Path) -> Result<PathBuf, ResultsError> {
    let found = match fs::symlink_metadata(out) {
        Ok(found) => found,
        // "." and ".." have no name to set another beside.
        Err(error) if error.kind() == ErrorKind::NotFound && out.file_name().is_some() => return Ok(out.to_owned()),
        Err(error) => return Err(refused(out, format_args!("{error}; choose another place with --out"))),
    };
    let target = if found.is_symlink() || out.file_name().is_none() {
        out.canonicalize().map_err(|error| refused(out, format_args!("it is a link that leads nowhere: {error}")))?
    } else {
        out.to_owned()
    };
    if target.is_dir() { Ok(target) } else { Err(refused(out, "it is a file; choose another place with --out")) }
}

/// Refuses a directory that holds something and no result.
pub(super) fn refuse_strange(target: &Path) -> Result<(), ResultsError> {
    let ours =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(INSIDE) || name == PROBE || name == SHARDS);
    if entries(target).iter().all(ours) || Manifest::read(target).is_ok() {
        return Ok(());
    }
    Err(refused(target, "there is something here that is not a result of veilsim; choose another place with --out"))
}

/// Where the folder of an unfinished run can be: beside its target, and inside it where nothing can be moved from beside, as where
/// the target is a mount.
pub(super) fn homes(target: &Path, key: &str) -> Vec<PathBuf> {
    let mut homes = Vec::new();
    if let Some(name) = target.file_name() {
        let name = name.to_string_lossy();
        let short = if name.len() > LONGEST_NAME { super::hash(&name)[..16].to_owned() } else { name.into_owned() };
        homes.push(target.with_file_name(format!("{short}.partial-{key}")));
    }
    if target.is_dir() {
        homes.push(target.join(format!("{INSIDE}{key}")));
    }
    homes
}

/// Makes an unfinished run's folder.
pub(super) fn make(folder: &Path) -> IoResult<()> {
    match fs::symlink_metadata(folder) {
        Ok(found) if found.is_dir() => Ok(()),
        Ok(_) => Err(std::io::Error::new(ErrorKind::AlreadyExists, format!("{} is in the way", folder.display()))),
        Err(_) => fs::create_dir_all(folder),
    }
}

/// Moves an empty folder from an unfinished run's folder to the target, or into it, and away again: what cannot be done there shows.
pub(super) fn probe(folder: &Path, target: &Path) -> IoResult<()> {
    let from = folder.join(PROBE);
    let to = if target.exists() { target.join(PROBE) } else { target.to_owned() };
    // One that a kill left behind.
    let _ = fs::remove_dir(&from);
    if target.exists() {
        let _ = fs::remove_dir(&to);
    }
    fs::create_dir(&from)?;
    let moved = fs::rename(&from, &to);
    fs::remove_dir(if moved.is_ok() { &to } else { &from })?;
    moved
}
