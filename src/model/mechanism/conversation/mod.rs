//! Conversation: from an answer to harm.

pub mod rules;
pub mod state;

use self::rules::HarmType;
use self::state::{Conversation, Next};
use super::Mechanism;
use super::detection;
use super::detection::signals::Signals;
use super::investigation;
use super::trust;
use crate::engine::Clock;
use crate::model::chance::{Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::identity::{Band, ConversationId, PlatformId};
use crate::model::offender::Class;
use crate::model::outcome::Outcome;
use crate::model::state::State;

pub(in crate::model) fn begin(state: &mut State, conversation: Conversation, clock: &mut Clock<Event>) {
    if let Some(delay) = grows(state, state.class_of(conversation.offender), conversation.id) {
        let at = clock.now().after_days(delay);
        if at <= state.horizon {
            let conversation = state.conversation.open.insert(conversation);
            schedule(clock, at, Event::Stage(conversation));
        }
    }
}

/// Days until conversation `id` has grown into trust, if it ever does.
pub(in crate::model) fn grows(state: &State, class: &Class, id: u64) -> Option<f64> {
    let rules = &class.rules.conversation;
    let mut stream = state.chance.of(Decision::Stage, id, 0);
    (state.simulates(Mechanism::Conversation) && stream.chance(rules.rapport.number()))
        .then(|| stream.exponential(rules.rapport_delay.get().days()))
}

pub(in crate::model) fn stage(state: &mut State, number: ConversationId, clock: &mut Clock<Event>) {
    let mut conversation = state.conversation.open[number];
    let offender = state.offenders[conversation.offender];
    let now = clock.now();
    if is_cut(state, &conversation) {
        if now < offender.until && conversation.victim.band() < Band::ADULT {
            let platform = conversation.platform;
            state.count(Outcome::ConversationsCut, platform, conversation.victim.market(), conversation.victim.band(), now, 1.0);
        }
        state.conversation.open.remove(number);
        return;
    }
    conversation.step += 1;
    let goes_on = now < offender.until
        && match conversation.next {
            Next::Trust => trust(state, &mut conversation, clock),
            Next::Demand => demand(state, &mut conversation, clock),
            Next::Harm => harm(state, &mut conversation, clock),
        };
    let at = if goes_on { next_stage(state, &mut conversation, clock) } else { None };
    match at {
        Some(at) => {
            state.conversation.open[number] = conversation;
            schedule(clock, at, Event::Stage(number));
        }
        None => {
            state.conversation.open.remove(number);
        }
    }
}

/// Whether the account that a conversation runs over does not work, or is another by now.
pub(in crate::model) fn is_cut(state: &State, conversation: &Conversation) -> bool {
    if conversation.moved {
        return state.offenders.generation_away(conversation.offender, conversation.platform) != conversation.generation;
    }
    let offender = &state.offenders[conversation.offender];
    let standing = state.offenders.account(conversation.offender, conversation.account);
    standing.lost || standing.generation != conversation.generation || offender.platform != conversation.platform
}

/// When the next stage comes, if it comes within the run.
fn next_stage(state: &State, conversation: &mut Conversation, clock: &Clock<Event>) -> Option<crate::units::Time> {
    let rules = &state.class_of(conversation.offender).rules.conversation;
    let (next, chance, delay) = match conversation.next {
        Next::Trust => (Next::Demand, &rules.solicit, &rules.solicit_delay),
        Next::Demand => (Next::Harm, &rules.harm, &rules.harm_delay),
        Next::Harm => (Next::Harm, &rules.repeat, &rules.repeat_delay),
    };
    let mut stream = state.chance.of(Decision::Stage, conversation.id, conversation.step);
    conversation.next = next;
    let comes = stream.chance(chance.number());
    let at = clock.now().after_days(stream.exponential(delay.get().days()));
    (comes && at <= state.horizon).then_some(at)
}

fn trust(state: &mut State, conversation: &mut Conversation, clock: &mut Clock<Event>) -> bool {
    let signals = Signals { conduct: true, text: true, ..signals(state, conversation, clock) };
    detection::look(state, conversation.offender, conversation.account, conversation.platform, &signals, clock);
    move_away(state, conversation, clock);
    true
}

/// The offender may try to move the conversation to the platform that watches it least, of those on which the victim has an account:
/// the more readily, the more of the watch falls away. It stays where it is if none watches it less, or if the victim does not accept.
fn move_away(state: &mut State, conversation: &mut Conversation, clock: &Clock<Event>) {
    let (offender, victim) = (state.offenders[conversation.offender], conversation.victim);
    let rules = &state.class_of(conversation.offender).rules.conversation;
    let mut stream = state.chance.of(Decision::MoveAway, conversation.id, 0);
    let (tries, accepts) = (stream.uniform(), stream.uniform());
    let readiness = rules.move_away.number();
    if tries >= readiness || accepts >= rules.move_accept.number() {
        return;
    }
    let level = |platform| state.watch(platform, &offender, victim, clock.now());
    let has_account = |platform: &PlatformId| {
        let overlap = state.platforms[*platform].timeline.now(clock.now()).rules.overlap.get();
        state.population.has_account(*platform, victim, overlap[victim.band().index()])
    };
    let others = state.platforms.ids().filter(|platform| *platform != conversation.platform).filter(has_account);
    let least = others.map(|platform| (level(platform), platform)).min_by(|a, b| a.0.total_cmp(&b.0));
    let (here, Some((there, away))) = (level(conversation.platform), least) else { return };
    if there < here && tries < readiness * (1.0 - there / here) {
        count_victim(state, Outcome::ConversationsMoved, conversation, true, clock);
        conversation.platform = away;
        conversation.generation = state.offenders.generation_away(conversation.offender, away);
        conversation.moved = true;
    }
}

fn demand(state: &mut State, conversation: &mut Conversation, clock: &mut Clock<Event>) -> bool {
    let signals = Signals { text: true, ..signals(state, conversation, clock) };
    detection::look(state, conversation.offender, conversation.account, conversation.platform, &signals, clock);
    count_victim(state, Outcome::Demands, conversation, true, clock);
    victim_stays(state, conversation, &signals, clock)
}

fn harm(state: &mut State, conversation: &mut Conversation, clock: &mut Clock<Event>) -> bool {
    let rules = &state.class_of(conversation.offender).rules.conversation;
    let (platform, victim) = (conversation.platform, conversation.victim);
    let regime = state.platforms[platform].timeline.now(clock.now());
    let image = state.chance.of(Decision::HarmImage, conversation.id, conversation.step).chance(rules.image.number())
        && regime.lets_images_pass([Band::ADULT, state.population.account(platform, victim).declared]);
    let signals = Signals { text: true, new_image: image, imagery: image, ..signals(state, conversation, clock) };
    let outcome = match (rules.harm_type.get(), image) {
        (HarmType::Fraud, _) => Outcome::HarmFraud,
        (HarmType::FinancialSextortion, _) => Outcome::HarmSextortion,
        (HarmType::Grooming, true) => Outcome::HarmNewImages,
        (HarmType::Grooming, false) => Outcome::HarmGrooming,
    };
    state.count(outcome, platform, victim.market(), victim.band(), clock.now(), 1.0);
    if victim.band() < Band::ADULT && outcome != Outcome::HarmFraud {
        count_child(state, conversation, clock);
        let shock = state.platforms[platform].timeline.now(clock.now()).rules.trust.harm_shock.number();
        let size = shock / state.sample / (state.population.accounts_in(platform, victim.market()) / 1e6).max(1.0);
        trust::shock(state, platform, victim.market(), size);
        let first = !std::mem::replace(&mut conversation.harmed, true);
        if first {
            investigation::child_harmed(state, conversation, signals.encrypted, clock);
        }
    }
    detection::look(state, conversation.offender, conversation.account, platform, &signals, clock);
    victim_stays(state, conversation, &signals, clock)
}

/// Counts a child once on each platform and once in all: by where the harm happens, and by where the offender met the child.
fn count_child(state: &mut State, conversation: &Conversation, clock: &Clock<Event>) {
    let child = conversation.victim;
    let (market, band, now) = (child.market(), child.band(), clock.now());
    let counted = [(Outcome::ChildrenHarmed, conversation.platform), (Outcome::ChildrenHarmedMet, conversation.met)];
    for (place, (outcome, platform)) in counted.into_iter().enumerate() {
        let places = &mut state.conversation.harmed.entry(child).or_default()[place];
        let (first, first_here) = (*places == 0, *places >> platform.index() & 1 == 0);
        *places |= 1 << platform.index();
        if first {
            state.books.count_anywhere(outcome, market, band, now);
        }
        if first_here {
            state.count(outcome, platform, market, band, now, 1.0);
        }
    }
}

/// The count begins: who is harmed is counted afresh.
pub(in crate::model) fn begin_count(state: &mut State) {
    state.conversation.harmed.clear();
}

/// What can be seen of this stage of a conversation, signals apart.
fn signals(state: &State, conversation: &Conversation, clock: &Clock<Event>) -> Signals {
    let platform = conversation.platform;
    let offender = &state.offenders[conversation.offender];
    let taste = state.class_of(conversation.offender).rules.privacy_taste.number();
    let markets = [offender.market, conversation.victim.market()];
    let reader = || state.population.account(platform, conversation.victim);
    let encrypted = state.encrypts(platform, clock.now(), markets, taste, || offender.account(), reader);
    let id = part(conversation.id, Decision::Stage, conversation.step);
    Signals { away: conversation.moved, ..Signals::new(id, conversation.victim.market(), encrypted) }
}

/// The victim may report and may block. False if the conversation ends by it.
///
/// Surveys say who ever reported or blocked, so each victim makes up their mind once, for the whole conversation.
fn victim_stays(state: &mut State, conversation: &mut Conversation, signals: &Signals, clock: &mut Clock<Event>) -> bool {
    let [report, block] = state.responses[conversation.victim.band()].of(state.population.temper(conversation.victim));
    if !conversation.reported {
        conversation.reported = detection::victim_report(
            state,
            (conversation.offender, conversation.account),
            conversation.platform,
            (conversation.id, signals),
            report,
            clock,
        );
        count_victim(state, Outcome::VictimsReporting, conversation, conversation.reported, clock);
    }
    let blocks = state.chance.of(Decision::VictimBlocks, conversation.id, 0).chance(block);
    let recontact = state.class_of(conversation.offender).rules.conversation.recontact.number();
    let again = blocks && state.chance.of(Decision::VictimBlocks, signals.id, 1).chance(recontact);
    count_victim(state, Outcome::VictimsBlocking, conversation, blocks && !conversation.blocked, clock);
    count_victim(state, Outcome::VictimsRecontacted, conversation, again && !conversation.blocked, clock);
    conversation.blocked |= blocks;
    !blocks || again
}

fn count_victim(state: &mut State, outcome: Outcome, conversation: &Conversation, happens: bool, clock: &Clock<Event>) {
    if happens {
        let (platform, victim) = (conversation.platform, conversation.victim);
        state.count(outcome, platform, victim.market(), victim.band(), clock.now(), 1.0);
    }
}
