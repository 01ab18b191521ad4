//! Access: who gets at messages and metadata.

mod expectation;
mod opening;
pub mod rules;
pub mod state;

use self::expectation::{expect_cases, expect_opened};
use self::opening::{Opening, Reach, harm_of, lasting};
use self::rules::{Path, breach_tail};
use self::state::OfPath;
use super::Mechanism;
use super::trust;
use crate::engine::distribution::{geometric, pareto};
use crate::engine::{Binomial, Clock};
use crate::model::chance::{Decision, part, poisson};
use crate::model::event::{Event, schedule};
use crate::model::identity::{Band, ByBand, MarketId, PlatformId};
use crate::model::outcome::Outcome;
use crate::model::state::{PlatformRules, State};
use crate::units::Time;

fn next_bulk_order(state: &mut State, platform: PlatformId, market: MarketId, clock: &mut Clock<Event>) {
    let rate = state.markets[market].access.bulk_orders.number();
    if rate <= 0.0 || state.population.accounts_in(platform, market) <= 0.0 {
        return;
    }
    let case = &mut state.access.bulk_orders[(platform, market)];
    let occasion = std::mem::replace(case, *case + 1);
    let who = state.part_identity(platform, market);
    let at = clock.now().after_days(state.chance.of(Decision::Bulk, who, occasion).exponential(1.0 / rate));
    if at <= state.horizon {
        schedule(clock, at, Event::BulkOrder(platform, market));
    }
}

/// A secret order reaches accounts of a market.
pub(in crate::model) fn bulk_order(state: &mut State, platform: PlatformId, market: MarketId, clock: &mut Clock<Event>) {
    let now = clock.now();
    let share = state.markets[market].access.bulk_share.number();
    let accounts = state.population.accounts_in(platform, market) * share;
    let case = part(state.part_identity(platform, market), Decision::Bulk, state.access.bulk_orders[(platform, market)]);
    let opening = Opening::in_bulk(state, case);
    expose_accounts(state, platform, market, accounts, opening, now);
    let trust = &state.platforms[platform].timeline.now(now).rules.trust;
    let (revealed, size) = (trust.revealed.number(), trust.revelation_shock.number());
    let case = state.access.bulk_orders[(platform, market)];
    if state.chance.of(Decision::Revealed, state.part_identity(platform, market), case).chance(revealed) {
        trust::shock(state, platform, market, size);
    }
    next_bulk_order(state, platform, market, clock);
}

pub(in crate::model) fn start(state: &mut State, platform: PlatformId, clock: &mut Clock<Event>) {
    if !state.simulates(Mechanism::Access) {
        return;
    }
    for path in Path::ALL {
        next_access(state, platform, path, clock);
    }
    for market in state.markets.ids() {
        next_bulk_order(state, platform, market, clock);
    }
}

/// Finds the next case of a path after the one of this instant.
fn next_access(state: &mut State, platform: PlatformId, path: Path, clock: &mut Clock<Event>) {
    let cases = &mut state.access.by_path[platform][path as usize];
    (cases.drawn, cases.last) = (cases.drawn + 1, clock.now());
    find_access(state, platform, path, clock);
}

/// Rules have changed: finds the next case of each path again, from the last one on, under the rules that hold since.
pub(in crate::model) fn draw_again(state: &State, platform: PlatformId, clock: &mut Clock<Event>) {
    if state.simulates(Mechanism::Access) {
        clock.retain(|event| !matches!(event, Event::Access(own, _) if *own == platform));
        for path in Path::ALL {
            find_access(state, platform, path, clock);
        }
    }
}

/// Finds the next case of a path after the last one.
fn find_access(state: &State, platform: PlatformId, path: Path, clock: &mut Clock<Event>) {
    let PlatformRules { identity, timeline, .. } = &state.platforms[platform];
    let OfPath { drawn, last } = state.access.by_path[platform][path as usize];
    let expected = state.chance.of(path.decision(), *identity, drawn - 1).exponential(1.0);
    let at = timeline.after_expecting(last, expected, |regime| path.rate(&regime.rules.access));
    schedule(clock, at, Event::Access(platform, path));
}

