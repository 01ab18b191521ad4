//! Sobol indices: what an assumption explains alone, and together with others.

use super::super::chart::{Chart, Picture, Sheet, failed, skipped};
use super::super::forest::{Axes, Forest, Group, Mark, Row};
use super::super::inputs::Inputs;
use super::super::key::Sample;
use super::words::{share, whose};
use crate::results::tables::SobolRow;

pub(in super::super) const CHART: Chart = Chart {
    name: "sobol",
    table: "sobol.csv",
    about: "First-order and total Sobol indices of the assumptions, with chance kept out",
    draw,
};

const KEY: [(Sample, &str); 2] =
    [(Sample::End { is_high: false }, "alone (first order)"), (Sample::End { is_high: true }, "with others (total)")];

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let mut rows: Vec<SobolRow> = match inputs.table() {
        Ok(rows) => rows,
        Err(error) => return failed(CHART.name, &error),
    };
    let most = rows.iter().map(|row| row.points).max().unwrap_or_default();
    rows.retain(|row| row.points == most);
    if rows.is_empty() {
        return skipped(CHART.name, "no effect of the assumptions can be told from chance");
    }
    let three = |of: [Option<f64>; 3]| match of {
        [Some(at), Some(low), Some(high)] => Some([at, low, high].map(|value| 100.0 * value)),
        _ => None,
    };
    let row = |row: &SobolRow| {
        let (first, total) = (three([row.first, row.first_low, row.first_high]), three([row.total, row.total_low, row.total_high]));
        let mark = first.map_or(Mark::Nothing, |lowest| Mark::Shares { lowest, highest: total.unwrap_or(lowest) });
        let name = if row.total.is_none() { "an input that does not exist" } else { &row.parameter };
        Row { arm: None, name: name.to_owned(), bold: false, mark, figures: vec![share(row.first), share(row.total)] }
    };
    let group = |of: &[SobolRow]| Group {
        arm: inputs.run.arms.iter().position(|arm| *arm == of[0].arm),
        name: inputs.name(&of[0].outcome).to_owned(),
        about: whose(inputs, &of[0].arm),
        logarithmic: false,
        rows: of.iter().map(row).collect(),
    };
    let forest = Forest {
        inputs,
        sheet,
        name: CHART.name,
        title: "Which assumptions decide, alone and with others".to_owned(),
        lead: "Share of the variance, chance left out, that goes away if an assumption is known, and that remains if it alone is not."
            .to_owned(),
        notes: vec![format!(
            "{most} points at A and at B. Thin lines: 95\u{202f}% intervals, cut at 0 and 100\u{202f}%. The last row of each group is the floor of noise."
        )],
        last_notes: Vec::new(),
        key: KEY.to_vec(),
        figures: &[("alone", 62.0), ("total", 62.0)],
        axes: Axes::Common,
        unit: "\u{202f}%",
        groups: rows.chunk_by(|a, b| a.arm == b.arm && a.outcome == b.outcome).map(group).collect(),
    };
    forest.pictures()
}
