//! Exceedance curves: how often a run reaches at least a value. The mean hides the rare large breach; these do not.

use plotters::style::Color;

use super::canvas::{Canvas, Point};
use super::panel::{Key, Panel, arm_pages};
use super::scale::Scale;
use super::theme::{ArmStyle, Frame, MARGIN, TICK, WIDTH, page_name, part};
use super::{Chart, Inputs, NotDrawn, Picture};
use crate::analysis::{quantile_of_sorted, sorted};
use crate::model::Outcome;

pub(super) const CHART: Chart = Chart {
    name: "exceedance",
    about: "Share of the runs in which exposure of content, and the number of children harmed, reach a value: the tails of both",
    draw,
};

/// A tail that each camp asks for.
pub(super) const OUTCOMES: [Outcome; 2] = [Outcome::ContentUnlawful, Outcome::ChildrenHarmed];

const LEFT_AXIS: f64 = 48.0;
const COLUMN_GAP: f64 = 26.0;
const HEAD: f64 = 50.0;
const PLOT_HEIGHT: f64 = 270.0;
const BOTTOM: f64 = 46.0;
/// Where the 95 % quantile of the values above 0 is this many times their 5 % quantile, an axis is logarithmic.
const WIDE: f64 = 20.0;
/// Shares of the runs at which a curve carries its mark.
const MARKED: [f64; 2] = [0.5, 0.1];

/// The values of an outcome, policy by policy, in falling order.
struct Tail {
    outcome: &'static str,
    arms: Vec<Vec<f64>>,
}

impl Tail {
    fn of(inputs: &Inputs, outcome: Outcome) -> Option<Self> {
        let id = outcome.definition().id;
        let values = |arm: &String| {
            let of_arm = inputs.outcomes.iter().filter(|row| row.arm == *arm && row.outcome == id && row.value.is_finite());
            let mut values = sorted(&of_arm.map(|row| row.value).collect::<Vec<_>>());
            values.reverse();
            values
        };
        let arms: Vec<Vec<f64>> = inputs.run.arms.iter().map(values).collect();
        arms.iter().any(|values| values.len() > 1).then_some(Self { outcome: id, arms })
    }

    /// A logarithmic axis where the values need one.
    fn scale(&self, width: f64) -> Scale {
        let all: Vec<f64> = self.arms.iter().flatten().copied().collect();
        let above = sorted(&all.iter().copied().filter(|value| *value > 0.0).collect::<Vec<_>>());
        match (quantile_of_sorted(&above, 0.05), quantile_of_sorted(&above, 0.95)) {
            (Some(low), Some(high)) if high > WIDE * low && all.iter().all(|value| *value >= 0.0) => {
                Scale::logarithmic(&all, low, 0.0, width)
            }
            _ => Scale::linear(all, 0.0, width),
        }
    }
}

fn draw(inputs: &Inputs) -> Vec<Picture> {
    let tails: Vec<Tail> = OUTCOMES.iter().filter_map(|outcome| Tail::of(inputs, *outcome)).collect();
    if tails.is_empty() {
        let reason = "there are no two runs to compare in outcomes.csv".to_owned();
        return vec![Picture { name: CHART.name.to_owned(), svg: Err(NotDrawn::Skipped(reason)) }];
    }
    let pages = arm_pages(inputs.run);
    let picture = |(page, arms): (usize, &Vec<usize>)| Picture {
        name: page_name(CHART.name, page),
        svg: picture(inputs, &tails, arms, (page, pages.len())),
    };
    pages.iter().enumerate().map(picture).collect()
}

fn picture(inputs: &Inputs, tails: &[Tail], arms: &[usize], page: (usize, usize)) -> Result<String, NotDrawn> {
    let key = Key::new(inputs.run, arms);
    let columns = tails.len() as f64;
    let width = (WIDTH - 2.0 * MARGIN - columns * LEFT_AXIS - COLUMN_GAP * (columns - 1.0)) / columns;
    let frame = Frame {
        inputs,
        title: format!("How often a run reaches a value: the tails under each policy{}", part(page)),
        lead: "The higher a curve, the more of the runs reach the value below it.".to_owned(),
        notes: vec![
            "Share of the runs on a logarithmic axis; its foot is a single run. Curves that lie on one another show the last policy."
                .to_owned(),
        ],
        height: key.height() + HEAD + PLOT_HEIGHT + BOTTOM,
    };
    let runs = tails.iter().flat_map(|tail| &tail.arms).map(Vec::len).max().unwrap_or(1) as f64;
    frame.svg(|canvas, body| {
        key.draw(canvas, body);
        for (column, tail) in tails.iter().enumerate() {
            let panel = Panel {
                left: body.left + LEFT_AXIS + column as f64 * (LEFT_AXIS + width + COLUMN_GAP),
                top: body.top + key.height() + HEAD,
                width,
                height: PLOT_HEIGHT,
            };
            let least = 100.0 / runs;
            let (x, y) = (tail.scale(width), Scale::logarithmic(&[least, 100.0], least, PLOT_HEIGHT, 0.0));
            panel.heading(canvas, inputs.name(tail.outcome), "% of the runs that reach the value");
            panel.rows(canvas, &y.ticks(5), true);
            let unit = inputs.unit(tail.outcome);
            let label = if x.is_logarithmic() { format!("{unit}, logarithmic") } else { unit.to_owned() };
            panel.foot(canvas, &x, Some(&TICK.shortened(&label, width)));
            curves(canvas, &panel, (tail, arms), (&x, &y));
        }
    })
}

fn curves(canvas: &mut Canvas, panel: &Panel, (tail, arms): (&Tail, &[usize]), scales: (&Scale, &Scale)) {
    for arm in arms {
        let (values, style) = (&tail.arms[*arm], ArmStyle::of(*arm));
        let share = |rank: usize| 100.0 * (rank + 1) as f64 / values.len() as f64;
        // Between two values the share stands still: a staircase, not a slope.
        let steps = values.iter().enumerate().flat_map(|(rank, value)| {
            let next = values.get(rank + 1).copied().unwrap_or(*value);
            [(*value, share(rank)), (next, share(rank))]
        });
        let points: Vec<Point> = steps.map(|point| panel.at(scales, point)).collect();
        canvas.path(&points, style.colour.to_rgba(), 1.8);
    }
    for arm in arms {
        let values = &tail.arms[*arm];
        for marked in MARKED {
            let rank = (marked * values.len() as f64).ceil() as usize;
            if let Some(value) = rank.checked_sub(1).and_then(|rank| values.get(rank)) {
                ArmStyle::of(*arm).mark(canvas, panel.at(scales, (*value, 100.0 * rank as f64 / values.len() as f64)), 4.0);
            }
        }
    }
}
