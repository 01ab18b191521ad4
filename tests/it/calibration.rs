//! The targets that the model is held against can be read, cite the evidence base, are all computed by `calibration-check`, and say
//! honestly which of them test the model.

use crate::common::{files_below, sets, texts, veilsim};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use veilsim::inference::figure::Figure;
use veilsim::results::tables::Fit;
use veilsim::scenario::evidence::Base;
use veilsim::scenario::targets::{Comparable, Target, read, shipped};
use veilsim::scenario::{Beside, load, load_with};

/// The head of a file of targets, and a row that is sound.
const HEAD: &str = "target,what,platform,per,over,under,scale,window,value,low,high,error,discrepancy,use,comparable,evidence";
const ROW: &str = "X1,share begun by victims,tiktok,,user-incidents,incidents,,,0.5,0.4,0.6,0.05,0.05,test,near,snap_ca_cse_turnaround";

fn one(row: &str) -> Result<Vec<Target>, String> {
    read(&format!("{HEAD}\n{row}\n"))
}

#[test]
fn every_target_cites_evidence_and_names_what_the_scenario_has() {
    let (base, targets) = (Base::shipped(), shipped().unwrap());
    let scenario = load("scenarios/calibration-check.toml".as_ref(), &[]).unwrap();
    for target in &targets {
        assert!(target.low < target.high && !target.what.is_empty() && target.discrepancy > 0.0, "{target:?}");
        assert!(!target.evidence.is_empty() && target.evidence.iter().all(|id| base.get(id).is_some()), "{:?}", target.evidence);
        let figure = Figure::of(target, &scenario).unwrap_or_else(|| panic!("an arm or a place of {target:?} is missing"));
        let expected = if target.over.is_empty() { Some(Fit::NotInModel) } else { None };
        assert_eq!(figure.missing(), expected, "{target:?}");
        assert!(!target.over.is_empty() || target.comparable == Comparable::No, "{target:?}");
    }
    let numbers: BTreeSet<&str> = targets.iter().map(|target| target.target.as_str()).collect();
    assert!((1..=15).all(|n| numbers.contains(format!("C{n}").as_str())), "{numbers:?}");
}

/// A scenario may cite what its targets rest on; then the row says so.
#[test]
fn no_shipped_test_rests_on_what_a_parameter_of_its_scenario_cites() {
    let scenarios = files_below(Path::new("scenarios")).into_iter().filter(|path| path.extension().is_some_and(|e| e == "toml"));
    let mut tests = 0;
    for path in scenarios.filter(|path| path.parent() == Some(Path::new("scenarios"))) {
        let scenario = load(&path, &[]).unwrap();
        let held = |target: &&Target| Figure::of(target, &scenario).is_some();
        for target in scenario.targets.iter().filter(held) {
            assert_eq!(target.cited_by, None, "{} {} {}", path.display(), target.target, target.what);
            tests += usize::from(!target.fitted);
        }
    }
    assert!(tests >= 8, "{tests} tests");
}

#[test]
fn a_row_that_cannot_be_is_refused_with_its_reason() {
    assert_eq!(one(ROW).unwrap().len(), 1);
    for (from, to, reason) in [
        (",0.05,test", ",0,test", "discrepancy"),
        ("0.4,0.6", "0.6,0.4", "between low and high"),
        ("test,near", "guess,near", "use is \"guess\""),
        ("test,near", "test,nearly", "unknown variant"),
        ("user-incidents,", "user-incident,", "is no outcome"),
        (",,user-incidents,incidents", ",,user-incidents,", "a count is for a time"),
        (",,user-incidents", ",1 year,user-incidents", "a ratio is not a count"),
        (",,user-incidents", ",1 day,user-incidents", "write \"1 year\""),
        ("incidents,,,", "incidents,,4 weeks,", "window is a time"),
        ("incidents,,,", "incidents,,8 weeks to 4 weeks,", "ends before it begins"),
        ("user-incidents,", "a/b/user-incidents,", "arm/platform"),
        ("user-incidents,", "a/b/us/13-15/user-incidents,", "a market and an age band"),
        (",snap_ca_cse_turnaround", ",", "evidence names"),
    ] {
        let row = ROW.replacen(from, to, 1);
        assert!(row != ROW, "{from} is not in the row");
        let refused = one(&row).unwrap_err();
        assert!(refused.contains(reason), "{row}: {refused}");
    }
    assert!(one(&ROW.replace("0.4,0.6", "0.6,0.4")).unwrap_err().starts_with("X1 (share begun by victims): "));
    let both = ROW.replace("incidents,,,", "incidents,,0 to 4 weeks,").replace("user-incidents", "/tiktok/us/all/user-incidents");
    assert!(one(&both).unwrap_err().contains("not at two of them at once"));
}

