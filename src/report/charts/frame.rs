//! The frame of a chart: question, title and lead above, notes below.

use plotters::style::Color;

use super::canvas::{Align, Canvas, Point, Type};
use super::chart::{NotDrawn, Sheet};
use super::inputs::Inputs;
use super::theme::{LEAD, NOTE, RULE, TITLE, WHITE};
use crate::results::RunInfo;
use crate::text::compact;

/// A note where there is no interval to draw.
pub(super) fn without_interval(run: &RunInfo) -> Option<String> {
    (run.replications < 2).then(|| "A single run has neither interval nor spread.".to_owned())
}

/// The part of a chart between its title and its notes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Body {
    pub left: f64,
    pub top: f64,
    pub right: f64,
}

/// Title above, notes below.
pub(super) struct Frame<'a> {
    pub inputs: &'a Inputs<'a>,
    pub sheet: Sheet,
    /// Says in a sentence what is shown, never what to think of it.
    pub title: String,
    /// How to read the marks.
    pub lead: String,
    /// What the reader must know beside the standing notes.
    pub notes: Vec<String>,
    /// Height that the body needs.
    pub height: f64,
}

impl Frame<'_> {
    /// The whole chart, its body drawn by `draw`.
    pub fn svg(&self, draw: impl FnOnce(&mut Canvas, Body)) -> Result<String, NotDrawn> {
        let (margin, room) = (self.sheet.margin(), self.sheet.room());
        let (left, right) = (margin, self.sheet.width() - margin);
        let question = NOTE.wrapped(&self.inputs.run.question, room);
        let title = TITLE.balanced(&self.title, room);
        let lead = LEAD.balanced(&self.lead, room);
        let notes = NOTE.wrapped(&self.footnote(), room);
        let head = 16.0 + lines_height(&question, NOTE) + 6.0 + lines_height(&title, TITLE) + lines_height(&lead, LEAD) + 14.0;
        let foot = head + self.height + 14.0;
        let height = (foot + 6.0 + lines_height(&notes, NOTE) + 14.0).ceil();
        Canvas::svg((self.sheet.width(), height), &format!("{}. {}", self.title, self.lead), |canvas| {
            canvas.rectangle((0.0, 0.0), (self.sheet.width(), height), WHITE.to_rgba());
            let below = write_lines(canvas, (left, 16.0), &question, NOTE) + 6.0;
            let below = write_lines(canvas, (left, below), &title, TITLE);
            write_lines(canvas, (left, below), &lead, LEAD);
            draw(canvas, Body { left, top: head, right });
            canvas.line((left, foot), (right, foot), RULE.to_rgba(), 1.0);
            write_lines(canvas, (left, foot + 6.0), &notes, NOTE);
        })
        .map_err(NotDrawn::Failed)
    }

    fn footnote(&self) -> String {
        let run = self.inputs.run;
        let plural = if run.replications == 1 { "" } else { "s" };
        let mut sentences = self.notes.clone();
        sentences.push(format!(
            "n = {} replication{plural} of each policy, seed {}, {} simulated.",
            run.replications,
            run.seed,
            duration(run.horizon_days)
        ));
        if let Some(planned) = run.planned {
            sentences.push(format!("Partial: the run was interrupted before its {planned} replications."));
        }
        if run.sample < 1.0 {
            let share = compact(100.0 * run.sample);
            sentences.push(format!("Simulates {share}\u{202f}% of the world, scaled up."));
        }
        sentences.push("Conditional on the scenario's assumptions; not a forecast.".to_owned());
        sentences.push(format!("veilsim\u{a0}{}.", run.version));
        sentences.join(" ")
    }
}

/// A span in words, in years from about two years on.
pub(in crate::report) fn duration(days: f64) -> String {
    let (unit, name) = if days >= 1.9 * 365.25 { (365.25, "years") } else { time_unit(days) };
    format!("{} {name}", compact((days / unit * 10.0).round() / 10.0))
}

/// Lower case at the start of a name within a sentence, unless it starts with an abbreviation.
pub(in crate::report) fn lower_first(name: &str) -> String {
    let mut characters = name.chars();
    match (characters.next(), name.chars().nth(1)) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(characters).collect(),
        _ => name.to_owned(),
    }
}

/// Days in the unit fit for an axis of `days`, and its name.
pub(super) fn time_unit(days: f64) -> (f64, &'static str) {
    if days >= 3.0 * 365.0 {
        (365.25, "years")
    } else if days >= 42.0 {
        (7.0, "weeks")
    } else {
        (1.0, "days")
    }
}

pub(super) fn lines_height(lines: &[String], look: Type) -> f64 {
    lines.len() as f64 * look.size * 1.3
}

/// Writes lines below one another and gives where the next would start.
pub(super) fn write_lines(canvas: &mut Canvas, (left, top): Point, lines: &[String], look: Type) -> f64 {
    let mut baseline = top + look.size;
    for line in lines {
        canvas.text((left, baseline), line, look, Align::Left);
        baseline += look.size * 1.3;
    }
    baseline - look.size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_naturally() {
        for (days, expected) in [(730.0, "2 years"), (728.0, "2 years"), (3652.5, "10 years"), (364.0, "52 weeks"), (14.0, "14 days")] {
            assert_eq!(duration(days), expected);
        }
    }
}
