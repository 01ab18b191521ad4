//! Enforcement: what happens to the account, and appeals: what it is, and its parameters.

use crate::model::mechanism::about::About;
use crate::parameter::Param;
use crate::units::{Count, Probability, Span};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Enforcement: what happens to the account, and appeals",
    does: "A confirmed flag suspends the account, restricts it for a time, or warns. Those suspended may appeal; appeals wait in a queue \
        of their own for a staff of their own, and may restore the account.",
    matters: "Wrongful suspensions are people, counted with how long they last (M8; evidence: `fb_cse_appeal_reversal_2023q2` and \
        following, `fb_cse_restored_share_2023q2`). An account suspended is not an offender stopped: see *adaptation*.",
    switched_off: "A confirmed flag has no consequence for the account.",
    limits: "A sanction does not depend on the account's history. A warning has no effect. No account is restored unless its holder \
        appeals or is cleared by police. On a platform to which conversations alone were moved an offender has one account: to suspend it cuts those \
        conversations, the next one is moved to a new account at once, nobody appeals, restricts or learns, and the account where it \
        began goes on.",
};

crate::parameters! {
    /// What the platform does to an account once a flag is confirmed.
    pub struct Enforcement {
        /// The chance that a confirmed flag suspends the account for good.
        "suspend" [at once] suspend: Param<Probability>,
        /// The chance that it restricts the account for a time; what is left is a warning.
        "restrict" [at once] restrict: Param<Probability>,
        /// How long a restriction lasts.
        "restriction" [at once] restriction: Param<Span>,
        /// The chance that a wrongly suspended person appeals.
        "appeal-innocent" [at once] appeal_innocent: Param<Probability>,
        /// The chance that a rightly suspended person appeals.
        "appeal-guilty" [at once] appeal_guilty: Param<Probability>,
        /// Mean time from suspension to the appeal.
        "appeal-delay" [at once] appeal_delay: Param<Span>,
        /// Staff who decide appeals.
        "appeal-staff" [at once] appeal_staff: Param<Count>,
        /// Mean handling time of an appeal.
        "appeal-handling" [at once] appeal_handling: Param<Span>,
        /// The chance that the appeal of a wrongly suspended person restores the account.
        "overturn-innocent" [at once] overturn_innocent: Param<Probability>,
        /// The chance that the appeal of a rightly suspended person restores the account.
        "overturn-guilty" [at once] overturn_guilty: Param<Probability>,
        /// The chance that a wrongly suspended account is given back once police have cleared its holder.
        "restored-after-clearing" [at once] restored_after_clearing: Param<Probability>,
    }
}
