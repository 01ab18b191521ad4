//! A small plot with axes of its own, and the key of the policies above several of them.

use plotters::style::Color;

use super::canvas::{Align, Canvas, Point};
use super::scale::{Scale, Tick};
use super::theme::{AXIS, ArmStyle, Body, FAINT, HEADING, LABEL, MARGIN, RULE, TICK, WIDTH};
use crate::results::RunInfo;

/// More lines than this in one plot cannot be told apart.
const MOST_LINES: usize = 8;
const KEY_ROW: f64 = 21.0;
const MARK_ROOM: f64 = 16.0;
/// Room for the labels of a plot's upright axis.
const LEFT_AXIS: f64 = 46.0;
const ENTRY_GAP: f64 = 20.0;

/// Where a plot lies. Its scales run from its left and from its foot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Panel {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

impl Panel {
    /// Name and unit above the plot.
    pub fn heading(&self, canvas: &mut Canvas, name: &str, unit: &str) {
        canvas.text((self.left, self.top - 26.0), &HEADING.shortened(name, self.width), HEADING, Align::Left);
        canvas.text((self.left, self.top - 10.0), &FAINT.shortened(unit, self.width), FAINT, Align::Left);
    }

    /// Lines across at the ticks of `y`, with labels at the left.
    pub fn rows(&self, canvas: &mut Canvas, ticks: &[Tick], labelled: bool) {
        for tick in ticks {
            let y = self.top + tick.at;
            canvas.line((self.left, y), (self.left + self.width, y), RULE.to_rgba(), 1.0);
            if labelled {
                canvas.text((self.left - 6.0, y + 4.2), &tick.label, TICK, Align::Right);
            }
        }
    }

    /// The axis at the foot, with its label if it has one.
    pub fn foot(&self, canvas: &mut Canvas, x: &Scale, label: Option<&str>) {
        let bottom = self.top + self.height;
        canvas.line((self.left, bottom), (self.left + self.width, bottom), AXIS.to_rgba(), 1.0);
        for tick in x.ticks_across(5, TICK) {
            let at = self.left + tick.at;
            canvas.line((at, bottom), (at, bottom + 4.0), AXIS.to_rgba(), 1.0);
            if label.is_some() {
                canvas.text((at, bottom + 17.0), &tick.label, TICK, Align::Centre);
            }
        }
        if let Some(label) = label {
            canvas.text((self.left + self.width / 2.0, bottom + 34.0), label, TICK, Align::Centre);
        }
    }

    pub fn at(&self, (x, y): (&Scale, &Scale), (across, up): Point) -> Point {
        (self.left + x.place(across), self.top + y.place(up))
    }
}

/// Small plots side by side, in rows; lengths in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    pub columns: usize,
    /// Between two plots, beside the labels of the right one's axis.
    pub gap: f64,
    /// Above each plot, for its name and unit.
    pub head: f64,
    pub plot_height: f64,
    /// Below each plot, for its axis.
    pub bottom: f64,
}

impl Grid {
    /// The width of each plot.
    pub fn width(&self) -> f64 {
        let columns = self.columns as f64;
        (WIDTH - 2.0 * MARGIN - columns * LEFT_AXIS - self.gap * (columns - 1.0)) / columns
    }

    /// The height of so many plots.
    pub fn height(&self, plots: usize) -> f64 {
        plots.div_ceil(self.columns) as f64 * (self.head + self.plot_height + self.bottom)
    }

    /// Where a plot lies whose number, from 0, this is, if the first row begins at `top`.
    pub fn panel(&self, body: Body, top: f64, index: usize) -> Panel {
        let (column, row) = ((index % self.columns) as f64, (index / self.columns) as f64);
        let (width, height) = (self.width(), self.plot_height);
        Panel {
            left: body.left + LEFT_AXIS + column * (LEFT_AXIS + width + self.gap),
            top: top + self.head + row * (self.head + height + self.bottom),
            width,
            height,
        }
    }
}

/// A line for each of these policies, and above them all the marks where they end.
pub(super) fn lines(canvas: &mut Canvas, arms: &[usize], points: impl Fn(usize) -> Vec<Point>) {
    let lines: Vec<(ArmStyle, Vec<Point>)> = arms.iter().map(|arm| (ArmStyle::of(*arm), points(*arm))).collect();
    for (style, points) in &lines {
        canvas.path(points, style.colour.to_rgba(), 1.8);
    }
    for (style, points) in &lines {
        if let Some(end) = points.last() {
            style.mark(canvas, *end, 4.0);
        }
    }
}

/// The policies of each picture in which every policy is a line, by their place in the order of display: the baseline is in all.
pub(super) fn arm_pages(run: &RunInfo) -> Vec<Vec<usize>> {
    let baseline = run.arms.iter().position(|arm| *arm == run.baseline);
    let others: Vec<usize> = (0..run.arms.len()).filter(|arm| Some(*arm) != baseline).collect();
    if run.arms.len() <= MOST_LINES {
        return vec![(0..run.arms.len()).collect()];
    }
    others.chunks(MOST_LINES - 1).map(|page| baseline.into_iter().chain(page.iter().copied()).collect()).collect()
}

/// Which mark is which policy, in as many rows as they need.
pub(super) struct Key<'a> {
    rows: Vec<Vec<(usize, &'a str, f64)>>,
}

impl<'a> Key<'a> {
    pub fn new(run: &'a RunInfo, arms: &[usize]) -> Self {
        let mut rows: Vec<Vec<(usize, &str, f64)>> = vec![Vec::new()];
        let mut x = 0.0;
        for arm in arms {
            let name = run.arms[*arm].as_str();
            let width = MARK_ROOM + LABEL.width(name) + ENTRY_GAP;
            if x + width - ENTRY_GAP > WIDTH - 2.0 * MARGIN && x > 0.0 {
                rows.push(Vec::new());
                x = 0.0;
            }
            if let Some(row) = rows.last_mut() {
                row.push((*arm, name, x));
            }
            x += width;
        }
        Self { rows }
    }

    pub fn height(&self) -> f64 {
        KEY_ROW * self.rows.len() as f64
    }

    pub fn draw(&self, canvas: &mut Canvas, body: Body) {
        for (row, entries) in self.rows.iter().enumerate() {
            let y = body.top + KEY_ROW * row as f64 + 8.0;
            for (arm, name, x) in entries {
                ArmStyle::of(*arm).mark(canvas, (body.left + x + 5.0, y), 4.2);
                let name = LABEL.shortened(name, WIDTH - 2.0 * MARGIN - MARK_ROOM);
                canvas.text((body.left + x + MARK_ROOM, y + 4.6), &name, LABEL, Align::Left);
            }
        }
    }
}
