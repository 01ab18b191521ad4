//! Lawful content on lists: ordinary users who pass it on are matched as those are who pass on abuse material.
//!
//! They are told of as a share of matches, and matches follow what offenders do. What ordinary users send does not: so they come at a
//! steady rate, in proportion to those who would begin to pass on known material, whatever is then done about these.

use super::{accuse, acts};
use crate::engine::{Clock, Stream};
use crate::model::chance::{BEFORE_FIRST, Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::identity::PlatformId;
use crate::model::mechanism::Mechanism;
use crate::model::mechanism::detection::rules::Channel;
use crate::model::outcome::Outcome;
use crate::model::state::State;
use crate::units::Time;

/// Ordinary users a day who pass on lawful content that lists hold.
fn rate(state: &State, platform: PlatformId) -> f64 {
    let lawful = state.platforms[platform].timeline.now(Time::ZERO).rules.detection.list_lawful.number();
    let streams = state.arrival.of(platform).map(|stream| {
        let sharing = &state.classes[stream.class].rules.sharing;
        let begins = if sharing.rate.number() > 0.0 { sharing.known.number() + sharing.near_duplicate.number() } else { 0.0 };
        stream.rate * begins
    });
    lawful * streams.sum::<f64>()
}

/// Begins the stream on a platform.
pub(in crate::model) fn start(state: &mut State, platform: PlatformId, clock: &mut Clock<Event>) {
    if state.simulates(Mechanism::Traffic) && state.simulates(Mechanism::Detection) {
        state.traffic.lawful_rates[platform] = rate(state, platform);
        let (_, wait) = state.chance.act(Decision::LawfulMatch, state.platforms[platform].identity, BEFORE_FIRST);
        next(state, platform, wait, clock);
    }
}

fn next(state: &State, platform: PlatformId, mut wait: Stream, clock: &mut Clock<Event>) {
    let rate = state.traffic.lawful_rates[platform];
    if rate > 0.0 {
        let at = clock.now().after_days(wait.exponential(1.0 / rate));
        if at <= state.horizon {
            schedule(clock, at, Event::LawfulMatch(platform));
        }
    }
}

/// Somebody passes on lawful content that lists hold: the server or the device matches it, if it sees it and the user is there.
pub(in crate::model) fn matched(state: &mut State, platform: PlatformId, clock: &mut Clock<Event>) {
    let n = state.traffic.lawful_drawn[platform];
    state.traffic.lawful_drawn[platform] += 1;
    let (flag, wait) = state.chance.act(Decision::LawfulMatch, state.platforms[platform].identity, n);
    next(state, platform, wait, clock);
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
