//! Arrival: offenders appear: what it is, and its parameters.

use crate::model::mechanism::about::About;

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Arrival: offenders appear",
    does: "Offenders of each class appear on a platform as a Poisson stream in proportion to its users, in some markets more for each \
        user than in others, and give up after an exponential time if nothing else ends it. At the start there are as many as there \
        would be in the long run under the rules of the start, but for enforcement. Some begin on another platform than the one whose \
        stream brings them, since it watches less (see *adaptation*). One who appears begins with a first act of sharing, \
        if the class shares at all.",
    matters: "Offenders are of many kinds (M6). What enforcement achieves is bounded by who comes after (evidence: `grimm_linear`). Where \
        offenders live decides whose police get the reports: for each account on Facebook and Instagram there are two to five times \
        as many about India as about the UK (`ncmec_country_india_2023`, `ncmec_country_uk_2023`).",
    switched_off: "Nobody offends: there is no offender at the start, and none comes.",
    limits: "Arrivals do not depend on what happened to others. What a platform sees moves those who would come between platforms, and brings \
        nobody more into the world; deterrence keeps some out of it (see *adaptation*). A market has more or fewer offenders of all classes \
        alike.",
};
