//! Where the numbers that went in came from.

use super::{Column, Row};

table! {
    /// What was assumed.
    "assumptions.csv" AssumptionRow {
        /// Arm that differs, or "all" for the world that all arms share.
        arm: String,
        /// Path of the parameter in the scenario, as `--set` takes it.
        parameter: String,
        /// When an arm's change begins; empty if it holds from the start.
        from: String,
        /// Its value, or the range it was drawn from.
        value: String,
        /// Unit of the value, and of the ends of its range.
        unit: String,
        /// How it is distributed: "uniform", "log-uniform" or "triangular"; empty if it is known.
        distribution: String,
        /// The least that it can be, in the unit; empty if it is known, as are the next two.
        low: Option<f64>,
        /// Where a triangular distribution has its peak.
        mode: Option<f64>,
        /// The most that it can be.
        high: Option<f64>,
        /// Ids of the evidence it cites, parted by spaces.
        evidence: String,
        /// The weakest status among that evidence; "assumed" without any, "unstated" if the scenario does not say.
        status: String,
        /// The lowest confidence among that evidence.
        confidence: String,
        /// The scenario's reason, and what to beware of.
        caveat: String,
    }
}

table! {
    /// A figure that the scenario cites.
    "evidence.csv" EvidenceRow {
        /// What the scenario cites.
        id: String,
        /// What was counted or measured.
        quantity: String,
        /// The figure.
        value: f64,
        /// Its unit.
        unit: String,
        /// The year it is about.
        year: String,
        /// Platform or jurisdiction.
        place: String,
        /// Seen, derived, recalled, or derived from recalled.
        status: String,
        /// How sure one can be of it.
        confidence: String,
        /// Who says so.
        source: String,
        /// Where to read it; empty if recalled.
        url: String,
        /// What to keep in mind.
        caveat: String,
    }
}

table! {
    /// How many values of a kind rest on what.
    "audit.csv" AuditRow {
        /// Kind of parameter, or "all".
        topic: String,
        /// Values that cite figures read at their source.
        cited: u32,
        /// Values that rest on a figure from memory.
        recalled: u32,
        /// Priors without evidence.
        assumed: u32,
        /// Values without a word on their source.
        unstated: u32,
    }
}
