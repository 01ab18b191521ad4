//! # Contact: an offender approaches, somebody answers
//!
//! **What it does.** An offender's approaches are a Poisson stream. Most are ignored and change nothing, so only those are drawn
//! that the most responsive age group would have answered; each is then kept with the chance of its own target (thinning, exact).
//! Those that change nothing whatever happens until then are passed over, and never become events.
//! Limits on strangers, hiding from them, and warnings of them act on the age that the target's account *declares*.
//!
//! **Why it matters.** Contact is upstream of every regime: limits on strangers can move harm as much as encryption does (M17), and
//! misstated age undercuts them (evidence: `ofcom_falseage_16`, `tiktok_dm_min_age`).
//!
//! **Switched off.** No offender approaches anybody.
//!
//! **Limits.** An approach that is stopped, or finds nobody, is lost: the offender does not try somebody else instead. Targets
//! answer or not independently of what happened to them before. Ignored approaches leave no trace in metadata.

use super::Mechanism;
use super::conversation::Talk;
use crate::engine::distribution::{normal_cdf, normal_quantile, pick};
use crate::engine::{Clock, Stream};
use crate::model::chance::{BEFORE_FIRST, Decision};
use crate::model::event::{Event, schedule};
use crate::model::offender::{Class, Offender};
use crate::model::outcome::Outcome;
use crate::model::population::{ADULT, BandShares, FROM_13, FROM_16, Person};
use crate::model::simulation::Simulation;
use crate::parameter::Param;
use crate::units::{Factor, PerTime, Probability};

crate::choices! {
    /// The least declared age at which an account can do something, or have it done to it.
    pub enum AgeFloor "age floor" {
        /// No floor.
        None "none",
        /// 13.
        From13 "13",
        /// 16.
        From16 "16",
        /// 18.
        From18 "18",
        /// Above every age.
        Nobody "nobody",
    }
}

impl AgeFloor {
    /// Whether an account of this declared age band is below it.
    #[must_use]
    pub fn is_above(self, declared: usize) -> bool {
        match self {
            Self::None => false,
            Self::From13 => declared < FROM_13,
            Self::From16 => declared < FROM_16,
            Self::From18 => declared < ADULT,
            Self::Nobody => true,
        }
    }
}

crate::parameters! {
    /// What the platform puts between strangers and minors. It acts on the age that an account declares.
    pub struct StrangerLimits {
        /// Accounts that declare less than this age cannot be written to by strangers.
        "minimum-age" [per user] minimum_age: Param<AgeFloor>,
        /// The chance that the limit stops an approach to such an account.
        "efficacy" [per user] efficacy: Param<Probability>,
        /// The chance that a stranger in search of such an account does not find one that declares less than 18, as it is left out of search and suggestions.
        "hidden" [per user] hidden: Param<Probability>,
        /// The chance that a warning keeps the holder of an account that declares less than 18 from answering a stranger.
        "warning" [per user] warning: Param<Probability>,
    }
    /// How an offender seeks out victims.
    pub struct Approach {
        /// Approaches to strangers by one offender, over all of the offender's accounts.
        "rate" [shared] rate: Param<PerTime>,
        /// Ages of those approached.
        "targets" targets: BandShares,
        /// The chance that the target is in the offender's own market; else the target is drawn from all users of the platform.
        "own-market" [shared] own_market: Param<Probability>,
    }
    /// What a person of one age band does when approached and when abused.
    pub struct Response {
        /// The chance of answering a stranger's approach and staying in the conversation.
        "engage" [shared] engage: Param<Probability>,
        /// The chance of using the platform's reporting function once a message is recognised as abuse, where reporting is easy.
        "report" [shared] report: Param<Probability>,
        /// The chance of blocking the account once a message is recognised as abuse.
        "block" [shared] block: Param<Probability>,
        /// The chance of telling police, or somebody who does, once harmed in a conversation. Of minors only.
        "tell" [shared] tell: Param<Probability>,
        /// Spread of reporting and blocking between people of the band, in standard deviations of the probit scale. The band's means stay as they are.
        "spread" [shared] spread: Param<Factor>,
    }
}

impl Response {
    /// The propensity of one person to report and to block. A probit-normal mixture: averaged over standard normal `temper`, each
    /// is the band's mean.
    #[must_use]
    pub fn of(&self, temper: [f64; 2]) -> [f64; 2] {
        let spread = self.spread.number();
        let scale = libm::sqrt(1.0 + spread * spread);
        let one = |mean: f64, z: f64| normal_cdf(normal_quantile(mean) * scale + spread * z);
        [one(self.report.number(), temper[0]), one(self.block.number(), temper[1])]
    }
}

impl Simulation {
    pub(in crate::model) fn first_approach(&mut self, number: u32, clock: &mut Clock<Event>) {
        let (_, wait) = self.chance.act(Decision::ApproachGap, self.offenders[number as usize].id, BEFORE_FIRST);
        self.next_approach(number, wait, clock);
    }

