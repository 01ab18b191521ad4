//! What the marks of a chart are, in as many rows as they need.

use plotters::style::{Color, RGBColor};

use super::canvas::{Align, Canvas, Point};
use super::chart::Sheet;
use super::frame::Body;
use super::inputs::Inputs;
use super::theme::{AXIS, ArmStyle, FAINT, GREY, INK, LABEL, end};

const ROW: f64 = 21.0;
const ENTRY_GAP: f64 = 20.0;
const ROOM_BESIDE: f64 = 7.0;

/// A mark to explain.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sample {
    Arm(usize),
    /// The interval of a mean.
    Interval,
    /// The spread of the runs.
    Spread,
    /// The lowest, or the highest, end of a range.
    End {
        is_high: bool,
    },
    Line,
    Dashes,
    /// An area, so dark.
    Area(f64),
    /// A part of a bar.
    Block(RGBColor),
}

impl Sample {
    fn width(self) -> f64 {
        match self {
            Self::Arm(_) | Self::End { .. } => 10.0,
            Self::Interval => 14.0,
            Self::Block(_) => 22.0,
            Self::Spread | Self::Line | Self::Dashes | Self::Area(_) => 30.0,
        }
    }

    fn draw(self, canvas: &mut Canvas, (x, y): Point) {
        let right = x + self.width();
        match self {
            Self::Arm(arm) => ArmStyle::of(arm).mark(canvas, (x + 5.0, y), 4.2),
            Self::End { is_high } => end(canvas, (x + 5.0, y), is_high),
            Self::Interval => canvas.rectangle((x, y - 7.0), (right, y + 7.0), GREY.mix(0.4)),
            Self::Spread => ArmStyle::of(0).spread(canvas, (x, right), y),
            Self::Line => canvas.line((x, y), (right, y), GREY.to_rgba(), 2.2),
            Self::Dashes => canvas.dashed(&[(x, y), (right, y)], INK.to_rgba(), 1.4, 5.0),
            Self::Area(share) => canvas.rectangle((x, y - 6.0), (right, y + 6.0), GREY.mix(share)),
            Self::Block(colour) => block(canvas, (x, right), y, colour),
        }
    }
}

/// A part of a bar, outlined, so that white shows too.
pub(super) fn block(canvas: &mut Canvas, (from, to): Point, y: f64, colour: RGBColor) {
    canvas.rectangle((from, y - 7.5), (to, y + 7.5), AXIS.to_rgba());
    canvas.rectangle((from + 0.7, y - 6.8), ((to - 0.7).max(from + 0.7), y + 6.8), colour.to_rgba());
}

/// The entries, row by row, each with its place from the left.
pub(super) struct Key {
    rows: Vec<Vec<(f64, Sample, String)>>,
}

impl Key {
    pub fn new(sheet: Sheet, entries: impl IntoIterator<Item = (Sample, String)>) -> Self {
        let mut rows: Vec<Vec<(f64, Sample, String)>> = Vec::new();
        let mut x = f64::INFINITY;
        for (sample, text) in entries {
            let beside = sample.width() + ROOM_BESIDE;
            let text = look(sample).shortened(&text, sheet.room() - beside);
            let width = beside + look(sample).width(&text);
            if x + width > sheet.room() {
                rows.push(Vec::new());
                x = 0.0;
            }
            if let Some(row) = rows.last_mut() {
                row.push((x, sample, text));
            }
            x += width + ENTRY_GAP;
        }
        Self { rows }
    }

    /// Which mark is which policy.
    pub fn of_arms(inputs: &Inputs, sheet: Sheet, arms: &[usize]) -> Self {
        Self::new(sheet, arms.iter().map(|arm| (Sample::Arm(*arm), inputs.title(&inputs.run.arms[*arm]).to_owned())))
    }

    pub fn height(&self) -> f64 {
        ROW * self.rows.len() as f64
    }

    pub fn draw(&self, canvas: &mut Canvas, body: Body) {
        for (row, entries) in self.rows.iter().enumerate() {
            let y = body.top + ROW * row as f64 + 8.0;
            for (x, sample, text) in entries {
                sample.draw(canvas, (body.left + x, y));
                canvas.text((body.left + x + sample.width() + ROOM_BESIDE, y + 4.6), text, look(*sample), Align::Left);
            }
        }
    }
}

fn look(sample: Sample) -> super::canvas::Type {
    if matches!(sample, Sample::Arm(_)) { LABEL } else { FAINT }
}
