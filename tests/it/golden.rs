//! Results on fixed seeds stay what they are, to the last digit, unless somebody means to change them.
//!
//! The expected values are `tests/it/golden/*.csv`. Where a change of results is meant, renew them with
//!
//! ```text
//! VEILSIM_RENEW=1 cargo test --test it golden
//! ```
//!
//! look at the difference, and note it in CHANGELOG.md under "Results change".

use crate::common::{all_runs, names, sets};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;
use veilsim::model::Outcome;
use veilsim::model::outcome::Measure;
use veilsim::scenario::{Scenario, load};

/// Every total of every run, and gauges by platform: one value a line, the shortest digits that give the same float again.
fn table(scenario: &Scenario) -> String {
    let (platforms, _) = names(scenario);
    let mut text = "arm,replication,platform,outcome,value\n".to_owned();
    for (arm, runs) in scenario.arms.iter().zip(all_runs(scenario, 2)) {
        for (replication, run) in runs.iter().enumerate() {
            for outcome in Outcome::ALL {
                let mut line = |platform: &str, value: Option<f64>| {
                    let value = value.map_or_else(String::new, |x| format!("{x:?}"));
                    writeln!(text, "{},{replication},{platform},{},{value}", arm.name, outcome.definition().id).unwrap();
                };
                if outcome.definition().measure == Measure::Gauge {
                    platforms.iter().enumerate().for_each(|(i, platform)| line(platform, run.on(*outcome, i)));
                } else {
                    line("all", run.total(*outcome));
                }
            }
        }
    }
    text
}

/// Lines as place and value.
fn values(text: &str) -> BTreeMap<&str, &str> {
    text.lines().filter_map(|line| line.rsplit_once(',')).collect()
}

/// What moved, and by how much.
fn differences(expected: &str, found: &str) -> Vec<String> {
    let (expected, found) = (values(expected), values(found));
    let change = |place: &str, was: &str, is: &str| match (was.parse::<f64>(), is.parse::<f64>()) {
        (Ok(a), Ok(b)) if a != 0.0 => format!("{place}: {was} → {is} ({:+.3e} relative)", b / a - 1.0),
        _ => format!("{place}: {was:?} → {is:?}"),
    };
    let gone = expected.iter().filter(|(place, _)| !found.contains_key(*place)).map(|(place, was)| format!("{place}: {was} is gone"));
    let moved = found.iter().filter(|(place, is)| expected.get(*place) != Some(*is));
    moved.map(|(place, is)| change(place, expected.get(place).unwrap_or(&"absent"), is)).chain(gone).collect()
}

fn compare(name: &str, scenario: &Scenario) {
    let file = PathBuf::from("tests/it/golden").join(name).with_extension("csv");
    let found = table(scenario);
    if std::env::var_os("VEILSIM_RENEW").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &found).unwrap();
        return;
    }
    let expected =
        std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}; renew it as the head of golden.rs says", file.display()));
    let moved = differences(&expected, &found);
    assert!(
        moved.is_empty(),
        "{} of {} values of {} changed. If that is meant: VEILSIM_RENEW=1 cargo test --test it golden, and note it in CHANGELOG.md \
         under \"Results change\".\n{}",
        moved.len(),
        values(&expected).len(),
        file.display(),
        moved[..moved.len().min(40)].join("\n")
    );
}

#[test]
fn smoke_gives_what_it_gave() {
    let scenario = load("scenarios/smoke.toml".as_ref(), &sets(&[("replications", "2")])).unwrap();
    compare("smoke", &scenario);
}

#[test]
fn a_short_tiktok_gives_what_it_gave() {
    let shorter = [("replications", "1"), ("sample", "0.0005"), ("horizon", "28 weeks"), ("warm-up", "2 weeks")];
    compare("tiktok-dms", &load("scenarios/tiktok-dms.toml".as_ref(), &sets(&shorter)).unwrap());
}

#[test]
fn a_difference_is_told_by_place_and_size() {
    let (was, is) = ("a,0,all,reports,4.0\na,0,all,x,1.0\nb,0,all,y,\n", "a,0,all,reports,5.0\na,0,all,x,1.0\nc,0,all,z,0.0\n");
    let told = differences(was, is);
    assert_eq!(told, ["a,0,all,reports: 4.0 → 5.0 (+2.500e-1 relative)", "c,0,all,z: \"absent\" → \"0.0\"", "b,0,all,y:  is gone"]);
}
