//! The bounds that a mean is held against follow from the parameters alone, are reached where nothing is in the way, and are exceeded
//! by no sound run.

use crate::common::{WORLD, all_runs, names, plan, results, run_of, scenario, smoke};
use veilsim::inference::bounds::{Bound, bounds};
use veilsim::inference::{Warning, warnings};
use veilsim::model::{Outcome, Outcomes, Plan};
use veilsim::results::tables::WarningKind;
use veilsim::scenario::Scenario;

/// Outcomes of the arms of a scenario that are told to lie beyond their bounds.
fn beyond(scenario: &Scenario, outcomes: Vec<Vec<Outcomes>>) -> Vec<(String, Outcome)> {
    let of = |warning: Warning| match warning {
        Warning::OutOfBounds { ref arm, outcome, mean, bound } => {
            assert!(mean > bound && warning.kind() == WarningKind::OutOfBounds && warning.cause().contains(outcome.definition().name));
            Some((arm.clone(), outcome))
        }
        _ => None,
    };
    warnings(&results(scenario, outcomes), &[]).into_iter().filter_map(of).collect()
}

#[test]
fn no_run_of_the_smoke_test_is_beyond_its_bounds() {
    let scenario = smoke(&[("sample", "0.002"), ("replications", "20")]);
    assert_eq!(beyond(&scenario, all_runs(&scenario, 2)), []);
}

/// A world in which twice as much happens as the scenario says.
#[test]
fn what_happens_twice_as_often_as_it_can_is_told() {
    let stated = smoke(&[("sample", "0.002"), ("replications", "10"), ("platform.tiktok.review.staff", "100")]);
    let twice = || {
        let class = |class: &str| {
            let (path, arrivals) = (format!("offender.{class}.arrivals"), stated.base.offender.get(class).unwrap().arrivals.number());
            (path, format!("{} per day", 2.0 * arrivals))
        };
        let mut set: Vec<(String, String)> = ["groomer", "producer", "sextortion", "trader"].map(class).into();
        let channel = |channel: &str| format!("platform.tiktok.detection.{channel}.false-positives");
        let detection = &stated.base.platform.get("tiktok").unwrap().detection;
        set.extend([
            (channel("image-classifier"), (2.0 * detection.image_classifier.false_positives.number()).to_string()),
            (channel("text-classifier"), (2.0 * detection.text_classifier.false_positives.number()).to_string()),
            ("platform.tiktok.review.staff".to_owned(), "200".to_owned()),
            // Nothing in the way of reaching the bounds.
            ("mechanism.enforcement.enabled".to_owned(), "false".to_owned()),
            ("mechanism.investigation.enabled".to_owned(), "false".to_owned()),
            ("mechanism.trust.enabled".to_owned(), "false".to_owned()),
            ("sample".to_owned(), "0.002".to_owned()),
            ("replications".to_owned(), "10".to_owned()),
        ]);
        let pairs: Vec<(&str, &str)> = set.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
        all_runs(&smoke(&pairs), 2)
    };
    let told = beyond(&stated, twice());
    for outcome in [Outcome::FalseImage, Outcome::FalseText, Outcome::OffenderDays, Outcome::ReviewHours] {
        assert!(told.contains(&("keep-readable".to_owned(), outcome)), "{}: {told:?}", outcome.definition().id);
    }
}

/// Children harmed in a world that is said to have none.
#[test]
fn more_children_harmed_than_there_are_is_told() {
    let stated = smoke(&[("replications", "2"), ("platform.tiktok.ages", NO_MINORS), ("platform.elsewhere.ages", NO_MINORS)]);
    let outcomes = all_runs(&smoke(&[("replications", "2"), ("sample", "0.005")]), 2);
    assert!(outcomes[0].iter().all(|run| run.total(Outcome::ChildrenHarmed) > Some(0.0)));
    assert!(beyond(&stated, outcomes).contains(&("keep-readable".to_owned(), Outcome::ChildrenHarmed)));
}

const NO_MINORS: &str = "{ under-13 = 0, 13-15 = 0, 16-17 = 0, adult = 1 }";

