//! Names that mean something else, weights, lists given by `--set`, and what has no effect: refused, or said.

use crate::common::{messages, refused, scenario, sets, short_run, smoke_text, texts, veilsim};
use veilsim::experiment::{Limits, within};
use veilsim::scenario::{Notice, load, parse};

/// The smoke scenario without its arms, with others.
fn with_arms(arms: &str) -> String {
    format!("{}{arms}", smoke_text().split("[arm.").next().unwrap())
}

/// Names of the notices of a text.
fn noticed(text: &str, pairs: &[(&str, &str)]) -> Vec<&'static str> {
    scenario(text, pairs).notices().iter().map(Notice::name).collect()
}

#[test]
fn a_name_that_tables_reserve_is_refused() {
    let text = smoke_text();
    refused(&text.replace("platform.tiktok", "platform.all"), "\"all\" cannot be a name");
    refused(&text.replace("market.row", "market.All"), "\"All\" cannot be a name");
    refused(&text.replace("arm.default-e2ee", "arm.all"), "\"all\" cannot be a name");
    assert!(parse("test", &text.replace("arm.default-e2ee", "arm.allow"), &[]).is_ok());
}

#[test]
fn a_name_that_no_file_or_table_could_hold_is_refused() {
    refused(&smoke_text().replace("arm.default-e2ee", &format!("arm.{}", "e".repeat(65))), "cannot be a name");
    refused(&format!("{}[platform.{}]\nextends = \"elsewhere\"\n", smoke_text(), "p".repeat(300)), "cannot be a name");
    assert!(parse("test", &smoke_text().replace("arm.default-e2ee", &format!("arm.{}", "e".repeat(64))), &[]).is_ok());
}

#[test]
fn a_weight_on_what_has_no_total_is_refused() {
    for outcome in ["review-backlog", "review-backlog-end", "review-wait-p95"] {
        refused(&format!("{}[weights]\nchildren-harmed = -1\n{outcome} = -1000\n", smoke_text()), "has no value over all platforms");
    }
    refused(&format!("{}[weights]\nreports = 1e308\n", smoke_text()), "a finite number");
    assert_eq!(scenario(&format!("{}[weights]\nreports = 2\nreview-hours = -1\n", smoke_text()), &[]).weights.len(), 2);
}

#[test]
fn a_timeline_that_is_set_takes_the_place_of_the_file_s() {
    let step = |weeks: u32, staff: u32| {
        format!("[[timeline]]\nstart = \"{weeks} weeks\"\nramp = \"0 days\"\nplatform.tiktok.review.staff = {staff}\n")
    };
    let text = format!("{}{}{}", smoke_text(), step(2, 100), step(6, 600));
    let days = |pairs: &[(&str, &str)]| -> Vec<f64> {
        scenario(&text, pairs).arms[0].plan.changes.iter().map(|change| change.start.days().round()).collect()
    };
    let one = "[{start = \"1 week\", ramp = \"0 days\", platform.tiktok.review.staff = 5}]";
    assert_eq!(days(&[]), [14.0, 42.0]);
    assert_eq!(days(&[("timeline", one)]), [7.0]);
    assert_eq!(days(&[("timeline", one), ("timeline", "[]")]), [0.0; 0]);
    assert!(parse("test", &text, &sets(&[("timeline", "3")])).is_err());
}

#[test]
fn changes_of_an_arm_that_are_set_take_the_place_of_the_file_s() {
    let change = "[[arm.e2ee-metadata-reports.change]]\nstart = \"3 weeks\"\nramp = \"0 days\"\nplatform.tiktok.review.staff = 9\n";
    let text = format!("{}{change}", smoke_text());
    let changes = |pairs: &[(&str, &str)]| scenario(&text, pairs).arms[2].plan.changes.len();
    assert_eq!((changes(&[]), changes(&[("arm.e2ee-metadata-reports.change", "[]")])), (2, 1));
    // Another arm's are its own.
    assert_eq!(changes(&[("arm.default-e2ee.change", "[]")]), 2);
}

#[test]
fn presets_that_are_set_take_the_place_of_the_file_s() {
    let after = |pairs: &[(&str, &str)]| scenario(&smoke_text(), pairs).arms[1].plan.changes[0].after.encryption.number();
    assert_eq!(after(&[]).to_string(), "2");
    assert_eq!(after(&[("arm.default-e2ee.platform.tiktok.extends", "[]")]).to_string(), "0");
    assert_eq!(after(&[("arm.default-e2ee.platform.tiktok.extends", "readable")]).to_string(), "0");
    let problems = parse("test", &smoke_text(), &sets(&[("platform.tiktok.extends", "[]")])).unwrap_err();
    assert!(messages(&problems).iter().any(|m| m.contains("is not set")), "{:?}", messages(&problems));
}

