//! What came out of a design: the outcomes of every run, the draws behind them, and the directory in which they are kept.
//!
//! - [`Results`]: a scenario and what came of it, in memory.
//! - [`Key`], [`Journal`], [`Staging`]: an interrupted run goes on, and a directory is whole or not there.
//! - [`digests`]: the shortest proof that two runs came out the same.
//! - [`Manifest`], [`TableHash`]: what was run, and tables that prove themselves.
//! - [`tables`]: one struct a row, one CSV file a table. The tables are the contract: whatever a chart or the page shows was read
//!   back from a CSV file, so a reader can check every mark.

mod digest;
mod hashes;
mod journal;
pub mod manifest;
mod run_info;
mod staging;
pub mod tables;

pub use digest::{ArmDigest, digests, hash};
pub use hashes::{TableHash, parting, table_hashes};
pub use journal::{Journal, Key};
pub use manifest::Manifest;
pub use run_info::{RunInfo, Selection};
pub use staging::Staging;

use crate::experiment::{self, Batch, PER_DRAW, Precision, Widest};
use crate::model::{Outcomes, Plan};
use crate::scenario::{Arm, Scenario};
use std::path::PathBuf;

/// A scenario and what came of it.
#[derive(Clone, Copy)]
pub struct Results<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its outcomes.
    pub batch: &'a Batch,
    /// The seed that was used.
    pub seed: u64,
    /// The replications that were played.
    pub replications: u32,
    /// The replications that were asked for: more, if the run was interrupted.
    pub planned: u32,
    /// The precision that the run was to stop at, if it was.
    pub precision: Option<&'a Precision>,
}

impl Results<'_> {
    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        self.scenario
    }

    /// The arms, the baseline first.
    #[must_use]
    pub fn arms(&self) -> &[Arm] {
        &self.scenario.arms
    }

    /// The runs of an arm, by replication; none of an arm that was not run.
    #[must_use]
    pub fn runs(&self, arm: usize) -> &[Outcomes] {
        self.batch.outcomes.get(arm).map_or(&[], Vec::as_slice)
    }

    /// The replications that were finished.
    #[must_use]
    pub fn replications(&self) -> u32 {
        self.replications
    }

    /// The replications that were asked for: more, if the run was interrupted.
    #[must_use]
    pub fn planned(&self) -> u32 {
        self.planned
    }

    /// The precision that the run was to stop at, if it was.
    #[must_use]
    pub fn precision(&self) -> Option<&Precision> {
        self.precision
    }

    /// How far each difference is known, the least known of those that [`Results::precision`] asks for.
    #[must_use]
    pub fn widest(&self) -> Option<Widest> {
        self.precision?.widest(self.batch)
    }

    /// The root of all chance.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Neighbouring replications that share one draw of the assumptions.
    #[must_use]
    pub fn per_draw(&self) -> u32 {
        PER_DRAW
    }

    /// Draws of the assumptions.
    #[must_use]
    pub fn draw_count(&self) -> u32 {
        self.replications.div_ceil(PER_DRAW)
    }

    /// An arm's plan as a draw of the assumptions fills it.
    #[must_use]
    pub fn drawn(&self, arm: usize, draw: u32) -> Plan {
        experiment::draw(&self.scenario.arms[arm].plan, self.seed, draw * PER_DRAW)
    }

    /// Mean of the replications that share their assumptions, draw by draw; none where none of them has a value.
    #[must_use]
    pub fn each_draw(&self, values: &[Option<f64>]) -> Vec<Option<f64>> {
        experiment::each_draw(values)
    }

    /// Means of the replications that share their assumptions: the independent units of inference. A replication without a value
    /// leaves its draw to the others.
    #[must_use]
    pub fn by_draw(&self, values: &[Option<f64>]) -> Vec<f64> {
        experiment::by_draw(values)
    }

    /// [`Results::by_draw`] on both sides of pairs, one a replication.
    #[must_use]
    pub fn pairs_by_draw(&self, pairs: &[Option<(f64, f64)>]) -> (Vec<f64>, Vec<f64>) {
        experiment::pairs_by_draw(pairs.iter().copied())
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
