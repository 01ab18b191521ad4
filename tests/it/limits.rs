//! At the limits the outcome is known without theory: nobody looks, nothing is kept, reviewers never err, all is encrypted, nobody is
//! at work, no stranger may write. And at any instant the books close.

use crate::common::{
    AUTOMATIC, ENCRYPTED, SMALL, WORLD, all_runs, assert_none, assert_same_but, assert_some, base, blind, in_market, names, plan, run_of,
    runs, scenario, smoke, smoke_text, smoke_with, sum,
};
use veilsim::engine::{Limits, run};
use veilsim::model::chance::Chance;
use veilsim::model::identity::{Band, PlatformId};
use veilsim::model::mechanism::access::rules::Path;
use veilsim::model::{Cell, Outcome, Outcomes, Simulation};
use veilsim::units::Time;

fn pairs(owned: &[(String, String)]) -> Vec<(&str, &str)> {
    owned.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect()
}

/// Overrides that leave only these channels on.
fn only(channels: &[&str]) -> Vec<(String, String)> {
    let on = |path: &str| channels.iter().any(|c| path.contains(&format!(".{c}.")));
    blind("tiktok").into_iter().map(|(path, _)| (path.clone(), on(&path).to_string())).collect()
}

#[test]
fn where_nobody_looks_nothing_is_found() {
    use Outcome::{
        ActionableReports, ConversationsCut, FalseFlags, FlagsExpired, HarmSextortion, Incidents, InnocentDays, InnocentExamined,
        InnocentReported, InnocentSuspended, KnownShared, NoMaliceReported, NoMaliceSuspended, OffenderDays, OffendersFirstRemoved,
        OffendersRemoved, RemovalDays, ReportedIncidents, Reports, ReviewHours, ReviewTaken, TrueFlags, UserFlags, UserIncidents,
    };
    for arm in &runs(&pairs(&blind("tiktok")))[..2] {
        assert_none(
            arm,
            &[
                TrueFlags,
                FalseFlags,
                UserFlags,
                FlagsExpired,
                Incidents,
                UserIncidents,
                ReportedIncidents,
                Reports,
                ActionableReports,
                OffendersRemoved,
                OffendersFirstRemoved,
                NoMaliceSuspended,
                NoMaliceReported,
                RemovalDays,
                ConversationsCut,
                InnocentExamined,
                InnocentSuspended,
                InnocentDays,
                InnocentReported,
                ReviewTaken,
                ReviewHours,
            ],
        );
        assert_some(arm, &[HarmSextortion, KnownShared, OffenderDays]);
    }
}

/// Every path of access busy.
const BUSY: [(&str, &str); 3] = [
    ("platform.tiktok.access.breach-rate", "30 per year"),
    ("platform.tiktok.access.covert-rate", "30 per year"),
    ("platform.tiktok.access.employees", "16_000"),
];

#[test]
fn without_retention_no_path_through_the_servers_exposes_content() {
    use Outcome::{
        ContentBreach, ContentCovert, ContentEndpoint, ContentHeld, ContentInsider, ContentLawful, ContentUnlawful, MetadataBreach,
        MetadataCovert, MetadataEndpoint, MetadataInsider, MetadataLawful,
    };
    let server = [ContentHeld, ContentInsider, ContentBreach, ContentLawful, ContentCovert, ContentUnlawful];
    for arm in runs(&[&BUSY[..], &[("platform.tiktok.access.content-retention", "0 days")]].concat()) {
        assert_none(&arm, &server);
        assert_some(&arm, &[MetadataInsider, MetadataBreach, MetadataLawful, MetadataCovert, MetadataEndpoint, ContentEndpoint]);
    }
    assert_some(&base(&BUSY), &server);
    let metadata = base(&[&BUSY[..], &[("platform.tiktok.access.metadata-retention", "0 days")]].concat());
    assert_none(&metadata, &[MetadataInsider, MetadataBreach, MetadataLawful, MetadataCovert]);
    assert_some(&metadata, &[ContentInsider, ContentBreach]);
}

