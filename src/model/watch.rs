//! The watch level: how closely a platform watches what an offender is about to do there, as offenders can tell.
//!
//! It is the chance that a channel, or the victim's report, would bring what is to come before a reviewer who confirms it: from the
//! operating points in force, from what is encrypted between the two, and from what a reviewer sees of a report. A reviewer who sees
//! no content confirms less, so that a service which forwards what is reported watches more closely than one which does not.

use super::identity::{Band, ByBand, ClassId, MarketId, PlatformId};
use super::mechanism::Mechanism;
use super::mechanism::detection::rules::Channel;
use super::offender::{Class, Offender};
use super::population::Person;
use super::regime::Regime;
use super::state::State;
use crate::engine::distribution::at_least_once;
use crate::units::Time;

/// What there will be to see of a conversation.
#[derive(Clone, Copy)]
struct Coming {
    /// Stages with text of grooming or extortion.
    texts: i32,
    /// The chance of an image, made of the victim.
    image: f64,
    /// It has yet to grow into trust, when behaviour is looked at.
    conduct: bool,
    /// The chance that the victim reports, where reporting is easy.
    report: f64,
}

/// The chance that what a channel recognises with chance `recall` is confirmed.
pub(super) fn confirmed(regime: &Regime, channel: Channel, encrypted: bool, recall: f64) -> f64 {
    let sensitivity = regime.rules.review.sensitivity(channel, regime.shows_content(channel, encrypted));
    let (_, automatic) = regime.rules.detection.handling(channel);
    recall * (automatic + (1.0 - automatic) * sensitivity)
}

/// The chance that a conversation passes unseen.
fn passes(regime: &Regime, skill: f32, coming: Coming, encrypted: bool, scans: bool) -> f64 {
    let looks = |channel| 1.0 - confirmed(regime, channel, encrypted, regime.recall(channel, skill));
    let mut unseen = 1.0 - regime.rules.watch.number();
    if scans && !encrypted {
        let seen = coming.image * confirmed(regime, Channel::ImageClassifier, encrypted, regime.recall(Channel::ImageClassifier, skill));
        unseen *= (1.0 - seen) * (0..coming.texts).map(|_| looks(Channel::TextClassifier)).product::<f64>();
    }
    if coming.conduct {
        unseen *= looks(Channel::Behaviour);
    }
    let reports = &regime.rules.detection.user_reports;
    if reports.enabled.get() {
        unseen *= 1.0 - confirmed(regime, Channel::UserReport, encrypted, coming.report * reports.ease.number());
    }
    unseen
}

/// The chance that a session of sharing passes unseen; `past` is the share of files that a scan of the device does not see.
fn passes_session(regime: &Regime, class: &Class, encrypted: bool, scans: bool, past: f64) -> f64 {
    let sharing = &class.rules.sharing;
    let (known, near) = (sharing.known.number(), sharing.near_duplicate.number());
    let files = sharing.files.number().round() as u64;
    let altered = regime.rules.detection.near_duplicate_match.number();
    let seen = |channel, share: f64, matches: f64| {
        share * confirmed(regime, channel, encrypted, at_least_once(regime.recall(channel, 0.0) * matches, files))
    };
    let listed = |channel| seen(channel, known, 1.0) + seen(channel, near, altered);
    let session = if encrypted {
        listed(Channel::ClientSideScan) * (1.0 - past)
    } else if scans {
        listed(Channel::HashMatch) + seen(Channel::ImageClassifier, (1.0 - known - near).max(0.0), 1.0)
    } else {
        0.0
    };
    let recall = regime.recall(Channel::VisibleSurfaces, 0.0);
    let surface = sharing.surface.number() * confirmed(regime, Channel::VisibleSurfaces, encrypted, recall);
    (1.0 - regime.rules.watch.number()) * (1.0 - session) * (1.0 - surface)
}

/// The watch level for a conversation of such people that has grown into trust: for a demand and an episode of harm, with an image or
/// without.
pub(super) fn level(regime: &Regime, class: &Class, skill: f32, report: f64, (encrypted, scans, images): (bool, bool, bool)) -> f64 {
    let image = if images { class.rules.conversation.image.number() } else { 0.0 };
    1.0 - passes(regime, skill, Coming { texts: 2, image, conduct: false, report }, encrypted, scans)
}

impl State {
    /// Whether anything that is recognised comes before a reviewer.
    fn is_anybody_watching(&self) -> bool {
        self.simulates(Mechanism::Detection) && self.simulates(Mechanism::Review)
    }

