//! How much work a run is, worked out from the parameters before it begins, so that a rate with three zeros too many is refused and
//! not waited for.
//!
//! What is worked out is the most that can be expected: nobody is stopped, every flag is seen through, nobody leaves. It shares no code
//! with the model but the tree of parameters.

use super::design::Design;
use crate::model::assumptions::{OffenderClass, Platform, World};
use crate::model::mechanism::Mechanism;
use crate::model::mechanism::detection::rules::Channel;
use crate::model::{Layout, Plan};
use crate::scenario::Scenario;

/// Events that can follow from a flag: it is raised, reviewed, appealed, decided, referred, investigated, and the account is replaced.
const OF_A_FLAG: f64 = 8.0;
/// Days between updates of users' moods.
const MOOD_DAYS: f64 = 7.0;
/// Bytes of an offender, with the two events that the list holds of each.
const OFFENDER: f64 = 160.0;
/// Bytes of each of an offender's accounts, with the appeals of some of them.
const ACCOUNT: f64 = 24.0;
/// Bytes of a flag while it waits, or of the police's case that follows from it, with its place in a queue and its event.
const FLAG: f64 = 120.0;
/// The part of an offender's occasions that is flagged and held: whoever is caught is stopped, and much is seen by nobody. A judgement,
/// checked against the memory that the base world and the smoke test take at several samples: all that is estimated is more.
const CAUGHT: f64 = 0.2;
/// Bytes that are kept of an ordinary user who was flagged, until the run ends.
const HISTORY: f64 = 64.0;
/// Bytes that are kept of one whom a reviewer took for guilty: the loss of the account, and an appeal.
const WRONGED: f64 = 200.0;
/// Reviewers keep up if flags take this part of their time, or less.
const BUSY: f64 = 0.9;
/// All runs together may take so many times the events of one: a day or two, as fewer happen than are expected at most.
const TOGETHER: f64 = 1000.0;
/// Draws of the uncertain parameters that are looked at.
const LOOKED_AT: u32 = 8;

/// What a run takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Events, and what is drawn to find them.
    pub events: f64,
    /// Bytes of memory while it lasts.
    pub bytes: f64,
    /// What makes most of the events: a parameter, or several whose product counts.
    pub most: String,
}

/// The most that a run may take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Events of one run.
    pub events: f64,
    /// Bytes of memory of all that is kept at once.
    pub bytes: f64,
}

impl Default for Limits {
    /// Minutes for a run, and the memory of a small machine.
    fn default() -> Self {
        Self { events: 1e10, bytes: 8e9 }
    }
}

/// A scenario that asks for more than the limits allow.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TooMuch {
    /// Events of a run.
    #[error(
        "a run of {arm} would take about {events:.1e} events, and {limit:.1e} is the most: most of them come from {origin}\nlower that, sample, horizon or warm-up; or raise the limit with --most-events"
    )]
    Events {
        /// The arm.
        arm: String,
        /// Its expected events.
        events: f64,
        /// The most.
        limit: f64,
        /// What makes most of them.
        origin: String,
    },
    /// Events of all runs together.
    #[error(
        "{runs:.0} runs would take about {events:.1e} events, and {limit:.1e} is the most\nlower replications, sample or horizon; or raise the limit with --most-events, which is of one run: all may take {TOGETHER} times as many"
    )]
    Together {
        /// How many.
        runs: f64,
        /// Their expected events.
        events: f64,
        /// The most.
        limit: f64,
    },
    /// Memory.
    #[error("this would take about {:.1} GB of memory, and {:.1} GB is the most: most of it is for {what}\nlower {remedy}; or raise the limit with --most-memory", bytes / 1e9, limit / 1e9)]
    Memory {
        /// Expected bytes.
        bytes: f64,
        /// The most.
        limit: f64,
        /// What takes most of it.
        what: String,
        /// What to lower.
        remedy: String,
    },
}

/// Events by the parameter that makes them, and how much is kept of them.
#[derive(Default)]
struct Tally {
    events: Vec<(String, f64)>,
    bytes: f64,
    /// Occasions on which an offender may be flagged, of the platform in hand.
    of_offenders: f64,
    /// Flags on ordinary users, of the platform in hand.
    of_ordinary: f64,
}

