//! Two parameters swept: where the difference is above zero, below, or unclear.

use super::super::canvas::{Align, Canvas};
use super::super::chart::{NotDrawn, Page, Picture, Sheet, pictures, skipped};
use super::super::frame::Frame;
use super::super::inputs::Inputs;
use super::super::panel::Panel;
use super::super::signs;
use super::super::theme::{ArmStyle, FAINT, HEADING};
use crate::results::tables::{LeverRow, Measure, SweepRow};
use crate::text::compact;

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
    let key = signs::key(sheet);
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
    let place = |levers: &[&LeverRow], value: f64| levers.iter().position(|lever| lever.value.total_cmp(&value).is_eq());
    let at = |row: &&SweepRow| Some((place(across, row.first)?, place(up, row.second?)?, row.sign?));
    let label = |lever: &&LeverRow| if lever.word { lever.set.clone() } else { compact(lever.value) };
    let labels = |levers: &[&LeverRow]| levers.iter().map(label).collect::<Vec<_>>();
    signs::map(canvas, panel, (&labels(across), &labels(up)), LEFT - 10.0, rows.iter().filter_map(at));
}
