//! Which decisions chance makes in the model.
//!
//! Each kind of decision has streams of its own, so that a mechanism which draws more, or less, or not at all, leaves every other
//! mechanism's chance as it was. Names of things, never their place in a list, enter a stream: a platform or class more changes
//! nothing for the others.

use crate::engine::{Key, Poisson, Stream, stream};

/// What a draw decides. The number is part of the stream's name: new kinds go to the end, and the number of
/// one that went is not given again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Decision {
    /// What a policy can tell apart about a person's account: declared age, place in a rollout, wish for encryption.
    Account,
    /// How readily a person reports and blocks.
    Temper = 2,
    /// How many offenders there are at the start.
    InitialStock,
    /// When the next offender of a class appears.
    ArrivalGap,
    /// An offender's market.
    OffenderMarket,
    /// An offender's skill.
    Skill,
    /// When an undetected offender gives up.
    Lifetime,
    /// When the next sharing session comes.
    ShareGap,
    /// What is shared, and how much of it.
    ShareKind,
    /// When the next approach that could be answered comes.
    ApproachGap,
    /// Which of several accounts an offender uses.
    WhichAccount,
    /// Who is approached, and whether they answer.
    Target,
    /// Whether a stranger limit stops an approach.
    StrangerLimit,
    /// Whether a conversation reaches a stage, and when.
    Stage = 15,
    /// Whether a conversation is moved to another platform.
    MoveAway,
    /// Whether a victim reports.
    VictimReports,
    /// Whether a victim blocks, and whether the offender comes back.
    VictimBlocks,
    /// Whether an episode of harm includes an image.
    HarmImage,
    /// Whether a channel recognises an item, and when: one stream a channel, by adding its number.
    Recognise,
    /// Reserved for the channels that follow the first.
    RecogniseLast = Self::Recognise as u16 + 15,
    /// False flags of a channel: when, whose, whether.
    FalseFlag,
    /// Reserved for the channels that follow the first.
    FalseFlagLast = Self::FalseFlag as u16 + 15,
    /// Whether a flag is acted on without a look.
    Automatic,
    /// How long a review takes.
    Handling,
    /// What the reviewer finds.
    Verdict,
    /// What happens to the account.
    Sanction,
    /// Whether and when there is an appeal.
    Appeal,
    /// How long an appeal takes to decide, and how it ends.
    AppealVerdict,
    /// Whether an incident is reported, in a report of its own, and whether police can act on it.
    Report,
    /// What an offender does after losing an account.
    AfterLoss,
    /// Lawful demands in a window.
    LawfulDemand,
    /// Devices taken over in a window.
    Endpoint,
    /// Cases of insider abuse.
    Insider,
    /// Breaches.
    Breach,
    /// Covert access.
    Covert,
    /// The quantile of an uncertain parameter.
    Assumption,
    /// How long a report takes to reach police.
    Referral,
    /// Whether police open a case, and how urgent they take it to be.
    Triage,
    /// How long an investigation takes.
    CaseWork,
    /// Whether an investigation ends in an arrest.
    Arrest,
    /// Which children an investigation finds.
    Safeguard,
    /// Whether a would-be offender is deterred.
    Deterred,
    /// When a regulator would open an inquiry.
    Inquiry,
    /// Whether there is cause for an inquiry, and how long it takes to come to a notice or its end.
    InquiryCause,
    /// How an inquiry is decided.
    InquiryEnds,
    /// Whether somebody who might have been reached or flagged is still there.
    Presence,
    /// Whether a case of access becomes known.
    Revealed,
    /// Unlawful demands in a window.
    UnlawfulDemand,
    /// Secret orders to search in bulk.
    Bulk,
    /// Expansions of the list that devices are scanned for.
    Expansion,
    /// What a user writes and when, where every message is simulated.
    Message,
    /// What channels make of a message, where every message is simulated: one stream a channel, by adding its number.
    Examine,
    /// Reserved for the channels that follow the first.
    ExamineLast = Self::Examine as u16 + 15,
    /// How long a mandate is contested, and how that ends.
    Contest,
    /// Poisonings of the list that devices are scanned for.
    Poisoning,
    /// When poisoned entries are found.
    PoisonFound,
    /// When poisoned entries flag somebody, and whom.
    PoisonedFlag,
    /// Who is harmed when accounts are opened.
    ExposureHarms,
    /// Whether a warning keeps somebody from answering.
    Warning,
    /// Whether a regulator gives notice, how the platform answers it, and how long the decision takes.
    Notice,
    /// Whether the platform gives police a suspect's messages.
    Warrant,
    /// Whether a stranger does not find an account that is hidden.
    Hidden,
    /// Whether a child who was harmed tells police, and enough to act on.
    Tip,
    /// Whether an offender looks at how closely platforms watch, and which platform is chosen then.
    SeeksUnwatched,
    /// Whether a person has an account on another platform too.
    Overlap,
    /// When a child who was not found is found in a search to come.
    Research,
    /// Whether somebody else is arrested in the place of an offender.
    Misattributed,
    /// Ordinary users who pass on lawful content that lists hold: when, who, whether it is matched.
    LawfulMatch,
    /// Whether an offender abuses children hands-on, for how long, and whether an arrest brings it to light.
    Offline,
    /// When the abuse of each such child begins, and when it ends.
    OfflineChild,
    /// How long somebody wrongly accused is under suspicion and without devices, and whether the account is given back.
    Accusation,
    /// When a way past scanning on the device is found and shared.
    EvasionLearned,
    /// When the list is taken from a device.
    Extraction,
}

