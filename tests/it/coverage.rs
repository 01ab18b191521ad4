//! Intervals hold the truth as often as they say. `examples/coverage.rs` measures it at length; this is its short form.

use crate::common::smoke;
use veilsim::inference::coverage::{Coverage, coverage};
use veilsim::model::Outcome;

#[test]
fn intervals_of_the_outcomes_of_the_report_cover() {
    let mut scenario = smoke(&[]);
    scenario.arms.truncate(2);
    let rows = coverage(&scenario, &[20, 40], 25, 0).unwrap();
    let low: Vec<&Coverage> = rows.iter().filter(|row| row.is_low()).collect();
    assert!(rows.len() > 100 && low.is_empty(), "{low:#?}");
    // Before there were expectations, from one in fifty to one in four.
    let unlawful = |row: &&Coverage| row.outcome == Outcome::ContentUnlawful && row.replications == 40;
    assert!(rows.iter().filter(unlawful).all(|row| row.experiments == 25 && row.share() > 0.7), "{rows:#?}");
}
