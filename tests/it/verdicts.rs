//! What becomes of reports: by kind, by verdict, as the queue grows, of whoever is arrested for another, and of children who were not
//! found at once; and lawful content that lists hold. Pairs of worlds that differ in one parameter.

use crate::common::{ENCRYPTED, all_runs, assert_none, assert_same_but, assert_some, smoke, sum};
use veilsim::inference::bounds::bounds;
use veilsim::model::chance::Chance;
use veilsim::model::{Cell, Outcome, Outcomes, Simulation};

const MARKETS: [&str; 5] = ["us", "eu", "uk", "brazil", "row"];
const KINDS: [Outcome; 4] = [Outcome::ReportsKnown, Outcome::ReportsNew, Outcome::ReportsConduct, Outcome::ReportsExtortion];
const ARRESTS: [Outcome; 4] = [Outcome::ArrestsKnown, Outcome::ArrestsNew, Outcome::ArrestsConduct, Outcome::ArrestsExtortion];
const VERDICTS: [Outcome; 5] =
    [Outcome::VerdictCriminal, Outcome::VerdictNotCriminal, Outcome::VerdictUndetermined, Outcome::VerdictUnopened, Outcome::VerdictJoined];
const TELL: [&str; 3] = ["response.under-13.tell", "response.13-15.tell", "response.16-17.tell"];

/// Police who open half of what can be acted on, are many, and are mistaken in nothing, but for these.
fn police(changed: &[(&str, &str)]) -> Vec<(String, String)> {
    let usual = [
        ("investigators", "20_000"),
        ("referral", "3 days"),
        ("opens-factor", "1"),
        ("opens-other", "0.1"),
        ("criminal", "0.6"),
        ("unidentified", "0"),
        ("misattributed", "0"),
        ("load-triage", "0"),
        ("research", "0 per year"),
        ("arrest", "0.3"),
        ("arrest-blind", "0.1"),
        ("safeguard", "0.5"),
    ];
    let value = |(key, usual): (&'static str, &'static str)| {
        let own = changed.iter().find(|(changed, _)| *changed == key).map_or(usual, |(_, value)| value);
        (key, own.to_owned())
    };
    let of = |market: &str| usual.map(value).map(|(key, value)| (format!("market.{market}.investigation.{key}"), value));
    MARKETS.into_iter().flat_map(of).collect()
}

/// The runs of the smoke scenario's readable arm with such police.
fn runs(changed: &[(&str, &str)], more: &[(&str, &str)]) -> Vec<Outcomes> {
    let owned = police(changed);
    let owned: Vec<(&str, &str)> = owned.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
    let size = [("sample", "0.004"), ("replications", "3"), ("horizon", "26 weeks"), ("investigation.opens", "0.5")];
    // Conversations are scored thoroughly, so that many reports are on conduct.
    let size = [&size[..], &[("platform.tiktok.detection.text-classifier.recall", "0.6")]].concat();
    all_runs(&smoke(&[&size[..], &owned, more].concat()), 2).remove(0)
}

#[test]
fn kinds_add_up_to_reports_and_to_arrests_everywhere() {
    let runs = runs(&[], &[]);
    assert_some(&runs, &KINDS);
    assert_some(&runs, &[Outcome::Arrests, Outcome::ArrestsExtortion]);
    for run in &runs {
        for (cell, (whole, parts)) in
            run.layout().cells().flat_map(|cell| [(Outcome::Reports, KINDS), (Outcome::Arrests, ARRESTS)].map(|sums| (cell, sums)))
        {
            let value = |outcome: Outcome| run.value(outcome, cell).unwrap();
            let parts: f64 = parts.into_iter().map(value).sum();
            assert!((value(whole) - parts).abs() < 1e-6 * value(whole).max(1.0), "{cell:?}: {} and {parts}", value(whole));
        }
    }
    let share = |run: &Outcomes| run.total(Outcome::ConductShare).unwrap();
    assert!(runs.iter().all(|run| (0.0..1.0).contains(&share(run))));
}

