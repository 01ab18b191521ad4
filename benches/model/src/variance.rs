//! What shared chance is worth: the variance of an arm's difference from the baseline, beside arms that were played independently.

use crate::scenario;
use veilsim::analysis::{Paired, mean, median, variance};
use veilsim::experiment;
use veilsim::model::chance::Chance;
use veilsim::model::{Outcome, Outcomes, Plan, Simulation};
use veilsim::results::Selection;
use veilsim::scenario::Scenario;

const REPLICATIONS: u32 = 40;

/// Prints how many times smaller the variance is, by headline outcome and arm.
pub fn variance_reduction() {
    let scenario = scenario(&[]);
    println!("tiktok-dms as shipped, {REPLICATIONS} replications: variance of the difference of independent arms over that of paired arms");
    println!("A / B / C. A, played: the arm once more under a seed of its own. B: what the pairs' own spread says of independent arms.");
    println!("C: what a perfect coupling of a Poisson count would give, did the arm only take events away, or only add some.");
    table(&scenario, "chance alone, every assumption at its median", &|plan, _, _| plan.clone());
    table(&scenario, "in total, every replication with assumptions of its own", &experiment::drawn);
}

/// What a replication of an arm plays, by seed and number.
type Drawn = dyn Fn(&Plan, u64, u32) -> Plan;

fn table(scenario: &Scenario, title: &str, drawn: &Drawn) {
    let plays = |arm: usize, seed: u64| -> Vec<Outcomes> {
        let plan = &scenario.arms[arm].plan;
        (0..REPLICATIONS).map(|n| Simulation::run(&drawn(plan, seed, n), Chance::new(seed, u64::from(n))).0).collect()
    };
    println!("\n {title}");
    let base = plays(0, scenario.seed);
    let arms: Vec<[Vec<Outcomes>; 2]> =
        (1..scenario.arms.len()).map(|arm| [plays(arm, scenario.seed), plays(arm, scenario.seed + arm as u64)]).collect();
    print!("  {:<26}", "");
    scenario.arms[1..].iter().for_each(|arm| print!(" {:>18}", arm.name.chars().take(18).collect::<String>()));
    println!(" {:>9}", "median");
    let headline = Selection::standard().headline;
    let mut all: Vec<Ratios> = Vec::new();
    for id in &headline {
        let outcome = *Outcome::ALL.iter().find(|outcome| outcome.definition().id == id).expect("the headline names outcomes");
        let row: Vec<Option<Ratios>> = arms.iter().map(|[paired, own]| Ratios::of(outcome, &base, paired, own)).collect();
        print!("  {id:<26}");
        let shown = |r: &Ratios| format!("{} / {} / {}", short(r.played), short(r.told), short(r.thinning));
        row.iter().for_each(|r| print!(" {:>18}", r.as_ref().map_or("-".into(), shown)));
        let told: Vec<f64> = row.iter().flatten().map(|r| r.told).collect();
        println!(" {:>9}", median(&told).map_or("-".into(), short));
        all.extend(row.into_iter().flatten());
    }
    let (played, told): (Vec<f64>, Vec<f64>) = all.iter().map(|r| (r.played, r.told)).unzip();
    let enough = told.iter().filter(|r| **r >= 5.0).count();
    let [played, all_told] = [played, told.clone()].map(|r| median(&r).map_or("-".into(), short));
    println!("  median over outcomes and arms: A {played}, B {all_told}; B at least 5 in {enough} of {}", told.len());
}

fn short(ratio: f64) -> String {
    if ratio < 9.95 {
        format!("{ratio:.1}")
    } else if ratio < 999.5 {
        format!("{ratio:.0}")
    } else {
        ">999".into()
    }
}

/// Independent over paired variance of one outcome in one arm.
struct Ratios {
    played: f64,
    told: f64,
    thinning: f64,
}

impl Ratios {
    /// None where nothing varies.
    fn of(outcome: Outcome, base: &[Outcomes], paired: &[Outcomes], own: &[Outcomes]) -> Option<Self> {
        let totals = |runs: &[Outcomes]| -> Vec<f64> { runs.iter().map(|run| run.total(outcome).unwrap_or(0.0)).collect() };
        let [base, paired, own] = [totals(base), totals(paired), totals(own)];
        let spread = |arm: &[f64]| variance(&arm.iter().zip(&base).map(|(arm, base)| arm - base).collect::<Vec<_>>());
        let kept = mean(&paired)? / mean(&base)?;
        let (independent, coupled) = (spread(&own)?, spread(&paired)?);
        // Sums in another order differ in their last bits: that is no chance.
        let varies = independent.min(coupled).sqrt() > 1e-9 * mean(&base)?;
        let told = Paired::new(&paired, &base, 0.95)?.variance_ratio?;
        varies.then_some(Self { played: independent / coupled, told, thinning: (1.0 + kept) / (1.0 - kept).abs() })
    }
}
