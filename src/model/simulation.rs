//! The world in motion: its state, its events and the order of effects.

use super::assumptions::{Encryption, Market, Platform};
use super::books::OpenWindow;
use super::chance::{Chance, name};
use super::event::{Event, schedule};
use super::explicit::User;
use super::ledger::{Layout, Ledger, Outcomes};
use super::mechanism::Mechanism;
use super::mechanism::access::{Exposure, Path};
use super::mechanism::arrival::ArrivalStream;
use super::mechanism::conversation::Talk;
use super::mechanism::detection::{Flag, Subject};
use super::mechanism::enforcement::{Innocent, WrongfulLoss};
use super::mechanism::investigation::{Case, URGENCIES};
use super::mechanism::list::{Poisoned, Tampering};
use super::mechanism::traffic::FalseFlags;
use super::mechanism::trust::Mood;
use super::offender::{Class, Offender, Standing};
use super::plan::Plan;
use super::policy::Timeline;
use super::population::{BANDS, Person, Population};
use crate::engine::{Clock, Limits, Model, Poisson, Station, Stop, run_with_hints};
use crate::units::{Span, Time};
use rustc_hash::FxHashMap;
use slab::Slab;

/// The records of so many offenders stay in a processor's own cache.
const CACHED: usize = 8192;

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
    /// Every user, where every message is played; else none.
    pub users: Vec<User>,
    /// Cases of each kind of access so far.
    pub cases: [u32; Path::ALL.len()],
    /// By market: secret orders drawn so far.
    pub bulk_orders: Vec<u32>,
    /// By market: occasions of tampering with the list drawn so far, of each kind.
    pub tampered: Vec<[u32; Tampering::ALL.len()]>,
    /// By market: inquiries drawn so far.
    pub inquiries: Vec<u32>,
    /// By market: whether an inquiry is under way there.
    pub under_way: Vec<bool>,
    /// By market: whether the platform has tightened internal access there to answer a regulator.
    pub tightened: Vec<bool>,
    /// By market: since when encryption is withdrawn from it, if it is.
    pub withdrawn: Vec<Option<Time>>,
    /// By market: whether a mandate is contested there.
    pub contested: Vec<bool>,
    /// By market and age band: the mood of the users.
    pub moods: Vec<Mood>,
    /// By market: when the list that devices are scanned for came to reach beyond abuse, if it did.
    pub expanded: Vec<Option<Time>>,
}

/// One market in motion.
#[derive(Debug)]
pub struct MarketState {
    /// Its parameters.
    pub rules: Market,
    /// Investigators and the cases before them.
    pub police: Station<u32>,
}

impl MarketState {
    fn new(rules: &Market) -> Self {
        Self { rules: rules.clone(), police: Station::new(0, URGENCIES) }
    }
}

