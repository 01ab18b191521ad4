//! Many statistics tested at once, by permuting draws.

use super::super::uniform::permutation;
use rand::Rng;

/// P-values of statistics tested together, adjusted for their number and their dependence (step-down maximum).
///
/// `statistics` computes all of them (large means an effect; the same number each time) where draw i has the outcomes of draw `order[i]`;
/// it is called with the identity first, then with `permutations` random orders. All outcomes of a draw move together, so that what binds
/// them stays. The statistics are taken from the largest down; each is held against the maximum over itself and those below it, and its
/// p-value is (1 + number of permutations whose maximum reaches it) / (1 + permutations), made to fall no more. Statistics should be
/// on one scale. One that is not a number is never significant. Where no statistic has an effect, the chance that any has a p-value of
/// at most α is at most α.
///
/// Sources: Westfall and Young, *Resampling-Based Multiple Testing* (1993), algorithm 4.1; the count of 1 for the data themselves,
/// Phipson and Smyth, *Statistical Applications in Genetics and Molecular Biology* 9 (2010).
pub fn permutation_maximum(
    draws: usize,
    permutations: usize,
    rng: &mut impl Rng,
    statistics: impl FnMut(&[usize]) -> Vec<f64>,
) -> Vec<f64> {
    permutation_families(draws, permutations, rng, &[], statistics).adjusted
}

/// What the same permutations say of statistics one by one, and of families of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Permuted {
    /// The p-value of each statistic as [`permutation_maximum`] has it: adjusted for all of them.
    pub adjusted: Vec<f64>,
    /// The p-value of each family, by its number: (1 + number of permutations whose maximum over the family reaches the observed one) /
    /// (1 + permutations). It allows for what is in the family and for no other.
    pub families: Vec<f64>,
}

/// [`permutation_maximum`], and with the same permutations a p-value of each family: statistic i is of family `families[i]`, from 0 on
/// without gaps; one beyond the end of `families` is of none.
pub fn permutation_families(
    draws: usize,
    permutations: usize,
    rng: &mut impl Rng,
    families: &[usize],
    mut statistics: impl FnMut(&[usize]) -> Vec<f64>,
) -> Permuted {
    let largest = |values: &[f64]| {
        let mut largest = vec![f64::NEG_INFINITY; families.iter().max().map_or(0, |last| last + 1)];
        for (family, value) in families.iter().zip(values) {
            largest[*family] = largest[*family].max(orderable(*value));
        }
        largest
    };
    let observed = statistics(&(0..draws).collect::<Vec<_>>());
    let mut descending: Vec<usize> = (0..observed.len()).collect();
    descending.sort_by(|a, b| orderable(observed[*b]).total_cmp(&orderable(observed[*a])));
    let mut reached = vec![0_usize; observed.len()];
    let of_families = largest(&observed);
    let mut families_reached = vec![0_usize; of_families.len()];
    for _ in 0..permutations {
        let permuted = statistics(&permutation(rng, draws));
        let mut maximum = f64::NEG_INFINITY;
        for i in descending.iter().rev() {
            maximum = maximum.max(orderable(permuted[*i]));
            reached[*i] += usize::from(maximum >= orderable(observed[*i]));
        }
        for ((count, value), observed) in families_reached.iter_mut().zip(largest(&permuted)).zip(&of_families) {
            *count += usize::from(value >= *observed);
        }
    }
    let p_value = |reached: usize| (1 + reached) as f64 / (1 + permutations) as f64;
    let mut adjusted = vec![1.0; observed.len()];
    let mut least: f64 = 0.0;
    for i in descending {
        least = least.max(p_value(reached[i]));
        adjusted[i] = least;
    }
    Permuted { adjusted, families: families_reached.into_iter().map(p_value).collect() }
}

fn orderable(statistic: f64) -> f64 {
    if statistic.is_nan() { f64::NEG_INFINITY } else { statistic }
}

#[cfg(test)]
mod tests {
    use super::super::super::design::latin_hypercube;
    use super::super::test_functions::{noise, rng};
    use super::super::{ascending, rank_covariance};
    use super::*;

    /// Adjusted p-values of 20 inputs, the outcome being `slope` times the first and noise.
    fn adjusted(seed: u64, slope: f64) -> Vec<f64> {
        let mut rng = rng(seed);
        let rows = latin_hypercube(100, 20, &mut rng);
        let outcomes: Vec<f64> = rows.iter().zip(noise(100, &mut rng)).map(|(row, e)| slope * row[0] + e).collect();
        let orders: Vec<Vec<usize>> = (0..20).map(|c| ascending(&rows.iter().map(|row| row[c]).collect::<Vec<_>>())).collect();
        permutation_maximum(100, 99, &mut rng, |order| {
            let permuted: Vec<f64> = order.iter().map(|draw| outcomes[*draw]).collect();
            orders.iter().map(|order| rank_covariance(order, &permuted).unwrap()).collect()
        })
    }

    #[test]
    fn a_family_without_effects_is_called_significant_as_often_as_it_may() {
        let false_alarms = (0..200).filter(|seed| adjusted(*seed, 0.0).iter().any(|p| *p <= 0.05)).count();
        // 10 expected; above 19 or below 3 has a chance of some one in 300 each.
        assert!((3..=19).contains(&false_alarms), "{false_alarms} of 200 families");
    }

    #[test]
    fn a_strong_effect_passes_and_the_others_do_not() {
        let found = adjusted(1, 8.0);
        assert!(found[0] <= 0.01 && found[1..].iter().all(|p| *p > 0.05), "{found:?}");
    }

    #[test]
    fn a_family_is_judged_by_its_largest_and_by_nothing_beside_it() {
        let outcomes: Vec<f64> = (0..60).map(f64::from).collect();
        let larger_by = |more: f64| {
            let mut rng = rng(3);
            let noisy: Vec<Vec<f64>> = (0..3).map(|_| noise(60, &mut rng)).collect();
            permutation_families(60, 199, &mut rng, &[0, 1, 1, 2], |order| {
                let product = |of: &[f64]| of.iter().zip(order).map(|(x, draw)| x * (outcomes[*draw] - 29.5)).sum::<f64>().abs();
                vec![product(&outcomes), product(&noisy[0]), product(&noisy[1]), product(&noisy[2]) + more]
            })
        };
        let found = larger_by(1e9);
        assert_eq!(found.adjusted.len(), 4);
        assert_eq!((found.families[0], found.families.len()), (0.005, 3));
        assert!(found.families[1] > 0.05, "{found:?}");
        assert_eq!(found.families, larger_by(0.0).families, "what it is larger by in every order tells nothing");
    }

    #[test]
    fn statistics_that_never_move_or_do_not_exist_have_p_1() {
        assert_eq!(permutation_maximum(10, 50, &mut rng(1), |_| vec![0.0, f64::NAN, 0.0]), [1.0; 3]);
        assert!(permutation_maximum(10, 50, &mut rng(1), |_| vec![]).is_empty());
    }
}
