//! Prints the digest of a small experiment. `.ci/run` compares it with what the ordinary binary computes: no feature of a dependency,
//! and no other kind of machine, may change a bit.

use veilsim::experiment::{Design, digests, replicate};

fn main() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/smoke.toml");
    let scenario = veilsim::scenario::load(path.as_ref(), &[]).expect("the smoke test is a scenario");
    let names: Vec<_> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
    let plans: Vec<_> = scenario.arms.iter().map(|arm| &arm.plan).collect();
    let design = Design { arms: &plans, seed: scenario.seed, replications: 2, threads: 0 };
    let batch = replicate(design, &|| {}).expect("threads start");
    println!("{}", digests(&names, &batch).1);
}