/// A world in motion.
#[derive(Debug)]
pub struct Simulation {
    pub(super) chance: Chance,
    pub(super) population: Population,
    pub(super) platforms: Vec<PlatformState>,
    pub(super) markets: Vec<MarketState>,
    pub(super) classes: Vec<Class>,
    pub(super) responses: [super::mechanism::contact::Response; BANDS],
    pub(super) exposure: Exposure,
    pub(super) arrivals: Vec<ArrivalStream>,
    pub(super) offenders: Vec<Offender>,
    /// Every offender's accounts, one offender's after another's.
    pub(super) standings: Vec<Standing>,
    /// By offender and platform to which conversations alone were moved: how often the account there was suspended.
    pub(super) away: FxHashMap<(u32, u8), u16>,
    pub(super) talks: Slab<Talk>,
    pub(super) flags: Slab<Flag>,
    pub(super) cases: Slab<Case>,
    pub(super) wrongful: Vec<WrongfulLoss>,
    /// Lists with entries that match lawful content, past ones too.
    pub(super) poisoned: Vec<Poisoned>,
    /// For each person harmed, on which platforms, a bit each.
    pub(super) harmed: FxHashMap<Person, u64>,
    /// Children whom each offender has harmed and police have not looked for.
    pub(super) victims: FxHashMap<u32, Vec<Person>>,
    /// What has happened to ordinary users, by account.
    pub(super) innocent: FxHashMap<u64, Innocent>,
    pub(super) ledger: Ledger,
    /// Every message and every approach is played.
    pub(super) explicit: bool,
    /// By mechanism: whether it is played.
    enabled: [bool; Mechanism::ALL.len()],
    /// When the count begins.
    pub(super) origin: Time,
    /// When the run ends.
    pub(super) horizon: Time,
    pub(super) sample: f64,
    pub(super) window_ms: u64,
    pub(super) open: OpenWindow,
    pub(super) layout: Layout,
    /// Flags raised and settled, appeals made and settled, reports received by police and closed, inquiries opened and ended,
    /// mandates contested and contests ended.
    pub(super) flags_in: u64,
    pub(super) flags_out: u64,
    pub(super) appeals_in: u64,
    pub(super) appeals_out: u64,
    pub(super) cases_in: u64,
    pub(super) cases_out: u64,
    pub(super) inquiries_in: u64,
    pub(super) inquiries_out: u64,
    pub(super) contests_in: u64,
    pub(super) contests_out: u64,
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
        let layout = Layout::of(world);
        let responses =
            [&world.response.under_13, &world.response.from_13, &world.response.from_16, &world.response.adult].map(Clone::clone);
        let engage = std::array::from_fn(|band| if plan.explicit { 1.0 } else { responses[band].engage.number() });
        let markets: Vec<&str> = world.market.iter().map(|(name, _)| name).collect();
        let platform = |(platform_name, rules): (&str, &Platform)| {
            let changes: Vec<_> = plan.changes.iter().filter(|c| c.platform == platform_name).collect();
            PlatformState {
                id: name(platform_name),
                timeline: Timeline::new(rules, &changes, &markets, origin),
                review: Station::new(0, super::mechanism::review::CLASSES),
                appeals: Station::new(0, 1),
                false_flags: FalseFlags::default(),
                users: Vec::new(),
                cases: [0; Path::ALL.len()],
                bulk_orders: vec![0; layout.markets],
                tampered: vec![[0; Tampering::ALL.len()]; layout.markets],
                inquiries: vec![0; layout.markets],
                under_way: vec![false; layout.markets],
                tightened: vec![false; layout.markets],
                withdrawn: vec![None; layout.markets],
                contested: vec![false; layout.markets],
                moods: vec![Mood::default(); layout.markets * BANDS],
                expanded: vec![None; layout.markets],
            }
        };
        let mut simulation = Self {
            chance,
            population: Population::new(world, chance),
            platforms: world.platform.iter().map(platform).collect(),
            markets: world.market.iter().map(|(_, rules)| MarketState::new(rules)).collect(),
            classes: world.offender.iter().map(|(class, rules)| Class::new(name(class), rules, engage)).collect(),
            responses,
            exposure: world.exposure.clone(),
            arrivals: Vec::new(),
            offenders: Vec::new(),
            standings: Vec::new(),
            away: FxHashMap::default(),
            talks: Slab::new(),
            flags: Slab::new(),
            cases: Slab::new(),
            wrongful: Vec::new(),
            poisoned: Vec::new(),
            harmed: FxHashMap::default(),
            victims: FxHashMap::default(),
            innocent: FxHashMap::default(),
            ledger: Ledger::new(layout),
            explicit: plan.explicit,
            enabled: world.mechanism.enabled(),
            origin,
            horizon,
            sample,
            window_ms,
            open: OpenWindow::default(),
            layout,
            flags_in: 0,
            flags_out: 0,
            appeals_in: 0,
            appeals_out: 0,
            cases_in: 0,
            cases_out: 0,
            inquiries_in: 0,
            inquiries_out: 0,
            contests_in: 0,
            contests_out: 0,
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
        run_with_hints(self, clock, Limits::until(self.horizon), Self::foresee)
    }

    fn start(&mut self, clock: &mut Clock<Event>) {
        for platform in 0..self.platforms.len() {
            self.set_staff(platform, clock);
            let mut changes: Vec<Time> = self.platforms[platform].timeline.changes().collect();
            changes.dedup();
            for at in changes {
                schedule(clock, at, Event::Change(platform as u8));
            }
            self.start_traffic(platform, clock);
            self.start_access(platform, clock);
            self.start_list(platform, clock);
        }
        self.start_investigation();
        self.start_trust();
        self.start_regulators(clock);
        schedule(clock, self.mood_step(Time::ZERO), Event::Mood);
        schedule(clock, self.origin, Event::Begin);
        schedule(clock, (self.origin + Span(self.window_ms)).min(self.horizon), Event::Window);
        for class in 0..self.classes.len() {
            for platform in 0..self.platforms.len() {
                self.start_class(class, platform, clock);
            }
        }
    }

    /// Whether a mechanism is played.
    #[inline]
    pub(super) fn plays(&self, mechanism: Mechanism) -> bool {
        self.enabled[mechanism as usize]
    }

    /// The offender's class.
    pub(super) fn class_of(&self, offender: u32) -> &Class {
        &self.classes[usize::from(self.offenders[offender as usize].class)]
    }

    pub(super) fn window_end(&self, window: usize) -> Time {
        (self.origin + Span((window as u64 + 1) * self.window_ms)).min(self.horizon)
    }

