//! Results on record, put in another place with everything in them.

use super::method::method_names;
use super::publish::names;
use super::told::tell_left_out;
use super::{AppError, Progress, on_record};
use crate::experiment::{Design, Limits, Record, Totals};
use crate::export::{Folder, write_metadata};
use crate::model::{Layout, Outcomes};
use crate::report::{render_all, render_method};
use crate::results::{Key, Manifest, Names, Staging};
use std::path::{Path, PathBuf};

/// Puts the results in `directory` into `out` too, with charts and, of a run, with the page: as if they had been simulated there.
///
/// # Errors
/// If they cannot be read, or results cannot stand in `out`.
pub fn put_elsewhere(directory: &Path, out: &Path, progress: &dyn Progress) -> Result<PathBuf, AppError> {
    let manifest = Manifest { tables_only: false, ..Manifest::read(directory)? };
    let scenario = on_record(&manifest)?;
    let layout = Layout::of(&scenario.base);
    if let Some(method) = &manifest.method {
        let planned = method.plan(&scenario, Limits { events: f64::INFINITY, bytes: f64::INFINITY })?;
        let key = Key::new::<Totals>(&scenario, &planned.design).of_method(method);
        let place = (out, method_names(), &key, layout);
        return fill::<Totals>(directory, place, &manifest, progress);
    }
    let key = Key::new::<Outcomes>(&scenario, &Design::of(&scenario));
    fill::<Outcomes>(directory, (out, names(), &key, layout), &manifest, progress)
}

/// Copies tables into a draft, draws what belongs to them, and puts it all in its place.
fn fill<R: Record>(
    directory: &Path,
    (out, names, key, layout): (&Path, Names<'_>, &Key, Layout),
    manifest: &Manifest,
    progress: &dyn Progress,
) -> Result<PathBuf, AppError> {
    let staging = Staging::<R>::open(out, names, key, layout)?;
    let draft = staging.draft_of(directory, &manifest.tables)?;
    manifest.write(&draft)?;
    write_metadata(&Folder::of(&draft, manifest))?;
    let rendered = if manifest.method.is_some() { render_method(&draft, manifest)? } else { render_all(&draft, manifest)? };
    tell_left_out(&rendered, progress);
    Ok(staging.publish()?)
}
