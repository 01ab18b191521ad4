//! What the model costs, by `scenarios/tiktok-dms.toml` with every mechanism on. See `benches/README.md`.
//!
//! `model-bench` prints everything; `model-bench kinds rate` only what is named: `rate`, `kinds`, `growth`, `threads`, `forks`,
//! `variance`, `planet`.
//! `model-bench play ARM SAMPLE HORIZON` plays one run and prints its events, for `benches/guard` and for profilers.

mod forks;
mod meter;
mod variance;

use forks::forks;
use meter::{Cost, by_kind, measure};
use std::process::Command;
use std::time::Instant;
use variance::variance_reduction;
use veilsim::experiment::{Design, replicate};
use veilsim::model::chance::Chance;
use veilsim::model::{Outcomes, Plan, Simulation};
use veilsim::parameter::{Declared, Spec, each_parameter};
use veilsim::scenario::{Scenario, load};
use veilsim::units::Time;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let ["play", arm, sample, horizon] = words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        return play(arm, sample, horizon);
    }
    println!("host: {}", shell("sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1; nproc; echo cores"));
    println!("date: {}, load {}", shell("date -u +%F"), shell("cut -d' ' -f1-3 /proc/loadavg"));
    println!("compiler: {}", shell("rustc --version"));
    let parts: [(&str, fn()); 7] = [
        ("rate", rate),
        ("kinds", kinds),
        ("growth", growth),
        ("threads", threads),
        ("forks", forks),
        ("variance", variance_reduction),
        ("planet", planet),
    ];
    for (name, part) in parts {
        if words.is_empty() || words.iter().any(|word| word == name) {
            println!();
            part();
        }
    }
}

