//! # Enforcement: what happens to the account, and appeals
//!
//! **What it does.** A confirmed flag suspends the account, restricts it for a time, or warns. Those suspended may appeal; appeals
//! wait in a queue of their own for a staff of their own, and may restore the account.
//!
//! **Why it matters.** Wrongful suspensions are people, counted with how long they last (M8; evidence: `fb_cse_appeal_reversal_2023q2`
//! and following, `fb_cse_restored_share_2023q2`). An account suspended is not an offender stopped: see *adaptation*.
//!
//! **Switched off.** A confirmed flag has no consequence for the account.
//!
//! **Limits.** A sanction does not depend on the account's history. A warning has no effect. No account is restored unless its holder
//! appeals. On a platform to which conversations alone were moved an offender has one account: to suspend it cuts those conversations,
//! the next one is moved to a new account at once, nobody appeals, restricts or learns, and the account where it began goes on.

use super::Mechanism;
use super::detection::{Flag, Subject};
use super::review::servers;
use crate::engine::{Clock, Job};
use crate::model::chance::Decision;
use crate::model::event::{Event, schedule};
use crate::model::offender::Standing;
use crate::model::outcome::Outcome;
use crate::model::population::Person;
use crate::model::simulation::Simulation;
use crate::parameter::Param;
use crate::units::{Count, Probability, Span, Time};
use std::num::NonZeroU32;

crate::parameters! {
    /// What the platform does to an account once a flag is confirmed.
    pub struct Enforcement {
        /// The chance that a confirmed flag suspends the account for good.
        "suspend" [at once] suspend: Param<Probability>,
        /// The chance that it restricts the account for a time; what is left is a warning.
        "restrict" [at once] restrict: Param<Probability>,
        /// How long a restriction lasts.
        "restriction" [at once] restriction: Param<Span>,
        /// The chance that a wrongly suspended person appeals.
        "appeal-innocent" [at once] appeal_innocent: Param<Probability>,
        /// The chance that a rightly suspended person appeals.
        "appeal-guilty" [at once] appeal_guilty: Param<Probability>,
        /// Mean time from suspension to the appeal.
        "appeal-delay" [at once] appeal_delay: Param<Span>,
        /// Staff who decide appeals.
        "appeal-staff" [at once] appeal_staff: Param<Count>,
        /// Mean handling time of an appeal.
        "appeal-handling" [at once] appeal_handling: Param<Span>,
        /// The chance that the appeal of a wrongly suspended person restores the account.
        "overturn-innocent" [at once] overturn_innocent: Param<Probability>,
        /// The chance that the appeal of a rightly suspended person restores the account.
        "overturn-guilty" [at once] overturn_guilty: Param<Probability>,
    }
}

/// What has happened to an ordinary user on a platform.
#[derive(Clone, Copy, Debug, Default)]
pub struct Innocent {
    /// Was examined by a reviewer.
    pub examined: bool,
    /// Had messages read by a reviewer.
    pub read: bool,
    /// Was reported to the clearinghouse.
    pub reported: bool,
    /// Is suspended.
    pub suspended: bool,
    /// Which loss of an account, counted from 1, was the latest of this one.
    latest_loss: Option<NonZeroU32>,
}

impl Innocent {
    /// The count begins: what is counted once is counted afresh. Who is suspended stays so.
    pub fn begin_count(&mut self) {
        *self = Self { suspended: self.suspended, latest_loss: self.latest_loss, ..Self::default() };
    }
}

/// An ordinary user shut out.
#[derive(Clone, Copy, Debug)]
pub struct WrongfulLoss {
    /// Where.
    pub platform: usize,
    /// Who.
    pub person: Person,
    /// Since when.
    pub from: Time,
    /// Until when, as far as is known.
    pub to: Time,
}

