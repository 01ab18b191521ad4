//! Intervals that respect what a value can be: shares inside 0 to 1, events that were never seen.

use super::interval::t_margin;
use super::{Interval, mean, median, variance};

/// Values that part by less than this share of them are one and the same: the rest is rounding.
const SAME: f64 = 1e-12;

/// The interval of the mean of values between 0 and 1: Wilson's, on the number of yes-or-no cases that would have the same spread, with
/// the quantile of Student's t. It stays inside 0 to 1. Where all values are 0 or all are 1, the rule of three bounds the other side.
/// `None` below two values, and where one lies outside.
///
/// ```
/// let interval = veilsim::analysis::bounded_interval(&[0.98, 1.0, 0.99, 1.0], 0.95).unwrap();
/// assert!(interval.low > 0.9 && interval.high < 1.0);
/// ```
#[must_use]
pub fn bounded_interval(values: &[f64], confidence: f64) -> Option<Interval> {
    if values.iter().any(|value| !(-1e-9..=1.0 + 1e-9).contains(value)) {
        return None;
    }
    let n = values.len() as f64;
    let (share, spread) = (mean(values)?.clamp(0.0, 1.0), variance(values)?);
    let room = share * (1.0 - share);
    if room <= 0.0 {
        let unseen = unseen_bound(values.len(), confidence)?;
        return Some(if share > 0.5 { Interval { low: 1.0 - unseen, high: 1.0 } } else { Interval { low: 0.0, high: unseen } });
    }
    if spread <= f64::EPSILON * room {
        return Some(Interval { low: share, high: share });
    }
    let cases = room * n / spread;
    let t = t_margin(1.0, n - 1.0, confidence)?;
    let shrunk = 1.0 + t * t / cases;
    let centre = (share + t * t / (2.0 * cases)) / shrunk;
    let margin = t / shrunk * (room / cases + t * t / (4.0 * cases * cases)).sqrt();
    Some(Interval { low: (centre - margin).max(0.0), high: (centre + margin).min(1.0) })
}

/// The greatest chance of an event, at `confidence`, that was not seen in any of `n` independent cases: about 3 / n at 95 %. `None` of
/// no case.
#[must_use]
pub fn unseen_bound(n: usize, confidence: f64) -> Option<f64> {
    (n > 0).then(|| 1.0 - libm::pow(1.0 - confidence, 1.0 / n as f64))
}

