//! What forking is worth: the policies of a scenario together, beside each by itself, in processor time of one thread.

use crate::load_shipped;
use veilsim::analysis::median;
use veilsim::experiment::{Design, Runner, Task};
use veilsim::model::Outcomes;

const REPLICATIONS: u32 = 4;
const PASSES: usize = 5;

/// Prints the ratio for shipped scenarios.
pub fn forks() {
    println!("policies together over each by itself, processor time, median of {PASSES} passes of {REPLICATIONS} replications");
    for name in ["tiktok-dms", "fraud", "messenger-rollout-2023", "regulator-mandate", "whatsapp"] {
        let scenario = load_shipped(name, &[]);
        let design = Design::of(&scenario);
        let tasks = design.tasks(REPLICATIONS);
        let pass = |_| {
            let begun = cpu();
            tasks.iter().for_each(|task| drop(std::hint::black_box(design.simulate::<Outcomes>(*task))));
            let alone = cpu() - begun;
            (together(&design, &tasks), alone)
        };
        let passes: Vec<(f64, f64)> = (0..PASSES).map(pass).collect();
        let ratios: Vec<f64> = passes.iter().map(|(together, alone)| together / alone).collect();
        let (least, most) = ratios.iter().fold((f64::MAX, f64::MIN), |(least, most), r| (least.min(*r), most.max(*r)));
        let middle = median(&ratios).unwrap_or(f64::NAN);
        println!("  {name:<24} {} policies: {middle:.2} ({least:.2} to {most:.2})", scenario.arms.len());
    }
}

/// Seconds on the one thread of a runner.
fn together(design: &Design, tasks: &[Task]) -> f64 {
    let runner = Runner::new(1).expect("one thread can be started");
    let begun = cpu();
    std::hint::black_box(runner.run::<Outcomes>(design, tasks, &()));
    cpu() - begun
}

/// Seconds that all threads of the process have worked.
fn cpu() -> f64 {
    let of = |path: std::path::PathBuf| std::fs::read_to_string(path.join("schedstat")).ok();
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten().filter_map(|task| of(task.path()));
    let seconds = |text: String| text.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).map_or(0.0, |ns| ns / 1e9);
    tasks.map(seconds).sum()
}
