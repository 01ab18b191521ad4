//! The page holds what it promises: every figure is a cell of a table, nothing is fetched from anywhere, and it can be read by ear and
//! by keyboard.

use crate::common::{files_below, number, short_run, smoke_text, table, texts, veilsim};
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tempfile::TempDir;
use veilsim::text::{compact, percent, signed};

/// A short run's directory and its page.
fn page() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let output = short_run(&folder.path().join("out"), &[]);
    assert!(output.status.success(), "{}", texts(&output).1);
    let text = std::fs::read_to_string(folder.path().join("out/report.html")).unwrap();
    (folder, text)
}

fn parsed(text: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).unwrap_or_else(|error| panic!("the page is not well formed: {error}"))
}

/// The cells of every table in a directory, by file and column.
fn cells(dir: &Path) -> BTreeMap<(String, String), BTreeSet<String>> {
    let mut cells: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for file in files_below(dir).iter().filter(|file| file.extension().is_some_and(|e| e == "csv")) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let mut reader = csv::Reader::from_path(file).unwrap();
        let columns = reader.headers().unwrap().clone();
        for row in reader.records().map(Result::unwrap) {
            for (column, cell) in columns.iter().zip(row.iter()) {
                cells.entry((name.clone(), column.to_owned())).or_default().insert(cell.to_owned());
            }
        }
    }
    cells
}

/// The text below a node outside `<data>`.
fn words(node: Node) -> String {
    let inner = node.descendants().filter(Node::is_text);
    let outside = |text: &Node| !text.ancestors().any(|a| a.has_tag_name("data"));
    inner.filter(outside).filter_map(|text| text.text()).collect::<Vec<_>>().join(" ")
}

fn class<'a>(node: Node<'a, '_>) -> &'a str {
    node.attribute("class").unwrap_or_default()
}

/// Fails on a figure that is a cell of no table in `dir`; how many there are.
pub fn figures_are_cells(dir: &Path, text: &str) -> usize {
    let document = parsed(text);
    let cells = cells(dir);
    let numbers: BTreeSet<u64> = cells.values().flatten().filter_map(|cell| cell.parse::<f64>().ok()).map(f64::to_bits).collect();
    let figures: Vec<Node> = document.descendants().filter(|n| n.has_tag_name("data")).collect();
    for figure in &figures {
        let shown = figure.text().unwrap();
        let value: f64 = figure.attribute("value").unwrap().parse().unwrap();
        assert!(numbers.contains(&value.to_bits()), "{shown}: {value} is in no table");
        let share = percent(100.0 * value.abs());
        let mut forms = vec![compact(value), signed(value), percent(100.0 * value), format!("×{}", compact(value))];
        forms.push(share.trim_start_matches('+').to_owned());
        forms.extend((value < 0.001).then(|| "<0.001".to_owned()));
        assert!(forms.iter().any(|form| form == shown), "{value} is shown as {shown}");
    }
    figures.len()
}

#[test]
fn every_figure_is_a_cell_of_a_table() {
    let (folder, text) = page();
    let seen = figures_are_cells(&folder.path().join("out"), &text);
    assert!(seen > 300, "{seen} figures");
}

#[test]
fn no_number_stands_beside_the_figures() {
    let (folder, text) = page();
    no_number_beside_figures(&folder.path().join("out"), &text);
}

