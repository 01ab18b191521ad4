//! The charts of methods, from their tables.

mod attribution;
mod choices;
mod flip;
mod indices;
mod morris;
mod sobol;
mod sweep;
mod sweep_map;
mod words;

use super::chart::Chart;

/// Every chart of a method, with the method's name.
pub const METHOD_CHARTS: &[(&str, Chart)] = &[
    ("sweep", sweep::CHART),
    ("sensitivity", indices::CHART),
    ("morris", morris::CHART),
    ("sobol", sobol::CHART),
    ("attribution", attribution::CHART),
    ("flip", flip::CHART),
    ("robustness", choices::REGRET),
    ("robustness", choices::INFORMATION),
    ("discover", choices::BOX),
];
