//! What changes nothing differs by exactly nothing: an arm that does nothing, sets a lever to where it stands or rolls out what is
//! there already; and an arm, a platform, a market or a class more leaves all others as they were, bit by bit.

use crate::common::{Named, all_runs, assert_same, bits, names, scenario, smoke_text};
use veilsim::scenario::Scenario;

fn text() -> String {
    smoke_text().replace("horizon = \"8 weeks\"", "horizon = \"6 weeks\"")
}

const FEW: [(&str, &str); 2] = [("replications", "3"), ("sample", "0.0004")];

fn with(extra: &str) -> Scenario {
    scenario(&format!("{}\n{extra}\n", text()), &FEW)
}

/// All numbers of an arm, replication after replication.
fn of_arm(scenario: &Scenario, runs: &[Vec<veilsim::model::Outcomes>], arm: &str) -> Vec<Named> {
    let (platforms, markets) = names(scenario);
    let place = scenario.arms.iter().position(|a| a.name == arm).unwrap();
    let named = |(i, run): (usize, _)| {
        bits(run, &platforms, &markets).into_iter().map(move |(place, bits)| (format!("replication {i} {place}"), bits))
    };
    runs[place].iter().enumerate().flat_map(named).collect()
}

fn assert_arms_equal(scenario: &Scenario, one: &str, other: &str) {
    let runs = all_runs(scenario, 2);
    assert_same(&of_arm(scenario, &runs, one), &of_arm(scenario, &runs, other), other);
}

/// Adds `extra` to the scenario and compares all its arms in all places that were there before.
fn assert_adding_changes_nothing(base: &str, extra: &str, what: &str) {
    let (before, after) = (scenario(base, &FEW), scenario(&format!("{base}\n{extra}\n"), &FEW));
    let (runs_before, runs_after) = (all_runs(&before, 2), all_runs(&after, 2));
    for arm in &before.arms {
        let of = |s, runs| of_arm(s, runs, &arm.name);
        assert_same(&of(&before, &runs_before), &of(&after, &runs_after), &format!("{what}, arm {}", arm.name));
    }
}

#[test]
fn a_lever_set_to_where_it_stands_changes_nothing() {
    let same = "[arm.same.platform.tiktok]\nencryption = \"none\"\ndetection.behaviour.false-positives = 5e-6\n\
                review.staff = 400\naccess.content-retention = \"1 year\"\n";
    assert_arms_equal(&with(same), "keep-readable", "same");
}

#[test]
fn a_rollout_that_changes_nothing_changes_nothing() {
    let same = "[arm.same.platform.tiktok]\nextends = \"readable\"\nrollout = { start = \"11 days\", ramp = \"17 days\" }\n";
    assert_arms_equal(&with(same), "keep-readable", "same");
}

#[test]
fn a_rollout_that_changes_nothing_amid_or_after_another_changes_nothing() {
    let twice = "[arm.twice.platform.tiktok]\nextends = \"default-e2ee\"\nrollout = { start = \"2 weeks\", ramp = \"7 days\" }\n\
                 [[arm.twice.change]]\nstart = \"16 days\"\nramp = \"0 days\"\nplatform.tiktok.review.staff = 400\n\
                 [[arm.twice.change]]\nstart = \"33 days\"\nramp = \"3 days\"\nplatform.tiktok.encryption = \"default\"\n";
    assert_arms_equal(&with(twice), "default-e2ee", "twice");
}

#[test]
fn an_arm_is_the_baseline_until_its_first_change() {
    let scenario = with("");
    let runs = all_runs(&scenario, 2);
    // Windows of a week; the changes begin at the end of the second. A window is closed before the rules change.
    let before = |(place, _): &Named| ["window 0", "window 1"].iter().any(|w| place.ends_with(w)) && !place.contains("content-held");
    let early = |arm: &str| of_arm(&scenario, &runs, arm).into_iter().filter(before).collect::<Vec<_>>();
    let base = early("keep-readable");
    assert!(base.iter().any(|(_, bits)| f64::from_bits(*bits) > 0.0));
    for arm in ["default-e2ee", "e2ee-metadata-reports"] {
        assert_same(&base, &early(arm), arm);
    }
}

#[test]
fn another_arm_changes_nothing_for_the_others() {
    let more = "[arm.more.platform.tiktok]\nextends = \"opt-in\"\nreview.staff = 3\n[arm.more.offender.trader]\narrivals = \"9 per day\"\n";
    assert_adding_changes_nothing(&text(), more, "an arm more");
}

