//! Intervals hold the truth as often as they say. `examples/coverage.rs` measures it at length; this is its short form.

use crate::common::smoke;
use veilsim::inference::coverage::{Coverage, coverage};
use veilsim::model::Outcome;

#[test]
fn intervals_of_the_outcomes_of_the_report_cover() {
    let scenario = smoke(&[("sample", "0.0001"), ("horizon", "4 weeks"), ("warm-up", "0 days")]);
    let rows = coverage(&scenario, &[20, 40], 30, 0).unwrap();
    let low: Vec<&Coverage> = rows.iter().filter(|row| row.is_low()).collect();
    assert!(rows.len() > 100 && low.is_empty(), "{low:#?}");
    // What once was covered in one experiment of fifty.
    let rare = |row: &&Coverage| row.outcome == Outcome::ContentUnlawful && row.replications == 40;
    assert!(rows.iter().filter(rare).all(|row| row.share() > 0.8), "{rows:#?}");
}
