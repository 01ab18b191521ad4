//! Published figures beside the model's.

use std::path::Path;

use serde::Serialize;

use crate::report::error::ReportError;
use crate::report::figure::Figure;
use crate::results::tables::{self, CalibrationRow, Fit, TallyRow, Usage};

/// The two tables, where the scenario can be held against published figures.
pub(super) struct Tables {
    rows: Vec<CalibrationRow>,
    tally: Vec<TallyRow>,
}

impl Tables {
    /// None if the tables in `dir` have no row.
    pub fn read(dir: &Path) -> Result<Option<Self>, ReportError> {
        let rows: Vec<CalibrationRow> = tables::read(dir)?;
        Ok(if rows.is_empty() { None } else { Some(Self { rows, tally: tables::read(dir)? }) })
    }
}

#[derive(Serialize)]
pub(super) struct Published<'a> {
    tally: Vec<Tally>,
    rows: Vec<Held<'a>>,
}

#[derive(Serialize)]
struct Tally {
    usage: Usage,
    figures: Option<Figure>,
    inside: Option<Figure>,
    outside: Option<Figure>,
    not_in_model: Option<Figure>,
    scored: Option<Figure>,
    coverage: Option<Figure>,
    score: Option<Figure>,
}

/// A figure, the range accepted, and the model's.
#[derive(Serialize)]
struct Held<'a> {
    row: &'a CalibrationRow,
    mark: &'static str,
    low: Option<Figure>,
    high: Option<Figure>,
    median: Option<Figure>,
    p05: Option<Figure>,
    p95: Option<Figure>,
    predicted_low: Option<Figure>,
    predicted_high: Option<Figure>,
    cited: Vec<&'a str>,
}

impl<'a> Published<'a> {
    pub fn new(tables: &'a Tables) -> Self {
        let count = |n: u32| Figure::plain(f64::from(n));
        let tally = tables.tally.iter().map(|row| Tally {
            usage: row.usage,
            figures: count(row.figures),
            inside: count(row.inside),
            outside: count(row.outside),
            not_in_model: count(row.not_in_model),
            scored: count(row.scored).filter(|_| row.scored > 0),
            coverage: row.coverage.and_then(Figure::plain),
            score: row.score.and_then(Figure::plain),
        });
        Self { tally: tally.collect(), rows: tables.rows.iter().map(held).collect() }
    }
}

fn held(row: &CalibrationRow) -> Held<'_> {
    let mark = match row.inside {
        Fit::Inside => "●",
        Fit::NotInModel | Fit::NotInRun => "–",
        Fit::Outside => "○",
    };
    Held {
        row,
        mark,
        low: Figure::plain(row.low),
        high: Figure::plain(row.high),
        median: row.median.and_then(Figure::plain),
        p05: row.p05.and_then(Figure::plain),
        p95: row.p95.and_then(Figure::plain),
        predicted_low: row.predicted_low.and_then(Figure::plain),
        predicted_high: row.predicted_high.and_then(Figure::plain),
        cited: row.evidence.split_whitespace().collect(),
    }
}
