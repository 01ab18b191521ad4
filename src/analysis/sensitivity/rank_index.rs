//! Indices from given data: no runs beyond the draws that a result has.

use super::super::deviations::deviations;
use super::super::estimate::{Estimate, jackknife};
use super::super::variance;
use super::signal::covariance;

/// The draws in ascending order of an input's values, equal values in order of draw. A subset of an order is an order.
#[must_use]
pub fn ascending(input: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..input.len()).collect();
    order.sort_by(|a, b| input[*a].total_cmp(&input[*b]));
    order
}

/// Estimates Var E(Y | x), the part of an outcome's variance that one input alone explains, from outcomes of the draws in ascending
/// `order` of the input (see [`ascending`]); in the outcome's unit squared.
///
/// Draws with neighbouring values of x have nearly the same E(Y | x) and nothing else in common, least of all chance, so the mean product
/// of their deviations estimates its variance:
/// (1/L) Σₗ mean over j of (y₍ⱼ₎ − m)(y₍ⱼ₊ₗ₎ − m) + s²/n, for l = 1 … L = round(n^⅓ / 2), at least 1. The last term, with s² the
/// sample variance, makes up for m being the sample's own mean: an input without effect has mean 0 exactly.
///
/// `order` may name a subset of the draws. `None` below four draws; panics on a draw that has no outcome.
///
/// Sources: Gamboa, Gremaud, Klein and Lagnoux, *Bernoulli* 28 (2022), for lag 1; several neighbours for more power as Lin and Han,
/// *Biometrika* 110 (2023), take them for ξ.
#[must_use]
pub fn rank_covariance(order: &[usize], outcomes: &[f64]) -> Option<f64> {
    let n = order.len();
    if n < 4 {
        return None;
    }
    let deviations = deviations(&order.iter().map(|draw| outcomes[*draw]).collect::<Vec<f64>>());
    let lags = (libm::round(libm::cbrt(n as f64) / 2.0) as usize).max(1);
    let at_lag = |lag: usize| deviations.iter().zip(&deviations[lag..]).map(|(a, b)| a * b).sum::<f64>() / (n - lag) as f64;
    Some((1..=lags).map(at_lag).sum::<f64>() / lags as f64 + variance(&deviations)? / n as f64)
}

/// The first-order index of an input from given draws, each evaluated under two chances: [`rank_covariance`] of ȳ = (Y₁ + Y₂) / 2 over
/// V = Cov(Y₁, Y₂). Unclamped. `None` where either is undefined or V is not above 0.
#[must_use]
pub fn rank_index(order: &[usize], first: &[f64], second: &[f64]) -> Option<f64> {
    let kept = |values: &[f64]| order.iter().map(|draw| values[*draw]).collect::<Vec<f64>>();
    let signal = covariance(&kept(first), &kept(second))?;
    (signal > 0.0).then_some(rank_covariance(order, &both(first, second))? / signal)
}

/// [`rank_index`] of all draws with the interval of [`jackknife`] at `confidence`. Below some thousand draws an index under 0.3 is noise.
#[must_use]
pub fn rank_index_interval(input: &[f64], first: &[f64], second: &[f64], confidence: f64) -> Option<Estimate> {
    fits(input, first, second).then(|| {
        let order = ascending(input);
        jackknife(input.len(), confidence, |keeps| rank_index(&kept(&order, keeps), first, second))
    })?
}

/// Chatterjee's ξ: how nearly the outcome is a function of the input, from 0 (independent) to 1, by ranks alone, so that a heavy tail
/// does not decide it. Chance lowers it.
///
/// With outcomes in ascending `order` of the input, rⱼ the number of outcomes at most yⱼ and lⱼ of those at least yⱼ:
/// ξ = 1 − n Σ |rⱼ₊₁ − rⱼ| / (2 Σ lⱼ (n − lⱼ)). `None` below two draws and of outcomes without spread.
///
/// Source: Chatterjee, *Journal of the American Statistical Association* 116 (2021).
#[must_use]
pub fn xi(order: &[usize], outcomes: &[f64]) -> Option<f64> {
    let values: Vec<f64> = order.iter().map(|draw| outcomes[*draw]).collect();
    let sorted = super::super::sorted(&values);
    let n = values.len();
    let at_most = |y: f64| sorted.partition_point(|other| *other <= y);
    let at_least = |y: f64| n - sorted.partition_point(|other| *other < y);
    let steps: usize = values.windows(2).map(|pair| at_most(pair[1]).abs_diff(at_most(pair[0]))).sum();
    let scale: f64 = values.iter().map(|y| at_least(*y) as f64 * (n - at_least(*y)) as f64).sum();
    (scale > 0.0).then_some(1.0 - n as f64 * steps as f64 / (2.0 * scale))
}

/// [`xi`] of ȳ = (Y₁ + Y₂) / 2 over all draws with the interval of [`jackknife`] at `confidence`.
#[must_use]
pub fn xi_interval(input: &[f64], first: &[f64], second: &[f64], confidence: f64) -> Option<Estimate> {
    fits(input, first, second).then(|| {
        let (order, outcomes) = (ascending(input), both(first, second));
        jackknife(input.len(), confidence, |keeps| xi(&kept(&order, keeps), &outcomes))
    })?
}

