//! What the values rest on, kind by kind: cited, recalled, assumed.

use plotters::style::{Color, RGBAColor, RGBColor};

use super::canvas::{Align, Canvas};
use super::scale::Scale;
use super::theme::{AXIS, Body, FAINT, Frame, INK, LABEL, RULE, TICK, page_name, part, per_page};
use super::{Chart, Inputs, NotDrawn, Picture};
use crate::results::tables::{ALL, AuditRow};

pub(super) const CHART: Chart =
    Chart { name: "audit", about: "How many values of each kind follow from evidence, and how many are assumed", draw };

const ROW: f64 = 22.0;
const BAR: f64 = 7.5;
const KEY_HEIGHT: f64 = 32.0;
const AXIS_HEIGHT: f64 = 42.0;
const LABEL_WIDTH: f64 = 186.0;

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

fn draw(inputs: &Inputs) -> Vec<Picture> {
    let rows: Vec<AuditRow> = match inputs.table() {
        Ok(rows) => rows,
        Err(error) => return vec![Picture { name: CHART.name.to_owned(), svg: Err(error) }],
    };
    let whole = rows.iter().find(|row| row.topic == ALL);
    let mut topics: Vec<&AuditRow> = rows.iter().filter(|row| row.topic != ALL).collect();
    topics.sort_by_key(|row| std::cmp::Reverse(counts(row).iter().sum::<u32>()));
    let Some(whole) = whole.filter(|_| !topics.is_empty()) else {
        return vec![Picture { name: CHART.name.to_owned(), svg: Err(NotDrawn::Skipped("audit.csv has no rows".to_owned())) }];
    };
    let longest = topics.iter().map(|row| counts(row).iter().sum::<u32>()).max().unwrap_or(1);
    let pages: Vec<&[&AuditRow]> = topics.chunks(per_page(topics.len(), ROW, 1)).collect();
    let picture = |(page, rows): (usize, &&[&AuditRow])| Picture {
        name: page_name(CHART.name, page),
        svg: picture(inputs, whole, rows, longest, (page, pages.len())),
    };
    pages.iter().enumerate().map(picture).collect()
}

fn picture(inputs: &Inputs, whole: &AuditRow, rows: &[&AuditRow], longest: u32, page: (usize, usize)) -> Result<String, NotDrawn> {
    let said = counts(whole).into_iter().zip(GROUNDS).filter(|(n, _)| *n > 0).map(|(n, (ground, _))| format!("{n} {ground}"));
    let frame = Frame {
        inputs,
        title: format!("What the scenario's values rest on{}", part(page)),
        lead: format!("All together: {}.", said.collect::<Vec<_>>().join(", ")),
        notes: vec!["A recalled value rests on a figure from memory. Sources and reasons: assumptions.csv and evidence.csv.".to_owned()],
        height: KEY_HEIGHT + ROW * rows.len() as f64 + AXIS_HEIGHT,
    };
    frame.svg(|canvas, body| {
        key(canvas, body);
        let (left, right) = (body.left + LABEL_WIDTH, body.right - 10.0);
        let scale = Scale::spanning((0.0, f64::from(longest.max(1)) * 1.05), left, right);
        let (top, bottom) = (body.top + KEY_HEIGHT, body.top + KEY_HEIGHT + ROW * rows.len() as f64);
        for tick in scale.ticks_across(6, TICK) {
            canvas.line((tick.at, top), (tick.at, bottom), RULE.to_rgba(), 1.0);
            canvas.text((tick.at, bottom + 16.0), &tick.label, TICK, Align::Centre);
        }
        canvas.line((left, bottom), (right, bottom), AXIS.to_rgba(), 1.0);
        canvas.text((f64::midpoint(left, right), bottom + 33.0), "values in the scenario", TICK, Align::Centre);
        for (index, row) in rows.iter().enumerate() {
            let y = top + ROW * (index as f64 + 0.5);
            canvas.text((left - 8.0, y + 4.6), &LABEL.shortened(&row.topic, LABEL_WIDTH - 10.0), LABEL, Align::Right);
            bar(canvas, row, scale, y);
        }
    })
}

fn key(canvas: &mut Canvas, body: Body) {
    let (mut x, y) = (body.left, body.top + 8.0);
    for (ground, colour) in GROUNDS {
        block(canvas, (x, x + 22.0), y, colour);
        canvas.text((x + 29.0, y + 4.5), ground, FAINT, Align::Left);
        x += 29.0 + FAINT.width(ground) + 22.0;
    }
}

/// The parts of a bar, each with its number where that has room.
fn bar(canvas: &mut Canvas, row: &AuditRow, scale: Scale, y: f64) {
    let mut from = 0;
    for (count, (_, colour)) in counts(row).into_iter().zip(GROUNDS).filter(|(count, _)| *count > 0) {
        let ends = (scale.place(f64::from(from)), scale.place(f64::from(from + count)));
        block(canvas, ends, y, colour);
        let label = count.to_string();
        let light = f64::from(colour.0) + f64::from(colour.1) + f64::from(colour.2) > 380.0;
        let look = super::canvas::Type { colour: if light { INK } else { RGBColor(255, 255, 255) }, ..TICK };
        if look.width(&label) + 5.0 < ends.1 - ends.0 {
            canvas.text((f64::midpoint(ends.0, ends.1), y + 4.3), &label, look, Align::Centre);
        }
        from += count;
    }
}

fn block(canvas: &mut Canvas, (from, to): (f64, f64), y: f64, colour: RGBColor) {
    let edge: RGBAColor = AXIS.to_rgba();
    canvas.rectangle((from, y - BAR), (to, y + BAR), edge);
    canvas.rectangle((from + 0.7, y - BAR + 0.7), ((to - 0.7).max(from + 0.7), y + BAR - 0.7), colour.to_rgba());
}
