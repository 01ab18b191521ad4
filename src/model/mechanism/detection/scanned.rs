//! Whose messages a machine looks into: not drawn but worked out, from the rules in force and the users.

use crate::model::identity::{MarketId, PlatformId};
use crate::model::mechanism::Mechanism;
use crate::model::outcome::Outcome;
use crate::model::regime::{ByAge, Regime};
use crate::model::state::State;
use crate::units::Time;

/// Counts the account-days and the messages of a window that machines looked into.
pub(in crate::model) fn window_ends(state: &mut State, from: Time, to: Time) {
    if !state.simulates(Mechanism::Detection) {
        return;
    }
    for platform in state.platforms.ids() {
        for market in state.markets.ids() {
            if state.population.accounts_in(platform, market) > 0.0 {
                let what = |regime: &Regime| scanning(regime, market).map(f64::to_bits);
                let pieces = state.platforms[platform].timeline.pieces((from, to), what);
                for piece in pieces {
                    count_scanned(state, platform, market, piece);
                }
            }
        }
    }
}

/// The share of messages that channels on the server look into where they can read them, the share of those with an image or a video,
/// and the messages of an account a day.
fn scanning(regime: &Regime, market: MarketId) -> [f64; 3] {
    let (rules, traffic) = (&regime.rules.detection, &regime.rules.traffic);
    let images = traffic.images.number();
    let on_images = rules.hash_match.enabled.get() || rules.image_classifier.enabled.get();
    let looked_into = match (regime.scans([market; 2]), rules.text_classifier.enabled.get(), on_images) {
        (true, true, _) => 1.0,
        (true, false, true) => images,
        _ => 0.0,
    };
    [looked_into, images, traffic.messages.number()]
}

/// Counts what is scanned while nothing changes in what is looked into.
fn count_scanned(state: &mut State, platform: PlatformId, market: MarketId, (from, to): (Time, Time)) {
    let (timeline, withdrawn) = (&state.platforms[platform].timeline, state.regulator.withdrawn(platform, market));
    let [share, images, messages] = scanning(timeline.now(from), market);
    let nothing = ByAge::ALL.times(0.0);
    let readable = if share > 0.0 { timeline.readable_days_over(to.since(from), to, market, withdrawn) } else { nothing };
    let on_device = timeline.scanned_days(from, to, market, withdrawn);
    // What is counted here belongs to the window that ends.
    let last = Time(to.0 - 1);
    for (band, part) in state.population.ages(platform).iter() {
        let minor = state.population.pair_minor(platform, band);
        let accounts = state.population.accounts_in(platform, market) * part;
        let [server, device] = [readable, on_device].map(|days| accounts * days.of(minor));
        for (outcome, amount) in [
            (Outcome::ScannedServer, server),
            (Outcome::ScannedDevice, device),
            (Outcome::MessagesScanned, (server * share + device * images) * messages),
        ] {
            state.count(outcome, platform, market, band, last, amount);
        }
    }
}
