//! The documents in docs/ say what the code says: generated parts are those of the registries, and tests
//! that are named exist.
//!
//! Where a generated part is stale: `VEILSIM_RENEW=1 cargo test --test it docs`

use crate::common::files_below;
use std::fmt::Write;
use std::path::Path;
use veilsim::inference::{ANALYSES, METHOD_TABLES};
use veilsim::model::Outcome;
use veilsim::model::mechanism::Mechanism;
use veilsim::scenario::{Description, describe};
use veilsim::verification::ORACLES;

const MODEL: &str = "docs/model.md";

/// A cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}

fn below(path: &str, root: &str) -> bool {
    path == root || path.strip_prefix(root).is_some_and(|rest| rest.starts_with('.'))
}

fn parameters<'a>(list: impl Iterator<Item = &'a Description>) -> String {
    let mut text = "| parameter | unit | from | to | meaning |\n|---|---|---|---|---|\n".to_owned();
    for Description { path, doc, kind } in list {
        let unit = if kind.unit.is_empty() { kind.name } else { kind.unit };
        let ends = if kind.unit.is_empty() && kind.low == 0.0 && kind.high <= 1.0 && !["probability", "share"].contains(&kind.name) {
            [String::new(), String::new()]
        } else {
            [kind.show(kind.low), kind.show(kind.high)]
        };
        writeln!(text, "| `{path}` | {unit} | {} | {} | {} |", ends[0], ends[1], cell(doc)).unwrap();
    }
    text
}

fn mechanisms() -> String {
    let all = describe();
    let names = |list: Vec<&str>| if list.is_empty() { "nothing".to_owned() } else { list.join(", ") };
    let mut text = String::new();
    for mechanism in Mechanism::ALL {
        let (entry, (title, sections)) = (mechanism.entry(), mechanism.about());
        writeln!(text, "\n### {title}\n").unwrap();
        for (heading, body) in sections.iter().filter(|(heading, _)| *heading != "Why it matters") {
            writeln!(text, "**{heading}.** {body}\n").unwrap();
        }
        let acts = names(entry.acts_on.iter().map(|m| m.entry().name).collect());
        let counts = names(entry.counts.iter().map(|o| o.definition().id).collect());
        writeln!(text, "**Acts on.** {acts}. **Counts.** {counts}.\n").unwrap();
        let own = all.iter().filter(|d| entry.parameters.iter().any(|root| below(&d.path, root)));
        writeln!(text, "<details><summary>Its parameters</summary>\n\n{}\n</details>", parameters(own)).unwrap();
    }
    text.trim_start().to_owned()
}

/// Which mechanism acts on which, as a diagram that GitHub draws.
fn graph() -> String {
    let mut text = "```mermaid\nflowchart LR\n".to_owned();
    for mechanism in Mechanism::ALL {
        for other in mechanism.entry().acts_on {
            writeln!(text, "    {} --> {}", mechanism.entry().name, other.entry().name).unwrap();
        }
    }
    text + "```\n"
}

fn rest() -> String {
    let all = describe();
    let owned = |d: &&Description| Mechanism::ALL.iter().any(|m| m.entry().parameters.iter().any(|root| below(&d.path, root)));
    let shared: Vec<&Description> = all.iter().filter(|d| !owned(d) && !d.path.starts_with("mechanism.")).collect();
    format!("<details><summary>The world and its rules</summary>\n\n{}\n</details>\n", parameters(shared.into_iter()))
}

fn outcomes() -> String {
    let mut text = "| outcome | name | family | unit | better | definition |\n|---|---|---|---|---|---|\n".to_owned();
    for d in Outcome::ALL.iter().map(|outcome| outcome.definition()) {
        let better = format!("{} for {}", d.better.name(), d.concerns);
        writeln!(text, "| `{}` | {} | {} | {} | {better} | {} |", d.id, d.name, d.family.name(), d.unit, cell(d.definition)).unwrap();
    }
    text
}

fn oracles() -> String {
    (1..).zip(ORACLES).map(|(number, oracle)| format!("{number}. *{}*. {}.\n", oracle.name, oracle.statement)).collect()
}

