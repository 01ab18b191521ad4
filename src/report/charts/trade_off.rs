//! The change in a safety outcome against the change in a privacy outcome: a point and two ellipses for each policy, and no weights.
//!
//! Changes are paired differences from the baseline, which stands at the crossing of the zeros: runs share their chance and their
//! assumptions, so differences are known far better than levels.

use plotters::style::Color;

use super::canvas::{Align, Canvas, Point};
use super::scale::Scale;
use super::theme::{AXIS, ArmStyle, Body, Frame, LABEL, MARGIN, RULE, TICK, WIDTH, lower_first};
use super::{Chart, Inputs, NotDrawn, Picture, file_part};
use crate::analysis::{Ellipse, mean, quantile};

mod labels;

use labels::Labels;

pub(super) const CHART: Chart = Chart {
    name: "trade-off",
    about: "The change in a safety outcome against the change in a privacy outcome, with the uncertainty of both",
    draw,
};

const PLOT_HEIGHT: f64 = 430.0;
const LEFT_AXIS: f64 = 62.0;
const BOTTOM_AXIS: f64 = 52.0;
const OUTLINE: usize = 120;
/// Where the 95 % quantile of the values above 0 is this many times their 5 % quantile, an axis is logarithmic.
const WIDE: f64 = 20.0;

/// The runs of one policy.
struct Cloud<'a> {
    arm: usize,
    name: &'a str,
    x: Vec<f64>,
    y: Vec<f64>,
}

fn draw(inputs: &Inputs) -> Vec<Picture> {
    let pairs = inputs.selection.trade_offs.iter();
    pairs
        .map(|(x, y)| Picture { name: format!("{}-{}-{}", CHART.name, file_part(y), file_part(x)), svg: picture(inputs, (x, y)) })
        .collect()
}

fn picture(inputs: &Inputs, (x, y): (&str, &str)) -> Result<String, NotDrawn> {
    let arms = inputs.run.arms.iter().enumerate();
    let clouds: Vec<Cloud> = arms
        .map(|(arm, name)| {
            let (x, y) = inputs.differences(name, (x, y));
            Cloud { arm, name, x, y }
        })
        .filter(|cloud| !cloud.x.is_empty())
        .collect();
    if clouds.is_empty() {
        return Err(NotDrawn::Skipped(format!("no replication has both {x} and {y} in outcomes.csv")));
    }
    let plot = Plot::new(&clouds);
    let frame = Frame {
        inputs,
        title: format!("Change in {} against {}", lower_first(inputs.name(y)), lower_first(inputs.name(x))),
        lead: plot.lead(&inputs.run.baseline),
        notes: plot.notes(&clouds),
        height: PLOT_HEIGHT + BOTTOM_AXIS + plot.labels.legend_height(),
    };
    let titles = (axis_title(inputs, x), axis_title(inputs, y));
    frame.svg(|canvas, body| plot.draw(canvas, body, &clouds, &titles))
}

fn axis_title(inputs: &Inputs, outcome: &str) -> String {
    let (name, unit) = (inputs.name(outcome), inputs.unit(outcome));
    let change = format!("Change in {}", lower_first(name));
    if unit.is_empty() { change } else { format!("{change} [{unit}]") }
}

/// The axes and the outlines upon them, in pixels from the upper left of the plot.
struct Plot {
    x: Scale,
    y: Scale,
    means: Vec<Point>,
    of_mean: Vec<Vec<Point>>,
    of_runs: Vec<Vec<Point>>,
    /// Whether an ellipse reaches below 0, where its outcome cannot.
    cut: bool,
    labels: Labels,
}

