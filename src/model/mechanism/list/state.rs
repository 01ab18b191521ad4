//! State of lists: what has happened to each.

use super::rules::Tampering;
use crate::model::identity::{ById, ByPart, MarketId, PlatformId, PoisonId};
use crate::units::Time;

/// Entries that match lawful content, on a platform's list in one market.
#[derive(Clone, Copy, Debug)]
pub struct Poisoned {
    /// Identity in streams.
    pub id: u64,
    /// Where.
    pub platform: PlatformId,
    /// In which market.
    pub market: MarketId,
    /// When they are removed.
    pub(super) until: Time,
    /// Flags drawn so far.
    pub(super) flags: u32,
}

/// What has happened to a platform's list in one market.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct History {
    /// Occasions of tampering drawn so far, of each kind.
    pub(super) tampered: [u32; Tampering::ALL.len()],
    /// When it came to reach beyond abuse, if it did.
    pub(super) expanded: Option<Time>,
    /// How many expansions were to be expected so far, had each been the first.
    pub(super) expansions: f64,
}

/// What has happened to the lists that devices are scanned for.
#[derive(Debug)]
pub struct Lists {
    pub(super) histories: ByPart<History>,
    /// Lists with entries that match lawful content, past ones too.
    pub(super) poisoned: ById<PoisonId, Poisoned>,
}

impl Lists {
    /// Nothing has happened yet.
    #[must_use]
    pub fn new(platforms: usize, markets: usize) -> Self {
        Self { histories: ByPart::new(platforms, markets, History::default()), poisoned: ById::default() }
    }

    /// Poisoned entries.
    #[must_use]
    pub fn poisoned(&self, id: PoisonId) -> &Poisoned {
        &self.poisoned[id]
    }
}
