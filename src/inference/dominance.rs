//! What follows for a reader who weighs outcomes: which policies another dominates, and sums by the writer's own weights.

use super::summary::CONFIDENCE;
use crate::analysis::{Paired, holm, mean, mean_interval};
use crate::model::outcome::Better;
use crate::model::{Outcome, Outcomes};
use crate::results::tables::{self, DominanceRow, SUM, WeightRow};
use crate::results::{Results, ResultsError, Selection};
use crate::scenario::Weight;
use std::path::Path;

/// Writes `dominance.csv` and `weights.csv`.
///
/// # Errors
/// If a table cannot be written.
pub(super) fn write(dir: &Path, results: &Results) -> Result<(), ResultsError> {
    tables::write(dir, results.dominance())?;
    tables::write(dir, results.weighed())?;
    Ok(())
}

impl Results {
    /// One arm against another, on draws, in the replications in which both have a value.
    fn against(&self, arm: usize, other: usize, value: &dyn Fn(&Outcomes) -> Option<f64>) -> Option<Paired> {
        let both = || self.runs(arm).iter().zip(self.runs(other)).map(|(a, b)| value(a).zip(value(b)));
        let side = |pick: fn((f64, f64)) -> f64| self.by_draw(&both().map(|pair| pair.map(pick)).collect::<Vec<_>>());
        Paired::new(&side(|pair| pair.0), &side(|pair| pair.1), CONFIDENCE)
    }

    /// Every arm against every other in the headline outcomes that have a better direction.
    fn dominance(&self) -> Vec<DominanceRow> {
        let selection = Selection::standard();
        let headline = Outcome::ALL.iter().filter(|outcome| selection.holds(**outcome));
        let directed: Vec<Outcome> = headline.copied().filter(|outcome| outcome.definition().better != Better::Neither).collect();
        let arms = self.arms();
        let pairs = (0..arms.len()).flat_map(|arm| (0..arms.len()).filter(move |other| *other != arm).map(move |other| (arm, other)));
        let row = |(arm, other): (usize, usize)| {
            let mut row = DominanceRow { arm: arms[arm].name.clone(), other: arms[other].name.clone(), ..DominanceRow::default() };
            let found: Vec<Option<Paired>> = directed.iter().map(|outcome| self.against(arm, other, &|run| run.total(*outcome))).collect();
            let adjusted = holm(&found.iter().map(|paired| paired.as_ref().and_then(|paired| paired.p_value)).collect::<Vec<_>>());
            for ((outcome, paired), p) in directed.iter().zip(&found).zip(adjusted) {
                let higher = outcome.definition().better == Better::Higher;
                match paired {
                    // To be spared the word "dominated", an interval of one outcome alone is enough; to be called so it takes more.
                    Some(paired) if paired.low > 0.0 && higher || paired.high < 0.0 && !higher => row.better += 1,
                    Some(paired) if (paired.low > 0.0 || paired.high < 0.0) && p.is_some_and(|p| p < 1.0 - CONFIDENCE) => row.worse += 1,
                    _ => row.unclear += 1,
                }
            }
            row
        };
        pairs.map(row).collect()
    }

    /// Each arm's weighted outcomes, and their sum; nothing where the scenario has no weights.
    fn weighed(&self) -> Vec<WeightRow> {
        let weights = &self.scenario().weights;
        if weights.is_empty() {
            return Vec::new();
        }
        let one = |run: &Outcomes, weight: &Weight| run.total(weight.outcome).map(|value| weight.weight * value);
        let sum = |run: &Outcomes| weights.iter().map(|weight| one(run, weight)).sum::<Option<f64>>();
        let mut rows = Vec::new();
        for arm in 0..self.arms().len() {
            for weight in weights {
                let definition = weight.outcome.definition();
                let label = (definition.id, Some(weight.weight));
                rows.extend(self.weight_row(arm, label, &|run| one(run, weight)));
            }
            rows.extend(self.weight_row(arm, (SUM, None), &sum));
        }
        rows
    }

    fn weight_row(&self, arm: usize, (part, weight): (&str, Option<f64>), value: &dyn Fn(&Outcomes) -> Option<f64>) -> Option<WeightRow> {
        let finite = |x: f64| x.is_finite().then_some(x);
        let runs: Vec<Option<f64>> = self.runs(arm).iter().map(value).collect();
        let interval = mean_interval(&self.by_draw(&runs), CONFIDENCE);
        let gaps = runs.iter().zip(self.runs(0)).filter_map(|(own, base)| Some((*own)? - value(base)?));
        let against = (arm > 0).then(|| self.against(arm, 0, value)).flatten();
        Some(WeightRow {
            arm: self.arms()[arm].name.clone(),
            outcome: part.to_owned(),
            weight,
            mean: mean(&runs.iter().copied().flatten().collect::<Vec<_>>())?,
            mean_low: interval.map(|interval| interval.low),
            mean_high: interval.map(|interval| interval.high),
            difference: against.and_then(|_| mean(&gaps.collect::<Vec<_>>())),
            difference_low: against.and_then(|paired| finite(paired.low)),
            difference_high: against.and_then(|paired| finite(paired.high)),
        })
    }
}
