//! Population.
use super::parameter::Param;
use crate::units::Share;

crate::parameters! {
    /// One share for each age band.
    pub struct BandShares {
        /// Under 13.
        "under-13" under_13: Param<Share>,
        /// 13 to 15.
        "13-15" from_13: Param<Share>,
        /// 16 and 17.
        "16-17" from_16: Param<Share>,
        /// 18 and over.
        "adult" adult: Param<Share>,
    }
}
