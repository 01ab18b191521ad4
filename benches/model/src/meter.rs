//! What a run costs. Time is the processor's for this thread, not the wall's, so that a busy machine disturbs little.

use std::fs;
use std::mem::{Discriminant, discriminant};
use std::time::Instant;
use veilsim::engine::{Clock, Limits, Model, run};
use veilsim::model::chance::Chance;
use veilsim::model::event::Event;
use veilsim::model::{Plan, Simulation};
use veilsim::units::Time;

/// What a run took.
#[derive(Clone, Copy, Default)]
pub struct Cost {
    pub events: u64,
    pub seconds: f64,
    /// Most memory that the process held at once \[MB\].
    pub peak: f64,
}

impl Cost {
    pub fn ns_per_event(&self) -> f64 {
        self.seconds / self.events as f64 * 1e9
    }
    /// Two runs one after another.
    pub fn and(self, other: Self) -> Self {
        Self { events: self.events + other.events, seconds: self.seconds + other.seconds, peak: self.peak.max(other.peak) }
    }
}

/// Plays a plan as it stands, setting up and closing the books included.
pub fn measure(plan: &Plan, chance: Chance) -> Cost {
    // Sets the process's peak back to what it holds now.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let begun = processor_seconds();
    let (outcomes, stop) = Simulation::run(plan, chance);
    let seconds = processor_seconds() - begun;
    std::hint::black_box(outcomes);
    Cost { events: stop.events(), seconds, peak: peak() }
}

fn processor_seconds() -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux says how long a thread has run");
    text.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).map_or(f64::NAN, |ns| ns / 1e9)
}

fn peak() -> f64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    kilobytes.map_or(f64::NAN, |kb| kb / 1024.0)
}

/// An event that took so many seconds on the wall was interrupted.
const INTERRUPTED: f64 = 2e-4;

/// One kind of event: how many there were, and how long they took, the timer's own time taken off.
pub struct Kind {
    mark: Discriminant<Event>,
    pub name: String,
    pub events: u64,
    pub seconds: f64,
}

/// A world whose events are timed one by one.
struct Timed {
    world: Simulation,
    kinds: Vec<Kind>,
    timer: f64,
}

impl Model for Timed {
    type Event = Event;
    fn handle(&mut self, event: Event, clock: &mut Clock<Event>) {
        let begun = Instant::now();
        self.world.handle(event, clock);
        let seconds = begun.elapsed().as_secs_f64() - self.timer;
        let mark = discriminant(&event);
        let place = self.kinds.iter().position(|kind| kind.mark == mark).unwrap_or_else(|| {
            let name = format!("{event:?}").chars().take_while(|c| c.is_alphabetic()).collect();
            self.kinds.push(Kind { mark, name, events: 0, seconds: 0.0 });
            self.kinds.len() - 1
        });
        self.kinds[place].events += 1;
        // No event takes so long by itself: other work had the processor.
        if seconds < INTERRUPTED {
            self.kinds[place].seconds += seconds;
        }
    }
}

/// The kinds of events in one run of a plan up to `until`, the dearest first.
pub fn by_kind(plan: &Plan, chance: Chance, until: Time) -> Vec<Kind> {
    let (world, mut clock) = Simulation::new(plan, chance);
    let mut pauses: Vec<f64> = (0..10_001).map(|_| Instant::now().elapsed().as_secs_f64()).collect();
    pauses.sort_by(f64::total_cmp);
    let mut timed = Timed { world, kinds: Vec::new(), timer: pauses[5_000] };
    run(&mut timed, &mut clock, Limits::until(until));
    timed.kinds.sort_by(|a, b| b.seconds.total_cmp(&a.seconds));
    timed.kinds
}
