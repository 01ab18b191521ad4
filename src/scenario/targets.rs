//! Published figures that the model is held against, and how each is computed from its outcomes: `targets.csv`.
//!
//! A target is a ratio of sums of outcomes. A term of a sum is `arm/platform/market/age band/outcome`, with `all` for no breakdown and
//! a minus before it where it is taken away. Nothing is counted by market and age band at once.

use crate::model::Outcome;
use serde::Deserialize;

/// The targets that ship with veilsim.
const SHIPPED: &str = include_str!("../../scenarios/targets.csv");

/// One figure held against a published one.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The target it is part of, such as C2.
    pub target: String,
    /// What the figure is.
    pub what: String,
    /// What is divided; without terms, the model has no such figure.
    pub over: Vec<Term>,
    /// By what; without terms, by 1.
    pub under: Vec<Term>,
    /// The same ratio elsewhere or otherwise, by which it is divided again.
    pub against: Option<[Vec<Term>; 2]>,
    /// Whether 1 is taken off, so that the figure is a change.
    pub change: bool,
    /// What it is multiplied by.
    pub times: f64,
    /// Least accepted value.
    pub low: f64,
    /// Greatest accepted value.
    pub high: f64,
    /// Evidence ids of the published figure.
    pub evidence: Vec<String>,
    /// Whether some assumption of the presets was set near it, so that it is no test of the model.
    pub fitted: bool,
    /// What to keep in mind.
    pub note: String,
}

/// One outcome of one arm in one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// 1, or -1 where it is taken away.
    pub sign: f64,
    /// Arm.
    pub arm: String,
    /// Platform, market and age band by name; none for all.
    pub place: [Option<String>; 3],
    /// Outcome.
    pub outcome: Outcome,
}

#[derive(Deserialize)]
struct Row {
    target: String,
    what: String,
    over: String,
    under: String,
    against: String,
    change: String,
    times: f64,
    low: f64,
    high: f64,
    evidence: String,
    #[serde(rename = "use")]
    usage: String,
    note: String,
}

/// The targets that ship with veilsim.
///
/// # Errors
/// The first row or term that cannot be understood.
pub fn shipped() -> Result<Vec<Target>, String> {
    csv::Reader::from_reader(SHIPPED.as_bytes()).deserialize().map(|row| target(row.map_err(|e| e.to_string())?)).collect()
}

fn target(row: Row) -> Result<Target, String> {
    let against = match row.against.split_once(" : ") {
        Some((over, under)) => Some([sum(over)?, sum(under)?]),
        None => None,
    };
    Ok(Target {
        over: sum(&row.over)?,
        under: sum(&row.under)?,
        against,
        change: row.change == "yes",
        times: row.times,
        low: row.low,
        high: row.high,
        evidence: row.evidence.split_whitespace().map(str::to_owned).collect(),
        fitted: row.usage == "fitted",
        target: row.target,
        what: row.what,
        note: row.note,
    })
}

fn sum(text: &str) -> Result<Vec<Term>, String> {
    text.split_whitespace().map(term).collect()
}

fn term(text: &str) -> Result<Term, String> {
    let (sign, rest) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let [arm, platform, market, band, id] = rest.split('/').collect::<Vec<_>>()[..] else {
        return Err(format!("{text} is not arm/platform/market/age band/outcome"));
    };
    if market != "all" && band != "all" {
        return Err(format!("{text} has a market and an age band: no outcome is broken down by both"));
    }
    let outcome = Outcome::ALL.iter().copied().find(|o| o.definition().id == id).ok_or(format!("{id} is no outcome"))?;
    let place = [platform, market, band].map(|name| (name != "all").then(|| name.to_owned()));
    Ok(Term { sign, arm: arm.to_owned(), place, outcome })
}
