//! The pipeline from a flag to a child safeguarded, stage by stage, under every policy.

use plotters::style::Color;

use super::canvas::{Align, Canvas, Point};
use super::scale::Scale;
use super::theme::{AXIS, ArmStyle, BAND, Body, FAINT, Frame, HEADING, LABEL, RULE, TICK, page_name, part, per_page, without_interval};
use super::{Chart, Inputs, NotDrawn, Picture};
use crate::inference::FUNNEL;
use crate::results::tables::SummaryRow;
use crate::text::{compact, percent};

pub(super) const CHART: Chart = Chart {
    name: "pipeline",
    about: "What is left of flags at each stage, from a flag of abuse to a child safeguarded, under each policy",
    draw,
};

const ROW: f64 = 20.0;
const HEAD: f64 = 30.0;
const AXIS_HEIGHT: f64 = 26.0;
/// Room for the mean and for the share of the stage before.
const FIGURES: f64 = 188.0;
/// Room, within that, for the share.
const SHARE: f64 = 112.0;

/// A stage: what it counts, and each policy's row with its mean as a share of the stage before.
struct Stage<'a> {
    outcome: &'static str,
    rows: Vec<(usize, &'a SummaryRow, Option<f64>)>,
}

fn draw(inputs: &Inputs) -> Vec<Picture> {
    let stages = stages(inputs);
    if stages.is_empty() {
        let reason = "no stage of the pipeline has a value above 0 in summary.csv".to_owned();
        return vec![Picture { name: CHART.name.to_owned(), svg: Err(NotDrawn::Skipped(reason)) }];
    }
    let tallest = HEAD + ROW * inputs.run.arms.len() as f64;
    let pages: Vec<&[Stage]> = stages.chunks(per_page(stages.len(), tallest, 1)).collect();
    let scale = |left, right| {
        let values: Vec<f64> = stages
            .iter()
            .flat_map(|stage| &stage.rows)
            .flat_map(|(_, row, _)| [Some(row.mean), row.mean_low, row.mean_high])
            .flatten()
            .collect();
        let least = values.iter().copied().filter(|v| *v > 0.0).fold(f64::INFINITY, f64::min);
        Scale::logarithmic(&values, least, left, right)
    };
    let picture = |(page, stages): (usize, &&[Stage])| Picture {
        name: page_name(CHART.name, page),
        svg: picture(inputs, stages, &scale, (page, pages.len())),
    };
    pages.iter().enumerate().map(picture).collect()
}

fn stages<'a>(inputs: &'a Inputs) -> Vec<Stage<'a>> {
    let ids = FUNNEL.map(|outcome| outcome.definition().id);
    let row = |arm: &str, outcome: &str| inputs.summary(arm, outcome).filter(|row| row.mean.is_finite() && row.mean >= 0.0);
    let stage = |(place, outcome): (usize, &&'static str)| {
        let before = |arm: &str| place.checked_sub(1).and_then(|above| row(arm, ids[above])).map(|row| row.mean);
        let arms = inputs.run.arms.iter().enumerate();
        let rows = arms.filter_map(|(arm, name)| {
            let row = row(name, outcome)?;
            Some((arm, row, before(name).map(|mean| row.mean / mean).filter(|share| share.is_finite())))
        });
        Stage { outcome, rows: rows.collect() }
    };
    let stages: Vec<Stage> = ids.iter().enumerate().map(stage).filter(|stage| !stage.rows.is_empty()).collect();
    let flows = stages.iter().flat_map(|stage| &stage.rows).any(|(_, row, _)| row.mean > 0.0);
    if flows { stages } else { Vec::new() }
}

