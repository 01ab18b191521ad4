//! Regret, and the value of knowing everything.

use super::super::estimate::{Estimate, jackknife};
use super::super::mean;

/// Two numbers that enclose what is sought, on average over chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bracket {
    /// Not above the truth on average.
    pub lower: Estimate,
    /// Not below the truth on average.
    pub upper: Estimate,
}

/// What a policy falls short of the best choice for each draw, in the benefit's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Regret {
    /// By draw, the best policy being the one that the other chance shows to be best: on average not above the truth, in single draws
    /// also below 0.
    pub lower: Vec<f64>,
    /// By draw, the best policy being the best in hindsight: on average not below the truth, never below 0.
    pub upper: Vec<f64>,
}

/// Regret of each policy in each draw, from benefits under two chances: `first[policy][draw]` and `second[policy][draw]`.
///
/// The benefit of a policy in a draw is an expectation over chance, of which each chance shows one sample. The largest of several samples
/// is above the largest expectation, so the usual regret is too large: `upper = max_e ȳ_e − ȳ_d`. A policy picked on one chance and
/// scored on the other has the expectation of a policy that is at most the best: `lower = ½ {(Y₂[d*(Y₁)] − Y₂[d]) + (Y₁[d*(Y₂)] − Y₁[d])}`,
/// with d*(Y) the policy of the greatest Y, the first of those that tie. Without chance both are the regret itself.
///
/// `None` without a policy or a draw, of shapes that differ, and of values that are not finite.
///
/// Sources: Savage, *Journal of the American Statistical Association* 46 (1951), for regret; picking and scoring on separate samples as in
/// Mak, Morton and Wood, *Operations Research Letters* 24 (1999).
#[must_use]
pub fn regret(first: &[Vec<f64>], second: &[Vec<f64>]) -> Option<Vec<Regret>> {
    let draws = first.first()?.len();
    if draws == 0 || first.len() != second.len() || !rectangular(first, draws) || !rectangular(second, draws) {
        return None;
    }
    let picks: Vec<[usize; 2]> = (0..draws).map(|draw| [greatest(first, draw), greatest(second, draw)]).collect();
    let both = |policy: usize, draw: usize| f64::midpoint(first[policy][draw], second[policy][draw]);
    let most: Vec<f64> =
        (0..draws).map(|draw| (0..first.len()).map(|policy| both(policy, draw)).fold(f64::NEG_INFINITY, f64::max)).collect();
    let of_policy = |policy: usize| Regret {
        lower: (0..draws)
            .zip(&picks)
            .map(|(draw, [on_first, on_second])| {
                f64::midpoint(second[*on_first][draw] - second[policy][draw], first[*on_second][draw] - first[policy][draw])
            })
            .collect(),
        upper: (0..draws).map(|draw| most[draw] - both(policy, draw)).collect(),
    };
    Some((0..first.len()).map(of_policy).collect())
}

/// Expected value of perfect information: how much better, on average, one would do if every assumption were known before the choice.
/// It is the mean [`regret`] of the policy with the greatest mean benefit, bracketed as regret is, with intervals by [`jackknife`] over
/// draws at `confidence`; the best policy is found anew without each group. `None` as for [`regret`], and below two draws.
///
/// Source: Raiffa and Schlaifer, *Applied Statistical Decision Theory* (1961).
#[must_use]
pub fn evpi(first: &[Vec<f64>], second: &[Vec<f64>], confidence: f64) -> Option<Bracket> {
    let regrets = regret(first, second)?;
    let draws = first[0].len();
    let of_best = |side: fn(&Regret) -> &[f64]| {
        jackknife(draws, confidence, |keeps| {
            let kept = |values: &[f64]| mean(&(0..draws).filter(|draw| keeps(*draw)).map(|draw| values[draw]).collect::<Vec<_>>());
            // The policy of the greatest mean benefit has the least mean of the usual regret.
            let uppers: Vec<f64> = regrets.iter().map(|regret| kept(&regret.upper)).collect::<Option<_>>()?;
            let best = (0..uppers.len()).fold(0, |best, policy| if uppers[policy] < uppers[best] { policy } else { best });
            kept(side(&regrets[best]))
        })
    };
    Some(Bracket { lower: of_best(|regret| &regret.lower)?, upper: of_best(|regret| &regret.upper)? })
}

