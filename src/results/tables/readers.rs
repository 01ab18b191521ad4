//! The answer by readers' own priors.

use super::{Column, Row};

table! {
    /// What an arm does in an outcome of the answer by the scenario's own ranges, and by the priors of readers: the same draws, weighed anew.
    /// Empty unless the scenario has priors.
    "readers.csv" ReaderRow {
        /// The reader as the scenario calls it; empty for the scenario's own ranges.
        reader: String,
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// Unit of the difference.
        unit: String,
        /// Draws that were weighed.
        draws: u32,
        /// So many draws from the reader's own prior would say as much (Kish).
        effective: f64,
        /// Mean paired difference to the baseline.
        difference: f64,
        /// Lower end of its 95 % interval; empty below two effective draws.
        low: Option<f64>,
        /// Upper end of it.
        high: Option<f64>,
        /// The difference over the baseline's mean by the same weights.
        relative: Option<f64>,
        /// Weight of the draws in which there is more than under the baseline, as a share.
        more: f64,
        /// Weight of those in which there is less.
        fewer: f64,
    }
}

table! {
    /// A range in which a reader's prior is not the scenario's.
    "reader-ranges.csv" ReaderRangeRow {
        /// The reader as the scenario calls it.
        reader: String,
        /// The reader in words.
        title: String,
        /// Path of the assumption.
        parameter: String,
        /// Unit of the assumption.
        unit: String,
        /// The scenario's range in words.
        scenario: String,
        /// The reader's range in words.
        own: String,
        /// What it cites, parted by spaces; empty if it is assumed.
        evidence: String,
        /// The reason.
        note: String,
    }
}
