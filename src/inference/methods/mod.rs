//! What the points of a method say: from totals to the rows of its tables.
//!
//! - [`Points`]: what was simulated, by place, arm and outcome.
//! - `design`: the outcomes as they are, for another program.
//! - `sweep`: along one or two parameters.
//! - [`METHOD_TABLES`]: every table that a method may write; [`write_method`] writes those of one.

mod design;
mod points;
mod said;
mod sweep;

pub use points::Points;
pub use said::Said;

use super::provenance::assumption;
use super::runs::definition;
use crate::experiment::Method;
use crate::model::Outcome;
use crate::results::ResultsError;
use crate::results::tables::{self, AssumptionRow, Column, DefinitionRow, LeverRow, PointOutcomeRow, PointRow, Row, SweepRow, WarningRow};
use crate::scenario::audit;
use std::path::Path;

/// A table that a method may write.
#[derive(Clone, Copy, Debug)]
pub struct MethodTable {
    /// Name of its file.
    pub file: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

/// Every table that a method may write, but for those that a run has too.
pub const METHOD_TABLES: [MethodTable; 4] = [of::<PointRow>(), of::<PointOutcomeRow>(), of::<LeverRow>(), of::<SweepRow>()];

const fn of<R: Row>() -> MethodTable {
    MethodTable { file: R::FILE, about: R::ABOUT, columns: R::COLUMNS }
}

/// Writes the tables of a method to `dir`.
///
/// # Errors
/// If a table cannot be written.
pub fn write_method(dir: &Path, points: &Points) -> Result<Said, ResultsError> {
    tables::write::<DefinitionRow, _>(dir, Outcome::ALL.iter().map(|outcome| definition(*outcome)))?;
    tables::write::<AssumptionRow, _>(dir, audit(points.scenario).iter().map(assumption))?;
    let said = match points.method {
        Method::Design { .. } => design::write(dir, points)?,
        Method::Sweep { over } => sweep::write(dir, points, over)?,
    };
    tables::write::<WarningRow, _>(dir, &said.warnings)?;
    Ok(said)
}
