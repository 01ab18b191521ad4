//! Ranks: how often each policy has the least, and the most, of the outcomes of the answer.

use plotters::style::Color;

use super::canvas::{Align, Canvas, Type};
use super::scale::Scale;
use super::theme::{AXIS, ArmStyle, BAND, Body, Frame, GREY, HEADING, LABEL, RULE, TICK, WHITE, page_name, part, per_page};
use super::{Chart, Inputs, NotDrawn, Picture};
use crate::results::tables::RankRow;
use crate::text::percent;

pub(super) const CHART: Chart = Chart {
    name: "ranks",
    about: "How often over the draws of the assumptions each policy alone has the least of an outcome, and how often the most",
    draw,
};

const ROW: f64 = 20.0;
const GROUP_HEAD: f64 = 28.0;
const KEY: f64 = 28.0;
const AXIS_HEIGHT: f64 = 24.0;
const NAMES: f64 = 210.0;
/// Room for the two shares in figures.
const FIGURES: f64 = 120.0;
const SECOND: f64 = 60.0;
const SIZE: f64 = 4.4;
/// How far the two marks of a row lie above and below its middle.
const APART: f64 = 3.4;

/// An outcome and its rows, by arm.
struct Group<'a> {
    outcome: &'a str,
    rows: Vec<(usize, &'a RankRow)>,
}

impl Group<'_> {
    fn height(&self) -> f64 {
        GROUP_HEAD + ROW * self.rows.len() as f64
    }
}

fn draw(inputs: &Inputs) -> Vec<Picture> {
    let alone = |svg| vec![Picture { name: CHART.name.to_owned(), svg: Err(svg) }];
    if inputs.run.arms.len() < 2 {
        return alone(NotDrawn::Skipped("there is no policy to compare with the baseline".to_owned()));
    }
    let rows: Vec<RankRow> = match inputs.table() {
        Ok(rows) => rows,
        Err(error) => return alone(error),
    };
    let group = |outcome: &'_ String| {
        let find = |arm: &String| rows.iter().find(|row| row.arm == *arm && row.outcome == *outcome);
        inputs.run.arms.iter().enumerate().filter_map(|(place, arm)| Some((place, find(arm)?))).collect::<Vec<_>>()
    };
    let all = inputs.selection.answer.iter().map(|outcome| Group { outcome, rows: group(outcome) });
    let groups: Vec<Group> = all.filter(|group| !group.rows.is_empty()).collect();
    if groups.is_empty() {
        return alone(NotDrawn::Skipped("no outcome of the answer has a row in ranks.csv".to_owned()));
    }
    let tallest = groups.iter().map(Group::height).fold(GROUP_HEAD, f64::max);
    let pages: Vec<&[Group]> = groups.chunks(per_page(groups.len(), tallest, 1)).collect();
    let pictures = pages.iter().enumerate();
    pictures
        .map(|(page, groups)| Picture { name: page_name(CHART.name, page), svg: picture(inputs, groups, (page, pages.len())) })
        .collect()
}

fn picture(inputs: &Inputs, groups: &[Group], pages: (usize, usize)) -> Result<String, NotDrawn> {
    let draws = groups.iter().flat_map(|group| &group.rows).map(|(_, row)| row.draws).min().unwrap_or_default();
    let frame = Frame {
        inputs,
        title: format!("How often each policy has the least and the most{}", part(pages)),
        lead: format!("Share of {draws} draws of the assumptions, the same for all policies, with its 95\u{202f}% interval."),
        notes: vec!["Where several policies tie, none of them counts. Neither end is the better one in itself.".to_owned()],
        height: KEY + AXIS_HEIGHT * 2.0 + groups.iter().map(Group::height).sum::<f64>() + 6.0,
    };
    frame.svg(|canvas, body| {
        key(canvas, body);
        let (top, bottom) = (body.top + KEY + AXIS_HEIGHT, body.top + frame.height - AXIS_HEIGHT);
        let scale = Scale::spanning((0.0, 1.0), body.left + NAMES, body.right - FIGURES - 12.0);
        axes(canvas, scale, (top, bottom));
        for (text, x) in [("least", SECOND), ("most", 0.0)] {
            canvas.text((body.right - 6.0 - x, top - 8.0), text, TICK, Align::Right);
        }
        let mut at = top;
        for group in groups {
            canvas.rectangle((body.left, at + 4.0), (body.right, at + GROUP_HEAD - 3.0), BAND.to_rgba());
            let name = HEADING.shortened(inputs.name(group.outcome), body.right - body.left - 12.0);
            canvas.text((body.left + 6.0, at + GROUP_HEAD - 9.0), &name, HEADING, Align::Left);
            at += GROUP_HEAD;
            for (arm, row) in &group.rows {
                draw_row(canvas, (*arm, row), scale, body, at + ROW / 2.0);
                at += ROW;
            }
        }
    })
}

/// Which mark is which end: a ring and a disc, told apart without colour.
fn key(canvas: &mut Canvas, body: Body) {
    let (mut x, y) = (body.left + 5.0, body.top + 8.0);
    for (most, text) in [(false, "has the least"), (true, "has the most")] {
        mark(canvas, (x, y), most);
        canvas.text((x + 11.0, y + 4.6), text, LABEL, Align::Left);
        x += 11.0 + LABEL.width(text) + 24.0;
    }
}

fn mark(canvas: &mut Canvas, at: (f64, f64), most: bool) {
    canvas.circle(at, SIZE, GREY.to_rgba());
    if !most {
        canvas.circle(at, SIZE - 1.7, WHITE.to_rgba());
    }
}

fn axes(canvas: &mut Canvas, scale: Scale, (top, bottom): (f64, f64)) {
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let (x, label) = (scale.place(share), format!("{}\u{202f}%", 100.0 * share));
        canvas.line((x, top), (x, bottom), RULE.to_rgba(), 1.0);
        canvas.text((x, top - 8.0), &label, TICK, Align::Centre);
        canvas.text((x, bottom + 16.0), &label, TICK, Align::Centre);
    }
    for y in [top, bottom] {
        canvas.line((scale.place(0.0), y), (scale.place(1.0), y), AXIS.to_rgba(), 1.0);
    }
}

fn draw_row(canvas: &mut Canvas, (arm, row): (usize, &RankRow), scale: Scale, body: Body, y: f64) {
    const FIGURE: Type = LABEL;
    ArmStyle::of(arm).mark(canvas, (body.left + 11.0, y), 4.2);
    canvas.text((body.left + 21.0, y + 4.6), &LABEL.shortened(&row.arm, NAMES - 40.0), LABEL, Align::Left);
    let ends =
        [(false, -APART, row.lowest, row.lowest_low, row.lowest_high), (true, APART, row.highest, row.highest_low, row.highest_high)];
    for (most, shift, share, low, high) in ends {
        canvas.line((scale.place(low), y + shift), (scale.place(high), y + shift), GREY.mix(0.6), 1.4);
        mark(canvas, (scale.place(share), y + shift), most);
        let text = percent(100.0 * share).trim_start_matches('+').to_owned();
        canvas.text((body.right - 6.0 - if most { 0.0 } else { SECOND }, y + 4.6), &text, FIGURE, Align::Right);
    }
}