#[test]
fn a_perfect_reviewer_wrongs_nobody() {
    let review = |key: &str| (format!("platform.tiktok.review.{key}"), "1".to_owned());
    let mut perfect: Vec<_> =
        ["sensitivity", "sensitivity-blind", "sensitivity-account", "specificity", "specificity-blind"].map(review).to_vec();
    perfect.extend(AUTOMATIC.map(|channel| (format!("platform.tiktok.detection.{channel}.automatic"), "0".to_owned())));
    for arm in runs(&pairs(&perfect)) {
        assert_none(&arm, &[Outcome::InnocentSuspended, Outcome::InnocentRestored, Outcome::InnocentDays, Outcome::InnocentReported]);
        assert_some(&arm, &[Outcome::InnocentExamined, Outcome::Incidents, Outcome::Reports]);
        // Each incident is a flag of abuse that was looked at.
        assert!(sum(&arm, Outcome::Incidents) <= sum(&arm, Outcome::TrueFlags) + 50.0 / 0.0005);
    }
}

#[test]
fn encryption_by_default_blinds_the_servers_and_nothing_else() {
    use Outcome::{FalseFlags, Incidents, Reports, TrueFlags};
    let servers = only(&["hash-match", "image-classifier", "text-classifier"]);
    let encrypted = base(&[&pairs(&servers)[..], &ENCRYPTED].concat());
    assert_none(&encrypted, &[TrueFlags, FalseFlags, Incidents, Reports]);
    assert_some(&base(&pairs(&servers)), &[TrueFlags, FalseFlags, Incidents, Reports]);
    for channel in ["visible-surfaces", "behaviour", "user-reports"] {
        let more =
            [("sample", "0.003"), ("platform.tiktok.reporting.duty-conduct", "1"), ("platform.tiktok.detection.behaviour.recall", "0.9")];
        let found = base(&[&pairs(&only(&[channel]))[..], &ENCRYPTED, &more].concat());
        assert_some(&found, &[TrueFlags, Incidents, Reports]);
    }
}

#[test]
fn the_device_is_scanned_only_where_messages_are_encrypted() {
    let scan = only(&["client-side-scan"]);
    let readable = base(&pairs(&scan));
    assert_none(&readable, &[Outcome::TrueFlags, Outcome::FalseFlags, Outcome::Reports]);
    let busy = [("platform.tiktok.detection.client-side-scan.false-positives", "1e-6")];
    let encrypted = base(&[&pairs(&scan)[..], &ENCRYPTED, &busy].concat());
    assert_some(&encrypted, &[Outcome::TrueFlags, Outcome::FalseFlags, Outcome::Reports]);
    let adults = base(&[&pairs(&scan)[..], &ENCRYPTED[..1], &busy, &[("platform.tiktok.misstated-age", MISSTATED_NOT)]].concat());
    assert_some(&adults, &[Outcome::FalseFlags]);
    for band in 0..Band::ADULT.index() {
        let cell = Cell { platform: None, market: None, band: Some(band) };
        assert!(adults.iter().all(|run| run.value(Outcome::FalseFlags, cell) == Some(0.0)), "minors' messages are readable");
    }
}

/// Ages as they are.
const MISSTATED_NOT: &str = "{ under-13 = 0, 13-15 = 0, 16-17 = 0, adult = 0 }";

