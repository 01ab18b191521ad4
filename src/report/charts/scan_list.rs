//! The list of scanning on the device: in what share of the runs it has been expanded, or poisoned, by then.

use plotters::style::Color;

use super::canvas::Point;
use super::panel::{Grid, Key, arm_pages, lines};
use super::scale::Scale;
use super::theme::{ArmStyle, Frame, page_name, part, time_unit};
use super::{Chart, Inputs, NotDrawn, Picture};
use crate::analysis::{Interval, share_interval};
use crate::model::Outcome;
use crate::results::tables::SeriesRow;

pub(super) const CHART: Chart = Chart {
    name: "scan-list",
    about: "Share of the runs in which the list that devices are scanned for has been expanded beyond abuse, or poisoned, by then",
    draw,
};

const OUTCOMES: [Outcome; 2] = [Outcome::ListExpanded, Outcome::ListPoisoned];
const GRID: Grid = Grid { columns: OUTCOMES.len(), gap: 26.0, head: 50.0, plot_height: 190.0, bottom: 46.0 };

/// A policy's share of the runs, by day.
type Line = Vec<(f64, f64)>;

/// Nothing is drawn where no policy's list is ever touched: most scenarios scan no device.
fn draw(inputs: &Inputs) -> Vec<Picture> {
    let shares: Vec<Vec<Line>> =
        OUTCOMES.iter().map(|outcome| inputs.run.arms.iter().map(|arm| line(inputs, arm, *outcome)).collect()).collect();
    let touched = |arm: &usize| shares.iter().any(|by_arm| by_arm[*arm].iter().any(|(_, share)| *share > 0.0));
    let pages: Vec<Vec<usize>> = arm_pages(inputs.run).into_iter().map(|page| page.into_iter().filter(touched).collect()).collect();
    let pages: Vec<Vec<usize>> = pages.into_iter().filter(|arms| !arms.is_empty()).collect();
    let picture = |(page, arms): (usize, &Vec<usize>)| Picture {
        name: page_name(CHART.name, page),
        svg: picture(inputs, &shares, arms, (page, pages.len())),
    };
    pages.iter().enumerate().map(picture).collect()
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

fn picture(inputs: &Inputs, shares: &[Vec<Line>], arms: &[usize], page: (usize, usize)) -> Result<String, NotDrawn> {
    let key = Key::new(inputs.run, arms);
    let frame = Frame {
        inputs,
        title: format!("What becomes of the list that devices are scanned for{}", part(page)),
        lead: "Line: share of the runs in which it has happened by then, in any market. Shaded: its 95\u{202f}% interval.".to_owned(),
        notes: vec![
            "Hazards that nobody knows, over wide ranges: an axis, not an estimate. Policies left out had neither in any run.".to_owned(),
            "Interval after Wilson; runs that share their assumptions count as one.".to_owned(),
        ],
        height: key.height() + GRID.height(OUTCOMES.len()),
    };
    let last = shares.iter().flatten().flatten().map(|point| point.0).fold(0.0, f64::max);
    let (unit, unit_name) = time_unit(last);
    let x = Scale::spanning((0.0, (last / unit).max(1e-9)), 0.0, GRID.width());
    let draws = f64::from(inputs.run.replications.div_ceil(inputs.per_draw.get()));
    let interval = |share: f64| share_interval(share, draws, 0.95).unwrap_or(Interval { low: 0.0, high: 1.0 });
    frame.svg(|canvas, body| {
        key.draw(canvas, body);
        for (index, (outcome, by_arm)) in OUTCOMES.iter().zip(shares).enumerate() {
            let panel = GRID.panel(body, body.top + key.height(), index);
            let y = Scale::spanning((0.0, 100.0), panel.height, 0.0);
            panel.heading(canvas, inputs.name(outcome.definition().id), "% of the runs");
            panel.rows(canvas, &y.ticks(5), true);
            panel.foot(canvas, &x, Some(&format!("{unit_name} since the start")));
            let at = |day: f64, share: f64| panel.at((&x, &y), (day / unit, 100.0 * share.clamp(0.0, 1.0)));
            for arm in arms {
                let low = by_arm[*arm].iter().map(|(day, share)| at(*day, interval(*share).low));
                let high = by_arm[*arm].iter().rev().map(|(day, share)| at(*day, interval(*share).high));
                canvas.polygon(&low.chain(high).collect::<Vec<Point>>(), ArmStyle::of(*arm).colour.mix(0.2));
            }
            lines(canvas, arms, |arm| by_arm[arm].iter().map(|(day, share)| at(*day, *share)).collect());
        }
    })
}
