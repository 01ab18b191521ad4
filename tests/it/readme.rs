//! What README.md tells to type works, and what it shows comes out. A `…` in what it shows stands for any text.

#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Output};

/// What README writes for the built program.
const PROGRAM: &str = "cargo run --release --";
/// Makes a run that would take a minute one that takes a second.
const SHORT: &str = "--replications 2 --set sample=0.00005";

/// The lines of README's fenced blocks of a language.
fn blocks(language: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string("README.md").unwrap();
    let fenced = text.split("```").skip(1).step_by(2);
    fenced.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n')).map(|b| b.lines().map(str::to_owned).collect()).collect()
}

/// A folder with the scenarios of the repository in it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(std::fs::canonicalize("scenarios").unwrap(), folder.path().join("scenarios")).unwrap();
    folder
}

/// Runs a line of README in a folder as a shell does.
fn typed(line: &str, folder: &Path) -> Output {
    let program = assert_cmd::cargo::cargo_bin("veilsim").display().to_string();
    let arguments = line.strip_prefix(PROGRAM).unwrap_or_else(|| panic!("{line} does not run veilsim")).split(" #").next().unwrap();
    let short = if arguments.starts_with(" run ") { SHORT } else { "" };
    Command::new("sh").args(["-c", &format!("{program}{arguments} {short}")]).current_dir(folder).output().unwrap()
}

/// Whether a text is what is expected, where `…` stands for anything.
fn fits(text: &str, expected: &str) -> bool {
    let mut parts = expected.split('…');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let found = if parts.peek().is_none() { rest.ends_with(part).then(|| rest.len() - part.len()) } else { rest.find(part) };
        let Some(at) = found else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty()
}

#[test]
fn every_command_of_the_readme_works() {
    let folder = folder();
    let lines: Vec<String> = blocks("sh").into_iter().flatten().filter(|line| line != "cargo test").collect();
    assert!(lines.len() > 6, "{lines:?}");
    for line in &lines {
        let output = typed(line, folder.path());
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
    for result in ["output/tiktok-dms/manifest.json", "output/fewer-reviewers/charts/paired-differences.svg", "events.csv"] {
        assert!(folder.path().join(result).is_file(), "{result}");
    }
}

#[test]
fn what_the_readme_shows_comes_out() {
    let folder = folder();
    let mut shown = 0;
    for block in blocks("console") {
        for session in block.join("\n").split("$ ").skip(1) {
            let (line, expected) = session.split_once('\n').unwrap();
            let output = typed(line, folder.path());
            let all = [&output.stdout[..], &output.stderr[..]].concat();
            let text: String = String::from_utf8(all).unwrap().lines().map(|line| line.trim_end().to_owned() + "\n").collect();
            assert!(fits(text.trim_end(), expected.trim_end()), "{line} says\n{text}");
            shown += 1;
        }
    }
    assert!(shown > 1 && fits("a b c", "a … c") && !fits("a b d", "a … c"));
}
