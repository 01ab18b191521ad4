//! The Kolmogorov–Smirnov distance (Kolmogorov 1933; Smirnov 1939), with asymptotic critical values. On values with ties, such as
//! counts, the test is conservative: it rejects a true hypothesis less often than `alpha`.

use super::sorted;

/// The greatest distance between the distribution of `values` and one with this distribution function; none without values.
#[must_use]
pub fn distance_from(values: &[f64], cdf: impl Fn(f64) -> f64) -> Option<f64> {
    let (ordered, n) = (sorted(values), values.len() as f64);
    let gap = |(i, x): (usize, &f64)| (cdf(*x) - i as f64 / n).abs().max((cdf(*x) - (i + 1) as f64 / n).abs());
    ordered.iter().enumerate().map(gap).reduce(f64::max)
}

/// The greatest distance between the distributions of two samples; none if either is empty.
#[must_use]
pub fn distance_between(one: &[f64], other: &[f64]) -> Option<f64> {
    let (one, other) = (sorted(one), sorted(other));
    let share = |of: &[f64], x: f64| of.partition_point(|y| *y <= x) as f64 / of.len() as f64;
    if one.is_empty() || other.is_empty() {
        return None;
    }
    one.iter().chain(&other).map(|x| (share(&one, *x) - share(&other, *x)).abs()).reduce(f64::max)
}

/// The distance that a sample as large as `size` exceeds with chance `alpha` if it is from the distribution. For two samples of n
/// and m values the size is n m / (n + m).
#[must_use]
pub fn critical_distance(size: f64, alpha: f64) -> f64 {
    (-libm::log(alpha / 2.0) / 2.0 / size).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_of_small_samples_are_those_by_hand() {
        // Two values of a uniform distribution: steps at 0.2 and 0.9.
        assert!((distance_from(&[0.9, 0.2], |x| x).unwrap() - 0.4).abs() < 1e-12);
        assert!((distance_between(&[1.0, 2.0, 3.0], &[2.5, 3.5]).unwrap() - 2.0 / 3.0).abs() < 1e-12);
        assert!(distance_between(&[1.0, 1.0], &[1.0]) == Some(0.0) && distance_from(&[], |x| x).is_none());
        // The table's 1.358 / sqrt(n) at 5 %.
        assert!((critical_distance(100.0, 0.05) - 0.1358).abs() < 1e-4);
    }
}
