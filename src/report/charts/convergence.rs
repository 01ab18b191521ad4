//! Convergence: the paired difference and its interval as draws come in. A line that still wanders asks for more replications.

use plotters::style::Color;

use super::canvas::{Align, Canvas, Point};
use super::chart::{Chart, NotDrawn, Page, Picture, Sheet, pictures, skipped};
use super::frame::Frame;
use super::inputs::Inputs;
use super::panel::Panel;
use super::scale::Scale;
use super::theme::{ArmStyle, HEADING, INK};
use crate::results::tables::ConvergenceRow;

pub(super) const CHART: Chart = Chart {
    name: "convergence",
    table: "convergence.csv",
    about: "The mean paired difference and its 95\u{202f}% interval as replications are added, for the outcomes of the answer",
    draw,
};

const LEFT_AXIS: f64 = 52.0;
const COLUMN_GAP: f64 = 24.0;
const NAMES: f64 = 56.0;
const HEAD: f64 = 36.0;
const PLOT_HEIGHT: f64 = 84.0;
const BOTTOM: f64 = 44.0;
/// The axis holds the intervals from this share of the replications on: the first, of two draws, would flatten the rest.
const SETTLED: f64 = 0.3;

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let others: Vec<(usize, &str)> = inputs.others().collect();
    let rows =
        |outcome: &str| inputs.convergence.iter().filter(|row| row.outcome == *outcome && row.difference.is_finite()).collect::<Vec<_>>();
    let known = inputs.selection.answer.iter().map(String::as_str).filter(|outcome| !rows(outcome).is_empty());
    let (moved, still): (Vec<&str>, Vec<&str>) =
        known.partition(|outcome| rows(outcome).iter().any(|row| row.difference != 0.0 || row.low < row.high));
    if moved.is_empty() || others.is_empty() {
        return skipped(CHART.name, "there are no two draws to compare in convergence.csv");
    }
    let pages: Vec<&[(usize, &str)]> = others.chunks(if sheet.is_narrow() { 2 } else { 5 }).collect();
    pictures(CHART.name, &pages, |arms, page| picture((inputs, sheet), (&moved, &still), arms, page))
}

fn picture(
    (inputs, sheet): (&Inputs, Sheet),
    (outcomes, still): (&[&str], &[&str]),
    arms: &[(usize, &str)],
    page: Page,
) -> Result<String, NotDrawn> {
    let mut notes = vec!["Panels of a row share their axis; early intervals reach beyond it.".to_owned()];
    if !still.is_empty() {
        let names: Vec<&str> = still.iter().map(|outcome| inputs.name(outcome)).collect();
        notes.push(format!("Not drawn, as no run differs: {}.", names.join(", ")));
    }
    let frame = Frame {
        inputs,
        sheet,
        title: format!("Do the differences from {} settle?{}", inputs.baseline(), page.part()),
        lead: "Line: mean paired difference of the replications so far. Shaded: its 95\u{202f}% interval.".to_owned(),
        notes,
        height: NAMES + outcomes.len() as f64 * (HEAD + PLOT_HEIGHT) + BOTTOM,
    };
    let columns = arms.len().max(2) as f64;
    let width = (sheet.room() - LEFT_AXIS - COLUMN_GAP * (columns - 1.0)) / columns;
    let last = inputs.convergence.iter().map(|row| row.replications).max().unwrap_or(1);
    let x = Scale::spanning((0.0, f64::from(last)), 0.0, width);
    frame.svg(|canvas, body| {
        let panel = |column: usize, top: f64| Panel {
            left: body.left + LEFT_AXIS + column as f64 * (width + COLUMN_GAP),
            top,
            width,
            height: PLOT_HEIGHT,
        };
        for (column, (arm, name)) in arms.iter().enumerate() {
            panel(column, body.top + NAMES - 4.0).policy(canvas, *arm, inputs.title(name));
        }
        for (row, outcome) in outcomes.iter().enumerate() {
            let top = body.top + NAMES + row as f64 * (HEAD + PLOT_HEIGHT) + HEAD;
            let about = format!("{} [{}]", inputs.name(outcome), inputs.unit(outcome));
            canvas.text((body.left, top - 10.0), &HEADING.shortened(&about, sheet.room()), HEADING, Align::Left);
            let rows = |name: &str| -> Vec<&ConvergenceRow> {
                inputs.convergence.iter().filter(|row| row.arm == name && row.outcome == *outcome && row.difference.is_finite()).collect()
            };
            let settled = |row: &&ConvergenceRow| f64::from(row.replications) >= SETTLED * f64::from(last);
            let all = arms.iter().flat_map(|(_, name)| rows(name)).filter(settled);
            let y = Scale::linear(all.flat_map(|row| [row.difference, row.low, row.high]).chain([0.0]), PLOT_HEIGHT, 0.0);
            for (column, (arm, name)) in arms.iter().enumerate() {
                let panel = panel(column, top);
                panel.rows(canvas, &y.ticks(3), column == 0);
                panel.foot(canvas, &x, (row + 1 == outcomes.len()).then_some("replications"));
                running(canvas, &panel, *arm, &rows(name), (&x, &y));
            }
        }
    })
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
