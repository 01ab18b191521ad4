//! A commented scenario to start from.

use super::grammar::{NAMES_ARE, is_name, is_reserved};
use std::fs::File;
use std::io::{Error, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};

const TEMPLATE: &str = include_str!("template.toml");

/// Writes a scenario that can be checked and run to `path`, with `.toml` at its end if there is none.
///
/// # Errors
/// If there is something at that place, it cannot be written, or its name cannot be a scenario's.
pub fn create(path: &Path) -> Result<PathBuf> {
    let path = if path.extension().is_some_and(|e| e == "toml") { path.to_owned() } else { path.with_added_extension("toml") };
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    if !is_name(&name) || is_reserved(&name) {
        return Err(Error::new(ErrorKind::InvalidInput, NAMES_ARE));
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    File::create_new(&path)?.write_all(TEMPLATE.replacen("NAME", &name, 1).as_bytes())?;
    Ok(path)
}
