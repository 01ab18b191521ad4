//! What makes a difference: a fair share of it for each of the things changed together.

use super::estimate::Estimate;
use super::uniform::permutation;
use rand::Rng;

/// The Shapley value of each of n players, from the value of every coalition: `values[mask]`, where bit i of `mask` says that player i
/// takes part, 2ⁿ values in any unit.
///
/// φᵢ = Σ over coalitions S without i of |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)): what i adds, averaged over all orders in which the
/// players may join. The values add up to v(all) − v(none), up to rounding, and do not depend on the players' order. A player that never
/// adds anything has exactly 0. `None` unless the number of values is a power of two, and above 20 players.
///
/// Source: Shapley, *Contributions to the Theory of Games* II (1953); for model inputs, Owen, *SIAM/ASA Journal on Uncertainty
/// Quantification* 2 (2014).
///
/// ```
/// // Two levers do 1 and 2 alone and 5 together: the extra 2 is shared.
/// let shares = veilsim::analysis::shapley(&[0.0, 1.0, 2.0, 5.0]).unwrap();
/// assert_eq!(shares, [2.0, 3.0]);
/// ```
#[must_use]
pub fn shapley(values: &[f64]) -> Option<Vec<f64>> {
    let players = values.len().checked_ilog2()? as usize;
    if !values.len().is_power_of_two() || players > 20 {
        return None;
    }
    let weights = weights(players);
    let share = |player: usize| {
        let without = (0..values.len()).filter(|mask| mask & (1 << player) == 0);
        without.map(|mask| weights[mask.count_ones() as usize] * (values[mask | 1 << player] - values[mask])).sum()
    };
    Some((0..players).map(share).collect())
}

/// s! (n − s − 1)! / n! by size s of the coalition: w(0) = 1/n, w(s + 1) = w(s) (s + 1) / (n − s − 1).
fn weights(players: usize) -> Vec<f64> {
    let next = |weight: &f64, size: usize| weight * (size + 1) as f64 / (players - size - 1) as f64;
    (0..players.saturating_sub(1)).fold(vec![1.0 / players as f64], |mut weights, size| {
        weights.push(next(&weights[size], size));
        weights
    })
}

/// Random orders in which players join, for more players than all coalitions allow: `pairs` random orders, each followed by its reverse,
/// which evens out who joins early.
///
/// Source: Castro, Gómez and Tejada, *Computers & Operations Research* 36 (2009); reversed pairs, Mitchell et al., *Journal of Machine
/// Learning Research* 23 (2022).
#[must_use]
pub fn joining_orders(players: usize, pairs: usize, rng: &mut impl Rng) -> Vec<Vec<usize>> {
    (0..pairs)
        .flat_map(|_| {
            let order = permutation(rng, players);
            let reverse = order.iter().rev().copied().collect();
            [order, reverse]
        })
        .collect()
}

/// Estimates the Shapley values from [`joining_orders`]: `values[k][s]` is the value of the first s players of `orders[k]`, s from 0 to n.
/// A player's value is its mean addition; the interval is Student t over pairs of orders at `confidence`. The values add up to the mean of
/// v(all) − v(none) in every case, up to rounding.
///
/// `None` where the shapes do not fit, an order does not name every player once, the orders are not in pairs, or there are fewer than two
/// pairs.
#[must_use]
pub fn shapley_from_orders(orders: &[Vec<usize>], values: &[Vec<f64>], confidence: f64) -> Option<Vec<Estimate>> {
    let players = orders.first()?.len();
    let whole = |order: &Vec<usize>| order.len() == players && (0..players).all(|player| order.contains(&player));
    let fits = orders.len() == values.len() && values.iter().all(|along| along.len() == players + 1);
    if !fits || !orders.len().is_multiple_of(2) || !orders.iter().all(whole) {
        return None;
    }
    let mut additions = vec![vec![0.0; orders.len()]; players];
    for (k, (order, along)) in orders.iter().zip(values).enumerate() {
        for (player, step) in order.iter().zip(along.windows(2)) {
            additions[*player][k] = step[1] - step[0];
        }
    }
    let of_pairs = |own: &Vec<f64>| own.chunks(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect::<Vec<f64>>();
    additions.iter().map(|own| Estimate::of_mean(&of_pairs(own), confidence)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{SeedableRng, rngs::Xoshiro256PlusPlus};

    /// Four players: a sum, a product of two of them, and one who does nothing.
    fn value(takes_part: &dyn Fn(usize) -> bool) -> f64 {
        let [a, b, c] = [0, 1, 2].map(|player| f64::from(u8::from(takes_part(player))));
        0.1 + 3.0 * a - b + 0.7 * c + 2.0 * a * b + 6.0 * a * b * c
    }

    const TRUTH: [f64; 4] = [3.0 + 1.0 + 2.0, -1.0 + 1.0 + 2.0, 0.7 + 2.0, 0.0];

    fn values(order: [usize; 4]) -> Vec<f64> {
        (0..16_usize).map(|mask| value(&|player| order.iter().position(|p| *p == player).is_some_and(|bit| mask >> bit & 1 == 1))).collect()
    }

    #[test]
    fn interactions_are_shared_equally_and_all_adds_up() {
        let values = values([0, 1, 2, 3]);
        let found = shapley(&values).unwrap();
        assert!(found.iter().zip(TRUTH).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
        assert!((found.iter().sum::<f64>() - (values[15] - values[0])).abs() < 1e-12);
        assert_eq!(found[3].to_bits(), 0.0_f64.to_bits(), "who never adds anything");
    }

    #[test]
    fn the_order_of_players_does_not_matter() {
        for order in [[3, 2, 1, 0], [1, 3, 0, 2]] {
            let found = shapley(&values(order)).unwrap();
            assert!(order.iter().zip(&found).all(|(player, share)| (share - TRUTH[*player]).abs() < 1e-12), "{found:?}");
        }
    }

    #[test]
    fn orders_give_the_same_within_their_intervals() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
        let orders = joining_orders(4, 500, &mut rng);
        let along = |order: &Vec<usize>| (0..=4).map(|size| value(&|player| order[..size].contains(&player))).collect::<Vec<f64>>();
        let along: Vec<Vec<f64>> = orders.iter().map(along).collect();
        let found = shapley_from_orders(&orders, &along, 0.999).unwrap();
        for (estimate, truth) in found.iter().zip(TRUTH) {
            assert!(estimate.interval.low <= truth + 1e-12 && truth <= estimate.interval.high + 1e-12, "{estimate:?} is not {truth}");
        }
        let sum: f64 = found.iter().map(|estimate| estimate.value).sum();
        assert!((sum - (along[0][4] - along[0][0])).abs() < 1e-9);
    }

    #[test]
    fn undefined_is_none() {
        assert_eq!(shapley(&[]), None);
        assert_eq!(shapley(&[1.0, 2.0, 3.0]), None);
        assert_eq!(shapley(&[1.0]), Some(vec![]));
        let pair = [vec![0, 1], vec![1, 0]];
        assert_eq!(shapley_from_orders(&pair, &[vec![0.0; 3], vec![0.0; 3]], 0.95), None);
        assert_eq!(shapley_from_orders(&[vec![0, 0], vec![1, 0]], &[vec![0.0; 3], vec![0.0; 3]], 0.95), None);
        assert_eq!(shapley_from_orders(&pair, &[vec![0.0; 2], vec![0.0; 3]], 0.95), None);
    }
}
