//! The hold model (Jones 1986): a future-event list at a steady size.

use crate::table;
use dary_heap::DaryHeap;
use radix_heap::RadixHeapMap;
use rand::{RngExt, SeedableRng};
use rand_distr::Exp1;
use rand_xoshiro::Xoshiro256PlusPlus;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Instant;
use veilsim::engine::EventList;

/// A list under test. A key is time in milliseconds above eight bits of phase, as in the kernel.
trait List {
    fn push(&mut self, key: u64, entry: u32);
    fn pop(&mut self) -> (u64, u32);
}

impl List for EventList<u32> {
    fn push(&mut self, key: u64, entry: u32) {
        Self::push(self, key, entry);
    }
    fn pop(&mut self) -> (u64, u32) {
        self.pop_until(u64::MAX).unwrap()
    }
}

/// A rival's entry: the sequence number is what keeps equal keys in order. 16 bytes.
type Entry = Reverse<(u64, u32, u32)>;

/// A heap of the rivals' entries, and the next sequence number.
#[derive(Default)]
struct Heap<H>(H, u32);

macro_rules! heap {
    ($heap:ty) => {
        impl List for Heap<$heap> {
            fn push(&mut self, key: u64, entry: u32) {
                self.0.push(Reverse((key, self.1, entry)));
                self.1 += 1;
            }
            fn pop(&mut self) -> (u64, u32) {
                let Reverse((key, _, entry)) = self.0.pop().unwrap();
                (key, entry)
            }
        }
    };
}
heap!(BinaryHeap<Entry>);
heap!(DaryHeap<Entry, 4>);
heap!(DaryHeap<Entry, 8>);

impl List for Heap<RadixHeapMap<Reverse<(u64, u32)>, u32>> {
    fn push(&mut self, key: u64, entry: u32) {
        self.0.push(Reverse((key, self.1)), entry);
        self.1 += 1;
    }
    fn pop(&mut self) -> (u64, u32) {
        let (Reverse((key, _)), entry) = self.0.pop().unwrap();
        (key, entry)
    }
}

/// A list at its steady size, its source of chance, and what has come out so far, folded in order.
struct Contestant {
    list: Box<dyn Play>,
    chance: Xoshiro256PlusPlus,
    checksum: u64,
}

/// The whole loop behind one virtual call, so that push and pop are inlined into it.
trait Play {
    fn fill(&mut self, pending: u32, chance: &mut Xoshiro256PlusPlus);
    fn play(&mut self, holds: u32, chance: &mut Xoshiro256PlusPlus) -> u64;
}

/// An exponential time with a mean of a day, as the step of a key.
fn step(chance: &mut Xoshiro256PlusPlus) -> u64 {
    let days: f64 = chance.sample(Exp1);
    ((days * 86_400_000.0) as u64) << 8
}

impl<L: List> Play for L {
    fn fill(&mut self, pending: u32, chance: &mut Xoshiro256PlusPlus) {
        (0..pending).for_each(|entry| self.push(step(chance), entry));
    }
    fn play(&mut self, holds: u32, chance: &mut Xoshiro256PlusPlus) -> u64 {
        let mut checksum = 0_u64;
        for _ in 0..holds {
            let (key, entry) = self.pop();
            checksum = checksum.rotate_left(5) ^ key ^ u64::from(entry);
            self.push(key + step(chance), entry);
        }
        checksum
    }
}

/// Prints the table for one number of pending events.
pub fn compare(pending: u32, holds: u32, repetitions: usize) {
    let lists: [(&str, Box<dyn Play>); 5] = [
        ("std BinaryHeap", Box::new(Heap::<BinaryHeap<Entry>>::default())),
        ("dary_heap, 4-ary", Box::new(Heap::<DaryHeap<Entry, 4>>::default())),
        ("dary_heap, 8-ary", Box::new(Heap::<DaryHeap<Entry, 8>>::default())),
        ("radix-heap crate", Box::new(Heap::<RadixHeapMap<Reverse<(u64, u32)>, u32>>::default())),
        ("veilsim EventList", Box::new(EventList::<u32>::default())),
    ];
    let names = lists.each_ref().map(|(name, _)| *name);
    let mut contestants = lists.map(|(_, list)| Contestant { list, chance: Xoshiro256PlusPlus::seed_from_u64(1), checksum: 0 });
    for Contestant { list, chance, .. } in &mut contestants {
        list.fill(pending, chance);
        // Twice through, so that the list has forgotten how it was filled and its buffers have their size.
        list.play(2 * pending, chance);
    }
    let mut seconds = vec![Vec::new(); names.len()];
    for _ in 0..repetitions {
        for (Contestant { list, chance, checksum }, seconds) in contestants.iter_mut().zip(&mut seconds) {
            let start = Instant::now();
            *checksum ^= list.play(holds, chance);
            seconds.push(start.elapsed().as_secs_f64());
        }
    }
    let checksums = contestants.map(|c| c.checksum);
    assert!(checksums.iter().all(|c| *c == checksums[0]), "the lists disagree on the order: {checksums:x?}");
    println!(" {pending} pending, {repetitions} x {holds} holds; the same order from all, checksum {:016x}", checksums[0]);
    table(&names, &seconds, f64::from(holds), "hold", 0);
}
