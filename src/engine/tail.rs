//! Tails of the Poisson and the binomial distribution to within some 1e-13 of themselves, at a cost that does not grow with the mean.
//!
//! A tail is the integral of a gamma or beta density (Abramowitz and Stegun 26.4.21, 26.5.24), written here as the chance of its
//! nearest value times the integral of a function that falls from 1: a Gauss–Legendre rule of fixed size does it. Single chances are
//! by Loader's saddle point (*Fast and accurate computation of binomial probabilities*, 2000), which does not cancel where a
//! difference of log-gammas would.

use libm::{exp, lgamma, log, log1p, sqrt};
use std::f64::consts::{PI, TAU};

/// P(X ≤ k) of a Poisson number, for k below its mean.
pub fn poisson_at_most(k: f64, mean: f64) -> f64 {
    mean * poisson_chance(k, mean) * Decay { slope: mean - k, rising: (k, 1.0), falling: (0.0, 0.0) }.integral()
}

/// P(X > k) of a Poisson number, for k from its mean on.
pub fn poisson_above(k: f64, mean: f64) -> f64 {
    mean * poisson_chance(k, mean) * Decay { slope: k - mean, rising: (0.0, 0.0), falling: (k, 1.0) }.integral()
}

/// P(X ≤ k) of successes in n trials of chance p, each failing with chance q, for k up to p (n - 1).
pub fn binomial_at_most(k: f64, n: f64, p: f64, q: f64) -> f64 {
    let decay = Decay { slope: p * (n - 1.0) - k, rising: (k, q), falling: (n - k - 1.0, p) };
    (n - k) * p * binomial_chance(k, n, p, q) * decay.integral()
}

/// P(X = k) of a Poisson number.
fn poisson_chance(k: f64, mean: f64) -> f64 {
    if k < 1.0 { exp(-mean) } else { exp(-stirling_error(k) - deviance(k, mean)) / sqrt(TAU * k) }
}

/// P(X = k) of successes in n trials, for k below n.
fn binomial_chance(k: f64, n: f64, p: f64, q: f64) -> f64 {
    if k < 1.0 {
        return exp(n * log1p(-p));
    }
    let left = n - k;
    let errors = stirling_error(n) - stirling_error(k) - stirling_error(left);
    exp(errors - deviance(k, n * p) - deviance(left, n * q)) * sqrt(n / (TAU * k * left))
}

/// ln k! less Stirling's formula for it.
fn stirling_error(k: f64) -> f64 {
    if k < 16.0 {
        return lgamma(k + 1.0) - (k + 0.5) * log(k) + k - 0.5 * log(TAU);
    }
    let square = k * k;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / (1188.0 * square)) / square) / square) / square) / k
}

/// k ln(k / mean) + mean - k.
fn deviance(k: f64, mean: f64) -> f64 {
    -k * log1p_less((mean - k) / k)
}

/// ln(1 + x) - x without cancelling: near 0 by the series of 2 artanh(x / (2 + x)).
#[inline]
fn log1p_less(x: f64) -> f64 {
    const SERIES: [f64; 13] = {
        let mut series = [0.0; 13];
        let mut i = 0;
        while i < series.len() {
            series[i] = 2.0 / (2 * i + 3) as f64;
            i += 1;
        }
        series
    };
    if x.abs() >= 0.3 {
        return log1p(x) - x;
    }
    let z = x / (2.0 + x);
    let square = z * z;
    z * (square * SERIES.iter().rev().fold(0.0, |sum, c| sum * square + c) - x)
}

/// The function exp(w L(r x) + w' L(-r' x) - slope x) with L(x) = ln(1 + x) - x: it is 1 at 0 and falls ever faster, to 0 at 1 / r'.
struct Decay {
    /// 0 or more.
    slope: f64,
    /// w and r.
    rising: (f64, f64),
    /// w' and r'.
    falling: (f64, f64),
}

impl Decay {
    /// Weights and signed rates of the two logarithms.
    fn parts(&self) -> [(f64, f64); 2] {
        [self.rising, (self.falling.0, -self.falling.1)]
    }

    /// The function's logarithm.
    fn logarithm(&self, x: f64) -> f64 {
        let part = |(weight, rate)| if weight == 0.0 { 0.0 } else { weight * log1p_less(rate * x) };
        self.parts().map(part).iter().sum::<f64>() - self.slope * x
    }

    /// Where the function is about e^-40, beyond which nothing matters: a parabola's guess and a step of Newton's.
    fn reach(&self) -> f64 {
        const DROP: f64 = 40.0;
        let curvature_at = |x: f64| self.parts().map(|(weight, rate)| weight * rate * rate / (1.0 + rate * x)).iter().sum::<f64>();
        let end = 1.0 / self.falling.1;
        let guess = 2.0 * DROP / (self.slope + sqrt(self.slope * self.slope + 2.0 * DROP * curvature_at(0.0)));
        if guess >= end {
            return end;
        }
        (guess + (self.logarithm(guess) + DROP) / (self.slope + guess * curvature_at(guess))).min(end)
    }

