//! Points that a method chooses: what is set is what differs, all of them share draws and chance, and tables are the same bytes however
//! they came about.

use crate::common::{Row, number, scenario, sets, smoke, smoke_text, table};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use veilsim::app::{self, Answered, AppError, Event, Inquiry, Progress, Request, Verified, inquire};
use veilsim::experiment::method::{players, uncertain};
use veilsim::experiment::{Axis, Design, Limits, Method, Record, Task, Totals};
use veilsim::model::Outcome;
use veilsim::results::{Draws, read_points};
use veilsim::scenario::Scenario;

const TINY: [(&str, &str); 3] = [("horizon", "3 weeks"), ("sample", "0.0002"), ("replications", "6")];
const ASKED: [Outcome; 3] = [Outcome::ReviewHours, Outcome::Reports, Outcome::ContentHeld];

fn inquiry(scenario: Scenario, method: Method, out: &Path) -> Inquiry {
    let (outcomes, limits, out) = (ASKED.to_vec(), Limits::default(), out.to_owned());
    Inquiry { scenario, method, from: None, outcomes, limits, tables_only: true, out, threads: 2 }
}

fn asked(scenario: Scenario, method: Method) -> (tempfile::TempDir, PathBuf, Answered) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let answered = inquire(inquiry(scenario, method, &out), &()).unwrap();
    (folder, out, answered)
}

fn bits(run: &Totals) -> Vec<u64> {
    run.numbers().into_iter().map(f64::to_bits).collect()
}

fn is_verified(out: &Path) -> bool {
    matches!(app::verify(out, Limits::default(), 1, &()).unwrap(), Verified::Same { .. })
}

fn bytes(out: &Path, file: &str) -> Vec<u8> {
    std::fs::read(out.join(file)).unwrap()
}

fn axis(text: &str) -> Axis {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn sweep(over: &[&str]) -> Method {
    Method::Sweep { over: over.iter().map(|text| axis(text)).collect() }
}

#[test]
fn a_row_of_a_table_is_what_set_would_make_of_the_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("points.csv");
    let text = "point,platform.tiktok.review.staff,offender.groomer.arrivals\n0,20,0.2\n1,,1 per week\n";
    std::fs::write(&file, text).unwrap();
    let points = read_points(&file).unwrap();
    assert_eq!(points[0], sets(&[("platform.tiktok.review.staff", "20"), ("offender.groomer.arrivals", "0.2 per day")]));
    let (_folder, out, _) = asked(smoke(&TINY), Method::Design { points });
    let rows = table(&out, "point-outcomes.csv");
    for (point, set) in [
        ("0", &[("platform.tiktok.review.staff", "20"), ("offender.groomer.arrivals", "0.2 per day")][..]),
        ("1", &[("offender.groomer.arrivals", "1 per week")]),
    ] {
        let design = Design::of(&smoke(&[&TINY[..], set].concat()));
        for (arm, replication) in [(0, 0), (2, 5)] {
            let run = design.simulate::<Totals>(Task { replication, point: arm }).record;
            for outcome in ASKED {
                let of_run = |row: &&Row| {
                    row["point"] == point
                        && row["arm"] == design.points[arm].arm
                        && row["outcome"] == outcome.definition().id
                        && row["replication"] == replication.to_string()
                };
                let row = rows.iter().find(of_run).unwrap();
                assert_eq!(number(row, "value").to_bits(), run.total(outcome).unwrap().to_bits());
                assert_eq!(row["draw"], (replication / 2).to_string());
            }
        }
    }
    assert_eq!(rows.len(), 2 * 3 * 6 * ASKED.len());
    assert!(is_verified(&out));
}

#[test]
fn a_mistake_at_a_point_is_named_with_the_point() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = |set: &[(&str, &str)]| {
        let method = Method::Design { points: vec![Vec::new(), sets(set)] };
        inquire(inquiry(smoke(&TINY), method, &folder.path().join("out")), &()).unwrap_err().to_string()
    };
    assert!(wrong(&[("platform.tiktok.review.staf", "20")]).contains("point 1 cannot be read: platform.tiktok.review.staf=20"));
    assert!(wrong(&[("seed", "3")]).contains("seed is the same at all points"));
    assert!(wrong(&[("offender.groomer.arrivals", "1000000000 per day")]).contains("point 1: a run of keep-readable would take"));
    assert!(!folder.path().join("out").exists(), "nothing was begun");
}

