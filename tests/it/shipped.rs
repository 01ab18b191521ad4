//! Every scenario that ships loads and runs: in a short form, to the end, with results, with nothing lost on the way, and with arms
//! that differ.

use crate::common::{results, smoke_text};
use std::path::{Path, PathBuf};
use veilsim::experiment::drawn;
use veilsim::inference::{Warning, warnings};
use veilsim::model::chance::Chance;
use veilsim::model::{Outcome, Outcomes, Plan, Simulation};
use veilsim::scenario::{Scenario, load, parse};

/// One account in five thousand: seconds for all scenarios, at their own length, so that every change in them comes into force.
const SAMPLE: f64 = 0.0002;
const REPLICATIONS: u32 = 3;

fn every_scenario() -> Vec<PathBuf> {
    let entries = std::fs::read_dir("scenarios").unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    paths.sort();
    paths
}

fn short(path: &Path) -> Scenario {
    let sets = [("sample", SAMPLE.to_string()), ("replications", REPLICATIONS.to_string())];
    let sets: Vec<_> = sets.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    load(path, &sets).unwrap_or_else(|problems| panic!("{}: {:?}", path.display(), problems.list))
}

/// Runs a plan to the end of its horizon. Nothing may be lost: flags, appeals, reports.
fn run_to_the_end(plan: &Plan, seed: u64, replication: u32, what: &str) -> Outcomes {
    let drawn = drawn(plan, seed, replication / 2);
    let (mut simulation, mut clock) = Simulation::new(&drawn, Chance::new(seed, u64::from(replication)));
    let _ = simulation.advance(&mut clock);
    for (kind, balance) in simulation.balances() {
        assert!(balance.closes(), "{what}: {kind} do not balance: {balance:?}");
    }
    simulation.close()
}

fn totals(runs: &[Outcomes]) -> Vec<Option<f64>> {
    runs.iter().flat_map(|run| Outcome::ALL.iter().map(|outcome| run.total(*outcome).filter(|x| x.is_finite()))).collect()
}

fn sum(runs: &[Outcomes], outcome: Outcome) -> f64 {
    runs.iter().filter_map(|run| run.total(outcome)).sum()
}

#[test]
fn every_shipped_scenario_plays_in_a_short_form() {
    let paths = every_scenario();
    assert!(paths.len() >= 10, "{paths:?}");
    for path in paths {
        let scenario = short(&path);
        let mut baseline: Option<Vec<Option<f64>>> = None;
        let mut outcomes = Vec::new();
        for arm in &scenario.arms {
            let what = format!("{} {}", scenario.name, arm.name);
            let runs: Vec<Outcomes> =
                (0..scenario.replications).map(|replication| run_to_the_end(&arm.plan, scenario.seed, replication, &what)).collect();
            for outcome in [Outcome::OffenderDays, Outcome::Contacts, Outcome::TrueFlags, Outcome::FalseFlags, Outcome::Reports] {
                assert!(sum(&runs, outcome) > 0.0, "{what}: no {}", outcome.definition().name);
            }
            let all = totals(&runs);
            match &baseline {
                None => baseline = Some(all),
                Some(first) => assert!(*first != all, "{what}: nothing differs from the baseline"),
            }
            outcomes.push(runs);
        }
        let beyond = warnings(&results(&scenario, outcomes), &[]);
        let beyond: Vec<_> = beyond.into_iter().filter(|w| matches!(w, Warning::OutOfBounds { .. })).collect();
        assert!(beyond.is_empty(), "{}: {beyond:?}", scenario.name);
    }
}

#[test]
fn some_shipped_scenario_has_scammers() {
    let defrauded = |path: &PathBuf| {
        let scenario = short(path);
        sum(&[run_to_the_end(&scenario.arms[0].plan, scenario.seed, 0, &scenario.name)], Outcome::HarmFraud) > 0.0
    };
    assert!(defrauded(&PathBuf::from("scenarios/fraud.toml")) && !defrauded(&PathBuf::from("scenarios/smoke.toml")));
}

#[test]
fn scammers_defraud_and_harm_no_child_otherwise() {
    let smoke = smoke_text();
    let head = &smoke[..smoke.find("[offender.accidental]").unwrap()];
    let text = format!("{head}[offender.scammer]\nextends = \"scammer\"\n[arm.base]\n");
    let scenario = parse("scammers", &text, &[]).unwrap_or_else(|problems| panic!("{:?}", problems.list));
    let runs = [run_to_the_end(&scenario.arms[0].plan, scenario.seed, 0, "scammers")];
    assert!(sum(&runs, Outcome::HarmFraud) > 0.0 && sum(&runs, Outcome::Incidents) > 0.0);
    // Nothing of it is reported to the clearinghouse, which is for children.
    assert!(sum(&runs, Outcome::ReportedIncidents) + sum(&runs, Outcome::ActionableReports) <= 0.0);
    assert!(sum(&runs, Outcome::ChildrenHarmed) + sum(&runs, Outcome::KnownShared) + sum(&runs, Outcome::NewShared) <= 0.0);
}
