//! What has happened to ordinary users: kept for those alone to whom something has.

use super::identity::PlatformId;
use super::population::Person;
use rustc_hash::FxHashMap;
use std::num::NonZeroU32;

/// What has happened to an ordinary user on a platform.
#[derive(Clone, Copy, Debug, Default)]
pub struct History {
    /// Was examined by a reviewer.
    pub examined: bool,
    /// Had messages read by a reviewer.
    pub read: bool,
    /// Was reported to the clearinghouse.
    pub reported: bool,
    /// Is suspended.
    pub suspended: bool,
    /// Which loss of an account, counted from 1, was the latest of this one.
    pub(super) latest_loss: Option<NonZeroU32>,
}

impl History {
    /// The count begins: what is counted once is counted afresh. Who is suspended stays so.
    fn begin_count(&mut self) {
        *self = Self { suspended: self.suspended, latest_loss: self.latest_loss, ..Self::default() };
    }
}

/// The histories of ordinary users, by account.
#[derive(Clone, Debug, Default)]
pub struct Ordinary(FxHashMap<u64, History>);

impl Ordinary {
    /// What has happened to a person on a platform, to be added to.
    pub(super) fn of(&mut self, person: Person, platform: PlatformId) -> &mut History {
        self.0.entry(person.on(platform)).or_default()
    }

    /// What has happened to a person on a platform, if anything has.
    #[must_use]
    #[inline]
    pub fn get(&self, person: Person, platform: PlatformId) -> Option<&History> {
        self.0.get(&person.on(platform))
    }

    /// The count begins.
    pub(super) fn begin_count(&mut self) {
        self.0.values_mut().for_each(History::begin_count);
    }
}