#[test]
fn a_value_that_every_arm_overrides_is_said() {
    let arms = "[arm.few.platform.tiktok]\nreview.staff = 100\n[arm.many.platform.tiktok]\nreview.staff = 500\n";
    let staff = [("platform.tiktok.review.staff", "1")];
    assert_eq!(noticed(&with_arms(arms), &[]), [""; 0]);
    assert_eq!(noticed(&with_arms(arms), &staff), ["overridden-in-every-arm"]);
    // The same value as one of the arms' is as much in vain.
    assert_eq!(noticed(&with_arms(arms), &[("platform.tiktok.review.staff", "100")]), ["overridden-in-every-arm"]);
    // In the file, not on the command line.
    let text = with_arms(arms).replace("extends = \"tiktok\"\n", "extends = \"tiktok\"\nreview.staff = 7\n");
    let notices = scenario(&text, &[]).notices();
    assert!(
        notices[0].cause().contains("platform.tiktok.review.staff") && notices[0].remedy().contains("arm.NAME.platform.tiktok"),
        "{notices:?}"
    );
    // One arm that does not, or not from its start.
    assert_eq!(noticed(&with_arms(&format!("[arm.none]\n{arms}")), &staff), [""; 0]);
    let later = "[arm.late.platform.tiktok]\nrollout = { start = \"1 week\", ramp = \"0 days\" }\nreview.staff = 9\n";
    assert_eq!(noticed(&with_arms(&format!("{arms}{later}")), &staff), [""; 0]);
}

#[test]
fn what_set_says_in_vain_is_said() {
    let text = smoke_text();
    assert_eq!(noticed(&text, &[("sample", "0.001"), ("sample", "0.002")]), ["set-twice"]);
    assert_eq!(noticed(&text, &[("platform.tiktok.review.evidence", "assumed")]), ["source-without-value"]);
    assert_eq!(noticed(&text, &[("platform.tiktok.review.staff", "80")]), [""; 0]);
}

#[test]
fn nothing_to_compare_is_said() {
    assert_eq!(noticed(&with_arms("[arm.only]\n"), &[]), ["one-arm"]);
    assert_eq!(noticed(&with_arms("[arm.a]\n[arm.b]\ntitle = \"B\"\n"), &[]), ["like-the-baseline"]);
    let same = "[arm.b.platform.tiktok]\nrollout = { start = \"1 week\", ramp = \"1 day\" }\nencryption = \"none\"\n";
    assert_eq!(noticed(&with_arms(&format!("[arm.a]\n{same}")), &[]), ["like-the-baseline"]);
    assert_eq!(noticed(&with_arms(&format!("[arm.a]\n{}", same.replace("none", "default"))), &[]), [""; 0]);
    assert_eq!(noticed(&smoke_text(), &[("replications", "1"), ("question", "\" \"")]), ["no-question", "one-replication"]);
}

#[test]
fn a_window_that_leaves_much_out_is_said() {
    for window in ["3 weeks", "5 weeks"] {
        assert_eq!(noticed(&smoke_text(), &[("window", window)]), ["partial-window"]);
    }
    assert_eq!(noticed(&smoke_text(), &[("window", "4 weeks")]), [""; 0]);
    let late = smoke_text().replace("start = \"2 weeks\"", "start = \"55 days\"");
    let notices = scenario(&late, &[("window", "27 days 12 hours")]).notices();
    assert!(matches!(&notices[..], [Notice::LeftOver { arms, .. }] if arms.len() == 2), "{notices:?}");
}

#[test]
fn scenarios_that_ship_have_nothing_to_notice_and_keep_within_the_limits() {
    for entry in std::fs::read_dir("scenarios").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            let scenario = load(&path, &[]).unwrap();
            assert_eq!(scenario.notices(), [], "{}", path.display());
            assert_eq!(within(&scenario, Limits::default()), Ok(()), "{}", path.display());
        }
    }
    let tenth = load("scenarios/tiktok-dms.toml".as_ref(), &sets(&[("sample", "0.1")])).unwrap();
    assert_eq!(within(&tenth, Limits::default()), Ok(()), "a tenth of the world");
}

#[test]
fn check_and_run_say_what_was_noticed_and_quiet_is_quiet() {
    let (summary, said) = texts(&veilsim(&["check", "scenarios/smoke.toml", "--set", "window=3 weeks"]));
    assert!(summary.starts_with("smoke: 3 arms") && said.contains("[partial-window]"), "{summary}{said}");
    let folder = tempfile::tempdir().unwrap();
    let output = short_run(&folder.path().join("loud"), &["--set", "sample=0.0002"]);
    assert!(output.status.success() && texts(&output).1.contains("[set-twice]"), "{}", texts(&output).1);
    let output = short_run(&folder.path().join("quiet"), &["--set", "sample=0.0002", "--quiet"]);
    assert!(output.status.success() && texts(&output).1.is_empty(), "{}", texts(&output).1);
}
