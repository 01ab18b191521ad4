//! Observers: what is measured while a model runs.

use crate::units::Time;

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
    area: f64,
    peak: f64,
    from: Time,
}

impl Level {
    /// Changes the level from now on.
    #[inline]
    pub fn add(&mut self, now: Time, change: f64) {
        self.area += self.value * now.since(self.since).days();
        self.since = now;
        self.value += change;
        self.peak = self.peak.max(self.value);
    }
    /// Forgets the past: the average and the peak begin again at `now`.
    pub fn restart(&mut self, now: Time) {
        *self = Self { value: self.value, since: now, area: 0.0, peak: self.value, from: now };
    }
    /// The level at present.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }
    /// The highest it has been.
    #[must_use]
    pub fn peak(&self) -> f64 {
        self.peak
    }
    /// The integral over time from the start, or the last restart, to `now` \[units × days\].
    #[must_use]
    pub fn area(&self, now: Time) -> f64 {
        self.area + self.value * now.since(self.since).days()
    }
    /// The average over the same time.
    #[must_use]
    pub fn average(&self, now: Time) -> f64 {
        self.area(now) / now.since(self.from).days()
    }
}

/// Smallest value that a [`Histogram`] tells from zero \[days\]: a tenth of a second.
const FINEST: f64 = 1e-6;
/// Bins per doubling.
const PER_DOUBLING: f64 = 8.0;
const BINS: usize = 256;

/// A histogram on a logarithmic grid, eight bins per doubling from 10^-6 on: quantiles are good to 9 %.
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
    pub fn add(&mut self, x: f64) {
        self.total.add(x);
        let bin = if x < FINEST { 0.0 } else { 1.0 + libm::log2(x / FINEST) * PER_DOUBLING };
        self.bins[(bin as usize).min(BINS - 1)] += 1;
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
                return if bin == 0 { 0.0 } else { FINEST * libm::exp2(bin as f64 / PER_DOUBLING) };
            }
        }
        f64::NAN
    }
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
        assert!((level.peak() - 4.0).abs() < 1e-12);
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
}
