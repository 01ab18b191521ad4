//! From a batch of outcomes to the rows of the tables.

use super::validation::tally;
use super::{Warning, dominance, provenance, sensitivity};
use crate::analysis::{Paired, Tail, between_share, holm, mean, mean_interval, quantile_of_sorted, sorted, tail_mean};
use crate::model::outcome::{Better, Measure};
use crate::model::population::BAND_NAMES;
use crate::model::{Cell, Outcome, Outcomes};
use crate::results::tables::{self, ALL, ConvergenceRow, DefinitionRow, DrawRow, OutcomeRow, SeriesRow, SummaryRow, WarningRow, Writer};
use crate::results::{Results, ResultsError, Selection};
use std::path::Path;

/// Confidence of every interval.
pub(super) const CONFIDENCE: f64 = 0.95;
/// Points at which the convergence of a difference is shown, about.
const CHECKPOINTS: usize = 50;
/// Share of the runs that counts as the worst.
const WORST: f64 = 0.05;

/// Writes every table to `dir`. `summary` is the results's own.
///
/// # Errors
/// If a table cannot be written.
pub fn write_tables(dir: &Path, results: &Results, summary: &[SummaryRow], warnings: &[Warning]) -> Result<(), ResultsError> {
    tables::write(dir, Outcome::ALL.iter().map(|o| definition(*o)))?;
    let calibration = results.calibration();
    provenance::write(dir, results.scenario(), &calibration)?;
    results.write_draws(dir)?;
    results.write_outcomes(dir)?;
    tables::write::<SummaryRow, _>(dir, summary)?;
    tables::write::<WarningRow, _>(dir, warnings.iter().map(Warning::row))?;
    results.write_series(dir)?;
    tables::write(dir, results.convergence())?;
    if !calibration.is_empty() {
        tables::write(dir, tally(&calibration))?;
        tables::write(dir, calibration)?;
    }
    dominance::write(dir, results)?;
    sensitivity::write(dir, results)?;
    Ok(())
}

fn definition(outcome: Outcome) -> DefinitionRow {
    let d = outcome.definition();
    DefinitionRow {
        outcome: d.id.into(),
        name: d.name.into(),
        family: d.family.name().into(),
        unit: d.unit.into(),
        better: d.better.name().into(),
        concerns: d.concerns.into(),
        runs_by: if Selection::standard().holds(outcome) { "platform, market, age band" } else { "platform" }.into(),
        definition: d.definition.into(),
    }
}

impl Results {
    /// The drawn value of every uncertain parameter, by draw.
    fn write_draws(&self, dir: &Path) -> Result<(), ResultsError> {
        let mut writer = Writer::create(dir)?;
        for draw in 0..self.draw_count() {
            for parameter in self.draws().parameters() {
                let (path, value) = (parameter.path.clone(), parameter.values[draw as usize]);
                writer.write(&DrawRow { draw, parameter: path, unit: parameter.unit.to_owned(), value })?;
            }
        }
        writer.finish().map(|_| ())
    }

    /// Values of every run: every outcome in all and by platform, those of [`Selection::holds`] by market and by age band too. Finer
    /// cells are in the summary; run by run they would make up nine tenths of the file. A row of these that is missing stands for
    /// zero, or for a ratio over nothing.
    fn write_outcomes(&self, dir: &Path) -> Result<(), ResultsError> {
        let (platforms, markets) = self.names();
        let selection = Selection::standard();
        let mut writer = Writer::create(dir)?;
        let mut row = OutcomeRow::default();
        for (arm, runs) in self.arms().iter().zip(&self.simulated().records) {
            row.arm.clone_from(&arm.name);
            for (replication, run) in (0..).zip(runs) {
                row.replication = replication;
                for cell in run.layout().margins() {
                    place(cell, &platforms, &markets, [&mut row.platform, &mut row.market, &mut row.age_band]);
                    let (whole, of_people) = (row.is_total(), cell.market.or(cell.band).is_some());
                    for outcome in Outcome::ALL.iter().filter(|outcome| !of_people || selection.holds(**outcome)) {
                        if let Some(value) = run.value(*outcome, cell).filter(|v| whole || *v != 0.0) {
                            outcome.definition().id.clone_into(&mut row.outcome);
                            outcome.definition().unit.clone_into(&mut row.unit);
                            row.value = value;
                            writer.write(&row)?;
                        }
                    }
                }
            }
        }
        writer.finish().map(|_| ())
    }