/// Fails on a number in a table or in the answer that is neither a figure nor part of a name.
pub fn no_number_beside_figures(dir: &Path, text: &str) {
    let document = parsed(text);
    let cells = cells(dir);
    let columns = |wanted: &[&str]| -> Vec<String> {
        let of = |((file, column), _): &(&(String, String), &BTreeSet<String>)| {
            wanted.iter().any(|w| *w == file || *w == format!("{file} {column}"))
        };
        let found = cells.iter().filter(of).flat_map(|(_, values)| values);
        found.filter(|cell| cell.chars().any(|c| c.is_ascii_digit())).cloned().collect()
    };
    // Confidence and quantiles, which the template has in words.
    let fixed = ["5–95\u{202f}%", "95\u{202f}%", "90\u{202f}%", "5\u{202f}%"].map(str::to_owned);
    let mut names = columns(&[
        "summary.csv arm",
        "definitions.csv",
        "audit.csv topic",
        "warnings.csv",
        "influences.csv parameter",
        "periods.csv period",
    ]);
    names.extend(fixed);
    names.extend(columns(&["chain.csv evidence"]).iter().flat_map(|ids| ids.split(' ').map(str::to_owned)));
    names.extend(veilsim::results::Manifest::read(dir).map(|manifest| manifest.run.titles).unwrap_or_default());
    // Tables of what was assumed quote it word for word; a parameter of an arm is named within it.
    let mut quoted = columns(&["assumptions.csv", "calibration.csv", "reader-ranges.csv"]);
    quoted.extend(
        columns(&["assumptions.csv evidence", "calibration.csv evidence"])
            .iter()
            .flat_map(|ids| ids.split(' ').map(str::to_owned))
            .collect::<Vec<_>>(),
    );
    quoted.extend(quoted.clone().iter().filter_map(|cell| Some(cell.strip_prefix("arm.")?.split_once('.')?.1.to_owned())));
    let mut seen = 0;
    for node in document.descendants().filter(|n| n.has_tag_name("table") || class(*n) == "answer") {
        let mut known: Vec<&String> = names.iter().chain(quoted.iter().filter(|_| class(node) == "text")).collect();
        // A longer name may hold a shorter one.
        known.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let left = known.iter().fold(words(node), |text, name| text.replace(name.as_str(), ""));
        let strange = left.split_whitespace().find(|word| word.chars().any(|c| c.is_ascii_digit()));
        assert_eq!(strange, None, "is from no table");
        seen += 1;
    }
    assert!(seen > 8, "{seen} tables");
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    let (_folder, text) = page();
    let document = parsed(&text);
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        assert!(!["script", "link", "img", "iframe", "object", "image", "use"].contains(&name), "<{name}>");
        for attribute in node.attributes() {
            let link = name == "a" && attribute.name() == "href";
            assert!(link || !attribute.value().contains("//"), "<{name} {}={:?}>", attribute.name(), attribute.value());
            assert!(!attribute.name().starts_with("on"), "<{name} {}>", attribute.name());
        }
    }
    let style = document.descendants().find(|n| n.has_tag_name("style")).unwrap().text().unwrap();
    assert!(!style.contains("http") && !style.contains("@import"));
    assert_eq!(style.matches("url(").count(), style.matches("url(data:").count());
}

#[test]
fn the_page_can_be_read_by_ear_and_by_keyboard() {
    let (folder, text) = page();
    let document = parsed(&text);
    let elements = || document.descendants().filter(Node::is_element);
    assert_eq!(document.root_element().attribute("lang"), Some("en"));
    let level = |node: &Node| node.tag_name().name().strip_prefix('h').and_then(|n| n.parse::<u32>().ok());
    let levels: Vec<u32> = elements().filter_map(|node| level(&node)).collect();
    assert!(levels[0] == 1 && levels.iter().filter(|l| **l == 1).count() == 1, "{levels:?}");
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "a level of headings is left out: {levels:?}");
    let ids: Vec<&str> = elements().filter_map(|n| n.attribute("id")).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id is there twice");
    for anchor in elements().filter(|n| n.has_tag_name("a")) {
        let href = anchor.attribute("href").unwrap();
        let is_beside = || folder.path().join("out").join(href).is_file();
        assert!(
            href.starts_with("http") || href.strip_prefix('#').is_some_and(|id| ids.contains(&id)) || is_beside(),
            "{href} leads nowhere"
        );
    }
    let first = elements().find(|n| n.has_tag_name("a")).unwrap();
    assert!(class(first) == "skip", "the first link skips to the answer");
    let pictures: Vec<Node> = elements().filter(|n| n.tag_name().name() == "svg").collect();
    let files = files_below(&folder.path().join("out/charts"));
    assert_eq!(pictures.len(), files.iter().filter(|file| file.extension().is_some_and(|e| e == "svg")).count());
    for (sheet, is_narrow) in [("for-screens", false), ("for-phones", true)] {
        let on_sheet = |n: &&Node| n.ancestors().any(|above| class(above) == sheet);
        let on_one = files.iter().filter(|file| file.to_string_lossy().ends_with("-narrow.svg") == is_narrow);
        let svgs = on_one.filter(|file| file.extension().is_some_and(|e| e == "svg"));
        assert_eq!(pictures.iter().filter(on_sheet).count(), svgs.count(), "{sheet}");
    }
    let mut figures = elements().filter(|n| n.has_tag_name("figure"));
    assert!(figures.all(|figure| figure.attribute("aria-label").is_some_and(|about| about.len() > 20)));
    assert!(pictures.iter().all(|p| p.attribute("role") == Some("img") && p.attribute("aria-label").is_some_and(|l| l.len() > 20)));
    let scrolls = elements().filter(|n| class(*n) == "wide");
    assert!(scrolls.into_iter().all(|n| n.attribute("tabindex") == Some("0") && n.attribute("aria-label").is_some()));
    assert!(elements().filter(|n| n.has_tag_name("th")).all(|n| n.attribute("scope").is_some()));
}

