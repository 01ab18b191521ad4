//! One part of an experiment, to be simulated by itself.

use super::design::Design;
use super::task::Task;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::num::NonZeroU32;
use std::ops::Range;

/// One of so many parts of an experiment: neighbouring draws, each whole and with every point. Numbered from 0, as job arrays are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    index: u32,
    count: NonZeroU32,
}

impl Shard {
    /// Part `index` of `count`; none if there is no such part.
    #[must_use]
    pub fn new(index: u32, count: NonZeroU32) -> Option<Self> {
        (index < count.get()).then_some(Self { index, count })
    }

    /// All of so many parts, in order.
    pub fn all(count: NonZeroU32) -> impl Iterator<Item = Self> {
        (0..count.get()).map(move |index| Self { index, count })
    }

    /// Which part it is.
    #[must_use]
    pub fn index(self) -> u32 {
        self.index
    }

    /// How many parts there are.
    #[must_use]
    pub fn count(self) -> NonZeroU32 {
        self.count
    }

    /// Its runs out of the first replications of a design, in order. Where there are more parts than draws, some have none.
    #[must_use]
    pub fn tasks(self, design: &Design, replications: u32) -> Vec<Task> {
        let of = |replication| (0..design.points.len()).map(move |point| Task { replication, point });
        self.replications(design, replications).flat_map(of).collect()
    }

    fn replications(self, design: &Design, replications: u32) -> Range<u32> {
        let draws = u64::from(design.draws(replications));
        let first = |index: u32| {
            let draw = u64::from(index) * draws / u64::from(self.count.get());
            (draw * u64::from(design.per_draw.get())).min(u64::from(replications)) as u32
        };
        first(self.index)..first(self.index + 1)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_whole_draws_and_together_every_task_once() {
        let plan = crate::scenario::parse("s", include_str!("../../scenarios/smoke.toml"), &[]).unwrap().arms.remove(0).plan;
        let design = Design::new([("a".to_owned(), plan.clone()), ("b".to_owned(), plan)], 1);
        for replications in [1, 2, 7, 100] {
            for count in [1, 3, 7, 64].map(|count| NonZeroU32::new(count).unwrap()) {
                let parts: Vec<Vec<Task>> = Shard::all(count).map(|shard| shard.tasks(&design, replications)).collect();
                assert_eq!(parts.concat(), design.tasks(replications), "{replications} in {count}");
                let draws = |part: &Vec<Task>| part.iter().map(|task| design.draw_of(task.replication)).collect::<Vec<u32>>();
                for (one, next) in parts.iter().zip(&parts[1..]) {
                    assert!(draws(one).iter().all(|draw| !draws(next).contains(draw)), "a draw is in two shards");
                }
                let sizes = parts.iter().map(Vec::len);
                assert!(sizes.clone().max().unwrap() - sizes.min().unwrap() <= 4, "a draw more or less");
            }
        }
        assert_eq!(Shard::new(7, NonZeroU32::new(7).unwrap()), None);
    }
}
