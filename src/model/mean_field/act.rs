//! What platforms see of one thing that an offender does, and what comes of it.

use super::place::{NOW, Place};
use crate::model::mechanism::conversation::rules::HarmType;
use crate::model::mechanism::detection::rules::Channel;
use crate::model::offender::Class;
use crate::model::state::State;
use crate::model::watch::confirmed;

/// What comes of something that an offender does, on average.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// Flags.
    pub flags: f64,
    /// Flags that are confirmed.
    pub incidents: f64,
    /// Reports.
    pub reports: f64,
    /// Chance that the account is suspended for it.
    pub suspends: f64,
    /// Chance that the account is restricted for it.
    pub restricts: f64,
}

impl Seen {
    pub fn times(self, factor: f64) -> Self {
        let Self { flags, incidents, reports, suspends, restricts } = self;
        Self {
            flags: flags * factor,
            incidents: incidents * factor,
            reports: reports * factor,
            suspends: suspends * factor,
            restricts: restricts * factor,
        }
    }

    pub fn plus(self, other: Self) -> Self {
        Self {
            flags: self.flags + other.flags,
            incidents: self.incidents + other.incidents,
            reports: self.reports + other.reports,
            suspends: self.suspends + other.suspends,
            restricts: self.restricts + other.restricts,
        }
    }
}

/// What one flag leads to with the chance that it is confirmed. `own_report` is how many reports it counts for.
pub(super) fn follows(place: Place<'_>, class: &Class, flagged: f64, confirmed: f64, imagery: bool, own_report: f64) -> Seen {
    let (reporting, enforcement) = (&place.regime.rules.reporting, &place.regime.rules.enforcement);
    let duty = if imagery { reporting.duty_imagery.number() } else { reporting.duty_conduct.number() };
    let is_fraud = class.rules.conversation.harm_type.get() == HarmType::Fraud;
    let reported = if reporting.enabled.get() && !is_fraud { duty * own_report } else { 0.0 };
    Seen {
        flags: flagged,
        incidents: confirmed,
        reports: confirmed * reported,
        suspends: confirmed * enforcement.suspend.number(),
        restricts: confirmed * enforcement.restrict.number(),
    }
}

/// What comes of a session of sharing by an offender of this skill.
pub(super) fn session(state: &State, class: &Class, place: Place<'_>, skill: f32) -> Seen {
    let (rules, regime) = (&class.rules, place.regime);
    if !state.platforms[place.platform].timeline.adults_exchange_images(NOW) {
        return Seen::default();
    }
    let sharing = &rules.sharing;
    let (known, near) = (sharing.known.number(), sharing.near_duplicate.number());
    let encrypted = place.encrypted(false, rules.privacy_taste.number());
    let altered = regime.rules.detection.near_duplicate_match.number();
    let past = if rules.malice.get() { state.evasion(state.horizon) } else { 0.0 };
    let surface = regime.recall(Channel::VisibleSurfaces, skill) * sharing.surface.number();
    let on_surface = confirmed(regime, Channel::VisibleSurfaces, false, surface);
    let viral = sharing.viral.number();
    let own_report = 1.0 - viral + viral / regime.rules.reporting.bundling.number();
    let mut seen = Seen::default();
    for (kind, matches, is_new) in [(known, 1.0, false), (near, altered, false), ((1.0 - known - near).max(0.0), 1.0, true)] {
        for (share, is_encrypted) in [(1.0 - encrypted, false), (encrypted, true)] {
            let channel = match (is_encrypted, is_new) {
                (true, _) => Channel::ClientSideScan,
                (false, true) => Channel::ImageClassifier,
                (false, false) => Channel::HashMatch,
            };
            let looks = if is_encrypted { !is_new } else { place.scans() };
            let one = if looks { regime.recall(channel, skill) * matches * if is_encrypted { 1.0 - past } else { 1.0 } } else { 0.0 };
            let any = any_file(one, sharing.files.number());
            let is_confirmed = confirmed(regime, channel, is_encrypted, any) + (1.0 - any) * on_surface;
            let flagged = any + (1.0 - any) * surface;
            seen = seen.plus(follows(place, class, flagged, is_confirmed, true, own_report).times(kind * share));
        }
    }
    seen
}

/// The chance that one of a geometric number of files is recognised, each with chance `one`.
fn any_file(one: f64, mean: f64) -> f64 {
    let ends = 1.0 / mean.max(1.0);
    1.0 - ends * (1.0 - one) / (1.0 - (1.0 - ends) * (1.0 - one))
}

/// What comes of a stage of a conversation: of its text, if there is any, of an image, and of conduct.
pub(super) fn stage(class: &Class, place: Place<'_>, skill: f32, encrypted: bool, [text, image, conduct]: [f64; 3]) -> Seen {
    let regime = place.regime;
    let readable = place.scans() && !encrypted;
    let channels = [
        (Channel::ImageClassifier, if readable { image } else { 0.0 }),
        (Channel::TextClassifier, if readable { text } else { 0.0 }),
        (Channel::Behaviour, conduct),
    ];
    let (mut flagged, mut is_confirmed) = (0.0, 0.0);
    for (channel, there) in channels {
        let recall = there * regime.recall(channel, skill);
        is_confirmed += (1.0 - flagged) * confirmed(regime, channel, encrypted, recall);
        flagged += (1.0 - flagged) * recall;
    }
    let with = follows(place, class, flagged, is_confirmed, true, 1.0).times(image);
    with.plus(follows(place, class, flagged, is_confirmed, false, 1.0).times(1.0 - image))
}

/// What comes of a victim's report of a conversation, made with this chance where reporting is easy.
pub(super) fn victims_report(class: &Class, place: Place<'_>, encrypted: bool, report: f64) -> Seen {
    let reports = &place.regime.rules.detection.user_reports;
    let made = if reports.enabled.get() { report * reports.ease.number() } else { 0.0 };
    follows(place, class, made, confirmed(place.regime, Channel::UserReport, encrypted, made), false, 1.0)
}

/// The chance that an account is shut before something that comes after `days` on average, given that a flag will shut it: the flag
/// takes time to be raised, and to be looked at.
pub(super) fn shut_in_time(place: Place<'_>, days: f64) -> f64 {
    let rules = &place.regime.rules;
    let delay = rules.detection.text_classifier.delay.get().days();
    let (flag, review) = (delay / days.max(1e-9), rules.review.handling.get().days() / days.max(1e-9));
    1.0 / ((1.0 + flag) * (1.0 + review))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::distribution::at_least_once;

    #[test]
    fn any_of_a_geometric_number_is_the_mean_over_the_numbers() {
        for (one, mean) in [(0.3, 1.0), (0.02, 6.0), (0.7, 3.5)] {
            let ends = 1.0 / mean;
            let of = |n: u64| ends * libm::pow(1.0 - ends, (n - 1) as f64) * at_least_once(one, n);
            let expected: f64 = (1..400).map(of).sum();
            assert!((any_file(one, mean) - expected).abs() < 1e-9, "{one} {mean}");
        }
    }
}
