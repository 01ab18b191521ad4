//! Two parameters swept: where the difference is above zero, below, or unclear.

use super::super::canvas::{Align, Canvas, Type};
use super::super::chart::{NotDrawn, Page, Picture, Sheet, pictures, skipped};
use super::super::frame::Frame;
use super::super::inputs::Inputs;
use super::super::key::{Key, Sample};
use super::super::panel::Panel;
use super::super::theme::{ArmStyle, FAINT, HEADING, INK, TICK, WHITE};
use crate::results::tables::{LeverRow, Measure, Sign, SweepRow};
use crate::text::compact;
use plotters::style::{Color, RGBColor};

/// Told apart by their signs too, not by colour alone.
const LOOKS: [(Sign, RGBColor, &str); 4] = [
    (Sign::Above, RGBColor(213, 94, 0), "+"),
    (Sign::Below, RGBColor(0, 114, 178), "\u{2212}"),
    (Sign::Unclear, RGBColor(232, 232, 232), "?"),
    (Sign::Same, WHITE, "0"),
];
const NAME: &str = "sweep";
const HEAD: f64 = 64.0;
const FOOT: f64 = 50.0;
const LEFT: f64 = 74.0;
const GAP: f64 = 26.0;

pub(super) fn draw((inputs, sheet): (&Inputs, Sheet), levers: &[LeverRow], rows: &[SweepRow]) -> Vec<Picture> {
    let (across, up): (Vec<&LeverRow>, Vec<&LeverRow>) = levers.iter().partition(|lever| lever.lever == 1);
    let maps: Vec<(&String, usize)> =
        inputs.selection.answer.iter().flat_map(|outcome| inputs.others().map(move |(arm, _)| (outcome, arm))).collect();
    if maps.is_empty() {
        return skipped(NAME, "there is no policy to compare with the baseline");
    }
    let columns = if sheet.is_narrow() { 1 } else { 2 };
    let pages: Vec<&[(&String, usize)]> = maps.chunks(3 * columns).collect();
    pictures(NAME, &pages, |maps, page| picture((inputs, sheet), (&across, &up), rows, maps, page))
}

fn picture(
    (inputs, sheet): (&Inputs, Sheet),
    (across, up): (&[&LeverRow], &[&LeverRow]),
    rows: &[SweepRow],
    maps: &[(&String, usize)],
    page: Page,
) -> Result<String, NotDrawn> {
    let columns = if sheet.is_narrow() { 1 } else { 2 };
    let width = (sheet.room() - columns as f64 * LEFT - GAP * (columns - 1) as f64) / columns as f64;
    let height = (24.0 * up.len() as f64).clamp(120.0, 260.0);
    let key = Key::new(sheet, LOOKS.map(|(sign, colour, mark)| (Sample::Block(colour), format!("{mark} {}", sign.word()))));
    let named =
        |lever: &LeverRow| if lever.unit.is_empty() { lever.parameter.clone() } else { format!("{} [{}]", lever.parameter, lever.unit) };
    let frame = Frame {
        inputs,
        sheet,
        title: format!("Where the difference from {} is above zero, and where below{}", inputs.baseline(), page.part()),
        lead: format!("Across: {}. Upwards: {}.", named(across[0]), named(up[0])),
        notes: vec!["By bands that hold with 95\u{202f}% on the whole map together. All points share draws and chance.".to_owned()],
        height: key.height() + maps.len().div_ceil(columns) as f64 * (HEAD + height + FOOT),
    };
    frame.svg(|canvas, body| {
        key.draw(canvas, body);
        for (index, (outcome, arm)) in maps.iter().enumerate() {
            let (column, row) = ((index % columns) as f64, (index / columns) as f64);
            let left = body.left + LEFT + column * (LEFT + width + GAP);
            let top = body.top + key.height() + HEAD + row * (HEAD + height + FOOT);
            let panel = Panel { left, top, width, height };
            canvas.text(
                (left - LEFT + 8.0, top - 34.0),
                &HEADING.shortened(inputs.name(outcome), width + LEFT - 8.0),
                HEADING,
                Align::Left,
            );
            ArmStyle::of(*arm).mark(canvas, (left - LEFT + 13.0, top - 16.4), 4.2);
            let title = FAINT.shortened(inputs.title(&inputs.run.arms[*arm]), width + LEFT - 26.0);
            canvas.text((left - LEFT + 23.0, top - 12.0), &title, FAINT, Align::Left);
            let of_map =
                |row: &&SweepRow| row.outcome == **outcome && row.arm == inputs.run.arms[*arm] && row.measure == Measure::Difference;
            map(canvas, &panel, (across, up), &rows.iter().filter(of_map).collect::<Vec<_>>());
        }
    })
}

fn map(canvas: &mut Canvas, panel: &Panel, (across, up): (&[&LeverRow], &[&LeverRow]), rows: &[&SweepRow]) {
    let (cell_width, cell_height) = (panel.width / across.len() as f64, panel.height / up.len() as f64);
    let mark_look = Type { size: (cell_height.min(cell_width) * 0.55).clamp(6.0, 15.0), bold: true, colour: INK };
    for row in rows {
        let same = |lever: &&&LeverRow, value: f64| lever.value.total_cmp(&value).is_eq();
        let Some(column) = across.iter().position(|lever| same(&lever, row.first)) else { continue };
        let Some(line) = up.iter().position(|lever| row.second.is_some_and(|value| same(&lever, value))) else { continue };
        let left = panel.left + column as f64 * cell_width;
        let top = panel.top + panel.height - (line + 1) as f64 * cell_height;
        let Some((sign, colour, mark)) = LOOKS.iter().find(|(sign, _, _)| row.sign == Some(*sign)) else { continue };
        canvas.rectangle((left + 0.5, top + 0.5), (left + cell_width - 0.5, top + cell_height - 0.5), colour.to_rgba());
        let ink = if matches!(sign, Sign::Above | Sign::Below) { WHITE } else { mark_look.colour };
        let at = (left + cell_width / 2.0, top + cell_height / 2.0 + mark_look.size * 0.35);
        canvas.text(at, mark, Type { colour: ink, ..mark_look }, Align::Centre);
    }
    let label = |lever: &LeverRow| if lever.word { lever.set.clone() } else { compact(lever.value) };
    let every = |count: usize, room: f64| ((count as f64 * 44.0 / room).ceil() as usize).max(1);
    for (column, lever) in across.iter().enumerate().step_by(every(across.len(), panel.width)) {
        let x = panel.left + (column as f64 + 0.5) * cell_width;
        canvas.text((x, panel.top + panel.height + 16.0), &label(lever), TICK, Align::Centre);
    }
    for (line, lever) in up.iter().enumerate().step_by(((up.len() as f64 * 16.0 / panel.height).ceil() as usize).max(1)) {
        let y = panel.top + panel.height - (line as f64 + 0.5) * cell_height;
        canvas.text((panel.left - 6.0, y + 4.2), &TICK.shortened(&label(lever), LEFT - 10.0), TICK, Align::Right);
    }
}
