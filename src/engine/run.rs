//! The clock and the run loop.

use super::event_list::EventList;
use crate::units::Time;

/// Bits of an event-list key that hold the phase.
const PHASE_BITS: u32 = 8;

/// What the kernel plays.
pub trait Model {
    /// The events of the model: a closed enum, small and flat.
    type Event: Copy;
    /// Plays one event: changes the model and schedules what follows from it.
    fn handle(&mut self, event: Self::Event, clock: &mut Clock<Self::Event>);
    /// Reads something of what a coming event will need, so that distant memory is on its way while other events are played. Only
    /// speed may hang on it: which events are foreseen, and how often, is left open. What is returned is not used; it is there so
    /// that the compiler keeps the reading.
    #[inline]
    fn foresee(&self, event: Self::Event) -> u64 {
        let _ = event;
        0
    }
}

/// What the list holds. An event that may be cancelled lies in its slot, so that the others carry nothing for it: the variant's mark
/// fits into an unused value of the event's own, and an entry is no larger than its key and its event.
#[derive(Clone, Copy, Debug)]
enum Pending<E> {
    Certain(E),
    Cancellable(u32),
}

/// Lets an event be cancelled. It stays valid, and harmless, after the event has been played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    slot: u32,
    generation: u32,
}

#[derive(Clone, Copy, Debug)]
struct Slot<E> {
    generation: u32,
    /// None if it was cancelled, and while nobody uses the slot.
    event: Option<E>,
}

/// Simulated time and what is to come.
#[derive(Clone, Debug)]
pub struct Clock<E> {
    /// The present instant and phase, as a key of the list.
    present: u64,
    list: EventList<Pending<E>>,
    slots: Vec<Slot<E>>,
    free: Vec<u32>,
    stopped: bool,
}

impl<E> Default for Clock<E> {
    fn default() -> Self {
        Self { present: 0, list: EventList::default(), slots: Vec::new(), free: Vec::new(), stopped: false }
    }
}

impl<E: Copy> Clock<E> {
    /// The present.
    #[must_use]
    #[inline]
    pub fn now(&self) -> Time {
        Time(self.present >> PHASE_BITS)
    }

    /// Pending events, cancelled ones included until their time comes.
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
            self.list.insert(self.key(at, phase), Pending::Certain(event));
        }
    }

    /// The order of the list: by time, at one instant by phase.
    #[inline]
    fn key(&self, at: Time, phase: u8) -> u64 {
        assert!(at >= self.now(), "an event was scheduled before the present");
        (at.0 << PHASE_BITS | u64::from(phase)).max(self.present)
    }

    /// Schedules an event that may be cancelled.
    ///
    /// # Panics
    /// If `at` lies before the present.
    pub fn schedule_cancellable(&mut self, at: Time, phase: u8, event: E) -> Ticket {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Slot { generation: 0, event: None });
            self.slots.len() as u32 - 1
        });
        let generation = self.slots[slot as usize].generation;
        if at < Time::NEVER {
            self.slots[slot as usize].event = Some(event);
            self.list.insert(self.key(at, phase), Pending::Cancellable(slot));
        } else {
            self.release(slot);
        }
        Ticket { slot, generation }
    }

    /// Cancels an event. False if it has been played or cancelled before.
    pub fn cancel(&mut self, ticket: Ticket) -> bool {
        let slot = &mut self.slots[ticket.slot as usize];
        slot.generation == ticket.generation && slot.event.take().is_some()
    }

    /// Ends the run after the present event.
    pub fn stop(&mut self) {
        self.stopped = true;
    }

    /// The event of a slot whose time has come, if it was not cancelled.
    fn release(&mut self, slot: u32) -> Option<E> {
        self.free.push(slot);
        let slot = &mut self.slots[slot as usize];
        slot.generation += 1;
        slot.event.take()
    }

    /// The next event that was not cancelled, the clock advanced to it and past the cancelled ones before it.
    #[inline]
    fn next(&mut self, limit: u64, foresee: impl Fn(E)) -> Option<E> {
        let show = |pending| {
            if let Pending::Certain(event) = pending {
                foresee(event);
            }
        };
        loop {
            let (key, pending) = self.list.pop_showing(limit, show)?;
            let event = match pending {
                Pending::Certain(event) => Some(event),
                Pending::Cancellable(slot) => self.release(slot),
            };
            // A cancelled event moves the clock too: the list goes no further back than what it gave last.
            self.present = key;
            if event.is_some() {
                return event;
            }
        }
    }
}

