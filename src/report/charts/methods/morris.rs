//! The plane of elementary effects: how much an assumption does, and how unevenly.

use super::super::canvas::{Align, Canvas};
use super::super::chart::{Chart, NotDrawn, Page, Picture, Sheet, failed, pictures, skipped};
use super::super::frame::Frame;
use super::super::inputs::Inputs;
use super::super::key::{Key, Sample};
use super::super::panel::{Grid, Panel};
use super::super::scale::Scale;
use super::super::theme::{FAINT, end};
use super::words::whose;
use crate::results::tables::ElementaryRow;

pub(in super::super) const CHART: Chart = Chart {
    name: "morris",
    table: "elementary.csv",
    about: "What each assumption does over its whole range, and how much that depends on the others",
    draw,
};

/// Assumptions that are named in a plot.
const NAMED: usize = 4;
/// Plots of a picture.
const MOST_PLOTS: usize = 6;

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let mut rows: Vec<ElementaryRow> = match inputs.table() {
        Ok(rows) => rows,
        Err(error) => return failed(CHART.name, &error),
    };
    rows.retain(|row| row.absolute > 0.0);
    if rows.is_empty() {
        return skipped(CHART.name, "no assumption changes any of these outcomes");
    }
    let plots: Vec<&[ElementaryRow]> = rows.chunk_by(|a, b| a.arm == b.arm && a.outcome == b.outcome).collect();
    let pages: Vec<&[&[ElementaryRow]]> = plots.chunks(MOST_PLOTS).collect();
    pictures(CHART.name, &pages, |plots, page| picture((inputs, sheet), plots, page))
}

fn picture((inputs, sheet): (&Inputs, Sheet), plots: &[&[ElementaryRow]], page: Page) -> Result<String, NotDrawn> {
    let grid = Grid { sheet, columns: 2, head: 66.0, plot_height: 190.0, bottom: 46.0 };
    let entries = [(Sample::End { is_high: true }, "told from chance"), (Sample::End { is_high: false }, "not told from chance")];
    let key = Key::new(sheet, entries.map(|(sample, text)| (sample, text.to_owned())));
    let walks = plots.iter().flat_map(|plot| plot.iter()).map(|row| row.walks).max().unwrap_or_default();
    let frame = Frame {
        inputs,
        sheet,
        title: format!("What each assumption does, and how unevenly{}", page.part()),
        lead: "Across: mean absolute effect of an assumption over its whole range. Upwards: the effects' standard deviation.".to_owned(),
        notes: vec![format!(
            "{walks} walks, each step half the range of one assumption. High up, the effect depends on the others, bends, or is chance: \
             chance adds to both. Assumptions that change nothing are not drawn. Named: the {NAMED} with the largest effect."
        )],
        height: key.height() + grid.height(plots.len()),
    };
    frame.svg(|canvas, body| {
        key.draw(canvas, body);
        for (index, plot) in plots.iter().enumerate() {
            let panel = grid.panel(body, body.top + key.height(), index);
            panel.heading(canvas, inputs.name(&plot[0].outcome), &format!("{}; {}", whose(inputs, &plot[0].arm), plot[0].unit));
            plane(canvas, &panel, plot);
        }
    })
}

fn plane(canvas: &mut Canvas, panel: &Panel, rows: &[ElementaryRow]) {
    let x = Scale::linear(rows.iter().map(|row| row.absolute).chain([0.0]), 0.0, panel.width);
    let y = Scale::linear(rows.iter().map(|row| row.spread).chain([0.0]), panel.height, 0.0);
    panel.rows(canvas, &y.ticks(4), true);
    panel.foot(canvas, &x, Some("mean absolute effect"));
    let mut largest: Vec<&ElementaryRow> = rows.iter().collect();
    largest.sort_by(|a, b| b.absolute.total_cmp(&a.absolute));
    for row in &largest {
        end(canvas, panel.at((&x, &y), (row.absolute, row.spread)), row.marked);
    }
    let mut taken: Vec<f64> = Vec::new();
    for row in largest.into_iter().take(NAMED) {
        let (left, mut height) = panel.at((&x, &y), (row.absolute, row.spread));
        // A name that would lie on another goes below it.
        while taken.iter().any(|other| (other - height).abs() < 13.0) {
            height += 13.0;
        }
        taken.push(height);
        let (before, behind) = (left - panel.left - 10.0, panel.left + panel.width - left - 8.0);
        let (at, align) = if before > behind { (left - 8.0, Align::Right) } else { (left + 8.0, Align::Left) };
        canvas.text((at, height + 4.0), &FAINT.shortened(&row.parameter, before.max(behind)), FAINT, align);
    }
}
