//! Adaptation: what offenders do after losing an account.

pub mod rules;

use super::Mechanism;
use crate::engine::Clock;
use crate::engine::distribution::{cumulative, pick};
use crate::model::assumptions::Encryption;
use crate::model::chance::Decision;
use crate::model::event::{Event, schedule};
use crate::model::identity::{AccountId, ClassId, OffenderId, PlatformId};
use crate::model::state::State;
use crate::units::Time;

/// Whether a would-be offender does not begin, since messages are matched against lists: on the server while it can read
/// them, or on the device.
pub(in crate::model) fn is_deterred(state: &State, class: ClassId, platform: PlatformId, id: u64, now: Time) -> bool {
    let share = deterred(state, class, platform, now);
    share > 0.0 && state.chance.of(Decision::Deterred, id, 0).chance(share)
}

/// Share of would-be offenders of a class who do not begin on a platform.
pub(in crate::model) fn deterred(state: &State, class: ClassId, platform: PlatformId, now: Time) -> f64 {
    let rules = &state.platforms[platform].timeline.now(now).rules;
    let on_server = rules.detection.hash_match.enabled.get() && rules.encryption.get() != Encryption::Default;
    let matched = on_server || rules.detection.client_side_scan.enabled.get();
    if matched && state.simulates(Mechanism::Adaptation) { state.classes[class].rules.adaptation.deterrence.number() } else { 0.0 }
}

/// Share of offenders of a class who look at how closely platforms watch.
pub(in crate::model) fn seekers(state: &State, class: ClassId) -> f64 {
    if state.simulates(Mechanism::Adaptation) { state.classes[class].rules.adaptation.seeks_unwatched.number() } else { 0.0 }
}

/// Whether an offender is one of those who look at how closely platforms watch. They make up their minds once.
fn seeks_unwatched(state: &State, class: ClassId, id: u64) -> bool {
    let share = seekers(state, class);
    share > 0.0 && state.chance.of(Decision::SeeksUnwatched, id, 0).chance(share)
}

/// By platform: the weight that it has, at an instant, with those of a class who begin where they are watched less.
pub(in crate::model) fn draws(state: &State, class: ClassId, now: Time) -> Vec<f64> {
    let rules = &state.classes[class].rules;
    let (acts, act) = (rules.adaptation.unseen_acts.number(), rules.act());
    state.watch_weighs(class, acts, now, |platform, market| state.population.offending_in(platform, market, act))
}

/// Where a would-be offender begins who looks at how closely platforms watch; none for all others, who begin where they appear.
pub(in crate::model) fn begins(state: &State, class: ClassId, id: u64, weights: impl FnOnce() -> Vec<f64>) -> Option<PlatformId> {
    let u = || state.chance.of(Decision::SeeksUnwatched, id, 1).uniform();
    seeks_unwatched(state, class, id).then(|| chosen(u(), &weights())).flatten()
}

/// A platform drawn with these weights; none if all of them are 0.
fn chosen(u: f64, weights: &[f64]) -> Option<PlatformId> {
    weights.iter().any(|w| *w > 0.0).then(|| PlatformId::new(pick(u, &cumulative(weights))))
}

/// An offender whose account was suspended adapts; `generation` is that of the place the account leaves free.
pub(in crate::model) fn adapt(state: &mut State, number: OffenderId, account: AccountId, generation: u16, clock: &mut Clock<Event>) {
    if !state.simulates(Mechanism::Adaptation) {
        return;
    }
    let offender = state.offenders[number];
    let rules = &state.class_of(number).rules.adaptation;
    let (learning, mean_delay, drift) = (rules.learning.number(), rules.delay.get().days(), rules.drift.number());
    let (comes_back, displaced) = (rules.return_rate.number(), rules.displace.number());
    // The losses before this one name the occasion.
    let mut stream = state.chance.of(Decision::AfterLoss, offender.id, u32::from(offender.losses) - 1);
    let (returns, goes_elsewhere) = (stream.chance(comes_back), stream.chance(displaced));
    let at = clock.now().after_days(stream.exponential(mean_delay));
    let person = &mut state.offenders[number];
    // Who runs a hundred accounts learns from each of them a hundredth part.
    person.skill += learning as f32 / f32::from(person.accounts);
    if stream.chance(drift / f64::from(offender.accounts)) {
        person.reluctance = 0.0;
    }
    if returns {
        schedule(clock, at, Event::Restore(number, account, generation));
    } else if goes_elsewhere && !offender.works() {
        schedule(clock, at, Event::Displaced(number));
    }
}

/// An offender continues on another platform, with as many accounts as before: drawn by the accounts that could be reached there, and by
/// those who look at it by how closely it watches.
pub(in crate::model) fn displaced(state: &mut State, number: OffenderId, clock: &Clock<Event>) {
    let offender = state.offenders[number];
    if offender.works() {
        return;
    }
    let rules = &state.class_of(number).rules;
    let at_home = rules.approach.own_market.number();
    let accounts = |platform: PlatformId, market| {
        let near = if market == offender.market { 1.0 } else { 1.0 - at_home };
        if platform == offender.platform { 0.0 } else { near * state.population.accounts_in(platform, market) }
    };
    let weights = |acts| state.watch_weighs(offender.class, acts, clock.now(), accounts);
    let losses = u32::from(offender.losses);
    let by_chance = || chosen(state.chance.of(Decision::AfterLoss, offender.id, losses | 1 << 16).uniform(), &weights(0.0));
    let unwatched = || {
        chosen(
            state.chance.of(Decision::SeeksUnwatched, offender.id, losses + 1).uniform(),
            &weights(rules.adaptation.unseen_acts.number()),
        )
    };
    let sought = if seeks_unwatched(state, offender.class, offender.id) { unwatched() } else { None };
    let Some(platform) = sought.or_else(by_chance) else { return };
    state.count_active(number, clock.now());
    state.offenders.go_on_at(number, platform);
}
