//! State of traffic: false flags drawn ahead, and users who write message by message.

use crate::model::identity::{ArrivalId, ById, PlatformId, UserId};
use crate::model::mechanism::detection::rules::CHANNELS;
use crate::model::population::Person;
use crate::units::Time;

/// False flags of one platform: what is drawn, and how far.
#[derive(Clone, Copy, Debug)]
pub(super) struct FalseFlags {
    /// By channel: when the last one was raised, and how many had been drawn by then.
    pub(super) last: [(Time, u32); CHANNELS],
    /// By channel: how many have been drawn with the next one.
    pub(super) drawn: [u32; CHANNELS],
    /// By channel: whom the next one hits, and whether their messages are encrypted.
    pub(super) next: [Option<(Person, bool)>; CHANNELS],
}

/// A user who writes.
#[derive(Clone, Copy, Debug)]
pub struct User {
    /// Who.
    pub person: Person,
    /// Share of the platform's messages that this user writes.
    pub(super) share: f64,
    /// Messages and other acts so far.
    pub(super) acts: u32,
    /// When the last of them was.
    pub(super) last: Time,
}

/// What ordinary users do, as far as it is drawn ahead.
#[derive(Clone, Debug)]
pub struct Messages {
    pub(super) false_flags: ById<PlatformId, FalseFlags>,
    /// By stream of arrivals: how many ordinary users have been drawn who pass on lawful content that lists hold.
    pub(super) lawful: ById<ArrivalId, u32>,
    /// Every user, where every message is simulated; else none.
    pub(super) users: ById<PlatformId, ById<UserId, User>>,
}

impl Messages {
    /// Nothing is drawn yet.
    #[must_use]
    pub fn new(platforms: usize) -> Self {
        Self {
            false_flags: vec![FalseFlags { last: [(Time::ZERO, 0); CHANNELS], drawn: [0; CHANNELS], next: [None; CHANNELS] }; platforms]
                .into_iter()
                .collect(),
            lawful: ById::default(),
            users: (0..platforms).map(|_| ById::default()).collect(),
        }
    }

    /// A user who writes message by message.
    #[must_use]
    pub fn writer(&self, platform: PlatformId, user: UserId) -> Person {
        self.users[platform][user].person
    }
}
