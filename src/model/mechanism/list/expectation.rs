//! What is to be expected of tampering: it comes at a constant rate while devices are scanned.

use super::rules::Tampering;
use crate::model::identity::{Band, MarketId, PlatformId};
use crate::model::mechanism::Mechanism;
use crate::model::outcome::Outcome;
use crate::model::state::State;
use crate::units::Time;

/// Books what was to be expected in the warm-up: a list may be expanded when the count begins.
pub(super) fn expect_before(state: &mut State, platform: PlatformId, market: MarketId, now: Time) {
    let expansions = expansions(state, platform, market, Time::ZERO, now).0;
    state.list.histories[(platform, market)].expansions = expansions;
    state.expect(Outcome::ListExpanded, platform, market, Band::ADULT, expansions);
}

/// Books what was to be expected in a window.
pub(super) fn expect_tampering(state: &mut State, platform: PlatformId, market: MarketId, from: Time, to: Time) {
    if !state.simulates(Mechanism::List) || state.population.accounts_in(platform, market) <= 0.0 {
        return;
    }
    let (expansions, days_expanded) = expansions(state, platform, market, from, to);
    state.list.histories[(platform, market)].expansions += expansions;
    state.expect(Outcome::ListExpanded, platform, market, Band::ADULT, expansions);
    let on: f64 = scanning(state, platform, from, to).iter().filter(|(_, is_on)| *is_on).map(|(days, _)| days).sum();
    let poisonings = Tampering::Poisoning.rate(&state.markets[market].list) * on;
    state.expect(Outcome::ListPoisoned, platform, market, Band::ADULT, poisonings);
    state.expect(Outcome::ListPoisonings, platform, market, Band::ADULT, poisonings);
    let (accounts, last) = (state.population.accounts_in(platform, market), Time(to.0 - 1));
    for (band, share) in state.population.ages(platform).iter() {
        let scanned = state.scanned_share(platform, market, state.population.pair_minor(platform, band), last);
        state.expect(Outcome::ScanExpanded, platform, market, band, accounts * share * scanned * days_expanded);
    }
}

/// Expansions to be expected between two instants, and the days there of a list that is expanded by then.
fn expansions(state: &State, platform: PlatformId, market: MarketId, from: Time, to: Time) -> (f64, f64) {
    let rate = Tampering::Expansion.rate(&state.markets[market].list);
    let before = state.list.histories[(platform, market)].expansions;
    let (mut more, mut expanded) = (0.0, 0.0);
    for (days, is_on) in scanning(state, platform, from, to) {
        let (spared, here) = (libm::exp(-before - more), if is_on { rate * days } else { 0.0 });
        // The chance to be spared, integrated.
        let mean_spared = if here > 0.0 { -libm::expm1(-here) / here } else { 1.0 };
        expanded += days * (1.0 - spared * mean_spared);
        more += here;
    }
    (more, expanded)
}

/// The days between two instants, piece by piece, and whether a platform has its users' devices scanned.
fn scanning(state: &State, platform: PlatformId, from: Time, to: Time) -> Vec<(f64, bool)> {
    let simulated = state.simulates(Mechanism::Detection);
    let steps = state.platforms[platform].timeline.steps(|rules| rules.detection.client_side_scan.enabled.get());
    let ends = steps.iter().skip(1).map(|(start, _)| *start).chain([Time::NEVER]);
    let pieces = steps.iter().zip(ends).map(|((start, is_on), end)| (end.min(to).since((*start).max(from)).days(), *is_on && simulated));
    pieces.filter(|(days, _)| *days > 0.0).collect()
}
