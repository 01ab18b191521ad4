//! The same work in `NeXosim`: one model that schedules events on itself, on one thread (its quickest way, for one model).

use crate::draws::Draws;
use kernel_bench::mm5::{Chance, SERVERS};
use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::QuerySource;
use nexosim::simulation::{Mailbox, SimInit, Simulation};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::time::Duration;

/// An event must lie in the future, so that a delay is a nanosecond at least.
fn days(days: f64) -> Duration {
    Duration::from_secs_f64(days * 86_400.0).max(Duration::from_nanos(1))
}

#[derive(Serialize, Deserialize)]
struct Queue {
    draws: Draws,
    waiting: VecDeque<MonotonicTime>,
    to_come: u32,
    busy: usize,
    waited: Duration,
}

#[Model]
impl Queue {
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        cx.schedule_event(Duration::from_nanos(1), schedulable!(Self::arrive), ()).unwrap();
    }

    #[nexosim(schedulable)]
    fn arrive(&mut self, _: (), cx: &Context<Self>) {
        self.to_come -= 1;
        if self.to_come > 0 {
            cx.schedule_event(days(self.draws.gap(0)), schedulable!(Self::arrive), ()).unwrap();
        }
        if self.busy < SERVERS {
            self.busy += 1;
            self.begin(cx);
        } else {
            self.waiting.push_back(cx.time());
        }
    }

    #[nexosim(schedulable)]
    fn depart(&mut self, _: (), cx: &Context<Self>) {
        if let Some(since) = self.waiting.pop_front() {
            self.waited += cx.time().duration_since(since);
            self.begin(cx);
        } else {
            self.busy -= 1;
        }
    }

    fn begin(&mut self, cx: &Context<Self>) {
        cx.schedule_event(days(self.draws.service(0)), schedulable!(Self::depart), ()).unwrap();
    }

    pub async fn waited(&mut self) -> Duration {
        self.waited
    }
}

/// M/M/5: the mean wait \[days\].
pub fn queue(draws: Draws, arrivals: u32) -> f64 {
    let queue = Queue { draws, waiting: VecDeque::new(), to_come: arrivals, busy: 0, waited: Duration::ZERO };
    let (mailbox, mut bench) = (Mailbox::new(), SimInit::with_num_threads(1));
    let waited = QuerySource::new().connect(Queue::waited, &mailbox).register(&mut bench);
    let mut simulation = bench.add_model(queue, mailbox, "queue").init(MonotonicTime::EPOCH).unwrap();
    simulation.run().unwrap();
    simulation.process_query(&waited, ()).unwrap().as_secs_f64() / 86_400.0 / f64::from(arrivals)
}

#[derive(Serialize, Deserialize)]
struct Holder {
    draws: Draws,
    pending: u32,
}

#[Model]
impl Holder {
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        (0..self.pending).for_each(|entry| self.hold(entry, cx));
    }

    #[nexosim(schedulable)]
    fn hold(&mut self, entry: u32, cx: &Context<Self>) {
        cx.schedule_event(days(self.draws.service(entry)), schedulable!(Self::hold), entry).unwrap();
    }
}

/// The hold model, the whole engine: a step plays the next event.
pub struct Hold(Simulation);

impl Hold {
    pub fn new(pending: u32) -> Self {
        let holder = Holder { draws: Draws::new(1), pending };
        Self(SimInit::with_num_threads(1).add_model(holder, Mailbox::new(), "holder").init(MonotonicTime::EPOCH).unwrap())
    }

    pub fn play(&mut self, holds: u32) {
        (0..holds).for_each(|_| self.0.step().unwrap());
    }
}
