//! Which way things move, and why: pairs of arms under shared chance that differ in one lever. Each test gives its reasoning first.
//!
//! A sign is claimed where the paired difference's interval at confidence 1 - [`ALPHA`] leaves out zero.

use crate::common::{ALPHA, ENCRYPTED, all_runs, smoke};
use veilsim::analysis::Paired;
use veilsim::model::{Cell, Outcome, Outcomes};

const SIZE: [(&str, &str); 2] = [("sample", "0.002"), ("replications", "16")];

/// All runs of the arms of the smoke test with overrides; arm 0 keeps messages readable, arm 1 encrypts by default.
fn arms(pairs: &[(&str, &str)]) -> Vec<Vec<Outcomes>> {
    all_runs(&smoke(&[&SIZE[..], pairs].concat()), 2)
}

fn totals(runs: &[Outcomes], outcome: Outcome) -> Vec<f64> {
    runs.iter().map(|run| run.total(outcome).unwrap()).collect()
}

fn mean(runs: &[Outcomes], outcome: Outcome) -> f64 {
    let values = totals(runs, outcome);
    values.iter().sum::<f64>() / values.len() as f64
}

/// What `runs` have more than `baseline`, with its interval.
fn more(runs: &[Outcomes], baseline: &[Outcomes], outcome: Outcome) -> Paired {
    Paired::new(&totals(runs, outcome), &totals(baseline, outcome), 1.0 - ALPHA).unwrap()
}

fn assert_rises(runs: &[Outcomes], baseline: &[Outcomes], outcome: Outcome, what: &str) {
    let pair = more(runs, baseline, outcome);
    assert!(pair.low > 0.0, "{what}: {} moves by {} ({} to {})", outcome.definition().id, pair.difference, pair.low, pair.high);
}

/// Episodes of harm of every kind.
const HARM: [Outcome; 3] = [Outcome::HarmGrooming, Outcome::HarmNewImages, Outcome::HarmSextortion];

fn harm(runs: &[Outcomes]) -> Vec<f64> {
    runs.iter().map(|run| HARM.iter().map(|o| run.total(*o).unwrap()).sum()).collect()
}

/// Servers that keep messages longer hold more when they are broken into, and when police ask. Nothing else reads retention, so
/// nothing else moves: where messages can be read every report has content, and what police are given beyond it arrests nobody.
#[test]
fn more_retention_more_exposure_by_breaches_and_nothing_else() {
    let kept = |days: &'static str| {
        arms(&[
            ("platform.tiktok.access.content-retention", days),
            ("platform.tiktok.access.breach-rate", "20 per year"),
            ("sample", "0.0005"),
        ])
        .remove(0)
    };
    let (short, long) = (kept("10 days"), kept("30 days"));
    assert!(mean(&short, Outcome::ContentBreach) > 0.0);
    for (a, b) in short.iter().zip(&long) {
        let (less, more) = (a.total(Outcome::ContentBreach).unwrap(), b.total(Outcome::ContentBreach).unwrap());
        assert!((more / less - 3.0).abs() < 1e-9 || less == 0.0 && more == 0.0, "{less} in 10 days, {more} in 30");
        let reads = |id: &str| id.starts_with("content-") || id.ends_with("warrants") || id.starts_with("warrants");
        for outcome in Outcome::ALL.iter().filter(|o| !reads(o.definition().id)) {
            assert!(a.total(*outcome).map(f64::to_bits) == b.total(*outcome).map(f64::to_bits), "{} moves", outcome.definition().id);
        }
    }
}

