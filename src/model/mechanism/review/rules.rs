//! Review: people look at what was flagged: what it is, and its parameters.

use crate::model::mechanism::about::About;
use crate::model::mechanism::detection::rules::Channel;
use crate::parameter::Param;
use crate::units::{Count, Probability, Share, Span};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Review: people look at what was flagged",
    does: "Flags wait in one queue per platform, by priority and then by age, for a finite staff. A flag that has waited too long is \
        closed unseen. A reviewer confirms or dismisses, better where content can be seen than where only metadata can. A share of the flags of some channels is acted on without review.",
    matters: "More flags can mean slower help (M3); every false flag that a person examines is an intrusion (M8).",
    switched_off: "Nobody looks at flags, and none is acted on; each waits until it expires.",
    limits: "Reviewers are alike, on duty for a constant fraction of all hours, and err independently. Handling times are exponential. With \
        `sample` below 1 the staff is thinned with the flags: utilisation stays exact, but a smaller station waits longer at the same \
        utilisation, and one of less than a whole person works slowly, so waits and delays are then too long.",
};

crate::parameters! {
    /// The people who look at what was flagged.
    pub struct Review {
        /// Reviewers assigned to child-safety flags from direct messages.
        "staff" [at once] staff: Param<Count>,
        /// Share of all hours in which a reviewer is on duty and reviewing.
        "on-duty" [at once] on_duty: Param<Share>,
        /// Mean handling time of a flag.
        "handling" [at once] handling: Param<Span>,
        /// Flags that waited longer than this are closed unseen.
        "expiry" [at once] expiry: Param<Span>,
        /// The waiting time that the platform aims for.
        "target" [at once] target: Param<Span>,
        /// The chance that a reviewer confirms a true flag whose content can be seen.
        "sensitivity" [at once] sensitivity: Param<Probability>,
        /// The same where only metadata can be seen.
        "sensitivity-blind" [at once] sensitivity_blind: Param<Probability>,
        /// The same where a user reports an account and the report carries none of the messages.
        "sensitivity-account" [at once] sensitivity_account: Param<Probability>,
        /// The chance that a reviewer dismisses a false flag whose content can be seen.
        "specificity" [at once] specificity: Param<Probability>,
        /// The same where only metadata can be seen.
        "specificity-blind" [at once] specificity_blind: Param<Probability>,
    }
}

impl Review {
    /// The chance that a reviewer confirms a true flag of a channel.
    #[must_use]
    pub fn sensitivity(&self, channel: Channel, content: bool) -> f64 {
        match channel {
            _ if content => self.sensitivity.number(),
            Channel::UserReport => self.sensitivity_account.number(),
            _ => self.sensitivity_blind.number(),
        }
    }
}
