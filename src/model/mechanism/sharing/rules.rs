//! Sharing: abuse material is passed on: what it is, and its parameters.

use crate::model::mechanism::about::About;
use crate::parameter::Param;
use crate::units::{Multiple, PerTime, Probability, Share};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Sharing: abuse material is passed on",
    does: "An offender passes on files in sessions, at random instants. A session's files are known to the lists, altered copies of \
        known ones, or new. A session does not happen while the account is lost, or where messages carry no images.",
    matters: "Known, altered and new material are found by different channels, and encryption blinds each differently (M1, M2). Most \
        reports are copies of few files (evidence: `fb_dup_share_2020`, `fb_six_videos_share`), most of them shared without malice \
        (`fb_nonmalicious_share`): report counts are neither victims nor offenders (M14). Whether messages carry images at all is a \
        choice of its own (M17; evidence: `tiktok_photo_dm`).",
    switched_off: "No abuse material is passed on.",
    limits: "Where messages carry no images, no offender moves to another platform for that reason. Files have no identity: that a file is known is drawn by \
        session, and a file never becomes known by being found. Whoever receives them is taken for an adult of the sender's market, \
        and reports nothing.",
};

crate::parameters! {
    /// How an offender passes on abuse material.
    pub struct Sharing {
        /// Sharing sessions by one offender.
        "rate" [shared] rate: Param<PerTime>,
        /// Mean number of files in a session.
        "files" [shared] files: Param<Multiple>,
        /// Share of sessions whose files are on the lists of known material.
        "known" [shared] known: Param<Share>,
        /// Share of sessions whose files are altered copies of known material. What is left is new material.
        "near-duplicate" [shared] near_duplicate: Param<Share>,
        /// The chance that a session leaves a trace on a surface that stays readable under every regime.
        "surface" [shared] surface: Param<Probability>,
        /// Share of sessions with files that many people are passing on at the time.
        "viral" [shared] viral: Param<Share>,
    }
}
