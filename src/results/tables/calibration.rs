//! Published figures beside the model's.

use serde::{Deserialize, Serialize};

use super::Row;
use super::io::{plain, plain_option};

/// A published figure beside the model's: `calibration.csv`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CalibrationRow {
    /// The target it is part of.
    pub target: String,
    /// What the figure is.
    pub what: String,
    /// Least accepted value.
    #[serde(serialize_with = "plain")]
    pub low: f64,
    /// Greatest accepted value.
    #[serde(serialize_with = "plain")]
    pub high: f64,
    /// Median of the model's replications; empty where the model has no such figure.
    #[serde(serialize_with = "plain_option")]
    pub median: Option<f64>,
    /// Their 5 % quantile.
    #[serde(serialize_with = "plain_option")]
    pub p05: Option<f64>,
    /// Their 95 % quantile.
    #[serde(serialize_with = "plain_option")]
    pub p95: Option<f64>,
    /// Whether the median is accepted: "inside", "outside" or "not in the model".
    pub inside: String,
    /// "fitted" if an assumption was set near the figure, else "test".
    #[serde(rename = "use")]
    pub usage: String,
    /// Evidence ids.
    pub evidence: String,
    /// What to keep in mind.
    pub note: String,
}

impl Row for CalibrationRow {
    const FILE: &'static str = "calibration.csv";
    const COLUMNS: &'static [&'static str] =
        &["target", "what", "low", "high", "median", "p05", "p95", "inside", "use", "evidence", "note"];
}

/// How many of the published figures are met: `calibration-tally.csv`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TallyRow {
    /// "test", or "fitted" for figures near which an assumption was set.
    #[serde(rename = "use")]
    pub usage: String,
    /// How many figures there are.
    pub figures: u32,
    /// The model's median is in the accepted range.
    pub inside: u32,
    /// It is not.
    pub outside: u32,
    /// The model has no such figure.
    pub not_in_model: u32,
}

impl Row for TallyRow {
    const FILE: &'static str = "calibration-tally.csv";
    const COLUMNS: &'static [&'static str] = &["use", "figures", "inside", "outside", "not_in_model"];
}