/// A limit on who may write to minors acts before any message is sent, so what the platform can read does not matter to it.
#[test]
fn stranger_limits_mean_fewer_contacts_with_minors_under_every_regime() {
    for encryption in ["none", "opt-in", "default"] {
        let limit = |age: &'static str| {
            arms(&[
                ("platform.tiktok.encryption", encryption),
                ("platform.tiktok.encryption-minors", encryption),
                ("platform.tiktok.stranger-limits.minimum-age", age),
                ("platform.tiktok.stranger-limits.efficacy", "0.8"),
            ])
            .remove(0)
        };
        let (open, limited) = (limit("none"), limit("18"));
        assert_rises(&open, &limited, Outcome::Contacts, &format!("no limit against one at 18, encryption {encryption}"));
        assert_rises(&open, &limited, Outcome::ChildrenHarmed, &format!("no limit against one at 18, encryption {encryption}"));
    }
}

/// Police for whom every report is of a crime by somebody whom they can identify, and who open as many cases however many wait.
fn open_doors() -> Vec<(String, &'static str)> {
    let keys = [("criminal", "1"), ("unidentified", "0"), ("load-triage", "0")];
    let of = |market| keys.map(|(key, value)| (format!("market.{market}.investigation.{key}"), value));
    ["us", "eu", "uk", "brazil", "row"].into_iter().flat_map(of).collect()
}

/// Police find the children in the cases that they take up. Reports come from the platform: investigators write none, and offenders
/// whom they arrest are reported no more.
#[test]
fn more_investigators_safeguard_more_children_and_bring_no_more_reports() {
    let markets = ["us", "eu", "uk", "brazil", "row"];
    let investigators = |number: &str| {
        let paths = markets.map(|m| format!("market.{m}.investigation.investigators"));
        let mut pairs: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), number)).collect();
        let sure = markets.map(|m| format!("market.{m}.investigation.safeguard"));
        pairs.extend(sure.iter().map(|path| (path.as_str(), "1")));
        // Nothing else keeps police from the children, of whom there are as many in every draw.
        let open = open_doors();
        pairs.extend(open.iter().map(|(path, value)| (path.as_str(), *value)));
        pairs.extend([("offender.groomer.approach.rate", "0.5 per day"), ("offender.sextortion.approach.rate", "20 per day")]);
        pairs.extend([("investigation.opens", "0.4"), ("horizon", "52 weeks"), ("sample", "0.008"), ("replications", "32")]);
        arms(&pairs).remove(0)
    };
    let (few, many) = (investigators("50"), investigators("20_000"));
    assert_rises(&many, &few, Outcome::ChildrenSafeguarded, "20,000 against 50");
    let reports = more(&many, &few, Outcome::Reports);
    assert!(reports.difference <= 0.0, "{} more reports", reports.difference);
}

/// An investigation stops an offender by an arrest and by nothing else: without arrests harm stays to the bit, and more cases find more
/// children. With arrests more investigators mean less harm, and so fewer children whom there are to find: that they safeguard more is
/// then not certain (see `capacity.toml`).
#[test]
fn investigators_prevent_harm_by_arrests_alone() {
    let markets = ["us", "eu", "uk", "brazil", "row"];
    let world = |number: &str, arrest: &str| {
        let keys = [("investigators", number), ("arrest", arrest), ("arrest-blind", arrest), ("safeguard", "1"), ("opens-factor", "1")];
        let paths: Vec<(String, &str)> = markets
            .iter()
            .flat_map(|m| keys.map(|(key, value)| (format!("market.{m}.investigation.{key}"), value)))
            .chain([("horizon".to_owned(), "52 weeks"), ("sample".to_owned(), "0.008"), ("investigation.opens".to_owned(), "0.4")])
            .chain([("replications".to_owned(), "32")])
            // One number of approaches in every draw, or few draws tell little.
            .chain(
                [("groomer", "0.5 per day"), ("sextortion", "20 per day")].map(|(c, rate)| (format!("offender.{c}.approach.rate"), rate)),
            )
            .collect();
        let paths = [paths, open_doors()].concat();
        let pairs: Vec<(&str, &str)> = paths.iter().map(|(path, value)| (path.as_str(), *value)).collect();
        arms(&pairs).remove(0)
    };
    let (few, many) = (world("500", "0"), world("20_000", "0"));
    assert_eq!(harm(&few), harm(&many), "nobody is arrested, and harm stays");
    assert_rises(&many, &few, Outcome::ChildrenSafeguarded, "20,000 against 500, without arrests");
    let (few, many) = (world("500", "0.3"), world("20_000", "0.3"));
    assert_rises(&few, &many, Outcome::ChildrenHarmed, "500 against 20,000, with arrests");
}

