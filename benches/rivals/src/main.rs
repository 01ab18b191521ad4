//! veilsim beside other engines, in one process. See `benches/README.md`.
//!
//! `rivals-bench` takes half a minute, `rivals-bench full` three. `rivals-bench bare ARRIVALS SEED` (or
//! `observed`) plays one queue in veilsim and prints the seconds and the mean wait, for `benches/rivals/python`.

mod draws;
mod nexosim;
mod odem;
mod simrs;

use draws::Draws;
use kernel_bench::mm5::{Chance, by_hand, check, kernel, kernel_bare};
use kernel_bench::{heading, median, table};
use std::time::Instant;
use veilsim::engine::{Clock, Limits, Model, run};
use veilsim::units::Time;

/// Plays one queue with so many arrivals: the mean wait \[days\].
type Play = fn(Draws, u32) -> f64;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [name, arrivals, seed] = &words[..] {
        let play: Play = if name == "observed" { kernel } else { kernel_bare };
        let start = Instant::now();
        let wait = play(Draws::new(seed.parse().expect("a seed")), arrivals.parse().expect("a number of arrivals"));
        return println!("{} {wait}", start.elapsed().as_secs_f64());
    }
    heading();
    println!("M/M/5 at rho 0.8; every engine with the same gaps and services");
    queue(1_000_000, 9);
    if words.iter().any(|word| word == "full") {
        queue(10_000_000, 5);
    }
    println!("\nhold model, the whole engine: an event schedules itself again an exponential time later");
    for (pending, holds) in [(1_000, 500_000), (100_000, 500_000), (1_000_000, 1_000_000)] {
        hold(pending, holds);
    }
}

fn queue(arrivals: u32, repetitions: usize) {
    // What the mean wait alone costs, then what it costs with all that is to be seen of the queue.
    let engines: [(&str, Play); 7] = [
        ("by hand, std BinaryHeap", by_hand),
        ("NeXosim", nexosim::queue),
        ("simrs", simrs::queue),
        ("odem-rs", odem::queue),
        ("veilsim", kernel_bare),
        ("odem-rs, observed", odem::observed),
        ("veilsim, observed (Station)", kernel),
    ];
    let names = engines.map(|(name, _)| name);
    let mut seconds = vec![Vec::new(); names.len()];
    let mut waits = vec![Vec::new(); names.len()];
    for seed in 0..repetitions as u64 {
        for (i, (name, play)) in engines.iter().enumerate() {
            let start = Instant::now();
            waits[i].push(play(Draws::new(seed), arrivals));
            seconds[i].push(start.elapsed().as_secs_f64());
            let (own, hand) = (waits[i][seed as usize], waits[0][seed as usize]);
            // Engines count time in units of their own, and each rounds a little.
            assert!((own / hand - 1.0).abs() < 1e-4, "{name}: a wait of {own}, by hand {hand}");
        }
    }
    println!(" {arrivals} arrivals, {repetitions} seeds; the same mean wait from all, seed by seed, to 1e-4");
    table(&names, &seconds, 2.0 * f64::from(arrivals), "event", 0);
    for (rival, own) in [(1, 4), (2, 4), (3, 4), (5, 6), (1, 6), (2, 6), (3, 6)] {
        beside(names[own], &seconds[own], names[rival], &seconds[rival]);
    }
    names.iter().zip(&waits).for_each(|(name, own)| check(name, own));
}

/// How many times as quick as its rival an engine is.
fn beside(name: &str, own: &[f64], rival: &str, theirs: &[f64]) {
    let ratios: Vec<f64> = theirs.iter().zip(own).map(|(theirs, own)| theirs / own).collect();
    let (least, most) = ratios.iter().fold((f64::INFINITY, 0.0_f64), |(l, m), r| (l.min(*r), m.max(*r)));
    println!("  {name}: {:.1} x {rival} ({least:.1} to {most:.1})", median(ratios.iter().copied()));
}

/// An event that schedules itself again.
struct Holder(Draws);

impl Model for Holder {
    type Event = u32;
    fn handle(&mut self, entry: u32, clock: &mut Clock<u32>) {
        let step = self.0.service(entry);
        clock.schedule(clock.now().after_days(step), 0, entry);
    }
}

fn hold(pending: u32, holds: u32) {
    let (mut holder, mut clock) = (Holder(Draws::new(1)), Clock::default());
    (0..pending).for_each(|entry| holder.handle(entry, &mut clock));
    let mut own = |holds: u32| {
        run(&mut holder, &mut clock, Limits { until: Time::NEVER, events: u64::from(holds) });
    };
    let mut rival = nexosim::Hold::new(pending);
    // Once through at least, so that the lists have forgotten how they were filled.
    own(2 * pending);
    rival.play(2 * pending);
    let mut seconds = vec![Vec::new(); 2];
    for _ in 0..5 {
        let start = Instant::now();
        own(holds);
        seconds[0].push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        rival.play(holds);
        seconds[1].push(start.elapsed().as_secs_f64());
    }
    println!(" {pending} pending, 5 x {holds} holds");
    table(&["veilsim", "NeXosim"], &seconds, f64::from(holds), "hold", 1);
}
