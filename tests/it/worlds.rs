//! Minimally different worlds differ minimally: one thing added, and nothing changes but what that thing touched.

use crate::common::{Named, all_runs, assert_same, bits, blind, names, scenario, smoke};
use std::collections::{BTreeMap, BTreeSet};
use veilsim::engine::{Clock, Limits, Model, run};
use veilsim::model::chance::{Chance, Decision, part};
use veilsim::model::mechanism::access::Path;
use veilsim::model::outcome::Family;
use veilsim::model::simulation::Event;
use veilsim::model::{Outcome, Plan, Simulation};
use veilsim::scenario::Scenario;
use veilsim::units::Time;

/// Staff so many that nobody waits: the queues are the one place where strangers meet.
const ABUNDANT: [(&str, &str); 10] = [
    ("market.us.investigation.investigators", "40_000_000"),
    ("market.eu.investigation.investigators", "40_000_000"),
    ("market.uk.investigation.investigators", "40_000_000"),
    ("market.brazil.investigation.investigators", "40_000_000"),
    ("market.row.investigation.investigators", "40_000_000"),
    // A child harmed shocks the trust of a whole market; that is not what is looked at here.
    ("platform.tiktok.trust.harm-shock", "0"),
    ("platform.tiktok.review.staff", "40_000_000"),
    ("platform.tiktok.enforcement.appeal-staff", "40_000_000"),
    ("sample", "0.0003"),
    ("replications", "2"),
];

/// What happened: when, what, to whom.
type Happening = (u64, String, u64);

/// A simulation whose events are written down.
struct Logged {
    simulation: Simulation,
    log: BTreeMap<Happening, u32>,
}

impl Model for Logged {
    type Event = Event;
    fn handle(&mut self, event: Event, clock: &mut Clock<Event>) {
        let subject = self.simulation.subject(event);
        *self.log.entry((clock.now().0, kind(event), subject)).or_default() += 1;
        self.simulation.handle(event, clock);
    }
}

/// What kind of event it is, without numbers that are places in tables.
fn kind(event: Event) -> String {
    match event {
        Event::FalseFlag(_, channel) => format!("FalseFlag {channel:?}"),
        Event::Access(_, path) => format!("Access {path:?}"),
        Event::Restore(_, account, generation) => format!("Restore {account} {generation}"),
        other => format!("{other:?}").split('(').next().unwrap_or_default().to_owned(),
    }
}

/// An offender to add: class, platform, identity, whether with a first act, and when.
#[derive(Clone, Copy)]
struct Added<'a> {
    class: &'a str,
    platform: &'a str,
    id: u64,
    appears: bool,
    day: f64,
}

fn history(plan: &Plan, chance: Chance, added: Option<Added<'_>>) -> BTreeMap<Happening, u32> {
    let world = &plan.world;
    let horizon = Time::ZERO + world.warm_up.get() + world.horizon.get();
    let (simulation, mut clock) = Simulation::new(plan, chance);
    let mut logged = Logged { simulation, log: BTreeMap::new() };
    if let Some(a) = added {
        run(&mut logged, &mut clock, Limits::until(Time::ZERO.after_days(a.day)));
        let (class, platform) = (world.offender.index_of(a.class).unwrap(), world.platform.index_of(a.platform).unwrap());
        logged.simulation.add_offender(class, platform, a.id, a.appears, &mut clock);
    }
    run(&mut logged, &mut clock, Limits::until(horizon));
    assert!(logged.simulation.balances().into_iter().all(|(_, balance)| balance.closes()));
    logged.log
}

/// The identities of an offender, the offender's conversations, and the flags on both.
fn touched_by(chance: Chance, id: u64) -> BTreeSet<u64> {
    let flags = |sight: u64| {
        let flag = move |channel| part(sight, Decision::Recognise, channel);
        (0..7).flat_map(move |channel| [flag(channel), part(flag(channel), Decision::Triage, 0)])
    };
    let mut touched = BTreeSet::from([id]);
    for n in 0..1500 {
        touched.extend(flags(chance.act(Decision::ShareGap, id, n).0));
        let talk = chance.act(Decision::ApproachGap, id, n).0;
        touched.insert(talk);
        touched.extend((0..40).flat_map(|step| flags(part(talk, Decision::Stage, step))));
    }
    touched
}

