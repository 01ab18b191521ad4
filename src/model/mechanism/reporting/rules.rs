//! Reporting: from an incident to a report: what it is, and its parameters.

use crate::model::mechanism::about::About;
use crate::model::outcome::Outcome;
use crate::parameter::Param;
use crate::units::{Multiple, Probability, Share};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Reporting: from an incident to a report",
    does: "A confirmed incident is passed on to the clearinghouse where law or practice ask for it. Incidents of a viral file go into \
        one report together, and most reports of known material are about files that were reported before. A report may or may not \
        carry enough for police to act on, less often without content, and seldom where the person shared in outrage or by accident. \
        Reports are of four kinds: known material, new material, conduct, and extortion, with an image or without.",
    matters: "Report counts follow reporting practice as much as abuse (M14; evidence: `meta_bundling_factor_2024`, `fb_dup_share_2020`, \
        `ncmec_actionable_share_2023`), and a report is neither harm nor safety.",
    switched_off: "Confirmed incidents are counted, and no report leaves the platform.",
    limits: "The clearinghouse itself has no queue here; what police do with a report is *investigation*. Fraud is acted on by the \
        platform and not reported, as the clearinghouse is for children; what police do about fraud is not simulated. A wrong report of a conversation counts as one \
        of conduct. Practice is the same before and after conduct became a duty in 2024.",
};

crate::parameters! {
    /// How the platform reports to the clearinghouse.
    pub struct Reporting {
        /// Whether the platform reports at all.
        "enabled" [at once] enabled: Param<bool>,
        /// The chance that a confirmed incident with abuse imagery is reported.
        "duty-imagery" [at once] duty_imagery: Param<Probability>,
        /// The chance that a confirmed incident of grooming or extortion without imagery is reported.
        "duty-conduct" [at once] duty_conduct: Param<Probability>,
        /// The chance that a report about known material is about files that were reported before.
        "duplicates" [at once] duplicates: Param<Probability>,
        /// Incidents in one report where a viral file is reported in bundles.
        "bundling" [at once] bundling: Param<Multiple>,
        /// The chance that a true report carries enough for police to act on when it contains content.
        "actionable" [at once] actionable: Param<Probability>,
        /// The same when it contains metadata only.
        "actionable-blind" [at once] actionable_blind: Param<Probability>,
        /// Multiplies the two where the reported person shared in outrage or by accident.
        "actionable-no-malice" [at once] actionable_no_malice: Param<Share>,
    }
}

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Files that are on lists of known material.
    Known,
    /// Imagery that no list knows.
    New,
    /// Grooming and other conduct.
    Conduct,
    /// Extortion of money.
    Extortion,
}

impl Kind {
    /// What reports of the kind are counted as.
    #[must_use]
    pub fn reports(self) -> Outcome {
        match self {
            Self::Known => Outcome::ReportsKnown,
            Self::New => Outcome::ReportsNew,
            Self::Conduct => Outcome::ReportsConduct,
            Self::Extortion => Outcome::ReportsExtortion,
        }
    }

    /// What arrests that follow from such a report are counted as.
    #[must_use]
    pub fn arrests(self) -> Outcome {
        match self {
            Self::Known => Outcome::ArrestsKnown,
            Self::New => Outcome::ArrestsNew,
            Self::Conduct => Outcome::ArrestsConduct,
            Self::Extortion => Outcome::ArrestsExtortion,
        }
    }
}
