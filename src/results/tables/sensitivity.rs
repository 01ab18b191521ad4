//! What was drawn for the assumptions, and which of them decide.

use super::{Column, Row};

table! {
    /// The value of an uncertain parameter in one draw of the assumptions.
    "draws.csv" DrawRow {
        /// Index of the draw; neighbouring replications share one.
        draw: u32,
        /// Path of the parameter, as `--set` takes it; below its arm if it is uncertain there alone.
        parameter: String,
        /// Unit of the value.
        unit: String,
        /// The value drawn.
        value: f64,
    }
}

table! {
    /// An uncertain parameter that moves an outcome over the draws of the assumptions.
    ///
    /// Of an arm it moves the paired difference to the baseline; of the baseline itself, the level.
    "influences.csv" InfluenceRow {
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// Unit of the difference, or of the level.
        unit: String,
        /// Path of the parameter, as in `draws.csv`.
        parameter: String,
        /// Unit of the parameter.
        parameter_unit: String,
        /// Draws behind the row.
        draws: u32,
        /// Spearman's rank correlation over the draws between the parameter and the difference.
        rank_correlation: f64,
        /// Its p-value, adjusted by Holm's method over all parameters, arms and outcomes of the table.
        p_holm: f64,
        /// The parameter is this or less in the third of the draws in which it is lowest.
        low_third_below: f64,
        /// The parameter is this or more in the third of the draws in which it is highest.
        high_third_above: f64,
        /// Mean difference over the lowest third; of the baseline, mean level, as in the next.
        difference_low_third: f64,
        /// Mean difference over the highest third.
        difference_high_third: f64,
        /// Whether these two have opposite signs and the 95 % interval of each leaves out zero.
        flips: bool,
    }
}
