//! The ledger of a run and the outcomes that come of it.

use super::assumptions::World;
use super::outcome::Measure::{Count, Days, Distinct, Gauge, Once, Ratio, Whole};
use super::outcome::Outcome;
use super::population::BANDS;
use crate::units::DAY_MS;

/// Where a value belongs. `None` stands for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Platform, by its place in the order of names.
    pub platform: Option<usize>,
    /// Market, by its place in the order of names.
    pub market: Option<usize>,
    /// Age band.
    pub band: Option<usize>,
}

/// Sizes of a world's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Platforms.
    pub platforms: usize,
    /// Markets.
    pub markets: usize,
    /// Windows of the time series.
    pub windows: usize,
}

impl Layout {
    /// The sizes that a world asks for.
    #[must_use]
    pub fn of(world: &World) -> Self {
        let windows = world.horizon.get().0.div_ceil(world.window.get().0.max(1)).max(1) as usize;
        Self { platforms: world.platform.len(), markets: world.market.len(), windows }
    }

    /// How many numbers [`Outcomes`] of these sizes hold: first the values, then the time series.
    fn numbers(self) -> [usize; 2] {
        [1 + self.markets + BANDS, self.windows].map(|columns| (1 + self.platforms) * columns * Outcome::ALL.len())
    }

    /// The cells of the tables: all; by market; by age band; each of these for every platform.
    pub fn cells(self) -> impl Iterator<Item = Cell> {
        std::iter::once(None).chain((0..self.platforms).map(Some)).flat_map(move |platform| {
            std::iter::once((None, None))
                .chain((0..self.markets).map(|m| (Some(m), None)))
                .chain((0..BANDS).map(|b| (None, Some(b))))
                .map(move |(market, band)| Cell { platform, market, band })
        })
    }

    /// Where the values of `cell` stand among [`Layout::cells`], of which none has a market and an age band.
    #[must_use]
    pub fn index(self, cell: Cell) -> usize {
        debug_assert!(cell.market.is_none() || cell.band.is_none(), "{cell:?} is not counted");
        let group = cell.platform.map_or(0, |p| p + 1) * (1 + self.markets + BANDS);
        group + cell.market.map_or(0, |m| 1 + m) + cell.band.map_or(0, |b| 1 + self.markets + b)
    }
}

/// The outcomes of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    layout: Layout,
    /// By cell, then outcome; not a number where absent.
    values: Vec<f64>,
    /// By platform (0 is all), outcome and window; counts of the window.
    series: Vec<f64>,
}

impl Outcomes {
    /// How many numbers there are in outcomes of these sizes.
    #[must_use]
    pub fn size(layout: Layout) -> usize {
        layout.numbers().iter().sum()
    }
    /// Every number, to be kept and read back by [`Outcomes::from_numbers`].
    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        self.values.iter().chain(&self.series).copied()
    }
    /// The outcomes of which these are the [`Outcomes::numbers`], if there are as many as there should be.
    #[must_use]
    pub fn from_numbers(layout: Layout, mut numbers: Vec<f64>) -> Option<Self> {
        let [values, _] = layout.numbers();
        (numbers.len() == Self::size(layout)).then(|| {
            let series = numbers.split_off(values);
            Self { layout, values: numbers, series }
        })
    }
    /// Sizes of the tables.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.layout
    }
    /// The value of an outcome, if it has one in this cell.
    #[must_use]
    pub fn value(&self, outcome: Outcome, cell: Cell) -> Option<f64> {
        let x = self.values[self.layout.index(cell) * Outcome::ALL.len() + outcome as usize];
        (!x.is_nan()).then_some(x)
    }
    /// The value over all platforms, markets and ages, if it has one.
    #[must_use]
    pub fn total(&self, outcome: Outcome) -> Option<f64> {
        self.value(outcome, Cell { platform: None, market: None, band: None })
    }
    /// The value on one platform, if it has one.
    #[must_use]
    pub fn on(&self, outcome: Outcome, platform: usize) -> Option<f64> {
        self.value(outcome, Cell { platform: Some(platform), market: None, band: None })
    }
    /// The value of each window on a platform or, with `None`, on all.
    #[must_use]
    pub fn series(&self, outcome: Outcome, platform: Option<usize>) -> Vec<f64> {
        let row = |o: Outcome| {
            let start = (platform.map_or(0, |p| p + 1) * Outcome::ALL.len() + o as usize) * self.layout.windows;
            &self.series[start..start + self.layout.windows]
        };
        match outcome.definition().measure {
            Ratio(top, bottom) => (0..self.layout.windows).map(|w| ratio(top, bottom, |o| row(o)[w])).collect(),
            _ => row(outcome).to_vec(),
        }
    }
    /// Every number of the run bit by bit: the values of all cells, then the time series of all platforms together and of each.
    pub fn bits(&self) -> impl Iterator<Item = u64> {
        let values = self.layout.cells().flat_map(move |cell| Outcome::ALL.iter().map(move |o| self.value(*o, cell).unwrap_or(f64::NAN)));
        let platforms = std::iter::once(None).chain((0..self.layout.platforms).map(Some));
        let series = platforms.flat_map(move |platform| Outcome::ALL.iter().flat_map(move |o| self.series(*o, platform)));
        // There is more than one way to write down that something is not a number.
        values.chain(series).map(|x| if x.is_nan() { f64::NAN } else { x }.to_bits())
    }
}

