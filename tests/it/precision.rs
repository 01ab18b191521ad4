//! Sequential stopping: it stops at a look at which the precision is there, on any number of threads, and `verify` holds it to that.

use crate::common::{manifest, smoke, texts, veilsim};
use std::path::Path;
use veilsim::experiment::{Design, Precision, Runs, replicate};
use veilsim::model::Outcomes;

const SHARE: f64 = 0.3;

fn run(out: &Path, precision: &str, replications: &str, threads: &str) -> (String, String) {
    let out = out.display().to_string();
    let short = ["run", "scenarios/smoke.toml", "--set", "horizon=3 weeks", "--set", "sample=0.0002", "--out", &out];
    let until = ["--until-precision", precision, "--precision-of", "offender-days,review-hours"];
    let output = veilsim(&[&short[..], &until, &["--replications", replications, "--threads", threads]].concat());
    assert!(output.status.success(), "{}", texts(&output).1);
    texts(&output)
}

#[test]
fn a_run_stops_at_the_first_look_that_is_precise_and_verify_holds_it_to_that() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let (stdout, stderr) = run(&out, "30%", "90", "2");
    assert!(stdout.contains("offender-days, review-hours are known to ±30 % of the baseline, or 90 times"), "{stdout}");
    assert!(!stderr.contains("[imprecise]"), "{stderr}");
    let replications = manifest(&out)["run"]["replications"].as_u64().unwrap() as u32;

    // The rule again, on the runs themselves.
    let scenario = smoke(&[("horizon", "3 weeks"), ("sample", "0.0002")]);
    let design = Design::of(&scenario);
    let whole: Runs<Outcomes> = replicate(&design, 90, 2).unwrap();
    let outcomes = ["offender-days", "review-hours"].map(str::to_owned).to_vec();
    let precision = Precision { share: SHARE, most: 90, outcomes };
    let first = |n: u32| Runs { records: whole.records.iter().map(|runs| runs[..n as usize].to_vec()).collect(), events: 0 };
    let reached: Vec<u32> = precision.looks().into_iter().filter(|n| precision.is_reached(&design, &first(*n))).collect();
    assert_eq!(reached.first(), Some(&replications), "{reached:?}");
    assert!(stdout.contains("95 % intervals, widened for 4 looks"), "{stdout}");
    assert!((20..90).contains(&replications), "the case is to stop between the first look and the last");

    let one_thread = folder.path().join("one");
    run(&one_thread, "30%", "90", "1");
    assert_eq!(manifest(&one_thread), manifest(&out));
    let verify = |out: &Path| texts(&veilsim(&["verify", &out.display().to_string()]));
    assert!(verify(&out).0.starts_with("the same: "));
    let text = std::fs::read_to_string(out.join("manifest.json")).unwrap();
    std::fs::write(out.join("manifest.json"), text.replace("\"share\": 0.3", "\"share\": 0.00001")).unwrap();
    let (_, stderr) = verify(&out);
    assert!(stderr.contains(&format!("the precision is reached after 90 replications, not {replications}")), "{stderr}");
}

#[test]
fn a_precision_that_is_not_reached_is_said_with_what_is_in_its_way() {
    let folder = tempfile::tempdir().unwrap();
    let (_, stderr) = run(&folder.path().join("out"), "0.001%", "4", "2");
    assert!(stderr.contains("not known to ±0.001 %: too few draws") && stderr.contains("raise --replications"), "{stderr}");
}

#[test]
fn what_was_never_seen_is_not_called_precise() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out").display().to_string();
    // No breach is let happen in any arm.
    let run = |outcome: &str, more: &[&str]| {
        let short = ["run", "scenarios/smoke.toml", "--set", "horizon=3 weeks", "--set", "sample=0.0002", "--out", &out];
        let until = ["--until-precision", "5%", "--precision-of", outcome, "--replications", "24"];
        veilsim(&[&short[..], &until, more].concat())
    };
    let quiet = ["--set", "platform.tiktok.access.breach-rate=0 per year", "--set", "platform.elsewhere.access.breach-rate=0 per year"];
    for (outcome, more) in [("content-breach", &quiet[..2]), ("content-breach", &quiet), ("withdrawals", &[]), ("list-poisoned", &[])] {
        let output = run(outcome, more);
        let (stdout, stderr) = texts(&output);
        assert!(output.status.success() && stderr.contains("too few draws of the baseline have any to judge by [imprecise]"), "{stderr}");
        assert!(!stdout.contains("unclear: no difference seen, at most 0 %"), "{stdout}");
        assert_eq!(manifest(&folder.path().join("out"))["run"]["replications"], 24, "it goes on to the most");
    }
}

#[test]
fn what_no_replications_make_precise_is_refused_before_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let one = folder.path().join("one.toml");
    let text = std::fs::read_to_string("scenarios/smoke.toml").unwrap();
    std::fs::write(&one, text.split("[arm.").next().unwrap().to_owned() + "[arm.alone]\n").unwrap();
    let one = one.display().to_string();
    for (scenario, of, says) in [
        ("scenarios/smoke.toml", "review-backlog", "review-backlog has no total"),
        ("scenarios/smoke.toml", "reports,review-wait-p95", "review-wait-p95 has no total"),
        ("scenarios/smoke.toml", "review-backlog-end", "leave it out of --precision-of"),
        (&one, "reports", "one policy alone"),
    ] {
        let output = veilsim(&["run", scenario, "--until-precision", "0.1%", "--precision-of", of, "--out", &out.display().to_string()]);
        let (_, stderr) = texts(&output);
        assert!(output.status.code() == Some(2) && stderr.contains(says), "{of}: {stderr}");
        assert!(!out.exists());
    }
}

#[test]
fn a_mistake_in_a_precision_is_named_with_a_way_out() {
    for (arguments, says) in [
        (&["--until-precision", "5"][..], "for example 5% or 0.05"),
        (&["--until-precision", "0%"], "for example 5% or 0.05"),
        (&["--until-precision", "five"], "for example 5% or 0.05"),
        (&["--until-precision", "5%", "--precision-of", "offender-dais"], "did you mean offender-days?"),
        (&["--precision-of", "offender-days"], "--until-precision"),
    ] {
        let output = veilsim(&[&["run", "scenarios/smoke.toml"], arguments].concat());
        let (_, stderr) = texts(&output);
        assert!(output.status.code() == Some(2) && stderr.contains(says), "{arguments:?}: {stderr}");
    }
}
