//! # List: what devices are scanned for, and who comes to decide it
//!
//! **What it does.** Where messages are scanned on the device, the list may come to reach beyond abuse material, by market; and
//! entries that match lawful content may get into it. Until such entries are found and removed, ordinary users who hold that content
//! are flagged by the scan, a Poisson stream in proportion to the accounts whose messages are encrypted and scanned.
//!
//! **Why it matters.** Nobody outside can see what a list holds: its scope and its integrity are what critics of scanning on the
//! device ask about (M10; evidence: `photodna_whitebox`, `pha_robust_counter`). No figure says how often either happens, so both are
//! hazards over wide ranges, shown as a probability over time.
//!
//! **Switched off.** The list stays as it is.
//!
//! **Limits.** A list can be tampered with from the first day on which some devices are scanned. A list once expanded stays so to
//! the end of the run; what it is expanded to is not played. Who holds content that a poisoned entry matches does not depend on who
//! they are or how much they write. The lists of servers are taken to be sound: no evidence here speaks of theirs. Reviewers take a
//! match with a poisoned entry for what any false flag is to them.

use super::Mechanism;
use super::detection::Channel;
use crate::engine::{Clock, Stream};
use crate::model::chance::{BEFORE_FIRST, Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::outcome::Outcome;
use crate::model::population::ADULT;
use crate::model::simulation::Simulation;
use crate::parameter::Param;
use crate::units::{PerTime, Span, Time};

crate::parameters! {
    /// What may happen in one market to the list that devices are scanned for, while they are scanned.
    pub struct List {
        /// Expansion of a platform's list beyond abuse material. An axis, not an estimate.
        "expansion" [shared] expansion: Param<PerTime>,
        /// Cases in which entries that match lawful content get into a platform's list. An axis, not an estimate.
        "poisoning" [shared] poisoning: Param<PerTime>,
        /// Mean time until such entries are found and removed.
        "found" [shared] found: Param<Span>,
        /// Flags of ordinary users that such entries raise until then, per million accounts whose messages are all scanned.
        "poisoned-flags" [shared] poisoned_flags: Param<PerTime>,
    }
}

/// What somebody does to a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Tampering {
    /// It comes to reach beyond abuse.
    Expansion,
    /// Entries that match lawful content get in.
    Poisoning,
}

impl Tampering {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Expansion, Self::Poisoning];

    fn decision(self) -> Decision {
        match self {
            Self::Expansion => Decision::Expansion,
            Self::Poisoning => Decision::Poisoning,
        }
    }

    fn rate(self, rules: &List) -> f64 {
        match self {
            Self::Expansion => rules.expansion.number(),
            Self::Poisoning => rules.poisoning.number(),
        }
    }
}

/// Entries that match lawful content, on a platform's list in one market.
#[derive(Clone, Copy, Debug)]
pub struct Poisoned {
    /// Identity in streams.
    pub id: u64,
    /// Where.
    pub platform: u8,
    /// In which market.
    pub market: u8,
    /// When they are removed.
    until: Time,
    /// Flags drawn so far.
    flags: u32,
}

impl Simulation {
    pub(in crate::model) fn start_list(&mut self, platform: usize, clock: &mut Clock<Event>) {
        if self.plays(Mechanism::List) {
            for market in 0..self.markets.len() {
                for tampering in Tampering::ALL {
                    self.next_tampering(platform, market, tampering, clock);
                }
            }
        }
    }

    fn next_tampering(&mut self, platform: usize, market: usize, tampering: Tampering, clock: &mut Clock<Event>) {
        let rate = tampering.rate(&self.markets[market].rules.list);
        if rate <= 0.0 || self.population.accounts_in(platform, market) <= 0.0 {
            return;
        }
        let case = &mut self.platforms[platform].tampered[market][tampering as usize];
        let occasion = std::mem::replace(case, *case + 1);
        let who = self.part_identity(platform, market);
        let at = clock.now().after_days(self.chance.of(tampering.decision(), who, occasion).exponential(1.0 / rate));
        if at <= self.horizon {
            schedule(clock, at, Event::Tampered(platform as u8, market as u8, tampering));
        }
    }

    /// Whether a platform has its users' devices scanned.
    fn scans_devices(&self, platform: usize, now: Time) -> bool {
        self.plays(Mechanism::Detection) && self.platforms[platform].timeline.now(now).rules.detection.client_side_scan.enabled.get()
    }

    /// The list is tampered with, if there is a scanner; without one the occasion passes.
    pub(in crate::model) fn tampered(&mut self, platform: usize, market: usize, tampering: Tampering, clock: &mut Clock<Event>) {
        if self.scans_devices(platform, clock.now()) {
            match tampering {
                Tampering::Expansion => self.expand(platform, market, clock.now()),
                Tampering::Poisoning => self.poison(platform, market, clock),
            }
        }
        self.next_tampering(platform, market, tampering, clock);
    }

