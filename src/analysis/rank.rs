//! Correlation of ranks: whether one quantity rises with another, in whatever shape.

use super::interval::t_p_value;
use super::mean;

/// Spearman's rank correlation and its test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankCorrelation {
    /// From −1 to 1; ties share the mean of their ranks.
    pub rho: f64,
    /// Two-sided p-value by the t approximation. Far in the tail it is too small: at one in ten thousand by half for 10 pairs, by a tenth
    /// for 100.
    pub p_value: f64,
}

/// Below this many pairs the t approximation says nothing.
const LEAST: usize = 4;

impl RankCorrelation {
    /// Correlates the ranks of `x[i]` with those of `y[i]`. `None` below four pairs, of slices that differ in length, of values that
    /// are not numbers, and where either has no spread.
    #[must_use]
    pub fn new(x: &[f64], y: &[f64]) -> Option<Self> {
        if x.len() != y.len() || x.len() < LEAST || x.iter().chain(y).any(|value| value.is_nan()) {
            return None;
        }
        let (x, y) = (centred(&ranks(x))?, centred(&ranks(y))?);
        let sum = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let scale = (sum(&x, &x) * sum(&y, &y)).sqrt();
        if scale == 0.0 {
            return None;
        }
        let rho = (sum(&x, &y) / scale).clamp(-1.0, 1.0);
        let freedom = x.len() as f64 - 2.0;
        let unexplained = 1.0 - rho * rho;
        let p_value = if unexplained > 0.0 { t_p_value(rho * (freedom / unexplained).sqrt(), freedom)? } else { 0.0 };
        Some(Self { rho, p_value })
    }
}

/// Ranks with a mean of 0 and a sum of squares of 1, so that the sum of products of two such lists is Spearman's rank correlation: for
/// many lists at once, and for permuting draws, which changes no rank. A value that is absent or no number has 0, as the mean would.
///
/// `None` below four values, and where they have no spread.
#[must_use]
pub fn rank_scores(values: &[Option<f64>]) -> Option<Vec<f64>> {
    let (places, present): (Vec<usize>, Vec<f64>) =
        values.iter().enumerate().filter_map(|(place, value)| value.filter(|v| !v.is_nan()).map(|value| (place, value))).unzip();
    let scores = centred(&ranks(&present))?;
    let scale = scores.iter().map(|score| score * score).sum::<f64>().sqrt();
    if present.len() < LEAST || scale == 0.0 {
        return None;
    }
    let mut all = vec![0.0; values.len()];
    for (place, score) in places.into_iter().zip(scores) {
        all[place] = score / scale;
    }
    Some(all)
}

/// The rank of each value, from 1; equal values share the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    // In ascending order, not above the next is a tie; by value, not by bits, so that 0 and −0 are one.
    for tied in order.chunk_by(|a, b| values[*a] >= values[*b]) {
        for index in tied {
            ranks[*index] = before as f64 + f64::midpoint(tied.len() as f64, 1.0);
        }
        before += tied.len();
    }
    ranks
}

fn centred(values: &[f64]) -> Option<Vec<f64>> {
    let centre = mean(values)?;
    Some(values.iter().map(|value| value - centre).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 1e-6, "{actual} is not {expected}");
    }

    #[test]
    fn a_sample_without_ties_by_hand() {
        // Intelligence and hours of television, from the textbook example: squared gaps of ranks add up to 194, so that
        // ρ = 1 − 6 · 194 / 990 and t = −0.505 on 8 degrees.
        let x = [106.0, 100.0, 86.0, 101.0, 99.0, 103.0, 97.0, 113.0, 112.0, 110.0];
        let y = [7.0, 27.0, 2.0, 50.0, 28.0, 29.0, 20.0, 12.0, 6.0, 17.0];
        let found = RankCorrelation::new(&x, &y).unwrap();
        close(found.rho, -29.0 / 165.0);
        close(found.p_value, 0.627_188_3);
    }

    #[test]
    fn ties_share_their_ranks() {
        assert_eq!(ranks(&[2.0, 1.0, 2.0, 3.0, 2.0]), [3.0, 1.0, 3.0, 5.0, 3.0]);
        assert_eq!(ranks(&[0.0, -0.0]), [1.5, 1.5]);
        // Ranks 1, 2.5, 2.5, 4 against 1 to 4: 4.5 / √(4.5 · 5); t = 3√2 on 2 degrees has p = 1 − 3 / √10.
        let found = RankCorrelation::new(&[1.0, 2.0, 2.0, 3.0], &[10.0, 20.0, 30.0, 40.0]).unwrap();
        close(found.rho, 0.9_f64.sqrt());
        close(found.p_value, 1.0 - 0.9_f64.sqrt());
    }

    #[test]
    fn the_same_order_is_certain_in_whatever_shape() {
        let x = [0.1, 0.2, 0.5, 0.9, 7.0];
        let up = RankCorrelation::new(&x, &x.map(|x| x * x * x)).unwrap();
        assert_eq!((up.rho, up.p_value), (1.0, 0.0));
        let down = RankCorrelation::new(&x, &x.map(|x| -x)).unwrap();
        assert_eq!((down.rho, down.p_value), (-1.0, 0.0));
    }

    #[test]
    fn the_products_of_scores_are_the_correlation() {
        let (x, y) = ([3.0, 1.0, 2.0, 2.0, 9.0], [0.1, 0.4, 0.3, 0.9, 0.2]);
        let scores = |values: &[f64]| rank_scores(&values.iter().copied().map(Some).collect::<Vec<_>>()).unwrap();
        let product: f64 = scores(&x).iter().zip(scores(&y)).map(|(a, b)| a * b).sum();
        close(product, RankCorrelation::new(&x, &y).unwrap().rho);
        let some = rank_scores(&[Some(4.0), None, Some(1.0), Some(2.0), Some(f64::NAN), Some(3.0)]).unwrap();
        assert_eq!((some[1], some[4]), (0.0, 0.0));
        close(some.iter().map(|score| score * score).sum(), 1.0);
        assert_eq!(rank_scores(&[Some(1.0); 9]), None);
        assert_eq!(rank_scores(&[Some(1.0), Some(2.0), Some(3.0), None]), None);
    }

    #[test]
    fn undefined_is_none() {
        let four = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(RankCorrelation::new(&four[..3], &four[..3]), None);
        assert_eq!(RankCorrelation::new(&four, &four[..3]), None);
        assert_eq!(RankCorrelation::new(&four, &[5.0; 4]), None);
        assert_eq!(RankCorrelation::new(&[5.0; 4], &four), None);
        assert_eq!(RankCorrelation::new(&four, &[1.0, f64::NAN, 2.0, 3.0]), None);
        assert_eq!(RankCorrelation::new(&[], &[]), None);
    }

    proptest! {
        #[test]
        fn stays_in_its_range_and_does_not_care_which_comes_first(
            pairs in prop::collection::vec((-9..9_i32, -1e9..1e9_f64), 4..40),
        ) {
            let (x, y): (Vec<f64>, Vec<f64>) = pairs.into_iter().map(|(x, y)| (f64::from(x), y)).unzip();
            let (forth, back) = (RankCorrelation::new(&x, &y), RankCorrelation::new(&y, &x));
            prop_assert_eq!(forth.is_some(), back.is_some());
            if let (Some(forth), Some(back)) = (forth, back) {
                prop_assert!((forth.rho - back.rho).abs() < 1e-12);
                prop_assert!((-1.0..=1.0).contains(&forth.rho) && (0.0..=1.0).contains(&forth.p_value));
            }
        }
    }
}
