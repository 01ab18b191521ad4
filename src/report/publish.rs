//! A results directory that is whole or not there.

use super::Manifest;
use super::ReportError;
use std::path::{Path, PathBuf};

/// A directory in the making, beside the place where it will stand. It is removed again unless it is published.
pub struct Draft {
    folder: tempfile::TempDir,
    target: PathBuf,
}

impl Draft {
    /// Opens a draft of `target`, so that a place that cannot be written shows before the long run.
    ///
    /// # Errors
    /// If the place cannot be written, or holds something that is not a result of veilsim.
    pub fn open(target: &Path) -> Result<Self, ReportError> {
        let wrong = |source| ReportError::File { file: target.to_owned(), source };
        let occupied = target.exists() && Manifest::read(target).is_err();
        let empty = || std::fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none());
        if occupied && !empty() {
            let message = "there is something here that is not a result of veilsim; choose another place with --out";
            return Err(wrong(std::io::Error::new(std::io::ErrorKind::AlreadyExists, message)));
        }
        let parent = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(parent).map_err(wrong)?;
        let folder = tempfile::Builder::new().prefix(".veilsim-").tempdir_in(parent).map_err(wrong)?;
        Ok(Self { folder, target: target.to_owned() })
    }

    /// The directory to write to.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Puts the directory in its place, instead of an earlier result.
    ///
    /// # Errors
    /// If it cannot be moved there.
    pub fn publish(self) -> Result<PathBuf, ReportError> {
        let target = self.target;
        let wrong = |source| ReportError::File { file: target.clone(), source };
        set_readable(self.folder.path()).map_err(wrong)?;
        let parent = self.folder.path().parent().unwrap_or(Path::new(".")).to_owned();
        // The earlier result is moved aside, not overwritten, so that there is a whole one at every instant but the one between.
        let aside = tempfile::Builder::new().prefix(".veilsim-old-").tempdir_in(&parent).map_err(wrong)?;
        if target.exists() {
            std::fs::rename(&target, aside.path().join("old")).map_err(wrong)?;
        }
        std::fs::rename(self.folder.keep(), &target).map_err(wrong)?;
        drop(aside);
        Ok(target)
    }
}

/// A temporary directory is its owner's alone; a result is for everybody whom the system lets.
#[cfg(unix)]
fn set_readable(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn set_readable(_: &Path) -> std::io::Result<()> {
    Ok(())
}
