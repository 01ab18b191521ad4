//! What comes of one minor or adult who answers.

use super::act::{Seen, shut_in_time, stage, victims_report};
use super::place::Place;
use crate::model::identity::{Band, PlatformId};
use crate::model::mechanism::conversation::rules::HarmType;
use crate::model::offender::Class;
use crate::model::state::State;
use crate::model::watch::level;

/// What comes of one approach, on average.
#[derive(Clone, Debug, Default)]
pub(super) struct Talk {
    /// Minors who answer.
    pub contacts: f64,
    /// What is seen of it where they met.
    pub seen: Seen,
    /// Children harmed where they met.
    pub harmed_here: f64,
    /// Elsewhere, to which the conversation was moved: children harmed, and what is seen of it.
    pub away: Vec<(PlatformId, f64, Seen)>,
}

/// The other end of a conversation.
#[derive(Clone, Copy)]
struct Victim {
    band: Band,
    declared: Band,
}

impl Talk {
    fn add(&mut self, other: &Self, times: f64) {
        self.contacts += times * other.contacts;
        self.seen = self.seen.plus(other.seen.times(times));
        self.harmed_here += times * other.harmed_here;
        self.away.extend(other.away.iter().map(|(platform, harmed, seen)| (*platform, times * harmed, seen.times(times))));
    }
}

/// What comes of an approach of an offender of this skill; `ends` is the rate a day at which the account goes, for whatever reason.
pub(super) fn approach(state: &State, class: &Class, place: Place<'_>, skill: f32, ends: f64) -> Talk {
    let (mut all, targets) = (Talk::default(), class.rules.approach.targets.get());
    for band in Band::ALL.into_iter().filter(|band| targets[band.index()] > 0.0) {
        for (declared, share) in state.population.declared(place.platform, band) {
            let answers = targets[band.index()] * state.responses[band].engage.number() * share * place.regime.open_to_strangers(declared);
            let victim = Victim { band, declared };
            let encrypted = place.encrypted(declared < Band::ADULT, class.rules.privacy_taste.number());
            for (part, encrypted) in [(1.0 - encrypted, false), (encrypted, true)] {
                if answers * part > 0.0 {
                    all.add(&talk(state, class, place, victim, skill, encrypted, ends), answers * part);
                }
            }
        }
    }
    all
}

fn talk(state: &State, class: &Class, place: Place<'_>, victim: Victim, skill: f32, encrypted: bool, ends: f64) -> Talk {
    let rules = &class.rules.conversation;
    let lasts = |days: f64| 1.0 / (1.0 + ends * days);
    let grows = rules.rapport.number() * lasts(rules.rapport_delay.get().days());
    let trust = stage(class, place, skill, encrypted, [1.0, 0.0, 1.0]);
    let mut talk = Talk { contacts: f64::from(u8::from(victim.band < Band::ADULT)), seen: trust.times(grows), ..Talk::default() };
    let mut stays = 1.0;
    for (platform, moved) in moves(state, class, place, victim, skill, encrypted) {
        let there = Place::of(state, platform, place.market);
        let hidden = there.encrypted(victim.declared < Band::ADULT, class.rules.privacy_taste.number());
        let gives_up = 1.0 / class.rules.lifetime.get().days();
        for (part, encrypted) in [(1.0 - hidden, false), (hidden, true)] {
            let (harmed, seen) = goes_on(state, class, there, victim, skill, encrypted, (gives_up, 0.0));
            talk.away.push((platform, grows * moved * part * harmed, seen.times(grows * moved * part)));
        }
        stays -= moved;
    }
    let (harmed, seen) = goes_on(state, class, place, victim, skill, encrypted, (ends, trust.suspends));
    talk.harmed_here = grows * stays * harmed;
    talk.seen = talk.seen.plus(seen.times(grows * stays));
    talk
}

/// From trust on: the chance of harm to a child, and what is seen of it. `ends` is the rate at which the account goes, and the chance that
/// what has been seen so far shuts it.
fn goes_on(
    state: &State,
    class: &Class,
    place: Place<'_>,
    victim: Victim,
    skill: f32,
    encrypted: bool,
    (ends, before): (f64, f64),
) -> (f64, Seen) {
    let rules = &class.rules.conversation;
    let response = &state.responses[victim.band];
    let reaches = |chance: f64, days: f64, shut: f64| chance / (1.0 + ends * days) * (1.0 - shut * shut_in_time(place, days));
    let stays = 1.0 - response.block.number() * (1.0 - rules.recontact.number());
    let image = if place.regime.lets_images_pass([Band::ADULT, victim.declared]) { rules.image.number() } else { 0.0 };
    let demands = reaches(rules.solicit.number(), rules.solicit_delay.get().days(), before);
    let demand =
        stage(class, place, skill, encrypted, [1.0, 0.0, 0.0]).plus(victims_report(class, place, encrypted, response.report.number()));
    let shut = 1.0 - (1.0 - before) * (1.0 - demand.suspends.min(1.0));
    let harmed = demands * stays * reaches(rules.harm.number(), rules.harm_delay.get().days(), shut);
    let harm = stage(class, place, skill, encrypted, [1.0, image, 0.0]);
    let shut = 1.0 - (1.0 - shut) * (1.0 - harm.suspends.min(1.0));
    let again = stays * reaches(rules.repeat.number(), rules.repeat_delay.get().days(), shut);
    let is_child = victim.band < Band::ADULT && rules.harm_type.get() != HarmType::Fraud;
    (if is_child { harmed } else { 0.0 }, demand.times(demands).plus(harm.times(harmed / (1.0 - again))))
}

/// Where a conversation that has grown into trust is moved, each with its chance: to the platform that watches it least, of those on which
/// the victim has an account.
fn moves(state: &State, class: &Class, place: Place<'_>, victim: Victim, skill: f32, encrypted: bool) -> Vec<(PlatformId, f64)> {
    let rules = &class.rules.conversation;
    let watch = |place: Place<'_>, encrypted: bool| {
        let images = place.regime.lets_images_pass([Band::ADULT, victim.declared]);
        let report = state.responses[victim.band].report.number();
        level(place.regime, class, skill, report, (encrypted, place.scans(), images))
    };
    let here = watch(place, encrypted);
    let mut others: Vec<(f64, PlatformId)> = state
        .platforms
        .ids()
        .filter(|platform| *platform != place.platform && state.population.accounts_in(*platform, place.market) > 0.0)
        .map(|platform| {
            let there = Place::of(state, platform, place.market);
            let hidden = there.encrypted(victim.declared < Band::ADULT, class.rules.privacy_taste.number());
            (hidden * watch(there, true) + (1.0 - hidden) * watch(there, false), platform)
        })
        .collect();
    others.sort_by(|a, b| a.0.total_cmp(&b.0));
    let tries = rules.move_away.number() * rules.move_accept.number();
    let (mut none_so_far, mut moves) = (1.0, Vec::new());
    for (there, platform) in others {
        let overlap = Place::of(state, platform, place.market).regime.rules.overlap.get()[victim.band.index()];
        if there < here {
            moves.push((platform, none_so_far * overlap * tries * (1.0 - there / here)));
        }
        none_so_far *= 1.0 - overlap;
    }
    moves
}
