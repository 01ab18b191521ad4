//! What the runs of each arm come to, and how the arms differ.

use super::{ALL, Column, Row};

words! {
    /// What may be read from a comparison with the baseline; never whether it is good.
    Reading {
        /// The interval includes zero, or no run differs though one might.
        #[default]
        Unclear "unclear",
        /// More than in the baseline: the interval leaves out zero, the adjusted p-value is at most 0.05 and the sign holds in more draws
        /// than the opposite one; or every run differs by the same amount.
        Higher "higher",
        /// Less than in the baseline, in the same sense.
        Lower "lower",
        /// The interval leaves out zero, but chance may well make such a difference among so many comparisons.
        Weak "weak",
        /// No run can differ: the policy states what the baseline does, or the parameters let nothing of the outcome happen under either.
        Same "the same",
    }
}

table! {
    /// An outcome over all replications of an arm. In a run that stops at a precision, intervals and p-values are widened for its looks.
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
        /// Mean of the replications; of a ratio, the mean of what each run has, not pooled over runs.
        mean: f64,
        /// Lower end of the 95 % interval of the mean, on draws; a share's stays inside 0 to 1. Empty where nothing can be said.
        mean_low: Option<f64>,
        /// Upper end of the 95 % interval of the mean. Where no run has any, the rule of three on draws, for one event a draw; empty where
        /// the size of an event is open.
        mean_high: Option<f64>,
        /// Median of the replications.
        median: f64,
        /// 5 % quantile of the replications.
        p05: f64,
        /// 95 % quantile of the replications.
        p95: f64,
        /// Mean of the worst 5 % of the replications.
        tail: f64,
        /// Share of the mean that the top 1 % of the replications make, at least one of them.
        top_share: Option<f64>,
        /// Share of the draws in which a replication has any.
        any_share: f64,
        /// The greatest that the chance of this may be, at 95 %.
        any_high: Option<f64>,
        /// Mean paired difference to the baseline; empty for the baseline itself, as are those below.
        difference: Option<f64>,
        /// Lower end of the 95 % interval of the difference, bent for skewness. Where no run differs though one might, the rule of three on
        /// draws, for one event a draw; empty where the size of an event is open.
        difference_low: Option<f64>,
        /// Upper end of the 95 % interval of the difference.
        difference_high: Option<f64>,
        /// Share of the draws in which a run differs from the baseline's. In all, not in breakdowns.
        differs_share: Option<f64>,
        /// The greatest that the chance of such a draw may be, at 95 %; 0 where no run can differ.
        differs_high: Option<f64>,
        /// The difference as a share of the baseline's mean; empty where that is 0.
        relative: Option<f64>,
        /// Lower end of the 95 % interval of that share, from the residuals of the ratio on draws: the shares that the test of the difference
        /// does not reject. It leaves out 0 exactly where the interval of the difference does. Empty where the baseline's mean is so
        /// uncertain that the share has no bound, and where no difference was seen.
        relative_low: Option<f64>,
        /// Upper end of the 95 % interval of that share.
        relative_high: Option<f64>,
        /// Share of the draws whose difference has the sign of the mean; where they tie, neither sign holds.
        sign_share: Option<f64>,
        /// Correlation between the arm and the baseline.
        correlation: Option<f64>,
        /// How many times the variance of the difference would be, had the arms shared their assumptions but not their chance.
        variance_ratio: Option<f64>,
        /// Test of no difference on draws, which the interval inverts: before adjustment it is below 0.05 exactly where the interval leaves out
        /// 0. Adjusted by Holm's method over all arms: the outcomes of the answer among themselves, the others among themselves. Empty
        /// where every run differs by the same amount.
        p_holm: Option<f64>,
        /// What may be read from it: "higher", "lower", "weak", "unclear", "the same". In all, not in breakdowns.
        reading: Option<Reading>,
        /// Share of the variance of the runs that comes from assumptions rather than chance; not clamped. In all, not in breakdowns; empty
        /// where fewer than six draws carry the variance, in effect.
        assumption_share: Option<f64>,
        /// Lower end of its 95 % interval (jackknife over draws).
        assumption_low: Option<f64>,
        /// Upper end of its 95 % interval.
        assumption_high: Option<f64>,
        /// Share of the variance of the difference, run by run, that comes from assumptions, as above.
        difference_assumption_share: Option<f64>,
        /// Lower end of its 95 % interval (jackknife over draws).
        difference_assumption_low: Option<f64>,
        /// Upper end of its 95 % interval.
        difference_assumption_high: Option<f64>,
    }
}

impl SummaryRow {
    /// Whether the row is of the whole world: no breakdown.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.platform == ALL && self.market == ALL && self.age_band == ALL
    }

    /// Whether no run differs from the baseline's, though one might.
    #[must_use]
    pub fn is_unseen(&self) -> bool {
        self.reading == Some(Reading::Unclear) && self.differs_share == Some(0.0)
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
