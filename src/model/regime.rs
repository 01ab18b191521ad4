//! A regime: one set of a platform's rules, and what it lets the platform see.

use super::assumptions::{Encryption, Exception, Platform};
use super::identity::{Band, MarketId};
use super::mechanism::detection::rules::{CHANNELS, Channel, ChannelRules};
use crate::engine::distribution::{normal_cdf, normal_quantile};
use crate::parameter::{Ramp, each_parameter};

/// Steps of the skill scale, a quarter of a standard deviation each.
const SKILLS: usize = 64;
const SKILL_STEP: f64 = 0.25;
const LEAST_SKILL: f64 = -4.0;

/// A quantity of messages by whether a minor is declared at either end.
#[derive(Clone, Copy, Debug)]
pub struct ByAge {
    pub(super) minor: f64,
    pub(super) adult: f64,
}

impl ByAge {
    pub(super) const ALL: Self = Self { minor: 1.0, adult: 1.0 };

    pub(super) fn times(self, factor: f64) -> Self {
        Self { minor: self.minor * factor, adult: self.adult * factor }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self { minor: self.minor + other.minor, adult: self.adult + other.adult }
    }

    /// What a share leaves of the whole. Shares are sums of parts, which rounding may carry past 1.
    pub(super) fn rest(self) -> Self {
        Self { minor: (1.0 - self.minor).clamp(0.0, 1.0), adult: (1.0 - self.adult).clamp(0.0, 1.0) }
    }

    /// The quantity of accounts at one end of whose messages a minor is declared with chance `minor`.
    #[must_use]
    pub fn of(self, minor: f64) -> f64 {
        self.adult + minor * (self.minor - self.adult)
    }
}

/// One set of rules, with what follows from it worked out.
#[derive(Clone, Debug)]
pub struct Regime {
    /// The rules as the scenario states them.
    pub rules: Platform,
    /// The rules that users come under one after another, as path and value; those that stand where nothing is stated are left out.
    pub(super) personal: Vec<(String, u64)>,
    /// By step of skill and channel: the chance that an item is recognised.
    recall: [[f32; CHANNELS - 1]; SKILLS],
    /// Markets whose messages are readable whatever the rules are, a bit each.
    readable: u64,
    /// Markets whose messages the servers do not look into, a bit each.
    unscanned: u64,
}

impl Regime {
    /// Works out what follows from a platform's rules; `markets` are the names of the world's markets, in their order.
    #[must_use]
    pub fn new(rules: Platform, markets: &[&str]) -> Self {
        let recall = std::array::from_fn(|i| {
            let skill = LEAST_SKILL + SKILL_STEP * i as f64;
            Channel::AUTOMATIC.map(|channel| detection_recall(rules.detection.channel(channel), skill) as f32)
        });
        let departs = |how: fn(&Exception) -> bool| {
            let bit = |(place, name): (usize, &&str)| u64::from(rules.exception.get(name).is_some_and(how)) << place;
            markets.iter().enumerate().map(bit).sum()
        };
        let (readable, unscanned) = (departs(|e| !e.encrypts.get().get()), departs(|e| !e.scans.get().get()));
        let personal = personal(&mut rules.clone());
        Self { rules, personal, recall, readable, unscanned }
    }

    /// Whether the servers look into the content of messages between two markets.
    #[must_use]
    #[inline]
    pub fn scans(&self, markets: [MarketId; 2]) -> bool {
        markets.iter().all(|market| self.unscanned >> market.index() & 1 == 0)
    }

    /// The chance that an automatic channel recognises one item of an offender of this skill; zero where the channel is off.
    #[must_use]
    #[inline]
    pub fn recall(&self, channel: Channel, skill: f32) -> f64 {
        let step = ((f64::from(skill) - LEAST_SKILL) / SKILL_STEP + 0.5).clamp(0.0, (SKILLS - 1) as f64);
        f64::from(self.recall[step as usize][channel as usize])
    }

    pub(super) fn encryption(&self, minor: bool, market: MarketId) -> Encryption {
        match minor {
            _ if self.readable >> market.index() & 1 == 1 => Encryption::None,
            true => self.rules.encryption_minors.get(),
            false => self.rules.encryption.get(),
        }
    }

    /// The encryption of messages between two markets, if age makes no difference.
    pub(super) fn encryption_of_all(&self, markets: [MarketId; 2]) -> Option<Encryption> {
        if markets.iter().any(|market| self.readable >> market.index() & 1 == 1) {
            return Some(Encryption::None);
        }
        let (adults, minors) = (self.rules.encryption.get(), self.rules.encryption_minors.get());
        (adults == minors).then_some(adults)
    }

