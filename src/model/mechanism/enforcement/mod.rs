//! Enforcement: what happens to the account, and appeals.

pub mod rules;
pub mod state;

use self::state::WrongfulLoss;
use super::Mechanism;
use super::adaptation;
use crate::engine::{Clock, Job};
use crate::model::chance::Decision;
use crate::model::event::{Event, schedule};
use crate::model::flag::{Flag, Subject};
use crate::model::identity::{AccountId, FlagId, OffenderId, PlatformId};
use crate::model::outcome::Outcome;
use crate::model::population::Person;
use crate::model::staff::servers;
use crate::model::state::State;
use crate::units::Time;
use std::num::NonZeroU32;

/// Acts on the account of a confirmed flag.
pub(in crate::model) fn sanction(state: &mut State, number: FlagId, clock: &mut Clock<Event>) {
    if !state.simulates(Mechanism::Enforcement) {
        state.flags.settle(number);
        return;
    }
    let flag = state.flags[number];
    let now = clock.now();
    let rules = &state.platforms[flag.platform].timeline.now(now).rules.enforcement;
    let (may_suspend, may_restrict, restriction) = (rules.suspend.number(), rules.restrict.number(), rules.restriction.get());
    let (innocent, guilty) = (rules.appeal_innocent.number(), rules.appeal_guilty.number());
    let u = state.chance.of(Decision::Sanction, flag.id, 0).uniform();
    let (suspends, restricts) = (u < may_suspend, u >= may_suspend && u < may_suspend + may_restrict);
    let suspended = match flag.subject {
        Subject::Offender(offender, account) => {
            // An account that was suspended since is of another generation; one that is restricted can still be suspended.
            let here = state.offenders[offender].platform == flag.platform;
            let there = !flag.away && here && state.offenders.account(offender, account).generation == flag.generation;
            if flag.away && suspends && state.offenders.generation_away(offender, flag.platform) == flag.generation {
                suspend_away(state, offender, flag.platform, now);
            } else if there && restricts {
                shut(state, offender, account, clock);
                schedule(clock, now + restriction, Event::Restore(offender, account, flag.generation));
            } else if there && suspends {
                suspend(state, offender, account, clock);
            }
            there && suspends
        }
        Subject::Ordinary(person) => {
            let there = !state.ordinary.of(person, flag.platform).suspended;
            if there && suspends {
                let loss = shut_out(state, person, flag.platform, now, Time::NEVER);
                state.flags.note_loss(number, loss);
                for outcome in [Outcome::Suspensions, Outcome::InnocentSuspended] {
                    state.count(outcome, flag.platform, person.market(), person.band(), now, 1.0);
                }
            } else if there && restricts {
                shut_out(state, person, flag.platform, now, now + restriction);
            }
            there && suspends
        }
    };
    let appeal = if matches!(flag.subject, Subject::Ordinary(_)) { innocent } else { guilty };
    maybe_appeal(state, number, suspended, appeal, clock);
}

/// An account stops working.
pub(in crate::model) fn shut(state: &mut State, number: OffenderId, account: AccountId, clock: &Clock<Event>) {
    set_lost(state, number, account, true, clock.now());
}

/// An account works again, if it is still of this generation: a restriction ends, it is restored, or a new one takes its place.
pub(in crate::model) fn restore(state: &mut State, number: OffenderId, account: AccountId, generation: u16, clock: &Clock<Event>) {
    if state.offenders.account(number, account).generation == generation {
        set_lost(state, number, account, false, clock.now());
    }
}

/// An account works from now on, or does not.
fn set_lost(state: &mut State, number: OffenderId, account: AccountId, lost: bool, now: Time) {
    state.count_active(number, now);
    state.offenders.set_lost(number, account, lost);
}

/// An offender's account is suspended, and the offender adapts.
fn suspend(state: &mut State, number: OffenderId, account: AccountId, clock: &mut Clock<Event>) {
    shut(state, number, account, clock);
    let generation = state.offenders.retire(number, account);
    let (offender, now) = (state.offenders[number], clock.now());
    let platform = offender.platform;
    state.count_offender(Outcome::Suspensions, platform, number, now, 1.0);
    if state.class_of(number).rules.malice.get() {
        state.count_offender(Outcome::OffendersRemoved, platform, number, now, 1.0);
        if offender.losses == 0 {
            state.count_offender(Outcome::OffendersFirstRemoved, platform, number, now, 1.0);
            state.count_offender(Outcome::RemovalDays, platform, number, now, now.since(offender.since).days());
        }
    } else {
        state.count_offender(Outcome::NoMaliceSuspended, platform, number, now, 1.0);
    }
    state.offenders[number].losses = offender.losses.saturating_add(1);
    adaptation::adapt(state, number, account, generation, clock);
}

/// The account over which an offender goes on with conversations that were moved to a platform is suspended there.
fn suspend_away(state: &mut State, number: OffenderId, platform: PlatformId, now: Time) {
    state.offenders.suspend_away(number, platform);
    state.count_offender(Outcome::Suspensions, platform, number, now, 1.0);
    if state.class_of(number).rules.malice.get() {
        state.count_offender(Outcome::OffendersRemoved, platform, number, now, 1.0);
    } else {
        state.count_offender(Outcome::NoMaliceSuspended, platform, number, now, 1.0);
    }
}

/// Shuts an ordinary user out until `to`; never is a suspension. A restriction that still runs is merged into it. Returns where
/// the loss stands.
fn shut_out(state: &mut State, person: Person, platform: PlatformId, now: Time, to: Time) -> u32 {
    let place = state.enforcement.wrongful.len() as u32;
    let history = state.ordinary.of(person, platform);
    history.suspended = to == Time::NEVER;
    if let Some(before) = std::mem::replace(&mut history.latest_loss, NonZeroU32::new(place + 1)) {
        let before = &mut state.enforcement.wrongful[before.get() as usize - 1];
        before.to = before.to.min(now);
    }
    state.enforcement.wrongful.push(WrongfulLoss { platform, person, from: now, to });
    place
}

