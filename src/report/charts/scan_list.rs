//! The list of scanning on the device: in what share of the runs it has been expanded, or poisoned, by then.

use super::canvas::Point;
use super::chart::{Chart, Picture, Sheet};
use super::inputs::Inputs;
use super::lines::{Lines, Plot};
use crate::analysis::{Interval, share_interval};
use crate::model::Outcome;
use crate::results::tables::SeriesRow;

pub(super) const CHART: Chart = Chart {
    name: "scan-list",
    table: "timeseries.csv",
    about: "Share of the runs in which the list that devices are scanned for has been expanded beyond abuse, or poisoned, by then",
    draw,
};

const OUTCOMES: [Outcome; 2] = [Outcome::ListExpanded, Outcome::ListPoisoned];

/// Nothing is drawn where no policy's list is ever touched: most scenarios scan no device.
fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let arms = &inputs.run.arms;
    let mut plots = OUTCOMES.map(|outcome| Plot {
        name: inputs.name(outcome.definition().id).to_owned(),
        about: "% of the runs".to_owned(),
        whole: Some(100.0),
        lines: arms.iter().map(|arm| line(inputs, arm, outcome)).collect(),
        around: Vec::new(),
    });
    for arm in 0..arms.len() {
        if plots.iter().all(|plot| plot.lines[arm].iter().all(|(_, share)| *share <= 0.0)) {
            for plot in &mut plots {
                plot.lines[arm].clear();
            }
        }
    }
    let draws = f64::from(inputs.run.replications.div_ceil(inputs.per_draw.get()));
    for plot in &mut plots {
        plot.around = plot.lines.iter().map(|line| interval(line, draws)).collect();
    }
    let lines = Lines {
        inputs,
        sheet,
        title: "What becomes of the list that devices are scanned for".to_owned(),
        lead: "Line: share of the runs in which it has happened by then, in any market. Shaded: its 95\u{202f}% interval.",
        notes: vec![
            "Hazards that nobody knows, over wide ranges: an axis, not an estimate. Policies left out had neither in any run.".to_owned(),
            "Interval after Wilson; runs that share their assumptions count as one.".to_owned(),
        ],
        columns: OUTCOMES.len(),
        plot_height: 190.0,
        plots: plots.into(),
    };
    lines.pictures(CHART.name)
}

/// A policy's share of the runs, by day, in per cent. A window holds the runs in which it came then, so that they add up.
fn line(inputs: &Inputs, arm: &str, outcome: Outcome) -> Vec<Point> {
    let mut share = 0.0;
    let add = |row: &SeriesRow| {
        share += row.mean;
        (row.day, 100.0 * f64::clamp(share, 0.0, 1.0))
    };
    std::iter::once((0.0, 0.0)).chain(inputs.over_time(arm, outcome.definition().id).into_iter().map(add)).collect()
}

/// The outline of the interval around a line.
fn interval(line: &[Point], draws: f64) -> Vec<Point> {
    let around = |share: f64| share_interval(share / 100.0, draws, 0.95).unwrap_or(Interval { low: 0.0, high: 1.0 });
    let low = line.iter().map(|(day, share)| (*day, 100.0 * around(*share).low.max(0.0)));
    low.chain(line.iter().rev().map(|(day, share)| (*day, 100.0 * around(*share).high.min(1.0)))).collect()
}
