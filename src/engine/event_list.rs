//! The future-event list: multi-level buckets on integer keys, behind a short sorted run of the nearest entries.
//!
//! Simulated time never runs backwards, so a key never lies before the last one taken. That is what lets a list of buckets do
//! without comparing everything with everything (Denardo and Fox 1979; radix heaps, Ahuja, Mehlhorn, Orlin and Tarjan 1990; a
//! sorted front before the buckets, Cherkassky, Goldberg and Silverstein 1999):
//!
//! - `near` holds every pending key up to `reach`, sorted. Events come from its front.
//! - `far` holds the rest. Read a key as digits to the base 64: an entry lies in the bucket given by the highest digit in which
//!   its key differs from `base`, and by that digit. So the lowest occupied bucket holds the least keys.
//! - When `near` is empty, the lowest bucket becomes the new `near`, sorted, if it is short. If it is long, `base` moves up to its
//!   least key and its entries are spread over lower levels: a sequential copy, where a binary heap chases pointers.
//! - While few events are pending, all are near and `far` is never touched.
//!
//! **Order of equal keys.** `near` and `far` split the keys, not the entries, and a bucket is a set of keys: equal keys are always
//! in the same place. There they keep their order: a new entry is put after its equals, sorting is stable, and spreading goes
//! from front to back into empty buckets. So equal keys leave in the order in which they came, without a sequence number.

use std::hint::select_unpredictable;

/// Bits of a digit: as many buckets a level as a word has bits.
const DIGIT: u32 = 6;
const FAN: usize = 1 << DIGIT;
const LEVELS: usize = u64::BITS.div_ceil(DIGIT) as usize;
/// A bucket of at most so many entries is sorted as it is; a longer one is spread.
const SORTED: usize = 16;
/// A near run of so many entries, those that have left included, is shortened: inserting among them has become the slower way.
const CROWD: usize = 64;
/// A new entry is compared with so many at the end of the near run without branching: which of them it precedes is anybody's guess.
const WINDOW: usize = 4;
/// When no more than so many are left far, all become near.
const FEW: usize = 8;
/// At most so many entries are shown at once to who wants to see what comes: what they need together stays in the nearest memory.
const SHOWN: usize = 256;
/// Fewer than so many, come into reach at once, are not shown: they were when their bucket was spread, or it is too late.
const SHOWN_FROM: usize = 4;
/// Empty buffers kept for buckets that have none.
const SPARES: usize = 64;

/// Entries ordered by key, and for equal keys by insertion.
///
/// Between calls: keys near are at most `reach`, keys far are greater; `base <= last <=` every key; `far` is filed by `base`.
#[derive(Clone, Debug)]
pub struct EventList<E> {
    /// The entries with keys up to `reach`, ascending; the first `taken` have left already.
    near: Vec<(u64, E)>,
    taken: usize,
    reach: u64,
    /// The other entries: bucket `level * FAN + digit`.
    far: Vec<Vec<(u64, E)>>,
    /// Bit `digit` of word `level` is set when that bucket is not empty.
    occupied: [u64; LEVELS],
    /// How many entries are far.
    away: usize,
    /// What far keys are compared with.
    base: u64,
    /// The last key taken.
    last: u64,
    /// Buffers of buckets that were spread.
    spares: Vec<Vec<(u64, E)>>,
}

impl<E> Default for EventList<E> {
    fn default() -> Self {
        let far = std::iter::repeat_with(Vec::new).take(LEVELS * FAN).collect();
        Self { near: Vec::new(), taken: 0, reach: u64::MAX, far, occupied: [0; LEVELS], away: 0, base: 0, last: 0, spares: Vec::new() }
    }
}

impl<E: Copy> EventList<E> {
    /// How many entries are pending.
    #[must_use]
    pub fn len(&self) -> usize {
        self.near.len() - self.taken + self.away
    }

    /// Whether nothing is pending.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds an entry.
    ///
    /// # Panics
    /// If `key` lies before the last key taken: an event in the past is a mistake in the model.
    #[inline]
    pub fn push(&mut self, key: u64, entry: E) {
        assert!(key >= self.last, "an event was scheduled before the present");
        self.insert(key, entry);
    }

