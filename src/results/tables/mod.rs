//! The tables of a run: one struct a row, one CSV file a table.

mod calibration;
mod influence;
mod io;
mod judgement;
mod provenance;

pub use io::{Writer, read, read_where, write};

pub use calibration::{CalibrationRow, TallyRow};
pub use influence::InfluenceRow;
pub use judgement::{DominanceRow, SUM, WeightRow};
pub use provenance::{AssumptionRow, AuditRow, EvidenceRow};

use serde::{Deserialize, Serialize};

use io::{plain, plain_option};

/// The value of a breakdown column in a row that is not broken down.
pub const ALL: &str = "all";

/// A row of one of the tables.
pub trait Row: Serialize + serde::de::DeserializeOwned {
    /// Name of the table's file.
    const FILE: &'static str;
    /// Names of the columns, in order.
    const COLUMNS: &'static [&'static str];
}

/// The files of all tables.
pub const FILES: [&str; 15] = [
    OutcomeRow::FILE,
    SummaryRow::FILE,
    SeriesRow::FILE,
    DefinitionRow::FILE,
    AssumptionRow::FILE,
    EvidenceRow::FILE,
    AuditRow::FILE,
    ConvergenceRow::FILE,
    DominanceRow::FILE,
    WeightRow::FILE,
    CalibrationRow::FILE,
    TallyRow::FILE,
    InfluenceRow::FILE,
    DrawRow::FILE,
    WarningRow::FILE,
];

/// Something a reader must know before using the numbers: `warnings.csv`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningRow {
    /// Short name.
    pub warning: String,
    /// What is the case.
    pub cause: String,
    /// What to do about it.
    pub remedy: String,
}

impl Row for WarningRow {
    const FILE: &'static str = "warnings.csv";
    const COLUMNS: &'static [&'static str] = &["warning", "cause", "remedy"];
}

/// The value of an uncertain parameter in one draw of the assumptions: `draws.csv`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DrawRow {
    /// Index of the draw; neighbouring replications share one.
    pub draw: u32,
    /// Path of the parameter, as `--set` takes it; below its arm if it is uncertain there alone.
    pub parameter: String,
    /// Unit of the value.
    pub unit: String,
    /// The value drawn.
    #[serde(serialize_with = "plain")]
    pub value: f64,
}

impl Row for DrawRow {
    const FILE: &'static str = "draws.csv";
    const COLUMNS: &'static [&'static str] = &["draw", "parameter", "unit", "value"];
}

/// One value of one replication: `outcomes.csv`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OutcomeRow {
    /// Index of the replication, the same in every arm that shares its chance.
    pub replication: u32,
    /// Arm.
    pub arm: String,
    /// Platform, or "all".
    pub platform: String,
    /// Market, or "all".
    pub market: String,
    /// Age band, or "all".
    pub age_band: String,
    /// Outcome id.
    pub outcome: String,
    /// Unit of the value.
    pub unit: String,
    /// The value.
    #[serde(serialize_with = "plain")]
    pub value: f64,
}

impl OutcomeRow {
    /// Whether the row is of the whole world: no breakdown.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.platform == ALL && self.market == ALL && self.age_band == ALL
    }
}

impl Row for OutcomeRow {
    const FILE: &'static str = "outcomes.csv";
    const COLUMNS: &'static [&'static str] = &["replication", "arm", "platform", "market", "age_band", "outcome", "unit", "value"];
}

/// An outcome over all replications of an arm: `summary.csv`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SummaryRow {
    /// Arm.
    pub arm: String,
    /// Platform, or "all".
    pub platform: String,
    /// Market, or "all".
    pub market: String,
    /// Age band, or "all".
    pub age_band: String,
    /// Outcome id.
    pub outcome: String,
    /// Unit of the values.
    pub unit: String,
    /// Replications behind the row.
    pub replications: u32,
    /// Mean of the replications.
    #[serde(serialize_with = "plain")]
    pub mean: f64,
    /// Lower end of the 95 % interval of the mean.
    #[serde(serialize_with = "plain")]
    pub mean_low: f64,
    /// Upper end of the 95 % interval of the mean.
    #[serde(serialize_with = "plain")]
    pub mean_high: f64,
    /// Median of the replications.
    #[serde(serialize_with = "plain")]
    pub median: f64,
    /// 5 % quantile of the replications.
    #[serde(serialize_with = "plain")]
    pub p05: f64,
    /// 95 % quantile of the replications.
    #[serde(serialize_with = "plain")]
    pub p95: f64,
    /// Mean of the worst 5 % of the replications.
    #[serde(serialize_with = "plain")]
    pub tail: f64,
    /// Mean paired difference to the baseline; empty for the baseline itself, as are those below.
    #[serde(serialize_with = "plain_option")]
    pub difference: Option<f64>,
    /// Lower end of the 95 % interval of the difference.
    #[serde(serialize_with = "plain_option")]
    pub difference_low: Option<f64>,
    /// Upper end of the 95 % interval of the difference.
    #[serde(serialize_with = "plain_option")]
    pub difference_high: Option<f64>,
    /// The difference as a share of the baseline's mean; empty where that is 0.
    #[serde(serialize_with = "plain_option")]
    pub relative: Option<f64>,
    /// Lower end of the 95 % interval of that share.
    #[serde(serialize_with = "plain_option")]
    pub relative_low: Option<f64>,
    /// Upper end of the 95 % interval of that share.
    #[serde(serialize_with = "plain_option")]
    pub relative_high: Option<f64>,
    /// Share of the pairs with the sign of the mean difference.
    #[serde(serialize_with = "plain_option")]
    pub sign_share: Option<f64>,
    /// Correlation between the arm and the baseline.
    #[serde(serialize_with = "plain_option")]
    pub correlation: Option<f64>,
    /// How many times the variance would be, had the arms not shared their chance.
    #[serde(serialize_with = "plain_option")]
    pub variance_ratio: Option<f64>,
    /// Paired t test, adjusted by Holm's method.
    #[serde(serialize_with = "plain_option")]
    pub p_holm: Option<f64>,
    /// Share of the variance that comes from assumptions rather than chance.
    #[serde(serialize_with = "plain_option")]
    pub assumption_share: Option<f64>,
}

