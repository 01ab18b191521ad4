//! # Arrival: offenders appear
//!
//! **What it does.** Offenders of each class appear on a platform as a Poisson stream in proportion to its users, in some markets more
//! for each user than in others, and give up after an exponential time if nothing else ends it. At the start there are as many as
//! there would be in the long run under the rules of the start, but for enforcement. Some begin on another platform than the one whose
//! stream brings them, since its messages are encrypted (see *adaptation*). One who appears begins with a first act of sharing, if the
//! class shares at all.
//!
//! **Why it matters.** Offenders are of many kinds (M6). What enforcement achieves is bounded by who comes after (evidence:
//! `grimm_linear`). Where offenders live decides whose police get the reports: for each account on Facebook and Instagram there are
//! two to five times as many about India as about the UK (`ncmec_country_india_2023`, `ncmec_country_uk_2023`).
//!
//! **Switched off.** Nobody offends: there is no offender at the start, and none comes.
//!
//! **Limits.** Arrivals do not depend on what happened to others. Encryption moves those who would come between platforms, and brings
//! nobody more into the world; deterrence keeps some out of it (see *adaptation*). A market has more or fewer offenders of all classes
//! alike.

use super::Mechanism;
use crate::engine::Clock;
use crate::engine::distribution::normal_quantile;
use crate::model::chance::{Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::offender::{Offender, Standing};
use crate::model::simulation::{Simulation, poisson};
use crate::units::Time;

/// Offenders of one class appearing on one platform.
#[derive(Clone, Copy, Debug)]
pub struct ArrivalStream {
    /// Class, by its place in the order of names.
    pub class: u8,
    /// Platform, by its place in the order of names.
    pub platform: u8,
    /// Identity in streams.
    pub id: u64,
    /// Offenders per day.
    pub rate: f64,
    /// How many have appeared.
    pub count: u32,
}

impl Simulation {
    /// The offenders of a class who are on a platform at the start, in the steady state without enforcement, and those to come.
    pub(in crate::model) fn start_class(&mut self, class: usize, platform: usize, clock: &mut Clock<Event>) {
        if !self.plays(Mechanism::Arrival) {
            return;
        }
        let rules = &self.classes[class].rules;
        let attraction = self.platforms[platform].timeline.now(Time::ZERO).rules.attraction.number();
        let rate = rules.arrivals.number() * self.population.offending(platform) / 1e6 * attraction * self.sample;
        let lifetime = rules.lifetime.get().days();
        let id = self.classes[class].id ^ self.platforms[platform].id.rotate_left(17);
        let stock = poisson(rate * lifetime, &mut self.chance.of(Decision::InitialStock, id, 0));
        // Worked out once, not for each of so many.
        let encrypted = self.encrypted_offending(Time::ZERO);
        for n in 0..stock {
            let id = part(id, Decision::InitialStock, n as u32);
            let sought = if self.seeks_encryption(class, id) { self.sought(id, 0, &encrypted) } else { None };
            let platform = sought.unwrap_or(platform);
            if !self.is_deterred(class, platform, id, Time::ZERO) {
                self.add_offender(class, platform, id, false, clock);
            }
        }
        self.arrivals.push(ArrivalStream { class: class as u8, platform: platform as u8, id, rate, count: 0 });
        self.next_arrival(self.arrivals.len() - 1, clock);
    }

    fn next_arrival(&mut self, stream: usize, clock: &mut Clock<Event>) {
        let arrivals = &mut self.arrivals[stream];
        if arrivals.rate > 0.0 {
            let gap = self.chance.of(Decision::ArrivalGap, arrivals.id, arrivals.count).exponential(1.0 / arrivals.rate);
            arrivals.count += 1;
            schedule(clock, clock.now().after_days(gap), Event::Arrival(stream as u16));
        }
    }

    pub(in crate::model) fn arrival(&mut self, stream: u16, clock: &mut Clock<Event>) {
        let arrivals = self.arrivals[usize::from(stream)];
        let id = part(arrivals.id, Decision::ArrivalGap, arrivals.count);
        let class = usize::from(arrivals.class);
        let sought = if self.seeks_encryption(class, id) { self.sought(id, 0, &self.encrypted_offending(clock.now())) } else { None };
        // Whether somebody is deterred hangs on where they would begin.
        let platform = sought.unwrap_or(usize::from(arrivals.platform));
        if !self.is_deterred(class, platform, id, clock.now()) {
            self.add_offender(class, platform, id, true, clock);
        }
        self.next_arrival(usize::from(stream), clock);
    }

    /// Adds an offender with this identity. One who appears begins with a first act of sharing, if the class shares at all; one who
    /// is there at the start goes on at random. Returns the offender's number.
    pub fn add_offender(&mut self, class: usize, platform: usize, id: u64, appears: bool, clock: &mut Clock<Event>) -> u32 {
        let now = clock.now();
        let rules = &self.classes[class].rules;
        let mut lifetime = self.chance.of(Decision::Lifetime, id, 0);
        let mut account = self.chance.of(Decision::Account, id, 0);
        let normal = normal_quantile(self.chance.of(Decision::Skill, id, 0).uniform());
        let offender = Offender {
            id,
            since: now,
            until: now.after_days(lifetime.exponential(rules.lifetime.get().days())),
            active_since: now,
            shares: 0,
            approaches: 0,
            first_account: self.standings.len() as u32,
            losses: 0,
            under_investigation: false,
            class: class as u8,
            platform: platform as u8,
            market: self.population.offender_market(platform, self.chance.of(Decision::OffenderMarket, id, 0).uniform()) as u8,
            accounts: self.classes[class].accounts,
            lost: 0,
            skill: (normal * rules.skill_spread.number()) as f32,
            position: account.uniform() as f32,
            reluctance: account.uniform() as f32,
        };
        let number = self.offenders.len() as u32;
        self.offenders.push(offender);
        self.standings.resize(self.standings.len() + usize::from(offender.accounts), Standing::default());
        if appears && rules.sharing.rate.number() > 0.0 && self.plays(Mechanism::Sharing) {
            schedule(clock, now, Event::Share(number));
        } else {
            self.first_share(number, clock);
        }
        self.first_approach(number, clock);
        number
    }
}
