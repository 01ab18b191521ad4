//! A grid of signs: where a difference is above zero, below, or unclear.

use super::canvas::{Align, Canvas, Type};
use super::chart::Sheet;
use super::key::{Key, Sample};
use super::panel::Panel;
use super::theme::{INK, TICK, WHITE};
use crate::results::tables::Sign;
use plotters::style::{Color, RGBColor};

/// Told apart by their signs too, not by colour alone.
const LOOKS: [(Sign, RGBColor, &str); 4] = [
    (Sign::Above, RGBColor(213, 94, 0), "+"),
    (Sign::Below, RGBColor(0, 114, 178), "\u{2212}"),
    (Sign::Unclear, RGBColor(232, 232, 232), "?"),
    (Sign::Same, WHITE, "0"),
];

/// What the signs mean.
pub(super) fn key(sheet: Sheet) -> Key {
    Key::new(sheet, LOOKS.map(|(sign, colour, mark)| (Sample::Block(colour), format!("{mark} {}", sign.word()))))
}

/// Cells by column and line, the first line lowest; `room` is what the labels of the lines may take.
pub(super) fn map(
    canvas: &mut Canvas,
    panel: &Panel,
    (across, up): (&[String], &[String]),
    room: f64,
    cells: impl Iterator<Item = (usize, usize, Sign)>,
) {
    let (cell_width, cell_height) = (panel.width / across.len() as f64, panel.height / up.len() as f64);
    let look = Type { size: (cell_height.min(cell_width) * 0.55).clamp(6.0, 15.0), bold: true, colour: INK };
    for (column, line, sign) in cells {
        let left = panel.left + column as f64 * cell_width;
        let top = panel.top + panel.height - (line + 1) as f64 * cell_height;
        let Some((_, colour, mark)) = LOOKS.iter().find(|(known, _, _)| *known == sign) else { continue };
        canvas.rectangle((left + 0.5, top + 0.5), (left + cell_width - 0.5, top + cell_height - 0.5), colour.to_rgba());
        let ink = if matches!(sign, Sign::Above | Sign::Below) { WHITE } else { look.colour };
        let at = (left + cell_width / 2.0, top + cell_height / 2.0 + look.size * 0.35);
        canvas.text(at, mark, Type { colour: ink, ..look }, Align::Centre);
    }
    let every = |count: usize, room: f64| ((count as f64 * 44.0 / room).ceil() as usize).max(1);
    for (column, label) in across.iter().enumerate().step_by(every(across.len(), panel.width)) {
        let x = panel.left + (column as f64 + 0.5) * cell_width;
        canvas.text((x, panel.top + panel.height + 16.0), label, TICK, Align::Centre);
    }
    for (line, label) in up.iter().enumerate().step_by(((up.len() as f64 * 16.0 / panel.height).ceil() as usize).max(1)) {
        let y = panel.top + panel.height - (line as f64 + 0.5) * cell_height;
        canvas.text((panel.left - 6.0, y + 4.2), &TICK.shortened(label, room), TICK, Align::Right);
    }
}
