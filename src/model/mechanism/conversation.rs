//! Conversation.
use crate::model::parameter::Param;
use crate::units::{Kind, Probability, Quantity, Span, Syntax};

/// What the harm done in a conversation is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HarmType {
    /// Sexual abuse of a child by way of a conversation.
    Grooming,
    /// Extortion of money under the threat to publish intimate images.
    FinancialSextortion,
}

impl Quantity for HarmType {
    const KIND: Kind = Kind {
        name: "type of harm",
        unit: "",
        low: 0.0,
        high: 1.0,
        syntax: Syntax::Word(&["grooming", "financial-sextortion"]),
        example: "\"grooming\"",
    };
    fn from_value(x: f64) -> Self {
        if x < 0.5 { Self::Grooming } else { Self::FinancialSextortion }
    }
}

crate::parameters! {
    /// The course of a conversation between an offender and somebody who answered.
    pub struct Conversation {
        /// The chance that an answered approach grows into trust.
        "rapport" rapport: Param<Probability>,
        /// Mean time from the answer to trust.
        "rapport-delay" rapport_delay: Param<Span>,
        /// The chance that the offender then moves the conversation to a platform that does not report.
        "move" move_away: Param<Probability>,
        /// The chance that trust leads to a sexual or extortionate demand.
        "solicit" solicit: Param<Probability>,
        /// Mean time from trust to the demand.
        "solicit-delay" solicit_delay: Param<Span>,
        /// The chance that a demand ends in harm, if the target neither blocks nor is protected.
        "harm" harm: Param<Probability>,
        /// Mean time from the demand to harm.
        "harm-delay" harm_delay: Param<Span>,
        /// What the harm is called.
        "harm-type" harm_type: Param<HarmType>,
        /// The chance that an episode of harm includes an image made of the victim.
        "image" image: Param<Probability>,
        /// The chance that an episode of harm is followed by another.
        "repeat" repeat: Param<Probability>,
        /// Mean time to the next episode.
        "repeat-delay" repeat_delay: Param<Span>,
        /// The chance that a victim who blocked is contacted again from another account.
        "recontact" recontact: Param<Probability>,
    }
}