#[test]
fn a_platform_without_users_changes_nothing_for_the_others() {
    let users = |n: u64| ["us", "eu", "uk", "brazil", "row"].map(|m| format!("market.{m}.users = {n}\n")).concat();
    // Early in the order of names, so that every place in a table moves.
    for preset in ["tiktok", "elsewhere"] {
        let more = format!(
            "[platform.aaa]\nextends = \"{preset}\"\n{}access.breach-rate = \"20 per year\"\naccess.breach-least = 0.1\naccess.breach-tail = 1\n",
            users(0)
        );
        assert_adding_changes_nothing(&text(), &more, &format!("an empty platform like {preset}"));
    }
}

#[test]
fn a_platform_that_nobody_moves_to_changes_nothing_for_the_others() {
    // A platform more is one more to go to, for conversations and offenders: here nobody goes.
    let classes = ["accidental", "trader", "producer", "groomer", "sextortion"];
    let text = classes.iter().fold(text(), |text, c| {
        text.replace(
            &format!("[offender.{c}]\nextends = \"{c}\"\n"),
            &format!(
                "[offender.{c}]\nextends = \"{c}\"\nadaptation.displace = 0.0\nadaptation.seeks-unwatched = 0.0\nconversation.move = 0.0\n"
            ),
        )
    });
    assert_eq!(text.matches("displace = 0.0").count(), 5);
    let users = ["us", "eu", "uk", "brazil", "row"].map(|m| format!("market.{m}.users = 3_000_000_000\n")).concat();
    let more = format!("[platform.aaa]\nextends = \"tiktok\"\nattraction.sharing = 0\nattraction.approaching = 0\n{users}");
    let police = ["us", "eu", "uk", "brazil", "row"].map(|market| format!("market.{market}.investigation.investigators"));
    let enough: Vec<_> = FEW.into_iter().chain(police.iter().map(|path| (path.as_str(), "40_000_000"))).collect();
    let (before, after) = (scenario(&text, &enough), scenario(&format!("{text}\n{more}"), &enough));
    let (runs_before, runs_after) = (all_runs(&before, 2), all_runs(&after, 2));
    for arm in &before.arms {
        let on_old = |s, runs| {
            let keep = |(place, _): &Named| place.contains("tiktok") || place.contains("elsewhere");
            of_arm(s, runs, &arm.name).into_iter().filter(keep).collect::<Vec<_>>()
        };
        assert_same(&on_old(&before, &runs_before), &on_old(&after, &runs_after), "a big platform more");
    }
}

#[test]
fn a_market_without_users_changes_nothing_for_the_others() {
    let more = "[market.aaa]\nextends = \"india\"\n[market.uk2]\nextends = \"uk\"\n[market.zzz]\nextends = \"us\"\n\
                [platform.tiktok.market]\naaa.users = 0\nzzz.users = 0\n";
    assert_adding_changes_nothing(&text(), more, "empty markets");
}

#[test]
fn a_class_that_never_arrives_changes_nothing_for_the_others() {
    let more = "[offender.aaa]\nextends = \"groomer\"\narrivals = \"0 per day\"\n[offender.zzz]\nextends = \"trader\"\narrivals = \"0 per year\"\n";
    assert_adding_changes_nothing(&text(), more, "empty classes");
}

#[test]
fn a_class_more_changes_no_act_of_the_others() {
    // With staff enough that classes do not meet in the queue. What the new class does is told apart by its harm and its sessions.
    // Lawful content on lists is told of as a share of known material, of which there is more with the new class.
    let text = scenario(&text(), &[]).text.replace(
        "extends = \"tiktok\"\n",
        "extends = \"tiktok\"\nreview.staff = 4_000_000\nenforcement.appeal-staff = 4_000_000\ndetection.list-lawful = 0\n",
    );
    let more = "[offender.aaa]\nextends = \"trader\"\narrivals = \"5 per day\"\nsharing.known = 1\nsharing.near-duplicate = 0\n";
    let police = ["us", "eu", "uk", "brazil", "row"].map(|market| format!("market.{market}.investigation.investigators"));
    let enough: Vec<_> = FEW.into_iter().chain(police.iter().map(|path| (path.as_str(), "40_000_000"))).collect();
    let (before, after) = (scenario(&text, &enough), scenario(&format!("{text}\n{more}"), &enough));
    let (runs_before, runs_after) = (all_runs(&before, 2), all_runs(&after, 2));
    for arm in &before.arms {
        let untouched = |s, runs| {
            let ids = ["children-harmed", "harm-", "new-material", "contacts", "false-flags", "innocent-", "content-", "metadata-"];
            let keep = |(place, _): &Named| ids.iter().any(|id| place.split(' ').nth(2).is_some_and(|p| p.starts_with(id)));
            of_arm(s, runs, &arm.name).into_iter().filter(keep).collect::<Vec<_>>()
        };
        assert_same(&untouched(&before, &runs_before), &untouched(&after, &runs_after), &format!("a class more, arm {}", arm.name));
    }
}
