//! Access: who gets at messages and metadata: what it is, and its parameters.

use crate::engine::distribution::{mean_geometric_up_to, mean_pareto_up_to_one};
use crate::model::chance::Decision;
use crate::model::mechanism::about::About;
use crate::model::outcome::Outcome;
use crate::parameter::Param;
use crate::units::{Count, Factor, Multiple, PerTime, Probability, Share, Span};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Access: who gets at messages and metadata",
    does: "Separate processes: abuse by insiders, external breaches, lawful targeted demands, covert access by a parent company or a \
        state that obliges it, unlawful demands, secret orders to search in bulk, seizure of open backups, and devices taken over, by \
        partners and parents or by states. Some lawful demands are for content and others for records alone, as forged ones are that \
        get records. Each case exposes account-days of content, as far as retention reaches and the messages in it were readable, and of metadata. \
        Where the platform has tightened internal access to answer a regulator, fewer accounts of the market are opened by insiders \
        and covertly. Messages sent before encryption began stay readable until retention has run out; a longer retention brings \
        nothing back that was deleted. Of those whose messages are opened unlawfully some are harmed by it, a Poisson number of each \
        case: minors and adults are counted apart. A scanner on the device is one more way in to it.",
    matters: "Surveillance is several paths, and encryption closes some of them (M9, M12; evidence: `fb_insider_firings`, `google_gcreep`, \
        `bytedance_journalists`, `tea_breach_dms`, `pegasus_wa_targets`, `meta_us_accounts_per_100k`). Metadata stays exposed under \
        every regime, and so do devices. Encryption protects people too, from stalking, extortion after a breach and interception \
        (M11), and scanning on the device is a surface to attack (M10).",
    switched_off: "Nobody gets at anything, and what the servers hold is not counted.",
    limits: "Which accounts are opened does not depend on who they are, so minors' share of the exposure is their share of the users. Who \
        is harmed by exposure is counted, and nothing else happens to them here; the chance is in proportion to the part of the kept \
        messages that could be read. An adult is as likely harmed as a minor. Lawful demands are taken to harm nobody, nor are \
        devices to which closed servers move a state's demand. Open backups are seized on lawful demands for content alone. Partners need the device in \
        hand: neither closed servers nor a scanner change what they do. That records are given out harms nobody here. Detection by \
        behaviour recognises no more for the metadata that are kept for it: a policy that keeps them longer states that beside its \
        channel. Messages that vanish are \
        gone at once for whoever comes later, and as much of every account's; a victim still reports them, from within the message, \
        and a device that is taken over shows them as they come. Metadata kept are a length of time, whatever they hold. None of it is thinned by `sample`.",
};

