//! Published figures beside the model's: `calibration.csv`, for a scenario that has the arms and platforms of a target.

use super::analysis::{Analysis, Put, Study};
use super::figure::Figure;
use crate::analysis::{mean, quantile_of_sorted, sorted};
use crate::results::tables::{CalibrationRow, Fit, TallyRow, Usage};
use crate::results::{Results, ResultsError};
use crate::scenario::targets::Target;

impl Analysis for CalibrationRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        study.published.iter().try_for_each(put)
    }
}

impl Analysis for TallyRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        tally(&study.published).iter().try_for_each(put)
    }
}

/// Every target that the scenario can be held against; those that the model has no figure for stand beside them. None if there
/// is nothing to hold.
pub(super) fn published(results: &Results) -> Vec<CalibrationRow> {
    let figures = results.scenario().targets.iter().filter_map(|target| Figure::of(target, results.scenario()));
    let rows: Vec<CalibrationRow> = figures.map(|figure| held_against(results, &figure)).collect();
    if rows.iter().all(|row| row.inside == Fit::NotInModel) { Vec::new() } else { rows }
}

fn held_against(results: &Results, figure: &Figure) -> CalibrationRow {
    let target = figure.target;
    let value = |replication: usize| figure.value(&|arm| &results.runs(arm)[replication]);
    let replications = if figure.missing().is_some() { 0 } else { results.replications() as usize };
    let values: Vec<f64> = (0..replications).map(value).filter(|x| x.is_finite()).collect();
    let ordered = sorted(&values);
    let quantile = |p| quantile_of_sorted(&ordered, p);
    let within = |x: f64| (target.low..=target.high).contains(&x);
    let inside = match quantile(0.5) {
        Some(median) if within(median) => Fit::Inside,
        Some(_) => Fit::Outside,
        None => figure.missing().unwrap_or(Fit::NotInModel),
    };
    let predicted = figure.predicted(&values).filter(|_| target.is_comparable());
    CalibrationRow {
        median: quantile(0.5),
        p05: quantile(0.05),
        p95: quantile(0.95),
        inside,
        predicted_low: predicted.map(|[low, _]| low),
        predicted_high: predicted.map(|[_, high]| high),
        covered: predicted.map(|interval| figure.is_within(interval)),
        score: predicted.and_then(|interval| figure.score(interval)),
        ..stated(target)
    }
}

/// What a target says of itself.
fn stated(target: &Target) -> CalibrationRow {
    let [arm, platform, place, band] = target.stands.clone();
    CalibrationRow {
        target: target.target.clone(),
        what: target.what.clone(),
        kind: target.kind.clone(),
        arm,
        platform,
        place,
        band,
        from_day: target.window.map(|window| window.from.days()),
        until_day: target.window.map(|window| window.until.days()),
        value: target.value,
        error: target.error,
        discrepancy: target.discrepancy,
        low: target.low,
        high: target.high,
        usage: if target.fitted { Usage::Fitted } else { Usage::Test },
        comparable: target.comparable.name().to_owned(),
        cited_by: target.cited_by.clone().unwrap_or_default(),
        evidence: target.evidence.join(" "),
        note: target.note.clone(),
        ..CalibrationRow::default()
    }
}

/// How many figures are met, those that are a test apart from those that were fitted; nothing where there are none.
fn tally(rows: &[CalibrationRow]) -> Vec<TallyRow> {
    let of_use = |usage: &Usage| {
        let own: Vec<&CalibrationRow> = rows.iter().filter(|row| row.usage == *usage).collect();
        let count = |fits: &[Fit]| own.iter().filter(|row| fits.contains(&row.inside)).count() as u32;
        let covered: Vec<f64> = own.iter().filter_map(|row| Some(f64::from(u8::from(row.covered?)))).collect();
        let scores: Vec<f64> = own.iter().filter_map(|row| row.score).collect();
        TallyRow {
            usage: *usage,
            figures: own.len() as u32,
            inside: count(&[Fit::Inside]),
            outside: count(&[Fit::Outside]),
            not_in_model: count(&[Fit::NotInModel, Fit::NotInRun]),
            scored: covered.len() as u32,
            coverage: mean(&covered),
            score: mean(&scores),
        }
    };
    if rows.is_empty() { Vec::new() } else { Usage::ALL.iter().map(of_use).collect() }
}
