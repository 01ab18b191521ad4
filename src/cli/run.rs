//! `veilsim run`.

use super::progress::Console;
use super::shard::{Which, early};
use super::signals::Interrupt;
use super::{Bounds, Common, Failure, Files, INTERRUPTED, TRY_AGAIN, method, notice, output, quoted, table};
use crate::app::{self, Ended, Request, Sharded};
use crate::experiment::{Method, Precision};
use crate::model::Outcome;
use crate::results::tables::WarningRow;
use crate::results::{Selection, read_points};
use crate::scenario::{self, Scenario};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim run scenarios/tiktok-dms.toml
  veilsim run scenarios/tiktok-dms.toml --set platform.tiktok.review.staff=200 --out output/fewer-reviewers
  veilsim run scenarios/tiktok-dms.toml --replications 2000 --until-precision 5% --precision-of children-harmed,reports
  veilsim run tiktok-dms --shard 3/64       # a part of a run, for many machines; `veilsim cluster` writes the script
  veilsim run scenarios/smoke.toml --design points.csv --tables-only --replications 2   # points from SALib, EMA Workbench or R
  veilsim run scenarios/transparency-report.toml --targets scenarios/transparency-report.csv --draws-from output/transparency-report-calibration/posterior.csv

Ctrl-C stops it; the same command goes on from the runs that have finished.")]
pub(super) struct Run {
    /// The scenario to run: a file, or the name of one that `veilsim list` has
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
    /// Simulate one part of the run alone, the Kth of N from 0, into OUT/shards; auto/N takes K from the scheduler. Then `veilsim merge`
    #[arg(long, value_name = "K/N", conflicts_with = "until_precision")]
    shard: Option<Which>,
    /// Root of all chance, instead of the scenario's
    #[arg(long)]
    seed: Option<u64>,
    /// Root of the draws of the uncertain parameters, instead of the seed: one of the two can change while the other stays
    #[arg(long, value_name = "SEED")]
    assumption_seed: Option<u64>,
    /// Write tables alone, and neither charts nor page
    #[arg(long)]
    tables_only: bool,
    /// Simulate all arms at the points of a table instead: a column a path, as --set takes it, and a row a point. Writes their outcomes to
    /// output/NAME-design
    #[arg(long, value_name = "FILE.csv", requires = "tables_only", conflicts_with_all = ["until_precision", "shard"])]
    design: Option<PathBuf>,
    /// With --design, the outcomes to write, instead of all
    #[arg(long, value_name = "OUTCOME", value_delimiter = ',', requires = "design", value_parser = super::outcome)]
    outcomes: Vec<Outcome>,
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
        scenario.assumption_seed = self.assumption_seed;
        if !self.common.quiet {
            notice(&scenario);
        }
        self.bounds.hold(&scenario)?;
        if let Some(table) = &self.design {
            let method = Method::Design { points: read_points(table).map_err(|error| Failure::Usage(error.to_string()))? };
            let outcomes = if self.outcomes.is_empty() { Outcome::ALL.to_vec() } else { self.outcomes };
            let run =
                method::Run { scenario, method, from: None, outcomes, tables_only: true, out: self.out, limits: self.bounds.limits() };
            return method::run(run, &self.common);
        }
        let out = output(self.out.clone(), &scenario.name);
        match self.shard {
            Some(which) => self.run_shard(&scenario, which, &out),
            None => self.run_whole(scenario, out),
        }
    }

    fn run_whole(self, scenario: Scenario, out: PathBuf) -> Result<(), Failure> {
        let (precision, tables_only, threads) = (self.precision(scenario.replications), self.tables_only, self.common.threads);
        let request = Request { scenario, precision, tables_only, so_far: true, out, threads };
        let console = Console::new(self.common.quiet, Interrupt::listen(INTERRUPTED)?);
        tell(&app::run(request, &console)?, &console, self.common.quiet)
    }

    fn run_shard(&self, scenario: &Scenario, which: Which, out: &Path) -> Result<(), Failure> {
        let shard = which.shard()?;
        let console = Console::new(self.common.quiet, Interrupt::listen(TRY_AGAIN)?);
        let sharded = app::run_shard(scenario, shard, out, self.common.threads, &console).map_err(early)?;
        let now = if sharded == Sharded::Now { "is whole" } else { "was whole before" };
        console.talk(&format!("shard {shard} {now}; when all are: veilsim merge {}", quoted(out)));
        Ok(())
    }

    /// The precision to stop at, if one was asked for.
    fn precision(&self, most: u32) -> Option<Precision> {
        let headline = || Selection::standard().headline;
        let outcomes = if self.precision_of.is_empty() { headline() } else { self.precision_of.clone() };
        self.until_precision.map(|share| Precision { share, most, outcomes })
    }
}

/// Prints what came out, says what to know before using it and where it is.
pub(super) fn tell(ended: &Ended, console: &Console, quiet: bool) -> Result<(), Failure> {
    let printed = if quiet { Ok(()) } else { table::print(ended) };
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

/// Reads a share such as 5% or 0.05.
fn share(text: &str) -> Result<f64, String> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let share = text.strip_suffix('%').map_or_else(|| number(text), |percent| Some(number(percent)? / 100.0));
    share.filter(|share| *share > 0.0 && *share < 1.0).ok_or_else(|| "write a share of the baseline, for example 5% or 0.05".to_owned())
}

/// Reads the id of an outcome.
fn outcome(text: &str) -> Result<String, String> {
    super::outcome(text).map(|outcome| outcome.definition().id.to_owned())
}
