//! State of review: the queue of each platform.

use crate::engine::Station;
use crate::model::identity::{ById, FlagId, PlatformId};
use crate::units::Time;

/// Classes of priority in the queue.
pub const CLASSES: usize = 8;

/// Reviewers and the flags before them, platform by platform.
#[derive(Clone, Debug)]
pub struct Reviews(pub(super) ById<PlatformId, Station<FlagId>>);

impl Reviews {
    /// Nobody on duty, and nothing to do.
    #[must_use]
    pub fn new(platforms: usize) -> Self {
        Self((0..platforms).map(|_| Station::new(0, CLASSES)).collect())
    }

    /// The time within which 95 % of a platform's flags were taken up or closed.
    #[must_use]
    pub fn wait_95(&self, platform: PlatformId) -> f64 {
        self.0[platform].waits().quantile(0.95)
    }

    /// Flags waiting on a platform, averaged over the count.
    #[must_use]
    pub fn backlog(&self, platform: PlatformId, now: Time) -> f64 {
        self.0[platform].queued().average(now)
    }

    /// Flags waiting on a platform.
    #[must_use]
    pub fn waiting(&self, platform: PlatformId) -> usize {
        self.0[platform].queue()
    }
}
