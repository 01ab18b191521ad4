//! `veilsim verify`.

use super::{Failure, run, say};
use crate::experiment::digests;
use crate::report::manifest::scenario_hash;
use crate::report::{Manifest, Study, parted_tables};
use crate::scenario;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// A results directory
    directory: PathBuf,
    /// Threads; by default one a core
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Show no progress
    #[arg(long, short)]
    quiet: bool,
}

impl Verify {
    pub(super) fn run(self) -> Result<(), Failure> {
        let manifest = Manifest::read(&self.directory)?;
        let mut scenario = scenario::reread(&manifest.run.name, &manifest.scenario, &manifest.presets, &manifest.set).map_err(Box::new)?;
        scenario.seed = manifest.run.seed;
        scenario.replications = manifest.run.replications;
        if scenario.presets != manifest.presets {
            return Err(Failure::Differs("the presets that the scenario uses are not those on record".to_owned()));
        }
        let batch = run::play(&scenario, self.threads, self.quiet)?;
        let names: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
        let (arms, digest) = digests(&names, &batch);
        let mut parted = Vec::new();
        if scenario_hash(&scenario) != manifest.scenario_hash {
            parted.push("the scenario, its presets or the values set are not those whose hash is on record".to_owned());
        }
        let differing: Vec<&str> = arms.iter().filter(|arm| !manifest.arms.contains(arm)).map(|arm| arm.name.as_str()).collect();
        if !differing.is_empty() {
            parted.push(format!("the outcomes differ in {}", differing.join(", ")));
        } else if digest != manifest.digest {
            parted.push("the outcomes differ in the digest of all arms".to_owned());
        }
        let study = Study { scenario: &scenario, batch: &batch, seed: scenario.seed, replications: scenario.replications };
        parted.extend(parted_tables(&self.directory, &manifest, study)?);
        if parted.is_empty() {
            say(format_args!("the same: {digest}"));
            return Ok(());
        }
        Err(Failure::Differs(parted.join("\n  ")))
    }
}
