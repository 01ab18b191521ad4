//! Forest plot: every policy less the baseline, replication by replication.

use super::chart::{Chart, Picture, Sheet, skipped};
use super::forest::{Axes, Forest, Group, Mark, Row, ends};
use super::inputs::Inputs;
use crate::results::tables::{Reading, SummaryRow};
use crate::text::{compact, percent, signed};

pub(super) const CHART: Chart = Chart {
    name: "paired-differences",
    about: "Difference of each policy from the baseline under the same chance, in per cent of the baseline",
    draw,
};

/// Most policies listed in a note on an outcome that is not drawn.
const LISTED: usize = 6;

pub(super) const OTHERS: Chart = Chart {
    name: "other-differences",
    about: "The same difference in the headline outcomes that are not of the answer",
    draw: draw_others,
};

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let title = format!("Difference from {}, outcome by outcome", inputs.baseline());
    forest(inputs, sheet, CHART.name, &inputs.selection.answer, title)
}

fn draw_others(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let title = format!("Difference from {} in other outcomes", inputs.baseline());
    let others: Vec<String> = inputs.selection.others().cloned().collect();
    forest(inputs, sheet, OTHERS.name, &others, title)
}

/// The pictures of a forest plot of these outcomes.
pub(in crate::report) fn forest(inputs: &Inputs, sheet: Sheet, name: &str, outcomes: &[String], title: String) -> Vec<Picture> {
    let (groups, omitted) = groups(inputs, outcomes);
    if inputs.run.arms.len() < 2 {
        return skipped(name, "there is no policy to compare with the baseline");
    }
    if groups.is_empty() {
        return skipped(name, "no outcome of the chart has a difference to a baseline other than 0 in summary.csv");
    }
    let forest = Forest {
        inputs,
        sheet,
        name,
        title,
        lead: "Marks: mean difference between runs that share their chance. Shaded: its 95\u{202f}% interval.".to_owned(),
        notes: vec!["Per cent of the baseline's mean.".to_owned()],
        last_notes: omitted,
        key: Vec::new(),
        figures: &[("difference", 74.0), ("in\u{202f}%", 56.0), ("reading", 58.0)],
        axes: Axes::Common,
        unit: "\u{202f}%",
        groups,
    };
    forest.pictures()
}

/// The outcomes that can be drawn, and a note on each that cannot.
fn groups(inputs: &Inputs, outcomes: &[String]) -> (Vec<Group>, Vec<String>) {
    let (mut groups, mut omitted) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        let Some(baseline) = inputs.summary(&inputs.run.baseline, outcome).map(|row| row.mean).filter(|mean| mean.is_finite()) else {
            continue;
        };
        let known = |(arm, name)| Some((arm, name, inputs.summary(name, outcome)?.difference.filter(|d| d.is_finite())?));
        let differences: Vec<(usize, &str, f64)> = inputs.others().filter_map(known).collect();
        if differences.is_empty() {
            continue;
        }
        if baseline == 0.0 {
            omitted.push(without_baseline(inputs, outcome, &differences));
            continue;
        }
        groups.push(Group {
            arm: None,
            name: inputs.name(outcome).to_owned(),
            about: format!("{}: {} {}", inputs.title(&inputs.run.baseline), compact(baseline), inputs.unit(outcome)),
            logarithmic: false,
            rows: differences.iter().map(|difference| row(inputs, outcome, *difference, baseline)).collect(),
        });
    }
    (groups, omitted)
}

fn row(inputs: &Inputs, outcome: &str, (arm, name, difference): (usize, &str, f64), baseline: f64) -> Row {
    let relative = |value: f64| 100.0 * value / baseline.abs();
    let summary = inputs.summary(name, outcome);
    let shares = |row: &SummaryRow| ends(100.0 * row.relative_low?, 100.0 * row.relative_high?);
    let interval =
        summary.and_then(shares).or_else(|| summary.and_then(|row| ends(relative(row.difference_low?), relative(row.difference_high?))));
    Row {
        arm: Some(arm),
        name: inputs.title(name).to_owned(),
        bold: false,
        mark: Mark::Estimate { at: relative(difference), interval, spread: None },
        figures: vec![signed(difference), percent(relative(difference)), summary.map_or_else(String::new, reading)],
    }
}

/// What is read from a difference, in the word of the tables.
fn reading(row: &SummaryRow) -> String {
    row.reading.map_or("no interval", Reading::word).to_owned()
}

fn without_baseline(inputs: &Inputs, outcome: &str, differences: &[(usize, &str, f64)]) -> String {
    let word = |name: &str| inputs.summary(name, outcome).map_or_else(String::new, reading);
    let told = |(_, name, difference): &(usize, &str, f64)| format!("{} {}, {}", inputs.title(name), signed(*difference), word(name));
    let mut listed: Vec<String> = differences.iter().map(told).collect();
    let more = listed.len().saturating_sub(LISTED);
    listed.truncate(LISTED);
    if more > 0 {
        listed.push(format!("{more} more in summary.csv"));
    }
    format!("Not drawn, as the baseline is 0: {} ({}: {}).", inputs.name(outcome), inputs.unit(outcome), listed.join("; "))
}
