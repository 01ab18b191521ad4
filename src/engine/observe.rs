//! Observers: what is measured while a model runs.

use crate::units::{DAY_MS, Time};

/// Counts and sums.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counter {
    count: u64,
    sum: f64,
}

impl Counter {
    /// One observation.
    #[inline]
    pub fn add(&mut self, x: f64) {
        self.count += 1;
        self.sum += x;
    }
    /// Observations so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }
    /// Their sum.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.sum
    }
    /// Their mean; not a number if there are none.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.sum / self.count as f64
    }
}

/// A level that changes in steps, and its average over time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Level {
    value: f64,
    since: Time,
    /// The integral up to `since` \[units × ms\]: exact for whole levels, and no division a step.
    area: f64,
    from: Time,
}

impl Level {
    /// Changes the level from now on.
    #[inline]
    pub fn add(&mut self, now: Time, change: f64) {
        self.area += self.value * now.since(self.since).0 as f64;
        self.since = now;
        self.value += change;
    }
    /// Forgets the past: the average begins again at `now`.
    pub fn restart(&mut self, now: Time) {
        *self = Self { value: self.value, since: now, area: 0.0, from: now };
    }
    /// The level at present.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }
    /// The integral over time from the start, or the last restart, to `now` \[units × days\].
    #[must_use]
    pub fn area(&self, now: Time) -> f64 {
        (self.area + self.value * now.since(self.since).0 as f64) / DAY_MS as f64
    }
    /// The average over the same time.
    #[must_use]
    pub fn average(&self, now: Time) -> f64 {
        self.area(now) / now.since(self.from).days()
    }
}

/// Smallest value that a [`Histogram`] tells from zero \[days\]: 2^-20, about 80 milliseconds.
const FINEST: f64 = 1.0 / (1 << 20) as f64;
/// The exponent and the first four digits of the mantissa of a float are its sixteen bins per doubling.
const BIN_SHIFT: u32 = f64::MANTISSA_DIGITS - 1 - 4;
/// Up to 2^14 days and beyond.
const BINS: usize = 34 * 16 + 2;

/// A histogram on a logarithmic grid from 2^-20 on, every doubling cut into sixteen equal bins: quantiles are good to 1/16.
#[derive(Clone, Debug)]
pub struct Histogram {
    bins: Vec<u64>,
    total: Counter,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { bins: vec![0; BINS], total: Counter::default() }
    }
}

impl Histogram {
    /// One observation, 0 or more.
    #[inline]
    pub fn add(&mut self, x: f64) {
        self.total.add(x);
        self.bins[bin(x)] += 1;
    }
    /// Observations so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.total.count()
    }
    /// Their exact mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.total.mean()
    }
    /// The value at or below which a share `p` of the observations lies, to the upper edge of its bin; not a number if there are none.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        let target = (p * self.count() as f64).max(1.0);
        let mut seen = 0;
        for (bin, n) in self.bins.iter().enumerate() {
            seen += n;
            if *n > 0 && seen as f64 >= target {
                return if bin == 0 { 0.0 } else { upper_edge(bin) };
            }
        }
        f64::NAN
    }
}

/// The bin of a value: 0 below [`FINEST`].
#[inline]
fn bin(x: f64) -> usize {
    if x < FINEST { 0 } else { (((x.to_bits() - FINEST.to_bits()) >> BIN_SHIFT) as usize + 1).min(BINS - 1) }
}

/// Where a bin but the first ends.
fn upper_edge(bin: usize) -> f64 {
    f64::from_bits(FINEST.to_bits() + ((bin as u64) << BIN_SHIFT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_averages_over_time() {
        let mut level = Level::default();
        level.add(Time::ZERO, 2.0);
        level.add(Time::ZERO.after_days(3.0), 2.0);
        let end = Time::ZERO.after_days(4.0);
        assert!((level.average(end) - 2.5).abs() < 1e-12);
        level.restart(end);
        level.add(Time::ZERO.after_days(5.0), -3.0);
        assert!((level.average(Time::ZERO.after_days(6.0)) - 2.5).abs() < 1e-12);
    }

    #[test]
    fn a_histogram_finds_quantiles() {
        let mut waits = Histogram::default();
        (1..=1000).for_each(|i| waits.add(f64::from(i) / 100.0));
        assert!((waits.mean() - 5.005).abs() < 1e-9);
        for (p, x) in [(0.5, 5.0), (0.9, 9.0), (0.99, 9.9)] {
            assert!((waits.quantile(p) / x - 1.0).abs() < 0.1, "{p}: {}", waits.quantile(p));
        }
        assert!(Histogram::default().quantile(0.5).is_nan());
    }

    #[test]
    fn every_value_lies_in_its_bin_and_no_bin_is_wider_than_a_sixteenth() {
        for x in [FINEST, 1.0 / 3.0, 1.0, 1.99, 2.0, 365.25, 16_000.0] {
            let (low, high) = (upper_edge(bin(x) - 1), upper_edge(bin(x)));
            assert!(low <= x && x < high && high <= low * (1.0 + 1.0 / 16.0), "{low} {x} {high}");
        }
        assert_eq!([0.0, FINEST * 0.99, FINEST, 1e9, f64::INFINITY].map(bin), [0, 0, 1, BINS - 1, BINS - 1]);
    }
}