/// Somebody gets at a platform's data.
pub(in crate::model) fn access(state: &mut State, platform: PlatformId, path: Path, clock: &mut Clock<Event>) {
    let PlatformRules { identity, timeline, .. } = &state.platforms[platform];
    let (rules, trust) = (&timeline.now(clock.now()).rules.access, &timeline.now(clock.now()).rules.trust);
    let all = state.population.accounts(platform);
    if all <= 0.0 {
        return;
    }
    let mut stream = state.chance.of(path.decision(), *identity, state.access.by_path[platform][path as usize].drawn | 1 << 31);
    let u = stream.uniform();
    let accounts = match path {
        Path::Insider => geometric(u, rules.insider_accounts.number()) as f64,
        Path::Covert => geometric(u, rules.covert_accounts.number()) as f64,
        Path::Breach => (pareto(u, rules.breach_least.number(), breach_tail(rules))).min(1.0) * all,
    };
    let known = match path {
        Path::Breach => trust.breach_shock.number() * accounts.min(all) / all,
        Path::Insider | Path::Covert if stream.chance(trust.revealed.number()) => trust.revelation_shock.number(),
        Path::Insider | Path::Covert => 0.0,
    };
    trust::shock_everywhere(state, platform, known);
    expose(state, platform, path, accounts.min(all), clock.now());
    next_access(state, platform, path, clock);
}

/// Exposes so many accounts of a platform, spread over its users.
pub(in crate::model) fn expose(state: &mut State, platform: PlatformId, path: Path, accounts: f64, now: Time) {
    let case = part(state.platforms[platform].identity, path.decision(), state.access.by_path[platform][path as usize].drawn);
    let opening = Opening::of(path, state, case);
    let all = state.population.accounts(platform);
    if all <= 0.0 {
        return;
    }
    let timeline = &state.platforms[platform].timeline;
    let kept_shut = if path == Path::Breach { 0.0 } else { timeline.now(now).rules.answer.safeguards.number() };
    for market in state.markets.ids() {
        let opened = if state.regulator.tightened(platform, market).is_some() { 1.0 - kept_shut } else { 1.0 };
        let there = accounts * state.population.accounts_in(platform, market) / all * opened;
        expose_accounts(state, platform, market, there, opening, now);
    }
}

/// Counts the account-days that so many accounts of a market expose at `now`, and who is harmed by it.
fn expose_accounts(state: &mut State, platform: PlatformId, market: MarketId, accounts: f64, opening: Opening, now: Time) {
    let timeline = &state.platforms[platform].timeline;
    let metadata_days = timeline.kept(now, |rules| rules.access.metadata_retention.get()).days();
    let kept = timeline.kept(now, |rules| rules.access.content_retention.get()).days();
    let withdrawn = state.regulator.withdrawn(platform, market);
    let readable = timeline.readable_days(now, market, withdrawn).times(lasting(state, platform));
    let days: ByBand<f64> = ByBand::of(|band| readable.of(state.population.pair_minor(platform, band)));
    for (band, share) in state.population.ages(platform).iter() {
        state.count(opening.metadata, platform, market, band, now, accounts * share * metadata_days);
        let Some(content) = opening.content else { continue };
        state.count(content, platform, market, band, now, accounts * share * days[band]);
        if days[band] > 0.0 {
            let mean = accounts * share * days[band] / kept * opening.harm;
            harm_exposed(state, platform, market, band, (opening.case, mean), now);
        }
    }
}

/// Counts those whom a case harms, a Poisson number with this mean.
fn harm_exposed(state: &mut State, platform: PlatformId, market: MarketId, band: Band, (case, mean): (u64, f64), now: Time) {
    if mean > 0.0 {
        let who = case ^ state.population.market_identity(market).rotate_left(31);
        let harmed = poisson(mean, &mut state.chance.of(Decision::ExposureHarms, who, band.index() as u32)) as f64;
        state.count(harm_of(band), platform, market, band, now, harmed);
    }
}

