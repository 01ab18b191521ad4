//! Deviations from the mean, of which those of a constant are exactly 0.

/// The values less the first of them: a constant becomes exactly 0, where its mean would leave the dust of rounding.
pub(super) fn from_first(values: &[f64]) -> Vec<f64> {
    values.iter().map(|value| value - values[0]).collect()
}

/// The values less their mean.
pub(super) fn deviations(values: &[f64]) -> Vec<f64> {
    let differences = from_first(values);
    let centre = differences.iter().sum::<f64>() / differences.len() as f64;
    differences.iter().map(|value| value - centre).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_leaves_no_dust() {
        assert_eq!(deviations(&[0.1; 7]), [0.0; 7]);
        assert_eq!(deviations(&[1.0, 2.0, 6.0]), [-2.0, -1.0, 3.0]);
        assert!(deviations(&[]).is_empty());
    }
}
