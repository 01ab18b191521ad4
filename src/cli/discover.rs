//! `veilsim discover`.

use super::Failure;
use super::method::Scope;
use crate::experiment::{Condition, Method};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Example:
  veilsim discover output/tiktok-dms --when 'difference(children-safeguarded,default-e2ee)<-100'

The condition is of a difference to the baseline, difference(OUTCOME, ARM), or of an outcome itself,
level(OUTCOME, ARM), and of draws: what counts is the mean of their two chances. A box is searched on one half of the draws, and scored
on the other.")]
pub(super) struct Discover {
    /// The directory of a result, or a scenario to simulate
    source: PathBuf,
    /// What is to hold
    #[arg(long, value_name = "CONDITION")]
    when: Condition,
    #[command(flatten)]
    scope: Scope,
}

impl Discover {
    pub(super) fn run(self) -> Result<(), Failure> {
        let (from, scenario) = self.scope.source(&self.source)?;
        self.scope.run_from(from, scenario, Method::Discover { when: self.when })
    }
}
