//! Two arms under shared chance: pairs of runs, and of the draws of the assumptions behind them; and what is read from them.

use super::possible::{Possible, Unseen, is_share};
use crate::analysis::{Interval, Paired, bounded_interval, mean, median, rare_interval, unseen_bound};
use crate::model::{Outcome, Outcomes};
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
    /// Whether the difference is the same in every run, so that no test can be made.
    pub(super) is_certain: bool,
    /// What a draw that was not seen may do.
    unseen: Unseen,
    /// The interval of a difference that is the same in nearly all draws, if it is.
    rare: Option<Interval>,
    /// Whether nearly all draws have no difference.
    is_mostly_none: bool,
    /// The most that a difference can be.
    reach: f64,
    /// Confidence of its interval.
    confidence: f64,
}

/// What is compared: an outcome or a sum of several (`None`), and its value in a run.
pub(super) type Compared<'a> = (Option<Outcome>, &'a dyn Fn(&Outcomes) -> Option<f64>);

/// Compares a value in `arm` with the same in `other`, in the replications in which both have it; none if there are none.
pub(super) fn compare(results: &Results, possible: &Possible, pair: (usize, usize), compared: Compared) -> Option<Comparison> {
    let ((arm, other), (outcome, value)) = (pair, compared);
    let both = results.runs(arm).iter().zip(results.runs(other));
    let both: Vec<Option<(f64, f64)>> = both.map(|(own, base)| value(own).zip(value(base))).collect();
    let groups = both.chunks(results.per_draw() as usize).map(|draw| draw.iter().copied().flatten().collect()).collect();
    let found = Comparison::new(results.pairs_by_draw(both.iter().copied()), groups, possible.unseen(pair, outcome), results.confidence())?;
    Some(Comparison { reach: outcome.map_or(f64::INFINITY, reach), ..found })
}

/// The most that two values of an outcome can differ by.
fn reach(outcome: Outcome) -> f64 {
    if is_share(outcome) { 1.0 } else { f64::INFINITY }
}

impl Comparison {
    /// Of pairs draw by draw: means of their runs, and the runs.
    pub(super) fn new(by_draw: (Vec<f64>, Vec<f64>), groups: Vec<Vec<(f64, f64)>>, unseen: Unseen, confidence: f64) -> Option<Self> {
        let (own, base): (Vec<f64>, Vec<f64>) = groups.iter().flatten().copied().unzip();
        let runs = Paired::new(&own, &base, confidence)?;
        let draws = Paired::new(&by_draw.0, &by_draw.1, confidence)?;
        let first = own[0] - base[0];
        let same = |(own, base): (&f64, &f64)| (own - base - first).abs() <= ROUNDING * own.abs().max(base.abs());
        let is_certain = draws.n > 1 && own.iter().zip(&base).all(same);
        let gaps: Vec<f64> = by_draw.0.iter().zip(&by_draw.1).map(|(own, base)| own - base).collect();
        let common = median(&gaps)?;
        // Where it is open what another draw may do, it may undo the difference.
        let least = if let Unseen::AtMost(size) = unseen { size } else { common.abs() };
        let rare = rare_interval(&gaps, least, confidence);
        let is_mostly_none = common == 0.0;
        Some(Self { runs, draws, by_draw, groups, is_certain, unseen, rare, is_mostly_none, reach: f64::INFINITY, confidence })
    }

    /// Whether no draw differs: no run does, or those of a draw cancel.
    pub(super) fn is_nowhere(&self) -> bool {
        let is_flat = self.draws.n > 1 && self.draws.p_value.is_none();
        self.runs.difference == 0.0 && (self.is_certain || is_flat)
    }

    /// Mean of the other arm in the pairs.
    pub(super) fn base(&self) -> Option<f64> {
        mean(&self.groups.iter().flatten().map(|(_, base)| *base).collect::<Vec<_>>())
    }

    /// The difference, draw by draw.
    pub(super) fn gaps(&self) -> Vec<f64> {
        self.by_draw.0.iter().zip(&self.by_draw.1).map(|(own, base)| own - base).collect()
    }

    /// Whether no draw differs, or so few that they say nothing of what the next one may do, though one might: where that is open, fewer
    /// than half.
    pub(super) fn is_unseen(&self) -> bool {
        match self.unseen {
            _ if self.is_nowhere() => self.unseen != Unseen::Impossible,
            _ if self.is_certain || !self.is_mostly_none => false,
            Unseen::AtMost(_) => self.rare.is_some(),
            Unseen::Impossible | Unseen::Open => true,
        }
    }

    /// Whether the difference is the same in nearly all draws, and the others are too few for a test of their spread.
    pub(super) fn is_rarely_other(&self) -> bool {
        self.rare.is_some()
    }

    /// The interval of the mean difference, on draws; none of a single draw. Where no draw differs, the rule of three bounds what the next
    /// one may do, and where hardly any does, what was seen bounds it too; there is none where that is open.
    pub(super) fn interval(&self) -> Option<Interval> {
        let within = |low: f64, high: f64| Some(Interval { low: low.max(-self.reach), high: high.min(self.reach) });
        let around = |centre: f64, margin: f64| within(centre - margin, centre + margin);
        match (self.is_nowhere(), self.unseen) {
            (true, Unseen::Impossible) => around(0.0, 0.0),
            (true, Unseen::AtMost(size)) => around(0.0, size * unseen_bound(self.draws.n, self.confidence)?),
            (true, Unseen::Open) => None,
            (false, Unseen::Open) if self.is_unseen() => None,
            (false, _) if self.is_certain => around(self.runs.difference, 0.0),
            (false, _) if self.draws.low.is_nan() => None,
            (false, _) => {
                let found = self.rare.unwrap_or(Interval { low: self.draws.low, high: self.draws.high });
                within(found.low, found.high)
            }
        }
    }

