//! A queueing station: several servers, classes of priority, first come first served within a class, no pre-emption.

use super::observe::{Histogram, Level};
use crate::units::{Span, Time};
use std::collections::VecDeque;

/// A job whose service begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job<J> {
    /// What is served.
    pub what: J,
    /// When it arrived.
    pub arrived: Time,
}

/// Servers and the queues before them. The caller draws the service time and calls [`Station::depart`] when it is over.
#[derive(Clone, Debug)]
pub struct Station<J> {
    servers: usize,
    busy: usize,
    queues: Vec<VecDeque<Job<J>>>,
    queued: Level,
    waits: Histogram,
}

impl<J: Copy> Station<J> {
    /// A station with so many servers and classes of priority; class 0 is served first.
    #[must_use]
    pub fn new(servers: usize, classes: usize) -> Self {
        Self { servers, busy: 0, queues: vec![VecDeque::new(); classes.max(1)], queued: Level::default(), waits: Histogram::default() }
    }

    /// A job arrives. Returned at once if a server is free: its service begins now. A class beyond the last counts as the last.
    pub fn arrive(&mut self, now: Time, class: usize, what: J) -> Option<Job<J>> {
        let job = Job { what, arrived: now };
        if self.busy < self.servers {
            return Some(self.begin(now, job));
        }
        let last = self.queues.len() - 1;
        self.queues[class.min(last)].push_back(job);
        self.queued.add(now, 1.0);
        None
    }

    /// A service ends. Returns the job whose service begins now, if one waits.
    pub fn depart(&mut self, now: Time) -> Option<Job<J>> {
        self.busy -= 1;
        self.next(now)
    }

    /// Changes the number of servers. Services under way go on; call [`Station::next`] until it returns nothing.
    pub fn set_servers(&mut self, servers: usize) {
        self.servers = servers;
    }

    /// Begins the next service if a server is free and a job waits.
    pub fn next(&mut self, now: Time) -> Option<Job<J>> {
        if self.busy >= self.servers || self.is_idle() {
            return None;
        }
        let job = self.queues.iter_mut().find_map(VecDeque::pop_front)?;
        self.queued.add(now, -1.0);
        Some(self.begin(now, job))
    }

    /// Takes out a job that has waited longer than `limit`, if there is one. Its wait counts as the limit.
    pub fn expire(&mut self, now: Time, limit: Span) -> Option<J> {
        if self.is_idle() {
            return None;
        }
        let overdue = |queue: &VecDeque<Job<J>>| queue.front().is_some_and(|job| now.since(job.arrived) > limit);
        let job = self.queues.iter_mut().find(|queue| overdue(queue))?.pop_front()?;
        self.queued.add(now, -1.0);
        self.waits.add(limit.days());
        Some(job.what)
    }

    /// Whether nobody waits.
    fn is_idle(&self) -> bool {
        self.queued.value() < 0.5
    }

    fn begin(&mut self, now: Time, job: Job<J>) -> Job<J> {
        self.busy += 1;
        self.waits.add(now.since(job.arrived).days());
        job
    }

    /// Forgets what was observed so far. Jobs stay.
    pub fn restart_observation(&mut self, now: Time) {
        self.queued.restart(now);
        self.waits = Histogram::default();
    }

    /// Jobs waiting.
    #[must_use]
    pub fn queue(&self) -> usize {
        self.queues.iter().map(VecDeque::len).sum()
    }
    /// Jobs in service.
    #[must_use]
    pub fn in_service(&self) -> usize {
        self.busy
    }
    /// Jobs waiting, over time.
    #[must_use]
    pub fn queued(&self) -> &Level {
        &self.queued
    }
    /// Waiting times of the jobs whose service has begun \[days\].
    #[must_use]
    pub fn waits(&self) -> &Histogram {
        &self.waits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priority_then_order_of_arrival() {
        let mut station = Station::new(1, 2);
        let at = |d: f64| Time::ZERO.after_days(d);
        assert!(station.arrive(at(0.0), 1, 'a').is_some());
        for (day, class, job) in [(1.0, 1, 'b'), (2.0, 0, 'c'), (3.0, 1, 'd'), (4.0, 9, 'e')] {
            assert!(station.arrive(at(day), class, job).is_none());
        }
        let order: Vec<char> = std::iter::from_fn(|| station.depart(at(5.0)).map(|j| j.what)).collect();
        assert_eq!(order, ['c', 'b', 'd', 'e']);
        assert_eq!((station.queue(), station.in_service()), (0, 0));
        assert!((station.queued().area(at(5.0)) - (4.0 + 3.0 + 2.0 + 1.0)).abs() < 1e-12);
    }

    #[test]
    fn what_has_waited_too_long_leaves_in_any_class() {
        let mut station = Station::new(0, 2);
        for (day, class, job) in [(0.0, 1, 'a'), (1.0, 0, 'b'), (9.0, 0, 'c')] {
            station.arrive(Time::ZERO.after_days(day), class, job);
        }
        let now = Time::ZERO.after_days(10.0);
        let mut gone: Vec<char> = std::iter::from_fn(|| station.expire(now, Span::from_days(5.0))).collect();
        gone.sort_unstable();
        assert_eq!((gone, station.queue()), (vec!['a', 'b'], 1));
        assert!((station.waits().mean() - 5.0).abs() < 1e-12);
    }

    #[test]
    fn more_servers_take_up_the_queue() {
        let mut station = Station::new(0, 1);
        assert!(station.arrive(Time::ZERO, 0, 1).is_none() && station.arrive(Time::ZERO, 0, 2).is_none());
        station.set_servers(2);
        assert_eq!(std::iter::from_fn(|| station.next(Time(9))).count(), 2);
        assert_eq!(station.in_service(), 2);
    }
}
