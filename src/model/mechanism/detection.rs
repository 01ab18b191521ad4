//! # Detection: what a platform can see, and what it recognises
//!
//! **What it does.** Each stage of abuse leaves signals; a channel that can see a signal recognises it with a chance that depends on
//! its operating point and on the offender's skill, and then raises a flag. Channels on the server are blind to encrypted messages;
//! matching on the device sees them before encryption; behaviour, surfaces that stay readable, and users' reports remain under every
//! regime. Recall and false positives move together along a ROC curve (see [`Regime`]). An offender's
//! skill lowers every channel's recall together: a frailty shared by all of an offender's detections.
//!
//! **Why it matters.** The channels have different recall, precision and privacy cost, and are never pooled (M2; evidence:
//! `pfefferkorn_scan_most_useful_csam`, `photodna_fpr_claim`, `thorn_fpr`, `snap_au_cse_user_share`, `fb_cse_proactive_rate`).
//!
//! **Switched off.** No channel raises a flag, true or false, and nobody reports.
//!
//! **Limits.** One sight raises at most one flag, by the automatic channel that is first, beside the victim's report. Behaviour
//! looks at a conversation once, when it has grown into trust, and not at the passing on of files; devices match known files
//! alone. Channels err independently given the skill. Known material is matched at one rate whatever the list.