/// Nobody tells police anything and no case is too old, so that what police have closed are reports, each with one verdict.
#[test]
fn every_report_that_police_close_has_one_verdict() {
    let mut owned = police(&[("unidentified", "0.3"), ("misattributed", "0.2")]);
    owned.extend(MARKETS.map(|market| (format!("market.{market}.investigation.stale"), "10 years".to_owned())));
    owned.extend(TELL.map(|path| (path.to_owned(), "0".to_owned())));
    let mut pairs: Vec<(&str, &str)> = owned.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
    pairs.extend([("warm-up", "0 days"), ("horizon", "26 weeks"), ("sample", "0.004"), ("investigation.opens", "0.5")]);
    let scenario = smoke(&pairs);
    for arm in &scenario.arms[..2] {
        let (mut simulation, mut clock) = Simulation::new(&arm.plan, Chance::new(scenario.seed, 0));
        simulation.advance(&mut clock);
        let (_, reports) = simulation.balances()[2];
        let run = simulation.close();
        let counted: f64 = VERDICTS.iter().map(|verdict| run.total(*verdict).unwrap() * 0.004).sum();
        assert!(reports.closes() && reports.left > 100);
        assert!((counted - reports.left as f64).abs() < 1e-6, "{}: {counted} verdicts of {} reports", arm.name, reports.left);
        assert_some(std::slice::from_ref(&run), &VERDICTS);
    }
}

#[test]
fn what_is_no_crime_is_not_opened_and_who_is_not_identified_is_not_arrested() {
    let (half, few) = (runs(&[], &[]), runs(&[("criminal", "0.2")], &[]));
    assert!(sum(&few, Outcome::VerdictNotCriminal) > sum(&half, Outcome::VerdictNotCriminal));
    assert!(sum(&few, Outcome::CasesOpened) < 0.7 * sum(&half, Outcome::CasesOpened));
    // At most three in ten are arrested and three in ten not identified: the same arrests, and the same harm.
    let unidentified = runs(&[("unidentified", "0.3")], &[]);
    let same = [Outcome::Arrests, Outcome::ChildrenHarmed, Outcome::Reports];
    for outcome in same {
        assert_eq!(sum(&half, outcome).to_bits(), sum(&unidentified, outcome).to_bits(), "{}", outcome.definition().id);
    }
    assert!(sum(&unidentified, Outcome::VerdictUndetermined) > sum(&half, Outcome::VerdictUndetermined));
    // Every case that identifies somebody finds all children: where fewer do, those of the others wait for a later case, or for none.
    let found = |share| {
        let many = [("sample", "0.03"), ("replications", "2")];
        sum(&runs(&[("unidentified", share), ("safeguard", "1")], &many), Outcome::ChildrenSafeguarded)
    };
    let (all, fewer) = (found("0"), found("0.6"));
    assert!(fewer < 0.9 * all && fewer > 0.3 * all, "{fewer} of {all}");
}

#[test]
fn whoever_is_arrested_for_another_is_innocent_and_the_offender_goes_on() {
    let (right, wrong) = (runs(&[], &[]), runs(&[("misattributed", "1")], &[]));
    assert_none(&right, &[Outcome::InnocentArrested]);
    assert_none(&wrong, &[Outcome::Arrests]);
    assert!(sum(&wrong, Outcome::InnocentArrested) >= sum(&right, Outcome::Arrests), "nobody leaves, so no fewer are looked for");
    assert!(sum(&wrong, Outcome::ChildrenHarmed) > sum(&right, Outcome::ChildrenHarmed));
}

