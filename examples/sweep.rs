//! A sweep: one lever over several values, all under shared chance, so that what differs between two points is what the lever does. Only
//! the totals of each run are kept, about a kilobyte, so that a sweep may have thousands of points.
//!
//! `cargo run --release --example sweep`

use std::error::Error;
use veilsim::prelude::*;

const SCENARIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/smoke.toml");
const LEVER: &str = "platform.tiktok.review.staff";
const VALUES: [&str; 5] = ["10", "20", "40", "80", "160"];
const REPLICATIONS: u32 = 20;

fn main() -> Result<(), Box<dyn Error>> {
    // One point for each value: the scenario's first policy, with the lever set.
    let mut points = Vec::new();
    for value in VALUES {
        let scenario = scenario::load(SCENARIO.as_ref(), &[(LEVER.to_owned(), value.to_owned())])?;
        points.push((value.to_owned(), scenario.arms[0].plan.clone()));
    }
    let design = Design::new(points, 1);
    let runs = replicate::<Totals>(&design, REPLICATIONS, 0)?;

    for outcome in [Outcome::ReviewWait, Outcome::Reports, Outcome::OffenderDays] {
        let definition = outcome.definition();
        println!("{} [{}], and the difference to {LEVER} = {}", definition.name, definition.unit, VALUES[0]);
        for (point, value) in VALUES.iter().enumerate() {
            // Neighbouring replications share a draw of the uncertain parameters: their means are the independent pairs.
            let pairs = runs.records[point].iter().zip(&runs.records[0]);
            let (own, base) = design.pairs_by_draw(pairs.map(|(run, base)| run.total(outcome).zip(base.total(outcome))));
            let (Some(level), Some(paired)) = (mean(&own), Paired::new(&own, &base, 0.95)) else { continue };
            println!("  {value:>4} {level:>12.2} {:>+12.2}   95 % interval {:.2} to {:.2}", paired.difference, paired.low, paired.high);
        }
        println!();
    }
    Ok(())
}
