//! `veilsim verify`.

use super::play::{Goal, play};
use super::{Failure, say};
use crate::experiment::{Course, Design, Finished};
use crate::inference::{study, write_tables};
use crate::model::Plan;
use crate::results::manifest::scenario_hash;
use crate::results::{Manifest, Results, ResultsError, digests, parting};
use crate::scenario;
use clap::Args;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// The version of this program.
const THIS: &str = env!("CARGO_PKG_VERSION");

#[derive(Debug, Args)]
#[command(after_help = "Example:
  veilsim verify output/tiktok-dms")]
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
        let stranger = Manifest::version(&self.directory).filter(|wrote| wrote != THIS).map(|wrote| self.another_wrote_it(&wrote));
        match (self.again(), stranger) {
            // What another version wrote need not be readable here, nor come out the same: that explains all the rest.
            (Err(Failure::Differs(how)), Some(stranger)) => Err(Failure::Differs(format!("{stranger}\n  {how}"))),
            (Err(_), Some(stranger)) => Err(Failure::Differs(stranger)),
            (Err(Failure::Input(problems)), None) => {
                eprintln!(
                    "error: {} was written by veilsim {THIS}, as this is, and yet this one cannot read the scenario on record: another \
                     state of the program wrote it, or the manifest was changed; verify it with the program that wrote it, or run the \
                     scenario again",
                    self.directory.display()
                );
                Err(Failure::Input(problems))
            }
            (done, _) => done,
        }
    }

    /// What to say of results that another version wrote.
    fn another_wrote_it(&self, wrote: &str) -> String {
        format!(
            "{} was written by veilsim {wrote}, and this is {THIS}: verify it with veilsim {wrote}, or run the scenario again with this one",
            self.directory.display()
        )
    }

    /// Plays again what is on record, and compares.
    fn again(&self) -> Result<(), Failure> {
        let manifest = Manifest::read(&self.directory)?;
        let mut scenario = scenario::reread(&manifest.run.name, &manifest.scenario, &manifest.presets, &manifest.set).map_err(Box::new)?;
        scenario.seed = manifest.run.seed;
        if scenario.presets != manifest.presets {
            return Err(Failure::Differs("the presets that the scenario uses are not those on record".to_owned()));
        }
        let plans: Vec<&Plan> = scenario.arms.iter().map(|arm| &arm.plan).collect();
        // A partial run ended where the user ended it.
        let precision = manifest.run.precision.clone().filter(|_| manifest.run.planned.is_none());
        let goal = Goal { replications: precision.as_ref().map_or(manifest.run.replications, |precision| precision.most), precision };
        let design = Design { arms: &plans, seed: scenario.seed, replications: goal.replications, threads: self.threads };
        let mut course = Course::new(design, Finished::new())?;
        play(&mut course, &goal, self.quiet, &|_, _| ControlFlow::Continue(()));
        let replications = course.batch().replications();
        if replications != manifest.run.replications {
            let recorded = manifest.run.replications;
            return Err(Failure::Differs(format!("the precision is reached after {replications} replications, not {recorded}")));
        }
        let names: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
        let (arms, digest) = digests(&names, course.batch());
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
        let results = Results {
            scenario: &scenario,
            batch: course.batch(),
            seed: scenario.seed,
            replications,
            planned: manifest.run.planned.unwrap_or(replications),
            precision: manifest.run.precision.as_ref(),
        };
        let fresh = tempfile::tempdir().map_err(|source| ResultsError::File { file: std::env::temp_dir(), source })?;
        write_tables(fresh.path(), &study(&results))?;
        parted.extend(parting(&self.directory, &manifest, fresh.path())?);
        if parted.is_empty() {
            say(format_args!("the same: {digest}"));
            return Ok(());
        }
        Err(Failure::Differs(parted.join("\n  ")))
    }
}
