//! The kernel beside its rivals, in one process: every figure is a median over interleaved repetitions, every ratio is taken
//! within a repetition, so that a noisy machine slows both sides alike.
//!
//! `kernel-bench` takes about a minute, `kernel-bench full` four: it adds 10^7 pending events and 10^7 arrivals. See `benches/README.md`.

use kernel_bench::{heading, hold, mm5};

fn main() {
    let full = std::env::args().any(|word| word == "full");
    heading();

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
