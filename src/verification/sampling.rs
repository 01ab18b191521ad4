//! A sample of the world is the world.

use super::{ALPHA, Check, Oracle, SMOKE, runs_of, scenario, sets, totals};
use crate::analysis::{Paired, holm};
use crate::experiment::drawn;
use crate::model::outcome::Measure;
use crate::model::{Outcome, Outcomes};

pub(super) const ORACLE: Oracle = Oracle {
    name: "sampling",
    statement: "Rates at sample 1, 1/10 and 1/100 of a world of sixteen million users agree within Monte Carlo error; what befalls a \
                platform as a whole does not depend on the sample at all",
    checks,
};

/// Counts that happen often enough in the smallest sample to be compared.
const RATES: [Outcome; 15] = [
    Outcome::HarmSextortion,
    Outcome::KnownShared,
    Outcome::NewShared,
    Outcome::Contacts,
    Outcome::OffenderDays,
    Outcome::OffendersRemoved,
    Outcome::OffendersFirstRemoved,
    Outcome::TrueFlags,
    Outcome::FalseFlags,
    Outcome::Incidents,
    Outcome::Reports,
    Outcome::ActionableReports,
    Outcome::InnocentExamined,
    Outcome::InnocentReported,
    Outcome::ReviewHours,
];

/// Runs of an arm of the smoke test with a hundredth of its users. Staff is abundant, since a smaller station waits longer at the
/// same load.
fn at(sample: &str, arm: usize, runs: u32) -> Vec<Outcomes> {
    let mut overrides = sets(&[
        ("sample", sample),
        ("platform.tiktok.review.staff", "40_000_000"),
        ("platform.tiktok.enforcement.appeal-staff", "40_000_000"),
        ("platform.tiktok.access.breach-rate", "2 per year"),
        ("platform.tiktok.trust.harm-shock", "0"),
        ("horizon", "4 weeks"),
        ("warm-up", "4 weeks"),
        ("arm.default-e2ee.platform.tiktok.rollout.start", "1 week"),
    ]);
    for (platform, rules) in scenario(SMOKE, &[]).base.platform.iter() {
        for (market, users) in rules.market.iter() {
            let few = (users.users.number() / 100.0).round();
            overrides.push((format!("platform.{platform}.market.{market}.users"), few.to_string()));
        }
    }
    let scenario = scenario(SMOKE, &overrides);
    // Replications share their assumptions at every sample; their chance is their own.
    (0..runs).flat_map(|r| runs_of(&drawn(&scenario.arms[arm].plan, 40, r / 2), 40 + u64::from(r), 1)).collect()
}

fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    for (large, small, runs) in [("1", "0.1", 16), ("0.1", "0.01", 60)] {
        let (mut p_values, mut never) = (Vec::new(), 0);
        for arm in 0..2 {
            let (one, other) = (at(large, arm, runs), at(small, arm, runs));
            for outcome in RATES {
                let p = Paired::new(&totals(&other, outcome), &totals(&one, outcome), 0.95).and_then(|pair| pair.p_value);
                never += usize::from(p.is_none());
                p_values.push(p);
            }
        }
        let least = holm(&p_values).into_iter().flatten().fold(1.0, f64::min);
        let what =
            format!("least p-value by Holm's method of {} rates, sample {large} against {small}: within 1 - {ALPHA} of 1", p_values.len());
        checks.push(Check { what, found: least, expected: 1.0, margin: 1.0 - ALPHA });
        checks.push(Check::exact(format!("rates of zero in every run at {small}"), never as f64, 0.0));
    }
    checks.push(whole());
    checks
}

/// Outcomes of platforms as a whole at two samples.
fn whole() -> Check {
    let of = |run: &Outcomes| -> Vec<u64> {
        let whole = Outcome::ALL.iter().filter(|o| o.definition().measure == Measure::Whole);
        let cells: Vec<_> = run.layout().cells().collect();
        whole.flat_map(|o| cells.iter().map(|cell| run.value(*o, *cell).unwrap_or(f64::NAN).to_bits()).collect::<Vec<_>>()).collect()
    };
    let (large, small) = (at("0.1", 1, 2), at("0.02", 1, 2));
    let differ = |(a, b): (&Outcomes, &Outcomes)| of(a).iter().zip(of(b)).filter(|(x, y)| **x != *y).count();
    let found: usize = large.iter().zip(&small).map(differ).sum();
    Check::exact("numbers of platforms as a whole that differ between two samples", found as f64, 0.0)
}