/// The table of phases, read from the code: what each event is, by the phase that it has.
fn phases() -> String {
    let source = std::fs::read_to_string("src/model/event.rs").unwrap();
    let body = |from: &str| source.split_once(from).unwrap().1.split_once("\n}").unwrap().0.to_owned();
    let word = |line: &str| line.trim().chars().take_while(char::is_ascii_alphanumeric).collect::<String>();
    let events = body("pub enum Event {");
    let lines: Vec<&str> = events.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let meaning: Vec<(String, String)> = lines
        .windows(2)
        .filter(|pair| !pair[1].starts_with("///"))
        .map(|pair| (word(pair[1]), pair[0].trim_start_matches("/// ").trim_end_matches('.').to_owned()))
        .collect();
    let mut text = "| phase | events |\n|---|---|\n".to_owned();
    let mut told = 0;
    let arms = body("pub fn phase(event: Event) -> u8 {");
    // Between two arrows stand the number of the arm before and the patterns of the next.
    let parts: Vec<&str> = arms.split("=>").collect();
    for pair in parts.windows(2) {
        let (patterns, number) = (pair[0], pair[1].trim_start_matches(|c: char| !c.is_ascii_digit()));
        let number: String = number.chars().take_while(char::is_ascii_digit).collect();
        let names: Vec<String> = patterns.split("Event::").skip(1).map(word).collect();
        let what: Vec<&str> = names.iter().map(|name| meaning.iter().find(|(n, _)| n == name).unwrap().1.as_str()).collect();
        told += names.len();
        writeln!(text, "| {number} | {} |", what.join("<br>")).unwrap();
    }
    assert_eq!(told, meaning.len(), "an event has no phase in the table");
    text
}

/// What each table holds, column by column.
fn tables() -> String {
    let mut text = String::new();
    let of_runs = ANALYSES.iter().map(|table| (table.file, table.about, table.columns));
    let of_methods = METHOD_TABLES.iter().map(|table| (table.file, table.about, table.columns));
    for (file, about, columns) in of_runs.chain(of_methods) {
        writeln!(text, "## `{file}`\n\n{about}\n\n| column | what it says |\n|---|---|").unwrap();
        for column in columns {
            writeln!(text, "| `{}` | {} |", column.name, cell(column.about)).unwrap();
        }
        text.push('\n');
    }
    text
}

#[test]
fn generated_parts_are_those_of_the_registries() {
    let parts = [
        (MODEL, "phases", phases()),
        (MODEL, "graph", graph()),
        (MODEL, "mechanisms", mechanisms()),
        (MODEL, "parameters", rest()),
        (MODEL, "outcomes", outcomes()),
        (MODEL, "oracles", oracles()),
        ("docs/tables.md", "tables", tables()),
    ];
    for (file, name, part) in parts {
        let text = std::fs::read_to_string(file).unwrap();
        let (start, end) = (format!("<!-- generated: {name} -->\n"), "<!-- end -->");
        let from = text.find(&start).unwrap_or_else(|| panic!("{file} has no part {name}")) + start.len();
        let to = from + text[from..].find(end).unwrap();
        if std::env::var_os("VEILSIM_RENEW").is_some() {
            std::fs::write(file, format!("{}{part}{}", &text[..from], &text[to..])).unwrap();
        } else {
            assert!(text[from..to] == part, "{file} is stale in {name}: VEILSIM_RENEW=1 cargo test --test it docs");
        }
    }
}

/// Whether a test of this name stands in a file of this name, or in a folder of this name.
fn is_test(file: &str, name: &str) -> bool {
    let sources = files_below(Path::new("tests/it")).into_iter().chain(files_below(Path::new("src")));
    let of_file = sources.filter(|path| path.extension().is_some_and(|e| e == "rs") && path.file_stem().is_some_and(|s| s == file));
    of_file.into_iter().any(|path| {
        let text = std::fs::read_to_string(path).unwrap();
        let mut lines = text.lines().map(str::trim);
        lines.any(|line| line == "#[test]") && text.contains(&format!("fn {name}("))
    })
}

