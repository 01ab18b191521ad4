//! The summary: every outcome of every arm in every cell in which some run has it, and how it differs from the baseline's.

use super::analysis::{Analysis, CONFIDENCE, Put, Study};
use super::compare::{Comparison, compare};
use super::place::Places;
use crate::analysis::{Tail, between_share, holm, mean, mean_interval, quantile_of_sorted, sorted, tail_mean};
use crate::model::outcome::Better;
use crate::model::{Cell, Outcome};
use crate::results::tables::SummaryRow;
use crate::results::{Results, ResultsError};

/// Share of the runs that counts as the worst.
const WORST: f64 = 0.05;

impl Analysis for SummaryRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        study.summary.iter().try_for_each(put)
    }
}

/// The rows of the summary.
pub(super) fn summary(results: &Results) -> Vec<SummaryRow> {
    let Some(first) = results.runs(0).first() else { return Vec::new() };
    let places = Places::new(results);
    let mut rows: Vec<SummaryRow> = Vec::new();
    for arm in 0..results.arms().len() {
        for cell in first.layout().cells() {
            let from = rows.len();
            let mut p_values = Vec::new();
            for outcome in Outcome::ALL {
                let Some(mut row) = level(results, arm, cell, *outcome) else { continue };
                places.put(cell, [&mut row.platform, &mut row.market, &mut row.age_band]);
                let against = (arm > 0).then(|| compare(results, (arm, 0), &|run| run.value(*outcome, cell))).flatten();
                p_values.push(against.as_ref().and_then(|against| against.draws.p_value));
                if let Some(against) = against {
                    difference(&mut row, &against);
                }
                rows.push(row);
            }
            if cell == Cell::ALL {
                for (row, p) in rows[from..].iter_mut().zip(holm(&p_values)) {
                    row.p_holm = p;
                }
            }
        }
    }
    rows
}

/// What an arm has of an outcome. A ratio over nothing has no value.
fn level(results: &Results, arm: usize, cell: Cell, outcome: Outcome) -> Option<SummaryRow> {
    let of = |arm: usize| results.runs(arm).iter().map(move |run| run.value(outcome, cell));
    let runs: Vec<Option<f64>> = of(arm).collect();
    let values: Vec<f64> = runs.iter().copied().flatten().collect();
    let nowhere = || (0..results.arms().len()).all(|arm| of(arm).flatten().all(|value| value == 0.0));
    if values.is_empty() || (cell != Cell::ALL && nowhere()) {
        return None;
    }
    let ordered = sorted(&values);
    let interval = mean_interval(&results.by_draw(&runs), CONFIDENCE);
    let definition = outcome.definition();
    let worst = if definition.better == Better::Higher { Tail::Smallest } else { Tail::Largest };
    let complete = values.len() == runs.len();
    Some(SummaryRow {
        arm: results.arms()[arm].name.clone(),
        outcome: definition.id.into(),
        unit: definition.unit.into(),
        replications: values.len() as u32,
        mean: mean(&values)?,
        // No outcome can be negative; a symmetric interval of a heavy tail would say so.
        mean_low: interval.map_or(f64::NAN, |i| i.low.max(0.0)),
        mean_high: interval.map_or(f64::NAN, |i| i.high),
        median: quantile_of_sorted(&ordered, 0.5)?,
        p05: quantile_of_sorted(&ordered, 0.05)?,
        p95: quantile_of_sorted(&ordered, 0.95)?,
        tail: tail_mean(&values, WORST, worst)?,
        assumption_share: complete.then(|| between_share(&values.chunks(results.per_draw() as usize).collect::<Vec<_>>())).flatten(),
        ..SummaryRow::default()
    })
}

/// Fills in how it differs from the baseline's.
fn difference(row: &mut SummaryRow, against: &Comparison) {
    let Comparison { runs, draws, base } = against;
    let finite = |x: f64| x.is_finite().then_some(x);
    let share = |x: f64| mean(base).and_then(|base| finite(x / base));
    row.difference = finite(runs.difference);
    row.relative = share(runs.difference);
    row.relative_low = share(draws.low);
    row.relative_high = share(draws.high);
    row.difference_low = finite(draws.low);
    row.difference_high = finite(draws.high);
    row.sign_share = runs.sign_share;
    row.correlation = runs.correlation;
    row.variance_ratio = runs.variance_ratio;
}
