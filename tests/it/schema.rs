//! The schema that editors use says what the reader says, as far as a schema can.

use crate::common::{files_below, texts, veilsim};
use jsonschema::Validator;
use std::path::{Path, PathBuf};
use veilsim::scenario::{load, schema};

fn validator() -> Validator {
    jsonschema::draft202012::new(&serde_json::from_str(&schema()).unwrap()).unwrap()
}

/// A TOML file as JSON, if it is TOML at all.
fn json(path: &Path) -> Option<serde_json::Value> {
    let text = String::from_utf8(std::fs::read(path).unwrap()).ok()?;
    serde_json::to_value(toml::from_str::<toml::Table>(&text).ok()?).ok()
}

fn scenarios_in(folder: &str) -> Vec<PathBuf> {
    let all = files_below(Path::new(folder)).into_iter();
    all.filter(|path| path.parent() == Some(Path::new(folder)) && path.extension().is_some_and(|e| e == "toml")).collect()
}

#[test]
fn the_committed_schema_is_that_of_the_declarations() {
    let committed = std::fs::read_to_string("scenarios/schema.json").unwrap();
    assert!(committed == schema(), "renew it: cargo run -- schema > scenarios/schema.json");
    assert_eq!(texts(&veilsim(&["schema"])).0, committed);
}

#[test]
fn every_shipped_scenario_is_valid() {
    let validator = validator();
    let shipped = scenarios_in("scenarios");
    assert!(shipped.len() >= 10);
    for path in shipped {
        let scenario = json(&path).unwrap();
        let problems: Vec<String> = validator.iter_errors(&scenario).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{}: {problems:#?}", path.display());
    }
}

#[test]
fn what_is_wrong_by_its_form_is_invalid() {
    let validator = validator();
    // What no schema can see: names that must exist elsewhere, sums, orders, times, and what holds for one place alone.
    let beyond = [
        "age-shares-do-not-sum",
        "arm-adds-a-market",
        "arm-names-an-unknown-platform",
        "bounds-out-of-order",
        "broken-preset",
        "circular-extends",
        "control-characters",
        "extends-a-list-with-a-slip",
        "extends-of-another-kind",
        "horizon-in-months",
        "logarithm-of-zero",
        "market-unknown-to-the-world",
        "missing-values",
        "no-platform",
        "parts-above-the-whole",
        "platform-without-a-preset",
        "rollout-of-what-is-fixed",
        "shares-above-one",
        "timeline-of-an-unknown-platform",
        "too-many-windows",
        "uncertain-setting",
        "window-beyond-the-horizon",
    ];
    let (mut seen, mut wrong) = (0, Vec::new());
    for path in scenarios_in("tests/it/bad") {
        let Some(scenario) = json(&path) else { continue };
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(load(&path, &[]).is_err());
        if validator.is_valid(&scenario) != beyond.contains(&name.as_str()) {
            wrong.push(name);
        }
        seen += 1;
    }
    assert!(wrong.is_empty() && seen > 25, "{seen}: {wrong:?}");
}

#[test]
fn a_new_scenario_checks_and_plays_and_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (stdout, stderr) = texts(&veilsim(&["new", &path("deep/my-question")]));
    assert!(stdout.trim() == path("deep/my-question.toml") && stderr.contains("veilsim check"), "{stdout}{stderr}");
    let file = Path::new(stdout.trim());
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.starts_with("# my-question: ") && text.contains("\n#:schema ./schema.json\n"));
    assert!(validator().is_valid(&json(file).unwrap()));
    let (summary, problems) = texts(&veilsim(&["check", stdout.trim()]));
    assert!(summary.starts_with("my-question: 2 arms, 40 replications.") && problems.is_empty(), "{summary}{problems}");
    let short = ["--replications", "2", "--set", "sample=0.0001", "--set", "horizon=20 weeks", "--out", &path("out")];
    let output = veilsim(&[&["run", stdout.trim()], &short[..]].concat());
    assert!(output.status.success(), "{}", texts(&output).1);

    std::fs::write(file, "mine").unwrap();
    for (name, says) in [("deep/my-question", "is there already"), ("deep/my-question.toml", "is there already"), ("a b", "letters")] {
        let output = veilsim(&["new", &path(name)]);
        let (_, stderr) = texts(&output);
        assert!(output.status.code() == Some(2) && stderr.contains(says), "{stderr}");
    }
    assert_eq!(std::fs::read_to_string(file).unwrap(), "mine");
}

#[test]
fn shells_are_given_their_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (stdout, stderr) = texts(&veilsim(&["completions", shell]));
        assert!(stdout.contains("until-precision") && stderr.is_empty(), "{shell}: {stderr}");
    }
}