    fn expand(&mut self, platform: usize, market: usize, now: Time) {
        if self.platforms[platform].expanded[market].is_none() {
            self.platforms[platform].expanded[market] = Some(now);
            self.count(Outcome::ListExpanded, platform, market, ADULT, now, 1.0);
        }
    }

    /// The count begins with what has been expanded before.
    pub(in crate::model) fn count_expanded(&mut self, now: Time) {
        for platform in 0..self.platforms.len() {
            for market in 0..self.markets.len() {
                if self.platforms[platform].expanded[market].is_some() {
                    self.count(Outcome::ListExpanded, platform, market, ADULT, now, 1.0);
                }
            }
        }
    }

    fn poison(&mut self, platform: usize, market: usize, clock: &mut Clock<Event>) {
        let now = clock.now();
        self.count(Outcome::ListPoisoned, platform, market, ADULT, now, 1.0);
        self.count(Outcome::ListPoisonings, platform, market, ADULT, now, 1.0);
        let cases = self.platforms[platform].tampered[market][Tampering::Poisoning as usize];
        let id = part(self.part_identity(platform, market), Decision::Poisoning, cases);
        let found = self.markets[market].rules.list.found.get().days();
        let until = now.after_days(self.chance.of(Decision::PoisonFound, id, 0).exponential(found));
        self.poisoned.push(Poisoned { id, platform: platform as u8, market: market as u8, until, flags: 0 });
        let (_, wait) = self.chance.act(Decision::PoisonedFlag, id, BEFORE_FIRST);
        self.next_poisoned_flag(self.poisoned.len() - 1, wait, clock);
    }

    /// Finds the next flag that poisoned entries would raise if everybody's messages were encrypted and scanned.
    fn next_poisoned_flag(&mut self, number: usize, mut wait: Stream, clock: &mut Clock<Event>) {
        let Poisoned { platform, market, until, .. } = self.poisoned[number];
        let (platform, market) = (usize::from(platform), usize::from(market));
        let millions = self.population.accounts_in(platform, market) * self.sample / 1e6;
        let rate = self.markets[market].rules.list.poisoned_flags.number() * millions;
        if rate <= 0.0 || !self.plays(Mechanism::Traffic) {
            return;
        }
        let at = clock.now().after_days(wait.exponential(1.0 / rate));
        if at < until && at <= self.horizon {
            schedule(clock, at, Event::PoisonedFlag(number as u32));
        }
    }

    /// A poisoned entry matches what an ordinary user holds, and the scan flags it, if it sees it and the user is there.
    pub(in crate::model) fn poisoned_flag(&mut self, number: u32, clock: &mut Clock<Event>) {
        let number = number as usize;
        let Poisoned { id, platform, market, flags, .. } = self.poisoned[number];
        let (platform, market, channel) = (usize::from(platform), usize::from(market), Channel::ClientSideScan);
        let (flag, wait) = self.chance.act(Decision::PoisonedFlag, id, flags);
        self.poisoned[number].flags += 1;
        self.next_poisoned_flag(number, wait, clock);
        let mut stream = self.chance.of(Decision::PoisonedFlag, flag, 0);
        let holder = self.population.user_of(platform, market, &mut stream);
        let reader = self.population.user(platform, &mut stream);
        let (Some(holder), Some(reader)) = (holder, reader) else { return };
        let encrypted = self.is_encrypted(platform, holder, reader, clock.now());
        if self.is_visible(platform, channel, (holder, reader), encrypted, clock.now()) && self.acts(flag, platform, channel, holder) {
            self.count(Outcome::PoisonedFlags, platform, holder.market(), holder.band(), clock.now(), 1.0);
            self.accuse(flag, platform, channel, (holder, encrypted), clock);
        }
    }

    /// Counts the account-days of a window scanned beyond abuse material: of accounts whose messages are encrypted and scanned.
    pub(in crate::model) fn window_list(&mut self, from: Time, to: Time) {
        // The end of a window belongs to the next one; what is counted here belongs to this one.
        let (days, to) = (to.since(from).days(), Time(to.0 - 1));
        for platform in 0..self.platforms.len() {
            for market in 0..self.markets.len() {
                if let Some(since) = self.platforms[platform].expanded[market].filter(|since| *since < to) {
                    self.scan_beyond(platform, market, days.min(to.since(since).days()), to);
                }
            }
        }
    }

    fn scan_beyond(&mut self, platform: usize, market: usize, days: f64, now: Time) {
        let accounts = self.population.accounts_in(platform, market);
        for (band, share) in self.population.ages(platform).into_iter().enumerate() {
            let scanned = self.scanned_share(platform, market, self.population.pair_minor(platform, band), now);
            self.count(Outcome::ScanExpanded, platform, market, band, now, accounts * share * scanned * days);
        }
    }
}