    /// The integral from 0 on.
    fn integral(&self) -> f64 {
        let half = 0.5 * self.reach();
        let pair = |(x, weight): &(f64, f64)| weight * (exp(self.logarithm(half * (1.0 - x))) + exp(self.logarithm(half * (1.0 + x))));
        half * NODES.iter().map(pair).sum::<f64>()
    }
}

/// Points of the rule. With 24 its error is below that of the functions it adds up.
const POINTS: usize = 24;

/// The rule on -1 to 1, its positive half: roots of Legendre's polynomial, with their weights.
const NODES: [(f64, f64); POINTS / 2] = {
    let mut nodes = [(0.0, 0.0); POINTS / 2];
    let mut i = 0;
    while i < nodes.len() {
        let mut x = cosine(PI * (i as f64 + 0.75) / (POINTS as f64 + 0.5));
        let mut steps = 0;
        while steps < 6 {
            let (value, slope) = legendre(x);
            x -= value / slope;
            steps += 1;
        }
        let (_, slope) = legendre(x);
        nodes[i] = (x, 2.0 / ((1.0 - x * x) * slope * slope));
        i += 1;
    }
    nodes
};

/// Legendre's polynomial of degree [`POINTS`], and its slope.
const fn legendre(x: f64) -> (f64, f64) {
    let (mut before, mut value, mut n) = (1.0, x, 2);
    while n <= POINTS {
        (before, value) = (value, ((2 * n - 1) as f64 * x * value - (n - 1) as f64 * before) / n as f64);
        n += 1;
    }
    (value, POINTS as f64 * (x * value - before) / (x * x - 1.0))
}

/// The cosine, by its series.
const fn cosine(x: f64) -> f64 {
    let (mut sum, mut term, mut n) = (1.0, 1.0, 1);
    while n < 30 {
        term *= -x * x / (n * (n + 1)) as f64;
        sum += term;
        n += 2;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_integrates_polynomials() {
        assert!((2.0 * NODES.iter().map(|(_, weight)| weight).sum::<f64>() - 2.0).abs() < 1e-15 * 4.0);
        let of = |power: u32| NODES.iter().map(|(x, w)| 2.0 * w * libm::pow(*x, f64::from(power))).sum::<f64>();
        assert!([2, 10, 30, 46].iter().all(|power| (of(*power) - 2.0 / f64::from(power + 1)).abs() < 1e-15));
    }

    #[test]
    fn the_series_joins_the_logarithm() {
        for x in [-0.3_f64, 0.3] {
            assert!((log1p_less(x * (1.0 - 1e-12)) / log1p_less(x) - 1.0).abs() < 1e-11, "{x}");
        }
        assert!((log1p_less(1e-8) / (-5e-17 + 1e-24 / 3.0) - 1.0).abs() < 1e-15);
    }

    /// Against sums of 40 digits.
    #[test]
    fn tails_are_those_of_exact_arithmetic() {
        let close = |found: f64, expected: f64, within: f64| assert!((found / expected - 1.0).abs() < within, "{found} is not {expected}");
        for (k, mean, expected) in [(30.0, 50.5, 1.287_284_229_578_861_9e-3), (0.0, 50.0, 1.928_749_847_963_917_8e-22)] {
            close(poisson_at_most(k, mean), expected, 1e-13);
        }
        close(poisson_at_most(980.0, 1000.0), 0.269_813_770_561_263_67, 1e-13);
        close(poisson_at_most(999_999_999.0, 1e9), 0.499_995_794_779_129_9, 1e-13);
        close(poisson_above(51.0, 50.5), 0.434_988_014_739_647_4, 1e-13);
        close(poisson_above(90.0, 50.5), 1.888_155_742_393_384_9e-7, 1e-13);
        close(poisson_above(1100.0, 1000.0), 8.676_409_634_435_62e-4, 1e-13);
        close(poisson_above(1_000_250_000.0, 1e9), 1.335_524_572_974_032e-15, 1e-12);
        close(binomial_at_most(40.0, 200.0, 0.25, 0.75), 0.057_849_829_136_712_61, 1e-13);
        close(binomial_at_most(0.0, 1000.0, 0.0625, 0.9375), 9.360_011_875_663_401e-29, 1e-13);
        close(binomial_at_most(499.0, 1000.0, 0.5, 0.5), 0.487_387_490_910_819_6, 1e-13);
        close(binomial_at_most(99_980_000.0, 1e9, 0.1, 0.9), 0.017_507_676_097_697_54, 1e-11);
        close(binomial_at_most(499_900_000.0, 1e9, 0.5, 0.5), 1.270_074_179_877_283_4e-10, 1e-12);
        close(binomial_at_most(950.0, 1e9, 1e-6, 1.0 - 1e-6), 0.057_836_202_214_836_04, 1e-12);
    }
}
