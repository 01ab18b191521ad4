//! The ledger of a run and the outcomes that come of it.

use super::expectation::{EXPECTED, Expectations, place};
use super::identity::BANDS;
use super::layout::{Cell, Layout};
use super::outcome::Measure::{Count, Days, Distinct, Gauge, Once, Ratio, Whole};
use super::outcome::Outcome;
use crate::units::DAY_MS;
use std::collections::BTreeMap;
use std::ops::Range;

/// The outcomes of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    layout: Layout,
    /// By cell, then outcome; not a number where absent.
    values: Vec<f64>,
    /// By cell, then outcome of [`EXPECTED`].
    expected: Vec<f64>,
    /// By margin, outcome and window: where the time series are not 0. Most are, nearly everywhere.
    places: Vec<u32>,
    /// What they are there; counts of the window.
    amounts: Vec<f64>,
}

impl Outcomes {
    /// How many numbers there are in the outcomes of these sizes, if the time series are 0 everywhere, and if they are nowhere.
    #[must_use]
    pub fn sizes(layout: Layout) -> std::ops::RangeInclusive<usize> {
        let fixed = layout.values() + layout.cell_count() * EXPECTED.len();
        fixed..=fixed + 2 * layout.series()
    }
    /// Every number, to be kept and read back by [`Outcomes::from_numbers`].
    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        let series = self.places.iter().zip(&self.amounts).flat_map(|(place, amount)| [f64::from(*place), *amount]);
        self.values.iter().chain(&self.expected).copied().chain(series)
    }
    /// The outcomes of which these are the [`Outcomes::numbers`], if they can be.
    #[must_use]
    pub fn from_numbers(layout: Layout, mut numbers: Vec<f64>) -> Option<Self> {
        let fixed = *Self::sizes(layout).start();
        let series = (numbers.len() >= fixed).then(|| numbers.split_off(fixed))?;
        let expected = numbers.split_off(layout.values());
        // Thousands of these are held at once: what was split off is not kept room for.
        numbers.shrink_to_fit();
        let (pairs, rest) = series.as_chunks::<2>();
        let places: Vec<u32> = pairs.iter().map(|[place, _]| *place as u32).collect();
        let amounts = pairs.iter().map(|[_, amount]| *amount).collect();
        let inside = places.last().is_none_or(|last| (*last as usize) < layout.series());
        (rest.is_empty() && inside && places.is_sorted_by(|a, b| a < b)).then_some(Self {
            layout,
            values: numbers,
            expected,
            places,
            amounts,
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
        self.value(outcome, Cell::ALL)
    }
    /// The value on one platform, if it has one.
    #[must_use]
    pub fn on(&self, outcome: Outcome, platform: usize) -> Option<f64> {
        self.value(outcome, Cell { platform: Some(platform), ..Cell::ALL })
    }
    /// What the run had to expect of an outcome in this cell, given its assumptions and its path, where the model knows it: see
    /// [`expectation`](super::expectation). A sum of outcomes has the sum of its parts.
    #[must_use]
    pub fn expected(&self, outcome: Outcome, cell: Cell) -> Option<f64> {
        let of = |outcome: Outcome| Some(self.expected[self.layout.index(cell) * EXPECTED.len() + place(outcome)?]);
        match outcome.definition().measure {
            Ratio(parts, []) => parts.iter().map(|part| of(*part)).sum(),
            _ => of(outcome),
        }
    }
    /// What the run says of the outcome's mean in this cell: its expectation, or else its value.
    #[must_use]
    pub fn estimate(&self, outcome: Outcome, cell: Cell) -> Option<f64> {
        self.expected(outcome, cell).or_else(|| self.value(outcome, cell))
    }
    /// The value of each window in one of the [`Layout::margins`].
    #[must_use]
    pub fn series(&self, outcome: Outcome, margin: Cell) -> Vec<f64> {
        match outcome.definition().measure {
            Ratio(top, bottom) => {
                let [top, bottom] = [top, bottom].map(|parts| parts.iter().map(|o| self.row(*o, margin)).collect::<Vec<_>>());
                (0..self.layout.windows).map(|w| ratio(&top, &bottom, |row| row[w])).collect()
            }
            _ => self.row(outcome, margin),
        }
    }
    /// The value of some windows together, over all platforms, markets and ages; none for a level, and for a ratio over nothing. Whoever
    /// counts once counts in the first window.
    #[must_use]
    pub fn within(&self, outcome: Outcome, windows: Range<usize>) -> Option<f64> {
        let sum = |outcome: &Outcome| self.row(*outcome, Cell::ALL)[windows.clone()].iter().sum::<f64>();
        match outcome.definition().measure {
            Gauge => None,
            Ratio(top, bottom) => Some(ratio(top, bottom, sum)).filter(|value| !value.is_nan()),
            _ => Some(sum(&outcome)),
        }
    }
    fn row(&self, outcome: Outcome, margin: Cell) -> Vec<f64> {
        let windows = self.layout.windows;
        let start = ((self.layout.margin(margin) * Outcome::ALL.len() + outcome as usize) * windows) as u32;
        let mut row = vec![0.0; windows];
        let first = self.places.partition_point(|place| *place < start);
        for (place, amount) in self.places[first..].iter().zip(&self.amounts[first..]) {
            match row.get_mut((place - start) as usize) {
                Some(here) => *here = *amount,
                None => break,
            }
        }
        row
    }
    /// Every number of the run bit by bit: the values of all cells, their expectations, then the time series of all margins.
    pub fn bits(&self) -> impl Iterator<Item = u64> {
        let values = self.layout.cells().flat_map(move |cell| Outcome::ALL.iter().map(move |o| self.value(*o, cell).unwrap_or(f64::NAN)));
        let series = self.layout.margins().flat_map(move |cell| Outcome::ALL.iter().flat_map(move |o| self.series(*o, cell)));
        // There is more than one way to write down that something is not a number.
        values.chain(self.expected.iter().copied()).chain(series).map(|x| if x.is_nan() { f64::NAN } else { x }.to_bits())
    }
}

fn ratio<T>(top: &[T], bottom: &[T], of: impl Fn(&T) -> f64) -> f64 {
    let sum = |parts: &[T]| parts.iter().map(&of).sum::<f64>();
    if bottom.is_empty() {
        return sum(top);
    }
    let below = sum(bottom);
    if below > 0.0 { sum(top) / below } else { f64::NAN }
}

/// Where a run writes down what happens.
///
/// What is counted in the window that is open stays in a small table, which a processor's cache holds, and is posted to the cells
/// that it belongs to when the next one opens.
#[derive(Clone, Debug)]
pub struct Ledger {
    layout: Layout,
    /// The window that is open.
    open: usize,
    /// Its counts, by platform (the last is "any", for what counts once in all), market, band and outcome.
    counts: Vec<f64>,
    /// By cell, then outcome.
    values: Vec<f64>,
    /// By margin, outcome and window.
    series: Vec<f64>,
    expected: Expectations,
    /// What was added since it was last asked for, with the platform; nothing is kept where nobody asks.
    added: Option<Vec<(Outcome, usize, f64)>>,
}

impl Ledger {
    /// An empty ledger.
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        let counts = (layout.platforms + 1) * layout.markets * BANDS * Outcome::ALL.len();
        let [counts, values, series] = [counts, layout.values(), layout.series()].map(|n| vec![0.0; n]);
        Self { layout, open: 0, counts, values, series, expected: Expectations::new(layout), added: None }
    }

    /// Adds to what the run has to expect of an outcome.
    pub(super) fn expect(&mut self, outcome: Outcome, platform: usize, market: usize, band: usize, amount: f64) {
        self.expected.add(outcome, platform, market, band, amount);
    }

    /// Adds to an outcome. For [`Distinct`], `platform` may be [`Layout::platforms`]: any.
    #[inline]
    pub fn add(&mut self, outcome: Outcome, platform: usize, market: usize, band: usize, window: usize, amount: f64) {
        if let Some(added) = &mut self.added {
            added.push((outcome, platform, amount));
        }
        let row = (platform * self.layout.markets + market) * BANDS + band;
        if window < self.open {
            self.post(row, outcome, window, amount);
            return;
        }
        if window > self.open {
            self.post_open();
            self.open = window;
        }
        self.counts[row * Outcome::ALL.len() + outcome as usize] += amount;
    }

    /// Posts the counts of the window that is open.
    #[cold]
    fn post_open(&mut self) {
        let n = Outcome::ALL.len();
        let counts = std::mem::take(&mut self.counts);
        for (place, amount) in counts.iter().enumerate().filter(|(_, amount)| **amount != 0.0) {
            self.post(place / n, Outcome::ALL[place % n], self.open, *amount);
        }
        self.counts = counts;
        self.counts.fill(0.0);
    }

    /// Adds to every cell that a row of the counts belongs to, and to every margin in a window.
    fn post(&mut self, row: usize, outcome: Outcome, window: usize, amount: f64) {
        let (layout, n) = (self.layout, Outcome::ALL.len());
        let (band, market, platform) = (row % BANDS, row / BANDS % layout.markets, row / BANDS / layout.markets);
        let here = (platform < layout.platforms).then_some(Some(platform));
        let all = self.is_in_all(outcome, platform).then_some(None);
        for platform in here.into_iter().chain(all) {
            for (market, band) in [(None, None), (Some(market), None), (None, Some(band))] {
                let cell = Cell { platform, market, band };
                self.values[layout.index(cell) * n + outcome as usize] += amount;
                if cell.is_margin() {
                    self.series[(layout.margin(cell) * n + outcome as usize) * layout.windows + window] += amount;
                }
            }
        }
    }

    /// From now on keeps what is added, for [`Ledger::added`].
    pub(super) fn watch(&mut self) {
        self.added = Some(Vec::new());
    }

    /// What was added since this was last asked for, over all platforms, in days for days and for the persons simulated.
    pub(super) fn added(&mut self) -> Vec<(Outcome, f64)> {
        let news = self.added.as_mut().map(std::mem::take).unwrap_or_default();
        let mut sums = BTreeMap::new();
        for (outcome, _, amount) in news.into_iter().filter(|(outcome, platform, _)| self.is_in_all(*outcome, *platform)) {
            *sums.entry(outcome).or_insert(0.0) += amount;
        }
        sums.into_iter().filter(|(_, sum)| *sum > 0.0).map(|(outcome, sum)| (outcome, sum / scale(outcome, 1.0))).collect()
    }

    /// Whether what is added to an outcome on a platform is a part of the sum over all.
    fn is_in_all(&self, outcome: Outcome, platform: usize) -> bool {
        (outcome.definition().measure == Distinct) == (platform == self.layout.platforms)
    }

    /// The outcomes at the end of a run. `gauges` gives the levels of each platform.
    #[must_use]
    pub fn close(mut self, sample: f64, gauges: &dyn Fn(Outcome, usize) -> f64) -> Outcomes {
        self.post_open();
        let n = Outcome::ALL.len();
        for (cell, row) in self.layout.cells().zip(self.values.chunks_mut(n)) {
            for (outcome, value) in Outcome::ALL.iter().zip(row.iter_mut()) {
                match outcome.definition().measure {
                    Gauge => {
                        let platform = cell.platform.filter(|_| cell.is_margin());
                        *value = platform.map_or(f64::NAN, |p| gauges(*outcome, p));
                    }
                    Once => *value = f64::from(*value > 0.0),
                    Ratio(..) => {}
                    Count | Days | Distinct | Whole => *value /= scale(*outcome, sample),
                }
            }
            for outcome in Outcome::ALL {
                if let Ratio(top, bottom) = outcome.definition().measure {
                    row[*outcome as usize] = ratio(top, bottom, |part| row[*part as usize]);
                }
            }
        }
        let (mut places, mut amounts) = (Vec::new(), Vec::new());
        for (place, row) in self.series.chunks(self.layout.windows).enumerate() {
            let outcome = Outcome::ALL[place % n];
            let counted = row.iter().enumerate().filter(|(_, amount)| **amount != 0.0);
            let once = outcome.definition().measure == Once;
            for (window, amount) in counted.take(if once { 1 } else { row.len() }) {
                places.push((place * self.layout.windows + window) as u32);
                amounts.push(if once { 1.0 } else { amount / scale(outcome, sample) });
            }
        }
        Outcomes { layout: self.layout, values: self.values, expected: self.expected.close(), places, amounts }
    }
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
        ledger.expect(Outcome::ContentBreach, 1, 1, 3, 2.0);
        ledger.expect(Outcome::ContentInsider, 0, 1, 0, 0.5);
        ledger.expect(Outcome::ListExpanded, 0, 0, 3, 0.5);
        ledger.expect(Outcome::ListExpanded, 1, 1, 3, 0.25);
        let out = ledger.close(0.5, &|_, _| 4.0);
        assert_eq!(out.total(Outcome::TrueFlags), Some(6.0));
        assert_eq!(out.total(Outcome::ContentUnlawful), Some(7.0));
        assert_eq!(out.total(Outcome::Precision), Some(0.75));
        assert_eq!(out.total(Outcome::ChildrenHarmed), Some(2.0));
        assert_eq!(out.on(Outcome::ChildrenHarmed, 1), Some(2.0));
        assert_eq!(out.total(Outcome::UserShare), None);
        assert_eq!(out.on(Outcome::Backlog, 0), Some(4.0));
        assert_eq!(out.value(Outcome::TrueFlags, Cell { band: Some(1), ..Cell::ALL }), Some(6.0));
        let on = |platform| Cell { platform: Some(platform), ..Cell::ALL };
        assert_eq!(out.series(Outcome::FalseFlags, on(1)), [0.0, 0.0, 2.0]);
        assert_eq!(out.series(Outcome::TrueFlags, Cell { market: Some(0), ..Cell::ALL }), [6.0, 0.0, 0.0]);
        assert_eq!(out.series(Outcome::TrueFlags, Cell { band: Some(3), ..Cell::ALL }), [0.0; 3]);
        assert_eq!(out.series(Outcome::ChildrenHarmed, on(1)), [0.0, 2.0, 0.0]);
        assert_eq!(out.series(Outcome::ChildrenHarmed, Cell { band: Some(1), ..Cell::ALL }), [2.0, 0.0, 0.0]);
        assert!(out.series(Outcome::Precision, Cell::ALL)[1].is_nan());
        assert_eq!([out.total(Outcome::ListExpanded), out.on(Outcome::ListExpanded, 1)], [Some(1.0); 2]);
        assert_eq!(out.series(Outcome::ListExpanded, Cell::ALL), [0.0, 1.0, 0.0]);
        assert_eq!(out.series(Outcome::ListExpanded, on(0)), [0.0, 0.0, 1.0]);
        assert_eq!(out.expected(Outcome::ContentUnlawful, Cell::ALL), Some(2.5));
        assert_eq!(out.expected(Outcome::ContentUnlawful, on(1)), Some(2.0));
        assert_eq!(out.estimate(Outcome::ContentBreach, Cell { band: Some(0), ..Cell::ALL }), Some(0.0));
        assert_eq!([out.expected(Outcome::TrueFlags, Cell::ALL), out.expected(Outcome::Precision, Cell::ALL)], [None; 2]);
        assert_eq!(out.estimate(Outcome::TrueFlags, Cell::ALL), Some(6.0));
        let chance = |sum: f64| 1.0 - libm::exp(-sum);
        for (cell, sum) in [(Cell::ALL, 0.75), (on(0), 0.5), (Cell { market: Some(1), ..Cell::ALL }, 0.25)] {
            assert!((out.expected(Outcome::ListExpanded, cell).unwrap() - chance(sum)).abs() < 1e-15, "{cell:?}");
        }
        for (i, cell) in layout.cells().enumerate() {
            assert_eq!(layout.index(cell), i);
        }
        for (i, cell) in layout.margins().enumerate() {
            assert_eq!(layout.margin(cell), i);
        }
        assert_eq!(
            Outcomes::from_numbers(layout, out.numbers().collect()).map(|back| back.bits().collect::<Vec<_>>()),
            Some(out.bits().collect())
        );
    }
}
