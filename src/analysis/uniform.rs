//! Uniform numbers from any generator, by rules that stay the same from one version of a library to the next.

use rand::Rng;

/// A number strictly between 0 and 1.
pub(super) fn uniform(rng: &mut impl Rng) -> f64 {
    ((rng.next_u64() >> 12) as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64)
}

/// A whole number below `n`, each equally likely to within `n`·2^-64.
pub(super) fn below(rng: &mut impl Rng, n: usize) -> usize {
    ((u128::from(rng.next_u64()) * n as u128) >> 64) as usize
}

/// The numbers below `n` in random order (Fisher and Yates).
pub(super) fn permutation(rng: &mut impl Rng, n: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    for last in (1..n).rev() {
        order.swap(last, below(rng, last + 1));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{SeedableRng, rngs::Xoshiro256PlusPlus};

    #[test]
    fn every_order_of_three_is_equally_likely() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
        let mut seen = std::collections::BTreeMap::<Vec<usize>, u32>::new();
        for _ in 0..6000 {
            *seen.entry(permutation(&mut rng, 3)).or_default() += 1;
        }
        // Five degrees of freedom: 20.5 is passed once in a thousand.
        let chi_squared: f64 = seen.values().map(|n| libm::pow(f64::from(*n) - 1000.0, 2.0) / 1000.0).sum();
        assert!(seen.len() == 6 && chi_squared < 20.5, "{seen:?}");
    }
}