/// The interval of the mean of values of which nearly all are one and the same, and the others are too few for their spread to say what
/// comes next: about the common value, the greatest chance of another by the most that one was off, or by `least` if that is more.
/// `None` where all are the same, and where the others are as many as half or as six: of fewer, a sign test at 5 % does not tell a side
/// even if all are on one (2 · 0.5⁵ = 0.06).
///
/// ```
/// use veilsim::analysis::rare_interval;
/// let mut values = [0.0; 100];
/// values[7] = 50.0;
/// // One in a hundred may be one in eighteen.
/// let interval = rare_interval(&values, 0.0, 0.95).unwrap();
/// assert!(interval.low == -interval.high && (2.0..3.0).contains(&interval.high));
/// ```
#[must_use]
pub fn rare_interval(values: &[f64], least: f64, confidence: f64) -> Option<Interval> {
    let common = median(values)?;
    let is_other = |value: &f64| (value - common).abs() > SAME * value.abs().max(common.abs());
    let others: Vec<f64> = values.iter().map(|value| f64::from(u8::from(is_other(value)))).collect();
    let seen = others.iter().filter(|other| **other > 0.0).count();
    if seen == 0 || seen >= 6 || 2 * seen >= values.len() {
        return None;
    }
    let most = values.iter().fold(least, |most, value| most.max((value - common).abs()));
    Some(Interval::around(common, most * bounded_interval(&others, confidence)?.high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::skewed_interval;

    /// Uniforms of a fixed seed (splitmix64): what a small simulation needs, and nothing of the crate's.
    fn uniforms(seed: u64) -> impl Iterator<Item = f64> {
        let mut state = seed;
        std::iter::repeat_with(move || {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        })
    }

    /// How often of 2,000 samples of `n` the interval holds the truth.
    fn coverage(n: usize, truth: f64, one: &dyn Fn(f64) -> f64) -> f64 {
        let covers = |seed: u64| {
            let sample: Vec<f64> = uniforms(seed).take(n).map(one).collect();
            bounded_interval(&sample, 0.95).is_some_and(|i| i.low <= truth && truth <= i.high)
        };
        (0..2000).filter(|seed| covers(*seed)).count() as f64 / 2000.0
    }

    #[test]
    fn shares_are_covered_and_stay_inside() {
        for n in [10, 20, 100] {
            let rare = coverage(n, 0.1, &|u| f64::from(u8::from(u < 0.1)));
            let near_one = coverage(n, 10.0 / 11.0, &|u| libm::pow(u, 0.1));
            assert!(rare > 0.9 && near_one > 0.9, "{n}: {rare} {near_one}");
        }
        let interval = bounded_interval(&[1.0, 1.0, 0.97, 1.0], 0.95).unwrap();
        assert!(interval.high <= 1.0 && interval.low > 0.5);
    }

    #[test]
    fn a_share_of_yes_and_no_is_wilson_s() {
        // 10 of 100 with z² = 3.8415 has 0.0552 to 0.1744; t on 99 degrees and the divisor n − 1 widen that by a hair.
        let sample: Vec<f64> = (0..100).map(|i| f64::from(u8::from(i < 10))).collect();
        let interval = bounded_interval(&sample, 0.95).unwrap();
        assert!((interval.low - 0.0552).abs() < 2e-3 && (interval.high - 0.1744).abs() < 3e-3, "{interval:?}");
    }

    #[test]
    fn nothing_seen_is_bounded_by_the_rule_of_three() {
        assert!((unseen_bound(100, 0.95).unwrap() - 0.03).abs() < 1e-3);
        assert_eq!(unseen_bound(0, 0.95), None);
        let never = bounded_interval(&[0.0; 20], 0.95).unwrap();
        assert!(never.low.abs() < 1e-15 && (never.high - 0.139_1).abs() < 1e-4, "{never:?}");
        let always = bounded_interval(&[1.0; 20], 0.95).unwrap();
        assert!((always.low - (1.0 - never.high)).abs() < 1e-12);
        assert_eq!(bounded_interval(&[0.3; 5], 0.95), Some(Interval { low: 0.3, high: 0.3 }));
        assert_eq!(bounded_interval(&[0.3, 1.2], 0.95), None);
    }

    #[test]
    fn what_is_rare_is_covered_where_its_spread_does_not_tell() {
        // One case in thirty is off by 1, to either side or by 3 to one of them: its mean is 0.01.
        let mut uniforms = uniforms(11);
        let (mut bound, mut bent, mut rare) = (0, 0, 0);
        for _ in 0..2000 {
            let mut case = || match uniforms.next().unwrap() {
                x if x < 0.01 => -1.0,
                x if x < 0.03 => 1.0,
                _ => 0.0,
            };
            let values: Vec<f64> = (0..100).map(|_| case()).collect();
            let Some(interval) = rare_interval(&values, 1.0, 0.95) else { continue };
            rare += 1;
            bound += u32::from(interval.low <= 0.01 && 0.01 <= interval.high);
            bent += u32::from(skewed_interval(&values, 0.95).is_some_and(|i| i.low <= 0.01 && 0.01 <= i.high));
        }
        assert!(rare > 1000 && f64::from(bound) > 0.95 * f64::from(rare), "{bound} of {rare}");
        assert!(f64::from(bent) < 0.93 * f64::from(rare), "{bent} of {rare}");
    }

    #[test]
    fn nearly_all_alike_is_bounded_and_nothing_else_is() {
        let with = |others: &[f64], n: usize| {
            let values: Vec<f64> = others.iter().copied().chain(std::iter::repeat(-40.0)).take(n).collect();
            rare_interval(&values, 0.0, 0.95)
        };
        assert_eq!((with(&[], 100), with(&[0.0; 6], 100), with(&[0.0; 2], 4)), (None, None, None));
        let one = with(&[-38.0], 100).unwrap();
        assert!((one.low + one.high + 80.0).abs() < 1e-12 && (0.1..0.12).contains(&(one.high + 40.0)), "{one:?}");
        assert_eq!(with(&[-40.0 * (1.0 + 1e-15)], 100), None, "rounding is no other value");
        let less = rare_interval(&[0.0, 0.0, 0.0, 0.0, 1.0], 5.0, 0.95).unwrap();
        assert!(less.high > 3.0, "what others can do counts: {less:?}");
    }
}
