//! Shares by age band, as a scenario states them.

use super::identity::BANDS;
use crate::parameter::Param;
use crate::units::Share;

crate::parameters! {
    /// One share for each age band.
    pub struct BandShares {
        /// Under 13.
        "under-13" [shared] under_13: Param<Share>,
        /// 13 to 15.
        "13-15" [shared] from_13: Param<Share>,
        /// 16 and 17.
        "16-17" [shared] from_16: Param<Share>,
        /// 18 and over.
        "adult" [shared] adult: Param<Share>,
    }
}

impl BandShares {
    /// The four shares, youngest first.
    #[must_use]
    pub fn get(&self) -> [f64; BANDS] {
        [self.under_13.number(), self.from_13.number(), self.from_16.number(), self.adult.number()]
    }
}