/// The policy of the greatest mean benefit, the first of those that tie.
pub(super) fn best_policy(benefits: &[Vec<f64>]) -> usize {
    // Differences from the first policy, so that policies which never differ tie exactly.
    let gain = |policy: usize| benefits[policy].iter().zip(&benefits[0]).map(|(own, first)| own - first).sum::<f64>();
    let gains: Vec<f64> = (0..benefits.len()).map(gain).collect();
    (0..gains.len()).fold(0, |best, policy| if gains[policy] > gains[best] { policy } else { best })
}

/// Whether every policy has `draws` benefits, all of them finite.
pub(super) fn rectangular(benefits: &[Vec<f64>], draws: usize) -> bool {
    benefits.iter().all(|policy| policy.len() == draws && policy.iter().all(|benefit| benefit.is_finite()))
}

fn greatest(benefits: &[Vec<f64>], draw: usize) -> usize {
    (0..benefits.len()).fold(0, |best, policy| if benefits[policy][draw] > benefits[best][draw] { policy } else { best })
}

#[cfg(test)]
mod tests {
    use super::super::super::sensitivity::test_functions::{noise, rng};
    use super::*;

    #[test]
    fn regret_by_hand() {
        // Draw 0: the first chance prefers policy 1, the second policy 0.
        let first = vec![vec![1.0, 5.0], vec![3.0, 4.0]];
        let second = vec![vec![4.0, 5.0], vec![0.0, 2.0]];
        let found = regret(&first, &second).unwrap();
        assert_eq!(found[0].lower, [0.5 * ((0.0 - 4.0) + (1.0 - 1.0)), 0.0]);
        assert_eq!(found[0].upper, [0.0, 0.0]);
        assert_eq!(found[1].lower, [0.5 * ((0.0 - 0.0) + (1.0 - 3.0)), 0.5 * (3.0 + 1.0)]);
        assert_eq!(found[1].upper, [1.0, 2.0]);
    }

    #[test]
    fn perfect_information_has_its_closed_form_and_is_bracketed_under_noise() {
        // N(0, 1) against 0: E max = 1/√(2π).
        let truth = 1.0 / (2.0 * std::f64::consts::PI).sqrt();
        for seed in 0..20 {
            let mut rng = rng(seed);
            let gain = noise(2000, &mut rng);
            let mut seen = |noisy: f64| {
                let errors = noise(2000, &mut rng);
                vec![vec![0.0; 2000], gain.iter().zip(errors).map(|(y, e)| y + noisy * e).collect()]
            };
            let exact = seen(0.0);
            let found = evpi(&exact, &exact, 0.95).unwrap();
            assert_eq!(found.lower, found.upper);
            let error = (found.upper.interval.high - found.upper.value) / 2.093;
            assert!((found.upper.value - truth).abs() < 3.0 * error, "{found:?} is not {truth}");
            let noisy = evpi(&seen(1.0), &seen(1.0), 0.95).unwrap();
            assert!(noisy.lower.value < truth && truth < noisy.upper.value, "{noisy:?} does not enclose {truth}");
        }
    }

    #[test]
    fn policies_that_never_differ_have_no_regret() {
        let same = vec![vec![0.1, 0.7, 0.3]; 3];
        let found = evpi(&same, &same, 0.95).unwrap();
        for side in [found.lower, found.upper] {
            assert_eq!((side.value, side.interval.low, side.interval.high), (0.0, 0.0, 0.0));
        }
        assert!(regret(&same, &same).unwrap().iter().all(|r| r.lower == [0.0; 3] && r.upper == [0.0; 3]));
    }

    #[test]
    fn undefined_is_none() {
        assert_eq!(regret(&[], &[]), None);
        assert_eq!(regret(&[vec![]], &[vec![]]), None);
        assert_eq!(regret(&[vec![1.0]], &[vec![1.0, 2.0]]), None);
        assert_eq!(regret(&[vec![f64::NAN]], &[vec![1.0]]), None);
    }
}
