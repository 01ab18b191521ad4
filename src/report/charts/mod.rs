//! The charts: one file each, and the list of them.
//!
//! To add a chart, write its file with a `CHART` and add that to [`CHARTS`]. A chart sees the tables only.

mod audit;
mod by_group;
mod canvas;
mod chart;
mod convergence;
mod exceedance;
mod forest;
mod frame;
mod harm_by_type;
mod inputs;
mod key;
mod lines;
mod methods;
mod outcome_intervals;
mod over_time;
mod paired_differences;
mod panel;
mod pipeline;
mod queues;
mod ranks;
mod reach;
mod scale;
mod scan_list;
mod sign_map;
mod signs;
mod theme;
mod tornado;
mod trade_off;

#[cfg(test)]
mod synthetic;
#[cfg(test)]
mod tests;

pub(in crate::report) use canvas::{BOLD, REGULAR};
pub use chart::{Chart, NotDrawn, Picture, Sheet};
pub(in crate::report) use frame::{duration, lower_first};
pub use inputs::Inputs;
pub use methods::METHOD_CHARTS;
pub(in crate::report) use paired_differences::forest;
pub(in crate::report) use reach::reach;

/// All charts, in the order of the report.
pub const CHARTS: [Chart; 16] = [
    outcome_intervals::CHART,
    paired_differences::CHART,
    paired_differences::OTHERS,
    tornado::CHART,
    sign_map::CHART,
    ranks::CHART,
    harm_by_type::CHART,
    trade_off::CHART,
    pipeline::CHART,
    queues::CHART,
    over_time::CHART,
    by_group::CHART,
    scan_list::CHART,
    exceedance::CHART,
    convergence::CHART,
    audit::CHART,
];
