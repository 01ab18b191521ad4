//! What was simulated, by place, arm and outcome.

use crate::experiment::{Design, Method, Record, Runs, Totals};
use crate::model::Outcome;
use crate::scenario::Scenario;

/// Differences that part by less than this share of their values are none: values are scaled by a sample, which rounds.
const ROUNDING: f64 = 1e-12;

/// The simulated points of a method.
#[derive(Clone, Copy, Debug)]
pub struct Points<'a> {
    /// Of which scenario.
    pub scenario: &'a Scenario,
    /// Chosen by which method.
    pub method: &'a Method,
    /// The design.
    pub design: &'a Design,
    /// What came out, point by point.
    pub runs: &'a Runs<Totals>,
    /// Points of each place: one an arm.
    pub arms: usize,
    /// The outcomes asked for.
    pub outcomes: &'a [Outcome],
}

impl Points<'_> {
    /// How many places there are.
    #[must_use]
    pub fn places(&self) -> usize {
        self.runs.records.len() / self.arms
    }

    /// The runs of an arm at a place, by replication.
    #[must_use]
    pub fn runs(&self, place: usize, arm: usize) -> &[Totals] {
        &self.runs.records[place * self.arms + arm]
    }

    /// What each run says of an outcome's mean.
    #[must_use]
    pub fn levels(&self, place: usize, arm: usize, outcome: Outcome) -> Vec<Option<f64>> {
        self.runs(place, arm).iter().map(|run| run.estimate_total(outcome)).collect()
    }

    /// The difference of each run to the baseline's at the same place.
    #[must_use]
    pub fn differences(&self, place: usize, arm: usize, outcome: Outcome) -> Vec<Option<f64>> {
        let pairs = self.levels(place, arm, outcome).into_iter().zip(self.levels(place, 0, outcome));
        pairs.map(|(own, base)| own.zip(base).map(|(own, base)| difference(own, base))).collect()
    }

    /// What an arm does: its difference to the baseline; of the baseline itself, the level.
    #[must_use]
    pub fn effects(&self, place: usize, arm: usize, outcome: Outcome) -> Vec<Option<f64>> {
        if arm == 0 { self.levels(place, arm, outcome) } else { self.differences(place, arm, outcome) }
    }
}

/// A difference without the dust of rounding.
pub(crate) fn difference(own: f64, base: f64) -> f64 {
    let gap = own - base;
    if gap.abs() <= ROUNDING * own.abs().max(base.abs()) { 0.0 } else { gap }
}
