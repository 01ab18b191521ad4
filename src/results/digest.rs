//! Digests of results: the shortest proof that two runs came out the same.

use crate::experiment::{Record, Runs, Totals, in_parallel};
use crate::model::Outcomes;
use serde::{Deserialize, Serialize};

/// An arm and the digest of its outcomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArmDigest {
    /// The arm's name.
    pub name: String,
    /// BLAKE3 hash of all its outcomes and their time series, bit by bit.
    pub digest: String,
}

/// BLAKE3 hash of a text.
#[must_use]
pub fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// Digests of the arms' runs, and of all of them in the order of their names: the same for any order of arms.
#[must_use]
pub fn digests(names: &[&str], runs: &Runs<Outcomes>) -> (Vec<ArmDigest>, String) {
    let digests = in_parallel(&runs.records, |runs| arm_digest(runs));
    let arms: Vec<ArmDigest> = names.iter().zip(digests).map(|(name, digest)| ArmDigest { name: (*name).to_owned(), digest }).collect();
    let mut sorted: Vec<&ArmDigest> = arms.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let all: String = sorted.iter().map(|arm| format!("{} {}\n", arm.name, arm.digest)).collect();
    let digest = hash(&all);
    (arms, digest)
}

/// BLAKE3 hash of the totals of every run, point by point.
pub(super) fn digest_of_totals(runs: &Runs<Totals>) -> String {
    let mut blocks = Blocks::default();
    for number in runs.records.iter().flatten().flat_map(Totals::numbers) {
        blocks.take(number.to_bits());
    }
    blocks.digest()
}

fn arm_digest(runs: &[Outcomes]) -> String {
    let mut blocks = Blocks::default();
    runs.iter().flat_map(Outcomes::bits).for_each(|bits| blocks.take(bits));
    blocks.digest()
}

/// Feeds numbers to a hash in blocks: one by one they would cost it several times as much.
#[derive(Default)]
struct Blocks {
    hasher: blake3::Hasher,
    block: Vec<u8>,
}

impl Blocks {
    /// Bytes of a block: many chunks of BLAKE3, which hashes them side by side, and few enough for a processor's cache.
    const SIZE: usize = 1 << 16;

    fn take(&mut self, bits: u64) {
        self.block.extend(bits.to_le_bytes());
        if self.block.len() >= Self::SIZE {
            self.hasher.update(&self.block);
            self.block.clear();
        }
    }

    fn digest(mut self) -> String {
        self.hasher.update(&self.block).finalize().to_hex().to_string()
    }
}