fn ratio(top: &[Outcome], bottom: &[Outcome], of: impl Fn(Outcome) -> f64) -> f64 {
    let sum = |outcomes: &[Outcome]| outcomes.iter().map(|o| of(*o)).sum::<f64>();
    if bottom.is_empty() {
        return sum(top);
    }
    let below = sum(bottom);
    if below > 0.0 { sum(top) / below } else { f64::NAN }
}

/// Where a run writes down what happens.
#[derive(Clone, Debug)]
pub struct Ledger {
    layout: Layout,
    /// By platform (the last is "any", for what counts once in all), market, band and outcome.
    totals: Vec<f64>,
    /// By platform (as above), window and outcome: what is counted at one time lies together.
    series: Vec<f64>,
}

impl Ledger {
    /// An empty ledger.
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        let n = Outcome::ALL.len();
        let platforms = layout.platforms + 1;
        Self { layout, totals: vec![0.0; platforms * layout.markets * BANDS * n], series: vec![0.0; platforms * n * layout.windows] }
    }

    /// Adds to an outcome. For [`Distinct`], `platform` may be [`Layout::platforms`]: any.
    #[inline]
    pub fn add(&mut self, outcome: Outcome, platform: usize, market: usize, band: usize, window: usize, amount: f64) {
        let n = Outcome::ALL.len();
        self.totals[((platform * self.layout.markets + market) * BANDS + band) * n + outcome as usize] += amount;
        self.series[(platform * self.layout.windows + window) * n + outcome as usize] += amount;
    }

    /// The sum so far on a platform.
    #[must_use]
    pub fn sum(&self, outcome: Outcome, platform: usize) -> f64 {
        let n = Outcome::ALL.len();
        let cells = self.layout.markets * BANDS;
        (platform * cells..(platform + 1) * cells).map(|cell| self.totals[cell * n + outcome as usize]).sum()
    }

    /// What was added since `seen` was the ledger, over all platforms, in days for days and for the persons played; `seen` becomes
    /// the ledger.
    pub(super) fn added_since(&self, seen: &mut Self) -> Vec<(Outcome, f64)> {
        let n = Outcome::ALL.len();
        let mut added = vec![0.0; n];
        for (cell, (now, then)) in self.totals.chunks(n).zip(seen.totals.chunks_mut(n)).enumerate().filter(|(_, (now, then))| now != then) {
            let platform = cell / (self.layout.markets * BANDS);
            for outcome in Outcome::ALL.iter().filter(|o| self.rows(**o, None).contains(&platform)) {
                added[*outcome as usize] += now[*outcome as usize] - then[*outcome as usize];
            }
            then.copy_from_slice(now);
        }
        Outcome::ALL.iter().zip(added).filter(|(_, sum)| *sum > 0.0).map(|(o, sum)| (*o, sum / scale(*o, 1.0))).collect()
    }

    /// The outcomes at the end of a run. `gauges` gives the levels of each platform.
    #[must_use]
    pub fn close(&self, sample: f64, gauges: &dyn Fn(Outcome, usize) -> f64) -> Outcomes {
        let values = self.layout.cells().flat_map(|cell| Outcome::ALL.iter().map(move |o| self.cell(*o, cell, sample, gauges))).collect();
        let windows = self.layout.windows;
        let series = std::iter::once(None)
            .chain((0..self.layout.platforms).map(Some))
            .flat_map(|platform| Outcome::ALL.iter().flat_map(move |o| (0..windows).map(move |w| (platform, *o, w))))
            .map(|(platform, o, w)| {
                let at = |w: usize| -> f64 {
                    self.rows(o, platform).map(|p| self.series[(p * windows + w) * Outcome::ALL.len() + o as usize]).sum()
                };
                match o.definition().measure {
                    Once => f64::from(at(w) > 0.0 && (0..w).all(|before| at(before) <= 0.0)),
                    _ => at(w) / scale(o, sample),
                }
            })
            .collect();
        Outcomes { layout: self.layout, values, series }
    }

    fn rows(&self, outcome: Outcome, platform: Option<usize>) -> std::ops::Range<usize> {
        let any = self.layout.platforms;
        match (platform, outcome.definition().measure) {
            (Some(p), _) => p..p + 1,
            (None, Distinct) => any..any + 1,
            (None, _) => 0..any,
        }
    }

    fn cell(&self, outcome: Outcome, cell: Cell, sample: f64, gauges: &dyn Fn(Outcome, usize) -> f64) -> f64 {
        match outcome.definition().measure {
            Ratio(top, bottom) => ratio(top, bottom, |o| self.cell(o, cell, sample, gauges)),
            Gauge => match (cell.platform, cell.market, cell.band) {
                (Some(p), None, None) => gauges(outcome, p),
                _ => f64::NAN,
            },
            Count | Days | Distinct | Once | Whole => {
                let n = Outcome::ALL.len();
                let sum = self
                    .rows(outcome, cell.platform)
                    .flat_map(|p| span(cell.market, self.layout.markets).map(move |m| (p, m)))
                    .flat_map(|(p, m)| span(cell.band, BANDS).map(move |b| (p * self.layout.markets + m) * BANDS + b))
                    .fold(0.0, |sum, row| sum + self.totals[row * n + outcome as usize]);
                if outcome.definition().measure == Once { f64::from(sum > 0.0) } else { sum / scale(outcome, sample) }
            }
        }
    }
}

