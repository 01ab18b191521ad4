//! What police get beside reports: from the platform the messages that its servers still hold and can read, and no others; and what
//! children who were harmed tell them, whatever the platform can read.

use crate::common::{AUTOMATIC, ENCRYPTED, all_runs, assert_none, assert_same_but, assert_some, blind, smoke, smoke_with, sum};
use veilsim::model::{Cell, Outcome, Outcomes};

const MARKETS: [&str; 5] = ["us", "eu", "uk", "brazil", "row"];
const COUNTED: [Outcome; 2] = [Outcome::WarrantsContent, Outcome::InnocentWarrants];

/// Overrides that make police quick and many, with this chance of a warrant and these of arrests.
fn police(warrant: &str, arrest: &str, arrest_blind: &str) -> Vec<(String, String)> {
    let keys = [
        ("investigators", "20_000"),
        ("referral", "3 days"),
        ("opens-factor", "1000"),
        ("opens-other", "1"),
        ("criminal", "1"),
        ("unidentified", "0"),
        ("misattributed", "0"),
        ("load-triage", "0"),
        ("research", "0 per year"),
        ("warrant", warrant),
        ("arrest", arrest),
        ("arrest-blind", arrest_blind),
        ("safeguard-blind", "1"),
    ];
    let of = |market: &str| keys.map(|(key, value)| (format!("market.{market}.investigation.{key}"), value.to_owned()));
    MARKETS.into_iter().flat_map(of).collect()
}

/// The runs of one arm of the smoke scenario, in which nobody tells police anything unless that is overridden.
fn arm(number: usize, owned: &[(String, String)], more: &[(&str, &str)]) -> Vec<Outcomes> {
    let silent = ["under-13", "13-15", "16-17"].map(|band| format!("response.{band}.tell"));
    let silent: Vec<(&str, &str)> = silent.iter().map(|path| (path.as_str(), "0")).collect();
    let size = [("sample", "0.002"), ("replications", "3"), ("platform.tiktok.access.vanishing", "0")];
    let owned: Vec<(&str, &str)> = owned.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
    all_runs(&smoke(&[&size[..], &silent, &owned, more].concat()), 2).remove(number)
}

#[test]
fn police_who_always_ask_get_all_that_can_be_read_and_what_was_not_kept_they_do_not() {
    let asking = |warrant, retention| arm(0, &police(warrant, "0.3", "0.1"), &[("platform.tiktok.access.content-retention", retention)]);
    let always = asking("1", "10 years");
    assert_some(&always, &COUNTED);
    for (given, cases) in
        [(Outcome::WarrantsContent, Outcome::CasesInvestigated), (Outcome::InnocentWarrants, Outcome::InnocentInvestigated)]
    {
        assert_eq!(sum(&always, given).to_bits(), sum(&always, cases).to_bits(), "{}", given.definition().id);
    }
    let (short, none) = (asking("1", "10 days"), asking("1", "0 days"));
    let [in_ten_days, in_ten_years] = [&short, &always].map(|runs| sum(runs, Outcome::WarrantsContent));
    assert!(in_ten_days > 0.0 && in_ten_days < 0.9 * in_ten_years, "{in_ten_days} of {in_ten_years}");
    assert_none(&none, &COUNTED);
    let never = asking("0", "10 years");
    assert_none(&never, &COUNTED);
    // Every report from a platform that can read has content: what is asked for beyond it makes nothing likelier.
    assert_same_but(&always, &never, &COUNTED);
}

#[test]
fn where_all_was_encrypted_police_get_nothing_however_often_they_ask() {
    let encrypted = |warrant| arm(0, &police(warrant, "0.3", "0.1"), &ENCRYPTED);
    let asked = encrypted("1");
    assert_none(&asked, &COUNTED);
    assert_some(&asked, &[Outcome::CasesInvestigated, Outcome::InnocentInvestigated, Outcome::Arrests]);
    assert_same_but(&asked, &encrypted("0"), &COUNTED);
}

/// Patterns in metadata find offenders who have all been there from the start, and everything is encrypted from the first minute: no
/// report has content, and the servers still hold what each wrote before.
#[test]
fn older_messages_make_a_blind_report_worth_as_much_as_one_with_content() {
    let mut blind: Vec<(String, String)> = AUTOMATIC
        .iter()
        .map(|channel| (format!("platform.tiktok.detection.{channel}.enabled"), (*channel == "behaviour").to_string()))
        .collect();
    for class in ["accidental", "trader", "producer", "groomer", "sextortion"] {
        blind.push((format!("offender.{class}.arrivals"), "0.0001 per day".to_owned()));
        blind.push((format!("offender.{class}.lifetime"), "1000 years".to_owned()));
    }
    let found = [
        ("warm-up", "0 days"),
        ("platform.tiktok.detection.user-reports.enabled", "false"),
        ("platform.tiktok.detection.behaviour.recall", "0.9"),
        ("platform.tiktok.reporting.duty-conduct", "1"),
        ("arm.default-e2ee.platform.tiktok.rollout.start", "1 minute"),
        ("arm.default-e2ee.platform.tiktok.rollout.ramp", "0 days"),
    ];
    let world = |warrant, blind_arrest, retention| {
        let owned = [&police(warrant, "0.5", blind_arrest)[..], &blind].concat();
        arm(1, &owned, &[&found[..], &[("platform.tiktok.access.content-retention", retention)]].concat())
    };
    let asked = world("1", "0", "1 year");
    assert_some(&asked, &[Outcome::WarrantsContent, Outcome::Arrests]);
    assert_same_but(&asked, &world("0", "0.5", "1 year"), &COUNTED);
    // Not asked for, or no longer there, and a blind report stays one.
    for (warrant, retention) in [("0", "1 year"), ("1", "0 days")] {
        let blind = world(warrant, "0", retention);
        assert_none(&blind, &[Outcome::WarrantsContent, Outcome::Arrests]);
        assert_some(&blind, &[Outcome::CasesInvestigated]);
    }
}

