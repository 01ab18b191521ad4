//! `veilsim explain`.

use super::Failure;
use super::streams::put;
use crate::app;
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim explain                           # every name, in a line each
  veilsim explain review.staff
  veilsim explain children-harmed
  veilsim explain tiktok_ts_staff")]
pub(super) struct Explain {
    /// Part of the name of a mechanism, a parameter, an outcome or a figure of the evidence base; without it, every name with a line on
    /// what it means
    name: Option<String>,
}

impl Explain {
    pub(super) fn run(self) -> Result<(), Failure> {
        put(&app::explain(&self.name.unwrap_or_default()).map_err(Failure::Usage)?)
    }
}
