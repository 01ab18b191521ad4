//! The world in motion: its state, its events and the order of effects.

use super::assumptions::Platform;
use super::chance::{Chance, Decision, name, part};
use super::mechanism::access::Path;
use super::mechanism::conversation::Talk;
use super::mechanism::detection::{Channel, Flag};
use super::mechanism::enforcement::WrongfulLoss;
use super::mechanism::traffic::FalseFlags;
use super::offender::{Class, Offender};
use super::outcome::{Layout, Ledger, Outcome, Outcomes};
use super::plan::Plan;
use super::policy::Timeline;
use super::population::{ADULT, BANDS, Person, Population};
use crate::engine::{Clock, Limits, Model, Station, Stop, run};
use crate::units::{Span, Time};
use rustc_hash::FxHashMap;
use slab::Slab;

/// What can happen. Numbers are places in the tables of [`Simulation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The rules of a platform change.
    Change(u8),
    /// The warm-up is over: the count begins.
    Begin,
    /// A reporting window ends.
    Window,
    /// The next offender of a class appears on a platform.
    Arrival(u16),
    /// An offender shares material.
    Share(u32),
    /// An offender approaches somebody who might answer.
    Approach(u32),
    /// A conversation reaches its next stage.
    Stage(u32),
    /// A channel of a platform flags an ordinary user.
    FalseFlag(u8, Channel),
    /// A flag on an offender is raised.
    Flag(u32),
    /// A reviewer is done with a flag.
    Reviewed(u32),
    /// Somebody appeals against a suspension.
    Appeal(u32),
    /// An appeal is decided.
    Appealed(u32),
    /// A restriction ends, or a new account is opened: an offender's account works again.
    Restore(u32, u8),
    /// An offender goes on on another platform.
    Displaced(u32),
    /// Somebody gets at a platform's data.
    Access(u8, Path),
}

/// What goes before what at one instant. A lower phase goes first, so that a change of rules holds for everything at its instant,
/// and a window is closed before anything at its end.
#[must_use]
#[inline]
pub fn phase(event: Event) -> u8 {
    match event {
        Event::Begin | Event::Window => 0,
        Event::Change(_) => 1,
        Event::Reviewed(_) | Event::Appealed(_) => 2,
        Event::Restore(..) | Event::Displaced(_) => 3,
        Event::Arrival(_) => 4,
        Event::Share(_) | Event::Approach(_) | Event::Stage(_) => 5,
        Event::Flag(_) | Event::FalseFlag(..) | Event::Appeal(_) => 6,
        Event::Access(..) => 7,
    }
}

/// One platform in motion.
#[derive(Debug)]
pub struct PlatformState {
    /// Its identity in streams.
    pub id: u64,
    /// Its rules over time.
    pub timeline: Timeline,
    /// Reviewers and the flags before them.
    pub review: Station<u32>,
    /// Appeal staff and the appeals before them.
    pub appeals: Station<u32>,
    /// False flags by channel.
    pub false_flags: FalseFlags,
    /// Cases of each kind of access so far.
    pub cases: [u32; Path::ALL.len()],
}

/// Offenders of one class appearing on one platform.
#[derive(Clone, Copy, Debug)]
pub struct ArrivalStream {
    /// Class, by its place in the order of names.
    pub class: u8,
    /// Platform, by its place in the order of names.
    pub platform: u8,
    /// Identity in streams.
    pub id: u64,
    /// Offenders per day.
    pub rate: f64,
    /// How many have appeared.
    pub count: u32,
}

/// A world in motion.
#[derive(Debug)]
pub struct Simulation {
    pub(super) chance: Chance,
    pub(super) population: Population,
    pub(super) platforms: Vec<PlatformState>,
    pub(super) market_access: Vec<super::mechanism::access::MarketAccess>,
    pub(super) classes: Vec<Class>,
    pub(super) responses: [super::mechanism::contact::Response; BANDS],
    pub(super) arrivals: Vec<ArrivalStream>,
    pub(super) offenders: Vec<Offender>,
    pub(super) talks: Slab<Talk>,
    pub(super) flags: Slab<Flag>,
    pub(super) wrongful: Vec<WrongfulLoss>,
    /// For each person harmed, on which platforms, a bit each.
    pub(super) harmed: FxHashMap<Person, u64>,
    pub(super) ledger: Ledger,
    /// When the count begins.
    pub(super) origin: Time,
    /// When the run ends.
    pub(super) horizon: Time,
    pub(super) sample: f64,
    window_ms: u64,
    layout: Layout,
    /// Flags raised and settled, appeals made and settled.
    pub(super) flags_in: u64,
    pub(super) flags_out: u64,
    pub(super) appeals_in: u64,
    pub(super) appeals_out: u64,
}

