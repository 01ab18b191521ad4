//! The charts: one file each, and the list of them.
//!
//! To add a chart, write its file with a `CHART` and add that to [`CHARTS`]. A chart sees the tables only.

mod audit;
mod by_group;
mod canvas;
mod convergence;
mod exceedance;
mod harm_by_type;
mod inputs;
mod outcome_intervals;
mod over_time;
mod paired_differences;
mod panel;
mod pipeline;
mod queues;
mod ranks;
mod scale;
mod scan_list;
mod theme;
mod tornado;
mod trade_off;

#[cfg(test)]
mod synthetic;
#[cfg(test)]
mod tests;

pub(in crate::report) use canvas::{BOLD, REGULAR};
pub use inputs::Inputs;
pub(in crate::report) use theme::{duration, lower_first};

/// A kind of chart.
#[derive(Debug, Clone, Copy)]
pub struct Chart {
    /// Name, and the start of its files' names.
    pub name: &'static str,
    /// What it shows, in a sentence.
    pub about: &'static str,
    /// Draws it, in as many pictures as it needs.
    pub draw: fn(&Inputs) -> Vec<Picture>,
}

/// All charts, in the order of the report.
pub const CHARTS: [Chart; 14] = [
    outcome_intervals::CHART,
    paired_differences::CHART,
    tornado::CHART,
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

/// One picture of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Name of its files, without the ending.
    pub name: String,
    /// The SVG document, or why there is none.
    pub svg: Result<String, NotDrawn>,
}

/// Why a picture was not drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotDrawn {
    /// The tables hold nothing that it could show.
    #[error("skipped: {0}")]
    Skipped(String),
    /// Drawing went wrong.
    #[error("{0}")]
    Failed(String),
}

/// An outcome id as a part of a file's name.
fn file_part(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}
