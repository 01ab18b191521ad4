//! Differences along one parameter, with bands; over two, a map.

use super::super::canvas::Point;
use super::super::chart::{Chart, NotDrawn, Page, Picture, Sheet, failed, pictures, skipped};
use super::super::frame::Frame;
use super::super::inputs::Inputs;
use super::super::key::Key;
use super::super::panel::{BROKEN, Grid, Panel};
use super::super::scale::Scale;
use super::super::theme::{ArmStyle, INK};
use crate::results::tables::{LeverRow, Measure, SweepRow};
use plotters::style::Color;

pub(in super::super) const CHART: Chart = Chart {
    name: "sweep",
    table: "sweep.csv",
    about: "How the difference of each policy from the baseline changes along the parameter that is swept",
    draw,
};

/// More lines with bands than this in a plot cannot be told apart.
const MOST_LINES: usize = 4;
/// Plots of a picture.
const MOST_PLOTS: usize = 8;

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let (levers, rows): (Vec<LeverRow>, Vec<SweepRow>) = match (inputs.table(), inputs.table()) {
        (Ok(levers), Ok(rows)) => (levers, rows),
        (Err(error), _) | (_, Err(error)) => return failed(CHART.name, &error),
    };
    if levers.iter().any(|lever| lever.lever == 2) {
        return super::sweep_map::draw((inputs, sheet), &levers, &rows);
    }
    let others: Vec<usize> = inputs.others().map(|(arm, _)| arm).collect();
    if others.is_empty() {
        return skipped(CHART.name, "there is no policy to compare with the baseline");
    }
    let outcomes: Vec<&String> = inputs.selection.answer.iter().collect();
    let parts: Vec<(&[&String], &[usize])> =
        outcomes.chunks(MOST_PLOTS).flat_map(|outcomes| others.chunks(MOST_LINES).map(move |arms| (outcomes, arms))).collect();
    pictures(CHART.name, &parts, |(outcomes, arms), page| picture((inputs, sheet), (&levers, &rows), outcomes, arms, page))
}

fn picture(
    (inputs, sheet): (&Inputs, Sheet),
    (levers, rows): (&[LeverRow], &[SweepRow]),
    outcomes: &[&String],
    arms: &[usize],
    page: Page,
) -> Result<String, NotDrawn> {
    let lever = levers.first().ok_or_else(|| NotDrawn::Skipped("levers.csv holds no value".to_owned()))?;
    let grid = Grid { sheet, columns: 2, head: 48.0, plot_height: 150.0, bottom: 46.0 };
    let key = Key::of_arms(inputs, sheet, arms);
    let x = Scale::linear(levers.iter().map(|lever| lever.value), 0.0, grid.width());
    let unit = if lever.word {
        levers.iter().map(|l| format!("{} {}", l.value, l.set)).collect::<Vec<_>>().join(", ")
    } else {
        lever.unit.clone()
    };
    let frame = Frame {
        inputs,
        sheet,
        title: format!("Differences from {} along {}{}", inputs.baseline(), lever.parameter, page.part()),
        lead: format!(
            "Line: mean difference. Shaded: its 95\u{202f}% interval at each point; lighter, the band that holds at all points together. Across: {} [{unit}].",
            lever.parameter
        ),
        notes: vec!["All points share draws and chance.".to_owned(), BROKEN.to_owned()],
        height: key.height() + grid.height(outcomes.len()),
    };
    frame.svg(|canvas, body| {
        key.draw(canvas, body);
        for (index, outcome) in outcomes.iter().enumerate() {
            let panel = grid.panel(body, body.top + key.height(), index);
            let of = |arm: usize| {
                rows.iter()
                    .filter(move |row| row.outcome == **outcome && row.measure == Measure::Difference && row.arm == inputs.run.arms[arm])
            };
            let drawn = arms.iter().flat_map(|arm| of(*arm)).flat_map(|row| [Some(row.mean), row.band_low, row.band_high]).flatten();
            let y = Scale::linear(drawn.chain([0.0]), panel.height, 0.0);
            panel.heading(canvas, inputs.name(outcome), inputs.unit(outcome));
            panel.rows(canvas, &y.ticks(4), true);
            panel.foot(canvas, &x, Some(&lever.unit));
            canvas.line((panel.left, panel.top + y.place(0.0)), (panel.left + panel.width, panel.top + y.place(0.0)), INK.to_rgba(), 1.0);
            for arm in arms {
                let style = ArmStyle::of(*arm);
                let around =
                    |low: fn(&SweepRow) -> Option<f64>, high: fn(&SweepRow) -> Option<f64>| outline(&panel, (&x, &y), of(*arm), low, high);
                for (low, high) in [(band_low as fn(&SweepRow) -> Option<f64>, band_high as fn(&SweepRow) -> Option<f64>), (low, high)] {
                    let points = around(low, high);
                    if points.len() > 3 {
                        canvas.polygon(&points, style.colour.mix(0.14));
                    }
                }
            }
            for arm in arms {
                let style = ArmStyle::of(*arm);
                let line: Vec<Point> = of(*arm).map(|row| panel.at((&x, &y), (row.first, row.mean))).collect();
                canvas.path(&line, style.colour.to_rgba(), 1.8);
                for at in &line {
                    style.mark(canvas, *at, 3.0);
                }
            }
        }
    })
}

fn low(row: &SweepRow) -> Option<f64> {
    row.low
}

fn high(row: &SweepRow) -> Option<f64> {
    row.high
}

fn band_low(row: &SweepRow) -> Option<f64> {
    row.band_low
}

fn band_high(row: &SweepRow) -> Option<f64> {
    row.band_high
}

/// The outline of a band, forth along its upper end and back along its lower.
fn outline<'a>(
    panel: &Panel,
    scales: (&Scale, &Scale),
    rows: impl Iterator<Item = &'a SweepRow>,
    low: impl Fn(&SweepRow) -> Option<f64>,
    high: impl Fn(&SweepRow) -> Option<f64>,
) -> Vec<Point> {
    let both: Vec<(f64, f64, f64)> = rows.filter_map(|row| Some((row.first, low(row)?, high(row)?))).collect();
    let upper = both.iter().map(|(x, _, high)| panel.at(scales, (*x, *high)));
    let lower = both.iter().rev().map(|(x, low, _)| panel.at(scales, (*x, *low)));
    upper.chain(lower).collect()
}
