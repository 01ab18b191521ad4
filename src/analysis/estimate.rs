//! A number with its interval, and the two ways this room gets one: by independent blocks and by a jackknife.

use super::interval::t_margin;
use super::{Interval, mean, mean_interval, variance};

/// Groups of the delete-a-group jackknife.
pub const GROUPS: usize = 20;

/// A number with its confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimate itself, unclamped: an index may come out below 0 or above 1.
    pub value: f64,
    /// Its interval; a point where nothing varies.
    pub interval: Interval,
}

impl Estimate {
    /// Mean of independent values with its Student t interval at `confidence` (0.95 for 95 %). `None` below two values.
    #[must_use]
    pub fn of_mean(values: &[f64], confidence: f64) -> Option<Self> {
        Some(Self { value: mean(values)?, interval: mean_interval(values, confidence)? })
    }

    /// The ratio r = Σ aₖ / Σ bₖ over independent blocks, with Student t on the linearised values r + (aₖ − r bₖ) / b̄ (Cochran,
    /// *Sampling Techniques*, 3rd ed. 1977, ch. 6). `None` below two blocks, of slices that differ in length, and unless Σ bₖ > 0.
    #[must_use]
    pub fn of_ratio(above: &[f64], below: &[f64], confidence: f64) -> Option<Self> {
        if above.len() != below.len() {
            return None;
        }
        let (top, bottom) = (mean(above)?, mean(below)?);
        if bottom.is_nan() || bottom <= 0.0 {
            return None;
        }
        let value = top / bottom;
        let linear: Vec<f64> = above.iter().zip(below).map(|(a, b)| value + (a - value * b) / bottom).collect();
        Some(Self { value, interval: mean_interval(&linear, confidence)? })
    }

    /// Whether the whole interval lies above 0.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        self.value > 0.0 && self.interval.low > 0.0
    }
}

/// A statistic of `draws` independent draws with its interval by the delete-a-group jackknife.
///
/// `statistic` is computed on all draws and again without each of [`GROUPS`] groups (draw i is in group i mod 20); it is handed the test
/// that says which draws are kept. With θ the full value, θ₍g₎ the one without group g and G groups, the standard error is
/// √((G − 1)/G · Σ (θ₍g₎ − θ̄)²), and the interval θ ± t₍G−1₎ · SE at `confidence`. `None` below two draws and where the statistic is
/// undefined for any of the subsets.
///
/// Sources: Quenouille, *Biometrika* 43 (1956); Kott, *Journal of Official Statistics* 17 (2001). The bootstrap is no substitute for
/// statistics of neighbours or ranks: its repeated draws are their own nearest neighbours.
pub fn jackknife(draws: usize, confidence: f64, mut statistic: impl FnMut(&dyn Fn(usize) -> bool) -> Option<f64>) -> Option<Estimate> {
    let groups = GROUPS.min(draws);
    if groups < 2 {
        return None;
    }
    let value = statistic(&|_| true)?;
    let without: Vec<f64> = (0..groups).map(|group| statistic(&|draw| draw % groups != group)).collect::<Option<_>>()?;
    let g = groups as f64;
    let error = (variance(&without)? / g).sqrt() * (g - 1.0);
    Some(Estimate { value, interval: Interval::around(value, t_margin(error, g - 1.0, confidence)?) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_jackknife_of_a_mean_is_its_t_interval() {
        // With one draw a group the jackknife's standard error of a mean is s / √n exactly.
        let values: Vec<f64> = (0..20).map(|i| f64::from(i * i % 13)).collect();
        let kept_mean = |keeps: &dyn Fn(usize) -> bool| mean(&(0..20).filter(|i| keeps(*i)).map(|i| values[i]).collect::<Vec<_>>());
        let (found, expected) = (jackknife(20, 0.95, kept_mean).unwrap(), Estimate::of_mean(&values, 0.95).unwrap());
        assert!((found.value - expected.value).abs() < 1e-12);
        assert!((found.interval.low - expected.interval.low).abs() < 1e-9, "{found:?} {expected:?}");
    }

    #[test]
    fn a_ratio_of_proportional_blocks_is_a_point() {
        let found = Estimate::of_ratio(&[1.0, 2.0, 4.0], &[2.0, 4.0, 8.0], 0.95).unwrap();
        assert_eq!((found.value, found.interval), (0.5, Interval { low: 0.5, high: 0.5 }));
        assert!(found.is_positive());
    }

    #[test]
    fn undefined_is_none() {
        assert_eq!(Estimate::of_ratio(&[1.0, 2.0], &[0.0, 0.0], 0.95), None);
        assert_eq!(Estimate::of_ratio(&[1.0, 2.0], &[1.0], 0.95), None);
        assert_eq!(jackknife(1, 0.95, |_| Some(1.0)), None);
        assert_eq!(jackknife(30, 0.95, |keeps| keeps(3).then_some(1.0)), None);
    }
}
