//! Interrupt and resume: what has finished is never lost, and a run that was interrupted ends in the same bytes as one that was not.

use crate::common::{files_below, texts, veilsim};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Arguments of a run of some tenths of a second.
fn arguments(out: &Path, replications: &str, more: &[&str]) -> Vec<String> {
    let out = out.display().to_string();
    let short = ["run", "scenarios/smoke.toml", "--set", "horizon=3 weeks", "--set", "sample=0.0002", "--replications", replications];
    [&short[..], &["--out", &out], more].concat().into_iter().map(str::to_owned).collect()
}

fn run(out: &Path, replications: &str, more: &[&str]) -> Output {
    let arguments = arguments(out, replications, more);
    veilsim(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

fn begin(out: &Path, replications: &str) -> Child {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("veilsim"));
    command.args(arguments(out, replications, &[])).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// The one folder of an unfinished run beside `out`.
fn partial(out: &Path) -> Option<PathBuf> {
    let start = format!("{}.partial-", out.file_name().unwrap().to_string_lossy());
    let entries = std::fs::read_dir(out.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = entries.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(&start)).collect();
    assert!(found.len() < 2, "{found:?}");
    found.pop()
}

/// Waits until a run has written so many bytes of its journal.
fn wait_for_journal(out: &Path, bytes: u64) -> PathBuf {
    let started = Instant::now();
    loop {
        let folder = partial(out);
        if let Some(folder) = folder.filter(|f| f.join("journal").metadata().is_ok_and(|m| m.len() >= bytes)) {
            return folder;
        }
        assert!(started.elapsed() < Duration::from_mins(1), "no journal");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    files_below(folder).into_iter().map(|f| (f.strip_prefix(folder).unwrap().to_owned(), std::fs::read(f).unwrap())).collect()
}

#[test]
fn a_run_killed_at_many_moments_ends_in_the_bytes_of_one_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (alone, killed) = (folder.path().join("alone"), folder.path().join("killed"));
    let started = Instant::now();
    assert!(run(&alone, "24", &[]).status.success());
    let whole = started.elapsed();
    // From before the first run has finished to the writing of the charts; each goes on where the one before was.
    for moment in [0.02, 0.31, 0.05, 0.17, 0.11, 0.29, 0.43, 0.24, 0.61, 0.37, 0.71, 0.35, 0.78, 0.4, 0.84, 0.45, 0.9, 0.5, 0.95, 0.55] {
        let mut child = begin(&killed, "24");
        std::thread::sleep(whole.mul_f64(moment));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!killed.exists() || killed.join("manifest.json").is_file());
    }
    let last = run(&killed, "24", &["--threads", "1"]);
    assert!(last.status.success(), "{}", texts(&last).1);
    assert!(contents(&alone) == contents(&killed));
    assert_eq!(partial(&killed), None, "nothing is left behind");
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_what_there_is_so_far_and_the_same_command_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let child = begin(&out, "20000");
    let work = wait_for_journal(&out, 500_000);
    let signalled = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(signalled.success());
    let output = child.wait_with_output().unwrap();
    let (stdout, stderr) = texts(&output);
    let so_far = work.join("so-far");
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    for word in [" of 20000 replications", "the same command goes on", "[partial-run]", &so_far.display().to_string()] {
        assert!(stderr.contains(word), "{word} is not in {stderr}");
    }
    assert!(stdout.contains("Partial: the run was interrupted before its 20000 replications."), "{stdout}");
    assert!(!out.exists(), "a part of a run is not a result");
    let read = |file: &str| std::fs::read_to_string(so_far.join(file)).unwrap();
    assert!(read("warnings.csv").contains("partial-run") && read("manifest.json").contains("\"planned\": 20000"));
    assert!(read("charts/paired-differences.svg").contains("Partial:"));
    let (same, stderr) = texts(&veilsim(&["verify", &so_far.display().to_string()]));
    assert!(same.starts_with("the same: "), "{stderr}");

    // What has finished counts for a shorter run too.
    let output = run(&out, "4", &[]);
    let (_, stderr) = texts(&output);
    assert!(output.status.success() && stderr.contains("runs that finished before"), "{stderr}");
    assert_eq!(partial(&out), None);
    let alone = folder.path().join("alone");
    assert!(run(&alone, "4", &[]).status.success());
    assert!(contents(&alone) == contents(&out));
}

#[test]
fn another_seed_begins_anew_says_so_and_keeps_what_there_was() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut child = begin(&out, "20000");
    let work = wait_for_journal(&out, 100_000);
    child.kill().unwrap();
    child.wait().unwrap();
    let kept = std::fs::read(work.join("journal")).unwrap();
    let output = run(&out, "2", &["--seed", "99"]);
    let (_, stderr) = texts(&output);
    assert!(output.status.success() && !stderr.contains("finished before"), "{stderr}");
    assert!(stderr.contains(&format!("an unfinished run with seed 1 stays in {}", work.display())), "{stderr}");
    assert!(std::fs::read(work.join("journal")).unwrap() == kept);
    assert!(texts(&run(&out, "2", &[])).1.contains("runs that finished before"));
}

#[test]
fn a_journal_with_a_damaged_first_line_loses_no_run() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mut child = begin(&out, "20000");
    let journal = wait_for_journal(&out, 300_000).join("journal");
    child.kill().unwrap();
    child.wait().unwrap();
    let mut bytes = std::fs::read(&journal).unwrap();
    bytes[2..40].fill(b'#');
    std::fs::write(&journal, bytes).unwrap();
    let output = run(&out, "4", &[]);
    let (_, stderr) = texts(&output);
    assert!(output.status.success() && stderr.contains("runs that finished before"), "{stderr}");
    let alone = folder.path().join("alone");
    assert!(run(&alone, "4", &[]).status.success());
    assert!(contents(&alone) == contents(&out));
}

#[test]
fn a_disk_that_is_too_small_shows_before_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&folder.path().join("out"), "4000000000", &["--most-memory", "1e12", "--most-events", "1e15"]);
    let (_, stderr) = texts(&output);
    assert!(output.status.code() == Some(1) && stderr.contains("the run needs about ") && stderr.contains(" are free"), "{stderr}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_rerun_keeps_what_somebody_else_put_beside_the_results() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert!(run(&out, "2", &[]).status.success());
    for file in ["notes.txt", "mine/figure.svg", "charts/notes.txt", "charts/mine.svg", "charts/tornado-9.svg"] {
        let path = out.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "mine").unwrap();
    }
    assert!(run(&out, "2", &["--seed", "5"]).status.success());
    for file in ["notes.txt", "mine/figure.svg", "charts/notes.txt", "charts/mine.svg"] {
        assert_eq!(std::fs::read_to_string(out.join(file)).unwrap(), "mine", "{file}");
    }
    assert!(!out.join("charts/tornado-9.svg").exists(), "a chart of the earlier run beside those of the later would mislead");
    assert!(std::fs::read_to_string(out.join("manifest.json")).unwrap().contains("\"seed\": 5"));
}
