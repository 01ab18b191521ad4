//! The simulation: which effect each event has, and what starts and ends a run. What is simulated is the [`State`].

use super::assumptions::Encryption;
use super::books::Balance;
use super::chance::Chance;
use super::event::{Event, schedule};
use super::flag::Subject;
use super::identity::{ClassId, MarketId, OffenderId, PlatformId};
use super::ledger::Outcomes;
use super::mechanism::access::rules::Path;
use super::mechanism::traffic::{explicit, lawful};
use super::mechanism::{
    access, accusation, adaptation, arrival, contact, conversation, detection, enforcement, investigation, list, offline, regulator,
    review, sharing, traffic, trust,
};
use super::offender::{AccountState, Offender};
use super::outcome::Outcome;
use super::plan::Plan;
use super::state::State;
use crate::engine::{Clock, Limits, Model, Stop, run_with_hints};
use crate::units::Time;

/// The records of so many offenders stay in a processor's own cache.
const CACHED: usize = 8192;

/// A world in motion.
#[derive(Clone, Debug)]
pub struct Simulation {
    pub(super) state: State,
}

impl Simulation {
    /// Sets up the world of a plan, whose uncertain parameters have been drawn, and schedules what starts it.
    ///
    /// # Panics
    /// If the plan lacks a parameter; see [`Plan::missing`].
    #[must_use]
    pub fn new(plan: &Plan, chance: Chance) -> (Self, Clock<Event>) {
        let mut clock = Clock::default();
        let mut state = State::new(plan, chance);
        start(&mut state, &mut clock);
        (Self { state }, clock)
    }

    /// Simulates the run to its horizon and closes the books.
    ///
    /// # Panics
    /// If the plan lacks a parameter; see [`Plan::missing`].
    #[must_use]
    pub fn run(plan: &Plan, chance: Chance) -> (Outcomes, Stop) {
        let (mut simulation, mut clock) = Self::new(plan, chance);
        let stop = simulation.advance(&mut clock);
        (simulation.close(), stop)
    }

    /// Simulates the run to its horizon.
    pub fn advance(&mut self, clock: &mut Clock<Event>) -> Stop {
        let horizon = self.state.horizon;
        run_with_hints(self, clock, Limits::until(horizon), Self::foresee)
    }

    /// Closes the books at the end of the run.
    #[must_use]
    pub fn close(self) -> Outcomes {
        close(self.state)
    }

    /// Adds an offender with this identity; see `add_offender` of the mechanism `arrival`.
    pub fn add_offender(&mut self, class: ClassId, platform: PlatformId, id: u64, appears: bool, clock: &mut Clock<Event>) -> OffenderId {
        arrival::add_offender(&mut self.state, class, platform, id, appears, clock)
    }

    /// Exposes so many accounts of a platform, spread over its users.
    pub fn expose(&mut self, platform: PlatformId, path: Path, accounts: f64, now: Time) {
        access::expose(&mut self.state, platform, path, accounts, now);
    }

    /// What went in, came out and is still inside: flags, appeals, reports to police, regulators' inquiries, contests of mandates.
    /// Each must close at any time. An inquiry comes out closed without a notice, remedied after one, or decided.
    #[must_use]
    pub fn balances(&self) -> [(&'static str, Balance); 5] {
        self.state.balances()
    }

    /// Cases that wait for an investigator in a market.
    #[must_use]
    pub fn cases_waiting(&self, market: MarketId) -> usize {
        self.state.investigation.waiting(market)
    }

    /// Every offender so far, in the order of appearance.
    #[must_use]
    pub fn offenders(&self) -> &[Offender] {
        self.state.offenders.as_slice()
    }

    /// The accounts of an offender.
    #[must_use]
    pub fn accounts(&self, offender: &Offender) -> &[AccountState] {
        self.state.offenders.accounts(offender)
    }

    /// Who an event is about, by identity: the same in every world in which it happens.
    #[must_use]
    pub fn subject(&self, event: Event) -> u64 {
        let state = &self.state;
        match event {
            Event::Mood | Event::Begin | Event::Window => 0,
            Event::Budget(market) => state.population.market_identity(market),
            Event::Change(p) | Event::FalseFlag(p, _) | Event::Access(p, _) => state.platforms[p].identity,
            Event::BulkOrder(p, m)
            | Event::Tampered(p, m, _)
            | Event::Inquiry(p, m)
            | Event::Notice(p, m, _)
            | Event::Decision(p, m, _)
            | Event::Contested(p, m) => state.part_identity(p, m),
            Event::PoisonedFlag(id) => state.list.poisoned(id).id,
            Event::Found(search) => state.investigation.search(search).case,
            Event::Cleared(_, person) => state.population.identity(person),
            Event::Message(p, user) => state.population.identity(state.traffic.writer(p, user)),
            Event::Arrival(stream) | Event::LawfulMatch(stream) => state.arrival.stream(stream).id,
            Event::Share(o) | Event::Approach(o) | Event::Restore(o, ..) | Event::Displaced(o) => state.offenders[o].id,
            Event::Stage(c) => state.conversation.get(c).map_or(0, |conversation| conversation.id),
            Event::Triage(c) | Event::Investigated(c) => state.investigation.get(c).map_or(0, |case| case.id),
            Event::Flag(f) | Event::Reviewed(f) | Event::Appeal(f) | Event::Appealed(f) => state.flags.get(f).map_or(0, |flag| flag.id),
        }
    }
}

impl Model for Simulation {
    type Event = Event;

