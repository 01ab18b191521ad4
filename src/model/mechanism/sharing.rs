//! Sharing.
use crate::model::parameter::Param;
use crate::units::{Factor, PerTime, Probability, Share};

crate::parameters! {
    /// How an offender passes on abuse material.
    pub struct Sharing {
        /// Sharing sessions by one offender.
        "rate" rate: Param<PerTime>,
        /// Mean number of files in a session, 1 or more.
        "files" files: Param<Factor>,
        /// Share of sessions whose files are on the lists of known material.
        "known" known: Param<Share>,
        /// Share of sessions whose files are altered copies of known material. What is left is new material.
        "near-duplicate" near_duplicate: Param<Share>,
        /// The chance that a session leaves a trace on a surface that stays readable under every regime.
        "surface" surface: Param<Probability>,
        /// Share of sessions with files that many people are passing on at the time.
        "viral" viral: Param<Share>,
    }
}