impl Tally {
    fn add(&mut self, path: String, events: f64) {
        // What is not a number is 0 × ∞: of nothing at all.
        self.events.push((path, if events.is_nan() { 0.0 } else { events }));
    }

    /// So many occasions of an offender, each of which may be flagged.
    fn add_occasions(&mut self, path: String, occasions: f64) {
        self.of_offenders += if occasions.is_nan() { 0.0 } else { occasions };
        self.add(path, occasions * (1.0 + OF_A_FLAG));
    }

    /// So many flags on ordinary users.
    fn add_false_flags(&mut self, path: String, flags: f64) {
        self.of_ordinary += if flags.is_nan() { 0.0 } else { flags };
        self.add(path, flags * (1.0 + OF_A_FLAG));
    }
}

/// What a run of a plan takes, its parameters as they stand.
#[must_use]
pub fn work(plan: &Plan) -> Work {
    let world = &plan.world;
    let days = world.horizon.get().days() + world.warm_up.get().days();
    let mut tally = Tally::default();
    for (name, start) in world.platform.iter() {
        let after = plan.changes.iter().filter(|change| change.platform == name).map(|change| &change.after);
        let regimes: Vec<&Platform> = std::iter::once(start).chain(after).collect();
        for (class, rules) in world.offender.iter() {
            offenders(&mut tally, world, start, (class, rules), days);
        }
        ordinary(&mut tally, world, (name, &regimes), days, plan.explicit);
        access(&mut tally, world, (name, &regimes), days);
        flags_held(&mut tally, world, &regimes, days);
    }
    let layout = Layout::of(world);
    tally.add("horizon".to_owned(), (days / MOOD_DAYS + layout.windows as f64) * (1 + layout.platforms * layout.markets) as f64);
    let events: f64 = tally.events.iter().map(|(_, events)| events).sum();
    let most = tally.events.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map_or_else(String::new, |(path, _)| path);
    Work { events, bytes: tally.bytes + kept(layout), most }
}

/// Bytes of a run's results.
fn kept(layout: Layout) -> f64 {
    (size_of::<f64>() * layout.series()) as f64
}

/// The accounts of a platform, each weighted by its market.
fn accounts(platform: &Platform, weight: impl Fn(&str) -> f64) -> f64 {
    platform.market.iter().map(|(market, there)| there.users.number() * weight(market)).sum()
}

/// What the offenders of one class on one platform do.
fn offenders(tally: &mut Tally, world: &World, platform: &Platform, (name, class): (&str, &OffenderClass), days: f64) {
    let act = class.act();
    let millions = accounts(platform, |market| world.market.get(market).map_or(0.0, |m| m.offenders.of(act))) / 1e6;
    let drawn = millions * class.drawn_by(1.0 - platform.ages.adult.number()) * platform.attraction.of(act);
    let grown = class.driver.iter().map(|(_, driver)| driver.arrivals.number().max(1.0)).product::<f64>();
    let rate = class.arrivals.number() * drawn * grown * world.sample.number();
    let lifetime = class.lifetime.get().days();
    // As many at any time as in the long run, from the start on.
    let (present, ever) = (rate * lifetime, rate * (lifetime + days));
    let path = |rest: &str| format!("offender.{name}.arrivals × lifetime{rest}");
    tally.add(path(""), ever);
    tally.add_occasions(path(" × sharing.rate"), present * days * class.sharing.rate.number());
    let gone = present * (class.offline.career.number() - 1.0);
    tally.add(path(" × offline.rate"), (ever + gone) * class.offline.share.number() * class.offline.rate.number() * (days + lifetime));
    let approaches = present * days * class.approach.rate.number();
    tally.add(path(" × approach.rate"), approaches);
    let rules = &class.conversation;
    // Each episode of harm may be followed by another, as long as the offender is there.
    let again = 1.0 / (1.0 - rules.repeat.number());
    let while_there = 1.0 + lifetime.min(days) / rules.repeat_delay.get().days();
    let stages = 2.0 + rules.harm.number() * rules.solicit.number() * again.min(while_there);
    tally.add_occasions(path(" × approach.rate × conversation.repeat"), approaches * rules.rapport.number() * stages);
    tally.bytes += ever * (OFFENDER + ACCOUNT * class.accounts.number());
}

