//! The clock and the run loop.

use super::event_list::EventList;
use crate::units::Time;

/// Bits of an event-list key that hold the phase.
const PHASE_BITS: u32 = 8;

/// What the kernel runs.
pub trait Model {
    /// The events of the model: a closed enum, small and flat.
    type Event: Copy;
    /// Carries out one event: changes the model and schedules what follows from it.
    fn handle(&mut self, event: Self::Event, clock: &mut Clock<Self::Event>);
}

/// Simulated time and what is to come.
#[derive(Clone, Debug)]
pub struct Clock<E> {
    /// The present instant and phase, as a key of the list.
    present: u64,
    list: EventList<E>,
}

impl<E> Default for Clock<E> {
    fn default() -> Self {
        Self { present: 0, list: EventList::default() }
    }
}

impl<E: Copy> Clock<E> {
    /// The present.
    #[must_use]
    #[inline]
    pub fn now(&self) -> Time {
        Time(self.present >> PHASE_BITS)
    }

    /// Pending events.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.list.len()
    }

    /// Schedules an event. At one instant a lower phase goes first; an event for the present instant in a phase that is over joins
    /// the present phase. Nothing scheduled at [`Time::NEVER`] happens.
    ///
    /// # Panics
    /// If `at` lies before the present: that is a mistake in the model.
    #[inline]
    pub fn schedule(&mut self, at: Time, phase: u8, event: E) {
        if at < Time::NEVER {
            self.list.insert(self.key(at, phase), event);
        }
    }

    /// Takes back what is scheduled, but for the events to keep.
    pub fn retain(&mut self, keep: impl FnMut(&E) -> bool) {
        self.list.retain(keep);
    }

    /// The order of the list: by time, at one instant by phase.
    #[inline]
    fn key(&self, at: Time, phase: u8) -> u64 {
        assert!(at >= self.now(), "an event was scheduled before the present");
        (at.0 << PHASE_BITS | u64::from(phase)).max(self.present)
    }
}

/// When a run ends, if its events do not end before.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Events after this instant are left.
    pub until: Time,
    /// The run ends after so many events: a guard against a model that runs away.
    pub events: u64,
}

impl Limits {
    /// Everything up to and including `until`.
    #[must_use]
    pub fn until(until: Time) -> Self {
        Self { until, events: u64::MAX }
    }
}

/// Why a run ended, after how many events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Nothing was left to happen.
    Empty(u64),
    /// The time limit was reached; the clock stands at it.
    Time(u64),
    /// The limit of events was reached.
    Events(u64),
}

impl Stop {
    /// Events carried out.
    #[must_use]
    pub fn events(self) -> u64 {
        match self {
            Self::Empty(n) | Self::Time(n) | Self::Events(n) => n,
        }
    }
}

/// Carries out events in order until a limit is reached or nothing is left.
#[inline]
pub fn run<M: Model>(model: &mut M, clock: &mut Clock<M::Event>, limits: Limits) -> Stop {
    run_with_hints(model, clock, limits, |_, _| ())
}

/// The same, for a model too large for the caches. `foresee` reads something of what a coming event will need, so that distant
/// memory is on its way while other events are carried out. Only speed may depend on it: which events are foreseen, and how often, is
/// left open. What it returns is not used; it is there so that the compiler keeps the reading.
#[inline]
pub fn run_with_hints<M: Model, R>(
    model: &mut M,
    clock: &mut Clock<M::Event>,
    limits: Limits,
    foresee: impl Fn(&M, M::Event) -> R,
) -> Stop {
    let end = limits.until.0.min(Time::NEVER.0) << PHASE_BITS;
    let mut events = 0;
    while events < limits.events {
        let show = |event| {
            std::hint::black_box(foresee(model, event));
        };
        let Some((key, event)) = clock.list.pop_showing(end | ((1 << PHASE_BITS) - 1), show) else {
            return if clock.list.is_empty() {
                Stop::Empty(events)
            } else {
                clock.present = end;
                Stop::Time(events)
            };
        };
        clock.present = key;
        events += 1;
        model.handle(event, clock);
    }
    Stop::Events(events)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Log(Vec<(u64, u32)>);

    impl Model for Log {
        type Event = u32;
        fn handle(&mut self, event: u32, clock: &mut Clock<u32>) {
            self.0.push((clock.now().0, event));
        }
    }

    #[test]
    fn one_instant_goes_by_phase_then_by_insertion() {
        let (mut log, mut clock) = (Log::default(), Clock::default());
        for (at, phase, event) in [(5, 2, 1), (5, 0, 2), (3, 7, 3), (5, 0, 4), (5, 1, 5), (5, 0, 6)] {
            clock.schedule(Time(at), phase, event);
        }
        assert_eq!(run(&mut log, &mut clock, Limits::until(Time(5))), Stop::Empty(6));
        assert_eq!(log.0, [(3, 3), (5, 2), (5, 4), (5, 6), (5, 5), (5, 1)]);
    }

    #[test]
    fn an_event_for_now_in_a_phase_that_is_over_joins_the_present_phase() {
        struct Chain(Vec<u32>);
        impl Model for Chain {
            type Event = u32;
            fn handle(&mut self, event: u32, clock: &mut Clock<u32>) {
                self.0.push(event);
                if event == 1 {
                    clock.schedule(clock.now(), 0, 3);
                    clock.schedule(clock.now(), 6, 4);
                }
            }
        }
        let (mut chain, mut clock) = (Chain(Vec::new()), Clock::default());
        for (phase, event) in [(5, 1), (5, 2), (7, 5)] {
            clock.schedule(Time(8), phase, event);
        }
        run(&mut chain, &mut clock, Limits::until(Time(8)));
        assert_eq!(chain.0, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn every_reason_to_stop() {
        let mut clock = Clock::default();
        for (at, event) in [(1, 1), (3, 3), (8, 4), (9, 5)] {
            clock.schedule(Time(at), 0, event);
        }
        let mut log = Log::default();
        assert_eq!(run(&mut log, &mut clock, Limits { until: Time(7), events: 1 }), Stop::Events(1));
        assert_eq!(run(&mut log, &mut clock, Limits::until(Time(7))), Stop::Time(1));
        assert_eq!(clock.now(), Time(7));
        assert_eq!(run(&mut log, &mut clock, Limits::until(Time(9))), Stop::Empty(2));
        clock.schedule(Time::NEVER, 0, 6);
        assert_eq!(clock.pending(), 0);
    }
}
