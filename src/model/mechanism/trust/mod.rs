//! Trust: what users make of it all.

pub mod rules;
pub mod state;

use self::state::Mood;
use super::Mechanism;
use crate::engine::Clock;
use crate::model::event::{Event, schedule};
use crate::model::identity::{Band, ByBand, MarketId, PlatformId};
use crate::model::outcome::Outcome;
use crate::model::state::State;
use crate::units::{DAY_MS, Span, Time};

/// Moods are brought up to date so often.
const STEP: Span = Span(7 * DAY_MS);

/// A shock in one market. It is felt from the end of the step on.
pub(in crate::model) fn shock(state: &mut State, platform: PlatformId, market: MarketId, size: f64) {
    shock_all(&mut state.trust.0[(platform, market)], size);
}

/// A shock in every market.
pub(in crate::model) fn shock_everywhere(state: &mut State, platform: PlatformId, size: f64) {
    for moods in state.trust.0.of_mut(platform) {
        shock_all(moods, size);
    }
}

fn shock_all(moods: &mut ByBand<Mood>, size: f64) {
    moods.iter_mut().for_each(|(_, mood)| mood.shocks += size);
}

/// Chilling as it stands at the start.
pub(in crate::model) fn start(state: &mut State) {
    for platform in state.platforms.ids() {
        update_moods(state, platform, 0.0, Time::ZERO);
    }
}

/// The end of the step that begins at `now`.
pub(in crate::model) fn step_end(state: &State, now: Time) -> Time {
    (now + STEP).min(state.horizon)
}

/// A step ends: moods are brought up to date, and what follows from them is counted.
pub(in crate::model) fn mood_step_ends(state: &mut State, clock: &mut Clock<Event>) {
    let now = clock.now();
    // Steps are of one length but for the last, which the horizon cuts short.
    let begun = Time((now.0 - 1) / STEP.0 * STEP.0);
    for platform in state.platforms.ids() {
        let before = state.trust.0.of(platform).to_vec();
        update_moods(state, platform, now.since(begun).days(), now);
        count_moods(state, platform, &before, begun, Time(now.0 - 1));
    }
    if now < state.horizon {
        schedule(clock, step_end(state, now), Event::Mood);
    }
}

fn count_moods(state: &mut State, platform: PlatformId, before: &[ByBand<Mood>], begun: Time, end: Time) {
    let days = end.since(begun.max(state.origin)).days();
    let (ages, part) = (state.population.ages(platform), days / state.horizon.since(state.origin).days());
    let messages = state.platforms[platform].timeline.now(end).rules.traffic.messages.number();
    let cells = state.markets.ids().zip(before).flat_map(|(market, moods)| moods.iter().map(move |(band, old)| (market, band, old)));
    for (market, band, old) in cells {
        let accounts = state.population.accounts_in(platform, market) * ages[band];
        let departed = (state.trust.mood(platform, market, band).left - old.left).max(0.0);
        state.count(Outcome::ActiveUsers, platform, market, band, end, accounts * old.present() * part);
        state.count(Outcome::Departures, platform, market, band, end, accounts * departed);
        let chilled = accounts * old.present() * old.chilled * messages * days;
        state.count(Outcome::MessagesChilled, platform, market, band, end, chilled);
    }
}

fn update_moods(state: &mut State, platform: PlatformId, days: f64, now: Time) {
    if !state.simulates(Mechanism::Trust) {
        return;
    }
    let rules = state.platforms[platform].timeline.now(now).rules.trust.clone();
    let half_life = rules.half_life.get().days();
    let kept = if half_life > 0.0 { libm::exp2(-days / half_life) } else { 0.0 };
    for (market, band) in state.markets.ids().flat_map(|market| Band::ALL.map(|band| (market, band))) {
        let minor = state.population.pair_minor(platform, band);
        let readable = 1.0 - state.encrypted_share(platform, market, minor, now);
        let beyond = if state.list.expanded(platform, market).is_some() { state.scanned_share(platform, market, minor, now) } else { 0.0 };
        let for_list = state.markets[market].list.chilled.number() * beyond;
        let mood = &mut state.trust.0[(platform, market)][band];
        // What was felt through the step: the distrust at its beginning. dL/dt = d (1 - L) - r L.
        let distrust = mood.distrust.max(0.0);
        mood.distrust = mood.distrust * kept + std::mem::take(&mut mood.shocks);
        let (leave, come) = (rules.departure.number() * distrust, rules.return_rate.number());
        let total = leave + come;
        if total > 0.0 {
            let rest = leave / total;
            mood.left = (rest + (mood.left - rest) * libm::exp(-total * days)).clamp(0.0, 1.0);
        }
        let for_reading = (rules.chilling.number() * (1.0 + mood.distrust)).clamp(0.0, 1.0) * readable;
        // A message is read or scanned, so that the two shares are of different ones.
        mood.chilled = (for_reading + for_list).min(1.0);
    }
}
