//! `veilsim run`.

use super::progress::Console;
use super::signals::Interrupt;
use super::{Bounds, Common, Failure, Files, notice, output, table};
use crate::app::{self, Request};
use crate::experiment::Precision;
use crate::model::Outcome;
use crate::results::Selection;
use crate::results::tables::WarningRow;
use crate::scenario;
use crate::units::nearest;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim run scenarios/tiktok-dms.toml
  veilsim run scenarios/tiktok-dms.toml --set platform.tiktok.review.staff=200 --out output/fewer-reviewers
  veilsim run scenarios/tiktok-dms.toml --replications 2000 --until-precision 5% --precision-of children-harmed,reports
  veilsim run scenarios/transparency-report.toml --targets scenarios/transparency-report.csv --draws-from output/transparency-report-calibration/posterior.csv

Ctrl-C stops it; the same command goes on from the runs that have finished.")]
pub(super) struct Run {
    /// The scenario to run
    scenario: PathBuf,
    /// Replications of each arm, instead of the scenario's number; with --until-precision, the most there can be
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,
    /// Stop as soon as the interval of every headline difference is at most this share of the baseline to either side, for example 5%;
    /// looked at after 20, 40, 80, … replications
    #[arg(long, value_name = "SHARE", value_parser = share)]
    until_precision: Option<f64>,
    /// The outcomes whose differences must be precise, instead of all headline outcomes
    #[arg(long, value_name = "OUTCOME", value_delimiter = ',', requires = "until_precision", value_parser = outcome)]
    precision_of: Vec<String>,
    /// Root of all chance, instead of the scenario's
    #[arg(long)]
    seed: Option<u64>,
    /// Directory of the results; by default output/NAME
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    bounds: Bounds,
    #[command(flatten)]
    common: Common,
}

impl Run {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut scenario = scenario::load_with(&self.scenario, &self.common.set, &self.files.beside()).map_err(Box::new)?;
        scenario.replications = self.replications.unwrap_or(scenario.replications);
        scenario.seed = self.seed.unwrap_or(scenario.seed);
        if !self.common.quiet {
            notice(&scenario);
        }
        self.bounds.hold(&scenario)?;
        let request = Request {
            precision: self.precision(scenario.replications),
            out: output(self.out.clone(), &scenario.name),
            threads: self.common.threads,
            scenario,
        };
        let console = Console::new(self.common.quiet, Interrupt::listen()?);
        let ended = app::run(request, &console)?;
        let printed = if self.common.quiet { Ok(()) } else { table::print(&ended) };
        for WarningRow { warning, cause, remedy } in &ended.warnings {
            console.talk(&format!("warning: {cause} [{}]\n  {remedy}", warning.word()));
        }
        let folder = ended.folder.display();
        if !ended.is_whole() {
            let (done, planned) = (ended.results.replications(), ended.results.planned());
            let done = format!("after {done} of {planned} replications; what they say so far is in {folder}");
            return Err(Failure::Interrupted(done));
        }
        console.talk(&format!("results in {folder}"));
        printed
    }

    /// The precision to stop at, if one was asked for.
    fn precision(&self, most: u32) -> Option<Precision> {
        let headline = || Selection::standard().headline;
        let outcomes = if self.precision_of.is_empty() { headline() } else { self.precision_of.clone() };
        self.until_precision.map(|share| Precision { share, most, outcomes })
    }
}

/// Reads a share such as 5% or 0.05.
fn share(text: &str) -> Result<f64, String> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let share = text.strip_suffix('%').map_or_else(|| number(text), |percent| Some(number(percent)? / 100.0));
    share.filter(|share| *share > 0.0 && *share < 1.0).ok_or_else(|| "write a share of the baseline, for example 5% or 0.05".to_owned())
}

/// Reads the id of an outcome.
fn outcome(text: &str) -> Result<String, String> {
    if Outcome::by_id(text).is_some() {
        return Ok(text.to_owned());
    }
    let near = nearest(text, Outcome::ALL.iter().map(|outcome| outcome.definition().id))
        .map_or_else(String::new, |near| format!("; did you mean {near}?"));
    Err(format!("there is no such outcome{near}; `veilsim explain` lists all"))
}
