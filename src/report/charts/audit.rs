//! What the values rest on, kind by kind: cited, recalled, assumed.

use plotters::style::{Color, RGBColor};

use super::canvas::{Align, Canvas, Type};
use super::chart::{Chart, NotDrawn, Page, Picture, Sheet, failed, pictures, skipped};
use super::frame::Frame;
use super::inputs::Inputs;
use super::key::{Key, Sample, block};
use super::scale::Scale;
use super::theme::{AXIS, INK, LABEL, RULE, TICK, WHITE};
use crate::results::tables::{ALL, AuditRow};

pub(super) const CHART: Chart =
    Chart { name: "audit", table: "audit.csv", about: "How many values of each kind follow from evidence, and how many are assumed", draw };

const ROW: f64 = 22.0;
const AXIS_HEIGHT: f64 = 42.0;

/// A ground, and how its part of a bar looks: from dark to light as it gets weaker, and outlined where nothing is said.
const GROUNDS: [(&str, RGBColor); 4] = [
    ("cited", RGBColor(0, 60, 100)),
    ("recalled", RGBColor(213, 94, 0)),
    ("assumed", RGBColor(168, 202, 226)),
    ("unstated", RGBColor(255, 255, 255)),
];

fn counts(row: &AuditRow) -> [u32; 4] {
    [row.cited, row.recalled, row.assumed, row.unstated]
}

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let rows: Vec<AuditRow> = match inputs.table() {
        Ok(rows) => rows,
        Err(error) => return failed(CHART.name, &error),
    };
    let whole = rows.iter().find(|row| row.topic == ALL);
    let mut topics: Vec<&AuditRow> = rows.iter().filter(|row| row.topic != ALL).collect();
    topics.sort_by_key(|row| std::cmp::Reverse(counts(row).iter().sum::<u32>()));
    let Some(whole) = whole.filter(|_| !topics.is_empty()) else {
        return skipped(CHART.name, "audit.csv has no rows");
    };
    let longest = topics.iter().map(|row| counts(row).iter().sum::<u32>()).max().unwrap_or(1);
    let pages: Vec<&[&AuditRow]> = topics.chunks(sheet.per_page(topics.len(), ROW, 1)).collect();
    pictures(CHART.name, &pages, |rows, page| picture((inputs, sheet), whole, (rows, longest), page))
}

fn picture(
    (inputs, sheet): (&Inputs, Sheet),
    whole: &AuditRow,
    (rows, longest): (&[&AuditRow], u32),
    page: Page,
) -> Result<String, NotDrawn> {
    let said = counts(whole).into_iter().zip(GROUNDS).filter(|(n, _)| *n > 0).map(|(n, (ground, _))| format!("{n} {ground}"));
    let key = Key::new(sheet, GROUNDS.map(|(ground, colour)| (Sample::Block(colour), ground.to_owned())));
    let names = if sheet.is_narrow() { 150.0 } else { 186.0 };
    let frame = Frame {
        inputs,
        sheet,
        title: format!("What the scenario's values rest on{}", page.part()),
        lead: format!("All together: {}.", said.collect::<Vec<_>>().join(", ")),
        notes: vec!["A recalled value rests on a figure from memory. Sources and reasons: assumptions.csv and evidence.csv.".to_owned()],
        height: key.height() + 10.0 + ROW * rows.len() as f64 + AXIS_HEIGHT,
    };
    frame.svg(|canvas, body| {
        key.draw(canvas, body);
        let (left, right) = (body.left + names, body.right - 10.0);
        let scale = Scale::spanning((0.0, f64::from(longest.max(1)) * 1.05), left, right);
        let top = body.top + key.height() + 10.0;
        let bottom = top + ROW * rows.len() as f64;
        for tick in scale.ticks_across(6, TICK) {
            canvas.line((tick.at, top), (tick.at, bottom), RULE.to_rgba(), 1.0);
            canvas.text((tick.at, bottom + 16.0), &tick.label, TICK, Align::Centre);
        }
        canvas.line((left, bottom), (right, bottom), AXIS.to_rgba(), 1.0);
        canvas.text((f64::midpoint(left, right), bottom + 33.0), "values in the scenario", TICK, Align::Centre);
        for (index, row) in rows.iter().enumerate() {
            let y = top + ROW * (index as f64 + 0.5);
            canvas.text((left - 8.0, y + 4.6), &LABEL.shortened(&row.topic, names - 10.0), LABEL, Align::Right);
            bar(canvas, row, scale, y);
        }
    })
}

/// The parts of a bar, each with its number where that has room.
fn bar(canvas: &mut Canvas, row: &AuditRow, scale: Scale, y: f64) {
    let mut from = 0;
    for (count, (_, colour)) in counts(row).into_iter().zip(GROUNDS).filter(|(count, _)| *count > 0) {
        let ends = (scale.place(f64::from(from)), scale.place(f64::from(from + count)));
        block(canvas, ends, y, colour);
        let label = count.to_string();
        let light = f64::from(colour.0) + f64::from(colour.1) + f64::from(colour.2) > 380.0;
        let look = Type { colour: if light { INK } else { WHITE }, ..TICK };
        if look.width(&label) + 5.0 < ends.1 - ends.0 {
            canvas.text((f64::midpoint(ends.0, ends.1), y + 4.3), &label, look, Align::Centre);
        }
        from += count;
    }
}
