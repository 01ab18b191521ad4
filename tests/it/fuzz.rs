//! Whatever the text, the reader answers with a scenario or with problems, each in its place, in time and without a panic; and whatever
//! the world, a run of it ends, nothing is lost or made up, and no outcome is beyond what it can be.
//!
//! `cargo test` looks at few mutants. `VEILSIM_FUZZ=1000000,2000 cargo test --release --test it fuzz -- --nocapture` looks at a million
//! texts, simulates the worlds of the first two thousand that can be, on all cores, and prints figures.

use crate::common::{clock, smoke};
use crate::mutant::{Breeder, Mutant};
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use veilsim::engine::{Limits as Until, Stop, run};
use veilsim::experiment::{Design, Limits, within, work};
use veilsim::model::chance::Chance;
use veilsim::model::outcome::Measure;
use veilsim::model::{Cell, Outcome, Outcomes, Simulation};
use veilsim::scenario::{Scenario, parse, reread};
use veilsim::units::Time;

/// Texts that `cargo test` looks at, and worlds among them that it simulates.
const FEW: (u64, u64) = (3000, 40);
/// So many are looked at together.
const BLOCK: u64 = 100;
/// One in so many is read again from its record, or its problems are drawn as a terminal shows them.
const AGAIN: u64 = 8;
/// Work of a mutant's run that is still done: a world of tenths of a second.
const MOST: Limits = Limits { events: 3e5, bytes: 3e8 };
/// Arms of a mutant that are simulated.
const ARMS: usize = 3;

/// What became of mutants.
#[derive(Debug, Default)]
struct Seen {
    texts: u64,
    bytes: usize,
    accepted: u64,
    too_large: u64,
    simulated: u64,
    events: u64,
    reading: Duration,
    slowest: Duration,
    wrong: Vec<String>,
}

/// Reads a mutant. A scenario is whole, and is read again from its record if that is asked for; problems have their places.
fn read(Mutant { text, set }: &Mutant, again: bool) -> Result<Option<Scenario>, String> {
    match parse("mutant", text, set) {
        Ok(scenario) => {
            let whole = !scenario.arms.is_empty() && (!again || reread("mutant", text, &scenario.presets, set).is_ok());
            if whole { Ok(Some(scenario)) } else { Err("no whole scenario".to_owned()) }
        }
        Err(problems) => {
            let blank = text.trim().is_empty();
            let wrong = problems.list.iter().find(|p| p.message.is_empty() || p.help.is_none() || !blank && (p.line == 0 || p.column == 0));
            if again {
                miette::GraphicalReportHandler::new().render_report(&mut String::new(), &problems).map_err(|e| e.to_string())?;
            }
            match wrong {
                _ if problems.list.is_empty() => Err("refused, and nobody says why".to_owned()),
                Some(problem) => Err(format!("without a place or a way out: {problem:?}")),
                None => Ok(None),
            }
        }
    }
}

/// Simulates the first arms of a scenario; gives their events.
fn simulated(scenario: &Scenario) -> Result<u64, String> {
    let design = Design::of(scenario);
    let mut events = 0;
    for (point, arm) in scenario.arms.iter().enumerate().take(ARMS) {
        let plan = design.drawn(point, 0);
        let until = Time::ZERO + plan.world.warm_up.get() + plan.world.horizon.get();
        let expected = work(&plan).events;
        let (mut simulation, mut clock) = Simulation::new(&plan, Chance::new(design.seed, 0));
        // Far from what chance can add to what is expected.
        let stop = run(&mut simulation, &mut clock, Until { until, events: (4.0 * expected) as u64 + 1000 });
        if matches!(stop, Stop::Events(_)) {
            return Err(format!("{}: {} events and no end, where {expected:.0} were expected at most", arm.name, stop.events()));
        }
        events += stop.events();
        if let Some((what, balance)) = simulation.balances().into_iter().find(|(_, balance)| !balance.closes()) {
            return Err(format!("{}: {what} lost or made up: {balance:?}", arm.name));
        }
        let outcomes = simulation.close();
        for outcome in Outcome::ALL {
            possible(&outcomes, *outcome).map_err(|how| format!("{}: {} {how}", arm.name, outcome.definition().id))?;
        }
    }
    Ok(events)
}

