//! Arrival: offenders appear: what it is, and its parameters.

use crate::model::mechanism::about::About;
use crate::parameter::Param;
use crate::units::{After, Factor, Scaling};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Arrival: offenders appear",
    does: "Offenders of each class appear on a platform as a Poisson stream in proportion to its users, or to its minors where the class \
        is after those; on some platforms and in some markets more for each of them than in others, and those who pass on material \
        not where those who approach people do. They give up after an exponential time if nothing else ends it. At the start there are as many as there \
        would be in the long run under the rules of the start, but for enforcement. Some begin on another platform than the one whose \
        stream brings them, since it watches less (see *adaptation*). One who appears begins with a first act of sharing, \
        if the class shares at all.",
    matters: "Offenders are of many kinds (M6). What enforcement achieves is bounded by who comes after (evidence: `grimm_linear`). Where \
        offenders live decides whose police get the reports: for each account on Facebook and Instagram there are two to five times \
        as many about India as about the UK (`ncmec_country_india_2023`, `ncmec_country_uk_2023`).",
    switched_off: "Nobody offends: there is no offender at the start, and none comes.",
    limits: "Arrivals do not depend on what happened to others. What a platform sees moves those who would come between platforms, and brings \
        nobody more into the world; deterrence keeps some out of it (see *adaptation*). All classes that pass on material are drawn alike, \
        and so are all that approach people; a class that does both is drawn as those who approach. What draws offenders to a platform \
        stays as it is, whatever the platform does; a class grows or shrinks by dated drivers that the scenario states.",
};

/// What a class of offenders is drawn by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// It passes on material, and approaches nobody.
    Sharing,
    /// It approaches people.
    Approaching,
}

crate::parameters! {
    /// One factor for offenders who pass on material, and one for those who approach people.
    pub struct ByAct {
        /// Of classes that pass on material and approach nobody.
        "sharing" [shared] sharing: Param<Factor>,
        /// Of classes that approach people.
        "approaching" [shared] approaching: Param<Factor>,
    }
    /// Something outside the model that changes how many offenders of a class appear, from a time on.
    pub struct Driver {
        /// When, since the end of the warm-up.
        "start" [shared] start: Param<After>,
        /// Multiplies the class's arrivals everywhere, on top of the drivers before.
        "arrivals" [shared] arrivals: Param<Scaling>,
    }
}

impl ByAct {
    /// The factor of such a class.
    #[must_use]
    pub fn of(&self, act: Act) -> f64 {
        match act {
            Act::Sharing => self.sharing.number(),
            Act::Approaching => self.approaching.number(),
        }
    }
}
