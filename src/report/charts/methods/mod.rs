//! The charts of methods, from their tables.

mod attribution;
mod choices;
mod indices;
mod morris;
mod sobol;
mod sweep;
mod sweep_map;

use super::chart::Chart;
use super::inputs::Inputs;
use crate::text::percent;

/// Every chart of a method, with the method's name.
pub const METHOD_CHARTS: &[(&str, Chart)] = &[
    ("sweep", sweep::CHART),
    ("sensitivity", indices::CHART),
    ("morris", morris::CHART),
    ("sobol", sobol::CHART),
    ("attribution", attribution::CHART),
    ("robustness", choices::REGRET),
    ("robustness", choices::INFORMATION),
    ("discover", choices::BOX),
];

/// A share as people write it; a dash where there is none.
fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| percent(100.0 * share).trim_start_matches('+').to_owned())
}

/// Of which arm the effect is.
fn whose(inputs: &Inputs, arm: &str) -> String {
    if arm == inputs.run.baseline {
        format!("in {}", inputs.baseline())
    } else {
        format!("{} less {}", inputs.title(arm), inputs.baseline())
    }
}
