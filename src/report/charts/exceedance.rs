//! Exceedance curves: how often a run reaches at least a value. The mean hides the rare large breach; these do not.

use plotters::style::Color;

use super::canvas::{Canvas, Point};
use super::chart::{Chart, NotDrawn, Page, Picture, Sheet, pictures, skipped};
use super::frame::Frame;
use super::inputs::{Inputs, TAILS};
use super::key::Key;
use super::lines::arm_pages;
use super::panel::{BROKEN, Grid, Panel};
use super::scale::Scale;
use super::theme::{ArmStyle, TICK};
use crate::analysis::sorted;
use crate::model::Outcome;

pub(super) const CHART: Chart = Chart {
    name: "exceedance",
    table: "outcomes.csv",
    about: "Share of the runs in which exposure of content, and the number of children harmed, reach a value: the tails of both",
    draw,
};

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
        arms.iter().any(|values| values.len() > 1 && values[0] != 0.0).then_some(Self { outcome: id, arms })
    }

    fn scale(&self, width: f64) -> Scale {
        let all: Vec<f64> = self.arms.iter().flatten().copied().collect();
        Scale::fitting(&all, all.iter().copied(), 0.0, width)
    }
}

fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let tails: Vec<Tail> = TAILS.iter().filter_map(|outcome| Tail::of(inputs, *outcome)).collect();
    if tails.is_empty() {
        return skipped(CHART.name, "there are no two runs to compare in outcomes.csv");
    }
    pictures(CHART.name, &arm_pages(inputs.run), |arms, page| picture((inputs, sheet), &tails, arms, page))
}

fn picture((inputs, sheet): (&Inputs, Sheet), tails: &[Tail], arms: &[usize], page: Page) -> Result<String, NotDrawn> {
    let grid = Grid { sheet, columns: tails.len(), head: 50.0, plot_height: 270.0, bottom: 46.0 };
    let key = Key::of_arms(inputs, sheet, arms);
    let mut notes = vec![
        "Share of the runs on a logarithmic axis; its foot is a single run. Curves that lie on one another show the last policy."
            .to_owned(),
    ];
    if tails.iter().any(|tail| tail.scale(grid.width()).starts_elsewhere()) {
        notes.push(BROKEN.to_owned());
    }
    let frame = Frame {
        inputs,
        sheet,
        title: format!("How often a run reaches a value: the tails under each policy{}", page.part()),
        lead: "The higher a curve, the more of the runs reach the value below it.".to_owned(),
        notes,
        height: key.height() + grid.height(tails.len()),
    };
    let runs = tails.iter().flat_map(|tail| &tail.arms).map(Vec::len).max().unwrap_or(1) as f64;
    let least = 100.0 / runs;
    frame.svg(|canvas, body| {
        key.draw(canvas, body);
        for (index, tail) in tails.iter().enumerate() {
            let panel = grid.panel(body, body.top + key.height(), index);
            let (x, y) = (tail.scale(panel.width), Scale::logarithmic(&[least, 100.0], least, panel.height, 0.0));
            panel.heading(canvas, inputs.name(tail.outcome), "% of the runs that reach the value");
            panel.rows(canvas, &y.ticks(5), true);
            let unit = inputs.unit(tail.outcome);
            let label = if x.is_logarithmic() { format!("{unit}, logarithmic") } else { unit.to_owned() };
            panel.foot(canvas, &x, Some(&TICK.shortened(&label, panel.width)));
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
