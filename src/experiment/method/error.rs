//! Why a method has no points.

use crate::experiment::work::TooMuch;
use crate::scenario::Problems;

/// Why a method has no points.
#[derive(Debug, thiserror::Error)]
pub enum Unplanned {
    /// The scenario cannot be read with what is set at a point.
    #[error("point {point} cannot be read: {settings}")]
    Point {
        /// Which point, from 0.
        point: usize,
        /// What is set there.
        settings: String,
        /// What is wrong.
        problems: Box<Problems>,
    },
    /// A point asks for too much work.
    #[error("point {point}: {source}")]
    TooMuch {
        /// Which point, from 0.
        point: usize,
        /// Of what.
        source: TooMuch,
    },
    /// It cannot be done with this scenario.
    #[error("{0}")]
    Unfit(String),
}