/// Where suspending accounts stops offenders, a platform that goes blind stops fewer: harm rises with the fall in reports, though by
/// less, since offenders stop for other reasons too. Where it does not stop them, reports fall as much and harm stays to the bit.
/// Users' mood is left out: they are fewer or more under encryption, and that moves harm without detection. So are offenders
/// who begin, or go on with a conversation, where they are watched less.
#[test]
fn encryption_moves_harm_only_as_far_as_detection_was_removing_offenders() {
    let world = |enforced: &'static str| {
        let classes = ["accidental", "trader", "producer", "groomer", "sextortion"];
        let paths: Vec<String> = classes
            .iter()
            .flat_map(|c| {
                let keys = ["adaptation.return", "adaptation.displace", "adaptation.seeks-unwatched", "conversation.move"];
                keys.map(|key| format!("offender.{c}.{key}"))
            })
            .collect();
        let mut pairs: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), "0")).collect();
        pairs.extend([
            ("mechanism.trust.enabled", "false"),
            ("mechanism.investigation.enabled", "false"),
            ("mechanism.enforcement.enabled", enforced),
            ("platform.tiktok.enforcement.suspend", "0.95"),
            ("platform.tiktok.enforcement.restrict", "0"),
            ("platform.tiktok.review.staff", "4_000_000"),
            ("horizon", "26 weeks"),
        ]);
        arms(&pairs)
    };
    let (removing, idle) = (world("true"), world("false"));
    let relative = |arms: &[Vec<Outcomes>], of: &dyn Fn(&[Outcomes]) -> Vec<f64>| {
        let sum = |arm: usize| of(&arms[arm]).iter().sum::<f64>();
        sum(1) / sum(0) - 1.0
    };
    let reports: &dyn Fn(&[Outcomes]) -> Vec<f64> = &|runs| totals(runs, Outcome::Reports);
    assert!(relative(&idle, reports) < -0.3, "reports fall where nobody is removed: {}", relative(&idle, reports));
    assert_eq!(harm(&idle[0]), harm(&idle[1]), "and harm does not move at all");
    let rise = Paired::new(&harm(&removing[1]), &harm(&removing[0]), 1.0 - ALPHA).unwrap();
    assert!(rise.low > 0.0, "harm rises where offenders were being removed: {rise:?}");
    let (fall, rise) = (-relative(&removing, reports), relative(&removing, &harm));
    assert!(fall > rise && rise > 0.0, "reports fall by {fall}, harm rises by {rise}");
}

/// Whoever goes on elsewhere at once, whenever an account is lost, harms as many elsewhere: detection on one platform moves where
/// harm happens. Where those removed stop, the same detection lowers harm in all.
#[test]
fn with_full_displacement_detection_hardly_moves_harm_in_all() {
    let world = |displaced: &str, detection: &str| {
        let classes = ["producer", "groomer", "sextortion"];
        let adaptation =
            |(key, value): (&str, &str)| classes.map(|c| (format!("offender.{c}.adaptation.{key}"), value.to_owned())).to_vec();
        let paths: Vec<(String, String)> = [("return", "0"), ("displace", displaced), ("delay", "1 hour"), ("learning", "0")]
            .into_iter()
            .flat_map(adaptation)
            .chain(classes.map(|c| (format!("offender.{c}.accounts"), "1".to_owned())))
            .collect();
        let mut pairs: Vec<(&str, &str)> = paths.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
        pairs.extend([
            ("mechanism.trust.enabled", "false"),
            ("mechanism.investigation.enabled", "false"),
            ("mechanism.detection.enabled", detection),
            ("platform.tiktok.enforcement.suspend", "0.95"),
            ("platform.tiktok.enforcement.restrict", "0"),
            ("platform.tiktok.review.staff", "4_000_000"),
            ("horizon", "26 weeks"),
        ]);
        harm(&arms(&pairs)[0]).iter().sum::<f64>()
    };
    let lowered = |displaced: &str| 1.0 - world(displaced, "true") / world(displaced, "false");
    let (stopping, displaced) = (lowered("0"), lowered("1"));
    assert!(stopping > 0.2, "where those removed stop, detection lowers harm: by {stopping}");
    assert!(displaced < stopping / 3.0, "with displacement by {displaced}, without by {stopping}");
}

