//! Sharing: abuse material is passed on.

pub mod rules;

use super::Mechanism;
use super::detection;
use super::detection::signals::Signals;
use crate::engine::{Clock, Stream};
use crate::model::chance::{BEFORE_FIRST, Decision};
use crate::model::event::{Event, schedule};
use crate::model::identity::{Band, OffenderId};
use crate::model::outcome::Outcome;
use crate::model::population::Account;
use crate::model::state::State;

pub(in crate::model) fn first_share(state: &State, number: OffenderId, clock: &mut Clock<Event>) {
    let (_, wait) = state.chance.act(Decision::ShareGap, state.offenders[number].id, BEFORE_FIRST);
    next_share(state, number, wait, clock);
}

fn next_share(state: &State, number: OffenderId, mut wait: Stream, clock: &mut Clock<Event>) {
    let offender = &state.offenders[number];
    let rate = state.class_of(number).rules.sharing.rate.number();
    if rate > 0.0 && state.simulates(Mechanism::Sharing) {
        let at = clock.now().after_days(wait.exponential(1.0 / rate));
        if at < offender.until && at <= state.horizon {
            schedule(clock, at, Event::Share(number));
        }
    }
}

pub(in crate::model) fn share(state: &mut State, number: OffenderId, clock: &mut Clock<Event>) {
    let offender = state.offenders[number];
    let (session, wait) = state.chance.act(Decision::ShareGap, offender.id, offender.shares);
    state.offenders[number].shares += 1;
    next_share(state, number, wait, clock);
    let account = state.which_account(&offender, session);
    let platform = offender.platform;
    let timeline = &state.platforms[platform].timeline;
    let passes = timeline.adults_exchange_images(clock.now());
    if !passes || state.offenders.account(number, account).lost || clock.now() >= offender.until {
        return;
    }
    let class = state.class_of(number);
    let rules = &class.rules;
    let mut stream = state.chance.of(Decision::ShareKind, session, 0);
    let [kind, on_surface] = stream.halves();
    let [files, among_many] = stream.halves();
    let (known, near) = (rules.sharing.known.number(), rules.sharing.near_duplicate.number());
    let is_new = kind >= known + near;
    let matches = match kind {
        u if u < known => 1.0,
        u if u < known + near => timeline.now(clock.now()).rules.detection.near_duplicate_match.number(),
        _ => 0.0,
    };
    let files = class.files.quantile(files);
    let surface = on_surface < rules.sharing.surface.number();
    let viral = among_many < rules.sharing.viral.number();
    let market = offender.market;
    let reader = || Account { declared: Band::ADULT, position: stream.uniform(), reluctance: 1.0 };
    let taste = rules.privacy_taste.number();
    let encrypted = state.encrypts(platform, clock.now(), [market; 2], taste, || offender.account(), reader);
    let signals = Signals { files, matches, new_image: is_new, surface, viral, imagery: true, ..Signals::new(session, market, encrypted) };
    let outcome = if is_new { Outcome::NewShared } else { Outcome::KnownShared };
    state.count_offender(outcome, platform, number, clock.now(), 1.0);
    detection::look(state, number, account, platform, &signals, clock);
}
