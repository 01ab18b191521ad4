//! What the model must agree with, whatever its parameters are: the checks that `veilsim verify-model` prints, one test an oracle.

use crate::common::{texts, veilsim};
use veilsim::verification::{Check, ORACLES};

fn holds(number: usize) {
    let oracle = ORACLES[number - 1];
    let checks = (oracle.checks)();
    let wrong: Vec<&Check> = checks.iter().filter(|check| !check.passes()).collect();
    assert!(!checks.is_empty() && wrong.is_empty(), "{}: {}\n{wrong:#?}", oracle.name, oracle.statement);
}

#[test]
fn queues_wait_as_theory_says() {
    holds(1);
}

#[test]
fn false_flags_follow_from_base_rates() {
    holds(2);
}

#[test]
fn offenders_last_and_abound_as_theory_says() {
    holds(3);
}

#[test]
fn breaches_expose_a_compound_poisson_number() {
    holds(4);
}

#[test]
fn nothing_is_lost_or_made_up() {
    holds(5);
}

#[test]
fn limits_are_as_reason_says() {
    holds(6);
}

#[test]
fn what_changes_nothing_differs_by_nothing() {
    holds(7);
}

#[test]
fn one_offender_more_changes_nothing_else() {
    holds(8);
}

#[test]
fn playing_every_message_gives_the_same_distributions() {
    holds(9);
}

#[test]
fn a_sample_of_the_world_is_the_world() {
    holds(10);
}

#[test]
fn what_was_to_be_expected_is_what_happens_on_average() {
    holds(11);
}

#[test]
fn arrests_end_abuse_away_from_platforms_as_theory_says() {
    holds(12);
}

#[test]
fn scans_and_their_adversaries_follow_from_the_rules_and_their_rates() {
    holds(13);
}

#[test]
fn the_headlines_are_near_what_rates_alone_give() {
    holds(14);
}

#[test]
fn verify_model_prints_the_figures_and_refuses_numbers_that_there_are_not() {
    let output = veilsim(&["verify-model", "4"]);
    let (stdout, stderr) = texts(&output);
    assert!(output.status.success(), "{stderr}");
    assert!(stdout.starts_with("4. breaches\n") && stdout.contains("ok   mean content exposed, all accounts = 1: 0.1"), "{stdout}");
    assert!(stdout.ends_with("6 checks, all as they must be\n"), "{stdout}");
    let beyond = (ORACLES.len() + 1).to_string();
    assert_eq!(veilsim(&["verify-model", &beyond]).status.code(), Some(2));
    // The last one is one that the command knows.
    let last = ORACLES.len().to_string();
    assert!(texts(&veilsim(&["verify-model", &last])).0.starts_with(&format!("{last}. ")));
}

#[test]
fn a_check_fails_where_the_figure_is_beyond_its_margin_or_no_number() {
    let check = |found| Check { what: String::new(), found, expected: 1.0, margin: 0.5 };
    assert!(check(1.5).passes() && !check(1.6).passes() && !check(f64::NAN).passes());
}
