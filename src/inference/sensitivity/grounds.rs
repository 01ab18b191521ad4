//! What share of the influence on an outcome rests on evidence.

use super::ranked::{Effect, Ranked};
use crate::analysis::jackknife;
use crate::results::CONFIDENCE;
use crate::results::tables::{GroundsRow, InfluenceRow};
use crate::scenario::Grounds;

impl Ranked<'_> {
    /// Of every arm and outcome.
    pub(super) fn grounds(&self, largest: &[InfluenceRow]) -> Vec<GroundsRow> {
        self.effects.iter().zip(&self.pairs).filter_map(|(effect, (_, own))| self.grounds_of(effect, own, largest)).collect()
    }

    fn grounds_of(&self, effect: &Effect, own: &[usize], largest: &[InfluenceRow]) -> Option<GroundsRow> {
        let (arm, outcome) = (&self.results.arms()[effect.arm].name, effect.outcome.definition().id);
        let draws: Vec<usize> = (0..effect.values.len()).filter(|draw| effect.values[*draw].is_some()).collect();
        // The influence that is cited, and all of it.
        let both = |keeps: &dyn Fn(usize) -> bool| {
            let kept: Vec<usize> = draws.iter().enumerate().filter(|(place, _)| keeps(*place)).map(|(_, draw)| *draw).collect();
            let outcome: Vec<f64> = kept.iter().map(|draw| effect.scores[*draw]).collect();
            let mut sums = (0.0, 0.0);
            for input in own.iter().map(|input| &self.inputs[*input]) {
                let excess = excess(kept.iter().map(|draw| input.scores[*draw]), &outcome);
                sums.0 += if input.grounds == Grounds::Cited { excess } else { 0.0 };
                sums.1 += excess;
            }
            sums
        };
        let explained = jackknife(draws.len(), CONFIDENCE, |keeps| Some(both(keeps).1))?;
        let cited = || jackknife(draws.len(), CONFIDENCE, |keeps| Some(both(keeps)).map(|(cited, all)| cited / all));
        let cited = if explained.is_positive() { cited() } else { None };
        let named = || largest.iter().filter(|row| row.arm == *arm && row.outcome == outcome);
        let squares =
            |of: &dyn Fn(&&InfluenceRow) -> bool| named().filter(of).map(|row| row.rank_correlation * row.rank_correlation).sum::<f64>();
        Some(GroundsRow {
            arm: arm.clone(),
            outcome: outcome.into(),
            draws: draws.len() as u32,
            explained: explained.value,
            explained_low: Some(explained.interval.low),
            explained_high: Some(explained.interval.high),
            cited: cited.map(|cited| cited.value),
            cited_low: cited.map(|cited| cited.interval.low),
            cited_high: cited.map(|cited| cited.interval.high),
            cited_of_largest: squares(&|row| row.grounds == Grounds::Cited.name()) / squares(&|_| true),
        })
    }
}

/// The squared correlation less what it is on average where there is none, 1/(n − 1).
fn excess(input: impl Iterator<Item = f64>, outcome: &[f64]) -> f64 {
    let n = outcome.len() as f64;
    let (mut x, mut y, mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (a, b) in input.zip(outcome) {
        x += a;
        y += b;
        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    let (across, scale) = (xy - x * y / n, (xx - x * x / n) * (yy - y * y / n));
    if scale > 0.0 { across * across / scale - 1.0 / (n - 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_steady_explains_all_and_what_is_not_there_nothing_on_average() {
        let ranks: Vec<f64> = (0..5).map(f64::from).collect();
        assert!((excess(ranks.iter().copied(), &ranks) - 0.75).abs() < 1e-12, "1 less a quarter");
        // Over every order of five ranks.
        let mut orders = vec![vec![]];
        for rank in &ranks {
            orders = orders.iter().flat_map(|o: &Vec<f64>| (0..=o.len()).map(|at| [&o[..at], &[*rank], &o[at..]].concat())).collect();
        }
        let sum: f64 = orders.iter().map(|order| excess(order.iter().copied(), &ranks)).sum();
        assert!(sum.abs() < 1e-9, "{sum}");
    }
}
