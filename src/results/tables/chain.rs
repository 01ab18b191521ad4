//! What a reader can multiply on paper.

use super::{Column, Row};

table! {
    /// A factor of a headline on the platform that the policies change. Multiplied, the factors of a policy and a headline give its mean, and those of the column `times` what the policy changes.
    "chain.csv" ChainRow {
        /// Arm that is compared with the baseline.
        arm: String,
        /// The headline: an outcome id.
        outcome: String,
        /// The platform.
        platform: String,
        /// Place of the factor, from 1.
        step: u32,
        /// What it is, in words.
        factor: String,
        /// Under the baseline: what all runs have, over what they have of the factor before.
        baseline: f64,
        /// The 5 % quantile of that over the draws of the assumptions.
        baseline_p05: Option<f64>,
        /// The 95 % quantile.
        baseline_p95: Option<f64>,
        /// Under the arm.
        value: f64,
        /// The 5 % quantile of that over the draws.
        value_p05: Option<f64>,
        /// The 95 % quantile.
        value_p95: Option<f64>,
        /// The arm's over the baseline's.
        times: f64,
        /// Lower end of its 95 % interval (jackknife over draws, on the logarithm).
        times_low: Option<f64>,
        /// Upper end of its 95 % interval.
        times_high: Option<f64>,
        /// The parameters that it rests on; a star stands for any name.
        parameters: String,
        /// How many values these are in the base world.
        values: u32,
        /// How many of them cite evidence.
        cited: u32,
        /// The rows of evidence that they cite, apart by blanks; empty where all are assumed.
        evidence: String,
    }
}