#[test]
fn a_breach_finds_no_content_once_retention_has_run_out() {
    let plan = smoke(&[
        ("sample", "0.0003"),
        ("platform.tiktok.access.content-retention", "3 weeks"),
        ("platform.tiktok.access.vanishing", "0"),
        ("arm.default-e2ee.platform.tiktok.rollout.ramp", "1 week"),
    ])
    .arms
    .remove(1)
    .plan;
    let tiktok = plan.world.platform.index_of("tiktok").unwrap();
    // The rollout is over three weeks into the count, so retention has run out at its end of the sixth. The count begins at week 8.
    let exposed = |week: Option<f64>| {
        let (mut simulation, mut clock) = Simulation::new(&plan, Chance::new(1, 0));
        if let Some(week) = week {
            run(&mut simulation, &mut clock, Limits::until(Time::ZERO.after_days((8.0 + week) * 7.0)));
            simulation.expose(PlatformId::new(tiktok), Path::Breach, 1e6, clock.now());
        }
        simulation.advance(&mut clock);
        let outcomes = simulation.close();
        assert!(outcomes.total(Outcome::ContentEndpoint).unwrap() > 0.0);
        let held = outcomes.series(Outcome::ContentHeld, Cell { platform: Some(tiktok), ..Cell::ALL });
        assert!(held[0] > 0.0 && held[5..].iter().all(|h| h.abs() < 1e-6), "{held:?}");
        [Outcome::ContentBreach, Outcome::MetadataBreach].map(|o| outcomes.total(o).unwrap())
    };
    let none = exposed(None);
    for (week, content) in [(1.0, 1e6 * 21.0), (6.01, 0.0), (7.5, 0.0)] {
        let found = exposed(Some(week));
        assert!((found[0] - none[0] - content).abs() < 1e-3, "week {week}: {} of content", found[0]);
        assert!((found[1] - none[1] - 1e6 * 365.25).abs() < 1e-3, "week {week}: metadata stay for a year");
    }
    let amid = exposed(Some(4.0))[0] - none[0];
    assert!(amid > 1e6 && amid < 14e6, "amid the decay {amid}");
}

#[test]
fn without_reviewers_flags_pile_up() {
    let run = |horizon| {
        base(&[
            ("platform.tiktok.review.staff", "0"),
            ("platform.tiktok.review.expiry", "1 year"),
            ("horizon", horizon),
            ("warm-up", "0 days"),
            ("window", "1 week"),
        ])
    };
    let (short, long) = (run("4 weeks"), run("8 weeks"));
    for runs in [&short, &long] {
        assert_none(runs, &[Outcome::ReviewTaken, Outcome::ReviewHours, Outcome::InnocentExamined, Outcome::UserIncidents]);
        assert_some(runs, &[Outcome::TrueFlags, Outcome::FalseFlags, Outcome::Incidents]);
    }
    for (short, long) in short.iter().zip(&long) {
        let end = |run: &Outcomes| run.on(Outcome::BacklogEnd, 1).unwrap();
        // Four weeks more of Poisson arrivals, at hundreds a week: growth of half is far below any chance.
        assert!(end(long) > 1.5 * end(short) && end(short) > 0.0);
        assert!(long.on(Outcome::Backlog, 1).unwrap() < end(long));
    }
}

#[test]
fn without_reviewers_flags_are_closed_when_their_time_is_up() {
    let runs = base(&[("platform.tiktok.review.staff", "0"), ("platform.tiktok.review.expiry", "3 days"), ("warm-up", "0 days")]);
    assert_none(&runs, &[Outcome::ReviewHours, Outcome::InnocentExamined]);
    for run in &runs {
        let (expired, taken) = (run.total(Outcome::FlagsExpired).unwrap(), run.total(Outcome::ReviewTaken).unwrap());
        assert!(expired > 0.0 && (expired - taken).abs() < 1e-6);
        assert!((run.total(Outcome::ReviewWait).unwrap() - 3.0).abs() < 1e-9, "a flag closed has waited the limit");
    }
}

