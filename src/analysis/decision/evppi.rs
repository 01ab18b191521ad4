//! Value of knowing one assumption.

use super::super::estimate::{Estimate, jackknife};
use super::Spline;
use super::regret::{best_policy, rectangular};

/// Expected value of partial perfect information: how much better, on average, one would do if the value of one assumption x were known
/// before the choice; in the benefit's unit. Never below 0; 0 where no value of x would change the choice.
///
/// `EVPPI = E max_d E(B_d | x) − max_d E(B_d)`. With b the policy of the greatest mean benefit, `E(B_d − B_b | x)` is a [`Spline`] of the
/// draws, `benefits[policy][draw]` on `x[draw]`, and the estimate is the mean over draws of the largest of these curves and 0. The interval
/// is by [`jackknife`] over draws at `confidence`: a regression's own standard error takes the draws as fixed and is half the true one. Where
/// draws are evaluated under several chances, benefits are their means.
///
/// `None` without two policies, of slices that differ in length, below 11 draws, of values that are not finite, and where x has no spread.
///
/// Source: Strong, Oakley and Brennan, *Medical Decision Making* 34 (2014).
#[must_use]
pub fn evppi(x: &[f64], benefits: &[Vec<f64>], confidence: f64) -> Option<Estimate> {
    if benefits.len() < 2 || !rectangular(benefits, x.len()) {
        return None;
    }
    jackknife(x.len(), confidence, |keeps| {
        let kept = |values: &[f64]| (0..values.len()).filter(|i| keeps(*i)).map(|i| values[i]).collect::<Vec<f64>>();
        let (x, benefits): (_, Vec<_>) = (kept(x), benefits.iter().map(|policy| kept(policy)).collect());
        let best = best_policy(&benefits);
        let gains = benefits.iter().enumerate().filter(|(policy, _)| *policy != best);
        let curves: Vec<Spline> = gains
            .map(|(_, own)| Spline::fit(&x, &own.iter().zip(&benefits[best]).map(|(own, best)| own - best).collect::<Vec<_>>()))
            .collect::<Option<_>>()?;
        Some(x.iter().map(|x| curves.iter().fold(0.0_f64, |most, curve| most.max(curve.at(*x)))).sum::<f64>() / x.len() as f64)
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::sensitivity::test_functions::{noise, rng};
    use super::*;

    /// E max(0, N(m, s²)) − max(0, m).
    fn closed_form(m: f64, s: f64) -> f64 {
        let z = m / s;
        let density = libm::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
        let below = 0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2);
        s * density + m * below - m.max(0.0)
    }

    /// Draws of t₁, t₂ and of the benefit t₁ + t₂ + noise against 0.
    fn draws(seed: u64, mean: f64, spreads: [f64; 2], noisy: f64) -> ([Vec<f64>; 2], Vec<Vec<f64>>) {
        let mut rng = rng(seed);
        let [first, second] = spreads.map(|s| noise(1000, &mut rng).iter().map(|z| s * z).collect::<Vec<f64>>());
        let gain = (0..1000).zip(noise(1000, &mut rng)).map(|(i, e)| mean + first[i] + second[i] + noisy * e).collect();
        ([first, second], vec![vec![0.0; 1000], gain])
    }

    #[test]
    fn two_normals_have_their_closed_form() {
        for noisy in [0.0, 1.0] {
            for seed in 0..10 {
                let ([first, second], benefits) = draws(seed, -0.3, [1.0, 0.5], noisy);
                for (x, s) in [(&first, 1.0), (&second, 0.5)] {
                    let (found, truth) = (evppi(x, &benefits, 0.95).unwrap(), closed_form(-0.3, s));
                    let error = (found.interval.high - found.value) / 2.093;
                    assert!((found.value - truth).abs() < 3.0 * error, "seed {seed}: {found:?} is not {truth}");
                }
            }
        }
    }

    #[test]
    fn what_cannot_change_the_choice_is_worth_nothing() {
        let ([first, _], mut benefits) = draws(1, 20.0, [1.0, 0.5], 1.0);
        let hopeless = evppi(&first, &benefits, 0.95).unwrap();
        assert_eq!((hopeless.value, hopeless.interval.high), (0.0, 0.0));
        benefits[0] = benefits[1].clone();
        let same = evppi(&first, &benefits, 0.95).unwrap();
        assert_eq!((same.value, same.interval.low, same.interval.high), (0.0, 0.0, 0.0));
        assert_eq!(evppi(&first, &benefits[..1], 0.95), None);
        assert_eq!(evppi(&first[..999], &benefits, 0.95), None);
    }
}