/// The same victims report as readily, and reviewers see what they report; what the servers found and no longer find is missing from
/// the whole (calibration target C5).
#[test]
fn users_share_of_incidents_rises_as_the_servers_go_blind() {
    let size = [("sample", "0.01"), ("replications", "24"), ("platform.tiktok.detection.user-reports.forwarding", "true")];
    let (readable, blind) = (arms(&size), arms(&[&size[..], &ENCRYPTED].concat()));
    assert_rises(&blind[0], &readable[0], Outcome::UserShare, "encrypted against readable");
    // On the platform itself: elsewhere nobody takes reports, and offenders who look for encryption go there.
    let on_tiktok = |runs: &[Outcomes], outcome| runs.iter().map(|run| run.on(outcome, 1).unwrap()).sum::<f64>();
    let propensity = |runs: &[Outcomes]| on_tiktok(runs, Outcome::VictimsReporting) / on_tiktok(runs, Outcome::Demands);
    let (before, after) = (propensity(&readable[0]), propensity(&blind[0]));
    assert!((after / before - 1.0).abs() < 0.2, "while of those who met a demand as many report: {before}, then {after}");
}

/// What the servers cannot read, a break-in does not find. Who owns a device, or asks who wrote to whom, needs no key.
#[test]
fn under_encryption_devices_and_metadata_stay_exposed_and_content_on_servers_does_not() {
    let busy = [("platform.tiktok.access.breach-rate", "20 per year"), ("sample", "0.0005")];
    let tiktok = Cell { platform: Some(1), market: None, band: None };
    let sum = |runs: &[Outcomes], outcome| runs.iter().map(|run| run.value(outcome, tiktok).unwrap()).sum::<f64>();
    let encrypted = arms(&[&busy[..], &ENCRYPTED].concat()).remove(0);
    assert!(sum(&encrypted, Outcome::ContentBreach) == 0.0 && sum(&encrypted, Outcome::ContentHeld) == 0.0);
    for outcome in [Outcome::ContentEndpoint, Outcome::MetadataEndpoint, Outcome::MetadataBreach, Outcome::MetadataLawful] {
        assert!(sum(&encrypted, outcome) > 0.0, "{}", outcome.definition().id);
    }
    assert!(sum(&arms(&busy)[0], Outcome::ContentBreach) > 0.0);
}

/// Staff who abuse their reach harm minors whose messages can be read on the servers. Encryption closes that; a
/// device taken over shows what its owner sees, so that some are harmed under every regime.
#[test]
fn encryption_spares_minors_harm_by_exposure_and_devices_remain() {
    let insiders = [
        ("platform.tiktok.access.breach-rate", "0 per year"),
        ("platform.tiktok.access.covert-rate", "0 per year"),
        ("platform.tiktok.access.employees", "16_000"),
        ("platform.tiktok.access.insider-undetected", "20"),
        ("platform.tiktok.access.insider-accounts", "100"),
        ("exposure.targeted", "0.3"),
        ("sample", "0.0005"),
    ];
    let (readable, encrypted) = (arms(&insiders).remove(0), arms(&[&insiders[..], &ENCRYPTED].concat()).remove(0));
    assert_rises(&readable, &encrypted, Outcome::HarmedByExposure, "readable against encrypted");
    assert!(totals(&encrypted, Outcome::HarmedByExposure).iter().all(|harmed| *harmed > 0.0), "devices remain");
}

