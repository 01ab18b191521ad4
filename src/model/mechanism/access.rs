//! Access.
use crate::model::parameter::Param;
use crate::units::{Count, Factor, PerTime, Probability, Share, Span};

crate::parameters! {
    /// What a platform keeps, and who inside or outside can get at it.
    pub struct Access {
        /// How long readable message content stays on the servers.
        "content-retention" content_retention: Param<Span>,
        /// How long metadata stays on the servers.
        "metadata-retention" metadata_retention: Param<Span>,
        /// Staff who can reach users' data.
        "employees" employees: Param<Count>,
        /// Detected abuse of that reach, by one such person.
        "insider-abuse" insider_abuse: Param<PerTime>,
        /// True cases of abuse for each one detected.
        "insider-undetected" insider_undetected: Param<Factor>,
        /// Mean accounts opened in one case, 1 or more.
        "insider-accounts" insider_accounts: Param<Factor>,
        /// External breaches that reach stored messages.
        "breach-rate" breach_rate: Param<PerTime>,
        /// Least share of accounts that a breach exposes.
        "breach-least" breach_least: Param<Share>,
        /// Tail index of the share of accounts exposed (Pareto, cut at all accounts): the smaller, the heavier the tail.
        "breach-tail" breach_tail: Param<Factor>,
        /// Covert access by the parent company or a foreign state that obliges it. An axis, not an estimate.
        "covert-rate" covert_rate: Param<PerTime>,
        /// Mean accounts opened in one such case, 1 or more.
        "covert-accounts" covert_accounts: Param<Factor>,
    }
    /// Demand for access in one market.
    pub struct MarketAccess {
        /// Lawful targeted demands, per million accounts.
        "lawful-demands" lawful_demands: Param<PerTime>,
        /// Mean accounts in one demand, 1 or more.
        "lawful-accounts" lawful_accounts: Param<Factor>,
        /// The chance that a demand yields data.
        "lawful-produced" lawful_produced: Param<Probability>,
        /// Devices taken over by a state or a stalker, per million accounts. Reads content under every regime.
        "endpoint-rate" endpoint_rate: Param<PerTime>,
        /// Multiplies the endpoint rate for accounts whose messages are encrypted, as server access is closed to the demand.
        "endpoint-substitution" endpoint_substitution: Param<Factor>,
        /// Days of messages on a device taken over.
        "endpoint-history" endpoint_history: Param<Span>,
    }
}