/// Lawful demands and devices taken over between two instants: too many to be events, and nothing depends on their order.
///
/// They are counted in the window that ends at `to`, as is the readable content held at its end.
pub(in crate::model) fn window_ends(state: &mut State, window: usize, from: Time, to: Time) {
    if !state.simulates(Mechanism::Access) {
        return;
    }
    let days = to.since(from).days();
    let occasion = window as u32;
    // The end of a window belongs to the next one; what is counted here belongs to this one.
    let last = Time(to.0 - 1);
    for platform in state.platforms.ids() {
        for market in state.markets.ids() {
            let millions = state.population.accounts_in(platform, market) / 1e6;
            if millions > 0.0 {
                hold(state, platform, market, days / state.horizon.since(state.origin).days(), last);
                let who = state.part_identity(platform, market);
                unlawful_demands(state, platform, market, who, occasion, millions * days, last);
                lawful_demands(state, platform, market, who, occasion, millions * days, last);
                endpoints(state, platform, market, who, occasion, millions * days, last);
                expect_cases(state, platform, market, from, to);
            }
        }
    }
}

/// Counts the readable content on the servers, weighted by the window's part of the run. What was to be expected is what the rules let
/// them hold, and what they hold where a regulator may have had encryption withdrawn, by the chance of it: that comes in one of hundreds
/// of runs.
fn hold(state: &mut State, platform: PlatformId, market: MarketId, weight: f64, now: Time) {
    let accounts = state.population.accounts_in(platform, market) * lasting(state, platform);
    let timeline = &state.platforms[platform].timeline;
    let readable = timeline.readable_days(now, market, state.regulator.withdrawn(platform, market));
    let kept = timeline.kept(now, |rules| rules.access.content_retention.get());
    let opened = state.regulator.law(platform, market).opened(now - kept, now);
    let expected = timeline.readable_days(now, market, None).plus(opened);
    for (band, share) in state.population.ages(platform).iter() {
        let minor = state.population.pair_minor(platform, band);
        state.count(Outcome::ContentHeld, platform, market, band, now, accounts * share * readable.of(minor) * weight);
        state.expect(Outcome::ContentHeld, platform, market, band, accounts * share * expected.of(minor) * weight);
    }
}

fn lawful_demands(state: &mut State, platform: PlatformId, market: MarketId, who: u64, occasion: u32, exposure: f64, now: Time) {
    let demand = &state.markets[market].access;
    let factor = state.platforms[platform].timeline.now(now).rules.access.lawful_factor.number();
    let mut stream = state.chance.of(Decision::LawfulDemand, who, occasion);
    let (mean, each) = (demand.lawful_demands.number() * factor * exposure, demand.lawful_accounts.number());
    let (chance, share) = (demand.lawful_produced.number(), demand.lawful_content.number());
    let demands = poisson(mean, &mut stream);
    let mut some = |of: u64, chance: f64| Binomial::new(of, chance).map_or(0, |b| b.quantile(stream.uniform()));
    let produced = some(demands, chance);
    let with_content = some(produced, share);
    let asked = demands as f64 * each;
    for (outcome, amount, expected) in [
        (Outcome::LawfulDemands, demands as f64, mean),
        (Outcome::LawfulProduced, produced as f64, mean * chance),
        (Outcome::LawfulAccounts, asked, mean * each),
    ] {
        // A demand is about adults and minors alike: it is counted by market, at their shares of the users.
        for (band, share) in state.population.ages(platform).iter() {
            state.count(outcome, platform, market, band, now, amount * share);
            state.expect(outcome, platform, market, band, expected * share);
        }
    }
    let with_records = Opening { content: None, metadata: Outcome::MetadataLawful, case: 0, harm: 0.0 };
    let opening = Opening { content: Some(Outcome::ContentLawful), ..with_records };
    let [content, records] = [(with_content, share), (produced - with_content, 1.0 - share)]
        .map(|(demands, share)| (demands as f64 * each, mean * chance * share * each));
    open_accounts(state, platform, market, content, opening, now);
    open_accounts(state, platform, market, records, with_records, now);
    seize_backups(state, platform, market, content, now);
}

/// Exposes so many accounts of a market, of which so many were to be expected.
fn open_accounts(state: &mut State, platform: PlatformId, market: MarketId, accounts: (f64, f64), opening: Opening, now: Time) {
    let (happened, expected) = accounts;
    expose_accounts(state, platform, market, happened, opening, now);
    let reach = Reach::at(state, platform, market, now).times(expected);
    expect_opened(state, platform, market, reach, opening);
}