fn picture(
    inputs: &Inputs,
    stages: &[Stage],
    scale: &dyn Fn(f64, f64) -> Scale,
    (page, pages): (usize, usize),
) -> Result<String, NotDrawn> {
    let mut notes = vec![
        "Logarithmic axis. Stages count different things: a report can hold several incidents, a case can have several reports, \
         reports and cases about innocent people are among them, and cases begun by what children told police."
            .to_owned(),
    ];
    notes.extend(without_interval(inputs.run));
    let frame = Frame {
        inputs,
        title: format!("From flags to children safeguarded, by policy{}", part((page, pages))),
        lead: "Marks: means over the runs. Shaded: their 95\u{202f}% intervals.".to_owned(),
        notes,
        height: AXIS_HEIGHT * 2.0 + stages.iter().map(|stage| HEAD + ROW * stage.rows.len() as f64).sum::<f64>() + 6.0,
    };
    let names = inputs.run.arms.iter().map(|arm| LABEL.width(arm));
    let label_width = names.fold(60.0, f64::max).min(190.0);
    frame.svg(|canvas, body| {
        let (left, right) = (body.left + label_width + 32.0, body.right - FIGURES);
        let scale = scale(left, right);
        axes(canvas, scale, (left, right), (body.top + AXIS_HEIGHT, body.top + frame.height - AXIS_HEIGHT));
        for (text, x) in [("mean", SHARE), ("of stage before", 6.0)] {
            canvas.text((body.right - x, body.top + AXIS_HEIGHT - 8.0), text, TICK, Align::Right);
        }
        let mut top = body.top + AXIS_HEIGHT;
        for stage in stages {
            heading(canvas, inputs, stage, body, top);
            top += HEAD;
            for row in &stage.rows {
                draw_row(canvas, *row, scale, (body, label_width), top + ROW / 2.0);
                top += ROW;
            }
        }
    })
}

fn axes(canvas: &mut Canvas, scale: Scale, (left, right): Point, (top, bottom): Point) {
    for tick in scale.ticks_across(8, TICK) {
        canvas.line((tick.at, top), (tick.at, bottom), RULE.to_rgba(), 1.0);
        canvas.text((tick.at, top - 8.0), &tick.label, TICK, Align::Centre);
        canvas.text((tick.at, bottom + 16.0), &tick.label, TICK, Align::Centre);
    }
    for y in [top, bottom] {
        canvas.line((left, y), (right, y), AXIS.to_rgba(), 1.0);
    }
}

fn heading(canvas: &mut Canvas, inputs: &Inputs, stage: &Stage, body: Body, top: f64) {
    // A band keeps the grid from running through the words.
    canvas.rectangle((body.left, top + 6.0), (body.right, top + HEAD - 1.0), BAND.to_rgba());
    let unit = inputs.unit(stage.outcome);
    let name = HEADING.shortened(inputs.name(stage.outcome), body.right - body.left - FAINT.width(unit) - 40.0);
    canvas.text((body.left + 6.0, top + HEAD - 7.0), &name, HEADING, Align::Left);
    canvas.text((body.right - 6.0, top + HEAD - 7.0), unit, FAINT, Align::Right);
}

fn draw_row(canvas: &mut Canvas, (arm, row, share): (usize, &SummaryRow, Option<f64>), scale: Scale, (body, width): (Body, f64), y: f64) {
    let style = ArmStyle::of(arm);
    style.mark(canvas, (body.left + 11.0, y), 4.2);
    canvas.text((body.left + 21.0, y + 4.6), &LABEL.shortened(&row.arm, width), LABEL, Align::Left);
    if let (Some(low), Some(high)) = (row.mean_low, row.mean_high) {
        style.interval(canvas, (scale.place(low), scale.place(high)), y);
    }
    style.mark(canvas, (scale.place(row.mean), y), 4.2);
    canvas.text((body.right - SHARE, y + 4.6), &compact(row.mean), LABEL, Align::Right);
    let share = share.map_or_else(String::new, |share| percent(100.0 * share).trim_start_matches('+').to_owned());
    canvas.text((body.right - 6.0, y + 4.6), &share, FAINT, Align::Right);
}
