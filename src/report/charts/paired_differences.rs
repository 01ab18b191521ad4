//! Forest plot: every policy less the baseline, replication by replication.

use plotters::style::Color;

use super::canvas::{Align, Canvas, Point};
use super::scale::Scale;
use super::theme::{
    AXIS, ArmStyle, BAND, Body, FAINT, Frame, HEADING, INK, LABEL, RULE, TICK, page_name, part, per_page, without_interval,
};
use super::{Chart, Inputs, NotDrawn, Picture};
use crate::text::{compact, percent, signed};

pub(super) const CHART: Chart = Chart {
    name: "paired-differences",
    about: "Difference of each policy from the baseline under the same chance, in per cent of the baseline",
    draw,
};

const ROW: f64 = 20.0;
const GROUP_HEAD: f64 = 30.0;
const AXIS_HEIGHT: f64 = 26.0;
/// Room for the difference in figures.
const FIGURE: f64 = 162.0;
/// Room, within that, for the difference in per cent.
const RELATIVE: f64 = 66.0;
/// Changes beyond this many per cent are drawn at the edge, lest one outcome flatten the others.
const EDGE: f64 = 200.0;

/// Most policies listed in a note on an outcome that is not drawn.
const LISTED: usize = 6;

/// A policy's difference in one outcome.
struct Row<'a> {
    arm: usize,
    name: &'a str,
    difference: f64,
    /// Difference and its ends, in per cent of the baseline.
    relative: [f64; 3],
}

/// One outcome: its baseline and its rows.
struct Group<'a> {
    outcome: &'a str,
    baseline: f64,
    rows: Vec<Row<'a>>,
}

impl Group<'_> {
    fn height(&self) -> f64 {
        GROUP_HEAD + ROW * self.rows.len() as f64
    }
}

fn draw(inputs: &Inputs) -> Vec<Picture> {
    forest(inputs, CHART.name, &inputs.selection.headline, &format!("Difference from {}, outcome by outcome", inputs.run.baseline))
}

/// The pictures of a forest plot of these outcomes.
pub(super) fn forest(inputs: &Inputs, name: &str, outcomes: &[String], title: &str) -> Vec<Picture> {
    let (groups, omitted) = groups(inputs, outcomes);
    if groups.is_empty() {
        let reason = if inputs.run.arms.len() < 2 {
            "there is no policy to compare with the baseline"
        } else {
            "no outcome of the chart has a difference to a baseline other than 0 in summary.csv"
        };
        return vec![Picture { name: name.to_owned(), svg: Err(NotDrawn::Skipped(reason.to_owned())) }];
    }
    let tallest = groups.iter().map(Group::height).fold(GROUP_HEAD, f64::max);
    let pages: Vec<&[Group]> = groups.chunks(per_page(groups.len(), tallest, 1)).collect();
    let picture = |(page, groups): (usize, &&[Group])| Picture {
        name: page_name(name, page),
        svg: picture(inputs, title, groups, &omitted, (page, pages.len())),
    };
    pages.iter().enumerate().map(picture).collect()
}

/// The outcomes that can be drawn, and a note on each that cannot.
fn groups<'a>(inputs: &'a Inputs, outcomes: &'a [String]) -> (Vec<Group<'a>>, Vec<String>) {
    let (mut groups, mut omitted) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        let Some(baseline) = inputs.summary(&inputs.run.baseline, outcome).map(|row| row.mean) else {
            continue;
        };
        let arms = inputs.run.arms.iter().enumerate();
        let rows: Vec<Row> = arms.filter_map(|(arm, name)| row(inputs, outcome, (arm, name), baseline)).collect();
        if rows.is_empty() || !baseline.is_finite() {
            continue;
        }
        if baseline == 0.0 {
            omitted.push(without_baseline(inputs, outcome, &rows));
        } else {
            groups.push(Group { outcome, baseline, rows });
        }
    }
    (groups, omitted)
}

fn row<'a>(inputs: &Inputs, outcome: &str, (arm, name): (usize, &'a str), baseline: f64) -> Option<Row<'a>> {
    if name == inputs.run.baseline {
        return None;
    }
    let row = inputs.summary(name, outcome)?;
    let difference = row.difference.filter(|d| d.is_finite())?;
    let relative = |value: Option<f64>| 100.0 * value.unwrap_or(f64::NAN) / baseline.abs();
    Some(Row { arm, name, difference, relative: [relative(row.difference_low), relative(Some(difference)), relative(row.difference_high)] })
}

fn without_baseline(inputs: &Inputs, outcome: &str, rows: &[Row]) -> String {
    let differing = rows.iter().filter(|row| row.difference != 0.0);
    let mut listed: Vec<String> = differing.map(|row| format!("{} {}", row.name, signed(row.difference))).collect();
    if listed.is_empty() {
        listed.push("no policy differs".to_owned());
    }
    let more = listed.len().saturating_sub(LISTED);
    listed.truncate(LISTED);
    if more > 0 {
        listed.push(format!("{more} more in summary.csv"));
    }
    format!("Not drawn, as the baseline is 0: {} ({}: {}).", inputs.name(outcome), inputs.unit(outcome), listed.join(", "))
}

