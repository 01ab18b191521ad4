//! State of access: cases drawn so far.

use super::rules::Path;
use crate::model::identity::{ById, ByPart, PlatformId};
use crate::units::Time;

/// Cases of one path.
#[derive(Clone, Copy, Debug)]
pub(super) struct OfPath {
    /// How many have been drawn.
    pub(super) drawn: u32,
    /// When the last one was.
    pub(super) last: Time,
}

/// Cases drawn so far.
#[derive(Clone, Debug)]
pub struct Cases {
    /// Of each path.
    pub(super) by_path: ById<PlatformId, [OfPath; Path::ALL.len()]>,
    /// Secret orders.
    pub(super) bulk_orders: ByPart<u32>,
}

impl Cases {
    /// No case yet.
    #[must_use]
    pub fn new(platforms: usize, markets: usize) -> Self {
        let none = OfPath { drawn: 0, last: Time::ZERO };
        Self { by_path: vec![[none; Path::ALL.len()]; platforms].into_iter().collect(), bulk_orders: ByPart::new(platforms, markets, 0) }
    }
}
