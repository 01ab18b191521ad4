//! Contact: an offender approaches, somebody answers.

pub mod rules;

use super::Mechanism;
use super::conversation;
use super::conversation::state::Conversation;
use crate::engine::distribution::pick;
use crate::engine::{Clock, Stream};
use crate::model::chance::{BEFORE_FIRST, Decision};
use crate::model::event::{Event, schedule};
use crate::model::identity::{Band, OffenderId};
use crate::model::offender::Class;
use crate::model::outcome::Outcome;
use crate::model::population::Person;
use crate::model::state::State;

pub(in crate::model) fn first_approach(state: &mut State, number: OffenderId, clock: &mut Clock<Event>) {
    let (_, wait) = state.chance.act(Decision::ApproachGap, state.offenders[number].id, BEFORE_FIRST);
    next_approach(state, number, wait, clock);
}

fn next_approach(state: &mut State, number: OffenderId, mut wait: Stream, clock: &mut Clock<Event>) {
    let offender = state.offenders[number];
    let class = &state.classes[offender.class];
    let rate = class.rules.approach.rate.number() * class.engage;
    if rate <= 0.0 || !state.simulates(Mechanism::Contact) {
        return;
    }
    let mut at = clock.now();
    let mut n = offender.approaches;
    loop {
        at = at.after_days(wait.exponential(1.0 / rate));
        if at >= offender.until || at > state.horizon {
            return;
        }
        let (attempt, next_wait) = state.chance.act(Decision::ApproachGap, offender.id, n);
        if state.explicit || may_matter(state, class, attempt) {
            state.offenders[number].approaches = n;
            schedule(clock, at, Event::Approach(number));
            return;
        }
        wait = next_wait;
        n += 1;
    }
}

/// The age band of whoever answers an approach, if somebody does.
fn answers(state: &State, class: &Class, attempt: u64) -> Option<Band> {
    let [age, answer] = state.chance.of(Decision::Target, attempt, 0).halves();
    let band = Band::new(pick(age, &class.targets));
    (answer * class.engage < state.responses[band].engage.number()).then_some(band)
}

/// Whether an approach can change anything: its target would answer, and an adult's answer, which is not counted, would grow
/// into trust.
fn may_matter(state: &State, class: &Class, attempt: u64) -> bool {
    answers(state, class, attempt).is_some_and(|band| band < Band::ADULT || conversation::grows(state, class, attempt).is_some())
}

pub(in crate::model) fn approach(state: &mut State, number: OffenderId, clock: &mut Clock<Event>) {
    let offender = state.offenders[number];
    let (attempt, wait) = state.chance.act(Decision::ApproachGap, offender.id, offender.approaches);
    state.offenders[number].approaches += 1;
    next_approach(state, number, wait, clock);
    if state.explicit && answers(state, state.class_of(number), attempt).is_none() {
        return;
    }
    let account = state.which_account(&offender, attempt);
    if state.offenders.account(number, account).lost || clock.now() >= offender.until {
        return;
    }
    let Some(target) = reaches(state, number, attempt, clock) else { return };
    if target.band() < Band::ADULT {
        let platform = offender.platform;
        state.count(Outcome::Contacts, platform, target.market(), target.band(), clock.now(), 1.0);
    }
    let account = (account, state.offenders.account(number, account).generation);
    conversation::begin(state, Conversation::new(attempt, number, offender.platform, account, target), clock);
}

/// The person approached, if the approach reaches them: that they then answer is known.
fn reaches(state: &State, number: OffenderId, attempt: u64, clock: &Clock<Event>) -> Option<Person> {
    let offender = &state.offenders[number];
    let class = state.class_of(number);
    let platform = offender.platform;
    let mut stream = state.chance.of(Decision::Target, attempt, 0);
    let [age, _] = stream.halves();
    let band = Band::new(pick(age, &class.targets));
    let at_home = stream.chance(class.rules.approach.own_market.number());
    let elsewhere = state.population.market(platform, stream.uniform());
    let market = if at_home { offender.market } else { elsewhere };
    let target = state.population.user_in(platform, market, band, &mut stream)?;
    let present = state.trust.mood(platform, market, band).present();
    if !state.chance.of(Decision::Presence, attempt, 0).chance(present) {
        return None;
    }
    let account = state.population.account(platform, target);
    let regime = state.platforms[platform].timeline.of(clock.now(), account.position);
    let stopped = regime.shields(account.declared)
        && state.chance.of(Decision::StrangerLimit, attempt, 0).chance(regime.rules.stranger_limits.efficacy.number());
    let limits = &regime.rules.stranger_limits;
    let may = |decision, chance: f64| account.declared < Band::ADULT && state.chance.of(decision, attempt, 0).chance(chance);
    let (hidden, heeds) = (may(Decision::Hidden, limits.hidden.number()), may(Decision::Warning, limits.warning.number()));
    (!stopped && !hidden && !heeds).then_some(target)
}
