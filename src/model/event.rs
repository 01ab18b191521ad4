//! Events: what can happen, and what goes before what at one instant.

use super::mechanism::access::Path;
use super::mechanism::detection::Channel;
use super::mechanism::list::Tampering;
use crate::engine::Clock;
use crate::units::Time;

/// What can happen. Numbers are places in the tables of [`Simulation`](super::Simulation).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The rules of a platform change.
    Change(u8),
    /// The warm-up is over: the count begins.
    Begin,
    /// A reporting window ends.
    Window,
    /// Users' moods are brought up to date.
    Mood,
    /// The next offender of a class appears on a platform.
    Arrival(u16),
    /// An offender shares material.
    Share(u32),
    /// An offender approaches somebody who might answer.
    Approach(u32),
    /// A conversation reaches its next stage.
    Stage(u32),
    /// An ordinary user does something that channels look at; only where every message is played.
    Message(u8, u32),
    /// A channel of a platform flags an ordinary user.
    FalseFlag(u8, Channel),
    /// A flag on an offender is raised.
    Flag(u32),
    /// A reviewer is done with a flag.
    Reviewed(u32),
    /// Somebody appeals against a suspension.
    Appeal(u32),
    /// An appeal is decided.
    Appealed(u32),
    /// A restriction ends, or a new account is opened: an offender's account of this generation works again.
    Restore(u32, u8, u16),
    /// An offender goes on on another platform.
    Displaced(u32),
    /// Police decide whether to open a case on a report.
    Triage(u32),
    /// An investigation ends.
    Investigated(u32),
    /// Somebody gets at a platform's data.
    Access(u8, Path),
    /// A secret order reaches accounts of a platform in one market.
    BulkOrder(u8, u8),
    /// Somebody tampers with the list that devices of a platform's users in one market are scanned for.
    Tampered(u8, u8, Tampering),
    /// An entry that got into a list matches what an ordinary user holds.
    PoisonedFlag(u32),
    /// The time for a regulator's inquiry, if there is cause.
    Inquiry(u8, u8),
    /// An inquiry, on safety or else on privacy, comes to a notice of what the regulator means to find, or to its end.
    Notice(u8, u8, bool),
    /// An inquiry is decided, on safety or else on privacy.
    Decision(u8, u8, bool),
    /// The contest of a mandate ends.
    Contested(u8, u8),
}

/// What goes before what at one instant. A lower phase goes first, so that a change of rules holds for everything at its instant,
/// and a window is closed before anything at its end.
#[must_use]
#[inline]
pub fn phase(event: Event) -> u8 {
    match event {
        Event::Mood => 0,
        Event::Begin | Event::Window => 1,
        Event::Change(_) => 2,
        Event::Reviewed(_) | Event::Appealed(_) | Event::Investigated(_) => 3,
        Event::Restore(..) | Event::Displaced(_) => 4,
        Event::Arrival(_) => 5,
        Event::Share(_) | Event::Approach(_) | Event::Stage(_) => 6,
        Event::Flag(_) | Event::FalseFlag(..) | Event::PoisonedFlag(_) | Event::Message(..) | Event::Appeal(_) | Event::Triage(_) => 7,
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
