//! The answer under other assumptions than those of the run.

use super::{Column, Row};

table! {
    /// What the policy in question does where the uncertain parameters are drawn from something else than in the run.
    "cross-checks.csv" CrossCheckRow {
        /// What they are drawn from: "posterior", what published figures leave of the ranges, or "ranges" where the run itself draws from a
        /// posterior.
        draws_from: String,
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// Unit of the difference.
        unit: String,
        /// Draws behind the row.
        draws: u32,
        /// Mean paired difference to the baseline.
        difference: f64,
        /// Lower end of its 95 % interval.
        low: Option<f64>,
        /// Upper end of it.
        high: Option<f64>,
        /// The difference over the baseline's mean.
        relative: Option<f64>,
        /// Share of the draws in which there is more than under the baseline.
        more: f64,
        /// Share of those in which there is less.
        fewer: f64,
    }
}
