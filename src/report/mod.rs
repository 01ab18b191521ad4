//! What people look at: charts and the page. Nothing is computed here that no table holds.
//!
//! Whatever a chart or the page shows was read back from a CSV file, so `veilsim report DIR` redraws them all without the
//! simulation. The same tables give the same bytes of SVG.
//!
//! - [`charts`]: one file a chart, and the list of them.
//! - `page`: `report.html`, from `assets/report.html`.
//! - `raster`: SVG to PNG.
//! - [`TraceWriter`]: a run event by event.

pub mod charts;
mod page;
mod raster;
mod render;
mod trace;

pub use render::{Rendered, Skipped, render_all};
pub use trace::{Mention, Mentions, TraceFormat, TraceRow, TraceWriter};

use crate::results::ResultsError;
use std::path::PathBuf;

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A table could not be read.
    #[error(transparent)]
    Results(#[from] ResultsError),
    /// A file could not be written.
    #[error("{}: {source}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
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
