//! One layout for all charts of rows in groups along an axis: the name of a row stands at its left, its figures at its right; on a
//! narrow sheet, both stand above its marks.

use plotters::style::Color;

use super::canvas::{Align, Canvas, Point, Type};
use super::chart::{NotDrawn, Page, Picture, Sheet, pictures};
use super::frame::{Body, Frame, lines_height, without_interval, write_lines};
use super::inputs::Inputs;
use super::key::{Key, Sample};
use super::panel::{BROKEN, broken};
use super::scale::Scale;
use super::theme::{AXIS, ArmStyle, BAND, FAINT, GREY, HEADING, INK, LABEL, RULE, TICK, WHITE, end};

const ROW: f64 = 20.0;
/// A row whose name stands above its marks.
const TALL_ROW: f64 = 40.0;
const HEAD: f64 = 30.0;
const AXIS_HEIGHT: f64 = 26.0;
const GAP: f64 = 18.0;
/// How far two marks of a row lie above and below its middle.
const APART: f64 = 4.4;
/// Beside a mark, before the name of its policy.
const MARK_ROOM: f64 = 15.0;
/// An outcome that reaches this many times as far as most would flatten the others on a common axis.
const FLATTENS: f64 = 5.0;
const OWN_AXIS: &str = "Below, with an axis of its own: what would flatten the rest.";

/// What is drawn of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Mark {
    /// A value, and the interval and the spread around it, where they are known.
    Estimate { at: f64, interval: Option<Point>, spread: Option<Point> },
    /// From the lowest to the highest.
    Range(f64, f64),
    /// On from one value to another, with an arrow that says which way.
    Step { from: f64, to: f64 },
    /// A part of a whole, in per cent.
    Part(f64),
    /// How often it is lowest, and how often highest, in per cent: each share and the ends of its interval.
    Shares { lowest: [f64; 3], highest: [f64; 3] },
    /// There is no data.
    Nothing,
}

impl Mark {
    fn values(self) -> impl Iterator<Item = f64> {
        let (first, others) = match self {
            Self::Estimate { at, interval, spread } => (Some(at), [interval, spread]),
            Self::Range(from, to) | Self::Step { from, to } => (None, [Some((from, to)), None]),
            Self::Part(_) | Self::Shares { .. } => (None, [Some((0.0, 100.0)), None]),
            Self::Nothing => (None, [None, None]),
        };
        first.into_iter().chain(others.into_iter().flatten().flat_map(|(from, to)| [from, to])).filter(|value| value.is_finite())
    }
}

/// Both ends, if both are numbers.
pub(super) fn ends(low: f64, high: f64) -> Option<Point> {
    (low.is_finite() && high.is_finite()).then_some((low, high))
}

/// A name, marks along the axis, and figures.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// The policy that it is of, by its place in the order of display, if the marks are to look like it.
    pub arm: Option<usize>,
    pub name: String,
    pub bold: bool,
    pub mark: Mark,
    pub figures: Vec<String>,
}

/// Rows below a heading.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub arm: Option<usize>,
    pub name: String,
    pub about: String,
    pub logarithmic: bool,
    pub rows: Vec<Row>,
}

impl Group {
    fn values(&self) -> impl Iterator<Item = f64> {
        self.rows.iter().flat_map(|row| row.mark.values())
    }

    fn reach(&self) -> f64 {
        self.values().fold(0.0, |reach, value| reach.max(value.abs()))
    }

    fn scale(&self, (from, to): Point, with_zero: bool) -> Scale {
        if !self.logarithmic {
            return Scale::linear(self.values().chain(with_zero.then_some(0.0)), from, to);
        }
        let values: Vec<f64> = self.values().collect();
        let least = values.iter().copied().filter(|value| *value > 0.0).fold(f64::INFINITY, f64::min);
        Scale::logarithmic(&values, least, from, to)
    }
}

/// Which groups share an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axes {
    /// One runs through all groups, with a line at 0; a group that would flatten the others has its own, below.
    Common,
    /// Each group has its own. On a wide sheet, so many stand side by side, and the names of the rows are the same in all.
    Own { side_by_side: usize },
}

