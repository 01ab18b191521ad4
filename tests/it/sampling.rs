//! A sample of the world is the world: rates agree within Monte Carlo error at any `sample`, and what happens to a platform as a
//! whole does not depend on it at all.
//!
//! Staff is abundant here: a smaller station waits longer at the same load, which the review mechanism says of itself.

use crate::common::{ALPHA, all_runs, moments, smoke};
use statrs::distribution::{ContinuousCDF, StudentsT};
use veilsim::analysis::holm;
use veilsim::model::outcome::Measure;
use veilsim::model::{Outcome, Outcomes};
use veilsim::scenario::Scenario;

const REPLICATIONS: &str = "40";

fn at(sample: &str) -> Scenario {
    smoke(&[
        ("sample", sample),
        ("replications", REPLICATIONS),
        ("platform.tiktok.review.staff", "4_000_000"),
        ("platform.tiktok.enforcement.appeal-staff", "4_000_000"),
        ("platform.tiktok.access.breach-rate", "2 per year"),
        ("platform.tiktok.trust.harm-shock", "0"),
        ("horizon", "4 weeks"),
        ("warm-up", "4 weeks"),
        ("arm.default-e2ee.platform.tiktok.rollout.start", "1 week"),
    ])
}

#[test]
fn rates_agree_at_every_sample() {
    let rates = [
        Outcome::ChildrenHarmed,
        Outcome::HarmGrooming,
        Outcome::HarmNewImages,
        Outcome::HarmSextortion,
        Outcome::KnownShared,
        Outcome::NewShared,
        Outcome::Contacts,
        Outcome::OffenderDays,
        Outcome::OffendersRemoved,
        Outcome::OffendersFirstRemoved,
        Outcome::TrueFlags,
        Outcome::FalseFlags,
        Outcome::Incidents,
        Outcome::Reports,
        Outcome::ActionableReports,
        Outcome::InnocentExamined,
        Outcome::InnocentSuspended,
        Outcome::InnocentReported,
        Outcome::ReviewHours,
    ];
    let samples = ["0.01", "0.005", "0.002"];
    let played: Vec<Vec<Vec<Outcomes>>> = samples.iter().map(|s| all_runs(&at(s), 2)[..2].to_vec()).collect();
    let (mut names, mut p_values) = (Vec::new(), Vec::new());
    for (arm, first) in played[0].iter().enumerate() {
        for outcome in rates {
            for other in [1, 2] {
                // Replications share their assumptions at every sample, so pairs are compared; their chance is their own.
                let pairs = first.iter().zip(&played[other][arm]);
                let gaps: Vec<f64> = pairs.map(|(a, b)| a.total(outcome).unwrap() - b.total(outcome).unwrap()).collect();
                let (mean, variance) = moments(&gaps);
                let n = gaps.len() as f64;
                let t = mean / (variance / n).sqrt();
                assert!(t.is_finite(), "{} never happens", outcome.definition().id);
                names.push(format!("{} in arm {arm} at {} v {}: t {t}", outcome.definition().id, samples[0], samples[other]));
                p_values.push(Some(2.0 * StudentsT::new(0.0, 1.0, n - 1.0).unwrap().cdf(-t.abs())));
            }
        }
    }
    let wrong: Vec<&String> = names.iter().zip(holm(&p_values)).filter(|(_, p)| p.unwrap() < ALPHA).map(|(name, _)| name).collect();
    assert!(wrong.is_empty(), "by Holm's method at {ALPHA}: {wrong:?}");
}

#[test]
fn what_befalls_a_platform_as_a_whole_does_not_depend_on_the_sample() {
    let (large, small) = (all_runs(&at("0.001"), 2), all_runs(&at("0.0002"), 2));
    let mut exposed = 0.0;
    for (a, b) in large.iter().flatten().zip(small.iter().flatten()) {
        for outcome in Outcome::ALL.iter().filter(|o| o.definition().measure == Measure::Whole) {
            for cell in a.layout().cells() {
                assert!(a.value(*outcome, cell) == b.value(*outcome, cell), "{} in {cell:?}", outcome.definition().id);
            }
        }
        exposed += a.total(Outcome::ContentBreach).unwrap();
    }
    assert!(exposed > 0.0);
}
