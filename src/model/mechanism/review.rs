//! Review.
use crate::model::parameter::Param;
use crate::units::{Count, Probability, Share, Span};

crate::parameters! {
    /// The people who look at what was flagged.
    pub struct Review {
        /// Reviewers assigned to child-safety flags from direct messages.
        "staff" staff: Param<Count>,
        /// Share of all hours in which a reviewer is on duty and reviewing.
        "on-duty" on_duty: Param<Share>,
        /// Mean handling time of a flag.
        "handling" handling: Param<Span>,
        /// Flags that waited longer than this are closed unseen.
        "expiry" expiry: Param<Span>,
        /// The waiting time that the platform aims for.
        "target" target: Param<Span>,
        /// The chance that a reviewer confirms a true flag whose content can be seen.
        "sensitivity" sensitivity: Param<Probability>,
        /// The same where only metadata can be seen.
        "sensitivity-blind" sensitivity_blind: Param<Probability>,
        /// The chance that a reviewer dismisses a false flag whose content can be seen.
        "specificity" specificity: Param<Probability>,
        /// The same where only metadata can be seen.
        "specificity-blind" specificity_blind: Param<Probability>,
    }
}
