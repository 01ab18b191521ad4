//! Offline: abuse away from any platform. Nothing of it is an event: the children of an offender follow from the offender's identity,
//! and are worked out at an arrest and at the end of the run.

pub mod rules;
pub mod state;

use self::rules::Offline;
use super::Mechanism;
use super::adaptation;
use super::arrival::state::ArrivalStream;
use crate::model::chance::{Decision, part, poisson};
use crate::model::identity::{Band, ClassId, MarketId, OffenderId, PlatformId};
use crate::model::outcome::Outcome;
use crate::model::state::State;
use crate::units::{Time, YEAR_DAYS};

/// A career in abuse, in days from the start of the run.
#[derive(Clone, Copy)]
struct Career {
    begins: f64,
    /// Unless an arrest ends it.
    ends: f64,
}

/// The career of an offender who abuses children hands-on.
fn career(state: &State, number: OffenderId) -> Option<Career> {
    let offender = &state.offenders[number];
    let rules = &state.classes[offender.class].rules;
    let share = rules.offline.share.number();
    let mut stream = state.chance.of(Decision::Offline, offender.id, 0);
    if !(share > 0.0 && state.simulates(Mechanism::Offline) && stream.chance(share)) {
        return None;
    }
    let lifetime = rules.lifetime.get().days();
    let after = stream.exponential(lifetime * (rules.offline.career.number() - 1.0));
    // Those who are there at the start have been there for as long as they stay.
    let before = if offender.since == Time::ZERO { stream.exponential(lifetime) } else { 0.0 };
    Some(Career { begins: offender.since.days() - before, ends: offender.until.days() + after })
}

/// When the abuse of each child begins and ends, in days from the start of the run, as far as the abuse begins before `to`.
fn children(state: &State, who: u64, rules: &Offline, career: Career, to: f64) -> impl Iterator<Item = (f64, f64)> + use<> {
    let (gap, duration) = (1.0 / rules.rate.number(), rules.duration.get().days());
    let mut stream = state.chance.of(Decision::OfflineChild, who, 0);
    let mut at = career.begins;
    std::iter::from_fn(move || {
        at += stream.exponential(gap);
        let ends = (at + stream.exponential(duration)).min(career.ends);
        (at < to).then_some((at, ends))
    })
}

/// Whether an offender abuses children hands-on at an instant, whatever became of the accounts.
pub(in crate::model) fn goes_on(state: &State, number: OffenderId, now: Time) -> bool {
    !state.offline.0.contains_key(&number) && career(state, number).is_some_and(|career| career.ends > now.days())
}

/// An offender is arrested: whatever abuse goes on ends, and may come to light.
pub(in crate::model) fn arrested(state: &mut State, number: OffenderId, now: Time) {
    if !goes_on(state, number, now) {
        return;
    }
    let Some(career) = career(state, number) else { return };
    let offender = state.offenders[number];
    let (rules, day) = (&state.classes[offender.class].rules.offline, now.days());
    let under_way = children(state, offender.id, rules, career, day).filter(|(_, ends)| *ends > day);
    let (found, days) = under_way.fold((0.0, 0.0), |(n, days), (_, ends)| (n + 1.0, days + ends - day));
    let chance = state.markets[offender.market].investigation.offline_found.number();
    let comes_to_light = state.chance.of(Decision::Offline, offender.id, 1).chance(chance);
    count(state, Outcome::AbuseYearsEnded, offender.platform, offender.market, now, days / YEAR_DAYS);
    if comes_to_light {
        count(state, Outcome::ChildrenFoundOffline, offender.platform, offender.market, now, found);
    }
    state.offline.0.insert(number, now);
}

/// Counts the children whose abuse began in the run.
pub(in crate::model) fn close(state: &mut State) {
    if !state.simulates(Mechanism::Offline) {
        return;
    }
    for number in state.offenders.ids() {
        if let Some(career) = career(state, number) {
            let offender = state.offenders[number];
            let ended = state.offline.0.get(&number).copied().unwrap_or(state.horizon);
            let to = career.ends.min(ended.min(state.horizon).days());
            count_children(state, offender.id, (offender.class, offender.platform, offender.market), career, to);
        }
    }
    for stream in state.arrival.streams().to_vec() {
        those_gone(state, &stream);
    }
}

/// Those who had left the platform before the start and go on: as many as in the long run.
fn those_gone(state: &mut State, stream: &ArrivalStream) {
    let &ArrivalStream { class, platform, id, rate, .. } = stream;
    let rules = &state.classes[class].rules;
    let stays = rules.lifetime.get().days() * (rules.offline.career.number() - 1.0);
    let mean = rate * rules.offline.share.number() * stays;
    if mean <= 0.0 {
        return;
    }
    let act = rules.act();
    let gone = poisson(mean, &mut state.chance.of(Decision::Offline, id, 2));
    for n in 0..gone {
        let who = part(id, Decision::Offline, n as u32);
        if !adaptation::is_deterred(state, class, platform, who, Time::ZERO) {
            let mut stream = state.chance.of(Decision::Offline, who, 0);
            let market = state.population.offender_market(platform, act, stream.uniform());
            let career = Career { begins: 0.0, ends: stream.exponential(stays) };
            let to = career.ends.min(state.horizon.days());
            count_children(state, who, (class, platform, market), career, to);
        }
    }
}

fn count_children(state: &mut State, who: u64, of: (ClassId, PlatformId, MarketId), career: Career, to: f64) {
    let (class, platform, market) = of;
    for (begins, _) in children(state, who, &state.classes[class].rules.offline, career, to).filter(|(begins, _)| *begins >= 0.0) {
        count(state, Outcome::ChildrenAbusedOffline, platform, market, Time::ZERO.after_days(begins), 1.0);
    }
}

/// Children whose ages are not known.
fn count(state: &mut State, outcome: Outcome, platform: PlatformId, market: MarketId, at: Time, amount: f64) {
    state.count(outcome, platform, market, Band::UNDER_13, at, amount);
}
