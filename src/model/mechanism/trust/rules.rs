//! Trust: what users make of it all: what it is, and its parameters.

use crate::model::mechanism::about::About;
use crate::parameter::Param;
use crate::units::{Factor, PerTime, Probability, Share, Span};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Trust: what users make of it all",
    does: "A shock, such as a breach, a revelation that messages were opened, a child harmed, a fine, an announcement or encryption taken away, raises \
        distrust in a platform, by market and age band; distrust decays with a half-life. Distrust makes users leave, who may come \
        back later; and where the platform can read messages, some are not written at all, the more so in distrust, and some where the device scans for \
        more than abuse. Encryption given \
        lowers distrust.",
    matters: "Chilling and self-censorship are a harm (M11; evidence: `pen_selfcensor`, `penney_wiki`), distrust drives users away for a \
        time (`signal_dl_week`, `signal_dl_4m`), and stated concern predicts exit poorly (`pew_tiktok_users_concern`).",
    switched_off: "Nobody leaves and nobody holds a message back, whatever becomes known.",
    limits: "Distrust is a level of a market and age band, brought up to date every week, not message by message. Who leaves is like who \
        stays. Those who leave are not followed.",
};

crate::parameters! {
    /// How users of a platform respond to what becomes known.
    pub struct Trust {
        /// Share of messages not written since the platform can read them, without distrust.
        "chilling" [at once] chilling: Param<Share>,
        /// Time in which distrust falls by half.
        "half-life" [at once] half_life: Param<Span>,
        /// Distrust from a breach that exposes all accounts; 1 is a scandal that everybody knows.
        "breach-shock" [at once] breach_shock: Param<Factor>,
        /// Transparency: the chance that a case of insider abuse, covert access or a bulk order becomes known.
        "revealed" [at once] revealed: Param<Probability>,
        /// Distrust from such a revelation.
        "revelation-shock" [at once] revelation_shock: Param<Factor>,
        /// Distrust in a market from each episode of harm to a child there, per million accounts.
        "harm-shock" [at once] harm_shock: Param<Factor>,
        /// Distrust from a fine.
        "fine-shock" [at once] fine_shock: Param<Factor>,
        /// Distrust that encryption by default takes away when it is given, and brings when it is withdrawn.
        "encryption-shock" [at once] encryption_shock: Param<Factor>,
        /// Distrust from announcements so far, which change no rule by themselves; where it rises in a change, users take the rise as a shock.
        "announced" [at once] announced: Param<Factor>,
        /// Users who leave, each, for each unit of distrust.
        "departure" [at once] departure: Param<PerTime>,
        /// Users who left who come back, each.
        "return" [at once] return_rate: Param<PerTime>,
    }
}
