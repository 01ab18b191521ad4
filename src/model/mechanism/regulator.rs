//! # Regulator: inquiry, notice, fine, mandate, and the platform's answer
//!
//! **What it does.** In each market a regulator may open an inquiry into a platform: on safety, the more of its messages are
//! encrypted; on privacy, the more of them it can read. An inquiry is closed, or comes to a notice of what the regulator means to
//! find. The platform may remedy that before the decision: on safety it withdraws encryption from the market, on privacy it
//! tightens internal access there, so that insiders and covert access open fewer of the market's accounts; then nothing more
//! follows. Nor does anything where the cause has gone meanwhile, as the platform has changed its rules. Else the inquiry is
//! decided: with nothing, with a fine, on safety with a mandate to be able to read messages, or with both. The platform complies by
//! withdrawing encryption from the market, or contests; then the mandate is suspended until the contest ends, and the platform
//! complies after all, or the mandate is lifted. Dated legal events are not drawn: they are changes on the scenario's timeline.
//!
//! **Why it matters.** Law and its enforcement differ by market, and withdrawing a feature from one market is a real answer (M16;
//! evidence: `uk_tcn_apple`, `osa_max_fine`, `dsa_max_fine`, `dpc_tiktok_fine`, `nevada_v_meta`, `csar_council_2025`).
//!
//! **Switched off.** No inquiry is opened.
//!
//! **Limits.** A notice by itself changes nothing, nor users' trust; it is not negotiated, and a remedy is the whole of it, at once,
//! always enough, and kept. One on privacy changes how many accounts a case of access opens, not whether it becomes known; it leaves
//! breaches, demands and bulk orders as they are, and a second one in a market adds nothing. One inquiry at a time into a platform
//! in a market, and none while a mandate is contested there. A fine does not change what the platform does, but for users' trust.
//! What is withdrawn stays withdrawn to the end of the run; to withdraw encryption switches no channel on and keeps
//! no message longer than the platform does. A mandate is never to scan devices, and no platform leaves a market:
//! a scenario's arms can play the former.

