//! Small plots with axes of their own, side by side or, on a narrow sheet, below one another.

use plotters::style::Color;

use super::canvas::{Align, Canvas, Point};
use super::chart::Sheet;
use super::frame::{Body, time_unit};
use super::inputs::Inputs;
use super::scale::{Scale, Tick};
use super::theme::{AXIS, ArmStyle, FAINT, GREY, HEADING, RULE, TICK};

/// Room for the labels of a plot's upright axis.
const LEFT_AXIS: f64 = 46.0;

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

    /// A policy's mark and title above the plot, in three lines at most.
    pub fn policy(&self, canvas: &mut Canvas, arm: usize, title: &str) {
        let mut lines = FAINT.balanced(title, self.width - 15.0);
        if lines.len() > 3 {
            let rest = lines.split_off(2).join(" ");
            lines.push(FAINT.shortened(&rest, self.width - 15.0));
        }
        let first = self.top - 10.0 - 15.0 * (lines.len() as f64 - 1.0);
        ArmStyle::of(arm).mark(canvas, (self.left + 5.0, first - 4.4), 4.2);
        for (line, text) in lines.iter().enumerate() {
            canvas.text((self.left + 15.0, first + 15.0 * line as f64), text, FAINT, Align::Left);
        }
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
        if x.starts_elsewhere() {
            broken(canvas, (self.left, bottom));
        }
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

/// What the mark of [`broken`] means.
pub(super) const BROKEN: &str = "Two strokes through the end of an axis: it does not start at 0.";

/// Two strokes through the start of an axis that does not start at 0.
pub(super) fn broken(canvas: &mut Canvas, (x, y): Point) {
    for shift in [5.0, 9.0] {
        canvas.line((x + shift - 2.0, y + 5.0), (x + shift + 2.0, y - 5.0), GREY.to_rgba(), 1.4);
    }
}

/// The axis of time that the plots of a chart share.
pub(super) struct Time {
    scale: Scale,
    unit: (f64, &'static str),
    starts: Vec<f64>,
}

impl Time {
    /// As far as the last of the `days`, `width` pixels wide, with a line where each of these policies starts.
    pub fn new<'a>(inputs: &Inputs, arms: impl IntoIterator<Item = &'a usize>, days: impl Iterator<Item = f64>, width: f64) -> Self {
        let last = days.fold(0.0, f64::max);
        let unit = time_unit(last);
        let mut starts: Vec<f64> = arms.into_iter().filter_map(|arm| inputs.start(&inputs.run.arms[*arm])).collect();
        starts.sort_by(f64::total_cmp);
        starts.dedup();
        Self { scale: Scale::spanning((0.0, (last / unit.0).max(1e-9)), 0.0, width), unit, starts }
    }

    /// What the upright lines mean, if there are any.
    pub fn note(&self) -> Option<String> {
        let note = "Dashed upright: a policy starts in the window after; until then it gives exactly what the baseline gives.";
        (!self.starts.is_empty()).then(|| note.to_owned())
    }

    pub fn foot(&self, canvas: &mut Canvas, panel: &Panel, labelled: bool) {
        let label = format!("{} since the start", self.unit.1);
        panel.foot(canvas, &self.scale, labelled.then_some(&label));
        for day in &self.starts {
            let x = panel.left + self.scale.place(day / self.unit.0);
            canvas.dashed(&[(x, panel.top), (x, panel.top + panel.height)], GREY.to_rgba(), 1.0, 4.0);
        }
    }

    pub fn at(&self, panel: &Panel, y: &Scale, (day, up): Point) -> Point {
        panel.at((&self.scale, y), (day / self.unit.0, up))
    }
}

/// Small plots side by side, in rows; lengths in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    pub sheet: Sheet,
    /// Side by side on a wide sheet.
    pub columns: usize,
    /// Above each plot, for its name and unit.
    pub head: f64,
    pub plot_height: f64,
    /// Below each plot, for its axis.
    pub bottom: f64,
}

impl Grid {
    /// Between two plots, beside the labels of the right one's axis.
    const GAP: f64 = 20.0;

    pub fn columns(&self) -> usize {
        if self.sheet.is_narrow() { 1 } else { self.columns }
    }

    /// The width of each plot.
    pub fn width(&self) -> f64 {
        let columns = self.columns() as f64;
        // The last label of the axis at the foot reaches a little beyond its plot.
        (self.sheet.room() - 6.0 - columns * LEFT_AXIS - Self::GAP * (columns - 1.0)) / columns
    }

    pub fn band(&self) -> f64 {
        self.head + self.plot_height + self.bottom
    }

    /// The height of so many plots.
    pub fn height(&self, plots: usize) -> f64 {
        plots.div_ceil(self.columns()) as f64 * self.band()
    }

    /// Where a plot lies whose number, from 0, this is, if the first row begins at `top`.
    pub fn panel(&self, body: Body, top: f64, index: usize) -> Panel {
        let (column, row) = ((index % self.columns()) as f64, (index / self.columns()) as f64);
        let width = self.width();
        Panel {
            left: body.left + LEFT_AXIS + column * (LEFT_AXIS + width + Self::GAP),
            top: top + self.head + row * self.band(),
            width,
            height: self.plot_height,
        }
    }
}
