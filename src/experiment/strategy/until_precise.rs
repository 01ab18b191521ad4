//! Sequential stopping: simulate until the paired differences are known well enough.
//!
//! The experiment is looked at after fixed numbers of replications only, so that where it stops is a function of scenario and seed,
//! as everything is, and of neither threads nor time. To look again and again, and to stop when it seems precise, makes an interval
//! optimistic. So the intervals that decide are wider: their error of 5 % is shared out among all looks that there can be
//! (Bonferroni), and the precision holds with 95 % confidence at whichever look the experiment stops. The tables of such a run hold the
//! same wide intervals.
//!
//! What was not seen is not known. An outcome that few draws carry is never known, however narrow its interval. Where an arm has nothing
//! of it, or is the same in every draw, the next draw may be the first that is otherwise: the rule of three bounds how often.

use super::{Fixed, Strategy};
use crate::analysis::{Paired, mean, rare_interval, unseen_bound};
use crate::experiment::{Design, Record, Runs, Task};
use crate::model::Outcome;
use crate::model::outcome::Measure;
use serde::{Deserialize, Serialize};

/// Replications of the first look; each later look has twice as many as the one before.
const FIRST_LOOK: u32 = 20;
/// Chance that a precision is claimed at some look and does not hold.
const ERROR: f64 = 0.05;
/// Where fewer draws than this carry the baseline's mean, in effect, no difference to it is known.
const LEAST_CARRIERS: f64 = 6.0;

/// When a sequential experiment stops.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Precision {
    /// Greatest distance of an end of the interval of a paired difference from the difference, as a share of the baseline's mean.
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
    /// The longer arm of its interval, as a share of the baseline's mean; infinite where too few draws have any of it to judge by.
    pub share: f64,
}

/// Why no precision can ever be reached.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unjudged {
    /// There is nothing to compare.
    #[error("there is one policy alone, so no difference can become precise: add an arm, or leave out --until-precision")]
    OneArm,
    /// An outcome is a level of each platform, without a total.
    #[error("{0} has no total over all platforms, so no difference in it can become precise: leave it out of --precision-of")]
    NoTotal(String),
}

impl Precision {
    /// Refuses what no number of replications can make precise.
    ///
    /// # Errors
    /// If there is one arm alone, or an outcome has no total.
    pub fn judged(&self, design: &Design) -> Result<(), Unjudged> {
        if design.points.len() < 2 {
            return Err(Unjudged::OneArm);
        }
        let without = self.outcomes.iter().find(|id| Outcome::by_id(id).is_none_or(|found| found.definition().measure == Measure::Gauge));
        without.map_or(Ok(()), |id| Err(Unjudged::NoTotal(id.clone())))
    }

    /// The numbers of replications after which it may stop: 20, 40, 80 and so on, and the most.
    #[must_use]
    pub fn looks(&self) -> Vec<u32> {
        let doubling = std::iter::successors(Some(FIRST_LOOK), |n| n.checked_mul(2));
        doubling.take_while(|n| *n < self.most).chain([self.most]).collect()
    }

    /// Confidence of each interval, so that all that may be looked at hold with 95 %.
    #[must_use]
    pub fn confidence(&self) -> f64 {
        1.0 - ERROR / self.looks().len() as f64
    }

    /// The difference known least well among the outcomes that count.
    #[must_use]
    pub fn widest<R: Record>(&self, design: &Design, runs: &Runs<R>) -> Option<Widest> {
        let share = |arm: usize, outcome: Outcome| {
            let pairs = runs.records[arm].iter().zip(&runs.records[0]);
            let (own, base) = design.pairs_by_draw(pairs.map(|(run, base)| run.estimate_total(outcome).zip(base.estimate_total(outcome))));
            longer_arm(&own, &base, self.confidence()).unwrap_or(f64::INFINITY)
        };
        let counts = |outcome: &&Outcome| self.outcomes.iter().any(|id| id == outcome.definition().id);
        let all = (1..runs.records.len()).flat_map(|arm| Outcome::ALL.iter().filter(counts).map(move |outcome| (arm, *outcome)));
        let shares = all.map(|(arm, outcome)| Widest { arm, outcome, share: share(arm, outcome) });
        shares.max_by(|a, b| a.share.total_cmp(&b.share))
    }

