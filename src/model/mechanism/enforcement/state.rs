//! State of enforcement: appeals, and ordinary users shut out.

use crate::engine::Station;
use crate::model::identity::{ById, FlagId, PlatformId};
use crate::model::population::Person;
use crate::units::Time;

/// An ordinary user shut out.
#[derive(Clone, Copy, Debug)]
pub struct WrongfulLoss {
    /// Where.
    pub platform: PlatformId,
    /// Who.
    pub person: Person,
    /// Since when.
    pub from: Time,
    /// Until when, as far as is known.
    pub to: Time,
}

/// Appeals, and ordinary users shut out.
#[derive(Clone, Debug)]
pub struct Sanctions {
    /// Appeal staff and the appeals before them.
    pub(super) appeals: ById<PlatformId, Station<FlagId>>,
    pub(super) wrongful: Vec<WrongfulLoss>,
}

impl Sanctions {
    /// No sanction yet.
    #[must_use]
    pub fn new(platforms: usize) -> Self {
        Self { appeals: (0..platforms).map(|_| Station::new(0, 1)).collect(), wrongful: Vec::new() }
    }
}
