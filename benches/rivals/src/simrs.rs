//! M/M/5 in simrs: one component, its queue and its counters in the simulation's state.

use crate::draws::Draws;
use kernel_bench::mm5::{Chance, SERVERS};
use simrs::{Component, ComponentId, Executor, Fifo, Key, QueueId, Scheduler, Simulation, State};
use std::time::Duration;

#[derive(Debug)]
enum Event {
    Arrival,
    Departure,
}

struct Counters {
    draws: Draws,
    to_come: u32,
    busy: usize,
    waited: Duration,
}

struct Queue {
    counters: Key<Counters>,
    waiting: QueueId<Fifo<Duration>>,
}

fn days(days: f64) -> Duration {
    Duration::from_secs_f64(days * 86_400.0)
}

impl Component for Queue {
    type Event = Event;

    fn process_event(&self, own: ComponentId<Event>, event: &Event, scheduler: &mut Scheduler, state: &mut State) {
        let now = scheduler.time();
        let begins = match event {
            Event::Arrival => {
                let counters = state.get_mut(self.counters).unwrap();
                counters.to_come -= 1;
                if counters.to_come > 0 {
                    scheduler.schedule(days(counters.draws.gap(0)), own, Event::Arrival);
                }
                let free = counters.busy < SERVERS;
                if free {
                    counters.busy += 1;
                } else {
                    state.send(self.waiting, now).unwrap();
                }
                free
            }
            Event::Departure => {
                let since = state.recv(self.waiting);
                let counters = state.get_mut(self.counters).unwrap();
                match since {
                    Some(since) => counters.waited += now - since,
                    None => counters.busy -= 1,
                }
                since.is_some()
            }
        };
        if begins {
            let service = state.get_mut(self.counters).unwrap().draws.service(0);
            scheduler.schedule(days(service), own, Event::Departure);
        }
    }
}

/// The mean wait \[days\].
pub fn queue(draws: Draws, arrivals: u32) -> f64 {
    let mut simulation = Simulation::default();
    let counters = simulation.state.insert(Counters { draws, to_come: arrivals, busy: 0, waited: Duration::ZERO });
    let waiting = simulation.add_queue(Fifo::default());
    let queue = simulation.add_component(Queue { counters, waiting });
    simulation.schedule(Duration::ZERO, queue, Event::Arrival);
    simulation.execute(Executor::unbound());
    simulation.state.get(counters).unwrap().waited.as_secs_f64() / 86_400.0 / f64::from(arrivals)
}
