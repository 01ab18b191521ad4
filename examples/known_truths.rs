//! Do the intervals of a calibration hold the truth? Worlds whose assumptions are known are calibrated by their own figures.
//!
//! ```text
//! cargo run --release --example known_truths -- scenarios/transparency-report.toml --targets scenarios/transparency-report.csv --truths 50
//! ```
//!
//! Each truth is a draw of the ranges. It is simulated once; its figures, with an error of the size that the targets state, take the place
//! of the published ones. Of the parameters that the figures inform (at most twenty, chosen beforehand), 90 % intervals should hold the
//! truth in about nine of ten, pooled over parameters and truths, and the truth should lie anywhere among the members.

use std::error::Error;
use veilsim::inference::calibration::{Settings, check};
use veilsim::scenario::{Beside, load_with};

fn main() -> Result<(), Box<dyn Error>> {
    let (mut file, mut beside, mut sets) = ("scenarios/transparency-report.toml".to_owned(), Beside::default(), Vec::new());
    let (mut truths, mut settings) = (20, Settings { members: 128, rounds: 4, seed: 1 });
    beside.targets = Some("scenarios/transparency-report.csv".into());
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--truths" => truths = value()?.parse()?,
            "--members" => settings.members = value()?.parse()?,
            "--rounds" => settings.rounds = value()?.parse()?,
            "--seed" => settings.seed = value()?.parse()?,
            "--targets" => beside.targets = Some(value()?.into()),
            "--set" => sets.push(value()?.split_once('=').map(|(path, x)| (path.to_owned(), x.to_owned())).ok_or("PATH=VALUE")?),
            _ => file = word,
        }
    }
    let scenario = load_with(file.as_ref(), &sets, &beside).map_err(|problems| format!("{:?}", problems.list))?;
    let found = check(&scenario, settings, truths, 0)?;
    println!("{} truths; {} parameters that the figures inform:", found.truths, found.informed.len());
    found.informed.iter().for_each(|path| println!("  {path}"));
    println!("90 % intervals that hold the truth: {} of {}, {:.1} %", found.covered, found.intervals, 100.0 * found.coverage());
    println!("Their mean width against that of the range: {:.2}", found.width);
    println!("Ranks of the truth among the members, in tenths: {:?}", found.ranks);
    println!("Held, by truth: {:?}", found.by_truth);
    Ok(())
}