    /// Whether all differences are known well enough. Where there is none, none is.
    #[must_use]
    pub fn is_reached<R: Record>(&self, design: &Design, runs: &Runs<R>) -> bool {
        self.widest(design, runs).is_some_and(|widest| widest.share <= self.share)
    }
}

/// The longer arm of the interval of the difference, as a share of the baseline's mean; none where too few draws carry that mean.
fn longer_arm(own: &[f64], base: &[f64], confidence: f64) -> Option<f64> {
    let centre = mean(base).filter(|centre| *centre > 0.0)?;
    let (sum, squares) = base.iter().fold((0.0, 0.0), |(sum, squares), value| (sum + value, squares + value * value));
    // So many draws of the same size would carry as much.
    let carriers = sum * sum / squares;
    let paired = Paired::new(own, base, confidence).filter(|_| carriers >= LEAST_CARRIERS)?;
    let arm = (paired.high - paired.difference).max(paired.difference - paired.low);
    let gaps: Vec<f64> = own.iter().zip(base).map(|(own, base)| own - base).collect();
    let hardly_seen = arm <= 0.0 || own.iter().all(|value| *value == 0.0) || rare_interval(&gaps, 0.0, confidence).is_some();
    // The next draw that is otherwise may be so by all that the baseline has.
    let unseen = if hardly_seen { unseen_bound(carriers as usize, confidence)? } else { 0.0 };
    (!arm.is_nan()).then_some(arm / centre + unseen)
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

    #[test]
    fn what_was_not_seen_is_not_known() {
        let known = |own: &[f64], base: &[f64]| longer_arm(own, base, 0.95);
        let steady: Vec<f64> = (0..40).map(|i| 100.0 + f64::from(i % 5)).collect();
        let less: Vec<f64> = steady.iter().map(|value| 0.5 * value).collect();
        assert!(known(&less, &steady).is_some_and(|share| share < 0.01), "an ordinary difference is");
        assert_eq!(known(&[3.0; 40], &[0.0; 40]), None, "nothing in the baseline");
        let rare: Vec<f64> = (0..40).map(|i| f64::from(u8::from(i == 7))).collect();
        assert_eq!(known(&rare, &rare), None, "one event, the same in both");
        let heavy: Vec<f64> = (0..40).map(|i| if i == 7 { 1e6 } else { 1.0 }).collect();
        assert_eq!(known(&less, &heavy), None, "one draw carries the mean");
        assert!(known(&steady, &steady).is_some_and(|share| share > 0.05), "40 draws without a difference do not exclude one in 20");
        let one: Vec<f64> = steady.iter().enumerate().map(|(i, value)| value + f64::from(u8::from(i == 7))).collect();
        assert!(known(&one, &steady).is_some_and(|share| share > 0.05), "nor 40 of which one differs");
        assert!(known(&[0.0; 40], &steady).is_some_and(|share| share > 0.05), "nor 40 without an event");
        assert!(known(&vec![1.0; 400], &vec![1.0; 400]).is_some_and(|share| share < 0.01));
    }

    #[test]
    fn what_no_replications_make_precise_is_refused() {
        let of = |outcome: &str| Precision { share: 0.05, most: 40, outcomes: vec![outcome.to_owned()] };
        let none = Design { points: Vec::new(), seed: 1, assumption_seed: 1, per_draw: std::num::NonZeroU32::MIN };
        assert_eq!(of("reports").judged(&none), Err(Unjudged::OneArm));
        assert!(!of("reports").is_reached(&none, &Runs::<crate::experiment::Totals>::new(1)));
    }
}
