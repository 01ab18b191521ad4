//! `veilsim flip`.

use super::Failure;
use super::method::Scope;
use crate::experiment::Method;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Example:
  veilsim flip scenarios/smoke.toml --arm default-e2ee --outcomes reports --replications 80 --set sample=0.0001

Up to eight assumptions are moved together, farther and farther from their medians, in the direction in which the mean field of the first
outcome's difference falls soonest, and each place is simulated. Of outcomes that the mean field does not have, the direction is that of the
assumptions that go most with it over the draws. What is found is an upper bound: another direction may be shorter.")]
pub(super) struct Flip {
    /// The scenario
    scenario: PathBuf,
    /// The arm whose difference from the baseline is to turn; by default that which the scenario asks about
    #[arg(long)]
    arm: Option<String>,
    #[command(flatten)]
    scope: Scope,
}

impl Flip {
    pub(super) fn run(self) -> Result<(), Failure> {
        let scenario = self.scope.scenario(&self.scenario)?;
        let first = || scenario.arms.get(1).map(|arm| arm.name.clone());
        let arm = self.arm.or_else(|| scenario.asks_about.clone()).or_else(first).unwrap_or_default();
        self.scope.run(scenario, Method::Flip { arm, moves: Vec::new() })
    }
}