    /// The summary: every outcome of every arm in every cell in which some run has it.
    #[must_use]
    pub fn summary(&self) -> Vec<SummaryRow> {
        let Some(first) = self.runs(0).first() else { return Vec::new() };
        let mut rows: Vec<SummaryRow> = Vec::new();
        for arm in 0..self.simulated().records.len() {
            for cell in first.layout().cells() {
                let (from, whole) = (rows.len(), cell == Cell::ALL);
                let mut p_values = Vec::new();
                for outcome in Outcome::ALL {
                    if let Some((row, p_value)) = self.summary_row(arm, cell, *outcome, whole) {
                        rows.push(row);
                        p_values.push(p_value);
                    }
                }
                if whole {
                    for (row, p) in rows[from..].iter_mut().zip(holm(&p_values)) {
                        row.p_holm = p;
                    }
                }
            }
        }
        rows
    }

    fn summary_row(&self, arm: usize, cell: Cell, outcome: Outcome, whole: bool) -> Option<(SummaryRow, Option<f64>)> {
        let of = |arm: usize| self.runs(arm).iter().map(move |run| run.value(outcome, cell));
        // A ratio over nothing has no value; a pair counts where both have one.
        let values: Vec<f64> = of(arm).flatten().collect();
        if values.is_empty() || (!whole && (0..self.simulated().records.len()).all(|a| of(a).flatten().all(|v| v == 0.0))) {
            return None;
        }
        let ordered = sorted(&values);
        let units = self.by_draw(&of(arm).collect::<Vec<_>>());
        let interval = mean_interval(&units, CONFIDENCE);
        let definition = outcome.definition();
        let worst = if definition.better == Better::Higher { Tail::Smallest } else { Tail::Largest };
        let (platforms, markets) = self.names();
        let complete = values.len() == self.runs(arm).len();
        let centre = mean(&values)?;
        let mut row = SummaryRow {
            arm: self.arms()[arm].name.clone(),
            outcome: definition.id.into(),
            unit: definition.unit.into(),
            replications: values.len() as u32,
            mean: centre,
            // No outcome can be negative; a symmetric interval of a heavy tail would say so.
            mean_low: interval.map_or(f64::NAN, |i| i.low.max(0.0)),
            mean_high: interval.map_or(f64::NAN, |i| i.high),
            median: quantile_of_sorted(&ordered, 0.5)?,
            p05: quantile_of_sorted(&ordered, 0.05)?,
            p95: quantile_of_sorted(&ordered, 0.95)?,
            tail: tail_mean(&values, WORST, worst)?,
            assumption_share: complete.then(|| between_share(&values.chunks(self.per_draw() as usize).collect::<Vec<_>>())).flatten(),
            ..SummaryRow::default()
        };
        place(cell, &platforms, &markets, [&mut row.platform, &mut row.market, &mut row.age_band]);
        if arm == 0 {
            return Some((row, None));
        }
        let both: Vec<Option<(f64, f64)>> = of(arm).zip(of(0)).map(|(a, b)| a.zip(b)).collect();
        let (own, base): (Vec<f64>, Vec<f64>) = both.iter().copied().flatten().unzip();
        let (own_draws, base_draws) = self.pairs_by_draw(both.into_iter());
        let (pairs, draws) = (Paired::new(&own, &base, CONFIDENCE), Paired::new(&own_draws, &base_draws, CONFIDENCE));
        if let (Some(pairs), Some(draws)) = (pairs, draws) {
            let finite = |x: f64| x.is_finite().then_some(x);
            row.difference = finite(pairs.difference);
            let share = |x: f64| mean(&base).and_then(|base| finite(x / base));
            row.relative = share(pairs.difference);
            row.relative_low = share(draws.low);
            row.relative_high = share(draws.high);
            row.difference_low = finite(draws.low);
            row.difference_high = finite(draws.high);
            row.sign_share = pairs.sign_share;
            row.correlation = pairs.correlation;
            row.variance_ratio = pairs.variance_ratio;
            return Some((row, draws.p_value));
        }
        Some((row, None))
    }

