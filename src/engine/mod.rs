//! A discrete-event kernel: future-event list, clock and run loop, keyed chance, distributions, a queueing station, observers.
//!
//! The kernel has never heard of a message. It promises three things:
//!
//! 1. **Order.** Events come back by time; at one instant by phase (a small number that the model gives); at one instant and
//!    phase in the order in which they were scheduled.
//! 2. **Chance by name.** A random number is a function of (seed, replication, decision, who, occasion), not of how many numbers
//!    were drawn before it. See [`stream`].
//! 3. **No hidden state.** No clock on the wall, no threads, no global.
//!
//! An M/M/1 queue, the whole of it:
//!
//! ```
//! use veilsim::engine::{Clock, Key, Limits, Model, Station, run};
//! use veilsim::units::Time;
//!
//! #[derive(Clone, Copy)]
//! enum Event { Arrival(u32), Departure(u32) }
//! struct Queue { key: Key, station: Station<u32>, served: u32 }
//!
//! impl Model for Queue {
//!     type Event = Event;
//!     fn handle(&mut self, event: Event, clock: &mut Clock<Event>) {
//!         let begins = match event {
//!             Event::Arrival(n) => {
//!                 let gap = self.key.stream(0, 0, n).exponential(1.25);
//!                 clock.schedule(clock.now().after_days(gap), 0, Event::Arrival(n + 1));
//!                 self.station.arrive(clock.now(), 0, n)
//!             }
//!             Event::Departure(_) => { self.served += 1; self.station.depart(clock.now()) }
//!         };
//!         if let Some(job) = begins {
//!             let service = self.key.stream(1, 0, job.what).exponential(1.0);
//!             clock.schedule(clock.now().after_days(service), 0, Event::Departure(job.what));
//!         }
//!     }
//! }
//!
//! let mut queue = Queue { key: Key::new(1, 0), station: Station::new(1, 1), served: 0 };
//! let mut clock = Clock::default();
//! clock.schedule(Time::ZERO, 0, Event::Arrival(0));
//! run(&mut queue, &mut clock, Limits::until(Time::ZERO.after_days(10_000.0)));
//! let wait = queue.station.waits().mean();
//! assert!((wait - 4.0).abs() < 1.0, "W_q = rho / (mu - lambda) = 4 days, not {wait}");
//! ```

mod count;
pub mod distribution;
mod event_list;
mod logarithm;
mod observe;
mod run;
mod station;
pub mod stream;
mod tail;

pub use count::{Binomial, Poisson};
pub use event_list::EventList;
pub use observe::{Counter, Histogram, Level};
pub use run::{Clock, Limits, Model, Stop, run, run_with_hints};
pub use station::{Job, Station};
pub use stream::{Key, Stream};