use super::Mechanism;
use crate::engine::Clock;
use crate::model::chance::{Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::outcome::Outcome;
use crate::model::population::{ADULT, Account, BANDS};
use crate::model::simulation::Simulation;
use crate::parameter::Param;
use crate::units::{Factor, PerTime, Probability, Share, Span, Time};

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

impl Simulation {
    pub(in crate::model) fn start_regulators(&mut self, clock: &mut Clock<Event>) {
        if !self.plays(Mechanism::Regulator) {
            return;
        }
        for platform in 0..self.platforms.len() {
            for market in 0..self.markets.len() {
                self.next_inquiry(platform, market, clock);
            }
        }
    }

    /// Draws the next inquiry at the greatest rate there can be; whether there is cause is seen when its time comes.
    fn next_inquiry(&mut self, platform: usize, market: usize, clock: &mut Clock<Event>) {
        let rules = &self.markets[market].rules.regulator;
        let bound = rules.safety_inquiries.number() + rules.privacy_inquiries.number();
        if bound > 0.0 && self.population.accounts_in(platform, market) > 0.0 {
            let n = self.platforms[platform].inquiries[market];
            self.platforms[platform].inquiries[market] += 1;
            let gap = self.chance.of(Decision::Inquiry, self.part_identity(platform, market), n).exponential(1.0 / bound);
            schedule(clock, clock.now().after_days(gap), Event::Inquiry(platform as u8, market as u8));
        }
    }

    /// The time for an inquiry, if there is cause.
    pub(in crate::model) fn inquiry(&mut self, platform: usize, market: usize, clock: &mut Clock<Event>) {
        let rules = &self.markets[market].rules.regulator;
        let (safety, privacy) = (rules.safety_inquiries.number(), rules.privacy_inquiries.number());
        let notice = rules.notice.get().days();
        let case = self.inquiry_case(platform, market);
        let encrypted = self.encrypted_in(platform, market, clock.now());
        let in_reach = self.platforms[platform].timeline.now(clock.now()).rules.answer.in_reach.get();
        let mut stream = self.chance.of(Decision::InquiryCause, case, 0);
        let u = stream.uniform() * (safety + privacy);
        let on_safety = u < safety * encrypted;
        if in_reach && (on_safety || (safety..safety + privacy * (1.0 - encrypted)).contains(&u)) {
            self.count(Outcome::Inquiries, platform, market, ADULT, clock.now(), 1.0);
            self.inquiries_in += 1;
            self.platforms[platform].under_way[market] = true;
            let delay = stream.exponential(notice);
            schedule(clock, clock.now().after_days(delay), Event::Notice(platform as u8, market as u8, on_safety));
        } else {
            self.next_inquiry(platform, market, clock);
        }
    }

    /// Share of a market's messages that are encrypted, over all ages.
    pub(in crate::model) fn encrypted_in(&self, platform: usize, market: usize, now: Time) -> f64 {
        let ages = self.population.ages(platform);
        // The share is linear in the chance that a minor is declared at either end, so its mean over ages is at the mean chance.
        let minor = (0..BANDS).map(|band| ages[band] * self.population.pair_minor(platform, band)).sum();
        self.encrypted_share(platform, market, minor, now)
    }

    /// Whether what an inquiry was opened for is still there: messages that nobody can read, or messages that the platform can.
    fn has_cause(&self, platform: usize, market: usize, on_safety: bool, now: Time) -> bool {
        let encrypted = self.encrypted_in(platform, market, now);
        if on_safety { encrypted > 0.0 } else { encrypted < 1.0 }
    }

    /// An inquiry comes to a notice, which the platform may remedy, or it is closed.
    pub(in crate::model) fn notice(&mut self, platform: usize, market: usize, on_safety: bool, clock: &mut Clock<Event>) {
        let now = clock.now();
        let rules = &self.markets[market].rules.regulator;
        let (notices, decision) = (rules.notices.number(), rules.decision.get().days());
        let answer = &self.platforms[platform].timeline.now(now).rules.answer;
        let remedies = if on_safety { answer.concedes.number() } else { answer.remedies.number() };
        let mut stream = self.chance.of(Decision::Notice, self.inquiry_case(platform, market), 0);
        let (is_given, is_remedied) = (stream.chance(notices), stream.chance(remedies));
        if is_given && self.has_cause(platform, market, on_safety, now) {
            self.count(Outcome::Notices, platform, market, ADULT, now, 1.0);
            if !is_remedied {
                let delay = stream.exponential(decision);
                schedule(clock, now.after_days(delay), Event::Decision(platform as u8, market as u8, on_safety));
                return;
            }
            self.remedy(platform, market, on_safety, now);
        }
        self.end_inquiry(platform, market);
        self.next_inquiry(platform, market, clock);
    }

    /// The platform does what the notice asks for.
    fn remedy(&mut self, platform: usize, market: usize, on_safety: bool, now: Time) {
        self.count(Outcome::Remedies, platform, market, ADULT, now, 1.0);
        if on_safety {
            self.withdraw(platform, market, now);
        } else {
            self.platforms[platform].tightened[market] = true;
        }
    }

    /// An inquiry has been closed, remedied or decided.
    fn end_inquiry(&mut self, platform: usize, market: usize) {
        self.inquiries_out += 1;
        self.platforms[platform].under_way[market] = false;
    }

    /// An inquiry is decided.
    pub(in crate::model) fn decision(&mut self, platform: usize, market: usize, on_safety: bool, clock: &mut Clock<Event>) {
        self.end_inquiry(platform, market);
        let now = clock.now();
        let rules = &self.markets[market].rules.regulator;
        let (fines, fine, mandates) = (rules.fines.number(), rules.fine.number(), rules.mandates.number());
        let case = self.inquiry_case(platform, market);
        let mut stream = self.chance.of(Decision::InquiryEnds, case, 0);
        let has_cause = self.has_cause(platform, market, on_safety, now);
        let (is_fined, gets_mandate) = (stream.chance(fines) && has_cause, on_safety && stream.chance(mandates) && has_cause);
        let platform_rules = &self.platforms[platform].timeline.now(now).rules;
        let (revenue, complies) = (platform_rules.answer.revenue.number(), platform_rules.answer.complies.number());
        let fine_shock = platform_rules.trust.fine_shock.number();
        if is_fined {
            let amount = fine * revenue * self.population.accounts_in(platform, market);
            self.count(Outcome::Fines, platform, market, ADULT, now, amount);
            self.shock(platform, market, fine_shock);
        }
        if gets_mandate {
            self.count(Outcome::Mandates, platform, market, ADULT, now, 1.0);
            if !stream.chance(complies) {
                self.contest(platform, market, case, clock);
                return;
            }
            self.withdraw(platform, market, now);
        }
        self.next_inquiry(platform, market, clock);
    }

    /// The platform contests a mandate, which is suspended until the contest ends.
    fn contest(&mut self, platform: usize, market: usize, case: u64, clock: &mut Clock<Event>) {
        let mean = self.markets[market].rules.regulator.contest.get().days();
        self.count(Outcome::Contests, platform, market, ADULT, clock.now(), 1.0);
        self.contests_in += 1;
        self.platforms[platform].contested[market] = true;
        let delay = self.chance.of(Decision::Contest, case, 0).exponential(mean);
        schedule(clock, clock.now().after_days(delay), Event::Contested(platform as u8, market as u8));
    }

    /// A contest ends: the mandate stands, and the platform complies, or it is lifted.
    pub(in crate::model) fn contested(&mut self, platform: usize, market: usize, clock: &mut Clock<Event>) {
        let upheld = self.markets[market].rules.regulator.upheld.number();
        self.platforms[platform].contested[market] = false;
        self.contests_out += 1;
        if self.chance.of(Decision::Contest, self.inquiry_case(platform, market), 1).chance(upheld) {
            self.withdraw(platform, market, clock.now());
        } else {
            self.count(Outcome::MandatesLifted, platform, market, ADULT, clock.now(), 1.0);
        }
        self.next_inquiry(platform, market, clock);
    }

    /// The platform withdraws encryption from a market, if it has not yet.
    fn withdraw(&mut self, platform: usize, market: usize, now: Time) {
        let shock = self.platforms[platform].timeline.now(now).rules.trust.encryption_shock.number();
        if self.platforms[platform].withdrawn[market].is_none() {
            self.count(Outcome::Withdrawals, platform, market, ADULT, now, 1.0);
            self.platforms[platform].withdrawn[market] = Some(now);
            self.shock(platform, market, shock);
        }
    }

    /// What names the inquiry under way into a platform in a market.
    fn inquiry_case(&self, platform: usize, market: usize) -> u64 {
        part(self.part_identity(platform, market), Decision::Inquiry, self.platforms[platform].inquiries[market])
    }

    /// Whether encryption has been withdrawn from either of two markets.
    fn is_withdrawn(&self, platform: usize, markets: [usize; 2], now: Time) -> bool {
        markets.iter().any(|m| self.platforms[platform].withdrawn[*m].is_some_and(|since| since <= now))
    }

    /// Whether a message is encrypted end to end: what the rules give, less what has been withdrawn from a market.
    pub(in crate::model) fn encrypts(
        &self,
        platform: usize,
        now: Time,
        markets: [usize; 2],
        taste: f64,
        writer: impl FnOnce() -> Account,
        reader: impl FnOnce() -> Account,
    ) -> bool {
        !self.is_withdrawn(platform, markets, now) && self.platforms[platform].timeline.encrypts(now, markets, taste, writer, reader)
    }

    /// Whether every message on a platform is encrypted.
    pub(in crate::model) fn encrypts_all(&self, platform: usize, now: Time) -> bool {
        let markets = self.markets.len();
        !(0..markets).any(|m| self.is_withdrawn(platform, [m; 2], now)) && self.platforms[platform].timeline.encrypts_all(now, markets)
    }

    /// Share of a market's messages that are encrypted and scanned on the device at an instant, for accounts that declare to be minors'
    /// with chance `minor`.
    pub(in crate::model) fn scanned_share(&self, platform: usize, market: usize, minor: f64, now: Time) -> f64 {
        if !self.plays(Mechanism::Detection) || self.is_withdrawn(platform, [market; 2], now) {
            0.0
        } else {
            self.platforms[platform].timeline.scanned_share(now, minor, market)
        }
    }

    /// Share of a market's messages that are encrypted at an instant, for accounts that declare to be minors' with chance `minor`.
    pub(in crate::model) fn encrypted_share(&self, platform: usize, market: usize, minor: f64, now: Time) -> f64 {
        if self.is_withdrawn(platform, [market; 2], now) {
            0.0
        } else {
            self.platforms[platform].timeline.encrypted_share(now, minor, market)
        }
    }
}
