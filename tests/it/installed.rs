//! The program by itself: what it needs is in it.

use crate::common::{manifest, texts, veilsim};
use std::process::Output;

#[test]
fn in_an_empty_folder_every_scenario_that_ships_is_listed_and_runs_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let there = |args: &[&str]| -> Output {
        assert_cmd::Command::cargo_bin("veilsim").unwrap().current_dir(folder.path()).args(args).output().unwrap()
    };
    let (listed, stderr) = texts(&there(&["list"]));
    assert!(listed.lines().count() > 10 && listed.contains("tiktok-dms") && listed.contains("Does everything run?"), "{listed}{stderr}");
    let names: Vec<&str> = listed.lines().map(|line| line.split(' ').next().unwrap()).collect();
    let checked = there(&[&["check"], &names[..]].concat());
    assert!(checked.status.success(), "{}", texts(&checked).1);

    let short = ["--replications", "2", "--set", "horizon=3 weeks", "--set", "sample=0.0002", "--quiet"];
    let ran = there(&[&["run", "smoke"], &short[..]].concat());
    assert!(ran.status.success(), "{}", texts(&ran).1);
    let of_file = folder.path().join("of-file").display().to_string();
    assert!(veilsim(&[&["run", "scenarios/smoke.toml", "--out", &of_file], &short[..]].concat()).status.success());
    let digest = |name: &str| manifest(&folder.path().join(name))["digest"].clone();
    assert_eq!(digest("output/smoke"), digest("of-file"));

    // A file of that name is the user's own.
    std::fs::write(folder.path().join("smoke"), "question = 1").unwrap();
    assert_eq!(there(&["check", "smoke"]).status.code(), Some(2));
    let unknown = there(&["run", "tiktok-dm"]);
    assert!(unknown.status.code() == Some(2) && texts(&unknown).1.contains("veilsim list"), "{}", texts(&unknown).1);
}