fn fits(input: &[f64], first: &[f64], second: &[f64]) -> bool {
    let n = input.len();
    first.len() == n && second.len() == n && input.iter().chain(first).chain(second).all(|value| value.is_finite())
}

fn both(first: &[f64], second: &[f64]) -> Vec<f64> {
    first.iter().zip(second).map(|(a, b)| f64::midpoint(*a, *b)).collect()
}

fn kept(order: &[usize], keeps: &dyn Fn(usize) -> bool) -> Vec<usize> {
    order.iter().copied().filter(|draw| keeps(*draw)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::design::latin_hypercube;
    use super::super::test_functions::{Known, ishigami, noise, rng, sobol_g};
    use super::*;

    /// Inputs by column and the outcomes under two chances.
    fn draws(known: &Known, n: usize, seed: u64, noisy: f64) -> (Vec<Vec<f64>>, Vec<f64>, Vec<f64>) {
        let mut rng = rng(seed);
        let rows = latin_hypercube(n, known.first.len(), &mut rng);
        let truth: Vec<f64> = rows.iter().map(|row| (known.of)(row)).collect();
        let mut twice = || truth.iter().zip(noise(n, &mut rng)).map(|(y, e)| y + noisy * known.spread * e).collect::<Vec<f64>>();
        let (first, second) = (twice(), twice());
        ((0..known.first.len()).map(|c| rows.iter().map(|row| row[c]).collect()).collect(), first, second)
    }

    #[test]
    fn active_inputs_are_covered_under_as_much_noise_as_signal() {
        for known in [ishigami(), sobol_g()] {
            let active: Vec<usize> = (0..known.first.len()).filter(|i| known.first[*i] > 0.1).collect();
            let (mut covered, mut sums) = (0, vec![0.0; known.first.len()]);
            for seed in 0..100 {
                let (inputs, first, second) = draws(&known, 1000, seed, 1.0);
                for i in &active {
                    let found = rank_index_interval(&inputs[*i], &first, &second, 0.95).unwrap();
                    covered += usize::from(found.interval.low <= known.first[*i] && known.first[*i] <= found.interval.high);
                    sums[*i] += found.value - known.first[*i];
                }
            }
            let share = covered as f64 / (100 * active.len()) as f64;
            assert!((0.92..=1.0).contains(&share), "{share} of the intervals cover");
            assert!(sums.iter().all(|sum| (sum / 100.0).abs() < 0.02), "{sums:?}");
        }
    }

    #[test]
    fn an_input_without_effect_has_a_mean_of_nothing() {
        // Over every order of these outcomes the estimate is 0 on average, exactly but for rounding.
        let outcomes = [1.0, 5.0, 2.0, 9.0, 4.0];
        let mut sum = 0.0;
        let mut orders = vec![vec![]];
        for draw in 0..5 {
            orders = orders.iter().flat_map(|o: &Vec<usize>| (0..=o.len()).map(|at| [&o[..at], &[draw], &o[at..]].concat())).collect();
        }
        assert_eq!(orders.len(), 120);
        for order in orders {
            sum += rank_covariance(&order, &outcomes).unwrap();
        }
        assert!(sum.abs() < 1e-9, "{sum}");
    }

    #[test]
    fn xi_by_hand() {
        // Without ties: 1 − 3 Σ|Δr| / (n² − 1). A monotone sample of 5 has 1 − 3 · 4 / 24.
        let order = [0, 1, 2, 3, 4];
        assert_eq!(xi(&order, &[1.0, 2.0, 3.0, 4.0, 5.0]), Some(0.5));
        assert_eq!(xi(&order, &[1.0, 4.0, 2.0, 5.0, 3.0]), Some(1.0 - 3.0 * 10.0 / 24.0));
        // Ties: ranks 2, 2, 4, 4; l 4, 4, 2, 2, so that the scale is 2 (0 + 0 + 4 + 4).
        assert_eq!(xi(&order[..4], &[1.0, 1.0, 2.0, 2.0]), Some(1.0 - 4.0 * 2.0 / 16.0));
        assert_eq!(xi(&order, &[2.0; 5]), None);
    }

    #[test]
    fn xi_stays_where_a_heavy_tail_drowns_the_index() {
        let mut rng = rng(4);
        let inputs = latin_hypercube(1000, 1, &mut rng).concat();
        let outcomes: Vec<f64> = inputs.iter().map(|u| libm::pow(1.0 - u, -3.0)).collect();
        let found = xi_interval(&inputs, &outcomes, &outcomes, 0.95).unwrap();
        assert!(found.value > 0.99 && found.interval.low > 0.98, "{found:?}");
    }

    #[test]
    fn nothing_differs_is_exactly_nothing() {
        let (input, same) = ([0.3, 0.1, 0.2, 0.5, 0.4], [0.1; 5]);
        assert_eq!(rank_covariance(&ascending(&input), &same), Some(0.0));
        assert_eq!(rank_index_interval(&input, &same, &same, 0.95), None);
        assert_eq!(xi_interval(&input, &same, &same, 0.95), None);
        assert_eq!(ascending(&[2.0, 1.0, 2.0]), [1, 0, 2]);
    }
}
