//! Minimally different worlds differ minimally: one thing added, and nothing changes but what that thing touched.

use crate::common::{Named, all_runs, assert_same, bits, blind, names, scenario, smoke, smoke_text, smoke_with};
use std::collections::BTreeSet;
use veilsim::engine::{Limits, run};
use veilsim::model::chance::Chance;
use veilsim::model::identity::PlatformId;
use veilsim::model::mechanism::access::rules::Path;
use veilsim::model::outcome::Family;
use veilsim::model::{Outcome, Plan, Simulation};
use veilsim::scenario::Scenario;
use veilsim::units::Time;

/// A run with or without one breach more at a day.
fn with_breach(plan: &Plan, chance: Chance, day: Option<f64>) -> Vec<Named> {
    let (mut simulation, mut clock) = Simulation::new(plan, chance);
    if let Some(day) = day {
        run(&mut simulation, &mut clock, Limits::until(Time::ZERO.after_days(day)));
        let tiktok = plan.world.platform.index_of("tiktok").unwrap();
        simulation.expose(PlatformId::new(tiktok), Path::Breach, 1e6, clock.now());
    }
    simulation.advance(&mut clock);
    bits(&simulation.close(), &["elsewhere", "tiktok"], &["brazil", "eu", "row", "uk", "us"])
}

/// What a breach exposes, and what comes of it.
const EXPOSED: [&str; 6] = [
    "adults-harmed-by-exposure",
    "children-harmed-by-exposure",
    "content-breach",
    "content-unlawful",
    "metadata-breach",
    "metadata-unlawful",
];

#[test]
fn one_breach_more_changes_what_breaches_expose_and_nothing_else() {
    let scenario = smoke(&[("sample", "0.0003")]);
    for arm in &scenario.arms[..2] {
        let chance = Chance::new(scenario.seed, 0);
        let (without, with) = (with_breach(&arm.plan, chance, None), with_breach(&arm.plan, chance, Some(71.0)));
        let changed: BTreeSet<&str> =
            without.iter().zip(&with).filter(|(a, b)| a != b).map(|((place, _), _)| place.split(' ').next().unwrap()).collect();
        assert_eq!(changed, BTreeSet::from(EXPOSED), "{}", arm.name);
    }
}

#[test]
fn encryption_changes_no_harm_where_nobody_looks_and_nobody_reports() {
    let off = blind("tiktok");
    let mut pairs: Vec<(&str, &str)> = off.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
    // Offenders choose platforms and move conversations all the same: by who watches, and encryption changes nothing about that here.
    pairs.extend([("sample", "0.001"), ("replications", "3")]);
    let scenario = smoke(&pairs);
    let (platforms, markets) = names(&scenario);
    let runs = all_runs(&scenario, 2);
    // Harm by exposure needs no offender and no flag: it depends on encryption.
    let by_offenders = |o: &&Outcome| o.definition().family == Family::Safety && **o != Outcome::HarmedByExposure;
    let safety: Vec<&str> = Outcome::ALL.iter().filter(by_offenders).map(|o| o.definition().id).collect();
    let harms = |run| bits(run, &platforms, &markets).into_iter().filter(|(p, _)| safety.contains(&p.split(' ').next().unwrap()));
    let never = |arm: usize, replication: usize| harms(&runs[arm][replication]).collect::<Vec<_>>();
    let mut episodes = 0.0;
    for (replication, run) in runs[0].iter().enumerate() {
        assert_same(&never(0, replication), &never(1, replication), "default-e2ee");
        episodes += run.total(Outcome::HarmSextortion).unwrap();
    }
    assert!(episodes > 0.0);
}

#[test]
fn the_order_of_names_in_the_file_changes_nothing() {
    let text = smoke_text();
    let mut sections: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') || sections.is_empty() {
            sections.push(String::new());
        }
        sections.last_mut().unwrap().extend([line, "\n"]);
    }
    let arms = sections.iter().position(|s| s.starts_with("[arm.")).unwrap();
    sections[1..arms].reverse();
    let pairs = [("sample", "0.0003"), ("replications", "2")];
    let (straight, turned) = (scenario(&text, &pairs), scenario(&sections.concat(), &pairs));
    assert!(straight.text != turned.text);
    let numbers = |s: &Scenario| format!("{:?}", all_runs(s, 2));
    assert!(numbers(&straight) == numbers(&turned));
}

