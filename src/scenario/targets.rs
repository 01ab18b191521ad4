//! Published figures that the model is held against, and how each is computed from its outcomes: `targets.csv`.
//!
//! A target is a ratio of sums of outcomes, or a count for each year, month or week: in either case a figure that does not depend on how
//! long the run goes on. One that belongs to a time has a window, and is counted there alone.
//!
//! | column | what it says |
//! |---|---|
//! | `target`, `what` | its number, and what the figure is |
//! | `kind` | what was counted: reports, pieces, accounts, imagery, conduct |
//! | `arm`, `platform`, `place`, `band` | where its terms stand: arm (by default the baseline), platforms, markets, age bands; several apart by spaces are added up |
//! | `window` | the time that is counted, such as "40 weeks to 52 weeks" since the end of the warm-up; by default the whole run |
//! | `over`, `under` | sums of outcomes: the first is divided by the second. `outcome`, `arm:outcome` or `arm/platform/market/age band/outcome`, with a minus before it where it is taken away. Without terms the model has no such figure |
//! | `against` | the same ratio elsewhere, as `OVER : UNDER`, by which it is divided again |
//! | `change` | "yes" takes 1 off, so that the figure is a change |
//! | `per` | "1 year", "1 month" or "1 week" where the figure is a count for each of these |
//! | `times` | what it is multiplied by |
//! | `scale` | "log" where errors are factors rather than differences |
//! | `value`, `low`, `high` | the published figure, and the accepted range |
//! | `error` | standard deviation of the published figure as a measurement of what it says |
//! | `discrepancy` | standard deviation of what parts a right model from a right figure: another place, another definition. Never 0 |
//! | `use` | "fitted" may move assumptions; "test" never does |
//! | `comparable` | "same" thing counted; "near" it; a "bound" on it; "no" |
//! | `evidence`, `note` | ids of the published figure, and what to keep in mind |
//!
//! A figure is no test of a world of which some assumption rests on it. A row that says "test" is refused where the value or the note
//! of a parameter cites the same evidence; of the targets that ship, it counts as fitted.

use super::Scenario;
use super::audit::{Assumption, audit};
use super::source::is_unsafe;
use super::term::Home;
pub use super::term::Term;
use crate::units::{Quantity, Span};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The targets that ship with veilsim.
const SHIPPED: &str = include_str!("../../scenarios/targets.csv");
/// Days of a month, on average.
const MONTH: f64 = 365.0 / 12.0;

/// How near what was published comes to what the model counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparable {
    /// The same thing.
    Same,
    /// Something near it: another place, another definition.
    Near,
    /// A bound on it: what was published holds more.
    Bound,
    /// Something else, or the model has no such figure.
    No,
}

impl Comparable {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Near => "near",
            Self::Bound => "bound",
            Self::No => "no",
        }
    }
}

/// A time that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its begin, since the end of the warm-up.
    pub from: Span,
    /// Its end.
    pub until: Span,
}

/// One figure held against a published one.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The target it is part of, such as C2.
    pub target: String,
    /// What the figure is.
    pub what: String,
    /// What was counted.
    pub kind: String,
    /// The arm of the row, its platforms, its markets and its age bands, as written.
    pub stands: [String; 4],
    /// The time that is counted; none for the whole run.
    pub window: Option<Counted>,
    /// What is divided; without terms, the model has no such figure.
    pub over: Vec<Term>,
    /// By what; without terms, by 1.
    pub under: Vec<Term>,
    /// The same ratio elsewhere or otherwise, by which it is divided again.
    pub against: Option<[Vec<Term>; 2]>,
    /// Whether 1 is taken off, so that the figure is a change.
    pub change: bool,
    /// The days for which it is a count; none for a ratio.
    pub per: Option<f64>,
    /// What it is multiplied by.
    pub times: f64,
    /// Whether errors are factors rather than differences.
    pub logarithmic: bool,
    /// The published figure.
    pub value: f64,
    /// Least accepted value.
    pub low: f64,
    /// Greatest accepted value.
    pub high: f64,
    /// Standard deviation of the published figure as a measurement.
    pub error: f64,
    /// Standard deviation of what parts a right model from a right figure.
    pub discrepancy: f64,
    /// Whether it may move assumptions; else it is a test.
    pub fitted: bool,
    /// A parameter of the scenario that cites its evidence, so that it is no test there though its row says so.
    pub cited_by: Option<String>,
    /// How near what was published comes to what the model counts.
    pub comparable: Comparable,
    /// Evidence ids of the published figure.
    pub evidence: Vec<String>,
    /// What to keep in mind.
    pub note: String,
}

