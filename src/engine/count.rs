//! Poisson and binomial counts by inverse CDF: one uniform in, one count out, monotone in the uniform whatever the mean, so that
//! arms which share their chance stay coupled.
//!
//! Counts of a few are walked up to from zero, by the recurrence of their chances. For the others a normal guess, corrected for
//! skewness (Cornish and Fisher 1938), is one or two counts off, and the exact [`tail`](super::tail) settles which it is.

use super::distribution::normal_quantile;
use super::tail::{binomial_at_most, poisson_above, poisson_at_most};
use rand_distr::Distribution;

/// Below this mean a count is walked up to: some five nanoseconds a step, against two microseconds for a tail.
const FEW: f64 = 50.0;
/// Counts and means up to here: each is a float without rounding, and so is every difference.
const MOST: u64 = 1 << 50;

/// A Poisson distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Poisson {
    mean: f64,
}

impl Poisson {
    /// With this mean; none if it is negative, not a number or above 2^50.
    #[must_use]
    pub fn new(mean: f64) -> Option<Self> {
        (0.0..=MOST as f64).contains(&mean).then_some(Self { mean })
    }

    /// The least count with more than `u` of the distribution at or below it.
    #[must_use]
    pub fn quantile(self, u: f64) -> u64 {
        let Self { mean } = self;
        if mean < FEW {
            return walk(u, libm::exp(-mean), |k| mean / k);
        }
        let has_more = |count: u64| {
            let k = count as f64;
            if k < mean { poisson_at_most(k, mean) > u } else { poisson_above(k, mean) < 1.0 - u }
        };
        first(guess(u, mean, mean, 1.0), has_more)
    }
}

/// A binomial distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Binomial {
    trials: u64,
    chance: f64,
}

impl Binomial {
    /// The successes in so many trials, each with this chance; none if the chance is not within 0 to 1 or the trials are above 2^50.
    #[must_use]
    pub fn new(trials: u64, chance: f64) -> Option<Self> {
        (trials <= MOST && (0.0..=1.0).contains(&chance)).then_some(Self { trials, chance })
    }

    /// The least count with more than `u` of the distribution at or below it.
    #[must_use]
    pub fn quantile(self, u: f64) -> u64 {
        let Self { trials, chance } = self;
        if chance > 0.5 {
            // Failures are the fewer, and are counted from the other end.
            return trials - Self { trials, chance: 1.0 - chance }.quantile(1.0 - u);
        }
        let (n, p, fails) = (trials as f64, chance, 1.0 - chance);
        if n * p < FEW {
            return walk(u, libm::exp(n * libm::log1p(-p)), |k| (n - k + 1.0) / k * (p / fails));
        }
        let has_more = |count: u64| {
            let k = count as f64;
            if count >= trials {
                true
            } else if k <= p * (n - 1.0) {
                binomial_at_most(k, n, p, fails) > u
            } else {
                binomial_at_most(n - k - 1.0, n, fails, p) < 1.0 - u
            }
        };
        first(guess(u, n * p, n * p * fails, fails - p).min(trials), has_more)
    }
}

impl Distribution<u64> for Poisson {
    fn sample<R: rand::Rng + ?Sized>(&self, rng: &mut R) -> u64 {
        self.quantile(super::stream::open_uniform(rng.next_u64()))
    }
}

impl Distribution<u64> for Binomial {
    fn sample<R: rand::Rng + ?Sized>(&self, rng: &mut R) -> u64 {
        self.quantile(super::stream::open_uniform(rng.next_u64()))
    }
}

/// Adds up the chances of 0, 1, 2 … until they exceed `u`, or have nothing more to add. `ratio(k)` is P(k) / P(k - 1).
fn walk(u: f64, of_none: f64, ratio: impl Fn(f64) -> f64) -> u64 {
    let (mut count, mut chance, mut sum) = (0, of_none, of_none);
    while sum <= u {
        chance *= ratio((count + 1) as f64);
        if sum + chance <= sum {
            break;
        }
        sum += chance;
        count += 1;
    }
    count
}

/// About where the quantile lies; `skew` is the third central moment over the variance.
fn guess(u: f64, mean: f64, variance: f64, skew: f64) -> u64 {
    let z = normal_quantile(u.clamp(1e-300, 1.0 - f64::EPSILON / 2.0));
    (mean + libm::sqrt(variance) * z + skew * (z * z - 1.0) / 6.0).max(0.0) as u64
}

