//! State of lists: what has happened to each.

use super::rules::{Cause, Tampering};
use crate::model::identity::{ById, ByPart, MarketId, PlatformId, PoisonId};
use crate::units::Time;
use std::collections::BTreeSet;

/// What makes the scan of a platform's devices in one market flag lawful content.
#[derive(Clone, Copy, Debug)]
pub struct Poisoned {
    /// Identity in streams.
    pub id: u64,
    /// Where.
    pub platform: PlatformId,
    /// In which market.
    pub market: MarketId,
    /// Why.
    pub(super) cause: Cause,
    /// When it ends.
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
#[derive(Clone, Debug)]
pub struct Lists {
    pub(super) histories: ByPart<History>,
    /// What makes scans flag lawful content, or did.
    pub(super) poisoned: ById<PoisonId, Poisoned>,
    /// From when on everybody with malice has a way past the scan.
    pub(super) evaded: Time,
    /// From when on people are sent what was crafted to match.
    pub(super) extracted: Time,
    /// Where that is flagged, once devices are scanned.
    pub(super) crafted: BTreeSet<(PlatformId, MarketId)>,
}

impl Lists {
    /// Nothing has happened yet.
    #[must_use]
    pub fn new(platforms: usize, markets: usize) -> Self {
        Self {
            histories: ByPart::new(platforms, markets, History::default()),
            poisoned: ById::default(),
            evaded: Time::NEVER,
            extracted: Time::NEVER,
            crafted: BTreeSet::new(),
        }
    }

    /// When a platform's list in a market came to reach beyond abuse, if it did.
    #[must_use]
    pub fn expanded(&self, platform: PlatformId, market: MarketId) -> Option<Time> {
        self.histories[(platform, market)].expanded
    }

    /// What makes a scan flag lawful content.
    #[must_use]
    pub fn poisoned(&self, id: PoisonId) -> &Poisoned {
        &self.poisoned[id]
    }
}
