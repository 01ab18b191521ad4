//! State of trust: the mood of users.

use crate::model::identity::{Band, ByBand, ByPart, MarketId, PlatformId};

/// The mood of a market's users of one age band towards a platform.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mood {
    /// Distrust at the last update; below 0 where encryption was given.
    pub(super) distrust: f64,
    /// Shocks since the last update.
    pub(super) shocks: f64,
    /// Share of the users who have left.
    pub(super) left: f64,
    /// Share of messages that are not written, at present.
    pub(super) chilled: f64,
}

impl Mood {
    /// Share of the users who are still there.
    #[must_use]
    pub fn present(self) -> f64 {
        1.0 - self.left
    }

    /// Messages written, against what all users would write without distrust.
    #[must_use]
    pub fn writes(self) -> f64 {
        self.present() * (1.0 - self.chilled)
    }
}

/// The mood of users by platform, market and age band.
#[derive(Clone, Debug)]
pub struct Moods(pub(super) ByPart<ByBand<Mood>>);

impl Moods {
    /// Nobody distrusts anybody.
    #[must_use]
    pub fn new(platforms: usize, markets: usize) -> Self {
        Self(ByPart::new(platforms, markets, ByBand::default()))
    }

    /// The mood of a market's users of one age band towards a platform.
    #[must_use]
    #[inline]
    pub fn mood(&self, platform: PlatformId, market: MarketId, band: Band) -> Mood {
        self.0[(platform, market)][band]
    }
}
