//! Abuse away from any platform, which an arrest ends.

use super::{Check, Oracle, Sets, WORLD, only, plan, runs_of, sets, totals};
use crate::model::Outcome::{AbuseYearsEnded, ChildrenAbusedOffline, ChildrenFoundOffline};
use crate::model::{Cell, Outcomes};
use crate::units::YEAR_DAYS;

pub(super) const ORACLE: Oracle = Oracle {
    name: "offline",
    statement: "Under a constant hazard of arrest, abuse away from platforms goes on as an exponential survivor function says, and an \
                arrest ends what an M/G/∞ queue holds; with no arrest it is level from the start",
    checks,
};

/// Runs of each world.
const RUNS: u64 = 20;
/// New children a day of one who abuses hands-on, who are half of the class.
const CHILDREN: f64 = 0.02;

/// [`WORLD`] with a class of which half abuse children hands-on, each child for fifty days.
fn world(arrivals: &str, lifetime: &str, career: &str) -> String {
    let class = format!(
        "[offender.trader]\nextends = \"trader\"\narrivals = \"{arrivals}\"\nlifetime = \"{lifetime}\"\nskill-spread = 0\naccounts = 1\n\
         sharing.rate = \"0.01 per day\"\nsharing.files = 1\nsharing.known = 1\nsharing.near-duplicate = 0\nsharing.surface = 0\n\
         offline.share = 0.5\noffline.rate = \"{CHILDREN} per day\"\noffline.duration = \"50 days\"\noffline.career = {career}\n[arm.base]"
    );
    WORLD.replace("[arm.base]", &class)
}

/// Whoever shares a file is arrested at once.
fn arrests_at_once() -> Sets {
    let platform = |key: &str| format!("platform.main.{key}");
    let police = |key: &str| format!("market.us.investigation.{key}");
    let quick = [
        (platform("detection.hash-match.recall"), "1"),
        (platform("detection.hash-match.automatic"), "1"),
        (platform("detection.hash-match.delay"), "0 days"),
        (platform("enforcement.suspend"), "0"),
        (platform("enforcement.restrict"), "0"),
        (platform("reporting.duty-imagery"), "1"),
        (platform("reporting.actionable"), "1"),
        (police("referral"), "0 days"),
        (police("opens-factor"), "1000"),
        (police("criminal"), "1"),
        (police("unidentified"), "0"),
        (police("misattributed"), "0"),
        (police("load-triage"), "0"),
        (police("investigators"), "40_000_000"),
        (police("handling"), "0 days"),
        (police("arrest"), "1"),
        (police("offline-found"), "0.25"),
    ];
    let quick = quick.into_iter().map(|(path, value)| (path, value.to_owned()));
    only("hash-match", "main").into_iter().chain(quick).collect()
}

/// A window of the children whose abuse began, of each run.
fn window(runs: &[Outcomes], number: usize) -> Vec<f64> {
    runs.iter().map(|run| run.series(ChildrenAbusedOffline, Cell::ALL)[number]).collect()
}

fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    // Two thousand who never stop, each arrested at the first act: one in a hundred days.
    let arrested = runs_of(&plan(&world("0.005475702 per day", "1000 years", "1"), &arrests_at_once()), 21, RUNS);
    let (hands_on, hazard) = (1000.0, 0.01);
    let survives = |day: f64| libm::exp(-hazard * day);
    for (number, from) in [0.0, 100.0, 200.0, 300.0, 400.0].into_iter().enumerate() {
        let expected = hands_on * CHILDREN * (survives(from) - survives(from + 100.0)) / hazard;
        checks.push(Check::mean(
            format!("children from day {from} on, of those not arrested by then"),
            &window(&arrested, number),
            expected,
        ));
    }
    let under_way = hands_on * (1.0 - survives(500.0)) * CHILDREN * 50.0;
    let years = totals(&arrested, AbuseYearsEnded);
    checks.push(Check::mean(
        "years of abuse that arrests ended: children under abuse × mean time left",
        &years,
        under_way * 50.0 / YEAR_DAYS,
    ));
    let found = totals(&arrested, ChildrenFoundOffline);
    checks.push(Check::mean("children whom arrests brought to light: a quarter of those under abuse", &found, under_way * 0.25));
    // Ten come a day and stay twenty, and go on three times as long.
    let free = [only("none", "main"), sets(&[("horizon", "500 days")])].concat();
    let free = runs_of(&plan(&world("10 per day", "20 days", "3"), &free), 22, RUNS);
    for (number, from) in [(0, 0), (4, 400)] {
        let expected = 10.0 * 20.0 * 3.0 * 0.5 * CHILDREN * 100.0;
        checks.push(Check::mean(
            format!("children from day {from} on where nobody is arrested: careers × rate"),
            &window(&free, number),
            expected,
        ));
    }
    checks
}
