//! Many comparisons at once.

/// Holm's step-down adjustment: the adjusted p-values in the order given.
///
/// A comparison without a p-value is left out of the count and stays `None`.
#[must_use]
pub fn holm(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut tested: Vec<(usize, f64)> = p_values.iter().enumerate().filter_map(|(index, p)| Some((index, (*p)?))).collect();
    tested.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut adjusted = vec![None; p_values.len()];
    let mut floor = 0.0_f64;
    for (rank, (index, p)) in tested.iter().enumerate() {
        let remaining = (tested.len() - rank) as f64;
        floor = floor.max((p * remaining).min(1.0));
        adjusted[*index] = Some(floor);
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn agrees_with_r_p_adjust() {
        let adjusted = holm(&[Some(0.01), Some(0.04), None, Some(0.03), Some(0.005)]);
        let expected = [Some(0.03), Some(0.06), None, Some(0.06), Some(0.02)];
        for (a, e) in adjusted.iter().zip(expected) {
            assert_eq!(a.is_some(), e.is_some());
            assert!((a.unwrap_or(0.0) - e.unwrap_or(0.0)).abs() < 1e-12, "{a:?} {e:?}");
        }
        assert!(holm(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn never_smaller_never_above_one_and_in_the_same_order(
            p_values in prop::collection::vec(prop::option::of(0.0..=1.0_f64), 0..30),
        ) {
            let adjusted = holm(&p_values);
            let both: Vec<(f64, f64)> = p_values.iter().zip(&adjusted).filter_map(|(p, a)| Some(((*p)?, (*a)?))).collect();
            for (p, a) in &both {
                prop_assert!(a >= p && *a <= 1.0);
                prop_assert!(both.iter().all(|(q, b)| q <= p || b >= a));
            }
        }
    }
}