/// Whether an outcome is what it can be, in every cell and window, and adds up.
fn possible(run: &Outcomes, outcome: Outcome) -> Result<(), String> {
    let definition = outcome.definition();
    let most = if definition.unit == "share" { 1.0 } else { f64::MAX };
    let sound = |x: f64| (0.0..=most).contains(&x);
    let layout = run.layout();
    for cell in layout.cells() {
        let [value, expected] = [run.value(outcome, cell), run.expected(outcome, cell)];
        if let Some(x) = [value, expected].into_iter().flatten().find(|x| !sound(*x)) {
            return Err(format!("is {x} in {cell:?}"));
        }
    }
    let counted = matches!(definition.measure, Measure::Count | Measure::Days | Measure::Whole);
    for margin in layout.margins() {
        let (series, whole) = (run.series(outcome, margin), run.value(outcome, margin).unwrap_or(0.0));
        if let Some(x) = series.iter().find(|x| !x.is_nan() && !sound(**x)) {
            return Err(format!("is {x} in a window of {margin:?}"));
        }
        let sum: f64 = series.iter().sum();
        if counted && !alike(sum, whole) {
            return Err(format!("is {whole} in {margin:?}, and {sum} in its windows"));
        }
    }
    let sum = |cells: &mut dyn Iterator<Item = Cell>| cells.filter_map(|cell| run.value(outcome, cell)).sum::<f64>();
    let platforms = || (0..layout.platforms).map(|platform| Cell { platform: Some(platform), ..Cell::ALL });
    for place in std::iter::once(Cell::ALL).chain(platforms()).filter(|_| counted) {
        let whole = run.value(outcome, place).unwrap_or(0.0);
        let by_market = sum(&mut (0..layout.markets).map(|market| Cell { market: Some(market), ..place }));
        let by_age = sum(&mut (0..4).map(|band| Cell { band: Some(band), ..place }));
        let by_platform = if place.platform.is_none() { sum(&mut platforms()) } else { whole };
        if ![by_market, by_age, by_platform].into_iter().all(|parts| alike(parts, whole)) {
            return Err(format!("is {whole} in {place:?}, and {by_market}, {by_age}, {by_platform} in its parts"));
        }
    }
    Ok(())
}

/// Whether two sums of the same are the same but for rounding.
fn alike(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs())
}

impl Seen {
    /// Looks at a mutant, and simulates it if it can be and that is asked for.
    fn of(number: u64, mutant: &Mutant, simulates: bool) -> Self {
        let mut seen = Self { texts: 1, bytes: mutant.text.len(), ..Self::default() };
        if let Err(why) = seen.look(number, mutant, simulates) {
            let file = std::env::temp_dir().join(format!("veilsim-mutant-{number}.toml"));
            std::fs::write(&file, &mutant.text).unwrap();
            let set: String = mutant.set.iter().map(|(path, value)| format!(" --set '{path}={value}'")).collect();
            seen.wrong.push(format!("mutant {number}: {why}\n  veilsim check {}{set}", file.display()));
        }
        seen
    }

    fn look(&mut self, number: u64, mutant: &Mutant, simulates: bool) -> Result<(), String> {
        let start = clock();
        let read = guarded(|| read(mutant, number.is_multiple_of(AGAIN)));
        let took = clock().saturating_sub(start);
        (self.reading, self.slowest) = (took, took);
        let scenario = read?;
        self.accepted = u64::from(scenario.is_some());
        if took > Duration::from_secs_f64(2.0 * (mutant.text.len() as f64 / 1e6).max(1.0)) {
            return Err(format!("took {took:?}"));
        }
        let Some(mut scenario) = scenario.filter(|_| simulates) else { return Ok(()) };
        scenario.replications = 1;
        if guarded(|| Ok(within(&scenario, MOST).is_err()))? {
            self.too_large = 1;
            return Ok(());
        }
        self.events = guarded(|| simulated(&scenario))?;
        self.simulated = 1;
        Ok(())
    }