impl Simulation {
    /// Sets up the world of a plan, whose uncertain parameters have been drawn, and schedules what starts it.
    #[must_use]
    pub fn new(plan: &Plan, chance: Chance) -> (Self, Clock<Event>) {
        let world = &plan.world;
        let sample = world.sample.number();
        let origin = Time::ZERO + world.warm_up.get();
        let horizon = origin + world.horizon.get();
        let window_ms = world.window.get().0.max(1);
        let layout = Layout {
            platforms: world.platform.len(),
            markets: world.market.len(),
            windows: world.horizon.get().0.div_ceil(window_ms).max(1) as usize,
        };
        let responses =
            [&world.response.under_13, &world.response.from_13, &world.response.from_16, &world.response.adult].map(Clone::clone);
        let engage = std::array::from_fn(|band| responses[band].engage.number());
        let platform = |(platform_name, rules): (&str, &Platform)| {
            let changes: Vec<_> = plan.changes.iter().filter(|c| c.platform == platform_name).collect();
            PlatformState {
                id: name(platform_name),
                timeline: Timeline::new(rules, &changes, origin),
                review: Station::new(0, super::mechanism::review::CLASSES),
                appeals: Station::new(0, 1),
                false_flags: FalseFlags::default(),
                cases: [0; Path::ALL.len()],
            }
        };
        let mut simulation = Self {
            chance,
            population: Population::new(world, chance),
            platforms: world.platform.iter().map(platform).collect(),
            market_access: world.market.iter().map(|(_, market)| market.access.clone()).collect(),
            classes: world.offender.iter().map(|(class, rules)| Class::new(name(class), rules, engage)).collect(),
            responses,
            arrivals: Vec::new(),
            offenders: Vec::new(),
            talks: Slab::new(),
            flags: Slab::new(),
            wrongful: Vec::new(),
            harmed: FxHashMap::default(),
            ledger: Ledger::new(layout),
            origin,
            horizon,
            sample,
            window_ms,
            layout,
            flags_in: 0,
            flags_out: 0,
            appeals_in: 0,
            appeals_out: 0,
        };
        let mut clock = Clock::default();
        simulation.start(&mut clock);
        (simulation, clock)
    }

    /// Plays the run to its horizon and closes the books.
    #[must_use]
    pub fn play(plan: &Plan, chance: Chance) -> (Outcomes, Stop) {
        let (mut simulation, mut clock) = Self::new(plan, chance);
        let stop = simulation.advance(&mut clock);
        (simulation.close(), stop)
    }

    /// Plays the run to its horizon.
    pub fn advance(&mut self, clock: &mut Clock<Event>) -> Stop {
        run(self, clock, Limits::until(self.horizon))
    }

    fn start(&mut self, clock: &mut Clock<Event>) {
        for platform in 0..self.platforms.len() {
            self.set_staff(platform, clock);
            for at in self.platforms[platform].timeline.changes().collect::<Vec<_>>() {
                schedule(clock, at, Event::Change(platform as u8));
            }
            self.start_traffic(platform, clock);
            self.start_access(platform, clock);
        }
        schedule(clock, self.origin, Event::Begin);
        schedule(clock, (self.origin + Span(self.window_ms)).min(self.horizon), Event::Window);
        for class in 0..self.classes.len() {
            for platform in 0..self.platforms.len() {
                self.start_class(class, platform, clock);
            }
        }
    }

    /// The offenders of a class who are on a platform at the start, in the steady state without enforcement, and those to come.
    fn start_class(&mut self, class: usize, platform: usize, clock: &mut Clock<Event>) {
        let rules = &self.classes[class].rules;
        let attraction = self.platforms[platform].timeline.now(Time::ZERO).rules.attraction.number();
        let rate = rules.arrivals.number() * self.population.accounts(platform) / 1e6 * attraction * self.sample;
        let lifetime = rules.lifetime.get().days();
        let id = self.classes[class].id ^ self.platforms[platform].id.rotate_left(17);
        let stock = poisson(rate * lifetime, &mut self.chance.of(Decision::InitialStock, id, 0));
        for n in 0..stock {
            self.add_offender(class, platform, part(id, Decision::InitialStock, n as u32), false, clock);
        }
        self.arrivals.push(ArrivalStream { class: class as u8, platform: platform as u8, id, rate, count: 0 });
        self.next_arrival(self.arrivals.len() - 1, clock);
    }

