//! Traffic: ordinary messages, and the false flags among them.

pub mod explicit;
pub mod lawful;
pub mod rules;
pub mod state;

use self::rules::false_flag_rate;
use super::Mechanism;
use super::detection::rules::Channel;
use super::review;
use crate::engine::Clock;
use crate::model::chance::{Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::flag::{Flag, Subject};
use crate::model::identity::PlatformId;
use crate::model::outcome::Outcome;
use crate::model::policy::Timeline;
use crate::model::population::Person;
use crate::model::state::{PlatformRules, State};
use crate::units::Time;

pub(in crate::model) fn start(state: &mut State, platform: PlatformId, clock: &mut Clock<Event>) {
    if !state.simulates(Mechanism::Traffic) || !state.simulates(Mechanism::Detection) {
        return;
    }
    for channel in Channel::ALL {
        next_false_flag(state, platform, channel, clock);
    }
}

/// Rules have changed: finds the next false flags again, from the last ones on, under the rules that hold since.
pub(in crate::model) fn draw_again(state: &mut State, platform: PlatformId, clock: &mut Clock<Event>) {
    if !state.simulates(Mechanism::Traffic) || !state.simulates(Mechanism::Detection) {
        return;
    }
    clock.retain(|event| !matches!(event, Event::FalseFlag(own, _) if *own == platform));
    for channel in Channel::ALL {
        find_false_flag(state, platform, channel, clock);
    }
}

/// False flags a day of a channel, per account, under the rules of those users who have the most.
fn greatest_rate(timeline: &Timeline, channel: Channel, at: Time) -> f64 {
    let now = &timeline.now(at).rules;
    if channel.is_on_device() {
        timeline.in_force(at).map(|own| false_flag_rate(&now.traffic, &own.rules.detection, channel)).fold(0.0, f64::max)
    } else {
        false_flag_rate(&now.traffic, &now.detection, channel)
    }
}

/// Finds the next false flag of a channel after the one of this instant.
fn next_false_flag(state: &mut State, platform: PlatformId, channel: Channel, clock: &mut Clock<Event>) {
    let flags = &mut state.traffic.false_flags[platform];
    flags.last[channel as usize] = (clock.now(), flags.drawn[channel as usize]);
    find_false_flag(state, platform, channel, clock);
}

/// Finds the next false flag of a channel after the last one, passing over those that the channel could not see. What is past by now was
/// passed over before.
fn find_false_flag(state: &mut State, platform: PlatformId, channel: Channel, clock: &mut Clock<Event>) {
    let accounts = state.population.accounts(platform) * state.sample;
    let (mut at, mut n) = state.traffic.false_flags[platform].last[channel as usize];
    loop {
        let PlatformRules { identity, timeline, .. } = &state.platforms[platform];
        let expected = state.chance.of_channel(Decision::FalseFlag, channel as usize, *identity, n).exponential(1.0);
        at = timeline.after_expecting_at(at, expected, |at| accounts * greatest_rate(timeline, channel, at));
        if at > state.horizon {
            return;
        }
        let seen = at >= clock.now() && !(channel.needs_readable_messages() && state.encrypts_all(platform, at));
        if let Some(hit) = seen.then(|| flagged(state, platform, channel, n, at)).flatten() {
            let flags = &mut state.traffic.false_flags[platform];
            (flags.drawn[channel as usize], flags.next[channel as usize]) = (n + 1, Some(hit));
            schedule(clock, at, Event::FalseFlag(platform, channel));
            return;
        }
        n += 1;
    }
}

/// The person whom false flag `n` of a channel hits at `at`, with whether their messages are encrypted; none if the channel
/// could not see them.
fn flagged(state: &State, platform: PlatformId, channel: Channel, n: u32, at: Time) -> Option<(Person, bool)> {
    let who = part(state.platforms[platform].identity, Decision::FalseFlag, n);
    let mut stream = state.chance.of_channel(Decision::FalseFlag, channel as usize, who, 0);
    let writer = state.population.writer(platform, &mut stream)?;
    let reader = state.population.user(platform, &mut stream)?;
    let encrypted = state.is_encrypted(platform, writer, reader, at);
    let seen = state.is_visible(platform, channel, (writer, reader), encrypted, at) && errs_on(state, platform, channel, who, writer, at);
    seen.then_some((writer, encrypted))
}

/// Whether a device under this user's own rules makes the mistake that one under the most error-prone rules would make.
fn errs_on(state: &State, platform: PlatformId, channel: Channel, flag: u64, user: Person, at: Time) -> bool {
    if !channel.is_on_device() {
        return true;
    }
    let timeline = &state.platforms[platform].timeline;
    let own = &timeline.of(at, state.population.account(platform, user).position).rules.detection;
    let own = false_flag_rate(&timeline.now(at).rules.traffic, own, channel);
    let most = greatest_rate(timeline, channel, at);
    own >= most || state.chance.of_channel(Decision::FalseFlag, channel as usize, flag, 1).chance(own / most)
}

pub(in crate::model) fn false_flag(state: &mut State, platform: PlatformId, channel: Channel, clock: &mut Clock<Event>) {
    let n = state.traffic.false_flags[platform].drawn[channel as usize] - 1;
    if let Some((person, encrypted)) = state.traffic.false_flags[platform].next[channel as usize] {
        let id = state.platforms[platform].identity ^ channel as u64;
        // Who has left, or did not dare to write, is not flagged. The mood is known only now, so this thinning is done last.
        if acts(state, part(id, Decision::Presence, n), platform, channel, person) {
            accuse(state, part(id, Decision::FalseFlagLast, n), platform, channel, (person, encrypted), clock);
        }
    }
    next_false_flag(state, platform, channel, clock);
}

/// Whether a user is there, and dares to write if it is a message that a channel looks at.
pub(in crate::model) fn acts(state: &State, id: u64, platform: PlatformId, channel: Channel, person: Person) -> bool {
    let message = matches!(channel, Channel::HashMatch | Channel::ImageClassifier | Channel::TextClassifier | Channel::ClientSideScan);
    let mood = state.trust.mood(platform, person.market(), person.band());
    state.chance.of(Decision::Presence, id, 0).chance(if message { mood.writes() } else { mood.present() })
}

/// An ordinary user is flagged.
pub(in crate::model) fn accuse(
    state: &mut State,
    id: u64,
    platform: PlatformId,
    channel: Channel,
    (person, encrypted): (Person, bool),
    clock: &mut Clock<Event>,
) {
    let content = state.platforms[platform].timeline.now(clock.now()).shows_content(channel, encrypted);
    let flag = Flag::new(id, Subject::Ordinary(person), platform, channel, content, channel.is_about_imagery());
    for outcome in [Outcome::FalseFlags, channel.flags().1] {
        state.count(outcome, platform, person.market(), person.band(), clock.now(), 1.0);
    }
    let flag = state.flags.raise(Flag { at: clock.now(), encrypted, known: channel.matches_lists(), ..flag });
    review::submit(state, flag, clock);
}
