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
    }
}

words! {
    /// What a published figure is good for.
    Usage {
        /// A test of the model.
        #[default]
        Test "test",
        /// An assumption was set near it, so that it tests nothing.
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
        /// "fitted" if an assumption was set near the figure, else "test".
        usage as "use": Usage,
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
        /// The model has no such figure.
        not_in_model: u32,
    }
}
