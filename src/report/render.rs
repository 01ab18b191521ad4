//! All that people look at in a directory of tables: the charts and the page.

use std::path::{Path, PathBuf};

use super::charts::{CHARTS, Chart, Inputs, METHOD_CHARTS, NotDrawn, Picture, Sheet, reach};
use super::error::ReportError;
use super::page::{Apart, BRIEF, REPORT};
use super::{page, raster};
use crate::experiment::{Method, in_parallel};
use crate::inference::MOST_BROKEN_DOWN;
use crate::results::tables::{self, ReachRow};
use crate::results::{Manifest, altered};

/// Pixels of a PNG for each of its SVG.
const PNG_SCALE: f32 = 2.0;

/// End of the names of pictures for narrow screens.
const NARROW: &str = "-narrow";

/// What [`render_all`] made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The files written: an SVG and a PNG of each picture, an SVG for narrow screens, and the pages.
    pub files: Vec<PathBuf>,
    /// The pictures left out, and why.
    pub skipped: Vec<Skipped>,
    /// The tables that are not as the run wrote them, as the page says.
    pub altered: Vec<String>,
}

/// A picture that the tables hold nothing for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Name of the picture.
    pub name: String,
    /// Why it was left out.
    pub reason: String,
}

/// Reads the tables in `dir` and writes every chart to `dir/charts`, as SVG in two widths and as PNG, and the pages `dir/report.html` and
/// `dir/brief.html`, which name the tables that are not as the run wrote them.
///
/// # Errors
///
/// A table cannot be read, a chart not drawn, or a file not written.
pub fn render_all(dir: &Path, manifest: &Manifest) -> Result<Rendered, ReportError> {
    let shown = Manifest { run: manifest.run.of_first(MOST_BROKEN_DOWN), ..manifest.clone() };
    let left_out = manifest.run.arms.len() - shown.run.arms.len();
    let inputs = Inputs::read(dir, &shown)?;
    let (mut rendered, drawn) = draw(dir, manifest, &inputs, &CHARTS)?;
    let apart = Apart { altered: &rendered.altered, left_out };
    let pages = page::write(dir, (&shown, apart), &inputs, &drawn, &[REPORT, BRIEF])?;
    rendered.files.extend(pages);
    Ok(rendered)
}

/// Reads the tables in `dir` and writes `dir/brief.html` alone.
///
/// # Errors
///
/// A table cannot be read, or the file not written.
pub fn render_brief(dir: &Path, manifest: &Manifest) -> Result<Rendered, ReportError> {
    let shown = Manifest { run: manifest.run.of_first(MOST_BROKEN_DOWN), ..manifest.clone() };
    let altered = altered(dir, &manifest.tables)?;
    let apart = Apart { altered: &altered, left_out: manifest.run.arms.len() - shown.run.arms.len() };
    let files = page::write(dir, (&shown, apart), &Inputs::read(dir, &shown)?, &[], &[BRIEF])?;
    Ok(Rendered { files, altered, skipped: Vec::new() })
}

/// Reads the tables of a method in `dir` and writes its charts to `dir/charts`. There is no page.
///
/// # Errors
///
/// A table cannot be read, a chart not drawn, or a file not written.
pub fn render_method(dir: &Path, manifest: &Manifest) -> Result<Rendered, ReportError> {
    let inputs = Inputs::of_method(dir, manifest)?;
    Ok(draw(dir, manifest, &inputs, &charts_of(manifest))?.0)
}

/// Draws the chart of this name from the tables in `dir`, of a run or a method; none if it has no such chart.
///
/// # Errors
///
/// A table cannot be read.
pub fn draw_chart(dir: &Path, manifest: &Manifest, name: &str, sheet: Sheet) -> Result<Option<Vec<Picture>>, ReportError> {
    let Some(chart) = charts_of(manifest).into_iter().find(|chart| chart.name == name) else { return Ok(None) };
    let shown = Manifest { run: manifest.run.of_first(MOST_BROKEN_DOWN), ..manifest.clone() };
    let inputs = if manifest.method.is_some() { Inputs::of_method(dir, manifest)? } else { Inputs::read(dir, &shown)? };
    Ok(Some((chart.draw)(&inputs, sheet)))
}

