//! What all charts share: colours, type and marks.

use std::f64::consts::FRAC_1_SQRT_2;

use plotters::style::{Color, RGBAColor, RGBColor};

use super::canvas::{Canvas, Point, Type};

pub(super) const INK: RGBColor = RGBColor(26, 26, 26);
pub(super) const GREY: RGBColor = RGBColor(89, 89, 89);
pub(super) const RULE: RGBColor = RGBColor(222, 222, 222);
/// Behind the name of a group of rows.
pub(super) const BAND: RGBColor = RGBColor(246, 246, 246);
pub(super) const AXIS: RGBColor = RGBColor(120, 120, 120);
pub(super) const WHITE: RGBColor = RGBColor(255, 255, 255);

pub(super) const TITLE: Type = Type { size: 18.5, bold: true, colour: INK };
pub(super) const LEAD: Type = Type { size: 14.0, bold: false, colour: GREY };
pub(super) const HEADING: Type = Type { size: 14.0, bold: true, colour: INK };
pub(super) const LABEL: Type = Type { size: 13.5, bold: false, colour: INK };
pub(super) const FAINT: Type = Type { size: 12.5, bold: false, colour: GREY };
pub(super) const TICK: Type = Type { size: 12.0, bold: false, colour: GREY };
pub(super) const NOTE: Type = Type { size: 12.0, bold: false, colour: GREY };

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

    /// The spread of the runs: a thin line with short ends.
    pub fn spread(self, canvas: &mut Canvas, (from, to): Point, y: f64) {
        canvas.line((from, y), (to, y), self.colour.to_rgba(), 1.4);
        for x in [from, to] {
            canvas.line((x, y - 3.5), (x, y + 3.5), self.colour.to_rgba(), 1.4);
        }
    }

    /// The arm's mark, with a white edge that lifts it off lines beneath.
    pub fn mark(self, canvas: &mut Canvas, at: Point, size: f64) {
        self.shape.draw(canvas, at, size + 1.3, WHITE.to_rgba());
        self.shape.draw(canvas, at, size, self.colour.to_rgba());
    }
}

/// One end of a range: a ring for the lowest, a disc for the highest, told apart without colour.
pub(super) fn end(canvas: &mut Canvas, at: Point, is_high: bool) {
    canvas.circle(at, 4.6, INK.to_rgba());
    if !is_high {
        canvas.circle(at, 2.9, WHITE.to_rgba());
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
            // A plus, turned.
            Self::Cross => &PLUS.map(|(dx, dy)| (FRAC_1_SQRT_2 * (dx - dy), FRAC_1_SQRT_2 * (dx + dy))),
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
}
