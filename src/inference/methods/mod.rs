//! What the points of a method say: from totals to the rows of its tables.
//!
//! - [`Points`]: what was simulated, by place, arm and outcome.
//! - `design`: the outcomes as they are, for another program.
//! - `sweep`: along one or two parameters.
//! - `sensitivity`, `morris`, `sobol`: which assumptions decide.
//! - `attribution`: what each lever of a policy adds.
//! - `flip`: the smallest joint move found that turns a sign; `steepest`: the direction in which it is looked for.
//! - `robustness`: what a wrong choice costs, and what it is worth to know more; `discover`: in which worlds something holds.
//! - [`METHOD_TABLES`]: every table that a method may write; [`write_method`] writes those of one.

mod attribution;
mod design;
mod discover;
mod flip;
mod morris;
mod objective;
mod pairs;
mod points;
mod robustness;
mod said;
mod sensitivity;
mod sobol;
mod steepest;
mod sweep;

pub use flip::{direction, turned};
pub(super) use flip::{flip_row, move_rows, nearest};
pub use points::Points;
pub(super) use points::difference;
pub use said::Said;
pub use sobol::largest;

use super::provenance::assumption;
use super::runs::definition;
use crate::experiment::Method;
use crate::model::Outcome;
use crate::results::ResultsError;
use crate::results::tables::{
    self, AssumptionRow, AttributionRow, BoxRow, Column, DefinitionRow, ElementaryRow, FlipRow, IndexRow, InformationRow, LeafRow,
    LeverRow, MetRow, MoveRow, PeelRow, PointOutcomeRow, PointRow, RegretRow, Row, SignalRow, SobolRow, SweepRow, WarningRow,
};
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
pub const METHOD_TABLES: [MethodTable; 17] = [
    of::<PointRow>(),
    of::<PointOutcomeRow>(),
    of::<LeverRow>(),
    of::<SweepRow>(),
    of::<SignalRow>(),
    of::<IndexRow>(),
    of::<ElementaryRow>(),
    of::<SobolRow>(),
    of::<AttributionRow>(),
    of::<FlipRow>(),
    of::<MoveRow>(),
    of::<RegretRow>(),
    of::<MetRow>(),
    of::<InformationRow>(),
    of::<BoxRow>(),
    of::<PeelRow>(),
    of::<LeafRow>(),
];

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
        Method::Sensitivity { permutations } => sensitivity::write(dir, points, *permutations)?,
        Method::Morris { trajectories } => morris::write(dir, points, *trajectories)?,
        Method::Sobol { blocks, points: size, inputs } => sobol::write(dir, points, (*blocks, *size), inputs)?,
        Method::Attribution { arm, orders } => attribution::write(dir, points, arm, orders)?,
        Method::Flip { arm, moves } => flip::write(dir, points, arm, moves)?,
        Method::Robustness { at_most } => robustness::write(dir, points, at_most)?,
        Method::Discover { when } => discover::write(dir, points, when)?,
    };
    tables::write::<WarningRow, _>(dir, &said.warnings)?;
    Ok(said)
}