/// The charts of a run or a method.
#[must_use]
pub fn charts_of(manifest: &Manifest) -> Vec<Chart> {
    let Some(method) = manifest.method.as_ref().map(Method::name) else { return CHARTS.to_vec() };
    METHOD_CHARTS.iter().filter(|(of, _)| *of == method).map(|(_, chart)| *chart).collect()
}

/// A chart and its pictures, wide and narrow.
type Drawn = (Chart, [Vec<Picture>; 2]);

/// Draws these charts to `dir/charts`.
fn draw(dir: &Path, manifest: &Manifest, inputs: &Inputs, charts: &[Chart]) -> Result<(Rendered, Vec<Drawn>), ReportError> {
    let folder = dir.join("charts");
    std::fs::create_dir_all(&folder).map_err(|source| ReportError::File { file: folder.clone(), source })?;
    let mut rendered = Rendered { altered: altered(dir, &manifest.tables)?, ..Rendered::default() };
    let on_both = |chart: &Chart| [Sheet::Wide, Sheet::Narrow].map(|sheet| (chart.draw)(inputs, sheet));
    let drawn: Vec<Drawn> = in_parallel(charts, |chart| (*chart, on_both(chart)));
    let wide: Vec<&Picture> = drawn.iter().flat_map(|(_, [wide, _])| wide).collect();
    let rastered = in_parallel(&wide, |Picture { name, svg }| {
        let svg = svg.as_ref();
        (name, svg.map(|svg| (svg, raster::png(svg, PNG_SCALE))))
    });
    for (name, picture) in rastered {
        match picture {
            Ok((svg, png)) => {
                let png = png.map_err(|reason| failed(name, reason))?;
                rendered.files.push(save(folder.join(format!("{name}.svg")), svg.as_bytes())?);
                rendered.files.push(save(folder.join(format!("{name}.png")), &png)?);
            }
            Err(NotDrawn::Skipped(reason)) => rendered.skipped.push(Skipped { name: name.clone(), reason: reason.clone() }),
            Err(NotDrawn::Failed(reason)) => return Err(failed(name, reason.clone())),
        }
    }
    for Picture { name, svg } in drawn.iter().flat_map(|(_, [_, narrow])| narrow) {
        match svg {
            Ok(svg) => rendered.files.push(save(folder.join(format!("{name}{NARROW}.svg")), svg.as_bytes())?),
            Err(NotDrawn::Failed(reason)) => return Err(failed(name, reason.clone())),
            // Its wide sister says why.
            Err(NotDrawn::Skipped(_)) => {}
        }
    }
    Ok((rendered, drawn))
}

/// Draws how far the model is from published figures, from the table of a calibration in `dir`.
///
/// # Errors
///
/// The table cannot be read, the chart not drawn, or a file not written.
pub fn render_reach(dir: &Path, question: &str) -> Result<(), ReportError> {
    let rows: Vec<ReachRow> = tables::read(dir)?;
    let name = "calibration-targets";
    for (sheet, ending) in [(Sheet::Wide, ""), (Sheet::Narrow, NARROW)] {
        let Some(svg) = reach(&rows, question, sheet).map_err(|reason| failed(name, reason))? else { continue };
        save(dir.join(format!("{name}{ending}.svg")), svg.as_bytes())?;
        if sheet == Sheet::Wide {
            save(dir.join(format!("{name}.png")), &raster::png(&svg, PNG_SCALE).map_err(|reason| failed(name, reason))?)?;
        }
    }
    Ok(())
}

fn failed(name: &str, reason: String) -> ReportError {
    ReportError::Chart { chart: name.to_owned(), reason }
}

fn save(file: PathBuf, bytes: &[u8]) -> Result<PathBuf, ReportError> {
    match std::fs::write(&file, bytes) {
        Ok(()) => Ok(file),
        Err(source) => Err(ReportError::File { file, source }),
    }
}
