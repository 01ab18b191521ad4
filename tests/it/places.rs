//! Where results may stand: what cannot work is refused before the run, links stay and are not followed, and nothing of the user's
//! is moved or deleted.
#![cfg(unix)]

use crate::common::{files_below, texts, veilsim};
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Output;
use veilsim::results::hash;

/// A run of a moment into `out`, begun in `folder`.
fn run_in(folder: &Path, out: &str) -> Output {
    let scenario = std::env::current_dir().unwrap().join("scenarios/smoke.toml").display().to_string();
    let short = ["run", &scenario, "--replications", "2", "--set", "horizon=3 weeks", "--set", "sample=0.0001", "--quiet", "--out", out];
    assert_cmd::Command::cargo_bin("veilsim").unwrap().current_dir(folder).args(short).output().unwrap()
}

fn run(out: &Path) -> Output {
    run_in(Path::new("."), &out.display().to_string())
}

fn succeeds(output: &Output) {
    assert!(output.status.success(), "{}", texts(output).1);
}

/// Refused as the user's mistake, with these words.
fn refused(output: &Output, words: &[&str]) {
    let (stdout, stderr) = texts(output);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(words.iter().all(|word| stderr.contains(word)) && stdout.is_empty(), "{words:?}: {stderr}");
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    files_below(folder).into_iter().map(|file| (file.clone(), fs::read(file).unwrap())).collect()
}

#[test]
fn a_link_to_a_folder_stays_and_the_results_are_where_it_leads() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("real")).unwrap();
    symlink("real", at("link")).unwrap();
    symlink("link", at("link-to-link")).unwrap();
    for out in ["link", "link-to-link", "link"] {
        succeeds(&run(&at(out)));
    }
    assert!(at("link").symlink_metadata().unwrap().is_symlink() && at("link-to-link").symlink_metadata().unwrap().is_symlink());
    assert!(at("real/manifest.json").is_file());
    assert_eq!(names(folder.path()), ["link", "link-to-link", "real"]);
}

#[test]
fn a_link_that_leads_to_no_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("file"), "mine").unwrap();
    for (name, to, says) in [("nowhere", "not-there", "leads nowhere"), ("loop", "loop", "leads nowhere"), ("to-file", "file", "is a file")]
    {
        symlink(to, at(name)).unwrap();
        refused(&run(&at(name)), &[says, name]);
    }
    assert_eq!(names(folder.path()), ["file", "loop", "nowhere", "to-file"]);
    assert_eq!(fs::read_to_string(at("file")).unwrap(), "mine");
}

#[test]
fn the_folder_that_one_is_in_can_hold_results_and_stays_the_same_folder() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().join("here");
    fs::create_dir_all(here.join("below")).unwrap();
    fs::remove_dir(here.join("below")).unwrap();
    let inode = here.metadata().unwrap().ino();
    for out in [".", "./", "../here/."] {
        succeeds(&run_in(&here, out));
        assert!(here.join("manifest.json").is_file() && here.metadata().unwrap().ino() == inode, "{out}");
    }
    fs::create_dir(here.join("below")).unwrap();
    succeeds(&run_in(&here.join("below"), ".."));
    assert_eq!(names(folder.path()), ["here"]);
}

