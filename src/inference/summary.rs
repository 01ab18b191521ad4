//! The summary: every outcome of every arm in every cell in which some run has it, and how it differs from the baseline's.

use super::analysis::{Analysis, Put, Study};
use super::compare::{Comparison, compare};
use super::place::{Places, cells};
use super::possible::{Possible, is_share};
use crate::analysis::{
    Interval, Tail, bounded_interval, holm, mean, mean_interval, quantile_of_sorted, rare_interval, ratio_interval, skewed_interval,
    sorted, split, tail_mean, top_share, unseen_bound, unshared_chance,
};
use crate::model::outcome::{Better, Measure};
use crate::model::{Cell, Outcome, Outcomes};
use crate::results::tables::SummaryRow;
use crate::results::{Results, ResultsError, Selection};

/// Share of the runs that counts as the worst.
const WORST: f64 = 0.05;
/// Share of the runs that counts as the top.
const TOP: f64 = 0.01;

impl Analysis for SummaryRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        study.summary.iter().try_for_each(put)
    }
}

/// The rows of the summary.
pub(super) fn summary(results: &Results) -> Vec<SummaryRow> {
    rows(results, &cells(results))
}

/// Those rows of the summary that are of all places, or of the platform that the policies change: what a reader looks at first, and a
/// small part of the work. They are the same as among all others.
#[must_use]
pub fn summary_in_all(results: &Results) -> Vec<SummaryRow> {
    let cells: Vec<Cell> = std::iter::once(Cell::ALL).chain(asked(results)).collect();
    rows(results, &cells)
}

/// The platform that the policies change, if it is one alone.
fn asked(results: &Results) -> Option<Cell> {
    let platform = results.scenario().platform_in_question();
    platform.and_then(|name| results.scenario().base.platform.index_of(&name)).map(|place| Cell { platform: Some(place), ..Cell::ALL })
}

fn rows(results: &Results, cells: &[Cell]) -> Vec<SummaryRow> {
    let (answer, asked) = (Selection::standard().answer(), asked(results));
    let (places, possible) = (Places::new(results), Possible::of(results));
    let mut rows: Vec<SummaryRow> = Vec::new();
    // Place of its row, outcome, comparison.
    let mut totals: Vec<(usize, Outcome, Comparison)> = Vec::new();
    for arm in 0..results.arms().len() {
        for &cell in cells {
            for outcome in Outcome::ALL {
                let Some(mut row) = level(results, &possible, (arm, cell), *outcome) else { continue };
                places.put(cell, [&mut row.platform, &mut row.market, &mut row.age_band]);
                let value = |run: &Outcomes| run.estimate(*outcome, cell);
                let against = (arm > 0).then(|| compare(results, &possible, (arm, 0), (Some(*outcome), &value))).flatten();
                if let Some(against) = against {
                    difference(&mut row, &against, results.confidence());
                    if cell == Cell::ALL || (asked == Some(cell) && answer.contains(outcome)) {
                        totals.push((rows.len(), *outcome, against));
                    }
                }
                rows.push(row);
            }
        }
    }
    read(results, &mut rows, &totals);
    rows
}

/// Adjusts the p-values over all arms, those of the answer apart from the others, and says what may be read from each difference.
fn read(results: &Results, rows: &mut [SummaryRow], totals: &[(usize, Outcome, Comparison)]) {
    let answer = Selection::standard().answer();
    for is_answer in [true, false] {
        let family: Vec<_> = totals.iter().filter(|(_, outcome, _)| answer.contains(outcome) == is_answer).collect();
        let adjusted = holm(&family.iter().map(|(_, _, against)| against.p_value(results.looks())).collect::<Vec<_>>());
        for ((place, _, against), p) in family.into_iter().zip(adjusted) {
            let row = &mut rows[*place];
            row.p_holm = p;
            row.reading = against.reading(p);
            let (share, high) = against.differing();
            (row.differs_share, row.differs_high) = (Some(share), high);
            let gaps: Vec<Vec<f64>> = against.groups.iter().map(|draw| draw.iter().map(|(own, base)| own - base).collect()).collect();
            let parts = split(&gaps, results.confidence()).filter(|_| !against.is_certain);
            row.difference_assumption_share = parts.map(|parts| parts.share);
            row.difference_assumption_low = parts.map(|parts| parts.low);
            row.difference_assumption_high = parts.map(|parts| parts.high);
        }
    }
}

