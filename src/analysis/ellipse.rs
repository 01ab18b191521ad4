//! The ellipse of two correlated samples.

use std::f64::consts::TAU;

use super::{mean, variance};

/// An ellipse around the means of two samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ellipse {
    /// Means of the first and of the second sample.
    pub centre: (f64, f64),
    /// The longer half-axis.
    pub semi_major: f64,
    /// The shorter half-axis.
    pub semi_minor: f64,
    /// Angle of the longer axis from the axis of the first sample, in radians.
    pub angle: f64,
}

impl Ellipse {
    /// Where the two means lie with `confidence` (Hotelling's T²); `None` below three pairs.
    #[must_use]
    pub fn of_mean(x: &[f64], y: &[f64], confidence: f64) -> Option<Self> {
        let n = x.len() as f64;
        Self::scaled(x, y, hotelling(x.len(), confidence)? / n)
    }

    /// Where one more pair falls with probability `coverage`, were the samples normal; `None` below three pairs.
    #[must_use]
    pub fn of_spread(x: &[f64], y: &[f64], coverage: f64) -> Option<Self> {
        let n = x.len() as f64;
        Self::scaled(x, y, hotelling(x.len(), coverage)? * (n + 1.0) / n)
    }

    /// `count` points around the ellipse, evenly spaced in its parameter and starting on the longer axis.
    #[must_use]
    pub fn outline(&self, count: usize) -> Vec<(f64, f64)> {
        let (sin, cos) = libm::sincos(self.angle);
        (0..count)
            .map(|step| {
                let turn = TAU * step as f64 / count as f64;
                let (along, across) = (self.semi_major * libm::cos(turn), self.semi_minor * libm::sin(turn));
                (self.centre.0 + along * cos - across * sin, self.centre.1 + along * sin + across * cos)
            })
            .collect()
    }

    fn scaled(x: &[f64], y: &[f64], factor: f64) -> Option<Self> {
        if x.len() != y.len() {
            return None;
        }
        let centre = (mean(x)?, mean(y)?);
        let (var_x, var_y) = (variance(x)?, variance(y)?);
        let products: f64 = x.iter().zip(y).map(|(a, b)| (a - centre.0) * (b - centre.1)).sum();
        let covariance = products / (x.len() - 1) as f64;
        let half_gap = (var_x - var_y) / 2.0;
        let largest = f64::midpoint(var_x, var_y) + libm::hypot(half_gap, covariance);
        // The product of the eigenvalues is the determinant; their difference would cancel on scales far apart.
        let determinant = (var_x * var_y - covariance * covariance).max(0.0);
        let smallest = if largest > 0.0 { determinant / largest } else { 0.0 };
        let ellipse = Self {
            centre,
            semi_major: (factor * largest).sqrt(),
            semi_minor: (factor * smallest).sqrt(),
            angle: 0.5 * libm::atan2(2.0 * covariance, var_x - var_y),
        };
        ellipse.semi_major.is_finite().then_some(ellipse)
    }
}

/// Quantile of Hotelling's T² in two dimensions; the F distribution with 2 degrees has a closed inverse.
fn hotelling(n: usize, probability: f64) -> Option<f64> {
    if n < 3 {
        return None;
    }
    let n = n as f64;
    let freedom = n - 2.0;
    let beyond = 1.0 - probability.clamp(0.0, 1.0);
    let f = freedom / 2.0 * (libm::pow(beyond, -2.0 / freedom) - 1.0);
    Some(2.0 * (n - 1.0) / freedom * f)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn factor_is_the_tabulated_f_quantile() {
        // F(0.95; 2, 10) = 4.102821, so T² = 2 · 11 / 10 · F.
        assert!((hotelling(12, 0.95).unwrap() - 2.2 * 4.102_821).abs() < 1e-5);
        // Towards the chi-squared quantile, 5.991465, in large samples.
        assert!((hotelling(1_000_000, 0.95).unwrap() - 5.991_465).abs() < 1e-3);
    }

    #[test]
    fn uncorrelated_samples_give_axes_along_the_axes() {
        let x = [-2.0, 2.0, -2.0, 2.0];
        let y = [-1.0, -1.0, 1.0, 1.0];
        let ellipse = Ellipse::of_spread(&x, &y, 0.9).unwrap();
        assert!((ellipse.semi_major / ellipse.semi_minor - 2.0).abs() < 1e-12);
        assert!(ellipse.angle.abs() < 1e-12);
        assert_eq!(ellipse.centre, (0.0, 0.0));
    }

    #[test]
    fn perfectly_correlated_samples_give_a_line() {
        let x = [1.0, 2.0, 3.0, 4.0];
        let ellipse = Ellipse::of_mean(&x, &x, 0.95).unwrap();
        assert!(ellipse.semi_minor < 1e-6);
        assert!((ellipse.angle - std::f64::consts::FRAC_PI_4).abs() < 1e-12);
    }

    #[test]
    fn degenerate_samples() {
        assert_eq!(Ellipse::of_mean(&[1.0, 2.0], &[1.0, 2.0], 0.95), None);
        assert_eq!(Ellipse::of_mean(&[1.0; 3], &[1.0; 4], 0.95), None);
        let point = Ellipse::of_mean(&[1.0; 5], &[2.0; 5], 0.95).unwrap();
        assert_eq!((point.semi_major, point.semi_minor), (0.0, 0.0));
    }

    proptest! {
        #[test]
        fn outline_reaches_the_margins_of_each_sample(
            pairs in prop::collection::vec((-1e3..1e3_f64, -1e9..1e9_f64), 3..40),
        ) {
            let (x, y): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let ellipse = Ellipse::of_mean(&x, &y, 0.95).unwrap();
            let reach = (hotelling(x.len(), 0.95).unwrap() * variance(&x).unwrap() / x.len() as f64).sqrt();
            let widest = ellipse.outline(20_000).iter().map(|p| p.0 - ellipse.centre.0).fold(0.0, f64::max);
            prop_assert!((widest - reach).abs() <= 1e-2 * reach.max(1e-9), "{} {}", widest, reach);
        }
    }
}
