//! Two arms under shared chance: pairs of runs, and of the draws of the assumptions behind them; and what is read from them.

use crate::analysis::{Interval, Paired, mean, skewed_interval};
use crate::model::Outcomes;
use crate::results::tables::Reading;
use crate::results::{CONFIDENCE, Results};

/// Differences that part by less than this share of their values are one difference: values are scaled by a sample, which rounds.
const ROUNDING: f64 = 1e-12;

/// One arm against another.
pub(super) struct Comparison {
    /// Replication by replication: what is seen.
    pub(super) runs: Paired,
    /// Draw by draw: what is inferred.
    pub(super) draws: Paired,
    /// Values of either arm, by draw.
    pub(super) by_draw: (Vec<f64>, Vec<f64>),
    /// Pairs of runs that have a value in both arms, draw by draw.
    pub(super) groups: Vec<Vec<(f64, f64)>>,
    /// Whether the difference is the same in every run, so that nothing is left to infer.
    pub(super) is_certain: bool,
    /// Confidence of its interval.
    confidence: f64,
}

/// Compares a value in `arm` with the same in `other`, in the replications in which both have it; none if there are none.
pub(super) fn compare(results: &Results, (arm, other): (usize, usize), value: &dyn Fn(&Outcomes) -> Option<f64>) -> Option<Comparison> {
    let both = results.runs(arm).iter().zip(results.runs(other));
    let both: Vec<Option<(f64, f64)>> = both.map(|(own, base)| value(own).zip(value(base))).collect();
    let groups = both.chunks(results.per_draw() as usize).map(|draw| draw.iter().copied().flatten().collect()).collect();
    Comparison::new(results.pairs_by_draw(both.iter().copied()), groups, results.confidence())
}

impl Comparison {
    fn new(by_draw: (Vec<f64>, Vec<f64>), groups: Vec<Vec<(f64, f64)>>, confidence: f64) -> Option<Self> {
        let (own, base): (Vec<f64>, Vec<f64>) = groups.iter().flatten().copied().unzip();
        let runs = Paired::new(&own, &base, confidence)?;
        let draws = Paired::new(&by_draw.0, &by_draw.1, confidence)?;
        let first = own[0] - base[0];
        let same = |(own, base): (&f64, &f64)| (own - base - first).abs() <= ROUNDING * own.abs().max(base.abs());
        let is_certain = draws.n > 1 && own.iter().zip(&base).all(same);
        Some(Self { runs, draws, by_draw, groups, is_certain, confidence })
    }

    /// Mean of the other arm in the pairs.
    pub(super) fn base(&self) -> Option<f64> {
        mean(&self.groups.iter().flatten().map(|(_, base)| *base).collect::<Vec<_>>())
    }

    /// The difference, draw by draw.
    pub(super) fn gaps(&self) -> Vec<f64> {
        self.by_draw.0.iter().zip(&self.by_draw.1).map(|(own, base)| own - base).collect()
    }

    /// The interval of the mean difference, on draws; none of a single draw.
    pub(super) fn interval(&self) -> Option<Interval> {
        if self.is_certain {
            return Some(Interval { low: self.runs.difference, high: self.runs.difference });
        }
        skewed_interval(&self.gaps(), self.confidence)
    }

    /// The paired t test on draws, adjusted for so many looks at the results (Bonferroni); none where nothing is left to test.
    pub(super) fn p_value(&self, looks: usize) -> Option<f64> {
        self.draws.p_value.filter(|_| !self.is_certain).map(|p| (p * looks as f64).min(1.0))
    }

    /// Shares of the draws in which the difference has the sign of the mean, and the opposite one; ties count for neither.
    pub(super) fn signs(&self) -> (f64, f64) {
        let share = |sign: f64| {
            let differs = |(own, base): &(&f64, &f64)| {
                (*own - *base) * self.runs.difference * sign > 0.0 && (*own - *base).abs() > ROUNDING * own.abs().max(base.abs())
            };
            self.by_draw.0.iter().zip(&self.by_draw.1).filter(differs).count() as f64 / self.draws.n as f64
        };
        (share(1.0), share(-1.0))
    }

    /// What is read from it, given its p-value adjusted for all that is compared beside it; nothing of a single draw.
    pub(super) fn reading(&self, p_adjusted: Option<f64>) -> Option<Reading> {
        let interval = self.interval()?;
        let (for_it, against_it) = self.signs();
        let direction = if self.runs.difference > 0.0 { Reading::Higher } else { Reading::Lower };
        Some(match self.is_certain {
            true if self.runs.difference == 0.0 => Reading::Same,
            true => direction,
            false if interval.low <= 0.0 && interval.high >= 0.0 => Reading::Unclear,
            false if for_it > against_it && p_adjusted.is_some_and(|p| p <= 1.0 - CONFIDENCE) => direction,
            false => Reading::Weak,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs of runs, two a draw.
    fn comparison(pairs: &[(f64, f64)]) -> Comparison {
        let groups: Vec<Vec<(f64, f64)>> = pairs.chunks(2).map(<[_]>::to_vec).collect();
        let of = |side: fn(&(f64, f64)) -> f64| groups.iter().map(|g| mean(&g.iter().map(side).collect::<Vec<_>>()).unwrap()).collect();
        Comparison::new((of(|pair| pair.0), of(|pair| pair.1)), groups.clone(), CONFIDENCE).unwrap()
    }

    fn pairs(differences: impl IntoIterator<Item = f64>) -> Vec<(f64, f64)> {
        differences.into_iter().enumerate().map(|(i, d)| (10.0 * (i as f64 + 1.0) + d, 10.0 * (i as f64 + 1.0))).collect()
    }

    #[test]
    fn a_difference_that_is_the_same_in_every_run_is_certain_whatever_rounding_leaves() {
        let thirds: Vec<(f64, f64)> = (1..20).map(|i| (f64::from(i) / 0.003 + 1.0 / 0.003, f64::from(i) / 0.003)).collect();
        let found = comparison(&thirds);
        assert!(found.is_certain && found.p_value(1).is_none());
        assert_eq!(found.reading(None), Some(Reading::Higher));
        assert_eq!(found.interval().map(|i| i.low.to_bits()), found.interval().map(|i| i.high.to_bits()));
        let same = comparison(&pairs([0.0; 12]));
        assert_eq!((same.reading(None), same.interval()), (Some(Reading::Same), Some(Interval { low: 0.0, high: 0.0 })));
    }

    #[test]
    fn the_word_needs_interval_adjusted_p_and_sign() {
        let clear = comparison(&pairs((0..40).map(|i| -5.0 - f64::from(i % 3))));
        assert_eq!(clear.reading(clear.p_value(1)), Some(Reading::Lower));
        assert_eq!(clear.reading(Some(0.2)), Some(Reading::Weak), "among many comparisons chance may make it");
        let across = comparison(&pairs((0..40).map(|i| if i % 4 < 2 { 1.0 } else { -1.1 })));
        assert_eq!(across.reading(across.p_value(1)), Some(Reading::Unclear));
        assert_eq!(comparison(&pairs([1.0, 2.0])).reading(Some(0.0)), None, "one draw has no interval");
    }

    #[test]
    fn ties_count_for_neither_sign() {
        let found = comparison(&pairs([0.0, 0.0, 0.0, 0.0, 3.0, 3.0, -1.0, -1.0]));
        assert_eq!(found.signs(), (0.25, 0.25));
    }
}
