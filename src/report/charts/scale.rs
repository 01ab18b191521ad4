//! Values to pixels, and the ticks between.

use std::f64::consts::LN_10;

use super::canvas::Type;
use crate::analysis::quantile;
use crate::text::{compact, tick_labels};

/// Beyond this, sums of two values could overflow; no chart needs to tell such values apart.
const LARGEST: f64 = 1e300;
/// Where the 95 % quantile of the values above 0 is this many times their 5 % quantile, an axis is logarithmic.
const WIDE: f64 = 20.0;
/// Least clear space between two tick labels.
const LABEL_GAP: f64 = 12.0;

/// A tick: its pixel and its label.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub at: f64,
    pub label: String,
}

/// Maps values to pixels along one axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    /// For a logarithmic axis: the value below which it runs linearly to 0.
    knee: Option<f64>,
}

impl Scale {
    /// Holds all finite `values` between the pixels `from` and `to`, and 0 where it is near.
    pub fn linear(values: impl IntoIterator<Item = f64>, from: f64, to: f64) -> Self {
        let (min, max) = extent(values);
        let pad = match max > min {
            true => 0.04 * (max - min),
            false if max == 0.0 => 1.0,
            false => 0.5 * max.abs(),
        };
        let mut low = min - pad;
        let mut high = max + pad;
        if min >= 0.0 && min < 0.4 * max || min == 0.0 {
            low = 0.0;
        }
        if max <= 0.0 && max > 0.4 * min || max == 0.0 && min < 0.0 {
            high = 0.0;
        }
        Self { low, high, from, to, knee: None }.rounded()
    }

    /// Ends at round values where those are near.
    fn rounded(self) -> Self {
        let range = self.high - self.low;
        let Some(step) = round_step(range / 4.0) else {
            return self;
        };
        let low = (self.low / step).floor() * step + 0.0;
        let high = (self.high / step).ceil() * step;
        let near = 0.14 * range;
        Self {
            low: if self.low - low <= near { low } else { self.low },
            high: if high - self.high <= near { high } else { self.high },
            ..self
        }
    }

    /// From `low` to `high` exactly; `high` must be the greater.
    pub fn spanning((low, high): (f64, f64), from: f64, to: f64) -> Self {
        Self { low, high, from, to, knee: None }
    }

    /// Logarithmic from `least`, the smallest positive value; where `values` hold 0, linear from there to 0.
    pub fn logarithmic(values: &[f64], least: f64, from: f64, to: f64) -> Self {
        let (min, max) = extent(values.iter().copied());
        let decade = libm::pow(10.0, libm::log10(least.clamp(1e-290, LARGEST)).floor());
        let knee = if min > 0.0 { decade / 1000.0 } else { decade };
        let unpadded = Self { low: 0.0, high: 1.0, from, to, knee: Some(knee) };
        let (low, high) = (unpadded.transformed(min.max(0.0)), unpadded.transformed(max.max(0.0)));
        let pad = 0.04 * (high - low).max(0.1);
        let low = if min > 0.0 { (low - pad).max(0.0) } else { 0.0 };
        Self { low, high: high + pad, ..unpadded }
    }

    /// Logarithmic where the `values` need it; holds all that is `drawn`.
    pub fn fitting(values: &[f64], drawn: impl IntoIterator<Item = f64>, from: f64, to: f64) -> Self {
        let above: Vec<f64> = values.iter().copied().filter(|value| *value > 0.0).collect();
        let wide = matches!((quantile(&above, 0.05), quantile(&above, 0.95)), (Some(low), Some(high)) if high > WIDE * low);
        if wide && values.iter().all(|value| *value >= 0.0) {
            let least = above.iter().copied().fold(f64::INFINITY, f64::min);
            Self::logarithmic(&drawn.into_iter().collect::<Vec<_>>(), least, from, to)
        } else {
            Self::linear(drawn, from, to)
        }
    }

    pub fn is_logarithmic(&self) -> bool {
        self.knee.is_some()
    }

    /// Whether the axis is even and starts, or ends, elsewhere than at 0.
    pub fn starts_elsewhere(&self) -> bool {
        self.knee.is_none() && !self.shows_zero()
    }

    /// Whether 0 lies on the axis.
    pub fn shows_zero(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }

    /// The coordinate in which the axis is even: the value itself, or its (symmetric) logarithm.
    fn transformed(&self, value: f64) -> f64 {
        match self.knee {
            None => value,
            // Far above the knee the two forms agree, and the quotient could overflow.
            Some(knee) if value.abs() > 1.0 && knee < 1e-16 * value.abs() => value.signum() * (libm::log(value.abs()) - libm::log(knee)),
            Some(knee) => value.signum() * libm::log1p(value.abs() / knee),
        }
    }

