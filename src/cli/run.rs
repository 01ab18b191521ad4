//! `veilsim run`.

use super::play::{Goal, Interrupt, play};
use super::{Bounds, Common, Failure, notice, output, table};
use crate::experiment::{Batch, Course, Design, Finished, Precision};
use crate::inference::{study, write_tables};
use crate::model::{Layout, Outcome, Plan};
use crate::report::render_all;
use crate::results::tables::WarningRow;
use crate::results::{Key, Manifest, Results, Selection, Staging, table_hashes};
use crate::scenario::{self, Scenario};
use crate::units::nearest;
use clap::Args;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::OnceLock;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim run scenarios/tiktok-dms.toml
  veilsim run scenarios/tiktok-dms.toml --set platform.tiktok.review.staff=200 --out output/fewer-reviewers
  veilsim run scenarios/tiktok-dms.toml --replications 2000 --until-precision 5% --precision-of children-harmed,reports

Ctrl-C stops after the runs in hand; the same command goes on from there.")]
pub(super) struct Run {
    /// The scenario to play
    scenario: PathBuf,
    /// How many times each arm is played, instead of the scenario's number; with --until-precision, the most
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,
    /// Stop as soon as every headline difference to the baseline is known to this share of the baseline, for example 5%: it is looked
    /// at after 20, 40, 80, … replications
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
    bounds: Bounds,
    #[command(flatten)]
    common: Common,
}

impl Run {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut scenario = scenario::load(&self.scenario, &self.common.set).map_err(Box::new)?;
        scenario.replications = self.replications.unwrap_or(scenario.replications);
        scenario.seed = self.seed.unwrap_or(scenario.seed);
        if !self.common.quiet {
            notice(&scenario);
        }
        self.bounds.hold(&scenario)?;
        let target = output(self.out.clone(), &scenario.name);
        let key = Key::new(&scenario);
        let (staging, finished) = Staging::open(&target, &key, Layout::of(&scenario.base), (scenario.arms.len(), scenario.replications))?;
        for (difference, path) in staging.others(&key) {
            self.talk(&format!("an unfinished run with {difference} stays in {}", path.display()));
        }
        if !finished.is_empty() {
            self.talk(&format!("going on from {} runs that finished before", finished.len()));
        }
        let goal = Goal { replications: scenario.replications, precision: self.precision(scenario.replications) };
        let batch = self.play(&scenario, &goal, &staging, finished)?;
        let (replications, planned) = (batch.replications(), goal.planned(&batch));
        if replications == 0 {
            return Err(Failure::Interrupted("before a replication was finished in every arm".to_owned()));
        }
        let results =
            Results { scenario: &scenario, batch: &batch, seed: scenario.seed, replications, planned, precision: goal.precision.as_ref() };
        self.write(results, &staging)?;
        if replications < planned {
            let path = staging.keep_so_far()?;
            let done = format!("after {replications} of {planned} replications; what they say so far is in {}", path.display());
            return Err(Failure::Interrupted(done));
        }
        let target = staging.publish()?;
        self.talk(&format!("results in {}", target.display()));
        Ok(())
    }

    /// The precision to stop at, if one was asked for.
    fn precision(&self, most: u32) -> Option<Precision> {
        let headline = || Selection::standard().headline;
        let outcomes = if self.precision_of.is_empty() { headline() } else { self.precision_of.clone() };
        self.until_precision.map(|share| Precision { share, most, outcomes })
    }

    /// Plays what has not finished before, and writes down each run as it finishes.
    fn play(&self, scenario: &Scenario, goal: &Goal, staging: &Staging, finished: Finished) -> Result<Batch, Failure> {
        let interrupt = Interrupt::listen(self.common.quiet)?;
        let arms: Vec<&Plan> = scenario.arms.iter().map(|arm| &arm.plan).collect();
        let design = Design { arms: &arms, seed: scenario.seed, replications: scenario.replications, threads: self.common.threads };
        let mut course = Course::new(design, finished)?;
        let failed = OnceLock::new();
        play(&mut course, goal, self.common.quiet, &|number, run| match staging.journal().add(number, run) {
            Ok(()) => interrupt.flow(),
            Err(error) => {
                // Of several errors at once the first says enough.
                let _ = failed.set(error);
                ControlFlow::Break(())
            }
        });
        failed.into_inner().map_or_else(|| Ok(course.into_batch()), |error| Err(error.into()))
    }

    /// Writes tables and charts to the draft, and prints the table and the warnings.
    fn write(&self, results: Results<'_>, staging: &Staging) -> Result<(), Failure> {
        self.talk("writing tables and charts");
        let draft = staging.draft()?;
        let mut manifest = Manifest::new(results, Selection::standard());
        let study = study(&results);
        write_tables(&draft, &study)?;
        manifest.tables = table_hashes(&draft)?;
        manifest.write(&draft)?;
        let rendered = render_all(&draft, &manifest)?;
        for left_out in &rendered.skipped {
            self.talk(&format!("chart {} left out: {}", left_out.name, left_out.reason));
        }
        if !self.common.quiet {
            table::print(&manifest.run, &manifest.charts, &study.summary);
        }
        for WarningRow { warning, cause, remedy } in &study.warnings {
            self.talk(&format!("warning: {cause} [{}]\n  {remedy}", warning.word()));
        }
        Ok(())
    }

    fn talk(&self, message: &str) {
        if !self.common.quiet {
            eprintln!("{message}");
        }
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
    Err(format!("there is no such outcome{near} `veilsim explain` lists all"))
}