/// A count per time is the same whatever the horizon; a window that the run does not reach, or cuts, gives no figure.
#[test]
fn figures_do_not_depend_on_the_horizon() {
    use veilsim::experiment::{Design, replicate};
    use veilsim::model::Outcomes;
    let text = format!(
        "{HEAD}\nA,early,,1 year,reports,,,0 to 4 weeks,9,1,99,1,1,fitted,near,cybertips_tiktok_2023\nB,early ratio,tiktok,,user-incidents,incidents,,0 to 4 weeks,0.5,0,1,1,1,fitted,near,cybertips_tiktok_2023\nC,cut,,1 year,reports,,,0 to 10 days,9,1,99,1,1,fitted,near,cybertips_tiktok_2023\nD,late,,1 year,reports,,,5 weeks to 7 weeks,9,1,99,1,1,fitted,near,cybertips_tiktok_2023\n"
    );
    let targets = read(&text).unwrap();
    let values = |horizon: &str| -> Vec<Option<u64>> {
        let scenario = crate::common::smoke(&[("horizon", horizon)]);
        let runs = replicate::<Outcomes>(&Design::of(&scenario), 1, 1).unwrap();
        let of = |target: &Target| {
            let figure = Figure::of(target, &scenario).unwrap();
            figure.missing().is_none().then(|| figure.value(&|arm| &runs.records[arm][0]).to_bits())
        };
        targets.iter().map(of).collect()
    };
    let (short, long) = (values("6 weeks"), values("8 weeks"));
    assert_eq!(short[..2], long[..2]);
    assert!(short[0].is_some_and(|bits| f64::from_bits(bits) > 0.0));
    assert!(short[2].is_none() && long[2].is_none(), "a window of ten days cuts weeks");
    assert!(short[3].is_none() && long[3].is_some(), "the short run does not reach it");
}

/// The interval score of a figure inside is the interval's width; outside it pays 20 times what it misses by.
#[test]
fn scores_are_the_closed_form() {
    let target = &one(ROW).unwrap()[0];
    let scenario = crate::common::smoke(&[]);
    let figure = Figure::of(target, &scenario).unwrap();
    let deviation = target.deviation();
    let score = |interval| figure.score(interval).unwrap() * deviation;
    assert!((score([0.4, 0.7]) - 0.3).abs() < 1e-12 && (score([0.6, 0.7]) - (0.1 + 20.0 * 0.1)).abs() < 1e-12);
    assert!(figure.is_within([0.4, 0.7]) && !figure.is_within([0.6, 0.7]));
    // One value spread by a normal error: its 90 % interval.
    let [low, high] = figure.predicted(&[0.5]).unwrap();
    assert!((high - low - 2.0 * 1.644_853_6 * deviation).abs() < 1e-6 && (low + high - 1.0).abs() < 1e-9, "{low} {high}");
    assert_eq!(figure.predicted(&[]), None);
}

fn own_targets(folder: &Path, rows: &str) -> PathBuf {
    let file = folder.join("own.csv");
    std::fs::write(&file, format!("{HEAD}\n{rows}\n")).unwrap();
    file
}

#[test]
fn targets_of_the_users_own_are_refused_where_they_are_no_test_or_cite_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = Path::new("scenarios/smoke.toml");
    let problems = |rows: &str| {
        let beside = Beside { targets: Some(own_targets(folder.path(), rows)), ..Beside::default() };
        let refused = load_with(path, &sets(&[]), &beside);
        refused
            .map(|scenario| scenario.targets.len())
            .map_err(|problems| problems.list.iter().map(|p| p.message.clone()).collect::<Vec<_>>())
    };
    assert_eq!(problems(ROW).unwrap(), 1);
    // The evidence of a value, and one that stands in a note alone.
    for id in ["dsa_max_fine", "dpc_tiktok_fine"] {
        let refused = problems(&ROW.replace("snap_ca_cse_turnaround", id)).unwrap_err();
        assert!(
            refused.len() == 1 && refused[0].contains("is no test") && refused[0].contains("cites the same evidence"),
            "{id}: {refused:?}"
        );
        assert_eq!(problems(&ROW.replace("snap_ca_cse_turnaround", id).replace("test", "fitted")).unwrap(), 1);
    }
    let refused = problems(&ROW.replace("snap_ca_cse_turnaround", "no_such_row")).unwrap_err();
    assert!(refused[0].contains("not in the evidence base"), "{refused:?}");
}

#[test]
fn targets_of_the_users_own_are_part_of_the_record_and_verify_holds_the_run_against_them() {
    let folder = tempfile::tempdir().unwrap();
    let (targets, out) = (own_targets(folder.path(), ROW), folder.path().join("out"));
    let (targets, path) = (targets.display().to_string(), out.display().to_string());
    let check = veilsim(&["check", "scenarios/smoke.toml", "--targets", &targets]);
    assert!(
        texts(&check).0.contains("of 1 published figures, the scenario has the arms and places of 1; 0 to fit and 1 as a test"),
        "{check:?}"
    );
    let run = veilsim(&["run", "scenarios/smoke.toml", "--replications", "2", "--quiet", "--targets", &targets, "--out", &path]);
    assert!(run.status.success(), "{}", texts(&run).1);
    let table = std::fs::read_to_string(out.join("calibration.csv")).unwrap();
    assert!(table.lines().count() == 2 && table.contains("X1"), "{table}");
    let manifest: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["run"]["targets"].as_str().map(str::len), Some(64));
    // The file itself is no longer needed.
    std::fs::remove_file(&targets).unwrap();
    let verified = veilsim(&["verify", &path, "--quiet"]);
    assert!(verified.status.success(), "{}", texts(&verified).1);
    let changed = std::fs::read_to_string(out.join("manifest.json")).unwrap().replace("0.5,0.4,0.6", "0.5,0.3,0.6");
    std::fs::write(out.join("manifest.json"), changed).unwrap();
    let verified = veilsim(&["verify", &path, "--quiet"]);
    assert!(!verified.status.success() && texts(&verified).1.contains("calibration.csv"), "{}", texts(&verified).1);
}
