//! An analysis of one's own: anything that can be asked of the runs, draw by draw. This one asks whether reports and harm go the same way
//! when messages are encrypted; no table that veilsim writes says so, since each of them looks at one outcome at a time.
//!
//! `cargo run --release --example own_analysis`

use std::error::Error;
use std::sync::Arc;
use veilsim::analysis::share_interval;
use veilsim::prelude::*;

const SCENARIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/smoke.toml");

/// In how many draws of the assumptions two outcomes differ from the baseline in the same direction, and in opposite ones.
#[derive(Default)]
struct Directions {
    draws: u32,
    same: u32,
    opposite: u32,
}

/// The difference of an arm to the baseline in each draw of the assumptions.
fn differences(results: &Results, arm: usize, outcome: Outcome) -> Vec<Option<f64>> {
    let pairs = results.runs(arm).iter().zip(results.runs(0));
    let differences: Vec<Option<f64>> = pairs.map(|(run, base)| Some(run.total(outcome)? - base.total(outcome)?)).collect();
    results.each_draw(&differences)
}

fn directions(results: &Results, arm: usize, (one, other): (Outcome, Outcome)) -> Directions {
    let mut found = Directions::default();
    let both = differences(results, arm, one).into_iter().zip(differences(results, arm, other));
    for (a, b) in both.filter_map(|(a, b)| a.zip(b)) {
        found.draws += 1;
        // Where one of them does not differ, they go neither the same way nor opposite ones.
        found.same += u32::from(a * b > 0.0);
        found.opposite += u32::from(a * b < 0.0);
    }
    found
}

fn main() -> Result<(), Box<dyn Error>> {
    let scenario = scenario::load(SCENARIO.as_ref(), &[])?;
    let design = Design::of(&scenario);
    let runs = replicate(&design, 40, 0)?;
    let results = Results::new(Arc::new(scenario), design, runs);

    println!("Do reports and known material shared go the same way, draw by draw? (Intervals: Wilson, 95 %)\n");
    for (place, arm) in results.arms().iter().enumerate().skip(1) {
        let Directions { draws, same, opposite } = directions(&results, place, (Outcome::Reports, Outcome::KnownShared));
        println!("{}", arm.title.as_ref().unwrap_or(&arm.name));
        for (what, count) in [("the same way", same), ("opposite ways", opposite)] {
            let share = f64::from(count) / f64::from(draws);
            if let Some(interval) = share_interval(share, f64::from(draws), 0.95) {
                println!("  {what:<14} in {count:>2} of {draws} draws: {share:.2} ({:.2} to {:.2})", interval.low, interval.high);
            }
        }
    }
    Ok(())
}
