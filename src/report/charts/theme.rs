//! What all charts share: colours, marks, type, and the frame of title and notes.

use plotters::style::{Color, RGBAColor, RGBColor};

use super::canvas::{Align, Canvas, Point, Type};
use super::{Inputs, NotDrawn};
use crate::results::RunInfo;
use crate::text::compact;

/// Width of every chart: the text stays legible at half of it.
pub(super) const WIDTH: f64 = 760.0;
/// Greatest height of the marks of one picture: with its title and notes it fits a page upright.
const PAGE: f64 = 900.0;
/// Clear space at the sides.
pub(super) const MARGIN: f64 = 24.0;

pub(super) const INK: RGBColor = RGBColor(26, 26, 26);
pub(super) const GREY: RGBColor = RGBColor(89, 89, 89);
pub(super) const RULE: RGBColor = RGBColor(222, 222, 222);
/// Behind the name of a group of rows.
pub(super) const BAND: RGBColor = RGBColor(246, 246, 246);
pub(super) const AXIS: RGBColor = RGBColor(120, 120, 120);
pub(super) const WHITE: RGBColor = RGBColor(255, 255, 255);

const TITLE: Type = Type { size: 18.5, bold: true, colour: INK };
const LEAD: Type = Type { size: 14.0, bold: false, colour: GREY };
pub(super) const HEADING: Type = Type { size: 14.0, bold: true, colour: INK };
pub(super) const LABEL: Type = Type { size: 13.5, bold: false, colour: INK };
pub(super) const FAINT: Type = Type { size: 12.5, bold: false, colour: GREY };
pub(super) const TICK: Type = Type { size: 12.0, bold: false, colour: GREY };
const NOTE: Type = Type { size: 12.0, bold: false, colour: GREY };

/// Okabe and Ito's colours, told apart in every common form of colour blindness; grey for their yellow, too faint on white.
const COLOURS: [RGBColor; 8] = [
    RGBColor(0, 0, 0),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
    RGBColor(0, 158, 115),
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(204, 121, 167),
    RGBColor(140, 140, 140),
];

/// A shape of mark; with the colours, 56 arms differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Circle,
    Square,
    Triangle,
    Diamond,
    Down,
    Cross,
    Plus,
}

const SHAPES: [Shape; 7] = [Shape::Circle, Shape::Square, Shape::Triangle, Shape::Diamond, Shape::Down, Shape::Cross, Shape::Plus];

/// How an arm looks in every chart: by its place in the order of display.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ArmStyle {
    pub colour: RGBColor,
    shape: Shape,
}

impl ArmStyle {
    pub fn of(index: usize) -> Self {
        Self { colour: COLOURS[index % COLOURS.len()], shape: SHAPES[index % SHAPES.len()] }
    }

    /// A 95 % interval: taller than the mark, so that it shows even where it is narrower.
    pub fn interval(self, canvas: &mut Canvas, (from, to): Point, y: f64) {
        let middle = f64::midpoint(from, to);
        let half = ((to - from).abs() / 2.0).max(0.6);
        canvas.rectangle((middle - half, y - 7.0), (middle + half, y + 7.0), self.colour.mix(0.42));
    }

    /// The arm's mark, with a white edge that lifts it off lines beneath.
    pub fn mark(self, canvas: &mut Canvas, at: Point, size: f64) {
        self.shape.draw(canvas, at, size + 1.3, WHITE.to_rgba());
        self.shape.draw(canvas, at, size, self.colour.to_rgba());
    }
}

impl Shape {
    fn draw(self, canvas: &mut Canvas, (x, y): Point, size: f64, colour: RGBAColor) {
        let corners: &[Point] = match self {
            Self::Circle => return canvas.circle((x, y), size, colour),
            Self::Square => &[(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)],
            Self::Triangle => &[(0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)],
            Self::Down => &[(0.0, 1.2), (1.1, -0.8), (-1.1, -0.8)],
            Self::Diamond => &[(0.0, -1.3), (1.15, 0.0), (0.0, 1.3), (-1.15, 0.0)],
            Self::Cross => &CROSS,
            Self::Plus => &PLUS,
        };
        let outline: Vec<Point> = corners.iter().map(|(dx, dy)| (x + dx * size, y + dy * size)).collect();
        canvas.polygon(&outline, colour);
    }
}

