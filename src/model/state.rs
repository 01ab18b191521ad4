//! The world as it stands: the rules in force, the people, and the state of every mechanism.
//!
//! A mechanism's state is changed by its own effects alone: whoever acts on it calls those.

use super::assumptions::{Market, Platform, World};
use super::books::{Balance, Books};
use super::chance::{Chance, Decision, name};
use super::flag::{Flags, Subject};
use super::identity::{AccountId, Band, ByBand, ById, ClassId, MarketId, OffenderId, PlatformId};
use super::layout::Layout;
use super::mechanism::Mechanism;
use super::mechanism::access::rules::Exposure;
use super::mechanism::access::state::Cases;
use super::mechanism::accusation::state::Accusations;
use super::mechanism::arrival::state::Arrivals;
use super::mechanism::contact::rules::Response;
use super::mechanism::conversation::state::Conversations;
use super::mechanism::enforcement::state::Sanctions;
use super::mechanism::investigation::state::Police;
use super::mechanism::list::rules::Scanner;
use super::mechanism::list::state::Lists;
use super::mechanism::offline::state::Ended;
use super::mechanism::regulator::state::Regulators;
use super::mechanism::review::state::Reviews;
use super::mechanism::traffic::state::Messages;
use super::mechanism::trust::state::Moods;
use super::offender::{Class, Offender, Offenders};
use super::ordinary::Ordinary;
use super::outcome::Outcome;
use super::plan::{Change, Plan};
use super::policy::Timeline;
use super::population::Population;
use crate::units::{Span, Time};

/// A platform's rules.
#[derive(Clone, Debug)]
pub struct PlatformRules {
    /// The platform's identity in streams.
    pub identity: u64,
    /// Its rules so far.
    pub timeline: Timeline,
    /// Changes of them that are still to come, the next one last.
    pub(super) ahead: Vec<Change>,
}

impl PlatformRules {
    /// When the rules are still to change.
    pub(super) fn changes(&self, origin: Time) -> Vec<Time> {
        let mut changes: Vec<Time> = self.ahead.iter().rev().map(|change| origin + Span(change.start.0)).collect();
        changes.dedup();
        changes
    }

    /// The rules change as far as they are to by now.
    pub(super) fn change(&mut self, now: Time, markets: &[&str], origin: Time) {
        while let Some(change) = self.ahead.pop_if(|change| origin + Span(change.start.0) <= now) {
            self.timeline.change(&change, markets, origin);
        }
    }
}

/// The changes that a plan has in store for a platform, the next one last.
pub(super) fn in_store(plan: &Plan, platform: &str) -> Vec<Change> {
    plan.changes.iter().filter(|change| change.platform == platform).rev().cloned().collect()
}

/// The world as it stands. What a mechanism alone changes has the mechanism's name.
#[derive(Clone, Debug)]
pub struct State {
    pub(super) chance: Chance,
    /// By mechanism: whether it is simulated.
    enabled: [bool; Mechanism::ALL.len()],
    /// Every message and every approach is simulated.
    pub(super) explicit: bool,
    /// When the run ends.
    pub(super) horizon: Time,
    /// When the count begins.
    pub(super) origin: Time,
    /// The fraction of the world that is simulated.
    pub(super) sample: f64,

    pub(super) platforms: ById<PlatformId, PlatformRules>,
    pub(super) markets: ById<MarketId, Market>,
    /// The names of the markets.
    pub(super) market_names: Vec<String>,
    pub(super) classes: ById<ClassId, Class>,
    pub(super) responses: ByBand<Response>,
    pub(super) exposure: Exposure,
    pub(super) scanner: Scanner,
    pub(super) population: Population,

    pub(super) offenders: Offenders,
    pub(super) ordinary: Ordinary,
    pub(super) flags: Flags,
    pub(super) books: Books,

    pub(super) access: Cases,
    pub(super) accusation: Accusations,
    pub(super) arrival: Arrivals,
    pub(super) conversation: Conversations,
    pub(super) enforcement: Sanctions,
    pub(super) investigation: Police,
    pub(super) list: Lists,
    pub(super) offline: Ended,
    pub(super) regulator: Regulators,
    pub(super) review: Reviews,
    pub(super) traffic: Messages,
    pub(super) trust: Moods,
}

/// How readily police of a market open a case on a report that can be acted on.
fn opens(world: &World, market: &Market) -> f64 {
    (world.investigation.opens.number() * market.investigation.opens_factor.number()).min(1.0)
}