/// The least count of which `holds` is true, looked for from `near` on. Counts above one of which it is true have it too.
fn first(near: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let mut count = near;
    if holds(near) {
        while count > 0 && holds(count - 1) {
            count -= 1;
        }
    } else {
        while !holds(count) {
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Key;
    use proptest::prelude::*;
    use statrs::distribution::{ChiSquared, ContinuousCDF, DiscreteCDF};

    /// Chance that a statistical test rejects a correct sampler.
    const ALPHA: f64 = 1e-3;

    #[test]
    fn bad_parameters_are_refused() {
        assert!([-1e-300, f64::NAN, f64::INFINITY, 1e16].iter().all(|mean| Poisson::new(*mean).is_none()));
        assert!([-0.1, 1.1, f64::NAN].iter().all(|chance| Binomial::new(10, *chance).is_none()));
        assert!(Binomial::new(u64::MAX, 0.5).is_none());
        assert!(Poisson::new(0.0).is_some() && Binomial::new(0, 0.0).is_some());
    }

    const UNIFORMS: [f64; 9] = [f64::EPSILON / 2.0, 1e-9, 0.025, 0.3, 0.5, 0.7, 0.975, 1.0 - 1e-9, 1.0 - f64::EPSILON / 2.0];

    /// Against sums of 40 digits.
    #[test]
    fn fixed_uniforms_give_the_quantiles_of_exact_arithmetic() {
        let poisson = |mean: f64| UNIFORMS.map(|u| Poisson::new(mean).unwrap().quantile(u));
        let binomial = |n: u64, p: f64| UNIFORMS.map(|u| Binomial::new(n, p).unwrap().quantile(u));
        assert_eq!(poisson(50.5), [5, 14, 37, 47, 50, 54, 65, 99, 119]);
        assert_eq!(poisson(1e4), [9190, 9406, 9804, 9947, 10_000, 10_052, 10_196, 10_606, 10_832]);
        let expected = [-259_597, -189_661, -61_979, -16_583, 0, 16_583, 61_980, 189_673, 259_619].map(|away: i64| 1_000_000_000 + away);
        assert_eq!(poisson(1e9).map(u64::cast_signed), expected);
        assert_eq!(binomial(1000, 0.0625), [11, 22, 48, 58, 62, 66, 78, 113, 134]);
        assert_eq!(binomial(10_000, 0.75), [7139, 7237, 7415, 7477, 7500, 7523, 7585, 7757, 7850]);
        let expected = [-77_874, -56_896, -18_593, -4975, 0, 4975, 18_594, 56_905, 77_891].map(|away: i64| 100_000_000 + away);
        assert_eq!(binomial(1_000_000_000, 0.1).map(u64::cast_signed), expected);
        // Sums from zero are good to the rounding of the uniform: where next to nothing is left above it they stop earlier or later.
        let walked = |all: [u64; 9]| all[..8].to_vec();
        assert_eq!(walked(poisson(0.25)), [0, 0, 0, 0, 0, 0, 2, 7]);
        assert_eq!(walked(poisson(3.0)), [0, 0, 0, 2, 3, 4, 7, 18]);
        assert_eq!(walked(poisson(49.5)), [5, 14, 36, 46, 49, 53, 64, 97]);
        assert_eq!(walked(binomial(5, 0.375)), [0, 0, 0, 1, 2, 2, 4, 5]);
        assert_eq!(walked(binomial(40, 0.9)), [15, 21, 32, 35, 36, 37, 39, 40]);
        assert_eq!(walked(binomial(1_000_000_000, 1e-8)), [0, 0, 4, 8, 10, 12, 17, 34]);
    }

    #[test]
    fn certain_and_impossible_trials() {
        for u in [1e-12, 0.5, 1.0 - 1e-12] {
            assert_eq!(Poisson::new(0.0).unwrap().quantile(u), 0);
            for n in [0, 3, 1 << 40] {
                assert_eq!([0.0, 1.0].map(|p| Binomial::new(n, p).unwrap().quantile(u)), [0, n]);
            }
        }
        // A half lies at 0 in one trial of two chances: more than that, at 1.
        assert_eq!([0.4999, 0.5, 0.5001].map(|u| Binomial::new(1, 0.5).unwrap().quantile(u)), [0, 1, 1]);
    }

    /// Chi-squared of counts drawn from streams, in about twelve classes, against the chances of `statrs`.
    fn fits(counts: &impl Distribution<u64>, at_most: impl Fn(u64) -> f64, key: Key) {
        const DRAWS: u32 = 40_000;
        let mut drawn: Vec<u64> = (0..DRAWS).map(|i| counts.sample(&mut key.stream(1, 2, i))).collect();
        drawn.sort_unstable();
        let mut edges: Vec<u64> = (1..12).map(|i| drawn[i * drawn.len() / 12]).collect();
        edges.dedup();
        let (mut chi, mut found, mut expected) = (0.0, 0.0, 0.0);
        for (seen, share) in
            edges.iter().map(|edge| (drawn.partition_point(|count| count <= edge) as f64, at_most(*edge))).chain([(f64::from(DRAWS), 1.0)])
        {
            let (n, m) = (seen - found, (share - expected) * f64::from(DRAWS));
            if m > 1e-3 {
                chi += (n - m) * (n - m) / m;
            }
            (found, expected) = (seen, share);
        }
        let bound = ChiSquared::new(edges.len() as f64).unwrap().inverse_cdf(1.0 - ALPHA);
        assert!(chi < bound, "chi-squared {chi} in {} classes exceeds {bound}", edges.len() + 1);
    }

    #[test]
    fn draws_have_the_distribution() {
        for (i, mean) in [0.3, 7.0, 49.0, 51.0, 4000.0].into_iter().enumerate() {
            let reference = statrs::distribution::Poisson::new(mean).unwrap();
            fits(&Poisson::new(mean).unwrap(), |k| reference.cdf(k), Key::new(1, i as u64));
        }
        for (i, (n, p)) in [(1, 0.3), (30, 0.9), (1000, 0.04), (1000, 0.06), (50_000, 0.7)].into_iter().enumerate() {
            let reference = statrs::distribution::Binomial::new(p, n).unwrap();
            fits(&Binomial::new(n, p).unwrap(), |k| reference.cdf(k), Key::new(2, i as u64));
        }
    }

    /// A mean or a number of trials over many orders of magnitude.
    fn sizes(most: f64) -> impl Strategy<Value = f64> {
        (-3.0..libm::log10(most)).prop_map(|exponent| libm::pow(10.0, exponent))
    }

    proptest! {
        #[test]
        fn the_quantile_is_where_the_cdf_of_statrs_passes_the_uniform(
            mean in sizes(1e5), n in 0_u64..100_000, p in 0.0_f64..=1.0, u in 1e-9_f64..=0.999_999_999,
        ) {
            let passes = |k: u64, cdf: &dyn Fn(u64) -> f64| cdf(k) > u - 1e-9 && (k == 0 || cdf(k - 1) <= u + 1e-9);
            let (ours, reference) = (Poisson::new(mean).unwrap(), statrs::distribution::Poisson::new(mean).unwrap());
            prop_assert!(passes(ours.quantile(u), &|k| reference.cdf(k)));
            let (ours, reference) = (Binomial::new(n, p).unwrap(), statrs::distribution::Binomial::new(p, n).unwrap());
            prop_assert!(passes(ours.quantile(u), &|k| reference.cdf(k)));
        }

        /// Neighbouring uniforms included, where a sum of chances begun at another count would differ in its last bits.
        #[test]
        fn monotone_in_the_uniform_and_in_the_parameters(
            mean in sizes(1e12), n in sizes(1e12), p in 0.0_f64..=1.0, u in 1e-16_f64..1.0, more in 0.0_f64..0.1,
        ) {
            let poisson = |mean, u| Poisson::new(mean).unwrap().quantile(u);
            let binomial = |n: f64, p, u| Binomial::new(n as u64, p).unwrap().quantile(u);
            for other in [u.next_up(), (u + more).min(1.0 - 1e-16)] {
                prop_assert!(poisson(mean, u) <= poisson(mean, other));
                prop_assert!(binomial(n, p, u) <= binomial(n, p, other));
            }
            prop_assert!(poisson(mean, u) <= poisson(mean * (1.0 + more), u));
            prop_assert!(binomial(n, p, u) <= binomial(n, (p * (1.0 + more)).min(1.0), u));
            prop_assert!(binomial(n, p, u) <= n as u64);
        }
    }
}
