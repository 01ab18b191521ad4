//! What each assumption explains alone, from the draws as they come.

use super::super::chart::{Chart, Picture, Sheet, failed, skipped};
use super::super::forest::{Axes, Forest, Group, Mark, Row, ends};
use super::super::inputs::Inputs;
use super::super::key::Sample;
use super::words::{share, whose};
use crate::results::tables::IndexRow;

pub(in super::super) const CHART: Chart = Chart {
    name: "indices",
    table: "indices.csv",
    about: "The assumptions that explain most of each outcome and difference, each alone, with chance kept out",
    draw,
};

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let rows: Vec<IndexRow> = match inputs.table() {
        Ok(rows) => rows,
        Err(error) => return failed(CHART.name, &error),
    };
    if rows.is_empty() {
        return skipped(CHART.name, "no effect of the assumptions can be told from chance");
    }
    let row = |row: &IndexRow| {
        let percent = |value: Option<f64>| value.map(|value| 100.0 * value);
        let interval = percent(row.index_low).zip(percent(row.index_high)).and_then(|(low, high)| ends(low, high));
        Row {
            arm: None,
            name: if row.rank == 0 { "a number the model does not know".to_owned() } else { row.parameter.clone() },
            bold: row.marked,
            mark: percent(row.index).map_or(Mark::Nothing, |at| Mark::Estimate { at, interval, spread: None }),
            figures: vec![share(row.index)],
        }
    };
    let group = |of: &[IndexRow]| Group {
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
        title: "Which assumptions decide".to_owned(),
        lead: "Share of the variance, chance left out, that an assumption explains alone, with its 95\u{202f}% interval.".to_owned(),
        notes: vec![
            "Bold: told from chance, all that was looked at allowed for (p below 0.05). The last row of each group is the floor of noise."
                .to_owned(),
        ],
        last_notes: Vec::new(),
        key: vec![(Sample::Arm(0), "share explained"), (Sample::Interval, "95\u{202f}% interval")],
        figures: &[("share", 56.0)],
        axes: Axes::Common,
        unit: "\u{202f}%",
        groups: rows.chunk_by(|a, b| a.arm == b.arm && a.outcome == b.outcome).map(group).collect(),
    };
    forest.pictures()
}
