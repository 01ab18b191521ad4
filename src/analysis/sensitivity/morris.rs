//! Elementary effects (Morris) under two chances.

use super::super::estimate::Estimate;
use super::super::{mean, variance};
use super::signal::covariance;

/// A trajectory and the outcomes along it, under two chances that hold for the whole trajectory.
#[derive(Debug, Clone, PartialEq)]
pub struct Walk<'a> {
    /// Which input step k moves.
    pub moved: &'a [usize],
    /// By how much step k moves it, as a share of its range, signed; never 0.
    pub by: &'a [f64],
    /// Outcomes under the first and second chance, one more than there are steps.
    pub outcomes: [&'a [f64]; 2],
}

/// What the elementary effects of one input say. Effects are in the outcome's unit per whole range of the input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Elementary {
    /// mean(EE₁ · EE₂): the mean square of the expected effect, with no chance in it; in the outcome's unit squared. 0 within its
    /// interval means that no effect can be told from chance.
    pub square: Estimate,
    /// μ: mean of the effects, averaged over the two chances.
    pub mean: f64,
    /// μ*: mean of their absolute values; chance adds to it.
    pub absolute: f64,
    /// σ: standard deviation of the effects, averaged over the two chances; chance adds to it.
    pub spread: f64,
    /// Cov(EE₁, EE₂), the part of σ² that is curvature and interaction and no chance; it may come out below 0.
    pub spread_without_chance: f64,
}

/// Elementary effects EE = (Y(x + Δeᵢ) − Y(x)) / Δ of each of `inputs` inputs over independent trajectories, each with a Student t interval
/// at `confidence`.
///
/// `None` for an input that fewer than two trajectories move, or more than one step of a trajectory. `None` as a whole where a walk's
/// slices do not fit together or hold a value that is not finite, or a step moves by 0 or an input that is not there.
///
/// Sources: Morris, *Technometrics* 33 (1991); μ* of Campolongo, Cariboni and Saltelli, *Environmental Modelling & Software* 22 (2007).
#[must_use]
pub fn morris(walks: &[Walk<'_>], inputs: usize, confidence: f64) -> Option<Vec<Option<Elementary>>> {
    let mut effects: Vec<[Vec<f64>; 2]> = vec![Default::default(); inputs];
    for walk in walks {
        if !fits(walk, inputs) {
            return None;
        }
        for (step, (input, by)) in walk.moved.iter().zip(walk.by).enumerate() {
            for (effects, y) in effects[*input].iter_mut().zip(walk.outcomes) {
                effects.push((y[step + 1] - y[step]) / by);
            }
        }
    }
    Some(effects.iter().map(|[first, second]| (first.len() <= walks.len()).then(|| elementary(first, second, confidence))?).collect())
}

fn fits(walk: &Walk<'_>, inputs: usize) -> bool {
    let steps = walk.moved.len();
    walk.by.len() == steps
        && walk.by.iter().all(|by| by.is_finite() && *by != 0.0)
        && walk.moved.iter().all(|input| *input < inputs)
        && walk.outcomes.iter().all(|y| y.len() == steps + 1 && y.iter().all(|y| y.is_finite()))
}

fn elementary(first: &[f64], second: &[f64], confidence: f64) -> Option<Elementary> {
    let products: Vec<f64> = first.iter().zip(second).map(|(a, b)| a * b).collect();
    let both: Vec<f64> = first.iter().zip(second).map(|(a, b)| f64::midpoint(*a, *b)).collect();
    Some(Elementary {
        square: Estimate::of_mean(&products, confidence)?,
        mean: mean(&both)?,
        absolute: mean(&both.iter().map(|effect| effect.abs()).collect::<Vec<_>>())?,
        spread: variance(&both)?.sqrt(),
        spread_without_chance: covariance(first, second)?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::design::trajectories;
    use super::super::test_functions::{LINEAR, linear, noise, rng};
    use super::*;

    /// Elementary effects of `of` from trajectories over four inputs, with noise on every outcome.
    fn effects(of: fn(&[f64]) -> f64, count: usize, seed: u64, noisy: f64) -> Vec<Elementary> {
        let mut rng = rng(seed);
        let walks = trajectories(count, 4, 4, &mut rng).unwrap();
        let outcomes = walks.iter().map(|walk| {
            let truth: Vec<f64> = walk.points.iter().map(|point| of(point)).collect();
            [0, 1].map(|_| truth.iter().zip(noise(5, &mut rng)).map(|(y, e)| y + noisy * e).collect::<Vec<f64>>())
        });
        let outcomes: Vec<[Vec<f64>; 2]> = outcomes.collect();
        let walks: Vec<Walk<'_>> = walks
            .iter()
            .zip(&outcomes)
            .map(|(walk, [first, second])| Walk { moved: &walk.moved, by: &walk.by, outcomes: [first, second] })
            .collect();
        morris(&walks, 4, 0.95).unwrap().into_iter().map(Option::unwrap).collect()
    }

    #[test]
    fn a_sum_has_its_coefficients_and_no_spread() {
        for (found, a) in effects(linear().of, 10, 1, 0.0).iter().zip(LINEAR) {
            assert!((found.absolute - a.abs()).abs() < 1e-12 && (found.mean - a).abs() < 1e-12, "{found:?}");
            assert!(found.spread < 1e-12 && found.spread_without_chance.abs() < 1e-12, "{found:?}");
            assert!((found.square.value - a * a).abs() < 1e-12, "{found:?}");
        }
        let last = effects(linear().of, 10, 1, 0.0)[3];
        assert_eq!((last.square.value, last.absolute, last.spread), (0.0, 0.0, 0.0));
    }

    #[test]
    fn noise_lifts_mu_star_but_not_the_square() {
        let (mut covered, mut absolute) = (0, 0.0);
        for seed in 0..200 {
            let found = effects(linear().of, 30, seed, 1.0);
            for (found, a) in found.iter().zip(LINEAR) {
                covered += usize::from(found.square.interval.low <= a * a && a * a <= found.square.interval.high);
            }
            absolute += found[3].absolute / 200.0;
        }
        // Each effect has noise of variance 2 / ½² / 2 = 4: E|EE| = 2 √(2/π) where the truth is 0.
        assert!((absolute - 1.596).abs() < 0.05, "{absolute}");
        assert!((0.92..=0.98).contains(&(covered as f64 / 800.0)), "{covered} of 800 cover");
    }

    #[test]
    fn an_interaction_shows_as_spread_without_chance() {
        let found = effects(|u| 4.0 * (u[0] - 0.5) * (u[1] - 0.5), 400, 1, 0.3);
        // EE₀ = 4 (u₁ − ½) on levels at ±⅛ and ±⅜: variance 16 · 5/64 = 1.25.
        assert!((found[0].spread_without_chance - 1.25).abs() < 0.15, "{:?}", found[0]);
        assert!(found[2].spread_without_chance.abs() < 0.15, "{:?}", found[2]);
    }

    #[test]
    fn what_does_not_fit_is_none() {
        let walk = |moved, by| Walk { moved, by, outcomes: [&[1.0, 2.0], &[1.0, 2.0]] };
        assert_eq!(morris(&[walk(&[0], &[0.0])], 1, 0.95), None);
        assert_eq!(morris(&[walk(&[1], &[0.5])], 1, 0.95), None);
        assert_eq!(morris(&[walk(&[0], &[0.5, 0.5])], 1, 0.95), None);
        assert_eq!(morris(&[walk(&[0], &[0.5])], 1, 0.95), Some(vec![None]));
    }
}
