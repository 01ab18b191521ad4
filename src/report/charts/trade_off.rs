//! The change in a safety outcome against the change in a privacy outcome: a point and two crosses for each policy, and no weights.
//!
//! Changes are paired differences from the baseline, which stands at the crossing of the zeros: runs share their chance and their
//! assumptions, so differences are known far better than levels. A cross is made of two intervals, each of one outcome alone: it
//! assumes no shape of the cloud of runs.

use plotters::style::Color;

use super::canvas::{Align, Canvas, Point};
use super::chart::{Chart, NotDrawn, Picture, Sheet, file_part};
use super::forest::ends;
use super::frame::{Body, Frame, lower_first};
use super::inputs::Inputs;
use super::key::Key;
use super::panel::{BROKEN, broken};
use super::scale::Scale;
use super::theme::{AXIS, ArmStyle, FAINT, INK, LABEL, RULE, TICK};
use crate::analysis::{mean, quantile};

pub(super) const CHART: Chart = Chart {
    name: "trade-off",
    table: "outcomes.csv",
    about: "The change in a safety outcome against the change in a privacy outcome, with the uncertainty of both",
    draw,
};

const LEFT_AXIS: f64 = 62.0;
const BOTTOM_AXIS: f64 = 60.0;

/// A policy's change in one outcome.
struct Change {
    mean: f64,
    /// The 95 % interval of the mean.
    interval: Option<Point>,
    /// From the 5th to the 95th percentile of the runs.
    runs: Option<Point>,
    values: Vec<f64>,
}

impl Change {
    fn new(inputs: &Inputs, arm: &str, outcome: &str, values: Vec<f64>) -> Self {
        let row = inputs.summary(arm, outcome);
        let several = (values.len() > 1).then_some(());
        let ends_of = |low, high| several.and(ends(low, high));
        Self {
            mean: mean(&values).unwrap_or_default(),
            interval: row.and_then(|row| ends_of(row.difference_low?, row.difference_high?)),
            runs: quantile(&values, 0.05).zip(quantile(&values, 0.95)).and_then(|(low, high)| ends_of(low, high)),
            values,
        }
    }

    /// All that is drawn of it.
    fn drawn(&self) -> impl Iterator<Item = f64> {
        let ends = [self.interval, self.runs].into_iter().flatten().flat_map(|(low, high)| [low, high]);
        ends.chain([self.mean])
    }
}

/// The changes of one policy, across and up.
struct Cross {
    arm: usize,
    x: Change,
    y: Change,
}

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let pairs = inputs.selection.trade_offs.iter();
    pairs
        .map(|(x, y)| Picture { name: format!("{}-{}-{}", CHART.name, file_part(y), file_part(x)), svg: picture(inputs, sheet, (x, y)) })
        .collect()
}

fn picture(inputs: &Inputs, sheet: Sheet, (x, y): (&str, &str)) -> Result<String, NotDrawn> {
    let cross = |(arm, name): (usize, &String)| {
        let (xs, ys) = inputs.differences(name, (x, y));
        (!xs.is_empty()).then(|| Cross { arm, x: Change::new(inputs, name, x, xs), y: Change::new(inputs, name, y, ys) })
    };
    let crosses: Vec<Cross> = inputs.run.arms.iter().enumerate().filter_map(cross).collect();
    if crosses.is_empty() {
        return Err(NotDrawn::Skipped(format!("no replication has both {x} and {y} in outcomes.csv")));
    }
    if crosses.iter().all(|cross| cross.x.drawn().chain(cross.y.drawn()).all(|value| value == 0.0)) {
        return Err(NotDrawn::Skipped(format!("no policy differs from the baseline in {x} or {y}")));
    }
    let key = Key::of_arms(inputs, sheet, &crosses.iter().map(|cross| cross.arm).collect::<Vec<_>>());
    let size = (sheet.room() - LEFT_AXIS, if sheet.is_narrow() { 320.0 } else { 430.0 });
    let plot = Plot {
        size,
        x: axis(crosses.iter().map(|cross| &cross.x), (0.0, size.0)),
        y: axis(crosses.iter().map(|cross| &cross.y), (size.1, 0.0)),
    };
    let baseline = inputs.baseline();
    let lead = if crosses.iter().any(|cross| cross.x.interval.is_some()) {
        "in a cross of its 95\u{202f}% intervals; pale cross: 90\u{202f}% of the runs. No weighting."
    } else {
        "too few runs for an interval. No weighting."
    };
    let mut notes = vec!["Each arm of a cross is of one outcome alone.".to_owned()];
    if plot.x.starts_elsewhere() || plot.y.starts_elsewhere() {
        notes.push(BROKEN.to_owned());
    }
    let frame = Frame {
        inputs,
        sheet,
        title: format!("Change in {} against {}", lower_first(inputs.name(y)), lower_first(inputs.name(x))),
        lead: format!("Marks: mean paired difference from {baseline}, {lead}"),
        notes,
        height: key.height() + 8.0 + size.1 + BOTTOM_AXIS,
    };
    let titles = [(x, plot.x), (y, plot.y)].map(|(outcome, scale)| {
        let unit = if scale.is_logarithmic() { format!("{}, logarithmic", inputs.unit(outcome)) } else { inputs.unit(outcome).to_owned() };
        let title = format!("Change in {} [{unit}]", lower_first(inputs.name(outcome)));
        (title, inputs.direction(outcome).unwrap_or_default())
    });
    frame.svg(|canvas, body| {
        key.draw(canvas, body);
        plot.draw(canvas, Body { top: body.top + key.height() + 8.0, ..body }, &crosses, &titles);
    })
}

