//! A scenario written in code: the reader checks its text as it checks a file, two policies are simulated under shared chance, and the
//! differences are printed with their intervals.
//!
//! `cargo run --release --example own_scenario`

use std::error::Error;
use std::sync::Arc;
use veilsim::prelude::*;

/// A world of one platform and a place to go to; its numbers come from the presets that ship. Half a year and one account in two thousand
/// are enough to see something in seconds, and too few to believe it.
const SCENARIO: &str = r#"
question = "What changes if a platform encrypts its direct messages?"
seed = 1
replications = 20
horizon = "26 weeks"
warm-up = "8 weeks"
window = "2 weeks"
sample = 0.0005
extends = "responses"

market.us.extends = "us"
market.eu.extends = "eu"
market.uk.extends = "uk"
market.brazil.extends = "brazil"
market.row.extends = "row"

platform.tiktok.extends = "tiktok"
platform.elsewhere.extends = "elsewhere"

offender.trader.extends = "trader"
offender.groomer.extends = "groomer"

[arm.readable]
title = "Keep messages readable"

[arm.encrypted]
title = "Encrypt all"
[arm.encrypted.platform.tiktok]
extends = "default-e2ee"
"#;

fn main() -> Result<(), Box<dyn Error>> {
    // Settings are laid over the text, as `--set` lays them over a file. A mistake in either is an error that says what to write instead.
    let settings = [("platform.tiktok.review.staff".to_owned(), "300".to_owned())];
    let scenario = scenario::parse("own-scenario", SCENARIO, &settings)?;

    let design = Design::of(&scenario);
    let runs = replicate(&design, scenario.replications, 0)?;
    let results = Results::new(Arc::new(scenario), design, runs);

    println!("{}", results.scenario().question);
    println!("Encrypt all, less keep messages readable, in {} replications:\n", results.replications());
    let study = study(&results);
    for outcome in [Outcome::Reports, Outcome::FalseFlags, Outcome::OffenderDays, Outcome::HarmGrooming] {
        let definition = outcome.definition();
        let row = study.summary.iter().find(|row| row.arm == "encrypted" && row.outcome == definition.id && row.is_total());
        let difference = row.and_then(|row| Some((row.difference?, row.difference_low?, row.difference_high?)));
        let reading = row.and_then(|row| row.reading).map_or("", |reading| reading.word());
        if let Some((mean, low, high)) = difference {
            println!("{:<28} {mean:>10.0}   95 % interval {low:.0} to {high:.0}   {reading}", definition.name);
        }
    }
    Ok(())
}