    /// The paired difference of the outcomes of the answer after so many draws, at about [`CHECKPOINTS`] points.
    fn convergence(&self) -> Vec<ConvergenceRow> {
        let answer = Selection::standard().answer;
        let Some((base, others)) = self.simulated().records.split_first() else { return Vec::new() };
        let mut rows = Vec::new();
        for (arm, runs) in self.arms()[1..].iter().zip(others) {
            for outcome in Outcome::ALL.iter().filter(|outcome| answer.iter().any(|id| id == outcome.definition().id)) {
                let gap = |(own, base): (&Outcomes, &Outcomes)| Some(own.total(*outcome)? - base.total(*outcome)?);
                let gaps: Vec<Option<f64>> = runs.iter().zip(base).map(gap).collect();
                let draws = self.by_draw(&gaps);
                let stride = draws.len().div_ceil(CHECKPOINTS).max(1);
                for so_far in (2..=draws.len()).filter(|n| n % stride == 0 || *n == draws.len()) {
                    let (centre, interval) = (mean(&draws[..so_far]), mean_interval(&draws[..so_far], CONFIDENCE));
                    rows.extend(centre.zip(interval).map(|(difference, interval)| ConvergenceRow {
                        arm: arm.name.clone(),
                        outcome: outcome.definition().id.into(),
                        unit: outcome.definition().unit.into(),
                        replications: (so_far as u32 * self.per_draw()).min(self.replications()),
                        difference,
                        low: interval.low,
                        high: interval.high,
                    }));
                }
            }
        }
        rows
    }

    /// The time series of every outcome that has one: in all, and by market, age band or platform where it is not 0 throughout. A
    /// last window that the horizon cuts short is left out: its counts would look like a fall.
    fn write_series(&self, dir: &Path) -> Result<(), ResultsError> {
        let (platforms, markets) = self.names();
        let world = &self.scenario().base;
        let (window, horizon) = (world.window.get().days(), world.horizon.get().days());
        let whole_windows = (horizon / window + 1e-9) as usize;
        let runs = || self.simulated().records.iter().flatten();
        let margins: Vec<Cell> = runs().next().into_iter().flat_map(|run| run.layout().margins()).collect();
        let is_shown = |outcome: Outcome, cell: Cell| {
            let happens = || runs().any(|run| run.value(outcome, cell).is_some_and(|value| value != 0.0));
            outcome.definition().measure != Measure::Gauge && (cell == Cell::ALL || happens())
        };
        let shown: Vec<(Cell, Vec<Outcome>)> =
            margins.into_iter().map(|cell| (cell, Outcome::ALL.iter().copied().filter(|o| is_shown(*o, cell)).collect())).collect();
        let mut writer = Writer::create(dir)?;
        let mut row = SeriesRow::default();
        for (arm, runs) in self.arms().iter().zip(&self.simulated().records) {
            row.arm.clone_from(&arm.name);
            for (cell, outcomes) in &shown {
                place(*cell, &platforms, &markets, [&mut row.platform, &mut row.market, &mut row.age_band]);
                for outcome in outcomes {
                    outcome.definition().id.clone_into(&mut row.outcome);
                    outcome.definition().unit.clone_into(&mut row.unit);
                    let series: Vec<Vec<f64>> = runs.iter().map(|run| run.series(*outcome, *cell)).collect();
                    for w in 0..whole_windows {
                        let ordered = sorted(&series.iter().map(|s| s[w]).filter(|v| !v.is_nan()).collect::<Vec<_>>());
                        let Some(centre) = mean(&ordered) else { continue };
                        row.day = (w + 1) as f64 * window;
                        row.mean = centre;
                        let q = |p| quantile_of_sorted(&ordered, p).unwrap_or(centre);
                        [row.p05, row.p25, row.median, row.p75, row.p95] = [0.05, 0.25, 0.5, 0.75, 0.95].map(q);
                        writer.write(&row)?;
                    }
                }
            }
        }
        writer.finish().map(|_| ())
    }
}

/// Writes a cell's names into the three columns.
fn place(cell: Cell, platforms: &[&str], markets: &[&str], [platform, market, band]: [&mut String; 3]) {
    cell.platform.map_or(ALL, |p| platforms[p]).clone_into(platform);
    cell.market.map_or(ALL, |m| markets[m]).clone_into(market);
    cell.band.map_or(ALL, |b| BAND_NAMES[b]).clone_into(band);
}
