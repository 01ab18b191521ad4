//! What happens in a run, event by event, for those who want to look at it closely.
//!
//! A traced simulation does what the plain one does, and tells of each event whom it concerns, what became of them and what was
//! counted. A run that is not traced pays nothing for it.

use super::chance::Chance;
use super::event::Event;
use super::flag::Subject;
use super::identity::{CaseId, ConversationId, FlagId, MarketId, OffenderId, PlatformId};
use super::ledger::Outcomes;
use super::mechanism::access::rules::Path;
use super::mechanism::conversation;
use super::mechanism::conversation::state::Next;
use super::mechanism::detection::rules::Channel;
use super::mechanism::list::rules::Tampering;
use super::offender::Offender;
use super::outcome::{Family, Outcome};
use super::plan::Plan;
use super::population::Person;
use super::simulation::Simulation;
use crate::engine::{Clock, Limits, Model, run};
use crate::units::Time;
use std::collections::BTreeMap;

/// Whom or what an event concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// An offender, by number in this run.
    Offender(OffenderId),
    /// Somebody who is not an offender.
    User(Person),
    /// A flag, by identity.
    Flag(u64),
    /// A report and the case that may come of it, by identity.
    Report(u64),
    /// A conversation, by identity.
    Conversation(u64),
}

/// One event as it is told.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceRecord {
    /// When.
    pub at: Time,
    /// A word for the event.
    pub event: &'static str,
    /// Who the event is about, by identity: the same in every arm in which it happens.
    pub identity: u64,
    /// Whom it concerns, the subject first; nobody where it concerns all.
    pub parties: Vec<Party>,
    /// On which platform.
    pub platform: Option<PlatformId>,
    /// In which market.
    pub market: Option<MarketId>,
    /// What happens, in words.
    pub what: String,
    /// What was counted, once the count has begun; the work of staff apart.
    pub counted: Vec<(Outcome, f64)>,
}

/// Runs a plan, whose uncertain parameters have been drawn, and tells of every event in turn. The outcomes are those of
/// [`Simulation::run`].
pub fn trace(plan: &Plan, chance: Chance, tell: &mut dyn FnMut(&Simulation, TraceRecord)) -> Outcomes {
    let (mut simulation, mut clock) = Simulation::new(plan, chance);
    simulation.state.books.watch();
    let horizon = simulation.state.horizon;
    let mut traced = Traced { simulation, waiting: BTreeMap::new(), settled: 0, tell };
    let _ = run(&mut traced, &mut clock, Limits::until(horizon));
    traced.simulation.close()
}

/// A simulation that tells what happens.
struct Traced<'a> {
    simulation: Simulation,
    /// Flags and cases under way, with whom they concern: other events close those that have waited too long.
    waiting: BTreeMap<Place, Concerned>,
    /// Flags and cases settled up to the last event.
    settled: u64,
    tell: &'a mut dyn FnMut(&Simulation, TraceRecord),
}

/// A place in a table of the simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Flag(FlagId),
    Case(CaseId),
    Conversation(ConversationId),
}

/// Whom something concerns, and where.
#[derive(Clone, Debug, Default, PartialEq)]
struct Concerned {
    identity: u64,
    parties: Vec<Party>,
    platform: Option<PlatformId>,
    market: Option<MarketId>,
}

impl Simulation {
    /// Whom the thing at a place concerns, if there is one.
    fn at(&self, place: Place) -> Option<Concerned> {
        let of = |identity: u64, what: Party, subject: Subject, platform: PlatformId| {
            let (who, market) = match subject {
                Subject::Offender(number, _) => (Party::Offender(number), self.state.offenders[number].market),
                Subject::Ordinary(person) => (Party::User(person), person.market()),
            };
            Concerned { identity, parties: vec![what, who], platform: Some(platform), market: Some(market) }
        };
        match place {
            Place::Flag(f) => self.state.flags.get(f).map(|flag| of(flag.id, Party::Flag(flag.id), flag.subject, flag.platform)),
            Place::Case(c) => self.state.investigation.get(c).map(|case| of(case.id, Party::Report(case.id), case.subject, case.platform)),
            Place::Conversation(t) => self.state.conversation.get(t).map(|conversation| Concerned {
                identity: conversation.id,
                parties: vec![
                    Party::Conversation(conversation.id),
                    Party::Offender(conversation.offender),
                    Party::User(conversation.victim),
                ],
                platform: Some(conversation.platform),
                market: Some(conversation.victim.market()),
            }),
        }
    }

