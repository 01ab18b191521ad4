//! State of conversations: those under way, and whom they have harmed.

use crate::model::identity::{AccountId, ConversationId, OffenderId, PlatformId, Pool};
use crate::model::population::Person;
use rustc_hash::FxHashMap;

/// The stage that a conversation reaches next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Next {
    Trust,
    Demand,
    Harm,
}

/// A conversation between an offender and somebody who answered.
#[derive(Clone, Copy, Debug)]
pub struct Conversation {
    /// Identity in streams.
    pub id: u64,
    pub(in crate::model) victim: Person,
    /// The offender, by number.
    pub offender: OffenderId,
    /// Stages reached so far.
    pub(super) step: u32,
    /// Generation of the account that it runs over.
    pub(super) generation: u16,
    pub(in crate::model) account: AccountId,
    pub(in crate::model) platform: PlatformId,
    /// Where the offender met the victim.
    pub(super) met: PlatformId,
    pub(super) moved: bool,
    pub(super) harmed: bool,
    pub(super) reported: bool,
    pub(super) blocked: bool,
    pub(in crate::model) next: Next,
}

impl Conversation {
    /// A conversation that has just begun.
    #[must_use]
    pub fn new(id: u64, offender: OffenderId, platform: PlatformId, (account, generation): (AccountId, u16), victim: Person) -> Self {
        let (moved, harmed, reported, blocked, next) = (false, false, false, false, Next::Trust);
        Self { id, victim, offender, step: 0, generation, account, platform, met: platform, moved, harmed, reported, blocked, next }
    }
}

/// The conversations under way, and whom they have harmed.
#[derive(Clone, Debug, Default)]
pub struct Conversations {
    pub(super) open: Pool<ConversationId, Conversation>,
    /// For each child harmed: on which platforms, and met on which, a bit each.
    pub(super) harmed: FxHashMap<Person, [u64; 2]>,
}

impl Conversations {
    /// The conversation, if it is under way.
    #[must_use]
    #[inline]
    pub fn get(&self, id: ConversationId) -> Option<&Conversation> {
        self.open.get(id)
    }

    /// The identity that the next conversation will have.
    #[must_use]
    pub fn next(&self) -> ConversationId {
        self.open.next()
    }
}