impl Simulation {
    /// Acts on the account of a confirmed flag.
    pub(in crate::model) fn sanction(&mut self, number: u32, clock: &mut Clock<Event>) {
        if !self.plays(Mechanism::Enforcement) {
            self.settle(number);
            return;
        }
        let flag = self.flags[number as usize];
        let now = clock.now();
        let rules = &self.platforms[usize::from(flag.platform)].timeline.now(now).rules.enforcement;
        let (suspend, restrict, restriction) = (rules.suspend.number(), rules.restrict.number(), rules.restriction.get());
        let (innocent, guilty) = (rules.appeal_innocent.number(), rules.appeal_guilty.number());
        let u = self.chance.of(Decision::Sanction, flag.id, 0).uniform();
        let (suspends, restricts) = (u < suspend, u >= suspend && u < suspend + restrict);
        let shut_out = match flag.subject {
            Subject::Offender(offender, account) => {
                // An account that was suspended since is of another generation; one that is restricted can still be suspended.
                let here = self.offenders[offender as usize].platform == flag.platform;
                let there = !flag.away && here && self.standing(offender, account).generation == flag.generation;
                if flag.away && suspends && self.generation_away(offender, flag.platform) == flag.generation {
                    self.suspend_away(offender, flag.platform, now);
                } else if there && restricts {
                    self.shut(offender, account, clock);
                    schedule(clock, now + restriction, Event::Restore(offender, account, flag.generation));
                } else if there && suspends {
                    self.suspend(offender, account, clock);
                }
                there && suspends
            }
            Subject::Ordinary(person) => {
                let there = !self.innocent.entry(person.on(flag.platform)).or_default().suspended;
                if there && suspends {
                    self.flags[number as usize].loss = self.shut_out(person, flag.platform, now, Time::NEVER);
                    for outcome in [Outcome::Suspensions, Outcome::InnocentSuspended] {
                        self.count(outcome, usize::from(flag.platform), person.market(), person.band(), now, 1.0);
                    }
                } else if there && restricts {
                    self.shut_out(person, flag.platform, now, now + restriction);
                }
                there && suspends
            }
        };
        let appeal = if matches!(flag.subject, Subject::Ordinary(_)) { innocent } else { guilty };
        self.maybe_appeal(number, shut_out, appeal, clock);
    }

    /// An account stops working.
    pub(in crate::model) fn shut(&mut self, number: u32, account: u8, clock: &Clock<Event>) {
        self.set_lost(number, account, true, clock.now());
    }

    /// An account works again, if it is still of this generation: a restriction ends, it is restored, or a new one takes its place.
    pub(in crate::model) fn restore(&mut self, number: u32, account: u8, generation: u16, clock: &Clock<Event>) {
        if self.standing(number, account).generation == generation {
            self.set_lost(number, account, false, clock.now());
        }
    }

    /// How an account of an offender stands.
    #[inline]
    pub(in crate::model) fn standing(&self, number: u32, account: u8) -> Standing {
        self.standings[self.place(number, account)]
    }

    #[inline]
    pub(in crate::model) fn place(&self, number: u32, account: u8) -> usize {
        self.offenders[number as usize].first_account as usize + usize::from(account)
    }

    /// An account works from now on, or does not.
    fn set_lost(&mut self, number: u32, account: u8, lost: bool, now: Time) {
        self.count_active(number, now);
        let place = self.place(number, account);
        let before = std::mem::replace(&mut self.standings[place].lost, lost);
        let state = &mut self.offenders[number as usize];
        state.lost = state.lost + u8::from(lost) - u8::from(before);
    }

    /// What has been the account is no more. Returns the generation of what takes its place.
    pub(in crate::model) fn retire(&mut self, number: u32, account: u8) -> u16 {
        let place = self.place(number, account);
        let standing = &mut self.standings[place];
        standing.generation = standing.generation.wrapping_add(1);
        standing.generation
    }

    /// An offender's account is suspended, and the offender adapts.
    fn suspend(&mut self, number: u32, account: u8, clock: &mut Clock<Event>) {
        self.shut(number, account, clock);
        let generation = self.retire(number, account);
        let (offender, now) = (self.offenders[number as usize], clock.now());
        let platform = usize::from(offender.platform);
        self.count_offender(Outcome::Suspensions, platform, number, now, 1.0);
        if self.class_of(number).rules.malice.get() {
            self.count_offender(Outcome::OffendersRemoved, platform, number, now, 1.0);
            if offender.losses == 0 {
                self.count_offender(Outcome::OffendersFirstRemoved, platform, number, now, 1.0);
                self.count_offender(Outcome::RemovalDays, platform, number, now, now.since(offender.since).days());
            }
        }
        self.offenders[number as usize].losses = offender.losses.saturating_add(1);
        self.adapt(number, account, generation, clock);
    }

    /// The account over which an offender goes on with conversations that were moved to a platform is suspended there.
    fn suspend_away(&mut self, number: u32, platform: u8, now: Time) {
        *self.away.entry((number, platform)).or_default() += 1;
        self.count_offender(Outcome::Suspensions, usize::from(platform), number, now, 1.0);
        if self.class_of(number).rules.malice.get() {
            self.count_offender(Outcome::OffendersRemoved, usize::from(platform), number, now, 1.0);
        }
    }

    /// How often the account of an offender was suspended on a platform to which conversations alone were moved: tells it from the one
    /// that takes its place.
    pub(in crate::model) fn generation_away(&self, number: u32, platform: u8) -> u16 {
        self.away.get(&(number, platform)).copied().unwrap_or(0)
    }