/// A chart in this layout.
pub(super) struct Forest<'a> {
    pub inputs: &'a Inputs<'a>,
    pub sheet: Sheet,
    /// Name of the chart.
    pub name: &'a str,
    pub title: String,
    pub lead: String,
    pub notes: Vec<String>,
    /// Notes of the last picture alone.
    pub last_notes: Vec<String>,
    pub key: Vec<(Sample, &'a str)>,
    /// Heads of the columns of figures, and the widths of the columns.
    pub figures: &'a [(&'a str, f64)],
    pub axes: Axes,
    /// What is written after the numbers of the axis.
    pub unit: &'a str,
    pub groups: Vec<Group>,
}

/// Where a group lies across the sheet: the left of its heading, its axis, and the right of its figures.
#[derive(Clone, Copy)]
struct Cell {
    left: f64,
    axis: Point,
    right: f64,
    /// Whether the names of the rows stand before it.
    named: bool,
}

impl Forest<'_> {
    /// Its pictures.
    pub fn pictures(mut self) -> Vec<Picture> {
        let reaches = &mut self.groups.iter().map(Group::reach).collect::<Vec<_>>();
        reaches.sort_by(f64::total_cmp);
        let most = FLATTENS * reaches.get(reaches.len().saturating_sub(1) / 2).copied().unwrap_or_default();
        let common = self.axes == Axes::Common;
        let (shared, own): (Vec<Group>, Vec<Group>) =
            std::mem::take(&mut self.groups).into_iter().partition(|group| common && (most == 0.0 || group.reach() <= most));
        let values: Vec<f64> = shared.iter().flat_map(Group::values).chain([0.0]).collect();
        let first_own = shared.len();
        let all: Vec<(bool, Group)> = shared.into_iter().chain(own).enumerate().map(|(place, group)| (place >= first_own, group)).collect();
        let columns = self.columns();
        let height = all.iter().map(|(own, group)| self.height(group, *own)).sum::<f64>() / all.len().max(1) as f64;
        let bands = self.sheet.per_page(all.len().div_ceil(columns), height.max(HEAD), if common { 1 } else { 2 });
        let pages: Vec<&[(bool, Group)]> = all.chunks(bands * columns).collect();
        pictures(self.name, &pages, |groups, page| self.picture(groups, &values, page))
    }

    fn columns(&self) -> usize {
        match self.axes {
            Axes::Own { side_by_side } if !self.sheet.is_narrow() => side_by_side,
            _ => 1,
        }
    }

    /// Whether headings take several lines, above the axis.
    fn is_stacked(&self) -> bool {
        self.sheet.is_narrow() || self.columns() > 1
    }

    fn row_height(&self) -> f64 {
        if self.sheet.is_narrow() { TALL_ROW } else { ROW }
    }

    fn picture(&self, groups: &[(bool, Group)], values: &[f64], page: Page) -> Result<String, NotDrawn> {
        let shared: Vec<&Group> = groups.iter().filter(|(own, _)| !own).map(|(_, group)| group).collect();
        let own: Vec<&Group> = groups.iter().filter(|(own, _)| *own).map(|(_, group)| group).collect();
        let key = Key::new(self.sheet, self.key.iter().map(|(sample, text)| (*sample, (*text).to_owned())));
        let key_height = if self.key.is_empty() { 0.0 } else { key.height() + 8.0 };
        let heads = if self.figures.iter().all(|(head, _)| head.is_empty()) { 0.0 } else { AXIS_HEIGHT };
        let common: f64 = shared.iter().map(|group| self.height(group, false)).sum();
        let tallest = |band: &[&Group]| band.iter().map(|group| self.height(group, true)).fold(0.0, f64::max);
        let bands: Vec<f64> = own.chunks(self.columns()).map(tallest).collect();
        let below = if shared.is_empty() { 0.0 } else { AXIS_HEIGHT };
        let frame = Frame {
            inputs: self.inputs,
            sheet: self.sheet,
            title: format!("{}{}", self.title, page.part()),
            lead: self.lead.clone(),
            notes: self.notes(groups, page),
            height: key_height + heads + common + below + bands.iter().sum::<f64>(),
        };
        frame.svg(|canvas, body| {
            key.draw(canvas, body);
            let cells = self.cells(body, groups);
            let top = body.top + key_height + heads;
            self.heads(canvas, cells[0].right, top - 8.0);
            if !shared.is_empty() {
                let scale = Scale::linear(values.iter().copied(), cells[0].axis.0, cells[0].axis.1);
                self.common_axis(canvas, scale, cells[0].axis, (top, top + common));
                let mut at = top;
                for group in &shared {
                    self.group(canvas, group, (cells[0], body), scale, (at, 0.0));
                    at += self.height(group, false);
                }
            }
            let mut at = top + common + below;
            for (band, height) in own.chunks(self.columns()).zip(bands) {
                let head = band.iter().map(|group| self.head(group)).fold(0.0, f64::max);
                for (cell, group) in cells.iter().zip(band) {
                    let scale = group.scale(cell.axis, self.axes == Axes::Common);
                    let rows = (at + head, at + head + self.row_height() * group.rows.len() as f64);
                    self.own_axis(canvas, scale, cell.axis, rows);
                    self.group(canvas, group, (*cell, body), scale, (at, head));
                }
                at += height;
            }
        })
    }

    fn notes(&self, groups: &[(bool, Group)], page: Page) -> Vec<String> {
        let mut notes = self.notes.clone();
        if self.axes == Axes::Common && groups.iter().any(|(own, _)| *own) {
            notes.push(OWN_AXIS.to_owned());
        }
        if groups.iter().any(|(own, group)| *own && group.scale((0.0, 1.0), self.axes == Axes::Common).starts_elsewhere()) {
            notes.push(BROKEN.to_owned());
        }
        if page.is_last() {
            notes.extend_from_slice(&self.last_notes);
        }
        notes.extend(without_interval(self.inputs.run));
        notes
    }

    fn head(&self, group: &Group) -> f64 {
        if !self.is_stacked() {
            return HEAD;
        }
        let (name, about) = self.heading(group);
        lines_height(&name, HEADING) + lines_height(&about, FAINT) + 8.0
    }

    /// The lines of a stacked heading.
    fn heading(&self, group: &Group) -> (Vec<String>, Vec<String>) {
        // Side by side, a heading has less than half of the sheet: the names of the rows stand before both.
        let room = if self.columns() > 1 { self.sheet.room() * 0.31 } else { self.sheet.room() - MARK_ROOM };
        (HEADING.wrapped(&group.name, room), FAINT.wrapped(&group.about, room))
    }

    fn height(&self, group: &Group, own: bool) -> f64 {
        self.head(group) + self.row_height() * group.rows.len() as f64 + if own { AXIS_HEIGHT + GAP } else { 0.0 }
    }

    fn cells(&self, body: Body, groups: &[(bool, Group)]) -> Vec<Cell> {
        let figures: f64 = self.figures.iter().map(|(_, width)| width).sum();
        if self.sheet.is_narrow() {
            return vec![Cell { left: body.left, axis: (body.left + 22.0, body.right - 22.0), right: body.right, named: true }];
        }
        let rows = groups.iter().flat_map(|(_, group)| &group.rows);
        let names = rows.map(|row| look(row).width(&row.name)).fold(60.0, f64::max).min(if self.columns() > 1 { 215.0 } else { 290.0 });
        let names = body.left + 6.0 + names + MARK_ROOM + 14.0;
        if self.columns() == 1 {
            return vec![Cell { left: body.left, axis: (names, body.right - 26.0 - figures), right: body.right - 6.0, named: true }];
        }
        let (columns, gap) = (self.columns() as f64, 22.0);
        let width = (body.right - names - gap * (columns - 1.0)) / columns;
        let cell = |column: usize| {
            let left = names + column as f64 * (width + gap);
            Cell { left, axis: (left + 4.0, left + width - figures - 4.0), right: left + width, named: column == 0 }
        };
        (0..self.columns()).map(cell).collect()
    }

    fn heads(&self, canvas: &mut Canvas, right: f64, y: f64) {
        let mut right = right;
        for (head, width) in self.figures.iter().rev() {
            canvas.text((right, y), head, TICK, Align::Right);
            right -= width;
        }
    }

    /// The same ticks above and below, and a line at 0: the chart is tall.
    fn common_axis(&self, canvas: &mut Canvas, scale: Scale, axis: Point, (top, bottom): Point) {
        let labels = [bottom + 16.0, top - 8.0];
        self.ticks(canvas, scale, (top, bottom), if self.sheet.is_narrow() { &labels[..1] } else { &labels });
        for y in [top, bottom] {
            canvas.line((axis.0, y), (axis.1, y), AXIS.to_rgba(), 1.0);
        }
        canvas.line((scale.place(0.0), top), (scale.place(0.0), bottom), INK.to_rgba(), 1.3);
    }

    fn own_axis(&self, canvas: &mut Canvas, scale: Scale, axis: Point, (top, bottom): Point) {
        self.ticks(canvas, scale, (top, bottom), &[bottom + 16.0]);
        canvas.line((axis.0, bottom), (axis.1, bottom), AXIS.to_rgba(), 1.0);
        if scale.starts_elsewhere() {
            broken(canvas, (axis.0, bottom));
        }
        if self.axes == Axes::Common {
            canvas.line((scale.place(0.0), top), (scale.place(0.0), bottom), INK.to_rgba(), 1.3);
        }
    }

    fn ticks(&self, canvas: &mut Canvas, scale: Scale, (top, bottom): Point, labels: &[f64]) {
        let wide = Type { size: TICK.size + self.unit.len() as f64, ..TICK };
        for tick in scale.ticks_across(if self.columns() > 1 { 4 } else { 6 }, wide) {
            canvas.line((tick.at, top), (tick.at, bottom), RULE.to_rgba(), 1.0);
            for y in labels {
                canvas.text((tick.at, *y), &format!("{}{}", tick.label, self.unit), TICK, Align::Centre);
            }
        }
    }

    /// A heading and its rows; in a band of several, the rows of all start below the tallest heading.
    fn group(&self, canvas: &mut Canvas, group: &Group, (cell, body): (Cell, Body), scale: Scale, (top, head): Point) {
        let beside = if group.arm.is_some() { MARK_ROOM } else { 0.0 };
        if self.is_stacked() {
            let (name, about) = self.heading(group);
            self.clear(canvas, body, (top, top + self.head(group)));
            let below = write_lines(canvas, (cell.left + beside, top + 4.0), &name, HEADING);
            write_lines(canvas, (cell.left, below), &about, FAINT);
            if let Some(arm) = group.arm {
                ArmStyle::of(arm).mark(canvas, (cell.left + 5.0, top + 13.0), 4.2);
            }
        } else {
            // A band keeps the grid from running through the words.
            canvas.rectangle((body.left, top + 6.0), (body.right, top + HEAD - 1.0), BAND.to_rgba());
            let about = FAINT.shortened(&group.about, 0.55 * (body.right - body.left));
            let room = body.right - body.left - FAINT.width(&about) - 28.0 - beside;
            if let Some(arm) = group.arm {
                ArmStyle::of(arm).mark(canvas, (body.left + 11.0, top + HEAD - 11.8), 4.2);
            }
            canvas.text((body.left + 6.0 + beside, top + HEAD - 7.0), &HEADING.shortened(&group.name, room), HEADING, Align::Left);
            canvas.text((body.right - 6.0, top + HEAD - 7.0), &about, FAINT, Align::Right);
        }
        let mut at = top + head.max(self.head(group));
        for row in &group.rows {
            self.row(canvas, row, (cell, body), scale, at);
            at += self.row_height();
        }
    }

    /// Where words stand above marks, takes away the grid behind them.
    fn clear(&self, canvas: &mut Canvas, body: Body, (top, bottom): Point) {
        if self.sheet.is_narrow() {
            canvas.rectangle((body.left, top + 1.0), (body.right, bottom), WHITE.to_rgba());
        }
    }

    fn row(&self, canvas: &mut Canvas, row: &Row, (cell, body): (Cell, Body), scale: Scale, top: f64) {
        let words = top + ROW / 2.0;
        self.clear(canvas, body, (top, top + ROW));
        let figures: f64 = self.figures.iter().map(|(_, width)| width).sum();
        if cell.named {
            let (left, beside) = (body.left + if self.is_stacked() { 0.0 } else { 6.0 }, if row.arm.is_some() { MARK_ROOM } else { 0.0 });
            let room = if self.sheet.is_narrow() { cell.right - figures - left } else { cell.axis.0 - 12.0 - left } - beside;
            if let Some(arm) = row.arm {
                ArmStyle::of(arm).mark(canvas, (left + 5.0, words), 4.2);
            }
            canvas.text((left + beside, words + 4.6), &look(row).shortened(&row.name, room), look(row), Align::Left);
        }
        let mut right = cell.right;
        for (index, (figure, (_, width))) in row.figures.iter().zip(self.figures).enumerate().rev() {
            let look = if index == 0 || row.bold { look(row) } else { FAINT };
            canvas.text((right, words + 4.6), figure, look, Align::Right);
            right -= width;
        }
        let y = if self.sheet.is_narrow() { top + ROW + 9.0 } else { words };
        draw_mark(canvas, row, scale, y);
    }
}