fn picture(inputs: &Inputs, title: &str, groups: &[Group], omitted: &[String], (page, pages): (usize, usize)) -> Result<String, NotDrawn> {
    let all = || groups.iter().flat_map(|group| group.rows.iter().flat_map(|row| row.relative));
    let beyond = all().any(|value| value.abs() > EDGE);
    let mut notes = vec!["Per cent of the baseline's mean.".to_owned()];
    if beyond {
        notes.push(format!("Arrows: beyond ±{EDGE}\u{202f}%."));
    }
    if page + 1 == pages {
        notes.extend_from_slice(omitted);
    }
    notes.extend(without_interval(inputs.run));
    if pages > 1 {
        notes.push("Each part has its own axis.".to_owned());
    }
    let frame = Frame {
        inputs,
        title: format!("{title}{}", part((page, pages))),
        lead: "Marks: mean difference between runs that share their chance. Shaded: its 95\u{202f}% interval.".to_owned(),
        notes,
        height: AXIS_HEIGHT * 2.0 + groups.iter().map(Group::height).sum::<f64>() + 6.0,
    };
    let names = groups.iter().flat_map(|group| &group.rows).map(|row| LABEL.width(row.name));
    let label_width = names.fold(60.0, f64::max).min(190.0);
    frame.svg(|canvas, body| {
        let (left, right) = (body.left + label_width + 26.0, body.right - FIGURE);
        let scale = Scale::linear(all().map(|v| v.clamp(-EDGE, EDGE)).chain([0.0]), left, right);
        let bottom = body.top + frame.height - AXIS_HEIGHT;
        axes(canvas, scale, (left, right), (body.top + AXIS_HEIGHT, bottom));
        for (text, x) in [("difference", RELATIVE), ("in\u{202f}%", 6.0)] {
            canvas.text((body.right - x, body.top + AXIS_HEIGHT - 8.0), text, TICK, Align::Right);
        }
        let mut top = body.top + AXIS_HEIGHT;
        for group in groups {
            heading(canvas, inputs, group, body, top);
            top += GROUP_HEAD;
            for row in &group.rows {
                draw_row(canvas, row, scale, (body, label_width), top + ROW / 2.0);
                top += ROW;
            }
        }
    })
}

/// The same ticks above and below: the chart is tall.
fn axes(canvas: &mut Canvas, scale: Scale, (left, right): Point, (top, bottom): Point) {
    for tick in scale.ticks_across(8, TICK) {
        canvas.line((tick.at, top), (tick.at, bottom), RULE.to_rgba(), 1.0);
        let label = format!("{}\u{202f}%", tick.label);
        canvas.text((tick.at, top - 8.0), &label, TICK, Align::Centre);
        canvas.text((tick.at, bottom + 16.0), &label, TICK, Align::Centre);
    }
    for y in [top, bottom] {
        canvas.line((left, y), (right, y), AXIS.to_rgba(), 1.0);
    }
    let zero = scale.place(0.0);
    canvas.line((zero, top), (zero, bottom), INK.to_rgba(), 1.3);
}

fn heading(canvas: &mut Canvas, inputs: &Inputs, group: &Group, body: Body, top: f64) {
    let baseline = top + GROUP_HEAD - 7.0;
    // A band of white keeps the grid from running through the words.
    canvas.rectangle((body.left, top + 6.0), (body.right, top + GROUP_HEAD - 1.0), BAND.to_rgba());
    let about = format!("{}: {} {}", inputs.run.baseline, compact(group.baseline), inputs.unit(group.outcome));
    let about = FAINT.shortened(&about, 0.55 * (body.right - body.left));
    let room = body.right - body.left - FAINT.width(&about) - 28.0;
    let name = HEADING.shortened(inputs.name(group.outcome), room);
    canvas.text((body.left + 6.0, baseline), &name, HEADING, Align::Left);
    canvas.text((body.right - 6.0, baseline), &about, FAINT, Align::Right);
}

fn draw_row(canvas: &mut Canvas, row: &Row, scale: Scale, (body, label_width): (Body, f64), y: f64) {
    let style = ArmStyle::of(row.arm);
    style.mark(canvas, (body.left + 11.0, y), 4.2);
    canvas.text((body.left + 21.0, y + 4.6), &LABEL.shortened(row.name, label_width), LABEL, Align::Left);
    let [low, centre, high] = row.relative;
    if low.is_finite() && high.is_finite() {
        let ends = [low, high].map(|value| scale.place(value.clamp(-EDGE, EDGE)));
        style.interval(canvas, (ends[0], ends[1]), y);
    }
    let at = scale.place(centre.clamp(-EDGE, EDGE));
    if centre.abs() <= EDGE {
        style.mark(canvas, (at, y), 4.2);
    } else {
        let tip = 9.0 * centre.signum();
        canvas.polygon(&[(at + tip, y), (at, y - 5.5), (at, y + 5.5)], style.colour.to_rgba());
    }
    canvas.text((body.right - RELATIVE, y + 4.6), &signed(row.difference), LABEL, Align::Right);
    canvas.text((body.right - 6.0, y + 4.6), &percent(centre), FAINT, Align::Right);
}
