//! # Access: who gets at messages and metadata
//!
//! **What it does.** Separate processes: abuse by insiders, external breaches, lawful targeted demands, covert access by a parent
//! company or a state that obliges it, unlawful demands, secret orders to search in bulk, seizure of open backups, and devices
//! taken over. Each case exposes account-days of content, as far as retention reaches and the messages in it were readable, and of
//! metadata. Where the platform has tightened internal access to answer a regulator, fewer accounts of the market are opened by
//! insiders and covertly. Messages sent before encryption began stay readable until retention has run out; a longer retention brings
//! nothing back that was deleted. Of those whose messages are opened unlawfully some are harmed by it, a Poisson number of each case:
//! minors and adults are counted apart. A scanner on the device is one more way in to it.
//!
//! **Why it matters.** Surveillance is several paths, and encryption closes some of them (M9, M12; evidence:
//! `fb_insider_firings`, `google_gcreep`, `bytedance_journalists`, `tea_breach_dms`, `pegasus_wa_targets`,
//! `meta_us_accounts_per_100k`). Metadata stays exposed under every regime, and so do devices. Encryption protects people too, from
//! stalking, extortion after a breach and interception (M11), and scanning on the device is a surface to attack (M10).
//!
//! **Switched off.** Nobody gets at anything, and what the servers hold is not counted.
//!
//! **Limits.** Which accounts are opened does not depend on who they are, so minors' share of the exposure is their share of the
//! users. Who is harmed by exposure is counted, and nothing else happens to them here; the chance is in proportion to the part of the
//! kept messages that could be read. An adult is as likely harmed as a minor. Lawful demands are taken to harm nobody, nor are
//! devices to which closed servers move a state's demand. Open backups are seized on lawful demands alone. Detection by behaviour
//! recognises no more for the metadata that are kept for it: a policy that keeps them longer states that beside its channel. Metadata
//! kept are a length of time, whatever they hold. None of it is thinned by `sample`.