use super::Mechanism;
use crate::engine::Clock;
use crate::engine::distribution::at_least_once;
use crate::model::chance::{Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::outcome::Outcome;
use crate::model::population::Person;
use crate::model::regime::Regime;
use crate::model::simulation::Simulation;
use crate::parameter::Param;
use crate::units::{Count, PerTime, Probability, Share, Span, Time};

crate::parameters! {
    /// One automatic detection channel at one operating point.
    pub struct ChannelRules {
        /// Whether the platform runs this channel.
        "enabled" [as its group] enabled: Param<bool>,
        /// The chance that it recognises an item it is meant for, from an offender of median skill, at the reference false-positive rate.
        "recall" [as its group] recall: Param<Probability>,
        /// The false-positive rate per benign item at which `recall` was stated.
        "reference-false-positives" [as its group] reference_false_positives: Param<Probability>,
        /// The false-positive rate per benign item at which the channel is operated. Recall moves with it along the ROC curve.
        "false-positives" [as its group] false_positives: Param<Probability>,
        /// Mean time from the item to the flag.
        "delay" [as its group] delay: Param<Span>,
        /// Share of its flags that are acted on without a human look.
        "automatic" [at once] automatic: Param<Share>,
        /// Place in the review queue: 0 is served first.
        "priority" [at once] priority: Param<Count>,
    }
    /// Reporting by users.
    pub struct UserReports {
        /// Whether users can report direct messages.
        "enabled" [at once] enabled: Param<bool>,
        /// Multiplies users' propensity to report: 1 where reporting is easy, less with friction.
        "ease" [at once] ease: Param<Share>,
        /// Whether a report forwards the reported messages, verified, so that reviewers and police see content even where the platform cannot.
        "forwarding" [at once] forwarding: Param<bool>,
        /// Mistaken or malicious reports, per million accounts.
        "false-reports" [at once] false_reports: Param<PerTime>,
        /// Mean time from the abuse to the report.
        "delay" [at once] delay: Param<Span>,
        /// Place in the review queue: 0 is served first.
        "priority" [at once] priority: Param<Count>,
    }
    /// All the ways in which a platform comes to know.
    pub struct Detection {
        /// Server-side matching of files against lists of known material. Blind to encrypted messages.
        "hash-match" [at once] hash_match: ChannelRules,
        /// Server-side classifier for images not seen before. Blind to encrypted messages.
        "image-classifier" [at once] image_classifier: ChannelRules,
        /// Server-side classifier of text for grooming and extortion. Blind to encrypted messages.
        "text-classifier" [at once] text_classifier: ChannelRules,
        /// Patterns of behaviour in metadata: who writes to whom, how often, from where. Sees encrypted conversations too.
        "behaviour" [at once] behaviour: ChannelRules,
        /// Matching on surfaces that stay readable under every regime: profile and group photos, names, public posts.
        "visible-surfaces" [at once] visible_surfaces: ChannelRules,
        /// Matching of known material on the user's device before encryption. Sees what server channels cannot.
        "client-side-scan" [per user] client_side_scan: ChannelRules,
        /// How much less likely an altered copy is to be matched than the original: multiplies the matching channels' recall.
        "near-duplicate-match" [at once] near_duplicate_match: Param<Share>,
        /// Reports by users.
        "user-reports" user_reports: UserReports,
    }
}

/// How many channels there are.
pub const CHANNELS: usize = 7;

/// A way in which a platform comes to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Channel {
    /// Matching against lists, on the server.
    HashMatch,
    /// Image classifier, on the server.
    ImageClassifier,
    /// Text classifier, on the server.
    TextClassifier,
    /// Patterns in metadata.
    Behaviour,
    /// Surfaces that stay readable.
    VisibleSurfaces,
    /// Matching against lists, on the device.
    ClientSideScan,
    /// Reports by users.
    UserReport,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; CHANNELS] = [
        Self::HashMatch,
        Self::ImageClassifier,
        Self::TextClassifier,
        Self::Behaviour,
        Self::VisibleSurfaces,
        Self::ClientSideScan,
        Self::UserReport,
    ];
    /// Those that need nobody to report.
    pub const AUTOMATIC: [Self; CHANNELS - 1] =
        [Self::HashMatch, Self::ImageClassifier, Self::TextClassifier, Self::Behaviour, Self::VisibleSurfaces, Self::ClientSideScan];

    /// Whether its flags are about images.
    #[must_use]
    pub fn is_about_imagery(self) -> bool {
        matches!(self, Self::HashMatch | Self::ImageClassifier | Self::VisibleSurfaces | Self::ClientSideScan)
    }

    /// Whether its flags say that the files are on a list of known material.
    #[must_use]
    pub fn matches_lists(self) -> bool {
        matches!(self, Self::HashMatch | Self::VisibleSurfaces | Self::ClientSideScan)
    }

    /// Whether it looks at messages on the server.
    #[must_use]
    pub fn needs_readable_messages(self) -> bool {
        matches!(self, Self::HashMatch | Self::ImageClassifier | Self::TextClassifier)
    }

    /// What its flags are counted as: those on an offender, those on an ordinary user.
    #[must_use]
    pub fn flags(self) -> (Outcome, Outcome) {
        match self {
            Self::HashMatch => (Outcome::TrueHash, Outcome::FalseHash),
            Self::ImageClassifier => (Outcome::TrueImage, Outcome::FalseImage),
            Self::TextClassifier => (Outcome::TrueText, Outcome::FalseText),
            Self::Behaviour => (Outcome::TrueBehaviour, Outcome::FalseBehaviour),
            Self::VisibleSurfaces => (Outcome::TrueSurface, Outcome::FalseSurface),
            Self::ClientSideScan => (Outcome::TrueDevice, Outcome::FalseDevice),
            Self::UserReport => (Outcome::UserFlags, Outcome::FalseUser),
        }
    }

    /// Whether a reviewer of its flag sees content.
    #[must_use]
    pub fn shows_content(self, encrypted: bool, regime: &Regime) -> bool {
        match self {
            Self::HashMatch | Self::ImageClassifier | Self::TextClassifier | Self::VisibleSurfaces | Self::ClientSideScan => true,
            Self::Behaviour => !encrypted,
            Self::UserReport => !encrypted || regime.rules.detection.user_reports.forwarding.get(),
        }
    }
}

impl Detection {
    /// The rules of an automatic channel. Users' reports have rules of their own and none here.
    ///
    /// # Panics
    /// For [`Channel::UserReport`].
    #[must_use]
    pub fn channel(&self, channel: Channel) -> &ChannelRules {
        match channel {
            Channel::HashMatch => &self.hash_match,
            Channel::ImageClassifier => &self.image_classifier,
            Channel::TextClassifier => &self.text_classifier,
            Channel::Behaviour => &self.behaviour,
            Channel::VisibleSurfaces => &self.visible_surfaces,
            Channel::ClientSideScan => &self.client_side_scan,
            Channel::UserReport => unreachable!("users' reports are not an automatic channel"),
        }
    }

