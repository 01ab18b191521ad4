//! Outcomes over time.

use super::analysis::{Analysis, Put, Study};
use super::place::{Places, cells};
use crate::analysis::{mean, quantile_of_sorted};
use crate::model::outcome::Measure;
use crate::model::{Cell, Layout, Outcome};
use crate::results::tables::SeriesRow;
use crate::results::{Results, ResultsError};

/// The time series of every outcome that has one: in all, and by market, age band or platform where it is not 0 throughout. The
/// horizon may cut the last window short, which its length says.
impl Analysis for SeriesRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        let results = study.results;
        let (places, shown) = (Places::new(results), shown(results));
        let world = &results.scenario().base;
        let (window, horizon) = (world.window.get().days(), world.horizon.get().days());
        let (mut row, mut ordered) = (Self::default(), Vec::new());
        for (arm, described) in results.arms().iter().enumerate() {
            row.arm.clone_from(&described.name);
            for (cell, outcomes) in &shown {
                places.put(*cell, [&mut row.platform, &mut row.market, &mut row.age_band]);
                for outcome in outcomes {
                    outcome.definition().id.clone_into(&mut row.outcome);
                    outcome.definition().unit.clone_into(&mut row.unit);
                    let series: Vec<Vec<f64>> = results.runs(arm).iter().map(|run| run.series(*outcome, *cell)).collect();
                    for w in 0..Layout::of(world).windows {
                        ordered.clear();
                        ordered.extend(series.iter().map(|s| s[w]).filter(|v| !v.is_nan()));
                        ordered.sort_unstable_by(f64::total_cmp);
                        let Some(centre) = mean(&ordered) else { continue };
                        row.day = ((w + 1) as f64 * window).min(horizon);
                        row.days = row.day - w as f64 * window;
                        row.mean = centre;
                        let q = |p| quantile_of_sorted(&ordered, p).unwrap_or(centre);
                        [row.p05, row.p25, row.median, row.p75, row.p95] = [0.05, 0.25, 0.5, 0.75, 0.95].map(q);
                        put(&row)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// The cells of the table, and the outcomes of each.
fn shown(results: &Results) -> Vec<(Cell, Vec<Outcome>)> {
    let runs = || (0..results.arms().len()).flat_map(|arm| results.runs(arm));
    let is_shown = |outcome: Outcome, cell: Cell| {
        let happens =
            || runs().any(|run| run.value(outcome, cell).is_some_and(|value| value != 0.0 || !outcome.definition().measure.is_count()));
        outcome.definition().measure != Measure::Gauge && (cell == Cell::ALL || happens())
    };
    let margins = cells(results).into_iter().filter(Cell::is_margin);
    margins.map(|cell| (cell, Outcome::ALL.iter().copied().filter(|outcome| is_shown(*outcome, cell)).collect())).collect()
}
