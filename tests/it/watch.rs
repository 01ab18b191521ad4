//! The watch level: where offenders begin, go on and move conversations to. Two platforms, as large and alike but for their design.

use crate::common::{ALPHA, WORLD, plan, run_of};
use veilsim::analysis::Paired;
use veilsim::engine::distribution::normal_quantile;
use veilsim::model::{Cell, Outcome, Outcomes};

const READABLE: &str = "";
const ENCRYPTED: &str = "encryption = \"default\"\nencryption-minors = \"default\"\n";
const FORWARDING: &str = "encryption = \"default\"\nencryption-minors = \"default\"\ndetection.user-reports.forwarding = true\n";
const SECOND_SIGHT: &str = "encryption = \"default\"\nencryption-minors = \"default\"\nwatch = 1\n";
const NO_REPORTS: &str = "detection.user-reports.enabled = false\n";
/// Nobody is stopped, and nobody leaves.
const IDLE: [(&str, &str); 3] =
    [("mechanism.enforcement.enabled", "false"), ("mechanism.investigation.enabled", "false"), ("mechanism.trust.enabled", "false")];
/// All who offend look at the watch level, and at it alone.
const SEEKING: [(&str, &str); 2] =
    [("offender.groomer.adaptation.seeks-unwatched", "1"), ("offender.groomer.adaptation.unseen-acts", "1000")];
const HARM: [Outcome; 3] = [Outcome::HarmGrooming, Outcome::HarmNewImages, Outcome::ChildrenHarmed];

/// The text of a world with platforms a, b and so on of these designs, in which groomers and nobody else offend.
fn world(designs: &[&str]) -> String {
    let (head, rest) = WORLD.split_once("[platform.main]").unwrap();
    let body = format!("[platform.main]{}", rest.replace("[arm.base]\n", ""));
    let platforms = designs.iter().zip(["a", "b", "c"]).map(|(design, name)| {
        let open = format!("extends = \"tiktok\"\nstranger-limits.efficacy = 0\nreview.staff = 4_000_000\n{design}");
        body.replace("platform.main", &format!("platform.{name}")).replace("extends = \"tiktok\"\n", &open)
    });
    let groomer = "[offender.groomer]\nextends = \"groomer\"\narrivals = \"25 per day\"\nlifetime = \"60 days\"\nconversation.harm = 0.5\n\
                   conversation.rapport = 0.5\nconversation.move = 0.8\nconversation.harm-delay = \"2 days\"\nadaptation.seeks-unwatched = 0\n";
    format!("{head}{}{groomer}[arm.base]\n", platforms.collect::<String>())
}

/// Runs of the only arm of such a world.
fn runs_of(text: &str, pairs: &[(&str, &str)], replications: u64) -> Vec<Outcomes> {
    let plan = plan(text, &[&[("horizon", "100 days"), ("window", "10 days")][..], pairs].concat());
    (0..replications).map(|replication| run_of(&plan, 5, replication)).collect()
}

fn runs(designs: &[&str], pairs: &[(&str, &str)], replications: u64) -> Vec<Outcomes> {
    runs_of(&world(designs), pairs, replications)
}

fn on(runs: &[Outcomes], outcome: Outcome, platform: usize) -> Vec<f64> {
    runs.iter().map(|run| run.on(outcome, platform).unwrap()).collect()
}

fn sum(runs: &[Outcomes], outcome: Outcome, platform: usize) -> f64 {
    on(runs, outcome, platform).iter().sum()
}

fn bits<'a>(runs: &'a [Outcomes], outcomes: &'a [Outcome]) -> Vec<u64> {
    let cells = |run: &'a Outcomes| run.layout().cells().flat_map(move |cell| outcomes.iter().map(move |o| run.value(*o, cell)));
    runs.iter().flat_map(cells).map(|value| value.unwrap_or(f64::NAN).to_bits()).collect()
}

