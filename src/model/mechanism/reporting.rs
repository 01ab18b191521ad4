//! Reporting.
use crate::model::parameter::Param;
use crate::units::{Factor, Probability, Share};

crate::parameters! {
    /// How the platform reports to the clearinghouse.
    pub struct Reporting {
        /// Whether the platform reports at all.
        "enabled" enabled: Param<bool>,
        /// The chance that a confirmed incident with abuse imagery is reported.
        "duty-imagery" duty_imagery: Param<Probability>,
        /// The chance that a confirmed incident of grooming or extortion without imagery is reported.
        "duty-conduct" duty_conduct: Param<Probability>,
        /// Incidents in one report where a viral file is reported in bundles, 1 or more.
        "bundling" bundling: Param<Factor>,
        /// The chance that a true report carries enough for police to act on when it contains content.
        "actionable" actionable: Param<Probability>,
        /// The same when it contains metadata only.
        "actionable-blind" actionable_blind: Param<Probability>,
        /// Multiplies the two where the reported person shared in outrage or by accident.
        "actionable-no-malice" actionable_no_malice: Param<Share>,
    }
}
