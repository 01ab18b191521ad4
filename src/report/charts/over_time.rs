//! Fan charts: an outcome over time, one panel a policy.

use plotters::style::{Color, RGBAColor};

use super::canvas::{Canvas, Point};
use super::chart::{Chart, NotDrawn, Page, Picture, Sheet, file_part, pictures, skipped};
use super::frame::Frame;
use super::inputs::Inputs;
use super::key::{Key, Sample};
use super::panel::{Grid, Time};
use super::scale::Scale;
use super::theme::{ArmStyle, INK};
use crate::results::tables::SeriesRow;
use crate::text::compact;

pub(super) const CHART: Chart = Chart {
    name: "over-time",
    table: "timeseries.csv",
    about: "A headline outcome over time under each policy, with the spread of the runs",
    draw,
};

/// A policy and its windows, by time.
struct Fan<'a> {
    arm: usize,
    name: &'a str,
    rows: Vec<&'a SeriesRow>,
}

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    inputs.selection.over_time.iter().flat_map(|outcome| of_outcome(inputs, sheet, outcome)).collect()
}

fn of_outcome(inputs: &Inputs, sheet: Sheet, outcome: &str) -> Vec<Picture> {
    let name = format!("{}-{}", CHART.name, file_part(outcome));
    let fans = fans(inputs, outcome);
    if fans.iter().flat_map(|fan| &fan.rows).all(|row| row.p95 == 0.0 && row.median == 0.0) {
        return skipped(&name, format!("{outcome} has no rows other than 0 for all platforms in timeseries.csv"));
    }
    let columns = match fans.len() {
        1 => 1,
        2 | 4 => 2,
        _ => 3,
    };
    let grid = Grid { sheet, columns, head: 44.0, plot_height: 150.0, bottom: 44.0 };
    let rows = sheet.per_page(fans.len().div_ceil(grid.columns()), grid.band(), 1);
    let pages: Vec<&[Fan]> = fans.chunks(rows * grid.columns()).collect();
    pictures(&name, &pages, |page_fans, page| picture(inputs, outcome, &grid, (page_fans, &fans), page))
}

fn fans<'a>(inputs: &'a Inputs, outcome: &str) -> Vec<Fan<'a>> {
    let arms = inputs.run.arms.iter().enumerate();
    arms.map(|(arm, name)| Fan {
        arm,
        name,
        rows: inputs.over_time(name, outcome).into_iter().filter(|row| row.median.is_finite()).collect(),
    })
    .filter(|fan| !fan.rows.is_empty())
    .collect()
}

fn picture(inputs: &Inputs, outcome: &str, grid: &Grid, (fans, all): (&[Fan], &[Fan]), page: Page) -> Result<String, NotDrawn> {
    let baseline = all.iter().find(|fan| fan.name == inputs.run.baseline);
    let key = key(inputs, grid.sheet, baseline);
    let rows = || all.iter().flat_map(|fan| fan.rows.iter());
    let values = rows().flat_map(|row| [row.p05, row.p25, row.median, row.p75, row.p95]).chain([0.0]);
    let y = Scale::linear(values, grid.plot_height, 0.0);
    let time = |arms: &[usize]| Time::new(inputs, arms, rows().map(|row| row.day), grid.width());
    let arms: Vec<usize> = fans.iter().map(|fan| fan.arm).collect();
    let frame = Frame {
        inputs,
        sheet: grid.sheet,
        title: format!("{} over time, by policy{}", inputs.name(outcome), page.part()),
        lead: lead(&all[0].rows, inputs.unit(outcome)),
        notes: time(&arms).note().into_iter().chain(inputs.cut_short()).collect(),
        height: key.height() + grid.height(fans.len()),
    };
    frame.svg(|canvas, body| {
        key.draw(canvas, body);
        for (index, fan) in fans.iter().enumerate() {
            let panel = grid.panel(body, body.top + key.height(), index);
            panel.policy(canvas, fan.arm, inputs.title(fan.name));
            panel.rows(canvas, &y.ticks(4), true);
            let time = time(&[fan.arm]);
            time.foot(canvas, &panel, true);
            draw_fan(canvas, fan, baseline, |row, value| time.at(&panel, &y, (row.day, value)));
        }
    })
}

fn lead(rows: &[&SeriesRow], unit: &str) -> String {
    let window = rows.get(1).map(|second| second.day - rows[0].day).filter(|days| *days > 0.0);
    let per = window.map_or_else(String::new, |days| format!(" in windows of {} days", compact(days)));
    let unit = if unit.is_empty() { "Values" } else { unit };
    let mut characters = unit.chars();
    let first = characters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}{per}; all panels share their axes.", characters.as_str())
}

/// What areas, line and dashes are.
fn key(inputs: &Inputs, sheet: Sheet, baseline: Option<&Fan>) -> Key {
    let mut entries = vec![
        (Sample::Line, "median".to_owned()),
        (Sample::Area(0.45), "half of the runs".to_owned()),
        (Sample::Area(0.2), "90\u{202f}% of the runs".to_owned()),
    ];
    entries.extend(baseline.map(|_| (Sample::Dashes, format!("median of {}", inputs.baseline()))));
    Key::new(sheet, entries)
}

fn draw_fan(canvas: &mut Canvas, fan: &Fan, baseline: Option<&Fan>, at: impl Fn(&SeriesRow, f64) -> Point) {
    let style = ArmStyle::of(fan.arm);
    band(canvas, &fan.rows, style.colour.mix(0.2), &at, |row| (row.p05, row.p95));
    band(canvas, &fan.rows, style.colour.mix(0.35), &at, |row| (row.p25, row.p75));
    let median = |rows: &[&SeriesRow]| -> Vec<Point> { rows.iter().map(|row| at(row, row.median)).collect() };
    canvas.path(&median(&fan.rows), style.colour.to_rgba(), 2.2);
    if let Some(baseline) = baseline.filter(|baseline| baseline.arm != fan.arm) {
        canvas.dashed(&median(&baseline.rows), INK.to_rgba(), 1.2, 5.0);
    }
    if let [only] = fan.rows[..] {
        style.mark(canvas, at(only, only.median), 4.2);
    }
}

/// The area between two quantiles.
fn band(
    canvas: &mut Canvas,
    rows: &[&SeriesRow],
    colour: RGBAColor,
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
