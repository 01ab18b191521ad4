//! # Review: people look at what was flagged
//!
//! **What it does.** Flags wait in one queue per platform, by priority and then by age, for a finite staff. A flag that has waited too
//! long is closed unseen. A reviewer confirms or dismisses, better where content can be seen than where only metadata can. Some
//! flags of some channels are acted on without a look.
//!
//! **Why it matters.** More flags can mean slower help (M3); every false flag that a person examines is an intrusion (M8).
//!
//! **Switched off.** Nobody looks at flags, and none is acted on; each waits until it expires.
//!
//! **Limits.** Reviewers are on duty as a constant fraction of all hours, alike, and err independently. Handling times are
//! exponential. With `sample` below 1 the staff is thinned with the flags: utilisation stays exact, but a smaller station waits
//! longer at the same utilisation, and one of less than a whole person works slowly, so waits and delays are then too long.

use super::Mechanism;
use super::detection::{Channel, Subject};
use crate::engine::{Clock, Job};
use crate::model::chance::Decision;
use crate::model::event::{Event, schedule};
use crate::model::outcome::Outcome;
use crate::model::population::ADULT;
use crate::model::simulation::Simulation;
use crate::parameter::Param;
use crate::units::{Count, Probability, Share, Span, Time};

crate::parameters! {
    /// The people who look at what was flagged.
    pub struct Review {
        /// Reviewers assigned to child-safety flags from direct messages.
        "staff" [at once] staff: Param<Count>,
        /// Share of all hours in which a reviewer is on duty and reviewing.
        "on-duty" [at once] on_duty: Param<Share>,
        /// Mean handling time of a flag.
        "handling" [at once] handling: Param<Span>,
        /// Flags that waited longer than this are closed unseen.
        "expiry" [at once] expiry: Param<Span>,
        /// The waiting time that the platform aims for.
        "target" [at once] target: Param<Span>,
        /// The chance that a reviewer confirms a true flag whose content can be seen.
        "sensitivity" [at once] sensitivity: Param<Probability>,
        /// The same where only metadata can be seen.
        "sensitivity-blind" [at once] sensitivity_blind: Param<Probability>,
        /// The chance that a reviewer dismisses a false flag whose content can be seen.
        "specificity" [at once] specificity: Param<Probability>,
        /// The same where only metadata can be seen.
        "specificity-blind" [at once] specificity_blind: Param<Probability>,
    }
}

/// Classes of priority in the queue.
pub const CLASSES: usize = 8;

/// Whole servers for a staff that is worth `effective` people on duty at all hours, and how much faster than one person each works.
#[must_use]
pub fn servers(effective: f64) -> (usize, f64) {
    if effective <= 0.0 {
        return (0, 1.0);
    }
    let servers = effective.round().max(1.0);
    (servers as usize, effective / servers)
}

impl Simulation {
    /// Reviewers on duty and their speed, under the rules in force.
    fn reviewers(&self, platform: usize, clock: &Clock<Event>) -> (usize, f64) {
        if !self.plays(Mechanism::Review) {
            return servers(0.0);
        }
        let rules = &self.platforms[platform].timeline.now(clock.now()).rules.review;
        servers(rules.staff.number() * rules.on_duty.number() * self.sample)
    }

    /// Puts the staff in force on duty, reviewers and appeal staff.
    pub(in crate::model) fn set_staff(&mut self, platform: usize, clock: &mut Clock<Event>) {
        let (reviewers, _) = self.reviewers(platform, clock);
        self.platforms[platform].review.set_servers(reviewers);
        while let Some(job) = self.platforms[platform].review.next(clock.now()) {
            self.begin_review(platform, Some(job), clock);
        }
        self.set_appeal_staff(platform, clock);
    }

    /// A flag comes up for review, or is acted on without one.
    pub(in crate::model) fn submit(&mut self, number: u32, clock: &mut Clock<Event>) {
        let flag = self.flags[number as usize];
        let platform = usize::from(flag.platform);
        let (priority, automatic) = self.platforms[platform].timeline.now(clock.now()).rules.detection.handling(flag.channel);
        if automatic > 0.0 && self.plays(Mechanism::Review) && self.chance.of(Decision::Automatic, flag.id, 0).chance(automatic) {
            self.confirm(number, clock);
            return;
        }
        self.close_expired_flags(platform, clock.now());
        let begins = self.platforms[platform].review.arrive(clock.now(), priority, number);
        self.begin_review(platform, begins, clock);
    }