const PLUS: [Point; 12] = [
    (-0.38, -1.2),
    (0.38, -1.2),
    (0.38, -0.38),
    (1.2, -0.38),
    (1.2, 0.38),
    (0.38, 0.38),
    (0.38, 1.2),
    (-0.38, 1.2),
    (-0.38, 0.38),
    (-1.2, 0.38),
    (-1.2, -0.38),
    (-0.38, -0.38),
];

const CROSS: [Point; 12] = [
    (0.0, -0.54),
    (0.58, -1.12),
    (1.12, -0.58),
    (0.54, 0.0),
    (1.12, 0.58),
    (0.58, 1.12),
    (0.0, 0.54),
    (-0.58, 1.12),
    (-1.12, 0.58),
    (-0.54, 0.0),
    (-1.12, -0.58),
    (-0.58, -1.12),
];

/// How many of `items`, each `height` tall, a picture takes, so that it fits a page and pictures are alike in size.
pub(super) fn per_page(items: usize, height: f64, least: usize) -> usize {
    let most = ((PAGE / height).floor() as usize).max(least).max(1);
    items.div_ceil(items.div_ceil(most).max(1)).max(1)
}

/// Name of one picture in a row of several.
pub(super) fn page_name(name: &str, page: usize) -> String {
    if page == 0 { name.to_owned() } else { format!("{name}-{}", page + 1) }
}

/// End of the title of one picture (counted from 0) among several.
pub(super) fn part((page, pages): (usize, usize)) -> String {
    if pages > 1 { format!(" ({} of {pages})", page + 1) } else { String::new() }
}

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
        let width = WIDTH - 2.0 * MARGIN;
        let question = NOTE.wrapped(&self.inputs.run.question, width);
        let title = TITLE.balanced(&self.title, width);
        let lead = LEAD.balanced(&self.lead, width);
        let notes = NOTE.wrapped(&self.footnote(), width);
        let head = MARGIN - 8.0 + lines_height(&question, NOTE) + 6.0 + lines_height(&title, TITLE) + lines_height(&lead, LEAD) + 14.0;
        let foot = head + self.height + 14.0;
        let height = foot + 6.0 + lines_height(&notes, NOTE) + MARGIN - 10.0;
        Canvas::svg((WIDTH, height.ceil()), &format!("{}. {}", self.title, self.lead), |canvas| {
            canvas.rectangle((0.0, 0.0), (WIDTH, height.ceil()), WHITE.to_rgba());
            let below = write_lines(canvas, MARGIN - 8.0, &question, NOTE) + 6.0;
            let below = write_lines(canvas, below, &title, TITLE);
            write_lines(canvas, below, &lead, LEAD);
            draw(canvas, Body { left: MARGIN, top: head, right: WIDTH - MARGIN });
            canvas.line((MARGIN, foot), (WIDTH - MARGIN, foot), RULE.to_rgba(), 1.0);
            write_lines(canvas, foot + 6.0, &notes, NOTE);
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

/// A span in the largest unit that keeps it above two.
pub(in crate::report) fn duration(days: f64) -> String {
    let (unit, name) = time_unit(days);
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

fn lines_height(lines: &[String], look: Type) -> f64 {
    lines.len() as f64 * look.size * 1.3
}

/// Writes lines below one another and gives where the next would start.
pub(super) fn write_lines(canvas: &mut Canvas, top: f64, lines: &[String], look: Type) -> f64 {
    let mut baseline = top + look.size;
    for line in lines {
        canvas.text((MARGIN, baseline), line, look, Align::Left);
        baseline += look.size * 1.3;
    }
    baseline - look.size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_arms_look_different() {
        let styles: Vec<ArmStyle> = (0..56).map(ArmStyle::of).collect();
        for (index, style) in styles.iter().enumerate() {
            assert!(!styles[..index].contains(style), "arm {index}");
        }
    }

    #[test]
    fn spans_read_naturally() {
        assert_eq!(duration(730.0), "104 weeks");
        assert_eq!(duration(14.0), "14 days");
        assert_eq!(duration(3652.5), "10 years");
    }
}
