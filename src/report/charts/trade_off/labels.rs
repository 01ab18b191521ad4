//! Names beside their marks; a legend where they do not all fit.

use plotters::style::Color;

use super::super::canvas::{Align, Canvas, Point};
use super::super::theme::{AXIS, ArmStyle, Body, LABEL};

const LEGEND_ROW: f64 = 21.0;
const HEIGHT: f64 = 16.0;
/// How far from its mark and outline a name may stand.
const REACHES: [f64; 6] = [4.0, 12.0, 22.0, 36.0, 54.0, 76.0];
/// Directions to try, best first: 1 is wholly to the right or below, −1 wholly to the left or above.
const DIRECTIONS: [Point; 8] = [(1.0, 0.0), (-1.0, 0.0), (1.0, -1.0), (1.0, 1.0), (-1.0, -1.0), (-1.0, 1.0), (0.0, -1.0), (0.0, 1.0)];

/// A box around a text: left, top, right, bottom.
#[derive(Debug, Clone, Copy)]
struct Area(f64, f64, f64, f64);

impl Area {
    fn meets(self, other: Self) -> bool {
        self.0 < other.2 && other.0 < self.2 && self.1 < other.3 && other.1 < self.3
    }

    fn within(self, size: Point) -> bool {
        self.0 >= 2.0 && self.2 <= size.0 && self.1 >= 0.0 && self.3 <= size.1
    }

    /// The smallest box around a mark and the outline of its ellipse.
    fn around(mark: Point, outline: &[Point]) -> Self {
        let start = Self(mark.0 - 6.0, mark.1 - 6.0, mark.0 + 6.0, mark.1 + 6.0);
        outline.iter().fold(start, |a, p| Self(a.0.min(p.0), a.1.min(p.1), a.2.max(p.0), a.3.max(p.1)))
    }

    /// The point of the box nearest to `from`, a little inside above and below.
    fn nearest(self, from: Point) -> Point {
        (from.0.clamp(self.0, self.2), from.1.clamp(self.1 + 3.0, self.3 - 3.0))
    }

    fn holds(self, point: Point) -> bool {
        (self.0..=self.2).contains(&point.0) && (self.1..=self.3).contains(&point.1)
    }
}

/// A name, where it stands, and the mark it belongs to.
pub(super) struct Label {
    name: String,
    area: Area,
    mark: Point,
    /// The box around the mark and its outline.
    own: Area,
}

/// How the marks of a plot are named.
pub(super) enum Labels {
    Beside(Vec<Label>),
    Legend { names: Vec<String>, columns: usize, width: f64 },
}

impl Labels {
    /// Finds each name a place clear of all marks and other names; failing that, makes a legend.
    pub fn new(names: &[&str], marks: &[Point], outlines: &[Vec<Point>], size: Point) -> Self {
        let boxes: Vec<Area> = marks.iter().zip(outlines).map(|(mark, outline)| Area::around(*mark, outline)).collect();
        let mut labels: Vec<Label> = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let name = LABEL.shortened(name, 220.0);
            let mark = marks[index];
            let clear = |area: &Area| {
                let names = labels.iter().map(|label| label.area);
                let others = boxes.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, area)| *area);
                area.within(size)
                    && !boxes.iter().copied().chain(names.clone()).any(|taken| taken.meets(*area))
                    && !others.chain(names).any(|taken| crosses(taken, mark, area.nearest(mark)))
            };
            let free = candidates(boxes[index], LABEL.width(&name)).find(clear);
            let Some(area) = free else {
                return Self::legend(names, size.0);
            };
            labels.push(Label { name, area, mark, own: boxes[index] });
        }
        Self::Beside(labels)
    }

    fn legend(names: &[&str], width: f64) -> Self {
        let names: Vec<String> = names.iter().map(|name| LABEL.shortened(name, width / 2.0 - 30.0)).collect();
        let widest = names.iter().map(|name| LABEL.width(name)).fold(0.0, f64::max) + 34.0;
        let columns = ((width / widest).floor() as usize).clamp(1, names.len().max(1));
        Self::Legend { names, columns, width: widest }
    }

    pub fn legend_height(&self) -> f64 {
        match self {
            Self::Beside(_) => 0.0,
            Self::Legend { names, columns, .. } => names.len().div_ceil(*columns) as f64 * LEGEND_ROW + 8.0,
        }
    }

    /// Thin lines from the names that stand off to their marks.
    pub fn leaders(&self, canvas: &mut Canvas, (x, y): Point) {
        let Self::Beside(labels) = self else { return };
        for label in labels {
            let end = label.area.nearest(label.mark);
            let edge = label.own.nearest(end);
            if libm::hypot(end.0 - edge.0, end.1 - edge.1) > 11.0 {
                canvas.line((label.mark.0 + x, label.mark.1 + y), (end.0 + x, end.1 + y), AXIS.to_rgba(), 0.8);
            }
        }
    }

    pub fn draw(&self, canvas: &mut Canvas, (x, y): Point, styles: &[ArmStyle], body: Body) {
        match self {
            Self::Beside(labels) => {
                for label in labels {
                    canvas.text((label.area.0 + x, label.area.3 - 3.8 + y), &label.name, LABEL, Align::Left);
                }
            }
            Self::Legend { names, columns, width } => {
                for (index, (name, style)) in names.iter().zip(styles).enumerate() {
                    let at = (x + (index % columns) as f64 * width + 6.0, body.top + (index / columns) as f64 * LEGEND_ROW + 8.0);
                    style.mark(canvas, at, 4.4);
                    canvas.text((at.0 + 11.0, at.1 + 4.6), name, LABEL, Align::Left);
                }
            }
        }
    }
}

/// Whether the straight way between two points leads through `area`.
fn crosses(area: Area, from: Point, to: Point) -> bool {
    (0..=12).any(|step| {
        let share = f64::from(step) / 12.0;
        area.holds((from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share))
    })
}

/// Places for a text of `width` around a box, the nearest first.
fn candidates(around: Area, width: f64) -> impl Iterator<Item = Area> {
    let beside = |direction: f64, low: f64, high: f64, reach: f64, length: f64| {
        if direction > 0.0 {
            high + reach
        } else if direction < 0.0 {
            low - reach - length
        } else {
            f64::midpoint(low, high) - length / 2.0
        }
    };
    REACHES.into_iter().flat_map(move |reach| {
        DIRECTIONS.into_iter().map(move |(dx, dy)| {
            // On the slant, most of the way is sideways already.
            let aside = if dy == 0.0 { reach } else { reach - 8.0 };
            let left = beside(dx, around.0, around.2, aside, width);
            let top = beside(dy, around.1, around.3, reach - 3.0, HEIGHT);
            Area(left, top, left + width, top + HEIGHT)
        })
    })
}