    /// Share of a market's messages that the platform can read where all users are under these rules.
    pub(super) fn readable(&self, market: MarketId) -> ByAge {
        let readable = |minor| match self.encryption(minor, market) {
            Encryption::None => 1.0,
            Encryption::OptIn => 1.0 - self.rules.opt_in_uptake.number(),
            Encryption::Default => 0.0,
        };
        ByAge { minor: readable(true), adult: readable(false) }
    }

    /// Whether some message may be encrypted.
    pub(super) fn can_encrypt(&self) -> bool {
        [&self.rules.encryption, &self.rules.encryption_minors].iter().any(|param| param.get() != Encryption::None)
    }

    /// What decides which messages are encrypted, and scanned on the device.
    pub(super) fn visibility(&self) -> [u64; 5] {
        let rules = &self.rules;
        let [adults, minors, uptake] = [rules.encryption.number(), rules.encryption_minors.number(), rules.opt_in_uptake.number()];
        [adults.to_bits(), minors.to_bits(), uptake.to_bits(), self.readable, u64::from(rules.detection.client_side_scan.enabled.get())]
    }

    /// Whether a reviewer of a channel's flag sees content.
    #[must_use]
    pub fn shows_content(&self, channel: Channel, encrypted: bool) -> bool {
        match channel {
            Channel::HashMatch
            | Channel::ImageClassifier
            | Channel::TextClassifier
            | Channel::VisibleSurfaces
            | Channel::ClientSideScan => true,
            Channel::Behaviour => !encrypted,
            Channel::UserReport => !encrypted || self.rules.detection.user_reports.forwarding.get(),
        }
    }

    /// Whether a stranger limit covers an account of this declared age band.
    #[must_use]
    pub fn shields(&self, declared: Band) -> bool {
        self.rules.stranger_limits.minimum_age.get().is_above(declared)
    }

    /// The chance that an approach to an account of this declared age band finds it, is not stopped by the limit, and is answered in spite
    /// of a warning.
    pub(super) fn open_to_strangers(&self, declared: Band) -> f64 {
        let limits = &self.rules.stranger_limits;
        let found = if declared < Band::ADULT { (1.0 - limits.hidden.number()) * (1.0 - limits.warning.number()) } else { 1.0 };
        found * if self.shields(declared) { 1.0 - limits.efficacy.number() } else { 1.0 }
    }

    /// Whether accounts of these declared age bands can exchange images.
    #[must_use]
    pub fn lets_images_pass(&self, declared: [Band; 2]) -> bool {
        let floor = self.rules.images_from.get();
        !declared.iter().any(|band| floor.is_above(*band))
    }
}

/// The rules that are declared to ramp by user.
fn personal(rules: &mut Platform) -> Vec<(String, u64)> {
    let mut personal = Vec::new();
    each_parameter(rules, &mut |path, _, leaf| {
        if leaf.ramp() == Ramp::PerUser && leaf.unstated() != Some(leaf.number()) {
            personal.push((path.to_owned(), leaf.number().to_bits()));
        }
    });
    personal
}

/// Recall at the operating point, on the equal-variance binormal ROC curve through the stated point (Green and Swets, *Signal
/// Detection Theory and Psychophysics*, 1966). An offender's skill shifts what the detector sees towards the benign.
fn detection_recall(channel: &ChannelRules, skill: f64) -> f64 {
    let (recall, reference, operated) =
        (channel.recall.number(), channel.reference_false_positives.number(), channel.false_positives.number());
    if !channel.enabled.get() || recall <= 0.0 {
        return 0.0;
    }
    if recall >= 1.0 {
        return 1.0;
    }
    let shift =
        if (operated - reference).abs() <= f64::EPSILON * reference { 0.0 } else { normal_quantile(operated) - normal_quantile(reference) };
    normal_cdf(normal_quantile(recall) + shift - skill)
}

/// The share `uptake` with its odds multiplied by `taste`.
#[must_use]
pub fn with_odds(uptake: f64, taste: f64) -> f64 {
    let odds = uptake * taste;
    let rest = odds + (1.0 - uptake);
    if rest > 0.0 { odds / rest } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::ByAge;

    #[test]
    fn what_a_share_leaves_is_a_share_whatever_rounding_adds() {
        for over in [1.0, 1.0 + 2e-8, 1.0 + f64::EPSILON] {
            let rest = ByAge { minor: over, adult: -f64::EPSILON }.rest();
            assert!(rest.minor.to_bits() == 0.0_f64.to_bits() && rest.adult.to_bits() == 1.0_f64.to_bits(), "{rest:?}");
        }
        assert!((ByAge { minor: 0.25, adult: 0.5 }.rest().of(0.5) - 0.625).abs() < 1e-15);
    }
}
