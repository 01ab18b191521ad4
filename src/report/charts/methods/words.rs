//! Words that the charts of methods share.

use super::super::inputs::Inputs;
use crate::text::percent;

/// A share as people write it; a dash where there is none.
pub(super) fn share(share: Option<f64>) -> String {
    let known = |share: f64| if share.abs() < 5e-4 { percent(0.0) } else { percent(100.0 * share) };
    share.map_or_else(|| "–".to_owned(), |share| known(share).trim_start_matches('+').to_owned())
}

/// Of which arm the effect is.
pub(super) fn whose(inputs: &Inputs, arm: &str) -> String {
    if arm == inputs.run.baseline {
        format!("in {}", inputs.baseline())
    } else {
        format!("{} less {}", inputs.title(arm), inputs.baseline())
    }
}
