//! Which assumptions decide.

use serde::{Deserialize, Serialize};

use super::Row;
use super::io::plain;

/// An uncertain parameter that moves an outcome over the draws of the assumptions: `influences.csv`.
///
/// Of an arm it moves the paired difference to the baseline; of the baseline itself, the level.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InfluenceRow {
    /// Arm.
    pub arm: String,
    /// Outcome id.
    pub outcome: String,
    /// Unit of the difference, or of the level.
    pub unit: String,
    /// Path of the parameter, as in `draws.csv`.
    pub parameter: String,
    /// Unit of the parameter.
    pub parameter_unit: String,
    /// Draws behind the row.
    pub draws: u32,
    /// Spearman's rank correlation over the draws between the parameter and the difference.
    #[serde(serialize_with = "plain")]
    pub rank_correlation: f64,
    /// Its p-value, adjusted by Holm's method over all parameters, arms and outcomes of the table.
    #[serde(serialize_with = "plain")]
    pub p_holm: f64,
    /// The parameter is this or less in the third of the draws in which it is lowest.
    #[serde(serialize_with = "plain")]
    pub low_third_below: f64,
    /// The parameter is this or more in the third of the draws in which it is highest.
    #[serde(serialize_with = "plain")]
    pub high_third_above: f64,
    /// Mean difference over the lowest third; of the baseline, mean level, as in the next.
    #[serde(serialize_with = "plain")]
    pub difference_low_third: f64,
    /// Mean difference over the highest third.
    #[serde(serialize_with = "plain")]
    pub difference_high_third: f64,
    /// Whether these two have opposite signs and the 95 % interval of each leaves out zero.
    pub flips: bool,
}

impl Row for InfluenceRow {
    const FILE: &'static str = "influences.csv";
    const COLUMNS: &'static [&'static str] = &[
        "arm",
        "outcome",
        "unit",
        "parameter",
        "parameter_unit",
        "draws",
        "rank_correlation",
        "p_holm",
        "low_third_below",
        "high_third_above",
        "difference_low_third",
        "difference_high_third",
        "flips",
    ];
}
