//! Tornado: how far the assumptions that count most carry the difference of each policy.

use plotters::style::Color;

use super::canvas::{Align, Canvas, Type};
use super::scale::Scale;
use super::theme::{AXIS, ArmStyle, BAND, Body, Frame, HEADING, INK, LABEL, RULE, TICK, WHITE, page_name, part, per_page};
use super::{Chart, Inputs, NotDrawn, Picture, lower_first};
use crate::results::tables::InfluenceRow;
use crate::text::signed;

pub(super) const CHART: Chart = Chart {
    name: "tornado",
    about: "For the first outcome of the answer, the assumptions with which the difference of each policy from the baseline moves most: \
            the mean difference over the draws in which the assumption is lowest, and over those in which it is highest",
    draw,
};

const ROW: f64 = 25.0;
const GROUP_HEAD: f64 = 30.0;
const AXIS_HEIGHT: f64 = 26.0;
const KEY: f64 = 30.0;
/// Room for the names of parameters.
const NAMES: f64 = 304.0;
/// Room for the two differences in figures.
const FIGURES: f64 = 132.0;
/// Room, within that, for the second.
const SECOND: f64 = 66.0;
const SIZE: f64 = 4.6;
const PLAIN: Type = Type { size: 12.5, bold: false, colour: INK };
const TURNING: Type = Type { bold: true, ..PLAIN };

/// A policy and its strongest assumptions.
struct Group<'a> {
    arm: usize,
    name: &'a str,
    rows: Vec<&'a InfluenceRow>,
}

impl Group<'_> {
    fn height(&self) -> f64 {
        GROUP_HEAD + ROW * self.rows.len() as f64
    }
}

fn draw(inputs: &Inputs) -> Vec<Picture> {
    let skipped = |reason: &str| vec![Picture { name: CHART.name.to_owned(), svg: Err(NotDrawn::Skipped(reason.to_owned())) }];
    if inputs.run.arms.len() < 2 {
        return skipped("there is no policy to compare with the baseline");
    }
    let Some(outcome) = inputs.selection.answer.first() else { return skipped("no outcome is asked for") };
    let others = inputs.run.arms.iter().enumerate().filter(|(_, name)| **name != inputs.run.baseline);
    let all: Vec<Group> = others.map(|(arm, name)| Group { arm, name, rows: rows(inputs, name, outcome) }).collect();
    let (groups, silent): (Vec<Group>, Vec<Group>) = all.into_iter().partition(|group| !group.rows.is_empty());
    if groups.is_empty() {
        return skipped("no assumption stands out in influences.csv, or there are too few draws to tell");
    }
    let tallest = groups.iter().map(Group::height).fold(GROUP_HEAD, f64::max);
    let pages: Vec<&[Group]> = groups.chunks(per_page(groups.len(), tallest, 1)).collect();
    let scale = groups.iter().flat_map(|group| &group.rows).flat_map(|row| [row.difference_low_third, row.difference_high_third]);
    let ends: Vec<f64> = scale.chain([0.0]).collect();
    let picture = |(page, groups): (usize, &&[Group])| Picture {
        name: page_name(CHART.name, page),
        svg: picture(inputs, outcome, (groups, &silent), &ends, (page, pages.len())),
    };
    pages.iter().enumerate().map(picture).collect()
}

fn rows<'a>(inputs: &'a Inputs, arm: &str, outcome: &str) -> Vec<&'a InfluenceRow> {
    let drawable = |row: &&InfluenceRow| row.difference_low_third.is_finite() && row.difference_high_third.is_finite();
    inputs.influences.iter().filter(|row| row.arm == arm && row.outcome == outcome).filter(drawable).collect()
}

fn picture(
    inputs: &Inputs,
    outcome: &str,
    (groups, silent): (&[Group], &[Group]),
    ends: &[f64],
    (page, pages): (usize, usize),
) -> Result<String, NotDrawn> {
    let frame = Frame {
        inputs,
        title: format!(
            "Assumptions that move the difference from {} in {}{}",
            inputs.run.baseline,
            lower_first(inputs.name(outcome)),
            part((page, pages))
        ),
        lead: format!(
            "Mean difference [{}] over the draws in which the assumption is lowest and over those in which it is highest.",
            inputs.unit(outcome)
        ),
        notes: notes(groups, silent),
        height: KEY + AXIS_HEIGHT * 2.0 + groups.iter().map(Group::height).sum::<f64>() + 6.0,
    };
    frame.svg(|canvas, body| {
        let (left, right) = (body.left + NAMES + 14.0, body.right - FIGURES - 14.0);
        let scale = Scale::linear(ends.iter().copied(), left, right);
        key(canvas, body);
        let top = body.top + KEY + AXIS_HEIGHT;
        let bottom = body.top + frame.height - AXIS_HEIGHT;
        for (text, x) in [("lowest", SECOND + 6.0), ("highest", 6.0)] {
            canvas.text((body.right - x, top - 8.0), text, TICK, Align::Right);
        }
        axes(canvas, scale, (left, right), (top, bottom));
        let mut at = top;
        for group in groups {
            heading(canvas, group, body, at);
            at += GROUP_HEAD;
            for row in &group.rows {
                draw_row(canvas, row, scale, body, at + ROW / 2.0);
                at += ROW;
            }
        }
    })
}

