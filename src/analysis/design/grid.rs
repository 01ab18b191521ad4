//! All combinations of given values.

/// `count` values evenly spaced from `from` to `to`, both ends among them exactly; `from` alone where `count` is 1.
#[must_use]
pub fn evenly(from: f64, to: f64, count: usize) -> Vec<f64> {
    let steps = count.saturating_sub(1);
    let at = |i: usize| match i {
        0 => from,
        i if i == steps => to,
        i => from + (to - from) * (i as f64 / steps as f64),
    };
    (0..count).map(at).collect()
}

/// Every combination of one value from each axis, the last axis running fastest: `∏ axes[k].len()` rows of `axes.len()` columns.
/// One empty row of no axes, no row where an axis is empty. Values are taken as they are, in the unit of their axis.
///
/// ```
/// let points = veilsim::analysis::design::grid(&[vec![0.0, 1.0], vec![5.0, 6.0]]);
/// assert_eq!(points, [[0.0, 5.0], [0.0, 6.0], [1.0, 5.0], [1.0, 6.0]]);
/// ```
#[must_use]
pub fn grid(axes: &[Vec<f64>]) -> Vec<Vec<f64>> {
    axes.iter().fold(vec![Vec::new()], |rows, axis| {
        rows.iter().flat_map(|row| axis.iter().map(move |value| row.iter().copied().chain([*value]).collect())).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_has_every_combination_once() {
        let axes = [evenly(0.0, 1.0, 3), vec![7.0], evenly(-1.0, 1.0, 2)];
        let rows = grid(&axes);
        assert_eq!(rows.len(), 6);
        assert_eq!((rows[0].as_slice(), rows[5].as_slice()), ([0.0, 7.0, -1.0].as_slice(), [1.0, 7.0, 1.0].as_slice()));
        assert!(grid(&[vec![1.0], vec![]]).is_empty());
    }

    #[test]
    fn even_spacing_keeps_both_ends() {
        assert_eq!(evenly(0.1, 0.7, 4)[3].to_bits(), 0.7_f64.to_bits());
        assert_eq!(evenly(2.0, 3.0, 1), [2.0]);
        assert!(evenly(2.0, 3.0, 0).is_empty());
    }
}
