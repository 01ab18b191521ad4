//! Adaptation: what offenders do after losing an account: what it is, and its parameters.

use crate::model::mechanism::about::About;
use crate::parameter::Param;
use crate::units::{Factor, Multiple, Probability, Share, Span};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Adaptation: what offenders do after losing an account",
    does: "An offender who loses an account learns, comes back with a new one after a delay, goes on elsewhere, or stops. Known matching \
        of messages may deter some from beginning at all. Some look at how closely platforms watch (the watch level, see \
        *conversation*), where they begin and where they go on: a platform counts with them by the accounts of the ages they are \
        after that limits on strangers leave within reach, times the chance that so many conversations in a row, or sessions of \
        sharing, pass there unseen. Who goes on elsewhere and does not look chooses by the accounts within reach alone.",
    matters: "A person is not an account, and offenders adapt (M6), learn to evade the scan of devices as any other (M10), and are \
        over-represented where encryption is a choice (M15; evidence: `sextortion_accounts_per_actor`, `thorn_recontact`), and what \
        one platform stops another may receive: harm on the platform and harm in all stand side by side. A platform that encrypts may \
        draw offenders from those that do not, and so seem more dangerous than encryption makes the world; one that stops \
        encrypting, or has what is reported forwarded, loses them to others.",
    switched_off: "Who loses an account does not come back, learn, drift or go elsewhere, nobody is deterred, and nobody looks at how \
        closely a platform watches.",
    limits: "Deterrence acts on beginning alone, and on what is announced, not on what happens to others. Nobody leaves a platform while \
        an account works there, however closely it comes to watch. Who looks at it knows the rules in force exactly, takes a skill \
        like the median's and ordinary users' uptake of encryption for their own, and who begins so takes their market from those \
        who offend there. On a platform, the taste for privacy decides who turns encryption on.",
};

crate::parameters! {
    /// What an offender does after losing an account.
    pub struct Adaptation {
        /// The chance of coming back to the same platform with a new account.
        "return" [shared] return_rate: Param<Probability>,
        /// The chance, for those who do not come back, of going on elsewhere.
        "displace" [shared] displace: Param<Probability>,
        /// Mean time to the new account, here or elsewhere.
        "delay" [shared] delay: Param<Span>,
        /// The chance, for each time that all accounts are lost once, of turning encryption on from then on, where it is opt-in.
        "drift" [shared] drift: Param<Probability>,
        /// Share of would-be offenders who do not begin where messages are known to be matched against lists of known material.
        "deterrence" [shared] deterrence: Param<Share>,
        /// Skill gained by losing all accounts once, in standard deviations of the detection scale.
        "learning" [shared] learning: Param<Factor>,
        /// Share of those who begin, or go on elsewhere, who look at how closely platforms watch: they choose one by how many accounts can be reached there and by its watch level, the others by chance.
        "seeks-unwatched" [shared] seeks_unwatched: Param<Share>,
        /// Conversations, or sessions of sharing, that they mean to carry through unseen: a platform counts by the chance that so many in a row pass.
        "unseen-acts" [shared] unseen_acts: Param<Multiple>,
    }
}
