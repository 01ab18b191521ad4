//! What the runs of each arm come to, and how the arms differ.

use super::{ALL, Column, Row};

table! {
    /// An outcome over all replications of an arm.
    "summary.csv" SummaryRow {
        /// Arm.
        arm: String,
        /// Platform, or "all".
        platform: String,
        /// Market, or "all".
        market: String,
        /// Age band, or "all".
        age_band: String,
        /// Outcome id.
        outcome: String,
        /// Unit of the values.
        unit: String,
        /// Replications behind the row.
        replications: u32,
        /// Mean of the replications.
        mean: f64,
        /// Lower end of the 95 % interval of the mean.
        mean_low: f64,
        /// Upper end of the 95 % interval of the mean.
        mean_high: f64,
        /// Median of the replications.
        median: f64,
        /// 5 % quantile of the replications.
        p05: f64,
        /// 95 % quantile of the replications.
        p95: f64,
        /// Mean of the worst 5 % of the replications.
        tail: f64,
        /// Mean paired difference to the baseline; empty for the baseline itself, as are those below.
        difference: Option<f64>,
        /// Lower end of the 95 % interval of the difference.
        difference_low: Option<f64>,
        /// Upper end of the 95 % interval of the difference.
        difference_high: Option<f64>,
        /// The difference as a share of the baseline's mean; empty where that is 0.
        relative: Option<f64>,
        /// Lower end of the 95 % interval of that share.
        relative_low: Option<f64>,
        /// Upper end of the 95 % interval of that share.
        relative_high: Option<f64>,
        /// Share of the pairs with the sign of the mean difference.
        sign_share: Option<f64>,
        /// Correlation between the arm and the baseline.
        correlation: Option<f64>,
        /// How many times the variance would be, had the arms not shared their chance.
        variance_ratio: Option<f64>,
        /// Paired t test, adjusted by Holm's method.
        p_holm: Option<f64>,
        /// Share of the variance that comes from assumptions rather than chance.
        assumption_share: Option<f64>,
    }
}

impl SummaryRow {
    /// Whether the row is of the whole world: no breakdown.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.platform == ALL && self.market == ALL && self.age_band == ALL
    }
}

table! {
    /// A paired difference as replications come in.
    "convergence.csv" ConvergenceRow {
        /// Arm.
        arm: String,
        /// Outcome id.
        outcome: String,
        /// Unit of the values.
        unit: String,
        /// Replications so far.
        replications: u32,
        /// Mean paired difference to the baseline.
        difference: f64,
        /// Lower end of its 95 % interval.
        low: f64,
        /// Upper end of its 95 % interval.
        high: f64,
    }
}