impl SummaryRow {
    /// Whether the row is of the whole world: no breakdown.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.platform == ALL && self.market == ALL && self.age_band == ALL
    }
}

impl Row for SummaryRow {
    const FILE: &'static str = "summary.csv";
    const COLUMNS: &'static [&'static str] = &[
        "arm",
        "platform",
        "market",
        "age_band",
        "outcome",
        "unit",
        "replications",
        "mean",
        "mean_low",
        "mean_high",
        "median",
        "p05",
        "p95",
        "tail",
        "difference",
        "difference_low",
        "difference_high",
        "relative",
        "relative_low",
        "relative_high",
        "sign_share",
        "correlation",
        "variance_ratio",
        "p_holm",
        "assumption_share",
    ];
}

/// An outcome in one window of time over all replications of an arm: `timeseries.csv`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SeriesRow {
    /// Arm.
    pub arm: String,
    /// Platform, or "all".
    pub platform: String,
    /// Market, or "all".
    pub market: String,
    /// Age band, or "all".
    pub age_band: String,
    /// Outcome id.
    pub outcome: String,
    /// Unit of the values.
    pub unit: String,
    /// End of the window, in days since the start.
    #[serde(serialize_with = "plain")]
    pub day: f64,
    /// Mean of the replications.
    #[serde(serialize_with = "plain")]
    pub mean: f64,
    /// 5 % quantile of the replications.
    #[serde(serialize_with = "plain")]
    pub p05: f64,
    /// 25 % quantile of the replications.
    #[serde(serialize_with = "plain")]
    pub p25: f64,
    /// Median of the replications.
    #[serde(serialize_with = "plain")]
    pub median: f64,
    /// 75 % quantile of the replications.
    #[serde(serialize_with = "plain")]
    pub p75: f64,
    /// 95 % quantile of the replications.
    #[serde(serialize_with = "plain")]
    pub p95: f64,
}

impl SeriesRow {
    /// Whether the row is of the whole world: no breakdown.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.platform == ALL && self.market == ALL && self.age_band == ALL
    }
}

impl Row for SeriesRow {
    const FILE: &'static str = "timeseries.csv";
    const COLUMNS: &'static [&'static str] =
        &["arm", "platform", "market", "age_band", "outcome", "unit", "day", "mean", "p05", "p25", "median", "p75", "p95"];
}

/// A paired difference as replications come in: `convergence.csv`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ConvergenceRow {
    /// Arm.
    pub arm: String,
    /// Outcome id.
    pub outcome: String,
    /// Unit of the values.
    pub unit: String,
    /// Replications so far.
    pub replications: u32,
    /// Mean paired difference to the baseline.
    #[serde(serialize_with = "plain")]
    pub difference: f64,
    /// Lower end of its 95 % interval.
    #[serde(serialize_with = "plain")]
    pub low: f64,
    /// Upper end of its 95 % interval.
    #[serde(serialize_with = "plain")]
    pub high: f64,
}

impl Row for ConvergenceRow {
    const FILE: &'static str = "convergence.csv";
    const COLUMNS: &'static [&'static str] = &["arm", "outcome", "unit", "replications", "difference", "low", "high"];
}

/// What an outcome is: `definitions.csv`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DefinitionRow {
    /// Outcome id, such as `children-harmed`.
    pub outcome: String,
    /// Label for people, such as "Distinct children harmed".
    pub name: String,
    /// Family: safety, reporting, innocent people, access, cost.
    pub family: String,
    /// Unit of its values.
    pub unit: String,
    /// Which direction is better for those concerned: "lower", "higher" or "neither".
    pub better: String,
    /// Whom the outcome concerns.
    pub concerns: String,
    /// What `outcomes.csv` breaks it down by; `summary.csv` has every breakdown.
    pub runs_by: String,
    /// What is counted, and when.
    pub definition: String,
}

impl Row for DefinitionRow {
    const FILE: &'static str = "definitions.csv";
    const COLUMNS: &'static [&'static str] = &["outcome", "name", "family", "unit", "better", "concerns", "runs_by", "definition"];
}
