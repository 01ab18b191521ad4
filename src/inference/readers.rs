//! The answer by readers' own priors: the draws of the scenario, weighed by how much likelier each is to the reader.
//!
//! A weight is the product over the reader's ranges of the reader's density at the drawn value, over the scenario's. Draws of a posterior
//! are weighed alike: what the figures say of them stays.

use super::analysis::{Analysis, Put, Study};
use crate::analysis::{Reweighted, reweighted};
use crate::model::{Cell, Outcome};
use crate::results::tables::{ReaderRangeRow, ReaderRow};
use crate::results::{CONFIDENCE, Results, ResultsError, Selection};
use crate::scenario::Prior;

impl Analysis for ReaderRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        let (results, priors) = (study.results, &study.results.scenario().priors);
        if priors.is_empty() {
            return Ok(());
        }
        let even = (String::new(), vec![1.0; results.draw_count() as usize]);
        let readers: Vec<(String, Vec<f64>)> =
            std::iter::once(even).chain(priors.iter().map(|prior| (prior.name.clone(), weights(results, prior)))).collect();
        for outcome in Selection::standard().answer() {
            for arm in 1..results.arms().len() {
                readers.iter().filter_map(|reader| row(results, reader, arm, outcome)).try_for_each(|row| put(&row))?;
            }
        }
        Ok(())
    }
}

/// By draw, how much likelier it is to the reader than to the scenario.
fn weights(results: &Results, prior: &Prior) -> Vec<f64> {
    let drawn = results.draws().parameters();
    let mut weights = vec![1.0; results.draw_count() as usize];
    for range in &prior.ranges {
        let Some(parameter) = drawn.iter().find(|parameter| parameter.path == range.path) else { continue };
        for (weight, value) in weights.iter_mut().zip(&parameter.values) {
            *weight *= range.own.density(*value) / range.scenario.density(*value);
        }
    }
    weights
}

fn row(results: &Results, (reader, weights): &(String, Vec<f64>), arm: usize, outcome: Outcome) -> Option<ReaderRow> {
    let of = |arm: usize| results.each_draw(&results.runs(arm).iter().map(|run| run.estimate(outcome, Cell::ALL)).collect::<Vec<_>>());
    let whole = of(arm).into_iter().zip(of(0)).zip(weights).filter_map(|((own, base), weight)| Some(((own?, base?), *weight)));
    let (pairs, weights): (Vec<(f64, f64)>, Vec<f64>) = whole.unzip();
    let (gaps, levels): (Vec<f64>, Vec<f64>) = pairs.iter().map(|(own, base)| (own - base, *base)).unzip();
    let Reweighted { mean, interval, effective } = reweighted(&gaps, &weights, CONFIDENCE)?;
    let baseline = reweighted(&levels, &weights, CONFIDENCE)?.mean;
    let share = |is: fn(f64) -> bool| {
        let inside = gaps.iter().zip(&weights).filter(|(gap, _)| is(**gap)).map(|(_, weight)| weight).sum::<f64>();
        inside / weights.iter().sum::<f64>()
    };
    Some(ReaderRow {
        reader: reader.clone(),
        arm: results.arms()[arm].name.clone(),
        outcome: outcome.definition().id.into(),
        unit: outcome.definition().unit.into(),
        draws: gaps.len() as u32,
        effective,
        difference: mean,
        low: interval.map(|interval| interval.low),
        high: interval.map(|interval| interval.high),
        relative: (baseline != 0.0).then(|| mean / baseline),
        more: share(|gap| gap > 0.0),
        fewer: share(|gap| gap < 0.0),
    })
}

impl Analysis for ReaderRangeRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        for prior in &study.results.scenario().priors {
            for range in &prior.ranges {
                put(&ReaderRangeRow {
                    reader: prior.name.clone(),
                    title: prior.title.clone().unwrap_or_default(),
                    parameter: range.path.clone(),
                    unit: range.kind.unit.to_owned(),
                    scenario: range.scenario.show(&range.kind),
                    own: range.own.show(&range.kind),
                    evidence: range.source.evidence.join(" "),
                    note: range.source.note.clone(),
                })?;
            }
        }
        Ok(())
    }
}
