//! The nearest flip: a difference where assumptions are moved together, farther and farther.

use super::super::chart::{Chart, Picture, Sheet, failed, skipped};
use super::super::forest::{Axes, Forest, Group, Mark, Row, ends};
use super::super::inputs::Inputs;
use crate::results::tables::{FlipRow, MoveRow, Sign};
use crate::text::{compact, signed};

pub(in super::super) const CHART: Chart = Chart {
    name: "flip",
    table: "flip.csv",
    about: "The difference of a policy from the baseline where the assumptions that go most with it are moved together",
    draw,
};

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let (rows, moves): (Vec<FlipRow>, Vec<MoveRow>) = match (inputs.table(), inputs.table()) {
        (Ok(rows), Ok(moves)) => (rows, moves),
        (Err(error), _) | (_, Err(error)) => return failed(CHART.name, &error),
    };
    let Some(first) = rows.first().filter(|_| !moves.is_empty()) else {
        return skipped(CHART.name, "no assumption goes with the difference, so nothing was moved");
    };
    let farthest = moves.iter().map(|row| row.length).fold(0.0, f64::max);
    let place = |row: &&MoveRow| row.length.total_cmp(&farthest).is_eq();
    let told = |row: &MoveRow| {
        let unit = if row.unit.is_empty() { String::new() } else { format!(" {}", row.unit) };
        format!("{} {}{unit} ({} SD)", row.parameter, compact(row.value), signed(row.deviations))
    };
    let forest = Forest {
        inputs,
        sheet,
        name: CHART.name,
        title: format!("How far must assumptions move? \u{201c}{}\u{201d} less {}", inputs.title(&first.arm), inputs.baseline()),
        lead: "Marks: mean difference. Lines: its 95\u{202f}% interval; a word, where the band over all lengths leaves out zero."
            .to_owned(),
        notes: vec![format!("At {farthest} SD: {}.", moves.iter().filter(place).map(told).collect::<Vec<_>>().join("; "))],
        last_notes: Vec::new(),
        key: Vec::new(),
        figures: &[("difference", 74.0), ("sign", 58.0)],
        axes: Axes::Own { side_by_side: 1 },
        unit: "",
        groups: rows.chunk_by(|a, b| a.outcome == b.outcome).map(|of| group(inputs, of)).collect(),
    };
    forest.pictures()
}

fn group(inputs: &Inputs, of: &[FlipRow]) -> Group {
    let row = |row: &FlipRow| Row {
        arm: None,
        name: row.length.map_or_else(|| "as it stands".to_owned(), |length| format!("moved by {length} SD")),
        bold: row.length.is_none(),
        mark: Mark::Estimate { at: row.mean, interval: row.low.zip(row.high).and_then(|(low, high)| ends(low, high)), spread: None },
        figures: vec![signed(row.mean), if row.sign == Sign::Same { String::new() } else { row.sign.word().to_owned() }],
    };
    let (name, about) = (inputs.name(&of[0].outcome).to_owned(), of[0].unit.clone());
    Group { arm: None, name, about, logarithmic: false, rows: of.iter().map(row).collect() }
}