#[test]
fn one_offender_more_adds_that_offender_s_doings_and_nothing_else() {
    let scenario = smoke(&ABUNDANT);
    let added = [
        Added { class: "trader", platform: "tiktok", id: 101, appears: false, day: 0.0 },
        Added { class: "groomer", platform: "tiktok", id: 203, appears: true, day: 31.5 },
        Added { class: "sextortion", platform: "tiktok", id: 303, appears: true, day: 10.0 },
        Added { class: "producer", platform: "elsewhere", id: 404, appears: true, day: 0.0 },
    ];
    let mut conversations = 0;
    for arm in &scenario.arms[..2] {
        for replication in 0..2 {
            let chance = Chance::new(scenario.seed, replication);
            let before = history(&arm.plan, chance, None);
            assert!(before.len() > 1000);
            for a in added {
                let mut more = history(&arm.plan, chance, Some(a));
                for (happening, n) in &before {
                    let found = more.get_mut(happening).unwrap_or_else(|| panic!("{} {}: {happening:?} is gone", arm.name, a.class));
                    assert!(*found >= *n, "{happening:?} happened less often");
                    *found -= n;
                }
                more.retain(|_, n| *n > 0);
                assert!(!more.is_empty(), "{} did nothing", a.class);
                let touched = touched_by(chance, a.id);
                let strange: Vec<_> = more.keys().filter(|(.., subject)| !touched.contains(subject)).collect();
                assert!(strange.is_empty(), "{} {}: not of the one added: {strange:?}", arm.name, a.class);
                conversations += more.keys().filter(|(_, kind, _)| kind == "Stage").count();
            }
        }
    }
    assert!(conversations > 20, "the offenders added should talk, or this test sees nothing: {conversations}");
}

/// A run with or without one breach more at a day.
fn with_breach(plan: &Plan, chance: Chance, day: Option<f64>) -> Vec<Named> {
    let (mut simulation, mut clock) = Simulation::new(plan, chance);
    if let Some(day) = day {
        run(&mut simulation, &mut clock, Limits::until(Time::ZERO.after_days(day)));
        let tiktok = plan.world.platform.index_of("tiktok").unwrap();
        simulation.expose(tiktok, Path::Breach, 1e6, clock.now());
    }
    simulation.advance(&mut clock);
    bits(&simulation.close(), &["elsewhere", "tiktok"], &["brazil", "eu", "row", "uk", "us"])
}

#[test]
fn one_breach_more_changes_what_breaches_expose_and_nothing_else() {
    let scenario = smoke(&[("sample", "0.0003")]);
    for arm in &scenario.arms[..2] {
        let chance = Chance::new(scenario.seed, 0);
        let (without, with) = (with_breach(&arm.plan, chance, None), with_breach(&arm.plan, chance, Some(71.0)));
        let changed: BTreeSet<&str> =
            without.iter().zip(&with).filter(|(a, b)| a != b).map(|((place, _), _)| place.split(' ').next().unwrap()).collect();
        assert_eq!(changed, BTreeSet::from(["content-breach", "content-unlawful", "metadata-breach", "metadata-unlawful"]), "{}", arm.name);
    }
}

#[test]
fn encryption_changes_no_harm_where_nobody_looks_and_nobody_reports() {
    let off = blind("tiktok");
    let mut pairs: Vec<(&str, &str)> = off.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
    pairs.extend([("sample", "0.001"), ("replications", "3")]);
    let scenario = smoke(&pairs);
    let (platforms, markets) = names(&scenario);
    let runs = all_runs(&scenario, 2);
    let safety: Vec<&str> = Outcome::ALL.iter().map(|o| o.definition()).filter(|d| d.family == Family::Safety).map(|d| d.id).collect();
    let harms = |run| bits(run, &platforms, &markets).into_iter().filter(|(p, _)| safety.contains(&p.split(' ').next().unwrap()));
    let never = |arm: usize, replication: usize| harms(&runs[arm][replication]).collect::<Vec<_>>();
    let mut episodes = 0.0;
    for (replication, run) in runs[0].iter().enumerate() {
        assert_same(&never(0, replication), &never(1, replication), "default-e2ee");
        episodes += run.total(Outcome::HarmSextortion).unwrap();
    }
    assert!(episodes > 0.0);
}

#[test]
fn the_order_of_names_in_the_file_changes_nothing() {
    let text = std::fs::read_to_string("scenarios/smoke.toml").unwrap();
    let mut sections: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') || sections.is_empty() {
            sections.push(String::new());
        }
        sections.last_mut().unwrap().extend([line, "\n"]);
    }
    let arms = sections.iter().position(|s| s.starts_with("[arm.")).unwrap();
    sections[1..arms].reverse();
    let pairs = [("sample", "0.0003"), ("replications", "2")];
    let (straight, turned) = (scenario(&text, &pairs), scenario(&sections.concat(), &pairs));
    assert!(straight.text != turned.text);
    let numbers = |s: &Scenario| format!("{:?}", all_runs(s, 2));
    assert!(numbers(&straight) == numbers(&turned));
}
