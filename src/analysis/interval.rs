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
