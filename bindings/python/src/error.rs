//! What went wrong, as Python has it.

use miette::{GraphicalReportHandler, GraphicalTheme};
use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use veilsim::app::AppError;
use veilsim::experiment::Unplanned;
use veilsim::scenario::Problems;

create_exception!(veilsim, Error, PyException, "Something that could not be done; its text says what and why.");
create_exception!(
    veilsim,
    ScenarioError,
    Error,
    "Problems of a scenario. The text shows each with its place and what to write instead, as the command line does; `problems` has them \
     as a list of dicts with the keys message, help, file, line and column."
);

/// Anything that can be said in a line.
pub(crate) fn failed(reason: impl ToString) -> PyErr {
    Error::new_err(reason.to_string())
}

/// What the application could not do.
pub(crate) fn undone(error: AppError) -> PyErr {
    match error {
        AppError::Input(problems) => wrong(&problems, ""),
        AppError::Unplanned(Unplanned::Point { point, settings, problems }) => {
            wrong(&problems, &format!("at point {point}, with {settings}:\n"))
        }
        other => failed(other),
    }
}

/// The problems of a scenario, a caret under each, after words on where they arise.
pub(crate) fn wrong(problems: &Problems, where_: &str) -> PyErr {
    let mut text = where_.to_owned();
    // Lines are not wrapped: a key broken at a hyphen could not be copied.
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_wrap_lines(false);
    if handler.render_report(&mut text, problems).is_err() {
        text = problems.to_string();
    }
    Python::attach(|py| {
        let error = ScenarioError::new_err(text.trim_end().to_owned());
        match listed(py, problems).and_then(|list| error.value(py).setattr("problems", list)) {
            Ok(()) => error,
            Err(other) => other,
        }
    })
}

fn listed<'py>(py: Python<'py>, problems: &Problems) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for problem in &problems.list {
        let entry = PyDict::new(py);
        entry.set_item("message", &problem.message)?;
        entry.set_item("help", problem.help.as_deref())?;
        entry.set_item("file", &problem.file)?;
        entry.set_item("line", problem.line)?;
        entry.set_item("column", problem.column)?;
        list.append(entry)?;
    }
    Ok(list)
}
