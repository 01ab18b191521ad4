//! The explicit mode: every message of every user is played, one by one.
//!
//! The model plays only what can matter: of a Poisson stream of messages, those falsely flagged are again a Poisson stream, and of an
//! offender's approaches those that somebody might answer. That is exact in distribution by the marking and thinning theorems
//! (Kingman, *Poisson Processes*, 1993). This mode takes nothing from them: each user writes on their own, each message has a reader
//! and is looked at by each channel, each approach is made. Both modes must agree, and a Kolmogorov–Smirnov test holds them to it. It
//! is slow, and meant for worlds of a few hundred accounts.

use super::chance::{Decision, part};
use super::event::{Event, schedule};
use super::mechanism::detection::Channel;
use super::population::Person;
use super::regime::Regime;
use super::simulation::Simulation;
use crate::engine::Clock;

/// A user who writes.
#[derive(Clone, Copy, Debug)]
pub struct User {
    /// Who.
    pub person: Person,
    /// Share of the platform's messages that this user writes.
    share: f64,
    /// Messages and other acts so far.
    acts: u32,
}

/// What users do that channels look at.
const ACTS: [Act; 4] = [Act::Message, Act::Conversation, Act::Update, Act::MistakenReport];

#[derive(Clone, Copy, PartialEq)]
enum Act {
    Message,
    Conversation,
    Update,
    MistakenReport,
}

impl Act {
    /// How often a day, per account.
    fn rate(self, regime: &Regime) -> f64 {
        let (traffic, reports) = (&regime.rules.traffic, &regime.rules.detection.user_reports);
        match self {
            Self::Message => traffic.messages.number(),
            Self::Conversation => traffic.conversations.number(),
            Self::Update => traffic.updates.number(),
            Self::MistakenReport if reports.enabled.get() => reports.false_reports.number() / 1e6,
            Self::MistakenReport => 0.0,
        }
    }

    /// The channels that look at it.
    fn channels(self) -> &'static [Channel] {
        match self {
            Self::Message => &[Channel::HashMatch, Channel::ImageClassifier, Channel::ClientSideScan],
            Self::Conversation => &[Channel::TextClassifier, Channel::Behaviour],
            Self::Update => &[Channel::VisibleSurfaces],
            Self::MistakenReport => &[Channel::UserReport],
        }
    }
}

impl Simulation {
    /// Lets every user of a platform begin.
    pub(super) fn start_messages(&mut self, platform: usize, clock: &mut Clock<Event>) {
        let writers = self.population.writers(platform);
        self.platforms[platform].users = writers.into_iter().map(|(person, share)| User { person, share, acts: 0 }).collect();
        for user in 0..self.platforms[platform].users.len() as u32 {
            self.next_message(platform, user, clock);
        }
    }

    fn next_message(&mut self, platform: usize, number: u32, clock: &mut Clock<Event>) {
        let state = &self.platforms[platform];
        let user = state.users[number as usize];
        let who = self.population.identity(user.person) ^ state.id;
        let expected = self.chance.of(Decision::Message, who, user.acts).exponential(1.0);
        let accounts = user.share * self.population.accounts(platform) * self.sample;
        let rate = |regime: &Regime| accounts * ACTS.iter().map(|act| act.rate(regime)).sum::<f64>();
        let at = state.timeline.after_expecting(clock.now(), expected, rate);
        if at <= self.horizon {
            schedule(clock, at, Event::Message(platform as u8, number));
        }
    }

    /// A user does something, and every channel that looks at such things looks at it.
    pub(super) fn message(&mut self, platform: usize, number: u32, clock: &mut Clock<Event>) {
        let state = &self.platforms[platform];
        let (user, regime) = (state.users[number as usize], state.timeline.now(clock.now()));
        let id = part(self.population.identity(user.person) ^ state.id, Decision::Message, user.acts);
        let mut stream = self.chance.of(Decision::Message, id, 0);
        let mut rest = stream.uniform() * ACTS.iter().map(|act| act.rate(regime)).sum::<f64>();
        let act = *ACTS
            .iter()
            .find(|act| {
                rest -= act.rate(regime);
                rest < 0.0
            })
            .unwrap_or(&Act::Message);
        let image = stream.chance(regime.rules.traffic.images.number());
        if let Some(reader) = self.population.user(platform, &mut stream).filter(|_| act != Act::Message || image) {
            let encrypted = self.is_encrypted(platform, user.person, reader, clock.now());
            for channel in act.channels() {
                self.examine(id, platform, *channel, (user.person, reader, encrypted), clock);
            }
        }
        self.platforms[platform].users[number as usize].acts += 1;
        self.next_message(platform, number, clock);
    }

    /// A channel looks at something harmless, and may be mistaken.
    fn examine(
        &mut self,
        id: u64,
        platform: usize,
        channel: Channel,
        (person, reader, encrypted): (Person, Person, bool),
        clock: &mut Clock<Event>,
    ) {
        let now = clock.now();
        if !self.is_visible(platform, channel, (person, reader), encrypted, now) {
            return;
        }
        let detection = &self.platforms[platform].timeline.now(now).rules.detection;
        let mistaken = match channel {
            Channel::UserReport => 1.0,
            _ if !detection.channel(channel).enabled.get() => 0.0,
            _ => detection.channel(channel).false_positives.number(),
        };
        let sees = self.chance.of_channel(Decision::Examine, channel as usize, id, 0).chance(mistaken);
        let flag = part(id, Decision::Examine, channel as u32);
        if sees && self.acts(flag, platform, channel, person) {
            self.accuse(flag, platform, channel, (person, encrypted), clock);
        }
    }
}