/// Police who ask the platform after a report get what its servers can read: of offenders, and of people who did nothing. What is
/// encrypted they get from nobody but devices and whoever reports.
#[test]
fn encryption_ends_what_police_get_from_the_platform_after_a_report() {
    let markets = ["us", "eu", "uk", "brazil", "row"];
    let number = markets.map(|market| format!("market.{market}.investigation.investigators"));
    let sure = markets.map(|market| format!("market.{market}.investigation.warrant"));
    let mut many: Vec<(&str, &str)> = number.iter().map(|path| (path.as_str(), "20_000")).collect();
    many.extend(sure.iter().map(|path| (path.as_str(), "1")));
    many.push(("horizon", "26 weeks"));
    let (readable, encrypted) = (arms(&many).remove(0), arms(&[&many[..], &ENCRYPTED].concat()).remove(0));
    for outcome in [Outcome::WarrantsContent, Outcome::InnocentWarrants] {
        assert_rises(&readable, &encrypted, outcome, "readable against encrypted");
        assert!(totals(&encrypted, outcome).iter().all(|cases| *cases == 0.0), "{}", outcome.definition().id);
    }
}

/// Who is kept from beginning where messages are matched does not offend there: fewer offenders, and less of what they do. Where
/// messages have been encrypted all along nothing is matched, and the same belief changes nothing.
#[test]
fn deterrence_keeps_offenders_away_only_where_messages_are_matched() {
    let believing = |more: &[(&str, &str)]| {
        let paths = ["trader", "producer", "groomer"].map(|class| format!("offender.{class}.adaptation.deterrence"));
        let share = |value| arms(&[&paths.each_ref().map(|path| (path.as_str(), value))[..], more].concat()).remove(0);
        (share("0"), share("0.5"))
    };
    let same = |a: &[Outcomes], b: &[Outcomes]| a.iter().zip(b).all(|(a, b)| a.bits().eq(b.bits()));
    let (none, half) = believing(&[]);
    assert!(!same(&none, &half));
    for outcome in [Outcome::OffenderDays, Outcome::NewShared, Outcome::Contacts] {
        assert_rises(&none, &half, outcome, "nobody against half of them deterred");
    }
    let (none, half) = believing(&[("platform.tiktok.detection.hash-match.enabled", "false")]);
    assert!(same(&none, &half), "nothing is matched, so nobody is deterred");
    let (none, half) = believing(&ENCRYPTED);
    assert!(same(&none, &half), "encrypted messages are not matched");
}

/// A warning is heeded or not, and an account found or not, before any message is sent: the more heed it and the fewer are found, the
/// fewer minors answer, under every regime.
#[test]
fn warnings_of_strangers_and_hiding_from_them_mean_fewer_contacts_with_minors() {
    for (encryption, lever) in [(&[][..], "warning"), (&ENCRYPTED, "warning"), (&[], "hidden"), (&ENCRYPTED, "hidden")] {
        let path = format!("platform.tiktok.stranger-limits.{lever}");
        let acting = |share| arms(&[&[(path.as_str(), share), ("sample", "0.008")], encryption].concat()).remove(0);
        let (none, half) = (acting("0"), acting("0.5"));
        assert_rises(&none, &half, Outcome::Contacts, lever);
        assert_rises(&none, &half, Outcome::ChildrenHarmed, lever);
    }
}

/// Classifiers that flag ten times as many innocent messages find somewhat more abuse as well: a platform reports more, and what it
/// flags is worse (Goodhart).
#[test]
fn a_platform_can_report_more_and_worse() {
    let operated = |flags: &str| {
        let paths = ["image-classifier", "text-classifier"].map(|channel| format!("platform.tiktok.detection.{channel}.false-positives"));
        let pairs = paths.each_ref().map(|path| (path.as_str(), flags));
        arms(&[&pairs[..], &[("platform.tiktok.review.staff", "4_000_000")]].concat()).remove(0)
    };
    let (few, many) = (operated("1e-5"), operated("1e-4"));
    assert_rises(&many, &few, Outcome::Reports, "one in ten thousand against one in a hundred thousand");
    assert_rises(&few, &many, Outcome::Precision, "one in a hundred thousand against one in ten thousand");
}

