//! Prints the digest of a small experiment. `.ci/run` compares it with what the ordinary binary computes: no feature of a dependency,
//! and no other kind of machine, may change a bit.

use veilsim::prelude::*;
use veilsim::results::digests;

fn main() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/smoke.toml");
    let scenario = scenario::load(path.as_ref(), &[]).expect("the smoke test is a scenario");
    let names: Vec<_> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
    let runs = replicate::<Outcomes>(&Design::of(&scenario), 2, 0).expect("threads start");
    println!("{}", digests(&names, &runs).1);
}
