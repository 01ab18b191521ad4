//! A sheet of SVG with coordinates in pixels, and the bundled font.

use std::sync::OnceLock;

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, FontTransform, RGBAColor, RGBColor, ShapeStyle, TextStyle, register_font};

pub(in crate::report) const REGULAR: &[u8] = include_bytes!("../../../assets/Inter-Regular.ttf");
pub(in crate::report) const BOLD: &[u8] = include_bytes!("../../../assets/Inter-Bold.ttf");

/// What an SVG asks for; the bundled font is registered under the whole list, so a browser without it falls back.
const FAMILY: &str = "Inter, \"Helvetica Neue\", Arial, sans-serif";
/// plotters knows whole pixels only: a finer grid, shown smaller, keeps curves smooth.
const GRID: f64 = 10.0;
/// plotters writes `size / 1.24` as the size of the font.
const EM: f64 = 1.24;

/// A point in pixels from the upper left.
pub(super) type Point = (f64, f64);

/// Where a text stands from its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub size: f64,
    pub bold: bool,
    pub colour: RGBColor,
}

impl Type {
    fn font(self) -> FontDesc<'static> {
        let style = if self.bold { FontStyle::Bold } else { FontStyle::Normal };
        FontDesc::new(FontFamily::Name(FAMILY), self.size * EM * GRID, style)
    }

    /// Width of `text` in pixels.
    pub fn width(self, text: &str) -> f64 {
        let measured = fonts_registered().then(|| self.font().box_size(text).ok()).flatten();
        measured.map_or(0.6 * self.size * text.chars().count() as f64, |(width, _)| f64::from(width) / GRID)
    }

    /// `text`, its middle left out where it is wider than `width`: the ends of names tell them apart.
    pub fn shortened(self, text: &str, width: f64) -> String {
        let characters: Vec<char> = text.chars().collect();
        let mut candidate = text.to_owned();
        let mut kept = characters.len();
        while self.width(&candidate) > width && kept > 1 {
            kept -= 1;
            let head = kept.div_ceil(2);
            candidate = characters[..head].iter().chain(&['…']).chain(&characters[characters.len() - (kept - head)..]).collect();
        }
        candidate
    }

    /// `text` in lines no wider than `width`, broken at spaces.
    pub fn wrapped(self, text: &str, width: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
            let word = self.shortened(word, width);
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}")) <= width => {
                    line.push(' ');
                    line.push_str(&word);
                }
                _ => lines.push(word),
            }
        }
        lines
    }

    /// [`Self::wrapped`] in lines of about equal length.
    pub fn balanced(self, text: &str, width: f64) -> Vec<String> {
        let widest = self.wrapped(text, width);
        if widest.len() < 2 {
            return widest;
        }
        let narrower = (1..12).map(|step| self.wrapped(text, width * (1.0 - 0.04 * f64::from(step))));
        narrower.take_while(|lines| lines.len() == widest.len()).last().unwrap_or(widest)
    }
}

/// Draws onto one SVG document.
pub(super) struct Canvas<'a> {
    backend: SVGBackend<'a>,
    failure: Option<String>,
}