crate::parameters! {
    /// What a platform keeps, and who inside or outside can get at it.
    pub struct Access {
        /// How long readable message content stays on the servers.
        "content-retention" [at once] content_retention: Param<Span>,
        /// Share of messages that are gone from servers, backups and warrants once they are seen.
        "vanishing" [shared] vanishing: Param<Share>,
        /// Share of accounts whose encrypted messages are also in a cloud backup that is not encrypted.
        "open-backups" [at once] open_backups: Param<Share>,
        /// Days of messages in a backup.
        "backup-history" [at once] backup_history: Param<Span>,
        /// How long metadata stays on the servers.
        "metadata-retention" [at once] metadata_retention: Param<Span>,
        /// Staff who can reach users' data.
        "employees" [at once] employees: Param<Count>,
        /// Detected abuse of that reach, by one such person.
        "insider-abuse" [at once] insider_abuse: Param<PerTime>,
        /// True cases of abuse for each one detected.
        "insider-undetected" [at once] insider_undetected: Param<Multiple>,
        /// Mean accounts opened in one case.
        "insider-accounts" [at once] insider_accounts: Param<Multiple>,
        /// External breaches that reach stored messages.
        "breach-rate" [at once] breach_rate: Param<PerTime>,
        /// Least share of accounts that a breach exposes.
        "breach-least" [at once] breach_least: Param<Share>,
        /// Tail index of the share of accounts exposed (Pareto, cut at all accounts): the smaller, the heavier the tail.
        "breach-tail" [at once] breach_tail: Param<Factor>,
        /// Covert access by the parent company or a foreign state that obliges it. An axis, not an estimate.
        "covert-rate" [at once] covert_rate: Param<PerTime>,
        /// Mean accounts opened in one such case.
        "covert-accounts" [at once] covert_accounts: Param<Multiple>,
        /// Multiplies what its markets have of lawful demands for each million accounts: authorities ask some firms less than others.
        "lawful-factor" [at once] lawful_factor: Param<Factor>,
    }
    /// What it does to people that somebody opens their messages without a right to.
    pub struct Exposure {
        /// The chance that somebody is harmed whose messages are opened by an insider, covertly, on an unlawful demand or on a device taken over: where somebody chose the account.
        "targeted" [shared] targeted: Param<Probability>,
        /// The same where they are opened among very many, in a breach or by a bulk order.
        "mass" [shared] mass: Param<Probability>,
    }
    /// Demand for access in one market.
    pub struct MarketAccess {
        /// Lawful targeted demands, per million accounts.
        "lawful-demands" [shared] lawful_demands: Param<PerTime>,
        /// Mean accounts in one demand.
        "lawful-accounts" [shared] lawful_accounts: Param<Multiple>,
        /// The chance that a demand yields data.
        "lawful-produced" [shared] lawful_produced: Param<Probability>,
        /// Share of the demands met that are for content, by warrant; the others get records alone.
        "lawful-content" [shared] lawful_content: Param<Share>,
        /// Targeted demands without a lawful ground, per million accounts.
        "unlawful-demands" [shared] unlawful_demands: Param<PerTime>,
        /// Accounts whose records alone are given out on forged demands, per million accounts.
        "unlawful-records" [shared] unlawful_records: Param<PerTime>,
        /// Secret orders to a platform to search accounts of the market in bulk.
        "bulk-orders" [shared] bulk_orders: Param<PerTime>,
        /// Share of the market's accounts that such an order reaches.
        "bulk-share" [shared] bulk_share: Param<Share>,
        /// Devices that somebody near takes over, a partner or a parent, per million accounts. Reads content under every regime.
        "endpoint-partner" [shared] endpoint_partner: Param<PerTime>,
        /// Devices that a state takes over, per million accounts. Reads content under every regime.
        "endpoint-state" [shared] endpoint_state: Param<PerTime>,
        /// Multiplies what states take over for accounts whose messages are encrypted, as server access is closed to the demand.
        "endpoint-substitution" [shared] endpoint_substitution: Param<Factor>,
        /// Multiplies what states take over under any regime for accounts whose encrypted messages are scanned on the device: a scanner is one more way in.
        "endpoint-scanner" [shared] endpoint_scanner: Param<Multiple>,
        /// Days of messages on a device taken over.
        "endpoint-history" [shared] endpoint_history: Param<Span>,
    }
}

/// A path of access whose cases are events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Path {
    /// Staff without a right to.
    Insider,
    /// Attackers from outside.
    Breach,
    /// The parent company, or a state that obliges it.
    Covert,
}

impl Path {
    /// Every path.
    pub const ALL: [Self; 3] = [Self::Insider, Self::Breach, Self::Covert];

    pub(super) fn decision(self) -> Decision {
        match self {
            Self::Insider => Decision::Insider,
            Self::Breach => Decision::Breach,
            Self::Covert => Decision::Covert,
        }
    }

    pub(super) fn outcomes(self) -> (Outcome, Outcome) {
        match self {
            Self::Insider => (Outcome::ContentInsider, Outcome::MetadataInsider),
            Self::Breach => (Outcome::ContentBreach, Outcome::MetadataBreach),
            Self::Covert => (Outcome::ContentCovert, Outcome::MetadataCovert),
        }
    }

    /// Mean accounts opened in a case on a platform that has so many.
    #[must_use]
    pub fn mean_accounts(self, rules: &Access, all: f64) -> f64 {
        match self {
            Self::Insider => mean_geometric_up_to(rules.insider_accounts.number(), all),
            Self::Breach => mean_pareto_up_to_one(rules.breach_least.number(), breach_tail(rules)) * all,
            Self::Covert => mean_geometric_up_to(rules.covert_accounts.number(), all),
        }
    }

    /// Cases a day under these rules.
    #[must_use]
    pub fn rate(self, rules: &Access) -> f64 {
        match self {
            Self::Insider => rules.employees.number() * rules.insider_abuse.number() * rules.insider_undetected.number(),
            Self::Breach => rules.breach_rate.number(),
            Self::Covert => rules.covert_rate.number(),
        }
    }
}

/// The tail index of the accounts exposed in a breach; near 0, nearly every breach exposes all.
#[must_use]
pub fn breach_tail(rules: &Access) -> f64 {
    rules.breach_tail.number().max(1e-3)
}
