//! Regulator: inquiry, notice, fine, mandate, and the platform's answer.

mod law;
pub mod rules;
pub mod state;

use super::Mechanism;
use super::trust;
use crate::engine::Clock;
use crate::model::chance::{Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::identity::{Band, MarketId, PlatformId};
use crate::model::outcome::Outcome;
use crate::model::state::State;
use crate::units::Time;

pub(in crate::model) fn start(state: &mut State, clock: &mut Clock<Event>) {
    if !state.simulates(Mechanism::Regulator) {
        return;
    }
    for platform in state.platforms.ids() {
        for market in state.markets.ids() {
            next_inquiry(state, platform, market, clock);
        }
    }
}

/// Works out until the end of a window with which chances encryption is withdrawn, whatever happens in the run. Where nothing is ever
/// encrypted there is nothing to withdraw.
pub(in crate::model) fn window_ends(state: &mut State, to: Time) {
    if !state.simulates(Mechanism::Regulator) {
        return;
    }
    for platform in state.platforms.ids().filter(|platform| state.platforms[*platform].timeline.can_encrypt()).collect::<Vec<_>>() {
        advance(state, platform, to);
    }
}

/// Encryption begins on a platform: works out what led up to it, window by window.
pub(in crate::model) fn catch_up(state: &mut State, platform: PlatformId, now: Time) {
    if state.simulates(Mechanism::Regulator) && state.platforms[platform].timeline.can_encrypt() {
        let ends = (0..).map(|window| state.books.window_end(window)).take_while(|end| *end <= now && *end < state.horizon);
        ends.collect::<Vec<_>>().into_iter().for_each(|end| advance(state, platform, end));
    }
}

/// Works out the law of a platform's course in every market until an instant.
fn advance(state: &mut State, platform: PlatformId, to: Time) {
    let minor = state.mean_minor(platform);
    let timeline = &state.platforms[platform].timeline;
    for market in state.markets.ids().filter(|market| state.population.accounts_in(platform, *market) > 0.0) {
        let rules = &state.markets[market].regulator;
        state.regulator.laws[(platform, market)].advance(to, rules, timeline, market, minor);
    }
}

/// Draws the next inquiry at the greatest rate there can be; whether there is cause is seen when its time comes.
fn next_inquiry(state: &mut State, platform: PlatformId, market: MarketId, clock: &mut Clock<Event>) {
    let rules = &state.markets[market].regulator;
    let bound = rules.safety_inquiries.number() + rules.privacy_inquiries.number();
    if bound > 0.0 && state.population.accounts_in(platform, market) > 0.0 {
        let n = state.regulator.relations[(platform, market)].inquiries;
        state.regulator.relations[(platform, market)].inquiries += 1;
        let gap = state.chance.of(Decision::Inquiry, state.part_identity(platform, market), n).exponential(1.0 / bound);
        schedule(clock, clock.now().after_days(gap), Event::Inquiry(platform, market));
    }
}

/// The time for an inquiry, if there is cause.
pub(in crate::model) fn inquiry(state: &mut State, platform: PlatformId, market: MarketId, clock: &mut Clock<Event>) {
    let rules = &state.markets[market].regulator;
    let (safety, privacy) = (rules.safety_inquiries.number(), rules.privacy_inquiries.number());
    let notice = rules.notice.get().days();
    let case = inquiry_case(state, platform, market);
    let encrypted = state.encrypted_in(platform, market, clock.now());
    let in_reach = state.platforms[platform].timeline.now(clock.now()).rules.answer.in_reach.get();
    let mut stream = state.chance.of(Decision::InquiryCause, case, 0);
    let u = stream.uniform() * (safety + privacy);
    let on_safety = u < safety * encrypted;
    if in_reach && (on_safety || (safety..safety + privacy * (1.0 - encrypted)).contains(&u)) {
        state.count(Outcome::Inquiries, platform, market, Band::ADULT, clock.now(), 1.0);
        state.regulator.inquiries_opened += 1;
        state.regulator.relations[(platform, market)].under_way = true;
        let delay = stream.exponential(notice);
        schedule(clock, clock.now().after_days(delay), Event::Notice(platform, market, on_safety));
    } else {
        next_inquiry(state, platform, market, clock);
    }
}

/// Whether what an inquiry was opened for is still there: messages that nobody can read, or messages that the platform can.
fn has_cause(state: &State, platform: PlatformId, market: MarketId, on_safety: bool, now: Time) -> bool {
    let encrypted = state.encrypted_in(platform, market, now);
    if on_safety { encrypted > 0.0 } else { encrypted < 1.0 }
}

/// An inquiry comes to a notice, which the platform may remedy, or it is closed.
pub(in crate::model) fn notice(state: &mut State, platform: PlatformId, market: MarketId, on_safety: bool, clock: &mut Clock<Event>) {
    let now = clock.now();
    let rules = &state.markets[market].regulator;
    let (notices, decision) = (rules.notices.number(), rules.decision.get().days());
    let answer = &state.platforms[platform].timeline.now(now).rules.answer;
    let remedies = if on_safety { answer.concedes.number() } else { answer.remedies.number() };
    let mut stream = state.chance.of(Decision::Notice, inquiry_case(state, platform, market), 0);
    let (is_given, is_remedied) = (stream.chance(notices), stream.chance(remedies));
    if is_given && has_cause(state, platform, market, on_safety, now) {
        state.count(Outcome::Notices, platform, market, Band::ADULT, now, 1.0);
        if !is_remedied {
            let delay = stream.exponential(decision);
            schedule(clock, now.after_days(delay), Event::Decision(platform, market, on_safety));
            return;
        }
        remedy(state, platform, market, on_safety, now);
    }
    end_inquiry(state, platform, market);
    next_inquiry(state, platform, market, clock);
}

/// The platform does what the notice asks for.
fn remedy(state: &mut State, platform: PlatformId, market: MarketId, on_safety: bool, now: Time) {
    state.count(Outcome::Remedies, platform, market, Band::ADULT, now, 1.0);
    if on_safety {
        withdraw(state, platform, market, now);
    } else {
        state.regulator.relations[(platform, market)].tightened.get_or_insert(now);
    }
}

/// An inquiry has been closed, remedied or decided.
fn end_inquiry(state: &mut State, platform: PlatformId, market: MarketId) {
    state.regulator.inquiries_ended += 1;
    state.regulator.relations[(platform, market)].under_way = false;
}

/// An inquiry is decided.
pub(in crate::model) fn decision(state: &mut State, platform: PlatformId, market: MarketId, on_safety: bool, clock: &mut Clock<Event>) {
    end_inquiry(state, platform, market);
    let now = clock.now();
    let rules = &state.markets[market].regulator;
    let (fines, fine, mandates) = (rules.fines.number(), rules.fine.number(), rules.mandates.number());
    let case = inquiry_case(state, platform, market);
    let mut stream = state.chance.of(Decision::InquiryEnds, case, 0);
    let has_cause = has_cause(state, platform, market, on_safety, now);
    let (is_fined, gets_mandate) = (stream.chance(fines) && has_cause, on_safety && stream.chance(mandates) && has_cause);
    let platform_rules = &state.platforms[platform].timeline.now(now).rules;
    let (revenue, complies) = (platform_rules.answer.revenue.number(), platform_rules.answer.complies.number());
    let fine_shock = platform_rules.trust.fine_shock.number();
    if is_fined {
        let amount = fine * revenue * state.population.accounts_in(platform, market);
        state.count(Outcome::Fines, platform, market, Band::ADULT, now, amount);
        trust::shock(state, platform, market, fine_shock);
    }
    if gets_mandate {
        state.count(Outcome::Mandates, platform, market, Band::ADULT, now, 1.0);
        if !stream.chance(complies) {
            contest(state, platform, market, case, clock);
            return;
        }
        withdraw(state, platform, market, now);
    }
    next_inquiry(state, platform, market, clock);
}

/// The platform contests a mandate, which is suspended until the contest ends.
fn contest(state: &mut State, platform: PlatformId, market: MarketId, case: u64, clock: &mut Clock<Event>) {
    let mean = state.markets[market].regulator.contest.get().days();
    state.count(Outcome::Contests, platform, market, Band::ADULT, clock.now(), 1.0);
    state.regulator.contests_begun += 1;
    state.regulator.relations[(platform, market)].contested = true;
    let delay = state.chance.of(Decision::Contest, case, 0).exponential(mean);
    schedule(clock, clock.now().after_days(delay), Event::Contested(platform, market));
}

/// A contest ends: the mandate stands, and the platform complies, or it is lifted.
pub(in crate::model) fn contested(state: &mut State, platform: PlatformId, market: MarketId, clock: &mut Clock<Event>) {
    let upheld = state.markets[market].regulator.upheld.number();
    state.regulator.relations[(platform, market)].contested = false;
    state.regulator.contests_ended += 1;
    if state.chance.of(Decision::Contest, inquiry_case(state, platform, market), 1).chance(upheld) {
        withdraw(state, platform, market, clock.now());
    } else {
        state.count(Outcome::MandatesLifted, platform, market, Band::ADULT, clock.now(), 1.0);
    }
    next_inquiry(state, platform, market, clock);
}

/// The platform withdraws encryption from a market, if it has not yet.
fn withdraw(state: &mut State, platform: PlatformId, market: MarketId, now: Time) {
    let shock = state.platforms[platform].timeline.now(now).rules.trust.encryption_shock.number();
    if state.regulator.relations[(platform, market)].withdrawn.is_none() {
        state.count(Outcome::Withdrawals, platform, market, Band::ADULT, now, 1.0);
        state.regulator.relations[(platform, market)].withdrawn = Some(now);
        trust::shock(state, platform, market, shock);
    }
}

/// What names the inquiry under way into a platform in a market.
fn inquiry_case(state: &State, platform: PlatformId, market: MarketId) -> u64 {
    part(state.part_identity(platform, market), Decision::Inquiry, state.regulator.relations[(platform, market)].inquiries)
}