    /// Who an event is about, by identity: the same in every world in which it happens.
    #[must_use]
    pub fn subject(&self, event: Event) -> u64 {
        match event {
            Event::Mood | Event::Begin | Event::Window => 0,
            Event::Change(p) | Event::FalseFlag(p, _) | Event::Access(p, _) => self.platforms[usize::from(p)].id,
            Event::BulkOrder(p, m)
            | Event::Tampered(p, m, _)
            | Event::Inquiry(p, m)
            | Event::Notice(p, m, _)
            | Event::Decision(p, m, _)
            | Event::Contested(p, m) => self.part_identity(usize::from(p), usize::from(m)),
            Event::PoisonedFlag(n) => self.poisoned[n as usize].id,
            Event::Message(p, user) => self.population.identity(self.platforms[usize::from(p)].users[user as usize].person),
            Event::Arrival(stream) => self.arrivals[usize::from(stream)].id,
            Event::Share(o) | Event::Approach(o) | Event::Restore(o, ..) | Event::Displaced(o) => self.offenders[o as usize].id,
            Event::Stage(talk) => self.talks.get(talk as usize).map_or(0, |talk| talk.id),
            Event::Triage(c) | Event::Investigated(c) => self.cases.get(c as usize).map_or(0, |case| case.id),
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
            Event::Change(platform) => self.rules_change(usize::from(platform), clock),
            Event::Mood => self.mood_step_ends(clock),
            Event::Begin => self.begin_count(clock.now()),
            Event::Window => self.window_ends(clock),
            Event::Arrival(stream) => self.arrival(stream, clock),
            Event::Share(offender) => self.share(offender, clock),
            Event::Approach(offender) => self.approach(offender, clock),
            Event::Stage(talk) => self.stage(talk, clock),
            Event::Message(platform, user) => self.message(usize::from(platform), user, clock),
            Event::FalseFlag(platform, channel) => self.false_flag(usize::from(platform), channel, clock),
            Event::Flag(flag) => self.flag_raised(flag, clock),
            Event::Reviewed(flag) => self.reviewed(flag, clock),
            Event::Appeal(flag) => self.appeal(flag, clock),
            Event::Appealed(flag) => self.appealed(flag, clock),
            Event::Restore(offender, account, generation) => self.restore(offender, account, generation, clock),
            Event::Displaced(offender) => self.displaced(offender, clock),
            Event::Triage(case) => self.triage(case, clock),
            Event::Investigated(case) => self.investigated(case, clock),
            Event::Access(platform, path) => self.access(usize::from(platform), path, clock),
            Event::BulkOrder(platform, market) => self.bulk_order(usize::from(platform), usize::from(market), clock),
            Event::Tampered(platform, market, how) => self.tampered(usize::from(platform), usize::from(market), how, clock),
            Event::PoisonedFlag(list) => self.poisoned_flag(list, clock),
            Event::Inquiry(platform, market) => self.inquiry(usize::from(platform), usize::from(market), clock),
            Event::Notice(platform, market, on_safety) => self.notice(usize::from(platform), usize::from(market), on_safety, clock),
            Event::Decision(platform, market, on_safety) => self.decision(usize::from(platform), usize::from(market), on_safety, clock),
            Event::Contested(platform, market) => self.contested(usize::from(platform), usize::from(market), clock),
        }
    }
}

impl Simulation {
    /// In a large world the records that an event needs are seldom in a cache; in a small one they always are.
    #[inline]
    fn foresee(&self, event: Event) -> u64 {
        if self.offenders.len() < CACHED {
            return 0;
        }
        match event {
            Event::Share(offender) | Event::Approach(offender) | Event::Restore(offender, ..) => self.foresee_offender(offender),
            Event::Stage(talk) => self.talks.get(talk as usize).map_or(0, |talk| self.foresee_offender(talk.offender)),
            Event::Flag(flag) | Event::Reviewed(flag) => {
                self.flags.get(flag as usize).map_or(0, |flag| self.foresee_subject(flag.subject, flag.platform))
            }
            Event::Triage(case) => self.cases.get(case as usize).map_or(0, |case| self.foresee_subject(case.subject, 0)),
            _ => 0,
        }
    }

    #[inline]
    fn foresee_offender(&self, number: u32) -> u64 {
        let offender = &self.offenders[number as usize];
        offender.id ^ u64::from(self.standings[offender.first_account as usize].generation)
    }

    #[inline]
    fn foresee_subject(&self, subject: Subject, platform: u8) -> u64 {
        match subject {
            Subject::Offender(offender, _) => self.foresee_offender(offender),
            Subject::Ordinary(person) => self.innocent.get(&person.on(platform)).map_or(0, |state| u64::from(state.examined)),
        }
    }

    /// The rules of a platform change: its staff, and users take note of encryption given or taken away.
    fn rules_change(&mut self, platform: usize, clock: &mut Clock<Event>) {
        self.set_staff(platform, clock);
        let timeline = &self.platforms[platform].timeline;
        let encrypts = |at: Time| timeline.now(at).rules.encryption.get() == Encryption::Default;
        let change = i8::from(encrypts(Time(clock.now().0.saturating_sub(1)))) - i8::from(encrypts(clock.now()));
        let size = timeline.now(clock.now()).rules.trust.encryption_shock.number();
        self.shock_everywhere(platform, f64::from(change) * size);
    }
}

/// A Poisson number with this mean.
pub(super) fn poisson(mean: f64, stream: &mut crate::engine::Stream) -> u64 {
    Poisson::new(mean).map_or(0, |poisson| poisson.quantile(stream.uniform()))
}