    /// The test of no difference that the interval inverts, on draws, adjusted for so many looks at the results (Bonferroni); none where
    /// all runs differ alike, or hardly any does.
    pub(super) fn p_value(&self, looks: usize) -> Option<f64> {
        self.draws.p_value.filter(|_| !self.is_certain && !self.is_unseen()).map(|p| (p * looks as f64).min(1.0))
    }

    /// The share of the draws in which some run differs, and the greatest that the chance of such a draw may be.
    pub(super) fn differing(&self) -> (f64, Option<f64>) {
        if self.is_nowhere() && !self.is_unseen() {
            return (0.0, Some(0.0));
        }
        let differs = |(own, base): &(f64, f64)| (own - base).abs() > ROUNDING * own.abs().max(base.abs());
        let draws = self.groups.iter().filter(|draw| !draw.is_empty());
        let differing: Vec<f64> = draws.map(|draw| f64::from(u8::from(draw.iter().any(differs)))).collect();
        let share = mean(&differing).unwrap_or_default();
        (share, bounded_interval(&differing, self.confidence).map(|interval| interval.high))
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
        if self.is_unseen() {
            return (self.draws.n > 1).then_some(Reading::Unclear);
        }
        if self.is_nowhere() {
            return Some(Reading::Same);
        }
        let interval = self.interval()?;
        let (for_it, against_it) = self.signs();
        let direction = if self.runs.difference > 0.0 { Reading::Higher } else { Reading::Lower };
        Some(match self.is_certain {
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
        with(pairs, Unseen::Open)
    }

    fn with(pairs: &[(f64, f64)], unseen: Unseen) -> Comparison {
        let groups: Vec<Vec<(f64, f64)>> = pairs.chunks(2).map(<[_]>::to_vec).collect();
        let of = |side: fn(&(f64, f64)) -> f64| groups.iter().map(|g| mean(&g.iter().map(side).collect::<Vec<_>>()).unwrap()).collect();
        Comparison::new((of(|pair| pair.0), of(|pair| pair.1)), groups.clone(), unseen, CONFIDENCE).unwrap()
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
    }

    #[test]
    fn no_difference_seen_is_none_only_where_there_can_be_none() {
        let none = pairs([0.0; 12]);
        let alike = with(&none, Unseen::Impossible);
        assert_eq!((alike.reading(None), alike.interval()), (Some(Reading::Same), Some(Interval { low: 0.0, high: 0.0 })));
        assert_eq!(alike.differing(), (0.0, Some(0.0)));
        // Six draws without one leave a chance of 1 − 0.05^(1/6) = 39 %.
        let counted = with(&none, Unseen::AtMost(100.0));
        assert_eq!((counted.reading(None), counted.p_value(1)), (Some(Reading::Unclear), None));
        assert!(counted.interval().is_some_and(|i| (i.high - 39.304).abs() < 1e-3 && (i.low + i.high).abs() < 1e-12));
        let open = with(&none, Unseen::Open);
        assert_eq!((open.reading(None), open.interval()), (Some(Reading::Unclear), None));
        assert!(open.differing().0 == 0.0 && open.differing().1.is_some_and(|high| (high - 0.393_04).abs() < 1e-5));
        // A run that differs is a draw that differs, though its draw's runs cancel.
        let cancelling = comparison(&pairs([1.0, -1.0, 0.0, 0.0, 0.0, 0.0]));
        assert!((cancelling.differing().0 - 1.0 / 3.0).abs() < 1e-12 && !cancelling.is_certain);
        assert_eq!(
            (cancelling.reading(None), cancelling.interval()),
            (Some(Reading::Unclear), None),
            "draws that do not differ bound nothing"
        );
        assert_eq!(comparison(&none[..2]).reading(None), None, "one draw has no reading");
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
    fn a_difference_that_is_not_unclear_is_none_as_a_share_of_the_baseline_either() {
        // Baselines and differences of any skewness, around where the interval begins to leave out 0.
        let mut words = [0; 2];
        for (shape, shift) in (0..24).flat_map(|shape| (0..60).map(move |shift| (shape, f64::from(shift) / 20.0 - 1.0))) {
            let wave = |i: usize, k: usize| f64::from(((i * i * (k + 3) + 7 * i + k) % 23) as u32) / 23.0;
            let pairs = (0..40).map(|i| {
                let base = 3.0 + 40.0 * wave(i / 2, shape) * wave(i / 2, shape + 1) * wave(i / 2, shape + 2);
                (base + shift - 4.0 * wave(i, shape + 3) * wave(i, shape + 5) + 0.1 * base * (wave(i, 4) - 0.5), base)
            });
            let found = comparison(&pairs.collect::<Vec<_>>());
            let Some(relative) = crate::inference::summary::relative(&found, CONFIDENCE).and_then(|(_, interval)| interval) else {
                continue;
            };
            let is_unclear = found.reading(Some(1.0)) == Some(Reading::Unclear);
            assert_eq!(is_unclear, relative.low <= 0.0 && relative.high >= 0.0, "{relative:?} {:?}", found.interval());
            words[usize::from(is_unclear)] += 1;
        }
        assert!(words.iter().all(|count| *count > 100), "{words:?}");
    }

    #[test]
    fn ties_count_for_neither_sign() {
        let found = comparison(&pairs([0.0, 0.0, 0.0, 0.0, 3.0, 3.0, -1.0, -1.0]));
        assert_eq!(found.signs(), (0.25, 0.25));
    }
}
