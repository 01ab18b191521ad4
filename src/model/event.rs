//! Events: what can happen, and what goes before what at one instant.

use super::identity::{AccountId, ArrivalId, CaseId, ConversationId, FlagId, MarketId, OffenderId, PlatformId, PoisonId, SearchId, UserId};
use super::mechanism::access::rules::Path;
use super::mechanism::detection::rules::Channel;
use super::mechanism::list::rules::Tampering;
use super::population::Person;
use crate::engine::Clock;
use crate::units::Time;

/// What can happen, and to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The rules of a platform change.
    Change(PlatformId),
    /// A market has more or fewer investigators from now on.
    Budget(MarketId),
    /// The warm-up is over: the count begins.
    Begin,
    /// A reporting window ends.
    Window,
    /// Users' moods are brought up to date.
    Mood,
    /// The next offender of a class appears on a platform.
    Arrival(ArrivalId),
    /// An offender shares material.
    Share(OffenderId),
    /// An offender approaches somebody who might answer.
    Approach(OffenderId),
    /// A conversation reaches its next stage.
    Stage(ConversationId),
    /// An ordinary user does something that channels look at; only where every message is simulated.
    Message(PlatformId, UserId),
    /// A channel of a platform flags an ordinary user.
    FalseFlag(PlatformId, Channel),
    /// A flag on an offender is raised.
    Flag(FlagId),
    /// A reviewer is done with a flag.
    Reviewed(FlagId),
    /// Somebody appeals against a suspension.
    Appeal(FlagId),
    /// An appeal is decided.
    Appealed(FlagId),
    /// A restriction ends, or a new account is opened: an offender's account of this generation works again.
    Restore(OffenderId, AccountId, u16),
    /// An offender continues on another platform.
    Displaced(OffenderId),
    /// Police decide whether to open a case on a report.
    Triage(CaseId),
    /// An investigation ends.
    Investigated(CaseId),
    /// A renewed search finds a child.
    Found(SearchId),
    /// Somebody who was wrongly accused is cleared, and the platform gives the account back.
    Cleared(PlatformId, Person),
    /// An ordinary user passes on lawful content that lists hold: as often as offenders of a stream begin to pass on what is not.
    LawfulMatch(ArrivalId),
    /// Somebody gets at a platform's data.
    Access(PlatformId, Path),
    /// A secret order reaches accounts of a platform in one market.
    BulkOrder(PlatformId, MarketId),
    /// Somebody tampers with the list that devices of a platform's users in one market are scanned for.
    Tampered(PlatformId, MarketId, Tampering),
    /// An entry that got into a list matches what an ordinary user holds.
    PoisonedFlag(PoisonId),
    /// The time for a regulator's inquiry, if there is cause.
    Inquiry(PlatformId, MarketId),
    /// An inquiry, on safety or else on privacy, comes to a notice of what the regulator means to find, or to its end.
    Notice(PlatformId, MarketId, bool),
    /// An inquiry is decided, on safety or else on privacy.
    Decision(PlatformId, MarketId, bool),
    /// The contest of a mandate ends.
    Contested(PlatformId, MarketId),
}

/// What goes before what at one instant. A lower phase goes first, so that a change of rules holds for everything at its instant,
/// and a window is closed before anything at its end.
#[must_use]
#[inline]
pub fn phase(event: Event) -> u8 {
    match event {
        Event::Mood => 0,
        Event::Begin | Event::Window => 1,
        Event::Change(_) | Event::Budget(_) => 2,
        Event::Reviewed(_) | Event::Appealed(_) | Event::Investigated(_) | Event::Found(_) => 3,
        Event::Restore(..) | Event::Displaced(_) | Event::Cleared(..) => 4,
        Event::Arrival(_) => 5,
        Event::Share(_) | Event::Approach(_) | Event::Stage(_) => 6,
        Event::Flag(_)
        | Event::FalseFlag(..)
        | Event::PoisonedFlag(_)
        | Event::LawfulMatch(_)
        | Event::Message(..)
        | Event::Appeal(_)
        | Event::Triage(_) => 7,
        Event::Access(..)
        | Event::BulkOrder(..)
        | Event::Tampered(..)
        | Event::Inquiry(..)
        | Event::Notice(..)
        | Event::Decision(..)
        | Event::Contested(..) => 8,
    }
}

/// Schedules an event in its phase.
#[inline]
pub(super) fn schedule(clock: &mut Clock<Event>, at: Time, event: Event) {
    clock.schedule(at, phase(event), event);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_takes_little_room() {
        assert!(size_of::<Event>() <= 16);
    }
}