    #[inline]
    fn handle(&mut self, event: Event, clock: &mut Clock<Event>) {
        let state = &mut self.state;
        match event {
            Event::Change(platform) => rules_change(state, platform, clock),
            Event::Budget(market) => investigation::set_staff(state, market, clock),
            Event::Mood => trust::mood_step_ends(state, clock),
            Event::Begin => begin_count(state, clock.now()),
            Event::Window => window_ends(state, clock),
            Event::Arrival(stream) => arrival::arrival(state, stream, clock),
            Event::Share(offender) => sharing::share(state, offender, clock),
            Event::Approach(offender) => contact::approach(state, offender, clock),
            Event::Stage(conversation) => conversation::stage(state, conversation, clock),
            Event::Message(platform, user) => explicit::message(state, platform, user, clock),
            Event::FalseFlag(platform, channel) => traffic::false_flag(state, platform, channel, clock),
            Event::Flag(flag) => detection::flag_raised(state, flag, clock),
            Event::Reviewed(flag) => review::reviewed(state, flag, clock),
            Event::Appeal(flag) => enforcement::appeal(state, flag, clock),
            Event::Appealed(flag) => enforcement::appealed(state, flag, clock),
            Event::Restore(offender, account, generation) => enforcement::restore(state, offender, account, generation, clock),
            Event::Displaced(offender) => adaptation::displaced(state, offender, clock),
            Event::Triage(case) => investigation::triage(state, case, clock),
            Event::Investigated(case) => investigation::investigated(state, case, clock),
            Event::Found(search) => investigation::found(state, search, clock.now()),
            Event::Cleared(platform, person) => accusation::cleared(state, platform, person, clock.now()),
            Event::LawfulMatch(stream) => lawful::matched(state, stream, clock),
            Event::Access(platform, path) => access::access(state, platform, path, clock),
            Event::BulkOrder(platform, market) => access::bulk_order(state, platform, market, clock),
            Event::Tampered(platform, market, how) => list::tampered(state, platform, market, how, clock),
            Event::PoisonedFlag(id) => list::poisoned_flag(state, id, clock),
            Event::Inquiry(platform, market) => regulator::inquiry(state, platform, market, clock),
            Event::Notice(platform, market, on_safety) => regulator::notice(state, platform, market, on_safety, clock),
            Event::Decision(platform, market, on_safety) => regulator::decision(state, platform, market, on_safety, clock),
            Event::Contested(platform, market) => regulator::contested(state, platform, market, clock),
        }
    }
}

impl Simulation {
    /// In a large world the records that an event needs are seldom in a cache; in a small one they always are.
    #[inline]
    fn foresee(&self, event: Event) -> u64 {
        let state = &self.state;
        if state.offenders.len() < CACHED {
            return 0;
        }
        match event {
            Event::Share(offender) | Event::Approach(offender) | Event::Restore(offender, ..) => foresee_offender(state, offender),
            Event::Stage(c) => state.conversation.get(c).map_or(0, |conversation| foresee_offender(state, conversation.offender)),
            Event::Flag(flag) | Event::Reviewed(flag) => {
                state.flags.get(flag).map_or(0, |flag| foresee_subject(state, flag.subject, flag.platform))
            }
            Event::Triage(case) => state.investigation.get(case).map_or(0, |case| foresee_subject(state, case.subject, PlatformId::new(0))),
            _ => 0,
        }
    }
}

#[inline]
fn foresee_offender(state: &State, number: OffenderId) -> u64 {
    let offender = &state.offenders[number];
    offender.id ^ u64::from(state.offenders.accounts(offender)[0].generation)
}

#[inline]
fn foresee_subject(state: &State, subject: Subject, platform: PlatformId) -> u64 {
    match subject {
        Subject::Offender(offender, _) => foresee_offender(state, offender),
        Subject::Ordinary(person) => state.ordinary.get(person, platform).map_or(0, |history| u64::from(history.examined)),
    }
}

/// Lets every mechanism schedule its first events.
fn start(state: &mut State, clock: &mut Clock<Event>) {
    schedule_changes(state, clock);
    for platform in state.platforms.ids() {
        state.change(platform, Time::ZERO);
    }
    list::settle(state, clock);
    for platform in state.platforms.ids() {
        set_staff(state, platform, clock);
        if state.explicit {
            explicit::start(state, platform, clock);
        } else {
            traffic::start(state, platform, clock);
        }
        access::start(state, platform, clock);
        list::start(state, platform, clock);
    }
    investigation::start(state, clock);
    trust::start(state);
    regulator::start(state, clock);
    schedule(clock, trust::step_end(state, Time::ZERO), Event::Mood);
    schedule(clock, state.origin, Event::Begin);
    schedule(clock, state.books.window_end(0), Event::Window);
    for class in state.classes.ids() {
        for platform in state.platforms.ids() {
            arrival::start(state, class, platform, clock);
        }
    }
    lawful::start(state, clock);
}

/// Schedules the changes of rules that are still to come.
pub(super) fn schedule_changes(state: &State, clock: &mut Clock<Event>) {
    for platform in state.platforms.ids() {
        for at in state.platforms[platform].changes(state.origin) {
            schedule(clock, at, Event::Change(platform));
        }
    }
}

/// Puts the staff in force on duty, reviewers and appeal staff.
fn set_staff(state: &mut State, platform: PlatformId, clock: &mut Clock<Event>) {
    review::set_staff(state, platform, clock);
    enforcement::set_staff(state, platform, clock);
}

/// The rules of a platform change: what was drawn ahead by the old ones is drawn again, its staff changes, and users take note of
/// encryption given or taken away.
fn rules_change(state: &mut State, platform: PlatformId, clock: &mut Clock<Event>) {
    let could_encrypt = state.platforms[platform].timeline.can_encrypt();
    state.change(platform, clock.now());
    if !could_encrypt {
        regulator::catch_up(state, platform, clock.now());
    }
    if state.explicit {
        explicit::draw_again(state, platform, clock);
    } else {
        traffic::draw_again(state, platform, clock);
    }
    access::draw_again(state, platform, clock);
    list::settle(state, clock);
    set_staff(state, platform, clock);
    let timeline = &state.platforms[platform].timeline;
    let encrypts = |at: Time| timeline.now(at).rules.encryption.get() == Encryption::Default;
    let change = i8::from(encrypts(Time(clock.now().0.saturating_sub(1)))) - i8::from(encrypts(clock.now()));
    let size = timeline.now(clock.now()).rules.trust.encryption_shock.number();
    let announced = |at: Time| timeline.now(at).rules.trust.announced.number();
    let news = announced(clock.now()) - announced(Time(clock.now().0.saturating_sub(1)));
    trust::shock_everywhere(state, platform, f64::from(change) * size + news);
}

/// The warm-up is over. What has been observed so far is forgotten; what has happened stands.
fn begin_count(state: &mut State, now: Time) {
    conversation::begin_count(state);
    list::begin_count(state, now);
    state.ordinary.begin_count();
    review::begin_count(state, now);
    enforcement::begin_count(state, now);
    investigation::begin_count(state, now);
}

/// A window of the time series ends.
fn window_ends(state: &mut State, clock: &mut Clock<Event>) {
    let now = clock.now();
    let window = state.books.window(Time(now.0 - 1));
    let from = state.books.window_start(window);
    regulator::window_ends(state, now);
    access::window_ends(state, window, from, now);
    detection::window_ends(state, from, now);
    list::window_ends(state, from, now);
    if now < state.horizon {
        schedule(clock, state.books.window_end(window + 1), Event::Window);
    }
}

/// Closes the books at the end of the run.
fn close(mut state: State) -> Outcomes {
    let (horizon, sample) = (state.horizon, state.sample);
    for offender in state.offenders.ids() {
        state.count_active(offender, horizon);
    }
    accusation::close(&mut state);
    enforcement::close(&mut state);
    offline::close(&mut state);
    for platform in state.platforms.ids() {
        review::close_expired_flags(&mut state, platform, horizon);
    }
    for market in state.markets.ids() {
        investigation::close_stale_cases(&mut state, market, horizon);
    }
    let State { books, review, .. } = state;
    books.close(sample, &|outcome, platform| {
        let platform = PlatformId::new(platform);
        match outcome {
            Outcome::ReviewWait95 => review.wait_95(platform),
            Outcome::Backlog => review.backlog(platform, horizon) / sample,
            Outcome::BacklogEnd => review.waiting(platform) as f64 / sample,
            _ => f64::NAN,
        }
    })
}
