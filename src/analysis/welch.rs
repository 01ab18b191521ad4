//! Two independent samples.

use super::interval::{Interval, t_margin, t_p_value};
use super::{mean, variance};

/// The difference of the means of two independent samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Welch {
    /// Mean of the second less mean of the first.
    pub difference: f64,
    /// Its interval.
    pub interval: Interval,
    /// Two-sided p-value of no difference; `None` where neither sample has any spread.
    pub p_value: Option<f64>,
}

impl Welch {
    /// Compares samples of which neither the sizes nor the variances need be the same (Welch, *Biometrika* 34, 1947, 28–35). `None` if
    /// either has fewer than two values.
    ///
    /// ```
    /// use veilsim::analysis::Welch;
    /// let found = Welch::new(&[1.0, 2.0, 3.0], &[11.0, 12.0, 13.0, 12.0], 0.95).unwrap();
    /// assert!(found.difference == 10.0 && found.interval.low > 7.0 && found.p_value.unwrap() < 0.001);
    /// ```
    #[must_use]
    pub fn new(first: &[f64], second: &[f64], confidence: f64) -> Option<Self> {
        let part = |values: &[f64]| Some(variance(values)? / values.len() as f64);
        let (a, b) = (part(first)?, part(second)?);
        let difference = mean(second)? - mean(first)?;
        let error = (a + b).sqrt();
        if error == 0.0 {
            return Some(Self { difference, interval: Interval::around(difference, 0.0), p_value: None });
        }
        let lost = |part: f64, values: &[f64]| part * part / (values.len() as f64 - 1.0);
        let freedom = (a + b) * (a + b) / (lost(a, first) + lost(b, second));
        let interval = Interval::around(difference, t_margin(error, freedom, confidence)?);
        Some(Self { difference, interval, p_value: t_p_value(difference / error, freedom) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_welch_s_test() {
        // By hand: means 20 and 25, variances 10 and 2.5 of 5 values each: an error of √2.5 = 1.5811, 5.8824 degrees of freedom, at
        // which t's 97.5 % point is 2.4587.
        let (first, second) = ([16.0, 18.0, 20.0, 22.0, 24.0], [23.0, 24.0, 25.0, 26.0, 27.0]);
        let found = Welch::new(&first, &second, 0.95).unwrap();
        assert!((found.difference - 5.0).abs() < 1e-12);
        assert!((found.interval.high - 5.0 - 2.458_7 * 1.581_139).abs() < 1e-3, "{found:?}");
        let turned = Welch::new(&second, &first, 0.95).unwrap();
        assert!((turned.difference + 5.0).abs() < 1e-12 && turned.p_value == found.p_value);
        assert!((found.p_value.unwrap() < 0.05) == (found.interval.low > 0.0));
    }

    #[test]
    fn without_spread_there_is_no_test_and_without_two_values_nothing() {
        let same = Welch::new(&[3.0; 4], &[5.0; 9], 0.95).unwrap();
        assert_eq!((same.difference, same.p_value, same.interval.low), (2.0, None, 2.0));
        assert_eq!(Welch::new(&[1.0], &[1.0, 2.0], 0.95), None);
    }
}
