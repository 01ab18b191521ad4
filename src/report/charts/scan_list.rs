//! The list of scanning on the device: in what share of the runs it has been expanded, or poisoned, by then.

use plotters::style::Color;

use super::canvas::Point;
use super::chart::{Chart, NotDrawn, Page, Picture, Sheet, pictures};
use super::frame::Frame;
use super::inputs::Inputs;
use super::key::Key;
use super::panel::{Grid, Time, arm_pages, lines};
use super::scale::Scale;
use super::theme::ArmStyle;
use crate::analysis::{Interval, share_interval};
use crate::experiment::PER_DRAW;
use crate::model::Outcome;
use crate::results::tables::SeriesRow;

pub(super) const CHART: Chart = Chart {
    name: "scan-list",
    about: "Share of the runs in which the list that devices are scanned for has been expanded beyond abuse, or poisoned, by then",
    draw,
};

const OUTCOMES: [Outcome; 2] = [Outcome::ListExpanded, Outcome::ListPoisoned];
/// A policy's share of the runs, by day.
type Line = Vec<(f64, f64)>;

/// Nothing is drawn where no policy's list is ever touched: most scenarios scan no device.
fn draw(inputs: &Inputs, sheet: Sheet) -> Vec<Picture> {
    let shares: Vec<Vec<Line>> =
        OUTCOMES.iter().map(|outcome| inputs.run.arms.iter().map(|arm| line(inputs, arm, *outcome)).collect()).collect();
    let touched = |arm: &usize| shares.iter().any(|by_arm| by_arm[*arm].iter().any(|(_, share)| *share > 0.0));
    let pages: Vec<Vec<usize>> = arm_pages(inputs.run).into_iter().map(|page| page.into_iter().filter(touched).collect()).collect();
    let pages: Vec<Vec<usize>> = pages.into_iter().filter(|arms| !arms.is_empty()).collect();
    pictures(CHART.name, &pages, |arms, page| picture((inputs, sheet), &shares, arms, page))
}

/// A window holds the runs in which it came then, so that they add up.
fn line(inputs: &Inputs, arm: &str, outcome: Outcome) -> Line {
    let of_arm = |row: &&SeriesRow| row.arm == arm && row.outcome == outcome.definition().id && row.day.is_finite() && row.mean.is_finite();
    let mut rows: Vec<&SeriesRow> = inputs.series.iter().filter(of_arm).collect();
    rows.sort_by(|a, b| a.day.total_cmp(&b.day));
    let mut share = 0.0;
    let add = |row: &SeriesRow| {
        share += row.mean;
        (row.day, share)
    };
    std::iter::once((0.0, 0.0)).chain(rows.into_iter().map(add)).collect()
}

fn picture((inputs, sheet): (&Inputs, Sheet), shares: &[Vec<Line>], arms: &[usize], page: Page) -> Result<String, NotDrawn> {
    let grid = Grid { sheet, columns: OUTCOMES.len(), head: 50.0, plot_height: 190.0, bottom: 46.0 };
    let key = Key::of_arms(inputs, sheet, arms);
    let time = Time::new(inputs, arms, shares.iter().flatten().flatten().map(|point| point.0), grid.width());
    let mut notes = vec![
        "Hazards that nobody knows, over wide ranges: an axis, not an estimate. Policies left out had neither in any run.".to_owned(),
        "Interval after Wilson; runs that share their assumptions count as one.".to_owned(),
    ];
    notes.extend(time.note());
    let frame = Frame {
        inputs,
        sheet,
        title: format!("What becomes of the list that devices are scanned for{}", page.part()),
        lead: "Line: share of the runs in which it has happened by then, in any market. Shaded: its 95\u{202f}% interval.".to_owned(),
        notes,
        height: key.height() + grid.height(OUTCOMES.len()),
    };
    let draws = f64::from(inputs.run.replications.div_ceil(PER_DRAW));
    let interval = |share: f64| share_interval(share, draws, 0.95).unwrap_or(Interval { low: 0.0, high: 1.0 });
    frame.svg(|canvas, body| {
        key.draw(canvas, body);
        for (index, (outcome, by_arm)) in OUTCOMES.iter().zip(shares).enumerate() {
            let panel = grid.panel(body, body.top + key.height(), index);
            let y = Scale::spanning((0.0, 100.0), panel.height, 0.0);
            panel.heading(canvas, inputs.name(outcome.definition().id), "% of the runs");
            panel.rows(canvas, &y.ticks(5), true);
            time.foot(canvas, &panel, true);
            let at = |day: f64, share: f64| time.at(&panel, &y, (day, 100.0 * share.clamp(0.0, 1.0)));
            for arm in arms {
                let low = by_arm[*arm].iter().map(|(day, share)| at(*day, interval(*share).low));
                let high = by_arm[*arm].iter().rev().map(|(day, share)| at(*day, interval(*share).high));
                canvas.polygon(&low.chain(high).collect::<Vec<Point>>(), ArmStyle::of(*arm).colour.mix(0.2));
            }
            lines(canvas, arms, |arm| by_arm[arm].iter().map(|(day, share)| at(*day, *share)).collect());
        }
    })
}
