//! The scripts that `veilsim cluster` prints. What Slurm gives a task is set by hand here; `tests/cluster/slurm` has the real Slurm.
#![cfg(unix)]

use crate::common::{texts, veilsim};
use crate::shards::result;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

const SHORT: [&str; 6] = ["--replications", "6", "--set", "horizon=3 weeks", "--set", "sample=0.0002"];

fn script(scheduler: &str, shards: &str, out: &str) -> String {
    let output = veilsim(&[&["cluster", scheduler, "scenarios/smoke.toml", "--shards", shards, "--out", out], &SHORT[..]].concat());
    let (script, stderr) = texts(&output);
    assert!(output.status.success(), "{stderr}");
    script
}

/// A program of this name and text in a folder.
fn program(folder: &Path, name: &str, text: &str) {
    let file = folder.join(name);
    fs::write(&file, format!("#!/bin/bash\n{text}\n")).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Runs a Slurm script as a task of an array, with these programs first; its exit code and what it wrote.
fn task(script: &Path, number: &str, programs: &Path, set: &[(&str, &str)]) -> (Option<i32>, String) {
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    command.arg(script).env("PATH", path).env("SLURM_ARRAY_JOB_ID", "40").env("SLURM_ARRAY_TASK_ID", number);
    let output = command.envs(set.iter().copied()).output().unwrap();
    (output.status.code(), texts(&output).0 + &texts(&output).1)
}

#[test]
fn the_tasks_of_the_slurm_script_and_its_merge_give_the_run_that_was_never_divided() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let text = script("slurm", "3", &at("it's out"));
    for word in
        ["#SBATCH --array=0-2", "#SBATCH --signal=B:TERM@60", "#SBATCH --requeue", "Expected cost", "at most 6 runs", "--shard auto/3"]
    {
        assert!(text.contains(word), "{word} is not in {text}");
    }
    assert!(!text.contains("The merge simulates"), "the smoke test has no cross-checks");
    assert!(text.is_ascii() || text.lines().all(|line| line.is_ascii() || line.starts_with('#')), "{text}");
    let file = folder.path().join("smoke.sbatch");
    fs::write(&file, &text).unwrap();
    let programs = folder.path().join("programs");
    fs::create_dir(&programs).unwrap();
    std::os::unix::fs::symlink(assert_cmd::cargo::cargo_bin("veilsim"), programs.join("veilsim")).unwrap();
    for number in ["2", "0", "1"] {
        let (code, says) = task(&file, number, &programs, &[]);
        assert_eq!(code, Some(0), "{says}");
    }
    assert!(veilsim(&["merge", &at("it's out")]).status.success());
    assert!(veilsim(&[&["run", "scenarios/smoke.toml", "--out", &at("alone")], &SHORT[..]].concat()).status.success());
    assert!(result(&folder.path().join("it's out")) == result(&folder.path().join("alone")));
}

#[test]
fn the_slurm_script_asks_for_another_attempt_where_that_helps() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("smoke.sbatch");
    fs::write(&file, script("slurm", "2", "out")).unwrap();
    program(folder.path(), "veilsim", "exit $ENDS");
    program(folder.path(), "squeue", "echo ${STATE:-RUNNING}");
    // Slurm would end the script: here the sleep after it is cut short.
    program(folder.path(), "scontrol", "echo asked: \"$@\"; exit 1");
    for (ends, more, asks) in [
        ("75", &[][..], true),
        ("130", &[], true),
        ("137", &[], true),
        ("143", &[], true),
        ("0", &[], false),
        ("1", &[], false),
        ("2", &[], false),
        ("75", &[("SLURM_RESTART_COUNT", "5")], false),
        ("75", &[("STATE", "COMPLETING")], false),
    ] {
        let (code, says) = task(&file, "1", folder.path(), &[&[("ENDS", ends)], more].concat());
        assert_eq!(code, ends.parse().ok(), "{says}");
        assert_eq!(says.contains("asked: requeue 40_1"), asks, "{ends} {more:?}: {says}");
    }
}

#[test]
fn the_scripts_for_snakemake_and_kubernetes_name_every_shard_and_what_may_be_tried_again() {
    let snakefile = script("snakemake", "3", "a {b}");
    for word in ["SHARDS = 3", "OUT = \"a {b}\"", "retries: 5", "'a {{b}}'", "--shard {wildcards.shard}/", "horizon=3 weeks"] {
        assert!(snakefile.contains(word), "{word} is not in {snakefile}");
    }
    let job = script("kubernetes", "3", "out");
    for word in [
        "completions: 3",
        "backoffLimitPerIndex: 5",
        "values: [1, 2]",
        "\"--set\", \"horizon=3 weeks\"",
        "--shard, auto/3",
        "never run on a cluster",
    ] {
        assert!(job.contains(word), "{word} is not in {job}");
    }
}

#[test]
fn more_shards_than_draws_are_refused_where_somebody_writes_a_script() {
    let output = veilsim(&[&["cluster", "slurm", "scenarios/smoke.toml", "--shards", "4"], &SHORT[..]].concat());
    let (_, stderr) = texts(&output);
    assert!(
        output.status.code() == Some(2) && stderr.contains("6 replications are 3 draws") && stderr.contains("--shards 1 to 3"),
        "{stderr}"
    );
}

#[test]
fn the_cost_says_what_the_merge_simulates_again() {
    let few = ["--replications", "4", "--set", "sample=0.00001", "--set", "horizon=40 weeks", "--set", "warm-up=0 days"];
    let (script, stderr) = texts(&veilsim(&[&["cluster", "slurm", "tiktok-dms", "--shards", "2"], &few[..]].concat()));
    assert!(script.contains("as cross-checks: at most 32 runs"), "{script}{stderr}");
}
