//! The tree of parameters that describes a world: what a scenario states and a replication draws from.

use super::ages::BandShares;
use super::mechanism::Mechanisms;
use super::mechanism::access::rules as access;
use super::mechanism::accusation::rules as accusation;
use super::mechanism::adaptation::rules as adaptation;
use super::mechanism::arrival::rules as arrival;
use super::mechanism::contact::rules as contact;
use super::mechanism::conversation::rules as conversation;
use super::mechanism::detection::rules as detection;
use super::mechanism::enforcement::rules as enforcement;
use super::mechanism::investigation::rules as investigation;
use super::mechanism::list::rules as list;
use super::mechanism::offline::rules as offline;
use super::mechanism::regulator::rules as regulator;
use super::mechanism::reporting::rules as reporting;
use super::mechanism::review::rules as review;
use super::mechanism::sharing::rules as sharing;
use super::mechanism::traffic::rules as traffic;
use super::mechanism::trust::rules as trust;
use crate::parameter::{Param, Table};
use crate::units::{AccountsRun, Count, Enabled, Factor, PerTime, Probability, Share, Span};

crate::choices! {
    /// Which messages a platform encrypts end to end.
    pub enum Encryption "encryption regime" {
        /// None: the platform can read all of them.
        None "none",
        /// Those of users who ask for it.
        OptIn "opt-in",
        /// All of them, once both ends have the feature.
        Default "default",
    }
}