impl Target {
    /// Standard deviation of all that parts the figure from the model's expectation, chance apart.
    #[must_use]
    pub fn deviation(&self) -> f64 {
        libm::sqrt(self.error * self.error + self.discrepancy * self.discrepancy)
    }

    /// Whether the model's figure can be held against it, and scored.
    #[must_use]
    pub fn is_comparable(&self) -> bool {
        matches!(self.comparable, Comparable::Same | Comparable::Near) && !self.over.is_empty()
    }

    /// Every term.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.over.iter().chain(&self.under).chain(self.against.iter().flatten().flatten())
    }

    /// A number on the scale on which its errors are normal; none where it has no logarithm.
    #[must_use]
    pub fn scaled(&self, x: f64) -> Option<f64> {
        let scaled = if self.logarithmic { libm::log(x) } else { x };
        scaled.is_finite().then_some(scaled)
    }

    /// The number of which this is the scaled one.
    #[must_use]
    pub fn unscaled(&self, x: f64) -> f64 {
        if self.logarithmic { libm::exp(x) } else { x }
    }

    /// [`Target::deviation`] on that scale.
    #[must_use]
    pub fn scaled_deviation(&self) -> f64 {
        if self.logarithmic { self.deviation() / self.value } else { self.deviation() }
    }
}

#[derive(Deserialize)]
struct Row {
    target: String,
    what: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    arm: String,
    #[serde(default)]
    platform: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    band: String,
    #[serde(default)]
    window: String,
    over: String,
    #[serde(default)]
    under: String,
    #[serde(default)]
    against: String,
    #[serde(default)]
    change: String,
    #[serde(default)]
    per: String,
    #[serde(default)]
    times: Option<f64>,
    #[serde(default)]
    scale: String,
    value: f64,
    low: f64,
    high: f64,
    error: f64,
    discrepancy: f64,
    #[serde(rename = "use")]
    usage: String,
    comparable: Comparable,
    evidence: String,
    #[serde(default)]
    note: String,
}

/// The targets that ship with veilsim.
///
/// # Errors
/// The first row or term that cannot be understood, which a test rules out.
pub fn shipped() -> Result<Vec<Target>, String> {
    read(SHIPPED)
}

/// The targets of a CSV text.
///
/// # Errors
/// The first row that cannot be understood.
pub fn read(text: &str) -> Result<Vec<Target>, String> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let rows = reader.deserialize().map(|row| {
        let row: Row = row.map_err(|error| error.to_string())?;
        let name = format!("{} ({})", row.target, row.what);
        target(row).map_err(|problem| format!("{name}: {problem}"))
    });
    let rows = rows.collect::<Result<Vec<_>, String>>()?;
    if rows.is_empty() { Err("there is no target in it".to_owned()) } else { Ok(rows) }
}

fn target(row: Row) -> Result<Target, String> {
    let home = Home::new(&row.arm, &row.platform, &row.place, &row.band);
    let against = match row.against.split_once(" : ") {
        Some((over, under)) => Some([home.sum(over)?, home.sum(under)?]),
        None if row.against.is_empty() => None,
        None => return Err("against is OVER : UNDER".to_owned()),
    };
    let target = Target {
        over: home.sum(&row.over)?,
        under: home.sum(&row.under)?,
        against,
        window: window(&row.window)?,
        change: one_of("change", &row.change, ["", "yes"])? == 1,
        per: per(&row.per)?,
        times: row.times.unwrap_or(1.0),
        logarithmic: one_of("scale", &row.scale, ["", "log"])? == 1,
        value: row.value,
        low: row.low,
        high: row.high,
        error: row.error,
        discrepancy: row.discrepancy,
        fitted: one_of("use", &row.usage, ["test", "fitted"])? == 1,
        cited_by: None,
        comparable: row.comparable,
        evidence: row.evidence.split_whitespace().map(str::to_owned).collect(),
        target: row.target,
        what: row.what,
        kind: row.kind,
        stands: [row.arm, row.platform, row.place, row.band],
        note: row.note,
    };
    sound(target)
}