    /// Adds an entry whose key is known not to lie before the last key taken.
    #[inline]
    pub(super) fn insert(&mut self, key: u64, entry: E) {
        if self.near.len() >= CROWD {
            self.make_room();
        }
        if key <= self.reach {
            self.put_near(key, entry);
        } else {
            self.put_far(key, entry);
        }
    }

    /// Takes out all entries but those to keep; the others stay in their order.
    pub fn retain(&mut self, mut keep: impl FnMut(&E) -> bool) {
        let mut place = 0;
        self.near.retain(|(_, entry)| {
            place += 1;
            place <= self.taken || keep(entry)
        });
        for (bucket, entries) in self.far.iter_mut().enumerate().filter(|(_, entries)| !entries.is_empty()) {
            let before = entries.len();
            entries.retain(|(_, entry)| keep(entry));
            self.away -= before - entries.len();
            if entries.is_empty() {
                self.occupied[bucket / FAN] &= !(1 << (bucket % FAN));
            }
        }
    }

    /// Takes the least entry if its key is at most `limit`.
    #[inline]
    pub fn pop_until(&mut self, limit: u64) -> Option<(u64, E)> {
        self.pop_showing(limit, |_| ())
    }

    /// The same. Whenever several entries come into reach together, `show` sees them before they are taken: in no order, some
    /// twice, and those that are put in later not at all.
    #[inline]
    pub fn pop_showing(&mut self, limit: u64, show: impl FnMut(E)) -> Option<(u64, E)> {
        if self.taken == self.near.len() && !self.refill(limit, show) {
            return None;
        }
        let (key, entry) = self.near[self.taken];
        if key > limit {
            return None;
        }
        self.last = key;
        self.taken += 1;
        Some((key, entry))
    }

    /// Inserts from the back: what is scheduled last is seldom next, and what is due at once comes in order. Entries that have left
    /// take part in the comparisons without branching: their keys are never greater.
    #[inline]
    fn put_near(&mut self, key: u64, entry: E) {
        self.near.push((key, entry));
        let mut place = self.near.len() - 1;
        if let Some(end) = self.near.last_chunk_mut::<{ WINDOW + 1 }>() {
            let mut carried = (key, entry);
            for i in (0..WINDOW).rev() {
                let above = end[i];
                let later = above.0 > key;
                // Field by field: a whole entry would be read in one piece soon after it was written in two, which stalls.
                end[i + 1] = (select_unpredictable(later, above.0, carried.0), select_unpredictable(later, above.1, carried.1));
                carried = (select_unpredictable(later, key, above.0), select_unpredictable(later, entry, above.1));
            }
            end[0] = carried;
            if end[1].0 <= key {
                return;
            }
            place -= WINDOW;
        }
        while place > self.taken && self.near[place - 1].0 > key {
            self.near[place] = self.near[place - 1];
            place -= 1;
        }
        self.near[place] = (key, entry);
    }

    /// Drops the entries that have left, or, if there are few of them, leaves near only what is due at the present instant.
    #[cold]
    fn make_room(&mut self) {
        if self.taken * 2 >= self.near.len() {
            self.near.drain(..self.taken - WINDOW);
            self.taken = WINDOW;
        } else if self.reach > self.last {
            let crowd = self.near.split_off(self.taken);
            self.near.clear();
            self.taken = 0;
            self.spread(self.last, &crowd);
        }
    }

    #[inline]
    fn put_far(&mut self, key: u64, entry: E) {
        let level = (key ^ self.base).ilog2() / DIGIT;
        let digit = (key >> (level * DIGIT)) as usize % FAN;
        self.occupied[level as usize] |= 1 << digit;
        let bucket = &mut self.far[level as usize * FAN + digit];
        if bucket.capacity() == 0
            && let Some(spare) = self.spares.pop()
        {
            *bucket = spare;
        }
        bucket.push((key, entry));
        self.away += 1;
    }

