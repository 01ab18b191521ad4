//! Elementary effects along walks.

use super::pairs::heading;
use super::points::Points;
use super::said::Said;
use super::sensitivity::idle;
use crate::analysis::design::Trajectory;
use crate::analysis::sensitivity::{Elementary, Walk, morris};
use crate::experiment::method::{uncertain, walks};
use crate::model::Outcome;
use crate::results::tables::{self, ElementaryRow, TestedRow, WarningKind, WarningRow};
use crate::results::{CONFIDENCE, ResultsError};
use crate::text::compact;
use std::path::Path;

/// Assumptions named for an arm and an outcome.
const NAMED: usize = 5;

pub(super) fn write(dir: &Path, points: &Points, count: u32) -> Result<Said, ResultsError> {
    let paths = uncertain(&points.design.points[..points.arms]);
    let walks = walks(count, paths.len(), points.design.assumption_seed);
    let (mut rows, mut left_out) = (Vec::new(), Vec::new());
    for outcome in points.outcomes {
        for arm in 0..points.arms {
            match rows_of(points, &paths, &walks, (arm, *outcome)) {
                Some(found) => rows.extend(found),
                None => left_out.push(format!("{} under {}", outcome.definition().id, points.scenario.arms[arm].name)),
            }
        }
    }
    tables::write::<ElementaryRow, _>(dir, &rows)?;
    let tested: Vec<TestedRow> = paths.iter().map(|path| tested(path, &rows)).collect();
    tables::write::<TestedRow, _>(dir, &tested)?;
    let nothing = tested.iter().filter(|row| row.nothing == Some(true)).count();
    let mut lines = lines(points, &rows);
    lines.push(idle(tested.iter().filter(|row| row.candidate).count(), tested.len()));
    lines.push(format!("{nothing} of {} assumptions change none of this, exactly: tested.csv", paths.len()));
    Ok(Said { lines, warnings: warnings(&left_out) })
}

fn rows_of(points: &Points, paths: &[String], walks: &[Trajectory], (arm, outcome): (usize, Outcome)) -> Option<Vec<ElementaryRow>> {
    let places: Vec<Vec<f64>> =
        (0..points.places()).map(|place| points.effects(place, arm, outcome).into_iter().collect()).collect::<Option<_>>()?;
    // A replication is a walk under one of its two chances.
    let along = |walk: usize, chance: usize| places.iter().map(|place| place[2 * walk + chance]).collect::<Vec<f64>>();
    let outcomes: Vec<[Vec<f64>; 2]> = (0..walks.len()).map(|walk| [along(walk, 0), along(walk, 1)]).collect();
    let given: Vec<Walk> = walks
        .iter()
        .zip(&outcomes)
        .map(|(walk, [first, second])| Walk { moved: &walk.moved, by: &walk.by, outcomes: [first, second] })
        .collect();
    let widened = 1.0 - (1.0 - CONFIDENCE) / paths.len() as f64;
    let (found, wide) = (morris(&given, paths.len(), CONFIDENCE)?, morris(&given, paths.len(), widened)?);
    let row = |(path, (found, wide)): (&String, (Option<Elementary>, Option<Elementary>))| {
        let (found, wide) = found.zip(wide)?;
        Some(ElementaryRow {
            arm: points.scenario.arms[arm].name.clone(),
            outcome: outcome.definition().id.into(),
            unit: outcome.definition().unit.into(),
            parameter: path.clone(),
            walks: walks.len() as u32,
            mean: found.mean,
            absolute: found.absolute,
            spread: found.spread,
            square: found.square.value,
            square_low: found.square.interval.low,
            square_high: found.square.interval.high,
            spread_without_chance: found.spread_without_chance,
            marked: wide.square.is_positive(),
        })
    };
    Some(paths.iter().zip(found.into_iter().zip(wide)).filter_map(row).collect())
}

fn tested(path: &str, rows: &[ElementaryRow]) -> TestedRow {
    let own = || rows.iter().filter(|row| row.parameter == path);
    let marked = own().filter(|row| row.marked).count() as u32;
    TestedRow {
        parameter: path.to_owned(),
        pairs: own().count() as u32,
        marked,
        p_alone: None,
        nothing: Some(own().all(|row| row.absolute == 0.0)),
        candidate: marked == 0,
    }
}

fn lines(points: &Points, rows: &[ElementaryRow]) -> Vec<String> {
    let mut lines = Vec::new();
    for outcome in points.outcomes {
        for arm in 0..points.arms {
            let name = &points.scenario.arms[arm].name;
            let of = |row: &&ElementaryRow| row.arm == *name && row.outcome == outcome.definition().id && row.absolute > 0.0;
            let mut own: Vec<&ElementaryRow> = rows.iter().filter(of).collect();
            own.sort_by(|a, b| b.square.total_cmp(&a.square));
            if own.is_empty() {
                continue;
            }
            lines.push(heading(points, arm, *outcome));
            for row in own.into_iter().take(NAMED) {
                let told = if row.marked { "" } else { ", not told from chance" };
                lines.push(format!("  {}: {} over its whole range, on average{told}", row.parameter, compact(row.absolute)));
            }
        }
    }
    lines
}

fn warnings(left_out: &[String]) -> Vec<WarningRow> {
    let row = WarningRow {
        warning: WarningKind::LeftOut,
        cause: format!("some run has no value, so that there are no effects, in {}", left_out.join(", ")),
        remedy: "take a larger sample of the world, or other --outcomes".to_owned(),
    };
    if left_out.is_empty() { Vec::new() } else { vec![row] }
}