/// The largest value over the rules of a platform.
fn greatest(regimes: &[&Platform], of: impl Fn(&Platform) -> f64) -> f64 {
    regimes.iter().map(|rules| of(rules)).fold(0.0, f64::max)
}

/// What ordinary users do, and are flagged for.
fn ordinary(tally: &mut Tally, world: &World, (name, regimes): (&str, &[&Platform]), days: f64, explicit: bool) {
    let simulated = accounts(regimes[0], |_| 1.0) * world.sample.number() * days;
    for channel in Channel::AUTOMATIC {
        let source = match channel {
            Channel::HashMatch | Channel::ImageClassifier | Channel::ClientSideScan => "messages",
            Channel::VisibleSurfaces => "updates",
            _ => "conversations",
        };
        let each = greatest(regimes, |rules| {
            let traffic = &rules.traffic;
            let items = match source {
                "messages" => traffic.messages.number() * traffic.images.number(),
                "updates" => traffic.updates.number(),
                _ => traffic.conversations.number(),
            };
            let rules = rules.detection.channel(channel);
            if rules.enabled.get() { items * rules.false_positives.number() } else { 0.0 }
        });
        tally.add_false_flags(format!("platform.{name}.traffic.{source}"), simulated * each);
    }
    let reports = greatest(regimes, |rules| rules.detection.user_reports.false_reports.number() / 1e6);
    tally.add_false_flags(format!("platform.{name}.detection.user-reports.false-reports"), simulated * reports);
    if explicit {
        tally.add(format!("platform.{name}.traffic.messages"), simulated * greatest(regimes, |rules| rules.traffic.messages.number()));
    }
}

/// Who gets at data, what is done to lists, and regulators. None of it is thinned, but for the flags of a poisoned list.
fn access(tally: &mut Tally, world: &World, (name, regimes): (&str, &[&Platform]), days: f64) {
    let path = |rest: &str| format!("platform.{name}.access.{rest}");
    tally.add(path("breach-rate"), days * greatest(regimes, |rules| rules.access.breach_rate.number()));
    tally.add(path("covert-rate"), days * greatest(regimes, |rules| rules.access.covert_rate.number()));
    let insiders = greatest(regimes, |rules| {
        let access = &rules.access;
        access.employees.number() * access.insider_abuse.number() * access.insider_undetected.number()
    });
    tally.add(path("insider-abuse"), days * insiders);
    for (market, rules) in world.market.iter().filter(|(market, _)| regimes[0].market.get(market).is_some()) {
        let path = |rest: &str| format!("market.{market}.{rest}");
        let list = &rules.list;
        tally.add(path("access.bulk-orders"), days * rules.access.bulk_orders.number());
        tally.add(path("list.expansion"), days * list.expansion.number());
        let poisoned = days * list.poisoning.number();
        tally.add(path("list.poisoning"), poisoned);
        let millions = regimes[0].market.get(market).map_or(0.0, |there| there.users.number()) * world.sample.number() / 1e6;
        let found = list.found.get().days().min(days);
        tally.add_false_flags(path("list.poisoned-flags"), poisoned * found * list.poisoned_flags.number() * millions);
        if regimes.iter().any(|rules| rules.detection.client_side_scan.enabled.get()) {
            let expanded = (days * list.expansion.number()).min(1.0) * list.expanded_flags.number();
            tally.add_false_flags(path("list.expanded-flags"), days * millions * expanded);
            tally.add_false_flags("scanner.collisions".to_owned(), days * millions * world.scanner.collisions.number());
        }
        let regulator = &rules.regulator;
        let inquiries = regulator.safety_inquiries.number() + regulator.privacy_inquiries.number();
        tally.add(path("regulator.safety-inquiries"), days * inquiries * 4.0);
    }
}

