//! What the commands have in common that simulate the points of a method.

use super::progress::Console;
use super::signals::Interrupt;
use super::streams::{say, talk};
use super::{Bounds, Common, Failure, INTERRUPTED, notice, outcome, output};
use crate::app::{self, AppError, Inquiry};
use crate::experiment::{Limits, Method, Unplanned};
use crate::model::Outcome;
use crate::results::Selection;
use crate::results::tables::WarningRow;
use crate::scenario::{self, Beside, DrawsFrom, Scenario};
use clap::Args;
use std::path::{Path, PathBuf};

/// Which outcomes, and how many runs.
#[derive(Debug, Args)]
pub(super) struct Scope {
    /// The outcomes to tell of, instead of those of the answer
    #[arg(long, value_name = "OUTCOME", value_delimiter = ',', value_parser = outcome)]
    outcomes: Vec<Outcome>,
    /// Replications of each point, instead of the scenario's number; two share a draw of the assumptions
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,
    /// Root of all chance, instead of the scenario's
    #[arg(long)]
    seed: Option<u64>,
    /// Root of the draws of the uncertain parameters, instead of the seed
    #[arg(long, value_name = "SEED")]
    assumption_seed: Option<u64>,
    /// Draw the uncertain parameters from their ranges, though the scenario names a posterior
    #[arg(long)]
    prior: bool,
    /// Write tables alone, and no charts
    #[arg(long)]
    tables_only: bool,
    /// Directory of the results; by default output/NAME-METHOD
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    bounds: Bounds,
    #[command(flatten)]
    common: Common,
}

impl Scope {
    /// Reads the scenario as it is to be run.
    pub(super) fn scenario(&self, path: &Path) -> Result<Scenario, Failure> {
        let draws = if self.prior { DrawsFrom::Prior } else { DrawsFrom::Scenario };
        let beside = Beside { targets: None, draws };
        let mut scenario = scenario::load_with(path, &self.common.set, &beside).map_err(Box::new)?;
        scenario.replications = self.replications.unwrap_or(scenario.replications);
        scenario.seed = self.seed.unwrap_or(scenario.seed);
        scenario.assumption_seed = self.assumption_seed;
        if !self.common.quiet {
            notice(&scenario);
        }
        self.bounds.hold(&scenario)?;
        Ok(scenario)
    }

    /// Does what the method says.
    pub(super) fn run(self, scenario: Scenario, method: Method) -> Result<(), Failure> {
        self.run_from(None, scenario, method)
    }

    /// Reads a scenario, or that of results which have its runs already: then it is as it was run.
    pub(super) fn source(&self, path: &Path) -> Result<(Option<PathBuf>, Scenario), Failure> {
        if !path.is_dir() {
            return Ok((None, self.scenario(path)?));
        }
        let changes = self.replications.is_some() || self.seed.is_some() || self.assumption_seed.is_some() || !self.common.set.is_empty();
        if changes {
            let message = "results have their draws already: name the scenario to change seed, replications or values";
            return Err(Failure::Usage(message.to_owned()));
        }
        Ok((Some(path.to_owned()), app::scenario_of(path)?))
    }

    /// Does what the method says, with the runs of results if there are any.
    pub(super) fn run_from(self, from: Option<PathBuf>, scenario: Scenario, method: Method) -> Result<(), Failure> {
        let outcomes = if self.outcomes.is_empty() { Selection::standard().answer() } else { self.outcomes };
        let Self { tables_only, out, bounds, common, .. } = self;
        run(Run { scenario, method, from, outcomes, tables_only, out, limits: bounds.limits() }, &common)
    }
}

/// What a command asks for.
pub(super) struct Run {
    pub(super) scenario: Scenario,
    pub(super) method: Method,
    pub(super) from: Option<PathBuf>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) tables_only: bool,
    pub(super) out: Option<PathBuf>,
    pub(super) limits: Limits,
}

/// Does what a method says, and prints its answer.
pub(super) fn run(run: Run, common: &Common) -> Result<(), Failure> {
    let Run { scenario, method, from, outcomes, tables_only, out, limits } = run;
    let out = output(out, &format!("{}-{}", scenario.name, method.name()));
    let console = Console::new(common.quiet, Interrupt::listen(INTERRUPTED)?);
    let inquiry = Inquiry { scenario, method, from, outcomes, limits, tables_only, out, threads: common.threads };
    let answered = app::inquire(inquiry, &console).inspect_err(|error| {
        if let AppError::Unplanned(Unplanned::Point { point, settings, .. }) = error {
            talk(format_args!("at point {point}, with {settings}:"));
        }
    })?;
    let printed = if common.quiet { Ok(()) } else { answered.said.lines.iter().try_for_each(say) };
    for WarningRow { warning, cause, remedy } in &answered.said.warnings {
        console.talk(&format!("warning: {cause} [{}]\n  {remedy}", warning.word()));
    }
    console.talk(&format!("results in {}", answered.folder.display()));
    printed
}
