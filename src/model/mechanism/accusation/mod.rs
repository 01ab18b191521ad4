//! Accusation: the course of a wrong one.

pub mod rules;
pub mod state;

use self::state::Ordeal;
use super::Mechanism;
use super::enforcement;
use crate::engine::Clock;
use crate::model::chance::Decision;
use crate::model::event::{Event, schedule};
use crate::model::identity::{MarketId, PlatformId};
use crate::model::outcome::Outcome;
use crate::model::population::Person;
use crate::model::state::State;
use crate::units::Time;

/// Police of a market open a case on an innocent person; `case` is its identity.
pub(in crate::model) fn accuse(
    state: &mut State,
    (platform, person): (PlatformId, Person),
    (case, market): (u64, MarketId),
    clock: &mut Clock<Event>,
) {
    if !state.simulates(Mechanism::Accusation) {
        return;
    }
    let (rules, now) = (&state.markets[market].accusation, clock.now());
    let mut stream = state.chance.of(Decision::Accusation, case, 0);
    let cleared = now.after_days(stream.exponential(rules.suspicion.get().days()));
    let held = stream.chance(rules.devices.number());
    let back = now.after_days(stream.exponential(rules.devices_held.get().days()));
    let to = if held { cleared.max(back) } else { cleared };
    state.accusation.0.push(Ordeal { person, from: now, to, platform });
    let restored = state.platforms[platform].timeline.now(cleared).rules.enforcement.restored_after_clearing.number();
    if stream.chance(restored) {
        schedule(clock, cleared, Event::Cleared(platform, person));
    }
}

/// An innocent person is cleared, and the platform gives the account back if it is suspended.
pub(in crate::model) fn cleared(state: &mut State, platform: PlatformId, person: Person, now: Time) {
    enforcement::give_back(state, platform, person, now);
}

/// Counts the days of innocent people, each day of a person once.
pub(in crate::model) fn close(state: &mut State) {
    if !state.simulates(Mechanism::Accusation) {
        return;
    }
    let mut ordeals = std::mem::take(&mut state.accusation.0);
    let shut_out = enforcement::shut_out_wrongly(state).map(|loss| Ordeal {
        person: loss.person,
        from: loss.from,
        to: loss.to,
        platform: loss.platform,
    });
    ordeals.extend(shut_out);
    ordeals.sort_unstable();
    let mut latest: Option<(Person, Time)> = None;
    for Ordeal { person, from, to, platform } in ordeals {
        let counted = latest.filter(|(last, _)| *last == person).map_or(Time::ZERO, |(_, until)| until);
        state.books.count_days(Outcome::InnocentPersonDays, platform, person.market(), person.band(), from.max(counted), to);
        latest = Some((person, to.max(counted)));
    }
}
