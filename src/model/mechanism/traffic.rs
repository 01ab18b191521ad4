//! # Traffic: ordinary messages, and the false flags among them
//!
//! **What it does.** Ordinary messages are never played one by one. Of a Poisson stream of messages those falsely flagged are again
//! a Poisson stream (Kingman, *Poisson Processes*, 1993: marking and thinning), so each channel raises false flags at rate
//! accounts × items × false-positive rate, and only these become events. Where rules change, unit exponentials are laid off against
//! the integral of the rate in force (Çinlar 1975), so the process is exact at every instant and the same in all arms until they
//! differ. A flag that a channel could not have raised, since the messages are encrypted or no image may pass between the two, is
//! dropped (thinning).
//!
//! **Why it matters.** Base rates (M7): with 10^11 messages a day, even a small false-positive rate examines many innocent people
//! (evidence: `derived_fp_day_0p1pct`, `derived_fp_day_3e8`).
//!
//! **Switched off.** No ordinary user is ever flagged.
//!
//! **Limits.** Accounts write at a steady rate, however much they write; a person flagged twice is not suspected the more for it.

use super::Mechanism;
use super::detection::{CHANNELS, Channel, Flag, Subject};
use crate::engine::Clock;
use crate::model::chance::{Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::outcome::Outcome;
use crate::model::population::Person;
use crate::model::regime::Regime;
use crate::model::simulation::Simulation;
use crate::parameter::Param;
use crate::units::{Factor, PerTime, Share, Time};

crate::parameters! {
    /// How much ordinary users write, per account of the platform.
    pub struct Traffic {
        /// Direct messages that one account would send, did nobody hold back since the platform reads them.
        "messages" [at once] messages: Param<PerTime>,
        /// Spread of activity between accounts: standard deviation of its logarithm. Who writes more is falsely flagged more.
        "activity-spread" [shared] activity_spread: Param<Factor>,
        /// Share of direct messages that carry an image or a video, between accounts that may exchange them.
        "images" [at once] images: Param<Share>,
        /// Conversations begun by one account with somebody it has not written to before.
        "conversations" [at once] conversations: Param<PerTime>,
        /// Changes by one account to what stays readable under every regime: profile, group photo, group name.
        "updates" [at once] updates: Param<PerTime>,
    }
}

/// False flags of one platform: what is drawn, and how far.
#[derive(Clone, Copy, Debug, Default)]
pub struct FalseFlags {
    /// By channel: how many have been drawn.
    drawn: [u32; CHANNELS],
    /// By channel: whom the next one hits, and whether their messages are encrypted.
    next: [Option<(Person, bool)>; CHANNELS],
}

/// False flags a day that a channel would raise if it saw everything, per account.
#[must_use]
pub fn false_flag_rate(regime: &Regime, channel: Channel) -> f64 {
    let (traffic, detection) = (&regime.rules.traffic, &regime.rules.detection);
    let images = traffic.messages.number() * traffic.images.number();
    let items = match channel {
        Channel::HashMatch | Channel::ImageClassifier | Channel::ClientSideScan => images,
        Channel::TextClassifier | Channel::Behaviour => traffic.conversations.number(),
        Channel::VisibleSurfaces => traffic.updates.number(),
        Channel::UserReport => {
            let reports = &detection.user_reports;
            return if reports.enabled.get() { reports.false_reports.number() / 1e6 } else { 0.0 };
        }
    };
    let rules = detection.channel(channel);
    if rules.enabled.get() { items * rules.false_positives.number() } else { 0.0 }
}

impl Simulation {
    pub(in crate::model) fn start_traffic(&mut self, platform: usize, clock: &mut Clock<Event>) {
        if !self.plays(Mechanism::Traffic) || !self.plays(Mechanism::Detection) {
            return;
        }
        if self.explicit {
            self.start_messages(platform, clock);
            return;
        }
        for channel in Channel::ALL {
            self.next_false_flag(platform, channel, clock);
        }
    }

    /// Finds the next false flag of a channel, passing over those that the channel could not see.
    fn next_false_flag(&mut self, platform: usize, channel: Channel, clock: &mut Clock<Event>) {
        let accounts = self.population.accounts(platform) * self.sample;
        let mut at = clock.now();
        loop {
            let state = &mut self.platforms[platform];
            let n = state.false_flags.drawn[channel as usize];
            let expected = self.chance.of_channel(Decision::FalseFlag, channel as usize, state.id, n).exponential(1.0);
            at = state.timeline.after_expecting(at, expected, |regime| accounts * false_flag_rate(regime, channel));
            if at > self.horizon {
                return;
            }
            state.false_flags.drawn[channel as usize] += 1;
            let blind = channel.needs_readable_messages() && self.encrypts_all(platform, at);
            let hit = if blind { None } else { self.flagged(platform, channel, n, at) };
            self.platforms[platform].false_flags.next[channel as usize] = hit;
            if hit.is_some() {
                schedule(clock, at, Event::FalseFlag(platform as u8, channel));
                return;
            }
        }
    }

    /// The person whom false flag `n` of a channel hits at `at`, with whether their messages are encrypted; none if the channel
    /// could not see them.
    fn flagged(&self, platform: usize, channel: Channel, n: u32, at: Time) -> Option<(Person, bool)> {
        let who = part(self.platforms[platform].id, Decision::FalseFlag, n);
        let mut stream = self.chance.of_channel(Decision::FalseFlag, channel as usize, who, 0);
        let writer = self.population.writer(platform, &mut stream)?;
        let reader = self.population.user(platform, &mut stream)?;
        let encrypted = self.is_encrypted(platform, writer, reader, at);
        self.is_visible(platform, channel, (writer, reader), encrypted, at).then_some((writer, encrypted))
    }

    /// Whether an ordinary user's message to another is encrypted.
    pub(in crate::model) fn is_encrypted(&self, platform: usize, writer: Person, reader: Person, at: Time) -> bool {
        let account = |person: Person| move || self.population.account(platform, person);
        self.encrypts(platform, at, [writer.market(), reader.market()], 1.0, account(writer), account(reader))
    }

    /// Whether a channel can see what an ordinary user does.
    pub(in crate::model) fn is_visible(
        &self,
        platform: usize,
        channel: Channel,
        (writer, reader): (Person, Person),
        encrypted: bool,
        at: Time,
    ) -> bool {
        let timeline = &self.platforms[platform].timeline;
        let scanned = || {
            let account = self.population.account(platform, writer);
            timeline.of(at, account.position).rules.detection.client_side_scan.enabled.get()
        };
        let passes = || {
            let declared = [writer, reader].map(|person| self.population.account(platform, person).declared);
            timeline.now(at).lets_images_pass(declared)
        };
        let on_server = || !encrypted && timeline.now(at).scans([writer.market(), reader.market()]);
        match channel {
            Channel::HashMatch | Channel::ImageClassifier => on_server() && passes(),
            Channel::TextClassifier => on_server(),
            Channel::ClientSideScan => encrypted && scanned() && passes(),
            Channel::Behaviour | Channel::VisibleSurfaces | Channel::UserReport => true,
        }
    }

    pub(in crate::model) fn false_flag(&mut self, platform: usize, channel: Channel, clock: &mut Clock<Event>) {
        let n = self.platforms[platform].false_flags.drawn[channel as usize] - 1;
        if let Some((person, encrypted)) = self.platforms[platform].false_flags.next[channel as usize] {
            let id = self.platforms[platform].id ^ channel as u64;
            // Who has left, or did not dare to write, is not flagged. The mood is known only now, so this thinning is done last.
            if self.acts(part(id, Decision::Presence, n), platform, channel, person) {
                self.accuse(part(id, Decision::FalseFlagLast, n), platform, channel, (person, encrypted), clock);
            }
        }
        self.next_false_flag(platform, channel, clock);
    }

    /// Whether a user is there, and dares to write if it is a message that a channel looks at.
    pub(in crate::model) fn acts(&self, id: u64, platform: usize, channel: Channel, person: Person) -> bool {
        let message = matches!(channel, Channel::HashMatch | Channel::ImageClassifier | Channel::TextClassifier | Channel::ClientSideScan);
        let mood = self.mood(platform, person.market(), person.band());
        self.chance.of(Decision::Presence, id, 0).chance(if message { mood.writes() } else { mood.present() })
    }

    /// An ordinary user is flagged.
    pub(in crate::model) fn accuse(
        &mut self,
        id: u64,
        platform: usize,
        channel: Channel,
        (person, encrypted): (Person, bool),
        clock: &mut Clock<Event>,
    ) {
        let content = channel.shows_content(encrypted, self.platforms[platform].timeline.now(clock.now()));
        let flag = Flag::new(id, Subject::Ordinary(person), platform, channel, content, channel.is_about_imagery());
        for outcome in [Outcome::FalseFlags, channel.flags().1] {
            self.count(outcome, platform, person.market(), person.band(), clock.now(), 1.0);
        }
        self.flags_in += 1;
        let flag = self.flags.insert(Flag { at: clock.now(), encrypted, known: channel.matches_lists(), ..flag }) as u32;
        self.submit(flag, clock);
    }
}
