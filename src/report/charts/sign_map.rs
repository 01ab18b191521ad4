//! The difference in the first outcome of the answer over the ranges of the two assumptions that go most with it, by sign.

use super::canvas::Align;
use super::chart::{Chart, NotDrawn, Page, Picture, Sheet, failed, pictures, skipped};
use super::frame::{Frame, lower_first};
use super::inputs::Inputs;
use super::panel::Panel;
use super::signs;
use super::theme::{ArmStyle, FAINT, HEADING};
use crate::results::tables::{InfluenceRow, SignMapRow};
use crate::text::compact;

pub(super) const CHART: Chart = Chart {
    name: "sign-map",
    table: "sign-map.csv",
    about: "Where the difference of each policy in the first outcome of the answer is above zero, and where below, over the ranges of the \
            two assumptions that go most with it",
    draw,
};

/// Above a map: the policy and its two assumptions.
const HEAD: f64 = 62.0;
const HEIGHT: f64 = 112.0;
const FOOT: f64 = 30.0;
/// Room for the labels of the lines.
const LEFT: f64 = 110.0;

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let rows: Vec<SignMapRow> = match inputs.table() {
        Ok(rows) => rows,
        Err(error) => return failed(CHART.name, &error),
    };
    let of = |(arm, name): (usize, &str)| (arm, rows.iter().filter(|row| row.arm == name).collect::<Vec<_>>());
    let maps: Vec<(usize, Vec<&SignMapRow>)> = inputs.others().map(of).filter(|(_, rows)| !rows.is_empty()).collect();
    if maps.is_empty() {
        return skipped(CHART.name, "there are too few draws for a map of signs, or nothing differs between them");
    }
    let pages: Vec<&[(usize, Vec<&SignMapRow>)]> = maps.chunks(sheet.per_page(maps.len(), HEAD + HEIGHT + FOOT, 1)).collect();
    pictures(CHART.name, &pages, |maps, page| picture((inputs, sheet), maps, page))
}

fn picture((inputs, sheet): (&Inputs, Sheet), maps: &[(usize, Vec<&SignMapRow>)], page: Page) -> Result<String, NotDrawn> {
    let key = signs::key(sheet);
    let outcome = maps.first().and_then(|(_, rows)| rows.first()).map_or("", |row| &row.outcome);
    let draws = maps.iter().map(|(_, rows)| rows.iter().map(|row| row.draws).sum::<u32>()).min().unwrap_or_default();
    let is_told = |row: &SignMapRow, name: &str| {
        let of = |other: &&InfluenceRow| other.arm == row.arm && other.outcome == row.outcome && other.parameter == name;
        inputs.influences.iter().find(of).is_some_and(|found| found.significant)
    };
    let any_told = maps.iter().filter_map(|(_, rows)| rows.first()).any(|row| is_told(row, &row.first) || is_told(row, &row.second));
    let caution = if any_told { "A star: told from chance." } else { "None is told from chance: with so few draws all may be accidents." };
    let frame = Frame {
        inputs,
        sheet,
        title: format!("Sign of the difference from {} in {}{}", inputs.baseline(), lower_first(inputs.name(outcome)), page.part()),
        lead: format!(
            "Over the draws, by the two assumptions that go most with it. The upper name runs across, the lower one upwards. {caution}"
        ),
        notes: vec![format!(
            "{draws} draws in equal parts of either assumption. By bands that hold with 95\u{202f}% on all cells of a policy together."
        )],
        height: key.height() + maps.len() as f64 * (HEAD + HEIGHT + FOOT),
    };
    frame.svg(|canvas, body| {
        key.draw(canvas, body);
        for (index, (arm, rows)) in maps.iter().enumerate() {
            let Some(first) = rows.first() else { continue };
            let top = body.top + key.height() + HEAD + index as f64 * (HEAD + HEIGHT + FOOT);
            let panel = Panel { left: body.left + LEFT, top, width: body.right - body.left - LEFT, height: HEIGHT };
            let room = body.right - body.left;
            ArmStyle::of(*arm).mark(canvas, (body.left + 5.0, top - 48.4), 4.2);
            canvas.text((body.left + 15.0, top - 44.0), &HEADING.shortened(inputs.title(&first.arm), room - 15.0), HEADING, Align::Left);
            for (name, unit, above) in [(&first.first, &first.first_unit, 26.0), (&first.second, &first.second_unit, 9.0)] {
                let star = if is_told(first, name) { "* " } else { "" };
                canvas.text((body.left, top - above), &FAINT.shortened(&format!("{star}{name} [{unit}]"), room), FAINT, Align::Left);
            }
            let label = |from: f64, to: f64| format!("{} to {}", compact(from), compact(to));
            let across: Vec<String> =
                rows.iter().filter(|row| row.second_part == 0).map(|row| label(row.first_from, row.first_to)).collect();
            let up: Vec<String> = rows.iter().filter(|row| row.first_part == 0).map(|row| label(row.second_from, row.second_to)).collect();
            let cells = rows.iter().map(|row| (row.first_part as usize, row.second_part as usize, row.sign));
            signs::map(canvas, &panel, (&across, &up), LEFT - 10.0, cells);
        }
    })
}
