//! Contact.
use crate::model::parameter::Param;
use crate::model::population::BandShares;
use crate::units::{Kind, PerTime, Probability, Quantity, Syntax};

/// The least declared age at which strangers may write to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgeFloor {
    /// No floor.
    None,
    /// 13.
    From13,
    /// 16.
    From16,
    /// 18.
    From18,
}

impl Quantity for AgeFloor {
    const KIND: Kind =
        Kind { name: "age floor", unit: "", low: 0.0, high: 3.0, syntax: Syntax::Word(&["none", "13", "16", "18"]), example: "\"16\"" };
    fn from_value(x: f64) -> Self {
        match x as u8 {
            0 => Self::None,
            1 => Self::From13,
            2 => Self::From16,
            _ => Self::From18,
        }
    }
}

crate::parameters! {
    /// What the platform puts between strangers and minors. It acts on the age that an account declares.
    pub struct StrangerLimits {
        /// Accounts that declare less than this age cannot be written to by strangers.
        "minimum-age" minimum_age: Param<AgeFloor>,
        /// The chance that the limit stops an approach to such an account.
        "efficacy" efficacy: Param<Probability>,
    }
    /// How an offender seeks out victims.
    pub struct Approach {
        /// Approaches to strangers by one offender, over all of the offender's accounts.
        "rate" rate: Param<PerTime>,
        /// Ages of those approached.
        "targets" targets: BandShares,
        /// The chance that the target is in the offender's own market; else the target is drawn from all users of the platform.
        "own-market" own_market: Param<Probability>,
    }
    /// What a person of one age band does when approached and when abused.
    pub struct Response {
        /// The chance of answering a stranger's approach and staying in the conversation.
        "engage" engage: Param<Probability>,
        /// The chance of using the platform's reporting function once a message is recognised as abuse, where reporting is easy.
        "report" report: Param<Probability>,
        /// The chance of blocking the account once a message is recognised as abuse.
        "block" block: Param<Probability>,
    }
}
