//! Conversation: from an answer to harm: what it is, and its parameters.

use crate::model::mechanism::about::About;
use crate::parameter::Param;
use crate::units::{Probability, Span};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Conversation: from an answer to harm",
    does: "An answered approach goes through stages: trust, perhaps a move to a platform that watches less, a demand, harm, with an \
        image made if the platform lets it pass, and more harm or an end. Each stage leaves signals that channels may see, and gives \
        the victim occasion to report or to block. A conversation ends when the offender's account is gone, where it began or where \
        it has moved to; a victim who blocked may be contacted again from another account. How closely a platform watches is its \
        *watch level* for the two: the chance that its channels or the victim's report would bring a demand and an episode of harm \
        before a reviewer who confirms them, from operating points, skill, what is encrypted between them, and whether a report \
        shows content. A conversation moves downwards only, to the platform that watches it least of those on which the victim has \
        an account (`overlap`): if the offender tries, as often as the share of the watch that falls away, and the victim accepts. \
        Else it stays.",
    matters: "Encryption acts on each stage differently (M1), offenders switch platforms mid-way (M6; evidence: `unh_multi_platform_2016`, \
        `thorn_move_private_2021`), and victims block more than they report (M4; evidence: `thorn_block_share`, \
        `thorn_report_share`, `thorn_recontact`). A platform that sees more sends conversations away, one that sees less keeps them: \
        harm is booked where it happens (`children-harmed`) and where the child was met (`children-harmed-met`).",
    switched_off: "An approach that is answered leads to nothing.",
    limits: "Extortion and grooming are as likely where no image can pass. Who has an account on another platform too is drawn by age, \
        platform by platform, apart from whom strangers find there. Conversations move once, after trust, and for no other reason \
        than the watch; offenders know the rules in force, and how often people of the victim's age report. Police, the \
        clearinghouse and queues before reviewers do not enter the watch level. A conversation that has moved outlives the account \
        where it began. A recontact runs over the same account. Delays are exponential; one victim's conversations do not influence each other; harm \
        outside messages is not simulated.",
};

crate::choices! {
    /// What the harm done in a conversation is called.
    pub enum HarmType "type of harm" {
        /// Sexual abuse of a child by way of a conversation.
        Grooming "grooming",
        /// Extortion of money under the threat to publish intimate images.
        FinancialSextortion "financial-sextortion",
        /// Money obtained by deceit.
        Fraud "fraud",
    }
}

crate::parameters! {
    /// The course of a conversation between an offender and somebody who answered.
    pub struct Course {
        /// The chance that an answered approach grows into trust.
        "rapport" [shared] rapport: Param<Probability>,
        /// Mean time from the answer to trust.
        "rapport-delay" [shared] rapport_delay: Param<Span>,
        /// The chance that the offender then tries to move the conversation to a platform that does not watch it at all; to one that watches it less than where it is, in proportion to how much of the watch level falls away.
        "move" [shared] move_away: Param<Probability>,
        /// The chance that a victim with an account there accepts.
        "move-accept" [shared] move_accept: Param<Probability>,
        /// The chance that trust leads to a sexual or extortionate demand.
        "solicit" [shared] solicit: Param<Probability>,
        /// Mean time from trust to the demand.
        "solicit-delay" [shared] solicit_delay: Param<Span>,
        /// The chance that a demand ends in harm, if the target neither blocks nor is protected.
        "harm" [shared] harm: Param<Probability>,
        /// Mean time from the demand to harm.
        "harm-delay" [shared] harm_delay: Param<Span>,
        /// What the harm is called.
        "harm-type" [shared] harm_type: Param<HarmType>,
        /// The chance that an episode of harm includes an image made of the victim.
        "image" [shared] image: Param<Probability>,
        /// The chance that an episode of harm is followed by another.
        "repeat" [shared] repeat: Param<Probability>,
        /// Mean time to the next episode.
        "repeat-delay" [shared] repeat_delay: Param<Span>,
        /// The chance that a victim who blocked is contacted again from another account.
        "recontact" [shared] recontact: Param<Probability>,
    }
}
