//! Latin hypercube.

use super::super::uniform::{permutation, uniform};
use rand::Rng;

/// The largest number below 1.
const BELOW_ONE: f64 = 1.0 - f64::EPSILON / 2.0;

/// A Latin hypercube: `points` rows of `columns` quantiles, each column with one value in each of `points` cells of equal width,
/// uniform within its cell, in an order independent of the other columns: x = (π(j) + u) / n. For replicated blocks call it again with
/// the same generator. No rows where `points` is 0.
///
/// Source: `McKay`, Beckman and Conover, *Technometrics* 21 (1979).
#[must_use]
pub fn latin_hypercube(points: usize, columns: usize, rng: &mut impl Rng) -> Vec<Vec<f64>> {
    let mut rows = vec![Vec::with_capacity(columns); points];
    for _ in 0..columns {
        for (row, cell) in rows.iter_mut().zip(permutation(rng, points)) {
            row.push(((cell as f64 + uniform(rng)) / points as f64).min(BELOW_ONE));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{SeedableRng, rngs::Xoshiro256PlusPlus};

    #[test]
    fn each_column_has_one_value_in_each_cell() {
        let rows = latin_hypercube(50, 3, &mut Xoshiro256PlusPlus::seed_from_u64(3));
        for column in 0..3 {
            let mut cells: Vec<usize> = rows.iter().map(|row| (row[column] * 50.0) as usize).collect();
            cells.sort_unstable();
            assert_eq!(cells, (0..50).collect::<Vec<_>>());
        }
        assert_eq!(rows, latin_hypercube(50, 3, &mut Xoshiro256PlusPlus::seed_from_u64(3)));
        assert!(latin_hypercube(0, 3, &mut Xoshiro256PlusPlus::seed_from_u64(3)).is_empty());
    }
}
