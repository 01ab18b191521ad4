//! The mean field: what a world comes to on average under rules that never change, worked out from its parameters alone.
//!
//! Nothing is drawn. Offenders come at a rate, lose accounts at a rate that follows from what they do and what is seen of it, return,
//! go elsewhere and give up; conversations end in harm with a chance. What is left out, and makes the simulation differ, is what people
//! do to each other: nobody waits in a queue longer than a review takes, police end nobody's career, moods and regulators stay as they
//! are at the start, a child is harmed once, and whoever goes on elsewhere is as skilled as any other. Every mechanism is taken to be on.

mod act;
mod day;
mod life;
mod place;
mod talk;

pub use self::day::Day;

use self::life::{Life, live};
use self::place::{NOW, Place};
use super::chance::Chance;
use super::identity::{Band, ById, ClassId, MarketId, PlatformId};
use super::mechanism::adaptation;
use super::mechanism::detection::rules::Channel;
use super::mechanism::traffic::rules::false_flag_rate;
use super::plan::Plan;
use super::state::State;

/// Rounds in which offenders who lost all accounts go on elsewhere: each round is a career more.
const CAREERS: usize = 12;

/// By platform, in the order of their names: what a day comes to in the world at the start of a plan whose parameters have been drawn.
///
/// # Panics
/// If the plan lacks a parameter; see [`Plan::missing`].
#[must_use]
pub fn mean_field(plan: &Plan) -> Vec<Day> {
    let state = State::new(plan, Chance::new(0, 0));
    let mut days: ById<PlatformId, Day> = state.platforms.ids().map(|platform| ordinary(&state, platform)).collect();
    for class in state.classes.ids() {
        offenders(&state, class, &mut days);
    }
    days.as_slice().to_vec()
}

/// Offenders of a class, from where they begin to where they end.
fn offenders(state: &State, class: ClassId, days: &mut ById<PlatformId, Day>) {
    let mut flow = begin(state, class);
    let act = state.classes[class].rules.act();
    let lives = |appears: bool| -> ById<PlatformId, Vec<(f64, MarketId, Life)>> {
        let on = |platform| {
            let all = state.population.offending(platform, act);
            let share = |market| state.population.offending_in(platform, market, act) / all;
            let there = state.markets.ids().filter(|market| all > 0.0 && share(*market) > 0.0);
            there.map(|market| (share(market), market, live(state, class, Place::of(state, platform, market), appears))).collect()
        };
        state.platforms.ids().map(on).collect()
    };
    let [first, later] = [true, false].map(lives);
    for career in 0..CAREERS {
        let lives = if career == 0 { &first } else { &later };
        let mut next: ById<PlatformId, f64> = state.platforms.ids().map(|_| 0.0).collect();
        for platform in state.platforms.ids() {
            for (share, market, life) in &lives[platform] {
                let people = flow[platform] * share;
                life.add(people, platform, days);
                for (to, part) in goes_on(state, class, platform, *market).into_iter().enumerate() {
                    next[PlatformId::new(to)] += people * life.displaced * part;
                }
            }
        }
        flow = next;
    }
}

/// Offenders of a class who begin on each platform in a day, but for those deterred.
fn begin(state: &State, class: ClassId) -> ById<PlatformId, f64> {
    let rules = &state.classes[class].rules;
    let act = rules.act();
    let come = |platform: PlatformId| {
        let minors = 1.0 - state.population.ages(platform)[Band::ADULT];
        let accounts = state.population.offending(platform, act) * rules.drawn_by(minors);
        let attraction = state.platforms[platform].timeline.now(NOW).rules.attraction.of(act);
        rules.arrivals.number() * accounts / 1e6 * attraction
    };
    let all: f64 = state.platforms.ids().map(come).sum();
    let sought = shares(&adaptation::draws(state, class, NOW));
    let seek = if sought.is_empty() { 0.0 } else { adaptation::seekers(state, class) };
    let begins = |platform: PlatformId| {
        let drawn = if seek > 0.0 { seek * all * sought[platform.index()] } else { 0.0 };
        ((1.0 - seek) * come(platform) + drawn) * (1.0 - adaptation::deterred(state, class, platform, NOW))
    };
    state.platforms.ids().map(begins).collect()
}

/// Where an offender goes on who has lost all accounts on a platform: the share of each.
fn goes_on(state: &State, class: ClassId, from: PlatformId, market: MarketId) -> Vec<f64> {
    let at_home = state.classes[class].rules.approach.own_market.number();
    let accounts = |platform: PlatformId, other: MarketId| {
        let near = if other == market { 1.0 } else { 1.0 - at_home };
        if platform == from { 0.0 } else { near * state.population.accounts_in(platform, other) }
    };
    let weights = |acts| shares(&state.watch_weighs(class, acts, NOW, accounts));
    let (by_chance, sought) = (weights(0.0), weights(state.classes[class].rules.adaptation.unseen_acts.number()));
    let seek = if sought.is_empty() { 0.0 } else { adaptation::seekers(state, class) };
    by_chance.iter().enumerate().map(|(i, share)| (1.0 - seek) * share + if seek > 0.0 { seek * sought[i] } else { 0.0 }).collect()
}

