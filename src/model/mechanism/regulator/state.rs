//! State of regulators: how things stand between each platform and each market's regulators.

use super::law::Law;
use crate::model::books::Balance;
use crate::model::identity::{ByPart, MarketId, PlatformId};
use crate::units::Time;

/// How things stand between a platform and one market's regulators.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Relation {
    /// Inquiries drawn so far.
    pub(super) inquiries: u32,
    /// An inquiry is under way.
    pub(super) under_way: bool,
    /// Since when the platform has tightened internal access to answer a notice, if it has.
    pub(super) tightened: Option<Time>,
    /// A mandate is contested.
    pub(super) contested: bool,
    /// Since when encryption is withdrawn from the market, if it is.
    pub(super) withdrawn: Option<Time>,
}

/// How things stand between every platform and every market's regulators.
#[derive(Clone, Debug)]
pub struct Regulators {
    pub(super) relations: ByPart<Relation>,
    pub(super) laws: ByPart<Law>,
    pub(super) inquiries_opened: u64,
    pub(super) inquiries_ended: u64,
    pub(super) contests_begun: u64,
    pub(super) contests_ended: u64,
}

impl Regulators {
    /// Nothing has happened yet.
    #[must_use]
    pub fn new(platforms: usize, markets: usize) -> Self {
        Self {
            relations: ByPart::new(platforms, markets, Relation::default()),
            laws: ByPart::new(platforms, markets, Law::default()),
            inquiries_opened: 0,
            inquiries_ended: 0,
            contests_begun: 0,
            contests_ended: 0,
        }
    }

    /// Since when a platform has withdrawn encryption from a market, if it has.
    #[must_use]
    #[inline]
    pub fn withdrawn(&self, platform: PlatformId, market: MarketId) -> Option<Time> {
        self.relations[(platform, market)].withdrawn
    }

    /// With which chances a platform withdraws encryption from a market, as far as they are worked out.
    pub(in crate::model) fn law(&self, platform: PlatformId, market: MarketId) -> &Law {
        &self.laws[(platform, market)]
    }

    /// Since when a platform has tightened internal access in a market, if it has.
    #[must_use]
    pub fn tightened(&self, platform: PlatformId, market: MarketId) -> Option<Time> {
        self.relations[(platform, market)].tightened
    }

    /// Whether an inquiry into a platform is under way in a market.
    #[must_use]
    pub fn is_under_way(&self, platform: PlatformId, market: MarketId) -> bool {
        self.relations[(platform, market)].under_way
    }

    /// Inquiries opened, ended and under way; contests of mandates begun, ended and under way.
    #[must_use]
    pub fn balances(&self) -> [Balance; 2] {
        let held = |is_so: fn(&Relation) -> bool| self.relations.iter().filter(|relation| is_so(relation)).count() as u64;
        [
            Balance { entered: self.inquiries_opened, left: self.inquiries_ended, held: held(|r| r.under_way) },
            Balance { entered: self.contests_begun, left: self.contests_ended, held: held(|r| r.contested) },
        ]
    }
}
