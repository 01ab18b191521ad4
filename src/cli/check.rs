//! `veilsim check`.

use super::streams::{say, talk};
use super::{Bounds, Failure, Files, assignment, notice, show};
use crate::app::{grounds, held};
use crate::scenario;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim check scenarios/smoke.toml
  veilsim check scenarios/tiktok-dms.toml scenarios/capacity.toml
  veilsim check scenarios/smoke.toml --set platform.tiktok.review.staff=80
  veilsim check scenarios/transparency-report.toml --targets scenarios/transparency-report.csv")]
pub(super) struct Check {
    /// The scenarios to check
    #[arg(required = true)]
    scenarios: Vec<PathBuf>,
    /// Set one value of each scenario, as PATH=VALUE
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    bounds: Bounds,
}

impl Check {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut wrong = Vec::new();
        for path in &self.scenarios {
            match scenario::load_with(path, &self.set, &self.files.beside()) {
                Ok(scenario) => {
                    notice(&scenario);
                    say(grounds(&scenario))?;
                    if self.files.targets.is_some() {
                        say(held(&scenario))?;
                    }
                    if let Err(error) = self.bounds.hold(&scenario) {
                        talk(format_args!("error: {error}"));
                        wrong.push(path.display().to_string());
                    }
                }
                Err(problems) => {
                    show(problems);
                    wrong.push(path.display().to_string());
                }
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(Failure::Usage(format!("{} cannot be run as it is", wrong.join(", ")))) }
    }
}