/// The axes, in pixels from the upper left of the plot.
struct Plot {
    size: Point,
    x: Scale,
    y: Scale,
}

impl Plot {
    fn draw(&self, canvas: &mut Canvas, body: Body, crosses: &[Cross], titles: &[(String, String); 2]) {
        let origin = (body.left + LEFT_AXIS, body.top);
        let at = |x: f64, y: f64| (origin.0 + self.x.place(x), origin.1 + self.y.place(y));
        self.axes(canvas, origin, body, titles);
        for (share, width, of) in
            [(0.25, 5.0, (|change| change.runs) as fn(&Change) -> Option<Point>), (1.0, 1.8, |change| change.interval)]
        {
            for Cross { arm, x, y, .. } in crosses {
                let colour = ArmStyle::of(*arm).colour.mix(share);
                if let Some((low, high)) = of(x) {
                    canvas.line(at(low, y.mean), at(high, y.mean), colour, width);
                }
                if let Some((low, high)) = of(y) {
                    canvas.line(at(x.mean, low), at(x.mean, high), colour, width);
                }
            }
        }
        for cross in crosses {
            ArmStyle::of(cross.arm).mark(canvas, at(cross.x.mean, cross.y.mean), 4.6);
        }
    }

    fn axes(&self, canvas: &mut Canvas, (left, top): Point, body: Body, titles: &[(String, String); 2]) {
        let (width, height) = self.size;
        let (right, bottom) = (left + width, top + height);
        for tick in self.x.ticks_across(8, TICK) {
            canvas.line((left + tick.at, top), (left + tick.at, bottom), RULE.to_rgba(), 1.0);
            canvas.text((left + tick.at, bottom + 17.0), &tick.label, TICK, Align::Centre);
        }
        for tick in self.y.ticks(6) {
            canvas.line((left, top + tick.at), (right, top + tick.at), RULE.to_rgba(), 1.0);
            canvas.text((left - 7.0, top + tick.at + 4.2), &tick.label, TICK, Align::Right);
        }
        canvas.line((left, bottom), (right, bottom), AXIS.to_rgba(), 1.0);
        canvas.line((left, top), (left, bottom), AXIS.to_rgba(), 1.0);
        let (zero_x, zero_y) = (left + self.x.place(0.0), top + self.y.place(0.0));
        for (scale, from, to) in [(self.x, (zero_x, top), (zero_x, bottom)), (self.y, (left, zero_y), (right, zero_y))] {
            if scale.shows_zero() {
                canvas.line(from, to, INK.to_rgba(), 1.0);
            }
        }
        if self.x.starts_elsewhere() {
            broken(canvas, (left, bottom));
        }
        if self.y.starts_elsewhere() {
            broken(canvas, (left - 7.0, bottom - 12.0));
        }
        let [(x, x_better), (y, y_better)] = titles;
        canvas.text((left + width / 2.0, bottom + 36.0), &LABEL.shortened(x, width), LABEL, Align::Centre);
        canvas.text((left + width / 2.0, bottom + 53.0), &FAINT.shortened(x_better, width), FAINT, Align::Centre);
        canvas.upward_text((body.left + 2.0, top + height / 2.0), &LABEL.shortened(y, height), LABEL);
        canvas.upward_text((body.left + 17.0, top + height / 2.0), &FAINT.shortened(y_better, height), FAINT);
    }
}

/// An axis that holds all that is drawn, and 0.
fn axis<'c>(changes: impl Iterator<Item = &'c Change> + Clone, (from, to): Point) -> Scale {
    let values: Vec<f64> = changes.clone().flat_map(|change| change.values.iter().copied()).collect();
    Scale::fitting(&values, changes.flat_map(Change::drawn).chain([0.0]), from, to)
}
