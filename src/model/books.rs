//! The books of a run: what is counted, when, and what must close at any time.

use super::event::{Event, schedule};
use super::ledger::Outcomes;
use super::mechanism::detection::Flag;
use super::mechanism::enforcement::{Innocent, WrongfulLoss};
use super::offender::{Offender, Standing};
use super::outcome::Outcome;
use super::population::ADULT;
use super::simulation::{PlatformState, Simulation};
use crate::engine::Clock;
use crate::units::{Span, Time};

/// How many of something went in, came out and are still inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Went in.
    pub entered: u64,
    /// Came out.
    pub left: u64,
    /// Are inside.
    pub held: u64,
}

impl Balance {
    /// Whether nothing was lost or made up.
    #[must_use]
    pub fn closes(self) -> bool {
        self.entered == self.left + self.held
    }
}

/// The window in which something was counted last: to find it takes a division, and the next count is nearly always in it too.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OpenWindow {
    number: usize,
    from: Time,
    to: Time,
}

impl Simulation {
    /// What went in, came out and is still inside: flags, appeals, reports to police, regulators' inquiries, contests of mandates.
    /// Each must close at any time. An inquiry comes out closed without a notice, remedied after one, or decided.
    #[must_use]
    pub fn balances(&self) -> [(&'static str, Balance); 5] {
        let held = |stage: fn(&Flag) -> bool| self.flags.iter().filter(|(_, flag)| stage(flag)).count() as u64;
        let markets = |of: fn(&PlatformState) -> &Vec<bool>| self.platforms.iter().flat_map(of).filter(|is_so| **is_so).count() as u64;
        [
            ("flags", Balance { entered: self.flags_in, left: self.flags_out, held: held(|f| !f.appealed) }),
            ("appeals", Balance { entered: self.appeals_in, left: self.appeals_out, held: held(|f| f.appealed) }),
            ("reports", Balance { entered: self.cases_in, left: self.cases_out, held: self.cases.len() as u64 }),
            ("inquiries", Balance { entered: self.inquiries_in, left: self.inquiries_out, held: markets(|p| &p.under_way) }),
            ("contests", Balance { entered: self.contests_in, left: self.contests_out, held: markets(|p| &p.contested) }),
        ]
    }

    /// Every offender so far, in the order of appearance.
    #[must_use]
    pub fn offenders(&self) -> &[Offender] {
        &self.offenders
    }

    /// The accounts of an offender.
    #[must_use]
    pub fn accounts(&self, offender: &Offender) -> &[Standing] {
        let first = offender.first_account as usize;
        &self.standings[first..first + usize::from(offender.accounts)]
    }

    /// The window that an instant falls in.
    pub(super) fn window(&self, at: Time) -> usize {
        ((at.since(self.origin).0 / self.window_ms) as usize).min(self.layout.windows - 1)
    }

    fn open_window(&self, at: Time) -> OpenWindow {
        let number = self.window(at);
        let last = number + 1 == self.layout.windows;
        let from = self.origin + Span(number as u64 * self.window_ms);
        OpenWindow { number, from, to: if last { Time(u64::MAX) } else { from + Span(self.window_ms) } }
    }

    /// Counts something that concerns a person, or people of a market and age band, once the count has begun.
    #[inline]
    pub(super) fn count(&mut self, outcome: Outcome, platform: usize, market: usize, band: usize, at: Time, amount: f64) {
        if !(self.open.from..self.open.to).contains(&at) {
            if at < self.origin {
                return;
            }
            self.open = self.open_window(at);
        }
        self.ledger.add(outcome, platform, market, band, self.open.number, amount);
    }

    /// Counts something that concerns an offender.
    #[inline]
    pub(super) fn count_offender(&mut self, outcome: Outcome, platform: usize, offender: u32, at: Time, amount: f64) {
        let market = usize::from(self.offenders[offender as usize].market);
        self.count(outcome, platform, market, ADULT, at, amount);
    }

    /// Counts days from one instant to another, each in its window.
    pub(super) fn count_days(&mut self, outcome: Outcome, platform: usize, market: usize, band: usize, from: Time, to: Time) {
        let to = to.min(self.horizon);
        let mut start = from.max(self.origin);
        while start < to {
            let window = self.window(start);
            let end = if window + 1 == self.layout.windows { to } else { to.min(self.window_end(window)) };
            self.ledger.add(outcome, platform, market, band, window, end.since(start).0 as f64);
            start = end;
        }
    }

    /// The warm-up is over. What has been observed so far is forgotten; what has happened stands.
    pub(super) fn begin_count(&mut self, now: Time) {
        self.harmed.clear();
        self.count_expanded(now);
        self.innocent.values_mut().for_each(Innocent::begin_count);
        for platform in &mut self.platforms {
            platform.review.restart_observation(now);
            platform.appeals.restart_observation(now);
        }
        for market in &mut self.markets {
            market.police.restart_observation(now);
        }
    }

    pub(super) fn window_ends(&mut self, clock: &mut Clock<Event>) {
        let now = clock.now();
        let window = self.window(Time(now.0 - 1));
        let from = self.origin + Span(window as u64 * self.window_ms);
        self.window_access(window, from, now);
        self.window_list(from, now);
        if now < self.horizon {
            schedule(clock, self.window_end(window + 1), Event::Window);
        }
    }

    /// Closes the books at the end of the run.
    #[must_use]
    pub fn close(mut self) -> Outcomes {
        for number in 0..self.offenders.len() as u32 {
            self.count_active(number, self.horizon);
        }
        for loss in std::mem::take(&mut self.wrongful) {
            let WrongfulLoss { platform, person, from, to } = loss;
            self.count_days(Outcome::InnocentDays, platform, person.market(), person.band(), from, to);
        }
        for platform in 0..self.platforms.len() {
            self.close_expired_flags(platform, self.horizon);
        }
        for market in 0..self.markets.len() {
            self.close_stale_cases(market, self.horizon);
        }
        let (horizon, sample) = (self.horizon, self.sample);
        let platforms = &self.platforms;
        let ledger = self.ledger;
        ledger.close(sample, &|outcome, platform| {
            let review = &platforms[platform].review;
            match outcome {
                Outcome::ReviewWait95 => review.waits().quantile(0.95),
                Outcome::Backlog => review.queued().average(horizon) / sample,
                Outcome::BacklogEnd => review.queue() as f64 / sample,
                _ => f64::NAN,
            }
        })
    }

    /// Counts the days that an offender has been active since last counted.
    pub(super) fn count_active(&mut self, number: u32, now: Time) {
        let offender = self.offenders[number as usize];
        if offender.works() && self.class_of(number).rules.malice.get() {
            let to = now.min(offender.until);
            let (platform, market) = (usize::from(offender.platform), usize::from(offender.market));
            self.count_days(Outcome::OffenderDays, platform, market, ADULT, offender.active_since, to);
        }
        self.offenders[number as usize].active_since = now;
    }
}
