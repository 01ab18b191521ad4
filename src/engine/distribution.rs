//! Distributions by inverse CDF: one uniform in, one value out, monotone but for last bits.
//!
//! A rejection sampler takes a varying number of uniforms and may send neighbouring uniforms far apart; under shared chance both
//! break the coupling between arms. Logarithms and the like come from `libm`, or from a table of our own where they are drawn all
//! the time, so that the last bit is the same on every machine. Counts are [`Poisson`](super::Poisson) and
//! [`Binomial`](super::Binomial).

use super::logarithm::ln;

/// Exponential with this mean.
#[must_use]
#[inline]
pub fn exponential(u: f64, mean: f64) -> f64 {
    -mean * ln(1.0 - u)
}

/// Pareto on \[`least`, ∞) with this tail index.
#[must_use]
pub fn pareto(u: f64, least: f64, tail: f64) -> f64 {
    least * libm::pow(1.0 - u, -1.0 / tail)
}

/// The mean of the lesser of 1 and a Pareto number on \[`least`, ∞) with this tail index above 0.
#[must_use]
pub fn mean_pareto_up_to_one(least: f64, tail: f64) -> f64 {
    if least <= 0.0 || least >= 1.0 {
        return least.clamp(0.0, 1.0);
    }
    // least + the integral of (least / x)^tail from least to 1, written so that a tail index of 1 is no exception.
    let depth = -libm::log(least);
    let x = (1.0 - tail) * depth;
    let growth = if x == 0.0 { 1.0 } else { libm::expm1(x) / x };
    least * (1.0 + depth * growth)
}

/// The mean of the lesser of `most` and a geometric number on 1, 2, 3 … with this mean.
#[must_use]
pub fn mean_geometric_up_to(mean: f64, most: f64) -> f64 {
    let (mean, whole) = (mean.max(1.0), most.floor());
    if whole < 1.0 {
        return most;
    }
    // The sum over k of the chance to exceed k, the last by the fraction that is left.
    let beyond = libm::exp(whole * libm::log1p(-1.0 / mean));
    mean * (1.0 - beyond) + (most - whole) * beyond
}

/// Geometric on 1, 2, 3 … with this mean; always 1 for a mean of 1 or less.
#[must_use]
pub fn geometric(u: f64, mean: f64) -> u64 {
    Geometric::new(mean).quantile(u)
}

/// The same, for many draws.
#[derive(Clone, Copy, Debug)]
pub struct Geometric {
    /// The logarithm of the chance to go on.
    slope: f64,
}

impl Geometric {
    /// With this mean.
    #[must_use]
    pub fn new(mean: f64) -> Self {
        Self { slope: libm::log(1.0 - 1.0 / mean.max(1.0)) }
    }

    /// The value below which a share `u` lies.
    #[must_use]
    #[inline]
    pub fn quantile(self, u: f64) -> u64 {
        1 + (ln(1.0 - u) / self.slope) as u64
    }
}

/// The chance that something of chance `p` happens at least once in `n` independent trials.
#[must_use]
#[inline]
pub fn at_least_once(p: f64, n: u64) -> f64 {
    let (mut none, mut square, mut left) = (1.0, 1.0 - p, n);
    while left > 0 {
        if left & 1 == 1 {
            none *= square;
        }
        square *= square;
        left >>= 1;
    }
    1.0 - none
}

/// The first index whose cumulative weight exceeds `u` times the total; the last one if none does.
#[must_use]
#[inline]
pub fn pick(u: f64, cumulative: &[f64]) -> usize {
    let target = u * cumulative.last().copied().unwrap_or(0.0);
    cumulative.iter().position(|c| target < *c).unwrap_or(cumulative.len().saturating_sub(1))
}

/// Running totals of `weights`, for [`pick`].
#[must_use]
pub fn cumulative(weights: &[f64]) -> Vec<f64> {
    weights
        .iter()
        .scan(0.0, |sum, w| {
            *sum += w;
            Some(*sum)
        })
        .collect()
}

