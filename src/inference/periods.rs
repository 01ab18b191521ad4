//! Differences in the first year after a policy starts, in the second, and so on: what a whole run dilutes with the time before.
//!
//! An outcome whose mean over a whole run is worked out rather than counted, as of breaches, is left out: year by year only what happened is
//! known, which a few cases make, and it would contradict the whole.

use super::analysis::{Analysis, Put, Study};
use super::compare::{Comparison, compare};
use super::possible::Possible;
use super::summary::{interval, relative};
use crate::analysis::{holm, mean};
use crate::model::expectation::is_expected;
use crate::model::{Layout, Outcome, Outcomes};
use crate::results::tables::PeriodRow;
use crate::results::{Results, ResultsError, Selection};
use crate::units::Time;
use std::ops::Range;

/// Days of a year.
const YEAR: f64 = 365.0;

impl Analysis for PeriodRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        study.periods.iter().try_for_each(put)
    }
}

/// Some windows since a policy starts.
struct Period {
    name: String,
    windows: Range<usize>,
}

/// Every outcome of the report in every year since an arm begins to differ.
pub(super) fn periods(results: &Results) -> Vec<PeriodRow> {
    let (selection, possible) = (Selection::standard(), Possible::of(results));
    let outcomes: Vec<Outcome> =
        Outcome::ALL.iter().copied().filter(|outcome| selection.holds(*outcome) && !is_expected(*outcome)).collect();
    let mut found: Vec<(Outcome, PeriodRow, Comparison)> = Vec::new();
    for (arm, begins) in results.scenario().begins().into_iter().enumerate().skip(1) {
        let years = begins.map(|begins| years(results, begins)).unwrap_or_default();
        for outcome in &outcomes {
            found.extend(
                years
                    .iter()
                    .filter_map(|year| row(results, &possible, (arm, *outcome), year))
                    .map(|(row, against)| (*outcome, row, against)),
            );
        }
    }
    let answer = selection.answer();
    for is_answer in [true, false] {
        let family: Vec<_> = found.iter_mut().filter(|(outcome, ..)| answer.contains(outcome) == is_answer).collect();
        let adjusted = holm(&family.iter().map(|(.., against)| against.p_value(results.looks())).collect::<Vec<_>>());
        for ((_, row, against), p) in family.into_iter().zip(adjusted) {
            row.p_holm = p;
            row.reading = against.reading(p);
        }
    }
    found.into_iter().map(|(_, row, _)| row).collect()
}

/// The years since a policy starts, in whole windows from the first that begins then or later; the horizon may end in the last.
fn years(results: &Results, begins: Time) -> Vec<Period> {
    let world = &results.scenario().base;
    let (window, windows) = (world.window.get(), Layout::of(world).windows);
    let first = begins.0.div_ceil(window.0.max(1)) as usize;
    let each = ((YEAR / window.days()).round() as usize).max(1);
    let whole = (world.horizon.get().0 / window.0.max(1)) as usize;
    let year = |start: usize| {
        let number = (start - first) / each + 1;
        let name = if start + each <= whole { format!("year {number}") } else { format!("part of year {number}") };
        Period { name, windows: start..(start + each).min(windows) }
    };
    (first..windows).step_by(each).map(year).collect()
}

fn row(results: &Results, possible: &Possible, (arm, outcome): (usize, Outcome), period: &Period) -> Option<(PeriodRow, Comparison)> {
    let of = |arm: usize| results.runs(arm).iter().map(|run| run.within(outcome, period.windows.clone())).collect::<Vec<_>>();
    let centre = |runs: &[Option<f64>]| mean(&runs.iter().copied().flatten().collect::<Vec<_>>());
    let (own, base) = (of(arm), of(0));
    let value = |run: &Outcomes| run.within(outcome, period.windows.clone());
    let against = compare(results, possible, (arm, 0), (Some(outcome), &value))?;
    let (mean_low, mean_high) = interval(results, outcome, &results.by_draw(&own), possible.never(arm, outcome));
    let gap = against.interval();
    let relative = relative(&against, results.confidence());
    let world = &results.scenario().base;
    let (window, horizon) = (world.window.get().days(), world.horizon.get().days());
    let row = PeriodRow {
        arm: results.arms()[arm].name.clone(),
        outcome: outcome.definition().id.into(),
        unit: outcome.definition().unit.into(),
        period: period.name.clone(),
        from_day: period.windows.start as f64 * window,
        until_day: (period.windows.end as f64 * window).min(horizon),
        baseline: centre(&base)?,
        mean: centre(&own)?,
        mean_low,
        mean_high,
        difference: against.runs.difference,
        difference_low: gap.map(|interval| interval.low),
        difference_high: gap.map(|interval| interval.high),
        relative: relative.map(|(centre, _)| centre),
        relative_low: relative.and_then(|(_, interval)| interval).map(|interval| interval.low),
        relative_high: relative.and_then(|(_, interval)| interval).map(|interval| interval.high),
        ..PeriodRow::default()
    };
    Some((row, against))
}
