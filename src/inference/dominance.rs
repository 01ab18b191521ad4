//! Which policies another dominates.

use super::analysis::{Analysis, CONFIDENCE, Put, Study};
use super::compare::compare;
use crate::analysis::{Paired, holm};
use crate::model::Outcome;
use crate::model::outcome::Better;
use crate::results::tables::DominanceRow;
use crate::results::{Results, ResultsError, Selection};

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
    let against = |outcome: &Outcome| compare(results, (arm, other), &|run| run.total(*outcome)).map(|against| against.draws);
    let found: Vec<Option<Paired>> = outcomes.iter().map(against).collect();
    let adjusted = holm(&found.iter().map(|paired| paired.and_then(|paired| paired.p_value)).collect::<Vec<_>>());
    for ((outcome, paired), p) in outcomes.iter().zip(&found).zip(adjusted) {
        let higher = outcome.definition().better == Better::Higher;
        match paired {
            // To be spared the word "dominated", an interval of one outcome alone is enough; to be called so it takes more.
            Some(paired) if paired.low > 0.0 && higher || paired.high < 0.0 && !higher => row.better += 1,
            Some(paired) if (paired.low > 0.0 || paired.high < 0.0) && p.is_some_and(|p| p < 1.0 - CONFIDENCE) => row.worse += 1,
            _ => row.unclear += 1,
        }
    }
    row
}
