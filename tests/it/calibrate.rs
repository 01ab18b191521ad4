//! A calibration moves draws towards figures, is the same on any threads and after an interruption, and what is drawn from it is on record.

use crate::common::{manifest, number, sets, smoke_text, table, texts, veilsim};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use veilsim::app::{AppError, CalibrationRequest, Event, Progress, calibrate};
use veilsim::experiment::Design;
use veilsim::inference::calibration::{Calibration, Settings, check};
use veilsim::model::Outcome;
use veilsim::results::tables::{LogRow, MovedRow, ReachRow, RoundRow, Row, read};
use veilsim::scenario::posterior::Posterior;
use veilsim::scenario::{Beside, DrawsFrom, Scenario, load, load_with};

const TARGETS: &str = "target,what,kind,per,over,under,scale,value,low,high,error,discrepancy,use,comparable,evidence
A,who appeals,accounts,,keep-readable/tiktok/all/all/appeals,keep-readable/tiktok/all/all/suspensions,,0.15,0.1,0.2,0.01,0.02,fitted,same,cybertips_tiktok_2023
B,reports a year,reports,1 year,reports,,log,900000,500000,1500000,90000,200000,fitted,near,cybertips_tiktok_2023
C,who reports,people,,victims-reporting,demands,,0.4,0.3,0.5,0.05,0.05,test,same,snap_ca_cse_turnaround
";

const SMALL: Settings = Settings { members: 80, rounds: 2, seed: 3 };

fn targets(folder: &Path) -> PathBuf {
    let file = folder.join("own-targets.csv");
    std::fs::write(&file, TARGETS).unwrap();
    file
}

fn scenario(folder: &Path) -> Scenario {
    let beside = Beside { targets: Some(targets(folder)), ..Beside::default() };
    let sets = sets(&[("horizon", "16 weeks"), ("warm-up", "4 weeks")]);
    load_with("scenarios/smoke.toml".as_ref(), &sets, &beside).unwrap_or_else(|problems| panic!("{:?}", problems.list))
}

fn request(folder: &Path, name: &str, threads: usize) -> CalibrationRequest {
    CalibrationRequest { scenario: scenario(folder), settings: SMALL, out: folder.join(name), threads }
}

fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap())).collect()
}

/// Ends after so many runs.
struct Ends(AtomicU32);

impl Progress for Ends {
    fn hear(&self, event: Event<'_>) {
        if let Event::RunFinished = event {
            let left = self.0.load(Ordering::SeqCst);
            self.0.store(left.saturating_sub(1), Ordering::SeqCst);
        }
    }

    fn ends(&self) -> bool {
        self.0.load(Ordering::SeqCst) == 0
    }
}

#[test]
fn a_calibration_moves_towards_its_figures_and_is_the_same_on_any_threads_and_after_an_interruption() {
    let folder = tempfile::tempdir().unwrap();
    let one = calibrate(&request(folder.path(), "one", 1), &()).unwrap();
    calibrate(&request(folder.path(), "three", 3), &()).unwrap();
    let interrupted = calibrate(&request(folder.path(), "torn", 2), &Ends(AtomicU32::new(70)));
    assert!(matches!(interrupted, Err(AppError::CalibrationInterrupted)) && !folder.path().join("torn").exists());
    calibrate(&request(folder.path(), "torn", 2), &()).unwrap();
    // Once more over what is there.
    calibrate(&request(folder.path(), "torn", 1), &()).unwrap();
    let first = files(&folder.path().join("one"));
    for file in
        ["posterior.csv", "calibration.json", ReachRow::FILE, MovedRow::FILE, RoundRow::FILE, LogRow::FILE, "calibration-targets.svg"]
    {
        assert!(first.contains_key(file), "{file}");
    }
    assert!(first == files(&folder.path().join("three")) && first == files(&folder.path().join("torn")));
    let left = std::fs::read_dir(folder.path()).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(left, 3, "nothing is left beside the results");

    let dir = folder.path().join("one");
    let rows: Vec<ReachRow> = read(&dir).unwrap();
    let row = |name: &str| rows.iter().find(|row| row.target == name).unwrap();
    assert!(row("A").moves && row("B").moves && !row("C").moves);
    // Between the ranges and the figure, from whichever side.
    let (before, after) = (row("A").prior_median.unwrap(), row("A").posterior_median.unwrap());
    assert!((after - 0.15).abs() < 0.7 * (before - 0.15).abs(), "{before} {after}");
    let rounds: Vec<RoundRow> = read(&dir).unwrap();
    assert!(rounds.len() == 3 && rounds[2].misfit < rounds[0].misfit, "{rounds:?}");
    let moved: Vec<MovedRow> = read(&dir).unwrap();
    assert!(
        moved.iter().any(|row| row.moved && row.parameter == "platform.tiktok.enforcement.appeal-guilty")
            && moved.last().is_some_and(|row| !row.moved),
        "{moved:?}"
    );
    assert_eq!(one.log.moved as usize, moved.iter().filter(|row| row.moved).count());
    assert!((1.0..f64::from(SMALL.members)).contains(&one.diagnosis.effective));
}