/// Which of these words it is.
fn one_of(column: &str, word: &str, words: [&str; 2]) -> Result<usize, String> {
    let found = words.iter().position(|known| *known == word);
    found.ok_or_else(|| format!("{column} is \"{word}\"; write {}", words.map(|word| format!("\"{word}\"")).join(" or ")))
}

/// The days that a count is for.
fn per(text: &str) -> Result<Option<f64>, String> {
    match text {
        "" => Ok(None),
        "1 year" => Ok(Some(365.0)),
        "1 month" => Ok(Some(MONTH)),
        "1 week" => Ok(Some(7.0)),
        _ => Err(format!("per is \"{text}\"; write \"1 year\", \"1 month\", \"1 week\", or nothing for a ratio")),
    }
}

/// Reads "40 weeks to 52 weeks".
fn window(text: &str) -> Result<Option<Counted>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let length = |text: &str| match text.trim() {
        "0" => Ok(Span(0)),
        text => Span::KIND.text(text).map(Span::from_days).map_err(|error| format!("window: {error}; {}", error.help)),
    };
    let (from, until) = text.split_once(" to ").ok_or("window is a time, such as \"0 to 52 weeks\"")?;
    let counted = Counted { from: length(from)?, until: length(until)? };
    if counted.from < counted.until { Ok(Some(counted)) } else { Err("window ends before it begins".to_owned()) }
}

/// Refuses numbers and texts that no target can have.
fn sound(target: Target) -> Result<Target, String> {
    let Target { value, low, high, error, discrepancy, times, .. } = target;
    let texts = || [&target.target, &target.what, &target.kind, &target.note].into_iter().chain(&target.stands).chain(&target.evidence);
    let positive = |x: f64| x.is_finite() && x > 0.0;
    let windowed = |term: &Term| term.place.iter().flatten().count() > 1;
    let whole: &[(bool, &str)] = &[
        (low < high && low <= value && value <= high, "value lies between low and high, and low is below high"),
        (error.is_finite() && error >= 0.0, "error is a standard deviation, 0 or more"),
        (positive(discrepancy), "discrepancy is a standard deviation above 0: no model counts exactly what was published"),
        (times.is_finite() && times != 0.0, "times is a number other than 0"),
        (!target.logarithmic || (value > 0.0 && !target.change), "a target on a log scale is above 0, and no change"),
        (target.under.is_empty() || target.per.is_none(), "a ratio is not a count per time: leave per or under empty"),
        (target.over.is_empty() || !target.under.is_empty() || target.per.is_some(), "a count is for a time: write per = \"1 year\""),
        (!target.evidence.is_empty(), "evidence names the row of the evidence base that the figure is in"),
        (target.over.is_empty() == (target.terms().next().is_none()), "over has no terms, and under or against has"),
        (!texts().any(|text| text.contains(is_unsafe)), "a text holds a control character"),
        (
            target.window.is_none() || !target.terms().any(windowed),
            "a window is counted over all, on a platform, in a market or at an age; not at two of them at once",
        ),
    ];
    match whole.iter().find(|(holds, _)| !holds) {
        Some((_, rule)) => Err((*rule).to_owned()),
        None => Ok(target),
    }
}

/// What parameters cite, in their values or in their notes: by each word that could be a row of evidence, the first that has it.
fn cited(parameters: &[Assumption]) -> BTreeMap<&str, usize> {
    let mut first = BTreeMap::new();
    for (place, own) in parameters.iter().enumerate() {
        let of_note = own.note.split(|c: char| !c.is_alphanumeric() && c != '_');
        for word in own.evidence.iter().map(String::as_str).chain(of_note) {
            first.entry(word).or_insert(place);
        }
    }
    first
}

/// Holds targets against a scenario: those that are no test of it count as fitted, and say why.
pub(super) fn hold(targets: &mut [Target], scenario: &Scenario) {
    let parameters = audit(scenario);
    let cited = cited(&parameters);
    for target in targets.iter_mut().filter(|target| !target.fitted) {
        let first = target.evidence.iter().filter_map(|id| cited.get(id.as_str())).min();
        target.cited_by = first.map(|place| parameters[*place].path.clone());
        target.fitted = target.cited_by.is_some();
    }
}
