//! Policies against one another, and outcomes by the writer's own weights.

use serde::{Deserialize, Serialize};

use super::Row;
use super::io::{plain, plain_option};

/// What stands for the outcome in the row of the weighted sum.
pub const SUM: &str = "weighted sum";

/// One policy against another in the headline outcomes: `dominance.csv`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DominanceRow {
    /// Arm.
    pub arm: String,
    /// The arm that it is held against.
    pub other: String,
    /// Outcomes in which it is clearly better: the 95 % interval of the paired difference leaves out zero.
    pub better: u32,
    /// Outcomes in which it is clearly worse: so does p below 0.05, adjusted by Holm's method over the outcomes compared.
    pub worse: u32,
    /// Outcomes without a clear difference.
    pub unclear: u32,
}

impl DominanceRow {
    /// Whether the other arm is clearly better somewhere, and this one nowhere.
    #[must_use]
    pub fn is_dominated(&self) -> bool {
        self.better == 0 && self.worse > 0
    }
}

impl Row for DominanceRow {
    const FILE: &'static str = "dominance.csv";
    const COLUMNS: &'static [&'static str] = &["arm", "other", "better", "worse", "unclear"];
}

/// An outcome times the weight that the scenario gives it, and their sum: `weights.csv`, empty unless the scenario has weights.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct WeightRow {
    /// Arm.
    pub arm: String,
    /// Outcome id, or [`SUM`].
    pub outcome: String,
    /// Its weight; empty for the sum.
    #[serde(serialize_with = "plain_option")]
    pub weight: Option<f64>,
    /// Mean of outcome times weight.
    #[serde(serialize_with = "plain")]
    pub mean: f64,
    /// Lower end of the 95 % interval of the mean.
    #[serde(serialize_with = "plain_option")]
    pub mean_low: Option<f64>,
    /// Upper end of the 95 % interval of the mean.
    #[serde(serialize_with = "plain_option")]
    pub mean_high: Option<f64>,
    /// Mean paired difference to the baseline; empty for the baseline itself, as are those below.
    #[serde(serialize_with = "plain_option")]
    pub difference: Option<f64>,
    /// Lower end of the 95 % interval of the difference.
    #[serde(serialize_with = "plain_option")]
    pub difference_low: Option<f64>,
    /// Upper end of the 95 % interval of the difference.
    #[serde(serialize_with = "plain_option")]
    pub difference_high: Option<f64>,
}

impl Row for WeightRow {
    const FILE: &'static str = "weights.csv";
    const COLUMNS: &'static [&'static str] =
        &["arm", "outcome", "weight", "mean", "mean_low", "mean_high", "difference", "difference_low", "difference_high"];
}