#[test]
fn assumptions_and_chance_have_seeds_of_their_own() {
    let with = |seed: u64, assumption_seed: Option<u64>| {
        let mut scenario = smoke(&TINY);
        (scenario.seed, scenario.assumption_seed) = (seed, assumption_seed);
        scenario
    };
    let draws = |scenario: &Scenario| Draws::of(&Design::of(scenario), 6).parameters().to_vec();
    let run = |scenario: &Scenario| bits(&Design::of(scenario).simulate::<Totals>(Task { replication: 1, point: 0 }).record);
    let (plain, chance, assumptions) = (with(1, None), with(2, Some(1)), with(1, Some(2)));
    assert_eq!(draws(&plain), draws(&chance));
    assert!(draws(&plain) != draws(&assumptions) && run(&plain) != run(&chance) && run(&plain) != run(&assumptions));
    assert_eq!(run(&plain), run(&with(1, Some(1))));
}

#[test]
fn tables_alone_take_the_place_of_charts_and_page_and_are_verified() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let request = |tables_only| {
        let scenario = smoke(&[&TINY[..], &[("replications", "2")]].concat());
        Request { scenario, precision: None, tables_only, so_far: true, out: out.clone(), threads: 2 }
    };
    app::run(request(false), &()).unwrap();
    let charts = || std::fs::read_dir(out.join("charts")).map_or(0, Iterator::count);
    assert!(out.join("report.html").exists() && charts() > 9);
    let tables = bytes(&out, "summary.csv");
    app::run(request(true), &()).unwrap();
    assert!(!out.join("report.html").exists() && charts() == 0);
    assert_eq!(bytes(&out, "summary.csv"), tables);
    assert!(is_verified(&out));
}

#[test]
fn an_axis_has_its_parameter_s_unit_and_says_what_is_wrong() {
    assert_eq!(axis("platform.tiktok.review.staff=10..20:3").values, [10.0, 15.0, 20.0]);
    assert_eq!(axis("platform.tiktok.review.staff=1..3:9").values, [1.0, 2.0, 3.0], "whole numbers, each once");
    assert_eq!(axis("offender.groomer.lifetime=100 days..1 year:2").set, ["100 days", "365.25 days"]);
    assert_eq!(axis("arm.default-e2ee.platform.tiktok.rollout.start=1..3:3").set, ["1 days", "2 days", "3 days"]);
    let words = axis("platform.tiktok.encryption=none,default");
    assert!(words.words && words.set == ["none", "default"] && words.values == [0.0, 1.0]);
    for (text, part) in [
        ("platform.tiktok.review.staff", "write PATH=LO..HI:N"),
        ("platform.tiktok.review.staff=1..5", "write PATH=LO..HI:N"),
        ("platform.tiktok.review.staff=1..5:1", "from 2"),
        ("platform.tiktok.review.staff=5..1:3", "less than HI"),
        ("platform.tiktok.review.staf=1..5:3", "no parameter"),
        ("platform.tiktok.detection.hash-match.recall=0..2:3", "outside 0 to 1"),
        ("platform.tiktok.encryption=none", "2 to"),
    ] {
        let error = text.parse::<Axis>().unwrap_err();
        assert!(error.contains(part), "{text}: {error}");
    }
}

