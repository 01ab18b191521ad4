//! Investigation: what police do with reports.

pub mod rules;
pub mod state;

use self::rules::Verdict;
use self::state::{Case, Search};
use super::Mechanism;
use super::accusation;
use super::conversation::rules::HarmType;
use super::conversation::state::Conversation;
use super::offline;
use super::reporting::rules::Kind;
use crate::engine::{Clock, Job};
use crate::model::chance::{Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::flag::{Flag, Subject};
use crate::model::identity::{Band, CaseId, MarketId, OffenderId, SearchId};
use crate::model::offender::in_force;
use crate::model::outcome::Outcome;
use crate::model::population::Person;
use crate::model::staff::servers;
use crate::model::state::State;
use crate::units::Time;

/// Investigators on duty and their speed.
fn investigators(state: &State, market: MarketId, now: Time) -> (usize, f64) {
    let rules = &state.markets[market].investigation;
    let factor = budgets(state, market).iter().rev().find(|(start, _)| *start <= now).map_or(1.0, |(_, factor)| *factor);
    servers(rules.investigators.number() * factor * rules.on_duty.number() * state.sample)
}

/// When drivers from outside change a market's investigators, and the factor from then on.
fn budgets(state: &State, market: MarketId) -> Vec<(Time, f64)> {
    let drivers = state.markets[market].driver.iter();
    in_force(drivers.map(|(_, driver)| (state.origin + driver.start.get().get(), driver.investigators.number())))
}

pub(in crate::model) fn start(state: &mut State, clock: &mut Clock<Event>) {
    for market in state.markets.ids() {
        set_staff(state, market, clock);
        for (at, _) in budgets(state, market) {
            schedule(clock, at, Event::Budget(market));
        }
    }
}

/// Puts the investigators of the time on duty.
pub(in crate::model) fn set_staff(state: &mut State, market: MarketId, clock: &mut Clock<Event>) {
    let (servers, _) = investigators(state, market, clock.now());
    state.investigation.stations[market].set_servers(servers);
    while let Some(job) = state.investigation.stations[market].next(clock.now()) {
        begin_case(state, market, Some(job), clock);
    }
}

/// A report goes to the police.
pub(in crate::model) fn refer(state: &mut State, flag: &Flag, kind: Kind, actionable: bool, clock: &mut Clock<Event>) {
    if !state.simulates(Mechanism::Investigation) {
        return;
    }
    let (market, _) = state.where_counted(flag.subject);
    let id = part(flag.id, Decision::Triage, 0);
    let urgent = !flag.known;
    let Flag { subject, platform, at: flagged, encrypted, content, .. } = *flag;
    let (told, opened) = (false, false);
    take(state, Case { id, subject, platform, market, kind, told, flagged, encrypted, content, actionable, urgent, opened }, clock);
}

/// A child was harmed in a conversation: police may find out, and the child may tell them.
pub(in crate::model) fn child_harmed(state: &mut State, conversation: &Conversation, encrypted: bool, clock: &mut Clock<Event>) {
    state.investigation.victims.entry(conversation.offender).or_default().push(conversation.victim);
    tip(state, conversation, encrypted, clock);
}

/// A child who was harmed in a conversation may tell police, or somebody who does. They have what is on the child's device.
fn tip(state: &mut State, conversation: &Conversation, encrypted: bool, clock: &mut Clock<Event>) {
    let offender = &state.offenders[conversation.offender];
    let (market, child, platform) = (offender.market, conversation.victim, conversation.platform);
    let tell = state.responses[child.band()].tell.number();
    let mut stream = state.chance.of(Decision::Tip, conversation.id, 0);
    if !state.simulates(Mechanism::Investigation) || !stream.chance(tell) {
        return;
    }
    state.count(Outcome::Tips, platform, child.market(), child.band(), clock.now(), 1.0);
    let actionable = stream.chance(state.markets[market].investigation.actionable_tip.number());
    let (id, subject) = (part(conversation.id, Decision::Tip, 1), Subject::Offender(conversation.offender, conversation.account));
    let extorted = state.class_of(conversation.offender).rules.conversation.harm_type.get() == HarmType::FinancialSextortion;
    let kind = if extorted { Kind::Extortion } else { Kind::Conduct };
    let (told, content, urgent, opened, flagged) = (true, true, true, false, clock.now());
    take(state, Case { id, subject, platform, market, kind, told, flagged, encrypted, content, actionable, urgent, opened }, clock);
}

/// Police get a report, or are told.
fn take(state: &mut State, case: Case, clock: &mut Clock<Event>) {
    let mean = state.markets[case.market].investigation.referral.get().days();
    let delay = state.chance.of(Decision::Referral, case.id, 0).exponential(mean);
    state.investigation.received += 1;
    let case = state.investigation.cases.insert(case);
    schedule(clock, clock.now().after_days(delay), Event::Triage(case));
}

/// Triage opens a case, or does not.
pub(in crate::model) fn triage(state: &mut State, number: CaseId, clock: &mut Clock<Event>) {
    let case = state.investigation.cases[number];
    let market = case.market;
    let rules = &state.markets[market].investigation;
    let readily = if case.actionable { state.investigation.opens[market] } else { rules.opens_other.number() };
    let opens = readily * under_load(state, market, clock.now());
    // A child tells of a crime. One draw settles both, so that only what is taken for a crime is opened.
    let criminal = if case.told { 1.0 } else { rules.criminal.number() };
    let mut stream = state.chance.of(Decision::Triage, case.id, 0);
    let looks = stream.uniform();
    let class = usize::from(case.urgent == stream.chance(rules.misranks.number()));
    let known = matches!(case.subject, Subject::Offender(offender, _) if state.offenders[offender].under_investigation);
    let closed = if looks >= criminal {
        Some(Verdict::NotCriminal)
    } else if looks >= opens {
        Some(Verdict::Unopened)
    } else {
        known.then_some(Verdict::Joined)
    };
    if let Some(verdict) = closed {
        close_case(state, number, verdict, clock.now());
        return;
    }
    if let Subject::Offender(offender, _) = case.subject {
        state.offenders[offender].under_investigation = true;
        state.investigation.cases[number].opened = true;
    }
    count_case(state, Outcome::CasesOpened, &case, clock.now(), 1.0);
    if let Subject::Ordinary(person) = case.subject {
        accusation::accuse(state, (case.platform, person), (case.id, market), clock);
    }
    close_stale_cases(state, market, clock.now());
    let begins = state.investigation.stations[market].arrive(clock.now(), class, number);
    begin_case(state, market, begins, clock);
}

/// What share of the cases that they would open with nobody waiting police do open, as their queue stands.
fn under_load(state: &State, market: MarketId, now: Time) -> f64 {
    let rules = &state.markets[market].investigation;
    let (exponent, waiting) = (rules.load_triage.number(), state.investigation.waiting(market));
    if exponent <= 0.0 || waiting == 0 {
        return 1.0;
    }
    let (servers, speed) = investigators(state, market, now);
    let finished = servers as f64 * speed * rules.stale.get().days() / rules.handling.get().days();
    libm::pow(1.0 + waiting as f64 / finished, -exponent)
}

/// Closes the cases that have waited too long.
pub(in crate::model) fn close_stale_cases(state: &mut State, market: MarketId, now: Time) {
    let limit = state.markets[market].investigation.stale.get();
    while let Some(number) = state.investigation.stations[market].expire(now, limit) {
        let case = state.investigation.cases[number];
        count_case(state, Outcome::CaseWaited, &case, now, limit.days());
        count_case(state, Outcome::CaseTaken, &case, now, 1.0);
        count_case(state, Outcome::CasesStale, &case, now, 1.0);
        close_case(state, number, Verdict::Undetermined, now);
    }
}

fn begin_case(state: &mut State, market: MarketId, begins: Option<Job<CaseId>>, clock: &mut Clock<Event>) {
    let Some(Job { what: number, arrived }) = begins else { return };
    let now = clock.now();
    let case = state.investigation.cases[number];
    count_case(state, Outcome::CaseWaited, &case, now, now.since(arrived).days());
    count_case(state, Outcome::CaseTaken, &case, now, 1.0);
    let mean = state.markets[market].investigation.handling.get().days();
    let work = state.chance.of(Decision::CaseWork, case.id, 0).exponential(mean);
    let (_, speed) = investigators(state, market, now);
    schedule(clock, now.after_days(work / speed), Event::Investigated(number));
}

/// An investigation ends.
pub(in crate::model) fn investigated(state: &mut State, number: CaseId, clock: &mut Clock<Event>) {
    let mut case = state.investigation.cases[number];
    let market = case.market;
    count_case(state, Outcome::CasesInvestigated, &case, clock.now(), 1.0);
    case.content |= gets_messages(state, &case, clock.now());
    let verdict = match case.subject {
        Subject::Offender(offender, _) => solve(state, &case, offender, clock),
        Subject::Ordinary(_) => {
            count_case(state, Outcome::InnocentInvestigated, &case, clock.now(), 1.0);
            Verdict::NotCriminal
        }
    };
    close_case(state, number, verdict, clock.now());
    close_stale_cases(state, market, clock.now());
    let begins = state.investigation.stations[market].depart(clock.now());
    begin_case(state, market, begins, clock);
}

/// Police ask the platform for the suspect's messages. True if they are given any.
fn gets_messages(state: &mut State, case: &Case, now: Time) -> bool {
    let vanished = state.platforms[case.platform].timeline.now(now).rules.access.vanishing.number();
    let warrant = state.markets[case.market].investigation.warrant.number() * (1.0 - vanished);
    let given = holds_messages(state, case, now) && state.chance.of(Decision::Warrant, case.id, 0).chance(warrant);
    if given {
        count_case(state, Outcome::WarrantsContent, case, now, 1.0);
        if matches!(case.subject, Subject::Ordinary(_)) {
            count_case(state, Outcome::InnocentWarrants, case, now, 1.0);
        }
    }
    given
}

/// Whether the servers still hold what the case is about, and can read it or the oldest of what else they keep of the suspect.
fn holds_messages(state: &State, case: &Case, now: Time) -> bool {
    let platform = case.platform;
    let in_reach = state.platforms[platform].timeline.now(now).rules.answer.in_reach.get();
    let kept = state.platforms[platform].timeline.kept(now, |rules| rules.access.content_retention.get());
    if !in_reach || now.since(case.flagged) >= kept {
        return false;
    }
    let oldest = now - kept;
    // Whoever is written to is taken to be under the same rules as the suspect.
    let oldest_is_encrypted = || match case.subject {
        Subject::Offender(number, _) => {
            let offender = &state.offenders[number];
            let (taste, account) = (state.class_of(number).rules.privacy_taste.number(), || offender.account());
            state.encrypts(platform, oldest.max(offender.since), [case.market; 2], taste, account, account)
        }
        Subject::Ordinary(person) => state.is_encrypted(platform, person, person, oldest),
    };
    !case.encrypted || !oldest_is_encrypted()
}

/// The investigation of an offender ends: police identify and may arrest somebody, and find children whom the offender has harmed.
fn solve(state: &mut State, case: &Case, offender: OffenderId, clock: &mut Clock<Event>) -> Verdict {
    let rules = &state.markets[case.market].investigation;
    let arrest = if case.content { rules.arrest.number() } else { rules.arrest_blind.number() };
    let safeguard = rules.safeguard.number() * if case.content { 1.0 } else { rules.safeguard_blind.number() };
    let (unidentified, misattributed) = (rules.unidentified.number(), rules.misattributed.number());
    let malice = state.class_of(offender).rules.malice.get();
    let at_large = state.offenders[offender].until > clock.now() || offline::goes_on(state, offender, clock.now());
    // One draw, so that the chance of an arrest is of all investigations, those without a suspect among them.
    let how = state.chance.of(Decision::Arrest, case.id, 0).uniform();
    let arrested = malice && at_large && how < arrest;
    let wrong = arrested && state.chance.of(Decision::Misattributed, case.id, 0).chance(misattributed);
    if wrong {
        arrest_wrongly(state, case, clock.now());
    }
    if wrong || (!arrested && how >= 1.0 - unidentified) {
        return Verdict::Undetermined;
    }
    let mut stream = state.chance.of(Decision::Safeguard, case.id, 0);
    for (n, child) in state.investigation.victims.remove(&offender).unwrap_or_default().into_iter().enumerate() {
        if stream.chance(safeguard) {
            state.count(Outcome::ChildrenSafeguarded, case.platform, child.market(), child.band(), clock.now(), 1.0);
        } else {
            search_again(state, case, (n as u32, child), safeguard, clock);
        }
    }
    if arrested {
        for outcome in [Outcome::Arrests, case.kind.arrests()] {
            count_case(state, outcome, case, clock.now(), 1.0);
        }
        state.count_active(offender, clock.now());
        offline::arrested(state, offender, clock.now());
        let until = &mut state.offenders[offender].until;
        *until = clock.now().min(*until);
    }
    Verdict::Criminal
}

/// An address or a number is attributed to the wrong person, one of those who use the platform in the market.
fn arrest_wrongly(state: &mut State, case: &Case, now: Time) {
    let mut stream = state.chance.of(Decision::Misattributed, case.id, 1);
    let person = state.population.user_of(case.platform, case.market, &mut stream);
    let band = person.map_or(Band::ADULT, Person::band);
    state.count(Outcome::InnocentArrested, case.platform, case.market, band, now, 1.0);
}

/// A child who was not found is looked for again at a steady rate, each time with the same chance: so the searches that find somebody
/// are a Poisson stream, of which the first is drawn at once.
fn search_again(state: &mut State, case: &Case, (n, child): (u32, Person), safeguard: f64, clock: &mut Clock<Event>) {
    let rate = state.markets[case.market].investigation.research.number() * safeguard;
    if rate <= 0.0 {
        return;
    }
    let at = clock.now().after_days(state.chance.of(Decision::Research, case.id, n).exponential(1.0 / rate));
    if at <= state.horizon {
        let search = state.investigation.searches.insert(Search { case: case.id, child, platform: case.platform });
        schedule(clock, at, Event::Found(search));
    }
}

/// A renewed search finds a child.
pub(in crate::model) fn found(state: &mut State, search: SearchId, now: Time) {
    let Search { child, platform, .. } = state.investigation.searches.remove(search);
    for outcome in [Outcome::ChildrenSafeguarded, Outcome::FoundLater] {
        state.count(outcome, platform, child.market(), child.band(), now, 1.0);
    }
}

/// A report, or what a child told, is done with.
fn close_case(state: &mut State, number: CaseId, verdict: Verdict, now: Time) {
    let case = state.investigation.cases.remove(number);
    if let (Subject::Offender(offender, _), true) = (case.subject, case.opened) {
        state.offenders[offender].under_investigation = false;
    }
    state.investigation.closed += 1;
    if !case.told {
        count_case(state, verdict.outcome(), &case, now, 1.0);
    }
}

fn count_case(state: &mut State, outcome: Outcome, case: &Case, now: Time, amount: f64) {
    let (market, band) = state.where_counted(case.subject);
    state.count(outcome, case.platform, market, band, now, amount);
}

/// The count begins.
pub(in crate::model) fn begin_count(state: &mut State, now: Time) {
    state.investigation.stations.iter_mut().for_each(|police| police.restart_observation(now));
}
