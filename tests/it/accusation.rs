//! The course of a wrong accusation: how long people are under suspicion, without devices and shut out, and who gets an account back.

use crate::common::{ALPHA, AUTOMATIC, WORLD, plan, run_of};
use veilsim::analysis::mean_interval;
use veilsim::model::Outcome::{CasesOpened, InnocentDays, InnocentPersonDays, InnocentRestored, InnocentSuspended};
use veilsim::model::{Outcome, Outcomes};

const HORIZON: f64 = 500.0;

/// [`WORLD`] in which users report each other by mistake, every report is confirmed and passed on, and police open a case on each.
fn runs(more: &[(&str, &str)], number: u64) -> Vec<Outcomes> {
    let mut pairs: Vec<(String, &str)> =
        AUTOMATIC.iter().map(|channel| (format!("platform.main.detection.{channel}.enabled"), "false")).collect();
    let always = [
        ("platform.main.detection.user-reports.false-reports", "10 per day"),
        ("platform.main.review.staff", "4000"),
        ("platform.main.review.specificity", "0"),
        ("platform.main.review.specificity-blind", "0"),
        ("platform.main.reporting.duty-conduct", "1"),
        ("platform.main.reporting.duty-imagery", "1"),
        ("platform.main.enforcement.suspend", "1"),
        ("platform.main.enforcement.restrict", "0"),
        ("platform.main.enforcement.appeal-innocent", "0"),
        ("platform.main.enforcement.restored-after-clearing", "0"),
        ("market.us.investigation.referral", "0 days"),
        ("market.us.investigation.opens-factor", "1000"),
        ("market.us.investigation.opens-other", "1"),
        ("market.us.investigation.criminal", "1"),
        ("market.us.investigation.load-triage", "0"),
        ("market.us.accusation.suspicion", "3 days"),
        ("market.us.accusation.devices", "0"),
        ("market.us.accusation.devices-held", "6 days"),
    ];
    pairs.extend(always.iter().chain(more).map(|(path, value)| ((*path).to_owned(), *value)));
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(path, value)| (path.as_str(), *value)).collect();
    let plan = plan(WORLD, &pairs);
    (0..number).map(|replication| run_of(&plan, 17, replication)).collect()
}

fn total(run: &Outcomes, outcome: Outcome) -> f64 {
    run.total(outcome).unwrap()
}

#[test]
fn person_days_follow_from_cases_and_their_means() {
    // The mean of an exponential time, cut where the run ends, over cases that come at any time.
    let mean = |days: f64| days * (1.0 - days / HORIZON * (1.0 - libm::exp(-HORIZON / days)));
    let both = mean(3.0) + mean(6.0) - mean(2.0);
    for (devices, expected) in [("0", mean(3.0)), ("0.5", 0.5 * (mean(3.0) + both)), ("1", both)] {
        let runs = runs(&[("mechanism.enforcement.enabled", "false"), ("market.us.accusation.devices", devices)], 12);
        let cases: f64 = runs.iter().map(|run| total(run, CasesOpened)).sum::<f64>() / 12.0;
        let apart: Vec<f64> = runs.iter().map(|run| total(run, InnocentPersonDays) - expected * total(run, CasesOpened)).collect();
        let interval = mean_interval(&apart, 1.0 - ALPHA).unwrap();
        assert!(interval.low < 0.0 && interval.high > 0.0, "devices {devices}: {interval:?} of {cases} cases");
        assert!(interval.high - interval.low < 0.1 * expected * cases, "too wide to see anything: {interval:?}");
    }
}

/// On one platform nobody is shut out twice at a time, so that the days of persons are those of accounts, to the millisecond.
#[test]
fn without_suspicion_person_days_are_account_days_and_a_day_counts_once() {
    let none = runs(&[("market.us.accusation.suspicion", "0 days")], 2);
    let some = runs(&[], 2);
    for (none, some) in none.iter().zip(&some) {
        assert!(total(none, InnocentDays) > 0.0);
        assert_eq!(total(none, InnocentPersonDays).to_bits(), total(none, InnocentDays).to_bits());
        // Who is suspended for good has no day left to lose.
        assert_eq!(total(some, InnocentPersonDays).to_bits(), total(some, InnocentDays).to_bits());
    }
}

#[test]
fn who_is_cleared_may_get_the_account_back() {
    let never = runs(&[], 3);
    let always = runs(&[("platform.main.enforcement.restored-after-clearing", "1")], 3);
    for (never, always) in never.iter().zip(&always) {
        let [lost, left] = [never, always].map(|run| total(run, InnocentDays));
        let suspended = total(always, InnocentSuspended);
        assert!(left < 0.05 * lost && left > 2.0 * suspended, "{left} of {lost} days, {suspended} suspended");
        assert_eq!(total(always, InnocentRestored).to_bits(), 0.0_f64.to_bits(), "nobody appealed");
    }
    let off = runs(&[("mechanism.accusation.enabled", "false"), ("platform.main.enforcement.restored-after-clearing", "1")], 3);
    for (off, never) in off.iter().zip(&never) {
        assert_eq!(total(off, InnocentPersonDays).to_bits(), 0.0_f64.to_bits());
        assert_eq!(total(off, InnocentDays).to_bits(), total(never, InnocentDays).to_bits());
    }
}
