//! What the policies change: the answer in words, and the tables.

use serde::Serialize;

use super::figure::Figure;
use super::sensitivity::{Turn, turns};
use crate::report::charts::{Inputs, lower_first};
use crate::results::tables::{PeriodRow, Reading, SummaryRow, WarningRow};
use crate::results::{RunInfo, Selection};

/// An unclear difference whose sign holds in this share of the draws is said to.
const STEADY: f64 = 0.9;

/// The readings in the order of the answer; none stands for a single draw.
const ORDER: [Option<Reading>; 6] =
    [Some(Reading::Higher), Some(Reading::Lower), Some(Reading::Weak), Some(Reading::Unclear), Some(Reading::Same), None];

/// A sign beside the word, for the eye that runs down the column.
fn mark(reading: Option<Reading>) -> &'static str {
    match reading {
        Some(Reading::Higher) => "▲",
        Some(Reading::Lower) => "▼",
        Some(Reading::Weak) => "◇",
        Some(Reading::Unclear) => "○",
        Some(Reading::Same) => "=",
        None => "?",
    }
}

/// The answer in words: the outcomes of either camp by turns, each under every policy.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    outcomes: Vec<Told<'a>>,
    spread: Option<Spread>,
    cautions: Vec<&'a WarningRow>,
}

/// One outcome: the policies under which it is higher, lower, and so on.
#[derive(Serialize)]
struct Told<'a> {
    name: &'a str,
    unit: &'a str,
    baseline: Option<Figure>,
    groups: Vec<Alike<'a>>,
    /// Assumptions with which the sign turns.
    turns: Vec<Turn<'a>>,
}

/// The policies of one reading.
#[derive(Serialize)]
struct Alike<'a> {
    reading: Option<Reading>,
    policies: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    arm: &'a str,
    /// The change in per cent of the baseline with its interval, or as it is where the baseline is 0 or too uncertain to divide by.
    change: Option<Figure>,
    low: Option<Figure>,
    high: Option<Figure>,
    /// Where no run differs though one might: the greatest that the chance of a draw that does may be.
    unseen: Option<Figure>,
    /// The adjusted p-value, of a weak difference.
    weak: Option<Figure>,
    /// The share of draws with the sign of the mean, where it is so high that an interval across zero tells of rare large values.
    steady: Option<Figure>,
}

/// How far the runs of the baseline lie apart in the first outcome.
#[derive(Serialize)]
struct Spread {
    name: String,
    p05: Option<Figure>,
    p95: Option<Figure>,
    assumption_share: Option<Figure>,
}

impl<'a> Answer<'a> {
    pub fn new(inputs: &'a Inputs, selection: &'a Selection, warnings: &'a [WarningRow]) -> Self {
        Self {
            outcomes: selection.answer.iter().filter_map(|id| told(inputs, id)).collect(),
            spread: selection.answer.first().and_then(|id| spread(inputs, id)),
            cautions: warnings.iter().filter(|row| row.warning.is_of_the_answer()).collect(),
        }
    }
}

fn told<'a>(inputs: &'a Inputs, outcome: &'a str) -> Option<Told<'a>> {
    let baseline = inputs.summary(&inputs.run.baseline, outcome)?;
    let rows: Vec<&SummaryRow> = inputs.run.arms.iter().filter_map(|arm| inputs.summary(arm, outcome)).collect();
    let alike = |reading: Option<Reading>| {
        let of_reading = rows.iter().filter(|row| row.difference.is_some() && row.reading == reading);
        Alike { reading, policies: of_reading.map(|row| finding(row)).collect() }
    };
    let groups: Vec<Alike> = ORDER.map(alike).into_iter().filter(|group| !group.policies.is_empty()).collect();
    (!groups.is_empty()).then(|| Told {
        name: inputs.name(outcome),
        unit: inputs.unit(outcome),
        baseline: Figure::plain(baseline.mean),
        groups,
        turns: turns(inputs, outcome),
    })
}

fn finding(row: &SummaryRow) -> Finding<'_> {
    let relative = [row.relative, row.relative_low, row.relative_high].map(|share| share.and_then(Figure::change));
    let plain = || [row.difference, row.difference_low, row.difference_high].map(|value| value.and_then(Figure::signed));
    // Without bounds the share says too little; the difference has them.
    let [change, low, high] = if relative.iter().all(Option::is_some) { relative } else { plain() };
    let unseen = row.differs_high.filter(|_| row.is_unseen()).and_then(Figure::share);
    let weak = row.p_holm.filter(|_| row.reading == Some(Reading::Weak)).and_then(Figure::p_value);
    let steady = row.sign_share.filter(|share| *share >= STEADY && row.reading == Some(Reading::Unclear)).and_then(Figure::share);
    Finding { arm: &row.arm, change, low, high, unseen, weak, steady }
}

/// A policy's title with its name; the name alone where the scenario has no title.
pub(super) fn titled(run: &RunInfo, arm: &str) -> String {
    let place = run.arms.iter().position(|name| name == arm);
    match place.and_then(|place| run.titles.get(place)).filter(|title| !title.is_empty()) {
        Some(title) => format!("{title} ({arm})"),
        None => arm.to_owned(),
    }
}

