//! Results that stand in a folder: their tables, charts and words, and whether they come out again.

use crate::error::{failed, undone};
use crate::scenario::{Scenario, Source, limits};
use crate::work::wait;
use pyo3::prelude::*;
use pyo3::types::PyList;
use std::path::PathBuf;
use veilsim::app::{self, Verified};
use veilsim::inference::columns;
use veilsim::report::charts::{NotDrawn, Sheet};
use veilsim::report::{charts_of, draw_chart, sentences};
use veilsim::results::Manifest;
use veilsim::results::tables::{self, Cells, PeriodRow, SummaryRow};

/// The scenario of results, as it was run. What asks of its draws need not simulate it again.
#[pyfunction]
pub(crate) fn recorded(folder: PathBuf) -> PyResult<Scenario> {
    let read = app::scenario_of(&folder).map_err(undone)?;
    let source = Source::Text { name: read.name.clone(), text: read.text.clone(), presets: read.presets.clone() };
    Ok(Scenario { read, source, results: Some(folder) })
}

/// A column: its name, its kind, what it says, and its cells.
type Read<'py> = (&'static str, &'static str, &'static str, Bound<'py, PyList>);

/// The columns of a table.
#[pyfunction]
pub(crate) fn read_table<'py>(py: Python<'py>, folder: PathBuf, file: &str) -> PyResult<Vec<Read<'py>>> {
    let columns = columns(file).ok_or_else(|| failed(format!("veilsim writes no table {file}")))?;
    let path = folder.join(file);
    let all = py.detach(|| tables::read_columns(&path, columns)).map_err(failed)?;
    let read = all.into_iter().zip(columns).map(|(cells, column)| {
        let (kind, list) = match cells {
            Cells::Whole(cells) => ("whole", PyList::new(py, cells)),
            Cells::Number(cells) => ("number", PyList::new(py, cells)),
            Cells::YesNo(cells) => ("yes-no", PyList::new(py, cells)),
            Cells::Text(cells) => ("text", PyList::new(py, cells)),
        };
        Ok((column.name, kind, column.about, list?))
    });
    read.collect()
}

/// The charts that results can have: the name of each, and what it shows.
#[pyfunction]
pub(crate) fn charts(folder: PathBuf) -> PyResult<Vec<(&'static str, &'static str)>> {
    let manifest = Manifest::read(&folder).map_err(failed)?;
    Ok(charts_of(&manifest).iter().map(|chart| (chart.name, chart.about)).collect())
}

/// Draws a chart from tables: the name and the SVG of each picture.
#[pyfunction]
pub(crate) fn draw(py: Python<'_>, folder: PathBuf, chart: &str, narrow: bool) -> PyResult<Vec<(String, String)>> {
    let manifest = Manifest::read(&folder).map_err(failed)?;
    let sheet = if narrow { Sheet::Narrow } else { Sheet::Wide };
    let drawn = py.detach(|| draw_chart(&folder, &manifest, chart, sheet)).map_err(failed)?;
    let Some(pictures) = drawn else {
        let names: Vec<&str> = charts_of(&manifest).iter().map(|chart| chart.name).collect();
        return Err(failed(format!("there is no chart {chart}; there are: {}", names.join(", "))));
    };
    let (mut all, mut reason) = (Vec::new(), String::new());
    for picture in pictures {
        match picture.svg {
            Ok(svg) => all.push((picture.name, svg)),
            Err(NotDrawn::Skipped(why)) => reason = format!("{} is left out: {why}", picture.name),
            Err(NotDrawn::Failed(why)) => return Err(failed(format!("chart {}: {why}", picture.name))),
        }
    }
    if all.is_empty() { Err(failed(reason)) } else { Ok(all) }
}

/// The answer of a run in sentences.
#[pyfunction]
pub(crate) fn answer(folder: PathBuf) -> PyResult<Vec<String>> {
    let manifest = Manifest::read(&folder).map_err(failed)?;
    let rows: Vec<SummaryRow> = tables::read(&folder).map_err(failed)?;
    let periods: Vec<PeriodRow> = tables::read(&folder).map_err(failed)?;
    Ok(sentences(&manifest.run, &manifest.charts.answer, &rows, &periods).iter().map(ToString::to_string).collect())
}

/// Puts results into another folder too, with charts and page.
#[pyfunction]
pub(crate) fn put(py: Python<'_>, folder: PathBuf, out: PathBuf) -> PyResult<PathBuf> {
    wait(py, None, move |watch| app::put_elsewhere(&folder, &out, watch))
}

/// Runs results again and compares: their digest if they are the same, or else in what they differ.
#[pyfunction]
pub(crate) fn verify(
    py: Python<'_>,
    folder: PathBuf,
    threads: usize,
    most_events: Option<f64>,
    most_memory: Option<f64>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Option<String>, Vec<String>)> {
    let (limits, stranger) = (limits(most_events, most_memory), app::stranger(&folder));
    let verified = wait(py, progress.as_ref(), move |watch| app::verify(&folder, limits, threads, watch));
    match (verified, stranger) {
        (Ok(Verified::Same { digest }), _) => Ok((Some(digest), Vec::new())),
        (Ok(Verified::Differs(how)), stranger) => Ok((None, stranger.into_iter().chain(how).collect())),
        // What another version wrote need not be readable here, and that explains all the rest.
        (Err(error), Some(stranger)) if error.is_instance_of::<crate::error::Error>(py) => Ok((None, vec![stranger])),
        (Err(error), _) => Err(error),
    }
}
