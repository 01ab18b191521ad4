//! `veilsim run`.

use super::{Common, Failure, output, table};
use crate::experiment::{Batch, Design, replicate};
use crate::model::Plan;
use crate::report::{Draft, Manifest, Selection, Study, render_all, table_hashes, warnings, write_tables};
use crate::scenario::{self, Scenario};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, Args)]
pub(super) struct Run {
    /// The scenario to play
    scenario: PathBuf,
    /// How many times each arm is played, instead of the scenario's number
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,
    /// Root of all chance, instead of the scenario's
    #[arg(long)]
    seed: Option<u64>,
    /// Directory of the results; by default output/NAME
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

impl Run {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut scenario = scenario::load(&self.scenario, &self.common.set).map_err(Box::new)?;
        scenario.replications = self.replications.unwrap_or(scenario.replications);
        scenario.seed = self.seed.unwrap_or(scenario.seed);
        let target = output(self.out, &scenario.name);
        let draft = Draft::open(&target)?;
        let batch = play(&scenario, self.common.threads, self.common.quiet)?;
        let study = Study { scenario: &scenario, batch: &batch, seed: scenario.seed, replications: scenario.replications };
        let talk = |message: &str| {
            if !self.common.quiet {
                eprintln!("{message}");
            }
        };
        talk("writing tables and charts");
        let mut manifest = Manifest::new(study, Selection::standard());
        let summary = study.summary();
        let warnings = warnings(study, &summary);
        write_tables(draft.path(), study, &summary, &warnings)?;
        manifest.tables = table_hashes(draft.path())?;
        manifest.write(draft.path())?;
        let rendered = render_all(draft.path(), &manifest)?;
        for left_out in &rendered.skipped {
            talk(&format!("chart {} left out: {}", left_out.name, left_out.reason));
        }
        let target = draft.publish()?;
        if !self.common.quiet {
            table::print(&manifest.run, &manifest.charts, &summary);
        }
        for warning in &warnings {
            talk(&format!("warning: {} [{}]\n  {}", warning.cause(), warning.name(), warning.remedy()));
        }
        talk(&format!("results in {}", target.display()));
        Ok(())
    }
}

/// Plays a scenario with a bar of progress on stderr, if that is a terminal.
pub(super) fn play(scenario: &Scenario, threads: usize, quiet: bool) -> Result<Batch, Failure> {
    let arms: Vec<&Plan> = scenario.arms.iter().map(|arm| &arm.plan).collect();
    let runs = arms.len() as u64 * u64::from(scenario.replications);
    let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(runs) };
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} runs · {per_sec:.1} · {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(250));
    let design = Design { arms: &arms, seed: scenario.seed, replications: scenario.replications, threads };
    let batch = replicate(design, &|| bar.inc(1))?;
    bar.finish_and_clear();
    Ok(batch)
}