fn bound(plan: &Plan, outcome: Outcome) -> Bound {
    bounds(plan).into_iter().find(|bound| bound.outcome == outcome).unwrap()
}

/// [`WORLD`] with traders whom nobody stops, and three channels that flag one benign item in a thousand. Its reviewers cannot keep up.
fn unhindered() -> Plan {
    let class = "[offender.trader]\nextends = \"trader\"\narrivals = \"10 per day\"\nlifetime = \"20 days\"\n[arm.base]";
    let mut set: Vec<(String, String)> = vec![
        ("mechanism.enforcement.enabled".to_owned(), "false".to_owned()),
        ("mechanism.investigation.enabled".to_owned(), "false".to_owned()),
        ("platform.main.review.staff".to_owned(), "5".to_owned()),
        // What lists hold of lawful content is matched in part alone, and has a test of its own.
        ("platform.main.detection.list-lawful".to_owned(), "0".to_owned()),
    ];
    for channel in ["hash-match", "image-classifier", "text-classifier"] {
        for (key, value) in [("enabled", "true"), ("false-positives", "0.001"), ("reference-false-positives", "0.001"), ("automatic", "0")]
        {
            set.push((format!("platform.main.detection.{channel}.{key}"), value.to_owned()));
        }
    }
    let pairs: Vec<(&str, &str)> = set.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
    plan(&WORLD.replace("[arm.base]", class), &pairs)
}

#[test]
fn bounds_are_the_closed_form_and_are_reached_where_nothing_is_in_the_way() {
    let plan = unhindered();
    let runs: Vec<Outcomes> = (0..20).map(|replication| run_of(&plan, 21, replication)).collect();
    let mean = |outcome: Outcome| runs.iter().map(|run| run.total(outcome).unwrap()).sum::<f64>() / runs.len() as f64;
    // A million accounts, 500 days; a day each: 5 messages, 0.02 of them images; 0.1 conversations. Ten arrivals a day stay 20 days.
    for (outcome, closed) in [
        (Outcome::FalseHash, 1e6 * 5.0 * 0.02 * 1e-3 * 500.0),
        (Outcome::FalseImage, 1e6 * 5.0 * 0.02 * 1e-3 * 500.0),
        (Outcome::FalseText, 1e6 * 0.1 * 1e-3 * 500.0),
        (Outcome::OffenderDays, 10.0 * 20.0 * 500.0),
    ] {
        let Bound { mean: most, variance, .. } = bound(&plan, outcome);
        assert!((most / closed - 1.0).abs() < 1e-9, "{}: {most} is not {closed}", outcome.definition().id);
        let margin = 4.0 * (variance / runs.len() as f64).sqrt();
        let found = mean(outcome);
        assert!((found - most).abs() < margin && margin < 0.02 * most, "{}: {found}, not {most} to ±{margin}", outcome.definition().id);
    }
    // Reviewers on duty at all hours of 500 days, and what is in hand at the end.
    let (hours, most) = (mean(Outcome::ReviewHours), bound(&plan, Outcome::ReviewHours).mean);
    assert!(hours < 1.01 * most && hours > 0.98 * most && (most - 5.0 * 0.2 * 24.0 * 500.0).abs() < 1.0, "{hours} of {most}");
}

#[test]
fn a_lever_that_changes_is_bounded_by_its_largest_value() {
    let later = "[arm.base.platform.main]\nrollout = { start = \"100 days\", ramp = \"0 days\" }\nreview.staff = 4000\n\
                 detection.text-classifier.false-positives = 0.004";
    let scenario = scenario(&WORLD.replace("[arm.base]", later), &[("platform.main.detection.text-classifier.false-positives", "0.001")]);
    let of = |outcome| bound(&scenario.arms[0].plan, outcome).mean;
    assert!((of(Outcome::FalseText) / (1e6 * 0.1 * 0.004 * 500.0) - 1.0).abs() < 1e-9);
    assert!(of(Outcome::ReviewHours) >= 4000.0 * 0.2 * 24.0 * 500.0);
    assert_eq!(names(&scenario).0, ["main"]);
}