/// Five people, what each asks first, and the outcomes whose figures the sentence must have.
const ASKED: [(&str, [&str; 2]); 5] = [
    ("Harm to children.", ["children-harmed", "children-harmed-by-exposure"]),
    ("Reports and police.", ["reports-actionable", "children-safeguarded"]),
    ("Innocent people.", ["innocent-content-examined", "innocent-suspended"]),
    ("Everyone\u{2019}s privacy.", ["accounts-scanned", "content-unlawful"]),
    ("How sure.", ["children-harmed", "children-harmed"]),
];

#[test]
fn five_people_are_answered_before_anything_is_unfolded() {
    let (folder, text) = page();
    let document = parsed(&text);
    let at = |id: &str| document.descendants().find(|n| n.attribute("id") == Some(id)).unwrap().range().start;
    let forest = at("chart-paired-differences");
    assert!(at("matrix") < at("what-decides") && at("what-decides") < forest);
    for (question, outcomes) in ASKED {
        let is_it = |n: &Node| n.has_tag_name("p") && n.first_element_child().and_then(|b| b.text()) == Some(question);
        let sentence = document.descendants().find(is_it).unwrap_or_else(|| panic!("nobody answers {question}"));
        assert!(sentence.range().start < forest && !sentence.ancestors().any(|n| n.has_tag_name("details")), "{question}");
        let said = words(sentence).to_lowercase();
        for outcome in outcomes {
            assert!(said.contains(&veilsim::report::outcome_name(outcome).to_lowercase()), "{question} {said}");
        }
        // In a short run nothing may have changed yet.
        let has_figures = sentence.descendants().any(|n| n.has_tag_name("data"));
        assert!(
            !said.contains("default-e2ee")
                && (has_figures || said.contains("do not change in any run") || said.contains("none of the worlds")),
            "{said}"
        );
    }
    let brief = std::fs::read_to_string(folder.path().join("out/brief.html")).unwrap();
    figures_are_cells(&folder.path().join("out"), &brief);
    assert!(ASKED.iter().all(|(question, _)| brief.contains(question)));
}

#[test]
fn few_replications_are_said_in_the_answer_and_a_single_arm_has_one() {
    let (folder, text) = page();
    let document = parsed(&text);
    let answer = |document: &Document| words(document.descendants().find(|n| class(*n) == "answer").unwrap());
    assert!(answer(&document).contains("replications an arm are few"));
    for part in ["not a forecast", "Children harmed in conversations", "Innocent people suspended", "--replications 3 --seed"] {
        assert!(text.contains(part), "{part}");
    }
    let smoke = smoke_text();
    let single = folder.path().join("single.toml");
    let end = smoke.match_indices("[arm.").nth(2).unwrap().0;
    std::fs::write(&single, &smoke[..end]).unwrap();
    let (scenario, out) = (single.display().to_string(), folder.path().join("one").display().to_string());
    let few = ["--replications", "1", "--set", "sample=0.0001", "--set", "horizon=3 weeks"];
    assert!(veilsim(&[&["run", &scenario, "--out", &out], &few[..]].concat()).status.success());
    let text = std::fs::read_to_string(folder.path().join("one/report.html")).unwrap();
    assert!(answer(&parsed(&text)).contains("nothing to compare it with"));
}

#[test]
fn weights_are_the_writer_s_own_and_add_up() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let output = short_run(&out, &["--set", "weights.reports=2", "--set", "weights.offender-days=-0.5"]);
    assert!(output.status.success(), "{}", texts(&output).1);
    let read = |file: &str| table(&out, file);
    let summary = read("summary.csv");
    let mean = |arm: &str, outcome: &str| {
        let total = summary
            .iter()
            .find(|r| r["arm"] == arm && r["outcome"] == outcome && ["platform", "market", "age_band"].iter().all(|c| r[*c] == "all"));
        number(total.unwrap(), "mean")
    };
    let sums: Vec<_> = read("weights.csv").into_iter().filter(|row| row["outcome"] == "weighted sum").collect();
    assert_eq!(sums.len(), 3);
    for row in &sums {
        let expected = 2.0 * mean(&row["arm"], "reports") - 0.5 * mean(&row["arm"], "offender-days");
        assert!((number(row, "mean") - expected).abs() < 1e-9 * expected.abs(), "{row:?} {expected}");
    }
    assert!(sums[0]["difference"].is_empty() && !sums[1]["difference"].is_empty());
    let text = std::fs::read_to_string(out.join("report.html")).unwrap();
    assert!(text.contains("These weights are the scenario writer’s own"));
    let (_plain, without) = page();
    assert!(!without.contains("Weighted sum") && without.contains("Nothing here adds outcomes up"));
    let wrong = short_run(&folder.path().join("wrong"), &["--set", "weights.report=2", "--set", "weights.arrests=\"much\""]);
    let (_, stderr) = texts(&wrong);
    assert!(wrong.status.code() == Some(2) && stderr.contains("did you mean reports?") && stderr.contains("finite number"), "{stderr}");
}

