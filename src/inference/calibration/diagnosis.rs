//! What a calibration did: which figures the ranges reach, what was moved, and what no figure says anything of.

use super::{Calibration, IMPLAUSIBLE, Smoothed};
use crate::analysis::{mean, normal_score, quantile_of_sorted, sorted, variance};
use crate::inference::figure::Figure;
use crate::results::tables::{MovedRow, Reach, ReachRow, RoundRow, Usage};
use crate::scenario::targets::Target;

/// Information below this, in nats, is next to nothing: a tenth of a standard deviation either way.
const UNMOVED: f64 = 0.005;
/// Chance that any parameter of which no figure says anything is called moved.
const ERROR: f64 = 0.05;

/// What a calibration did.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// The targets, as the scenario has them.
    pub targets: Vec<ReachRow>,
    /// The parameters, those that were moved most first.
    pub moved: Vec<MovedRow>,
    /// Distance from the figures by stage.
    pub rounds: Vec<RoundRow>,
    /// How many members of the ranges would be left in effect if they were weighed by the figures instead of moved.
    pub effective: f64,
}

impl Diagnosis {
    /// Parameters that the figures moved.
    pub fn moved(&self) -> impl Iterator<Item = &MovedRow> {
        self.moved.iter().filter(|row| row.moved)
    }
}

/// Works out what a calibration did.
#[must_use]
pub fn diagnose(calibration: &Calibration, smoothed: &Smoothed) -> Diagnosis {
    let missing = calibration.scenario.targets.iter().filter_map(|target| Figure::of(target, calibration.scenario));
    let missing =
        missing.filter(|figure| figure.missing().is_some()).map(|figure| ReachRow { reach: Reach::NotThere, ..stated(figure.target) });
    let places = 0..calibration.figures.len();
    let targets = places.map(|place| target_row(calibration, smoothed, place)).chain(missing).collect();
    let mut moved: Vec<MovedRow> = (0..calibration.parameters.len()).map(|place| moved_row(calibration, smoothed, place)).collect();
    moved.sort_by(|a, b| b.information.total_cmp(&a.information).then_with(|| a.parameter.cmp(&b.parameter)));
    let stages = smoothed.misfits.iter().enumerate();
    let rounds = stages.map(|(stage, misfit)| RoundRow { stage: stage as u32, misfit: *misfit }).collect();
    Diagnosis { targets, moved, rounds, effective: effective(calibration, smoothed) }
}

fn stated(target: &Target) -> ReachRow {
    ReachRow {
        target: target.target.clone(),
        what: target.what.clone(),
        usage: if target.fitted { Usage::Fitted } else { Usage::Test },
        comparable: target.comparable.name().to_owned(),
        value: target.value,
        deviation: target.deviation(),
        ..ReachRow::default()
    }
}

fn target_row(calibration: &Calibration, smoothed: &Smoothed, place: usize) -> ReachRow {
    let figure = &calibration.figures[place];
    let target = figure.target;
    let known = |values: &[Vec<f64>]| sorted(&values.iter().map(|row| row[place]).filter(|x| x.is_finite()).collect::<Vec<_>>());
    let (before, after) = (known(&smoothed.before), known(&smoothed.after));
    let error = calibration.error(place, &smoothed.chance);
    let published = target.scaled(target.value);
    let distance = |x: &f64| Some((target.scaled(*x)? - published?).abs() / error);
    let distances: Vec<f64> = before.iter().filter_map(distance).collect();
    let plausible = distances.iter().filter(|d| **d <= IMPLAUSIBLE).count() as f64 / smoothed.before.len().max(1) as f64;
    let [expected_before, expected_after] = [&before, &after].map(|values| figure.predicted(values).filter(|_| target.is_comparable()));
    let score = |interval: Option<[f64; 2]>| interval.and_then(|interval| figure.score(interval));
    ReachRow {
        moves: smoothed.used.contains(&place),
        lacking: calibration.lacking(place, &smoothed.before),
        chance: smoothed.chance[place],
        least: distances.iter().copied().reduce(f64::min),
        plausible,
        reach: if plausible > 0.0 { Reach::Reached } else { Reach::NotReached },
        prior_p05: quantile_of_sorted(&before, 0.05),
        prior_median: quantile_of_sorted(&before, 0.5),
        prior_p95: quantile_of_sorted(&before, 0.95),
        posterior_p05: quantile_of_sorted(&after, 0.05),
        posterior_median: quantile_of_sorted(&after, 0.5),
        posterior_p95: quantile_of_sorted(&after, 0.95),
        prior_covered: expected_before.map(|interval| figure.is_within(interval)),
        posterior_covered: expected_after.map(|interval| figure.is_within(interval)),
        prior_score: score(expected_before),
        posterior_score: score(expected_after),
        ..stated(target)
    }
}