    /// Whom an event concerns that is yet to come.
    fn concerned(&self, event: Event) -> Concerned {
        let place = |platform: PlatformId, market: Option<MarketId>| Concerned { platform: Some(platform), market, ..Concerned::default() };
        let found = match event {
            Event::Mood | Event::Begin | Event::Window => Concerned::default(),
            Event::Budget(market) => Concerned { market: Some(market), ..Concerned::default() },
            Event::Change(p) | Event::FalseFlag(p, _) | Event::Access(p, _) => place(p, None),
            Event::Found(search) => {
                let search = self.state.investigation.search(search);
                Concerned { parties: vec![Party::User(search.child)], ..place(search.platform, Some(search.child.market())) }
            }
            Event::Message(p, user) => {
                let writer = self.state.traffic.writer(p, user);
                Concerned { parties: vec![Party::User(writer)], market: Some(writer.market()), ..place(p, None) }
            }
            Event::Cleared(p, person) => Concerned { parties: vec![Party::User(person)], market: Some(person.market()), ..place(p, None) },
            Event::PoisonedFlag(n) => {
                let list = self.state.list.poisoned(n);
                place(list.platform, Some(list.market))
            }
            Event::BulkOrder(p, m)
            | Event::Tampered(p, m, _)
            | Event::Inquiry(p, m)
            | Event::Notice(p, m, _)
            | Event::Decision(p, m, _)
            | Event::Contested(p, m) => place(p, Some(m)),
            Event::Arrival(stream) | Event::LawfulMatch(stream) => place(self.state.arrival.stream(stream).platform, None),
            Event::Share(o) | Event::Approach(o) | Event::Restore(o, ..) | Event::Displaced(o) => {
                let offender = &self.state.offenders[o];
                Concerned { parties: vec![Party::Offender(o)], ..place(offender.platform, Some(offender.market)) }
            }
            Event::Stage(conversation) => self.at(Place::Conversation(conversation)).unwrap_or_default(),
            Event::Triage(c) | Event::Investigated(c) => self.at(Place::Case(c)).unwrap_or_default(),
            Event::Flag(f) | Event::Reviewed(f) | Event::Appeal(f) | Event::Appealed(f) => self.at(Place::Flag(f)).unwrap_or_default(),
        };
        Concerned { identity: self.subject(event), ..found }
    }

    /// The places that the next flag, case and conversation will take.
    fn next_places(&self) -> [Place; 3] {
        [
            Place::Flag(self.state.flags.next()),
            Place::Case(self.state.investigation.next()),
            Place::Conversation(self.state.conversation.next()),
        ]
    }

    /// Days from the beginning of the count to an instant, to the second; negative before it.
    #[must_use]
    pub fn day(&self, at: Time) -> f64 {
        ((at.since(self.state.origin).days() - self.state.origin.since(at).days()) * 1e5).round() / 1e5
    }

    fn settled(&self) -> u64 {
        self.state.flags.closed() + self.state.investigation.closed()
    }
}

impl Model for Traced<'_> {
    type Event = Event;

    fn handle(&mut self, event: Event, clock: &mut Clock<Event>) {
        let simulation = &mut self.simulation;
        let mut concerned = simulation.concerned(event);
        let (offenders, next) = (simulation.state.offenders.len(), simulation.next_places());
        let number = concerned.parties.iter().find_map(|party| if let Party::Offender(number) = party { Some(*number) } else { None });
        let before = number.map(|number| simulation.state.offenders[number]);
        let mut words = words(simulation, event, before.as_ref(), clock.now());
        simulation.handle(event, clock);

        let counted = simulation.state.books.added();
        let begun = next.into_iter().filter(|place| may_begin(event, *place));
        let begun: Vec<(Place, Concerned)> = begun.filter_map(|place| Some((place, simulation.at(place)?))).collect();
        for (place, what) in &begun {
            words += match place {
                Place::Flag(_) => "",
                Place::Case(_) if matches!(event, Event::Stage(_)) => "; the child tells police",
                Place::Case(_) => "; a report goes to police",
                Place::Conversation(_) => "; a conversation begins",
            };
            concerned.parties.extend(what.parties.iter().filter(|party| !concerned.parties.contains(party)).copied().collect::<Vec<_>>());
            concerned.market = concerned.market.or(what.market);
        }
        let newcomer = OffenderId::new(offenders);
        if let Some(begins) = simulation.state.offenders.get(newcomer) {
            concerned.parties.push(Party::Offender(newcomer));
            // One who looks at how closely platforms watch may begin elsewhere than where the stream would have brought them.
            let there = Some(begins.platform);
            words += if there == concerned.platform { "" } else { "; begins elsewhere, where they are watched less" };
            concerned.platform = there;
        }
        if let (Some(number), Some(before)) = (number, before) {
            words += &changes(&before, &simulation.state.offenders[number], clock.now());
        }
        words += ending(simulation, event);
        self.remember(event, begun);
        let (parties, platform, market) = (concerned.parties.clone(), concerned.platform, concerned.market);
        let own = |outcome: Outcome| outcome.definition().family != Family::Cost && !CLOSED_UNSEEN.contains(&outcome);
        let counted = counted.into_iter().filter(|(outcome, _)| own(*outcome)).collect();
        let (at, identity) = (clock.now(), concerned.identity);
        (self.tell)(&self.simulation, TraceRecord { at, event: name(event), identity, parties, platform, market, what: words, counted });
        self.tell_of_closed(&concerned.parties, clock.now());
    }
}