/// The number of the act before the first of a chain: it has a wait only.
pub const BEFORE_FIRST: u32 = u32::MAX;

/// The chance of one replication.
#[derive(Clone, Copy, Debug)]
pub struct Chance(Key);

impl Chance {
    /// All chance of replication `replication` under `seed`.
    #[must_use]
    pub fn new(seed: u64, replication: u64) -> Self {
        Self(Key::new(seed, replication))
    }

    /// The stream that settles `decision` for `who` on this occasion.
    #[must_use]
    #[inline]
    pub fn of(self, decision: Decision, who: u64, occasion: u32) -> Stream {
        self.0.stream(decision as u16, who, occasion)
    }

    /// The stream of the `n`th act of a chain, such as an offender's approaches: first the act's identity, then the wait for the
    /// next act. A chain begins with the wait of the act before its first.
    #[must_use]
    #[inline]
    pub fn act(self, chain: Decision, who: u64, n: u32) -> (u64, Stream) {
        let mut stream = self.of(chain, who, n);
        (stream.bits(), stream)
    }

    /// The same for one of several channels, which have streams of their own.
    #[must_use]
    #[inline]
    pub fn of_channel(self, decision: Decision, channel: usize, who: u64, occasion: u32) -> Stream {
        self.0.stream(decision as u16 + channel as u16, who, occasion)
    }

    /// The quantile at which an uncertain parameter stands in this replication.
    #[must_use]
    pub fn quantile(self, path: &str) -> f64 {
        self.of(Decision::Assumption, name(path), 0).uniform()
    }
}

/// The identity of something that has a name: FNV-1a, 64 bits.
#[must_use]
pub fn name(text: &str) -> u64 {
    const OFFSET: u64 = 0xCBF2_9CE4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01B3;
    text.bytes().fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

/// The identity of something that happens to, or is done by, something with an identity.
#[must_use]
#[inline]
pub fn part(of: u64, kind: Decision, occasion: u32) -> u64 {
    stream::identify(kind as u16, of, occasion)
}

/// A Poisson number with this mean.
pub(super) fn poisson(mean: f64, stream: &mut Stream) -> u64 {
    Poisson::new(mean).map_or(0, |poisson| poisson.quantile(stream.uniform()))
}
