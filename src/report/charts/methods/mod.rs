//! The charts of methods, from their tables.

mod sweep;
mod sweep_map;

use super::chart::Chart;

/// Every chart of a method, with the method's name.
pub const METHOD_CHARTS: &[(&str, Chart)] = &[("sweep", sweep::CHART), ("sweep", sweep_map::CHART)];
