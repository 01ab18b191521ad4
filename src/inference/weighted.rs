//! Outcomes times the weights that the writer of the scenario gives them, and their sum.

use super::analysis::{Analysis, Put, Study};
use super::compare::{Comparison, compare};
use super::possible::Possible;
use crate::analysis::{mean, skewed_interval};
use crate::model::{Cell, Outcomes};
use crate::results::tables::{SUM, WeightRow};
use crate::results::{Results, ResultsError};
use crate::scenario::Weight;

/// Each arm's weighted outcomes, and their sum; nothing where the scenario has no weights.
impl Analysis for WeightRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        let (results, weights) = (study.results, &study.results.scenario().weights);
        if weights.is_empty() {
            return Ok(());
        }
        let one = |run: &Outcomes, weight: &Weight| run.estimate(weight.outcome, Cell::ALL).map(|value| weight.weight * value);
        let sum = |run: &Outcomes| weights.iter().map(|weight| one(run, weight)).sum::<Option<f64>>();
        let possible = Possible::of(results);
        for arm in 0..results.arms().len() {
            for weight in weights {
                let label = (weight.outcome.definition().id, Some(weight.weight));
                row(results, &possible, arm, (label, &|run| one(run, weight))).iter().try_for_each(&mut *put)?;
            }
            row(results, &possible, arm, ((SUM, None), &sum)).iter().try_for_each(&mut *put)?;
        }
        Ok(())
    }
}

/// What is weighed: its name and weight, and its value in a run.
type Weighed<'a> = ((&'a str, Option<f64>), &'a dyn Fn(&Outcomes) -> Option<f64>);

fn row(results: &Results, possible: &Possible, arm: usize, ((part, weight), value): Weighed) -> Option<WeightRow> {
    let runs: Vec<Option<f64>> = results.runs(arm).iter().map(value).collect();
    let interval = skewed_interval(&results.by_draw(&runs), results.confidence());
    let gaps = runs.iter().zip(results.runs(0)).filter_map(|(own, base)| Some((*own)? - value(base)?));
    let against = (arm > 0).then(|| compare(results, possible, (arm, 0), (None, value))).flatten();
    let difference = against.as_ref().and_then(Comparison::interval);
    Some(WeightRow {
        arm: results.arms()[arm].name.clone(),
        outcome: part.to_owned(),
        weight,
        mean: mean(&runs.iter().copied().flatten().collect::<Vec<_>>())?,
        mean_low: interval.map(|interval| interval.low),
        mean_high: interval.map(|interval| interval.high),
        difference: against.as_ref().and_then(|_| mean(&gaps.collect::<Vec<_>>())),
        difference_low: difference.map(|interval| interval.low),
        difference_high: difference.map(|interval| interval.high),
    })
}