#[test]
fn a_posterior_is_drawn_from_recorded_and_verified_and_the_ranges_stay_within_reach() {
    let folder = tempfile::tempdir().unwrap();
    let calibrated = calibrate(&request(folder.path(), "calibration", 0), &()).unwrap();
    let table = calibrated.folder.join("posterior.csv");
    let posterior = Posterior::read(&std::fs::read_to_string(&table).unwrap()).unwrap();
    assert_eq!((posterior.members.len(), posterior.paths.len()), (SMALL.members as usize, calibrated.log.moved as usize));
    assert!(calibrated.log.moved < calibrated.log.parameters);
    assert!(posterior.about.iter().any(|(name, text)| name == "scenario-hash" && text.len() == 64));
    assert_eq!(Posterior::read(&posterior.text()).unwrap(), posterior);

    // A scenario that names it, beside it.
    let text = format!("draws = \"posterior.csv\"\n{}", smoke_text());
    std::fs::write(folder.path().join("own.toml"), text).unwrap();
    std::fs::copy(&table, folder.path().join("posterior.csv")).unwrap();
    let own = folder.path().join("own.toml").display().to_string();
    let run = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        let path = out.display().to_string();
        let short = ["run", &own, "--quiet", "--replications", "4", "--set", "horizon=4 weeks", "--set", "warm-up=4 weeks", "--out", &path];
        let output = veilsim(&[&short[..], more].concat());
        assert!(output.status.success(), "{}", texts(&output).1);
        out
    };
    let file = table.display().to_string();
    let (named, given, prior) = (run("named", &[]), run("given", &["--draws-from", &file]), run("prior", &["--prior"]));
    let digest = |out: &Path| manifest(out)["digest"].as_str().unwrap().to_owned();
    assert_eq!(digest(&named), digest(&given));
    assert_ne!(digest(&named), digest(&prior));
    assert_eq!(manifest(&named)["run"]["posterior"].as_str().map(str::len), Some(64));
    assert!(manifest(&prior)["run"].get("posterior").is_none());
    // What moves assumptions one by one takes no draws that depend on each other.
    for command in ["flip", "sensitivity"] {
        let more: &[&str] = if command == "flip" { &["--arm", "default-e2ee"] } else { &["--method", "morris"] };
        let refused = veilsim(&[&[command, &own, "--quiet"], more].concat());
        assert!(refused.status.code() == Some(2) && texts(&refused).1.contains("--prior"), "{}", texts(&refused).1);
    }
    // What is on record is enough.
    std::fs::remove_file(folder.path().join("posterior.csv")).unwrap();
    for out in [&named, &prior] {
        let verified = veilsim(&["verify", &out.display().to_string(), "--quiet"]);
        assert!(verified.status.success(), "{}", texts(&verified).1);
    }
    let refused = veilsim(&["run", &own, "--quiet"]);
    assert!(refused.status.code() == Some(2) && texts(&refused).1.contains("posterior.csv"), "{}", texts(&refused).1);

    // The members, in turn.
    let beside = Beside { draws: DrawsFrom::Posterior(table), ..Beside::default() };
    let scenario = load_with("scenarios/smoke.toml".as_ref(), &[], &beside).unwrap();
    let design = Design::of(&scenario);
    let (path, quantile) = (&posterior.paths[0], posterior.members[1][0]);
    let value = |draw: u32| {
        let mut found = None;
        veilsim::parameter::each_parameter(&mut design.drawn(0, draw).world, &mut |own, _, leaf| {
            if own == path {
                found = Some((leaf.number(), leaf.spec().unwrap().quantile(quantile)));
            }
        });
        found.unwrap()
    };
    let ((first, expected), (again, _)) = (value(1), value(1 + SMALL.members));
    assert!((first - expected).abs() < 1e-12 && first.to_bits() == again.to_bits());
}

