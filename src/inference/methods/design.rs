//! The outcomes at the points of a table, as they are: another program makes something of them.

use super::points::Points;
use super::said::Said;
use crate::experiment::Record;
use crate::results::ResultsError;
use crate::results::tables::{self, PointOutcomeRow, PointRow, Writer};
use std::path::Path;

pub(super) fn write(dir: &Path, points: &Points) -> Result<Said, ResultsError> {
    write_points(dir, points)?;
    let mut writer = Writer::<PointOutcomeRow>::create(dir)?;
    let mut row = PointOutcomeRow::default();
    for place in 0..points.places() {
        row.point = place as u32;
        for (arm, described) in points.scenario.arms.iter().enumerate() {
            row.arm.clone_from(&described.name);
            for (replication, run) in (0..).zip(points.runs(place, arm)) {
                (row.replication, row.draw) = (replication, points.design.draw_of(replication));
                for outcome in points.outcomes {
                    let Some((value, estimate)) = run.total(*outcome).zip(run.estimate_total(*outcome)) else { continue };
                    outcome.definition().id.clone_into(&mut row.outcome);
                    outcome.definition().unit.clone_into(&mut row.unit);
                    (row.value, row.estimate) = (value, estimate);
                    writer.write(&row)?;
                }
            }
        }
    }
    writer.finish()?;
    let (places, replications) = (points.places(), points.runs.replications());
    let line = format!("{places} points, {} arms and {replications} replications of each: point-outcomes.csv", points.arms);
    Ok(Said { lines: vec![line], warnings: Vec::new() })
}

/// What is set at each point.
pub(super) fn write_points(dir: &Path, points: &Points) -> Result<(), ResultsError> {
    let settings = points.design.points.iter().step_by(points.arms).map(|point| &point.settings);
    let row = |(point, (parameter, set)): (u32, &(String, String))| PointRow { point, parameter: parameter.clone(), set: set.clone() };
    let rows = (0..).zip(settings).flat_map(|(point, settings)| settings.iter().map(move |setting| (point, setting)));
    tables::write::<PointRow, _>(dir, rows.map(row)).map(|_| ())
}
