//! A smooth curve through scattered points.

use super::super::deviations::from_first;
use super::super::linear::{Cholesky, dot};
use super::super::mean;

/// Segments between the least and the greatest x.
const SEGMENTS: usize = 20;
/// Cubic B-splines that overlap those segments.
const BASIS: usize = SEGMENTS + 3;
/// Smoothing parameters that are tried: powers of ten in steps of a quarter, relative to the trace of the data's matrix.
const TRIED: std::ops::RangeInclusive<i32> = -24..=32;

/// A penalised spline (P-spline): cubic B-splines on 20 equal segments of the range of x, with a penalty on the second differences of
/// their coefficients. It estimates E(y | x) without a shape being assumed, from a straight line to as many bends as the data support.
///
/// Minimises `Σ (yᵢ − Bᵢβ)² + λ Σ (βₖ − 2βₖ₊₁ + βₖ₊₂)²`. λ is the one of greatest restricted likelihood (REML), which is less
/// given than cross-validation to follow noise: the minimum over a grid of `(n − 2) ln R + ln |BᵀB + λP| − (K − 2) ln λ`, with R the
/// minimum above and K the number of coefficients.
///
/// Sources: Eilers and Marx, *Statistical Science* 11 (1996); Wood, *Journal of the Royal Statistical Society B* 73 (2011).
#[derive(Debug, Clone, PartialEq)]
pub struct Spline {
    low: f64,
    high: f64,
    centre: f64,
    coefficients: Vec<f64>,
}

impl Spline {
    /// Fits `y[i]` at `x[i]`, each in any unit. `None` of slices that differ in length, below ten points, of values that are not finite,
    /// and where x has no spread.
    #[must_use]
    pub fn fit(x: &[f64], y: &[f64]) -> Option<Self> {
        if x.len() != y.len() || x.len() < 10 || x.iter().chain(y).any(|value| !value.is_finite()) {
            return None;
        }
        let (low, high) = x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)));
        if low >= high || !(high - low).is_finite() {
            return None;
        }
        // Taken from the first value, a constant leaves exactly 0.
        let centre = y[0] + mean(&from_first(y))?;
        let mut spline = Self { low, high, centre, coefficients: vec![0.0; BASIS] };
        let (mut gram, mut right, mut square) = (vec![vec![0.0; BASIS]; BASIS], vec![0.0; BASIS], 0.0);
        for (x, y) in x.iter().zip(y) {
            let (from, weights) = spline.basis(*x);
            for (i, a) in weights.iter().enumerate() {
                right[from + i] += a * (y - centre);
                weights.iter().enumerate().for_each(|(j, b)| gram[from + i][from + j] += a * b);
            }
            square += (y - centre) * (y - centre);
        }
        if square > 0.0 {
            spline.coefficients = smooth(&gram, &right, square, x.len())?;
        }
        Some(spline)
    }

    /// The curve at `x`; beyond the data its value at the nearest end.
    #[must_use]
    pub fn at(&self, x: f64) -> f64 {
        let (from, weights) = self.basis(x);
        self.centre + dot(&weights, &self.coefficients[from..])
    }

    /// The four B-splines that are not 0 at `x`: the index of the first, and their values.
    fn basis(&self, x: f64) -> (usize, [f64; 4]) {
        let position = ((x - self.low) / (self.high - self.low)).clamp(0.0, 1.0) * SEGMENTS as f64;
        let from = (position as usize).min(SEGMENTS - 1);
        let t = position - from as f64;
        let s = 1.0 - t;
        let inner = |t: f64| 4.0 + t * t * (3.0 * t - 6.0);
        (from, [s * s * s, inner(t), inner(s), t * t * t].map(|weight| weight / 6.0))
    }
}

