//! Contact: an offender approaches, somebody answers: what it is, and its parameters.

use crate::engine::distribution::{normal_cdf, normal_quantile};
use crate::model::ages::BandShares;
use crate::model::identity::Band;
use crate::model::mechanism::about::About;
use crate::parameter::Param;
use crate::units::{Factor, PerTime, Probability};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Contact: an offender approaches, somebody answers",
    does: "An offender's approaches are a Poisson stream. Most are ignored and change nothing, so only those are drawn that the most \
        responsive age group would have answered; each is then kept with the chance of its own target (thinning, exact). Approaches \
        that cannot change anything never become events. Limits on strangers, hiding from them, \
        and warnings of them act on the age that the target's account *declares*.",
    matters: "Contact is upstream of every regime: limits on strangers can move harm as much as encryption does (M17), and misstated age \
        undercuts them (evidence: `ofcom_falseage_16`, `tiktok_dm_min_age`).",
    switched_off: "No offender approaches anybody.",
    limits: "An approach that is stopped, or finds nobody, is lost: the offender does not try somebody else instead. Targets answer or not \
        independently of what happened to them before. Ignored approaches leave no trace in metadata.",
};

crate::choices! {
    /// The least declared age at which an account can do something, or have it done to it.
    pub enum AgeFloor "age floor" {
        /// No floor.
        None "none",
        /// 13.
        From13 "13",
        /// 16.
        From16 "16",
        /// 18.
        From18 "18",
        /// Above every age.
        Nobody "nobody",
    }
}

impl AgeFloor {
    /// Whether an account of this declared age band is below it.
    #[must_use]
    pub fn is_above(self, declared: Band) -> bool {
        match self {
            Self::None => false,
            Self::From13 => declared < Band::FROM_13,
            Self::From16 => declared < Band::FROM_16,
            Self::From18 => declared < Band::ADULT,
            Self::Nobody => true,
        }
    }
}

crate::parameters! {
    /// What the platform puts between strangers and minors. It acts on the age that an account declares.
    pub struct StrangerLimits {
        /// Accounts that declare less than this age cannot be written to by strangers.
        "minimum-age" [per user] minimum_age: Param<AgeFloor>,
        /// The chance that the limit stops an approach to such an account.
        "efficacy" [per user] efficacy: Param<Probability>,
        /// The chance that a stranger in search of such an account does not find one that declares less than 18, as it is left out of search and suggestions.
        "hidden" [per user] hidden: Param<Probability>,
        /// The chance that a warning keeps the holder of an account that declares less than 18 from answering a stranger.
        "warning" [per user] warning: Param<Probability>,
    }
    /// How an offender seeks out victims.
    pub struct Approach {
        /// Approaches to strangers by one offender, over all of the offender's accounts.
        "rate" [shared] rate: Param<PerTime>,
        /// Ages of those approached.
        "targets" targets: BandShares,
        /// The chance that the target is in the offender's own market; else the target is drawn from all users of the platform.
        "own-market" [shared] own_market: Param<Probability>,
    }
    /// What a person of one age band does when approached and when abused.
    pub struct Response {
        /// The chance of answering a stranger's approach and staying in the conversation.
        "engage" [shared] engage: Param<Probability>,
        /// The chance of using the platform's reporting function once a message is recognised as abuse, where reporting is easy.
        "report" [shared] report: Param<Probability>,
        /// The chance of blocking the account once a message is recognised as abuse.
        "block" [shared] block: Param<Probability>,
        /// The chance of telling police, or somebody who does, once harmed in a conversation. Of minors only.
        "tell" [shared] tell: Param<Probability>,
        /// Spread of reporting and blocking between people of the band, in standard deviations of the probit scale. The band's means stay as they are.
        "spread" [shared] spread: Param<Factor>,
    }
}

impl Response {
    /// The propensity of one person to report and to block. A probit-normal mixture: averaged over standard normal `temper`, each
    /// is the band's mean.
    #[must_use]
    pub fn of(&self, temper: [f64; 2]) -> [f64; 2] {
        let spread = self.spread.number();
        let scale = libm::sqrt(1.0 + spread * spread);
        let one = |mean: f64, z: f64| normal_cdf(normal_quantile(mean) * scale + spread * z);
        [one(self.report.number(), temper[0]), one(self.block.number(), temper[1])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::{Leaf, Source, Spec};

    /// The mean over people by the trapezoid rule on quantiles.
    #[test]
    fn a_spread_of_propensities_leaves_the_mean() {
        for (mean, spread) in [(0.5, 1.0), (0.1, 1.5), (0.68, 0.0)] {
            let mut response = Response::default();
            response.report.set(Spec::Constant(mean), Source::default());
            response.spread.set(Spec::Constant(spread), Source::default());
            let n = 20_000;
            let person = |i: i32| response.of([normal_quantile((f64::from(i) + 0.5) / f64::from(n)), 0.0])[0];
            let average = (0..n).map(person).sum::<f64>() / f64::from(n);
            assert!((average - mean).abs() < 1e-4, "{average} is not {mean}");
        }
    }
}