/// Nobody looks and nobody reports on any platform: what police come to know they are told by children.
#[test]
fn a_child_who_tells_brings_police_to_an_offender_whom_no_platform_reports() {
    let told = |arm_number: usize, tell: &str, actionable: &str| {
        let mut pairs = police("0", "1", "1");
        pairs.extend(blind("tiktok"));
        let bands = ["under-13", "13-15", "16-17"].map(|band| (format!("response.{band}.tell"), tell.to_owned()));
        let of = |market: &str| (format!("market.{market}.investigation.actionable-tip"), actionable.to_owned());
        pairs.extend(bands.into_iter().chain(MARKETS.map(of)));
        arm(arm_number, &pairs, &[("horizon", "26 weeks"), ("warm-up", "0 weeks")])
    };
    let everybody = told(0, "1", "1");
    assert_some(&everybody, &[Outcome::Tips, Outcome::CasesOpened, Outcome::Arrests, Outcome::ChildrenSafeguarded]);
    assert_none(&everybody, &[Outcome::Reports, Outcome::Incidents, Outcome::InnocentInvestigated]);
    for run in &everybody {
        let [tips, harmed, cases] =
            [Outcome::Tips, Outcome::ChildrenHarmed, Outcome::CasesOpened].map(|outcome| run.total(outcome).unwrap());
        assert!(tips >= harmed && cases <= tips, "{tips} tips of {harmed} children, {cases} cases");
    }
    let nobody = told(0, "0", "1");
    assert_none(&nobody, &[Outcome::Tips, Outcome::Arrests, Outcome::ChildrenSafeguarded]);
    assert!(sum(&nobody, Outcome::ChildrenHarmed) > sum(&everybody, Outcome::ChildrenHarmed), "arrests prevent harm");
    // The regime makes no difference to what is on a child's own device.
    let encrypted = told(1, "1", "1");
    for outcome in [Outcome::Tips, Outcome::Arrests, Outcome::ChildrenSafeguarded, Outcome::ChildrenHarmed] {
        assert_eq!(sum(&everybody, outcome).to_bits(), sum(&encrypted, outcome).to_bits(), "{}", outcome.definition().id);
    }
}

/// Found in review: where retention was raised during a run, police got what had been deleted before.
#[test]
fn a_longer_retention_brings_nothing_back_for_police() {
    let owned = police("1", "0.3", "0.1");
    let retention = |name: &str, change: &str| format!("[arm.{name}.platform.tiktok]\naccess.content-retention = \"10 years\"\n{change}\n");
    let raised = retention("raised", "rollout = { start = \"42 days\", ramp = \"0 days\" }");
    let arms = format!("{}{raised}", retention("always", ""));
    let mut pairs: Vec<(&str, &str)> = owned.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
    pairs.extend([("platform.tiktok.access.content-retention", "0 days"), ("sample", "0.002"), ("replications", "3")]);
    let runs = all_runs(&smoke_with(&arms, &pairs), 2);
    let week =
        |arm: usize, number: usize| -> f64 { runs[arm].iter().map(|run| run.series(Outcome::WarrantsContent, Cell::ALL)[number]).sum() };
    assert!(week(1, 5) > 0.0 && week(2, 5) == 0.0);
    assert!(week(2, 6) > 0.0 && week(2, 6) < 0.5 * week(1, 6), "{} of {}", week(2, 6), week(1, 6));
}

/// More reports can help fewer children. Where police are few and take cases as they come, reports on conversations bring them to
/// children; reports on known files on top of those, which lead to nobody, keep them from some.
#[test]
fn extra_reports_reduce_rescues_where_police_are_few() {
    let seen = |channels: &[&str]| {
        let mut pairs: Vec<(String, String)> = AUTOMATIC
            .iter()
            .map(|channel| (format!("platform.tiktok.detection.{channel}.enabled"), channels.contains(channel).to_string()))
            .collect();
        pairs.push(("platform.tiktok.detection.user-reports.enabled".to_owned(), "false".to_owned()));
        let few = [
            ("investigators", "300"),
            ("misranks", "0.5"),
            ("opens-other", "1"),
            ("opens-factor", "1000"),
            ("criminal", "1"),
            ("unidentified", "0"),
            ("load-triage", "0"),
            ("research", "0 per year"),
            ("safeguard", "1"),
            ("arrest", "0"),
        ];
        pairs.extend(
            MARKETS.iter().flat_map(|market| few.map(|(key, value)| (format!("market.{market}.investigation.{key}"), value.to_owned()))),
        );
        let staff = [
            ("platform.tiktok.review.staff", "4_000_000"),
            ("horizon", "52 weeks"),
            ("sample", "0.008"),
            ("mechanism.enforcement.enabled", "false"),
        ];
        arm(0, &pairs, &staff)
    };
    let (nothing, text, and_files) = (seen(&[]), seen(&["text-classifier"]), seen(&["text-classifier", "hash-match"]));
    let [none, some, fewer] = [&nothing, &text, &and_files].map(|runs| sum(runs, Outcome::ChildrenSafeguarded));
    let [few, more, most] = [&nothing, &text, &and_files].map(|runs| sum(runs, Outcome::Reports));
    assert!(few == 0.0 && more > 0.0 && most > 1.5 * more, "reports: {few}, {more}, {most}");
    assert!(none == 0.0 && some > 0.0 && fewer < 0.8 * some, "children safeguarded: {none}, {some}, {fewer}");
}
