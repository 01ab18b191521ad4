//! What a choice is judged by: one outcome, or the scenario's own weights.

use super::points::Points;
use crate::model::Outcome;
use crate::model::outcome::Better;
use crate::results::tables::SUM;

/// More is better of what it gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Objective {
    /// One outcome, negated where less is better.
    Outcome(Outcome),
    /// The sum by the scenario's weights.
    Weights,
}

/// Benefits by arm, then draw, under two chances.
pub(super) struct Benefits {
    /// The draws in which every arm has a value under both chances.
    pub(super) draws: Vec<usize>,
    pub(super) first: Vec<Vec<f64>>,
    pub(super) second: Vec<Vec<f64>>,
}

/// A draw in which every arm has a value: what each gives under either chance.
struct Whole {
    draw: usize,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Benefits {
    /// Means of both chances.
    pub(super) fn both(&self) -> Vec<Vec<f64>> {
        let of = |(first, second): (&Vec<f64>, &Vec<f64>)| first.iter().zip(second).map(|(a, b)| f64::midpoint(*a, *b)).collect();
        self.first.iter().zip(&self.second).map(of).collect()
    }
}

impl Objective {
    /// The outcomes asked for that are better one way, and the weights if the scenario has any.
    pub(super) fn all(points: &Points) -> Vec<Self> {
        let outcomes = points.outcomes.iter().filter(|outcome| outcome.definition().better != Better::Neither).map(|o| Self::Outcome(*o));
        outcomes.chain((!points.scenario.weights.is_empty()).then_some(Self::Weights)).collect()
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Outcome(outcome) => outcome.definition().id,
            Self::Weights => SUM,
        }
    }

    pub(super) fn unit(self) -> &'static str {
        match self {
            Self::Outcome(outcome) => outcome.definition().unit,
            Self::Weights => "weight",
        }
    }

    /// What an arm gives by replication.
    fn of_arm(self, points: &Points, arm: usize) -> Vec<Option<f64>> {
        match self {
            Self::Outcome(outcome) => {
                let sign = if outcome.definition().better == Better::Lower { -1.0 } else { 1.0 };
                points.levels(0, arm, outcome).into_iter().map(|value| Some(sign * value?)).collect()
            }
            Self::Weights => {
                let weighed: Vec<(f64, Vec<Option<f64>>)> =
                    points.scenario.weights.iter().map(|weight| (weight.weight, points.levels(0, arm, weight.outcome))).collect();
                let sum = |replication: usize| weighed.iter().map(|(weight, values)| Some(weight * values[replication]?)).sum();
                (0..points.runs.replications() as usize).map(sum).collect()
            }
        }
    }

    /// What every arm gives by draw.
    pub(super) fn benefits(self, points: &Points) -> Benefits {
        let by_arm: Vec<Vec<Option<f64>>> = (0..points.arms).map(|arm| self.of_arm(points, arm)).collect();
        let per_draw = points.design.per_draw.get() as usize;
        let chance = |draw: usize, chance: usize| {
            by_arm.iter().map(|values| values.get(draw * per_draw + chance).copied().flatten()).collect::<Option<Vec<f64>>>()
        };
        let draws = by_arm.first().map_or(0, Vec::len) / per_draw;
        let whole: Vec<Whole> =
            (0..draws).filter_map(|draw| Some(Whole { draw, first: chance(draw, 0)?, second: chance(draw, 1)? })).collect();
        Benefits {
            draws: whole.iter().map(|row| row.draw).collect(),
            first: (0..points.arms).map(|arm| whole.iter().map(|row| row.first[arm]).collect()).collect(),
            second: (0..points.arms).map(|arm| whole.iter().map(|row| row.second[arm]).collect()).collect(),
        }
    }
}
