//! Outcomes along one or two parameters, with bands.

use super::design::write_points;
use super::points::Points;
use super::said::Said;
use crate::analysis::{mean, skewed_interval};
use crate::experiment::Axis;
use crate::model::Outcome;
use crate::results::tables::{self, LeverRow, Measure, Sign, SweepRow, WarningKind, WarningRow};
use crate::results::{CONFIDENCE, ResultsError};
use crate::text::{compact, signed};
use std::path::Path;

/// Below this many draws bands say little.
const FEW: usize = 10;

pub(super) fn write(dir: &Path, points: &Points, over: &[Axis]) -> Result<Said, ResultsError> {
    write_points(dir, points)?;
    let lever = |(number, axis): (u32, &Axis)| {
        let values: Vec<_> = axis.values.iter().zip(&axis.set).map(|(value, set)| (*value, set.clone())).collect();
        let (parameter, unit, word) = (axis.path.clone(), axis.unit.clone(), axis.words);
        let row = move |(value, set)| LeverRow { lever: number, parameter: parameter.clone(), unit: unit.clone(), value, set, word };
        values.into_iter().map(row)
    };
    tables::write::<LeverRow, _>(dir, (1..).zip(over).flat_map(lever))?;
    let rows = rows(points, over);
    tables::write::<SweepRow, _>(dir, &rows)?;
    Ok(Said { lines: lines(points, over, &rows), warnings: warnings(points) })
}

fn rows(points: &Points, over: &[Axis]) -> Vec<SweepRow> {
    let mut rows = Vec::new();
    for outcome in points.outcomes {
        for arm in 0..points.arms {
            let measures = if arm == 0 { &[Measure::Level][..] } else { &[Measure::Level, Measure::Difference] };
            for measure in measures {
                rows.extend((0..points.places()).filter_map(|place| row(points, over, (place, arm), *outcome, *measure)));
            }
        }
    }
    rows
}

fn row(points: &Points, over: &[Axis], (place, arm): (usize, usize), outcome: Outcome, measure: Measure) -> Option<SweepRow> {
    let values = match measure {
        Measure::Level => points.levels(place, arm, outcome),
        Measure::Difference => points.differences(place, arm, outcome),
    };
    let same = values.iter().flatten().all(|value| *value == 0.0);
    let draws = points.design.by_draw(&values);
    let mean = mean(&draws)?;
    let interval = |confidence| skewed_interval(&draws, confidence).map(|interval| (interval.low, interval.high));
    let (at, band) = (interval(CONFIDENCE), interval(1.0 - (1.0 - CONFIDENCE) / points.places() as f64));
    let columns = over.last().map_or(1, |axis| axis.values.len());
    let (first, second) = if over.len() == 2 { (place / columns, Some(place % columns)) } else { (place, None) };
    let sign = match band {
        _ if same => Sign::Same,
        Some((low, _)) if low > 0.0 => Sign::Above,
        Some((_, high)) if high < 0.0 => Sign::Below,
        _ => Sign::Unclear,
    };
    Some(SweepRow {
        point: place as u32,
        first: over[0].values[first],
        second: second.map(|second| over[1].values[second]),
        arm: points.scenario.arms[arm].name.clone(),
        outcome: outcome.definition().id.into(),
        unit: outcome.definition().unit.into(),
        measure,
        draws: draws.len() as u32,
        mean,
        low: at.map(|at| at.0),
        high: at.map(|at| at.1),
        band_low: band.map(|band| band.0),
        band_high: band.map(|band| band.1),
        sign: (measure == Measure::Difference).then_some(sign),
    })
}

/// Of each outcome and policy the difference at both ends, or how much of the map lies on either side.
fn lines(points: &Points, over: &[Axis], rows: &[SweepRow]) -> Vec<String> {
    let mut lines = Vec::new();
    for outcome in points.outcomes.iter().map(|outcome| outcome.definition()) {
        lines.push(format!("{} [{}], difference from {}", outcome.name, outcome.unit, points.scenario.arms[0].name));
        for arm in &points.scenario.arms[1..] {
            let of_arm = |row: &&SweepRow| row.arm == arm.name && row.outcome == outcome.id && row.measure == Measure::Difference;
            let own: Vec<&SweepRow> = rows.iter().filter(of_arm).collect();
            let Some((first, last)) = own.first().zip(own.last()) else { continue };
            let count = |sign: Sign| own.iter().filter(|row| row.sign == Some(sign)).count();
            let signs: Vec<String> =
                Sign::ALL.iter().filter(|sign| count(**sign) > 0).map(|sign| format!("{} at {}", sign.word(), count(*sign))).collect();
            let ends = |row: &SweepRow| match (row.band_low, row.band_high) {
                (Some(low), Some(high)) => format!("{} [{} to {}]", signed(row.mean), signed(low), signed(high)),
                _ => signed(row.mean),
            };
            let moved = if over.len() == 1 { format!("{} → {}; ", ends(first), ends(last)) } else { String::new() };
            lines.push(format!("  {}: {moved}{} of {} points", arm.name, signs.join(", "), compact(own.len() as f64)));
        }
    }
    lines
}

fn warnings(points: &Points) -> Vec<WarningRow> {
    let draws = points.design.draws(points.runs.replications()) as usize;
    let few = WarningRow {
        warning: WarningKind::FewReplications,
        cause: format!("each point has {draws} draws of the assumptions: its bands are rough"),
        remedy: "take more --replications; two share a draw".to_owned(),
    };
    if draws < FEW { vec![few] } else { Vec::new() }
}