fn spread(inputs: &Inputs, outcome: &str) -> Option<Spread> {
    let row = inputs.summary(&inputs.run.baseline, outcome)?;
    (row.replications > 1).then(|| Spread {
        name: lower_first(inputs.name(outcome)),
        p05: Figure::plain(row.p05),
        p95: Figure::plain(row.p95),
        assumption_share: row.assumption_share.and_then(Figure::share),
    })
}

/// One outcome under every policy.
#[derive(Serialize)]
pub(super) struct Compared<'a> {
    name: &'a str,
    unit: &'a str,
    /// For whom less, or more, is better.
    direction: Option<String>,
    definition: &'a str,
    baseline: Option<Figure>,
    rows: Vec<ComparedRow<'a>>,
    years: Vec<InYear<'a>>,
}

/// One policy in one year since it starts.
#[derive(Serialize)]
struct InYear<'a> {
    arm: &'a str,
    period: &'a str,
    from: Option<Figure>,
    until: Option<Figure>,
    reading: Option<Reading>,
    mark: &'static str,
    baseline: Option<Figure>,
    difference: Option<Figure>,
    low: Option<Figure>,
    high: Option<Figure>,
    relative: Option<Figure>,
    relative_low: Option<Figure>,
    relative_high: Option<Figure>,
}

fn in_year(row: &PeriodRow) -> InYear<'_> {
    InYear {
        arm: &row.arm,
        period: &row.period,
        from: Figure::plain(row.from_day),
        until: Figure::plain(row.until_day),
        reading: row.reading,
        mark: mark(row.reading),
        baseline: Figure::plain(row.baseline),
        difference: Figure::signed(row.difference),
        low: row.difference_low.and_then(Figure::signed),
        high: row.difference_high.and_then(Figure::signed),
        relative: row.relative.and_then(Figure::change),
        relative_low: row.relative_low.and_then(Figure::change),
        relative_high: row.relative_high.and_then(Figure::change),
    }
}

#[derive(Serialize)]
struct ComparedRow<'a> {
    arm: &'a str,
    reading: Option<Reading>,
    mark: &'static str,
    difference: Option<Figure>,
    relative: Option<Figure>,
    low: Option<Figure>,
    high: Option<Figure>,
    sign_share: Option<Figure>,
    correlation: Option<Figure>,
    variance_ratio: Option<Figure>,
    p: Option<Figure>,
    mean: Option<Figure>,
    mean_low: Option<Figure>,
    mean_high: Option<Figure>,
    median: Option<Figure>,
    p05: Option<Figure>,
    p95: Option<Figure>,
    tail: Option<Figure>,
    assumption_share: Option<Figure>,
    assumption_low: Option<Figure>,
    assumption_high: Option<Figure>,
    difference_share: Option<Figure>,
    difference_share_low: Option<Figure>,
    difference_share_high: Option<Figure>,
}

impl<'a> Compared<'a> {
    pub fn new(inputs: &'a Inputs, periods: &'a [PeriodRow], outcome: &'a str) -> Option<Self> {
        let rows: Vec<_> = inputs.run.arms.iter().filter_map(|arm| inputs.summary(arm, outcome)).map(compared).collect();
        let baseline = inputs.summary(&inputs.run.baseline, outcome)?;
        Some(Self {
            name: inputs.name(outcome),
            unit: inputs.unit(outcome),
            direction: inputs.direction(outcome),
            definition: inputs.definition(outcome).map_or("", |definition| &definition.definition),
            baseline: Figure::plain(baseline.mean),
            rows,
            years: periods.iter().filter(|row| row.outcome == outcome).map(in_year).collect(),
        })
    }
}

fn compared(row: &SummaryRow) -> ComparedRow<'_> {
    ComparedRow {
        arm: &row.arm,
        reading: row.reading,
        mark: mark(row.reading),
        difference: row.difference.and_then(Figure::signed),
        relative: row.relative.and_then(Figure::change),
        low: row.difference_low.and_then(Figure::signed),
        high: row.difference_high.and_then(Figure::signed),
        sign_share: row.sign_share.and_then(Figure::share),
        correlation: row.correlation.and_then(Figure::plain),
        variance_ratio: row.variance_ratio.and_then(Figure::times),
        p: row.p_holm.and_then(Figure::p_value),
        mean: Figure::plain(row.mean),
        mean_low: row.mean_low.and_then(Figure::plain),
        mean_high: row.mean_high.and_then(Figure::plain),
        median: Figure::plain(row.median),
        p05: Figure::plain(row.p05),
        p95: Figure::plain(row.p95),
        tail: Figure::plain(row.tail),
        assumption_share: row.assumption_share.and_then(Figure::share),
        assumption_low: row.assumption_low.and_then(Figure::share),
        assumption_high: row.assumption_high.and_then(Figure::share),
        difference_share: row.difference_assumption_share.and_then(Figure::share),
        difference_share_low: row.difference_assumption_low.and_then(Figure::share),
        difference_share_high: row.difference_assumption_high.and_then(Figure::share),
    }
}
