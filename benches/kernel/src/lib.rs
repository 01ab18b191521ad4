//! What the benchmarks of the kernel and of its rivals share: the queue by hand and through the public API, and how a table is printed.

pub mod hold;
pub mod mm5;

use std::process::Command;

/// Prints where and when the figures that follow were measured.
pub fn heading() {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "host: {}, {cores} cores, load {}",
        shell("sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1"),
        shell("cut -d' ' -f1-3 /proc/loadavg")
    );
    println!("date: {}", shell("date -u +%F"));
    println!("compiler: {}\n", shell("rustc --version"));
}

fn shell(line: &str) -> String {
    Command::new("sh").args(["-c", line]).output().map_or(String::new(), |out| String::from_utf8_lossy(&out.stdout).trim().into())
}

/// The middle value.
#[must_use]
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// One line a contestant: its median time, and how many times faster it is than the one that `beside` names.
/// `seconds[contestant][repetition]`.
pub fn table(names: &[&str], seconds: &[Vec<f64>], operations: f64, operation: &str, beside: usize) {
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
