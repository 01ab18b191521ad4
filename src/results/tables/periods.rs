//! What the arms come to in the years after a policy starts.

use super::{Column, Reading, Row};

table! {
    /// An outcome of the report in a year since the arm begins to differ from the baseline, and how it differs over the same days.
    "periods.csv" PeriodRow {
        /// Arm.
        arm: String,
        /// Outcome id. Whoever counts once in a run counts in the window of the first time.
        outcome: String,
        /// Unit of the values.
        unit: String,
        /// "year 1", "year 2" and so on; "part of year 3" where the horizon ends before the year.
        period: String,
        /// First day of the period, a year of whole windows of the time series.
        from_day: f64,
        /// Day on which it ends.
        until_day: f64,
        /// Mean of the baseline's replications over the same days.
        baseline: f64,
        /// Mean of the arm's replications; of a ratio, the mean of what each run has.
        mean: f64,
        /// Lower end of the 95 % interval of the mean, on draws.
        mean_low: Option<f64>,
        /// Upper end of the 95 % interval of the mean.
        mean_high: Option<f64>,
        /// Mean paired difference to the baseline.
        difference: f64,
        /// Lower end of the 95 % interval of the difference, on draws.
        difference_low: Option<f64>,
        /// Upper end of the 95 % interval of the difference.
        difference_high: Option<f64>,
        /// The difference as a share of the baseline's mean; empty where that is 0.
        relative: Option<f64>,
        /// Lower end of the 95 % interval of that share.
        relative_low: Option<f64>,
        /// Upper end of the 95 % interval of that share.
        relative_high: Option<f64>,
        /// Test of no difference on draws, which the interval inverts, adjusted by Holm's method over all arms and periods: the outcomes of
        /// the answer among themselves, the others among themselves. Empty where every run differs by the same amount.
        p_holm: Option<f64>,
        /// What may be read from it, as in `summary.csv`.
        reading: Option<Reading>,
    }
}
