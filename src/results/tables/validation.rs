//! Published figures beside the model's.

use super::{Column, Row};

words! {
    /// Where the model's median lies.
    Fit {
        /// The model has no such figure.
        #[default]
        NotInModel "not in the model",
        /// In the accepted range.
        Inside "inside",
        /// Outside it.
        Outside "outside",
        /// The run does not reach the time that is counted, or its windows do not divide it.
        NotInRun "not in the run",
    }
}

words! {
    /// What a published figure is good for.
    Usage {
        /// A test of the model: nothing was set near it, and no calibration uses it.
        #[default]
        Test "test",
        /// An assumption rests on it, or a calibration may use it: it tests nothing.
        Fitted "fitted",
    }
}

table! {
    /// A published figure beside the model's.
    "calibration.csv" CalibrationRow {
        /// The target it is part of.
        target: String,
        /// What the figure is.
        what: String,
        /// What was counted.
        kind: String,
        /// Arm, where the terms do not say another; empty for the baseline.
        arm: String,
        /// Platforms, likewise; empty for all.
        platform: String,
        /// Markets, likewise.
        place: String,
        /// Age bands, likewise.
        band: String,
        /// First day that is counted, since the end of the warm-up; empty for the whole run.
        from_day: Option<f64>,
        /// The day on which counting ends.
        until_day: Option<f64>,
        /// The published figure.
        value: f64,
        /// Its standard deviation as a measurement of what it says.
        error: f64,
        /// Standard deviation of what parts a right model from a right figure; never 0.
        discrepancy: f64,
        /// Least accepted value.
        low: f64,
        /// Greatest accepted value.
        high: f64,
        /// Median of the model's replications; empty where the model has no such figure.
        median: Option<f64>,
        /// Their 5 % quantile.
        p05: Option<f64>,
        /// Their 95 % quantile.
        p95: Option<f64>,
        /// Whether the median is accepted.
        inside: Fit,
        /// Low end of the 90 % interval in which the published figure was to be expected: the runs', widened by error and discrepancy.
        predicted_low: Option<f64>,
        /// Its high end.
        predicted_high: Option<f64>,
        /// Whether the published figure lies in it.
        covered: Option<bool>,
        /// Interval score: the interval's width, and 20 times by how much the figure misses it, in standard deviations of error and discrepancy. Less is better.
        score: Option<f64>,
        /// "fitted" if an assumption rests on the figure or a calibration may use it, else "test".
        usage as "use": Usage,
        /// How near what was published comes to what the model counts: "same", "near", a "bound" on it, or "no".
        comparable: String,
        /// A parameter that cites the same evidence, where that makes a fitted figure of one that was to be a test.
        cited_by: String,
        /// Evidence ids.
        evidence: String,
        /// What to keep in mind.
        note: String,
    }
}

table! {
    /// How many of the published figures are met.
    "calibration-tally.csv" TallyRow {
        /// "test", or "fitted" for figures near which an assumption was set.
        usage as "use": Usage,
        /// How many figures there are.
        figures: u32,
        /// The model's median is in the accepted range.
        inside: u32,
        /// It is not.
        outside: u32,
        /// The model has no such figure, or the run does not reach its time.
        not_in_model: u32,
        /// How many are comparable, and have a 90 % interval: those behind the next two columns.
        scored: u32,
        /// Share of these whose interval holds the published figure; it should be near 0.9.
        coverage: Option<f64>,
        /// Their mean interval score; less is better.
        score: Option<f64>,
    }
}