    /// Makes the least far entries near, unless they are beyond `limit`. False if none was made near.
    ///
    /// Called when nothing is near. The caller takes the least entry at once, so that `last` catches up with `base`.
    fn refill(&mut self, limit: u64, show: impl FnMut(E)) -> bool {
        let Some(level) = self.occupied.iter().position(|digits| *digits != 0) else { return false };
        let bucket = level * FAN + self.occupied[level].trailing_zeros() as usize;
        let least = self.far[bucket].iter().map(|(key, _)| *key).min().unwrap_or(u64::MAX);
        if least > limit {
            return false;
        }
        self.near.clear();
        self.taken = 0;
        if self.away <= FEW {
            self.far.iter_mut().for_each(|bucket| self.near.append(bucket));
            self.occupied = [0; LEVELS];
            self.away = 0;
            self.reach = u64::MAX;
            self.near.sort_by_key(|(key, _)| *key);
            return true;
        }
        self.occupied[level] &= self.occupied[level] - 1;
        self.away -= self.far[bucket].len();
        if self.far[bucket].len() <= SORTED {
            std::mem::swap(&mut self.near, &mut self.far[bucket]);
            if self.near.len() >= SHOWN_FROM {
                self.near.iter().map(|(_, entry)| *entry).for_each(show);
            }
            if self.near.len() > 1 {
                self.near.sort_by_key(|(key, _)| *key);
            }
            self.reach = least | ((1 << (level as u32 * DIGIT)) - 1);
        } else {
            let mut moving = std::mem::take(&mut self.far[bucket]);
            if moving.len() <= SHOWN {
                moving.iter().map(|(_, entry)| *entry).for_each(show);
            }
            self.spread(least, &moving);
            // A long buffer is given back: kept for the bucket's next turn it would lie idle, at a cost of three times the memory.
            if moving.capacity() <= SHOWN && self.spares.len() < SPARES {
                moving.clear();
                self.spares.push(moving);
            }
        }
        true
    }

    /// Moves the base up and files the entries by it: what came out of the lowest bucket, or, if nothing is far, everything.
    /// The keys of one bucket and `base` share every digit from its level up, so the other buckets are filed rightly by the new
    /// base too, and these entries go to levels below it, which are empty.
    fn spread(&mut self, base: u64, entries: &[(u64, E)]) {
        self.base = base;
        self.reach = base;
        for &(key, entry) in entries {
            if key == base {
                self.near.push((key, entry));
            } else {
                self.put_far(key, entry);
            }
        }
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

    proptest! {
        /// The same against bursts: crowds near, long buckets, many equals, limits that hold back, entries taken out, and the way back to
        /// few.
        #[test]
        fn bursts_agree_with_a_stable_sort(
            bursts in proptest::collection::vec(
                ((0_usize..120, prop_oneof![Just(0), 0_usize..120], 0_u32..44, 0_u64..90, 0_u64..400), 0_u32..6), 1..30),
        ) {
            let (mut list, mut pending, mut now, mut n) = (EventList::default(), Vec::new(), 0_u64, 0_u32);
            let end = ((0, 4000, 0, 0, u64::MAX), 0);
            for ((pushes, pops, shift, ahead, patience), every) in bursts.into_iter().chain([end]) {
                if every > 1 {
                    list.retain(|entry| entry % every != 0);
                    pending.retain(|(_, entry)| entry % every != 0);
                    prop_assert_eq!(list.len(), pending.len());
                }
                for i in 0..pushes as u64 {
                    let key = now + ((ahead / 2 + i * 7919 % (ahead / 2 + 1)) << shift);
                    list.push(key, n);
                    pending.push((key, n));
                    n += 1;
                }
                pending.sort_by_key(|(key, _)| *key);
                let limit = now.saturating_add(patience << shift);
                let due = pending.iter().take_while(|(key, _)| *key <= limit).count().min(pops);
                for expected in pending.drain(..due) {
                    prop_assert_eq!(list.pop_until(limit), Some(expected));
                    now = expected.0;
                }
                if due < pops {
                    prop_assert_eq!(list.pop_until(limit), None);
                }
                prop_assert_eq!(list.len(), pending.len());
            }
            prop_assert!(list.is_empty());
        }
    }

    /// A hundred thousand events at one instant are appended, not inserted: quadratic work would hang here.
    #[test]
    fn a_crowd_at_one_instant_is_quick() {
        let mut list = EventList::default();
        for at in [0, 1 << 30] {
            (0..100_000).for_each(|n| list.push(at, n));
        }
        for at in [0, 1 << 30] {
            for n in 0..100_000 {
                assert_eq!(list.pop_until(u64::MAX), Some((at, n)));
                if n % 2 == 0 {
                    list.push(at, 100_000 + n / 2);
                }
            }
            for n in 0..50_000 {
                assert_eq!(list.pop_until(u64::MAX), Some((at, 100_000 + n)));
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
