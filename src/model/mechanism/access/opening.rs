//! What accounts are opened for, and what each of them exposes.

use super::rules::Path;
use crate::model::identity::{Band, MarketId, PlatformId};
use crate::model::outcome::Outcome;
use crate::model::regime::ByAge;
use crate::model::state::State;
use crate::units::Time;

/// What accounts are opened for: how it is counted, which case it is, and the chance that it harms somebody.
#[derive(Clone, Copy)]
pub(super) struct Opening {
    /// None where records alone are given out.
    pub(super) content: Option<Outcome>,
    pub(super) metadata: Outcome,
    pub(super) case: u64,
    pub(super) harm: f64,
}

impl Opening {
    /// Of a case of a path.
    pub(super) fn of(path: Path, state: &State, case: u64) -> Self {
        let (content, metadata) = path.outcomes();
        let harm = if path == Path::Breach { state.exposure.mass.number() } else { state.exposure.targeted.number() };
        Self { content: Some(content), metadata, case, harm }
    }

    /// Of a bulk order.
    pub(super) fn in_bulk(state: &State, case: u64) -> Self {
        Self { content: Some(Outcome::ContentBulk), metadata: Outcome::MetadataBulk, case, harm: state.exposure.mass.number() }
    }
}

/// Share of a platform's messages that are not gone once they are seen.
pub(super) fn lasting(state: &State, platform: PlatformId) -> f64 {
    1.0 - state.platforms[platform].timeline.now(Time::ZERO).rules.access.vanishing.number()
}

/// How harm to people of an age band is counted.
pub(super) fn harm_of(band: Band) -> Outcome {
    if band < Band::ADULT { Outcome::HarmedByExposure } else { Outcome::AdultsHarmedByExposure }
}

/// What opening an account of a market at an instant exposes; or several, each at its instant.
#[derive(Clone, Copy)]
pub(super) struct Reach {
    /// Days of readable content.
    pub(super) content: ByAge,
    /// Days of metadata.
    pub(super) metadata: f64,
    /// Share of the messages kept that can be read.
    pub(super) readable: ByAge,
}

impl Reach {
    /// Of no account.
    pub(super) fn nothing() -> Self {
        let none = ByAge::ALL.times(0.0);
        Self { content: none, metadata: 0.0, readable: none }
    }

    /// Of one account.
    pub(super) fn at(state: &State, platform: PlatformId, market: MarketId, now: Time) -> Self {
        let timeline = &state.platforms[platform].timeline;
        let kept = timeline.kept(now, |rules| rules.access.content_retention.get());
        let readable = timeline.readable_days_over(kept, now, market, state.regulator.withdrawn(platform, market));
        let content = readable.times(lasting(state, platform));
        let share = if kept.days() > 0.0 { 1.0 / kept.days() } else { 0.0 };
        let metadata = timeline.kept(now, |rules| rules.access.metadata_retention.get()).days();
        Self { content, metadata, readable: content.times(share) }
    }

    /// Of so many accounts.
    pub(super) fn times(self, accounts: f64) -> Self {
        let Self { content, metadata, readable } = self;
        Self { content: content.times(accounts), metadata: metadata * accounts, readable: readable.times(accounts) }
    }

    /// Of these and others.
    pub(super) fn plus(self, other: Self) -> Self {
        let metadata = self.metadata + other.metadata;
        Self { content: self.content.plus(other.content), metadata, readable: self.readable.plus(other.readable) }
    }
}