fn maybe_appeal(state: &mut State, number: FlagId, suspended: bool, propensity: f64, clock: &mut Clock<Event>) {
    let flag = state.flags[number];
    let mut stream = state.chance.of(Decision::Appeal, flag.id, 0);
    if !(suspended && stream.chance(propensity)) {
        state.flags.settle(number);
        return;
    }
    let rules = &state.platforms[flag.platform].timeline.now(clock.now()).rules.enforcement;
    let delay = stream.exponential(rules.appeal_delay.get().days());
    state.flags.appeal(number);
    schedule(clock, clock.now().after_days(delay), Event::Appeal(number));
}

/// Appeal staff on duty and their speed, under the rules in force.
fn appeal_staff(state: &State, platform: PlatformId, clock: &Clock<Event>) -> (usize, f64) {
    let rules = &state.platforms[platform].timeline.now(clock.now()).rules;
    servers(rules.enforcement.appeal_staff.number() * rules.review.on_duty.number() * state.sample)
}

/// Puts the appeal staff in force on duty.
pub(in crate::model) fn set_staff(state: &mut State, platform: PlatformId, clock: &mut Clock<Event>) {
    let (staff, _) = appeal_staff(state, platform, clock);
    state.enforcement.appeals[platform].set_servers(staff);
    while let Some(job) = state.enforcement.appeals[platform].next(clock.now()) {
        begin_appeal(state, platform, Some(job), clock);
    }
}

/// An appeal is made.
pub(in crate::model) fn appeal(state: &mut State, number: FlagId, clock: &mut Clock<Event>) {
    let platform = state.flags[number].platform;
    let begins = state.enforcement.appeals[platform].arrive(clock.now(), 0, number);
    begin_appeal(state, platform, begins, clock);
}

fn begin_appeal(state: &mut State, platform: PlatformId, begins: Option<Job<FlagId>>, clock: &mut Clock<Event>) {
    let Some(Job { what: number, .. }) = begins else { return };
    let flag = state.flags[number];
    let mean = state.platforms[platform].timeline.now(clock.now()).rules.enforcement.appeal_handling.get().days();
    let work = state.chance.of(Decision::AppealVerdict, flag.id, 0).exponential(mean);
    let (market, band) = state.where_counted(flag.subject);
    state.count(Outcome::AppealHours, platform, market, band, clock.now(), work * 24.0);
    let (_, speed) = appeal_staff(state, platform, clock);
    schedule(clock, clock.now().after_days(work / speed), Event::Appealed(number));
}

/// An appeal is decided.
pub(in crate::model) fn appealed(state: &mut State, number: FlagId, clock: &mut Clock<Event>) {
    let flag = state.flags[number];
    let (platform, now) = (flag.platform, clock.now());
    let rules = &state.platforms[platform].timeline.now(now).rules.enforcement;
    let overturns = match flag.subject {
        Subject::Ordinary(_) => rules.overturn_innocent.number(),
        Subject::Offender(..) => rules.overturn_guilty.number(),
    };
    let (market, band) = state.where_counted(flag.subject);
    state.count(Outcome::Appeals, platform, market, band, now, 1.0);
    if state.chance.of(Decision::AppealVerdict, flag.id, 1).chance(overturns) {
        state.count(Outcome::AppealsUpheld, platform, market, band, now, 1.0);
        overturn(state, &flag, clock);
    }
    state.flags.settle(number);
    let begins = state.enforcement.appeals[platform].depart(now);
    begin_appeal(state, platform, begins, clock);
}

fn overturn(state: &mut State, flag: &Flag, clock: &mut Clock<Event>) {
    match flag.subject {
        Subject::Ordinary(person) => {
            // Once cleared, the holder may have got it back before the appeal was decided.
            let loss = &mut state.enforcement.wrongful[flag.loss as usize];
            if loss.to == Time::NEVER {
                loss.to = clock.now();
                state.ordinary.of(person, flag.platform).suspended = false;
                state.count(Outcome::InnocentRestored, flag.platform, person.market(), person.band(), clock.now(), 1.0);
            }
        }
        // The suspension made the account one generation older; if it was replaced and lost again since, nothing is given back.
        Subject::Offender(offender, account) => restore(state, offender, account, flag.generation.wrapping_add(1), clock),
    }
}

/// An innocent person gets a suspended account back.
pub(in crate::model) fn give_back(state: &mut State, platform: PlatformId, person: Person, now: Time) {
    let history = state.ordinary.of(person, platform);
    if let (true, Some(latest)) = (history.suspended, history.latest_loss) {
        history.suspended = false;
        state.enforcement.wrongful[latest.get() as usize - 1].to = now;
    }
}

/// Every time for which an ordinary user was shut out.
pub(in crate::model) fn shut_out_wrongly(state: &State) -> impl Iterator<Item = WrongfulLoss> {
    state.enforcement.wrongful.iter().copied()
}

/// The count begins.
pub(in crate::model) fn begin_count(state: &mut State, now: Time) {
    state.enforcement.appeals.iter_mut().for_each(|appeals| appeals.restart_observation(now));
}

/// Counts the days for which ordinary users were shut out.
pub(in crate::model) fn close(state: &mut State) {
    for WrongfulLoss { platform, person, from, to } in std::mem::take(&mut state.enforcement.wrongful) {
        state.books.count_days(Outcome::InnocentDays, platform, person.market(), person.band(), from, to);
    }
}