/// The chance of opening is the centre × the market's factor, and at most 1.
#[test]
fn a_market_s_readiness_is_a_factor_on_the_centre() {
    let of = |opens, factor| runs(&[("opens-factor", factor), ("criminal", "1")], &[("investigation.opens", opens), ("sample", "0.002")]);
    assert_same_but(&of("0.4", "0.5"), &of("0.2", "1"), &[]);
    assert_same_but(&of("0.8", "3"), &of("1", "1"), &[]);
    assert!(sum(&of("0.4", "1"), Outcome::CasesOpened) > sum(&of("0.2", "1"), Outcome::CasesOpened));
}

#[test]
fn triage_opens_less_as_cases_wait_and_as_much_where_none_does() {
    let overloaded = |exponent| runs(&[("investigators", "100"), ("criminal", "1"), ("load-triage", exponent)], &[]);
    let (as_before, adapting) = (overloaded("0"), overloaded("1"));
    for outcome in [Outcome::CasesOpened, Outcome::CasesStale, Outcome::CaseWaited] {
        assert!(sum(&adapting, outcome) < 0.9 * sum(&as_before, outcome), "{}", outcome.definition().id);
    }
    assert!(sum(&adapting, Outcome::VerdictUnopened) > sum(&as_before, Outcome::VerdictUnopened));
    let idle = |exponent| runs(&[("investigators", "40_000_000"), ("load-triage", exponent)], &[("sample", "0.002")]);
    assert_same_but(&idle("0"), &idle("1"), &[]);
}

/// Nobody is arrested, every child tells, and half of them are found at once: of the rest, each is found at the rate of searches times
/// a half, so that by the end of the run 1 - exp(-rate × time left) of them are.
#[test]
fn a_child_who_was_not_found_is_found_at_the_rate_of_searches() {
    let world = |research, safeguard| {
        let changed = [("arrest", "0"), ("arrest-blind", "0"), ("criminal", "1"), ("research", research), ("safeguard", safeguard)];
        let tell = TELL.map(|path| (path, "1"));
        let more = [("warm-up", "0 days"), ("horizon", "52 weeks"), ("investigation.opens", "1"), ("mechanism.trust.enabled", "false")];
        let more = [&more[..], &[("sample", "0.012")]].concat();
        let actionable = MARKETS.map(|market| format!("market.{market}.investigation.actionable-tip"));
        let actionable = actionable.each_ref().map(|path| (path.as_str(), "1"));
        runs(&changed, &[&more[..], &tell, &actionable].concat())
    };
    let (once, yearly, at_once) = (world("0 per year", "0.5"), world("2 per year", "0.5"), world("36500 per year", "0.5"));
    assert_none(&once, &[Outcome::FoundLater]);
    let first = sum(&once, Outcome::ChildrenSafeguarded);
    assert_same_but(&once, &yearly, &[Outcome::ChildrenSafeguarded, Outcome::FoundLater]);
    let later = sum(&yearly, Outcome::FoundLater);
    // Counts are scaled by the sample, which rounds.
    let (together, apart) = (sum(&yearly, Outcome::ChildrenSafeguarded), first + later);
    assert!((together - apart).abs() < 1e-9 * apart, "{together} of {apart}");
    let all = sum(&world("0 per year", "1"), Outcome::ChildrenSafeguarded);
    let found = sum(&at_once, Outcome::ChildrenSafeguarded);
    assert!(found <= all && found > 0.98 * all, "{found} of {all}");
    // As many are missed in each week as are found, in the mean.
    let left = |week: usize| (52.0 - week as f64 - 0.5) * 7.0 / 365.25;
    let by_week = |run: &Outcomes| run.series(Outcome::ChildrenSafeguarded, Cell::ALL);
    let expected: f64 = once.iter().flat_map(|run| by_week(run).into_iter().enumerate()).map(|(w, n)| n * -libm::expm1(-left(w))).sum();
    let (missed, sample) = (first * 0.012, 0.012);
    // The spread of who is missed and of who is found of them.
    let margin = 3.3 * (2.0 * missed).sqrt() / sample;
    assert!(missed > 200.0 && (later - expected).abs() < margin, "{later} against {expected}, give or take {margin}; {missed}");
}

