//! The thinned model against the explicit one, which simulates every message and every approach one by one.

use super::{Check, Oracle, WORLD, plan, runs_of, sets, totals};
use crate::model::{Outcome, Outcomes, Plan};

pub(super) const ORACLE: Oracle = Oracle {
    name: "thinned and explicit",
    statement: "Simulating only the messages and approaches that can matter gives every outcome the distribution that simulating all of them one \
                by one gives (Kolmogorov–Smirnov), under a regime in which a part of the messages is encrypted, users leave and hold back, \
                and the rules change on the way",
    checks,
};

const RUNS: u64 = 300;

/// Three hundred accounts whose every channel errs often, with groomers among them, and encryption that comes in by a ramp.
fn world() -> Plan {
    let text = WORLD.replace("us.users = 1_000_000", "us.users = 300").replace(
        "[arm.base]",
        "[offender.groomer]\nextends = \"groomer\"\narrivals = \"7_500 per day\"\nlifetime = \"20 days\"\napproach.rate = \"4 per day\"\n\
         [arm.base]\n[arm.base.platform.main]\nencryption = \"opt-in\"\nencryption-minors = \"default\"\nopt-in-uptake = 0.5\n\
         detection.client-side-scan.enabled = true\nrollout = { start = \"15 days\", ramp = \"20 days\" }\n",
    );
    let mut overrides = sets(&[
        ("horizon", "60 days"),
        ("window", "60 days"),
        ("platform.main.trust.chilling", "0.3"),
        ("platform.main.trust.departure", "2 per year"),
        ("platform.main.access.breach-rate", "30 per year"),
        ("platform.main.access.breach-least", "0.3"),
        ("platform.main.detection.user-reports.false-reports", "900 per day"),
        ("platform.main.enforcement.appeal-innocent", "0.5"),
        ("platform.main.review.staff", "1"),
        ("platform.main.images-from", "18"),
    ]);
    let channels = [
        ("hash-match", 0.02),
        ("image-classifier", 0.01),
        ("text-classifier", 0.02),
        ("behaviour", 0.01),
        ("visible-surfaces", 0.1),
        ("client-side-scan", 0.02),
    ];
    for (channel, rate) in channels {
        for key in ["false-positives", "reference-false-positives"] {
            overrides.push((format!("platform.main.detection.{channel}.{key}"), rate.to_string()));
        }
        overrides.push((format!("platform.main.detection.{channel}.enabled"), "true".to_owned()));
    }
    plan(&text, &overrides)
}

fn checks() -> Vec<Check> {
    let thinned = world();
    let explicit = Plan { explicit: true, ..thinned.clone() };
    // Other seeds, so that the samples are independent.
    compare(&runs_of(&thinned, 31, RUNS), &runs_of(&explicit, 32, RUNS))
}

fn compare(one: &[Outcomes], other: &[Outcomes]) -> Vec<Check> {
    let outcomes = [
        Outcome::FalseFlags,
        Outcome::TrueFlags,
        Outcome::InnocentExamined,
        Outcome::InnocentContentExamined,
        Outcome::InnocentSuspended,
        Outcome::InnocentDays,
        Outcome::Contacts,
        Outcome::HarmGrooming,
        Outcome::Reports,
        Outcome::ReviewHours,
        Outcome::ReviewWait,
    ];
    let check = |outcome: Outcome| {
        let what = format!("distance of {}, {} against {} runs", outcome.definition().name.to_lowercase(), one.len(), other.len());
        Check::same_distribution(what, &totals(one, outcome), &totals(other, outcome))
    };
    outcomes.into_iter().map(check).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The comparison can fail: a third more errors of one channel, or answers, are found.
    #[test]
    fn a_world_that_differs_by_a_third_is_told_apart() {
        let usual = runs_of(&world(), 31, RUNS);
        let mut erring = world();
        let platform = erring.world.platform.get_mut("main").unwrap();
        let more = |param: &mut dyn crate::parameter::Leaf, by: f64| {
            let stated = crate::parameter::Spec::Constant(param.number() * by);
            param.set(stated, crate::parameter::Source::default());
        };
        more(&mut platform.traffic.messages, 4.0 / 3.0);
        for change in &mut erring.changes {
            more(&mut change.after.traffic.messages, 4.0 / 3.0);
        }
        let found = compare(&usual, &runs_of(&erring, 33, RUNS));
        assert!(!found[0].passes() && found[6].passes(), "{found:?}");
        let mut answering = world();
        more(&mut answering.world.response.from_13.engage, 4.0 / 3.0);
        more(&mut answering.world.response.from_16.engage, 4.0 / 3.0);
        let found = compare(&usual, &runs_of(&answering, 33, RUNS));
        assert!(!found[6].passes(), "{found:?}");
    }
}
