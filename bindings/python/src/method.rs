//! Methods: points of a scenario beside its arms, what the draws of the arms say, and calibration.

use crate::error::failed;
use crate::scenario::{Options, Scenario};
use crate::work::wait;
use pyo3::prelude::*;
use std::path::PathBuf;
use veilsim::app::{self, CalibrationRequest, Inquiry};
use veilsim::experiment::{Axis, Method};
use veilsim::inference::calibration::Settings;
use veilsim::results::Selection;

/// Permutations that tell effects from chance, as the command line has them: p-values go down to 1/200.
const PERMUTATIONS: u32 = 199;

/// Where the tables are, and the answer in lines.
type Answered = (PathBuf, Vec<String>);

impl Scenario {
    fn inquire(&self, py: Python<'_>, options: Options, method: Method) -> PyResult<Answered> {
        let outcomes = options.outcomes()?.unwrap_or_else(|| Selection::standard().answer());
        let from = self.results.clone().filter(|_| method.is_of_arms());
        // Of results on record, the runs are there already.
        let scenario = if from.is_some() { self.read.clone() } else { self.with(&options)? };
        let limits = options.limits();
        let Options { tables_only, out, threads, progress, .. } = options;
        let inquiry = Inquiry { scenario, method, from, outcomes, limits, tables_only, out, threads };
        wait(py, progress.as_ref(), move |watch| {
            let answered = app::inquire(inquiry, watch)?;
            Ok((answered.folder, answered.said.lines))
        })
    }
}

/// Refuses a number that is too small for a method.
fn at_least(name: &str, number: u32, least: u32) -> PyResult<()> {
    if number < least { Err(failed(format!("{name} is {number}, and {least} is the least"))) } else { Ok(()) }
}

/// Which assumptions decide, from the draws as they come.
#[pyfunction]
pub(crate) fn sensitivity(py: Python<'_>, scenario: &Scenario, options: Options) -> PyResult<Answered> {
    scenario.inquire(py, options, Method::Sensitivity { permutations: PERMUTATIONS })
}

/// Elementary effects.
#[pyfunction]
pub(crate) fn morris(py: Python<'_>, scenario: &Scenario, options: Options, walks: u32) -> PyResult<Answered> {
    at_least("walks", walks, 2)?;
    scenario.inquire(py, options, Method::Morris { trajectories: walks })
}

/// First-order and total indices.
#[pyfunction]
pub(crate) fn sobol(
    py: Python<'_>,
    scenario: &Scenario,
    options: Options,
    blocks: u32,
    points: u32,
    of: Vec<String>,
) -> PyResult<Answered> {
    at_least("blocks", blocks, 2)?;
    at_least("points", points, 2)?;
    scenario.inquire(py, options, Method::Sobol { blocks, points, inputs: of })
}

/// Along one or two parameters, each as `PATH=LO..HI:N` or `PATH=A,B,C`.
#[pyfunction]
pub(crate) fn sweep(py: Python<'_>, scenario: &Scenario, options: Options, over: Vec<String>) -> PyResult<Answered> {
    let over = over.iter().map(|axis| axis.parse::<Axis>()).collect::<Result<_, _>>().map_err(failed)?;
    scenario.inquire(py, options, Method::Sweep { over })
}

/// What each lever of an arm adds to its difference.
#[pyfunction]
pub(crate) fn attribution(py: Python<'_>, scenario: &Scenario, options: Options, arm: String) -> PyResult<Answered> {
    scenario.inquire(py, options, Method::Attribution { arm, orders: Vec::new() })
}

/// What a wrong choice costs.
#[pyfunction]
pub(crate) fn robustness(py: Python<'_>, scenario: &Scenario, options: Options, at_most: Vec<(String, f64)>) -> PyResult<Answered> {
    for (id, bound) in &at_most {
        app::outcome(id).map_err(failed)?;
        if !bound.is_finite() {
            return Err(failed(format!("the bound of {id} is a number in the outcome's unit")));
        }
    }
    scenario.inquire(py, options, Method::Robustness { at_most })
}

/// In which worlds something holds.
#[pyfunction]
pub(crate) fn discover(py: Python<'_>, scenario: &Scenario, options: Options, when: &str) -> PyResult<Answered> {
    scenario.inquire(py, options, Method::Discover { when: when.parse().map_err(failed)? })
}

/// Calibrates a scenario; gives the folder with what came of it.
#[pyfunction]
pub(crate) fn calibrate(py: Python<'_>, scenario: &Scenario, options: Options, members: u32, rounds: u32) -> PyResult<PathBuf> {
    at_least("members", members, 16)?;
    at_least("rounds", rounds, 1)?;
    if scenario.read.posterior.is_some() {
        return Err(failed("a calibration begins from the ranges: read the scenario with prior=True"));
    }
    let scenario = scenario.with(&options)?;
    let settings = Settings { members, rounds, seed: scenario.seed };
    let Options { out, threads, progress, .. } = options;
    let request = CalibrationRequest { scenario, settings, out, threads };
    wait(py, progress.as_ref(), move |watch| Ok(app::calibrate(&request, watch)?.folder))
}