fn look(row: &Row) -> Type {
    let size = if row.arm.is_some() { LABEL.size } else { FAINT.size };
    Type { bold: row.bold, size, ..LABEL }
}

fn draw_mark(canvas: &mut Canvas, row: &Row, scale: Scale, y: f64) {
    let style = ArmStyle::of(row.arm.unwrap_or_default());
    let placed = |(from, to): Point| (scale.place(from), scale.place(to));
    match row.mark {
        Mark::Estimate { at, interval, spread } => {
            if let Some(spread) = spread {
                style.spread(canvas, placed(spread), y);
            }
            if let Some(interval) = interval {
                style.interval(canvas, placed(interval), y);
            }
            style.mark(canvas, (scale.place(at), y), 4.2);
        }
        Mark::Range(low, high) => {
            let (low, high) = placed((low, high));
            canvas.rectangle((low.min(high), y - 4.0), (low.max(high), y + 4.0), INK.mix(0.22));
            end(canvas, (low, y), false);
            end(canvas, (high, y), true);
        }
        Mark::Step { from, to } => {
            let (start, stop) = placed((from, to));
            let tip = if stop >= start { -5.0_f64 } else { 5.0 };
            // A step too short for its arrow has a line alone.
            let neck = if (stop - start).abs() > tip.abs() { stop + tip } else { start };
            canvas.line((start, y - 8.0), (start, y + 8.0), GREY.to_rgba(), 1.0);
            canvas.rectangle((start.min(neck), y - 4.0), (start.max(neck), y + 4.0), INK.mix(0.45));
            canvas.polygon(&[(neck, y - 7.0), (stop, y), (neck, y + 7.0)], INK.mix(0.8));
        }
        Mark::Part(share) => {
            let (from, whole) = placed((0.0, 100.0));
            canvas.rectangle((from, y - 6.0), (whole, y + 6.0), GREY.mix(0.14));
            canvas.rectangle((from, y - 6.0), (scale.place(share), y + 6.0), style.colour.mix(0.75));
        }
        Mark::Shares { lowest, highest } => {
            for (shares, is_high, y) in [(lowest, false, y - APART), (highest, true, y + APART)] {
                let [share, from, to] = shares.map(|share| scale.place(share));
                canvas.line((from, y), (to, y), GREY.mix(0.7), 1.6);
                end(canvas, (share, y), is_high);
            }
        }
        Mark::Nothing => {}
    }
}
