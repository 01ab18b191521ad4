//! Lawful content on lists: ordinary users who pass it on are matched as those are who pass on abuse material.
//!
//! They are told of as a share of matches, and matches follow what offenders do. What ordinary users send does not: so they come at a
//! steady rate, in proportion to those who would begin to pass on known material, whatever is then done about these.

use super::{accuse, acts};
use crate::engine::{Clock, Stream};
use crate::model::chance::{BEFORE_FIRST, Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::identity::ArrivalId;
use crate::model::mechanism::Mechanism;
use crate::model::mechanism::arrival::state::ArrivalStream;
use crate::model::mechanism::detection::rules::Channel;
use crate::model::outcome::Outcome;
use crate::model::state::State;
use crate::units::Time;

/// Ordinary users a day who pass on lawful content that lists hold, for those of a class who would appear on a platform.
fn rate(state: &State, stream: ArrivalId) -> f64 {
    let ArrivalStream { class, platform, rate, .. } = *state.arrival.stream(stream);
    let sharing = &state.classes[class].rules.sharing;
    let begins = if sharing.rate.number() > 0.0 { sharing.known.number() + sharing.near_duplicate.number() } else { 0.0 };
    rate * begins * state.platforms[platform].timeline.now(Time::ZERO).rules.detection.list_lawful.number()
}

/// Begins the stream beside each stream of arrivals.
pub(in crate::model) fn start(state: &mut State, clock: &mut Clock<Event>) {
    if state.simulates(Mechanism::Traffic) && state.simulates(Mechanism::Detection) {
        for stream in state.arrival.ids() {
            let (_, wait) = state.chance.act(Decision::LawfulMatch, state.arrival.stream(stream).id, BEFORE_FIRST);
            state.traffic.lawful.push(0);
            next(state, stream, wait, clock);
        }
    }
}

fn next(state: &State, stream: ArrivalId, mut wait: Stream, clock: &mut Clock<Event>) {
    let rate = rate(state, stream);
    if rate > 0.0 {
        let at = clock.now().after_days(wait.exponential(1.0 / rate));
        if at <= state.horizon {
            schedule(clock, at, Event::LawfulMatch(stream));
        }
    }
}

/// Somebody passes on lawful content that lists hold: the server or the device matches it, if it sees it and the user is there.
pub(in crate::model) fn matched(state: &mut State, number: ArrivalId, clock: &mut Clock<Event>) {
    let ArrivalStream { id, platform, .. } = *state.arrival.stream(number);
    let (flag, wait) = state.chance.act(Decision::LawfulMatch, id, state.traffic.lawful[number]);
    state.traffic.lawful[number] += 1;
    next(state, number, wait, clock);
    let now = clock.now();
    let mut stream = state.chance.of(Decision::LawfulMatch, part(flag, Decision::LawfulMatch, 0), 0);
    let sends = state.population.user(platform, &mut stream);
    let reads = state.population.user(platform, &mut stream);
    let (Some(sends), Some(reads)) = (sends, reads) else { return };
    let encrypted = state.is_encrypted(platform, sends, reads, now);
    let channel = if encrypted { Channel::ClientSideScan } else { Channel::HashMatch };
    let timeline = &state.platforms[platform].timeline;
    let regime = if encrypted { timeline.of(now, state.population.account(platform, sends).position) } else { timeline.now(now) };
    let recognised = stream.chance(regime.recall(channel, 0.0));
    if recognised && state.is_visible(platform, channel, (sends, reads), encrypted, now) && acts(state, flag, platform, channel, sends) {
        state.count(Outcome::LawfulFlags, platform, sends.market(), sends.band(), now, 1.0);
        accuse(state, flag, platform, channel, (sends, encrypted), clock);
    }
}
