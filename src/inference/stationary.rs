//! Whether the baseline is level, where no rule of it changes in the time that is counted.
//!
//! Under constant rules a world that has found its steady state has no trend: what happens falls into early and late windows alike.
//! A level that still moves is the start of the run and no finding, and a difference between arms is then one between states that no
//! world stays in.

use crate::analysis::{Paired, holm, mean};
use crate::model::outcome::Measure;
use crate::model::{Cell, Outcome};
use crate::results::{CONFIDENCE, Results, Selection};

/// The least draws that a trend is told from.
const DRAWS: u32 = 20;
/// The least windows that have one.
const WINDOWS: usize = 4;

/// An outcome of the baseline that has a trend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Trend {
    /// The outcome.
    pub(super) outcome: Outcome,
    /// By how much of its mean it rises from the first window to the last; negative where it falls.
    pub(super) change: f64,
}

/// The outcomes of headline and answer that rise or fall in the baseline: slopes by draw, a t test over draws, Holm over outcomes, 5 %.
pub(super) fn trends(results: &Results) -> Vec<Trend> {
    let changes = results.arms().first().is_none_or(|baseline| !baseline.plan.changes.is_empty());
    if changes || results.draw_count() < DRAWS {
        return Vec::new();
    }
    let selection = Selection::standard();
    // Who counts once counts early, and a level has no windows.
    let has_windows = |outcome: &&Outcome| !matches!(outcome.definition().measure, Measure::Gauge | Measure::Distinct | Measure::Once);
    let tested = Outcome::ALL.iter().filter(|outcome| selection.holds(**outcome)).filter(has_windows);
    let found: Vec<(Trend, Option<f64>)> = tested.filter_map(|outcome| trend(results, *outcome)).collect();
    let adjusted = holm(&found.iter().map(|(_, p)| *p).collect::<Vec<_>>());
    found.into_iter().zip(adjusted).filter(|(_, p)| p.is_some_and(|p| p < 1.0 - CONFIDENCE)).map(|((trend, _), _)| trend).collect()
}

/// The mean trend of an outcome over draws, and the chance of one as far from 0 if there is none.
fn trend(results: &Results, outcome: Outcome) -> Option<(Trend, Option<f64>)> {
    let world = &results.scenario().base;
    // The horizon may cut the last window short.
    let whole = (world.horizon.get().0 / world.window.get().0.max(1)) as usize;
    let of_run = |run: &crate::model::Outcomes| change(&run.series(outcome, Cell::ALL)[..whole]);
    let slopes = results.by_draw(&results.runs(0).iter().map(of_run).collect::<Vec<_>>());
    let against = Paired::new(&slopes, &vec![0.0; slopes.len()], CONFIDENCE)?;
    Some((Trend { outcome, change: mean(&slopes)? }, against.p_value))
}

/// By how much a series rises along its straight line of least squares, as a share of its mean. Each run counts alike, however much
/// happens in it. None of a series that is short, or 0 throughout; windows in which a ratio has no value are left out.
fn change(series: &[f64]) -> Option<f64> {
    let points: Vec<(f64, f64)> = series.iter().enumerate().map(|(w, y)| (w as f64, *y)).filter(|(_, y)| !y.is_nan()).collect();
    let n = points.len() as f64;
    let (x0, y0) = (points.iter().map(|(x, _)| x).sum::<f64>() / n, points.iter().map(|(_, y)| y).sum::<f64>() / n);
    let spread: f64 = points.iter().map(|(x, _)| (x - x0) * (x - x0)).sum();
    let slope = points.iter().map(|(x, y)| (x - x0) * (y - y0)).sum::<f64>() / spread;
    (points.len() >= WINDOWS && y0 > 0.0).then(|| slope * (series.len() as f64 - 1.0) / y0)
}

#[cfg(test)]
mod tests {
    use super::change;

    #[test]
    fn a_straight_line_rises_by_what_it_rises() {
        let close = |a: Option<f64>, b: f64| assert!((a.unwrap() - b).abs() < 1e-12, "{a:?} against {b}");
        close(change(&[2.0, 3.0, 4.0, 5.0, 6.0]), 1.0);
        close(change(&[6.0, 5.0, f64::NAN, 3.0, 2.0]), -1.0);
        close(change(&[1.0, 2.0, 2.0, 1.0]), 0.0);
        assert!(change(&[0.0; 9]).is_none() && change(&[1.0, 2.0, 3.0]).is_none() && change(&[f64::NAN; 9]).is_none());
    }
}