/// Each way in which one platform can watch more closely than another: by what it reads, what a report shows, whether it takes reports,
/// and what offenders believe. From the one conversations move, from the other none does, and between two alike none either.
#[test]
fn a_conversation_never_moves_up() {
    for [more, less] in [[READABLE, ENCRYPTED], [FORWARDING, ENCRYPTED], [READABLE, NO_REPORTS], [SECOND_SIGHT, READABLE]] {
        for (designs, from) in [([more, less], 0), ([less, more], 1)] {
            let runs = runs(&designs, &[], 1);
            let moved = [0, 1].map(|platform| sum(&runs, Outcome::ConversationsMoved, platform));
            assert!(moved[from] > 20.0 && moved[1 - from] == 0.0, "{designs:?}: {moved:?}");
        }
    }
    for alike in [READABLE, ENCRYPTED] {
        assert_eq!(runs(&[alike, alike], &[], 1)[0].total(Outcome::ConversationsMoved), Some(0.0), "{alike}");
    }
}

/// Two platforms change designs half-way: from then on conversations move the other way.
#[test]
fn moves_turn_round_with_the_rules() {
    let rollout = "rollout = { start = \"50 days\", ramp = \"0 days\" }\n";
    let readable = "encryption = \"none\"\nencryption-minors = \"none\"\n";
    let change = format!("[arm.base.platform.a]\n{ENCRYPTED}{rollout}[arm.base.platform.b]\n{readable}{rollout}");
    let run = runs_of(&format!("{}{change}", world(&[READABLE, ENCRYPTED])), &[], 1).remove(0);
    let moved = |platform| run.series(Outcome::ConversationsMoved, Cell { platform: Some(platform), ..Cell::ALL });
    let (from_a, from_b) = (moved(0), moved(1));
    let parts = |series: &[f64]| [series[..5].iter().sum::<f64>(), series[5..].iter().sum::<f64>()];
    let ([a_before, a_after], [b_before, b_after]) = (parts(&from_a), parts(&from_b));
    assert!(a_before > 20.0 && a_after == 0.0 && b_before == 0.0 && b_after > 20.0, "{from_a:?} {from_b:?}");
}

/// The same world with the two platforms swapped in design and name: what happened on the one happens on the other. The names are part of
/// chance, so the two are compared as independent samples.
#[test]
fn a_mirrored_world_has_mirrored_flows() {
    let looking = [("offender.groomer.adaptation.seeks-unwatched", "0.5"), ("offender.groomer.adaptation.unseen-acts", "3")];
    let (straight, mirrored) = (runs(&[READABLE, ENCRYPTED], &looking, 12), runs(&[ENCRYPTED, READABLE], &looking, 12));
    let flows =
        [Outcome::ConversationsMoved, Outcome::ChildrenHarmed, Outcome::ChildrenHarmedMet, Outcome::OffenderDays, Outcome::Incidents];
    for (outcome, place) in flows.iter().flat_map(|outcome| [0, 1].map(|place| (*outcome, place))) {
        let (one, other) = (on(&straight, outcome, place), on(&mirrored, outcome, 1 - place));
        let mean = one.iter().sum::<f64>() / 12.0;
        if (outcome, place) == (Outcome::ConversationsMoved, 1) {
            assert!(mean == 0.0 && other.iter().all(|moved| *moved == 0.0));
            continue;
        }
        let gap = Paired::new(&one, &other, 1.0 - ALPHA).unwrap();
        assert!(gap.low < 0.0 && gap.high > 0.0 && gap.high - gap.low < mean, "{}: {gap:?} of {mean}", outcome.definition().id);
    }
}

