//! The chance that all engines share.

use kernel_bench::mm5::{Chance, RATE};
use rand::{RngExt, SeedableRng};
use rand_distr::Exp1;
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

/// Gaps and services each from a generator of their own: the nth customer has the same in every engine, in whatever order it draws.
#[derive(Clone, Serialize, Deserialize)]
pub struct Draws {
    gaps: Xoshiro256PlusPlus,
    services: Xoshiro256PlusPlus,
}

impl Draws {
    pub fn new(seed: u64) -> Self {
        let [gaps, services] = [2 * seed, 2 * seed + 1].map(Xoshiro256PlusPlus::seed_from_u64);
        Self { gaps, services }
    }
}

impl Chance for Draws {
    #[inline]
    fn gap(&mut self, _: u32) -> f64 {
        self.gaps.sample::<f64, _>(Exp1) / RATE
    }
    #[inline]
    fn service(&mut self, _: u32) -> f64 {
        self.services.sample(Exp1)
    }
}
