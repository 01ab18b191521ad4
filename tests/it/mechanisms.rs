//! The registry of mechanisms is complete, and it is true: what changes when a mechanism is switched off is counted by it, or by one
//! that it reaches along the registry's graph.

use crate::common::{Named, bits, names, run_of, smoke};
use std::collections::BTreeSet;
use veilsim::model::mechanism::Mechanism;
use veilsim::model::outcome::Measure;
use veilsim::model::{Outcome, Simulation, chance::Chance};
use veilsim::scenario::describe;
use veilsim::units::Syntax;

/// What belongs to the world and its rules, and to no mechanism.
const NOBODY_S: [&str; 12] = [
    "horizon",
    "warm-up",
    "window",
    "sample",
    "platform.<platform>.market",
    "platform.<platform>.ages",
    "platform.<platform>.misstated-age",
    "platform.<platform>.encryption",
    "platform.<platform>.encryption-minors",
    "platform.<platform>.opt-in-uptake",
    "platform.<platform>.exception",
    "mechanism",
];

/// Enough of everything in a short run that each mechanism has something to do.
const BUSY: [(&str, &str); 15] = [
    ("sample", "0.001"),
    ("warm-up", "0 days"),
    ("horizon", "16 weeks"),
    ("market.us.regulator.safety-inquiries", "40 per year"),
    ("market.us.regulator.privacy-inquiries", "40 per year"),
    ("market.us.regulator.notice", "4 days"),
    ("market.us.regulator.decision", "3 days"),
    ("market.us.regulator.mandates", "0.9"),
    ("market.us.regulator.contest", "7 days"),
    ("platform.tiktok.access.breach-rate", "20 per year"),
    ("platform.tiktok.detection.client-side-scan.enabled", "true"),
    ("market.us.list.expansion", "20 per year"),
    ("market.row.list.poisoning", "20 per year"),
    ("investigation.opens", "1"),
    ("market.row.investigation.criminal", "1"),
];

#[test]
fn every_outcome_has_one_mechanism_that_counts_it() {
    for outcome in Outcome::ALL {
        let id = outcome.definition().id;
        let counted = Mechanism::ALL.iter().filter(|m| m.entry().counts.contains(outcome)).count();
        let expected = usize::from(!matches!(outcome.definition().measure, Measure::Ratio(..)));
        assert_eq!(counted, expected, "{id}");
    }
}

#[test]
fn every_parameter_has_a_unit_a_range_and_one_owner() {
    let below = |path: &str, root: &str| path == root || path.strip_prefix(root).is_some_and(|rest| rest.starts_with('.'));
    for parameter in describe() {
        let (path, kind) = (parameter.path.as_str(), parameter.kind);
        let owners = Mechanism::ALL.iter().filter(|m| m.entry().parameters.iter().any(|root| below(path, root))).count();
        let nobody_s = NOBODY_S.iter().any(|root| below(path, root));
        assert_eq!(owners + usize::from(nobody_s), 1, "{path} has {owners} mechanisms");
        assert!(kind.low < kind.high && !kind.name.is_empty() && !kind.example.is_empty(), "{path}");
        let numeric = !matches!(kind.syntax, Syntax::Word(_) | Syntax::Switch);
        assert!(!numeric || !kind.unit.is_empty() || ["probability", "share", "factor", "count"].contains(&kind.name), "{path}: {kind:?}");
    }
}

#[test]
fn what_a_mechanism_s_file_says_can_be_read() {
    for mechanism in Mechanism::ALL {
        let (title, sections) = mechanism.about();
        let headings: Vec<&str> = sections.iter().map(|(heading, _)| *heading).collect();
        assert_eq!(headings, ["What it does", "Why it matters", "Switched off", "Limits"], "{title}");
        assert!(title.contains(": ") && sections.iter().all(|(_, text)| text.ends_with('.')), "{title}: {sections:?}");
    }
}

/// Every number of a run of the busy world with these mechanisms off, and the books closed on the way.
fn without(off: &[Mechanism], arm: usize) -> Vec<Named> {
    let paths: Vec<String> = off.iter().map(|m| format!("mechanism.{}.enabled", m.entry().name)).collect();
    let mut pairs = BUSY.to_vec();
    pairs.extend(paths.iter().map(|path| (path.as_str(), "false")));
    let scenario = smoke(&pairs);
    let plan = &scenario.arms[arm].plan;
    let (mut simulation, mut clock) = Simulation::new(plan, Chance::new(3, 0));
    simulation.advance(&mut clock);
    for (what, balance) in simulation.balances() {
        assert!(balance.closes(), "without {off:?}, {what} do not close: {balance:?}");
    }
    let (platforms, markets) = names(&scenario);
    bits(&run_of(plan, 3, 0), &platforms, &markets)
}

/// The outcomes in which two runs differ anywhere.
fn changed(one: &[Named], other: &[Named]) -> BTreeSet<String> {
    let id = |place: &str| place.split(' ').next().unwrap_or_default().to_owned();
    one.iter().zip(other).filter(|(a, b)| a != b).map(|((place, _), _)| id(place)).collect()
}

#[test]
fn a_mechanism_switched_off_changes_only_what_it_reaches() {
    // Trust closes most of the loops; without it, less is reached, and the test sees more.
    for (arm, always_off) in [(0, vec![]), (1, vec![]), (1, vec![Mechanism::Trust]), (1, vec![Mechanism::Trust, Mechanism::Enforcement])] {
        let with = without(&always_off, arm);
        for mechanism in Mechanism::ALL.iter().copied().filter(|m| !always_off.contains(m)) {
            let changed = changed(&with, &without(&[&always_off[..], &[mechanism]].concat(), arm));
            let reached = mechanism.reaches(&|m| !always_off.contains(&m));
            let strange: Vec<&str> = Outcome::ALL
                .iter()
                .filter(|o| changed.contains(o.definition().id) && !Mechanism::count(&reached, **o))
                .map(|o| o.definition().id)
                .collect();
            assert!(strange.is_empty(), "{mechanism:?} off, beside {always_off:?}, changes {strange:?} and does not reach them");
            let idle = mechanism == Mechanism::Adaptation && always_off.contains(&Mechanism::Enforcement);
            assert!(idle || !changed.is_empty(), "{mechanism:?} off changes nothing, so this test sees nothing");
        }
    }
}
