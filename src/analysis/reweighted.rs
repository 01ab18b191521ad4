//! A sample weighed anew, as if it were drawn from another distribution.

use super::interval::{Interval, t_margin};

/// A mean of weighed values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reweighted {
    /// The mean.
    pub mean: f64,
    /// Its interval, of a linearised ratio: none below two effective values.
    pub interval: Option<Interval>,
    /// So many equally weighed values would say as much: the squared sum of the weights over the sum of their squares (Kish 1965).
    pub effective: f64,
}

/// The self-normalised mean of `values[i]` weighed by `weights[i]`, none of which is below 0: importance sampling, whose weights are the
/// wanted density over that drawn from. With equal weights it is the mean, with its t interval. `None` where no weight is above 0.
#[must_use]
pub fn reweighted(values: &[f64], weights: &[f64], confidence: f64) -> Option<Reweighted> {
    let (sum, squares) = weights.iter().fold((0.0, 0.0), |(sum, squares), weight| (sum + weight, squares + weight * weight));
    if sum <= 0.0 || values.len() != weights.len() {
        return None;
    }
    let mean = values.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>() / sum;
    let effective = sum * sum / squares;
    let spread: f64 = values.iter().zip(weights).map(|(value, weight)| (weight * (value - mean)) * (weight * (value - mean))).sum();
    let freedom = effective - 1.0;
    let error = || (spread * effective / freedom).sqrt() / sum;
    let margin = (freedom > 1.0).then(|| t_margin(error(), freedom, confidence)).flatten();
    Some(Reweighted { mean, interval: margin.map(|margin| Interval::around(mean, margin)), effective })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::mean_interval;
    use rand::rngs::Xoshiro256PlusPlus;
    use rand::{RngExt, SeedableRng};

    #[test]
    fn equal_weights_are_none() {
        let values = [3.0, -1.0, 4.0, 1.0, 5.0];
        let (found, plain) = (reweighted(&values, &[0.2; 5], 0.95).unwrap(), mean_interval(&values, 0.95).unwrap());
        let interval = found.interval.unwrap();
        assert!((found.mean - 2.4).abs() < 1e-12 && (found.effective - 5.0).abs() < 1e-12);
        assert!((interval.low - plain.low).abs() < 1e-9 && (interval.high - plain.high).abs() < 1e-9);
    }

    #[test]
    fn weights_of_0_and_1_pick_values() {
        let found = reweighted(&[3.0, 100.0, 5.0, 7.0], &[1.0, 0.0, 1.0, 1.0], 0.95).unwrap();
        let plain = mean_interval(&[3.0, 5.0, 7.0], 0.95).unwrap();
        assert!((found.mean - 5.0).abs() < 1e-12 && (found.effective - 3.0).abs() < 1e-12);
        assert!((found.interval.unwrap().high - plain.high).abs() < 1e-9);
        assert_eq!(reweighted(&[1.0], &[0.0], 0.95), None);
        assert_eq!(reweighted(&[1.0, 2.0], &[1.0, 0.0], 0.95).unwrap().interval, None);
    }

    /// Uniform draws weighed to the density 2x have the mean 2/3; the interval holds it in 95 of 100 samples.
    #[test]
    fn the_interval_holds_the_mean_of_the_other_distribution() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
        let held = (0..2000).filter(|_| {
            let values: Vec<f64> = (0..50).map(|_| rng.random::<f64>()).collect();
            let weights: Vec<f64> = values.iter().map(|x| 2.0 * x).collect();
            let interval = reweighted(&values, &weights, 0.95).unwrap().interval.unwrap();
            interval.low <= 2.0 / 3.0 && 2.0 / 3.0 <= interval.high
        });
        let held = held.count() as f64 / 2000.0;
        assert!((0.925..0.975).contains(&held), "{held}");
    }
}
