//! What a user is told of results that are replaced, and of charts that are left out.

use super::{Event, Progress};
use crate::report::Rendered;
use crate::results::Manifest;
use crate::scenario::Scenario;

/// In what earlier results differ from what a scenario will give.
pub(super) fn replaced(earlier: &Manifest, scenario: &Scenario) -> Option<String> {
    let run = &earlier.run;
    let parts = [
        (run.name != scenario.name, format!("the scenario {}", run.name)),
        (run.name == scenario.name && earlier.scenario != scenario.text, "another text of the scenario".to_owned()),
        (earlier.presets != scenario.presets, "other presets, evidence, targets or draws".to_owned()),
        (earlier.set != scenario.overrides, "other values set".to_owned()),
        (run.seed != scenario.seed, format!("seed {}", run.seed)),
        (run.assumption_seed != scenario.assumption_seed, "another assumption seed".to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().filter_map(|(differs, what)| differs.then_some(what)).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The charts that are left out, and why.
pub(super) fn tell_left_out(rendered: &Rendered, progress: &dyn Progress) {
    for left_out in &rendered.skipped {
        progress.hear(Event::LeftOut { chart: &left_out.name, reason: &left_out.reason });
    }
}
