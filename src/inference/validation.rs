//! Published figures beside the model's: `calibration.csv`, for a scenario that has the arms and platforms of a target.

use super::analysis::{Analysis, Put, Study};
use crate::analysis::{quantile_of_sorted, sorted};
use crate::model::population::BAND_NAMES;
use crate::model::{Cell, Outcomes};
use crate::results::tables::{CalibrationRow, Fit, TallyRow, Usage};
use crate::results::{Results, ResultsError};
use crate::scenario::targets::{Target, Term, shipped};

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
///
/// # Panics
/// If the shipped targets cannot be read, which a test rules out.
pub(super) fn published(results: &Results) -> Vec<CalibrationRow> {
    let targets = shipped().unwrap_or_else(|problem| panic!("targets.csv: {problem}"));
    let rows: Vec<CalibrationRow> = targets.iter().filter_map(|target| held_against(results, target)).collect();
    if rows.iter().all(|row| row.inside == Fit::NotInModel) { Vec::new() } else { rows }
}

/// None if the scenario lacks an arm or a place of the target.
fn held_against(results: &Results, target: &Target) -> Option<CalibrationRow> {
    let values: Vec<f64> = (0..results.replications() as usize)
        .map(|replication| figure(results, target, replication))
        .collect::<Option<Vec<f64>>>()?
        .into_iter()
        .filter(|x| x.is_finite())
        .collect();
    let ordered = sorted(&values);
    let quantile = |p| quantile_of_sorted(&ordered, p).filter(|_| !target.over.is_empty());
    let within = |x: f64| (target.low..=target.high).contains(&x);
    let inside = match quantile(0.5) {
        Some(median) if within(median) => Fit::Inside,
        Some(_) => Fit::Outside,
        None => Fit::NotInModel,
    };
    Some(CalibrationRow {
        target: target.target.clone(),
        what: target.what.clone(),
        low: target.low,
        high: target.high,
        median: quantile(0.5),
        p05: quantile(0.05),
        p95: quantile(0.95),
        inside,
        usage: if target.fitted { Usage::Fitted } else { Usage::Test },
        evidence: target.evidence.join(" "),
        note: target.note.clone(),
    })
}

/// The figure in one replication; not a number where it divides by zero.
fn figure(results: &Results, target: &Target, replication: usize) -> Option<f64> {
    let sum = |terms: &[Term]| -> Option<f64> { terms.iter().map(|term| one(results, term, replication)).sum() };
    let ratio = |over: &[Term], under: &[Term]| Some(sum(over)? / if under.is_empty() { 1.0 } else { sum(under)? });
    let mut figure = ratio(&target.over, &target.under)?;
    if let Some([over, under]) = &target.against {
        figure /= ratio(over, under)?;
    }
    Some((figure - f64::from(u8::from(target.change))) * target.times)
}

fn one(results: &Results, term: &Term, replication: usize) -> Option<f64> {
    let arm = results.arms().iter().position(|arm| arm.name == term.arm)?;
    let run: &Outcomes = &results.runs(arm)[replication];
    let world = &results.scenario().base;
    let [platform, market, band] = &term.place;
    let find = |name: &Option<String>, place: &dyn Fn(&str) -> Option<usize>| match name {
        Some(name) => place(name).map(Some),
        None => Some(None),
    };
    let cell = Cell {
        platform: find(platform, &|name| world.platform.index_of(name))?,
        market: find(market, &|name| world.market.index_of(name))?,
        band: find(band, &|name| BAND_NAMES.iter().position(|band| *band == name))?,
    };
    Some(term.sign * run.value(term.outcome, cell).unwrap_or(0.0))
}

/// How many figures are met, those that are a test apart from those that were fitted; nothing where there are none.
fn tally(rows: &[CalibrationRow]) -> Vec<TallyRow> {
    let of_use = |usage: &Usage| {
        let count =
            |fit: Option<Fit>| rows.iter().filter(|row| row.usage == *usage && fit.is_none_or(|fit| row.inside == fit)).count() as u32;
        TallyRow {
            usage: *usage,
            figures: count(None),
            inside: count(Some(Fit::Inside)),
            outside: count(Some(Fit::Outside)),
            not_in_model: count(Some(Fit::NotInModel)),
        }
    };
    if rows.is_empty() { Vec::new() } else { Usage::ALL.iter().map(of_use).collect() }
}
