//! What is declared to ramp by user does, and nothing else: for every lever of a platform, a world in which a change of it has a ramp is
//! held against one in which the same change comes at once.

use crate::common::{bits, names, run_of, smoke};
use veilsim::model::Plan;
use veilsim::model::assumptions::Platform;
use veilsim::model::plan::Change;
use veilsim::parameter::{Ramp, Source, Spec, each_parameter};
use veilsim::units::{Kind, Span, Syntax, Time};

/// A world in which each lever of the platform has something to act on.
const RICH: [(&str, &str); 14] = [
    ("sample", "0.001"),
    ("warm-up", "2 weeks"),
    ("platform.tiktok.encryption", "opt-in"),
    ("platform.tiktok.encryption-minors", "opt-in"),
    ("platform.tiktok.opt-in-uptake", "0.5"),
    ("platform.tiktok.exception.us.encrypts", "true"),
    ("platform.tiktok.images-from", "none"),
    ("platform.tiktok.stranger-limits.minimum-age", "16"),
    ("platform.tiktok.stranger-limits.efficacy", "0.5"),
    ("platform.tiktok.stranger-limits.hidden", "0.3"),
    ("platform.tiktok.stranger-limits.warning", "0.3"),
    ("platform.tiktok.detection.client-side-scan.enabled", "true"),
    ("platform.tiktok.detection.client-side-scan.false-positives", "1e-8"),
    ("platform.tiktok.detection.client-side-scan.recall", "0.6"),
];

/// Another value that a parameter can have, far enough to be seen.
fn another(kind: &Kind, value: f64) -> f64 {
    match kind.syntax {
        Syntax::Switch => 1.0 - value,
        Syntax::Word(words) => (value + 1.0) % words.len() as f64,
        _ if value > 0.0 => (value * 0.2).max(kind.low),
        _ => (kind.low + 1.0).min(kind.high) / 2.0,
    }
}

/// The plan with one lever of the platform changed after two weeks, over this ramp.
fn changed(plan: &Plan, lever: &str, ramp: Span) -> Plan {
    let mut after: Platform = plan.world.platform.get("tiktok").unwrap().clone();
    each_parameter(&mut after, &mut |path, _, leaf| {
        if path == lever {
            let value = another(&leaf.kind(), leaf.number());
            leaf.set(Spec::Constant(value), Source::default());
        }
    });
    let mut plan = plan.clone();
    plan.changes = vec![Change { platform: "tiktok".to_owned(), start: Time::ZERO.after_days(14.0), ramp, after }];
    plan
}

#[test]
fn every_lever_ramps_as_it_is_declared() {
    let scenario = smoke(&RICH);
    let mut plan = scenario.arms[0].plan.clone();
    plan.changes.clear();
    plan.world = scenario.base.clone();
    let mut levers = Vec::new();
    each_parameter(plan.world.platform.get_mut("tiktok").unwrap(), &mut |path, _, leaf| levers.push((path.to_owned(), leaf.ramp())));
    let (platforms, markets) = names(&scenario);
    let run = |lever: &str, ramp: Span| bits(&run_of(&changed(&plan, lever, ramp), 5, 0), &platforms, &markets);
    let mut per_user = 0;
    for (lever, ramp) in levers {
        assert_ne!(ramp, Ramp::AsItsGroup, "{lever}: no group says how a change of it comes into force");
        if ramp == Ramp::Shared {
            continue;
        }
        let ramps = run(&lever, Span::from_days(60.0)) != run(&lever, Span(0));
        assert_eq!(ramps, ramp == Ramp::PerUser, "{lever} is declared {ramp:?}; its ramp makes a difference: {ramps}");
        per_user += u32::from(ramps);
    }
    assert!(per_user > 10, "{per_user} levers ramp");
}
