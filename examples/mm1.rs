//! An M/M/1 queue on the kernel alone, beside what theory says of it. The kernel knows nothing of messages: a model is an enum of events
//! and what each of them does.
//!
//! `cargo run --release --example mm1`

use veilsim::analysis::{mean, mean_interval};
use veilsim::engine::{Clock, Job, Key, Limits, Model, Station, run};
use veilsim::units::Time;

/// Mean days between two arrivals, and mean days of a service: the server is busy four fifths of the time.
const BETWEEN_ARRIVALS: f64 = 1.25;
const SERVICE: f64 = 1.0;
const WARM_UP_DAYS: f64 = 1_000.0;
const DAYS: f64 = 20_000.0;
const REPLICATIONS: u64 = 40;

#[derive(Clone, Copy)]
enum Event {
    Arrival(u32),
    Departure,
    /// The queue is as it will be: observation begins.
    WarmedUp,
}

/// What is decided by chance. Each decision about each customer has random numbers of its own, whatever was drawn before.
const GAP: u16 = 0;
const LENGTH: u16 = 1;

struct Queue {
    chance: Key,
    station: Station<u32>,
}

impl Queue {
    fn begin(&self, job: Option<Job<u32>>, clock: &mut Clock<Event>) {
        if let Some(job) = job {
            let length = self.chance.stream(LENGTH, 0, job.what).exponential(SERVICE);
            clock.schedule(clock.now().after_days(length), 0, Event::Departure);
        }
    }
}

impl Model for Queue {
    type Event = Event;

    fn handle(&mut self, event: Event, clock: &mut Clock<Event>) {
        let now = clock.now();
        match event {
            Event::Arrival(customer) => {
                let gap = self.chance.stream(GAP, 0, customer).exponential(BETWEEN_ARRIVALS);
                clock.schedule(now.after_days(gap), 0, Event::Arrival(customer + 1));
                let begins = self.station.arrive(now, 0, customer);
                self.begin(begins, clock);
            }
            Event::Departure => {
                let begins = self.station.depart(now);
                self.begin(begins, clock);
            }
            Event::WarmedUp => self.station.restart_observation(now),
        }
    }
}

/// The mean wait in one replication \[days\].
fn mean_wait(replication: u64) -> f64 {
    let mut queue = Queue { chance: Key::new(1, replication), station: Station::new(1, 1) };
    let mut clock = Clock::default();
    clock.schedule(Time::ZERO, 0, Event::Arrival(0));
    clock.schedule(Time::ZERO.after_days(WARM_UP_DAYS), 0, Event::WarmedUp);
    run(&mut queue, &mut clock, Limits::until(Time::ZERO.after_days(WARM_UP_DAYS + DAYS)));
    queue.station.waits().mean()
}

fn main() {
    let waits: Vec<f64> = (0..REPLICATIONS).map(mean_wait).collect();
    let (Some(found), Some(interval)) = (mean(&waits), mean_interval(&waits, 0.95)) else { return };
    // Mean wait before service: rho / (mu - lambda).
    let (arrival_rate, service_rate) = (1.0 / BETWEEN_ARRIVALS, 1.0 / SERVICE);
    let expected = arrival_rate / service_rate / (service_rate - arrival_rate);
    println!("mean wait, simulated: {found:.3} days, 95 % interval {:.3} to {:.3}", interval.low, interval.high);
    println!("mean wait, in theory: {expected:.3} days");
    assert!((found - expected).abs() < 0.05 * expected, "the kernel does not do what theory says");
}
