//! The books of a run: what is counted, and in which window.

use super::identity::{Band, MarketId, PlatformId};
use super::layout::Layout;
use super::ledger::{Ledger, Outcomes};
use super::outcome::Outcome;
use crate::units::{Span, Time};

/// How many of something went in, came out and are still inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Went in.
    pub entered: u64,
    /// Came out.
    pub left: u64,
    /// Are inside.
    pub held: u64,
}

impl Balance {
    /// Whether nothing was lost or made up.
    #[must_use]
    pub fn closes(self) -> bool {
        self.entered == self.left + self.held
    }
}

/// The window in which something was counted last: to find it takes a division, and the next count is nearly always in it too.
#[derive(Clone, Copy, Debug, Default)]
struct OpenWindow {
    number: usize,
    from: Time,
    to: Time,
}

/// The books of a run.
#[derive(Clone, Debug)]
pub struct Books {
    ledger: Ledger,
    layout: Layout,
    /// When the count begins.
    origin: Time,
    /// When the run ends.
    horizon: Time,
    window_ms: u64,
    open: OpenWindow,
}

impl Books {
    /// Empty books of a run that is counted from `origin` to `horizon`, in windows of this length.
    #[must_use]
    pub fn new(layout: Layout, origin: Time, horizon: Time, window: Span) -> Self {
        Self { ledger: Ledger::new(layout), layout, origin, horizon, window_ms: window.0.max(1), open: OpenWindow::default() }
    }

    /// When the count begins.
    #[must_use]
    pub fn origin(&self) -> Time {
        self.origin
    }

    /// The window that an instant falls in.
    #[must_use]
    pub fn window(&self, at: Time) -> usize {
        ((at.since(self.origin).0 / self.window_ms) as usize).min(self.layout.windows - 1)
    }

    /// When a window begins.
    #[must_use]
    pub fn window_start(&self, window: usize) -> Time {
        self.origin + Span(window as u64 * self.window_ms)
    }

    /// When a window ends.
    #[must_use]
    pub fn window_end(&self, window: usize) -> Time {
        self.window_start(window + 1).min(self.horizon)
    }

    fn open_window(&self, at: Time) -> OpenWindow {
        let number = self.window(at);
        let last = number + 1 == self.layout.windows;
        let from = self.window_start(number);
        OpenWindow { number, from, to: if last { Time(u64::MAX) } else { from + Span(self.window_ms) } }
    }

    /// Counts something that concerns a person, or people of a market and age band, once the count has begun.
    #[inline]
    pub(super) fn count(&mut self, outcome: Outcome, platform: PlatformId, market: MarketId, band: Band, at: Time, amount: f64) {
        self.count_at(outcome, platform.index(), market, band, at, amount);
    }

    /// Adds to what the run has to expect of an outcome, in a window that counts.
    pub(super) fn expect(&mut self, outcome: Outcome, platform: PlatformId, market: MarketId, band: Band, amount: f64) {
        self.ledger.expect(outcome, platform.index(), market.index(), band.index(), amount);
    }

    /// Counts a person once in all, wherever it happened.
    pub(super) fn count_anywhere(&mut self, outcome: Outcome, market: MarketId, band: Band, at: Time) {
        self.count_at(outcome, self.layout.platforms, market, band, at, 1.0);
    }

    #[inline]
    fn count_at(&mut self, outcome: Outcome, platform: usize, market: MarketId, band: Band, at: Time, amount: f64) {
        if !(self.open.from..self.open.to).contains(&at) {
            if at < self.origin {
                return;
            }
            self.open = self.open_window(at);
        }
        self.ledger.add(outcome, platform, market.index(), band.index(), self.open.number, amount);
    }

    /// Counts days from one instant to another, each in its window.
    pub(super) fn count_days(&mut self, outcome: Outcome, platform: PlatformId, market: MarketId, band: Band, from: Time, to: Time) {
        let to = to.min(self.horizon);
        let mut start = from.max(self.origin);
        while start < to {
            let window = self.window(start);
            let end = if window + 1 == self.layout.windows { to } else { to.min(self.window_end(window)) };
            self.ledger.add(outcome, platform.index(), market.index(), band.index(), window, end.since(start).0 as f64);
            start = end;
        }
    }

    /// From now on keeps what is counted, for [`Books::added`].
    pub(super) fn watch(&mut self) {
        self.ledger.watch();
    }

    /// What was counted since this was last asked for.
    pub(super) fn added(&mut self) -> Vec<(Outcome, f64)> {
        self.ledger.added()
    }

    /// The outcomes at the end of a run. `gauges` gives the levels of each platform.
    pub(super) fn close(self, sample: f64, gauges: &dyn Fn(Outcome, usize) -> f64) -> Outcomes {
        self.ledger.close(sample, gauges)
    }
}