crate::parameters! {
    /// Everything the model needs to know about a world.
    pub struct World {
        /// How long each run is counted.
        "horizon" [shared] horizon: Param<Span>,
        /// How long the world runs before the count begins, so that by then offenders have met the rules in force. Times in a scenario are counted from the end of the warm-up.
        "warm-up" [shared] warm_up: Param<Span>,
        /// Length of the windows of the time series.
        "window" [shared] window: Param<Span>,
        /// The fraction of the world that is simulated: people and staff are thinned by it and counts scaled back. Platform-level events such as breaches are not thinned.
        "sample" [shared] sample: Param<Share>,
        /// Countries or groups of countries.
        "market" market: Table<Market>,
        /// Messaging platforms, among them the outside world that never reports.
        "platform" platform: Table<Platform>,
        /// Classes of offenders.
        "offender" offender: Table<OffenderClass>,
        /// How people of each age band respond to approaches and abuse.
        "response" response: Responses,
        /// What it does to people that somebody opens their messages without a right to.
        "exposure" exposure: access::Exposure,
        /// What the police of all markets have in common.
        "investigation" investigation: investigation::Centre,
        /// What people do against scanning on the device.
        "scanner" scanner: list::Scanner,
        /// Which mechanisms are simulated: all, but for those that a scenario switches off.
        "mechanism" mechanism: Mechanisms,
    }
    /// How people of each age band respond.
    pub struct Responses {
        /// Under 13, on the platform in spite of its rules.
        "under-13" under_13: contact::Response,
        /// 13 to 15.
        "13-15" from_13: contact::Response,
        /// 16 and 17.
        "16-17" from_16: contact::Response,
        /// 18 and over.
        "adult" adult: contact::Response,
    }
    /// One market.
    pub struct Market {
        /// Offenders who appear there for each account, against the classes' own rates.
        "offenders" offenders: arrival::ByAct,
        /// Demands for access to users' data.
        "access" access: access::MarketAccess,
        /// The list that devices are scanned for.
        "list" list: list::List,
        /// Regulators.
        "regulator" regulator: regulator::Regulator,
        /// Police.
        "investigation" investigation: investigation::Investigation,
        /// Dated changes from outside, by names of the scenario's choice.
        "driver" driver: Table<investigation::Driver>,
        /// What a wrong accusation is.
        "accusation" accusation: accusation::Accusation,
    }
    /// A platform's users in one market.
    pub struct PlatformMarket {
        /// Monthly active accounts.
        "users" [shared] users: Param<Count>,
    }
    /// Where a platform departs from its rules in one market.
    pub struct Exception {
        /// Whether messages to and from this market are encrypted as the platform's others are; if not, all of them can be read.
        "encrypts" [per user] encrypts: Param<Enabled>,
        /// Whether the servers match and classify the content of messages to and from this market as they do that of others.
        "scans" [at once] scans: Param<Enabled>,
    }
    /// One platform: its users, what it can see, what it does about it.
    pub struct Platform {
        /// Users by market.
        "market" market: Table<PlatformMarket>,
        /// True ages of the users.
        "ages" ages: BandShares,
        /// Share of users of each true age band whose account declares 16 or over; for 16 and 17, 18 or over. Of the younger who declare 16 or over, as many declare 18 or over as would of those aged 16 and 17.
        "misstated-age" misstated_age: BandShares,
        /// Encryption of messages between accounts that declare 18 or over.
        "encryption" [per user] encryption: Param<Encryption>,
        /// Encryption of messages to or from accounts that declare less than 18.
        "encryption-minors" [per user] encryption_minors: Param<Encryption>,
        /// Markets in which the platform departs from its rules.
        "exception" exception: Table<Exception>,
        /// Share of ordinary users who turn encryption on where it is opt-in.
        "opt-in-uptake" [per user] opt_in_uptake: Param<Share>,
        /// Offenders who appear there for each account, or each account of a minor, against the classes' own rates.
        "attraction" attraction: arrival::ByAct,
        /// The chance, as offenders take it to be, that a conversation or a session of sharing comes before a reviewer in ways that the rules below leave out: for the outside, part of which does look.
        "watch" [shared] watch: Param<Probability>,
        /// Share of those who use another platform, by true age, who have an account here too.
        "overlap" overlap: BandShares,
        /// What ordinary users write.
        "traffic" traffic: traffic::Traffic,
        /// Least declared age at which accounts can exchange images in direct messages. A rule of the platform: a change comes for all at once.
        "images-from" [at once] images_from: Param<contact::AgeFloor>,
        /// Limits on strangers who write to minors.
        "stranger-limits" stranger_limits: contact::StrangerLimits,
        /// Detection.
        "detection" detection: detection::Detection,
        /// Human review.
        "review" review: review::Review,
        /// Enforcement and appeals.
        "enforcement" enforcement: enforcement::Enforcement,
        /// Reports to the clearinghouse.
        "reporting" reporting: reporting::Reporting,
        /// Users' trust.
        "trust" trust: trust::Trust,
        /// Answers to regulators.
        "answer" answer: regulator::Answer,
        /// Retention and access.
        "access" access: access::Access,
    }
    /// One class of offenders.
    pub struct OffenderClass {
        /// New offenders of this class, per million accounts of a platform; of a class that approaches minors more than adults, per million accounts of minors.
        "arrivals" [shared] arrivals: Param<PerTime>,
        /// Dated changes from outside, by names of the scenario's choice.
        "driver" driver: Table<arrival::Driver>,
        /// Mean time until an undetected offender gives up.
        "lifetime" [shared] lifetime: Param<Span>,
        /// Whether they act with sexual or financial intent, rather than in outrage or by accident.
        "malice" [shared] malice: Param<bool>,
        /// Accounts that one person runs, rounded to a whole number.
        "accounts" [shared] accounts: Param<AccountsRun>,
        /// Spread of skill between offenders, in standard deviations of the detection scale. It lowers every channel's recall together.
        "skill-spread" [shared] skill_spread: Param<Factor>,
        /// How many times the odds of an ordinary user to turn encryption on where it is opt-in.
        "privacy-taste" [shared] privacy_taste: Param<Factor>,
        /// Passing on material.
        "sharing" sharing: sharing::Sharing,
        /// Seeking victims.
        "approach" approach: contact::Approach,
        /// Abuse of children hands-on, away from any platform.
        "offline" offline: offline::Offline,
        /// What follows an answer.
        "conversation" conversation: conversation::Course,
        /// After losing an account.
        "adaptation" adaptation: adaptation::Adaptation,
    }
}

impl OffenderClass {
    /// What the class is drawn by.
    #[must_use]
    pub fn act(&self) -> arrival::Act {
        if self.approach.rate.number() > 0.0 { arrival::Act::Approaching } else { arrival::Act::Sharing }
    }

    /// Share of a platform's accounts that draw the class to it: the share of minors, where it approaches them more than adults.
    #[must_use]
    pub fn drawn_by(&self, minors: f64) -> f64 {
        let after_minors = self.act() == arrival::Act::Approaching && self.approach.targets.adult.number() < 0.5;
        if after_minors { minors } else { 1.0 }
    }
}
