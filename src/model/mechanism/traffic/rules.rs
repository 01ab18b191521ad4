//! Traffic: ordinary messages, and the false flags among them: what it is, and its parameters.

use crate::model::mechanism::about::About;
use crate::model::mechanism::detection::rules::{Channel, Detection};
use crate::parameter::Param;
use crate::units::{Factor, PerTime, Share};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Traffic: ordinary messages, and the false flags among them",
    does: "Ordinary messages are never simulated one by one. Of a Poisson stream of messages those falsely flagged are again a Poisson \
        stream (Kingman, *Poisson Processes*, 1993: marking and thinning), so each channel raises false flags at rate accounts × \
        items × false-positive rate, and only these become events. Where rules change, times follow from unit exponentials along the \
        integral of the rate in force (Çinlar 1975), so the process is exact at every instant and the same in all arms until they \
        differ. A flag that a channel could not have raised, since the messages are encrypted or no image may pass between the two, \
        is dropped (thinning). Lists hold some lawful content as well: ordinary users who pass it on are matched and flagged, a Poisson \
        stream in proportion to those who begin to pass on known material.",
    matters: "Base rates (M7): with 10^11 messages a day, even a small false-positive rate examines many innocent people (evidence: \
        `derived_fp_day_0p1pct`, `derived_fp_day_3e8`). Most innocent people whom matching accuses passed on what a list should not \
        hold (`microsoft_csam_reinstated_2022_23`).",
    switched_off: "No ordinary user is ever flagged.",
    limits: "An account writes at a steady rate; a person flagged twice is not suspected more for it. Lawful content on a list is matched \
        as often as abuse material by offenders of median skill, and a reviewer takes it for what any false flag is to them.",
};

crate::parameters! {
    /// How much ordinary users write, per account of the platform.
    pub struct Traffic {
        /// Direct messages that one account would send, did nobody hold back since the platform reads them.
        "messages" [at once] messages: Param<PerTime>,
        /// Spread of activity between accounts: standard deviation of its logarithm. Who writes more is falsely flagged more.
        "activity-spread" [shared] activity_spread: Param<Factor>,
        /// Share of direct messages that carry an image or a video, between accounts that may exchange them.
        "images" [at once] images: Param<Share>,
        /// Conversations begun by one account with somebody it has not written to before.
        "conversations" [at once] conversations: Param<PerTime>,
        /// Changes by one account to what stays readable under every regime: profile, group photo, group name.
        "updates" [at once] updates: Param<PerTime>,
    }
}

/// False flags a day that a channel would raise if it saw everything, per account.
#[must_use]
pub fn false_flag_rate(traffic: &Traffic, detection: &Detection, channel: Channel) -> f64 {
    let images = traffic.messages.number() * traffic.images.number();
    let items = match channel {
        Channel::HashMatch | Channel::ImageClassifier | Channel::ClientSideScan => images,
        Channel::TextClassifier | Channel::Behaviour => traffic.conversations.number(),
        Channel::VisibleSurfaces => traffic.updates.number(),
        Channel::UserReport => {
            let reports = &detection.user_reports;
            return if reports.enabled.get() { reports.false_reports.number() / 1e6 } else { 0.0 };
        }
    };
    let rules = detection.channel(channel);
    if rules.enabled.get() { items * rules.false_positives.number() } else { 0.0 }
}
