//! Where and when: a platform and a market, under the rules of the start.

use crate::model::assumptions::Encryption;
use crate::model::identity::{MarketId, PlatformId};
use crate::model::regime::{Regime, with_odds};
use crate::model::state::State;
use crate::units::Time;

/// Everything is taken at the start: rules stay, and drivers from outside do not enter.
pub(super) const NOW: Time = Time::ZERO;

/// Where somebody is, as far as it matters here.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub platform: PlatformId,
    pub market: MarketId,
    pub regime: &'a Regime,
}

impl<'a> Place<'a> {
    pub fn of(state: &'a State, platform: PlatformId, market: MarketId) -> Self {
        Self { platform, market, regime: state.platforms[platform].timeline.now(NOW) }
    }

    /// Whether the servers look into messages that they can read.
    pub fn scans(&self) -> bool {
        self.regime.scans([self.market; 2])
    }

    /// The chance that a message is encrypted. `taste` multiplies the writer's odds where encryption is opt-in.
    pub fn encrypted(&self, minor: bool, taste: f64) -> f64 {
        match self.regime.encryption(minor, self.market) {
            Encryption::None => 0.0,
            Encryption::OptIn => with_odds(self.regime.rules.opt_in_uptake.number(), taste),
            Encryption::Default => 1.0,
        }
    }
}
