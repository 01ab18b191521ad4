//! Two results or two scenarios, compared in words.

use super::{AppError, scenario_of};
use crate::analysis::{Interval, Paired, Welch, holm, mean};
use crate::model::Outcome;
use crate::results::tables::{ALL, OutcomeRow, read_where};
use crate::results::{CONFIDENCE, Manifest, ResultsError, Selection, table_hashes};
use crate::scenario::{Change, Scenario, differences, load};
use std::collections::BTreeMap;
use std::path::Path;

/// What differs between two results or two scenarios.
#[derive(Clone, Debug)]
pub struct Difference {
    /// What the scenarios say otherwise.
    pub changes: Vec<Change>,
    /// How the outcomes compare; none unless both are results.
    pub outcomes: Option<Compared>,
}

/// How the outcomes of two results compare.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Whether every table is the same to the byte.
    pub is_same: bool,
    /// What wrote each of them, where that is not the same version.
    pub versions: Option<[String; 2]>,
    /// Whether they share their chance and their draws, so that runs are compared in pairs.
    pub is_paired: bool,
    /// Draws of each that are compared.
    pub draws: [usize; 2],
    /// Pairs of policy and outcome that were looked at.
    pub looked_at: usize,
    /// Those that moved beyond noise.
    pub moved: Vec<Moved>,
}

/// An outcome of a policy that moved beyond noise.
#[derive(Clone, Debug)]
pub struct Moved {
    /// The policy.
    pub arm: String,
    /// The outcome.
    pub outcome: Outcome,
    /// Its mean in each.
    pub means: [f64; 2],
    /// The 95 % interval of the difference of the means; none where every run differs alike.
    pub interval: Option<Interval>,
    /// The p-value of no difference, adjusted by Holm's method over all that was looked at; none where every run differs alike.
    pub p_holm: Option<f64>,
}

impl Difference {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.changes.is_empty() && self.outcomes.as_ref().is_none_or(|outcomes| outcomes.is_same)
    }
}

/// Compares two results, two scenarios, or the scenario of a result with another.
///
/// # Errors
/// If either cannot be read, or is the result of a method.
pub fn compare(first: &Path, second: &Path) -> Result<Difference, AppError> {
    let changes = differences(&scenario_at(first)?, &scenario_at(second)?);
    let outcomes = if is_result(first) && is_result(second) { Some(compared(first, second)?) } else { None };
    Ok(Difference { changes, outcomes })
}

fn is_result(place: &Path) -> bool {
    place.is_dir()
}

fn scenario_at(place: &Path) -> Result<Scenario, AppError> {
    if is_result(place) { scenario_of(place) } else { load(place, &[]).map_err(|problems| AppError::Input(Box::new(problems))) }
}

/// Values by policy and outcome, and by draw.
type ByDraw = BTreeMap<(String, Outcome), BTreeMap<u32, f64>>;

fn compared(first: &Path, second: &Path) -> Result<Compared, AppError> {
    let [a, b] = [Manifest::read(first)?, Manifest::read(second)?];
    let seeds = |manifest: &Manifest| (manifest.run.seed, manifest.run.assumption_seed, manifest.replications_per_draw);
    let is_paired = seeds(&a) == seeds(&b);
    let is_same = a.digest == b.digest && table_hashes(first)? == table_hashes(second)?;
    let (from, to) = (by_draw(first)?, by_draw(second)?);
    let draws = [&from, &to].map(|values| values.values().map(BTreeMap::len).max().unwrap_or(0));
    let found: Vec<Moved> = from.iter().filter_map(|(of, from)| moved(of, from, to.get(of)?, is_paired)).collect();
    let adjusted = holm(&found.iter().map(|moved| moved.p_holm).collect::<Vec<_>>());
    let looked_at = found.len();
    let is_told = |moved: &Moved| match moved.p_holm {
        Some(p) => p <= 1.0 - CONFIDENCE,
        None => moved.means[0].to_bits() != moved.means[1].to_bits(),
    };
    let moved = found.into_iter().zip(adjusted).map(|(moved, p_holm)| Moved { p_holm, ..moved }).filter(is_told).collect();
    let versions = (a.run.version != b.run.version).then_some([a.run.version, b.run.version]);
    Ok(Compared { is_same, versions, is_paired, draws, looked_at, moved })
}

/// What every run says of the mean of each outcome of the report, over all platforms, markets and ages, by draw.
fn by_draw(directory: &Path) -> Result<ByDraw, ResultsError> {
    let selection = Selection::standard();
    let is_total = |row: &OutcomeRow| [&row.platform, &row.market, &row.age_band].into_iter().all(|place| place == ALL);
    let mut runs: BTreeMap<(String, Outcome), BTreeMap<u32, Vec<f64>>> = BTreeMap::new();
    for row in read_where::<OutcomeRow>(directory, is_total)? {
        let Some(outcome) = Outcome::by_id(&row.outcome).filter(|outcome| selection.holds(*outcome)) else { continue };
        runs.entry((row.arm.clone(), outcome)).or_default().entry(row.draw).or_default().push(row.expected.unwrap_or(row.value));
    }
    let means = |draws: BTreeMap<u32, Vec<f64>>| draws.into_iter().filter_map(|(draw, values)| Some((draw, mean(&values)?))).collect();
    Ok(runs.into_iter().map(|(of, draws)| (of, means(draws))).collect())
}

/// How an outcome of a policy compares; its p-value is not adjusted yet.
fn moved((arm, outcome): &(String, Outcome), from: &BTreeMap<u32, f64>, to: &BTreeMap<u32, f64>, is_paired: bool) -> Option<Moved> {
    let (pairs, all): (Vec<(f64, f64)>, [Vec<f64>; 2]) = (
        from.iter().filter_map(|(draw, a)| Some((*a, *to.get(draw)?))).collect(),
        [from, to].map(|values| values.values().copied().collect()),
    );
    let (a, b): (Vec<f64>, Vec<f64>) = if is_paired { pairs.into_iter().unzip() } else { all.into() };
    let (interval, p_holm) = if is_paired {
        let found = Paired::new(&b, &a, CONFIDENCE)?;
        (Interval { low: found.low, high: found.high }, found.p_value)
    } else {
        let found = Welch::new(&a, &b, CONFIDENCE)?;
        (found.interval, found.p_value)
    };
    let means = [mean(&a)?, mean(&b)?];
    Some(Moved { arm: arm.clone(), outcome: *outcome, means, interval: Some(interval).filter(|_| p_holm.is_some()), p_holm })
}
