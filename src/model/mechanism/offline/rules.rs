//! Offline: abuse away from any platform: what it is, and its parameters.

use crate::model::mechanism::about::About;
use crate::parameter::Param;
use crate::units::{Multiple, PerTime, Share, Span};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Offline: abuse away from any platform",
    does: "A share of a class abuses children hands-on, where no platform sees it: from the first act on, new children come as a Poisson \
        stream, the abuse of each lasts an exponential time, and all of it ends with the offender's career, which goes on for a time \
        after the offender has left the platforms. At the start there are also those who left before and whose careers go on. An \
        arrest ends the career and every abuse under way, and with a chance brings the children to light who are abused at the time.",
    matters: "Who passes on files harms no child in messages (M6), and some of them abuse children at home: reports on known files then end abuse \
        that nobody else would see (evidence: `contact_record_share`, `njov_possession_contact_share`, `swiss_dual_share`). How many of \
        them do is disputed (`contact_selfreport_share`): it is a wide range, and the first thing to ask of a result on this.",
    switched_off: "No child is abused away from the platforms.",
    limits: "Whether an offender abuses, how many children and for how long depends on nothing that happens on a platform but the arrest: \
        neither on losing accounts nor on what is shared. Who is deterred from sharing does not appear here either. Children are not \
        simulated one by one: two offenders never abuse the same child, their ages are not known and they are counted in the youngest \
        band, in the offender's market, on the platform on which the offender was last. An arrest ends abuse whether or not it is found, \
        and the children of the past, whose abuse was over, are not looked for. Abuse that comes to light in other ways ends with the \
        career. Those who left the platforms before the start are out of reach of reports. What they make of the abuse and pass on is \
        not followed from the child to the file.",
};

crate::parameters! {
    /// Abuse of children hands-on, by offenders of one class, away from any platform.
    pub struct Offline {
        /// Share of the class that abuses children hands-on.
        "share" [shared] share: Param<Share>,
        /// Children whom one of them begins to abuse.
        "rate" [shared] rate: Param<PerTime>,
        /// Mean time for which a child is abused, if nothing ends it.
        "duration" [shared] duration: Param<Span>,
        /// Mean length of the career in abuse, if nothing ends it, as a multiple of the class's `lifetime` on the platforms.
        "career" [shared] career: Param<Multiple>,
    }
}
