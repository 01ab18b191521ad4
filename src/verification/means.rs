//! The mean field beside the simulation: what rates alone give for the headlines.

use super::{Check, Oracle, plan, runs_of};
use crate::model::mean_field::{Day, mean_field};
use crate::model::{Cell, Outcome, Outcomes};

pub(super) const ORACLE: Oracle = Oracle {
    name: "mean field",
    statement: "In the base world under rules that never change, whether TikTok's messages can be read or are encrypted, what the simulation \
                comes to on TikTok and on all platforms lies within 20 % of a calculation from the parameters alone, which has no chance, no \
                queue, no police and no moods",
    checks,
};

/// How far the two may be apart.
const APART: f64 = 0.2;
const RUNS: u64 = 24;

/// The base world at the medians of its parameters, once what comes of the start is over.
const BASE: &str = r#"
question = "What do rates alone give?"
seed = 5
replications = 2
horizon = "52 weeks"
warm-up = "104 weeks"
window = "4 weeks"
sample = 0.0007
extends = "base"
[arm.base]
[platform.tiktok]
"#;

fn checks() -> Vec<Check> {
    let policies = [("readable", "readable"), ("encrypted", "default-e2ee")];
    policies.into_iter().flat_map(|(name, preset)| under(name, &format!("{BASE}extends = \"{preset}\"\n"))).collect()
}

/// The checks of one policy.
fn under(name: &str, text: &str) -> Vec<Check> {
    let plan = plan(text, &[]);
    let (runs, days) = (runs_of(&plan, 5, RUNS), plan.world.horizon.get().days());
    let worked_out = mean_field(&plan);
    let tiktok = plan.world.platform.index_of("tiktok").unwrap_or(0);
    let on = |run: &Outcomes, outcome, platform| run.value(outcome, Cell { platform: Some(platform), ..Cell::ALL }).unwrap_or(0.0);
    let all: Vec<usize> = (0..worked_out.len()).collect();
    let places = [("TikTok", &[tiktok][..]), ("all platforms", &all)];
    let mut checks = Vec::new();
    for (place, platforms) in places {
        for outcome in Outcome::ALL.iter().copied().filter(|outcome| Day::default().of(*outcome).is_some()) {
            let of_run = |run: &Outcomes| platforms.iter().map(|platform| on(run, outcome, *platform)).sum::<f64>();
            let found = runs.iter().map(of_run).sum::<f64>() / (RUNS as f64 * days);
            let expected: f64 = platforms.iter().filter_map(|platform| worked_out[*platform].of(outcome)).sum();
            let what = format!("{} a day on {place}, {name}", outcome.definition().id);
            checks.push(Check { what, found, expected, margin: APART * expected });
        }
    }
    checks
}