    /// Shuts an ordinary user out until `to`; never is a suspension. A restriction that still runs is merged into it. Returns where
    /// the loss stands.
    fn shut_out(&mut self, person: Person, platform: u8, now: Time, to: Time) -> u32 {
        let state = self.innocent.entry(person.on(platform)).or_default();
        let place = self.wrongful.len() as u32;
        state.suspended = to == Time::NEVER;
        if let Some(before) = std::mem::replace(&mut state.latest_loss, NonZeroU32::new(place + 1)) {
            let before = &mut self.wrongful[before.get() as usize - 1];
            before.to = before.to.min(now);
        }
        self.wrongful.push(WrongfulLoss { platform: usize::from(platform), person, from: now, to });
        place
    }

    fn maybe_appeal(&mut self, number: u32, shut_out: bool, propensity: f64, clock: &mut Clock<Event>) {
        let flag = self.flags[number as usize];
        let mut stream = self.chance.of(Decision::Appeal, flag.id, 0);
        if !(shut_out && stream.chance(propensity)) {
            self.settle(number);
            return;
        }
        let rules = &self.platforms[usize::from(flag.platform)].timeline.now(clock.now()).rules.enforcement;
        let delay = stream.exponential(rules.appeal_delay.get().days());
        self.flags_out += 1;
        self.appeals_in += 1;
        self.flags[number as usize].appealed = true;
        schedule(clock, clock.now().after_days(delay), Event::Appeal(number));
    }

    /// Appeal staff on duty and their speed, under the rules in force.
    fn appeal_staff(&self, platform: usize, clock: &Clock<Event>) -> (usize, f64) {
        let rules = &self.platforms[platform].timeline.now(clock.now()).rules;
        servers(rules.enforcement.appeal_staff.number() * rules.review.on_duty.number() * self.sample)
    }

    /// Puts the appeal staff in force on duty.
    pub(in crate::model) fn set_appeal_staff(&mut self, platform: usize, clock: &mut Clock<Event>) {
        let (staff, _) = self.appeal_staff(platform, clock);
        self.platforms[platform].appeals.set_servers(staff);
        while let Some(job) = self.platforms[platform].appeals.next(clock.now()) {
            self.begin_appeal(platform, Some(job), clock);
        }
    }

    /// An appeal is made.
    pub(in crate::model) fn appeal(&mut self, number: u32, clock: &mut Clock<Event>) {
        let platform = usize::from(self.flags[number as usize].platform);
        let begins = self.platforms[platform].appeals.arrive(clock.now(), 0, number);
        self.begin_appeal(platform, begins, clock);
    }

    fn begin_appeal(&mut self, platform: usize, begins: Option<Job<u32>>, clock: &mut Clock<Event>) {
        let Some(Job { what: number, .. }) = begins else { return };
        let flag = self.flags[number as usize];
        let mean = self.platforms[platform].timeline.now(clock.now()).rules.enforcement.appeal_handling.get().days();
        let work = self.chance.of(Decision::AppealVerdict, flag.id, 0).exponential(mean);
        let (market, band) = self.where_counted(flag.subject);
        self.count(Outcome::AppealHours, platform, market, band, clock.now(), work * 24.0);
        let (_, speed) = self.appeal_staff(platform, clock);
        schedule(clock, clock.now().after_days(work / speed), Event::Appealed(number));
    }

    /// An appeal is decided.
    pub(in crate::model) fn appealed(&mut self, number: u32, clock: &mut Clock<Event>) {
        let flag = self.flags[number as usize];
        let (platform, now) = (usize::from(flag.platform), clock.now());
        let rules = &self.platforms[platform].timeline.now(now).rules.enforcement;
        let overturns = match flag.subject {
            Subject::Ordinary(_) => rules.overturn_innocent.number(),
            Subject::Offender(..) => rules.overturn_guilty.number(),
        };
        let (market, band) = self.where_counted(flag.subject);
        self.count(Outcome::Appeals, platform, market, band, now, 1.0);
        if self.chance.of(Decision::AppealVerdict, flag.id, 1).chance(overturns) {
            self.count(Outcome::AppealsUpheld, platform, market, band, now, 1.0);
            self.overturn(&flag, clock);
        }
        self.settle(number);
        let begins = self.platforms[platform].appeals.depart(now);
        self.begin_appeal(platform, begins, clock);
    }

    fn overturn(&mut self, flag: &Flag, clock: &mut Clock<Event>) {
        match flag.subject {
            Subject::Ordinary(person) => {
                self.wrongful[flag.loss as usize].to = clock.now();
                self.innocent.entry(person.on(flag.platform)).or_default().suspended = false;
                self.count(Outcome::InnocentRestored, usize::from(flag.platform), person.market(), person.band(), clock.now(), 1.0);
            }
            // The suspension made the account one generation older; if it was replaced and lost again since, nothing is given back.
            Subject::Offender(offender, account) => self.restore(offender, account, flag.generation.wrapping_add(1), clock),
        }
    }
}