#[test]
fn a_strict_limit_on_strangers_and_honest_ages_protect_those_under_the_floor() {
    let limit = |floor, ages| {
        base(&[
            ("sample", "0.002"),
            ("platform.tiktok.stranger-limits.minimum-age", floor),
            ("platform.tiktok.stranger-limits.efficacy", "1"),
            ("platform.tiktok.misstated-age", ages),
        ])
    };
    let contacts = |runs: &[Outcomes], band| {
        let cell = Cell { platform: Some(1), market: None, band: Some(band) };
        runs.iter().map(|run| run.value(Outcome::Contacts, cell).unwrap()).sum::<f64>()
    };
    let (of_16, of_18, open) = (limit("\"16\"", MISSTATED_NOT), limit("\"18\"", MISSTATED_NOT), limit("none", MISSTATED_NOT));
    for band in 0..Band::ADULT.index() {
        assert!(contacts(&open, band) > 0.0, "band {band}");
        assert!(contacts(&of_18, band) == 0.0, "band {band}");
        assert!((contacts(&of_16, band) > 0.0) == (band == 2), "band {band}");
    }
    let all_lie = limit("\"18\"", "{ under-13 = 1, 13-15 = 1, 16-17 = 1, adult = 0 }");
    assert!((0..Band::ADULT.index()).all(|band| contacts(&all_lie, band) > 0.0), "a limit acts on the age declared");
}

#[test]
fn a_channel_without_false_positives_still_recognises_what_it_is_for() {
    let sharp = |key: &str, value: &str| (format!("platform.tiktok.detection.hash-match.{key}"), value.to_owned());
    let mut set = only(&["hash-match"]);
    set.push(("platform.tiktok.detection.list-lawful".to_owned(), "0".to_owned()));
    set.extend([sharp("recall", "0.9"), sharp("false-positives", "0"), sharp("reference-false-positives", "0")]);
    let found = base(&pairs(&set));
    assert_none(&found, &[Outcome::FalseFlags]);
    assert_some(&found, &[Outcome::TrueFlags]);
}

#[test]
fn what_the_model_reads_once_cannot_change_during_the_run() {
    let text = smoke_text();
    let change = |what: &str| format!("{text}\n[arm.x.platform.tiktok]\nrollout = {{ start = \"2 weeks\", ramp = \"0 days\" }}\n{what}\n");
    for fixed in [
        "misstated-age.13-15 = 0.1",
        "attraction.sharing = 0.5",
        "attraction.approaching = 0.5",
        "market.us.users = 5",
        "ages = { under-13 = 0.1, adult = 0.78 }",
    ] {
        let problems = veilsim::scenario::parse("x", &change(fixed), &[]).expect_err(fixed);
        assert!(problems.list.iter().all(|p| p.message.contains("cannot change during the run") && p.line > 60), "{problems:?}");
        let at_once = format!("{text}\n[arm.x.platform.tiktok]\n{fixed}\n");
        scenario(&at_once, &[]);
    }
    scenario(&change("misstated-age.adult = 0\nreview.staff = 3"), &[]);
}

#[test]
fn no_outcome_is_negative_or_infinite_and_parts_do_not_exceed_the_whole() {
    let scenario = smoke(&SMALL);
    let (platforms, _) = names(&scenario);
    assert_eq!(platforms, ["elsewhere", "tiktok"]);
    for run in all_runs(&scenario, 2).iter().flatten() {
        for cell in run.layout().cells() {
            let value = |o| run.value(o, cell).unwrap_or(0.0);
            for outcome in Outcome::ALL {
                let x = value(*outcome);
                assert!(x.is_finite() && x >= 0.0, "{}: {x}", outcome.definition().id);
                assert!(outcome.definition().unit != "share" || x <= 1.0, "{}: {x}", outcome.definition().id);
            }
            for (part, whole) in [
                (Outcome::UserFlags, Outcome::TrueFlags),
                (Outcome::UserIncidents, Outcome::Incidents),
                (Outcome::ReportedIncidents, Outcome::Incidents),
                (Outcome::ActionableReports, Outcome::Reports),
                (Outcome::InnocentReported, Outcome::Reports),
                (Outcome::NoMaliceReported, Outcome::ReportedIncidents),
                (Outcome::InnocentContentExamined, Outcome::InnocentExamined),
                (Outcome::OffendersFirstRemoved, Outcome::OffendersRemoved),
                (Outcome::ReviewInTarget, Outcome::ReviewTaken),
                (Outcome::FlagsExpired, Outcome::ReviewTaken),
                (Outcome::WarrantsContent, Outcome::CasesInvestigated),
                (Outcome::InnocentWarrants, Outcome::InnocentInvestigated),
                (Outcome::InnocentWarrants, Outcome::WarrantsContent),
            ] {
                assert!(value(part) <= value(whole), "{} exceeds {} in {cell:?}", part.definition().id, whole.definition().id);
            }
            let suspended: f64 =
                [Outcome::OffendersRemoved, Outcome::NoMaliceSuspended, Outcome::InnocentSuspended].map(value).iter().sum();
            let all = value(Outcome::Suspensions);
            assert!((suspended - all).abs() <= 1e-9 * all, "everybody suspended is one of three, once: {suspended} of {all} in {cell:?}");
        }
    }
}

