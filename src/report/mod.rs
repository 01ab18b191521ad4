//! Tables, charts and the page.
//!
//! The tables are the contract: whatever a chart or the page shows was read back from a CSV file, so `veilsim report DIR` redraws
//! them all without the simulation, and a reader can check every mark. The same tables give the same bytes of SVG.
//!
//! - [`tables`]: one struct a table, and how each is written and read.
//! - [`write_tables`]: from outcomes to tables.
//! - [`Study::calibration`]: published figures beside the model's.
//! - [`Manifest`]: what was run.
//! - [`Workplace`], [`Journal`]: a directory that is whole or not there, and what an interrupted run has finished.
//! - [`table_hashes`], [`parted_tables`]: tables that prove themselves.
//! - [`warnings`]: what makes a run say less than it seems to.
//! - [`bound`]: the most that outcomes can be, from the parameters alone.
//! - [`charts`]: one file a chart, and the list of them.
//! - [`TraceWriter`]: a run event by event.
//! - `page`: `report.html`, from `assets/report.html`.
//! - `provenance`: from the scenario to the tables that say where its numbers came from.
//! - `influence`: which assumptions move the differences, and which turn their sign.
//! - `judgement`: which policies another dominates, and sums by the writer's own weights.
//! - `number`: how a value is written for people.
//! - `raster`: SVG to PNG.

pub mod bound;
mod calibration;
pub mod charts;
mod compose;
mod influence;
mod journal;
mod judgement;
pub mod manifest;
mod number;
mod page;
mod provenance;
mod publish;
mod raster;
mod render;
mod run_info;
mod seal;
pub mod tables;
mod trace;
mod warning;

pub use calibration::NOT_IN_MODEL;
pub use compose::{Study, write_tables};
pub use journal::{Journal, Key};
pub use manifest::Manifest;
pub use number::{compact, percent, signed};
pub use publish::Workplace;
pub use render::{Rendered, Skipped, render_all};
pub use run_info::{RunInfo, Selection};
pub use seal::{TableHash, parted_tables, table_hashes};
pub use trace::{Mention, Mentions, TraceFormat, TraceRow, TraceWriter};
pub use warning::{Warning, warnings};

use std::path::PathBuf;

/// Why a table or a chart could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
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
    /// A chart could not be drawn.
    #[error("chart {chart}: {reason}")]
    Chart {
        /// Name of the chart.
        chart: String,
        /// What failed.
        reason: String,
    },
}