fn notes(groups: &[Group], silent: &[Group]) -> Vec<String> {
    let draws = groups.iter().flat_map(|group| &group.rows).map(|row| row.draws).min().unwrap_or_default();
    let mut notes = vec![
        format!("{draws} draws of the assumptions, the same for all policies; lowest and highest: a third of them each."),
        "Named are at most five assumptions a policy, strongest first: rank correlation over the draws, adjusted p below 0.05. It is no \
         proof that the assumption is the cause; one run in twenty has some name by chance."
            .to_owned(),
    ];
    if groups.iter().flat_map(|group| &group.rows).any(|row| row.flips) {
        notes.push("Bold: the sign turns, and the 95\u{202f}% interval of either mean leaves out zero.".to_owned());
    }
    if !silent.is_empty() {
        let names: Vec<&str> = silent.iter().map(|group| group.name).collect();
        notes.push(format!("No assumption stands out under {}.", names.join(", ")));
    }
    notes
}

/// Which mark is which end: a ring and a disc, told apart without colour.
fn key(canvas: &mut Canvas, body: Body) {
    let y = body.top + 8.0;
    let mut x = body.left + 5.0;
    for (is_high, text) in [(false, "lowest third of the assumption"), (true, "highest third")] {
        mark(canvas, (x, y), is_high);
        canvas.text((x + 11.0, y + 4.6), text, LABEL, Align::Left);
        x += 11.0 + LABEL.width(text) + 24.0;
    }
}

fn mark(canvas: &mut Canvas, at: (f64, f64), is_high: bool) {
    canvas.circle(at, SIZE, INK.to_rgba());
    if !is_high {
        canvas.circle(at, SIZE - 1.7, WHITE.to_rgba());
    }
}

/// The same ticks above and below: the chart is tall.
fn axes(canvas: &mut Canvas, scale: Scale, (left, right): (f64, f64), (top, bottom): (f64, f64)) {
    for tick in scale.ticks_across(6, TICK) {
        canvas.line((tick.at, top), (tick.at, bottom), RULE.to_rgba(), 1.0);
        canvas.text((tick.at, top - 8.0), &tick.label, TICK, Align::Centre);
        canvas.text((tick.at, bottom + 16.0), &tick.label, TICK, Align::Centre);
    }
    for y in [top, bottom] {
        canvas.line((left, y), (right, y), AXIS.to_rgba(), 1.0);
    }
    let zero = scale.place(0.0);
    canvas.line((zero, top), (zero, bottom), INK.to_rgba(), 1.3);
}

fn heading(canvas: &mut Canvas, group: &Group, body: Body, top: f64) {
    canvas.rectangle((body.left, top + 4.0), (body.right, top + GROUP_HEAD - 3.0), BAND.to_rgba());
    ArmStyle::of(group.arm).mark(canvas, (body.left + 12.0, top + GROUP_HEAD - 14.0), 4.2);
    let name = HEADING.shortened(group.name, body.right - body.left - 36.0);
    canvas.text((body.left + 24.0, top + GROUP_HEAD - 9.0), &name, HEADING, Align::Left);
}

fn draw_row(canvas: &mut Canvas, row: &InfluenceRow, scale: Scale, body: Body, y: f64) {
    let look = if row.flips { TURNING } else { PLAIN };
    // Below its policy's name, an assumption of that policy alone need not repeat it.
    let own = format!("arm.{}.", row.arm);
    let name = row.parameter.strip_prefix(&own).unwrap_or(&row.parameter);
    canvas.text((body.left + 6.0, y + 4.6), &look.shortened(name, NAMES - 6.0), look, Align::Left);
    let [low, high] = [row.difference_low_third, row.difference_high_third];
    let [from, to] = [low, high].map(|value| scale.place(value));
    canvas.rectangle((from.min(to), y - 4.0), (from.max(to), y + 4.0), INK.mix(0.22));
    mark(canvas, (from, y), false);
    mark(canvas, (to, y), true);
    for (value, x) in [(low, SECOND + 6.0), (high, 6.0)] {
        canvas.text((body.right - x, y + 4.6), &signed(value), look, Align::Right);
    }
}
