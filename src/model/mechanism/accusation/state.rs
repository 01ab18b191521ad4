//! State of accusation: who is, or was, under suspicion.

use crate::model::identity::PlatformId;
use crate::model::population::Person;
use crate::units::Time;

/// A time of an innocent person that something was lost in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ordeal {
    pub(super) person: Person,
    pub(super) from: Time,
    pub(super) to: Time,
    /// Where it began.
    pub(super) platform: PlatformId,
}

/// Wrong accusations so far.
#[derive(Clone, Debug, Default)]
pub struct Accusations(pub(super) Vec<Ordeal>);
