//! What is encrypted, and what the platform and its channels can see: what the rules give, less what has been withdrawn from a market.

use super::identity::{MarketId, PlatformId};
use super::mechanism::Mechanism;
use super::mechanism::detection::rules::Channel;
use super::population::{Account, Person};
use super::state::State;
use crate::units::Time;

impl State {
    /// Whether encryption has been withdrawn from either of two markets.
    #[inline]
    fn is_withdrawn(&self, platform: PlatformId, markets: [MarketId; 2], now: Time) -> bool {
        markets.iter().any(|m| self.regulator.withdrawn(platform, *m).is_some_and(|since| since <= now))
    }

    /// Whether a message is encrypted end to end. `taste` multiplies the writer's odds of turning encryption on where it is opt-in.
    #[inline]
    pub(super) fn encrypts(
        &self,
        platform: PlatformId,
        now: Time,
        markets: [MarketId; 2],
        taste: f64,
        writer: impl FnOnce() -> Account,
        reader: impl FnOnce() -> Account,
    ) -> bool {
        !self.is_withdrawn(platform, markets, now) && self.platforms[platform].timeline.encrypts(now, markets, taste, writer, reader)
    }

    /// Whether every message on a platform is encrypted.
    pub(super) fn encrypts_all(&self, platform: PlatformId, now: Time) -> bool {
        let markets = self.markets.ids();
        !markets.clone().any(|m| self.is_withdrawn(platform, [m; 2], now)) && self.platforms[platform].timeline.encrypts_all(now, &markets)
    }

    /// Whether an ordinary user's message to another is encrypted.
    pub(super) fn is_encrypted(&self, platform: PlatformId, writer: Person, reader: Person, at: Time) -> bool {
        let account = |person: Person| move || self.population.account(platform, person);
        self.encrypts(platform, at, [writer.market(), reader.market()], 1.0, account(writer), account(reader))
    }

    /// Share of a market's messages that are encrypted and scanned on the device at an instant, for accounts that declare to be minors'
    /// with chance `minor`.
    pub(super) fn scanned_share(&self, platform: PlatformId, market: MarketId, minor: f64, now: Time) -> f64 {
        if !self.simulates(Mechanism::Detection) || self.is_withdrawn(platform, [market; 2], now) {
            0.0
        } else {
            self.platforms[platform].timeline.scanned_share(now, minor, market)
        }
    }

    /// Share of a market's messages that are encrypted at an instant, for accounts that declare to be minors' with chance `minor`.
    pub(super) fn encrypted_share(&self, platform: PlatformId, market: MarketId, minor: f64, now: Time) -> f64 {
        if self.is_withdrawn(platform, [market; 2], now) {
            0.0
        } else {
            self.platforms[platform].timeline.encrypted_share(now, minor, market)
        }
    }

    /// Share of a market's messages that are encrypted, over all ages.
    pub(super) fn encrypted_in(&self, platform: PlatformId, market: MarketId, now: Time) -> f64 {
        // The share is linear in the chance that a minor is declared at either end, so its mean over ages is at the mean chance.
        self.encrypted_share(platform, market, self.mean_minor(platform), now)
    }

    /// The mean chance, over all ages, that a minor is declared at either end of a message.
    pub(super) fn mean_minor(&self, platform: PlatformId) -> f64 {
        self.population.ages(platform).iter().map(|(band, share)| share * self.population.pair_minor(platform, band)).sum()
    }

    /// Whether a channel can see what an ordinary user does.
    pub(super) fn is_visible(
        &self,
        platform: PlatformId,
        channel: Channel,
        (writer, reader): (Person, Person),
        encrypted: bool,
        at: Time,
    ) -> bool {
        let timeline = &self.platforms[platform].timeline;
        let scanned = || {
            let account = self.population.account(platform, writer);
            timeline.of(at, account.position).rules.detection.client_side_scan.enabled.get()
        };
        let passes = || {
            let declared = [writer, reader].map(|person| self.population.account(platform, person).declared);
            timeline.now(at).lets_images_pass(declared)
        };
        let on_server = || !encrypted && timeline.now(at).scans([writer.market(), reader.market()]);
        match channel {
            Channel::HashMatch | Channel::ImageClassifier => on_server() && passes(),
            Channel::TextClassifier => on_server(),
            Channel::ClientSideScan => encrypted && scanned() && passes(),
            Channel::Behaviour | Channel::VisibleSurfaces | Channel::UserReport => true,
        }
    }
}