/// A scanner on the device is one more way in: more devices are taken over where there is one, and no more where there is none.
#[test]
fn a_scanner_on_the_device_is_one_more_way_in() {
    let taken = |scan: &str, factor: &str| {
        let paths = ["us", "eu", "uk", "brazil", "row"].map(|market| format!("market.{market}.access.endpoint-scanner"));
        let rates = paths.each_ref().map(|path| path.replace("scanner", "state"));
        let factors = paths.iter().map(|path| (path.as_str(), factor)).chain(rates.iter().map(|path| (path.as_str(), "1000 per year")));
        let factors: Vec<(&str, &str)> = factors.collect();
        let scan = [("platform.tiktok.detection.client-side-scan.enabled", scan)];
        arms(&[&ENCRYPTED[..], &factors, &scan].concat()).remove(0)
    };
    assert_rises(&taken("true", "2"), &taken("true", "1"), Outcome::ContentEndpoint, "twice as many against as many");
    let (more, same) = (taken("false", "2"), taken("false", "1"));
    assert!(more.iter().zip(&same).all(|(a, b)| a.bits().eq(b.bits())));
}

/// Transparency makes cases of access known, and what is known costs trust. It opens no server and closes none.
#[test]
fn transparency_costs_trust_and_changes_no_access() {
    let revealed = |share| {
        let covert = [("platform.tiktok.access.covert-rate", "20 per year"), ("platform.tiktok.trust.revelation-shock", "1")];
        arms(&[&covert[..], &[("platform.tiktok.trust.revealed", share)]].concat()).remove(0)
    };
    let (secret, public) = (revealed("0"), revealed("1"));
    let fewer = secret.iter().zip(&public).map(|(a, b)| a.total(Outcome::ActiveUsers).unwrap() - b.total(Outcome::ActiveUsers).unwrap());
    assert!(fewer.clone().all(|users| users >= 0.0) && fewer.sum::<f64>() > 0.0, "who knows of more cases trusts no more");
    assert!(mean(&secret, Outcome::ContentCovert) > 0.0);
    let access = |run: &Outcomes| [Outcome::ContentCovert, Outcome::MetadataCovert].map(|o| run.total(o).map(f64::to_bits));
    assert!(secret.iter().zip(&public).all(|(a, b)| access(a) == access(b)));
}

/// Metadata that are kept longer are there to be taken, and encryption does not hide them. Content is as encrypted as before.
#[test]
fn metadata_kept_for_detection_are_exposed_and_content_is_not() {
    let runs = arms(&[("platform.tiktok.access.breach-rate", "20 per year"), ("horizon", "40 weeks"), ("sample", "0.0005")]);
    let [encrypted, kept] = [&runs[1], &runs[2]];
    for (a, b) in encrypted.iter().zip(kept) {
        let value = |run: &Outcomes, outcome| run.total(outcome).unwrap();
        // The same accounts are breached on the same days, so this holds in every run.
        assert!(value(a, Outcome::ContentBreach) > 0.0 && value(b, Outcome::MetadataBreach) > value(a, Outcome::MetadataBreach));
        for outcome in [Outcome::ContentBreach, Outcome::ContentHeld, Outcome::ContentUnlawful, Outcome::ContentEndpoint] {
            assert!(value(a, outcome).to_bits() == value(b, outcome).to_bits(), "{} moves", outcome.definition().id);
        }
        // At most three times the year, and never more than has been kept since the change.
        assert!(value(b, Outcome::MetadataBreach) < 1.8 * value(a, Outcome::MetadataBreach));
    }
}
