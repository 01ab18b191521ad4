//! M/M/5 at a load of 0.8: the public API beside a loop written by hand for this one queue.

use crate::table;
use rand::{RngExt, SeedableRng};
use rand_distr::Exp1;
use rand_xoshiro::Xoshiro256PlusPlus;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::time::Instant;
use veilsim::engine::{Clock, Job, Key, Limits, Model, Station, run};
use veilsim::units::{DAY_MS, Time};

pub const SERVERS: usize = 5;
/// Arrivals per day; a service takes a day.
pub const RATE: f64 = 4.0;
/// The 99.9 % two-sided quantile of Student's t with 8 and with 4 degrees of freedom.
const T_999: [(usize, f64); 2] = [(9, 5.041), (5, 8.610)];

/// Where the times come from.
pub trait Chance {
    /// From one arrival to the next \[days\].
    fn gap(&mut self, n: u32) -> f64;
    /// Service \[days\].
    fn service(&mut self, n: u32) -> f64;
}

impl Chance for Xoshiro256PlusPlus {
    fn gap(&mut self, _: u32) -> f64 {
        self.sample::<f64, _>(Exp1) / RATE
    }
    fn service(&mut self, _: u32) -> f64 {
        self.sample(Exp1)
    }
}

impl Chance for Key {
    fn gap(&mut self, n: u32) -> f64 {
        self.stream(0, 0, n).exponential(1.0 / RATE)
    }
    fn service(&mut self, n: u32) -> f64 {
        self.stream(1, 0, n).exponential(1.0)
    }
}

#[derive(Clone, Copy)]
enum Event {
    Arrival(u32),
    Departure,
}

struct Queue<C> {
    chance: C,
    station: Station<u32>,
    arrivals: u32,
}

impl<C: Chance> Model for Queue<C> {
    type Event = Event;
    fn handle(&mut self, event: Event, clock: &mut Clock<Event>) {
        let now = clock.now();
        let begins = match event {
            Event::Arrival(n) => {
                if n + 1 < self.arrivals {
                    clock.schedule(now.after_days(self.chance.gap(n)), 0, Event::Arrival(n + 1));
                }
                self.station.arrive(now, 0, n)
            }
            Event::Departure => self.station.depart(now),
        };
        if let Some(Job { what, .. }) = begins {
            clock.schedule(now.after_days(self.chance.service(what)), 0, Event::Departure);
        }
    }
}

/// Clock, run and Station: the mean wait \[days\].
pub fn kernel(chance: impl Chance, arrivals: u32) -> f64 {
    let mut queue = Queue { chance, station: Station::new(SERVERS, 1), arrivals };
    let mut clock = Clock::default();
    clock.schedule(Time::ZERO, 0, Event::Arrival(0));
    let stop = run(&mut queue, &mut clock, Limits::until(Time::NEVER));
    assert_eq!(stop.events(), 2 * u64::from(arrivals));
    queue.station.waits().mean()
}

/// The queue with a mean wait for its only output, as in the loop by hand.
struct Bare<C> {
    chance: C,
    waiting: VecDeque<Time>,
    arrivals: u32,
    busy: usize,
    waited: u64,
}

impl<C: Chance> Model for Bare<C> {
    type Event = Event;
    fn handle(&mut self, event: Event, clock: &mut Clock<Event>) {
        let now = clock.now();
        let begins = match event {
            Event::Arrival(n) => {
                if n + 1 < self.arrivals {
                    clock.schedule(now.after_days(self.chance.gap(n)), 0, Event::Arrival(n + 1));
                }
                let free = self.busy < SERVERS;
                if free {
                    self.busy += 1;
                } else {
                    self.waiting.push_back(now);
                }
                free
            }
            Event::Departure => {
                let since = self.waiting.pop_front();
                match since {
                    Some(since) => self.waited += now.0 - since.0,
                    None => self.busy -= 1,
                }
                since.is_some()
            }
        };
        if begins {
            clock.schedule(now.after_days(self.chance.service(0)), 0, Event::Departure);
        }
    }
}

/// Clock and run without Station: the mean wait \[days\]. The chance must not hang on the customer's number.
pub fn kernel_bare(chance: impl Chance, arrivals: u32) -> f64 {
    let mut queue = Bare { chance, waiting: VecDeque::new(), arrivals, busy: 0, waited: 0 };
    let mut clock = Clock::default();
    clock.schedule(Time::ZERO, 0, Event::Arrival(0));
    run(&mut queue, &mut clock, Limits::until(Time::NEVER));
    queue.waited as f64 / DAY_MS as f64 / f64::from(arrivals)
}

