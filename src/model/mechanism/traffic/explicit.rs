//! The explicit mode: every message of every user is simulated, one by one.
//!
//! The model simulates only what can matter: of a Poisson stream of messages, those falsely flagged are again a Poisson stream, and of an
//! offender's approaches those that somebody might answer. That is exact in distribution by the marking and thinning theorems
//! (Kingman, *Poisson Processes*, 1993). This mode takes nothing from them: each user writes on their own, each message has a reader
//! and is looked at by each channel, each approach is made. Both modes must agree, and a Kolmogorov–Smirnov test holds them to it. It
//! is slow, and meant for worlds of a few hundred accounts.

use super::state::User;
use super::{accuse, acts};
use crate::engine::Clock;
use crate::model::chance::{Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::identity::{PlatformId, UserId};
use crate::model::mechanism::Mechanism;
use crate::model::mechanism::detection::rules::Channel;
use crate::model::population::Person;
use crate::model::regime::Regime;
use crate::model::state::{PlatformRules, State};
use crate::units::Time;

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

/// Lets every user of a platform begin.
pub(in crate::model) fn start(state: &mut State, platform: PlatformId, clock: &mut Clock<Event>) {
    if !state.simulates(Mechanism::Traffic) || !state.simulates(Mechanism::Detection) {
        return;
    }
    let writers = state.population.writers(platform);
    state.traffic.users[platform] = writers.into_iter().map(|(person, share)| User { person, share, acts: 0, last: Time::ZERO }).collect();
    for user in state.traffic.users[platform].ids() {
        next_message(state, platform, user, clock);
    }
}

/// Rules have changed: finds everybody's next message again, from the last one on, under the rules that hold since.
pub(in crate::model) fn draw_again(state: &mut State, platform: PlatformId, clock: &mut Clock<Event>) {
    clock.retain(|event| !matches!(event, Event::Message(own, _) if *own == platform));
    for user in state.traffic.users[platform].ids() {
        next_message(state, platform, user, clock);
    }
}

fn next_message(state: &mut State, platform: PlatformId, number: UserId, clock: &mut Clock<Event>) {
    let PlatformRules { identity, timeline, .. } = &state.platforms[platform];
    let user = state.traffic.users[platform][number];
    let who = state.population.identity(user.person) ^ identity;
    let expected = state.chance.of(Decision::Message, who, user.acts).exponential(1.0);
    let accounts = user.share * state.population.accounts(platform) * state.sample;
    let rate = |regime: &Regime| accounts * ACTS.iter().map(|act| act.rate(regime)).sum::<f64>();
    let at = timeline.after_expecting(user.last, expected, rate);
    if at <= state.horizon {
        schedule(clock, at, Event::Message(platform, number));
    }
}

/// A user does something, and every channel that looks at such things looks at it.
pub(in crate::model) fn message(state: &mut State, platform: PlatformId, number: UserId, clock: &mut Clock<Event>) {
    let PlatformRules { identity, timeline, .. } = &state.platforms[platform];
    let (user, regime) = (state.traffic.users[platform][number], timeline.now(clock.now()));
    let id = part(state.population.identity(user.person) ^ identity, Decision::Message, user.acts);
    let mut stream = state.chance.of(Decision::Message, id, 0);
    let mut rest = stream.uniform() * ACTS.iter().map(|act| act.rate(regime)).sum::<f64>();
    let act = *ACTS
        .iter()
        .find(|act| {
            rest -= act.rate(regime);
            rest < 0.0
        })
        .unwrap_or(&Act::Message);
    let image = stream.chance(regime.rules.traffic.images.number());
    if let Some(reader) = state.population.user(platform, &mut stream).filter(|_| act != Act::Message || image) {
        let encrypted = state.is_encrypted(platform, user.person, reader, clock.now());
        for channel in act.channels() {
            examine(state, id, platform, *channel, (user.person, reader, encrypted), clock);
        }
    }
    let user = &mut state.traffic.users[platform][number];
    (user.acts, user.last) = (user.acts + 1, clock.now());
    next_message(state, platform, number, clock);
}

/// A channel looks at something harmless, and may be mistaken.
fn examine(
    state: &mut State,
    id: u64,
    platform: PlatformId,
    channel: Channel,
    (person, reader, encrypted): (Person, Person, bool),
    clock: &mut Clock<Event>,
) {
    let now = clock.now();
    if !state.is_visible(platform, channel, (person, reader), encrypted, now) {
        return;
    }
    let timeline = &state.platforms[platform].timeline;
    let own = || timeline.of(now, state.population.account(platform, person).position);
    let detection = if channel.is_on_device() { &own().rules.detection } else { &timeline.now(now).rules.detection };
    let mistaken = match channel {
        Channel::UserReport => 1.0,
        _ if !detection.channel(channel).enabled.get() => 0.0,
        _ => detection.channel(channel).false_positives.number(),
    };
    let sees = state.chance.of_channel(Decision::Examine, channel as usize, id, 0).chance(mistaken);
    let flag = part(id, Decision::Examine, channel as u32);
    if sees && acts(state, flag, platform, channel, person) {
        accuse(state, flag, platform, channel, (person, encrypted), clock);
    }
}
