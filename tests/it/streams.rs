//! Streams and signals: talk that does not arrive stops nothing, data that do not arrive are a failure, and the user is heard within a
//! run, unless whoever started it has it not listen.
#![cfg(unix)]

use crate::common::short_run;
use std::fs::{File, OpenOptions};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const SHORT: [&str; 9] =
    ["run", "scenarios/smoke.toml", "--replications", "2", "--set", "horizon=3 weeks", "--set", "sample=0.0001", "--out"];

fn program() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin("veilsim"))
}

fn full() -> File {
    OpenOptions::new().write(true).open("/dev/full").unwrap()
}

#[test]
fn talk_that_does_not_arrive_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let finished = |out: &Path, status: std::process::ExitStatus| {
        assert!(status.success() && out.join("report.html").is_file(), "{status} {}", out.display());
    };
    let out = folder.path().join("full");
    finished(&out, program().args(SHORT).arg(&out).stdout(Stdio::null()).stderr(full()).status().unwrap());
    let out = folder.path().join("gone");
    let mut child = program().args(SHORT).arg(&out).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    finished(&out, child.wait().unwrap());
    let out = folder.path().join("closed");
    let quoted: Vec<String> = SHORT.iter().map(|word| format!("'{word}'")).collect();
    let line = format!("exec \"$0\" {} '{}' 2>&- >/dev/null", quoted.join(" "), out.display());
    let status = Command::new("sh").args(["-c", &line]).arg(assert_cmd::cargo::cargo_bin("veilsim")).status().unwrap();
    finished(&out, status);
    // What is wrong is told by the exit code where nobody hears.
    assert_eq!(program().args(["check", "not-there.toml"]).stderr(full()).status().unwrap().code(), Some(2));
    assert_eq!(program().args(["explain", "qqqqqq"]).stderr(full()).status().unwrap().code(), Some(2));
    assert_eq!(program().args(["no-such-command"]).stderr(full()).status().unwrap().code(), Some(2));
}

#[test]
fn data_that_do_not_arrive_are_a_failure_in_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert!(short_run(&out, &[]).status.success());
    let (out, new, again) = (out.display().to_string(), folder.path().join("new").display().to_string(), folder.path().join("again"));
    let again = again.display().to_string();
    let smoke = "scenarios/smoke.toml";
    let small = ["--set", "sample=0.0001", "--set", "horizon=3 weeks"];
    let commands: [Vec<&str>; 13] = [
        [&SHORT[..], &[&again]].concat(),
        vec!["check", smoke],
        vec!["explain"],
        vec!["explain", "review.staff"],
        [&["trace", smoke], &small[..]].concat(),
        [&["trace", smoke, "--list", "offenders"], &small[..]].concat(),
        vec!["report", &out],
        vec!["verify", &out, "--quiet"],
        vec!["new", &new],
        vec!["schema"],
        vec!["completions", "bash"],
        vec!["--help"],
        vec!["--version"],
    ];
    for command in commands {
        let output = program().args(&command).stdout(full()).stderr(Stdio::piped()).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {stderr}");
        assert!(stderr.contains("the output cannot be written: ") && !stderr.contains("panicked"), "{command:?}: {stderr}");
    }
    assert!(Path::new(&again).join("manifest.json").is_file(), "the results are whole; only the table was not printed");
}

/// A run of minutes; its one replication is under way.
fn long_run(out: &Path, before: &str) -> Child {
    let line = format!(
        "{before} exec \"$0\" run scenarios/smoke.toml --set sample=1 --set 'horizon=3 years' --replications 1 --threads 1 --out {}",
        out.display()
    );
    // Who runs the tests in the background of a script has them ignore signals, and their children with them.
    let fresh = ["--default-signal=INT,HUP,TERM", "sh", "-c", &line];
    let child = Command::new("env").args(fresh).arg(assert_cmd::cargo::cargo_bin("veilsim")).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    let parent = out.parent().unwrap();
    while !parent.read_dir().unwrap().flatten().any(|entry| entry.path().join("journal").is_file()) {
        assert!(started.elapsed() < Duration::from_mins(1), "no journal");
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(500));
    child
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

#[test]
fn a_signal_is_heard_inside_a_run() {
    for name in ["-INT", "-TERM", "-HUP"] {
        let folder = tempfile::tempdir().unwrap();
        let child = long_run(&folder.path().join("out"), "");
        signal(&child, name);
        let sent = Instant::now();
        let output = child.wait_with_output().unwrap();
        let (took, stderr) = (sent.elapsed(), String::from_utf8_lossy(&output.stderr).into_owned());
        assert_eq!(output.status.code(), Some(130), "{name}: {stderr}");
        assert!(stderr.contains("interrupted before a replication was finished in every arm"), "{name}: {stderr}");
        // Half a second where the machine is quiet, and what it takes where it does other things too.
        assert!(took < Duration::from_secs(2), "{name}: {took:?}");
        assert_eq!(folder.path().read_dir().unwrap().count(), 0, "nothing finished, and nothing is left");
    }
}

#[test]
fn a_signal_that_is_ignored_from_the_start_stays_ignored() {
    for (before, name) in [("trap '' INT;", "-INT"), ("trap '' HUP;", "-HUP"), ("trap '' TERM;", "-TERM")] {
        let folder = tempfile::tempdir().unwrap();
        let mut child = long_run(&folder.path().join("out"), before);
        signal(&child, name);
        signal(&child, name);
        std::thread::sleep(Duration::from_millis(700));
        assert!(child.try_wait().unwrap().is_none(), "{name} ended it");
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