/// What an arm has of an outcome. A ratio over nothing has no value. The mean and what belongs to it come from the expectations of the
/// runs where they know them, quantiles, the tail and the chance of any from what happened.
pub(super) fn level(results: &Results, possible: &Possible, (arm, cell): (usize, Cell), outcome: Outcome) -> Option<SummaryRow> {
    let of = |arm: usize| results.runs(arm).iter().map(move |run| run.estimate(outcome, cell));
    let estimates: Vec<Option<f64>> = of(arm).collect();
    let happened: Vec<Option<f64>> = results.runs(arm).iter().map(|run| run.value(outcome, cell)).collect();
    let [means, values] = [&estimates, &happened].map(|runs| runs.iter().copied().flatten().collect::<Vec<f64>>());
    let nowhere = || (0..results.arms().len()).all(|arm| of(arm).flatten().all(|value| value == 0.0));
    if values.is_empty() || (cell != Cell::ALL && outcome.definition().measure.is_count() && nowhere()) {
        return None;
    }
    let ordered = sorted(&values);
    let draws = results.by_draw(&estimates);
    let never = possible.never(arm, outcome);
    let (low, high) = interval(results, outcome, &draws, never);
    let any: Vec<f64> = results.by_draw(&happened).iter().map(|value| f64::from(u8::from(*value != 0.0))).collect();
    let definition = outcome.definition();
    let worst = if definition.better == Better::Higher { Tail::Smallest } else { Tail::Largest };
    let by_draw =
        || estimates.chunks(results.per_draw() as usize).map(|draw| draw.iter().copied().flatten().collect()).collect::<Vec<Vec<f64>>>();
    let parts = (cell == Cell::ALL).then(|| split(&by_draw(), results.confidence())).flatten();
    Some(SummaryRow {
        arm: results.arms()[arm].name.clone(),
        outcome: definition.id.into(),
        unit: definition.unit.into(),
        replications: values.len() as u32,
        mean: mean(&means)?,
        mean_low: low,
        mean_high: high,
        median: quantile_of_sorted(&ordered, 0.5)?,
        p05: quantile_of_sorted(&ordered, 0.05)?,
        p95: quantile_of_sorted(&ordered, 0.95)?,
        tail: tail_mean(&values, WORST, worst)?,
        top_share: top_share(&means, TOP),
        any_share: mean(&any)?,
        any_high: if never { Some(0.0) } else { bounded_interval(&any, results.confidence()).map(|interval| interval.high) },
        assumption_share: parts.map(|parts| parts.share),
        assumption_low: parts.map(|parts| parts.low),
        assumption_high: parts.map(|parts| parts.high),
        ..SummaryRow::default()
    })
}

/// The ends of the interval of a mean, on draws: inside what the outcome can be. `never` says that nothing of it can happen.
pub(super) fn interval(results: &Results, outcome: Outcome, draws: &[f64], never: bool) -> (Option<f64>, Option<f64>) {
    let confidence = results.confidence();
    let ends = |interval: Option<Interval>| (interval.map(|interval| interval.low.max(0.0)), interval.map(|interval| interval.high));
    let definition = outcome.definition();
    if draws.len() < 2 {
        return (None, None);
    }
    // What one event of a thinned count counts; of other outcomes that is open.
    let size = match definition.measure {
        _ if never => Some(0.0),
        _ if is_share(outcome) => Some(1.0),
        Measure::Count | Measure::Distinct => Some(1.0 / results.scenario().base.sample.number()),
        _ => None,
    };
    if draws.iter().all(|value| *value == 0.0) {
        return (Some(0.0), size.zip(unseen_bound(draws.len(), confidence)).map(|(size, unseen)| size * unseen));
    }
    if is_share(outcome) {
        return ends(bounded_interval(draws, confidence).or_else(|| mean_interval(draws, confidence)));
    }
    if let Some(interval) = rare_interval(draws, size.unwrap_or(0.0), confidence) {
        return ends(Some(interval));
    }
    // No other outcome can be negative; a symmetric interval of a heavy tail would say so.
    ends(skewed_interval(draws, confidence))
}

/// Fills in how it differs from the baseline's.
fn difference(row: &mut SummaryRow, against: &Comparison, confidence: f64) {
    let runs = &against.runs;
    row.difference = runs.difference.is_finite().then_some(runs.difference);
    let interval = against.interval();
    row.difference_low = interval.map(|interval| interval.low);
    row.difference_high = interval.map(|interval| interval.high);
    let share = relative(against, confidence);
    row.relative = share.map(|(centre, _)| centre);
    row.relative_low = share.and_then(|(_, interval)| interval).map(|interval| interval.low);
    row.relative_high = share.and_then(|(_, interval)| interval).map(|interval| interval.high);
    let signs = (runs.difference != 0.0).then(|| against.signs());
    row.sign_share = signs.map(|(for_it, _)| for_it);
    row.opposite_share = signs.map(|(_, against_it)| against_it);
    [row.world_p05, row.world_median, row.world_p95] = quantiles(&against.gaps());
    let (own, base) = &against.by_draw;
    let shares: Vec<f64> = own.iter().zip(base).filter(|(_, base)| **base > 0.0).map(|(own, base)| own / base - 1.0).collect();
    if shares.len() == base.len() {
        [row.world_relative_p05, row.world_relative_median, row.world_relative_p95] = quantiles(&shares);
    }
    row.correlation = runs.correlation;
    row.variance_ratio = unshared_chance(&against.groups).filter(|_| !against.is_certain);
}

/// The 5 % quantile, the median and the 95 % quantile of values by draw; none of a single draw.
fn quantiles(values: &[f64]) -> [Option<f64>; 3] {
    let ordered = sorted(values);
    [0.05, 0.5, 0.95].map(|p| quantile_of_sorted(&ordered, p).filter(|_| values.len() > 1))
}

/// The difference as a share of the baseline's mean, with its interval; none where that mean is 0. The interval leaves out 0 exactly
/// where the difference's does; there is none where the baseline is too uncertain to divide by, and where no difference was seen, or hardly any.
pub(super) fn relative(against: &Comparison, confidence: f64) -> Option<(f64, Option<Interval>)> {
    let (own, base) = &against.by_draw;
    let centre = against.base().map(|base| against.runs.difference / base).filter(|share| share.is_finite())?;
    let gaps: Vec<f64> = own.iter().zip(base).map(|(own, base)| own - base).collect();
    let leaves_out = |interval: Interval| interval.low > 0.0 || interval.high < 0.0;
    let absolute = against.interval().filter(|_| !against.is_unseen() && !against.is_rarely_other());
    // An arm that has nothing in any run is the baseline less all of it, whatever that is: no residual, and no knowledge either.
    let interval =
        ratio_interval(&gaps, base, confidence).filter(|share| absolute.is_some_and(|other| leaves_out(other) == leaves_out(*share)));
    // Nothing can fall by more than all of it.
    Some((centre, interval.map(|interval| Interval { low: interval.low.max(-1.0), ..interval })))
}
