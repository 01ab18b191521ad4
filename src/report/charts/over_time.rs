//! Fan charts: an outcome over time, one panel a policy.

use plotters::style::{Color, RGBColor};

use super::canvas::{Align, Canvas, Point};
use super::scale::Scale;
use super::theme::{AXIS, ArmStyle, Body, FAINT, Frame, HEADING, INK, MARGIN, RULE, TICK, WIDTH, page_name, part, per_page, time_unit};
use super::{Chart, Inputs, NotDrawn, Picture, file_part};
use crate::results::tables::SeriesRow;
use crate::text::compact;

pub(super) const CHART: Chart =
    Chart { name: "over-time", about: "A headline outcome over time under each policy, with the spread of the runs", draw };

const LEFT_AXIS: f64 = 50.0;
const KEY_HEIGHT: f64 = 46.0;
const HEAD: f64 = 24.0;
const PLOT_HEIGHT: f64 = 150.0;
const PANEL_GAP: f64 = 14.0;
const BOTTOM_AXIS: f64 = 40.0;
const COLUMN_GAP: f64 = 18.0;

/// A policy and its windows, by time.
struct Panel<'a> {
    arm: usize,
    name: &'a str,
    rows: Vec<&'a SeriesRow>,
}

fn draw(inputs: &Inputs) -> Vec<Picture> {
    inputs.selection.over_time.iter().flat_map(|outcome| pictures(inputs, outcome)).collect()
}

fn pictures(inputs: &Inputs, outcome: &str) -> Vec<Picture> {
    let name = format!("{}-{}", CHART.name, file_part(outcome));
    let panels = panels(inputs, outcome);
    if panels.is_empty() {
        let reason = format!("{outcome} has no rows for all platforms in timeseries.csv");
        return vec![Picture { name, svg: Err(NotDrawn::Skipped(reason)) }];
    }
    let grid = Grid::new(&panels);
    let rows = per_page(panels.len().div_ceil(grid.columns), HEAD + PLOT_HEIGHT + PANEL_GAP, 1);
    let pages: Vec<&[Panel]> = panels.chunks(rows * grid.columns).collect();
    let baseline = panels.iter().find(|panel| panel.name == inputs.run.baseline);
    let draw = |(page, panels): (usize, &&[Panel])| Picture {
        name: page_name(&name, page),
        svg: picture(inputs, outcome, &grid, (panels, baseline), (page, pages.len())),
    };
    pages.iter().enumerate().map(draw).collect()
}

fn picture(
    inputs: &Inputs,
    outcome: &str,
    grid: &Grid,
    (panels, baseline): (&[Panel], Option<&Panel>),
    page: (usize, usize),
) -> Result<String, NotDrawn> {
    let frame = Frame {
        inputs,
        title: format!("{} over time, by policy{}", inputs.name(outcome), part(page)),
        lead: lead(panels, inputs.unit(outcome)),
        notes: inputs.cut_short(),
        height: grid.height(panels.len()),
    };
    frame.svg(|canvas, body| {
        key(canvas, body, baseline.map(|panel| panel.name));
        for (index, panel) in panels.iter().enumerate() {
            grid.draw(canvas, body, (index, panels.len()), panel, baseline);
        }
    })
}

fn panels<'a>(inputs: &'a Inputs, outcome: &str) -> Vec<Panel<'a>> {
    let arms = inputs.run.arms.iter().enumerate();
    arms.map(|(arm, name)| {
        let of_arm = |row: &&SeriesRow| row.arm == *name && row.outcome == outcome && row.median.is_finite() && row.day.is_finite();
        let mut rows: Vec<&SeriesRow> = inputs.series.iter().filter(of_arm).collect();
        rows.sort_by(|a, b| a.day.total_cmp(&b.day));
        Panel { arm, name, rows }
    })
    .filter(|panel| !panel.rows.is_empty())
    .collect()
}

fn lead(panels: &[Panel], unit: &str) -> String {
    let rows = &panels[0].rows;
    let window = rows.get(1).map(|second| second.day - rows[0].day).filter(|days| *days > 0.0);
    let per = window.map_or_else(String::new, |days| format!(" in windows of {} days", compact(days)));
    let unit = if unit.is_empty() { "Values" } else { unit };
    let mut characters = unit.chars();
    let first = characters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}{per}; all panels share their axes.", characters.as_str())
}

/// What band, line and dashes are.
fn key(canvas: &mut Canvas, body: Body, baseline: Option<&str>) {
    let (y, mut x) = (body.top + 8.0, body.left);
    let grey = RGBColor(90, 90, 90);
    let mut entry = |canvas: &mut Canvas, text: &str, mark: &dyn Fn(&mut Canvas, f64)| {
        mark(canvas, x);
        canvas.text((x + 33.0, y + 4.4), text, FAINT, Align::Left);
        x += 33.0 + FAINT.width(text) + 20.0;
    };
    entry(canvas, "median", &|canvas, x| {
        canvas.line((x, y), (x + 27.0, y), grey.to_rgba(), 2.2);
    });
    entry(canvas, "half of the runs", &|canvas, x| {
        canvas.rectangle((x, y - 6.0), (x + 27.0, y + 6.0), grey.mix(0.45));
    });
    entry(canvas, "90\u{202f}% of the runs", &|canvas, x| {
        canvas.rectangle((x, y - 6.0), (x + 27.0, y + 6.0), grey.mix(0.2));
    });
    if let Some(name) = baseline {
        let text = FAINT.shortened(&format!("median of {name}"), 260.0);
        entry(canvas, &text, &|canvas, x| {
            canvas.dashed(&[(x, y), (x + 27.0, y)], INK.to_rgba(), 1.4, 5.0);
        });
    }
}