#[test]
fn a_sweep_is_the_same_on_any_threads_and_its_points_differ_by_what_is_swept_alone() {
    let method = sweep(&["platform.tiktok.review.staff=4..400:3"]);
    let (_folder, out, answered) = asked(smoke(&TINY), method.clone());
    let rows = table(&out, "sweep.csv");
    let hours = |row: &&Row| row["arm"] == "keep-readable" && row["outcome"] == "review-hours" && row["measure"] == "level";
    let means: Vec<f64> = rows.iter().filter(hours).map(|row| number(row, "mean")).collect();
    assert!(means.len() == 3 && means[0] < means[2], "more staff work more: {means:?}");
    // What staff does not reach is the same at all points, bit by bit: they share draws and chance.
    let held = |row: &&Row| row["outcome"] == "content-held" && row["arm"] == "default-e2ee" && row["measure"] == "difference";
    let means: BTreeSet<String> = rows.iter().filter(held).map(|row| row["mean"].clone()).collect();
    assert!(means.len() == 1 && !means.contains("0"), "{means:?}");
    for row in rows.iter().filter(|row| row["measure"] == "difference" && row["sign"] != "the same") {
        assert!(number(row, "band_low") <= number(row, "low") && number(row, "high") <= number(row, "band_high"), "{row:?}");
    }
    assert!(answered.said.warnings.iter().any(|warning| warning.warning.word() == "few-replications"));
    let folder = tempfile::tempdir().unwrap();
    let again = folder.path().join("out");
    inquire(Inquiry { threads: 1, ..inquiry(smoke(&TINY), method, &again) }, &()).unwrap();
    for file in ["sweep.csv", "levers.csv", "points.csv", "manifest.json"] {
        assert_eq!(bytes(&out, file), bytes(&again, file), "{file}");
    }
    assert!(is_verified(&out));
}

#[test]
fn a_sweep_that_reaches_no_arm_is_refused() {
    let overridden = sweep(&["platform.tiktok.encryption=none,default", "platform.tiktok.review.staff=4..8:2"]);
    let text = smoke_text().split("[arm.").next().unwrap().to_owned()
        + "[arm.a.platform.tiktok]\nencryption = \"none\"\n[arm.b.platform.tiktok]\nencryption = \"default\"\n";
    let folder = tempfile::tempdir().unwrap();
    let error = inquire(inquiry(scenario(&text, &TINY), overridden, &folder.path().join("out")), &()).unwrap_err();
    assert!(error.to_string().contains("platform.tiktok.encryption moves nothing"), "{error}");
}

/// Ends after so many runs.
struct EndsAfter(AtomicUsize);

impl Progress for EndsAfter {
    fn hear(&self, event: Event<'_>) {
        if matches!(event, Event::RunFinished) {
            let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        }
    }

    fn ends(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }
}

#[test]
fn indices_that_were_interrupted_go_on_to_the_same_bytes() {
    let small = || smoke(&[("horizon", "3 weeks"), ("sample", "0.0001"), ("warm-up", "1 week")]);
    let method = || Method::Sobol { blocks: 2, points: 4, inputs: Vec::new() };
    let (_folder, whole, _) = asked(small(), method());
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    // In the first stage, at A and B, and in the second.
    for runs in [30, 120] {
        let ended = inquire(inquiry(small(), method(), &out), &EndsAfter(AtomicUsize::new(runs)));
        assert!(matches!(ended, Err(AppError::Halfway { .. })) && !out.exists());
    }
    inquire(inquiry(small(), method(), &out), &()).unwrap();
    for file in ["sobol.csv", "signals.csv", "manifest.json"] {
        assert_eq!(bytes(&whole, file), bytes(&out, file), "{file}");
    }
    let rows = table(&whole, "sobol.csv");
    let names: BTreeSet<&String> = rows.iter().map(|row| &row["parameter"]).collect();
    assert!(names.len() == 18 || rows.is_empty(), "sixteen, the rest and the floor of noise: {names:?}");
    assert!(is_verified(&whole));
}

#[test]
fn what_a_result_says_is_what_its_scenario_says_when_it_is_simulated_again() {
    let folder = tempfile::tempdir().unwrap();
    let (result, from, anew) = (folder.path().join("result"), folder.path().join("from"), folder.path().join("anew"));
    let scenario = || smoke(&[&TINY[..], &[("replications", "60")]].concat());
    app::run(Request { scenario: scenario(), precision: None, tables_only: true, so_far: true, out: result.clone(), threads: 2 }, &())
        .unwrap();
    for (method, files) in [
        (Method::Sensitivity { permutations: 19 }, &["signals.csv", "indices.csv", "tested.csv"][..]),
        (Method::Robustness { at_most: vec![("reports".to_owned(), 1000.0)] }, &["regret.csv", "information.csv", "met.csv"]),
    ] {
        inquire(Inquiry { from: Some(result.clone()), ..inquiry(app::scenario_of(&result).unwrap(), method.clone(), &from) }, &()).unwrap();
        inquire(inquiry(scenario(), method, &anew), &()).unwrap();
        for file in files.iter().chain(&["manifest.json"]) {
            assert_eq!(bytes(&from, file), bytes(&anew, file), "{file}");
        }
        assert!(is_verified(&from));
    }
    let regret = table(&from, "regret.csv");
    assert!(regret.iter().all(|row| number(row, "least") <= number(row, "most") + 1e-9 && number(row, "p90") <= number(row, "worst")));
    assert!(app::scenario_of(&from).unwrap_err().to_string().contains("results of a method"));
}

