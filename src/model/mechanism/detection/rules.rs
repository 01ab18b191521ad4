//! Detection: what a platform can see, and what it recognises: what it is, and its parameters.

use crate::model::mechanism::about::About;
use crate::model::outcome::Outcome;
use crate::parameter::Param;
use crate::units::{Count, PerTime, Probability, Share, Span};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Detection: what a platform can see, and what it recognises",
    does: "Each stage of abuse leaves signals; a channel that can see a signal recognises it with a chance that depends on its operating \
        point and on the offender's skill, and then raises a flag. Channels on the server are blind to encrypted messages; matching \
        on the device sees them before encryption; behaviour, surfaces that stay readable, and users' reports remain under every \
        regime. Recall and false positives move together along a ROC curve. An offender's skill lowers every channel's \
        recall together: a frailty shared by all of an offender's detections.",
    matters: "The channels have different recall, precision and privacy cost, and are never pooled (M2; evidence: \
        `pfefferkorn_scan_most_useful_csam`, `photodna_fpr_claim`, `thorn_fpr`, `snap_au_cse_user_share`, `fb_cse_proactive_rate`).",
    switched_off: "No channel raises a flag, true or false, and nobody reports.",
    limits: "One signal raises at most one flag by an automatic channel, the first that recognises it, beside the victim's report. Behaviour looks at a \
        conversation once, when it has grown into trust, and not at the passing on of files; devices match known files alone. \
        Channels err independently given the skill. Known material is matched at one rate whatever the list.",
};

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
        /// Ordinary users who pass on lawful content that lists of known material hold, for each who begins to pass on known material: near to the share of matches that are lawful.
        "list-lawful" [shared] list_lawful: Param<Share>,
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

    /// Whether it looks at messages on the user's device.
    #[must_use]
    pub fn is_on_device(self) -> bool {
        self == Self::ClientSideScan
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