/// Memory for the flags of a platform that wait at a time, and for what follows from them.
fn flags_held(tally: &mut Tally, world: &World, regimes: &[&Platform], days: f64) {
    let [of_offenders, of_ordinary] = [std::mem::take(&mut tally.of_offenders), std::mem::take(&mut tally.of_ordinary)];
    let flags = CAUGHT * of_offenders + of_ordinary;
    let served = |rules: &Platform| rules.review.staff.number() * rules.review.on_duty.number() / rules.review.handling.get().days();
    let reviews = world.mechanism.enabled()[Mechanism::Review as usize];
    let least = if reviews { regimes.iter().map(|rules| served(rules)).fold(f64::INFINITY, f64::min) } else { 0.0 };
    let keeps_up = flags <= BUSY * least * world.sample.number() * days;
    let wait = if keeps_up { 0.0 } else { greatest(regimes, |rules| rules.review.expiry.get().days()) };
    let delay = greatest(regimes, |rules| {
        let automatic = Channel::AUTOMATIC.map(|channel| rules.detection.channel(channel).delay.get().days());
        automatic.into_iter().fold(rules.detection.user_reports.delay.get().days(), f64::max)
    });
    let referral = world.market.iter().map(|(_, market)| market.investigation.referral.get().days()).fold(0.0, f64::max);
    let duty = greatest(regimes, |rules| {
        let duty = rules.reporting.duty_imagery.number().max(rules.reporting.duty_conduct.number());
        if rules.reporting.enabled.get() { duty } else { 0.0 }
    });
    let while_held = |held: f64| FLAG * (held / days).min(1.0);
    let errs = greatest(regimes, |rules| 1.0 - rules.review.specificity.number().min(rules.review.specificity_blind.number()));
    let bytes = flags * (while_held(delay + wait) + duty * while_held(referral)) + of_ordinary * (HISTORY + errs * WRONGED);
    tally.bytes += if bytes.is_nan() { 0.0 } else { bytes };
}

/// Whether a scenario stays within the limits in the first draws of its uncertain parameters, by its own seed: those that it will run.
///
/// # Errors
/// The first thing of which there is too much.
pub fn within(scenario: &Scenario, limits: Limits) -> Result<(), TooMuch> {
    let runs = scenario.arms.len() as f64 * f64::from(scenario.replications);
    let results = runs * kept(Layout { windows: 1, ..Layout::of(&scenario.base) });
    if results > limits.bytes {
        let (what, remedy) = (format!("the results of {runs:.0} runs"), "replications".to_owned());
        return Err(TooMuch::Memory { bytes: results, limit: limits.bytes, what, remedy });
    }
    let design = Design::of(scenario);
    // Where arms part, the one waits while the other is simulated.
    let worlds = if scenario.arms.len() > 1 { 2.0 } else { 1.0 };
    let mut together = 0.0;
    let again = scenario.cross_check_runs() / 2.0;
    for (point, arm) in scenario.arms.iter().enumerate() {
        for draw in 0..LOOKED_AT {
            let work = run_within(&arm.name, &design.drawn(point, draw), limits)?;
            let bytes = worlds * work.bytes;
            if bytes > limits.bytes {
                let what = format!("a run of {} and one that parts from it", arm.name);
                return Err(TooMuch::Memory { bytes, limit: limits.bytes, what, remedy: format!("{}, sample or horizon", work.most) });
            }
            let asked = point == 0 || scenario.asks_about.as_ref() == Some(&arm.name);
            let replications = f64::from(scenario.replications) + if asked { again } else { 0.0 };
            together += work.events / f64::from(LOOKED_AT) * replications;
        }
    }
    let limit = TOGETHER * limits.events;
    let runs = runs + 2.0 * again;
    if together > limit { Err(TooMuch::Together { runs, events: together, limit }) } else { Ok(()) }
}

/// What a run of a plan takes, its parameters as they stand, if that stays within the limits.
///
/// # Errors
/// The first thing of which there is too much.
pub fn run_within(arm: &str, plan: &Plan, limits: Limits) -> Result<Work, TooMuch> {
    let work = work(plan);
    if work.events > limits.events {
        return Err(TooMuch::Events { arm: arm.to_owned(), events: work.events, limit: limits.events, origin: work.most });
    }
    if work.bytes > limits.bytes {
        let (what, remedy) = (format!("a run of {arm}"), format!("{}, sample or horizon", work.most));
        return Err(TooMuch::Memory { bytes: work.bytes, limit: limits.bytes, what, remedy });
    }
    Ok(work)
}
