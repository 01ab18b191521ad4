//! What README.md and docs/guide.md tell to type works, and what README.md shows comes out. A `…` in what it shows stands for any text.

#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Output};

/// What they write for the built program.
const PROGRAM: &str = "cargo run --release --";
/// What continuous integration runs as steps of its own.
const BUILT_ELSEWHERE: [&str; 2] = ["cargo test", "cargo run --release --example"];
/// Makes a run that would take a minute one that takes a second.
const SHORT: &str = "--replications 2 --set sample=0.00005";

/// The same of a calibration.
const SHORT_CALIBRATION: &str = "--members 16 --rounds 1 --set sample=0.00005";

/// The lines of a document's fenced blocks of a language.
fn blocks(document: &str, language: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(document).unwrap();
    let fenced = text.split("```").skip(1).step_by(2);
    fenced.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n')).map(|b| b.lines().map(str::to_owned).collect()).collect()
}

/// A folder with the scenarios of the repository in it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(std::fs::canonicalize("scenarios").unwrap(), folder.path().join("scenarios")).unwrap();
    folder
}

/// Runs a line of a document in a folder as a shell does.
fn typed(line: &str, folder: &Path) -> Output {
    let program = assert_cmd::cargo::cargo_bin("veilsim").display().to_string();
    let arguments = line.strip_prefix(PROGRAM).unwrap_or_else(|| panic!("{line} does not run veilsim")).split(" #").next().unwrap();
    let short = match arguments.split_whitespace().next() {
        Some("run") => SHORT,
        Some("calibrate") => SHORT_CALIBRATION,
        _ => "",
    };
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

/// Runs every command of a document, in order, in one folder; then these files must be there.
fn all_commands_work(document: &str, results: &[&str]) {
    let folder = folder();
    let lines: Vec<String> =
        blocks(document, "sh").into_iter().flatten().filter(|line| !BUILT_ELSEWHERE.iter().any(|other| line.starts_with(other))).collect();
    assert!(lines.len() > 6, "{lines:?}");
    for line in &lines {
        let output = typed(line, folder.path());
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
    for result in results {
        assert!(folder.path().join(result).is_file(), "{result}");
    }
}

#[test]
fn every_command_of_the_readme_works() {
    let results = ["output/tiktok-dms/manifest.json", "output/fewer-reviewers/charts/paired-differences.svg", "events.csv"];
    all_commands_work("README.md", &results);
}

#[test]
fn every_command_of_the_guide_works() {
    let results = ["my-question.toml", "output/my-question/report.html", "output/nobody-returns/summary.csv"];
    all_commands_work(
        "docs/guide.md",
        &[
            &results[..],
            &[
                "output/calibration-check/calibration.csv",
                "output/transparency-report-calibration/posterior.csv",
                "output/transparency-report-after/report.html",
            ],
        ]
        .concat(),
    );
}

/// The guide's pieces of a scenario, as they stand, are understood where the template has their place.
#[test]
fn the_guide_s_pieces_of_a_scenario_are_understood() {
    let folder = folder();
    assert!(typed(&format!("{PROGRAM} new q"), folder.path()).status.success());
    let file = folder.path().join("q.toml");
    let template = std::fs::read_to_string(&file).unwrap();
    let world = template.split_once("[arm.encrypted]").unwrap().0;
    let pieces: Vec<String> = blocks("docs/guide.md", "toml").iter().map(|lines| lines.join("\n")).collect();
    let arm = pieces.iter().find(|piece| piece.contains("[arm.")).unwrap();
    let timeline = pieces.iter().find(|piece| piece.contains("[[timeline]]")).unwrap();
    let values = pieces.iter().find(|piece| piece.contains("triangular")).unwrap();
    let plain = "[platform.tiktok]\nextends = \"tiktok\"";
    assert!(world.contains(plain));
    std::fs::write(&file, format!("{}{arm}\n{timeline}\n", world.replace(plain, values))).unwrap();
    let output = typed(&format!("{PROGRAM} check q.toml"), folder.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_the_readme_shows_comes_out() {
    let folder = folder();
    let mut shown = 0;
    for block in blocks("README.md", "console") {
        for session in block.join("\n").split("$ ").skip(1) {
            let (line, expected) = session.split_once('\n').unwrap();
            let output = typed(line, folder.path());
            let all = [&output.stdout[..], &output.stderr[..]].concat();
            let text: String = String::from_utf8(all).unwrap().lines().map(|line| line.trim_end().to_owned() + "\n").collect();
            assert!(fits(text.trim_end(), expected.trim_end()), "{line} says\n{text}");
            shown += 1;
        }
    }
    assert!(shown > 0 && fits("a b c", "a … c") && !fits("a b d", "a … c"));
}

/// Names of a folder's files with this ending, or of its folders.
fn stems(folder: &str, ending: Option<&str>) -> Vec<String> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let fitting = paths.filter(|path| ending.map_or(path.is_dir(), |ending| path.extension().is_some_and(|e| e == ending)));
    fitting.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn the_guide_lists_every_command_scenario_and_table() {
    let text = std::fs::read_to_string("docs/guide.md").unwrap();
    let help = Command::new(assert_cmd::cargo::cargo_bin("veilsim")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let listed = help.split_once("Commands:").unwrap().1.split_once("Options:").unwrap().0;
    let commands = listed.lines().filter_map(|line| line.strip_prefix("  ").filter(|l| !l.starts_with(' '))?.split(' ').next());
    let commands: Vec<&str> = commands.filter(|name| *name != "help").collect();
    assert!(commands.len() > 9, "{commands:?}");
    for name in commands {
        assert!(text.contains(&format!("| `{name} ")) || text.contains(&format!("| `{name}`")), "docs/guide.md does not list {name}");
    }
    for name in stems("scenarios", Some("toml")) {
        let question = std::fs::read_to_string(format!("scenarios/{name}.toml")).unwrap();
        let question = question.split_once("question = \"").unwrap().1.split('"').next().unwrap();
        assert!(text.contains(&format!("| `{name}` | {question}")), "docs/guide.md does not list {name} with its question");
    }
    for table in veilsim::inference::ANALYSES {
        assert!(text.contains(&format!("`{}`", table.file)), "docs/guide.md does not list {}", table.file);
    }
}

#[test]
fn the_crate_s_documentation_lists_every_folder_of_the_source() {
    let text = std::fs::read_to_string("src/lib.rs").unwrap();
    for name in stems("src", None) {
        let listed = [format!("//! | [`{name}`] | "), format!("//! | `{name}` | ")];
        assert!(listed.iter().any(|row| text.contains(row)), "src/lib.rs does not list {name}");
    }
}