impl Plot {
    fn new(clouds: &[Cloud]) -> Self {
        let width = WIDTH - 2.0 * MARGIN - LEFT_AXIS;
        let (x, y) = (axis(clouds, |cloud| &cloud.x, (0.0, width)), axis(clouds, |cloud| &cloud.y, (PLOT_HEIGHT, 0.0)));
        let spread: Vec<Vec<Point>> = clouds.iter().map(|cloud| spread(cloud, x, y)).collect();
        let outlines: Vec<Vec<Point>> = clouds.iter().map(of_mean).collect();
        let even = |p: &Point| (x.transformed(p.0), y.transformed(p.1));
        let reach: Vec<Point> = spread.iter().flatten().copied().chain(outlines.iter().flatten().map(even)).collect();
        let x = x.holding(reach.iter().map(|p| p.0), clouds.iter().all(|c| least(&c.x) >= 0.0));
        let y = y.holding(reach.iter().map(|p| p.1), clouds.iter().all(|c| least(&c.y) >= 0.0));
        let placed = |p: &Point| (x.place(p.0), y.place(p.1));
        let placed_even = |p: &Point| (x.place_transformed(p.0), y.place_transformed(p.1));
        let means: Vec<Point> = clouds.iter().map(|c| placed(&(average(&c.x), average(&c.y)))).collect();
        let of_mean: Vec<Vec<Point>> = outlines.iter().map(|outline| outline.iter().map(placed).collect()).collect();
        let names: Vec<&str> = clouds.iter().map(|cloud| cloud.name).collect();
        let labels = Labels::new(&names, &means, &of_mean, (width, PLOT_HEIGHT));
        Self {
            x,
            y,
            means,
            of_mean,
            of_runs: spread.iter().map(|outline| outline.iter().map(placed_even).collect()).collect(),
            cut: reach.iter().any(|p| x.cuts(p.0) || y.cuts(p.1)),
            labels,
        }
    }

    fn has_ellipses(&self) -> bool {
        self.of_runs.iter().any(|outline| !outline.is_empty())
    }

    fn lead(&self, baseline: &str) -> String {
        if self.has_ellipses() {
            let shapes = "outlined by its 95\u{202f}% confidence; shaded: 90\u{202f}% of the runs. No weighting.";
            format!("Marks: mean paired difference from {baseline}, {shapes}")
        } else {
            format!("Marks: mean paired difference from {baseline}; too few runs for an ellipse. No weighting.")
        }
    }

    fn notes(&self, clouds: &[Cloud]) -> Vec<String> {
        let mut notes = Vec::new();
        let logarithmic = match (self.x.is_logarithmic(), self.y.is_logarithmic()) {
            (true, true) => "Both axes are logarithmic",
            (true, false) => "The horizontal axis is logarithmic",
            (false, true) => "The vertical axis is logarithmic",
            (false, false) => "",
        };
        if !logarithmic.is_empty() {
            let zeros = [(self.x, true), (self.y, false)]
                .iter()
                .any(|(scale, across)| scale.is_logarithmic() && clouds.iter().any(|c| (if *across { &c.x } else { &c.y }).contains(&0.0)));
            let edge = if zeros { ", with 0 drawn at its edge" } else { "" };
            let ellipses = if self.has_ellipses() { "; ellipses of the runs follow the axis" } else { "" };
            notes.push(format!("{logarithmic}{edge}{ellipses}."));
        }
        if [self.x, self.y].iter().any(|scale| !scale.is_logarithmic() && !scale.shows_zero()) {
            notes.push("Not every axis starts at 0.".to_owned());
        }
        if self.cut {
            notes.push("Ellipses are cut at 0, as the outcomes are.".to_owned());
        }
        notes
    }

