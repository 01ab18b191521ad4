//! How much of an outcome's variance is assumption, and how much chance.

use super::super::deviations::deviations;
use super::super::estimate::{Estimate, jackknife};

/// The variance of an outcome's expectation over draws of the assumptions, and what chance adds to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signal {
    /// V = Cov(Y₁, Y₂), in the outcome's unit squared. It may come out below 0 where there is little of it.
    pub variance: Estimate,
    /// 1 − V / Var Y, unclamped, with Var Y the mean of the two chances' variances. `None` where nothing varies.
    pub share_of_chance: Option<Estimate>,
}

impl Signal {
    /// From one outcome of independent draws, each evaluated under two independent chances: `first[i]` and `second[i]` belong to draw i.
    /// Sample covariance and variances (divisor n − 1), intervals by [`jackknife`] at `confidence`. `None` of slices that differ in
    /// length, below three draws, and of values that are not finite.
    #[must_use]
    pub fn of_draws(first: &[f64], second: &[f64], confidence: f64) -> Option<Self> {
        if first.len() != second.len() || first.len() < 3 || first.iter().chain(second).any(|y| !y.is_finite()) {
            return None;
        }
        let kept = |values: &[f64], keeps: &dyn Fn(usize) -> bool| {
            values.iter().enumerate().filter(|(i, _)| keeps(*i)).map(|(_, y)| *y).collect::<Vec<f64>>()
        };
        let signal = jackknife(first.len(), confidence, |keeps| covariance(&kept(first, keeps), &kept(second, keeps)))?;
        let share_of_chance = jackknife(first.len(), confidence, |keeps| {
            let (first, second) = (kept(first, keeps), kept(second, keeps));
            let total = f64::midpoint(covariance(&first, &first)?, covariance(&second, &second)?);
            (total > 0.0).then_some(1.0 - covariance(&first, &second)? / total)
        });
        Some(Self { variance: signal, share_of_chance })
    }
}

/// The sample covariance (divisor n − 1). Exactly 0 where one side is constant.
pub(super) fn covariance(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() < 2 || x.len() != y.len() {
        return None;
    }
    let products = deviations(x).iter().zip(deviations(y)).map(|(a, b)| a * b).sum::<f64>();
    Some(products / (x.len() - 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::super::test_functions::{noise, rng};
    use super::*;

    #[test]
    fn half_chance_is_found_to_be_half() {
        // Signal and noise of variance 1 each: V = 1, share of chance ½.
        let mut covered = 0;
        for seed in 0..100 {
            let mut rng = rng(seed);
            let truth = noise(400, &mut rng);
            let seen = |noise: Vec<f64>| truth.iter().zip(noise).map(|(t, e)| t + e).collect::<Vec<f64>>();
            let (first, second) = (seen(noise(400, &mut rng)), seen(noise(400, &mut rng)));
            let found = Signal::of_draws(&first, &second, 0.95).unwrap();
            let share = found.share_of_chance.unwrap();
            assert!((share.value - 0.5).abs() < 0.2 && found.variance.is_positive());
            covered += usize::from(found.variance.interval.low < 1.0 && found.variance.interval.high > 1.0);
            covered += usize::from(share.interval.low < 0.5 && share.interval.high > 0.5);
        }
        assert!((180..=199).contains(&covered), "{covered} of 200 intervals cover");
    }

    #[test]
    fn nothing_that_varies_is_exactly_nothing() {
        let found = Signal::of_draws(&[0.1; 30], &[0.1; 30], 0.95).unwrap();
        assert_eq!((found.variance.value, found.variance.interval.high, found.share_of_chance), (0.0, 0.0, None));
        assert!(!found.variance.is_positive());
        assert_eq!(Signal::of_draws(&[1.0; 3], &[1.0; 4], 0.95), None);
        assert_eq!(Signal::of_draws(&[1.0, 2.0, f64::NAN], &[1.0; 3], 0.95), None);
    }
}