impl Canvas<'_> {
    /// An SVG of the given size in pixels, described for those who cannot see it.
    pub fn svg(size: Point, description: &str, draw: impl FnOnce(&mut Canvas)) -> Result<String, String> {
        if !fonts_registered() {
            return Err("the bundled font cannot be read".to_owned());
        }
        let mut body = String::new();
        let grid = ((size.0 * GRID).ceil() as u32, (size.1 * GRID).ceil() as u32);
        let failure = {
            let mut canvas = Canvas { backend: SVGBackend::with_string(&mut body, grid), failure: None };
            draw(&mut canvas);
            let presented = canvas.backend.present();
            canvas.note(presented);
            canvas.failure.take()
        };
        if let Some(reason) = failure {
            return Err(reason);
        }
        // plotters' own opening tag knows neither the finer grid nor the description.
        let (_, content) = body.split_once('\n').ok_or("the drawing is empty")?;
        Ok(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{:.0}\" height=\"{:.0}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n{content}",
            size.0,
            size.1,
            grid.0,
            grid.1,
            escaped(description),
        ))
    }

    pub fn line(&mut self, from: Point, to: Point, colour: RGBAColor, width: f64) {
        let drawn = self.backend.draw_line(snapped(from), snapped(to), &stroke(colour, width));
        self.note(drawn);
    }

    pub fn path(&mut self, points: &[Point], colour: RGBAColor, width: f64) {
        let drawn = self.backend.draw_path(points.iter().map(|p| snapped(*p)), &stroke(colour, width));
        self.note(drawn);
    }

    /// A path in dashes of `dash` pixels with gaps half as long.
    pub fn dashed(&mut self, points: &[Point], colour: RGBAColor, width: f64, dash: f64) {
        let period = dash * 1.5;
        let mut travelled = 0.0_f64;
        for pair in points.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let length = libm::hypot(to.0 - from.0, to.1 - from.1);
            let at = |along: f64| {
                let share = along / length;
                (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
            };
            let mut along = 0.0;
            while along < length {
                let phase = (travelled + along) % period;
                let next = (along + if phase < dash { dash - phase } else { period - phase }.max(0.05)).min(length);
                if phase < dash {
                    self.line(at(along), at(next), colour, width);
                }
                along = next;
            }
            travelled += length;
        }
    }

    pub fn polygon(&mut self, points: &[Point], colour: RGBAColor) {
        let drawn = self.backend.fill_polygon(points.iter().map(|p| snapped(*p)), &colour);
        self.note(drawn);
    }

    pub fn rectangle(&mut self, from: Point, to: Point, colour: RGBAColor) {
        let drawn = self.backend.draw_rect(snapped(from), snapped(to), &colour, true);
        self.note(drawn);
    }

    pub fn circle(&mut self, centre: Point, radius: f64, colour: RGBAColor) {
        let drawn = self.backend.draw_circle(snapped(centre), (radius * GRID).round() as u32, &colour, true);
        self.note(drawn);
    }

    /// Text with its baseline at `at`.
    pub fn text(&mut self, at: Point, text: &str, look: Type, align: Align) {
        // plotters' upper anchor puts the baseline 0.76 em below the point.
        let upper = (at.0, at.1 - 0.76 * look.size);
        self.place(upper, text, look, align, VPos::Top, FontTransform::None);
    }

    /// Text read from below upwards, centred on `at`.
    pub fn upward_text(&mut self, at: Point, text: &str, look: Type) {
        self.place(at, text, look, Align::Centre, VPos::Center, FontTransform::Rotate270);
    }

    fn place(&mut self, at: Point, text: &str, look: Type, align: Align, vertical: VPos, turn: FontTransform) {
        let horizontal = match align {
            Align::Left => HPos::Left,
            Align::Centre => HPos::Center,
            Align::Right => HPos::Right,
        };
        let style = TextStyle::from(look.font().transform(turn)).color(&look.colour).pos(Pos::new(horizontal, vertical));
        let drawn = self.backend.draw_text(&printable(text), &style, snapped(at));
        self.note(drawn);
    }

    fn note<E: std::fmt::Display>(&mut self, result: Result<(), E>) {
        if let Err(error) = result {
            self.failure.get_or_insert(error.to_string());
        }
    }
}

fn fonts_registered() -> bool {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    *REGISTERED
        .get_or_init(|| register_font(FAMILY, FontStyle::Normal, REGULAR).is_ok() && register_font(FAMILY, FontStyle::Bold, BOLD).is_ok())
}

fn stroke(colour: RGBAColor, width: f64) -> ShapeStyle {
    ShapeStyle { color: colour.to_rgba(), filled: false, stroke_width: (width * GRID).round().max(1.0) as u32 }
}

fn snapped(point: Point) -> (i32, i32) {
    ((point.0 * GRID).round() as i32, (point.1 * GRID).round() as i32)
}

/// XML cannot hold control characters, and a name may.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn escaped(text: &str) -> String {
    printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: Type = Type { size: 13.0, bold: false, colour: RGBColor(0, 0, 0) };

    #[test]
    fn bundled_font_measures_text() {
        assert!(fonts_registered());
        let (narrow, wide) = (LOOK.width("iiii"), LOOK.width("MMMM"));
        assert!(narrow > 0.0 && wide > 2.0 * narrow, "{narrow} {wide}");
    }

    #[test]
    fn shortened_text_fits_and_keeps_both_ends() {
        let short = LOOK.shortened("e2ee-with-a-very-long-arm-name-variant-b", 120.0);
        assert!(LOOK.width(&short) <= 120.0);
        assert!(short.starts_with("e2ee") && short.ends_with("-b"), "{short}");
        assert_eq!(LOOK.shortened("opt-in", 120.0), "opt-in");
    }

    #[test]
    fn wrapped_lines_fit_and_lose_no_word() {
        let text = "Children harmed and supercalifragilisticexpialidocious reports";
        let lines = LOOK.wrapped(text, 400.0);
        assert!(lines.iter().all(|line| LOOK.width(line) <= 400.0));
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn names_cannot_break_the_document() {
        let svg = Canvas::svg((100.0, 50.0), "a \"b\" <c> & \u{1}", |canvas| {
            canvas.text((5.0, 20.0), "<&\u{0}>", LOOK, Align::Left);
        })
        .unwrap();
        assert!(!svg.contains('\u{0}') && !svg.contains("<c>") && svg.contains("&lt;&amp; &gt;"));
    }
}