/// The loop by hand: no more than this queue needs, the mean wait its only output. Entry: (time, sequence, is it an arrival).
pub fn by_hand(mut chance: impl Chance, arrivals: u32) -> f64 {
    let mut list: BinaryHeap<Reverse<(u64, u32, bool)>> = BinaryHeap::new();
    let mut waiting: VecDeque<u64> = VecDeque::new();
    let (mut sequence, mut arrived, mut busy, mut waited) = (0_u32, 0, 0, 0_u64);
    let after = |now: u64, days: f64| now + (days * DAY_MS as f64 + 0.5) as u64;
    list.push(Reverse((0, 0, true)));
    while let Some(Reverse((now, _, arrival))) = list.pop() {
        let begins = if arrival {
            arrived += 1;
            if arrived < arrivals {
                sequence += 1;
                list.push(Reverse((after(now, chance.gap(arrived)), sequence, true)));
            }
            if busy < SERVERS {
                busy += 1;
                true
            } else {
                waiting.push_back(now);
                false
            }
        } else if let Some(since) = waiting.pop_front() {
            waited += now - since;
            true
        } else {
            busy -= 1;
            false
        };
        if begins {
            sequence += 1;
            list.push(Reverse((after(now, chance.service(arrived)), sequence, false)));
        }
    }
    waited as f64 / DAY_MS as f64 / f64::from(arrivals)
}

/// The same loop and heap, with the kernel's station: what is left between this and the kernel is the event list and the run loop.
fn by_hand_with_station(mut chance: impl Chance, arrivals: u32) -> f64 {
    let mut list: BinaryHeap<Reverse<(Time, u32, bool)>> = BinaryHeap::new();
    let mut station = Station::new(SERVERS, 1);
    let (mut sequence, mut arrived) = (0_u32, 0);
    list.push(Reverse((Time::ZERO, 0, true)));
    while let Some(Reverse((now, _, arrival))) = list.pop() {
        let begins = if arrival {
            arrived += 1;
            if arrived < arrivals {
                sequence += 1;
                list.push(Reverse((now.after_days(chance.gap(arrived)), sequence, true)));
            }
            station.arrive(now, 0, arrived)
        } else {
            station.depart(now)
        };
        if begins.is_some() {
            sequence += 1;
            list.push(Reverse((now.after_days(chance.service(arrived)), sequence, false)));
        }
    }
    station.waits().mean()
}

/// The mean wait in closed form (Erlang C) \[days\].
fn erlang_c() -> f64 {
    let terms: Vec<f64> = (1..=SERVERS).scan(1.0, |term, k| Some(std::mem::replace(term, *term * RATE / k as f64))).collect();
    let all_busy = terms[SERVERS - 1] * RATE / SERVERS as f64 * SERVERS as f64 / (SERVERS as f64 - RATE);
    all_busy / (terms.iter().sum::<f64>() + all_busy) / (SERVERS as f64 - RATE)
}

/// Prints the table for one number of arrivals; every repetition has its own seed.
pub fn compare(arrivals: u32, repetitions: usize) {
    let xoshiro = Xoshiro256PlusPlus::seed_from_u64;
    let contestants: [(&str, &dyn Fn(u64) -> f64); 4] = [
        ("by hand, std BinaryHeap", &|seed| by_hand(xoshiro(seed), arrivals)),
        ("by hand, std BinaryHeap, our Station", &|seed| by_hand_with_station(xoshiro(seed), arrivals)),
        ("veilsim", &|seed| kernel(xoshiro(seed), arrivals)),
        ("veilsim, keyed chance by inverse CDF", &|seed| kernel(Key::new(seed, 0), arrivals)),
    ];
    let names = contestants.map(|(name, _)| name);
    let mut seconds = vec![Vec::new(); names.len()];
    let mut waits = vec![Vec::new(); names.len()];
    for seed in 0..repetitions as u64 {
        for (i, (_, play)) in contestants.iter().enumerate() {
            let start = Instant::now();
            waits[i].push(play(seed));
            seconds[i].push(start.elapsed().as_secs_f64());
        }
        let (hand, ours) = (waits[0][seed as usize], waits[2][seed as usize]);
        assert!((hand / ours - 1.0).abs() < 1e-9, "the same draws, but a wait of {hand} by hand and {ours} in the kernel");
    }
    println!(" {arrivals} arrivals, {repetitions} seeds; the same mean wait seed by seed by hand and in the kernel");
    table(&names, &seconds, 2.0 * f64::from(arrivals), "event", 0);
    for i in [2, 3] {
        check(names[i], &waits[i]);
    }
}

/// Prints the mean wait over the seeds, and panics unless Erlang C's lies within its interval.
pub fn check(name: &str, waits: &[f64]) {
    let quantile = T_999.iter().find(|(n, _)| *n == waits.len()).unwrap().1;
    let (mean, half) = interval(waits, quantile);
    println!("  {name:<46} mean wait {mean:.5} +- {half:.5} days (99.9 %); Erlang C says {:.5}", erlang_c());
    assert!((mean - erlang_c()).abs() <= half);
}

fn interval(sample: &[f64], quantile: f64) -> (f64, f64) {
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n;
    let variance = sample.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    (mean, quantile * (variance / n).sqrt())
}
