//! The answer by readers' own priors, beside that by the scenario's ranges.

use serde::Serialize;

use crate::report::charts::{Inputs, lower_first};
use crate::report::figure::Figure;
use crate::report::plain::{outcome_name, parameter};
use crate::results::tables::{ReaderRangeRow, ReaderRow};

/// What readers of a camp would find, in the first outcome of the answer under the policy that the question is about.
#[derive(Serialize)]
pub(super) struct Readers<'a> {
    /// The outcome in plain words.
    outcome: String,
    policy: &'a str,
    rows: Vec<Reader<'a>>,
}

#[derive(Serialize)]
struct Reader<'a> {
    /// In words; none for the scenario's own ranges.
    title: Option<&'a str>,
    relative: Option<Figure>,
    difference: Option<Figure>,
    low: Option<Figure>,
    high: Option<Figure>,
    more: Option<Figure>,
    fewer: Option<Figure>,
    effective: Option<Figure>,
    ranges: Vec<Range<'a>>,
}

#[derive(Serialize)]
struct Range<'a> {
    /// The assumption in words.
    assumption: String,
    row: &'a ReaderRangeRow,
    evidence: Vec<&'a str>,
}

impl<'a> Readers<'a> {
    /// Of the rows of both tables; nothing where the scenario has no priors.
    pub fn new(inputs: &'a Inputs, answer: &[String], rows: &'a [ReaderRow], ranges: &'a [ReaderRangeRow]) -> Option<Self> {
        let (arm, first) = (inputs.run.asks_about.as_ref()?, answer.first()?);
        let of = rows.iter().filter(|row| row.arm == *arm && row.outcome == *first);
        let rows: Vec<Reader<'a>> = of.map(|row| reader(inputs, row, ranges)).collect();
        let outcome = lower_first(outcome_name(first));
        (!rows.is_empty()).then(|| Self { outcome, policy: inputs.title(arm), rows })
    }
}

fn reader<'a>(inputs: &Inputs, row: &'a ReaderRow, ranges: &'a [ReaderRangeRow]) -> Reader<'a> {
    let own: Vec<&ReaderRangeRow> = ranges.iter().filter(|range| range.reader == row.reader).collect();
    let title = own.first().map(|range| if range.title.is_empty() { &range.reader } else { &range.title });
    let range = |row: &'a ReaderRangeRow| Range {
        assumption: parameter(inputs.run, &row.parameter),
        row,
        evidence: row.evidence.split(' ').filter(|id| !id.is_empty()).collect(),
    };
    Reader {
        title: title.map(String::as_str),
        relative: row.relative.and_then(Figure::change),
        difference: Figure::signed(row.difference),
        low: row.low.and_then(Figure::signed),
        high: row.high.and_then(Figure::signed),
        more: Figure::share(row.more),
        fewer: Figure::share(row.fewer),
        effective: Figure::plain(row.effective),
        ranges: own.into_iter().map(range).collect(),
    }
}