#[test]
fn every_test_that_the_documents_name_exists() {
    let text = std::fs::read_to_string("docs/honesty.md").unwrap();
    let mut seen = 0;
    for quoted in text.split('`').skip(1).step_by(2) {
        let name = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if let Some((file, test)) = quoted.split_once("::").filter(|(file, test)| name(file) && name(test)) {
            assert!(is_test(file, test), "docs/honesty.md: there is no test {quoted}");
            seen += 1;
        }
    }
    assert!(seen > 12, "{seen} tests are named");
    assert!(!is_test("signs", "more_is_less") && !is_test("sign", "more_is_less"));
}

/// The mechanisms that the table of what readers look for names say so themselves.
#[test]
fn each_mechanism_that_is_looked_for_is_where_the_table_says() {
    let text = std::fs::read_to_string("docs/honesty.md").unwrap();
    let mut named = 0;
    for number in 1..=17 {
        let row = text.lines().find(|line| line.starts_with(&format!("| M{number} |"))).unwrap_or_else(|| panic!("M{number} has no row"));
        let place = row.rsplit('|').nth(1).unwrap();
        for word in place.split('`').skip(1).step_by(2) {
            if let Some(mechanism) = Mechanism::ALL.iter().find(|m| m.entry().name == word) {
                let (_, sections) = mechanism.about();
                let why = &sections.iter().find(|(heading, _)| *heading == "Why it matters").unwrap().1;
                let words: Vec<&str> = why.split(|c: char| !c.is_ascii_alphanumeric()).collect();
                assert!(words.contains(&format!("M{number}").as_str()), "{word} does not say that M{number} is why it matters");
                named += 1;
            }
        }
    }
    assert!(named > 20, "{named}");
}

#[test]
fn outcomes_and_files_that_honesty_names_exist() {
    let text = std::fs::read_to_string("docs/honesty.md").unwrap();
    let outcome = |id: &str| Outcome::ALL.iter().any(|o| o.definition().id.starts_with(id));
    // Names that are no outcomes: charts, pieces of a scenario, a warning.
    let others = [
        "harm-by-type",
        "scan-list",
        "out-of-bounds",
        "not-stationary",
        "misstated-age",
        "opt-in-uptake",
        "privacy-taste",
        "minors-protection",
    ];
    let (mut outcomes, mut files) = (0, 0);
    for quoted in text.split('`').skip(1).step_by(2) {
        let word = quoted.trim_end_matches('*').trim_end_matches('-');
        if word.contains('-') && word.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !others.contains(&word) {
            assert!(outcome(word), "docs/honesty.md: there is no outcome {quoted}");
            outcomes += 1;
        }
        if ["scenarios/", "tests/"].iter().any(|folder| quoted.starts_with(folder)) {
            assert!(Path::new(quoted).exists(), "docs/honesty.md: there is no {quoted}");
            files += 1;
        }
    }
    assert!(outcomes > 8 && files > 1, "{outcomes} outcomes, {files} files");
}

/// Where a path has a part for the reader to fill in, `NAME`, what stands before it exists.
#[test]
fn files_that_contributing_names_exist() {
    let text = std::fs::read_to_string("CONTRIBUTING.md").unwrap();
    let mut seen = 0;
    for path in text.split(|c: char| c.is_whitespace() || "`,;:()".contains(c)) {
        let path = path.trim_end_matches('.');
        let is_path = ["src/", "docs/", "scenarios/", "tests/", "benches/", ".ci/"].iter().any(|folder| path.starts_with(folder));
        if is_path {
            let named = path.split("NAME").next().unwrap();
            assert!(Path::new(named).exists(), "CONTRIBUTING.md: there is no {path}");
            seen += 1;
        }
        // What a mechanism's folder is said to have, each has.
        if let Some((_, file)) = path.split_once("/NAME/") {
            let all = Mechanism::ALL.iter().all(|m| Path::new("src/model/mechanism").join(m.entry().name).join(file).exists());
            assert!(all, "CONTRIBUTING.md: not every mechanism has {file}");
        }
    }
    assert!(seen > 30, "{seen} files are named");
    for heading in ["lever", "mechanism", "outcome", "analysis", "chart", "command"] {
        assert!(text.contains(&format!("\n## Add a {heading}\n")) || text.contains(&format!("\n## Add an {heading}\n")), "{heading}");
    }
}
