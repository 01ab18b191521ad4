//! How often 95 % intervals hold the truth: the experiment of a scenario, done many times over.
//!
//! ```text
//! cargo run --release --example coverage -- scenarios/smoke.toml --groups 40
//! cargo run --release --example coverage -- scenarios/tiktok-dms.toml --groups 20 --arms keep-readable,default-e2ee --set sample=0.0002
//! ```
//!
//! A group is an experiment of 200 replications with a seed of its own; it holds five of 40 and ten of 20. A row is low, or high, where a
//! binomial test says so of the coverage that must be (90 % at 40, 93 % at 200; no more than 98 %), adjusted by Holm's method over all
//! rows. Where nothing was seen, or hardly anything, the interval is a bound, which may cover always. An experiment that saw nothing, or no
//! difference, and cannot bound the size of what it did not see says that, and gives no interval. Where all runs are the same there is a
//! point and nothing to be judged; how far the truth is from it, by runs that were not seen, is told.

use std::error::Error;
use veilsim::inference::coverage::{Coverage, coverage};
use veilsim::scenario::load;

const SIZES: [u32; 3] = [20, 40, 200];

fn main() -> Result<(), Box<dyn Error>> {
    let (mut file, mut groups, mut arms, mut sets) = ("scenarios/smoke.toml".to_owned(), 20, None, Vec::new());
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--groups" => groups = value()?.parse()?,
            "--arms" => arms = Some(value()?),
            "--set" => sets.push(value()?.split_once('=').map(|(path, x)| (path.to_owned(), x.to_owned())).ok_or("PATH=VALUE")?),
            _ => file = word,
        }
    }
    let mut scenario = load(file.as_ref(), &sets).map_err(|problems| format!("{:?}", problems.list))?;
    if let Some(arms) = arms {
        scenario.arms.retain(|arm| arms.split(',').any(|name| name == arm.name));
    }
    let rows = coverage(&scenario, &SIZES, groups, 0)?;
    println!("| outcome | of | 20 | 40 | 200 | remark |\n|---|---|---|---|---|---|");
    let of_size = |size: u32| rows.iter().filter(move |row| row.replications == size);
    for row in of_size(SIZES[2]) {
        let same = |other: &&Coverage| (&other.arm, other.is_difference, other.outcome) == (&row.arm, row.is_difference, row.outcome);
        let found: Vec<&Coverage> = SIZES.iter().filter_map(|size| of_size(*size).find(same)).collect();
        let told = |row: &&Coverage| if row.experiments == 0 { "–".to_owned() } else { format!("{:.1} %", 100.0 * row.share()) };
        let shares = found.iter().map(told).collect::<Vec<_>>().join(" | ");
        let what = if row.is_difference { "difference, " } else { "mean, " };
        println!("| {} | {what}{} | {shares} | {} |", row.outcome.definition().id, row.arm, remark(&found));
    }
    let experiments = SIZES.map(|size| of_size(size).map(|row| row.experiments).max().unwrap_or(0));
    println!(
        "\nExperiments of {SIZES:?} replications: {experiments:?}. Rows judged: {}.",
        rows.iter().filter(|row| row.too_few.is_some()).count()
    );
    println!(
        "Shown to cover too seldom: {}. More often than need be: {}.",
        count(&rows, Coverage::is_low),
        count(&rows, Coverage::is_high)
    );
    Ok(())
}

fn count(rows: &[Coverage], which: fn(&Coverage) -> bool) -> usize {
    rows.iter().filter(|row| which(row)).count()
}

fn remark(rows: &[&Coverage]) -> String {
    let any = |which: &dyn Fn(&Coverage) -> bool| rows.iter().any(|row| which(row));
    let off = rows.iter().map(|row| row.certain_off).fold(0.0, f64::max);
    let certain = if off > 0.0 { format!("the same in every run, and off by {off:.0e} of it") } else { "the same in every run".to_owned() };
    let remarks = [
        (any(&Coverage::is_low), "LOW"),
        (any(&Coverage::is_high), "HIGH"),
        (any(&|row| row.certain > 0), &*certain),
        (any(&|row| row.open > 0), "no bound where nothing was seen"),
        (any(&|row| row.unseen > 0), "a bound where nothing was seen"),
    ];
    remarks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, words)| words).collect::<Vec<_>>().join("; ")
}