#[test]
fn a_policy_that_changes_nothing_has_no_index_no_regret_and_no_lever() {
    let text = smoke_text().split("[arm.").next().unwrap().to_owned() + "[arm.base]\n[arm.null]\n";
    let null = || scenario(&text, &[&TINY[..], &[("replications", "60")]].concat());
    let (_folder, out, _) = asked(null(), Method::Sensitivity { permutations: 19 });
    let signals = table(&out, "signals.csv");
    assert!(signals.iter().filter(|row| row["arm"] == "null").all(|row| row["told"] == "constant" && row["variance"] == "0"));
    assert!(table(&out, "indices.csv").iter().all(|row| row["arm"] == "base"));
    let (_folder, out, _) = asked(null(), Method::Robustness { at_most: Vec::new() });
    let regret = table(&out, "regret.csv");
    assert!(
        !regret.is_empty() && regret.iter().all(|row| ["least", "most", "p90", "worst", "best"].iter().all(|column| row[*column] == "0"))
    );
    assert!(table(&out, "information.csv").iter().all(|row| row["value"] == "0"));
    let folder = tempfile::tempdir().unwrap();
    let method = Method::Attribution { arm: "null".to_owned(), orders: Vec::new() };
    let error = inquire(inquiry(null(), method, &folder.path().join("out")), &()).unwrap_err();
    assert!(error.to_string().contains("changes nothing"), "{error}");
}

#[test]
fn shares_of_levers_add_up_to_the_paired_difference() {
    let method = Method::Attribution { arm: "e2ee-metadata-reports".to_owned(), orders: Vec::new() };
    let (_folder, out, _) = asked(smoke(&TINY), method);
    let rows = table(&out, "attribution.csv");
    let design = Design::of(&smoke(&TINY));
    for outcome in ASKED {
        let own = || rows.iter().filter(|row| row["outcome"] == outcome.definition().id);
        let (levers, all): (Vec<&Row>, Vec<&Row>) = own().partition(|row| row["lever"] != "(all)");
        assert!(levers.len() > 2 && all.len() == 1, "{levers:?}");
        let sum: f64 = levers.iter().map(|row| number(row, "contribution")).sum();
        let whole = number(all[0], "contribution");
        let run =
            |point: usize, replication: u32| design.simulate::<Totals>(Task { replication, point }).record.estimate_total(outcome).unwrap();
        let gap = (0..6).map(|replication| run(2, replication) - run(0, replication)).sum::<f64>() / 6.0;
        assert!(
            (sum - whole).abs() <= 1e-9 * whole.abs().max(1.0) && (gap - whole).abs() <= 1e-9 * whole.abs().max(1.0),
            "{sum} {whole} {gap}"
        );
    }
    assert!(is_verified(&out));
}

#[test]
fn one_lever_alone_is_the_arm_that_changes_it_alone() {
    let arm =
        |name: &str, keys: &str| format!("[arm.{name}.platform.tiktok]\nrollout = {{ start = \"1 week\", ramp = \"5 days\" }}\n{keys}\n");
    let (encryption, staff) = ("encryption = \"default\"", "review.staff = 7");
    let both = format!("{encryption}\n{staff}");
    let arms = format!("[arm.base]\n{}{}{}", arm("one", encryption), arm("other", staff), arm("both", &both));
    let text = smoke_text().split("[arm.").next().unwrap().to_owned() + &arms;
    let world = || scenario(&text, &TINY);
    let design = Design::of(&world());
    let found = players(&design.points[0].plan, &design.points[3].plan).unwrap();
    let names: Vec<&str> = found.iter().map(|player| player.name.as_str()).collect();
    assert_eq!(names, ["platform.tiktok.encryption", "platform.tiktok.review.staff"]);
    let method = Method::Attribution { arm: "both".to_owned(), orders: Vec::new() };
    let planned = method.plan(&world(), Limits::default()).unwrap();
    for (coalition, point) in [(0, 0), (1, 1), (2, 2), (3, 3)] {
        for replication in 0..4 {
            let one = planned.design.simulate::<Totals>(Task { replication, point: coalition }).record;
            let other = design.simulate::<Totals>(Task { replication, point }).record;
            assert_eq!(bits(&one), bits(&other));
        }
    }
}

