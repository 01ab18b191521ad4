//! Ranks: how often each policy has the least, and the most, of the outcomes of the answer.

use super::chart::{Chart, Picture, Sheet, failed, skipped};
use super::forest::{Axes, Forest, Group, Mark, Row};
use super::inputs::Inputs;
use super::key::Sample;
use crate::results::tables::RankRow;
use crate::text::percent;

pub(super) const CHART: Chart = Chart {
    name: "ranks",
    table: "ranks.csv",
    about: "How often over the draws of the assumptions each policy alone has the least of an outcome, and how often the most",
    draw,
};

const KEY: [(Sample, &str); 2] = [(Sample::End { is_high: false }, "has the least"), (Sample::End { is_high: true }, "has the most")];

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    if inputs.run.arms.len() < 2 {
        return skipped(CHART.name, "there is no policy to compare with the baseline");
    }
    let rows: Vec<RankRow> = match inputs.table() {
        Ok(rows) => rows,
        Err(error) => return failed(CHART.name, &error),
    };
    let groups: Vec<Group> = inputs.selection.answer.iter().filter_map(|outcome| group(inputs, &rows, outcome)).collect();
    if groups.is_empty() {
        return skipped(CHART.name, "no outcome of the answer has a row in ranks.csv");
    }
    let draws = rows.iter().map(|row| row.draws).min().unwrap_or_default();
    let forest = Forest {
        inputs,
        sheet,
        name: CHART.name,
        title: "How often each policy has the least and the most".to_owned(),
        lead: format!("Share of {draws} draws of the assumptions, the same for all policies, with its 95\u{202f}% interval."),
        notes: vec!["Where several policies tie, none of them counts. Neither end is the better one in itself.".to_owned()],
        last_notes: Vec::new(),
        key: KEY.to_vec(),
        figures: &[("least", 62.0), ("most", 62.0)],
        axes: Axes::Common,
        unit: "\u{202f}%",
        groups,
    };
    forest.pictures()
}

fn group(inputs: &Inputs, rows: &[RankRow], outcome: &str) -> Option<Group> {
    let known = |(arm, id): (usize, &String)| {
        let row = rows.iter().find(|row| row.arm == *id && row.outcome == outcome)?;
        let figure = |share: f64| percent(100.0 * share).trim_start_matches('+').to_owned();
        Some(Row {
            arm: Some(arm),
            name: inputs.title(id).to_owned(),
            bold: false,
            mark: Mark::Shares {
                lowest: [row.lowest, row.lowest_low, row.lowest_high].map(|share| 100.0 * share),
                highest: [row.highest, row.highest_low, row.highest_high].map(|share| 100.0 * share),
            },
            figures: vec![figure(row.lowest), figure(row.highest)],
        })
    };
    let rows: Vec<Row> = inputs.run.arms.iter().enumerate().filter_map(known).collect();
    let name = inputs.name(outcome).to_owned();
    (!rows.is_empty()).then_some(Group { arm: None, name, about: String::new(), logarithmic: false, rows })
}