/// What is counted when an event closes what others wait for.
const CLOSED_UNSEEN: [Outcome; 2] = [Outcome::FlagsExpired, Outcome::CasesStale];

impl Traced<'_> {
    /// Notes the flag or case that an event has put before reviewers or police.
    fn remember(&mut self, event: Event, begun: Vec<(Place, Concerned)>) {
        let put = match event {
            Event::Flag(flag) => Some(Place::Flag(flag)),
            Event::Triage(case) => Some(Place::Case(case)),
            _ => None,
        };
        let put = put.and_then(|place| Some((place, self.simulation.at(place)?)));
        self.waiting.extend(put.into_iter().chain(begun.into_iter().filter(|(place, _)| matches!(place, Place::Flag(_)))));
    }

    /// Tells of the flags and cases that the event closed although it was not about them.
    fn tell_of_closed(&mut self, own: &[Party], at: Time) {
        let settled = self.simulation.settled();
        if std::mem::replace(&mut self.settled, settled) == settled {
            return;
        }
        let simulation = &self.simulation;
        let gone = |place: Place, then: &Concerned| simulation.at(place).is_none_or(|now| now.identity != then.identity);
        let closed: Vec<(Place, Concerned)> = self.waiting.extract_if(.., |place, then| gone(*place, then)).collect();
        for (place, Concerned { identity, parties, platform, market }) in closed.into_iter().filter(|(_, c)| !own.contains(&c.parties[0])) {
            let event = if matches!(place, Place::Case(_)) { "case-stale" } else { "flag-expired" };
            let what = "closed unseen: it waited too long".to_owned();
            (self.tell)(simulation, TraceRecord { at, event, identity, parties, platform, market, what, counted: Vec::new() });
        }
    }
}

/// Whether an event can begin something at the next free place. What is recognised is put before reviewers by an event of its own.
fn may_begin(event: Event, place: Place) -> bool {
    match place {
        Place::Flag(_) => matches!(event, Event::FalseFlag(..) | Event::LawfulMatch(_) | Event::Message(..)),
        Place::Case(_) => {
            let flags = matches!(event, Event::Flag(_) | Event::FalseFlag(..) | Event::LawfulMatch(_) | Event::Message(..));
            flags || matches!(event, Event::Reviewed(_) | Event::Stage(_))
        }
        Place::Conversation(_) => matches!(event, Event::Approach(_)),
    }
}

/// A word for an event.
fn name(event: Event) -> &'static str {
    match event {
        Event::Change(_) => "change",
        Event::Budget(_) => "budget",
        Event::Begin => "begin",
        Event::Window => "window",
        Event::Mood => "mood",
        Event::Arrival(_) => "arrival",
        Event::Share(_) => "share",
        Event::Approach(_) => "approach",
        Event::Stage(_) => "stage",
        Event::Message(..) => "message",
        Event::FalseFlag(..) => "false-flag",
        Event::Flag(_) => "flag",
        Event::Reviewed(_) => "reviewed",
        Event::Appeal(_) => "appeal",
        Event::Appealed(_) => "appealed",
        Event::Restore(..) => "restore",
        Event::Displaced(_) => "displaced",
        Event::Triage(_) => "triage",
        Event::Investigated(_) => "investigated",
        Event::Found(_) => "found",
        Event::LawfulMatch(_) => "lawful-match",
        Event::Cleared(..) => "cleared",
        Event::Access(..) => "access",
        Event::BulkOrder(..) => "bulk-order",
        Event::Tampered(..) => "tampered",
        Event::PoisonedFlag(_) => "poisoned-flag",
        Event::Inquiry(..) => "inquiry",
        Event::Notice(..) => "notice",
        Event::Decision(..) => "decision",
        Event::Contested(..) => "contested",
    }
}

