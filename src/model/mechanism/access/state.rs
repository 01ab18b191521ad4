//! State of access: cases drawn so far.

use super::rules::Path;
use crate::model::identity::{ById, ByPart, PlatformId};

/// Cases drawn so far.
#[derive(Debug)]
pub struct Cases {
    /// Of each path.
    pub(super) by_path: ById<PlatformId, [u32; Path::ALL.len()]>,
    /// Secret orders.
    pub(super) bulk_orders: ByPart<u32>,
}

impl Cases {
    /// No case yet.
    #[must_use]
    pub fn new(platforms: usize, markets: usize) -> Self {
        Self { by_path: vec![[0; Path::ALL.len()]; platforms].into_iter().collect(), bulk_orders: ByPart::new(platforms, markets, 0) }
    }
}