    /// The place in the review queue of a channel's flags, and the share acted on without a look.
    #[must_use]
    pub fn handling(&self, channel: Channel) -> (usize, f64) {
        if channel == Channel::UserReport {
            return (self.user_reports.priority.number() as usize, 0.0);
        }
        let rules = self.channel(channel);
        (rules.priority.number() as usize, rules.automatic.number())
    }
}

/// What there is to see of one thing that an offender does.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sight {
    /// Identity in streams.
    pub id: u64,
    /// Files, where files are passed on.
    pub files: u64,
    /// How well the files match lists of known material: 0 not at all, 1 exactly.
    pub matches: f64,
    /// There is an image that no list knows.
    pub new_image: bool,
    /// There is text of grooming or extortion.
    pub text: bool,
    /// Metadata show the behaviour of an offender.
    pub conduct: bool,
    /// There is a trace on a surface that stays readable.
    pub surface: bool,
    /// The messages are encrypted end to end.
    pub encrypted: bool,
    /// They are of a conversation that was moved to the platform.
    pub away: bool,
    /// Market of whoever receives the messages.
    pub to: usize,
    /// An incident of it would be about imagery.
    pub imagery: bool,
    /// Many people pass the same files on at the time.
    pub viral: bool,
}

/// Whom a flag is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An offender, by number, and which account.
    Offender(u32, u8),
    /// Somebody who did nothing.
    Ordinary(Person),
}

/// A flag, from the moment something is recognised until it is settled.
#[derive(Clone, Copy, Debug)]
pub struct Flag {
    /// Identity in streams.
    pub id: u64,
    /// Whom it is on.
    pub subject: Subject,
    /// Where.
    pub platform: u8,
    /// By which channel.
    pub channel: Channel,
    /// When the thing happened that it is about.
    pub at: Time,
    /// The messages that it is about are encrypted end to end.
    pub encrypted: bool,
    /// A reviewer sees content.
    pub content: bool,
    /// It is about imagery.
    pub imagery: bool,
    /// About files that many people pass on at the time.
    pub viral: bool,
    /// It is on an offender's account on a platform to which conversations alone were moved.
    pub away: bool,
    /// Generation of the offender's account that it is on.
    pub generation: u16,
    /// About files that are on lists of known material.
    pub known: bool,
    /// Settled but for an appeal.
    pub appealed: bool,
    /// Where the loss stands among the wrongful ones, for an ordinary user suspended.
    pub loss: u32,
}

impl Flag {
    /// A flag just recognised.
    #[must_use]
    pub fn new(id: u64, subject: Subject, platform: usize, channel: Channel, content: bool, imagery: bool) -> Self {
        Self {
            id,
            subject,
            platform: platform as u8,
            channel,
            at: Time::ZERO,
            encrypted: false,
            content,
            imagery,
            away: false,
            generation: 0,
            viral: false,
            known: false,
            appealed: false,
            loss: 0,
        }
    }
}

