//! What the policies change: the answer in words, and the tables.

use serde::Serialize;

use crate::report::answer::{Sentence, sentences};
use crate::report::change::{Change, Changes, in_words, row};
use crate::report::charts::Inputs;
use crate::report::figure::Figure;
use crate::report::otherwise::otherwise;
use crate::report::page::otherwise::Tables;
use crate::results::Selection;
use crate::results::tables::{PeriodRow, Reading, SummaryRow, WarningRow};

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

/// The answer: sentences on the policy that the question asks about, and every policy beside every outcome.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    sentences: Vec<Sentence>,
    policies: Vec<&'a str>,
    /// The time that the matrix is of, and that of its second figure.
    first: &'static str,
    then: Option<&'static str>,
    rows: Vec<MatrixRow<'a>>,
    cautions: Vec<&'a WarningRow>,
}

/// One outcome under every policy: in all places by year, or on the platform in question over the whole time.
#[derive(Serialize)]
struct MatrixRow<'a> {
    name: &'a str,
    unit: &'a str,
    /// The platform, where it is of one alone.
    platform: Option<&'a str>,
    /// The baseline's level over the time of the first year; none where the policies start in different windows.
    baseline: Option<Figure>,
    cells: Vec<MatrixCell<'a>>,
}

#[derive(Serialize)]
struct MatrixCell<'a> {
    policy: &'a str,
    #[serde(flatten)]
    first: Marked,
    difference: Option<Figure>,
    /// The same in the second year, where there is one.
    then: Option<Marked>,
}

#[derive(Serialize)]
struct Marked {
    mark: &'static str,
    reading: Option<Reading>,
    /// In per cent of the baseline; none where that is 0.
    change: Option<Figure>,
}

impl From<Change> for Marked {
    fn from(change: Change) -> Self {
        Self { mark: mark(change.reading), reading: change.reading, change: change.relative.and_then(Figure::change) }
    }
}

impl<'a> Answer<'a> {
    pub fn new(
        inputs: &'a Inputs,
        (periods, cross_checks): (&'a [PeriodRow], &Tables),
        selection: &'a Selection,
        warnings: &'a [WarningRow],
    ) -> Self {
        let run = inputs.run;
        let rows: Vec<SummaryRow> = inputs.summary.iter().chain(&inputs.on_platform).cloned().collect();
        let platform = run.platform.as_deref().filter(|_| run.platforms.len() > 1);
        let of_first = selection.answer.first().zip(platform).and_then(|(id, platform)| on_platform(inputs, &rows, id, platform));
        let mut matrix: Vec<MatrixRow> = selection.answer.iter().filter_map(|id| by_year(inputs, (&rows, periods), id)).collect();
        if let Some(row) = of_first.filter(|_| !matrix.is_empty()) {
            matrix.insert(1, row);
        }
        let of_years = |arm: &str| Changes::of((&rows, periods), &run.baseline, arm, selection.answer.first()?);
        let times: Vec<Changes> = inputs.others().filter_map(|(_, arm)| of_years(arm)).filter(|changes| changes.period.is_some()).collect();
        Self {
            sentences: sentences(run, &selection.answer, &rows, periods)
                .into_iter()
                .chain(otherwise(run, (&cross_checks.draws, &cross_checks.flips, &cross_checks.moves)))
                .collect(),
            policies: inputs.others().map(|(_, arm)| inputs.title(arm)).collect(),
            first: in_words(times.first().and_then(|changes| changes.period)),
            then: times.iter().find_map(|changes| changes.then).map(|(_, period)| in_words(Some(period))),
            rows: matrix,
            cautions: warnings.iter().filter(|row| row.warning.is_of_the_answer()).collect(),
        }
    }
}

fn by_year<'a>(inputs: &'a Inputs, tables: (&[SummaryRow], &[PeriodRow]), outcome: &'a str) -> Option<MatrixRow<'a>> {
    let of = |(_, arm): (usize, &'a str)| Some((arm, Changes::of(tables, &inputs.run.baseline, arm, outcome)?));
    let changes: Vec<(&str, Changes)> = inputs.others().map(of).collect::<Option<_>>()?;
    let cell = |(arm, changes): &(&'a str, Changes)| MatrixCell {
        policy: inputs.title(arm),
        first: changes.first.into(),
        difference: Figure::signed(changes.first.difference),
        then: changes.then.map(|(then, _)| then.into()),
    };
    let mut levels = changes.iter().map(|(_, changes)| changes.baseline);
    let level = levels.next()?;
    Some(MatrixRow {
        name: inputs.name(outcome),
        unit: inputs.unit(outcome),
        platform: None,
        baseline: level.filter(|_| levels.all(|other| other == level)).and_then(Figure::plain),
        cells: changes.iter().map(cell).collect(),
    })
}

fn on_platform<'a>(inputs: &'a Inputs, rows: &[SummaryRow], outcome: &'a str, platform: &'a str) -> Option<MatrixRow<'a>> {
    let cell = |(_, arm): (usize, &'a str)| {
        let change = Change::of_row(row(rows, arm, outcome, platform)?)?;
        Some(MatrixCell { policy: inputs.title(arm), first: change.into(), difference: Figure::signed(change.difference), then: None })
    };
    Some(MatrixRow {
        name: inputs.name(outcome),
        unit: inputs.unit(outcome),
        platform: Some(inputs.run.called(platform)),
        baseline: Figure::plain(row(rows, &inputs.run.baseline, outcome, platform)?.mean),
        cells: inputs.others().map(cell).collect::<Option<_>>()?,
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