fn shell(line: &str) -> String {
    let out = Command::new("sh").args(["-c", line]).output().map_or(Vec::new(), |out| out.stdout);
    String::from_utf8_lossy(&out).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// tiktok-dms with overrides.
fn scenario(overrides: &[(&str, &str)]) -> Scenario {
    load_shipped("tiktok-dms", overrides)
}

/// A scenario that ships, with overrides. Its path does not hang on the folder that this is started from.
fn load_shipped(name: &str, overrides: &[(&str, &str)]) -> Scenario {
    let file = format!("{}/../../scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let pairs: Vec<(String, String)> = overrides.iter().map(|(path, value)| ((*path).into(), (*value).into())).collect();
    load(file.as_ref(), &pairs).unwrap_or_else(|problems| panic!("{:?}", problems.list))
}

/// A year without warm-up, at a sample.
fn year(sample: &str) -> Scenario {
    scenario(&[("sample", sample), ("horizon", "1 year"), ("warm-up", "0 days")])
}

/// An arm as its replication 0 plays it.
fn drawn(scenario: &Scenario, arm: usize) -> Plan {
    veilsim::experiment::drawn(&scenario.arms[arm].plan, scenario.seed, 0)
}

fn play(arm: &str, sample: &str, horizon: &str) {
    let scenario = scenario(&[("sample", sample), ("horizon", horizon), ("warm-up", "0 days")]);
    let arm = scenario.arms.iter().position(|a| a.name == arm).unwrap_or_else(|| panic!("no arm is called {arm}"));
    let (_, stop) = Simulation::run(&drawn(&scenario, arm), Chance::new(scenario.seed, 0));
    println!("{} events", stop.events());
}

/// Every arm one after another.
fn arms(scenario: &Scenario) -> Vec<(&str, Cost)> {
    let cost = |arm: usize| measure(&drawn(scenario, arm), Chance::new(scenario.seed, 0));
    scenario.arms.iter().enumerate().map(|(i, arm)| (arm.name.as_str(), cost(i))).collect()
}

fn line(name: &str, cost: Cost) {
    let (events, ns) = (cost.events as f64 / 1e6, cost.ns_per_event());
    println!("  {name:<28} {events:>8.2} M events {:>8.3} s {ns:>7.1} ns an event {:>6.0} MB", cost.seconds, cost.peak);
}

/// tiktok-dms as it is shipped: six arms over two and a half years.
fn rate() {
    println!("tiktok-dms as shipped, one thread, best of 5 passes over the six arms");
    let scenario = scenario(&[]);
    let pass = || arms(&scenario).into_iter().map(|(_, cost)| cost).fold(Cost::default(), Cost::and);
    let best = (0..5).map(|_| pass()).min_by(|a, b| a.seconds.total_cmp(&b.seconds)).unwrap();
    line("all arms", best);
    println!("  {:.2} replications a second, {:.1} runs a second", 1.0 / best.seconds, scenario.arms.len() as f64 / best.seconds);
}

/// Where the time goes, by kind of event.
fn kinds() {
    let scenario = year("0.02");
    for arm in [0, 4] {
        let plan = drawn(&scenario, arm);
        let whole = measure(&plan, Chance::new(scenario.seed, 0));
        let kinds = by_kind(&plan, Chance::new(scenario.seed, 0), Time::ZERO + plan.world.horizon.get());
        println!("{}, a year at sample 0.02: each event timed by itself, the timer's own time taken off", scenario.arms[arm].name);
        for kind in kinds.iter().filter(|kind| kind.events > 0) {
            let ns = kind.seconds / kind.events as f64 * 1e9;
            let (share, time) = (kind.events as f64 / whole.events as f64, kind.seconds / whole.seconds);
            println!(
                "  {:<14} {:>9} events {:>5.1} % {ns:>9.1} ns each {:>5.1} % of the time",
                kind.name,
                kind.events,
                share * 1e2,
                time * 1e2
            );
        }
        line("untimed, and all the rest", whole);
    }
}

/// Multiplies users, and what each of them meets and does.
fn scale(plan: &mut Plan, users: f64, activity: f64, staff: f64) {
    let each = &mut |path: &str, _: &'static str, leaf: &mut dyn Declared| {
        let factor = match path.rsplit('.').next().unwrap_or_default() {
            "users" => users,
            "arrivals" | "messages" | "conversations" | "updates" | "false-reports" => activity,
            "staff" | "appeal-staff" | "investigators" => staff,
            _ => return,
        };
        let source = leaf.source().clone();
        leaf.set(Spec::Constant(leaf.number() * factor), source);
    };
    each_parameter(&mut plan.world, each);
    plan.changes.iter_mut().for_each(|change| each_parameter(&mut change.after, each));
}

/// The same offenders, flags and staff among ever more users: a fiftieth of TikTok's, unsampled.
fn growth() {
    println!("the same offenders and false flags among 10^6 to 10^9 users, a year, keep-readable, best of 5");
    let scenario = year("1");
    for users in [1e6, 1e7, 1e8, 1e9] {
        let mut plan = drawn(&scenario, 0);
        scale(&mut plan, users / 1.6e9, 0.02 * 1.6e9 / users, 0.02);
        let runs = (0..5).map(|_| measure(&plan, Chance::new(scenario.seed, 0)));
        line(&format!("{users:.0e} users"), runs.min_by(|a, b| a.seconds.total_cmp(&b.seconds)).unwrap());
    }
}

/// Two threads against one, by the wall.
fn threads() {
    println!("tiktok-dms as shipped, 20 replications: seconds on the wall, five times in turn");
    let scenario = scenario(&[]);
    let design = Design::of(&scenario);
    let wall = |threads| {
        let begun = Instant::now();
        replicate::<Outcomes>(&design, 20, threads).expect("threads start");
        begun.elapsed().as_secs_f64()
    };
    let mut ratios: Vec<f64> = Vec::new();
    for _ in 0..5 {
        let (one, two) = (wall(1), wall(2));
        println!("  one {one:.2}, two {two:.2}: {:.2} x", one / two);
        ratios.push(one / two);
    }
    ratios.sort_by(f64::total_cmp);
    println!("  median {:.2} x, best {:.2} x", ratios[2], ratios[4]);
}

/// The whole of TikTok for a year.
fn planet() {
    println!("TikTok at full size, 1.6 billion users, a year, unsampled, one thread");
    let scenario = year("1");
    let costs = arms(&scenario);
    costs.iter().for_each(|(name, cost)| line(name, *cost));
    line("all", costs.iter().map(|(_, cost)| *cost).fold(Cost::default(), Cost::and));
}