    /// Pixel of a value; a value beyond the axis stands at its end.
    pub fn place(&self, value: f64) -> f64 {
        let share = ((self.transformed(value.clamp(-LARGEST, LARGEST)) - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + (self.to - self.from) * share
    }

    /// Up to `most` ticks whose labels, side by side in `look`, do not touch.
    pub fn ticks_across(&self, most: usize, look: Type) -> Vec<Tick> {
        let fits = |ticks: &[Tick]| {
            ticks.windows(2).all(|pair| {
                let reach = f64::midpoint(look.width(&pair[0].label), look.width(&pair[1].label));
                (pair[1].at - pair[0].at).abs() >= reach + LABEL_GAP
            })
        };
        (2..=most).rev().map(|count| self.ticks(count)).find(|ticks| fits(ticks)).unwrap_or_else(|| {
            let mut ticks = self.ticks(2);
            ticks.truncate(1);
            ticks
        })
    }

    /// About `count` ticks at round values.
    pub fn ticks(&self, count: usize) -> Vec<Tick> {
        let values = if self.knee.is_some() { self.decades(count) } else { self.steps(count) };
        let labels = if self.knee.is_some() { values.iter().map(|&v| compact(v)).collect() } else { tick_labels(&values) };
        values.iter().zip(labels).map(|(&value, label)| Tick { at: self.place(value), label }).collect()
    }

    fn steps(&self, count: usize) -> Vec<f64> {
        let Some(step) = round_step((self.high - self.low) / count.max(1) as f64) else {
            return vec![self.low];
        };
        let first = (self.low / step - 1e-9).ceil();
        let last = (self.high / step + 1e-9).floor();
        // Adding 0 turns −0 into 0.
        let values: Vec<f64> = (0..=(last - first).clamp(0.0, 50.0) as usize).map(|i| (first + i as f64) * step + 0.0).collect();
        values
    }

    fn decades(&self, count: usize) -> Vec<f64> {
        let knee = self.knee.unwrap_or(1.0);
        let logarithm = |coordinate: f64| {
            let above_knee = if coordinate > 30.0 { coordinate / LN_10 } else { libm::log10(libm::expm1(coordinate)) };
            (above_knee + libm::log10(knee)).clamp(-300.0, 300.0)
        };
        let (low, high) = (logarithm(self.low).max(libm::log10(knee)), logarithm(self.high));
        let (first, last) = (low.ceil() as i32, high.floor() as i32);
        let mut values: Vec<f64> = if self.low <= 0.0 { vec![0.0] } else { Vec::new() };
        if last - first < 2 {
            let fine = (first - 1..=last).flat_map(|e| [1.0, 2.0, 5.0].map(|m| m * libm::pow(10.0, f64::from(e))));
            values.extend(fine.filter(|v| (low..=high).contains(&libm::log10(*v))));
            return values;
        }
        let stride = (last - first + 1) as usize / count.max(1) + 1;
        values.extend((first..=last).rev().step_by(stride).map(|e| libm::pow(10.0, f64::from(e))));
        values.sort_by(f64::total_cmp);
        values
    }
}

/// The least round number that is not below `rough`.
fn round_step(rough: f64) -> Option<f64> {
    let power = libm::pow(10.0, libm::log10(rough).floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|multiple| multiple * power);
    steps.into_iter().find(|step| *step >= rough * 0.999).filter(|step| step.is_normal())
}

/// Least and greatest of the finite values; 0 and 0 of none.
fn extent(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let (min, max) = values
        .into_iter()
        .filter(|v| v.is_finite())
        .map(|v| v.clamp(-LARGEST, LARGEST))
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
    if min <= max { (min, max) } else { (0.0, 0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::theme;
    use proptest::prelude::*;

    #[test]
    fn zero_is_shown_where_it_is_near_and_not_where_it_is_far() {
        assert!(Scale::linear([10.0, 100.0], 0.0, 1.0).shows_zero());
        assert!(!Scale::linear([95.0, 100.0], 0.0, 1.0).shows_zero());
        assert!(Scale::linear([-100.0, -10.0], 0.0, 1.0).shows_zero());
        assert!(Scale::linear([0.0, 0.0], 0.0, 1.0).shows_zero());
    }

    #[test]
    fn logarithmic_axis_gives_zero_the_edge() {
        let values = [0.0, 10.0, 1e6];
        let scale = Scale::logarithmic(&values, 10.0, 0.0, 100.0);
        assert!(scale.place(0.0).abs() < 1e-9);
        let labels: Vec<String> = scale.ticks(8).into_iter().map(|t| t.label).collect();
        assert_eq!(labels.first().map(String::as_str), Some("0"));
        assert!(labels.contains(&"1\u{202f}M".to_owned()), "{labels:?}");
    }

    proptest! {
        #[test]
        fn any_values_have_a_place_and_ticks(bits in prop::collection::vec(any::<u64>(), 0..8)) {
            let values: Vec<f64> = bits.into_iter().map(f64::from_bits).collect();
            for scale in [
                Scale::linear(values.iter().copied(), 10.0, 110.0),
                Scale::logarithmic(&values, values.iter().copied().fold(1.0, f64::min), 10.0, 110.0),
            ] {
                prop_assert!(scale.ticks_across(6, theme::TICK).len() <= 60);
                for value in values.iter().filter(|v| v.is_finite()) {
                    prop_assert!((10.0..=110.0).contains(&scale.place(*value)));
                }
                for tick in scale.ticks(6) {
                    prop_assert!((9.9..=110.1).contains(&tick.at), "{:?} {:?}", tick, scale);
                }
            }
        }
    }
}
