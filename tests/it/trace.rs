//! The trace tells the run that is counted, and lives in it can be followed.

use crate::common::{bits, names, smoke, texts, veilsim};
use std::collections::BTreeMap;
use veilsim::experiment::{Design, Run, Task};
use veilsim::model::outcome::{Family, Measure};
use veilsim::model::{Outcome, Outcomes};

type Row = BTreeMap<String, String>;

const SMALL: [(&str, &str); 3] = [("sample", "0.0005"), ("horizon", "4 weeks"), ("platform.tiktok.review.staff", "60")];

/// The trace of the smoke scenario with these arguments.
fn traced(arguments: &[&str]) -> (Option<i32>, String, String) {
    let sets = SMALL.map(|(path, value)| format!("{path}={value}"));
    let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", set]).collect();
    let output = veilsim(&[&["trace", "scenarios/smoke.toml"], &sets[..], arguments].concat());
    let (stdout, stderr) = texts(&output);
    (output.status.code(), stdout, stderr)
}

fn rows(arguments: &[&str]) -> Vec<Row> {
    let (code, stdout, stderr) = traced(arguments);
    assert_eq!(code, Some(0), "{stderr}");
    csv::Reader::from_reader(stdout.as_bytes()).deserialize().map(Result::unwrap).collect()
}

#[test]
fn a_traced_run_is_the_run_and_tells_all_that_is_counted_in_it() {
    let scenario = smoke(&SMALL);
    let (platforms, markets) = names(&scenario);
    let design = Design::of(&scenario);
    for (point, arm) in scenario.arms.iter().enumerate() {
        let task = Task { replication: 1, point };
        let Run { record: outcomes, events }: Run<Outcomes> = design.simulate(task);
        let mut told = 0;
        let mut counted: BTreeMap<&str, f64> = BTreeMap::new();
        let again = design.trace(task, &mut |_, happening| {
            told += u64::from(!["flag-expired", "case-stale"].contains(&happening.event));
            for (outcome, amount) in happening.counted {
                *counted.entry(outcome.definition().id).or_default() += amount;
            }
        });
        assert!(bits(&outcomes, &platforms, &markets) == bits(&again, &platforms, &markets), "{}", arm.name);
        assert_eq!(told, events);
        let apart = [Outcome::FlagsExpired, Outcome::CasesStale];
        let of_events = |o: &&Outcome| {
            let d = o.definition();
            [Measure::Count, Measure::Distinct].contains(&d.measure) && d.family != Family::Cost && !apart.contains(o)
        };
        for outcome in Outcome::ALL.iter().filter(of_events) {
            let id = outcome.definition().id;
            let total = outcomes.total(*outcome).unwrap() * scenario.base.sample.number();
            let told = counted.get(id).copied().unwrap_or_default();
            assert!((total - told).abs() < 1e-6 * total.max(1.0), "{id} in {}: {total} counted, {told} told", arm.name);
        }
    }
}

#[test]
fn arms_share_their_lives_until_the_rules_differ() {
    let before = |arm: &str| -> Vec<Row> {
        let mut rows = rows(&["--arm", arm, "--replication", "2"]);
        rows.retain(|row| row["day"].parse::<f64>().unwrap() < 14.0 && row["event"] != "mood");
        rows
    };
    let (readable, encrypted) = (before("keep-readable"), before("default-e2ee"));
    assert!(readable.len() > 500 && readable == encrypted);
}

#[test]
fn one_life_is_the_part_of_the_trace_that_concerns_it() {
    let all = rows(&[]);
    let concerned = |row: &Row, who: &str| row["subject"] == who || row["with"].split(' ').any(|other| other == who);
    for kind in ["offenders", "users", "flags", "reports", "conversations"] {
        let list = rows(&["--list", kind]);
        let first = &list[0];
        assert!(list.len() > 10 && first["id"].starts_with(kind.trim_end_matches('s')), "{first:?}");
        let life = rows(&["--follow", &first["id"], "--format", "csv"]);
        let expected: Vec<&Row> = all.iter().filter(|row| concerned(row, &first["id"])).collect();
        assert!(life.iter().eq(expected) && life.len().to_string() == first["events"], "{first:?}");
        let (_, words, _) = traced(&["--follow", &first["id"]]);
        assert!(words.lines().count() == life.len() && words.lines().all(|line| line.starts_with("day ")), "{words}");
    }
    let expired: Vec<&Row> = all.iter().filter(|row| row["event"] == "flag-expired").collect();
    assert!(!expired.is_empty() && expired.iter().all(|row| row["subject"].starts_with("flag:")), "sixty reviewers are too few");
    let (_, lines, _) = traced(&["--format", "jsonl"]);
    let values: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(values.len() == all.len() && values.iter().zip(&all).all(|(value, row)| value["what"] == *row["what"]));
}

#[test]
fn who_is_not_there_is_named_with_a_way_out() {
    for (arguments, says) in [
        (&["--follow", "offender:99999999"][..], "--list offenders"),
        (&["--follow", "somebody"], "the kinds are offender, user, flag, report, conversation"),
        (&["--arm", "keep-redable"], "did you mean keep-readable?"),
        (&["--list", "offender", "--follow", "offender:1"], "cannot be used with"),
    ] {
        let (code, stdout, stderr) = traced(arguments);
        assert!(code == Some(2) && stdout.is_empty() && stderr.contains(says), "{arguments:?}: {stdout}{stderr}");
    }
}

#[test]
fn an_offender_who_looks_at_the_watch_is_told_where_they_begin() {
    // TikTok can read its messages in the first arm, and elsewhere nobody looks.
    let seeking: Vec<String> = ["groomer", "producer", "sextortion", "trader"]
        .iter()
        .flat_map(|class| ["seeks-unwatched=1", "unseen-acts=1000"].map(|set| format!("offender.{class}.adaptation.{set}")))
        .chain(["platform.elsewhere.watch=0".to_owned()])
        .collect();
    let sets: Vec<&str> = seeking.iter().flat_map(|set| ["--set", set]).collect();
    let moved: Vec<Row> = rows(&sets).into_iter().filter(|row| row["what"].contains("begins elsewhere")).collect();
    assert!(!moved.is_empty() && moved.iter().all(|row| row["event"] == "arrival" && row["platform"] == "elsewhere"), "{moved:?}");
    assert!(rows(&["--set", "mechanism.adaptation.enabled=false"]).iter().all(|row| !row["what"].contains("begins elsewhere")));
}
