//! What is to be expected of cases of access: their rate, times the mean accounts of a case, times what an account exposes, integrated
//! over a window; and the same of demands and devices, which are counted at its end.

use super::opening::{Opening, Reach, harm_of};
use super::rules::{Access, Path};
use crate::model::identity::{MarketId, PlatformId};
use crate::model::policy::Timeline;
use crate::model::state::State;
use crate::units::{Span, Time};

/// Gauss and Legendre's rule of three points on 0 to 1, exact for polynomials up to the fifth degree: place and weight.
///
/// Between two cuts, days of content are a cubic of time, and days of metadata linear. The share of the messages kept that can be read
/// is a cubic too, but while what is kept grows after a longer retention: a cubic over a line, of which the rule has all but some
/// millionths.
const RULE: [(f64, f64); 3] = [(0.112_701_665_379_258_31, 5.0 / 18.0), (0.5, 8.0 / 18.0), (0.887_298_334_620_741_7, 5.0 / 18.0)];

/// Books what cases between two instants had to expose in one market. What the regulator did on the way is known by now.
pub(super) fn expect_cases(state: &mut State, platform: PlatformId, market: MarketId, from: Time, to: Time) {
    let (paths, in_bulk) = integrals(state, platform, market, from, to);
    for (path, reach) in Path::ALL.into_iter().zip(paths) {
        let opening = Opening::of(path, state, 0);
        expect_opened(state, platform, market, reach, opening);
    }
    let opening = Opening::in_bulk(state, 0);
    expect_opened(state, platform, market, in_bulk, opening);
}

/// Books what accounts of a market expose, spread over the ages, and whom it harms.
pub(super) fn expect_opened(state: &mut State, platform: PlatformId, market: MarketId, reach: Reach, opening: Opening) {
    for (band, share) in state.population.ages(platform).iter() {
        let minor = state.population.pair_minor(platform, band);
        state.expect(opening.metadata, platform, market, band, share * reach.metadata);
        let Some(content) = opening.content else { continue };
        state.expect(content, platform, market, band, share * reach.content.of(minor));
        state.expect(harm_of(band), platform, market, band, share * reach.readable.of(minor) * opening.harm);
    }
}

/// What the cases of each path, and bulk orders, expose on average between two instants.
fn integrals(state: &State, platform: PlatformId, market: MarketId, from: Time, to: Time) -> ([Reach; Path::ALL.len()], Reach) {
    let (timeline, rules) = (&state.platforms[platform].timeline, &state.markets[market].access);
    let (withdrawn, tightened) = (state.regulator.withdrawn(platform, market), state.regulator.tightened(platform, market));
    let (all, here) = (state.population.accounts(platform), state.population.accounts_in(platform, market));
    let orders = rules.bulk_orders.number() * rules.bulk_share.number() * here;
    let (mut paths, mut in_bulk) = ([Reach::nothing(); Path::ALL.len()], Reach::nothing());
    for piece in cuts(timeline, all, [from, to], [withdrawn, tightened]).windows(2) {
        let length = piece[1].since(piece[0]);
        for (place, weight) in RULE {
            let at = piece[0] + Span((length.0 as f64 * place) as u64);
            let reach = Reach::at(state, platform, market, at).times(weight * length.days());
            let now = &timeline.now(at).rules;
            let shut = if tightened.is_some_and(|since| since <= at) { now.answer.safeguards.number() } else { 0.0 };
            for (path, sum) in Path::ALL.into_iter().zip(&mut paths) {
                let opened = if path == Path::Breach { 1.0 } else { 1.0 - shut };
                let accounts = path.rate(&now.access) * path.mean_accounts(&now.access, all) * here / all;
                *sum = sum.plus(reach.times(accounts * opened));
            }
            in_bulk = in_bulk.plus(reach.times(orders));
        }
    }
    (paths, in_bulk)
}

/// Instants from `from` to `to` between which every rate is constant, and what the servers hold a polynomial of time: changes of the
/// rules, bends of a rollout and of what it leaves in the retention, and what the regulator brought about.
fn cuts(timeline: &Timeline, all: f64, [from, to]: [Time; 2], [withdrawn, tightened]: [Option<Time>; 2]) -> Vec<Time> {
    let rates = |access: &Access| Path::ALL.map(|path| [path.rate(access), path.mean_accounts(access, all)]);
    let mut cuts: Vec<Time> =
        timeline.steps(|rules| (rates(&rules.access), rules.answer.safeguards.number())).iter().map(|s| s.0).collect();
    let bends: Vec<Time> = timeline.bends().iter().copied().chain(withdrawn).collect();
    let contents = timeline.steps(|rules| rules.access.content_retention.get());
    let metadata = timeline.steps(|rules| rules.access.metadata_retention.get());
    for steps in [&contents, &metadata] {
        let ends = steps.iter().skip(1).map(|(start, _)| *start).chain([Time::NEVER]);
        let in_force = steps.iter().zip(ends).filter(|((start, _), end)| *start < to && *end > from);
        for ((_, retention), _) in in_force {
            // A bend leaves the retention.
            cuts.extend(bends.iter().map(|bend| *bend + *retention));
            // A longer retention is filled.
            let longer = steps.windows(2).filter(|pair| pair[0].1 < *retention);
            cuts.extend(longer.map(|pair| pair[1].0 + Span(retention.0 - pair[0].1.0)));
        }
        cuts.extend(steps.iter().map(|(start, _)| *start));
    }
    cuts.extend(bends.into_iter().chain(tightened));
    cuts.retain(|at| *at > from && *at < to);
    cuts.extend([from, to]);
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}