    fn and(mut self, other: Self) -> Self {
        self.wrong.extend(other.wrong);
        Self {
            texts: self.texts + other.texts,
            bytes: self.bytes + other.bytes,
            accepted: self.accepted + other.accepted,
            too_large: self.too_large + other.too_large,
            simulated: self.simulated + other.simulated,
            events: self.events + other.events,
            reading: self.reading + other.reading,
            slowest: self.slowest.max(other.slowest),
            wrong: self.wrong,
        }
    }
}

/// What comes of something that may panic.
fn guarded<T>(does: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let told = |panic: Box<dyn std::any::Any + Send>| {
        let text = panic.downcast_ref::<String>().cloned();
        format!("panicked: {}", text.or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned())).unwrap_or_default())
    };
    catch_unwind(AssertUnwindSafe(does)).unwrap_or_else(|panic| Err(told(panic)))
}

#[test]
fn mutants_are_answered_and_their_worlds_are_possible() {
    let asked = std::env::var("VEILSIM_FUZZ").ok();
    let numbers = |asked: &String| asked.split_once(',').and_then(|(texts, worlds)| Some((texts.parse().ok()?, worlds.parse().ok()?)));
    let (texts, worlds) = asked.as_ref().map_or(FEW, |asked| numbers(asked).expect("VEILSIM_FUZZ is TEXTS,WORLDS"));
    let (breeder, mut seen) = (Breeder::new(1), Seen::default());
    for first in (0..texts).step_by(BLOCK as usize) {
        let simulates = seen.simulated < worlds;
        let block = (first..texts.min(first + BLOCK)).into_par_iter();
        let looked = block.map(|number| Seen::of(number, &breeder.mutant(number), simulates)).collect::<Vec<_>>();
        seen = looked.into_iter().fold(seen, Seen::and);
        if seen.texts.is_multiple_of(100_000) {
            println!("{seen:?}");
        }
        if seen.wrong.len() >= 20 {
            break;
        }
    }
    println!("{seen:#?}");
    assert!(seen.wrong.is_empty(), "{}", seen.wrong.join("\n"));
    assert!(seen.simulated >= worlds && seen.accepted > seen.texts / 20, "too few were accepted to see anything by: {seen:?}");
}

/// Shares may add up to a little more than the whole, and lengths of time are sums of pieces: what is left of the whole is never below 0.
#[test]
fn what_is_left_of_a_whole_is_never_below_nothing() {
    let none = "{ under-13 = 0, 13-15 = 0, 16-17 = 0, adult = 0 }";
    let ages = "{ under-13 = 0.5, 13-15 = 0.5000005, 16-17 = 0, adult = 0.0000004 }";
    let more_than_all =
        [("platform.tiktok.ages", ages), ("platform.tiktok.misstated-age", none), ("platform.tiktok.encryption-minors", "default")];
    let pieces = "[{ start = \"3 days\", ramp = \"9 days 7 hours\", platform.tiktok.review.staff = 9 }, \
                   { start = \"29 days\", ramp = \"101 hours\", platform.tiktok.review.staff = 7 }]";
    let cut_up = [("timeline", pieces), ("platform.tiktok.access.open-backups", "1"), ("platform.tiktok.access.backup-history", "47 days")];
    for pairs in [more_than_all, cut_up] {
        let world = smoke(&[&pairs[..], &[("sample", "0.0001")]].concat());
        assert_eq!(simulated(&world).err(), None, "{pairs:?}");
    }
}
