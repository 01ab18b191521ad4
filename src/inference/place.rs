//! Where a value belongs, in the words of the tables.

use crate::model::Cell;
use crate::model::population::BAND_NAMES;
use crate::results::Results;
use crate::results::tables::ALL;

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
