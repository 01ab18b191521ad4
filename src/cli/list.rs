//! `veilsim list`.

use super::Failure;
use super::streams::put;
use crate::scenario::{SCENARIOS, parse};
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim list
  veilsim run tiktok-dms                    # one of them, by its name")]
pub(super) struct List;

impl List {
    pub(super) fn run() -> Result<(), Failure> {
        let width = SCENARIOS.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        let mut text = String::new();
        for (name, scenario) in SCENARIOS {
            let question = parse(name, scenario, &[]).map_err(Box::new)?.question;
            text += &format!("{name:width$}  {question}\n");
        }
        put(&text)
    }
}
