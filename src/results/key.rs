//! What must be the same for one run to go on where another was interrupted.

use super::hash;
use crate::experiment::{Design, Method, Record};
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::OnceLock;

/// The longest first line of a journal that is read.
const LONGEST: u64 = 1 << 12;

/// What must be the same for one run to go on where another was interrupted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Hash of the scenario's text.
    scenario: String,
    /// Hash of the presets that it uses.
    presets: String,
    /// Hash of the values set on the command line.
    set: String,
    /// Hash of the evidence that it can cite.
    evidence: String,
    /// Seed of the run.
    seed: u64,
    /// Seed of the draws of the uncertain parameters.
    #[serde(default)]
    assumption_seed: u64,
    /// Hash of the method that chose the points.
    #[serde(default)]
    method: String,
    /// Replications that share one draw of the uncertain parameters.
    per_draw: u32,
    /// What is kept of each run.
    record: String,
    /// Version of veilsim.
    version: String,
    /// Hash of the program: of two builds of one version, either may have another model.
    program: String,
}

impl Key {
    /// The key of a scenario's run by this program, which keeps records of this kind.
    #[must_use]
    pub fn new<R: Record>(scenario: &Scenario, design: &Design) -> Self {
        Self {
            scenario: hash(&scenario.text),
            presets: hash(&format!("{:?}", scenario.presets)),
            set: hash(&format!("{:?}", scenario.overrides)),
            evidence: hash(&format!("{:?}", scenario.evidence.iter().collect::<Vec<_>>())),
            seed: design.seed,
            assumption_seed: design.assumption_seed,
            method: String::new(),
            per_draw: design.per_draw.get(),
            record: R::NAME.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            program: program().to_owned(),
        }
    }

    /// The key of the same scenario's runs at the points that a method chooses.
    #[must_use]
    pub fn of_method(self, method: &Method) -> Self {
        Self { method: hash(&format!("{method:?}")), ..self }
    }

    /// A short name, another for every key.
    pub(super) fn short(&self) -> String {
        hash(&format!("{self:?}"))[..8].to_owned()
    }

    /// The key as records are bound to it.
    pub(super) fn bytes(&self) -> [u8; 32] {
        *blake3::hash(format!("{self:?}").as_bytes()).as_bytes()
    }

    /// The first line of its journal.
    pub(super) fn line(&self) -> io::Result<Vec<u8>> {
        Ok((serde_json::to_string(self)? + "\n").into_bytes())
    }

    /// In what another key differs.
    pub(super) fn difference(&self, other: &Self) -> String {
        let parts = [
            (self.scenario != other.scenario, "another scenario".to_owned()),
            (self.presets != other.presets, "other presets".to_owned()),
            (self.set != other.set, "other values set".to_owned()),
            (self.evidence != other.evidence, "other evidence".to_owned()),
            (self.seed != other.seed, format!("seed {}", other.seed)),
            (
                self.assumption_seed != other.assumption_seed && other.assumption_seed != other.seed,
                format!("assumption seed {}", other.assumption_seed),
            ),
            (self.method != other.method, "other points".to_owned()),
            (self.per_draw != other.per_draw, format!("{} replications a draw", other.per_draw)),
            (self.record != other.record, format!("{} kept of each run", other.record)),
            (self.version != other.version, format!("veilsim {}", other.version)),
            (self.version == other.version && self.program != other.program, "another build of veilsim".to_owned()),
        ];
        parts.into_iter().filter_map(|(differs, what)| differs.then_some(what)).collect::<Vec<_>>().join(", ")
    }

    /// The key in the journal at `path`.
    pub(super) fn read(path: &Path) -> Option<Self> {
        let mut line = String::new();
        BufReader::new(File::open(path).ok()?).take(LONGEST).read_line(&mut line).ok()?;
        serde_json::from_str(&line).ok()
    }

    #[cfg(test)]
    pub(super) fn for_test(seed: u64) -> Self {
        let [scenario, presets, set, evidence, record, version, program] = ["s", "p", "o", "e", "all", "1", "b"].map(str::to_owned);
        Self { scenario, presets, set, evidence, seed, assumption_seed: seed, method: String::new(), per_draw: 2, record, version, program }
    }
}

/// Hash of the program that runs.
fn program() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        let mut hasher = blake3::Hasher::new();
        // A program that cannot read itself has the hash of nothing.
        let _ = std::env::current_exe().and_then(File::open).and_then(|file| hasher.update_reader(file).map(drop));
        hasher.finalize().to_hex().to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_key_is_named_where_it_differs() {
        let key = Key::for_test(1);
        let other = |change: &dyn Fn(&mut Key)| {
            let mut other = key.clone();
            change(&mut other);
            assert!(other.short() != key.short() && other.bytes() != key.bytes());
            key.difference(&other)
        };
        assert_eq!(other(&|k| k.scenario.push('x')), "another scenario");
        assert_eq!(other(&|k| k.presets.push('x')), "other presets");
        assert_eq!(other(&|k| k.set.push('x')), "other values set");
        assert_eq!(other(&|k| k.evidence.push('x')), "other evidence");
        assert_eq!(other(&|k| k.seed = 7), "seed 7");
        assert_eq!(other(&|k| k.assumption_seed = 7), "assumption seed 7");
        assert_eq!(other(&|k| k.method.push('x')), "other points");
        assert_eq!(other(&|k| k.per_draw = 3), "3 replications a draw");
        assert_eq!(other(&|k| k.record = "totals".to_owned()), "totals kept of each run");
        assert_eq!(other(&|k| k.version = "9".to_owned()), "veilsim 9");
        assert_eq!(other(&|k| k.program.push('x')), "another build of veilsim");
    }
}
