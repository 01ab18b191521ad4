//! `veilsim robustness`.

use super::method::Scope;
use super::{Failure, outcome};
use crate::experiment::Method;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim robustness output/tiktok-dms
  veilsim robustness output/tiktok-dms --at-most innocent-suspended=100000
  veilsim robustness scenarios/smoke.toml --replications 80 --outcomes reports,children-harmed

Each outcome is judged for those whom it concerns, and apart from the others. Where the scenario has [weights], their sum is judged too.")]
pub(super) struct Robustness {
    /// The directory of a result, or a scenario to simulate
    source: PathBuf,
    /// Also say in which share of the draws each policy keeps an outcome at or below this
    #[arg(long, value_name = "OUTCOME=VALUE", value_parser = bound)]
    at_most: Vec<(String, f64)>,
    #[command(flatten)]
    scope: Scope,
}

impl Robustness {
    pub(super) fn run(self) -> Result<(), Failure> {
        let (from, scenario) = self.scope.source(&self.source)?;
        self.scope.run_from(from, scenario, Method::Robustness { at_most: self.at_most })
    }
}

fn bound(text: &str) -> Result<(String, f64), String> {
    let (id, value) = text.split_once('=').ok_or("write OUTCOME=VALUE, for example reports=1000")?;
    let value = value.trim().parse::<f64>().ok().filter(|value| value.is_finite()).ok_or("the bound is a number in the outcome's unit")?;
    Ok((outcome(id.trim())?.definition().id.to_owned(), value))
}
