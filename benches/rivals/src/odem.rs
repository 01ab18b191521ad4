//! M/M/5 in odem-rs: the M/M/1 of its examples with five server agents, with the histograms of that example or without.

use crate::draws::Draws;
use kernel_bench::mm5::{Chance, SERVERS};
use odem_rs::core::ops::waker;
use odem_rs::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::pin;
use std::task::Waker;

/// Time is in days.
#[derive(Config)]
struct Queue {
    draws: RefCell<Draws>,
    waiting: RefCell<VecDeque<f64>>,
    idle: RefCell<Vec<Waker>>,
    waited: Cell<f64>,
    observed: Option<Observed>,
}

#[derive(Default)]
struct Observed {
    line: Histogram<Linear<32>, Utilized<f64, usize>, 4>,
    waits: Histogram<Log<48>, f64, 4>,
}

impl Queue {
    fn enter(&self, now: f64) {
        let mut waiting = self.waiting.borrow_mut();
        waiting.push_back(now);
        if let Some(observed) = &self.observed {
            observed.line.tabulate(Utilized(now, waiting.len()));
        }
        if let Some(server) = self.idle.borrow_mut().pop() {
            server.wake();
        }
    }

    /// The service time of the first in line.
    fn leave(&self, now: f64) -> Option<f64> {
        let mut waiting = self.waiting.borrow_mut();
        let wait = now - waiting.pop_front()?;
        self.waited.set(self.waited.get() + wait);
        if let Some(observed) = &self.observed {
            observed.line.tabulate(Utilized(now, waiting.len()));
            observed.waits.tabulate(wait);
        }
        Some(self.draws.borrow_mut().service(0))
    }
}

struct Server;

impl Behavior<Queue> for Server {
    type Output = ();

    async fn actions(&self, sim: &Sim<Queue>) {
        let queue = sim.global();
        loop {
            while let Some(service) = queue.leave(sim.now()) {
                sim.advance(service).await;
            }
            let own = waker().await;
            queue.idle.borrow_mut().push(own);
            sleep().await;
        }
    }
}

/// Lets the customers come, and waits until the last was served.
async fn play(sim: &Sim<Queue>, arrivals: u32) {
    let queue = sim.global();
    let servers = pin!(Pool::with_capacity(SERVERS).with(Agent::new));
    for _ in 0..SERVERS {
        sim.activate(servers.alloc(Server));
    }
    for n in 0..arrivals {
        if n > 0 {
            let gap = queue.draws.borrow_mut().gap(n);
            sim.advance(gap).await;
        }
        queue.enter(sim.now());
    }
    while queue.idle.borrow().len() < SERVERS {
        sim.advance(1.0).await;
    }
    // No waker may outlive its server.
    queue.idle.take();
}

/// The mean wait \[days\], nothing else observed.
pub fn queue(draws: Draws, arrivals: u32) -> f64 {
    mean_wait(draws, arrivals, None)
}

/// The same, and the distributions of the line and of the waits.
pub fn observed(draws: Draws, arrivals: u32) -> f64 {
    mean_wait(draws, arrivals, Some(Observed::default()))
}

fn mean_wait(draws: Draws, arrivals: u32, observed: Option<Observed>) -> f64 {
    let (draws, waiting, idle) = (RefCell::new(draws), RefCell::default(), RefCell::default());
    let simulator = Simulator::new(Queue { draws, waiting, idle, waited: Cell::new(0.0), observed });
    simulator.run(async |sim| play(sim, arrivals).await).unwrap_or_else(|_| panic!("deadlock"));
    simulator.inner().waited.get() / f64::from(arrivals)
}
