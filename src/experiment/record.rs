//! What is kept of a run: everything, or its totals alone.
//!
//! Everything, with every breakdown and time series, takes some hundred kilobytes a run; its totals take about one. A design of many
//! points that asks for totals alone keeps a thousand times as many runs.

use super::task::Task;
use crate::model::expectation::is_expected;
use crate::model::{Cell, Layout, Outcome, Outcomes};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// What is kept of a run.
pub trait Record: Sized + Clone + Send + Sync {
    /// What a journal calls it.
    const NAME: &'static str;
    /// The record of a run's outcomes.
    fn of(outcomes: Outcomes) -> Self;
    /// The value of an outcome over all platforms, markets and ages, if it has one.
    fn total(&self, outcome: Outcome) -> Option<f64>;
    /// What the run says of the outcome's mean over all platforms, markets and ages: its expectation where it knows that, or else its
    /// value.
    fn estimate_total(&self, outcome: Outcome) -> Option<f64>;
    /// How few and how many numbers a record of a world of these sizes has.
    fn sizes(layout: Layout) -> RangeInclusive<usize>;
    /// Every number, to be kept and read back by [`Record::from_numbers`].
    fn numbers(&self) -> Vec<f64>;
    /// The record of which these are the numbers, if they can be.
    fn from_numbers(layout: Layout, numbers: Vec<f64>) -> Option<Self>;
}

/// Everything.
impl Record for Outcomes {
    const NAME: &'static str = "everything";

    fn of(outcomes: Outcomes) -> Self {
        outcomes
    }

    fn total(&self, outcome: Outcome) -> Option<f64> {
        Self::total(self, outcome)
    }

    fn estimate_total(&self, outcome: Outcome) -> Option<f64> {
        self.estimate(outcome, Cell::ALL)
    }

    fn sizes(layout: Layout) -> RangeInclusive<usize> {
        Self::sizes(layout)
    }

    fn numbers(&self) -> Vec<f64> {
        Self::numbers(self).collect()
    }

    fn from_numbers(layout: Layout, numbers: Vec<f64>) -> Option<Self> {
        Self::from_numbers(layout, numbers)
    }
}

/// The total of every outcome, and what the run says of its mean, and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Totals(Box<[f64]>);

impl Totals {
    fn get(&self, place: usize) -> Option<f64> {
        self.0.get(place).copied().filter(|value| !value.is_nan())
    }
}

/// The outcomes of which runs know an expectation.
fn expected() -> impl Iterator<Item = Outcome> {
    Outcome::ALL.iter().copied().filter(|outcome| is_expected(*outcome))
}

impl Totals {
    /// From the totals of outcomes and what was to be expected of them, where they have one.
    #[must_use]
    pub fn from_values(value: impl Fn(Outcome) -> Option<f64>, expected_value: impl Fn(Outcome) -> Option<f64>) -> Self {
        let totals = Outcome::ALL.iter().map(|outcome| value(*outcome));
        Self(totals.chain(expected().map(expected_value)).map(|value| value.unwrap_or(f64::NAN)).collect())
    }
}

impl Record for Totals {
    const NAME: &'static str = "totals";

    fn of(outcomes: Outcomes) -> Self {
        Self::from_values(|outcome| outcomes.total(outcome), |outcome| outcomes.expected(outcome, Cell::ALL))
    }

    fn total(&self, outcome: Outcome) -> Option<f64> {
        self.get(outcome as usize)
    }

    fn estimate_total(&self, outcome: Outcome) -> Option<f64> {
        let place = expected().position(|other| other == outcome);
        place.map_or_else(|| self.total(outcome), |place| self.get(Outcome::ALL.len() + place))
    }

    fn sizes(_: Layout) -> RangeInclusive<usize> {
        let numbers = Outcome::ALL.len() + expected().count();
        numbers..=numbers
    }

    fn numbers(&self) -> Vec<f64> {
        self.0.to_vec()
    }

    fn from_numbers(layout: Layout, numbers: Vec<f64>) -> Option<Self> {
        Self::sizes(layout).contains(&numbers.len()).then(|| Self(numbers.into()))
    }
}

/// A finished run.
#[derive(Clone, Debug)]
pub struct Run<R> {
    /// What is kept of it.
    pub record: R,
    /// Its events.
    pub events: u64,
}

/// Finished runs by task.
pub type Finished<R> = BTreeMap<Task, Run<R>>;

/// The first replications of a design, each whole: of every point.
#[derive(Clone, Debug)]
pub struct Runs<R> {
    /// By point, then replication.
    pub records: Vec<Vec<R>>,
    /// Events, over all runs.
    pub events: u64,
}

impl<R> Runs<R> {
    /// No replication of so many points.
    #[must_use]
    pub fn new(points: usize) -> Self {
        Self { records: (0..points).map(|_| Vec::new()).collect(), events: 0 }
    }

    /// Replications of each point.
    #[must_use]
    pub fn replications(&self) -> u32 {
        self.records.first().map_or(0, |runs| runs.len() as u32)
    }

    /// Takes from finished runs those that complete the next replications, up to so many in all.
    pub fn take_whole(&mut self, finished: &mut Finished<R>, replications: u32) {
        let points = self.records.len();
        while points > 0 && self.replications() < replications {
            let replication = self.replications();
            let (first, last) = (Task { replication, point: 0 }, Task { replication, point: points - 1 });
            if finished.range(first..=last).count() < points {
                return;
            }
            for (point, own) in self.records.iter_mut().enumerate() {
                if let Some(run) = finished.remove(&Task { replication, point }) {
                    own.push(run.record);
                    self.events += run.events;
                }
            }
        }
    }
}