#[test]
fn a_child_harmed_on_two_platforms_counts_once_on_each_and_once_in_all() {
    // So few users and so many offenders that most children are harmed, here and where conversations move to.
    let users: Vec<(String, String)> = ["elsewhere", "tiktok"]
        .iter()
        .flat_map(|p| ["us", "eu", "uk", "brazil", "row"].map(|m| (format!("platform.{p}.market.{m}.users"), "400".to_owned())))
        .collect();
    let busy = [
        ("sample", "1"),
        ("offender.groomer.arrivals", "187_500 per day"),
        ("offender.groomer.conversation.move", "0.5"),
        ("offender.groomer.conversation.harm", "0.5"),
        ("platform.tiktok.stranger-limits.efficacy", "0"),
    ];
    for run in base(&[&pairs(&users)[..], &busy].concat()) {
        let [all, elsewhere, tiktok] =
            [run.total(Outcome::ChildrenHarmed), run.on(Outcome::ChildrenHarmed, 0), run.on(Outcome::ChildrenHarmed, 1)]
                .map(Option::unwrap);
        assert!(all < elsewhere + tiktok && all >= elsewhere.max(tiktok), "{all} children: {elsewhere} there, {tiktok} here");
        // 2000 accounts on each, 23 % of them of children; conversations move to elsewhere, whoever has an account there.
        assert!(tiktok <= 460.0 && all <= 920.0, "{all} children: {elsewhere} there, {tiktok} here");
    }
}

/// Found in review: a flag on a conversation that was moved to another platform used to suspend the account on the first.
#[test]
fn a_flag_on_a_conversation_that_moved_does_nothing_to_accounts_where_it_began() {
    use Outcome::{ConversationsCut, Incidents, OffenderDays, OffendersRemoved, Suspensions, TrueFlags};
    // Nothing is found here, and offenders take it that everything is: they move.
    let away = "[platform.away]\nextends = \"tiktok\"\nattraction.sharing = 0\nattraction.approaching = 0\nreporting.enabled = false\nreview.staff = 400\n\
                overlap = { under-13 = 1, 13-15 = 1, 16-17 = 1, adult = 1 }\n\
                enforcement.suspend = 0.9\nenforcement.restrict = 0.1\n\
                [platform.away.market]\nus.users = 1_000_000\neu.users = 0\nuk.users = 0\nbrazil.users = 0\nrow.users = 0\n";
    let groomer = "[offender.groomer]\nextends = \"groomer\"\narrivals = \"62.5 per day\"\nconversation.move = 1\n\
                   conversation.move-accept = 1\nadaptation.seeks-unwatched = 0\n\
                   conversation.rapport = 0.9\nconversation.solicit = 0.9\nconversation.harm = 0.5\n";
    let text = WORLD.replace("[arm.base]", &format!("{away}{groomer}[arm.base]"));
    let off = blind("main");
    let mut pairs = pairs(&off);
    pairs.extend([
        ("horizon", "60 days"),
        ("window", "30 days"),
        ("platform.away.detection.text-classifier.recall", "0.9"),
        ("platform.main.watch", "1"),
        ("mechanism.investigation.enabled", "false"),
    ]);
    let run = |more: &[(&str, &str)]| run_of(&plan(&text, &[&pairs[..], more].concat()), 3, 0);
    let enforced = run(&[]);
    assert!(enforced.on(TrueFlags, 0) > Some(0.0) && enforced.on(Incidents, 0) > Some(0.0), "flags are raised there and confirmed");
    assert_eq!(enforced.on(TrueFlags, 1), Some(0.0), "and none here");
    for outcome in [OffendersRemoved, Suspensions, ConversationsCut] {
        assert!(enforced.on(outcome, 0) > Some(0.0), "there it suspends an account and cuts the conversations that moved");
        assert_eq!(enforced.on(outcome, 1), Some(0.0), "and none here");
    }
    let idle = run(&[("mechanism.enforcement.enabled", "false")]);
    let days = |run: &Outcomes| run.total(OffenderDays).map(f64::to_bits);
    assert_eq!(days(&enforced), days(&idle), "no account is suspended or restricted");
}

