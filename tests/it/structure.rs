//! The house keeps its order: imports go one way, each library has one home, every mechanism says what it does, why, and where it
//! stops.

use crate::common::files_below;
use std::path::{Path, PathBuf};
use veilsim::model::mechanism::Mechanism;

/// Lower modules know nothing of higher ones. `analysis` stands beside and knows none.
const ORDER: [&str; 15] = [
    "text",
    "units",
    "engine",
    "parameter",
    "model",
    "scenario",
    "experiment",
    "verification",
    "results",
    "inference",
    "export",
    "report",
    "app",
    "explore",
    "cli",
];
/// Lines of a file, its unit tests apart.
const LONGEST: usize = 450;

struct Source {
    path: PathBuf,
    /// `src/model/…` and `src/model.rs` belong to "model".
    module: String,
    text: String,
}

impl Source {
    /// The code without comments, line by line with its number.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(i, line)| (i + 1, line.split("//").next().unwrap_or_default()))
    }

    /// The same without the unit tests below it.
    fn shipped(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code().take_while(|(_, line)| !line.trim_start().starts_with("#[cfg(test)]"))
    }
}

fn sources() -> Vec<Source> {
    let read = |path: PathBuf| {
        let below = path.strip_prefix("src").unwrap();
        let first = Path::new(below.components().next().unwrap().as_os_str());
        let module = first.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        Source { path, module, text }
    };
    let found: Vec<Source> =
        files_below(Path::new("src")).into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs")).map(read).collect();
    assert!(found.len() > 50);
    found
}

/// The modules of this crate that a line names.
fn named(line: &str) -> Vec<String> {
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found: Vec<String> = line.split("crate::").skip(1).map(word).collect();
    // use crate::{a, b::c}; is written out by nobody here, and would hide from this test.
    assert!(!line.contains("crate::{"), "write one use a module: {line}");
    found.retain(|name| ORDER.contains(&name.as_str()) || name == "analysis");
    found
}

fn rank(module: &str) -> usize {
    ORDER.iter().position(|m| *m == module).unwrap_or(usize::MAX)
}

#[test]
fn imports_go_one_way() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for source in sources().iter().filter(|s| !["lib", "main"].contains(&s.module.as_str())) {
        for (number, line) in source.code() {
            for other in named(line).into_iter().filter(|other| *other != source.module) {
                seen += 1;
                let up = source.module == "analysis"
                    || if other == "analysis" { rank(&source.module) < rank("scenario") } else { rank(&other) > rank(&source.module) };
                if up {
                    wrong.push(format!("{}:{number}: {} knows {other}", source.path.display(), source.module));
                }
            }
        }
    }
    assert!(wrong.is_empty() && seen > 100, "{wrong:#?}");
}

#[test]
fn every_module_has_its_place_in_the_order() {
    for source in sources() {
        let known = rank(&source.module) < ORDER.len() || ["analysis", "lib", "main"].contains(&source.module.as_str());
        assert!(known, "{} is in no layer: place it in ORDER", source.path.display());
    }
}

/// Fails on each line of shipped code that has one of `words` outside the places that `home` accepts.
fn only_at_home(words: &[&str], home: impl Fn(&Source) -> bool) {
    let all = sources();
    let hits = |source: &Source| {
        let lines = source.shipped().filter(|(_, line)| words.iter().any(|w| line.contains(w)));
        lines.map(|(number, line)| format!("{}:{number}: {}", source.path.display(), line.trim())).collect::<Vec<_>>()
    };
    let strange: Vec<String> = all.iter().filter(|s| !home(s)).flat_map(hits).collect();
    assert!(strange.is_empty(), "{words:?}: {strange:#?}");
    assert!(all.iter().filter(|s| home(s)).any(|s| !hits(s).is_empty()), "{words:?} occur nowhere: the test sees nothing");
}

