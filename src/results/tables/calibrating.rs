//! Tables of a calibration.

use super::{Column, Row, Usage};

words! {
    /// Whether some draw of the ranges comes as near to a figure as it must.
    Reach {
        /// The scenario has no such figure.
        #[default]
        NotThere "not there",
        /// A draw does.
        Reached "reached",
        /// No draw does: something else than the values of the assumptions keeps the model from it.
        NotReached "not reached",
    }
}

table! {
    /// A published figure before and after a calibration.
    "calibration-targets.csv" ReachRow {
        /// The target it is part of.
        target: String,
        /// What the figure is.
        what: String,
        /// "fitted" or "test".
        usage as "use": Usage,
        /// How near what was published comes to what the model counts.
        comparable: String,
        /// Whether it moved assumptions: fitted, comparable, there in nine of ten draws, and reached by one.
        moves: bool,
        /// The published figure.
        value: f64,
        /// Standard deviation of its error and discrepancy.
        deviation: f64,
        /// Standard deviation of chance in one run; as a factor's logarithm where errors are factors.
        chance: f64,
        /// Share of the draws without the figure, such as a ratio over nothing.
        lacking: f64,
        /// Implausibility of the draw that is nearest to it: its distance over error, discrepancy and chance.
        least: Option<f64>,
        /// Share of the draws with an implausibility of 3 or less.
        plausible: f64,
        /// Whether there are any.
        reach: Reach,
        /// 5 % quantile of the model's figure over draws of the ranges.
        prior_p05: Option<f64>,
        /// Its median.
        prior_median: Option<f64>,
        /// Its 95 % quantile.
        prior_p95: Option<f64>,
        /// 5 % quantile over draws of the posterior.
        posterior_p05: Option<f64>,
        /// Its median.
        posterior_median: Option<f64>,
        /// Its 95 % quantile.
        posterior_p95: Option<f64>,
        /// Whether the published figure lies in the 90 % interval in which it was to be expected, by the ranges.
        prior_covered: Option<bool>,
        /// The same by the posterior.
        posterior_covered: Option<bool>,
        /// Interval score of that interval by the ranges, in standard deviations of error and discrepancy; less is better.
        prior_score: Option<f64>,
        /// The same by the posterior.
        posterior_score: Option<f64>,
    }
}

table! {
    /// An uncertain parameter after a calibration.
    "calibration-parameters.csv" MovedRow {
        /// Its path.
        parameter: String,
        /// Its range.
        range: String,
        /// 5 % quantile of the posterior, as a quantile of the range: 0.05 if nothing moved it.
        p05: f64,
        /// Median, likewise.
        median: f64,
        /// 95 % quantile, likewise.
        p95: f64,
        /// Mean of its normal score: by how many standard deviations of the range it was moved.
        shift: f64,
        /// Standard deviation of its normal score: 1 if nothing narrowed it.
        spread: f64,
        /// Information gained on the range, in nats.
        information: f64,
        /// Whether a figure moved it: the two correlate beyond what accident gives among all parameters. The others may have shifted a little.
        moved: bool,
        /// The figure used that depends on it most.
        target: String,
        /// Correlation of the two over draws of the ranges.
        correlation: Option<f64>,
    }
}

table! {
    /// How far the model is from the figures used, stage by stage.
    "calibration-rounds.csv" RoundRow {
        /// 0 for the ranges, then after each round.
        stage: u32,
        /// Mean squared distance over figures and members, in squared standard deviations.
        misfit: f64,
    }
}

table! {
    /// A calibration in a line, for a log of all that were done.
    "calibration-log.csv" LogRow {
        /// Version of veilsim.
        version: String,
        /// The scenario.
        scenario: String,
        /// BLAKE3 hash of the scenario, its presets and the values set.
        scenario_hash: String,
        /// BLAKE3 hash of the targets.
        targets_hash: String,
        /// Seed.
        seed: String,
        /// Members of the ensemble.
        members: u32,
        /// Rounds.
        rounds: u32,
        /// Figures that moved assumptions.
        fitted: u32,
        /// Comparable figures that are a test.
        tests: u32,
        /// Uncertain parameters.
        parameters: u32,
        /// Those that were moved.
        moved: u32,
        /// Share of the tests that the 90 % intervals of the ranges hold.
        prior_coverage: Option<f64>,
        /// Share that those of the posterior hold.
        posterior_coverage: Option<f64>,
        /// Mean interval score of the tests by the ranges.
        prior_score: Option<f64>,
        /// The same by the posterior.
        posterior_score: Option<f64>,
    }
}
