//! Convergence: the paired difference and its interval as draws come in. A line that still wanders asks for more replications.

use plotters::style::Color;

use super::canvas::{Align, Canvas, Point};
use super::panel::Panel;
use super::scale::Scale;
use super::theme::{ArmStyle, FAINT, Frame, HEADING, INK, MARGIN, WIDTH, page_name, part};
use super::{Chart, Inputs, NotDrawn, Picture};
use crate::results::tables::ConvergenceRow;

pub(super) const CHART: Chart = Chart {
    name: "convergence",
    about: "The mean paired difference and its 95\u{202f}% interval as replications are added, for the outcomes of the answer",
    draw,
};

const LEFT_AXIS: f64 = 52.0;
const COLUMNS: usize = 5;
const COLUMN_GAP: f64 = 24.0;
const NAMES: f64 = 40.0;
const HEAD: f64 = 36.0;
const PLOT_HEIGHT: f64 = 84.0;
const BOTTOM: f64 = 44.0;
/// The axis holds the intervals from this share of the replications on: the first, of two draws, would flatten the rest.
const SETTLED: f64 = 0.3;

fn draw(inputs: &Inputs) -> Vec<Picture> {
    let others: Vec<(usize, &str)> =
        inputs.run.arms.iter().map(String::as_str).enumerate().filter(|(_, arm)| *arm != inputs.run.baseline).collect();
    let outcomes: Vec<&str> =
        inputs.selection.answer.iter().map(String::as_str).filter(|id| inputs.convergence.iter().any(|row| row.outcome == *id)).collect();
    if outcomes.is_empty() || others.is_empty() {
        let reason = "there are no two draws to compare in convergence.csv".to_owned();
        return vec![Picture { name: CHART.name.to_owned(), svg: Err(NotDrawn::Skipped(reason)) }];
    }
    let pages: Vec<&[(usize, &str)]> = others.chunks(COLUMNS).collect();
    let picture = |(page, arms): (usize, &&[(usize, &str)])| Picture {
        name: page_name(CHART.name, page),
        svg: picture(inputs, &outcomes, arms, (page, pages.len())),
    };
    pages.iter().enumerate().map(picture).collect()
}

fn picture(inputs: &Inputs, outcomes: &[&str], arms: &[(usize, &str)], page: (usize, usize)) -> Result<String, NotDrawn> {
    let frame = Frame {
        inputs,
        title: format!("Do the differences from {} settle?{}", inputs.run.baseline, part(page)),
        lead: "Line: mean paired difference of the replications so far. Shaded: its 95\u{202f}% interval.".to_owned(),
        notes: vec!["Panels of a row share their axis; early intervals reach beyond it.".to_owned()],
        height: NAMES + outcomes.len() as f64 * (HEAD + PLOT_HEIGHT) + BOTTOM,
    };
    let columns = arms.len().max(3) as f64;
    let width = (WIDTH - 2.0 * MARGIN - LEFT_AXIS - COLUMN_GAP * (columns - 1.0)) / columns;
    let last = inputs.convergence.iter().map(|row| row.replications).max().unwrap_or(1);
    let x = Scale::spanning((0.0, f64::from(last)), 0.0, width);
    frame.svg(|canvas, body| {
        let left = |column: usize| body.left + LEFT_AXIS + column as f64 * (width + COLUMN_GAP);
        for (column, (arm, name)) in arms.iter().enumerate() {
            ArmStyle::of(*arm).mark(canvas, (left(column) + 5.0, body.top + 8.0), 4.2);
            for (line, text) in in_two(name, width + COLUMN_GAP - 20.0).iter().enumerate() {
                canvas.text((left(column) + 14.0, body.top + 12.6 + 15.0 * line as f64), text, FAINT, Align::Left);
            }
        }
        for (row, outcome) in outcomes.iter().enumerate() {
            let top = body.top + NAMES + row as f64 * (HEAD + PLOT_HEIGHT) + HEAD;
            let about = format!("{} [{}]", inputs.name(outcome), inputs.unit(outcome));
            canvas.text((body.left, top - 10.0), &HEADING.shortened(&about, WIDTH - 2.0 * MARGIN), HEADING, Align::Left);
            let rows = |name: &str| -> Vec<&ConvergenceRow> {
                inputs.convergence.iter().filter(|row| row.arm == name && row.outcome == *outcome).collect()
            };
            let settled = |row: &&ConvergenceRow| f64::from(row.replications) >= SETTLED * f64::from(last);
            let all = arms.iter().flat_map(|(_, name)| rows(name)).filter(settled);
            let y = Scale::linear(all.flat_map(|row| [row.difference, row.low, row.high]).chain([0.0]), PLOT_HEIGHT, 0.0);
            for (column, (arm, name)) in arms.iter().enumerate() {
                let panel = Panel { left: left(column), top, width, height: PLOT_HEIGHT };
                panel.rows(canvas, &y.ticks(3), column == 0);
                panel.foot(canvas, &x, (row + 1 == outcomes.len()).then_some("replications"));
                running(canvas, &panel, *arm, &rows(name), (&x, &y));
            }
        }
    })
}

/// A name in two lines at most, broken after hyphens.
fn in_two(name: &str, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = FAINT.wrapped(&name.replace('-', "- "), width).iter().map(|line| line.replace("- ", "-")).collect();
    if lines.len() > 2 {
        let rest = lines.split_off(1).concat();
        lines.push(FAINT.shortened(&rest, width));
    }
    lines
}

fn running(canvas: &mut Canvas, panel: &Panel, arm: usize, rows: &[&ConvergenceRow], scales: (&Scale, &Scale)) {
    let style = ArmStyle::of(arm);
    let at = |row: &ConvergenceRow, value: f64| panel.at(scales, (f64::from(row.replications), value));
    let zero = panel.at(scales, (0.0, 0.0)).1;
    let bounded = rows.iter().filter(|row| row.low.is_finite() && row.high.is_finite());
    let outline: Vec<Point> = bounded.clone().map(|row| at(row, row.high)).chain(bounded.rev().map(|row| at(row, row.low))).collect();
    if outline.len() > 3 {
        canvas.polygon(&outline, style.colour.mix(0.3));
    }
    canvas.line((panel.left, zero), (panel.left + panel.width, zero), INK.to_rgba(), 1.0);
    let line: Vec<Point> = rows.iter().map(|row| at(row, row.difference)).collect();
    canvas.path(&line, style.colour.to_rgba(), 1.8);
    if let Some(end) = line.last() {
        style.mark(canvas, *end, 3.6);
    }
}