fn unlawful_demands(state: &mut State, platform: PlatformId, market: MarketId, who: u64, occasion: u32, exposure: f64, now: Time) {
    let demand = &state.markets[market].access;
    let accounts = demand.lawful_accounts.number();
    let mean = demand.unlawful_demands.number() * demand.lawful_produced.number() * exposure;
    let forged = demand.unlawful_records.number() * exposure;
    let mut stream = state.chance.of(Decision::UnlawfulDemand, who, occasion);
    let [demands, answered] = [mean, forged].map(|mean| poisson(mean, &mut stream) as f64);
    let (content, metadata) = (Some(Outcome::ContentUnlawfulDemand), Outcome::MetadataUnlawfulDemand);
    let case = part(who, Decision::UnlawfulDemand, occasion);
    let opening = Opening { content, metadata, case, harm: state.exposure.targeted.number() };
    open_accounts(state, platform, market, (demands * accounts, mean * accounts), opening, now);
    open_accounts(state, platform, market, (answered, forged), Opening { content: None, ..opening }, now);
}

/// Encrypted messages of accounts under a lawful demand, as far as they are in an open backup.
fn seize_backups(state: &mut State, platform: PlatformId, market: MarketId, (accounts, expected): (f64, f64), now: Time) {
    let timeline = &state.platforms[platform].timeline;
    let rules = &timeline.now(now).rules.access;
    let (open, history) = (rules.open_backups.number() * lasting(state, platform), rules.backup_history.get());
    let withdrawn = state.regulator.withdrawn(platform, market);
    // What the servers can read of the same days is produced from there.
    let readable = timeline.readable_days_over(history, now, market, withdrawn);
    // The days are a sum of pieces, which rounding may carry past the whole.
    let hidden = ByBand::of(|band| (history.days() - readable.of(state.population.pair_minor(platform, band))).max(0.0));
    for (band, share) in state.population.ages(platform).iter() {
        let days = accounts * share * open * hidden[band];
        state.count(Outcome::ContentBackup, platform, market, band, now, days);
        state.expect(Outcome::ContentBackup, platform, market, band, expected * share * open * hidden[band]);
    }
}

fn endpoints(state: &mut State, platform: PlatformId, market: MarketId, who: u64, occasion: u32, exposure: f64, now: Time) {
    let demand = &state.markets[market].access;
    let (partner, by_state) = (demand.endpoint_partner.number() * exposure, demand.endpoint_state.number() * exposure);
    let substitution = demand.endpoint_substitution.number();
    let scanner = demand.endpoint_scanner.number();
    let history = demand.endpoint_history.get().days();
    for (band, share) in state.population.ages(platform).iter() {
        let minor = state.population.pair_minor(platform, band);
        let encrypted = state.encrypted_share(platform, market, minor, now);
        let (mean, factor) = (by_state * share, 1.0 + (substitution - 1.0) * encrypted);
        let mut stream = state.chance.of(Decision::Endpoint, who ^ band.index() as u64, occasion);
        // Those taken over under any regime, those to which closed servers move demand, and those that a scanner lets in: three
        // independent Poisson numbers, each of one uniform under any regime.
        let on_device = state.scanned_share(platform, market, minor, now);
        let means = [partner * share + mean * factor.min(1.0), mean * (factor - 1.0).max(0.0), mean * (scanner - 1.0) * on_device];
        let [anyway, moved, let_in] = means.map(|mean| poisson(mean, &mut stream) as f64);
        let (devices, expected) = (anyway + moved + let_in, means.iter().sum::<f64>());
        for outcome in [Outcome::ContentEndpoint, Outcome::MetadataEndpoint] {
            state.count(outcome, platform, market, band, now, devices * history);
            state.expect(outcome, platform, market, band, expected * history);
        }
        if history > 0.0 {
            let (case, harm) = (part(who, Decision::Endpoint, occasion), state.exposure.targeted.number());
            harm_exposed(state, platform, market, band, (case, (anyway + let_in) * harm), now);
            state.expect(harm_of(band), platform, market, band, (means[0] + means[2]) * harm);
        }
    }
}
