//! What an analysis is: a table, and how its rows follow from the results.

use super::sensitivity::Influences;
use crate::results::tables::{CalibrationRow, CrossCheckRow, FlipRow, MoveRow, PeriodRow, Row, SummaryRow, WarningRow};
use crate::results::{Results, ResultsError};

/// Results, and what several tables are made of, worked out once.
pub struct Study<'a> {
    /// What came out.
    pub results: &'a Results,
    /// The rows of the summary.
    pub summary: Vec<SummaryRow>,
    /// The rows of the periods.
    pub periods: Vec<PeriodRow>,
    /// What the draws say of the assumptions.
    pub influences: Influences,
    /// The warnings.
    pub warnings: Vec<WarningRow>,
    /// The answer under other assumptions.
    pub cross_checks: CrossChecks,
    /// Published figures beside the model's; none where the scenario can be held against none.
    pub published: Vec<CalibrationRow>,
}

/// What cross-checks came to.
#[derive(Clone, Debug, Default)]
pub struct CrossChecks {
    /// Under other draws.
    pub draws: Vec<CrossCheckRow>,
    /// As it stands, and where assumptions are moved together, nearest first.
    pub flips: Vec<FlipRow>,
    /// The assumptions that are moved.
    pub moves: Vec<MoveRow>,
}

/// Takes a row of a table.
pub type Put<'a, R> = &'a mut dyn FnMut(&R) -> Result<(), ResultsError>;

/// A table that follows from results. To add one: declare its row in [`crate::results::tables`], write a file with this, and add it to
/// the list of all.
pub trait Analysis: Row {
    /// Hands over every row, in order: one at a time, since some tables are larger than memory should hold.
    ///
    /// # Errors
    /// The first of `put`.
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError>;
}