/// Found in review: where conversations move to depended on whether a platform would report at any time of the run.
#[test]
fn a_change_of_rules_moves_nothing_before_it() {
    let changes = [
        ("elsewhere", "reporting.enabled = true"),
        ("elsewhere", "encryption = \"default\"\nencryption-minors = \"default\""),
        ("tiktok", "reporting.enabled = false"),
        ("tiktok", "encryption = \"default\"\nencryption-minors = \"default\"\ndetection.client-side-scan.enabled = true"),
        ("tiktok", "images-from = \"nobody\""),
        ("tiktok", "stranger-limits.hidden = 1\nstranger-limits.warning = 1"),
        ("tiktok", "access.content-retention = \"10 years\"\naccess.metadata-retention = \"10 years\""),
        ("tiktok", "answer.in-reach = false\nreview.staff = 4\nenforcement.suspend = 0"),
    ];
    let arms = changes.iter().enumerate().map(|(n, (platform, rules))| {
        format!("[arm.a{n}.platform.{platform}]\n{rules}\nrollout = {{ start = \"42 days\", ramp = \"0 days\" }}\n")
    });
    let readable = [("platform.elsewhere.encryption", "none"), ("platform.elsewhere.encryption-minors", "none")];
    let size = [("sample", "0.002"), ("replications", "2")];
    let scenario = smoke_with(&arms.collect::<String>(), &[readable, size].concat());
    let runs = all_runs(&scenario, 2);
    let mut moved = 0;
    for (arm, (_, rules)) in runs[1..].iter().zip(&changes) {
        for (run, base) in arm.iter().zip(&runs[0]) {
            for (cell, outcome) in run.layout().margins().flat_map(|cell| Outcome::ALL.iter().map(move |outcome| (cell, *outcome))) {
                let [a, b] = [run, base].map(|run| run.series(outcome, cell).into_iter().map(f64::to_bits).collect::<Vec<_>>());
                assert!(a[..6] == b[..6], "{rules}: {} of {cell:?}", outcome.definition().id);
                moved += u32::from(a != b);
            }
        }
    }
    assert!(moved > 100, "{moved}");
}

/// Found in review: a ramp of what hides minors reached everybody at once. Of a rule that concerns people one by one, a ramp over the
/// whole run reaches half of them in half of it.
#[test]
fn a_ramp_reaches_people_one_after_another() {
    let levers = [
        ("stranger-limits.hidden = 1", Outcome::Contacts),
        ("stranger-limits.warning = 1", Outcome::Contacts),
        ("stranger-limits.minimum-age = \"18\"\nstranger-limits.efficacy = 1", Outcome::Contacts),
        ("detection.client-side-scan.enabled = true", Outcome::ContentEndpoint),
        ("detection.client-side-scan.enabled = true", Outcome::ScanExpanded),
    ];
    let mut open: Vec<(String, String)> = ["us", "eu", "uk", "brazil", "row"]
        .iter()
        .flat_map(|market| {
            [("access.endpoint-state", "1000 per year"), ("access.endpoint-scanner", "3"), ("list.expansion", "1000 per day")]
                .map(|(key, value)| (format!("market.{market}.{key}"), value.to_owned()))
        })
        .collect();
    let on_tiktok = [("stranger-limits.minimum-age", "none"), ("encryption", "default"), ("encryption-minors", "default")];
    open.extend(on_tiktok.map(|(key, value)| (format!("platform.tiktok.{key}"), value.to_owned())));
    open.extend([("sample", "0.004"), ("replications", "2")].map(|(key, value)| (key.to_owned(), value.to_owned())));
    let open: Vec<(&str, &str)> = open.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
    for (rules, outcome) in levers {
        let arm = |name: &str, rollout: &str| format!("[arm.{name}.platform.tiktok]\n{rules}\n{rollout}\n");
        let ramped = arm("ramped", "rollout = { start = \"0 days\", ramp = \"56 days\" }");
        let arms = format!("{}{ramped}", arm("at-once", ""));
        let contacts: Vec<f64> =
            all_runs(&smoke_with(&arms, &open), 2).iter().map(|runs| runs.iter().filter_map(|run| run.on(outcome, 1)).sum()).collect();
        let [base, at_once, ramped] = contacts[..] else { panic!("three arms") };
        let reached = (base - ramped) / (base - at_once);
        assert!((0.35..0.65).contains(&reached), "{rules}: {contacts:?}");
    }
}