/// Lists with lawful content flag ordinary users: as many as the parameters say, on top of all that was flagged before, on the server
/// and on the device, and nowhere where neither sees anything.
#[test]
fn lawful_content_on_lists_flags_those_who_pass_it_on() {
    let world = |share, more: &[(&str, &str)]| {
        let usual = [
            ("platform.tiktok.detection.list-lawful", share),
            ("platform.tiktok.detection.hash-match.recall", "1"),
            ("platform.tiktok.images-from", "none"),
            ("mechanism.trust.enabled", "false"),
            ("mechanism.investigation.enabled", "false"),
            ("sample", "0.004"),
            ("replications", "3"),
        ];
        smoke(&[&usual[..], more].concat())
    };
    let (without, with) = (world("0", &[]), world("0.5", &[]));
    let (none, some) = (all_runs(&without, 2).remove(0), all_runs(&with, 2).remove(0));
    assert_none(&none, &[Outcome::LawfulFlags]);
    let lawful = sum(&some, Outcome::LawfulFlags);
    for outcome in [Outcome::FalseFlags, Outcome::FalseHash] {
        let more = sum(&some, outcome) - sum(&none, outcome);
        assert!((more - lawful).abs() < 1e-6 * lawful, "{}: {more} and {lawful}", outcome.definition().id);
    }
    assert!(sum(&some, Outcome::InnocentReported) > sum(&none, Outcome::InnocentReported));
    let bound = |scenario: &veilsim::scenario::Scenario| {
        let draw = |replication| bounds(&veilsim::experiment::drawn(&scenario.arms[0].plan, scenario.seed, replication))[0];
        (0..3).map(|replication| draw(replication).mean).sum::<f64>()
    };
    let expected = bound(&with) - bound(&without);
    let margin = 3.3 * (expected / 0.004).sqrt();
    assert!(expected * 0.004 > 100.0 && (lawful - expected).abs() < margin, "{lawful} against {expected}, give or take {margin}");
    assert_none(&all_runs(&world("0.5", &ENCRYPTED), 2).remove(0), &[Outcome::LawfulFlags]);
    let scans = [&ENCRYPTED[..], &[("platform.tiktok.detection.client-side-scan.enabled", "true")]].concat();
    let scanned = all_runs(&world("0.5", &scans), 2).remove(0);
    assert_some(&scanned, &[Outcome::LawfulFlags]);
    assert!(sum(&scanned, Outcome::FalseDevice) >= sum(&scanned, Outcome::LawfulFlags));
}

/// A report of an account without its messages is looked at in its own way: what reviewers find in it moves users' incidents and no
/// other, and what they find in metadata moves others and none of users'.
#[test]
fn a_report_of_an_account_is_confirmed_at_its_own_rate() {
    let world = |account, blind| {
        let pairs = [
            ("platform.tiktok.review.sensitivity-account", account),
            ("platform.tiktok.review.sensitivity-blind", blind),
            ("platform.tiktok.detection.user-reports.forwarding", "false"),
            ("mechanism.enforcement.enabled", "false"),
            ("mechanism.investigation.enabled", "false"),
            ("offender.groomer.adaptation.seeks-unwatched", "0"),
            ("sample", "0.002"),
        ];
        all_runs(&smoke(&[&pairs[..], &ENCRYPTED].concat()), 2).remove(0)
    };
    let (neither, account, blind) = (world("0", "0"), world("1", "0"), world("0", "1"));
    assert_none(&neither, &[Outcome::UserIncidents]);
    assert_none(&blind, &[Outcome::UserIncidents]);
    assert_some(&account, &[Outcome::UserIncidents]);
    assert!(sum(&blind, Outcome::Incidents) > sum(&neither, Outcome::Incidents));
}