    fn next_arrival(&mut self, stream: usize, clock: &mut Clock<Event>) {
        let arrivals = &mut self.arrivals[stream];
        if arrivals.rate > 0.0 {
            let gap = self.chance.of(Decision::ArrivalGap, arrivals.id, arrivals.count).exponential(1.0 / arrivals.rate);
            arrivals.count += 1;
            schedule(clock, clock.now().after_days(gap), Event::Arrival(stream as u16));
        }
    }

    fn arrival(&mut self, stream: u16, clock: &mut Clock<Event>) {
        let arrivals = self.arrivals[usize::from(stream)];
        let id = part(arrivals.id, Decision::ArrivalGap, arrivals.count);
        self.add_offender(usize::from(arrivals.class), usize::from(arrivals.platform), id, true, clock);
        self.next_arrival(usize::from(stream), clock);
    }

    /// Adds an offender with this identity. One who appears begins with a first act of sharing, if the class shares at all; one who
    /// is there at the start goes on at random. Returns the offender's number.
    pub fn add_offender(&mut self, class: usize, platform: usize, id: u64, appears: bool, clock: &mut Clock<Event>) -> u32 {
        let now = clock.now();
        let rules = &self.classes[class].rules;
        let mut lifetime = self.chance.of(Decision::Lifetime, id, 0);
        let mut account = self.chance.of(Decision::Account, id, 0);
        let normal = crate::engine::distribution::normal_quantile(self.chance.of(Decision::Skill, id, 0).uniform());
        let offender = Offender {
            id,
            lost: 0,
            since: now,
            until: now.after_days(lifetime.exponential(rules.lifetime.get().days())),
            active_since: now,
            shares: 0,
            approaches: 0,
            losses: 0,
            class: class as u8,
            platform: platform as u8,
            market: self.population.market(platform, self.chance.of(Decision::OffenderMarket, id, 0).uniform()) as u8,
            accounts: self.classes[class].accounts,
            skill: (normal * rules.skill_spread.number()) as f32,
            position: account.uniform() as f32,
            reluctance: account.uniform() as f32,
        };
        let number = self.offenders.len() as u32;
        self.offenders.push(offender);
        if appears && rules.sharing.rate.number() > 0.0 {
            schedule(clock, now, Event::Share(number));
        } else {
            self.next_share(number, clock);
        }
        self.next_approach(number, clock);
        number
    }

    /// The offender's class.
    pub(super) fn class_of(&self, offender: u32) -> &Class {
        &self.classes[usize::from(self.offenders[offender as usize].class)]
    }

    /// The window that an instant falls in.
    #[inline]
    pub(super) fn window(&self, at: Time) -> usize {
        ((at.since(self.origin).0 / self.window_ms) as usize).min(self.layout.windows - 1)
    }

    /// Counts something that concerns a person, or people of a market and age band, once the count has begun.
    #[inline]
    pub(super) fn count(&mut self, outcome: Outcome, platform: usize, market: usize, band: usize, at: Time, amount: f64) {
        if at >= self.origin {
            let window = self.window(at);
            self.ledger.add(outcome, platform, market, band, window, amount);
        }
    }

    /// Counts something that concerns an offender.
    #[inline]
    pub(super) fn count_offender(&mut self, outcome: Outcome, platform: usize, offender: u32, at: Time, amount: f64) {
        let market = usize::from(self.offenders[offender as usize].market);
        self.count(outcome, platform, market, ADULT, at, amount);
    }

    /// Counts days from one instant to another, each in its window.
    pub(super) fn count_days(&mut self, outcome: Outcome, platform: usize, market: usize, band: usize, from: Time, to: Time) {
        let to = to.min(self.horizon);
        let mut start = from.max(self.origin);
        while start < to {
            let window = self.window(start);
            let end = if window + 1 == self.layout.windows { to } else { to.min(self.window_end(window)) };
            self.ledger.add(outcome, platform, market, band, window, end.since(start).days());
            start = end;
        }
    }

    fn window_end(&self, window: usize) -> Time {
        (self.origin + Span((window as u64 + 1) * self.window_ms)).min(self.horizon)
    }

