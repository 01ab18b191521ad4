//! # Traffic: ordinary messages, and the false flags among them
//!
//! **What it does.** Ordinary messages are never played one by one. Of a Poisson stream of messages those falsely flagged are again
//! a Poisson stream (Kingman, *Poisson Processes*, 1993: marking and thinning), so each channel raises false flags at rate
//! accounts × items × false-positive rate, and only these become events. Where rules change, unit exponentials are laid off against
//! the integral of the rate in force (Çinlar 1975), so the process is exact at every instant and the same in all arms until they
//! differ. A flag that a channel could not have raised, since the messages are encrypted, is dropped (thinning).
//!
//! **Why it matters.** Base rates: with 10^11 messages a day, even a small false-positive rate examines many innocent people
//! (evidence: `derived_fp_day_0p1pct`, `derived_fp_day_3e8`).
//!
//! **Limits.** Accounts write at a steady rate, however much they write; a person flagged twice is not suspected the more for it.

use super::detection::{CHANNELS, Channel, Flag, Subject};
use crate::engine::Clock;
use crate::model::chance::{Decision, part};
use crate::model::outcome::Outcome;
use crate::model::parameter::Param;
use crate::model::policy::Regime;
use crate::model::population::Person;
use crate::model::simulation::{Event, Simulation, schedule};
use crate::units::{Factor, PerTime, Share, Time};

crate::parameters! {
    /// How much ordinary users write, per account of the platform.
    pub struct Traffic {
        /// Direct messages that one account would send, did nobody hold back since the platform reads them.
        "messages" messages: Param<PerTime>,
        /// Spread of activity between accounts: standard deviation of its logarithm. Who writes more is falsely flagged more.
        "activity-spread" activity_spread: Param<Factor>,
        /// Share of direct messages that carry an image or a video.
        "images" images: Param<Share>,
        /// Conversations begun by one account with somebody it has not written to before.
        "conversations" conversations: Param<PerTime>,
        /// Changes by one account to what stays readable under every regime: profile, group photo, group name.
        "updates" updates: Param<PerTime>,
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
            let hit = self.flagged(platform, channel, n, at);
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
        let timeline = &self.platforms[platform].timeline;
        if !timeline.can_encrypt() {
            return (channel != Channel::ClientSideScan).then_some((writer, false));
        }
        let reader = self.population.user(platform, &mut stream)?;
        let account = self.population.account(platform, writer);
        let partner = (self.population.account(platform, reader), reader.market());
        let encrypted = self.encrypts(platform, at, (account, 1.0, writer.market()), partner);
        let sees = match channel {
            Channel::HashMatch | Channel::ImageClassifier | Channel::TextClassifier => !encrypted,
            Channel::ClientSideScan => encrypted && timeline.of(at, account.position).rules.detection.client_side_scan.enabled.get(),
            Channel::Behaviour | Channel::VisibleSurfaces | Channel::UserReport => true,
        };
        sees.then_some((writer, encrypted))
    }

    pub(in crate::model) fn false_flag(&mut self, platform: usize, channel: Channel, clock: &mut Clock<Event>) {
        let now = clock.now();
        let n = self.platforms[platform].false_flags.drawn[channel as usize] - 1;
        let hit = self.platforms[platform].false_flags.next[channel as usize];
        // Who has left, or did not dare to write, is not flagged. The mood is known only now, so this thinning is done last.
        let message = matches!(channel, Channel::HashMatch | Channel::ImageClassifier | Channel::TextClassifier | Channel::ClientSideScan);
        let writes = |person: &Person| {
            let who = part(self.platforms[platform].id ^ channel as u64, Decision::Presence, n);
            let mood = self.mood(platform, person.market(), person.band());
            self.chance.of(Decision::Presence, who, 0).chance(if message { mood.writes() } else { mood.present() })
        };
        if let Some((person, encrypted)) = hit.filter(|(person, _)| writes(person)) {
            let id = part(self.platforms[platform].id ^ channel as u64, Decision::FalseFlagLast, n);
            let content = channel.shows_content(encrypted, self.platforms[platform].timeline.now(now));
            let flag = Flag::new(id, Subject::Ordinary(person), platform, channel, content, channel.is_about_imagery());
            let flag = Flag { known: channel.matches_lists(), ..flag };
            self.count(Outcome::FalseFlags, platform, person.market(), person.band(), now, 1.0);
            self.flags_in += 1;
            let flag = self.flags.insert(flag) as u32;
            self.submit(flag, clock);
        }
        self.next_false_flag(platform, channel, clock);
    }
}