/// The chances are absolute, with no more than two platforms: half as many who try are half as many who move, as a binomial number; who has
/// no account there, or accepts nothing, stays.
#[test]
fn half_as_many_who_try_or_accept_are_half_as_many_who_move() {
    const ACCEPT: &str = "offender.groomer.conversation.move-accept";
    let moved = |path: &str, value: &str| {
        let all_accept = if path == ACCEPT { vec![] } else { vec![(ACCEPT, "1")] };
        let pairs = [&[(path, value)][..], &all_accept, &IDLE].concat();
        sum(&runs(&[READABLE, ENCRYPTED], &pairs, 4), Outcome::ConversationsMoved, 0)
    };
    for path in ["offender.groomer.conversation.move", ACCEPT] {
        let [all, half, none] = ["1", "0.5", "0"].map(|chance| moved(path, chance));
        let margin = normal_quantile(1.0 - ALPHA / 2.0) * (0.25 * all).sqrt() + 0.5;
        assert!(all > 500.0 && (half - 0.5 * all).abs() < margin && none == 0.0, "{path}: {all}, {half}, {none}");
    }
    let nobody: Vec<String> = ["under-13", "13-15", "16-17", "adult"].iter().map(|band| format!("platform.b.overlap.{band}")).collect();
    let nobody: Vec<(&str, &str)> = nobody.iter().map(|path| (path.as_str(), "0")).collect();
    assert!(sum(&runs(&[READABLE, ENCRYPTED], &nobody, 1), Outcome::ConversationsMoved, 0) <= 0.0);
}

/// Harm is booked where it happens and where the child was met: as many children in all, once each, and more of them where conversations
/// move to than were met there.
#[test]
fn a_child_counts_once_in_all_by_where_it_was_harmed_and_by_where_it_was_met() {
    let runs = runs(&[READABLE, ENCRYPTED], &[], 3);
    for run in &runs {
        for outcome in [Outcome::ChildrenHarmed, Outcome::ChildrenHarmedMet] {
            let (all, [a, b]) = (run.total(outcome).unwrap(), [0, 1].map(|platform| run.on(outcome, platform).unwrap()));
            assert!(all > 0.0 && all <= a + b && all >= a.max(b), "{}: {all} of {a} and {b}", outcome.definition().id);
        }
        assert_eq!(run.total(Outcome::ChildrenHarmed), run.total(Outcome::ChildrenHarmedMet));
    }
    let of = |outcome, platform| sum(&runs, outcome, platform);
    assert!(of(Outcome::ChildrenHarmed, 0) < of(Outcome::ChildrenHarmedMet, 0));
    assert!(of(Outcome::ChildrenHarmed, 1) > of(Outcome::ChildrenHarmedMet, 1));
}

/// Nobody moves, looks at the watch, goes on elsewhere or is deterred: encryption then changes harm through those who are stopped, and
/// where nobody is, it changes none, on no platform.
#[test]
fn without_moving_seeking_displacement_and_deterrence_harm_changes_through_detection_alone() {
    let still = [("conversation.move", "0"), ("adaptation.displace", "0"), ("adaptation.deterrence", "0")];
    let still: Vec<(String, &str)> = still.map(|(key, value)| (format!("offender.groomer.{key}"), value)).into();
    let still: Vec<(&str, &str)> = still.iter().map(|(path, value)| (path.as_str(), *value)).collect();
    let harm = |design: &str, more: &[(&str, &str)]| bits(&runs(&[design, READABLE], &[&still[..], more].concat(), 2), &HARM);
    assert!(harm(READABLE, &IDLE) == harm(ENCRYPTED, &IDLE), "nobody is stopped, and harm stays to the bit");
    assert!(harm(READABLE, &IDLE[2..]) != harm(ENCRYPTED, &IDLE[2..]), "somebody is, and it does not");
}

/// Who looks at the watch begins where it is less, and nobody offends who would not somewhere: a platform that encrypts draws them, and
/// loses them to the other once that alone does.
#[test]
fn offenders_begin_where_they_are_watched_less_in_both_directions() {
    let days = |designs: [&str; 2], looking: &[(&str, &str)]| {
        let runs = runs(&designs, &[&IDLE[..], looking].concat(), 2);
        [0, 1].map(|platform| sum(&runs, Outcome::OffenderDays, platform))
    };
    let [a, b] = days([READABLE, ENCRYPTED], &[]);
    assert!(a > 0.0 && b > 0.0, "without looking as many begin on either");
    let [drawn_a, drawn_b] = days([READABLE, ENCRYPTED], &SEEKING);
    assert!(
        drawn_a == 0.0 && ((drawn_b / (a + b)) - 1.0).abs() < 1e-9,
        "all begin on the one, and no more of them: {drawn_b} of {a} + {b}"
    );
    let [turned_a, turned_b] = days([ENCRYPTED, READABLE], &SEEKING);
    assert!(turned_b == 0.0 && turned_a > 0.0, "{turned_a}, {turned_b}");
    let [few_a, few_b] = days([READABLE, ENCRYPTED], &[SEEKING[0], ("offender.groomer.adaptation.unseen-acts", "1")]);
    assert!(few_a > 0.0 && few_b > few_a, "to whom one act matters the watch matters less: {few_a}, {few_b}");
}

