//! Where the numbers that went in came from.

use serde::{Deserialize, Serialize};

use super::Row;
use super::io::plain;

/// What was assumed: `assumptions.csv`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AssumptionRow {
    /// Arm that differs, or "all" for the world that all arms share.
    pub arm: String,
    /// Path of the parameter in the scenario, as `--set` takes it.
    pub parameter: String,
    /// When an arm's change begins; empty if it holds from the start.
    pub from: String,
    /// Its value, or the range it was drawn from.
    pub value: String,
    /// Unit of the value.
    pub unit: String,
    /// Ids of the evidence it cites, parted by spaces.
    pub evidence: String,
    /// The weakest status among that evidence; "assumed" without any, "unstated" if the scenario does not say.
    pub status: String,
    /// The lowest confidence among that evidence.
    pub confidence: String,
    /// The scenario's reason, and what to beware of.
    pub caveat: String,
}

impl Row for AssumptionRow {
    const FILE: &'static str = "assumptions.csv";
    const COLUMNS: &'static [&'static str] = &["arm", "parameter", "from", "value", "unit", "evidence", "status", "confidence", "caveat"];
}

/// A figure that the scenario cites: `evidence.csv`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EvidenceRow {
    /// What the scenario cites.
    pub id: String,
    /// What was counted or measured.
    pub quantity: String,
    /// The figure.
    #[serde(serialize_with = "plain")]
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// The year it is about.
    pub year: String,
    /// Platform or jurisdiction.
    pub place: String,
    /// Seen, derived, recalled, or derived from recalled.
    pub status: String,
    /// How sure one can be of it.
    pub confidence: String,
    /// Who says so.
    pub source: String,
    /// Where to read it; empty if recalled.
    pub url: String,
    /// What to keep in mind.
    pub caveat: String,
}

impl Row for EvidenceRow {
    const FILE: &'static str = "evidence.csv";
    const COLUMNS: &'static [&'static str] =
        &["id", "quantity", "value", "unit", "year", "place", "status", "confidence", "source", "url", "caveat"];
}

/// How many values of a kind rest on what: `audit.csv`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    /// Kind of parameter, or "all".
    pub topic: String,
    /// Values that cite figures read at their source.
    pub cited: u32,
    /// Values that rest on a figure from memory.
    pub recalled: u32,
    /// Priors without evidence.
    pub assumed: u32,
    /// Values without a word on their source.
    pub unstated: u32,
}

impl Row for AuditRow {
    const FILE: &'static str = "audit.csv";
    const COLUMNS: &'static [&'static str] = &["topic", "cited", "recalled", "assumed", "unstated"];
}