impl State {
    /// The world of a plan, whose uncertain parameters have been drawn, before anything happens.
    ///
    /// # Panics
    /// If the plan lacks a parameter: it would stand at zero, and nobody would see it.
    #[must_use]
    pub fn new(plan: &Plan, chance: Chance) -> Self {
        let missing = plan.missing();
        assert!(missing.is_empty(), "the plan does not say {}", missing.join(", "));
        let world = &plan.world;
        let origin = Time::ZERO + world.warm_up.get();
        let horizon = origin + world.horizon.get();
        let layout = Layout::of(world);
        let (platforms, markets) = (layout.platforms, layout.markets);
        let bands = [&world.response.under_13, &world.response.from_13, &world.response.from_16, &world.response.adult];
        let responses = ByBand::new(bands.map(Clone::clone));
        let engage = ByBand::of(|band| if plan.explicit { 1.0 } else { responses[band].engage.number() });
        let names: Vec<&str> = world.market.iter().map(|(name, _)| name).collect();
        let rules = |(platform, rules): (&str, &Platform)| PlatformRules {
            identity: name(platform),
            timeline: Timeline::new(rules, &names),
            ahead: in_store(plan, platform),
        };
        Self {
            chance,
            enabled: world.mechanism.enabled(),
            explicit: plan.explicit,
            horizon,
            origin,
            sample: world.sample.number(),
            platforms: world.platform.iter().map(rules).collect(),
            markets: world.market.iter().map(|(_, rules)| rules.clone()).collect(),
            market_names: names.iter().map(|name| (*name).to_owned()).collect(),
            classes: world.offender.iter().map(|(class, rules)| Class::new(name(class), rules, engage, origin)).collect(),
            responses,
            exposure: world.exposure.clone(),
            scanner: world.scanner.clone(),
            population: Population::new(world, chance),
            offenders: Offenders::default(),
            ordinary: Ordinary::default(),
            flags: Flags::default(),
            books: Books::new(layout, origin, horizon, world.window.get()),
            access: Cases::new(platforms, markets),
            accusation: Accusations::default(),
            arrival: Arrivals::default(),
            conversation: Conversations::default(),
            enforcement: Sanctions::new(platforms),
            investigation: Police::new(world.market.iter().map(|(_, market)| opens(world, market)).collect()),
            list: Lists::new(platforms, markets),
            offline: Ended::default(),
            regulator: Regulators::new(platforms, markets),
            review: Reviews::new(platforms),
            traffic: Messages::new(platforms),
            trust: Moods::new(platforms, markets),
        }
    }

    /// The rules of a platform change as far as they are to by now.
    pub(super) fn change(&mut self, platform: PlatformId, now: Time) {
        let names: Vec<&str> = self.market_names.iter().map(String::as_str).collect();
        self.platforms[platform].change(now, &names, self.origin);
    }

    /// Whether a mechanism is simulated.
    #[inline]
    pub(super) fn simulates(&self, mechanism: Mechanism) -> bool {
        self.enabled[mechanism as usize]
    }

    /// The offender's class.
    #[inline]
    pub(super) fn class_of(&self, offender: OffenderId) -> &Class {
        &self.classes[self.offenders[offender].class]
    }

    /// Which of an offender's accounts does something.
    pub(super) fn which_account(&self, offender: &Offender, occasion: u64) -> AccountId {
        let number = match offender.accounts {
            1 => 0,
            n => self.chance.of(Decision::WhichAccount, occasion, 0).below(u64::from(n)),
        };
        AccountId::new(number as usize)
    }

    /// What names a platform's part of a market in a stream.
    pub(super) fn part_identity(&self, platform: PlatformId, market: MarketId) -> u64 {
        self.platforms[platform].identity ^ self.population.market_identity(market).rotate_left(31)
    }

    /// The market and age band under which something about a flagged person is counted.
    pub(super) fn where_counted(&self, subject: Subject) -> (MarketId, Band) {
        match subject {
            Subject::Offender(offender, _) => (self.offenders[offender].market, Band::ADULT),
            Subject::Ordinary(person) => (person.market(), person.band()),
        }
    }

    /// Counts something that concerns a person, or people of a market and age band, once the count has begun.
    #[inline]
    pub(super) fn count(&mut self, outcome: Outcome, platform: PlatformId, market: MarketId, band: Band, at: Time, amount: f64) {
        self.books.count(outcome, platform, market, band, at, amount);
    }

    /// Adds to what the run has to expect of something that concerns people of a market and age band, in a window that counts.
    pub(super) fn expect(&mut self, outcome: Outcome, platform: PlatformId, market: MarketId, band: Band, amount: f64) {
        self.books.expect(outcome, platform, market, band, amount);
    }

    /// Counts something that concerns an offender.
    #[inline]
    pub(super) fn count_offender(&mut self, outcome: Outcome, platform: PlatformId, offender: OffenderId, at: Time, amount: f64) {
        self.count(outcome, platform, self.offenders[offender].market, Band::ADULT, at, amount);
    }

    /// Counts the days that an offender has been active since last counted.
    pub(super) fn count_active(&mut self, number: OffenderId, now: Time) {
        let offender = self.offenders[number];
        if offender.works() && self.class_of(number).rules.malice.get() {
            let to = now.min(offender.until);
            self.books.count_days(Outcome::OffenderDays, offender.platform, offender.market, Band::ADULT, offender.active_since, to);
        }
        self.offenders[number].active_since = now;
    }

    /// What went in, came out and is still inside: flags, appeals, reports to police, regulators' inquiries, contests of mandates.
    pub(super) fn balances(&self) -> [(&'static str, Balance); 5] {
        let [flags, appeals] = self.flags.balances();
        let [inquiries, contests] = self.regulator.balances();
        let reports = self.investigation.balance();
        [("flags", flags), ("appeals", appeals), ("reports", reports), ("inquiries", inquiries), ("contests", contests)]
    }
}
