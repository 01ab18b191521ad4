//! Detection.
use crate::model::parameter::Param;
use crate::units::{Count, PerTime, Probability, Share, Span};

crate::parameters! {
    /// One automatic detection channel at one operating point.
    pub struct Channel {
        /// Whether the platform runs this channel.
        "enabled" enabled: Param<bool>,
        /// The chance that it recognises an item it is meant for, from an offender of median skill, at the reference false-positive rate.
        "recall" recall: Param<Probability>,
        /// The false-positive rate per benign item at which `recall` was stated.
        "reference-false-positives" reference_false_positives: Param<Probability>,
        /// The false-positive rate per benign item at which the channel is operated. Recall moves with it along the ROC curve.
        "false-positives" false_positives: Param<Probability>,
        /// Mean time from the item to the flag.
        "delay" delay: Param<Span>,
        /// Share of its flags that are acted on without a human look.
        "automatic" automatic: Param<Share>,
        /// Place in the review queue: 0 is served first.
        "priority" priority: Param<Count>,
    }
    /// Reporting by users.
    pub struct UserReports {
        /// Whether users can report direct messages.
        "enabled" enabled: Param<bool>,
        /// Multiplies users' propensity to report: 1 where reporting is easy, less with friction.
        "ease" ease: Param<Share>,
        /// Whether a report forwards the reported messages, verified, so that reviewers and police see content even where the platform cannot.
        "forwarding" forwarding: Param<bool>,
        /// Mistaken or malicious reports, per million accounts.
        "false-reports" false_reports: Param<PerTime>,
        /// Mean time from the abuse to the report.
        "delay" delay: Param<Span>,
        /// Place in the review queue: 0 is served first.
        "priority" priority: Param<Count>,
    }
    /// All the ways in which a platform comes to know.
    pub struct Detection {
        /// Server-side matching of files against lists of known material. Blind to encrypted messages.
        "hash-match" hash_match: Channel,
        /// Server-side classifier for images not seen before. Blind to encrypted messages.
        "image-classifier" image_classifier: Channel,
        /// Server-side classifier of text for grooming and extortion. Blind to encrypted messages.
        "text-classifier" text_classifier: Channel,
        /// Patterns of behaviour in metadata: who writes to whom, how often, from where. Sees encrypted conversations too.
        "behaviour" behaviour: Channel,
        /// Matching on surfaces that stay readable under every regime: profile and group photos, names, public posts.
        "visible-surfaces" visible_surfaces: Channel,
        /// Matching of known material on the user's device before encryption. Sees what server channels cannot.
        "client-side-scan" client_side_scan: Channel,
        /// How much less likely an altered copy is to be matched than the original: multiplies the matching channels' recall.
        "near-duplicate-match" near_duplicate_match: Param<Share>,
        /// Reports by users.
        "user-reports" user_reports: UserReports,
    }
}