#[test]
fn walks_find_what_moves_an_outcome_and_what_changes_nothing() {
    let small = smoke(&[("horizon", "3 weeks"), ("sample", "0.0001"), ("warm-up", "1 week")]);
    let paths = uncertain(&Design::of(&small).points);
    let (_folder, out, answered) = asked(small, Method::Morris { trajectories: 2 });
    let tested = table(&out, "tested.csv");
    assert_eq!(tested.iter().map(|row| row["parameter"].clone()).collect::<Vec<_>>(), paths);
    let nothing = |path: &str| tested.iter().find(|row| row["parameter"] == path).unwrap()["nothing"].clone();
    let moving: BTreeSet<String> =
        table(&out, "elementary.csv").iter().filter(|row| row["absolute"] != "0").map(|row| row["parameter"].clone()).collect();
    assert!(!moving.is_empty() && moving.len() < paths.len(), "{} of {} move something", moving.len(), paths.len());
    assert!(paths.iter().all(|path| (nothing(path) == "true") != moving.contains(path)));
    assert!(answered.said.lines.last().unwrap().contains("change none of this, exactly"));
}

/// What is switched and what is a number are columns of one design, so that structure and assumptions are ranked together.
#[test]
fn switches_are_factors_of_a_design_as_numbers_are() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("points.csv");
    let head = "mechanism.contact.enabled,platform.tiktok.detection.user-reports.enabled,offender.groomer.adaptation.deterrence";
    std::fs::write(&file, format!("{head}\ntrue,true,0\nfalse,true,0\ntrue,false,0.3\n")).unwrap();
    let (_folder, out, _) = asked(smoke(&TINY), Method::Design { points: read_points(&file).unwrap() });
    let rows = table(&out, "point-outcomes.csv");
    let sum = |point: &str, outcome: &str| {
        let of = |row: &&Row| row["point"] == point && row["outcome"] == outcome && row["arm"] == "keep-readable";
        rows.iter().filter(of).map(|row| number(row, "value")).sum::<f64>()
    };
    assert!(sum("0", "review-hours") > sum("2", "review-hours"), "nobody reports anything");
    let differing: BTreeSet<&String> = rows
        .iter()
        .filter(|row| sum("0", &row["outcome"]).to_bits() != sum("1", &row["outcome"]).to_bits())
        .map(|row| &row["outcome"])
        .collect();
    assert!(!differing.is_empty(), "a mechanism that is off changes something");
    let (_folder, out, answered) = asked(smoke(&TINY), sweep(&["mechanism.contact.enabled=true,false"]));
    assert_eq!(table(&out, "levers.csv").iter().map(|row| row["set"].clone()).collect::<Vec<_>>(), ["true", "false"]);
    assert!(!answered.said.lines.is_empty());
}

