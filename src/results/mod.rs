//! What came out of a design: the outcomes of every run, the draws behind them, and the directory in which they are kept.
//!
//! - [`Results`]: a scenario and what came of it, in memory.
//! - [`Draws`]: the uncertain parameters behind them, drawn once.
//! - [`Store`]: keeps finished runs, in [`Memory`] or in a [`Journal`].
//! - [`Key`], [`Journal`], [`Staging`]: an interrupted run goes on, and a directory is whole or not there.
//! - [`Begun`], [`Shards`]: parts of a run that were simulated apart, each in a folder of its own.
//! - [`digests`]: the shortest proof that two runs came out the same.
//! - [`Manifest`], [`TableHash`], [`FileFacts`]: what was run, and tables that prove themselves.
//! - [`TraceWriter`]: a run event by event.
//! - [`tables`]: one struct a row, one CSV file a table. The tables are the contract: whatever a chart or the page shows was read
//!   back from a CSV file, so a reader can check every mark.

mod calibrated;
mod digest;
mod draws;
mod hashes;
mod journal;
mod key;
pub mod manifest;
mod place;
mod points;
mod run_info;
mod shards;
mod staging;
mod store;
pub mod tables;
mod trace;

pub use calibrated::{Calibrating, CalibrationRecord, RECORD, targets_hash, write_text};
pub use digest::{ArmDigest, digests, hash};
pub use draws::{Draws, Uncertain};
pub use hashes::{FileFacts, TableHash, altered, drawn_parting, file_facts, parting, table_hashes, text_in};
pub use journal::{Journal, journal_bytes};
pub use key::Key;
pub use manifest::Manifest;
pub use place::Names;
pub use points::{read_points, read_totals};
pub use run_info::{RunInfo, Selection};
pub use shards::{Begun, Lost, ShardRecord, Shards, ShardsError};
pub use staging::Staging;
pub use store::{Memory, Store};
pub use trace::{Mention, Mentions, TraceFormat, TraceRow, TraceWriter};

use crate::experiment::{Design, Precision, Runs};
use crate::model::Outcomes;
use crate::scenario::{Arm, Scenario};
use std::path::PathBuf;
use std::sync::Arc;

/// Confidence of an interval that is looked at once.
pub const CONFIDENCE: f64 = 0.95;

/// A scenario and what came of it.
#[derive(Clone, Debug)]
pub struct Results {
    scenario: Arc<Scenario>,
    design: Design,
    runs: Runs<Outcomes>,
    draws: Draws,
    planned: u32,
    precision: Option<Precision>,
}

impl Results {
    /// What came of a scenario by a design of its arms.
    #[must_use]
    pub fn new(scenario: Arc<Scenario>, design: Design, runs: Runs<Outcomes>) -> Self {
        let (draws, planned) = (Draws::of(&design, runs.replications()), runs.replications());
        Self { scenario, design, runs, draws, planned, precision: None }
    }

    /// The same, of a run that was to have so many replications, or to stop at a precision.
    #[must_use]
    pub fn planned_as(self, planned: u32, precision: Option<Precision>) -> Self {
        Self { planned, precision, ..self }
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// What was simulated: the scenario's arms.
    #[must_use]
    pub fn design(&self) -> &Design {
        &self.design
    }

    /// The arms, the baseline first.
    #[must_use]
    pub fn arms(&self) -> &[Arm] {
        &self.scenario.arms
    }

    /// The runs of an arm, by replication.
    #[must_use]
    pub fn runs(&self, arm: usize) -> &[Outcomes] {
        self.runs.records.get(arm).map_or(&[], Vec::as_slice)
    }

    /// The runs of all arms.
    #[must_use]
    pub fn simulated(&self) -> &Runs<Outcomes> {
        &self.runs
    }

    /// The runs of all arms, to keep.
    #[must_use]
    pub fn into_runs(self) -> Runs<Outcomes> {
        self.runs
    }

    /// The replications of each arm.
    #[must_use]
    pub fn replications(&self) -> u32 {
        self.runs.replications()
    }

    /// The replications that were asked for: more, if the run was interrupted.
    #[must_use]
    pub fn planned(&self) -> u32 {
        self.planned
    }

    /// The precision that the run was to stop at, if it was.
    #[must_use]
    pub fn precision(&self) -> Option<&Precision> {
        self.precision.as_ref()
    }

    /// How often the results may have been looked at to decide whether to go on: 1, unless the run was to stop at a precision.
    #[must_use]
    pub fn looks(&self) -> usize {
        self.precision.as_ref().map_or(1, |precision| precision.looks().len())
    }

    /// Confidence of the intervals: 95 %, at all looks together.
    #[must_use]
    pub fn confidence(&self) -> f64 {
        self.precision.as_ref().map_or(CONFIDENCE, Precision::confidence)
    }

    /// The seed that was used.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.design.seed
    }

    /// Replications that share one draw of the uncertain parameters.
    #[must_use]
    pub fn per_draw(&self) -> u32 {
        self.design.per_draw.get()
    }

    /// How many draws of the uncertain parameters there are.
    #[must_use]
    pub fn draw_count(&self) -> u32 {
        self.design.draws(self.replications())
    }

    /// The draws of the uncertain parameters.
    #[must_use]
    pub fn draws(&self) -> &Draws {
        &self.draws
    }

    /// Mean of the neighbouring replications that share their assumptions, draw by draw; none where none of them has a value.
    #[must_use]
    pub fn each_draw(&self, values: &[Option<f64>]) -> Vec<Option<f64>> {
        self.design.each_draw(values)
    }

    /// Means of the neighbouring replications that share their assumptions: the independent units of inference.
    /// A replication without a value leaves its draw to the others.
    #[must_use]
    pub fn by_draw(&self, values: &[Option<f64>]) -> Vec<f64> {
        self.design.by_draw(values)
    }

    /// [`Results::by_draw`] on both sides of pairs, one a replication.
    #[must_use]
    pub fn pairs_by_draw(&self, pairs: impl Iterator<Item = Option<(f64, f64)>>) -> (Vec<f64>, Vec<f64>) {
        self.design.pairs_by_draw(pairs)
    }

    /// Names of the platforms, then of the markets, in the order of their places.
    #[must_use]
    pub fn names(&self) -> (Vec<&str>, Vec<&str>) {
        let world = &self.scenario.base;
        (world.platform.iter().map(|(n, _)| n).collect(), world.market.iter().map(|(n, _)| n).collect())
    }
}

/// Why a file of a result could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    /// A file could not be created, written or opened.
    #[error("{}: {source}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Results cannot stand in a place.
    #[error("results cannot be written to {}: {reason}", place.display())]
    Place {
        /// The place.
        place: PathBuf,
        /// Why not.
        reason: String,
    },
    /// A row of a table could not be understood or written.
    #[error("{}, row {row}: {source}", file.display())]
    Row {
        /// The table.
        file: PathBuf,
        /// Row of the table, the first below the header being 1; 0 is the header.
        row: u64,
        /// What is wrong with it.
        source: csv::Error,
    },
}
