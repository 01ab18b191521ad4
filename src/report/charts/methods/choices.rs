//! Regret, what it is worth to know more, and the box of worlds in which something holds.

use super::super::chart::{Chart, Picture, Sheet, failed, skipped};
use super::super::forest::{Axes, Forest, Group, Mark, Row, ends};
use super::super::inputs::Inputs;
use super::super::key::Sample;
use super::words::share;
use crate::results::tables::{BoxRow, InformationRow, PeelRow, RegretRow};
use crate::text::compact;

pub(in super::super) const REGRET: Chart = Chart {
    name: "regret",
    table: "regret.csv",
    about: "What each policy falls short of the best choice for the draw, outcome by outcome",
    draw: regret,
};
pub(in super::super) const INFORMATION: Chart = Chart {
    name: "information",
    table: "information.csv",
    about: "How much better one would choose if an assumption were known before",
    draw: information,
};
pub(in super::super) const BOX: Chart =
    Chart { name: "box", table: "box.csv", about: "The box of assumptions in which the condition holds most often", draw: limits };

fn regret(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let rows: Vec<RegretRow> = match inputs.table() {
        Ok(rows) => rows,
        Err(error) => return failed(REGRET.name, &error),
    };
    if rows.is_empty() {
        return skipped(REGRET.name, "no outcome is better one way");
    }
    let row = |row: &RegretRow| {
        let arm = inputs.run.arms.iter().position(|arm| *arm == row.arm);
        let interval = row.low.zip(row.high).and_then(|(low, high)| ends(low.max(0.0), high));
        let mark = Mark::Estimate { at: row.most, interval, spread: ends(0.0, row.p90) };
        let figures = vec![compact(row.most), compact(row.worst), share(Some(row.best))];
        Row { arm, name: inputs.title(&row.arm).to_owned(), bold: false, mark, figures }
    };
    let draws = rows.iter().map(|row| row.draws).min().unwrap_or_default();
    let groups =
        rows.chunk_by(|a, b| a.objective == b.objective).map(|of| group(inputs, &of[0].objective, &of[0].unit, of.iter().map(row)));
    let forest = Forest {
        inputs,
        sheet,
        name: REGRET.name,
        title: "What a wrong choice costs".to_owned(),
        lead: "How far each policy falls short of the best one for the draw, in one outcome alone: 0 is never to be sorry.".to_owned(),
        notes: vec![format!("{draws} draws. Judged in hindsight, which makes regret too large where chance picks the best.")],
        last_notes: Vec::new(),
        key: vec![
            (Sample::Arm(0), "mean"),
            (Sample::Interval, "its 95\u{202f}% interval"),
            (Sample::Spread, "up to the 90\u{202f}% quantile of draws"),
        ],
        figures: &[("mean", 58.0), ("worst", 58.0), ("best in", 58.0)],
        axes: Axes::Own { side_by_side: 1 },
        unit: "",
        groups: groups.collect(),
    };
    forest.pictures()
}

fn information(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let mut rows: Vec<InformationRow> = match inputs.table() {
        Ok(rows) => rows,
        Err(error) => return failed(INFORMATION.name, &error),
    };
    let worth: Vec<String> = rows.iter().filter(|row| row.value > 0.0).map(|row| row.objective.clone()).collect();
    rows.retain(|row| worth.contains(&row.objective));
    if rows.is_empty() {
        return skipped(INFORMATION.name, "nothing that could be known would change a choice");
    }
    let row = |row: &InformationRow| Row {
        arm: None,
        name: if row.least.is_some() { "everything".to_owned() } else { row.known.clone() },
        bold: row.least.is_some(),
        mark: Mark::Estimate { at: row.value, interval: ends(row.low.max(0.0), row.high), spread: None },
        figures: vec![compact(row.value)],
    };
    let groups =
        rows.chunk_by(|a, b| a.objective == b.objective).map(|of| group(inputs, &of[0].objective, &of[0].unit, of.iter().map(row)));
    let forest = Forest {
        inputs,
        sheet,
        name: INFORMATION.name,
        title: "What it is worth to know more before choosing".to_owned(),
        lead:
            "How much better, on average, one would choose in one outcome alone if an assumption were known, with the 95\u{202f}% interval."
                .to_owned(),
        notes: vec!["Each assumption by itself. What everything is worth is judged in hindsight, and so at most this.".to_owned()],
        last_notes: Vec::new(),
        key: Vec::new(),
        figures: &[("worth", 62.0)],
        axes: Axes::Own { side_by_side: 1 },
        unit: "",
        groups: groups.collect(),
    };
    forest.pictures()
}

fn group(inputs: &Inputs, objective: &str, unit: &str, rows: impl Iterator<Item = Row>) -> Group {
    Group { arm: None, name: inputs.name(objective).to_owned(), about: unit.to_owned(), logarithmic: false, rows: rows.collect() }
}

fn limits(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let (rows, peels): (Vec<BoxRow>, Vec<PeelRow>) = match (inputs.table(), inputs.table()) {
        (Ok(rows), Ok(peels)) => (rows, peels),
        (Err(error), _) | (_, Err(error)) => return failed(BOX.name, &error),
    };
    let Some((first, chosen)) = rows.first().zip(peels.iter().find(|peel| peel.chosen)) else {
        return skipped(BOX.name, "no box was found in which the condition holds more often than chance allows");
    };
    let row = |row: &BoxRow| {
        let place = |value: f64| 100.0 * (value - row.least) / (row.most - row.least);
        let (from, to) = (row.from.unwrap_or(row.least), row.to.unwrap_or(row.most));
        let mark = Mark::Range(place(from), place(to));
        Row { arm: None, name: row.parameter.clone(), bold: false, mark, figures: vec![compact(from), compact(to), row.unit.clone()] }
    };
    let whole = peels.first().and_then(|peel| peel.held_out_density);
    let forest = Forest {
        inputs,
        sheet,
        name: BOX.name,
        title: format!("In which worlds: {}", first.condition),
        lead: format!(
            "On the half of the draws not searched, it holds in {} of the worlds inside the box, against {} of all; {} of the worlds in which it holds lie inside.",
            share(chosen.held_out_density),
            share(whole),
            share(chosen.held_out_coverage)
        ),
        notes: vec!["Bars: the limits of the box, on the range that was drawn of each assumption. All others are free.".to_owned()],
        last_notes: Vec::new(),
        key: vec![(Sample::End { is_high: false }, "from"), (Sample::End { is_high: true }, "to")],
        figures: &[("from", 58.0), ("to", 58.0), ("", 66.0)],
        axes: Axes::Common,
        unit: "\u{202f}%",
        groups: vec![Group {
            arm: None,
            name: "The box".to_owned(),
            about: "share of the range drawn".to_owned(),
            logarithmic: false,
            rows: rows.iter().map(row).collect(),
        }],
    };
    forest.pictures()
}
