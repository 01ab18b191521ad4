//! What came out of each run, and over time.

use super::{ALL, Column, Row};

table! {
    /// One value of one replication.
    "outcomes.csv" OutcomeRow {
        /// Index of the replication, the same in every arm that shares its chance.
        replication: u32,
        /// Index of the draw of the assumptions, as in `draws.csv`; neighbouring replications share one.
        draw: u32,
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
        /// Unit of the value.
        unit: String,
        /// The value: what happened.
        value: f64,
        /// What was to be expected in the run, for outcomes whose mean comes from there (`mean_from` in `definitions.csv`).
        expected: Option<f64>,
    }
}

impl OutcomeRow {
    /// Whether the row is of the whole world: no breakdown.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.platform == ALL && self.market == ALL && self.age_band == ALL
    }
}

table! {
    /// An outcome in one window of time over all replications of an arm.
    "timeseries.csv" SeriesRow {
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
        /// End of the window, in days since the start.
        day: f64,
        /// Length of the window in days: less than that of the others where the horizon cuts the last short.
        days: f64,
        /// Mean of the replications; of a ratio, the mean of what each run has in the window, not pooled over runs.
        mean: f64,
        /// 5 % quantile of the replications.
        p05: f64,
        /// 25 % quantile of the replications.
        p25: f64,
        /// Median of the replications.
        median: f64,
        /// 75 % quantile of the replications.
        p75: f64,
        /// 95 % quantile of the replications.
        p95: f64,
    }
}

impl SeriesRow {
    /// Whether the row is of the whole world: no breakdown.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.platform == ALL && self.market == ALL && self.age_band == ALL
    }
}

words! {
    /// What means and differences of an outcome come from.
    MeanFrom {
        /// What happened in the runs.
        #[default]
        Runs "runs",
        /// What was to be expected in each run: the rate of cases times their mean size, integrated along it.
        Expectation "expectation",
    }
}

table! {
    /// What an outcome is.
    "definitions.csv" DefinitionRow {
        /// Outcome id, such as `children-harmed`.
        outcome: String,
        /// Label for people, such as "Distinct children harmed".
        name: String,
        /// Family: safety, reporting, innocent people, access, cost.
        family: String,
        /// Unit of its values.
        unit: String,
        /// Which direction is better for those concerned: "lower", "higher" or "neither".
        better: String,
        /// Whom the outcome concerns.
        concerns: String,
        /// What its mean and differences come from: what happened in the runs, or what was to be expected in each of them. Quantiles, tails
        /// and the chance of any come from what happened in any case.
        mean_from: MeanFrom,
        /// What `outcomes.csv` breaks it down by; `summary.csv` has every breakdown.
        runs_by: String,
        /// What it means that a row is missing in `outcomes.csv`, `summary.csv` and `timeseries.csv`: "zero", or "no value", as of a ratio
        /// over nothing.
        missing: String,
        /// What is counted, and when.
        definition: String,
    }
}