use super::Mechanism;
use crate::engine::distribution::{geometric, pareto};
use crate::engine::{Binomial, Clock};
use crate::model::chance::{Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::outcome::Outcome;
use crate::model::parameter::Param;
use crate::model::population::{ADULT, BANDS};
use crate::model::regime::Regime;
use crate::model::simulation::{Simulation, poisson};
use crate::units::{Count, Factor, Multiple, PerTime, Probability, Share, Span, Time};

crate::parameters! {
    /// What a platform keeps, and who inside or outside can get at it.
    pub struct Access {
        /// How long readable message content stays on the servers.
        "content-retention" content_retention: Param<Span>,
        /// Share of accounts whose encrypted messages are also in a cloud backup that is not encrypted.
        "open-backups" open_backups: Param<Share>,
        /// Days of messages in a backup.
        "backup-history" backup_history: Param<Span>,
        /// How long metadata stays on the servers.
        "metadata-retention" metadata_retention: Param<Span>,
        /// Staff who can reach users' data.
        "employees" employees: Param<Count>,
        /// Detected abuse of that reach, by one such person.
        "insider-abuse" insider_abuse: Param<PerTime>,
        /// True cases of abuse for each one detected.
        "insider-undetected" insider_undetected: Param<Multiple>,
        /// Mean accounts opened in one case.
        "insider-accounts" insider_accounts: Param<Multiple>,
        /// External breaches that reach stored messages.
        "breach-rate" breach_rate: Param<PerTime>,
        /// Least share of accounts that a breach exposes.
        "breach-least" breach_least: Param<Share>,
        /// Tail index of the share of accounts exposed (Pareto, cut at all accounts): the smaller, the heavier the tail.
        "breach-tail" breach_tail: Param<Factor>,
        /// Covert access by the parent company or a foreign state that obliges it. An axis, not an estimate.
        "covert-rate" covert_rate: Param<PerTime>,
        /// Mean accounts opened in one such case.
        "covert-accounts" covert_accounts: Param<Multiple>,
    }
    /// What it does to people that somebody opens their messages without a right to.
    pub struct Exposure {
        /// The chance that somebody is harmed whose messages are opened by an insider, covertly, on an unlawful demand or on a device taken over: where somebody chose the account.
        "targeted" targeted: Param<Probability>,
        /// The same where they are opened among very many, in a breach or by a bulk order.
        "mass" mass: Param<Probability>,
    }
    /// Demand for access in one market.
    pub struct MarketAccess {
        /// Lawful targeted demands, per million accounts.
        "lawful-demands" lawful_demands: Param<PerTime>,
        /// Mean accounts in one demand.
        "lawful-accounts" lawful_accounts: Param<Multiple>,
        /// The chance that a demand yields data.
        "lawful-produced" lawful_produced: Param<Probability>,
        /// Targeted demands without a lawful ground, per million accounts.
        "unlawful-demands" unlawful_demands: Param<PerTime>,
        /// Secret orders to a platform to search accounts of the market in bulk.
        "bulk-orders" bulk_orders: Param<PerTime>,
        /// Share of the market's accounts that such an order reaches.
        "bulk-share" bulk_share: Param<Share>,
        /// Devices taken over by a state or a stalker, per million accounts. Reads content under every regime.
        "endpoint-rate" endpoint_rate: Param<PerTime>,
        /// Multiplies the endpoint rate for accounts whose messages are encrypted, as server access is closed to the demand.
        "endpoint-substitution" endpoint_substitution: Param<Factor>,
        /// Multiplies the endpoint rate of any regime for accounts whose encrypted messages are scanned on the device: a scanner is one more way in.
        "endpoint-scanner" endpoint_scanner: Param<Multiple>,
        /// Days of messages on a device taken over.
        "endpoint-history" endpoint_history: Param<Span>,
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

    fn decision(self) -> Decision {
        match self {
            Self::Insider => Decision::Insider,
            Self::Breach => Decision::Breach,
            Self::Covert => Decision::Covert,
        }
    }

    fn outcomes(self) -> (Outcome, Outcome) {
        match self {
            Self::Insider => (Outcome::ContentInsider, Outcome::MetadataInsider),
            Self::Breach => (Outcome::ContentBreach, Outcome::MetadataBreach),
            Self::Covert => (Outcome::ContentCovert, Outcome::MetadataCovert),
        }
    }

    /// Cases a day under these rules.
    #[must_use]
    pub fn rate(self, regime: &Regime) -> f64 {
        let rules = &regime.rules.access;
        match self {
            Self::Insider => rules.employees.number() * rules.insider_abuse.number() * rules.insider_undetected.number(),
            Self::Breach => rules.breach_rate.number(),
            Self::Covert => rules.covert_rate.number(),
        }
    }
}

/// What accounts are opened for: how it is counted, which case it is, and the chance that it harms somebody.
#[derive(Clone, Copy)]
struct Opening {
    content: Outcome,
    metadata: Outcome,
    case: u64,
    harm: f64,
}

impl Simulation {
    /// What names a platform's part of a market in a stream.
    pub(in crate::model) fn part_identity(&self, platform: usize, market: usize) -> u64 {
        self.platforms[platform].id ^ self.population.market_identity(market).rotate_left(31)
    }

    fn next_bulk_order(&mut self, platform: usize, market: usize, clock: &mut Clock<Event>) {
        let rate = self.markets[market].rules.access.bulk_orders.number();
        if rate <= 0.0 || self.population.accounts_in(platform, market) <= 0.0 {
            return;
        }
        let case = &mut self.platforms[platform].bulk_orders[market];
        let occasion = std::mem::replace(case, *case + 1);
        let who = self.part_identity(platform, market);
        let at = clock.now().after_days(self.chance.of(Decision::Bulk, who, occasion).exponential(1.0 / rate));
        if at <= self.horizon {
            schedule(clock, at, Event::BulkOrder(platform as u8, market as u8));
        }
    }

    /// A secret order reaches accounts of a market.
    pub(in crate::model) fn bulk_order(&mut self, platform: usize, market: usize, clock: &mut Clock<Event>) {
        let now = clock.now();
        let share = self.markets[market].rules.access.bulk_share.number();
        let accounts = self.population.accounts_in(platform, market) * share;
        let case = part(self.part_identity(platform, market), Decision::Bulk, self.platforms[platform].bulk_orders[market]);
        let opening = Opening { content: Outcome::ContentBulk, metadata: Outcome::MetadataBulk, case, harm: self.exposure.mass.number() };
        self.expose_accounts(platform, market, accounts, opening, now);
        let trust = &self.platforms[platform].timeline.now(now).rules.trust;
        let (revealed, size) = (trust.revealed.number(), trust.revelation_shock.number());
        let case = self.platforms[platform].bulk_orders[market];
        if self.chance.of(Decision::Revealed, self.part_identity(platform, market), case).chance(revealed) {
            self.shock(platform, market, size);
        }
        self.next_bulk_order(platform, market, clock);
    }

    pub(in crate::model) fn start_access(&mut self, platform: usize, clock: &mut Clock<Event>) {
        if !self.plays(Mechanism::Access) {
            return;
        }
        for path in Path::ALL {
            self.next_access(platform, path, clock);
        }
        for market in 0..self.markets.len() {
            self.next_bulk_order(platform, market, clock);
        }
    }

    /// Finds the next case of a path.
    fn next_access(&mut self, platform: usize, path: Path, clock: &mut Clock<Event>) {
        let state = &mut self.platforms[platform];
        let expected = self.chance.of(path.decision(), state.id, state.cases[path as usize]).exponential(1.0);
        state.cases[path as usize] += 1;
        let at = state.timeline.after_expecting(clock.now(), expected, |regime| path.rate(regime));
        schedule(clock, at, Event::Access(platform as u8, path));
    }

    /// Somebody gets at a platform's data.
    pub(in crate::model) fn access(&mut self, platform: usize, path: Path, clock: &mut Clock<Event>) {
        let state = &self.platforms[platform];
        let rules = &state.timeline.now(clock.now()).rules.access;
        let rules_of_trust = state.timeline.now(clock.now()).rules.trust.clone();
        let all = self.population.accounts(platform);
        if all <= 0.0 {
            return;
        }
        let mut stream = self.chance.of(path.decision(), state.id, state.cases[path as usize] | 1 << 31);
        let u = stream.uniform();
        let accounts = match path {
            Path::Insider => geometric(u, rules.insider_accounts.number()) as f64,
            Path::Covert => geometric(u, rules.covert_accounts.number()) as f64,
            Path::Breach => (pareto(u, rules.breach_least.number(), rules.breach_tail.number().max(1e-3))).min(1.0) * all,
        };
        let trust = &rules_of_trust;
        let known = match path {
            Path::Breach => trust.breach_shock.number() * accounts.min(all) / all,
            Path::Insider | Path::Covert if stream.chance(trust.revealed.number()) => trust.revelation_shock.number(),
            Path::Insider | Path::Covert => 0.0,
        };
        self.shock_everywhere(platform, known);
        self.expose(platform, path, accounts.min(all), clock.now());
        self.next_access(platform, path, clock);
    }

    /// Exposes so many accounts of a platform, spread over its users.
    pub fn expose(&mut self, platform: usize, path: Path, accounts: f64, now: Time) {
        let (content, metadata) = path.outcomes();
        let harm = if path == Path::Breach { self.exposure.mass.number() } else { self.exposure.targeted.number() };
        let case = part(self.platforms[platform].id, path.decision(), self.platforms[platform].cases[path as usize]);
        let all = self.population.accounts(platform);
        if all <= 0.0 {
            return;
        }
        let state = &self.platforms[platform];
        let kept_shut = if path == Path::Breach { 0.0 } else { state.timeline.now(now).rules.answer.safeguards.number() };
        for market in 0..self.markets.len() {
            let opened = if self.platforms[platform].tightened[market] { 1.0 - kept_shut } else { 1.0 };
            let there = accounts * self.population.accounts_in(platform, market) / all * opened;
            self.expose_accounts(platform, market, there, Opening { content, metadata, case, harm }, now);
        }
    }

    /// Counts the account-days that so many accounts of a market expose at `now`, and who is harmed by it.
    fn expose_accounts(&mut self, platform: usize, market: usize, accounts: f64, opening: Opening, now: Time) {
        let timeline = &self.platforms[platform].timeline;
        let metadata_days = timeline.kept(now, |rules| rules.access.metadata_retention.get()).days();
        let kept = timeline.kept(now, |rules| rules.access.content_retention.get()).days();
        let withdrawn = self.platforms[platform].withdrawn[market];
        let readable = timeline.readable_days(now, market, withdrawn);
        let days: [f64; BANDS] = std::array::from_fn(|band| readable.of(self.population.pair_minor(platform, band)));
        for (band, share) in self.population.ages(platform).into_iter().enumerate() {
            self.count(opening.content, platform, market, band, now, accounts * share * days[band]);
            self.count(opening.metadata, platform, market, band, now, accounts * share * metadata_days);
            if days[band] > 0.0 {
                let mean = accounts * share * days[band] / kept * opening.harm;
                self.harm_exposed(platform, market, band, (opening.case, mean), now);
            }
        }
    }

    /// Counts those whom a case harms, a Poisson number with this mean.
    fn harm_exposed(&mut self, platform: usize, market: usize, band: usize, (case, mean): (u64, f64), now: Time) {
        if mean > 0.0 {
            let who = case ^ self.population.market_identity(market).rotate_left(31);
            let harmed = poisson(mean, &mut self.chance.of(Decision::ExposureHarms, who, band as u32)) as f64;
            let outcome = if band < ADULT { Outcome::HarmedByExposure } else { Outcome::AdultsHarmedByExposure };
            self.count(outcome, platform, market, band, now, harmed);
        }
    }

    /// Lawful demands and devices taken over between two instants: too many to be events, and nothing hangs on their order.
    ///
    /// They are counted in the window that ends at `to`, as is the readable content held at its end.
    pub(in crate::model) fn window_access(&mut self, window: usize, from: Time, to: Time) {
        if !self.plays(Mechanism::Access) {
            return;
        }
        let days = to.since(from).days();
        let occasion = window as u32;
        // The end of a window belongs to the next one; what is counted here belongs to this one.
        let to = Time(to.0 - 1);
        for platform in 0..self.platforms.len() {
            for market in 0..self.markets.len() {
                let millions = self.population.accounts_in(platform, market) / 1e6;
                if millions > 0.0 {
                    self.hold(platform, market, days / self.horizon.since(self.origin).days(), to);
                    let who = self.part_identity(platform, market);
                    self.unlawful_demands(platform, market, who, occasion, millions * days, to);
                    self.lawful_demands(platform, market, who, occasion, millions * days, to);
                    self.endpoints(platform, market, who, occasion, millions * days, to);
                }
            }
        }
    }

    /// Counts the readable content on the servers, weighted by the window's part of the run.
    fn hold(&mut self, platform: usize, market: usize, weight: f64, now: Time) {
        let accounts = self.population.accounts_in(platform, market);
        let state = &self.platforms[platform];
        let readable = state.timeline.readable_days(now, market, state.withdrawn[market]);
        for (band, share) in self.population.ages(platform).into_iter().enumerate() {
            let days = readable.of(self.population.pair_minor(platform, band));
            self.count(Outcome::ContentHeld, platform, market, band, now, accounts * share * days * weight);
        }
    }

    fn lawful_demands(&mut self, platform: usize, market: usize, who: u64, occasion: u32, exposure: f64, now: Time) {
        let demand = &self.markets[market].rules.access;
        let mut stream = self.chance.of(Decision::LawfulDemand, who, occasion);
        let demands = poisson(demand.lawful_demands.number() * exposure, &mut stream);
        let produced = Binomial::new(demands, demand.lawful_produced.number()).map_or(0, |b| b.quantile(stream.uniform()));
        let accounts = produced as f64 * demand.lawful_accounts.number();
        let asked = demands as f64 * demand.lawful_accounts.number();
        for (outcome, amount) in
            [(Outcome::LawfulDemands, demands as f64), (Outcome::LawfulProduced, produced as f64), (Outcome::LawfulAccounts, asked)]
        {
            // A demand is about adults and minors alike: it is counted by market, at their shares of the users.
            for (band, share) in self.population.ages(platform).into_iter().enumerate() {
                self.count(outcome, platform, market, band, now, amount * share);
            }
        }
        let opening = Opening { content: Outcome::ContentLawful, metadata: Outcome::MetadataLawful, case: 0, harm: 0.0 };
        self.expose_accounts(platform, market, accounts, opening, now);
        self.seize_backups(platform, market, accounts, now);
    }

    fn unlawful_demands(&mut self, platform: usize, market: usize, who: u64, occasion: u32, exposure: f64, now: Time) {
        let demand = &self.markets[market].rules.access;
        let accounts = demand.lawful_accounts.number();
        let mean = demand.unlawful_demands.number() * demand.lawful_produced.number() * exposure;
        let demands = poisson(mean, &mut self.chance.of(Decision::UnlawfulDemand, who, occasion)) as f64;
        let (content, metadata) = (Outcome::ContentUnlawfulDemand, Outcome::MetadataUnlawfulDemand);
        let case = part(who, Decision::UnlawfulDemand, occasion);
        let opening = Opening { content, metadata, case, harm: self.exposure.targeted.number() };
        self.expose_accounts(platform, market, demands * accounts, opening, now);
    }

    /// Encrypted messages of accounts under a lawful demand, as far as they are in an open backup.
    fn seize_backups(&mut self, platform: usize, market: usize, accounts: f64, now: Time) {
        let timeline = &self.platforms[platform].timeline;
        let rules = &timeline.now(now).rules.access;
        let (open, history) = (rules.open_backups.number(), rules.backup_history.get());
        let withdrawn = self.platforms[platform].withdrawn[market];
        // What the servers can read of the same days is produced from there.
        let readable = timeline.readable_days_over(history, now, market, withdrawn);
        let hidden: [f64; BANDS] = std::array::from_fn(|band| history.days() - readable.of(self.population.pair_minor(platform, band)));
        for (band, share) in self.population.ages(platform).into_iter().enumerate() {
            let days = accounts * share * open * hidden[band];
            self.count(Outcome::ContentBackup, platform, market, band, now, days);
        }
    }

    fn endpoints(&mut self, platform: usize, market: usize, who: u64, occasion: u32, exposure: f64, now: Time) {
        let demand = &self.markets[market].rules.access;
        let (rate, substitution) = (demand.endpoint_rate.number(), demand.endpoint_substitution.number());
        let scanner = demand.endpoint_scanner.number();
        let history = demand.endpoint_history.get().days();
        for (band, share) in self.population.ages(platform).into_iter().enumerate() {
            let minor = self.population.pair_minor(platform, band);
            let encrypted = self.encrypted_share(platform, market, minor, now);
            let (mean, factor) = (rate * exposure * share, 1.0 + (substitution - 1.0) * encrypted);
            let mut stream = self.chance.of(Decision::Endpoint, who ^ band as u64, occasion);
            // Those taken over under any regime, those to which closed servers move demand, and those that a scanner lets in: three
            // independent Poisson numbers, each of one uniform under any regime.
            let anyway = poisson(mean * factor.min(1.0), &mut stream) as f64;
            let moved = poisson(mean * (factor - 1.0).max(0.0), &mut stream) as f64;
            let on_device = self.scanned_share(platform, market, minor, now);
            let let_in = poisson(mean * (scanner - 1.0) * on_device, &mut stream) as f64;
            let devices = anyway + moved + let_in;
            self.count(Outcome::ContentEndpoint, platform, market, band, now, devices * history);
            self.count(Outcome::MetadataEndpoint, platform, market, band, now, devices * history);
            if history > 0.0 {
                let case = part(who, Decision::Endpoint, occasion);
                self.harm_exposed(platform, market, band, (case, (anyway + let_in) * self.exposure.targeted.number()), now);
            }
        }
    }
}
