//! The pipeline from a flag to a child safeguarded: what goes on at each stage, and what is lost, under every policy.

use super::chart::{Chart, Picture, Sheet, skipped};
use super::forest::{Axes, Forest, Group, Mark, Row};
use super::frame::lower_first;
use super::inputs::Inputs;
use crate::inference::FUNNEL;
use crate::results::tables::SummaryRow;
use crate::text::{compact, percent};

pub(super) const CHART: Chart = Chart {
    name: "pipeline",
    table: "summary.csv",
    about: "What is left, and what is lost, at each stage from a flag of abuse to a child safeguarded, under each policy",
    draw,
};

const NOTE: &str = "Bars above 100\u{202f}%: more than the stage before. Stages count different things: a report can hold several \
                    incidents, a case can have several reports, reports and cases about innocent people are among them, and cases begun \
                    by what children told police. Shares are of means over the runs; intervals of the means: summary.csv.";

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let groups: Vec<Group> = (0..FUNNEL.len()).map(|stage| group(inputs, stage)).filter(|group| !group.rows.is_empty()).collect();
    if groups.iter().flat_map(|group| &group.rows).all(|row| row.mark == Mark::Nothing) {
        return skipped(CHART.name, "no stage of the pipeline has a value above 0 in summary.csv");
    }
    let forest = Forest {
        inputs,
        sheet,
        name: CHART.name,
        title: "From flags to children safeguarded: what is lost at each stage".to_owned(),
        lead: "Coloured: what goes on, in per cent of the stage before; of flags, in per cent of the baseline's. Grey: what is lost."
            .to_owned(),
        notes: vec![NOTE.to_owned()],
        last_notes: Vec::new(),
        key: Vec::new(),
        figures: &[("mean", 66.0), ("in\u{202f}%", 60.0)],
        axes: Axes::Common,
        unit: "\u{202f}%",
        groups,
    };
    forest.pictures()
}

fn stage<'a>(inputs: &'a Inputs, arm: &str, stage: usize) -> Option<&'a SummaryRow> {
    inputs.summary(arm, FUNNEL[stage].definition().id).filter(|row| row.mean.is_finite() && row.mean >= 0.0)
}

/// A stage, each policy's mean as a share of the stage before; the first, as a share of the baseline's.
fn group(inputs: &Inputs, place: usize) -> Group {
    let name = |place: usize| inputs.name(FUNNEL[place].definition().id);
    let row = |(arm, id): (usize, &String)| {
        let row = stage(inputs, id, place)?;
        let before = if place == 0 { stage(inputs, &inputs.run.baseline, 0) } else { stage(inputs, id, place - 1) };
        let share = before.map(|before| 100.0 * row.mean / before.mean).filter(|share| share.is_finite());
        Some(Row {
            arm: Some(arm),
            name: inputs.title(id).to_owned(),
            bold: false,
            mark: share.map_or(Mark::Nothing, Mark::Part),
            figures: vec![compact(row.mean), share.map_or_else(String::new, |share| percent(share).trim_start_matches('+').to_owned())],
        })
    };
    let whole = if place == 0 { inputs.baseline() } else { lower_first(name(place - 1)) };
    Group {
        arm: None,
        name: name(place).to_owned(),
        about: format!("{} · % of {whole}", inputs.unit(FUNNEL[place].definition().id)),
        logarithmic: false,
        rows: inputs.run.arms.iter().enumerate().filter_map(row).collect(),
    }
}