#[test]
fn a_list_is_tampered_with_only_where_devices_are_scanned() {
    use Outcome::{FalseDevice, FalseFlags, ListExpanded, ListPoisoned, ListPoisonings, PoisonedFlags, ScanExpanded};
    let busy = [
        ("market.row.list.expansion", "20 per year"),
        ("market.row.list.poisoning", "20 per year"),
        ("market.row.list.poisoned-flags", "5 per day"),
        ("market.row.list.found", "30 days"),
        ("platform.tiktok.access.breach-rate", "0 per year"),
    ];
    let scanned = |pairs: &[(&str, &str)]| {
        let scan = ("arm.keep-readable.platform.tiktok.detection.client-side-scan.enabled", "true");
        base(&[&busy[..], &ENCRYPTED, &[scan], pairs].concat())
    };
    let tampered = [ListExpanded, ListPoisoned, ListPoisonings, PoisonedFlags, ScanExpanded];
    assert_none(&base(&[&busy[..], &ENCRYPTED].concat()), &tampered);
    let poisoned = scanned(&[]);
    assert_some(&poisoned, &tampered);
    for run in &poisoned {
        let [flags, device, all] = [PoisonedFlags, FalseDevice, FalseFlags].map(|outcome| run.total(outcome).unwrap());
        assert!(flags <= device && device <= all, "{flags} of {device} of {all}");
        assert!(run.total(ListExpanded) <= Some(1.0) && run.total(ListPoisonings) >= run.total(ListPoisoned));
    }
    // Entries that match nothing, or are found at once, leave everything as it is without them.
    let sound = scanned(&[("market.row.list.poisoning", "0 per year")]);
    assert_none(&sound, &[ListPoisoned, ListPoisonings, PoisonedFlags]);
    for harmless in [("market.row.list.poisoned-flags", "0 per day"), ("market.row.list.found", "0 days")] {
        let harmless = scanned(&[harmless]);
        assert_some(&harmless, &[ListPoisonings]);
        assert_same_but(&harmless, &sound, &[ListPoisoned, ListPoisonings]);
    }
}

#[test]
fn people_are_harmed_by_exposure_only_where_it_can_harm_and_minors_are_counted_apart() {
    let harmful = [("exposure.targeted", "0.3"), ("exposure.mass", "0.001")];
    let some = base(&[&BUSY[..], &harmful].concat());
    let counted = [Outcome::HarmedByExposure, Outcome::AdultsHarmedByExposure];
    assert_some(&some, &counted);
    for run in &some {
        let adult = counted.map(|outcome| run.value(outcome, Cell { band: Some(Band::ADULT.index()), ..Cell::ALL }));
        assert_eq!(adult, [Some(0.0), run.total(Outcome::AdultsHarmedByExposure)]);
    }
    let harmless = base(&[&BUSY[..], &[("exposure.targeted", "0"), ("exposure.mass", "0")]].concat());
    assert_none(&harmless, &counted);
    assert_same_but(&some, &harmless, &counted);
}

