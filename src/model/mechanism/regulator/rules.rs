//! Regulator: inquiry, notice, fine, mandate, and the platform's answer: what it is, and its parameters.

use crate::model::mechanism::about::About;
use crate::parameter::Param;
use crate::units::{Factor, PerTime, Probability, Share, Span};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Regulator: inquiry, notice, fine, mandate, and the platform's answer",
    does: "In each market a regulator may open an inquiry into a platform: on safety, the more of its messages are encrypted; on \
        privacy, the more of them it can read. An inquiry is closed, or comes to a notice of what the regulator means to find. The \
        platform may remedy that before the decision: on safety it withdraws encryption from the market, on privacy it tightens \
        internal access there, so that insiders and covert access open fewer of the market's accounts; then nothing more follows. Nothing \
        follows either if the platform has changed its rules so that the cause is gone. Otherwise the inquiry is decided: with nothing, with a fine, on safety with a mandate to be able to read messages, or with both. The platform complies by \
        withdrawing encryption from the market, or contests; then the mandate is suspended until the contest ends, and the platform \
        complies after all, or the mandate is lifted. Dated legal events are not drawn: they are changes on the scenario's timeline.",
    matters: "Law and its enforcement differ by market, and withdrawing a feature from one market is a real answer (M16; evidence: \
        `uk_tcn_apple`, `osa_max_fine`, `dsa_max_fine`, `dpc_tiktok_fine`, `nevada_v_meta`, `csar_council_2025`).",
    switched_off: "No inquiry is opened.",
    limits: "A notice by itself changes nothing, nor users' trust; it is not negotiated, and a remedy is the whole of it, at once, always \
        enough, and kept. One on privacy changes how many accounts a case of access opens, not whether it becomes known; it leaves \
        breaches, demands and bulk orders as they are, and a second one in a market adds nothing. One inquiry at a time into a \
        platform in a market, and none while a mandate is contested there. A fine does not change what the platform does, but for \
        users' trust. What is withdrawn stays withdrawn to the end of the run; to withdraw encryption switches no channel on and \
        keeps no message longer than the platform does. A mandate is never to scan devices, and no platform leaves a market: a \
        scenario's arms can have the former.",
};

crate::parameters! {
    /// The regulators of one market.
    pub struct Regulator {
        /// Inquiries into the safety of a platform whose messages are all encrypted.
        "safety-inquiries" [shared] safety_inquiries: Param<PerTime>,
        /// Inquiries into the privacy of a platform that can read all its messages.
        "privacy-inquiries" [shared] privacy_inquiries: Param<PerTime>,
        /// Mean time from the inquiry to a notice of what the regulator means to find, or to the inquiry's end.
        "notice" [shared] notice: Param<Span>,
        /// The chance that an inquiry comes to a notice; else it is closed.
        "notices" [shared] notices: Param<Probability>,
        /// Mean time from the notice to the decision.
        "decision" [shared] decision: Param<Span>,
        /// The chance that the decision is a fine.
        "fines" [shared] fines: Param<Probability>,
        /// A fine, as a share of a year's revenue in the market.
        "fine" [shared] fine: Param<Share>,
        /// The chance that a decision on safety is a mandate to be able to read messages.
        "mandates" [shared] mandates: Param<Probability>,
        /// Mean time that a contested mandate is before the courts.
        "contest" [shared] contest: Param<Span>,
        /// The chance that a contested mandate stands at the end; else it is lifted.
        "upheld" [shared] upheld: Param<Probability>,
    }
    /// How a platform answers regulators.
    pub struct Answer {
        /// Whether regulators can reach it at all.
        "in-reach" [at once] in_reach: Param<bool>,
        /// Revenue of a year from one account \[USD\].
        "revenue" [at once] revenue: Param<Factor>,
        /// The chance that it answers a notice on safety by withdrawing encryption from the market before the decision.
        "concedes" [at once] concedes: Param<Probability>,
        /// The chance that it remedies what a notice on privacy says before the decision.
        "remedies" [at once] remedies: Param<Probability>,
        /// Share of the accounts that insiders and covert access would open in a market that are not opened once a notice on privacy was remedied there.
        "safeguards" [at once] safeguards: Param<Share>,
        /// The chance that it complies with a mandate by withdrawing encryption from the market; else it contests.
        "complies" [at once] complies: Param<Probability>,
    }
}