/// The standard normal CDF.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// The standard normal quantile: algorithm AS 241 (PPND16) of Wichura, Applied Statistics 37 (1988) 477–484, good to about 1e-16.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    const CENTRE: [[f64; 8]; 2] = [
        [
            3.387_132_872_796_366_5,
            133.141_667_891_784_38,
            1_971.590_950_306_551_3,
            13_731.693_765_509_46,
            45_921.953_931_549_87,
            67_265.770_927_008_7,
            33_430.575_583_588_13,
            2_509.080_928_730_122_7,
        ],
        [
            1.0,
            42.313_330_701_600_91,
            687.187_007_492_057_9,
            5_394.196_021_424_751,
            21_213.794_301_586_597,
            39_307.895_800_092_71,
            28_729.085_735_721_943,
            5_226.495_278_852_545,
        ],
    ];
    const MIDDLE: [[f64; 8]; 2] = [
        [
            1.423_437_110_749_683_5,
            4.630_337_846_156_546,
            5.769_497_221_460_691,
            3.647_848_324_763_204_5,
            1.270_458_252_452_368_4,
            0.241_780_725_177_450_6,
            0.022_723_844_989_269_184,
            7.745_450_142_783_414e-4,
        ],
        [
            1.0,
            2.053_191_626_637_759,
            1.676_384_830_183_803_8,
            0.689_767_334_985_1,
            0.148_103_976_427_480_08,
            0.015_198_666_563_616_457,
            5.475_938_084_995_345e-4,
            1.050_750_071_644_416_9e-9,
        ],
    ];
    const FAR: [[f64; 8]; 2] = [
        [
            6.657_904_643_501_103,
            5.463_784_911_164_114,
            1.784_826_539_917_291_3,
            0.296_560_571_828_504_87,
            0.026_532_189_526_576_124,
            1.242_660_947_388_078_4e-3,
            2.711_555_568_743_487_6e-5,
            2.010_334_399_292_288_1e-7,
        ],
        [
            1.0,
            0.599_832_206_555_887_9,
            0.136_929_880_922_735_8,
            0.014_875_361_290_850_615,
            7.868_691_311_456_133e-4,
            1.846_318_317_510_054_7e-5,
            1.421_511_758_316_446e-7,
            2.044_263_103_389_939_8e-15,
        ],
    ];
    let ratio = |[top, bottom]: &[[f64; 8]; 2], r: f64| {
        let horner = |c: &[f64; 8]| c.iter().rev().fold(0.0, |sum, c| sum * r + c);
        horner(top) / horner(bottom)
    };
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(&CENTRE, 0.180_625 - q * q);
    }
    if p <= 0.0 || p >= 1.0 {
        return if p <= 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = libm::sqrt(-libm::log(if q < 0.0 { p } else { 1.0 - p }));
    let x = if r <= 5.0 { ratio(&MIDDLE, r - 1.6) } else { ratio(&FAR, r - 5.0) };
    if q < 0.0 { -x } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn normal_quantile_gives_tabulated_values_and_inverts_the_cdf() {
        for (p, x) in [
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.25, -0.674_489_750_196_081_7),
            (1e-9, -5.997_807_015_007_686),
            (1e-20, -9.262_340_089_798_408),
        ] {
            assert!((normal_quantile(p) - x).abs() < 1e-12, "{p}: {} is not {x}", normal_quantile(p));
        }
        for i in 1..2000 {
            let p = f64::from(i) / 2000.0;
            assert!((normal_cdf(normal_quantile(p)) - p).abs() < 1e-14, "{p}");
        }
    }

    #[test]
    fn exact_values() {
        assert!((exponential(0.5, 2.0) - 2.0 * std::f64::consts::LN_2).abs() < 1e-15);
        assert!((pareto(0.75, 0.1, 2.0) - 0.2).abs() < 1e-15);
        assert_eq!([0.1, 0.5, 0.6, 0.9].map(|u| geometric(u, 2.0)), [1, 2, 2, 4]);
        assert_eq!(geometric(0.999, 1.0), 1);
        assert!([(0, 0.0), (1, 0.5), (2, 0.75), (3, 0.875)].iter().all(|(n, p)| (at_least_once(0.5, *n) - p).abs() < 1e-15));
        assert_eq!([0.0, 0.24, 0.25, 0.99, 1.0].map(|u| pick(u, &cumulative(&[1.0, 0.0, 2.0, 1.0]))), [0, 0, 2, 3, 3]);
    }

    #[test]
    fn means_of_cut_distributions_are_those_of_their_quantiles() {
        // The mean is the integral of the quantile: midpoints, finest where it is steepest.
        let integral = |of: &dyn Fn(f64) -> f64| {
            let n = 400_000;
            let slice = |i: u32| {
                let x = (f64::from(i) + 0.5) / f64::from(n);
                ((1.0 - x * x * x * x).min(1.0 - f64::EPSILON), 4.0 * x * x * x / f64::from(n))
            };
            (0..n).map(slice).map(|(u, weight)| weight * of(u)).sum::<f64>()
        };
        for (least, tail) in [(0.01, 1.2), (0.01, 1.0), (1e-3, 0.4), (0.2, 3.0), (1.0, 2.0), (1e-6, 1.0 + 1e-9), (1e-4, 1e-3)] {
            let found = mean_pareto_up_to_one(least, tail);
            let expected = integral(&|u| pareto(u, least, tail).min(1.0));
            assert!((found / expected - 1.0).abs() < 1e-4, "Pareto {least} {tail}: {found} is not {expected}");
        }
        for (mean, most) in [(1.0, 10.0), (3.0, 1e9), (20.0, 7.5), (200.0, 0.4), (50.0, 50.0)] {
            let found = mean_geometric_up_to(mean, most);
            let expected = integral(&|u| (geometric(u, mean) as f64).min(most));
            assert!((found / expected - 1.0).abs() < 1e-4, "geometric {mean} {most}: {found} is not {expected}");
        }
    }

    proptest! {
        #[test]
        fn monotone_in_the_uniform(a in 1e-12_f64..1.0, b in 1e-12_f64..1.0, m in 0.1_f64..50.0) {
            let (lo, hi) = if a <= b { (a, b) } else { (b, a) };
            prop_assert!(exponential(lo, m) <= exponential(hi, m));
            prop_assert!(pareto(lo, m, 1.1) <= pareto(hi, m, 1.1));
            prop_assert!(geometric(lo, m) <= geometric(hi, m));
            prop_assert!(normal_quantile(lo) <= normal_quantile(hi));
        }
    }
}
