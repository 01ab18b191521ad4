//! Which policies another dominates: shown worse somewhere, and shown to be as good at most in all else.

use super::analysis::{Analysis, Put, Study};
use super::compare::{Comparison, compare};
use super::possible::Possible;
use crate::analysis::{Interval, holm, mean};
use crate::model::outcome::Better;
use crate::model::{Cell, Outcome, Outcomes};
use crate::results::tables::DominanceRow;
use crate::results::{CONFIDENCE, Results, ResultsError, Selection};

/// Policies that differ by less than this share of the baseline's mean in an outcome are as good as one another in it.
const MARGIN: f64 = 0.01;

/// Every arm against every other in the outcomes of the report that have a better direction.
impl Analysis for DominanceRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        let (arms, possible) = (study.results.arms().len(), Possible::of(study.results));
        let pairs = (0..arms).flat_map(|arm| (0..arms).filter(move |other| *other != arm).map(move |other| (arm, other)));
        pairs.map(|pair| row(study.results, &possible, pair)).try_for_each(|row| put(&row))
    }
}

fn row(results: &Results, possible: &Possible, (arm, other): (usize, usize)) -> DominanceRow {
    let name = |arm: usize| results.arms()[arm].name.clone();
    let mut row = DominanceRow { arm: name(arm), other: name(other), margin: MARGIN, ..DominanceRow::default() };
    let selection = Selection::standard();
    let directed = |outcome: &Outcome| selection.holds(*outcome) && outcome.definition().better != Better::Neither;
    let outcomes: Vec<Outcome> = Outcome::ALL.iter().copied().filter(directed).collect();
    let value = |outcome: Outcome| move |run: &Outcomes| run.estimate(outcome, Cell::ALL);
    let against = |outcome: &Outcome| compare(results, possible, (arm, other), (Some(*outcome), &value(*outcome)));
    let found: Vec<Option<Comparison>> = outcomes.iter().map(against).collect();
    let adjusted = holm(&found.iter().map(|found| found.as_ref().and_then(|found| found.p_value(results.looks()))).collect::<Vec<_>>());
    for ((outcome, found), p) in outcomes.iter().zip(&found).zip(adjusted) {
        let interval = found.as_ref().and_then(Comparison::interval);
        let is_sure = found.as_ref().is_some_and(|found| found.is_certain) || p.is_some_and(|p| p <= 1.0 - CONFIDENCE);
        let baseline = mean(&results.runs(0).iter().filter_map(|run| value(*outcome)(run)).collect::<Vec<_>>());
        let place = place(interval, is_sure, outcome.definition().better, MARGIN * baseline.unwrap_or(0.0));
        *match place {
            Place::Better => &mut row.better,
            Place::Worse => &mut row.worse,
            Place::Equivalent => &mut row.equivalent,
            Place::NotShown => &mut row.not_shown,
        } += 1;
    }
    row
}

/// Where an arm stands beside another in one outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Better,
    Worse,
    Equivalent,
    NotShown,
}

/// What the interval of the difference shows. To count as better, an interval of one outcome alone is enough; to count as worse it takes
/// more. To count as equivalent, the whole interval has to lie within the margin: that nothing was found is not that there is nothing.
fn place(interval: Option<Interval>, is_sure: bool, better: Better, margin: f64) -> Place {
    let Some(interval) = interval else { return Place::NotShown };
    let (is_above, is_below) = (interval.low > 0.0, interval.high < 0.0);
    let (is_better, is_worse) = if better == Better::Higher { (is_above, is_below) } else { (is_below, is_above) };
    if is_better {
        Place::Better
    } else if is_worse && is_sure {
        Place::Worse
    } else if interval.low >= -margin && interval.high <= margin {
        Place::Equivalent
    } else {
        Place::NotShown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_shown_to_differ_is_equivalent_only_within_the_margin() {
        let of = |low: f64, high: f64, is_sure: bool, better: Better| place(Some(Interval { low, high }), is_sure, better, 1.0);
        assert_eq!(of(0.5, 0.9, false, Better::Higher), Place::Better);
        assert_eq!(of(0.5, 9.0, true, Better::Lower), Place::Worse);
        assert_eq!(of(0.5, 9.0, false, Better::Lower), Place::NotShown, "worse, but not beside all that is compared");
        assert_eq!(of(0.5, 0.9, false, Better::Lower), Place::Equivalent, "worse perhaps, but by no more than the margin");
        assert_eq!(of(-1.0, 1.0, false, Better::Lower), Place::Equivalent);
        assert_eq!(of(-0.5, 1.1, false, Better::Lower), Place::NotShown, "what was not found may be there");
        assert_eq!(place(None, false, Better::Lower, 1.0), Place::NotShown);
        let nothing = Some(Interval { low: 0.0, high: 0.0 });
        assert_eq!(place(nothing, true, Better::Lower, 0.0), Place::Equivalent, "where there can be no difference, nor any margin");
    }

    #[test]
    fn one_that_may_be_better_is_not_dominated() {
        let row = |better, worse, equivalent, not_shown| DominanceRow { better, worse, equivalent, not_shown, ..DominanceRow::default() };
        assert!(row(0, 1, 5, 0).is_dominated() && row(0, 6, 0, 0).is_dominated());
        assert!(!row(0, 1, 4, 1).is_dominated() && row(0, 1, 4, 1).is_not_shown_better());
        assert!(!row(1, 5, 0, 0).is_dominated() && !row(1, 5, 0, 0).is_not_shown_better());
        assert!(!row(0, 0, 6, 0).is_dominated() && !row(0, 0, 6, 0).is_not_shown_better());
    }
}
