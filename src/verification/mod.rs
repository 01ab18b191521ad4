//! Oracles: what the model must agree with whatever its parameters are. `veilsim verify-model` prints them with their figures, and
//! the tests hold them.
//!
//! Statistical checks reject a correct model once in a thousand each ([`ALPHA`]). Seeds are fixed, so a check that passes keeps
//! passing until results change. Margins follow from the statistics, not from what passes.

mod breaches;
mod conservation;
mod expectations;
mod explicit;
mod lifetimes;
mod limits;
mod means;
mod offline;
mod queues;
mod sampling;
mod scanner;
mod traffic;
mod worlds;

use crate::analysis::{kolmogorov, mean, mean_interval, variance};
use crate::engine::distribution::normal_quantile;
use crate::model::chance::Chance;
use crate::model::{Outcome, Outcomes, Plan, Simulation};
use crate::scenario::{Scenario, parse};

/// Chance that a statistical check rejects a correct model.
pub const ALPHA: f64 = 1e-3;

/// One figure of the model and what it must be.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What the figure is, and in what world.
    pub what: String,
    /// The figure.
    pub found: f64,
    /// What theory says.
    pub expected: f64,
    /// How far the two may be apart; 0 where they must be equal.
    pub margin: f64,
}

impl Check {
    /// Whether the figure is where it must be.
    #[must_use]
    pub fn passes(&self) -> bool {
        (self.found - self.expected).abs() <= self.margin
    }

    /// A figure that must be equal.
    fn exact(what: impl Into<String>, found: f64, expected: f64) -> Self {
        Self { what: what.into(), found, expected, margin: 0.0 }
    }

    /// The mean of independent values, by a t test.
    fn mean(what: impl Into<String>, values: &[f64], expected: f64) -> Self {
        let margin = mean_interval(values, 1.0 - ALPHA).map_or(f64::NAN, |interval| 0.5 * (interval.high - interval.low));
        Self { what: what.into(), found: mean(values).unwrap_or(f64::NAN), expected, margin }
    }

    /// A Poisson count against its mean, by the normal approximation: for means of a hundred and more.
    fn poisson(what: impl Into<String>, count: f64, mean: f64) -> Self {
        Self { what: what.into(), found: count, expected: mean, margin: quantile() * mean.sqrt() + 0.5 }
    }

    /// The variance of independent values; `kurtosis` is their fourth cumulant.
    fn variance(what: impl Into<String>, values: &[f64], expected: f64, kurtosis: f64) -> Self {
        let n = values.len() as f64;
        let margin = quantile() * (kurtosis / n + 2.0 * expected * expected / (n - 1.0)).sqrt();
        Self { what: what.into(), found: variance(values).unwrap_or(f64::NAN), expected, margin }
    }

    /// The Kolmogorov–Smirnov distance between two samples.
    fn same_distribution(what: impl Into<String>, one: &[f64], other: &[f64]) -> Self {
        let (n, m) = (one.len() as f64, other.len() as f64);
        let found = kolmogorov::distance_between(one, other).unwrap_or(f64::NAN);
        Self { what: what.into(), found, expected: 0.0, margin: kolmogorov::critical_distance(n * m / (n + m), ALPHA) }
    }
}

/// The two-sided normal quantile of [`ALPHA`].
fn quantile() -> f64 {
    normal_quantile(1.0 - ALPHA / 2.0)
}

/// Something the model must agree with.
#[derive(Clone, Copy, Debug)]
pub struct Oracle {
    /// Its name.
    pub name: &'static str,
    /// What must hold, and by which theory.
    pub statement: &'static str,
    /// Simulates what is needed and compares.
    pub checks: fn() -> Vec<Check>,
}

/// The oracles: those of the model's specification in its order, then the others.
pub const ORACLES: [Oracle; 14] = [
    queues::ORACLE,
    traffic::ORACLE,
    lifetimes::ORACLE,
    breaches::ORACLE,
    conservation::ORACLE,
    limits::ORACLE,
    worlds::NULL_POLICY,
    worlds::MINIMAL_DIFFERENCE,
    explicit::ORACLE,
    sampling::ORACLE,
    expectations::ORACLE,
    offline::ORACLE,
    scanner::ORACLE,
    means::ORACLE,
];

/// A world without offenders on one platform in one market, full size, five hundred days, every parameter known.
pub const WORLD: &str = r#"
question = "A world for an oracle"
seed = 7
replications = 2
horizon = "500 days"
warm-up = "0 days"
window = "100 days"
sample = 1
extends = "responses"
[market.us]
extends = "us"
offenders.sharing = 1
offenders.approaching = 1
[market.eu]
extends = "eu"
[market.uk]
extends = "uk"
[market.brazil]
extends = "brazil"
[market.row]
extends = "row"
[platform.main]
extends = "tiktok"
images-from = "none"
[platform.main.market]
us.users = 1_000_000
eu.users = 0
uk.users = 0
brazil.users = 0
row.users = 0
[platform.main.trust]
chilling = 0
departure = "0 per year"
[arm.base]
"#;

/// The channels of detection, by their names in a scenario.
const CHANNELS: [&str; 7] =
    ["hash-match", "image-classifier", "text-classifier", "behaviour", "visible-surfaces", "client-side-scan", "user-reports"];

/// Path and value, as `--set` has them.
type Sets = Vec<(String, String)>;

fn sets(pairs: &[(&str, &str)]) -> Sets {
    pairs.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect()
}

/// Leaves one channel of a platform on; with a name that no channel has, none.
fn only(channel: &str, platform: &str) -> Sets {
    let switch = |c: &&str| (format!("platform.{platform}.detection.{c}.enabled"), (*c == channel).to_string());
    CHANNELS.iter().map(switch).collect()
}

/// A scenario with overrides.
///
/// # Panics
/// If an oracle's own text has a mistake.
fn scenario(text: &str, overrides: &[(String, String)]) -> Scenario {
    parse("oracle", text, overrides).unwrap_or_else(|problems| panic!("an oracle's scenario: {:?}", problems.list))
}

/// The base arm of a scenario as it stands at the medians of its parameters.
fn plan(text: &str, overrides: &[(String, String)]) -> Plan {
    scenario(text, overrides).arms.swap_remove(0).plan
}

/// The shipped smoke test, which has every mechanism.
const SMOKE: &str = include_str!("../../scenarios/smoke.toml");

/// So many replications of a plan as it stands: nothing is drawn.
fn runs_of(plan: &Plan, seed: u64, replications: u64) -> Vec<Outcomes> {
    (0..replications).map(|replication| Simulation::run(plan, Chance::new(seed, replication)).0).collect()
}

/// An outcome's total of each run; not a number where a ratio has none.
fn totals(runs: &[Outcomes], outcome: Outcome) -> Vec<f64> {
    runs.iter().map(|run| run.total(outcome).unwrap_or(f64::NAN)).collect()
}

/// Numbers of a run that differ from another's by a bit, over all outcomes, cells and windows.
fn differing(one: &Outcomes, other: &Outcomes) -> usize {
    one.bits().zip(other.bits()).filter(|(a, b)| a != b).count() + one.bits().count().abs_diff(other.bits().count())
}