    /// Closes the books at the end of the run.
    #[must_use]
    pub fn close(mut self) -> Outcomes {
        for number in 0..self.offenders.len() as u32 {
            self.count_active(number, self.horizon);
        }
        for loss in std::mem::take(&mut self.wrongful) {
            let WrongfulLoss { platform, person, from, to } = loss;
            self.count_days(Outcome::InnocentDays, platform, person.market(), person.band(), from, to);
        }
        let (horizon, sample) = (self.horizon, self.sample);
        let platforms = &self.platforms;
        self.ledger.close(sample, &|outcome, platform| {
            let review = &platforms[platform].review;
            match outcome {
                Outcome::ReviewWait95 => review.waits().quantile(0.95),
                Outcome::Backlog => review.queued().average(horizon) / sample,
                Outcome::BacklogEnd => review.queue() as f64 / sample,
                _ => f64::NAN,
            }
        })
    }

    /// Counts the days that an offender has been active since last counted.
    pub(super) fn count_active(&mut self, number: u32, now: Time) {
        let offender = self.offenders[number as usize];
        if offender.works() && self.class_of(number).rules.malice.get() {
            let to = now.min(offender.until);
            let (platform, market) = (usize::from(offender.platform), usize::from(offender.market));
            self.count_days(Outcome::OffenderDays, platform, market, ADULT, offender.active_since, to);
        }
        self.offenders[number as usize].active_since = now;
    }

    /// Who an event is about, by identity: the same in every world in which it happens.
    #[must_use]
    pub fn subject(&self, event: Event) -> u64 {
        match event {
            Event::Begin | Event::Window => 0,
            Event::Change(p) | Event::FalseFlag(p, _) | Event::Access(p, _) => self.platforms[usize::from(p)].id,
            Event::Arrival(stream) => self.arrivals[usize::from(stream)].id,
            Event::Share(o) | Event::Approach(o) | Event::Restore(o, _) | Event::Displaced(o) => self.offenders[o as usize].id,
            Event::Stage(talk) => self.talks.get(talk as usize).map_or(0, |talk| talk.id),
            Event::Flag(f) | Event::Reviewed(f) | Event::Appeal(f) | Event::Appealed(f) => {
                self.flags.get(f as usize).map_or(0, |flag| flag.id)
            }
        }
    }
}

impl Model for Simulation {
    type Event = Event;

    #[inline]
    fn handle(&mut self, event: Event, clock: &mut Clock<Event>) {
        match event {
            Event::Change(platform) => self.set_staff(usize::from(platform), clock),
            Event::Begin => self.begin_count(clock.now()),
            Event::Window => self.window_ends(clock),
            Event::Arrival(stream) => self.arrival(stream, clock),
            Event::Share(offender) => self.share(offender, clock),
            Event::Approach(offender) => self.approach(offender, clock),
            Event::Stage(talk) => self.stage(talk, clock),
            Event::FalseFlag(platform, channel) => self.false_flag(usize::from(platform), channel, clock),
            Event::Flag(flag) => self.flag_raised(flag, clock),
            Event::Reviewed(flag) => self.reviewed(flag, clock),
            Event::Appeal(flag) => self.appeal(flag, clock),
            Event::Appealed(flag) => self.appealed(flag, clock),
            Event::Restore(offender, account) => self.restore(offender, account, clock),
            Event::Displaced(offender) => self.displaced(offender, clock),
            Event::Access(platform, path) => self.access(usize::from(platform), path, clock),
        }
    }
}

impl Simulation {
    /// The warm-up is over. What has been observed so far is forgotten; what has happened stands.
    fn begin_count(&mut self, now: Time) {
        self.harmed.clear();
        for platform in &mut self.platforms {
            platform.review.restart_observation(now);
            platform.appeals.restart_observation(now);
        }
    }

    fn window_ends(&mut self, clock: &mut Clock<Event>) {
        let now = clock.now();
        let window = self.window(Time(now.0 - 1));
        let from = self.origin + Span(window as u64 * self.window_ms);
        self.window_access(window, from, now);
        if now < self.horizon {
            schedule(clock, self.window_end(window + 1), Event::Window);
        }
    }
}

/// Schedules an event in its phase.
#[inline]
pub(super) fn schedule(clock: &mut Clock<Event>, at: Time, event: Event) {
    clock.schedule(at, phase(event), event);
}

/// A Poisson number with this mean.
pub(super) fn poisson(mean: f64, stream: &mut crate::engine::Stream) -> u64 {
    use rand_distr::Distribution;
    rand_distr::Poisson::new(mean).map_or(0, |poisson| poisson.sample(stream) as u64)
}
