//! Every headline outcome under every arm: mean, interval of the mean, and spread of the runs.

use super::chart::{Chart, Picture, Sheet, skipped};
use super::forest::{Axes, Forest, Group, Mark, Row, ends};
use super::inputs::Inputs;
use super::key::Sample;
use crate::results::tables::SummaryRow;
use crate::text::compact;

pub(super) const CHART: Chart = Chart {
    name: "outcome-intervals",
    about: "Mean of each headline outcome under each policy, with its interval and the spread of the runs",
    draw,
};

const KEY: [(Sample, &str); 3] = [
    (Sample::Arm(0), "mean"),
    (Sample::Interval, "95\u{202f}% interval of the mean"),
    (Sample::Spread, "90\u{202f}% of the runs (5th to 95th percentile)"),
];
/// A mean so many times the median is made by a few runs.
const FEW_RUNS: f64 = 4.0;

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let groups: Vec<Group> = inputs.selection.shown().filter_map(|id| group(inputs, id)).collect();
    if groups.is_empty() {
        return skipped(CHART.name, "no headline outcome has a row in summary.csv");
    }
    let arms = inputs.run.arms.len();
    let policies = if arms == 1 { "one policy".to_owned() } else { format!("{arms} policies") };
    let outcomes = if groups.len() == 1 { "One outcome".to_owned() } else { format!("{} outcomes", groups.len()) };
    let mut notes = Vec::new();
    if groups.iter().any(|group| group.logarithmic) {
        notes.push("An axis is logarithmic where a few runs make a mean: its interval would mislead and is left out.".to_owned());
    }
    let forest = Forest {
        inputs,
        sheet,
        name: CHART.name,
        title: format!("{outcomes} under {policies}: means and the spread of the runs"),
        lead: "Figures at the right are means. Every outcome has an axis of its own.".to_owned(),
        notes,
        last_notes: Vec::new(),
        key: KEY.to_vec(),
        figures: &[("", 62.0)],
        axes: Axes::Own { side_by_side: 2 },
        unit: "",
        groups,
    };
    forest.pictures()
}

fn group(inputs: &Inputs, outcome: &str) -> Option<Group> {
    let of_arm = |arm: &String| inputs.summary(arm, outcome).filter(|row| row.mean.is_finite());
    let rows: Vec<Option<&SummaryRow>> = inputs.run.arms.iter().map(of_arm).collect();
    let known: Vec<&SummaryRow> = rows.iter().flatten().copied().collect();
    if known.is_empty() {
        return None;
    }
    let rare = |row: &&SummaryRow| row.mean > row.p95 || row.mean > FEW_RUNS * row.median;
    let logarithmic = known.iter().any(rare) && known.iter().all(|row| row.p05 >= 0.0 && row.mean >= 0.0);
    let axis = logarithmic.then(|| "logarithmic axis".to_owned());
    let about = [Some(inputs.unit(outcome).to_owned()), inputs.direction(outcome), axis];
    let about: Vec<String> = about.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let row = |(arm, row): (usize, Option<&SummaryRow>)| Row {
        arm: Some(arm),
        name: inputs.title(&inputs.run.arms[arm]).to_owned(),
        bold: false,
        mark: row.map_or(Mark::Nothing, |row| Mark::Estimate {
            at: row.mean,
            interval: row.mean_low.zip(row.mean_high).filter(|_| !logarithmic),
            spread: ends(row.p05, row.p95),
        }),
        figures: vec![row.map_or("no data".to_owned(), |row| compact(row.mean))],
    };
    Some(Group {
        arm: None,
        name: inputs.name(outcome).to_owned(),
        about: about.join(" · "),
        logarithmic,
        rows: rows.into_iter().enumerate().map(row).collect(),
    })
}
