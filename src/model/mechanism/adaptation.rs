//! # Adaptation: what offenders do after losing an account
//!
//! **What it does.** An offender who loses an account learns, comes back with a new one after a delay, goes on elsewhere, or stops.
//! Known matching of messages may deter some from beginning at all.
//!
//! **Why it matters.** A person is not an account (evidence: `sextortion_accounts_per_actor`, `thorn_recontact`), and what one
//! platform stops another may receive: harm on the platform and harm in all stand side by side.
//!
//! **Switched off.** Who loses an account does not come back, learn, drift or go elsewhere, and nobody is deterred.
//!
//! **Limits.** Deterrence acts on beginning alone, and on what is announced, not on what happens to others. On a platform, the
//! taste for privacy decides who turns encryption on; nobody is drawn from one platform to another by it.

use super::Mechanism;
use crate::engine::Clock;
use crate::engine::distribution::{cumulative, pick};
use crate::model::assumptions::Encryption;
use crate::model::chance::Decision;
use crate::model::event::{Event, schedule};
use crate::model::parameter::Param;
use crate::model::simulation::Simulation;
use crate::units::{Factor, Probability, Share, Span, Time};

crate::parameters! {
    /// What an offender does after losing an account.
    pub struct Adaptation {
        /// The chance of coming back to the same platform with a new account.
        "return" return_rate: Param<Probability>,
        /// The chance, for those who do not come back, of going on elsewhere.
        "displace" displace: Param<Probability>,
        /// Mean time to the new account, here or elsewhere.
        "delay" delay: Param<Span>,
        /// The chance, for each time that all accounts are lost once, of turning encryption on from then on, where it is opt-in.
        "drift" drift: Param<Probability>,
        /// Share of would-be offenders who do not begin where messages are known to be matched against lists of known material.
        "deterrence" deterrence: Param<Share>,
        /// Skill gained by losing all accounts once, in standard deviations of the detection scale.
        "learning" learning: Param<Factor>,
    }
}

impl Simulation {
    /// Whether a would-be offender does not begin, since messages are matched against lists: on the server while it can read
    /// them, or on the device.
    pub(in crate::model) fn is_deterred(&self, class: usize, platform: usize, id: u64, now: Time) -> bool {
        if !self.plays(Mechanism::Adaptation) {
            return false;
        }
        let rules = &self.platforms[platform].timeline.now(now).rules;
        let on_server = rules.detection.hash_match.enabled.get() && rules.encryption.get() != Encryption::Default;
        let matched = on_server || rules.detection.client_side_scan.enabled.get();
        matched && self.chance.of(Decision::Deterred, id, 0).chance(self.classes[class].rules.adaptation.deterrence.number())
    }

    /// An offender whose account was suspended adapts; `generation` is that of the place the account leaves free.
    pub(in crate::model) fn adapt(&mut self, number: u32, account: u8, generation: u16, clock: &mut Clock<Event>) {
        if !self.plays(Mechanism::Adaptation) {
            return;
        }
        let offender = self.offenders[number as usize];
        let rules = &self.class_of(number).rules.adaptation;
        let (learning, mean_delay, drift) = (rules.learning.number(), rules.delay.get().days(), rules.drift.number());
        let (comes_back, displaced) = (rules.return_rate.number(), rules.displace.number());
        // The losses before this one name the occasion.
        let mut stream = self.chance.of(Decision::AfterLoss, offender.id, u32::from(offender.losses) - 1);
        let (returns, goes_elsewhere) = (stream.chance(comes_back), stream.chance(displaced));
        let at = clock.now().after_days(stream.exponential(mean_delay));
        let state = &mut self.offenders[number as usize];
        // Who runs a hundred accounts learns from each of them a hundredth part.
        state.skill += learning as f32 / f32::from(state.accounts);
        if stream.chance(drift / f64::from(offender.accounts)) {
            state.reluctance = 0.0;
        }
        if returns {
            schedule(clock, at, Event::Restore(number, account, generation));
        } else if goes_elsewhere && !offender.works() {
            schedule(clock, at, Event::Displaced(number));
        }
    }

    /// An offender goes on on another platform, drawn in proportion to its users, with as many accounts as before.
    pub(in crate::model) fn displaced(&mut self, number: u32, clock: &Clock<Event>) {
        let offender = self.offenders[number as usize];
        let weights: Vec<f64> = (0..self.platforms.len())
            .map(|p| if p == usize::from(offender.platform) { 0.0 } else { self.population.accounts(p) })
            .collect();
        if offender.works() || weights.iter().all(|w| *w <= 0.0) {
            return;
        }
        let u = self.chance.of(Decision::AfterLoss, offender.id, u32::from(offender.losses) | 1 << 16).uniform();
        self.count_active(number, clock.now());
        for account in 0..offender.accounts {
            self.retire(number, account);
            let place = self.place(number, account);
            self.standings[place].lost = false;
        }
        let state = &mut self.offenders[number as usize];
        state.platform = pick(u, &cumulative(&weights)) as u8;
        state.lost = 0;
    }
}