#[test]
fn a_policy_is_named_that_is_worse_somewhere_and_shown_better_nowhere() {
    let (folder, text) = page();
    let mut reader = csv::Reader::from_path(folder.path().join("out/dominance.csv")).unwrap();
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6, "three policies, each against two others");
    let count = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<u32>().unwrap();
    for row in &rows {
        let back = rows.iter().find(|other| other["arm"] == row["other"] && other["other"] == row["arm"]).unwrap();
        let all = |row| ["better", "worse", "equivalent", "not_shown"].map(|column| count(row, column)).iter().sum::<u32>();
        // To be called clearly worse it takes more than to be called clearly better.
        assert!(count(row, "worse") <= count(back, "better") && all(row) == all(back) && all(row) > 8, "{row:?} {back:?}");
    }
    let worse = || rows.iter().filter(|row| count(row, "better") == 0 && count(row, "worse") > 0);
    assert_eq!(text.matches("not shown to be better in any, equivalent").count(), worse().count());
    assert_eq!(text.matches("<em>dominated</em>, shown").count(), worse().filter(|row| count(row, "not_shown") == 0).count());
    assert!(rows.iter().all(|row| row["margin"] == "0.01") && text.contains("of Keep messages readable’s mean on either side of zero"));
}

#[test]
fn published_figures_stand_beside_the_model_s() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let path = out.display().to_string();
    let short = ["--replications", "2", "--set", "sample=0.00001", "--set", "horizon=8 weeks", "--set", "warm-up=4 weeks", "--out", &path];
    let output = veilsim(&[&["run", "scenarios/calibration-check.toml"], &short[..]].concat());
    assert!(output.status.success(), "{}", texts(&output).1);
    let text = std::fs::read_to_string(out.join("report.html")).unwrap();
    figures_are_cells(&out, &text);
    no_number_beside_figures(&out, &text);
    let document = parsed(&text);
    let section = document.descendants().find(|n| n.attribute("id") == Some("published")).unwrap();
    let targets = veilsim::scenario::targets::shipped().unwrap();
    let rows: Vec<Node> = section.descendants().filter(|n| n.attribute("scope") == Some("row")).collect();
    assert_eq!(rows.len(), targets.len());
    for (row, target) in rows.iter().zip(&targets) {
        assert_eq!(words(*row), format!("{} · {}", target.target, target.what));
        let links = row.parent().unwrap().descendants().filter(|n| n.has_tag_name("a"));
        let linked: Vec<&str> = links.filter_map(|n| n.attribute("href")?.strip_prefix("#e-")).collect();
        assert_eq!(linked, target.evidence);
        assert!(linked.iter().all(|id| document.descendants().any(|n| n.attribute("id").is_some_and(|i| i == format!("e-{id}")))));
    }
    // The tally in words, those that were fitted apart.
    let mut reader = csv::Reader::from_path(out.join("calibration-tally.csv")).unwrap();
    let tally: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let count = |row: usize, column: &str| tally[row][column].parse::<usize>().unwrap();
    for (row, (usage, fitted)) in [("test", false), ("fitted", true)].into_iter().enumerate() {
        assert_eq!(tally[row]["use"], usage);
        assert_eq!(count(row, "figures"), targets.iter().filter(|target| target.fitted == fitted).count());
        assert_eq!(count(row, "figures"), count(row, "inside") + count(row, "outside") + count(row, "not_in_model"));
        assert!(count(row, "scored") <= count(row, "figures") && (count(row, "scored") == 0) == tally[row]["coverage"].is_empty());
    }
    let (_plain, without) = page();
    assert!(text.contains("Does it agree with published figures?") && !without.contains("Does it agree with published figures?"));
}

#[test]
fn a_page_says_until_when_its_run_went_on() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let output = short_run(&out, &["--until-precision", "90%", "--precision-of", "offender-days"]);
    assert!(output.status.success(), "{}", texts(&output).1);
    let text = || std::fs::read_to_string(out.join("report.html")).unwrap();
    assert!(text().contains("<code>offender-days</code> are known to ±90\u{202f}% of Keep messages readable, or 3 times"));
    assert!(text().contains("--replications 3 --seed 1 --until-precision 0.9 --precision-of offender-days"));
    // As of an interrupted run.
    let manifest = std::fs::read_to_string(out.join("manifest.json")).unwrap();
    std::fs::write(out.join("manifest.json"), manifest.replacen("\"replications\": 3", "\"replications\": 3, \"planned\": 9", 1)).unwrap();
    assert!(veilsim(&["report", &out.display().to_string()]).status.success());
    assert!(text().contains("interrupted before its 9 replications") && text().contains("goes on from where it stopped"));
}
