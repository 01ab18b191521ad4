//! The sizes of a world's tables, and their cells.

use super::assumptions::World;
use super::identity::BANDS;
use super::outcome::Outcome;

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

impl Cell {
    /// Everything together.
    pub const ALL: Self = Self { platform: None, market: None, band: None };

    /// Whether it is broken down by one thing at most.
    #[must_use]
    pub fn is_margin(&self) -> bool {
        [self.platform, self.market, self.band].iter().flatten().count() < 2
    }
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

    /// How many values [`Outcomes`](crate::model::Outcomes) of these sizes hold, the time series apart.
    pub(super) fn values(self) -> usize {
        self.cell_count() * Outcome::ALL.len()
    }

    /// How many [`Layout::cells`] there are.
    pub(super) fn cell_count(self) -> usize {
        (1 + self.platforms) * (1 + self.markets + BANDS)
    }

    /// How many numbers the time series of a run have.
    #[must_use]
    pub fn series(self) -> usize {
        let margins = 1 + self.platforms + self.markets + BANDS;
        [margins, Outcome::ALL.len(), self.windows].into_iter().fold(1, usize::saturating_mul)
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

    /// The cells broken down by one thing at most: all; by market; by age band; by platform. Each has time series.
    pub fn margins(self) -> impl Iterator<Item = Cell> {
        self.cells().filter(Cell::is_margin)
    }

    /// Where the time series of a margin stand among [`Layout::margins`].
    pub(super) fn margin(self, cell: Cell) -> usize {
        debug_assert!(cell.is_margin(), "{cell:?} has no time series");
        match cell {
            Cell { platform: Some(p), .. } => 1 + self.markets + BANDS + p,
            Cell { band: Some(b), .. } => 1 + self.markets + b,
            Cell { market, .. } => market.map_or(0, |m| 1 + m),
        }
    }

    /// Where the values of `cell` stand among [`Layout::cells`], of which none has a market and an age band.
    #[must_use]
    pub fn index(self, cell: Cell) -> usize {
        debug_assert!(cell.market.is_none() || cell.band.is_none(), "{cell:?} is not counted");
        let group = cell.platform.map_or(0, |p| p + 1) * (1 + self.markets + BANDS);
        group + cell.market.map_or(0, |m| 1 + m) + cell.band.map_or(0, |b| 1 + self.markets + b)
    }
}
