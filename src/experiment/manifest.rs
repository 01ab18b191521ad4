//! The manifest: what was run, so that it can be run again, and a digest of what came out.

use super::Batch;
use crate::model::Outcome;
use serde::{Deserialize, Serialize};

/// What a results directory says about how it came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of veilsim.
    pub version: String,
    /// The scenario file's text, in full.
    pub scenario: String,
    /// BLAKE3 hash of that text.
    pub scenario_hash: String,
    /// Values set on the command line, in order.
    pub set: Vec<(String, String)>,
    /// Arms, the baseline first.
    pub arms: Vec<ArmDigest>,
    /// Root of all chance.
    pub seed: u64,
    /// How many times each arm was played.
    pub replications: u32,
    /// Events played, over all runs.
    pub events: u64,
    /// BLAKE3 hash of all arms' digests in the order of their names: the same on every machine, for any order of arms.
    pub digest: String,
}

/// An arm and the digest of its outcomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArmDigest {
    /// The arm's name.
    pub name: String,
    /// BLAKE3 hash of all its outcomes, bit by bit.
    pub digest: String,
}

/// BLAKE3 hash of a text.
#[must_use]
pub fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// Digests of the arms of a batch and of all of them together.
#[must_use]
pub fn digests(names: &[&str], batch: &Batch) -> (Vec<ArmDigest>, String) {
    let arms: Vec<ArmDigest> = names
        .iter()
        .zip(&batch.outcomes)
        .map(|(name, runs)| {
            let mut hasher = blake3::Hasher::new();
            for run in runs {
                for cell in run.layout().cells() {
                    for outcome in Outcome::ALL {
                        hasher.update(&run.value(*outcome, cell).unwrap_or(f64::NAN).to_bits().to_le_bytes());
                    }
                }
            }
            ArmDigest { name: (*name).to_owned(), digest: hasher.finalize().to_hex().to_string() }
        })
        .collect();
    let mut sorted: Vec<&ArmDigest> = arms.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    let all: String = sorted.iter().map(|arm| format!("{} {}\n", arm.name, arm.digest)).collect();
    let digest = hash(&all);
    (arms, digest)
}
