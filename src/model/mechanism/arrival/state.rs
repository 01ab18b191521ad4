//! State of arrival: who appears where, and how many so far.

use crate::model::identity::{ArrivalId, ById, ClassId, PlatformId};

/// Offenders of one class appearing on one platform.
#[derive(Clone, Copy, Debug)]
pub struct ArrivalStream {
    /// Which class.
    pub class: ClassId,
    /// On which platform.
    pub platform: PlatformId,
    /// Identity in streams.
    pub id: u64,
    /// Offenders per day.
    pub rate: f64,
    /// How many have appeared.
    pub count: u32,
}

/// The streams of offenders.
#[derive(Clone, Debug, Default)]
pub struct Arrivals(pub(super) ById<ArrivalId, ArrivalStream>);

impl Arrivals {
    /// Every stream.
    pub fn ids(&self) -> impl Iterator<Item = ArrivalId> + use<> {
        self.0.ids()
    }

    /// One stream.
    #[must_use]
    pub fn stream(&self, id: ArrivalId) -> &ArrivalStream {
        &self.0[id]
    }

    /// Every stream.
    #[must_use]
    pub fn streams(&self) -> &[ArrivalStream] {
        self.0.as_slice()
    }
}