/// Between two that watch alike, who looks chooses by whom can be reached: fewer begin where strangers cannot write to minors.
#[test]
fn who_looks_goes_where_minors_can_be_reached() {
    let closed = format!("{READABLE}stranger-limits.hidden = 0.9\n");
    let begin = |designs: [&str; 2]| {
        let runs = runs(&designs, &[&IDLE[..], &[SEEKING[0], ("offender.groomer.adaptation.unseen-acts", "1")]].concat(), 3);
        [0, 1].map(|platform| sum(&runs, Outcome::OffenderDays, platform))
    };
    let [open, shut] = begin([READABLE, &closed]);
    assert!(shut > 0.0 && shut < 0.75 * open, "{open} against {shut}");
    let [shut, open] = begin([&closed, READABLE]);
    assert!(shut > 0.0 && shut < 0.75 * open, "{open} against {shut}");
}

/// Whether somebody is deterred is decided where they would begin: all whom matching would deter, and who look, begin where nothing is
/// matched.
#[test]
fn who_begins_where_nothing_is_matched_is_not_deterred() {
    let deterred = |looking: &[(&str, &str)], share: &str| {
        let deterrence = [("offender.groomer.adaptation.deterrence", share)];
        runs(&[READABLE, ENCRYPTED], &[&IDLE[..], looking, &deterrence].concat(), 1)
    };
    assert!(sum(&deterred(&[], "1"), Outcome::OffenderDays, 0) <= 0.0);
    assert!(sum(&deterred(&[], "0"), Outcome::OffenderDays, 0) > 0.0);
    let (all, none) = (deterred(&SEEKING, "1"), deterred(&SEEKING, "0"));
    assert!(all[0].bits().eq(none[0].bits()), "nobody begins where messages are matched");
}

/// Who loses an account and goes on elsewhere goes where less is watched, if they look at it; else where people are. All begin on the first,
/// which watches nothing until the first day is over; nobody goes on from the last, which suspends nobody.
#[test]
fn displaced_offenders_who_look_go_where_less_is_watched() {
    let blind = format!("{ENCRYPTED}detection.behaviour.enabled = false\ndetection.user-reports.enabled = false\n");
    let sees = "[arm.base.platform.a]\nextends = \"readable\"\ndetection.behaviour.enabled = true\ndetection.user-reports.enabled = true\n\
                rollout = { start = \"1 day\", ramp = \"0 days\" }\n";
    let text = format!(
        "{}{sees}",
        world(&[
            &blind,
            "attraction.sharing = 0\nattraction.approaching = 0\n",
            &format!("{ENCRYPTED}attraction.sharing = 0\nattraction.approaching = 0\nenforcement.suspend = 0\n")
        ])
    );
    let gone =
        [("offender.groomer.adaptation.return", "0"), ("offender.groomer.adaptation.displace", "1"), ("offender.groomer.accounts", "1")];
    let days = |looking: &[(&str, &str)]| {
        let runs = runs_of(&text, &[&gone[..], looking].concat(), 2);
        assert!(sum(&runs, Outcome::OffendersRemoved, 0) > 0.0);
        [1, 2].map(|platform| sum(&runs, Outcome::OffenderDays, platform))
    };
    let ([readable, encrypted], [shunned, sought]) = (days(&[]), days(&SEEKING));
    assert!(readable > 0.0 && encrypted > 0.0 && shunned == 0.0 && sought > 0.0, "{readable} and {encrypted}, {shunned} and {sought}");
}