#[test]
fn what_has_the_name_of_a_file_of_results_and_is_none_is_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let (out, mine) = (folder.path().join("out"), folder.path().join("mine"));
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("file"), "mine").unwrap();
    succeeds(&run(&out));
    for (name, what) in
        [("summary.csv", "a folder"), ("weights.csv", "a folder"), ("report.html", "a folder"), ("charts/audit.svg", "a folder")]
    {
        fs::remove_file(out.join(name)).unwrap();
        fs::create_dir(out.join(name)).unwrap();
        fs::write(out.join(name).join("notes"), "mine").unwrap();
        let before = contents(folder.path());
        refused(&run(&out), &[name, what]);
        assert!(contents(folder.path()) == before, "{name}");
        fs::remove_dir_all(out.join(name)).unwrap();
    }
    succeeds(&run(&out));
    for (name, to) in
        [("draws.csv", "file"), ("manifest.json", "manifest"), ("report.html", "not-there"), ("charts/audit.png", "file"), ("charts", "")]
    {
        let there = out.join(name);
        fs::rename(&there, folder.path().join("aside")).unwrap();
        if name == "manifest.json" {
            fs::copy(folder.path().join("aside"), mine.join(to)).unwrap();
        }
        symlink(mine.join(to), &there).unwrap();
        let before = contents(&mine);
        refused(&run(&out), &[name, "a link"]);
        // To draw again writes to the same names.
        if name != "draws.csv" {
            let output = veilsim(&["report", &out.display().to_string()]);
            refused(&output, &[name, "a link"]);
        }
        assert!(contents(&mine) == before && there.symlink_metadata().unwrap().is_symlink(), "{name}");
        fs::remove_file(&there).unwrap();
        fs::rename(folder.path().join("aside"), &there).unwrap();
    }
    fs::remove_dir_all(out.join("charts")).unwrap();
    fs::write(out.join("charts"), "mine").unwrap();
    refused(&run(&out), &["charts", "a file"]);
    assert_eq!(fs::read_to_string(out.join("charts")).unwrap(), "mine");
}

#[test]
fn a_rerun_leaves_what_is_not_its_own_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (out, elsewhere) = (folder.path().join("out"), folder.path().join("elsewhere"));
    succeeds(&run(&out));
    fs::create_dir_all(out.join("mine/deep")).unwrap();
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("file"), "mine").unwrap();
    for file in ["notes.csv", "mine/deep/summary.csv", "charts/mine.svg", "charts/audited.png"] {
        fs::write(out.join(file), "mine").unwrap();
    }
    symlink(&elsewhere, out.join("link")).unwrap();
    symlink(elsewhere.join("file"), out.join("charts/link.svg")).unwrap();
    let own =
        ["notes.csv", "mine", "mine/deep/summary.csv", "charts/mine.svg", "charts/audited.png", "link", "charts/link.svg", "charts", ""];
    let inodes = || own.map(|name| out.join(name).symlink_metadata().unwrap().ino());
    let before = inodes();
    succeeds(&run(&out));
    assert_eq!(inodes(), before, "moved or made anew");
    assert_eq!(fs::read_to_string(elsewhere.join("file")).unwrap(), "mine");
    assert_eq!(names(folder.path()), ["elsewhere", "out"]);
}

#[test]
fn tables_and_charts_of_an_earlier_result_go_unless_somebody_changed_them() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    succeeds(&run(&out));
    // Tables that an earlier version wrote and this one does not.
    let manifest = fs::read_to_string(out.join("manifest.json")).unwrap();
    let mut record: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    for file in ["old.csv", "changed.csv"] {
        fs::write(out.join(file), "as it was written").unwrap();
        let table = serde_json::json!({ "file": file, "hash": hash("as it was written") });
        record["tables"].as_array_mut().unwrap().push(table);
    }
    fs::write(out.join("manifest.json"), record.to_string()).unwrap();
    fs::write(out.join("changed.csv"), "mine").unwrap();
    fs::write(out.join("charts/tornado-77.png"), "of an earlier result").unwrap();
    succeeds(&run(&out));
    assert!(!out.join("old.csv").exists() && !out.join("charts/tornado-77.png").exists());
    assert_eq!(fs::read_to_string(out.join("changed.csv")).unwrap(), "mine");
}

#[test]
fn names_too_long_and_places_that_cannot_be_written_are_refused_before_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let long = folder.path().join("n".repeat(250));
    succeeds(&run(&long));
    assert!(long.join("manifest.json").is_file(), "long, and possible");
    assert_eq!(names(folder.path()).len(), 1);
    refused(&run(&folder.path().join("n".repeat(256))), &["--out"]);
    refused(&run(&folder.path().join("n".repeat(200)).join("m".repeat(300))), &["--out"]);
    refused(&run(Path::new("/proc/veilsim-results")), &["/proc/veilsim-results", "--out"]);
    refused(&run(Path::new("/dev/null/results")), &["/dev/null/results", "--out"]);
    refused(&run(Path::new("/proc")), &["/proc", "--out"]);
    assert!(names(folder.path()).iter().all(|name| !name.contains("partial")), "{:?}", names(folder.path()));
}
