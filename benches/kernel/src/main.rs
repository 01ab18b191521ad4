//! The kernel beside its rivals, in one process: every figure is a median over interleaved repetitions, every ratio is taken
//! within a repetition, so that a noisy machine slows both sides alike.
//!
//! `kernel-bench` takes about a minute, `kernel-bench full` four: it adds 10^7 pending events and 10^7 arrivals. See `benches/README.md`.

mod hold;
mod mm5;

use std::process::Command;

fn main() {
    let full = std::env::args().any(|word| word == "full");
    println!("host: {}", host());
    println!("date: {}", shell("date -u +%F"));
    println!("compiler: {}\n", shell("rustc --version"));

    println!("hold model: pop the least, push it back an exponential time later; key (time, phase, order of insertion)");
    for (pending, holds, repetitions) in [(1_000, 1_000_000, 7), (100_000, 1_000_000, 7), (1_000_000, 3_000_000, 5)] {
        hold::compare(pending, holds, repetitions);
    }
    if full {
        hold::compare(10_000_000, 5_000_000, 3);
    }

    println!("\nM/M/5 at rho 0.8, through the public API and by hand");
    mm5::compare(1_000_000, 9);
    if full {
        mm5::compare(10_000_000, 5);
    }
}

fn host() -> String {
    let model = shell("sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{model}, {cores} cores")
}

fn shell(line: &str) -> String {
    Command::new("sh").args(["-c", line]).output().map_or(String::new(), |out| String::from_utf8_lossy(&out.stdout).trim().into())
}

/// The middle value.
fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// One line a contestant: its median time, and how many times faster it is than the one that `beside` names.
/// `seconds[contestant][repetition]`.
fn table(names: &[&str], seconds: &[Vec<f64>], operations: f64, operation: &str, beside: usize) {
    for (name, mine) in names.iter().zip(seconds) {
        let time = median(mine.iter().copied());
        let ratio = median(mine.iter().zip(&seconds[beside]).map(|(a, b)| b / a));
        println!(
            "  {name:<46} {:>8.1} ns per {operation} {:>8.2} M/s {ratio:>8.2} x {}",
            time / operations * 1e9,
            operations / time / 1e6,
            names[beside]
        );
    }
}
