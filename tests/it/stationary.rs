//! Nothing drifts by itself: under constant rules the base world is level once its warm-up is over, and where it is not a warning names
//! what moves.

use crate::common::{all_runs, results, smoke, smoke_with};
use veilsim::inference::study;
use veilsim::model::ledger::Ledger;
use veilsim::model::{Layout, Outcome, Outcomes};
use veilsim::results::tables::{WarningKind, WarningRow};
use veilsim::scenario::{Scenario, parse};

fn warned(scenario: &Scenario, runs: Vec<Vec<Outcomes>>) -> Option<WarningRow> {
    study(&results(scenario, runs)).warnings.into_iter().find(|row| row.warning == WarningKind::NotStationary)
}

/// Runs in which there are so many reports in each of eight windows, give or take; arms alike.
fn made_up(scenario: &Scenario, reports: impl Fn(usize) -> f64) -> Vec<Vec<Outcomes>> {
    let layout = Layout::of(&scenario.base);
    let run = |replication: u32| {
        let mut ledger = Ledger::new(layout);
        for window in 0..layout.windows {
            let chance = f64::from((replication * 7 + window as u32 * 5) % 11);
            ledger.add(Outcome::Reports, 0, 0, 0, window, reports(window) + chance);
        }
        ledger.close(1.0, &|_, _| 0.0)
    };
    vec![(0..scenario.replications).map(run).collect(); scenario.arms.len()]
}

#[test]
fn a_baseline_that_rises_is_named_and_one_that_is_level_is_not() {
    let scenario = smoke(&[("replications", "44")]);
    let rises = warned(&scenario, made_up(&scenario, |window| 100.0 + 3.0 * window as f64)).unwrap();
    assert!(rises.cause.contains(Outcome::Reports.definition().name) && rises.cause.contains("+1"), "{}", rises.cause);
    assert!(warned(&scenario, made_up(&scenario, |_| 100.0)).is_none());
    // Where rules of the baseline change, it may move.
    let changes =
        "[arm.base.platform.elsewhere]\naccess.content-retention = \"3 days\"\nrollout = { start = \"4 weeks\", ramp = \"0 days\" }\n";
    let changing = smoke_with(changes, &[("replications", "44")]);
    assert!(warned(&changing, made_up(&changing, |window| 100.0 + 3.0 * window as f64)).is_none());
}

/// The base world under the rules of the first policy of `tiktok-dms`, a small part of it.
fn base_world(warm_up: &str) -> Option<WarningRow> {
    let text = std::fs::read_to_string("scenarios/tiktok-dms.toml").unwrap();
    let (world, _) = text.split_once("[arm.readable-not-scanned]").unwrap();
    let world = &world.replace("asks-about = \"default-e2ee\"\n", "");
    let mut pairs = vec![("replications", "40"), ("sample", "0.0003")];
    pairs.extend((!warm_up.is_empty()).then_some(("warm-up", warm_up)));
    let pairs = crate::common::sets(&pairs);
    let scenario = parse("scenarios/base", world, &pairs).unwrap();
    let runs = all_runs(&scenario, 2);
    warned(&scenario, runs)
}

#[test]
fn the_base_world_is_level_after_its_warm_up_and_not_without() {
    assert_eq!(base_world("").map(|row| row.cause), None);
    let cold = base_world("0 days").unwrap();
    assert!(cold.cause.contains(Outcome::Reports.definition().name), "{}", cold.cause);
}