#[test]
fn each_library_has_one_home() {
    only_at_home(&["stdout()", "stderr()"], |s| s.module == "cli");
    only_at_home(&["toml::", "toml_edit::"], |s| s.module == "scenario");
    only_at_home(&["csv::"], |s| {
        ["report", "results"].contains(&s.module.as_str())
            || s.path.ends_with("scenario/evidence.rs")
            || s.path.ends_with("scenario/targets.rs")
            || s.path.ends_with("scenario/posterior.rs")
    });
    only_at_home(&["minijinja::"], |s| s.module == "report" || s.path.ends_with("cli/cluster.rs"));
    only_at_home(&["plotters::"], |s| s.module == "report");
    only_at_home(&["rayon::"], |s| s.module == "experiment");
    only_at_home(&["std::thread"], |s| s.module == "experiment" || s.path.ends_with("explore/server.rs"));
    only_at_home(&["std::net", "getrandom::"], |s| s.path.ends_with("explore/server.rs"));
    only_at_home(&["httparse::"], |s| s.path.ends_with("explore/request.rs"));
    only_at_home(&["clap::", "indicatif::"], |s| s.module == "cli");
    only_at_home(&["std::fs", "fs::File", "File::open"], |s| {
        ["report", "results", "scenario"].contains(&s.module.as_str())
            || s.path.ends_with("cli/signals.rs")
            || s.path.ends_with("app/cost.rs")
    });
    only_at_home(&["signal_hook::"], |s| s.path.ends_with("cli/signals.rs"));
    only_at_home(&["std::time", "Instant", "SystemTime"], |s| {
        s.module == "cli" || s.path.ends_with("app/cost.rs") || s.path.ends_with("explore/server.rs")
    });
}

/// A stream that is closed or full must neither stop a run nor go unseen: `cli/streams.rs` sees to that, and these macros do not.
#[test]
fn nothing_prints_past_the_streams() {
    for source in sources() {
        for (number, line) in source.shipped() {
            assert!(!["print!(", "println!(", "dbg!("].iter().any(|w| line.contains(w)), "{}:{number}: {line}", source.path.display());
        }
    }
}

#[test]
fn engine_and_model_are_pure() {
    let impure =
        ["std::fs", "std::io", "std::env", "std::time", "std::thread", "std::process", "std::net", "static ", "thread_local", "Mutex"];
    for source in sources().iter().filter(|s| ["engine", "parameter", "model", "units", "analysis"].contains(&s.module.as_str())) {
        for (number, line) in source.shipped() {
            let line = line.replace("'static ", "");
            assert!(!impure.iter().any(|w| line.contains(w)), "{}:{number}: {line}", source.path.display());
        }
    }
}

#[test]
fn results_use_one_mathematics_on_every_machine() {
    // Clippy knows types and sees tests; this sees what nobody ran clippy on. One list serves both.
    let rules = std::fs::read_to_string("clippy.toml").unwrap();
    let forbidden: Vec<String> =
        rules.split("path = \"f64::").skip(1).map(|rest| format!(".{}(", rest.split('"').next().unwrap())).collect();
    assert!(forbidden.len() > 20);
    for source in sources() {
        for (number, line) in source.shipped() {
            assert!(!forbidden.iter().any(|f| line.contains(f)), "{}:{number}: use libm: {line}", source.path.display());
        }
    }
}

#[test]
fn the_engine_has_never_heard_of_a_message() {
    let words = ["message", "offender", "platform", "encrypt", "flag", "review", "child"];
    for source in sources().iter().filter(|s| s.module == "engine") {
        for (number, line) in source.shipped() {
            assert!(!words.iter().any(|w| line.to_lowercase().contains(w)), "{}:{number}: {line}", source.path.display());
        }
    }
}

#[test]
fn every_mechanism_has_a_folder_and_a_row_in_the_registry() {
    let registered: Vec<&str> = Mechanism::ALL.iter().map(|m| m.entry().name).collect();
    let folders = std::fs::read_dir("src/model/mechanism").unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut found = 0;
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        assert!(registered.contains(&name.as_str()), "the registry does not list {name}");
        assert!(folder.join("rules.rs").is_file() && folder.join("mod.rs").is_file(), "{name} has rules and effects");
        found += 1;
    }
    assert_eq!(found, registered.len());
}

#[test]
fn no_file_is_too_long_to_read_at_once() {
    let long: Vec<String> = sources()
        .iter()
        .map(|s| (s, s.text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(s, lines)| format!("{}: {lines} lines", s.path.display()))
        .collect();
    assert!(long.is_empty(), "more than {LONGEST} lines: {long:#?}");
}

#[test]
fn commands_that_messages_name_exist() {
    let help = String::from_utf8(crate::common::veilsim(&["--help"]).stdout).unwrap();
    for source in sources() {
        for (number, line) in source.text.lines().enumerate() {
            for rest in line.split("`veilsim ").skip(1) {
                let word: String = rest.chars().take_while(char::is_ascii_lowercase).collect();
                let known = help.lines().any(|l| l.trim_start().starts_with(&format!("{word} ")));
                assert!(known || word.is_empty(), "{}:{}: there is no `veilsim {word}`", source.path.display(), number + 1);
            }
        }
    }
}
