//! Tornado: how far the assumptions that count most carry the difference of each policy.

use super::chart::{Chart, Picture, Sheet, skipped};
use super::forest::{Axes, Forest, Group, Mark, Row};
use super::frame::lower_first;
use super::inputs::Inputs;
use super::key::Sample;
use crate::results::tables::InfluenceRow;
use crate::text::signed;

pub(super) const CHART: Chart = Chart {
    name: "tornado",
    table: "influences.csv",
    about: "For the first outcome of the answer, the assumptions with which the difference of each policy from the baseline moves most: \
            the mean difference over the draws in which the assumption is lowest, and over those in which it is highest",
    draw,
};

const KEY: [(Sample, &str); 2] =
    [(Sample::End { is_high: false }, "lowest third of the assumption"), (Sample::End { is_high: true }, "highest third")];

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    if inputs.run.arms.len() < 2 {
        return skipped(CHART.name, "there is no policy to compare with the baseline");
    }
    let Some(outcome) = inputs.selection.answer.first() else { return skipped(CHART.name, "no outcome is asked for") };
    let all: Vec<(usize, &str, Vec<&InfluenceRow>)> = inputs.others().map(|(arm, name)| (arm, name, rows(inputs, name, outcome))).collect();
    let (loud, silent): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, _, rows)| !rows.is_empty());
    if loud.is_empty() {
        return skipped(CHART.name, "there are too few draws to tell, or nothing differs between them");
    }
    let silent: Vec<&str> = silent.iter().map(|(_, name, _)| inputs.title(name)).collect();
    let (name, unit) = (lower_first(inputs.name(outcome)), inputs.unit(outcome));
    let is_told = loud.iter().any(|(_, _, rows)| rows.iter().any(|row| row.significant));
    let (goes, caution) =
        if is_told { ("move", "") } else { ("go most with", "None is told from chance: with so few draws all may be accidents. ") };
    let forest = Forest {
        inputs,
        sheet,
        name: CHART.name,
        title: format!("Assumptions that {goes} the difference from {} in {name}", inputs.baseline()),
        lead: format!(
            "{caution}Mean difference [{unit}] over the draws in which the assumption is lowest and over those in which it is highest."
        ),
        notes: notes(&loud.iter().flat_map(|(_, _, rows)| rows.iter().copied()).collect::<Vec<_>>(), &silent),
        last_notes: Vec::new(),
        key: KEY.to_vec(),
        figures: &[("lowest", 66.0), ("highest", 66.0)],
        axes: Axes::Common,
        unit: "",
        groups: loud.iter().map(|(arm, name, rows)| group((*arm, inputs.title(name)), rows)).collect(),
    };
    forest.pictures()
}

fn rows<'a>(inputs: &'a Inputs, arm: &str, outcome: &str) -> Vec<&'a InfluenceRow> {
    let drawable = |row: &&InfluenceRow| row.difference_low_third.is_finite() && row.difference_high_third.is_finite();
    inputs.influences.iter().filter(|row| row.arm == arm && row.outcome == outcome).filter(drawable).collect()
}

fn group((arm, title): (usize, &str), rows: &[&InfluenceRow]) -> Group {
    let row = |row: &&InfluenceRow| {
        // Below its policy's name, an assumption of that policy alone need not repeat it.
        let own = format!("arm.{}.", row.arm);
        let (low, high) = (row.difference_low_third, row.difference_high_third);
        Row {
            arm: None,
            name: format!("{}{}", if row.significant { "* " } else { "" }, row.parameter.strip_prefix(&own).unwrap_or(&row.parameter)),
            bold: row.flips,
            mark: Mark::Range(low, high),
            figures: vec![signed(low), signed(high)],
        }
    };
    Group { arm: Some(arm), name: title.to_owned(), about: String::new(), logarithmic: false, rows: rows.iter().map(row).collect() }
}

fn notes(rows: &[&InfluenceRow], silent: &[&str]) -> Vec<String> {
    let draws = rows.iter().map(|row| row.draws).min().unwrap_or_default();
    let mut notes = vec![
        format!("{draws} draws of the assumptions, the same for all policies; lowest and highest: a third of them each."),
        "The eight largest of each policy by rank correlation over the draws, strongest first. A star: told from chance, all assumptions, \
         policies and outcomes allowed for. The others may be chance, and neither is proof that the assumption is the cause."
            .to_owned(),
    ];
    if rows.iter().any(|row| row.flips) {
        notes.push("Bold: the sign turns, and the 95\u{202f}% interval of either mean leaves out zero.".to_owned());
    }
    if !silent.is_empty() {
        notes.push(format!("Nothing moves the difference under {}.", silent.join(", ")));
    }
    notes
}
