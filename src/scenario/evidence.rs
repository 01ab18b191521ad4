//! The evidence base: one figure a row, with how far to trust it.

use super::source::{is_unsafe, plain};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

/// The rows that ship with veilsim.
const SHIPPED: &str = include_str!("../../scenarios/evidence.csv");

/// Where a figure came from. Later is weaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Read at the address given.
    Seen,
    /// Arithmetic on figures that were seen.
    Derived,
    /// From memory, no address checked.
    Recalled,
    /// Arithmetic on a recalled figure.
    DerivedFromRecalled,
    /// A prior without evidence.
    Assumed,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Seen => "seen",
            Self::Derived => "derived",
            Self::Recalled => "recalled",
            Self::DerivedFromRecalled => "derived from recalled",
            Self::Assumed => "assumed",
        })
    }
}

/// How sure one can be of a figure. Later is weaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// High.
    High,
    /// Medium.
    Medium,
    /// Low.
    Low,
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        })
    }
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Evidence {
    /// What a scenario cites.
    pub id: String,
    /// What was counted or measured.
    pub quantity: String,
    /// The figure.
    pub value: f64,
    /// Least plausible value, if stated.
    pub low: Option<f64>,
    /// Greatest plausible value, if stated.
    pub high: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// The year it is about.
    pub year: String,
    /// Platform or jurisdiction.
    #[serde(rename = "platform_or_jurisdiction")]
    pub place: String,
    /// Where it came from.
    pub status: Status,
    /// How sure one can be of it.
    pub confidence: Confidence,
    /// Who says so.
    pub source: String,
    /// Where to read it; empty if recalled.
    pub url: String,
    /// What to keep in mind wherever it is used.
    pub caveat: String,
}

/// Figures by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Base(Arc<BTreeMap<String, Evidence>>);

impl Base {
    /// The rows that ship with veilsim.
    #[must_use]
    pub fn shipped() -> Self {
        static BASE: LazyLock<Base> = LazyLock::new(|| {
            let mut base = Base::default();
            let read = base.merge(SHIPPED);
            debug_assert_eq!(read, Ok(()), "held by a test");
            base
        });
        BASE.clone()
    }

    /// Adds the rows of a CSV text. A row with an id that is there already replaces it.
    ///
    /// # Errors
    /// The first row that cannot be read, that holds a control character, or that repeats an id of the same text.
    pub fn merge(&mut self, text: &str) -> Result<(), String> {
        let mut rows = BTreeMap::new();
        for row in csv::Reader::from_reader(text.as_bytes()).deserialize() {
            let row: Evidence = row.map_err(|e| e.to_string())?;
            let texts = [&row.id, &row.quantity, &row.unit, &row.year, &row.place, &row.source, &row.url, &row.caveat];
            if texts.iter().any(|text| text.contains(is_unsafe)) {
                return Err(format!("the row of {} holds a control character: take it out", plain(&row.id)));
            }
            if let Some(twice) = rows.insert(row.id.clone(), row) {
                return Err(format!("id {} is there twice", twice.id));
            }
        }
        Arc::make_mut(&mut self.0).append(&mut rows);
        Ok(())
    }

    /// The figure of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Evidence> {
        self.0.get(id)
    }

    /// All figures, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Evidence> {
        self.0.values()
    }
}
