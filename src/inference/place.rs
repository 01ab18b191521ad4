//! Where a value belongs, in the words of the tables.

use crate::model::population::BAND_NAMES;
use crate::model::{Cell, Layout};
use crate::results::Results;
use crate::results::tables::ALL;

/// From more arms on, tables hold no breakdown by market or age band: they would grow past what anybody reads.
pub const MOST_BROKEN_DOWN: usize = 20;

/// The cells that tables hold.
pub(super) fn cells(results: &Results) -> Vec<Cell> {
    let broken_down = results.arms().len() <= MOST_BROKEN_DOWN;
    let layout = Layout::of(&results.scenario().base);
    layout.cells().filter(|cell| broken_down || (cell.market.is_none() && cell.band.is_none())).collect()
}

/// Names of platforms, markets and age bands.
pub(super) struct Places<'a> {
    platforms: Vec<&'a str>,
    markets: Vec<&'a str>,
}

impl<'a> Places<'a> {
    pub(super) fn new(results: &'a Results) -> Self {
        let (platforms, markets) = results.names();
        Self { platforms, markets }
    }

    /// Writes a cell's names into the three columns.
    pub(super) fn put(&self, cell: Cell, [platform, market, band]: [&mut String; 3]) {
        cell.platform.map_or(ALL, |p| self.platforms[p]).clone_into(platform);
        cell.market.map_or(ALL, |m| self.markets[m]).clone_into(market);
        cell.band.map_or(ALL, |b| BAND_NAMES[b]).clone_into(band);
    }
}
