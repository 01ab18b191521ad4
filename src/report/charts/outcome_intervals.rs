//! Every headline outcome under every arm: mean, interval of the mean, and spread of the runs.

use plotters::style::Color;

use super::canvas::{Align, Canvas, Point};
use super::scale::Scale;
use super::theme::{
    AXIS, ArmStyle, Body, FAINT, Frame, GREY, HEADING, LABEL, MARGIN, RULE, TICK, WIDTH, page_name, part, per_page, without_interval,
};
use super::{Chart, Inputs, NotDrawn, Picture};
use crate::results::tables::SummaryRow;
use crate::text::compact;

pub(super) const CHART: Chart = Chart {
    name: "outcome-intervals",
    about: "Mean of each headline outcome under each policy, with its interval and the spread of the runs",
    draw,
};

const COLUMNS: usize = 2;
const COLUMN_GAP: f64 = 26.0;
const LABEL_GAP: f64 = 22.0;
const ROW: f64 = 20.0;
const AXIS_HEIGHT: f64 = 26.0;
const PANEL_GAP: f64 = 18.0;
const KEY_HEIGHT: f64 = 30.0;
/// Room for the mean in figures.
const FIGURE: f64 = 62.0;

/// One outcome: what is written above its axis, and a row for each arm.
struct Panel<'a> {
    name: Vec<String>,
    about: Vec<String>,
    rows: Vec<Option<&'a SummaryRow>>,
}

impl Panel<'_> {
    fn header(&self) -> f64 {
        18.0 * self.name.len() as f64 + 16.0 * self.about.len() as f64 + 6.0
    }
}

fn draw(inputs: &Inputs) -> Vec<Picture> {
    let arms = &inputs.run.arms;
    let label_width = arms.iter().map(|arm| LABEL.width(arm)).fold(60.0, f64::max).min(180.0);
    let layout = Layout {
        label_width,
        width: (WIDTH - 2.0 * MARGIN - label_width - LABEL_GAP - COLUMN_GAP) / COLUMNS as f64,
        rows_height: ROW * arms.len() as f64,
    };
    let outcomes = inputs.selection.headline.iter();
    let panels: Vec<Panel> = outcomes.filter_map(|id| panel(inputs, id, layout.width)).collect();
    if panels.is_empty() {
        let reason = "no headline outcome has a row in summary.csv".to_owned();
        return vec![Picture { name: CHART.name.to_owned(), svg: Err(NotDrawn::Skipped(reason)) }];
    }
    let bands = per_page(panels.len().div_ceil(COLUMNS), layout.band(64.0), 2);
    let pages: Vec<&[Panel]> = panels.chunks(bands * COLUMNS).collect();
    let pictures = pages.iter().enumerate();
    pictures
        .map(|(page, panels)| Picture { name: page_name(CHART.name, page), svg: picture(inputs, &layout, panels, (page, pages.len())) })
        .collect()
}

/// Measures that all panels share.
struct Layout {
    label_width: f64,
    width: f64,
    rows_height: f64,
}

impl Layout {
    /// Height of one row of panels whose headers are `header` tall.
    fn band(&self, header: f64) -> f64 {
        header + self.rows_height + AXIS_HEIGHT + PANEL_GAP
    }
}

fn picture(inputs: &Inputs, layout: &Layout, panels: &[Panel], page: (usize, usize)) -> Result<String, NotDrawn> {
    let headers: Vec<f64> = panels.chunks(COLUMNS).map(|band| band.iter().map(Panel::header).fold(0.0, f64::max)).collect();
    let frame = Frame {
        inputs,
        title: title(panels.len(), inputs.run.arms.len(), page),
        lead: "Figures at the right of each panel are means. Every panel has its own scale.".to_owned(),
        notes: without_interval(inputs.run).into_iter().collect(),
        height: KEY_HEIGHT + headers.iter().map(|header| layout.band(*header)).sum::<f64>() - PANEL_GAP,
    };
    frame.svg(|canvas, body| {
        key(canvas, body);
        let mut top = body.top + KEY_HEIGHT;
        for (band, header) in panels.chunks(COLUMNS).zip(headers) {
            let axis_top = top + header;
            arm_labels(canvas, inputs, (body.left, axis_top), layout.label_width);
            for (column, panel) in band.iter().enumerate() {
                let left = body.left + layout.label_width + LABEL_GAP + column as f64 * (layout.width + COLUMN_GAP);
                headline(canvas, panel, (left, top));
                rows(canvas, panel, (left, axis_top), layout.width);
            }
            top += layout.band(header);
        }
    })
}

fn title(outcomes: usize, arms: usize, page: (usize, usize)) -> String {
    let policies = if arms == 1 { "one policy".to_owned() } else { format!("{arms} policies") };
    let outcomes = if outcomes == 1 { "One outcome".to_owned() } else { format!("{outcomes} outcomes") };
    format!("{outcomes} under {policies}: means and the spread of the runs{}", part(page))
}

