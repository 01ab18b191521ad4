//! Reach: how far the model is from each published figure, before and after a calibration.

use super::canvas::{Align, Canvas, Point};
use super::chart::Sheet;
use super::theme::{AXIS, FAINT, GREY, INK, LABEL, LEAD, NOTE, RULE, TICK, TITLE, WHITE};
use crate::results::tables::ReachRow;
use plotters::style::{Color, RGBColor};

/// Standard deviations at which an interval is cut.
const FAR: f64 = 8.0;
const ROW: f64 = 38.0;
const BLUE: RGBColor = RGBColor(0, 114, 178);

/// The chart as an SVG document; none without a figure to show.
///
/// # Errors
/// If it cannot be drawn.
pub fn reach(rows: &[ReachRow], question: &str, sheet: Sheet) -> Result<Option<String>, String> {
    let shown: Vec<&ReachRow> = rows.iter().filter(|row| row.prior_median.is_some() && row.deviation > 0.0).collect();
    if shown.is_empty() {
        return Ok(None);
    }
    let (margin, room, width) = (sheet.margin(), sheet.room(), sheet.width());
    let title = TITLE.balanced("How far the model is from each published figure", room);
    let lead = LEAD.balanced(
        "Its figure less the published one, in standard deviations of error and discrepancy: 5, 50 and 95 % of the draws of the ranges (grey) \
         and of the posterior (blue; a ring for a figure that moved nothing).",
        room,
    );
    let question = NOTE.wrapped(question, room);
    let head = 26.0 + 24.0 * question.len() as f64 + 25.0 * title.len() as f64 + 19.0 * lead.len() as f64 + 18.0;
    let foot = head + ROW * shown.len() as f64;
    let height = foot + 44.0;
    let described = "How far the model is from each published figure, by draws of the ranges and of the posterior.";
    let label = if sheet.is_narrow() { 0.0 } else { 0.46 * room };
    let x = |z: f64| margin + label + 8.0 + (z.clamp(-FAR, FAR) + FAR) / (2.0 * FAR) * (room - label - 16.0);
    Canvas::svg((width, height), described, |canvas| {
        canvas.rectangle((0.0, 0.0), (width, height), WHITE.to_rgba());
        let mut below = 24.0;
        for (lines, look, step) in [(&question, NOTE, 24.0), (&title, TITLE, 25.0), (&lead, LEAD, 19.0)] {
            for line in lines {
                canvas.text((margin, below), line, look, Align::Left);
                below += step;
            }
        }
        for z in [-6.0, -3.0, 0.0, 3.0, 6.0] {
            let colour = if z == 0.0 { AXIS } else { RULE };
            canvas.line((x(z), head), (x(z), foot), colour.to_rgba(), 1.0);
            canvas.text((x(z), foot + 16.0), &crate::text::compact(z), TICK, Align::Centre);
        }
        canvas.text((x(0.0), foot + 34.0), "standard deviations", FAINT, Align::Centre);
        for (place, row) in shown.iter().enumerate() {
            draw_row(canvas, row, (margin, head + ROW * place as f64), label.max(room * f64::from(u8::from(sheet.is_narrow()))), &x);
        }
    })
    .map(Some)
}

fn draw_row(canvas: &mut Canvas, row: &ReachRow, (left, top): Point, room: f64, x: &dyn Fn(f64) -> f64) {
    let name = format!("{} · {}", row.target, row.what);
    canvas.text((left, top + 15.0), &LABEL.shortened(&name, room - 8.0), LABEL, Align::Left);
    let z = |value: Option<f64>| value.map(|value| (value - row.value) / row.deviation);
    let prior = [row.prior_p05, row.prior_median, row.prior_p95].map(z);
    let posterior = [row.posterior_p05, row.posterior_median, row.posterior_p95].map(z);
    for (interval, colour, at) in [(prior, GREY, top + 23.0), (posterior, BLUE, top + 30.0)] {
        if let [Some(low), Some(middle), Some(high)] = interval {
            canvas.line((x(low), at), (x(high), at), colour.to_rgba(), 2.0);
            canvas.circle((x(middle), at), 3.5, colour.to_rgba());
            if !row.moves {
                canvas.circle((x(middle), at), 1.8, WHITE.to_rgba());
            }
        }
    }
    canvas.line((left, top + ROW - 1.0), (x(FAR), top + ROW - 1.0), INK.mix(0.08), 0.5);
}
