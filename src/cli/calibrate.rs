//! `veilsim calibrate`.

use super::progress::Console;
use super::signals::Interrupt;
use super::streams::put;
use super::{Bounds, Common, Failure, notice, output};
use crate::app::{self, Calibrated, CalibrationRequest};
use crate::inference::calibration::Settings;
use crate::results::tables::{Reach, ReachRow, Usage};
use crate::scenario::{self, Beside, DrawsFrom};
use crate::text::{compact, percent};
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;

/// Parameters that are named on the console.
const NAMED: usize = 12;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim calibrate scenarios/transparency-report.toml --targets scenarios/transparency-report.csv
  veilsim calibrate scenarios/calibration-check.toml --members 128 --out output/base-calibration

Ctrl-C stops it; the same command goes on from the members that have been simulated.")]
pub(super) struct Calibrate {
    /// The scenario to calibrate, from the ranges of its parameters
    scenario: PathBuf,
    /// The published figures, instead of those that ship
    #[arg(long, value_name = "FILE")]
    targets: Option<PathBuf>,
    /// Members of the ensemble
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u32).range(16..))]
    members: u32,
    /// Rounds in which they are moved towards the figures
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=20))]
    rounds: u32,
    /// Root of all chance, instead of the scenario's
    #[arg(long)]
    seed: Option<u64>,
    /// Directory of the results; by default output/NAME-calibration
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    bounds: Bounds,
    #[command(flatten)]
    common: Common,
}

impl Calibrate {
    pub(super) fn run(self) -> Result<(), Failure> {
        let beside = Beside { targets: self.targets.clone(), draws: DrawsFrom::Prior };
        let scenario = scenario::load_with(&self.scenario, &self.common.set, &beside).map_err(Box::new)?;
        if !self.common.quiet {
            notice(&scenario);
        }
        self.bounds.hold(&scenario)?;
        let request = CalibrationRequest {
            settings: Settings { members: self.members, rounds: self.rounds, seed: self.seed.unwrap_or(scenario.seed) },
            out: output(self.out.clone(), &format!("{}-calibration", scenario.name)),
            threads: self.common.threads,
            scenario,
        };
        let console = Console::new(self.common.quiet, Interrupt::listen(super::INTERRUPTED)?);
        let calibrated = app::calibrate(&request, &console)?;
        let printed = if self.common.quiet { Ok(()) } else { put(&said(&calibrated)) };
        console.talk(&format!("results in {}", calibrated.folder.display()));
        printed
    }
}

/// What came of it, in words.
fn said(calibrated: &Calibrated) -> String {
    let Calibrated { diagnosis, log, .. } = calibrated;
    let mut text = String::new();
    let mut line = |words: String| {
        let _ = writeln!(text, "{words}");
    };
    line(format!("{} figures were fitted; {} more are tests.", log.fitted, log.tests));
    let show = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), compact);
    let span = |row: [Option<f64>; 3]| format!("{} [{}, {}]", show(row[1]), show(row[0]), show(row[2]));
    for row in diagnosis.targets.iter().filter(|row| row.prior_median.is_some()) {
        let (before, after) =
            ([row.prior_p05, row.prior_median, row.prior_p95], [row.posterior_p05, row.posterior_median, row.posterior_p95]);
        let kind = match row.usage {
            Usage::Test => "test",
            Usage::Fitted if row.moves => "fitted",
            Usage::Fitted => "moved nothing",
        };
        line(format!(
            "  {} {}: {} published; {} by the ranges, {} after ({kind})",
            row.target,
            row.what,
            compact(row.value),
            span(before),
            span(after)
        ));
    }
    let may_move = |row: &&ReachRow| row.usage == Usage::Fitted && row.prior_covered.is_some();
    for row in diagnosis.targets.iter().filter(may_move).filter(|row| row.reach == Reach::NotReached) {
        line(format!("Not reached by any draw, so that it moved nothing: {} {}.", row.target, row.what));
    }
    let distance = |stage: Option<&crate::results::tables::RoundRow>| stage.map_or_else(String::new, |stage| compact(stage.misfit));
    line(format!(
        "Mean squared distance from the figures: {} before, {} after.",
        distance(diagnosis.rounds.first()),
        distance(diagnosis.rounds.last())
    ));
    line(format!(
        "Weighing the draws of the ranges instead would have left {} of {} in effect.",
        compact(diagnosis.effective),
        log.members
    ));
    line(format!("Moved: {} of {} parameters.", log.moved, log.parameters));
    for row in diagnosis.moved().take(NAMED) {
        let narrowed = percent(100.0 * (row.spread - 1.0));
        let quantiles = [row.p05, row.median, row.p95].map(compact).join(", ");
        line(format!("  {}: 5, 50 and 95 % at the quantiles {quantiles} of {}; spread {narrowed}", row.parameter, row.range));
    }
    line(format!("No figure clearly says anything of the other {} (calibration-parameters.csv).", log.parameters - log.moved));
    if let (Some(before), Some(after)) = (log.prior_score, log.posterior_score) {
        let verdict = if after <= before { "no worse" } else { "worse: the ranges predict better than the posterior" };
        line(format!("Tests: interval score {} by the ranges, {} after, {verdict}.", compact(before), compact(after)));
    }
    text
}
