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
    if !state.simulates(Mechanism::Adaptation) {
        return false;
    }
    let rules = &state.platforms[platform].timeline.now(now).rules;
    let on_server = rules.detection.hash_match.enabled.get() && rules.encryption.get() != Encryption::Default;
    let matched = on_server || rules.detection.client_side_scan.enabled.get();
    matched && state.chance.of(Decision::Deterred, id, 0).chance(state.classes[class].rules.adaptation.deterrence.number())
}

/// Whether an offender is one of those who look for encryption. They make up their minds once.
pub(in crate::model) fn seeks_encryption(state: &State, class: ClassId, id: u64) -> bool {
    let share = state.classes[class].rules.adaptation.seeks_encryption.number();
    share > 0.0 && state.simulates(Mechanism::Adaptation) && state.chance.of(Decision::SeeksEncryption, id, 0).chance(share)
}

/// A platform drawn with these weights by one who looks for encryption after so many losses; none if all weights are 0.
pub(in crate::model) fn sought(state: &State, id: u64, losses: u16, weights: &[f64]) -> Option<PlatformId> {
    let draw = || state.chance.of(Decision::SeeksEncryption, id, u32::from(losses) + 1).uniform();
    weights.iter().any(|w| *w > 0.0).then(|| PlatformId::new(pick(draw(), &cumulative(weights))))
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

/// An offender goes on on another platform, drawn in proportion to its users, or to what is encrypted of their messages, with as
/// many accounts as before.
pub(in crate::model) fn displaced(state: &mut State, number: OffenderId, clock: &Clock<Event>) {
    let offender = state.offenders[number];
    let elsewhere = |mut weights: Vec<f64>| {
        weights[offender.platform.index()] = 0.0;
        weights
    };
    let weights = elsewhere(state.platforms.ids().map(|p| state.population.accounts(p)).collect());
    if offender.works() || weights.iter().all(|w| *w <= 0.0) {
        return;
    }
    let u = state.chance.of(Decision::AfterLoss, offender.id, u32::from(offender.losses) | 1 << 16).uniform();
    let sought = seeks_encryption(state, offender.class, offender.id)
        .then(|| sought(state, offender.id, offender.losses, &elsewhere(state.encrypted_accounts(clock.now()))));
    let platform = sought.flatten().unwrap_or_else(|| PlatformId::new(pick(u, &cumulative(&weights))));
    state.count_active(number, clock.now());
    state.offenders.go_on_at(number, platform);
}
