//! `veilsim sweep`.

use super::Failure;
use super::method::Scope;
use crate::experiment::{Axis, Method};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim sweep scenarios/smoke.toml --over platform.tiktok.review.staff=20..200:5
  veilsim sweep scenarios/smoke.toml --over platform.tiktok.detection.hash-match.recall=0.2..0.9:4 --over market.us.investigation.investigators=200..800:4
  veilsim sweep scenarios/smoke.toml --over arm.default-e2ee.platform.tiktok.encryption=none,opt-in,default

All points share draws and chance. One parameter gives a line for each policy, with bands; two give a map of where the difference from
the baseline is above zero, below, or unclear.")]
pub(super) struct Sweep {
    /// The scenario
    scenario: PathBuf,
    /// A parameter and its values, as PATH=LO..HI:N or PATH=A,B,C; a bare number is in the parameter's unit. Once or twice
    #[arg(long, value_name = "PATH=LO..HI:N", required = true)]
    over: Vec<Axis>,
    #[command(flatten)]
    scope: Scope,
}

impl Sweep {
    pub(super) fn run(self) -> Result<(), Failure> {
        let scenario = self.scope.scenario(&self.scenario)?;
        self.scope.run(scenario, Method::Sweep { over: self.over })
    }
}