    /// Closes the flags that have waited too long.
    pub(in crate::model) fn close_expired_flags(&mut self, platform: usize, now: Time) {
        let limit = self.platforms[platform].timeline.now(now).rules.review.expiry.get();
        while let Some(number) = self.platforms[platform].review.expire(now, limit) {
            let (market, band) = self.where_counted(self.flags[number as usize].subject);
            self.count(Outcome::ReviewWaited, platform, market, band, now, limit.days());
            self.count(Outcome::ReviewTaken, platform, market, band, now, 1.0);
            self.count(Outcome::FlagsExpired, platform, market, band, now, 1.0);
            self.settle(number);
        }
    }

    /// A reviewer takes a flag up.
    fn begin_review(&mut self, platform: usize, begins: Option<Job<u32>>, clock: &mut Clock<Event>) {
        let Some(Job { what: number, arrived }) = begins else { return };
        let now = clock.now();
        let waited = now.since(arrived);
        let rules = &self.platforms[platform].timeline.now(now).rules.review;
        let (in_target, mean) = (waited <= rules.target.get(), rules.handling.get().days());
        let flag = self.flags[number as usize];
        let (market, band) = self.where_counted(flag.subject);
        self.count(Outcome::ReviewWaited, platform, market, band, now, waited.days());
        self.count(Outcome::ReviewTaken, platform, market, band, now, 1.0);
        if in_target {
            self.count(Outcome::ReviewInTarget, platform, market, band, now, 1.0);
        }
        let work = self.chance.of(Decision::Handling, flag.id, 0).exponential(mean);
        self.count(Outcome::ReviewHours, platform, market, band, now, work * 24.0);
        let (_, speed) = self.reviewers(platform, clock);
        schedule(clock, now.after_days(work / speed), Event::Reviewed(number));
    }

    /// A reviewer is done with a flag.
    pub(in crate::model) fn reviewed(&mut self, number: u32, clock: &mut Clock<Event>) {
        let flag = self.flags[number as usize];
        let (platform, now) = (usize::from(flag.platform), clock.now());
        let rules = &self.platforms[platform].timeline.now(now).rules.review;
        let confirms = match (flag.subject, flag.content) {
            (Subject::Offender(..), true) => rules.sensitivity.number(),
            (Subject::Offender(..), false) => rules.sensitivity_blind.number(),
            (Subject::Ordinary(_), true) => 1.0 - rules.specificity.number(),
            (Subject::Ordinary(_), false) => 1.0 - rules.specificity_blind.number(),
        };
        if let Subject::Ordinary(person) = flag.subject {
            let state = self.innocent.entry(person.on(flag.platform)).or_default();
            let first = !std::mem::replace(&mut state.examined, true);
            // A profile or a group's name is no message.
            let reads = flag.content && flag.channel != Channel::VisibleSurfaces;
            let first_read = reads && !state.read;
            state.read |= reads;
            if first {
                self.count(Outcome::InnocentExamined, platform, person.market(), person.band(), now, 1.0);
            }
            if first_read {
                self.count(Outcome::InnocentContentExamined, platform, person.market(), person.band(), now, 1.0);
            }
        }
        if self.chance.of(Decision::Verdict, flag.id, 0).chance(confirms) {
            self.confirm(number, clock);
        } else {
            self.settle(number);
        }
        self.close_expired_flags(platform, now);
        let begins = self.platforms[platform].review.depart(now);
        self.begin_review(platform, begins, clock);
    }

    /// A flag counts as an incident: it is reported, and something happens to the account.
    fn confirm(&mut self, number: u32, clock: &mut Clock<Event>) {
        self.report(number, clock);
        self.sanction(number, clock);
    }

    /// A flag is done with.
    pub(in crate::model) fn settle(&mut self, number: u32) {
        let flag = self.flags.remove(number as usize);
        if flag.appealed {
            self.appeals_out += 1;
        } else {
            self.flags_out += 1;
        }
    }

    /// The market and age band under which something about a flagged person is counted.
    pub(in crate::model) fn where_counted(&self, subject: Subject) -> (usize, usize) {
        match subject {
            Subject::Offender(offender, _) => (usize::from(self.offenders[offender as usize].market), ADULT),
            Subject::Ordinary(person) => (person.market(), person.band()),
        }
    }
}
