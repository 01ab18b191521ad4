//! Arrival: offenders appear.

pub mod rules;
pub mod state;

use self::state::ArrivalStream;
use super::Mechanism;
use super::adaptation;
use super::contact;
use super::sharing;
use crate::engine::Clock;
use crate::engine::distribution::normal_quantile;
use crate::model::chance::{Decision, part, poisson};
use crate::model::event::{Event, schedule};
use crate::model::identity::{ArrivalId, Band, ClassId, OffenderId, PlatformId};
use crate::model::offender::Offender;
use crate::model::state::State;
use crate::units::Time;

/// The offenders of a class who are on a platform at the start, in the steady state without enforcement, and those to come.
pub(in crate::model) fn start(state: &mut State, class: ClassId, platform: PlatformId, clock: &mut Clock<Event>) {
    if !state.simulates(Mechanism::Arrival) {
        return;
    }
    let rules = &state.classes[class].rules;
    let act = rules.act();
    let attraction = state.platforms[platform].timeline.now(Time::ZERO).rules.attraction.of(act);
    let accounts = state.population.offending(platform, act) * rules.drawn_by(1.0 - state.population.ages(platform)[Band::ADULT]);
    let rate = rules.arrivals.number() * accounts / 1e6 * attraction * state.sample;
    let lifetime = rules.lifetime.get().days();
    let id = state.classes[class].id ^ state.platforms[platform].identity.rotate_left(17);
    let stock = poisson(rate * lifetime, &mut state.chance.of(Decision::InitialStock, id, 0));
    // Worked out once, not for each of so many.
    let draws = adaptation::draws(state, class, Time::ZERO);
    for n in 0..stock {
        let id = part(id, Decision::InitialStock, n as u32);
        let platform = adaptation::begins(state, class, id, || draws.clone()).unwrap_or(platform);
        if !adaptation::is_deterred(state, class, platform, id, Time::ZERO) {
            add_offender(state, class, platform, id, false, clock);
        }
    }
    let stream = state.arrival.0.push(ArrivalStream { class, platform, id, rate, count: 0 });
    next_arrival(state, stream, clock);
}

fn next_arrival(state: &mut State, stream: ArrivalId, clock: &mut Clock<Event>) {
    let arrivals = &mut state.arrival.0[stream];
    if arrivals.rate > 0.0 {
        // In days at the rate of the start, of which drivers make more or fewer.
        let gap = state.chance.of(Decision::ArrivalGap, arrivals.id, arrivals.count).exponential(1.0 / arrivals.rate);
        arrivals.count += 1;
        let at = after_drivers(&state.classes[arrivals.class].drivers, clock.now(), gap);
        schedule(clock, at, Event::Arrival(stream));
    }
}

/// The end of a time that lasts `days` at the rate of the start. `drivers` are when the rate changes, and the factor from then on, in
/// order of time.
fn after_drivers(drivers: &[(Time, f64)], from: Time, mut days: f64) -> Time {
    let begun = drivers.iter().take_while(|(start, _)| *start <= from).count();
    let (mut at, mut factor) = (from, begun.checked_sub(1).map_or(1.0, |last| drivers[last].1));
    for (start, next) in &drivers[begun..] {
        let passed = start.since(at).days() * factor;
        if passed >= days {
            break;
        }
        days -= passed;
        (at, factor) = (*start, *next);
    }
    at.after_days(days / factor)
}

pub(in crate::model) fn arrival(state: &mut State, stream: ArrivalId, clock: &mut Clock<Event>) {
    let arrivals = state.arrival.0[stream];
    let id = part(arrivals.id, Decision::ArrivalGap, arrivals.count);
    let class = arrivals.class;
    let draws = || adaptation::draws(state, class, clock.now());
    // Whether somebody is deterred depends on where they would begin.
    let platform = adaptation::begins(state, class, id, draws).unwrap_or(arrivals.platform);
    if !adaptation::is_deterred(state, class, platform, id, clock.now()) {
        add_offender(state, class, platform, id, true, clock);
    }
    next_arrival(state, stream, clock);
}

/// Adds an offender with this identity. One who appears begins with a first act of sharing, if the class shares at all; one who
/// is there at the start goes on at random. Returns the offender's number.
pub(in crate::model) fn add_offender(
    state: &mut State,
    class: ClassId,
    platform: PlatformId,
    id: u64,
    appears: bool,
    clock: &mut Clock<Event>,
) -> OffenderId {
    let now = clock.now();
    let rules = &state.classes[class].rules;
    let mut lifetime = state.chance.of(Decision::Lifetime, id, 0);
    let mut account = state.chance.of(Decision::Account, id, 0);
    let normal = normal_quantile(state.chance.of(Decision::Skill, id, 0).uniform());
    let offender = Offender {
        id,
        since: now,
        until: now.after_days(lifetime.exponential(rules.lifetime.get().days())),
        active_since: now,
        shares: 0,
        approaches: 0,
        first_account: 0,
        losses: 0,
        under_investigation: false,
        class,
        platform,
        market: state.population.offender_market(platform, rules.act(), state.chance.of(Decision::OffenderMarket, id, 0).uniform()),
        accounts: state.classes[class].accounts,
        lost: 0,
        skill: (normal * rules.skill_spread.number()) as f32,
        position: account.uniform() as f32,
        reluctance: account.uniform() as f32,
    };
    let number = state.offenders.add(offender);
    if appears && rules.sharing.rate.number() > 0.0 && state.simulates(Mechanism::Sharing) {
        schedule(clock, now, Event::Share(number));
    } else {
        sharing::first_share(state, number, clock);
    }
    contact::first_approach(state, number, clock);
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_shorter_where_the_rate_is_higher_and_stops_where_it_is_none() {
        let day = |days: f64| Time::ZERO.after_days(days);
        let drivers = [(day(10.0), 2.0), (day(20.0), 0.5), (day(30.0), 0.0)];
        for (from, days, expected) in [(0.0, 4.0, 4.0), (0.0, 14.0, 12.0), (0.0, 32.0, 24.0), (12.0, 4.0, 14.0), (22.0, 1.0, 24.0)] {
            assert_eq!(after_drivers(&drivers, day(from), days), day(expected), "{days} days from {from}");
        }
        assert_eq!(after_drivers(&drivers, day(0.0), 40.0), Time::NEVER);
        assert_eq!(after_drivers(&[], day(3.0), 1.7), day(3.0).after_days(1.7));
    }
}