impl Simulation {
    /// Lets every automatic channel look at what an offender does. The one that is first raises a flag.
    pub(in crate::model) fn look(&mut self, number: u32, account: u8, platform: usize, sight: &Sight, clock: &mut Clock<Event>) {
        if !self.plays(Mechanism::Detection) {
            return;
        }
        let offender = &self.offenders[number as usize];
        let timeline = &self.platforms[platform].timeline;
        let regime = timeline.now(clock.now());
        let servers_see = !sight.encrypted && regime.scans([usize::from(offender.market), sight.to]);
        let mut first: Option<(f64, Channel)> = None;
        let if_seen = |seen: bool, what: f64| if seen { what } else { 0.0 };
        let eyes = [
            (Channel::HashMatch, if_seen(servers_see, sight.matches)),
            (Channel::ImageClassifier, if_seen(servers_see && sight.new_image, 1.0)),
            (Channel::TextClassifier, if_seen(servers_see && sight.text, 1.0)),
            (Channel::Behaviour, if_seen(sight.conduct, 1.0)),
            (Channel::VisibleSurfaces, if_seen(sight.surface, 1.0)),
            (Channel::ClientSideScan, if_seen(sight.encrypted, sight.matches)),
        ];
        for (channel, sees) in eyes {
            if sees <= 0.0 {
                continue;
            }
            let on_device = channel == Channel::ClientSideScan;
            let rules = if on_device { timeline.of(clock.now(), f64::from(offender.position)) } else { regime };
            let one = rules.recall(channel, offender.skill) * sees;
            // A session's files are many; its trace on a surface is one.
            let any = if sight.files > 1 && channel != Channel::VisibleSurfaces { at_least_once(one, sight.files) } else { one };
            // The server and the device match the same files against the same lists, and no file is before both: one chance for the two,
            // so that an arm which moves the matching changes no more than that.
            let eye = if on_device { Channel::HashMatch } else { channel };
            let mut stream = self.chance.of_channel(Decision::Recognise, eye as usize, sight.id, 0);
            if stream.chance(any) {
                let delay = stream.exponential(rules.rules.detection.channel(channel).delay.get().days());
                if first.is_none_or(|(soonest, _)| delay < soonest) {
                    first = Some((delay, channel));
                }
            }
        }
        if let Some((delay, channel)) = first {
            self.raise(number, account, platform, sight, channel, delay, clock);
        }
    }

    /// The victim of conversation `talk` may report, where the platform takes reports. True if so.
    pub(in crate::model) fn victim_report(
        &mut self,
        (number, account): (u32, u8),
        platform: usize,
        (talk, sight): (u64, &Sight),
        propensity: f64,
        clock: &mut Clock<Event>,
    ) -> bool {
        let reports = &self.platforms[platform].timeline.now(clock.now()).rules.detection.user_reports;
        let mut stream = self.chance.of(Decision::VictimReports, talk, 0);
        let does = self.plays(Mechanism::Detection) && reports.enabled.get() && stream.chance(propensity * reports.ease.number());
        if does {
            let delay = stream.exponential(reports.delay.get().days());
            self.raise(number, account, platform, sight, Channel::UserReport, delay, clock);
        }
        does
    }

    #[expect(clippy::too_many_arguments, reason = "a flag is who, where, what, how and when")]
    fn raise(&mut self, number: u32, account: u8, platform: usize, sight: &Sight, channel: Channel, delay: f64, clock: &mut Clock<Event>) {
        let content = channel.shows_content(sight.encrypted, self.platforms[platform].timeline.now(clock.now()));
        // One flag of a sight, whichever channel is first, and one of the victim: what comes of it hangs on the sight, not on the channel.
        let id = part(sight.id, Decision::Recognise, u32::from(channel == Channel::UserReport));
        let flag = Flag::new(id, Subject::Offender(number, account), platform, channel, content, sight.imagery);
        self.flags_in += 1;
        let away = sight.away;
        let generation = if away { self.generation_away(number, platform as u8) } else { self.standing(number, account).generation };
        let flag = Flag { at: clock.now(), encrypted: sight.encrypted, ..flag };
        let flag = self.flags.insert(Flag { away, generation, viral: sight.viral, known: sight.matches > 0.0, ..flag }) as u32;
        schedule(clock, clock.now().after_days(delay), Event::Flag(flag));
    }

    /// A flag on an offender reaches the platform.
    pub(in crate::model) fn flag_raised(&mut self, number: u32, clock: &mut Clock<Event>) {
        let flag = self.flags[number as usize];
        if let Subject::Offender(offender, _) = flag.subject {
            let platform = usize::from(flag.platform);
            self.count_offender(Outcome::TrueFlags, platform, offender, clock.now(), 1.0);
            self.count_offender(flag.channel.flags().0, platform, offender, clock.now(), 1.0);
        }
        self.submit(number, clock);
    }
}