fn span(one: Option<usize>, all: usize) -> std::ops::Range<usize> {
    one.map_or(0..all, |i| i..i + 1)
}

fn scale(outcome: Outcome, sample: f64) -> f64 {
    match outcome.definition().measure {
        Count | Distinct => sample,
        Days => sample * DAY_MS as f64,
        Whole | Once | Ratio(..) | Gauge => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_ratios_and_distinct_people() {
        let layout = Layout { platforms: 2, markets: 2, windows: 3 };
        let mut ledger = Ledger::new(layout);
        ledger.add(Outcome::TrueFlags, 0, 0, 1, 0, 3.0);
        ledger.add(Outcome::FalseFlags, 1, 1, 3, 2, 1.0);
        ledger.add(Outcome::ChildrenHarmed, 0, 0, 1, 0, 1.0);
        ledger.add(Outcome::ChildrenHarmed, 1, 0, 1, 1, 1.0);
        ledger.add(Outcome::ChildrenHarmed, 2, 0, 1, 0, 1.0);
        ledger.add(Outcome::ContentBreach, 1, 1, 3, 2, 7.0);
        ledger.add(Outcome::ListExpanded, 1, 0, 3, 1, 1.0);
        ledger.add(Outcome::ListExpanded, 1, 1, 3, 2, 1.0);
        ledger.add(Outcome::ListExpanded, 0, 1, 3, 2, 1.0);
        let out = ledger.close(0.5, &|_, _| 4.0);
        assert_eq!(out.total(Outcome::TrueFlags), Some(6.0));
        assert_eq!(out.total(Outcome::ContentUnlawful), Some(7.0));
        assert_eq!(out.total(Outcome::Precision), Some(0.75));
        assert_eq!(out.total(Outcome::ChildrenHarmed), Some(2.0));
        assert_eq!(out.on(Outcome::ChildrenHarmed, 1), Some(2.0));
        assert_eq!(out.total(Outcome::UserShare), None);
        assert_eq!(out.on(Outcome::Backlog, 0), Some(4.0));
        assert_eq!(out.value(Outcome::TrueFlags, Cell { platform: None, market: None, band: Some(1) }), Some(6.0));
        assert_eq!(out.series(Outcome::FalseFlags, Some(1)), [0.0, 0.0, 2.0]);
        assert_eq!([out.total(Outcome::ListExpanded), out.on(Outcome::ListExpanded, 1)], [Some(1.0); 2]);
        assert_eq!(out.series(Outcome::ListExpanded, None), [0.0, 1.0, 0.0]);
        assert_eq!(out.series(Outcome::ListExpanded, Some(0)), [0.0, 0.0, 1.0]);
        for (i, cell) in layout.cells().enumerate() {
            assert_eq!(layout.index(cell), i);
        }
    }
}
