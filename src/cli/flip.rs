//! `veilsim flip`.

use super::Failure;
use super::method::Scope;
use crate::experiment::Method;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Example:
  veilsim flip scenarios/smoke.toml --arm default-e2ee --outcomes reports --replications 80 --set sample=0.0001

From the draws of the arms as they stand, the up to eight assumptions that go most with the first outcome's difference are moved together,
farther and farther from their medians, and each place is simulated. What is found is an upper bound: another direction may be shorter.")]
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
