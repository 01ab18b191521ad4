//! Student-t intervals.

use super::student::{Student, normal_point};
use super::{mean, variance};

/// A closed interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// `centre ± margin`; exactly the centre where the margin is 0.
    pub(super) fn around(centre: f64, margin: f64) -> Self {
        Self { low: centre - margin, high: centre + margin }
    }
}

/// The interval of the mean at `confidence` (0.95 for 95 %), or `None` below two values.
#[must_use]
pub fn mean_interval(values: &[f64], confidence: f64) -> Option<Interval> {
    let n = values.len() as f64;
    let error = (variance(values)? / n).sqrt();
    Some(Interval::around(mean(values)?, t_margin(error, n - 1.0, confidence)?))
}

/// The interval of the mean of values that may be skewed: Student's t, bent by the third moment so that the long tail gets the wider side
/// (Hall, *Journal of the Royal Statistical Society* B 54, 1992, 221–228). Without skewness it is [`mean_interval`]'s. Of 20 values from a
/// log-normal distribution whose logarithm has a standard deviation of 1, it covers the mean in 92 % of the samples; t alone in 87 %.
/// `None` below two values.
#[must_use]
pub fn skewed_interval(values: &[f64], confidence: f64) -> Option<Interval> {
    let symmetric = mean_interval(values, confidence)?;
    let (n, centre, spread) = (values.len() as f64, mean(values)?, variance(values)?);
    let third = values.iter().map(|x| (x - centre) * (x - centre) * (x - centre)).sum::<f64>() / n;
    let second = spread * (n - 1.0) / n;
    let skewness = third / (second * second.sqrt());
    if !skewness.is_finite() || skewness.abs() < 1e-6 {
        return Some(symmetric);
    }
    let (t, root) = (t_margin(1.0, n - 1.0, confidence)?, n.sqrt());
    // In standard errors: where the cubic that takes the skewness out of the statistic is ± t.
    let at = |t: f64| 3.0 * root / skewness * (libm::cbrt(1.0 + skewness / root * (t - skewness / (6.0 * root))) - 1.0);
    let error = (spread / n).sqrt();
    Some(Interval { low: centre - error * at(t), high: centre - error * at(-t) })
}

/// The interval of a share at `confidence`, seen in `n` independent cases (Wilson 1927), or `None` of none: unlike the mean's, it has
/// width where all cases agree, and does not leave 0 to 1.
#[must_use]
pub fn share_interval(share: f64, n: f64, confidence: f64) -> Option<Interval> {
    if !(n > 0.0 && (0.0..=1.0 + 1e-9).contains(&share)) {
        return None;
    }
    let share = share.min(1.0);
    let z = normal_point(each_side(confidence));
    let shrunk = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / shrunk;
    let margin = z / shrunk * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    Some(Interval::around(centre, margin))
}

/// Half the width of a two-sided t interval; 0 where the standard error is 0.
pub(super) fn t_margin(error: f64, freedom: f64, confidence: f64) -> Option<f64> {
    if error == 0.0 {
        return Some(0.0);
    }
    Some(error * Student::new(freedom)?.point(each_side(confidence)))
}

/// What a two-sided interval leaves out on each side.
fn each_side(confidence: f64) -> f64 {
    0.5 * (1.0 - confidence.clamp(0.0, 1.0))
}

/// Two-sided p-value of a t statistic.
pub(super) fn t_p_value(statistic: f64, freedom: f64) -> Option<f64> {
    Some(2.0 * Student::new(freedom)?.beyond(statistic.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_tail_gets_the_wider_side_and_symmetry_leaves_t() {
        let plain = [1.0, 2.0, 4.0, 5.0, 3.0];
        assert_eq!(skewed_interval(&plain, 0.95), mean_interval(&plain, 0.95));
        assert_eq!(skewed_interval(&[2.0; 6], 0.95), Some(Interval { low: 2.0, high: 2.0 }));
        assert_eq!(skewed_interval(&[2.0], 0.95), None);
        let tail = [1.0, 1.0, 1.0, 2.0, 2.0, 3.0, 4.0, 9.0, 1.5, 2.5];
        let (bent, straight) = (skewed_interval(&tail, 0.95).unwrap(), mean_interval(&tail, 0.95).unwrap());
        assert!(bent.low > straight.low && bent.high > straight.high && bent.low < 2.7, "{bent:?} {straight:?}");
        let mirrored = skewed_interval(&tail.map(|x| -x), 0.95).unwrap();
        assert!((mirrored.low + bent.high).abs() < 1e-12 && (mirrored.high + bent.low).abs() < 1e-12);
    }

    #[test]
    fn a_skewed_mean_is_covered_where_t_alone_fails() {
        // Quantiles of the exponential of a normal number, by a linear congruential generator.
        let mut state = 9_u64;
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
        };
        let mut normal = || libm::sqrt(-2.0 * libm::log(uniform())) * libm::cos(std::f64::consts::TAU * uniform());
        let truth = libm::exp(0.5);
        let (mut bent, mut straight) = (0, 0);
        for _ in 0..2000 {
            let sample: Vec<f64> = (0..20).map(|_| libm::exp(normal())).collect();
            let covers = |interval: Option<Interval>| u32::from(interval.is_some_and(|i| i.low <= truth && truth <= i.high));
            bent += covers(skewed_interval(&sample, 0.95));
            straight += covers(mean_interval(&sample, 0.95));
        }
        assert!(bent > 1800 && straight < 1790, "{bent} {straight} of 2000");
    }

    #[test]
    fn margins_are_the_tabulated_t_quantiles() {
        for (freedom, expected) in [(1.0, 12.706_204_736), (9.0, 2.262_157_163), (199.0, 1.971_956_544)] {
            let margin = t_margin(1.0, freedom, 0.95).unwrap();
            assert!((margin - expected).abs() < 1e-6, "{margin} at {freedom}");
        }
        let one_sided_995 = t_margin(1.0, 10.0, 0.99).unwrap();
        assert!((one_sided_995 - 3.169_272_673).abs() < 1e-6);
    }

    #[test]
    fn interval_of_one_to_ten_is_that_of_r() {
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        let interval = mean_interval(&values, 0.95).unwrap();
        assert!((interval.low - 3.334_149_4).abs() < 1e-6);
        assert!((interval.high - 7.665_850_6).abs() < 1e-6);
    }

    #[test]
    fn a_share_has_wilson_s_interval() {
        // 10 of 100, as in the tables of Newcombe (1998); none of 20 has the upper end z²/(n + z²).
        let tenth = share_interval(0.1, 100.0, 0.95).unwrap();
        assert!((tenth.low - 0.0552).abs() < 5e-5 && (tenth.high - 0.1744).abs() < 5e-5, "{tenth:?}");
        let none = share_interval(0.0, 20.0, 0.95).unwrap();
        assert!(none.low.abs() < 1e-12 && (none.high - 3.841_459 / 23.841_459).abs() < 1e-6, "{none:?}");
        assert_eq!(share_interval(0.5, 0.0, 0.95), None);
    }

    #[test]
    fn no_spread_is_a_point_and_one_value_is_undefined() {
        let point = mean_interval(&[4.0; 5], 0.95).unwrap();
        assert_eq!((point.low, point.high), (4.0, 4.0));
        assert_eq!(mean_interval(&[4.0], 0.95), None);
    }
}
