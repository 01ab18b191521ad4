//! Flags, from the moment something is recognised until it is settled: what detection, review and enforcement hand on.

use super::books::Balance;
use super::identity::{AccountId, FlagId, OffenderId, PlatformId, Pool};
use super::mechanism::detection::rules::Channel;
use super::population::Person;
use crate::units::Time;
use std::ops::Index;

/// Whom a flag is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An offender, by number, and which account.
    Offender(OffenderId, AccountId),
    /// Somebody who did nothing.
    Ordinary(Person),
}

/// A flag, from the moment something is recognised until it is settled.
#[derive(Clone, Copy, Debug)]
pub struct Flag {
    /// Identity in streams.
    pub id: u64,
    /// Whom it is on.
    pub subject: Subject,
    /// Where.
    pub platform: PlatformId,
    /// By which channel.
    pub channel: Channel,
    /// When the thing happened that it is about.
    pub at: Time,
    /// The messages that it is about are encrypted end to end.
    pub encrypted: bool,
    /// A reviewer sees content.
    pub content: bool,
    /// It is about imagery.
    pub imagery: bool,
    /// About files that many people pass on at the time.
    pub viral: bool,
    /// It is on an offender's account on a platform to which conversations alone were moved.
    pub away: bool,
    /// Generation of the offender's account that it is on.
    pub generation: u16,
    /// About files that are on lists of known material.
    pub known: bool,
    /// Settled but for an appeal.
    pub(super) appealed: bool,
    /// Where the loss stands among the wrongful ones, for an ordinary user suspended.
    pub loss: u32,
}

impl Flag {
    /// A flag just recognised.
    #[must_use]
    pub fn new(id: u64, subject: Subject, platform: PlatformId, channel: Channel, content: bool, imagery: bool) -> Self {
        Self {
            id,
            subject,
            platform,
            channel,
            at: Time::ZERO,
            encrypted: false,
            content,
            imagery,
            away: false,
            generation: 0,
            viral: false,
            known: false,
            appealed: false,
            loss: 0,
        }
    }
}

/// The flags under way, and how many there have been.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    open: Pool<FlagId, Flag>,
    raised: u64,
    settled: u64,
    appeals_made: u64,
    appeals_settled: u64,
}

impl Flags {
    /// Something was recognised.
    pub(super) fn raise(&mut self, flag: Flag) -> FlagId {
        self.raised += 1;
        self.open.insert(flag)
    }

    /// All is settled but for an appeal.
    pub(super) fn appeal(&mut self, flag: FlagId) {
        self.settled += 1;
        self.appeals_made += 1;
        self.open[flag].appealed = true;
    }

    /// Where the loss that a flag led to stands among the wrongful ones.
    pub(super) fn note_loss(&mut self, flag: FlagId, loss: u32) {
        self.open[flag].loss = loss;
    }

    /// A flag is done with.
    pub(super) fn settle(&mut self, flag: FlagId) {
        if self.open.remove(flag).appealed {
            self.appeals_settled += 1;
        } else {
            self.settled += 1;
        }
    }

    /// The flag, if it is under way.
    #[must_use]
    #[inline]
    pub fn get(&self, flag: FlagId) -> Option<&Flag> {
        self.open.get(flag)
    }

    /// The identity that the next flag will have.
    #[must_use]
    pub fn next(&self) -> FlagId {
        self.open.next()
    }

    /// How many flags and appeals have been settled.
    #[must_use]
    pub fn closed(&self) -> u64 {
        self.settled + self.appeals_settled
    }

    /// Flags raised, settled and under way; the same of appeals.
    #[must_use]
    pub fn balances(&self) -> [Balance; 2] {
        let held = |appealed: bool| self.open.iter().filter(|flag| flag.appealed == appealed).count() as u64;
        [
            Balance { entered: self.raised, left: self.settled, held: held(false) },
            Balance { entered: self.appeals_made, left: self.appeals_settled, held: held(true) },
        ]
    }
}

impl Index<FlagId> for Flags {
    type Output = Flag;
    #[inline]
    fn index(&self, flag: FlagId) -> &Flag {
        &self.open[flag]
    }
}
