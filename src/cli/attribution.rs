//! `veilsim attribution`.

use super::Failure;
use super::method::Scope;
use crate::experiment::Method;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim attribution scenarios/smoke.toml --arm default-e2ee
  veilsim attribution scenarios/tiktok-dms.toml --arm e2ee-client-side-scanning --replications 40

Every combination of the arm's levers is simulated on the same draws and chance; of more than eight levers, those of a table are one, and
if there are still more than eight they are pulled in random orders.")]
pub(super) struct Attribution {
    /// The scenario
    scenario: PathBuf,
    /// The arm whose difference from the baseline is shared out among its levers
    #[arg(long)]
    arm: String,
    #[command(flatten)]
    scope: Scope,
}

impl Attribution {
    pub(super) fn run(self) -> Result<(), Failure> {
        let scenario = self.scope.scenario(&self.scenario)?;
        self.scope.run(scenario, Method::Attribution { arm: self.arm, orders: Vec::new() })
    }
}
