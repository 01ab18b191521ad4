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

use crate::experiment::{Batch, PER_DRAW, Precision};
use crate::scenario::Scenario;
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
    /// Draws of the assumptions.
    #[must_use]
    pub fn draws(&self) -> u32 {
        self.replications.div_ceil(PER_DRAW)
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
