//! Functions whose indices are known in closed form, and noise.

use libm::pow;
use rand::{SeedableRng, rngs::Xoshiro256PlusPlus};
use rand_distr::{Distribution, StandardNormal};
use std::f64::consts::PI;

pub fn rng(seed: u64) -> Xoshiro256PlusPlus {
    Xoshiro256PlusPlus::seed_from_u64(seed)
}

/// Standard normal numbers.
pub fn noise(n: usize, rng: &mut Xoshiro256PlusPlus) -> Vec<f64> {
    (0..n).map(|_| StandardNormal.sample(rng)).collect()
}

/// A function of quantiles with its standard deviation, first-order and total indices.
pub struct Known {
    pub of: fn(&[f64]) -> f64,
    pub spread: f64,
    pub first: Vec<f64>,
    pub total: Vec<f64>,
}

/// Ishigami's function with a = 7, b = 0.1.
pub fn ishigami() -> Known {
    let of = |u: &[f64]| {
        let x = [0, 1, 2].map(|i| PI * (2.0 * u[i] - 1.0));
        libm::sin(x[0]) * (1.0 + 0.1 * pow(x[2], 4.0)) + 7.0 * pow(libm::sin(x[1]), 2.0)
    };
    let fifth = 0.1 * pow(PI, 4.0) / 5.0;
    let (v1, v2, v13) = (0.5 * pow(1.0 + fifth, 2.0), 49.0 / 8.0, 0.01 * pow(PI, 8.0) * 8.0 / 225.0);
    let v = v1 + v2 + v13;
    Known { of, spread: v.sqrt(), first: vec![v1 / v, v2 / v, 0.0], total: vec![(v1 + v13) / v, v2 / v, v13 / v] }
}

const G: [f64; 8] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];

/// Sobol's G function of eight inputs.
pub fn sobol_g() -> Known {
    let of = |u: &[f64]| u.iter().zip(G).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product();
    let parts: Vec<f64> = G.iter().map(|a| 1.0 / (3.0 * pow(1.0 + a, 2.0))).collect();
    let all = parts.iter().map(|v| 1.0 + v).product::<f64>();
    let v = all - 1.0;
    let total = parts.iter().map(|part| part * all / (1.0 + part) / v).collect();
    Known { of, spread: v.sqrt(), first: parts.iter().map(|part| part / v).collect(), total }
}

/// Σ aᵢuᵢ.
pub const LINEAR: [f64; 4] = [4.0, -2.0, 1.0, 0.0];

pub fn linear() -> Known {
    let of = |u: &[f64]| u.iter().zip(LINEAR).map(|(u, a)| a * u).sum();
    let squares: f64 = LINEAR.iter().map(|a| a * a).sum();
    let shares: Vec<f64> = LINEAR.iter().map(|a| a * a / squares).collect();
    Known { of, spread: (squares / 12.0).sqrt(), first: shares.clone(), total: shares }
}

#[test]
fn the_closed_forms_are_the_published_ones() {
    let close = |found: &[f64], expected: &[f64]| {
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 6e-5), "{found:?} is not {expected:?}");
    };
    close(&ishigami().first, &[0.3139, 0.4424, 0.0]);
    close(&ishigami().total, &[0.5576, 0.4424, 0.2437]);
    close(&sobol_g().first, &[0.7162, 0.1790, 0.0237, 0.0072, 0.0001, 0.0001, 0.0001, 0.0001]);
}
