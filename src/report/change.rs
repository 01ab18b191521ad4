//! How a policy changes an outcome in the first year after it starts, and in the second.

use super::figure::Figure;
use crate::results::tables::{ALL, PeriodRow, Reading, SummaryRow};

/// The row of an outcome in all places, or on one platform.
pub(super) fn row<'a>(rows: &'a [SummaryRow], arm: &str, outcome: &str, platform: &str) -> Option<&'a SummaryRow> {
    let here = |row: &&SummaryRow| row.platform == platform && row.market == ALL && row.age_band == ALL;
    rows.iter().filter(here).find(|row| row.arm == arm && row.outcome == outcome)
}

/// A paired difference to the baseline over some time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change {
    pub reading: Option<Reading>,
    /// As a share of the baseline's mean; none where that is 0.
    pub relative: Option<f64>,
    pub difference: f64,
}

impl Change {
    /// Of the whole simulated time; none of the baseline itself.
    pub fn of_row(row: &SummaryRow) -> Option<Self> {
        Some(Self { reading: row.reading, relative: row.relative, difference: row.difference? })
    }

    fn of_period(row: &PeriodRow) -> Self {
        Self { reading: row.reading, relative: row.relative, difference: row.difference }
    }

    /// In per cent of the baseline, or as it is where the baseline is 0.
    pub fn figure(self) -> Option<Figure> {
        self.relative.and_then(Figure::change).or_else(|| Figure::signed(self.difference))
    }

    /// Which way it goes, where that is shown: whether up.
    pub fn shown(self) -> Option<bool> {
        match self.reading {
            Some(Reading::Higher) => Some(true),
            Some(Reading::Lower) => Some(false),
            _ => None,
        }
    }
}

/// The change in the first year, and in the second.
#[derive(Debug, Clone, Copy)]
pub(super) struct Changes<'a> {
    pub first: Change,
    /// What the table calls the time of the first; none for the whole simulated time, where the policy starts in no year of it.
    pub period: Option<&'a str>,
    pub then: Option<(Change, &'a str)>,
    /// The baseline's mean over the time of the first.
    pub baseline: Option<f64>,
}

impl<'a> Changes<'a> {
    /// Of a policy and an outcome in all places; none where no table has it.
    pub fn of((rows, periods): (&'a [SummaryRow], &'a [PeriodRow]), baseline: &str, arm: &str, outcome: &str) -> Option<Self> {
        let mut years = periods.iter().filter(|row| row.arm == arm && row.outcome == outcome);
        let Some(first) = years.next() else {
            let level = row(rows, baseline, outcome, ALL).map(|row| row.mean);
            let first = Change::of_row(row(rows, arm, outcome, ALL)?)?;
            return Some(Self { first, period: None, then: None, baseline: level });
        };
        let then = years.next().map(|row| (Change::of_period(row), row.period.as_str()));
        Some(Self { first: Change::of_period(first), period: Some(&first.period), then, baseline: Some(first.baseline) })
    }
}

/// A period of the table in words.
pub(super) fn in_words(period: Option<&str>) -> &'static str {
    match period {
        None => "the whole simulated time",
        Some("year 1") => "the first year after it starts",
        Some("part of year 1") => "the simulated part of the first year after it starts",
        Some("year 2") => "the second year",
        Some(_) => "the simulated part of the second year",
    }
}
