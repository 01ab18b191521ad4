//! Sequential stopping: simulate until the paired differences are known well enough.
//!
//! The experiment is looked at after fixed numbers of replications only, so that where it stops is a function of scenario and seed,
//! as everything is, and of neither threads nor time. To look again and again, and to stop when it seems precise, makes an interval
//! optimistic. So the intervals that decide are wider: their error of 5 % is shared out among all looks that there can be
//! (Bonferroni), and the precision holds with 95 % confidence at whichever look the experiment stops. The intervals in the tables are
//! the plain ones for the replications played.

use super::{Fixed, Strategy};
use crate::analysis::{Paired, mean};
use crate::experiment::{Design, Record, Runs, Task};
use crate::model::Outcome;
use serde::{Deserialize, Serialize};

/// Replications of the first look; each later look has twice as many as the one before.
const FIRST_LOOK: u32 = 20;
/// Chance that a precision is claimed at some look and does not hold.
const ERROR: f64 = 0.05;

/// When a sequential experiment stops.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Precision {
    /// Greatest half-width of the interval of a paired difference, as a share of the baseline's mean.
    pub share: f64,
    /// Replications after which it stops in any case.
    pub most: u32,
    /// Ids of the outcomes whose differences count.
    pub outcomes: Vec<String>,
}

/// The difference that is known least well, in relation to the baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Widest {
    /// Place of the arm.
    pub arm: usize,
    /// The outcome.
    pub outcome: Outcome,
    /// Half the width of its interval, as a share of the baseline's mean.
    pub share: f64,
}

impl Precision {
    /// The numbers of replications after which it may stop: 20, 40, 80 and so on, and the most.
    #[must_use]
    pub fn looks(&self) -> Vec<u32> {
        let doubling = std::iter::successors(Some(FIRST_LOOK), |n| n.checked_mul(2));
        doubling.take_while(|n| *n < self.most).chain([self.most]).collect()
    }

    /// The difference known least well among the outcomes that count. Those that the baseline does not have are left out: nothing can be in
    /// relation to nothing.
    #[must_use]
    pub fn widest<R: Record>(&self, design: &Design, runs: &Runs<R>) -> Option<Widest> {
        let confidence = 1.0 - ERROR / self.looks().len() as f64;
        let share = |arm: usize, outcome: Outcome| {
            let pairs = runs.records[arm].iter().zip(&runs.records[0]);
            let (own, base) = design.pairs_by_draw(pairs.map(|(run, base)| run.estimate_total(outcome).zip(base.estimate_total(outcome))));
            let centre = mean(&base).filter(|centre| *centre > 0.0)?;
            let paired = Paired::new(&own, &base, confidence)?;
            // One pair has no interval: it is not known at all.
            let width = paired.high - paired.low;
            Some(if width.is_nan() { f64::INFINITY } else { width / 2.0 / centre })
        };
        let counts = |outcome: &&Outcome| self.outcomes.iter().any(|id| id == outcome.definition().id);
        let all = (1..runs.records.len()).flat_map(|arm| Outcome::ALL.iter().filter(counts).map(move |outcome| (arm, *outcome)));
        let shares = all.filter_map(|(arm, outcome)| Some(Widest { arm, outcome, share: share(arm, outcome)? }));
        shares.max_by(|a, b| a.share.total_cmp(&b.share))
    }

    /// Whether all differences are known well enough.
    #[must_use]
    pub fn is_reached<R: Record>(&self, design: &Design, runs: &Runs<R>) -> bool {
        self.widest(design, runs).is_none_or(|widest| widest.share <= self.share)
    }
}

impl<R: Record> Strategy<R> for Precision {
    fn most(&self) -> u32 {
        self.most
    }

    fn next(&mut self, design: &Design, so_far: &Runs<R>) -> Option<Vec<Task>> {
        let (looks, replications) = (self.looks(), so_far.replications());
        if looks.contains(&replications) && self.is_reached(design, so_far) {
            return None;
        }
        let look = looks.into_iter().find(|look| *look > replications)?;
        Fixed(look).next(design, so_far)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_double_up_to_the_most() {
        let looks = |most| Precision { share: 0.05, most, outcomes: Vec::new() }.looks();
        assert_eq!(looks(200), [20, 40, 80, 160, 200]);
        assert_eq!(looks(160), [20, 40, 80, 160]);
        assert_eq!(looks(7), [7]);
        assert_eq!(looks(u32::MAX).len(), 29);
    }
}
