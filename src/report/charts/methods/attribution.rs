//! Attribution: the difference of a policy, built up lever by lever.

use super::super::chart::{Chart, Picture, Sheet, failed, skipped};
use super::super::forest::{Axes, Forest, Group, Mark, Row, ends};
use super::super::inputs::Inputs;
use crate::results::tables::AttributionRow;
use crate::text::signed;

pub(in super::super) const CHART: Chart = Chart {
    name: "attribution",
    table: "attribution.csv",
    about: "What each lever of a policy adds to its difference from the baseline, adding up to it",
    draw,
};

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let rows: Vec<AttributionRow> = match inputs.table() {
        Ok(rows) => rows,
        Err(error) => return failed(CHART.name, &error),
    };
    let Some(arm) = rows.first().map(|row| row.arm.clone()) else { return skipped(CHART.name, "attribution.csv has no row") };
    let moved = |of: &&[AttributionRow]| of.iter().any(|row| row.contribution != 0.0);
    let (moving, still): (Vec<&[AttributionRow]>, Vec<&[AttributionRow]>) = rows.chunk_by(|a, b| a.outcome == b.outcome).partition(moved);
    if moving.is_empty() {
        return skipped(CHART.name, "no lever moves any of these outcomes");
    }
    let mut notes =
        vec!["Levers are averaged over all orders in which they may be pulled (Shapley values); all share draws and chance.".to_owned()];
    if !still.is_empty() {
        let names: Vec<&str> = still.iter().map(|of| inputs.name(&of[0].outcome)).collect();
        notes.push(format!("Not drawn, as no run differs: {}.", names.join(", ")));
    }
    let forest = Forest {
        inputs,
        sheet,
        name: CHART.name,
        title: format!("What makes the difference: \u{201c}{}\u{201d} less {}", inputs.title(&arm), inputs.baseline()),
        lead: "Each lever carries the difference on from where the one above left it. Last: all together, with the 95\u{202f}% interval."
            .to_owned(),
        notes,
        last_notes: Vec::new(),
        key: Vec::new(),
        figures: &[("adds", 74.0)],
        axes: Axes::Own { side_by_side: 1 },
        unit: "",
        groups: moving.into_iter().map(|of| group(inputs, of)).collect(),
    };
    forest.pictures()
}

fn group(inputs: &Inputs, of: &[AttributionRow]) -> Group {
    let (mut levers, all): (Vec<&AttributionRow>, Vec<&AttributionRow>) = of.iter().partition(|row| !row.lever.starts_with('('));
    levers.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));
    let mut reached = 0.0;
    let step = |row: &AttributionRow| {
        let from = reached;
        reached += row.contribution;
        let mark = Mark::Step { from, to: reached };
        Row { arm: None, name: row.lever.clone(), bold: false, mark, figures: vec![signed(row.contribution)] }
    };
    let mut rows: Vec<Row> = levers.into_iter().map(step).collect();
    rows.extend(all.into_iter().map(|row| Row {
        arm: None,
        name: "all together".to_owned(),
        bold: true,
        mark: Mark::Estimate {
            at: row.contribution,
            interval: row.low.zip(row.high).and_then(|(low, high)| ends(low, high)),
            spread: None,
        },
        figures: vec![signed(row.contribution)],
    }));
    let (name, about) = (inputs.name(&of[0].outcome).to_owned(), of[0].unit.clone());
    Group { arm: None, name, about, logarithmic: false, rows }
}