/// Where the panels lie, and the axes that they share.
struct Grid {
    columns: usize,
    width: f64,
    y: Scale,
    x: Scale,
    unit: (f64, &'static str),
}

impl Grid {
    fn new(panels: &[Panel]) -> Self {
        let columns = match panels.len() {
            1 => 1,
            2 | 4 => 2,
            _ => 3,
        };
        let width = (WIDTH - 2.0 * MARGIN - LEFT_AXIS - COLUMN_GAP * (columns - 1) as f64) / columns as f64;
        let rows = || panels.iter().flat_map(|panel| panel.rows.iter());
        let values = rows().flat_map(|row| [row.p05, row.p25, row.median, row.p75, row.p95]).chain([0.0]);
        let last = rows().map(|row| row.day).fold(0.0, f64::max);
        let unit = time_unit(last);
        Self {
            columns,
            width,
            y: Scale::linear(values, PLOT_HEIGHT, 0.0),
            x: Scale::spanning((0.0, (last / unit.0).max(1e-9)), 0.0, width),
            unit,
        }
    }

    fn height(&self, panels: usize) -> f64 {
        let rows = panels.div_ceil(self.columns) as f64;
        KEY_HEIGHT - 16.0 + rows * (HEAD + PLOT_HEIGHT + PANEL_GAP) - PANEL_GAP + BOTTOM_AXIS
    }

    fn draw(&self, canvas: &mut Canvas, body: Body, (index, of): (usize, usize), panel: &Panel, baseline: Option<&Panel>) {
        let (column, row) = (index % self.columns, index / self.columns);
        let left = body.left + LEFT_AXIS + column as f64 * (self.width + COLUMN_GAP);
        let top = body.top + KEY_HEIGHT - 16.0 + row as f64 * (HEAD + PLOT_HEIGHT + PANEL_GAP) + HEAD;
        let style = ArmStyle::of(panel.arm);
        style.mark(canvas, (left + 5.0, top - 11.0), 4.2);
        canvas.text((left + 15.0, top - 6.5), &HEADING.shortened(panel.name, self.width - 16.0), HEADING, Align::Left);
        self.axes(canvas, (left, top), column == 0, index + self.columns >= of);
        let at = |row: &SeriesRow, value: f64| (left + self.x.place(row.day / self.unit.0), top + self.y.place(value));
        band(canvas, &panel.rows, style.colour.mix(0.2), at, |row| (row.p05, row.p95));
        band(canvas, &panel.rows, style.colour.mix(0.35), at, |row| (row.p25, row.p75));
        let median = |rows: &[&SeriesRow]| -> Vec<Point> { rows.iter().map(|row| at(row, row.median)).collect() };
        canvas.path(&median(&panel.rows), style.colour.to_rgba(), 2.2);
        if let Some(baseline) = baseline.filter(|baseline| baseline.arm != panel.arm) {
            canvas.dashed(&median(&baseline.rows), INK.to_rgba(), 1.2, 5.0);
        }
        if let [only] = panel.rows[..] {
            style.mark(canvas, at(only, only.median), 4.2);
        }
    }

    fn axes(&self, canvas: &mut Canvas, (left, top): Point, first: bool, last: bool) {
        let (right, bottom) = (left + self.width, top + PLOT_HEIGHT);
        for tick in self.y.ticks(4) {
            canvas.line((left, top + tick.at), (right, top + tick.at), RULE.to_rgba(), 1.0);
            if first {
                canvas.text((left - 6.0, top + tick.at + 4.2), &tick.label, TICK, Align::Right);
            }
        }
        canvas.line((left, bottom), (right, bottom), AXIS.to_rgba(), 1.0);
        for tick in self.x.ticks_across(5, TICK) {
            canvas.line((left + tick.at, bottom), (left + tick.at, bottom + 4.0), AXIS.to_rgba(), 1.0);
            if last {
                canvas.text((left + tick.at, bottom + 17.0), &tick.label, TICK, Align::Centre);
            }
        }
        if last {
            let text = format!("{} since the start", self.unit.1);
            canvas.text((f64::midpoint(left, right), bottom + 34.0), &text, TICK, Align::Centre);
        }
    }
}

/// The area between two quantiles.
fn band(
    canvas: &mut Canvas,
    rows: &[&SeriesRow],
    colour: plotters::style::RGBAColor,
    at: impl Fn(&SeriesRow, f64) -> Point,
    ends: impl Fn(&SeriesRow) -> (f64, f64),
) {
    let known: Vec<&&SeriesRow> = rows.iter().filter(|row| ends(row).0.is_finite() && ends(row).1.is_finite()).collect();
    let lower = known.iter().map(|row| at(row, ends(row).0));
    let upper = known.iter().rev().map(|row| at(row, ends(row).1));
    let outline: Vec<Point> = lower.chain(upper).collect();
    if known.len() > 1 {
        canvas.polygon(&outline, colour);
    }
}
