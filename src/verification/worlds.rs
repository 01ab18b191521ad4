//! Shared chance: what an arm does not change stays as it is, to the bit.

use super::{Check, Oracle, SMOKE, Sets, differing, scenario, sets};
use crate::engine::{Clock, Limits, Model, run};
use crate::experiment::{Design, replicate};
use crate::model::chance::{Chance, Decision, part};
use crate::model::event::Event;
use crate::model::identity::{ClassId, PlatformId};
use crate::model::{Outcomes, Plan, Simulation};
use crate::units::Time;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const NULL_POLICY: Oracle = Oracle {
    name: "null policy",
    statement: "An arm that changes nothing, or sets a lever to where it stands, differs from the baseline by exactly nothing; the number \
                of threads and the order of arms change nothing",
    checks: null_policy,
};

pub(super) const MINIMAL_DIFFERENCE: Oracle = Oracle {
    name: "minimally different worlds",
    statement: "One offender more adds that offender's doings, and everything else happens at the same instants to the same people",
    checks: minimal_difference,
};

/// All runs of the arms of a plan list.
fn all_runs(plans: &[&Plan], threads: usize) -> Vec<Vec<Outcomes>> {
    let named = plans.iter().enumerate().map(|(place, plan)| (format!("arm {place}"), Plan::clone(plan)));
    replicate(&Design::new(named, 1), 3, threads).map(|runs| runs.records).unwrap_or_default()
}

fn null_policy() -> Vec<Check> {
    let text = format!(
        "{SMOKE}\n[arm.nothing]\n[arm.same.platform.tiktok]\nencryption = \"none\"\nrollout = {{ start = \"3 weeks\", ramp = \"7 days\" }}\n"
    );
    let scenario = scenario(&text, &sets(&[("sample", "0.0004"), ("horizon", "6 weeks")]));
    let plans: Vec<&Plan> = scenario.arms.iter().map(|arm| &arm.plan).collect();
    let reversed: Vec<&Plan> = plans.iter().rev().copied().collect();
    let (one, two, mut turned) = (all_runs(&plans, 1), all_runs(&plans, 2), all_runs(&reversed, 1));
    turned.reverse();
    let between = |a: &[Outcomes], b: &[Outcomes]| -> f64 {
        let missing = if a.is_empty() || a.len() != b.len() { f64::NAN } else { 0.0 };
        missing + a.iter().zip(b).map(|(a, b)| differing(a, b)).sum::<usize>() as f64
    };
    let over = |other: &[Vec<Outcomes>]| one.iter().zip(other).map(|(a, b)| between(a, b)).sum::<f64>();
    let numbers = one.first().and_then(|runs| runs.first()).map_or(0, |run| run.bits().count()) * 3;
    let nothing_at_all = between(&one[0], &one[1]);
    vec![
        Check::exact(format!("numbers of {numbers} that an empty arm changes"), between(&one[0], &one[3]), 0.0),
        Check::exact("numbers that a lever set to where it stands changes", between(&one[0], &one[4]), 0.0),
        Check::exact("numbers that a second thread changes", over(&two), 0.0),
        Check::exact("numbers that the reverse order of arms changes", over(&turned), 0.0),
        Check::exact("encryption by default changes some (1 yes)", f64::from(u8::from(nothing_at_all > 0.0)), 1.0),
    ]
}

/// Staff so many that nobody waits: the queues are the one place where strangers meet.
const ABUNDANT: [(&str, &str); 9] = [
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
        Event::Restore(_, account, generation) => format!("Restore {account:?} {generation}"),
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
        let class = ClassId::new(world.offender.index_of(a.class).unwrap_or(0));
        let platform = PlatformId::new(world.platform.index_of(a.platform).unwrap_or(0));
        logged.simulation.add_offender(class, platform, a.id, a.appears, &mut clock);
    }
    run(&mut logged, &mut clock, Limits::until(horizon));
    logged.log
}

/// The identities of an offender, the offender's conversations, and the flags on both.
fn touched_by(chance: Chance, id: u64) -> BTreeSet<u64> {
    let flags = |sight: u64| {
        let flag = move |whose| part(sight, Decision::Recognise, whose);
        (0..2).flat_map(move |whose| [flag(whose), part(flag(whose), Decision::Triage, 0)])
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

/// Whom the oracle adds. The identities are chosen so that each does something in so short a run.
const ADDED: [Added<'_>; 4] = [
    Added { class: "trader", platform: "tiktok", id: 101, appears: false, day: 0.0 },
    Added { class: "groomer", platform: "tiktok", id: 203, appears: true, day: 31.5 },
    Added { class: "sextortion", platform: "tiktok", id: 303, appears: true, day: 10.0 },
    Added { class: "producer", platform: "elsewhere", id: 404, appears: true, day: 0.0 },
];

fn minimal_difference() -> Vec<Check> {
    let overrides: Sets = sets(&ABUNDANT);
    let scenario = scenario(SMOKE, &overrides);
    let (mut events, mut gone, mut strange, mut idle, mut stages) = (0, 0, 0, 0, 0);
    for arm in &scenario.arms[..2] {
        for replication in 0..2 {
            let chance = Chance::new(scenario.seed, replication);
            let before = history(&arm.plan, chance, None);
            events += before.len();
            for added in ADDED {
                let mut more = history(&arm.plan, chance, Some(added));
                for (happening, n) in &before {
                    let found = more.entry(happening.clone()).or_default();
                    gone += n.saturating_sub(*found);
                    *found = found.saturating_sub(*n);
                }
                more.retain(|_, n| *n > 0);
                let touched = touched_by(chance, added.id);
                idle += usize::from(more.is_empty());
                strange += more.keys().filter(|(.., subject)| !touched.contains(subject)).count();
                stages += more.keys().filter(|(_, kind, _)| kind == "Stage").count();
            }
        }
    }
    vec![
        Check::exact(format!("events of {events} that happen no more, or at another time, with one offender more"), f64::from(gone), 0.0),
        Check::exact("events added that are not of the offender added", strange as f64, 0.0),
        Check::exact("offenders added who do nothing", idle as f64, 0.0),
        Check::exact("they have conversations (1 yes)", f64::from(u8::from(stages > 20)), 1.0),
    ]
}
