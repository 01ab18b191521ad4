//! # Adaptation: what offenders do after losing an account
//!
//! **What it does.** An offender who loses an account learns, comes back with a new one after a delay, goes on elsewhere, or stops.
//! Known matching of messages may deter some from beginning at all. Some choose where they begin, and where they go on, by
//! encryption: a platform in proportion to its users and to the share of all its messages that is encrypted at the time.
//!
//! **Why it matters.** A person is not an account, and offenders adapt (M6), learn to evade the scan of devices as any other (M10),
//! and are over-represented where encryption is a choice (M15; evidence: `sextortion_accounts_per_actor`, `thorn_recontact`), and what one
//! platform stops another may receive: harm on the platform and harm in all stand side by side. A platform that encrypts may draw
//! offenders from those that do not, and so seem more dangerous than encryption makes the world.
//!
//! **Switched off.** Who loses an account does not come back, learn, drift or go elsewhere, nobody is deterred, and nobody chooses
//! a platform by its encryption.
//!
//! **Limits.** Deterrence acts on beginning alone, and on what is announced, not on what happens to others. Nobody leaves a platform
//! while an account works there, whatever becomes of its encryption. Who chooses by encryption looks at the platform as a whole, not at
//! their market, and who begins so takes their market from those who offend there. On a platform, the taste for privacy decides who turns
//! encryption on.

use super::Mechanism;
use crate::engine::Clock;
use crate::engine::distribution::{cumulative, pick};
use crate::model::assumptions::Encryption;
use crate::model::chance::Decision;
use crate::model::event::{Event, schedule};
use crate::model::simulation::Simulation;
use crate::parameter::Param;
use crate::units::{Factor, Probability, Share, Span, Time};

crate::parameters! {
    /// What an offender does after losing an account.
    pub struct Adaptation {
        /// The chance of coming back to the same platform with a new account.
        "return" [shared] return_rate: Param<Probability>,
        /// The chance, for those who do not come back, of going on elsewhere.
        "displace" [shared] displace: Param<Probability>,
        /// Mean time to the new account, here or elsewhere.
        "delay" [shared] delay: Param<Span>,
        /// The chance, for each time that all accounts are lost once, of turning encryption on from then on, where it is opt-in.
        "drift" [shared] drift: Param<Probability>,
        /// Share of would-be offenders who do not begin where messages are known to be matched against lists of known material.
        "deterrence" [shared] deterrence: Param<Share>,
        /// Skill gained by losing all accounts once, in standard deviations of the detection scale.
        "learning" [shared] learning: Param<Factor>,
        /// Share of those who begin, or go on elsewhere, who choose a platform by how many of its messages are encrypted rather than by chance.
        "seeks-encryption" [shared] seeks_encryption: Param<Share>,
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

    /// By platform: its accounts, times the share of all its messages that is encrypted.
    pub(in crate::model) fn encrypted_accounts(&self, now: Time) -> Vec<f64> {
        self.encrypted_part(now, |platform, market| self.population.accounts_in(platform, market))
    }

    /// The same of accounts weighted by how many offend: where those begin who look for encryption.
    pub(in crate::model) fn encrypted_offending(&self, now: Time) -> Vec<f64> {
        self.encrypted_part(now, |platform, market| self.population.offending_in(platform, market))
    }

    fn encrypted_part(&self, now: Time, weight: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let on = |platform: usize| {
            let of = |market| weight(platform, market) * self.encrypted_in(platform, market, now);
            (0..self.markets.len()).map(of).sum()
        };
        (0..self.platforms.len()).map(on).collect()
    }

    /// Whether an offender is one of those who look for encryption. They make up their minds once.
    pub(in crate::model) fn seeks_encryption(&self, class: usize, id: u64) -> bool {
        let share = self.classes[class].rules.adaptation.seeks_encryption.number();
        share > 0.0 && self.plays(Mechanism::Adaptation) && self.chance.of(Decision::SeeksEncryption, id, 0).chance(share)
    }

    /// A platform drawn with these weights by one who looks for encryption after so many losses; none if all weights are 0.
    pub(in crate::model) fn sought(&self, id: u64, losses: u16, weights: &[f64]) -> Option<usize> {
        let draw = || self.chance.of(Decision::SeeksEncryption, id, u32::from(losses) + 1).uniform();
        weights.iter().any(|w| *w > 0.0).then(|| pick(draw(), &cumulative(weights)))
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

    /// An offender goes on on another platform, drawn in proportion to its users, or to what is encrypted of their messages, with as
    /// many accounts as before.
    pub(in crate::model) fn displaced(&mut self, number: u32, clock: &Clock<Event>) {
        let offender = self.offenders[number as usize];
        let elsewhere = |mut weights: Vec<f64>| {
            weights[usize::from(offender.platform)] = 0.0;
            weights
        };
        let weights = elsewhere((0..self.platforms.len()).map(|p| self.population.accounts(p)).collect());
        if offender.works() || weights.iter().all(|w| *w <= 0.0) {
            return;
        }
        let u = self.chance.of(Decision::AfterLoss, offender.id, u32::from(offender.losses) | 1 << 16).uniform();
        let sought = self
            .seeks_encryption(usize::from(offender.class), offender.id)
            .then(|| self.sought(offender.id, offender.losses, &elsewhere(self.encrypted_accounts(clock.now()))));
        let platform = sought.flatten().unwrap_or_else(|| pick(u, &cumulative(&weights)));
        self.count_active(number, clock.now());
        for account in 0..offender.accounts {
            self.retire(number, account);
            let place = self.place(number, account);
            self.standings[place].lost = false;
        }
        let state = &mut self.offenders[number as usize];
        state.platform = platform as u8;
        state.lost = 0;
    }
}
