//! Location, spread and tails of one sample.

/// The arithmetic mean, or `None` of an empty sample.
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The sample variance (divisor `n - 1`), or `None` below two values.
#[must_use]
pub fn variance(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let centre = mean(values)?;
    let squares: f64 = values.iter().map(|v| (v - centre) * (v - centre)).sum();
    Some(squares / (values.len() - 1) as f64)
}

/// The values in ascending order (NaN last), for several quantiles from one sort.
#[must_use]
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut ordered = values.to_vec();
    ordered.sort_unstable_by(f64::total_cmp);
    ordered
}

/// The quantile at `probability` (clamped to 0..=1) by Hyndman and Fan's type 7, R's default.
///
/// ```
/// let one_to_ten: Vec<f64> = (1..=10).map(f64::from).collect();
/// let q = veilsim::analysis::quantile(&one_to_ten, 0.05).unwrap();
/// assert!((q - 1.45).abs() < 1e-12);
/// ```
#[must_use]
pub fn quantile(values: &[f64], probability: f64) -> Option<f64> {
    quantile_of_sorted(&sorted(values), probability)
}

/// [`quantile`] of a sample that is already in ascending order.
#[must_use]
pub fn quantile_of_sorted(ordered: &[f64], probability: f64) -> Option<f64> {
    let last = ordered.len().checked_sub(1)?;
    let position = probability.clamp(0.0, 1.0) * last as f64;
    let below = position.floor() as usize;
    let above = (below + 1).min(last);
    let weight = position - below as f64;
    // No step to take must give the value itself, also where the gap would be infinite less infinite.
    if weight == 0.0 || ordered[below].total_cmp(&ordered[above]).is_eq() {
        return Some(ordered[below]);
    }
    Some(ordered[below] * (1.0 - weight) + ordered[above] * weight)
}

/// The middle value, or the mean of the middle two.
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// Which end of a sample is the bad one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// The smallest values are the worst.
    Smallest,
    /// The largest values are the worst.
    Largest,
}

/// The mean of the worst `share` of the values: at least one of them, and all at a share of 1.
#[must_use]
pub fn tail_mean(values: &[f64], share: f64, tail: Tail) -> Option<f64> {
    let ordered = sorted(values);
    let wanted = (share.clamp(0.0, 1.0) * ordered.len() as f64).ceil() as usize;
    let count = wanted.max(1).min(ordered.len());
    match tail {
        Tail::Smallest => mean(&ordered[..count]),
        Tail::Largest => mean(&ordered[ordered.len() - count..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(actual: Option<f64>, expected: f64) {
        let actual = actual.expect("defined");
        assert!((actual - expected).abs() < 1e-12, "{actual} is not {expected}");
    }

    #[test]
    fn quantiles_are_those_of_r_type_7() {
        let values: Vec<f64> = (1..=10).rev().map(f64::from).collect();
        for (probability, expected) in [(0.0, 1.0), (0.05, 1.45), (0.25, 3.25), (0.5, 5.5), (0.95, 9.55), (1.0, 10.0)] {
            close(quantile(&values, probability), expected);
        }
        close(median(&[3.0, 1.0, 2.0]), 2.0);
    }

    #[test]
    fn mean_and_variance_of_a_known_sample() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        close(mean(&values), 5.0);
        close(variance(&values), 32.0 / 7.0);
    }

    #[test]
    fn undefined_is_none() {
        assert_eq!(mean(&[]), None);
        assert_eq!(variance(&[1.0]), None);
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(tail_mean(&[], 0.05, Tail::Largest), None);
    }

    #[test]
    fn tail_holds_at_least_one_value() {
        let values: Vec<f64> = (1..=40).map(f64::from).collect();
        close(tail_mean(&values, 0.05, Tail::Largest), 39.5);
        close(tail_mean(&values, 0.05, Tail::Smallest), 1.5);
        close(tail_mean(&values[..3], 0.05, Tail::Largest), 3.0);
    }

    proptest! {
        #[test]
        fn quantiles_rise_and_stay_in_range(
            values in prop::collection::vec(-1e12..1e12_f64, 1..60),
            (a, b) in (0.0..=1.0_f64, 0.0..=1.0_f64),
        ) {
            let ordered = sorted(&values);
            let (low, high) = (quantile(&values, a.min(b)).unwrap(), quantile(&values, a.max(b)).unwrap());
            let slack = 1e-9 * ordered[ordered.len() - 1].abs().max(ordered[0].abs()).max(1.0);
            prop_assert!(low <= high + slack);
            prop_assert!(low >= ordered[0] - slack && high <= ordered[ordered.len() - 1] + slack);
        }

        #[test]
        fn the_bad_tail_is_no_better_than_the_mean(values in prop::collection::vec(-1e6..1e6_f64, 1..60)) {
            let centre = mean(&values).unwrap();
            prop_assert!(tail_mean(&values, 0.05, Tail::Largest).unwrap() >= centre - 1e-6);
            prop_assert!(tail_mean(&values, 0.05, Tail::Smallest).unwrap() <= centre + 1e-6);
        }
    }
}