/// Weights as shares; empty where all are 0.
fn shares(weights: &[f64]) -> Vec<f64> {
    let all: f64 = weights.iter().sum();
    if all > 0.0 { weights.iter().map(|weight| weight / all).collect() } else { Vec::new() }
}

/// Flags on ordinary users in a day, and the reports that come of them.
fn ordinary(state: &State, platform: PlatformId) -> Day {
    let regime = state.platforms[platform].timeline.now(NOW);
    let (accounts, detection, reporting) = (state.population.accounts(platform), &regime.rules.detection, &regime.rules.reporting);
    let mut day = Day::default();
    for channel in Channel::ALL {
        let flags = accounts * seen_of_all(state, platform, channel) * false_flag_rate(&regime.rules.traffic, detection, channel)
            + lawful(state, platform, channel);
        let (_, automatic) = detection.handling(channel);
        let review = &regime.rules.review;
        let blind = channel == Channel::Behaviour || channel == Channel::UserReport;
        let encrypted = if blind { state.markets.ids().map(|m| share_encrypted(state, platform, m)).sum::<f64>() } else { 0.0 };
        let [open, hidden] = [false, true].map(|encrypted| {
            let specificity = if regime.shows_content(channel, encrypted) { &review.specificity } else { &review.specificity_blind };
            1.0 - specificity.number()
        });
        let confirms = automatic + (1.0 - automatic) * (encrypted * hidden + (1.0 - encrypted) * open);
        let duty = if channel.is_about_imagery() { reporting.duty_imagery.number() } else { reporting.duty_conduct.number() };
        day.false_flags += flags;
        day.reports += if reporting.enabled.get() { flags * confirms * duty } else { 0.0 };
    }
    day
}

/// Share of a platform's messages that are of a market and encrypted.
fn share_encrypted(state: &State, platform: PlatformId, market: MarketId) -> f64 {
    state.population.accounts_in(platform, market) / state.population.accounts(platform).max(1.0)
        * state.encrypted_in(platform, market, NOW)
}

/// Share of what ordinary users do that a channel sees, over all markets.
fn seen_of_all(state: &State, platform: PlatformId, channel: Channel) -> f64 {
    let regime = state.platforms[platform].timeline.now(NOW);
    let passes: f64 = images_pass(state, platform);
    let in_market = |market: MarketId| {
        let share = state.population.accounts_in(platform, market) / state.population.accounts(platform).max(1.0);
        let readable = if regime.scans([market; 2]) { share - share_encrypted(state, platform, market) } else { 0.0 };
        match channel {
            Channel::HashMatch | Channel::ImageClassifier => readable * passes,
            Channel::TextClassifier => readable,
            Channel::ClientSideScan => share * passes * state.scanned_share(platform, market, state.mean_minor(platform), NOW),
            Channel::Behaviour | Channel::VisibleSurfaces | Channel::UserReport => share,
        }
    };
    state.markets.ids().map(in_market).sum()
}

/// The chance that two of a platform's users can exchange images.
fn images_pass(state: &State, platform: PlatformId) -> f64 {
    let regime = state.platforms[platform].timeline.now(NOW);
    let ages = state.population.ages(platform);
    let declares = |band: Band| {
        let of = state.population.declared(platform, band);
        let may = of.iter().filter(|(declared, _)| regime.lets_images_pass([Band::ADULT, *declared]));
        ages[band] * may.map(|(_, share)| share).sum::<f64>()
    };
    let one: f64 = Band::ALL.into_iter().map(declares).sum();
    one * one
}

/// Matches a day of lawful content that lists hold.
fn lawful(state: &State, platform: PlatformId, channel: Channel) -> f64 {
    if !matches!(channel, Channel::HashMatch | Channel::ClientSideScan) {
        return 0.0;
    }
    let regime = state.platforms[platform].timeline.now(NOW);
    let of = |class: ClassId| {
        let rules = &state.classes[class].rules;
        let sharing = &rules.sharing;
        let begins = if sharing.rate.number() > 0.0 { sharing.known.number() + sharing.near_duplicate.number() } else { 0.0 };
        let minors = 1.0 - state.population.ages(platform)[Band::ADULT];
        let accounts = state.population.offending(platform, rules.act()) * rules.drawn_by(minors);
        rules.arrivals.number() * accounts / 1e6 * regime.rules.attraction.of(rules.act()) * begins
    };
    let all: f64 = state.classes.ids().map(of).sum();
    all * regime.rules.detection.list_lawful.number() * regime.recall(channel, 0.0) * seen_of_all(state, platform, channel)
}