/// Found in review: the harm of an exposure fell when retention was raised, as if less of what was kept could be read.
#[test]
fn how_long_readable_messages_are_kept_harms_nobody() {
    let kept = |time| {
        let rules = [("platform.tiktok.access.content-retention", time), ("exposure.targeted", "0.3"), ("exposure.mass", "0.001")];
        base(&[&BUSY[..], &rules].concat())
    };
    let arm =
        "[arm.raised.platform.tiktok]\naccess.content-retention = \"10 years\"\nrollout = { start = \"7 days\", ramp = \"0 days\" }\n";
    let pairs = [
        &SMALL[..],
        &BUSY,
        &[("platform.tiktok.access.content-retention", "1 day"), ("exposure.targeted", "0.3"), ("exposure.mass", "0.001")],
    ];
    let mut runs = all_runs(&smoke_with(arm, &pairs.concat()), 2);
    let (raised, day, years) = (runs.remove(1), kept("1 day"), kept("10 years"));
    for outcome in [Outcome::HarmedByExposure, Outcome::AdultsHarmedByExposure] {
        let harmed = [&raised, &day, &years].map(|runs| sum(runs, outcome));
        assert!(harmed[0] > 0.0 && harmed.iter().all(|n| n.to_bits() == harmed[0].to_bits()), "{}: {harmed:?}", outcome.definition().id);
    }
    assert!(sum(&raised, Outcome::ContentInsider) > 2.0 * sum(&day, Outcome::ContentInsider));
}

/// Markets stand in the order of their names: brazil, eu, row, uk, us.
const EU: usize = 1;

#[test]
fn a_market_without_encryption_stays_readable_where_all_others_are_not() {
    let only_content = only(&["hash-match", "image-classifier", "text-classifier"]);
    let exception = [("platform.tiktok.exception.eu.encrypts", "false"), ("sample", "0.002")];
    let runs = base(&[&pairs(&only_content)[..], &ENCRYPTED, &BUSY, &exception].concat());
    for outcome in [Outcome::ContentHeld, Outcome::ContentBreach, Outcome::TrueFlags, Outcome::FalseFlags] {
        assert!(in_market(&runs, outcome, EU) > 0.0, "{}", outcome.definition().id);
    }
    for market in [0, 2, 3, 4] {
        assert!(in_market(&runs, Outcome::ContentHeld, market) == 0.0 && in_market(&runs, Outcome::ContentBreach, market) == 0.0);
    }
    let flags = |runs: &[Outcomes]| sum(runs, Outcome::TrueFlags);
    let (none, all) = (base(&[&pairs(&only_content)[..], &ENCRYPTED].concat()), base(&pairs(&only_content)));
    assert!(flags(&none) == 0.0 && flags(&runs) < 0.5 * flags(&all), "{} of {}", flags(&runs), flags(&all));
}

#[test]
fn a_market_that_is_not_scanned_is_found_by_no_server_channel_and_all_the_rest_stays() {
    let servers = [Outcome::TrueHash, Outcome::TrueImage, Outcome::TrueText, Outcome::FalseHash, Outcome::FalseImage, Outcome::FalseText];
    let runs = base(&[("platform.tiktok.exception.eu.scans", "false"), ("sample", "0.002")]);
    let usual = base(&[("sample", "0.002")]);
    let of = |runs: &[Outcomes], market| servers.iter().map(|o| in_market(runs, *o, market)).sum::<f64>();
    assert!(of(&runs, EU) == 0.0 && of(&usual, EU) > 0.0 && of(&runs, 4) > 0.0);
    let left = [Outcome::TrueBehaviour, Outcome::UserFlags, Outcome::FalseUser, Outcome::TrueSurface];
    assert!(left.iter().map(|o| in_market(&runs, *o, EU)).sum::<f64>() > 0.0);
    // Nothing is encrypted by it.
    assert!(sum(&runs, Outcome::ContentHeld).to_bits() == sum(&usual, Outcome::ContentHeld).to_bits());
}
