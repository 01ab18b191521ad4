//! One layout for all charts of small plots over time with a line for each policy.

use plotters::style::Color;

use super::canvas::{Canvas, Point};
use super::chart::{NotDrawn, Page, Picture, Sheet, pictures};
use super::frame::Frame;
use super::inputs::Inputs;
use super::key::Key;
use super::panel::{Grid, Time};
use super::scale::Scale;
use super::theme::ArmStyle;
use crate::results::RunInfo;

/// More lines than this in one plot cannot be told apart.
const MOST_LINES: usize = 8;
/// More plots than this do not fit on a page.
const MOST_PLOTS: usize = 12;

/// Name and unit, and by policy a line through points of day and value; none where the policy is left out.
pub(super) struct Plot {
    pub name: String,
    pub about: String,
    /// The top of a share, so that a small one looks small.
    pub whole: Option<f64>,
    pub lines: Vec<Vec<Point>>,
    /// By policy, the outline of what is known of the line; empty if nothing is.
    pub around: Vec<Vec<Point>>,
}

impl Plot {
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.lines.iter().flatten()
    }
}

/// A chart in this layout.
pub(super) struct Lines<'a> {
    pub inputs: &'a Inputs<'a>,
    pub sheet: Sheet,
    pub title: String,
    pub lead: &'a str,
    pub notes: Vec<String>,
    /// Plots side by side, and the height of each.
    pub columns: usize,
    pub plot_height: f64,
    pub plots: Vec<Plot>,
}

impl Lines<'_> {
    /// Its pictures.
    pub fn pictures(&self, name: &str) -> Vec<Picture> {
        let is_shown = |arm: &usize| self.plots.iter().any(|plot| !plot.lines[*arm].is_empty());
        let pages = arm_pages(self.inputs.run).into_iter().map(|arms| arms.into_iter().filter(is_shown).collect());
        let pages: Vec<Vec<usize>> = pages.filter(|arms: &Vec<usize>| !arms.is_empty()).collect();
        let parts = self.plots.chunks(MOST_PLOTS).flat_map(|plots| pages.iter().map(move |arms| (plots, arms.as_slice())));
        pictures(name, &parts.collect::<Vec<_>>(), |(plots, arms), page| self.picture(plots, arms, page))
    }

    fn picture(&self, plots: &[Plot], arms: &[usize], page: Page) -> Result<String, NotDrawn> {
        let grid = Grid { sheet: self.sheet, columns: self.columns, head: 48.0, plot_height: self.plot_height, bottom: 44.0 };
        let key = Key::of_arms(self.inputs, self.sheet, arms);
        let time = Time::new(self.inputs, arms, plots.iter().flat_map(Plot::points).map(|point| point.0), grid.width());
        let frame = Frame {
            inputs: self.inputs,
            sheet: self.sheet,
            title: format!("{}{}", self.title, page.part()),
            lead: self.lead.to_owned(),
            notes: self.notes.iter().cloned().chain(time.note()).collect(),
            height: key.height() + grid.height(plots.len()),
        };
        frame.svg(|canvas, body| {
            key.draw(canvas, body);
            for (index, plot) in plots.iter().enumerate() {
                let panel = grid.panel(body, body.top + key.height(), index);
                let y = Scale::linear(plot.points().map(|point| point.1).chain([0.0]).chain(plot.whole), panel.height, 0.0);
                let placed = |points: &[Point]| points.iter().map(|point| time.at(&panel, &y, *point)).collect::<Vec<_>>();
                panel.heading(canvas, &plot.name, &plot.about);
                panel.rows(canvas, &y.ticks(4), true);
                time.foot(canvas, &panel, true);
                for (arm, outline) in arms.iter().filter_map(|arm| Some((*arm, plot.around.get(*arm)?))) {
                    canvas.polygon(&placed(outline), ArmStyle::of(arm).colour.mix(0.2));
                }
                lines(canvas, arms, |arm| placed(&plot.lines[arm]));
            }
        })
    }
}

/// A line for each of these policies, and above them all the marks where they end.
fn lines(canvas: &mut Canvas, arms: &[usize], points: impl Fn(usize) -> Vec<Point>) {
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
