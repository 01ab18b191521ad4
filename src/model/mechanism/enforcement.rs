//! Enforcement.
use crate::model::parameter::Param;
use crate::units::{Count, Probability, Span};

crate::parameters! {
    /// What the platform does to an account once a flag is confirmed.
    pub struct Enforcement {
        /// The chance that a confirmed flag suspends the account for good.
        "suspend" suspend: Param<Probability>,
        /// The chance that it restricts the account for a time; what is left is a warning.
        "restrict" restrict: Param<Probability>,
        /// How long a restriction lasts.
        "restriction" restriction: Param<Span>,
        /// The chance that a wrongly suspended person appeals.
        "appeal-innocent" appeal_innocent: Param<Probability>,
        /// The chance that a rightly suspended person appeals.
        "appeal-guilty" appeal_guilty: Param<Probability>,
        /// Mean time from suspension to the appeal.
        "appeal-delay" appeal_delay: Param<Span>,
        /// Staff who decide appeals.
        "appeal-staff" appeal_staff: Param<Count>,
        /// Mean handling time of an appeal.
        "appeal-handling" appeal_handling: Param<Span>,
        /// The chance that the appeal of a wrongly suspended person restores the account.
        "overturn-innocent" overturn_innocent: Param<Probability>,
        /// The chance that the appeal of a rightly suspended person restores the account.
        "overturn-guilty" overturn_guilty: Param<Probability>,
    }
}
