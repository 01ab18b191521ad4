//! Which policies are shown worse than another somewhere, and nowhere better.

use super::analysis::{Analysis, Put, Study};
use super::compare::{Comparison, compare};
use crate::analysis::holm;
use crate::model::outcome::Better;
use crate::model::{Cell, Outcome};
use crate::results::tables::DominanceRow;
use crate::results::{CONFIDENCE, Results, ResultsError, Selection};

/// Every arm against every other in the outcomes of the report that have a better direction.
impl Analysis for DominanceRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        let arms = study.results.arms().len();
        let pairs = (0..arms).flat_map(|arm| (0..arms).filter(move |other| *other != arm).map(move |other| (arm, other)));
        pairs.map(|pair| row(study.results, pair)).try_for_each(|row| put(&row))
    }
}

fn row(results: &Results, (arm, other): (usize, usize)) -> DominanceRow {
    let name = |arm: usize| results.arms()[arm].name.clone();
    let mut row = DominanceRow { arm: name(arm), other: name(other), ..DominanceRow::default() };
    let selection = Selection::standard();
    let directed = |outcome: &Outcome| selection.holds(*outcome) && outcome.definition().better != Better::Neither;
    let outcomes: Vec<Outcome> = Outcome::ALL.iter().copied().filter(directed).collect();
    let against = |outcome: &Outcome| compare(results, (arm, other), &|run| run.estimate(*outcome, Cell::ALL));
    let found: Vec<Option<Comparison>> = outcomes.iter().map(against).collect();
    let adjusted = holm(&found.iter().map(|found| found.as_ref().and_then(|found| found.p_value(results.looks()))).collect::<Vec<_>>());
    for ((outcome, found), p) in outcomes.iter().zip(&found).zip(adjusted) {
        let higher = outcome.definition().better == Better::Higher;
        let interval = found.as_ref().and_then(Comparison::interval);
        let is_sure = found.as_ref().is_some_and(|found| found.is_certain) || p.is_some_and(|p| p < 1.0 - CONFIDENCE);
        match interval {
            // To count as better, an interval of one outcome alone is enough; to count as worse it takes more.
            Some(interval) if interval.low > 0.0 && higher || interval.high < 0.0 && !higher => row.better += 1,
            Some(interval) if (interval.low > 0.0 || interval.high < 0.0) && is_sure => row.worse += 1,
            _ => row.unclear += 1,
        }
    }
    row
}
