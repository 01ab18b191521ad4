//! Review: people look at what was flagged.

pub mod rules;
pub mod state;

use super::Mechanism;
use super::detection::rules::Channel;
use super::enforcement;
use super::reporting;
use crate::engine::{Clock, Job};
use crate::model::chance::Decision;
use crate::model::event::{Event, schedule};
use crate::model::flag::Subject;
use crate::model::identity::{FlagId, PlatformId};
use crate::model::outcome::Outcome;
use crate::model::staff::servers;
use crate::model::state::State;
use crate::units::Time;

/// Reviewers on duty and their speed, under the rules in force.
fn reviewers(state: &State, platform: PlatformId, clock: &Clock<Event>) -> (usize, f64) {
    if !state.simulates(Mechanism::Review) {
        return servers(0.0);
    }
    let rules = &state.platforms[platform].timeline.now(clock.now()).rules.review;
    servers(rules.staff.number() * rules.on_duty.number() * state.sample)
}

/// Puts the reviewers in force on duty.
pub(in crate::model) fn set_staff(state: &mut State, platform: PlatformId, clock: &mut Clock<Event>) {
    let (reviewers, _) = reviewers(state, platform, clock);
    state.review.0[platform].set_servers(reviewers);
    while let Some(job) = state.review.0[platform].next(clock.now()) {
        begin_review(state, platform, Some(job), clock);
    }
}

/// A flag comes up for review, or is acted on without one.
pub(in crate::model) fn submit(state: &mut State, number: FlagId, clock: &mut Clock<Event>) {
    let flag = state.flags[number];
    let platform = flag.platform;
    let (priority, automatic) = state.platforms[platform].timeline.now(clock.now()).rules.detection.handling(flag.channel);
    if automatic > 0.0 && state.simulates(Mechanism::Review) && state.chance.of(Decision::Automatic, flag.id, 0).chance(automatic) {
        confirm(state, number, clock);
        return;
    }
    close_expired_flags(state, platform, clock.now());
    let begins = state.review.0[platform].arrive(clock.now(), priority, number);
    begin_review(state, platform, begins, clock);
}

/// Closes the flags that have waited too long.
pub(in crate::model) fn close_expired_flags(state: &mut State, platform: PlatformId, now: Time) {
    let limit = state.platforms[platform].timeline.now(now).rules.review.expiry.get();
    while let Some(number) = state.review.0[platform].expire(now, limit) {
        let (market, band) = state.where_counted(state.flags[number].subject);
        state.count(Outcome::ReviewWaited, platform, market, band, now, limit.days());
        state.count(Outcome::ReviewTaken, platform, market, band, now, 1.0);
        state.count(Outcome::FlagsExpired, platform, market, band, now, 1.0);
        state.flags.settle(number);
    }
}

/// A reviewer takes a flag up.
fn begin_review(state: &mut State, platform: PlatformId, begins: Option<Job<FlagId>>, clock: &mut Clock<Event>) {
    let Some(Job { what: number, arrived }) = begins else { return };
    let now = clock.now();
    let waited = now.since(arrived);
    let rules = &state.platforms[platform].timeline.now(now).rules.review;
    let (in_target, mean) = (waited <= rules.target.get(), rules.handling.get().days());
    let flag = state.flags[number];
    let (market, band) = state.where_counted(flag.subject);
    state.count(Outcome::ReviewWaited, platform, market, band, now, waited.days());
    state.count(Outcome::ReviewTaken, platform, market, band, now, 1.0);
    if in_target {
        state.count(Outcome::ReviewInTarget, platform, market, band, now, 1.0);
    }
    let work = state.chance.of(Decision::Handling, flag.id, 0).exponential(mean);
    state.count(Outcome::ReviewHours, platform, market, band, now, work * 24.0);
    let (_, speed) = reviewers(state, platform, clock);
    schedule(clock, now.after_days(work / speed), Event::Reviewed(number));
}

/// A reviewer is done with a flag.
pub(in crate::model) fn reviewed(state: &mut State, number: FlagId, clock: &mut Clock<Event>) {
    let flag = state.flags[number];
    let (platform, now) = (flag.platform, clock.now());
    let rules = &state.platforms[platform].timeline.now(now).rules.review;
    let confirms = match (flag.subject, flag.content) {
        (Subject::Offender(..), content) => rules.sensitivity(flag.channel, content),
        (Subject::Ordinary(_), true) => 1.0 - rules.specificity.number(),
        (Subject::Ordinary(_), false) => 1.0 - rules.specificity_blind.number(),
    };
    if let Subject::Ordinary(person) = flag.subject {
        let history = state.ordinary.of(person, flag.platform);
        let first = !std::mem::replace(&mut history.examined, true);
        // A profile or a group's name is no message.
        let reads = flag.content && flag.channel != Channel::VisibleSurfaces;
        let first_read = reads && !history.read;
        history.read |= reads;
        if first {
            state.count(Outcome::InnocentExamined, platform, person.market(), person.band(), now, 1.0);
        }
        if first_read {
            state.count(Outcome::InnocentContentExamined, platform, person.market(), person.band(), now, 1.0);
        }
    }
    if state.chance.of(Decision::Verdict, flag.id, 0).chance(confirms) {
        confirm(state, number, clock);
    } else {
        state.flags.settle(number);
    }
    close_expired_flags(state, platform, now);
    let begins = state.review.0[platform].depart(now);
    begin_review(state, platform, begins, clock);
}

/// A flag counts as an incident: it is reported, and something happens to the account.
fn confirm(state: &mut State, number: FlagId, clock: &mut Clock<Event>) {
    reporting::report(state, number, clock);
    enforcement::sanction(state, number, clock);
}

/// The count begins.
pub(in crate::model) fn begin_count(state: &mut State, now: Time) {
    state.review.0.iter_mut().for_each(|reviewers| reviewers.restart_observation(now));
}