#[test]
fn what_cannot_be_calibrated_or_drawn_from_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out").display().to_string();
    let refused = |args: &[&str], words: &str| {
        let output = veilsim(args);
        assert!(output.status.code() == Some(2) && texts(&output).1.contains(words), "{args:?}: {}", texts(&output).1);
    };
    let smoke = "scenarios/smoke.toml";
    refused(&["calibrate", smoke, "--out", &out], "no published figure that may be fitted");
    let file = targets(folder.path()).display().to_string();
    std::fs::create_dir(folder.path().join("out")).unwrap();
    std::fs::write(folder.path().join("out/mine.txt"), "mine").unwrap();
    refused(&["calibrate", smoke, "--targets", &file, "--out", &out], "not a calibration");
    refused(&["run", smoke, "--draws-from", &file, "--out", &out], "the first column is member");
    let away = folder.path().join("away.toml");
    std::fs::write(&away, format!("draws = \"../posterior.csv\"\n{}", smoke_text())).unwrap();
    refused(&["check", &away.display().to_string()], "leads out of the scenario's folder");
    let other =
        "# veilsim: 0\nmember,response.nothing,market.us.investigation.opens-other\nrange,uniform 0 to 1,uniform 0.1 to 0.2\n0,0.5,0.5\n";
    std::fs::write(folder.path().join("other.csv"), other).unwrap();
    let checked = veilsim(&["check", smoke, "--draws-from", &folder.path().join("other.csv").display().to_string()]);
    assert!(checked.status.success() && texts(&checked).1.contains("posterior-of-another-range"), "{}", texts(&checked).1);
}

/// The short form of `examples/known_truths.rs`.
#[test]
fn intervals_of_a_posterior_hold_truths_that_are_known() {
    let folder = tempfile::tempdir().unwrap();
    let found = check(&scenario(folder.path()), SMALL, 5, 0).unwrap();
    assert!(found.informed.len() > 1 && found.intervals == 5 * found.informed.len() as u32, "{found:?}");
    assert!(found.coverage() > 0.7 && found.width < 1.0, "{found:?}");
}

#[test]
fn the_log_of_calibrations_has_the_columns_of_one() {
    let text = std::fs::read_to_string("docs/calibration-log.csv").unwrap();
    let names: Vec<&str> = LogRow::COLUMNS.iter().map(|column| column.name).collect();
    assert_eq!(text.lines().next(), Some(names.join(",").as_str()));
}

/// A scenario in which some figure can be fitted says how many runs that takes.
#[test]
fn the_runs_of_a_calibration_are_those_of_the_arms_that_its_figures_need() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = scenario(folder.path());
    let calibration = Calibration::prepare(&scenario).unwrap();
    assert_eq!((calibration.arms(), calibration.runs(SMALL)), (1, 80 * 3 + 64));
}

/// What ships is on the log with its score, and of ranges that still hold, in the world that was calibrated and in that of the question.
#[test]
fn the_posterior_that_ships_is_on_the_log_and_of_ranges_that_still_hold() {
    let posterior = Posterior::read(&std::fs::read_to_string("scenarios/posterior.csv").unwrap()).unwrap();
    let about = |name: &str| posterior.about.iter().find(|(own, _)| own == name).map(|(_, text)| text.as_str()).unwrap();
    let log = table(Path::new("docs"), "calibration-log.csv");
    let row =
        log.iter().find(|row| row["scenario_hash"] == about("scenario-hash") && row["targets_hash"] == about("targets-hash")).unwrap();
    assert_eq!((row["members"].as_str(), row["rounds"].as_str()), (about("members"), about("rounds")));
    assert_eq!(row["moved"], posterior.paths.len().to_string());
    assert!(number(row, "posterior_score") < number(row, "prior_score"), "tests are predicted worse: it should not ship");
    assert!(number(row, "posterior_coverage") >= number(row, "prior_coverage"));
    for name in ["calibration-check", "tiktok-dms"] {
        let scenario = load(Path::new(&format!("scenarios/{name}.toml")), &[]).unwrap();
        assert_eq!(posterior.strange(&scenario), Vec::<String>::new(), "{name}");
    }
}

/// What is predicted is of something that the shipped scenarios have, is an interval, and was written down before the figure is expected.
#[test]
fn predictions_are_intervals_of_what_shipped_scenarios_have() {
    let rows = table(Path::new("docs"), "predictions.csv");
    let ids: std::collections::BTreeSet<&String> = rows.iter().map(|row| &row["prediction"]).collect();
    assert!(rows.len() > 4 && ids.len() == rows.len());
    for row in &rows {
        let scenario = load(Path::new(&format!("scenarios/{}.toml", row["scenario"])), &[]).unwrap();
        assert!(scenario.arms.iter().any(|arm| arm.name == row["arm"]), "{row:?}");
        assert!(Outcome::by_id(&row["outcome"]).is_some(), "{row:?}");
        let has = |name: &str, known: Option<usize>| name == "all" || known.is_some();
        let world = &scenario.base;
        assert!(has(&row["platform"], world.platform.index_of(&row["platform"])), "{row:?}");
        assert!(has(&row["market"], world.market.index_of(&row["market"])), "{row:?}");
        assert!(number(row, "low") < number(row, "median") && number(row, "median") < number(row, "high"), "{row:?}");
        assert!(row["made"].as_str() < row["expected"].as_str() && row["digest"].len() == 64, "{row:?}");
    }
}
