//! # Trust: what users make of it all
//!
//! **What it does.** A shock, such as a breach, a revelation that messages were opened, a child harmed, a fine or encryption
//! taken away, raises distrust in a platform, by market and age band; distrust decays with a half-life. Distrust makes users
//! leave, who may come back later; and where the platform can read messages, some are not written at all, the more so in
//! distrust. Encryption given lowers distrust.
//!
//! **Why it matters.** Chilling and self-censorship are a harm (M11; evidence: `pen_selfcensor`, `penney_wiki`), distrust drives
//! users away for a time (`signal_dl_week`, `signal_dl_4m`), and stated concern predicts exit poorly (`pew_tiktok_users_concern`).
//!
//! **Switched off.** Nobody leaves and nobody holds a message back, whatever becomes known.
//!
//! **Limits.** Distrust is a level of a market and age band, brought up to date every week, not message by message.
//! Who leaves is like who stays. Those who leave are not followed.

use super::Mechanism;
use crate::engine::Clock;
use crate::model::event::{Event, schedule};
use crate::model::outcome::Outcome;
use crate::model::population::BANDS;
use crate::model::simulation::Simulation;
use crate::parameter::Param;
use crate::units::{DAY_MS, Factor, PerTime, Probability, Share, Span, Time};

crate::parameters! {
    /// How users of a platform respond to what becomes known.
    pub struct Trust {
        /// Share of messages not written since the platform can read them, without distrust.
        "chilling" [at once] chilling: Param<Share>,
        /// Time in which distrust falls by half.
        "half-life" [at once] half_life: Param<Span>,
        /// Distrust from a breach that exposes all accounts; 1 is a scandal that everybody knows.
        "breach-shock" [at once] breach_shock: Param<Factor>,
        /// Transparency: the chance that a case of insider abuse, covert access or a bulk order becomes known.
        "revealed" [at once] revealed: Param<Probability>,
        /// Distrust from such a revelation.
        "revelation-shock" [at once] revelation_shock: Param<Factor>,
        /// Distrust in a market from each episode of harm to a child there, per million accounts.
        "harm-shock" [at once] harm_shock: Param<Factor>,
        /// Distrust from a fine.
        "fine-shock" [at once] fine_shock: Param<Factor>,
        /// Distrust that encryption by default takes away when it is given, and brings when it is withdrawn.
        "encryption-shock" [at once] encryption_shock: Param<Factor>,
        /// Users who leave, each, for each unit of distrust.
        "departure" [at once] departure: Param<PerTime>,
        /// Users who left who come back, each.
        "return" [at once] return_rate: Param<PerTime>,
    }
}

/// Moods are brought up to date so often.
const STEP: Span = Span(7 * DAY_MS);

/// The mood of a market's users of one age band towards a platform.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mood {
    /// Distrust at the last update; below 0 where encryption was given.
    distrust: f64,
    /// Shocks since the last update.
    shocks: f64,
    /// Share of the users who have left.
    left: f64,
    /// Share of messages that are not written, at present.
    chilled: f64,
}

impl Mood {
    /// Share of the users who are still there.
    #[must_use]
    pub fn present(self) -> f64 {
        1.0 - self.left
    }

    /// Messages written, against what all users would write without distrust.
    #[must_use]
    pub fn writes(self) -> f64 {
        self.present() * (1.0 - self.chilled)
    }
}

impl Simulation {
    pub(in crate::model) fn mood(&self, platform: usize, market: usize, band: usize) -> Mood {
        self.platforms[platform].moods[market * BANDS + band]
    }

    /// A shock in one market. It is felt from the end of the step on.
    pub(in crate::model) fn shock(&mut self, platform: usize, market: usize, size: f64) {
        self.platforms[platform].moods[market * BANDS..(market + 1) * BANDS].iter_mut().for_each(|mood| mood.shocks += size);
    }

    /// A shock in every market.
    pub(in crate::model) fn shock_everywhere(&mut self, platform: usize, size: f64) {
        self.platforms[platform].moods.iter_mut().for_each(|mood| mood.shocks += size);
    }

    /// Chilling as it stands at the start.
    pub(in crate::model) fn start_trust(&mut self) {
        for platform in 0..self.platforms.len() {
            self.update_moods(platform, 0.0, Time::ZERO);
        }
    }

    /// The end of the step that begins at `now`.
    pub(in crate::model) fn mood_step(&self, now: Time) -> Time {
        (now + STEP).min(self.horizon)
    }

    /// A step ends: moods are brought up to date, and what follows from them is counted.
    pub(in crate::model) fn mood_step_ends(&mut self, clock: &mut Clock<Event>) {
        let now = clock.now();
        // Steps are of one length but for the last, which the horizon cuts short.
        let begun = Time((now.0 - 1) / STEP.0 * STEP.0);
        for platform in 0..self.platforms.len() {
            let before: Vec<Mood> = self.platforms[platform].moods.clone();
            self.update_moods(platform, now.since(begun).days(), now);
            self.count_moods(platform, &before, begun, Time(now.0 - 1));
        }
        if now < self.horizon {
            schedule(clock, self.mood_step(now), Event::Mood);
        }
    }

    fn count_moods(&mut self, platform: usize, before: &[Mood], begun: Time, end: Time) {
        let days = end.since(begun.max(self.origin)).days();
        let (ages, part) = (self.population.ages(platform), days / self.horizon.since(self.origin).days());
        let messages = self.platforms[platform].timeline.now(end).rules.traffic.messages.number();
        for (place, old) in before.iter().enumerate() {
            let (market, band) = (place / BANDS, place % BANDS);
            let accounts = self.population.accounts_in(platform, market) * ages[band];
            let departed = (self.mood(platform, market, band).left - old.left).max(0.0);
            self.count(Outcome::ActiveUsers, platform, market, band, end, accounts * old.present() * part);
            self.count(Outcome::Departures, platform, market, band, end, accounts * departed);
            let chilled = accounts * old.present() * old.chilled * messages * days;
            self.count(Outcome::MessagesChilled, platform, market, band, end, chilled);
        }
    }

    fn update_moods(&mut self, platform: usize, days: f64, now: Time) {
        if !self.plays(Mechanism::Trust) {
            return;
        }
        let rules = self.platforms[platform].timeline.now(now).rules.trust.clone();
        let half_life = rules.half_life.get().days();
        let kept = if half_life > 0.0 { libm::exp2(-days / half_life) } else { 0.0 };
        for place in 0..self.platforms[platform].moods.len() {
            let (market, band) = (place / BANDS, place % BANDS);
            let minor = self.population.pair_minor(platform, band);
            let readable = 1.0 - self.encrypted_share(platform, market, minor, now);
            let mood = &mut self.platforms[platform].moods[place];
            // What was felt through the step: the distrust at its beginning. dL/dt = d (1 - L) - r L.
            let distrust = mood.distrust.max(0.0);
            mood.distrust = mood.distrust * kept + std::mem::take(&mut mood.shocks);
            let (leave, come) = (rules.departure.number() * distrust, rules.return_rate.number());
            let total = leave + come;
            if total > 0.0 {
                let rest = leave / total;
                mood.left = rest + (mood.left - rest) * libm::exp(-total * days);
            }
            mood.chilled = (rules.chilling.number() * (1.0 + mood.distrust)).clamp(0.0, 1.0) * readable;
        }
    }
}
