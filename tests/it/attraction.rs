//! What draws offenders to a platform and a market: those who pass on material by one factor, those who approach people by another.

use crate::common::{WORLD, all_runs};
use crate::common::{blind, plan, smoke, sum};
use veilsim::model::chance::Chance;
use veilsim::model::{Outcome, Outcomes, Simulation};

/// The first arm where no platform sees anything, so that sharers and those who approach never meet.
fn unseen(more: &[(&str, &str)]) -> Vec<Outcomes> {
    let blind = blind("tiktok");
    let mut pairs: Vec<(&str, &str)> = blind.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
    pairs.extend([("sample", "0.002"), ("replications", "2"), ("platform.elsewhere.watch", "0"), ("mechanism.trust.enabled", "false")]);
    for class in ["trader", "producer", "groomer", "sextortion"] {
        let path: &'static str = Box::leak(format!("offender.{class}.adaptation.seeks-unwatched").into_boxed_str());
        pairs.push((path, "0"));
    }
    pairs.extend(more);
    all_runs(&smoke(&pairs), 2).remove(0)
}

#[test]
fn each_factor_draws_its_own_offenders_and_no_others() {
    let base = unseen(&[]);
    let (share, meet) = (Outcome::KnownShared, Outcome::Contacts);
    let cases = [
        ("platform.tiktok.attraction.sharing", "2", share, meet),
        ("platform.tiktok.attraction.approaching", "2", meet, share),
        ("market.row.offenders.sharing", "4", share, meet),
        ("market.row.offenders.approaching", "4", meet, share),
    ];
    for (path, value, rises, stays) in cases {
        let more = unseen(&[(path, value)]);
        let [before, after] = [&base, &more].map(|runs| sum(runs, rises));
        assert!(after > 1.5 * before, "{path}: {before} to {after}");
        assert_eq!(sum(&base, stays).to_bits(), sum(&more, stays).to_bits(), "{path}");
    }
}

/// Offenders of a class that come in the run.
fn offenders(class: &str, ages: &str, more: &str) -> f64 {
    let class = format!(
        "[offender.one]\nextends = \"{class}\"\narrivals = \"20 per day\"\nlifetime = \"20 days\"\n{more}[platform.main.ages]\n{ages}[arm.base]"
    );
    let plan = plan(&WORLD.replace("[arm.base]", &class), &[]);
    let (mut simulation, mut clock) = Simulation::new(&plan, Chance::new(4, 0));
    simulation.advance(&mut clock);
    simulation.offenders().len() as f64
}

/// A million accounts: 20 offenders a day of all accounts, and in proportion to the minors of those who are after these.
#[test]
fn those_after_minors_come_in_proportion_to_the_minors() {
    let young = "under-13 = 0.1\n13-15 = 0.2\n16-17 = 0.1\nadult = 0.6\n";
    let old = "under-13 = 0.02\n13-15 = 0.05\n16-17 = 0.03\nadult = 0.9\n";
    let adults =
        "approach.targets.under-13 = 0\napproach.targets.13-15 = 0.1\napproach.targets.16-17 = 0.1\napproach.targets.adult = 0.8\n";
    let days = 520.0;
    for (class, ages, more, accounts) in [
        ("groomer", young, "", 0.4),
        ("groomer", old, "", 0.1),
        ("groomer", old, adults, 1.0),
        ("trader", young, "", 1.0),
        ("trader", old, "", 1.0),
    ] {
        let (found, expected): (f64, f64) = (offenders(class, ages, more), 20.0 * days * accounts);
        assert!((found - expected).abs() < 4.0 * expected.sqrt(), "{class} with {ages}: {found}, not {expected}");
    }
}