    /// The watch level of a platform for a conversation of these two that has grown into trust: for a demand and an episode of harm.
    pub(super) fn watch(&self, platform: PlatformId, offender: &Offender, victim: Person, now: Time) -> f64 {
        if !self.is_anybody_watching() {
            return 0.0;
        }
        let class = &self.classes[offender.class];
        let markets = [offender.market, victim.market()];
        let account = self.population.account(platform, victim);
        let encrypted = self.encrypts(platform, now, markets, class.rules.privacy_taste.number(), || offender.account(), || account);
        let regime = self.platforms[platform].timeline.now(now);
        let images = regime.lets_images_pass([Band::ADULT, account.declared]);
        let report = self.responses[victim.band()].report.number();
        level(regime, class, offender.skill, report, (encrypted, regime.scans(markets), images))
    }

    /// By platform: the accounts that an offender of a class could reach there, of the ages that it is after, each counted by the chance
    /// that so many conversations in a row, or sessions of a class that approaches nobody, pass unseen. `accounts` is how many count in a
    /// market.
    pub(super) fn watch_weighs(&self, class: ClassId, acts: f64, now: Time, accounts: impl Fn(PlatformId, MarketId) -> f64) -> Vec<f64> {
        let class = &self.classes[class];
        let wanted = self.wanted(class);
        let on = |platform: PlatformId| {
            let of = |market| accounts(platform, market) * self.reachable_unseen(class, &wanted, (platform, market), acts, now);
            self.markets.ids().map(of).sum()
        };
        self.platforms.ids().map(on).collect()
    }

    /// How much more a class is after accounts of an age band than after all: a platform of young people has more for those who are after
    /// them.
    fn wanted(&self, class: &Class) -> ByBand<f64> {
        let targets = class.rules.approach.targets.get();
        let accounts = |platform| self.population.accounts(platform);
        let all: f64 = self.platforms.ids().map(accounts).sum();
        ByBand::of(|band| {
            let of_band: f64 = self.platforms.ids().map(|platform| accounts(platform) * self.population.ages(platform)[band]).sum();
            if of_band > 0.0 { targets[band.index()] * all / of_band } else { 0.0 }
        })
    }

    /// Share of a market's accounts that a class can reach, each counted by the chance that so many acts in a row pass unseen.
    fn reachable_unseen(
        &self,
        class: &Class,
        wanted: &ByBand<f64>,
        (platform, market): (PlatformId, MarketId),
        acts: f64,
        now: Time,
    ) -> f64 {
        let regime = self.platforms[platform].timeline.now(now);
        let (scans, watching) = (regime.scans([market; 2]), acts > 0.0 && self.is_anybody_watching());
        // Over messages that are encrypted and those that are not.
        let unseen = |minor: f64, passes: &dyn Fn(bool) -> f64| {
            if !watching {
                return 1.0;
            }
            let encrypted = self.encrypted_share(platform, market, minor, now);
            libm::pow(encrypted * passes(true) + (1.0 - encrypted) * passes(false), acts)
        };
        if class.rules.approach.rate.number() <= 0.0 {
            let past = if class.rules.malice.get() { self.evasion(now) } else { 0.0 };
            return unseen(0.0, &|encrypted| passes_session(regime, class, encrypted, scans, past));
        }
        let (ages, image) = (self.population.ages(platform), class.rules.conversation.image.number());
        let of = |band: Band| {
            let (minor, open) = self.can_be_reached(platform, regime, band);
            let coming = Coming { texts: 3, image, conduct: true, report: self.responses[band].report.number() };
            ages[band] * wanted[band] * open * unseen(minor, &|encrypted| passes(regime, 0.0, coming, encrypted, scans))
        };
        Band::ALL.into_iter().filter(|band| wanted[*band] > 0.0).map(of).sum()
    }

    /// Of accounts of a true age band: the chance that one declares less than 18, and the chance that limits on strangers let an
    /// approach through.
    fn can_be_reached(&self, platform: PlatformId, regime: &Regime, band: Band) -> (f64, f64) {
        let (mut minor, mut open) = (0.0, 0.0);
        for (declared, share) in self.population.declared(platform, band) {
            minor += if declared < Band::ADULT { share } else { 0.0 };
            open += share * regime.open_to_strangers(declared);
        }
        (minor, open)
    }
}