    fn next_approach(&mut self, number: u32, mut wait: Stream, clock: &mut Clock<Event>) {
        let offender = self.offenders[number as usize];
        let class = &self.classes[usize::from(offender.class)];
        let rate = class.rules.approach.rate.number() * class.engage;
        if rate <= 0.0 || !self.plays(Mechanism::Contact) {
            return;
        }
        let mut at = clock.now();
        let mut n = offender.approaches;
        loop {
            at = at.after_days(wait.exponential(1.0 / rate));
            if at >= offender.until || at > self.horizon {
                return;
            }
            let (attempt, next_wait) = self.chance.act(Decision::ApproachGap, offender.id, n);
            if self.explicit || self.may_matter(class, attempt) {
                self.offenders[number as usize].approaches = n;
                schedule(clock, at, Event::Approach(number));
                return;
            }
            wait = next_wait;
            n += 1;
        }
    }

    /// The age band of whoever answers an approach, if somebody does.
    fn answers(&self, class: &Class, attempt: u64) -> Option<usize> {
        let [age, answer] = self.chance.of(Decision::Target, attempt, 0).halves();
        let band = pick(age, &class.targets);
        (answer * class.engage < self.responses[band].engage.number()).then_some(band)
    }

    /// Whether an approach can change anything: its target would answer, and an adult's answer, which is not counted, would grow
    /// into trust.
    fn may_matter(&self, class: &Class, attempt: u64) -> bool {
        self.answers(class, attempt).is_some_and(|band| band < ADULT || self.grows(class, attempt).is_some())
    }

    pub(in crate::model) fn approach(&mut self, number: u32, clock: &mut Clock<Event>) {
        let offender = self.offenders[number as usize];
        let (attempt, wait) = self.chance.act(Decision::ApproachGap, offender.id, offender.approaches);
        self.offenders[number as usize].approaches += 1;
        self.next_approach(number, wait, clock);
        if self.explicit && self.answers(self.class_of(number), attempt).is_none() {
            return;
        }
        let account = self.which_account(&offender, attempt);
        if self.standing(number, account).lost || clock.now() >= offender.until {
            return;
        }
        let Some(target) = self.reaches(number, attempt, clock) else { return };
        if target.band() < ADULT {
            let platform = usize::from(offender.platform);
            self.count(Outcome::Contacts, platform, target.market(), target.band(), clock.now(), 1.0);
        }
        let account = (account, self.standing(number, account).generation);
        self.begin_talk(Talk::new(attempt, number, offender.platform, account, target), clock);
    }

    /// Which of an offender's accounts does something.
    pub(in crate::model) fn which_account(&self, offender: &Offender, occasion: u64) -> u8 {
        if offender.accounts == 1 {
            0
        } else {
            self.chance.of(Decision::WhichAccount, occasion, 0).below(u64::from(offender.accounts)) as u8
        }
    }

    /// The person approached, if the approach reaches them: that they then answer is known.
    fn reaches(&self, number: u32, attempt: u64, clock: &Clock<Event>) -> Option<Person> {
        let offender = &self.offenders[number as usize];
        let class = self.class_of(number);
        let platform = usize::from(offender.platform);
        let mut stream = self.chance.of(Decision::Target, attempt, 0);
        let [age, _] = stream.halves();
        let band = pick(age, &class.targets);
        let at_home = stream.chance(class.rules.approach.own_market.number());
        let elsewhere = self.population.market(platform, stream.uniform());
        let market = if at_home { usize::from(offender.market) } else { elsewhere };
        let target = self.population.user_in(platform, market, band, &mut stream)?;
        let present = self.mood(platform, market, band).present();
        if !self.chance.of(Decision::Presence, attempt, 0).chance(present) {
            return None;
        }
        let account = self.population.account(platform, target);
        let regime = self.platforms[platform].timeline.of(clock.now(), account.position);
        let stopped = regime.shields(account.declared)
            && self.chance.of(Decision::StrangerLimit, attempt, 0).chance(regime.rules.stranger_limits.efficacy.number());
        let limits = &regime.rules.stranger_limits;
        let may = |decision, chance: f64| account.declared < ADULT && self.chance.of(decision, attempt, 0).chance(chance);
        let (hidden, heeds) = (may(Decision::Hidden, limits.hidden.number()), may(Decision::Warning, limits.warning.number()));
        (!stopped && !hidden && !heeds).then_some(target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::{Leaf, Source, Spec};

    /// The mean over people by the trapezoid rule on quantiles.
    #[test]
    fn a_spread_of_propensities_leaves_the_mean() {
        for (mean, spread) in [(0.5, 1.0), (0.1, 1.5), (0.68, 0.0)] {
            let mut response = Response::default();
            response.report.set(Spec::Constant(mean), Source::default());
            response.spread.set(Spec::Constant(spread), Source::default());
            let n = 20_000;
            let person = |i: i32| response.of([normal_quantile((f64::from(i) + 0.5) / f64::from(n)), 0.0])[0];
            let average = (0..n).map(person).sum::<f64>() / f64::from(n);
            assert!((average - mean).abs() < 1e-4, "{average} is not {mean}");
        }
    }
}