/// When a run ends, if its events do not end before.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Events after this instant are not played.
    pub until: Time,
    /// No more than so many events are played: a guard against a model that runs away.
    pub events: u64,
}

impl Limits {
    /// Plays everything up to and including `until`.
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
    /// The model stopped the run.
    Model(u64),
}

impl Stop {
    /// Events played.
    #[must_use]
    pub fn events(self) -> u64 {
        match self {
            Self::Empty(n) | Self::Time(n) | Self::Events(n) | Self::Model(n) => n,
        }
    }
}

/// Plays events in order until a limit is reached, the model stops or nothing is left.
#[inline]
pub fn run<M: Model>(model: &mut M, clock: &mut Clock<M::Event>, limits: Limits) -> Stop {
    let limit = limits.until.0.min(Time::NEVER.0) << PHASE_BITS | ((1 << PHASE_BITS) - 1);
    let mut events = 0;
    while events < limits.events {
        let foresee = |event| {
            std::hint::black_box(model.foresee(event));
        };
        let Some(event) = clock.next(limit, foresee) else {
            return if clock.list.is_empty() {
                Stop::Empty(events)
            } else {
                clock.present = limits.until.0.min(Time::NEVER.0) << PHASE_BITS;
                Stop::Time(events)
            };
        };
        events += 1;
        model.handle(event, clock);
        if clock.stopped {
            clock.stopped = false;
            return Stop::Model(events);
        }
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
            if event == 99 {
                clock.stop();
            }
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
    fn a_cancelled_event_is_not_played_and_its_slot_is_used_again() {
        let (mut log, mut clock) = (Log::default(), Clock::default());
        let first = clock.schedule_cancellable(Time(1), 0, 1);
        let second = clock.schedule_cancellable(Time(2), 0, 2);
        assert!(clock.cancel(first) && !clock.cancel(first));
        run(&mut log, &mut clock, Limits::until(Time(9)));
        assert!(!clock.cancel(second), "already played");
        let third = clock.schedule_cancellable(Time(10), 0, 3);
        assert!(!clock.cancel(first), "an old ticket does not cancel what took its slot");
        assert!(clock.cancel(third));
        assert_eq!(log.0, [(2, 2)]);
    }

    /// The claim of [`Pending`]'s documentation, for an event such as the model's.
    #[test]
    fn cancelling_costs_an_entry_no_room() {
        #[expect(dead_code, reason = "only its size matters")]
        #[derive(Clone, Copy)]
        enum Event {
            Arrival(u32),
            Restore(u32, u8),
        }
        assert_eq!(size_of::<(u64, Pending<Event>)>(), 16);
    }

    #[test]
    fn after_a_run_that_ended_with_a_cancelled_event_time_goes_on_from_there() {
        let (mut log, mut clock) = (Log::default(), Clock::default());
        let only = clock.schedule_cancellable(Time(100), 3, 1);
        clock.cancel(only);
        assert_eq!(run(&mut log, &mut clock, Limits::until(Time(200))), Stop::Empty(0));
        assert_eq!(clock.now(), Time(100));
        clock.schedule(Time(100), 0, 2);
        run(&mut log, &mut clock, Limits::until(Time(200)));
        assert_eq!(log.0, [(100, 2)]);
    }

    #[test]
    fn every_reason_to_stop() {
        let mut clock = Clock::default();
        for (at, event) in [(1, 1), (2, 99), (3, 3), (8, 4), (9, 5)] {
            clock.schedule(Time(at), 0, event);
        }
        let mut log = Log::default();
        assert_eq!(run(&mut log, &mut clock, Limits { until: Time(7), events: 1 }), Stop::Events(1));
        assert_eq!(run(&mut log, &mut clock, Limits::until(Time(7))), Stop::Model(1));
        assert_eq!(run(&mut log, &mut clock, Limits::until(Time(7))), Stop::Time(1));
        assert_eq!(clock.now(), Time(7));
        assert_eq!(run(&mut log, &mut clock, Limits::until(Time(9))), Stop::Empty(2));
        clock.schedule(Time::NEVER, 0, 6);
        assert_eq!(clock.pending(), 0);
    }
}
