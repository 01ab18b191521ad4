//! The adversaries of scanning on the device. When they come follows from when devices are scanned at all: it is settled anew whenever
//! rules change.

use super::rules::Cause;
use super::state::Poisoned;
use super::{flag_lawful, scans_devices};
use crate::engine::Clock;
use crate::model::chance::{Decision, name, part};
use crate::model::event::Event;
use crate::model::identity::PlatformId;
use crate::model::mechanism::Mechanism;
use crate::model::state::State;
use crate::units::Time;

/// Settles from when on everybody with malice has a way past the scan, and from when on people are sent what was crafted to match. What
/// has come stays.
pub(in crate::model) fn settle(state: &mut State, clock: &mut Clock<Event>) {
    if !state.simulates(Mechanism::List) {
        return;
    }
    let now = clock.now();
    if state.list.evaded > now {
        state.list.evaded = first(state, Decision::EvasionLearned, state.scanner.evasion_learning.number());
    }
    if state.list.extracted > now {
        state.list.extracted = first(state, Decision::Extraction, state.scanner.extraction.number());
        clock.retain(|event| !matches!(event, Event::PoisonedFlag(id) if state.list.poisoned[*id].cause == Cause::Crafted));
        state.list.crafted.clear();
    }
    let from = state.list.extracted.max(now);
    if from > state.horizon {
        return;
    }
    for platform in state.platforms.ids() {
        for market in state.markets.ids().filter(|_| ever_scans(state, platform)).collect::<Vec<_>>() {
            if state.list.crafted.insert((platform, market)) {
                let id = part(state.part_identity(platform, market), Decision::Extraction, 0);
                flag_lawful(state, Poisoned { id, platform, market, cause: Cause::Crafted, until: Time::NEVER, flags: 0 }, from, clock);
            }
        }
    }
}

/// Whether a platform has had devices scanned so far.
fn ever_scans(state: &State, platform: PlatformId) -> bool {
    state.platforms[platform].timeline.steps(|rules| rules.detection.client_side_scan.enabled.get()).iter().any(|(_, is_on)| *is_on)
}

/// When something first happens that comes at a rate while any platform has devices scanned: the same unit of chance in every arm.
fn first(state: &State, decision: Decision, rate: f64) -> Time {
    if rate <= 0.0 {
        return Time::NEVER;
    }
    let mut days = state.chance.of(decision, name("scanner"), 0).exponential(1.0 / rate);
    let steps = |platform| state.platforms[platform].timeline.steps(|rules| rules.detection.client_side_scan.enabled.get());
    let mut cuts: Vec<Time> = state.platforms.ids().flat_map(steps).map(|(at, _)| at).collect();
    cuts.sort_unstable();
    let ends = cuts.iter().skip(1).copied().chain([Time::NEVER]);
    for (from, to) in cuts.iter().copied().zip(ends) {
        let scanned = state.platforms.ids().any(|platform| scans_devices(state, platform, from));
        let at = from.after_days(days);
        if scanned && at < to {
            return at;
        }
        days -= if scanned { to.since(from).days() } else { 0.0 };
    }
    Time::NEVER
}

impl State {
    /// Share of their files that those with malice get past the scan of a device at an instant.
    pub(in crate::model) fn evasion(&self, now: Time) -> f64 {
        if now >= self.list.evaded { self.scanner.evasion.number() } else { 0.0 }
    }
}
