//! List: what devices are scanned for, and who comes to decide it.

mod adversary;
mod expectation;
pub mod rules;
pub mod state;

pub(in crate::model) use self::adversary::settle;
use self::expectation::{expect_before, expect_tampering};
use self::rules::{Cause, Tampering};
use self::state::Poisoned;
use super::Mechanism;
use super::detection::rules::Channel;
use super::traffic;
use crate::engine::{Clock, Stream};
use crate::model::chance::{BEFORE_FIRST, Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::identity::{Band, MarketId, PlatformId, PoisonId};
use crate::model::outcome::Outcome;
use crate::model::state::State;
use crate::units::Time;

pub(in crate::model) fn start(state: &mut State, platform: PlatformId, clock: &mut Clock<Event>) {
    if state.simulates(Mechanism::List) {
        for market in state.markets.ids() {
            for tampering in Tampering::ALL {
                next_tampering(state, platform, market, tampering, clock);
            }
        }
    }
}

fn next_tampering(state: &mut State, platform: PlatformId, market: MarketId, tampering: Tampering, clock: &mut Clock<Event>) {
    let rate = tampering.rate(&state.markets[market].list);
    if rate <= 0.0 || state.population.accounts_in(platform, market) <= 0.0 {
        return;
    }
    let case = &mut state.list.histories[(platform, market)].tampered[tampering as usize];
    let occasion = std::mem::replace(case, *case + 1);
    let who = state.part_identity(platform, market);
    let at = clock.now().after_days(state.chance.of(tampering.decision(), who, occasion).exponential(1.0 / rate));
    if at <= state.horizon {
        schedule(clock, at, Event::Tampered(platform, market, tampering));
    }
}

/// Whether a platform has its users' devices scanned.
fn scans_devices(state: &State, platform: PlatformId, now: Time) -> bool {
    state.simulates(Mechanism::Detection) && state.platforms[platform].timeline.now(now).rules.detection.client_side_scan.enabled.get()
}

/// The list is tampered with, if there is a scanner; without one the occasion passes.
pub(in crate::model) fn tampered(
    state: &mut State,
    platform: PlatformId,
    market: MarketId,
    tampering: Tampering,
    clock: &mut Clock<Event>,
) {
    if scans_devices(state, platform, clock.now()) {
        match tampering {
            Tampering::Expansion => expand(state, platform, market, clock),
            Tampering::Poisoning => poison(state, platform, market, clock),
        }
    }
    next_tampering(state, platform, market, tampering, clock);
}

fn expand(state: &mut State, platform: PlatformId, market: MarketId, clock: &mut Clock<Event>) {
    let now = clock.now();
    if state.list.histories[(platform, market)].expanded.is_none() {
        state.list.histories[(platform, market)].expanded = Some(now);
        state.count(Outcome::ListExpanded, platform, market, Band::ADULT, now, 1.0);
        let id = part(state.part_identity(platform, market), Decision::Expansion, 0);
        flag_lawful(state, Poisoned { id, platform, market, cause: Cause::Expanded, until: Time::NEVER, flags: 0 }, now, clock);
    }
}

/// The count begins with what has been expanded before.
pub(in crate::model) fn begin_count(state: &mut State, now: Time) {
    for platform in state.platforms.ids() {
        for market in state.markets.ids() {
            if state.list.histories[(platform, market)].expanded.is_some() {
                state.count(Outcome::ListExpanded, platform, market, Band::ADULT, now, 1.0);
            }
            if state.simulates(Mechanism::List) && state.population.accounts_in(platform, market) > 0.0 {
                expect_before(state, platform, market, now);
            }
        }
    }
}

fn poison(state: &mut State, platform: PlatformId, market: MarketId, clock: &mut Clock<Event>) {
    let now = clock.now();
    state.count(Outcome::ListPoisoned, platform, market, Band::ADULT, now, 1.0);
    state.count(Outcome::ListPoisonings, platform, market, Band::ADULT, now, 1.0);
    let cases = state.list.histories[(platform, market)].tampered[Tampering::Poisoning as usize];
    let id = part(state.part_identity(platform, market), Decision::Poisoning, cases);
    let found = state.markets[market].list.found.get().days();
    let until = now.after_days(state.chance.of(Decision::PoisonFound, id, 0).exponential(found));
    flag_lawful(state, Poisoned { id, platform, market, cause: Cause::Poisoned, until, flags: 0 }, now, clock);
}

/// From then on a scan flags lawful content.
fn flag_lawful(state: &mut State, what: Poisoned, from: Time, clock: &mut Clock<Event>) {
    let number = state.list.poisoned.push(what);
    let (_, wait) = state.chance.act(Decision::PoisonedFlag, what.id, BEFORE_FIRST);
    next_poisoned_flag(state, number, wait, from, clock);
}

/// Finds the next flag after an instant that lawful content would raise if everybody's messages were encrypted and scanned.
fn next_poisoned_flag(state: &mut State, number: PoisonId, mut wait: Stream, after: Time, clock: &mut Clock<Event>) {
    let Poisoned { platform, market, cause, until, .. } = state.list.poisoned[number];
    let millions = state.population.accounts_in(platform, market) * state.sample / 1e6;
    let rate = cause.flags(&state.markets[market].list, &state.scanner) * millions;
    if rate <= 0.0 || !state.simulates(Mechanism::Traffic) {
        return;
    }
    let at = after.after_days(wait.exponential(1.0 / rate));
    if at < until && at <= state.horizon {
        schedule(clock, at, Event::PoisonedFlag(number));
    }
}

/// The scan matches lawful content that an ordinary user holds, and flags it, if it sees it and the user is there.
pub(in crate::model) fn poisoned_flag(state: &mut State, number: PoisonId, clock: &mut Clock<Event>) {
    let Poisoned { id, platform, market, cause, flags, .. } = state.list.poisoned[number];
    let channel = Channel::ClientSideScan;
    let (flag, wait) = state.chance.act(Decision::PoisonedFlag, id, flags);
    state.list.poisoned[number].flags += 1;
    next_poisoned_flag(state, number, wait, clock.now(), clock);
    let mut stream = state.chance.of(Decision::PoisonedFlag, flag, 0);
    let holder = state.population.user_of(platform, market, &mut stream);
    let reader = state.population.user(platform, &mut stream);
    let (Some(holder), Some(reader)) = (holder, reader) else { return };
    let encrypted = state.is_encrypted(platform, holder, reader, clock.now());
    if state.is_visible(platform, channel, (holder, reader), encrypted, clock.now())
        && traffic::acts(state, flag, platform, channel, holder)
    {
        state.count(cause.outcome(), platform, holder.market(), holder.band(), clock.now(), 1.0);
        traffic::accuse(state, flag, platform, channel, (holder, encrypted), clock);
    }
}

/// Counts the account-days of a window scanned beyond abuse material: of accounts whose messages are encrypted and scanned.
pub(in crate::model) fn window_ends(state: &mut State, from: Time, to: Time) {
    // The end of a window belongs to the next one; what is counted here belongs to this one.
    let (days, last) = (to.since(from).days(), Time(to.0 - 1));
    for platform in state.platforms.ids() {
        for market in state.markets.ids() {
            if let Some(since) = state.list.histories[(platform, market)].expanded.filter(|since| *since < last) {
                scan_beyond(state, platform, market, days.min(last.since(since).days()), last);
            }
            expect_tampering(state, platform, market, from, to);
        }
    }
}

fn scan_beyond(state: &mut State, platform: PlatformId, market: MarketId, days: f64, now: Time) {
    let accounts = state.population.accounts_in(platform, market);
    for (band, share) in state.population.ages(platform).iter() {
        let scanned = state.scanned_share(platform, market, state.population.pair_minor(platform, band), now);
        state.count(Outcome::ScanExpanded, platform, market, band, now, accounts * share * scanned * days);
    }
}
