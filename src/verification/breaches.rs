//! What breaches expose.

use super::{Check, Oracle, WORLD, only, plan, runs_of, sets, totals};
use crate::model::Outcome;

pub(super) const ORACLE: Oracle = Oracle {
    name: "breaches",
    statement: "Breach exposure is compound Poisson: its mean and variance are the expected number of breaches times the first and second \
                moment of a Pareto share cut at all accounts, times retention",
    checks,
};

fn checks() -> Vec<Check> {
    const RUNS: u64 = 4000;
    let access = sets(&[
        ("platform.main.access.breach-rate", "0.01 per day"),
        ("platform.main.access.breach-least", "0.01"),
        ("platform.main.access.breach-tail", "1.2"),
        ("platform.main.access.content-retention", "30 days"),
        ("platform.main.access.metadata-retention", "50 days"),
        ("platform.main.access.insider-abuse", "0 per day"),
        ("platform.main.access.covert-rate", "0 per day"),
        ("horizon", "300 days"),
        ("window", "300 days"),
    ]);
    let runs = runs_of(&plan(WORLD, &[only("none", "main"), access].concat()), 9, RUNS);
    let (least, tail): (f64, f64) = (0.01, 1.2);
    let power = |k| libm::pow(least, k);
    // E[min(X, 1)^k] of a Pareto X: the integral up to 1, and the mass beyond it at 1.
    let moment = |k: f64| tail * power(tail) * (1.0 - power(k - tail)) / (k - tail) + power(tail);
    let cases: f64 = 0.01 * 300.0;
    let mut checks = Vec::new();
    for (what, outcome, days) in [("metadata", Outcome::MetadataBreach, 50.0), ("content", Outcome::ContentBreach, 30.0)] {
        // In units of all accounts × retention.
        let exposed: Vec<f64> = totals(&runs, outcome).iter().map(|x| x / (1e6 * days)).collect();
        let none = exposed.iter().filter(|x| **x == 0.0).count() as f64;
        checks.push(Check::poisson(format!("runs of {RUNS} in which no {what} is exposed"), none, RUNS as f64 * libm::exp(-cases)));
        checks.push(Check::mean(format!("mean {what} exposed, all accounts = 1"), &exposed, cases * moment(1.0)));
        checks.push(Check::variance(format!("variance of {what} exposed"), &exposed, cases * moment(2.0), cases * moment(4.0)));
    }
    checks
}
