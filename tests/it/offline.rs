//! Abuse away from any platform: arrests end it, and nothing else that happens on a platform changes it.

use crate::common::{all_runs, assert_none, assert_same_but, assert_some, smoke, sum};
use veilsim::model::Outcome::{AbuseYearsEnded, Arrests, ChildrenAbusedOffline, ChildrenFoundOffline};
use veilsim::model::{Outcome, Outcomes};

const COUNTED: [Outcome; 3] = [ChildrenAbusedOffline, AbuseYearsEnded, ChildrenFoundOffline];

/// A year of the first arm, in which police are quick and many.
fn year(more: &[(&str, &str)]) -> Vec<Outcomes> {
    let markets = ["us", "eu", "uk", "brazil", "row"];
    let keys = [
        ("investigators", "40_000"),
        ("referral", "3 days"),
        ("opens-factor", "1000"),
        ("arrest", "1"),
        ("offline-found", "0.5"),
        ("criminal", "1"),
        ("unidentified", "0"),
        ("misattributed", "0"),
        ("load-triage", "0"),
    ];
    let police = markets.iter().flat_map(|m| keys.map(|(key, value)| (format!("market.{m}.investigation.{key}"), value)));
    let police: Vec<(String, &str)> = police.collect();
    let mut pairs: Vec<(&str, &str)> = police.iter().map(|(path, value)| (path.as_str(), *value)).collect();
    pairs.extend([("sample", "0.002"), ("replications", "3"), ("horizon", "52 weeks"), ("offender.trader.offline.share", "0.5")]);
    pairs.extend([("offender.trader.offline.rate", "10 per year"), ("offender.trader.offline.duration", "2 years")]);
    pairs.extend(more);
    all_runs(&smoke(&pairs), 2).remove(0)
}

/// The same value in every market.
fn everywhere<'a>(paths: &'a mut Vec<String>, key: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    *paths = ["us", "eu", "uk", "brazil", "row"].iter().map(|m| format!("market.{m}.investigation.{key}")).collect();
    paths.iter().map(|path| (path.as_str(), value)).collect()
}

#[test]
fn arrests_end_abuse_and_bring_some_to_light() {
    let quick = year(&[]);
    assert_some(&quick, &COUNTED);
    let (mut one, mut other) = (Vec::new(), Vec::new());
    let no_arrests = [everywhere(&mut one, "arrest", "0"), everywhere(&mut other, "arrest-blind", "0")].concat();
    let without = year(&no_arrests);
    assert_none(&without, &[AbuseYearsEnded, ChildrenFoundOffline, Arrests]);
    let [ended, free] = [&quick, &without].map(|runs| sum(runs, ChildrenAbusedOffline));
    assert!(ended < 0.95 * free, "{ended} of {free}");
}

#[test]
fn what_is_found_is_found_by_the_share_stated() {
    let (mut all, mut none) = (Vec::new(), Vec::new());
    let (half, all) = (year(&[]), year(&everywhere(&mut all, "offline-found", "1")));
    let none = year(&everywhere(&mut none, "offline-found", "0"));
    assert_none(&none, &[ChildrenFoundOffline]);
    let [some, every] = [&half, &all].map(|runs| sum(runs, ChildrenFoundOffline));
    assert!(0.0 < some && some < every, "{some} of {every}");
    for other in [&all, &none] {
        assert_same_but(&half, other, &[ChildrenFoundOffline]);
    }
}

/// Each pair of worlds differs in one parameter of a class; of all outcomes only these, and the arrests of those who go on, can differ.
#[test]
fn each_parameter_moves_what_it_says_and_nothing_on_a_platform() {
    let base = year(&[]);
    let may_differ = [&COUNTED[..], &[Arrests]].concat();
    let pairs: [(&str, &str, &[Outcome]); 4] = [
        ("offender.trader.offline.share", "0.1", &COUNTED),
        ("offender.trader.offline.rate", "3 per year", &COUNTED),
        ("offender.trader.offline.duration", "1 year", &[AbuseYearsEnded, ChildrenFoundOffline]),
        ("offender.trader.offline.career", "1", &[ChildrenAbusedOffline]),
    ];
    for (path, less, falls) in pairs {
        let other = year(&[(path, less)]);
        assert_same_but(&base, &other, &may_differ);
        for outcome in falls {
            let [more, less] = [&base, &other].map(|runs| sum(runs, *outcome));
            assert!(less < more, "{path}: {} {less} against {more}", outcome.definition().id);
        }
    }
    let mut none: Vec<(&str, &str)> = vec![("offender.trader.offline.share", "0"), ("offender.producer.offline.share", "0")];
    assert_none(&year(&none), &COUNTED);
    none = vec![("mechanism.offline.enabled", "false")];
    assert_none(&year(&none), &COUNTED);
}