fn moved_row(calibration: &Calibration, smoothed: &Smoothed, place: usize) -> MovedRow {
    let column = |members: &[Vec<f64>]| members.iter().map(|member| member[place]).collect::<Vec<f64>>();
    let (before, after) = (column(&smoothed.prior), column(&smoothed.posterior));
    let quantiles = sorted(&after.iter().map(|score| super::quantile(*score)).collect::<Vec<_>>());
    let (shift, spread) = (mean(&after).unwrap_or_default(), libm::sqrt(variance(&after).unwrap_or_default()));
    let square = (spread * spread).max(1e-12);
    // Of a normal distribution against the standard one.
    let information = (0.5 * (square + shift * shift - 1.0 - libm::log(square))).max(0.0);
    let correlations = smoothed.used.iter().map(|target| (*target, correlation(&before, &calibration.scaled(*target, &smoothed.before))));
    let strongest = correlations.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
    // Of all pairs of a parameter and a figure (Bonferroni): some correlate by accident.
    let pairs = (calibration.parameters.len() * smoothed.used.len()).max(1) as f64;
    let accident = normal_score(1.0 - ERROR / (2.0 * pairs)) / libm::sqrt(before.len() as f64);
    let is_clear = strongest.is_some_and(|(_, correlation)| correlation.abs() > accident);
    let name = |target: &Target| format!("{}: {}", target.target, target.what);
    let (parameter, range) = calibration.parameters[place].clone();
    MovedRow {
        parameter,
        range,
        p05: quantile_of_sorted(&quantiles, 0.05).unwrap_or_default(),
        median: quantile_of_sorted(&quantiles, 0.5).unwrap_or_default(),
        p95: quantile_of_sorted(&quantiles, 0.95).unwrap_or_default(),
        shift,
        spread,
        information,
        moved: is_clear && information >= UNMOVED,
        target: strongest.map(|(target, _)| name(calibration.figures[target].target)).unwrap_or_default(),
        correlation: strongest.map(|(_, correlation)| correlation),
    }
}

/// Pearson's correlation; 0 where either has no spread.
pub(super) fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let (Some(mx), Some(my)) = (mean(x), mean(y)) else { return 0.0 };
    let product = x.iter().zip(y).map(|(a, b)| (a - mx) * (b - my)).sum::<f64>();
    let square = |values: &[f64], centre: f64| values.iter().map(|v| (v - centre) * (v - centre)).sum::<f64>();
    let scale = libm::sqrt(square(x, mx) * square(y, my));
    if scale > 0.0 { product / scale } else { 0.0 }
}

/// (Σw)² / Σw² of the members of the ranges, each weighed by how well it fits.
fn effective(calibration: &Calibration, smoothed: &Smoothed) -> f64 {
    let columns: Vec<(usize, Vec<f64>)> =
        smoothed.used.iter().map(|place| (*place, calibration.scaled(*place, &smoothed.before))).collect();
    let distance = |member: usize| {
        let gap = |(place, column): &(usize, Vec<f64>)| {
            let gap = (column[member] - calibration.observed[*place]) / calibration.error(*place, &smoothed.chance);
            gap * gap
        };
        columns.iter().map(gap).sum::<f64>()
    };
    let distances: Vec<f64> = (0..smoothed.before.len()).map(distance).collect();
    let nearest = distances.iter().copied().reduce(f64::min).unwrap_or_default();
    let weights: Vec<f64> = distances.iter().map(|d| libm::exp(-0.5 * (d - nearest))).collect();
    let (sum, squares) = (weights.iter().sum::<f64>(), weights.iter().map(|w| w * w).sum::<f64>());
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}