/// What an event is, before it has had its effect. `offender` is the one whom it concerns.
fn words(simulation: &Simulation, event: Event, offender: Option<&Offender>, now: Time) -> String {
    let gone = offender.is_some_and(|offender| offender.until <= now);
    let by = |flag: FlagId| simulation.state.flags.get(flag).map_or("", |flag| channel(flag.channel));
    let words = match event {
        Event::Share(_) | Event::Approach(_) if gone => "has given up before",
        Event::Share(_) | Event::Approach(_) if offender.is_some_and(|offender| !offender.works()) => "has no account to act with",
        Event::Share(_) => "turns to sharing material",
        Event::Approach(_) => "approaches somebody",
        Event::Stage(t) => match simulation.state.conversation.get(t) {
            Some(conversation) if conversation::is_cut(&simulation.state, conversation) => "the account of the conversation is gone",
            Some(_) if gone => "the offender has given up before",
            Some(conversation) if conversation.next == Next::Trust => "trust is won",
            Some(conversation) if conversation.next == Next::Demand => "a demand is made",
            _ => "harm is done",
        },
        Event::FalseFlag(_, by) => return format!("an ordinary user may be flagged by {}", channel(by)),
        Event::Message(..) => "an ordinary user writes, or does something else that channels look at",
        Event::Flag(flag) => return format!("flagged by {}", by(flag)),
        Event::Reviewed(flag) => return format!("a reviewer has looked at the flag by {}", by(flag)),
        Event::Appeal(_) => "an appeal is made",
        Event::Appealed(_) => "the appeal is decided",
        Event::Restore(..) => "an account may work again",
        Event::Displaced(_) => "goes on elsewhere",
        Event::Triage(_) => "police decide whether to open a case",
        Event::Investigated(_) => "the investigation ends",
        Event::Found(_) => "a renewed search finds the child",
        Event::LawfulMatch(_) => "an ordinary user passes on lawful content that lists hold",
        Event::Arrival(_) => "an offender may appear",
        Event::Change(_) => "rules change",
        Event::Budget(_) => "a market has more or fewer investigators",
        Event::Begin => "the warm-up is over: the count begins",
        Event::Window => "a window of the time series ends",
        Event::Mood => "users' moods are brought up to date",
        Event::Cleared(..) => "police have cleared an innocent user, who gets a suspended account back",
        Event::Access(_, Path::Insider) => "staff open accounts without a right to",
        Event::Access(_, Path::Breach) => "attackers get at stored messages",
        Event::Access(_, Path::Covert) => "the parent company, or a state that obliges it, opens accounts",
        Event::BulkOrder(..) => "a secret order reaches many accounts",
        Event::Tampered(_, _, Tampering::Expansion) => "the list, if devices are scanned for one, comes to reach beyond abuse",
        Event::Tampered(_, _, Tampering::Poisoning) => "lawful content gets onto the list, if devices are scanned for one",
        Event::PoisonedFlag(_) => "an entry of lawful content may flag an ordinary user",
        Event::Inquiry(..) => "a regulator looks for cause for an inquiry",
        Event::Notice(_, _, true) => "an inquiry on safety comes to a notice, or is closed",
        Event::Notice(_, _, false) => "an inquiry on privacy comes to a notice, or is closed",
        Event::Decision(_, _, true) => "an inquiry on safety is decided",
        Event::Decision(_, _, false) => "an inquiry on privacy is decided",
        Event::Contested(..) => "the contest of a mandate ends",
    };
    words.to_owned()
}

/// How the thing that an event was about stands after it.
fn ending(simulation: &Simulation, event: Event) -> &'static str {
    match event {
        Event::Stage(t) if simulation.state.conversation.get(t).is_none() => "; the conversation ends",
        Event::Flag(f) if simulation.state.flags.get(f).is_none() => "; settled without a look",
        Event::Reviewed(f) if simulation.state.flags.get(f).is_some() => "; to be appealed against",
        Event::Triage(c) if simulation.state.investigation.get(c).is_some() => "; a case is opened",
        Event::Triage(_) => "; no new case is opened",
        Event::Notice(p, m, _) if simulation.state.regulator.is_under_way(p, m) => "; notice is given, and a decision is to follow",
        Event::Notice(..) => "; it ends without a decision",
        _ => "",
    }
}

/// What became of an offender in an event.
fn changes(before: &Offender, after: &Offender, now: Time) -> String {
    let (lost_before, lost) = (before.lost, after.lost);
    [
        (after.losses > before.losses, "; loses an account"),
        (after.losses == before.losses && lost > lost_before, "; an account is restricted"),
        (lost < lost_before, "; an account works again"),
        (after.platform != before.platform, "; is on another platform now"),
        (after.until <= now && before.until > now, "; is arrested"),
    ]
    .into_iter()
    .filter_map(|(is_so, words)| is_so.then_some(words))
    .collect()
}

/// The name of a channel in a scenario.
fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::HashMatch => "hash-match",
        Channel::ImageClassifier => "image-classifier",
        Channel::TextClassifier => "text-classifier",
        Channel::Behaviour => "behaviour",
        Channel::VisibleSurfaces => "visible-surfaces",
        Channel::ClientSideScan => "client-side-scan",
        Channel::UserReport => "user-reports",
    }
}