/// The coefficients at the smoothing parameter of greatest restricted likelihood. `square` is Σ y², `points` the number of y.
fn smooth(gram: &[Vec<f64>], right: &[f64], square: f64, points: usize) -> Option<Vec<f64>> {
    let trace: f64 = (0..BASIS).map(|k| gram[k][k]).sum();
    let mut best: Option<(f64, Vec<f64>)> = None;
    for quarter in TRIED {
        let lambda = trace / BASIS as f64 * libm::pow(10.0, f64::from(quarter) / 4.0);
        let Some(factor) = Cholesky::new(&penalised(gram, lambda)) else { continue };
        let coefficients = factor.solve(right);
        // What rounding leaves of a perfect fit is no evidence for one curve over another.
        let rest = (square - dot(&coefficients, right)).max(1e-12 * square);
        let score = (points as f64 - 2.0) * libm::log(rest) + factor.log_determinant() - (BASIS as f64 - 2.0) * libm::log(lambda);
        if best.as_ref().is_none_or(|(least, _)| score < *least) {
            best = Some((score, coefficients));
        }
    }
    best.map(|(_, coefficients)| coefficients)
}

/// The matrix with `λ DᵀD` added, D taking second differences.
fn penalised(gram: &[Vec<f64>], lambda: f64) -> Vec<Vec<f64>> {
    let mut matrix = gram.to_vec();
    for k in 0..BASIS - 2 {
        for (i, a) in [1.0, -2.0, 1.0].into_iter().enumerate() {
            for (j, b) in [1.0, -2.0, 1.0].into_iter().enumerate() {
                matrix[k + i][k + j] += lambda * a * b;
            }
        }
    }
    matrix
}

#[cfg(test)]
mod tests {
    use super::super::super::sensitivity::test_functions::{noise, rng};
    use super::*;

    fn spread(n: usize) -> Vec<f64> {
        (0..n).map(|i| (i as f64 * 0.618_033_988_75).fract()).collect()
    }

    #[test]
    fn a_line_is_kept_and_a_constant_is_exact() {
        let x = spread(100);
        let line: Vec<f64> = x.iter().map(|x| 3.0 - 2.0 * x).collect();
        let fitted = Spline::fit(&x, &line).unwrap();
        assert!(x.iter().zip(&line).all(|(x, y)| (fitted.at(*x) - y).abs() < 1e-5));
        let constant = Spline::fit(&x, &[0.1; 100]).unwrap();
        assert!([0.0, 0.33, 9.0].iter().all(|x| constant.at(*x).to_bits() == 0.1_f64.to_bits()));
    }

    #[test]
    fn a_wave_is_found_in_noise() {
        let x = spread(1000);
        let wave = |x: f64| libm::sin(9.0 * x);
        let y: Vec<f64> = x.iter().zip(noise(1000, &mut rng(1))).map(|(x, e)| wave(*x) + e).collect();
        let fitted = Spline::fit(&x, &y).unwrap();
        // About ten degrees of freedom on 1,000 points of noise 1: a root mean square of some 0.1.
        let miss = x.iter().map(|x| libm::pow(fitted.at(*x) - wave(*x), 2.0)).sum::<f64>() / 1000.0;
        assert!(miss.sqrt() < 0.15, "{miss}");
    }

    #[test]
    fn noise_alone_is_smoothed_to_almost_nothing() {
        let x = spread(1000);
        let of_noise = |seed| {
            let fitted = Spline::fit(&x, &noise(1000, &mut rng(seed))).unwrap();
            x.iter().map(|x| libm::pow(fitted.at(*x), 2.0)).sum::<f64>() / 1000.0
        };
        // A straight line through noise has a mean square of 2 / 1000.
        let mean_square = (0..50).map(of_noise).sum::<f64>() / 50.0;
        assert!(mean_square < 0.004, "{mean_square}");
    }

    #[test]
    fn a_gap_in_the_data_is_bridged() {
        let x: Vec<f64> = spread(200).iter().map(|x| if *x < 0.5 { x * 0.2 } else { 0.8 + x * 0.2 }).collect();
        let y: Vec<f64> = x.iter().map(|x| x * x).collect();
        let fitted = Spline::fit(&x, &y).unwrap();
        assert!((fitted.at(0.5) - 0.25).abs() < 0.1, "{}", fitted.at(0.5));
    }

    #[test]
    fn undefined_is_none() {
        let x = spread(10);
        assert_eq!(Spline::fit(&x, &x[..9]), None);
        assert_eq!(Spline::fit(&x[..9], &x[..9]), None);
        assert_eq!(Spline::fit(&[1.0; 10], &x), None);
        assert_eq!(Spline::fit(&x, &[f64::INFINITY; 10]), None);
    }
}