    fn draw(&self, canvas: &mut Canvas, body: Body, clouds: &[Cloud], titles: &(String, String)) {
        let origin = (body.left + LEFT_AXIS, body.top + self.labels.legend_height());
        let shifted = |outline: &[Point]| -> Vec<Point> { outline.iter().map(|p| (p.0 + origin.0, p.1 + origin.1)).collect() };
        self.axes(canvas, origin, body, titles);
        for (cloud, outline) in clouds.iter().zip(&self.of_runs) {
            let mut closed = shifted(outline);
            canvas.polygon(&closed, ArmStyle::of(cloud.arm).colour.mix(0.13));
            // Where one outcome has no spread the ellipse is a line, and a polygon alone would not show it.
            closed.extend(closed.first().copied());
            canvas.path(&closed, ArmStyle::of(cloud.arm).colour.mix(0.2), 4.0);
        }
        for (cloud, outline) in clouds.iter().zip(&self.of_mean) {
            let mut closed = shifted(outline);
            closed.extend(closed.first().copied());
            canvas.path(&closed, ArmStyle::of(cloud.arm).colour.to_rgba(), 1.8);
        }
        let styles: Vec<ArmStyle> = clouds.iter().map(|cloud| ArmStyle::of(cloud.arm)).collect();
        self.labels.leaders(canvas, origin);
        for (style, at) in styles.iter().zip(shifted(&self.means)) {
            style.mark(canvas, at, 4.6);
        }
        self.labels.draw(canvas, origin, &styles, body);
    }

    fn axes(&self, canvas: &mut Canvas, (left, top): Point, body: Body, titles: &(String, String)) {
        let bottom = top + PLOT_HEIGHT;
        for tick in self.x.ticks_across(8, TICK) {
            canvas.line((left + tick.at, top), (left + tick.at, bottom), RULE.to_rgba(), 1.0);
            canvas.text((left + tick.at, bottom + 17.0), &tick.label, TICK, Align::Centre);
        }
        for tick in self.y.ticks(6) {
            canvas.line((left, top + tick.at), (body.right, top + tick.at), RULE.to_rgba(), 1.0);
            canvas.text((left - 7.0, top + tick.at + 4.2), &tick.label, TICK, Align::Right);
        }
        canvas.line((left, bottom), (body.right, bottom), AXIS.to_rgba(), 1.0);
        canvas.line((left, top), (left, bottom), AXIS.to_rgba(), 1.0);
        let across = body.right - left;
        canvas.text((left + across / 2.0, bottom + 40.0), &LABEL.shortened(&titles.0, across), LABEL, Align::Centre);
        canvas.upward_text((body.left + 6.0, top + PLOT_HEIGHT / 2.0), &LABEL.shortened(&titles.1, PLOT_HEIGHT), LABEL);
    }
}

/// An axis for the means; the ellipses lengthen it later.
fn axis<'c>(clouds: &'c [Cloud], side: impl Fn(&'c Cloud) -> &'c [f64], (from, to): Point) -> Scale {
    let values: Vec<f64> = clouds.iter().flat_map(|cloud| side(cloud).iter().copied()).collect();
    let drawn: Vec<f64> = clouds.iter().map(|cloud| average(side(cloud))).chain(values.contains(&0.0).then_some(0.0)).collect();
    if least(&values) >= 0.0 && many_scales(&values) {
        let positive = values.iter().copied().filter(|v| *v > 0.0).fold(f64::INFINITY, f64::min);
        Scale::logarithmic(&drawn, positive, from, to)
    } else {
        Scale::linear(drawn, from, to)
    }
}

/// Whether the values above 0 span several powers of ten among themselves.
fn many_scales(values: &[f64]) -> bool {
    let positive: Vec<f64> = values.iter().copied().filter(|v| *v > 0.0).collect();
    matches!((quantile(&positive, 0.05), quantile(&positive, 0.95)), (Some(low), Some(high)) if high > WIDE * low)
}

fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

fn average(values: &[f64]) -> f64 {
    mean(values).unwrap_or_default()
}

fn of_mean(cloud: &Cloud) -> Vec<Point> {
    Ellipse::of_mean(&cloud.x, &cloud.y, 0.95).map_or_else(Vec::new, |e| e.outline(OUTLINE))
}

/// The ellipse of the runs, in the coordinates in which the axes are even.
fn spread(cloud: &Cloud, x: Scale, y: Scale) -> Vec<Point> {
    let xs: Vec<f64> = cloud.x.iter().map(|v| x.transformed(*v)).collect();
    let ys: Vec<f64> = cloud.y.iter().map(|v| y.transformed(*v)).collect();
    Ellipse::of_spread(&xs, &ys, 0.90).map_or_else(Vec::new, |e| e.outline(OUTLINE))
}
