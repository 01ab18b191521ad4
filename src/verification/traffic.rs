//! False flags and base rates.

use super::{Check, Oracle, Sets, WORLD, only, plan, runs_of, sets, totals};
use crate::analysis::mean;
use crate::model::{Outcome, Plan};

pub(super) const ORACLE: Oracle = Oracle {
    name: "false flags",
    statement: "False flags are a Poisson number with mean accounts × items × false-positive rate × time, under every regime that lets the \
                channel see; precision follows from base rates by Bayes",
    checks,
};

/// The plan of a world with one channel on, which flags one benign item in a thousand and recognises 0.8 of what it is for.
fn one_channel(channel: &str, text: &str, more: &[(&str, &str)]) -> Plan {
    let path = |key: &str| format!("platform.main.detection.{channel}.{key}");
    let operated: Sets = [("false-positives", "0.001"), ("reference-false-positives", "0.001"), ("recall", "0.8")]
        .map(|(key, value)| (path(key), value.to_owned()))
        .into();
    plan(text, &[only(channel, "main"), operated, sets(more)].concat())
}

fn checks() -> Vec<Check> {
    // A million accounts, 500 days; a day each: 5 messages, 0.02 of them images; 0.1 conversations; 0.01 updates.
    let cases = [
        ("hash-match", "none", 0.1),
        ("image-classifier", "none", 0.1),
        ("text-classifier", "none", 0.1),
        ("behaviour", "none", 0.1),
        ("behaviour", "default", 0.1),
        ("visible-surfaces", "default", 0.01),
        ("client-side-scan", "default", 0.1),
    ];
    let mut checks: Vec<Check> = cases
        .into_iter()
        .map(|(channel, regime, items)| {
            let regimes = [("platform.main.encryption", regime), ("platform.main.encryption-minors", regime)];
            let found = totals(&runs_of(&one_channel(channel, WORLD, &regimes), 5, 1), Outcome::FalseFlags)[0];
            Check::poisson(format!("false flags of {channel}, encryption {regime}"), found, 1e6 * items * 1e-3 * 500.0)
        })
        .collect();
    let mistaken = [only("user-reports", "main"), sets(&[("platform.main.detection.user-reports.false-reports", "40 per day")])].concat();
    let found = totals(&runs_of(&plan(WORLD, &mistaken), 5, 1), Outcome::FalseFlags)[0];
    checks.push(Check::poisson("mistaken reports by users", found, 40.0 * 500.0));
    checks.extend(precision());
    checks
}

/// Traders who share one known file two times a day and are never stopped, found by hash matching: a stock of 10 × 20 shares twice a
/// day, and each of 10 newcomers a day begins with an act; 0.8 are recognised.
fn precision() -> Vec<Check> {
    let text = super::lifetimes::traders();
    let never_stopped = [
        ("platform.main.enforcement.suspend", "0"),
        ("platform.main.enforcement.restrict", "0"),
        ("market.us.investigation.investigators", "0"),
        ("horizon", "100 days"),
    ];
    let runs = runs_of(&one_channel("hash-match", &text, &never_stopped), 6, 30);
    let (true_a_day, false_a_day) = ((10.0 * 20.0 * 2.0 + 10.0) * 0.8, 1e6 * 0.1 * 1e-3);
    let precision = true_a_day / (true_a_day + false_a_day);
    let (found_true, found_false) = (totals(&runs, Outcome::TrueFlags), totals(&runs, Outcome::FalseFlags));
    // Linear in the counts, so that its mean is exactly the precision.
    let all = mean(&found_true).unwrap_or(f64::NAN) + mean(&found_false).unwrap_or(f64::NAN);
    let shifted = |(t, f): (&f64, &f64)| precision + (t - precision * (t + f)) / all;
    vec![
        Check::mean("flags of abuse", &found_true, true_a_day * 100.0),
        Check::mean("flags of something else", &found_false, false_a_day * 100.0),
        Check::mean("precision of flags", &found_true.iter().zip(&found_false).map(shifted).collect::<Vec<_>>(), precision),
    ]
}
