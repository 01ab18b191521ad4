//! The future-event list: a monotone radix heap on integer keys.
//!
//! Simulated time never runs backwards, so a key never lies before the last one taken. That is what a radix heap (Ahuja,
//! Mehlhorn, Orlin and Tarjan 1990) needs: an entry lies in the bucket given by the highest bit in which its key differs from
//! the last key taken, and it only ever moves to lower buckets. Each move is a sequential copy, where a binary heap chases
//! pointers: at 10^6 pending events that is an order of magnitude (see `benches/`).
//!
//! **Order of equal keys.** Equal keys always share a bucket, whatever the last key; a bucket is emptied in order into empty
//! lower buckets, and a new entry is appended. So equal keys leave in the order in which they came, without a sequence number.

const BUCKETS: usize = 65;

/// Entries ordered by key, and for equal keys by insertion.
#[derive(Clone, Debug)]
pub struct EventList<E> {
    /// Bucket 0 holds keys equal to `last`; bucket b > 0 holds keys whose highest bit differing from `last` is bit b - 1.
    buckets: [Vec<(u64, E)>; BUCKETS],
    /// Bit b - 1 is set when bucket b > 0 is not empty.
    occupied: u64,
    /// How many entries of bucket 0 have left already.
    taken: usize,
    last: u64,
    len: usize,
}

impl<E> Default for EventList<E> {
    fn default() -> Self {
        Self { buckets: std::array::from_fn(|_| Vec::new()), occupied: 0, taken: 0, last: 0, len: 0 }
    }
}

impl<E: Copy> EventList<E> {
    /// How many entries are pending.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing is pending.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds an entry.
    ///
    /// # Panics
    /// If `key` lies before the last key taken: an event in the past is a mistake in the model.
    #[inline]
    pub fn push(&mut self, key: u64, entry: E) {
        assert!(key >= self.last, "an event was scheduled before the present");
        self.len += 1;
        self.place(key, entry);
    }

    /// Takes the least entry if its key is at most `limit`.
    #[inline]
    pub fn pop_until(&mut self, limit: u64) -> Option<(u64, E)> {
        if self.taken == self.buckets[0].len() {
            self.buckets[0].clear();
            self.taken = 0;
            if !self.refill(limit) {
                return None;
            }
        } else if self.last > limit {
            return None;
        }
        let entry = self.buckets[0][self.taken];
        self.taken += 1;
        self.len -= 1;
        Some(entry)
    }

    #[inline]
    fn place(&mut self, key: u64, entry: E) {
        let differing = key ^ self.last;
        let bucket = (64 - differing.leading_zeros()) as usize;
        self.buckets[bucket].push((key, entry));
        if bucket > 0 {
            self.occupied |= 1 << (bucket - 1);
        }
    }

    /// Moves the least key's entries to bucket 0, unless that key is beyond `limit`. False if there is nothing to move.
    fn refill(&mut self, limit: u64) -> bool {
        if self.occupied == 0 {
            return false;
        }
        let bucket = self.occupied.trailing_zeros() as usize + 1;
        let least = self.buckets[bucket].iter().map(|(key, _)| *key).min().unwrap_or(u64::MAX);
        if least > limit {
            return false;
        }
        self.last = least;
        self.occupied &= self.occupied - 1;
        let mut moving = std::mem::take(&mut self.buckets[bucket]);
        for &(key, entry) in &moving {
            self.place(key, entry);
        }
        moving.clear();
        self.buckets[bucket] = moving;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// Against a sorted map of queues, the obvious list: same entries, same order, at any mix of pushes and pops.
        #[test]
        fn agrees_with_a_sorted_map(steps in proptest::collection::vec((0_u64..50, any::<bool>(), 0_u32..40), 1..400)) {
            let mut list = EventList::default();
            let mut obvious: BTreeMap<u64, std::collections::VecDeque<u32>> = BTreeMap::new();
            let (mut now, mut n) = (0_u64, 0_u32);
            for (ahead, pop, shift) in steps {
                if pop {
                    let expected = obvious.first_entry().map(|mut e| {
                        let key = *e.key();
                        let entry = e.get_mut().pop_front().unwrap();
                        if e.get().is_empty() { e.remove(); }
                        (key, entry)
                    });
                    let got = list.pop_until(u64::MAX);
                    prop_assert_eq!(got, expected);
                    if let Some((key, _)) = got { now = key; }
                } else {
                    let key = now + (ahead << shift);
                    list.push(key, n);
                    obvious.entry(key).or_default().push_back(n);
                    n += 1;
                }
                prop_assert_eq!(list.len(), obvious.values().map(std::collections::VecDeque::len).sum::<usize>());
            }
        }
    }

    #[test]
    fn a_limit_holds_back_without_losing() {
        let mut list = EventList::default();
        list.push(10, 'a');
        assert_eq!(list.pop_until(9), None);
        list.push(5, 'b');
        assert_eq!(list.pop_until(9), Some((5, 'b')));
        assert_eq!(list.pop_until(9), None);
        assert_eq!(list.pop_until(10), Some((10, 'a')));
        assert!(list.is_empty());
    }
}
