//! Arms and outcomes under two chances, draw by draw.

use super::points::Points;
use crate::model::Outcome;

/// What an arm does in an outcome, in the draws in which both chances have a value: the difference to the baseline; of the baseline
/// itself, the level.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) arm: usize,
    pub(super) outcome: Outcome,
    /// The draws.
    pub(super) draws: Vec<usize>,
    /// Under the first chance.
    pub(super) first: Vec<f64>,
    /// Under the second.
    pub(super) second: Vec<f64>,
}

impl Pair {
    /// At a place.
    pub(super) fn at(points: &Points, place: usize, arm: usize, outcome: Outcome) -> Self {
        let effects = points.effects(place, arm, outcome);
        let mut pair = Self { arm, outcome, draws: Vec::new(), first: Vec::new(), second: Vec::new() };
        for (draw, chances) in effects.chunks(points.design.per_draw.get() as usize).enumerate() {
            if let [Some(first), Some(second), ..] = chances {
                pair.draws.push(draw);
                pair.first.push(*first);
                pair.second.push(*second);
            }
        }
        pair
    }

    /// Means of both chances.
    pub(super) fn both(&self) -> Vec<f64> {
        self.first.iter().zip(&self.second).map(|(a, b)| f64::midpoint(*a, *b)).collect()
    }

    /// Whether nothing varies.
    pub(super) fn is_constant(&self) -> bool {
        self.first.iter().chain(&self.second).all(|value| Some(value) == self.first.first())
    }
}

/// Every arm and outcome asked for at a place.
pub(super) fn pairs(points: &Points, place: usize) -> Vec<Pair> {
    let arms = 0..points.arms;
    points.outcomes.iter().flat_map(|outcome| arms.clone().map(move |arm| Pair::at(points, place, arm, *outcome))).collect()
}

/// The head of what is printed of an arm and outcome.
pub(super) fn heading(points: &Points, arm: usize, outcome: Outcome) -> String {
    let (d, names) = (outcome.definition(), &points.scenario.arms);
    if arm == 0 {
        format!("{} [{}] in {}", d.name, d.unit, names[0].name)
    } else {
        format!("{} [{}], {} less {}", d.name, d.unit, names[arm].name, names[0].name)
    }
}
