//! Chance by name: a random number is a function of what it decides.
//!
//! A draw is named by (seed, replication, decision, who, occasion). Worlds that differ in one thing then draw the same numbers
//! everywhere else, however many draws the difference adds or removes; that is what couples the arms of a scenario (common random
//! numbers) and what makes minimally different worlds differ minimally.
//!
//! The generator is Philox2x64 with 7 rounds (Salmon, Moraes, Dror and Shaw, *Parallel random numbers: as easy as 1, 2, 3*, SC11),
//! a keyed bijection of 128-bit counters that passes `BigCrush` from 6 rounds on. (seed, replication, decision) is the key;
//! (who, occasion, how many drawn) is the counter, so two different names under one key can never collide.

use super::distribution;
use rand::TryRng;
use std::convert::Infallible;

/// Chance of one replication: the root of all its streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(u64);

impl Key {
    /// The root for a seed and a replication.
    #[must_use]
    pub fn new(seed: u64, replication: u64) -> Self {
        Self(philox([replication, 0x5645_494C], seed)[0])
    }

    /// The stream that settles `decision` for `who` on this `occasion`.
    #[must_use]
    #[inline]
    pub fn stream(self, decision: u16, who: u64, occasion: u32) -> Stream {
        Stream { key: self.0.wrapping_add(u64::from(decision)), who, occasion: u64::from(occasion) << 32, spare: None }
    }
}

/// Random numbers for one named decision. Most decisions take one.
#[derive(Clone, Debug)]
pub struct Stream {
    key: u64,
    who: u64,
    /// The occasion above, the number of blocks drawn below.
    occasion: u64,
    spare: Option<u64>,
}

impl Stream {
    /// 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        if let Some(bits) = self.spare.take() {
            return bits;
        }
        let [bits, spare] = philox([self.who, self.occasion], self.key);
        self.occasion += 1;
        self.spare = Some(spare);
        bits
    }

    /// A number strictly between 0 and 1, on a grid of 2^-53.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        open_uniform(self.bits())
    }

    /// Two independent numbers strictly between 0 and 1 for the price of one, on a grid of 2^-32.
    #[inline]
    pub fn halves(&mut self) -> [f64; 2] {
        let bits = self.bits();
        [bits >> 32, bits & u64::from(u32::MAX)].map(|half| (half as f64 + 0.5) * (1.0 / (1_u64 << 32) as f64))
    }

    /// True with probability `p`. For one name, true under `p` implies true under any greater `p`.
    #[inline]
    pub fn chance(&mut self, p: f64) -> bool {
        self.uniform() < p
    }

    /// An exponential time with this mean.
    #[inline]
    pub fn exponential(&mut self, mean: f64) -> f64 {
        distribution::exponential(self.uniform(), mean)
    }

    /// A whole number below `n`, each equally likely to within `n`·2^-64.
    #[inline]
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(n)) >> 64) as u64
    }
}

impl TryRng for Stream {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.bits() >> 32) as u32)
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.bits())
    }
    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        for chunk in dst.chunks_mut(8) {
            chunk.copy_from_slice(&self.bits().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// A number strictly between 0 and 1 from random bits.
#[inline]
pub(super) fn open_uniform(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64)
}

/// A well-mixed identifier of a thing that is itself named by three numbers, to be the `who` of further decisions.
#[must_use]
#[inline]
pub fn identify(kind: u16, who: u64, occasion: u32) -> u64 {
    philox([who, u64::from(occasion)], u64::from(kind) | 1 << 63)[0]
}

/// Philox2x64-7.
#[inline]
fn philox(counter: [u64; 2], key: u64) -> [u64; 2] {
    const MULTIPLIER: u128 = 0xD2B7_4407_B1CE_6E93;
    const WEYL: u64 = 0x9E37_79B9_7F4A_7C15;
    let ([mut a, mut b], mut key) = (counter, key);
    for _ in 0..7 {
        let product = MULTIPLIER * u128::from(a);
        a = (product >> 64) as u64 ^ key ^ b;
        b = product as u64;
        key = key.wrapping_add(WEYL);
    }
    [a, b]
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;

    /// The published known-answer vectors of Random123 for philox2x64 with 7 rounds.
    #[test]
    fn philox_gives_the_published_answers() {
        assert_eq!(philox([0, 0], 0), [0xb41d_a69f_bfef_c666, 0x511e_9ce1_a553_4056]);
        assert_eq!(philox([u64::MAX; 2], u64::MAX), [0xa469_6cc0_4462_015d, 0x7247_82da_e171_69e9]);
        assert_eq!(
            philox([0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344], 0xa409_3822_299f_31d0),
            [0x98ed_1534_392b_f372, 0x6752_8b15_6888_2fd5]
        );
    }

    #[test]
    fn a_name_gives_the_same_number_whatever_was_drawn_before() {
        let key = Key::new(7, 3);
        let mut first = key.stream(1, 2, 3);
        let again = key.stream(1, 2, 3).bits();
        assert_eq!(first.bits(), again);
        let others =
            [key.stream(2, 2, 3), key.stream(1, 3, 3), key.stream(1, 2, 4), Key::new(8, 3).stream(1, 2, 3), Key::new(7, 4).stream(1, 2, 3)];
        for mut other in others {
            assert_ne!(other.bits(), again);
        }
    }

    #[test]
    fn rand_and_its_distributions_compose() {
        let mut stream = Key::new(1, 1).stream(0, 0, 0);
        let x: f64 = stream.random_range(2.0..3.0);
        assert!((2.0..3.0).contains(&x));
        let poisson = rand_distr::Poisson::new(100.0).unwrap();
        let n: f64 = stream.sample(poisson);
        assert!((40.0..160.0).contains(&n));
    }

    /// Equidistribution over neighbouring names, where a weak hash would show first: chi-squared over 256 cells.
    #[test]
    fn neighbouring_names_are_uniform() {
        let key = Key::new(20_260_303, 0);
        for vary in 0..3 {
            let mut cells = [0_u32; 256];
            for i in 0..256_000_u32 {
                let mut stream = match vary {
                    0 => key.stream(5, u64::from(i), 0),
                    1 => key.stream(5, 9, i),
                    _ => Key::new(1, u64::from(i)).stream(5, 9, 9),
                };
                cells[(stream.bits() >> 56) as usize] += 1;
            }
            let chi: f64 = cells.iter().map(|&n| (f64::from(n) - 1000.0) * (f64::from(n) - 1000.0) / 1000.0).sum();
            assert!((160.0..370.0).contains(&chi), "chi-squared with 255 degrees of freedom is {chi}");
        }
    }
}
