//! Policies against one another, and outcomes by the writer's own weights.

use super::{Column, Row};

/// What stands for the outcome in the row of the weighted sum.
pub const SUM: &str = "weighted sum";

table! {
    /// One policy against another in the outcomes of the report that have a better direction.
    "dominance.csv" DominanceRow {
        /// Arm.
        arm: String,
        /// The arm that it is held against.
        other: String,
        /// Outcomes in which it is shown to be better: the 95 % interval of the paired difference leaves out zero.
        better: u32,
        /// Outcomes in which it is shown to be worse: so does p below 0.05, adjusted by Holm's method over the outcomes compared.
        worse: u32,
        /// Outcomes in which it is shown to be equivalent: else, and the whole interval lies within the margin on either side of zero.
        equivalent: u32,
        /// Outcomes in which none of these is shown.
        not_shown: u32,
        /// The margin of equivalence, as a share of the baseline's mean of the outcome.
        margin: f64,
    }
}

impl DominanceRow {
    /// Whether this arm is shown to be worse somewhere, and worse or equivalent in all else: nothing is open in which it may be better.
    #[must_use]
    pub fn is_dominated(&self) -> bool {
        self.is_not_shown_better() && self.not_shown == 0
    }

    /// Whether this arm is shown to be worse somewhere, and not shown to be better anywhere: not that it is nowhere better.
    #[must_use]
    pub fn is_not_shown_better(&self) -> bool {
        self.better == 0 && self.worse > 0
    }
}

table! {
    /// An outcome times the weight that the scenario gives it, and their sum, empty unless the scenario has weights.
    "weights.csv" WeightRow {
        /// Arm.
        arm: String,
        /// Outcome id, or [`SUM`].
        outcome: String,
        /// Its weight; empty for the sum.
        weight: Option<f64>,
        /// Mean of outcome times weight.
        mean: f64,
        /// Lower end of the 95 % interval of the mean.
        mean_low: Option<f64>,
        /// Upper end of the 95 % interval of the mean.
        mean_high: Option<f64>,
        /// Mean paired difference to the baseline; empty for the baseline itself, as are those below.
        difference: Option<f64>,
        /// Lower end of the 95 % interval of the difference.
        difference_low: Option<f64>,
        /// Upper end of the 95 % interval of the difference.
        difference_high: Option<f64>,
    }
}

table! {
    /// How often a policy has the least and the most of an outcome over the draws of the assumptions.
    "ranks.csv" RankRow {
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// Unit of the outcome.
        unit: String,
        /// Draws in which every arm has a value. What counts is the mean of the replications of a draw.
        draws: u32,
        /// Share of the draws in which this arm alone is lowest. Where several tie, none is, so that the shares need not add up to 1.
        lowest: f64,
        /// Lower end of the 95 % interval of that share (Wilson).
        lowest_low: f64,
        /// Upper end of the 95 % interval of that share.
        lowest_high: f64,
        /// Share of the draws in which this arm alone is highest.
        highest: f64,
        /// Lower end of the 95 % interval of that share (Wilson).
        highest_low: f64,
        /// Upper end of the 95 % interval of that share.
        highest_high: f64,
    }
}
