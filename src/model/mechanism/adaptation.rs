//! Adaptation.
use crate::model::parameter::Param;
use crate::units::{Factor, Probability, Span};

crate::parameters! {
    /// What an offender does after losing an account.
    pub struct Adaptation {
        /// The chance of coming back to the same platform with a new account.
        "return" return_rate: Param<Probability>,
        /// The chance, for those who do not come back, of going on elsewhere.
        "displace" displace: Param<Probability>,
        /// Mean time to the new account, here or elsewhere.
        "delay" delay: Param<Span>,
        /// Skill gained at each lost account, in standard deviations of the detection scale.
        "learning" learning: Param<Factor>,
    }
}