/// One policy keeps messages for a time that nobody knows, from one to six days, where they are kept for four: more is held where it is
/// longer, whatever else is so.
#[test]
fn a_sign_turns_where_the_assumption_that_makes_it_crosses_over() {
    let kept = "[arm.fixed.platform.tiktok]\naccess.content-retention = \"4 days\"\n[arm.open.platform.tiktok]\n\
                access.content-retention = { uniform = [\"1 day\", \"6 days\"], evidence = \"assumed\" }\n";
    let world = || {
        let text = format!("{}{kept}", smoke_text().split("[arm.").next().unwrap().replace("asks-about", "#"));
        scenario(&text, &[&TINY[..], &[("replications", "80")]].concat())
    };
    let held = |scenario: Scenario, out: &Path| Inquiry {
        outcomes: vec![Outcome::ContentHeld],
        ..inquiry(scenario, Method::Flip { arm: "open".into(), moves: Vec::new() }, out)
    };
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let answered = inquire(held(world(), &out), &()).unwrap();
    let (rows, moves) = (table(&out, "flip.csv"), table(&out, "moves.csv"));
    assert!(rows[0]["length"].is_empty() && number(&rows[0], "mean") < 0.0, "half a day less on average: {:?}", rows[0]);
    for row in &rows[1..] {
        let own = |one: &&Row| one["length"] == row["length"] && one["parameter"] == "arm.open.platform.tiktok.access.content-retention";
        let days = number(moves.iter().find(own).unwrap(), "value");
        assert_eq!(row["sign"], if days > 4.0 { "above" } else { "below" }, "{days} days: {row:?}");
    }
    assert_eq!(rows.last().unwrap()["sign"], "above");
    let squares: f64 = moves.iter().filter(|row| row["length"] == "1").map(|row| number(row, "deviations")).map(|part| part * part).sum();
    assert!((squares - 1.0).abs() < 1e-9, "a move of length 1 has length 1: {squares}");
    assert!(answered.said.lines[1].contains("the sign turns within 0.5 ") || answered.said.lines[1].contains("the sign turns within 1 "));
    assert!(is_verified(&out));
    // Where no assumption makes a difference, there is nowhere to go; and a posterior's draws are not moved one by one.
    let alike = Method::Flip { arm: "same".into(), moves: Vec::new() };
    let text = format!("{}[arm.base]\n[arm.same]\n", smoke_text().split("[arm.").next().unwrap().replace("asks-about", "#"));
    let (_folder, out, answered) = asked(scenario(&text, &TINY), alike);
    assert!(table(&out, "moves.csv").is_empty() && answered.said.lines[1].contains("no direction"), "{:?}", answered.said.lines);
}

#[test]
fn the_worlds_in_which_something_holds_are_a_box_that_holds_on_the_other_half() {
    let scenario = || smoke(&[&TINY[..], &[("replications", "160")]].concat());
    let reports = Outcome::Reports;
    let design = Design::of(&scenario());
    let mut levels: Vec<f64> =
        (0..20).map(|draw| design.simulate::<Totals>(Task { replication: 2 * draw, point: 0 }).record.total(reports).unwrap()).collect();
    levels.sort_by(f64::total_cmp);
    let when = format!("level(reports, keep-readable) > {}", levels[12]);
    let (_folder, out, answered) = asked(scenario(), Method::Discover { when: when.parse().unwrap() });
    let (limits, peels) = (table(&out, "box.csv"), table(&out, "peeling.csv"));
    assert!(peels.len() > 5 && peels.iter().filter(|row| row["chosen"] == "true").count() == 1);
    let chosen = peels.iter().find(|row| row["chosen"] == "true").unwrap();
    assert_eq!(number(chosen, "held_out_p") <= 0.05, !limits.is_empty(), "a box is one that holds on the half that was not searched");
    assert!(answered.said.lines[0].starts_with(&format!("{when} in ")), "{:?}", answered.said.lines);
    let never = Method::Discover { when: "level(reports, keep-readable) < 0".parse().unwrap() };
    let (_folder, out, answered) = asked(smoke(&TINY), never);
    assert!(table(&out, "box.csv").is_empty() && answered.said.warnings[0].cause.contains("no box can be searched"));
}

#[test]
fn every_range_is_in_the_table_of_assumptions_and_goes_back_into_a_design() {
    let (_folder, out, _) = asked(smoke(&TINY), Method::Design { points: vec![Vec::new()] });
    let rows = table(&out, "assumptions.csv");
    let ranges: Vec<&Row> = rows.iter().filter(|row| row["arm"] == "all" && !row["distribution"].is_empty()).collect();
    assert_eq!(ranges.len(), uncertain(&Design::of(&smoke(&TINY)).points[..1]).len());
    let low = |row: &&Row| veilsim::experiment::method::setting(&row["parameter"], &row["low"]);
    let lowest: Vec<(String, String)> = ranges.iter().map(low).collect();
    for row in &ranges {
        assert!(number(row, "low") < number(row, "high") && (row["distribution"] == "triangular") != row["mode"].is_empty(), "{row:?}");
    }
    let (_folder, out, _) = asked(smoke(&[&TINY[..], &[("replications", "2")]].concat()), Method::Design { points: vec![lowest] });
    assert!(!table(&out, "point-outcomes.csv").is_empty());
}