fn panel<'a>(inputs: &'a Inputs, outcome: &str, width: f64) -> Option<Panel<'a>> {
    let of_arm = |arm: &String| inputs.summary(arm, outcome).filter(|row| row.mean.is_finite());
    let rows: Vec<_> = inputs.run.arms.iter().map(of_arm).collect();
    if rows.iter().all(Option::is_none) {
        return None;
    }
    let about = [Some(inputs.unit(outcome).to_owned()), inputs.direction(outcome)];
    let about: Vec<String> = about.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    Some(Panel { name: HEADING.wrapped(inputs.name(outcome), width), about: FAINT.wrapped(&about.join(" · "), width), rows })
}

/// Says what the three marks are.
fn key(canvas: &mut Canvas, body: Body) {
    let y = body.top + 8.0;
    let mut x = body.left;
    let mut entry = |canvas: &mut Canvas, width: f64, text: &str, mark: &dyn Fn(&mut Canvas, f64)| {
        mark(canvas, x);
        canvas.text((x + width + 7.0, y + 4.5), text, FAINT, Align::Left);
        x += width + 7.0 + FAINT.width(text) + 22.0;
    };
    entry(canvas, 10.0, "mean", &|canvas, x| {
        ArmStyle::of(0).mark(canvas, (x + 5.0, y), 4.2);
    });
    entry(canvas, 14.0, "95\u{202f}% interval of the mean", &|canvas, x| {
        canvas.rectangle((x, y - 7.0), (x + 14.0, y + 7.0), GREY.mix(0.4));
    });
    entry(canvas, 34.0, "90\u{202f}% of the runs (5th to 95th percentile)", &|canvas, x| whisker(canvas, x, x + 34.0, y, GREY));
}

fn arm_labels(canvas: &mut Canvas, inputs: &Inputs, (left, top): Point, width: f64) {
    for (index, arm) in inputs.run.arms.iter().enumerate() {
        let y = top + ROW * (index as f64 + 0.5);
        ArmStyle::of(index).mark(canvas, (left + 5.0, y), 4.2);
        canvas.text((left + 15.0, y + 4.6), &LABEL.shortened(arm, width), LABEL, Align::Left);
    }
}

fn headline(canvas: &mut Canvas, panel: &Panel, (left, top): Point) {
    let mut baseline = top + 14.0;
    for line in &panel.name {
        canvas.text((left, baseline), line, HEADING, Align::Left);
        baseline += 18.0;
    }
    for line in &panel.about {
        canvas.text((left, baseline - 2.0), line, FAINT, Align::Left);
        baseline += 16.0;
    }
}

fn rows(canvas: &mut Canvas, panel: &Panel, (left, top): Point, width: f64) {
    let right = left + width - FIGURE;
    let bottom = top + ROW * panel.rows.len() as f64;
    let values =
        panel.rows.iter().flatten().flat_map(|row| [Some(row.mean), row.mean_low, row.mean_high, Some(row.p05), Some(row.p95)]).flatten();
    let scale = Scale::linear(values, left + 4.0, right - 4.0);
    for tick in scale.ticks_across(5, TICK) {
        canvas.line((tick.at, top), (tick.at, bottom), RULE.to_rgba(), 1.0);
        canvas.text((tick.at, bottom + 15.0), &tick.label, TICK, Align::Centre);
    }
    canvas.line((left, bottom), (right, bottom), AXIS.to_rgba(), 1.0);
    for (index, row) in panel.rows.iter().enumerate() {
        let y = top + ROW * (index as f64 + 0.5);
        let Some(row) = row else {
            canvas.text((left + width, y + 4.6), "no data", FAINT, Align::Right);
            continue;
        };
        let style = ArmStyle::of(index);
        if row.p05.is_finite() && row.p95.is_finite() {
            whisker(canvas, scale.place(row.p05), scale.place(row.p95), y, style.colour);
        }
        if let (Some(low), Some(high)) = (row.mean_low, row.mean_high) {
            style.interval(canvas, (scale.place(low), scale.place(high)), y);
        }
        style.mark(canvas, (scale.place(row.mean), y), 4.2);
        canvas.text((left + width, y + 4.6), &compact(row.mean), LABEL, Align::Right);
    }
}

/// The thin line of the runs' spread, with short ends.
fn whisker(canvas: &mut Canvas, from: f64, to: f64, y: f64, colour: plotters::style::RGBColor) {
    canvas.line((from, y), (to, y), colour.to_rgba(), 1.4);
    for x in [from, to] {
        canvas.line((x, y - 3.5), (x, y + 3.5), colour.to_rgba(), 1.4);
    }
}
