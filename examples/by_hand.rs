//! The headlines by hand: their factors worked out from the parameters alone, beside what the simulation comes to.
//!
//! ```text
//! cargo run --release --example by_hand -- --draws 50
//! ```
//!
//! Both are of the base world, where direct messages on the platform in question can be read or are encrypted from the start, over the
//! same draws of the assumptions: means of the first factor, and of the others the ratio of means. `docs/by-hand.md` has what it
//! printed.

use std::error::Error;
use veilsim::experiment::Design;
use veilsim::model::chance::Chance;
use veilsim::model::mean_field::{Day, mean_field};
use veilsim::model::{Cell, Outcome, Simulation};
use veilsim::scenario::parse;

const BASE: &str = r#"
question = "What are the headlines made of?"
seed = 20260303
replications = 2
horizon = "2 years"
warm-up = "78 weeks"
window = "4 weeks"
sample = 0.0007
extends = "base"
[arm.base]
[platform.tiktok]
"#;

/// A factor: its words, and what is divided by what; by a day where nothing is stated.
type Step = (&'static str, &'static [usize], &'static [usize]);

/// The outcomes, in the order of [`worked_out`].
const OUTCOMES: [Outcome; 8] = [
    Outcome::OffenderDays,
    Outcome::Contacts,
    Outcome::ChildrenHarmedMet,
    Outcome::ChildrenHarmed,
    Outcome::TrueFlags,
    Outcome::FalseFlags,
    Outcome::Incidents,
    Outcome::Reports,
];
const STEPS: [Step; 10] = [
    ("Offenders with an account that works, on a day", &[0], &[]),
    ("Minors who answer, for each of these", &[1], &[0]),
    ("Children harmed who were met here, for each minor who answers", &[2], &[1]),
    ("Children harmed here, for each who was met here", &[3], &[2]),
    ("**Children harmed here in a day**", &[3], &[]),
    ("Flags of abuse, for each offender and day", &[4], &[0]),
    ("Flags in all, for each flag of abuse", &[4, 5], &[4]),
    ("Confirmed, for each flag", &[6], &[4, 5]),
    ("Reports, for each that is confirmed", &[7], &[6]),
    ("**Reports in a day**", &[7], &[]),
];

fn worked_out(day: &Day) -> [f64; 8] {
    OUTCOMES.map(|outcome| day.of(outcome).unwrap_or(0.0))
}

/// A policy's means over draws: worked out, and simulated.
fn means(preset: &str, draws: u32) -> Result<[[f64; 8]; 2], Box<dyn Error>> {
    let text = format!("{BASE}extends = \"{preset}\"\n");
    let scenario = parse("by hand", &text, &[]).map_err(|problems| format!("{:?}", problems.list))?;
    let (design, mut sums) = (Design::of(&scenario), [[0.0; 8]; 2]);
    for draw in 0..draws {
        let plan = design.drawn(0, draw);
        let place = plan.world.platform.index_of("tiktok").ok_or("no TikTok")?;
        let cell = Cell { platform: Some(place), ..Cell::ALL };
        let run = Simulation::run(&plan, Chance::new(design.seed, u64::from(draw))).0;
        let days = plan.world.horizon.get().days();
        let simulated = OUTCOMES.map(|outcome| run.value(outcome, cell).unwrap_or(0.0) / days);
        for (sum, of_draw) in sums.iter_mut().zip([worked_out(&mean_field(&plan)[place]), simulated]) {
            sum.iter_mut().zip(of_draw).for_each(|(sum, x)| *sum += x / f64::from(draws));
        }
    }
    Ok(sums)
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let draws = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => 50,
        ["--draws", n] => n.parse()?,
        _ => return Err("usage: by_hand [--draws N]".into()),
    };
    let [readable, encrypted] = [means("readable", draws)?, means("default-e2ee", draws)?];
    println!("| on TikTok | readable: by hand | simulated | encrypted: by hand | simulated | times, by hand | simulated |");
    println!("|---|---|---|---|---|---|---|");
    for (words, over, under) in STEPS {
        let factor = |means: &[f64; 8]| {
            let sum = |of: &[usize]| of.iter().map(|place| means[*place]).sum::<f64>();
            sum(over) / if under.is_empty() { 1.0 } else { sum(under) }
        };
        let [r, e] = [&readable, &encrypted].map(|sides| sides.each_ref().map(factor));
        let cells = [r[0], r[1], e[0], e[1], e[0] / r[0], e[1] / r[1]].map(short);
        println!("| {words} | {} |", cells.join(" | "));
    }
    Ok(())
}

/// Three significant digits.
fn short(x: f64) -> String {
    let digits = (2 - libm::log10(x.abs()).floor() as i32).clamp(0, 6) as usize;
    format!("{x:.digits$}")
}
