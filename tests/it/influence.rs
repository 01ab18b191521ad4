//! The assumptions that decide are named, those that do not are not, and a sign that turns is said to.
//!
//! The outcomes are made up, so that one assumption decides by construction; its values are those that the runs would have drawn.

use crate::common::{Row, files_below, number, results, smoke, table};
use crate::report::{figures_are_cells, no_number_beside_figures};
use std::collections::BTreeMap;
use std::path::Path;
use veilsim::experiment::drawn;
use veilsim::inference::{study, write_tables};
use veilsim::model::chance::Chance;
use veilsim::model::ledger::Ledger;
use veilsim::model::{Layout, Outcome, Outcomes};
use veilsim::parameter::each_parameter;
use veilsim::report::render_all;
use veilsim::results::{Manifest, Selection};
use veilsim::scenario::Scenario;

const DECIDES: &str = "platform.tiktok.trust.chilling";
/// Uncertain under the last policy alone.
const OWN: &str = "arm.e2ee-metadata-reports.platform.tiktok.access.metadata-retention";

/// Replications that share one draw.
const PER_DRAW: u32 = 2;

fn scenario(replications: u32) -> Scenario {
    smoke(&[
        ("replications", &replications.to_string()),
        ("horizon", "3 weeks"),
        (DECIDES, "{ uniform = [0.1, 0.3], evidence = \"assumed\" }"),
    ])
}

/// The value of a parameter of an arm in force in a replication: of its world, or of what changes in it.
fn in_force(scenario: &Scenario, arm: usize, replication: u32, wanted: &str) -> f64 {
    let mut plan = drawn(&scenario.arms[arm].plan, scenario.seed, replication / PER_DRAW);
    let mut found = None;
    each_parameter(&mut plan.world, &mut |path, _, leaf| found = found.or((path == wanted).then(|| leaf.number())));
    for change in &mut plan.changes {
        let path_of = |path: &str| format!("platform.{}.{path}", change.platform);
        each_parameter(&mut change.after, &mut |path, _, leaf| found = (path_of(path) == wanted).then(|| leaf.number()).or(found));
    }
    found.unwrap()
}

/// Reports that are chance alone, but for what `effect` adds in an arm; nothing else happens.
fn batch(scenario: &Scenario, effect: &dyn Fn(usize, u32) -> f64) -> Vec<Vec<Outcomes>> {
    let layout = Layout::of(&scenario.base);
    let run = |arm: usize, replication: u32| -> Outcomes {
        let chance = Chance::new(9, u64::from(replication)).quantile(&format!("chance of {arm}"));
        let mut ledger = Ledger::new(layout);
        ledger.add(Outcome::ActionableReports, 0, 0, 0, 0, 1000.0 + (20.0 * chance).round() + effect(arm, replication).round());
        ledger.close(1.0, &|_, _| 0.0)
    };
    let runs = |arm: usize| (0..scenario.replications).map(|replication| run(arm, replication)).collect();
    (0..scenario.arms.len()).map(runs).collect()
}

/// The directory of a batch: tables, charts and page. The rows of the influences.
fn written(dir: &Path, scenario: &Scenario, runs: &[Vec<Outcomes>]) -> Vec<Row> {
    let results = results(scenario, runs.to_vec());
    write_tables(dir, &study(&results)).unwrap();
    let mut manifest = Manifest::new(&results, Selection::standard());
    // The chart is of the first outcome of the answer.
    manifest.charts.answer.sort_by_key(|id| id != "reports-actionable");
    render_all(dir, &manifest).unwrap();
    table(dir, "influences.csv")
}

/// The second arm has more reports than the baseline where the assumption is high, and fewer where it is low; the third arm has
/// always more, by what it alone assumes.
fn decided(replications: u32) -> (Scenario, Vec<Vec<Outcomes>>) {
    let scenario = scenario(replications);
    let own = OWN.strip_prefix("arm.e2ee-metadata-reports.").unwrap();
    let effect = |arm: usize, replication: u32| match arm {
        1 => 1000.0 * (in_force(&scenario, 1, replication, DECIDES) - 0.2),
        2 => 100.0 + 0.2 * in_force(&scenario, 2, replication, own),
        _ => 0.0,
    };
    let batch = batch(&scenario, &effect);
    (scenario, batch)
}

#[test]
fn the_assumption_that_decides_is_named_and_turns_the_sign() {
    let folder = tempfile::tempdir().unwrap();
    let (scenario, batch) = decided(120);
    let rows = written(folder.path(), &scenario, &batch);
    let told: Vec<&Row> = rows.iter().filter(|row| row["significant"] == "true").collect();
    let named: Vec<[&str; 3]> = told.iter().map(|row| ["arm", "outcome", "parameter"].map(|column| row[column].as_str())).collect();
    let expected = [["default-e2ee", "reports-actionable", DECIDES], ["e2ee-metadata-reports", "reports-actionable", OWN]];
    assert_eq!(named, expected, "and no other");
    for pair in ["default-e2ee", "e2ee-metadata-reports"] {
        let ranks: Vec<&str> = rows
            .iter()
            .filter(|row| row["arm"] == pair && row["outcome"] == "reports-actionable")
            .map(|row| row["rank"].as_str())
            .collect();
        assert_eq!(ranks, ["1", "2", "3", "4", "5", "6", "7", "8"], "always eight");
    }
    let [turning, steady] = told[..] else { unreachable!() };
    assert_eq!((turning["rank"].as_str(), turning["grounds"].as_str()), ("1", "assumed"));
    assert!(number(turning, "correlation_low") > 0.8 && number(turning, "correlation_high") <= 1.0, "{turning:?}");
    let tested = table(folder.path(), "tested.csv");
    let candidate = |path: &str| tested.iter().find(|row| row["parameter"] == path).unwrap()["candidate"].clone();
    assert_eq!((candidate(DECIDES).as_str(), candidate(OWN).as_str()), ("false", "false"));
    let idle = tested.iter().filter(|row| row["candidate"] == "true").count();
    assert!(idle * 10 > tested.len() * 8, "{idle} of {} do nothing, and are found to", tested.len());
    let grounds = table(folder.path(), "grounds.csv");
    let own = grounds.iter().find(|row| row["arm"] == "default-e2ee" && row["outcome"] == "reports-actionable").unwrap();
    assert!(number(own, "cited_of_largest") < 0.5, "what decides is assumed: {own:?}");
    assert_eq!((turning["flips"].as_str(), steady["flips"].as_str()), ("true", "false"));
    assert!(number(turning, "rank_correlation") > 0.9 && number(turning, "p_adjusted") <= 0.005 && turning["draws"] == "60");
    assert!(number(turning, "difference_low_third") < -40.0 && number(turning, "difference_high_third") > 40.0, "{turning:?}");
    assert!(number(steady, "difference_low_third") > 100.0);

    // The thirds, from the other tables alone.
    let read = |file: &str| table(folder.path(), file);
    let value: BTreeMap<String, f64> =
        read("draws.csv").iter().filter(|row| row["parameter"] == DECIDES).map(|row| (row["draw"].clone(), number(row, "value"))).collect();
    let mut low = Vec::new();
    let runs = read("outcomes.csv");
    let reports = |arm: &str, replication: &str| {
        let all = |row: &&Row| ["platform", "market", "age_band"].iter().all(|column| row[*column] == "all");
        let of = |row: &&Row| row["arm"] == arm && row["replication"] == replication && row["outcome"] == "reports-actionable";
        number(runs.iter().filter(all).find(of).unwrap(), "value")
    };
    for replication in 0..scenario.replications {
        if value[&(replication / PER_DRAW).to_string()] <= number(turning, "low_third_below") {
            let replication = replication.to_string();
            low.push(reports("default-e2ee", &replication) - reports("keep-readable", &replication));
        }
    }
    assert_eq!(low.len(), 40, "a third of the replications");
    let mean = low.iter().sum::<f64>() / low.len() as f64;
    assert!((mean - number(turning, "difference_low_third")).abs() < 1e-9, "{mean} {turning:?}");
}

#[test]
fn the_page_and_the_chart_say_what_the_table_says() {
    let folder = tempfile::tempdir().unwrap();
    let (scenario, batch) = decided(60);
    written(folder.path(), &scenario, &batch);
    let text = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    figures_are_cells(folder.path(), &text);
    no_number_beside_figures(folder.path(), &text);
    for part in [&format!("<code>{DECIDES}</code>")[..], "anew 30 times", "<b>turns</b>", "the difference rises"] {
        assert!(text.contains(part), "{part}");
    }
    let chart = std::fs::read_to_string(folder.path().join("charts/tornado.svg")).unwrap();
    assert!(chart.contains("30 draws of the assumptions") && chart.contains(&DECIDES[DECIDES.len() - 9..]));
}

#[test]
fn chance_is_not_named_and_too_few_draws_name_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = scenario(60);
    let alike = batch(&scenario, &|_, _| 0.0);
    assert!(written(folder.path(), &scenario, &alike).iter().all(|row| row["significant"] == "false"));
    let text = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(text.contains("No assumption is told from chance in <em>Reports police can act on</em>") && !text.contains("Turns</a>"));
    let (few, batch) = decided(18);
    assert!(written(folder.path(), &few, &batch).is_empty());
    let text = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(text.contains("With 9 draws of the assumptions nothing can be said; it takes 10."));
}

#[test]
fn the_same_runs_give_the_same_bytes() {
    let bytes = || {
        let folder = tempfile::tempdir().unwrap();
        let (scenario, batch) = decided(30);
        written(folder.path(), &scenario, &batch);
        files_below(folder.path()).iter().map(|file| std::fs::read(file).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(bytes(), bytes());
}

/// The range of what decides, where it is not set.
const UNKNOWN: &str = "\n[platform.tiktok.trust]\nchilling = { uniform = [0.1, 0.3], evidence = \"assumed\" }\n";

/// A reader who holds half of a range to be all of it has the answer of the draws within; one who repeats the scenario's has its own.
#[test]
fn a_reader_s_prior_weighs_the_draws_that_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let priors = "[prior.low]\ntitle = \"One who thinks it low\"\nplatform.tiktok.trust.chilling = { uniform = [0.1, 0.2], note = \"why\" }\n\
                  [prior.high]\nplatform.tiktok.trust.chilling = { triangular = [0.1, 0.3, 0.3], evidence = \"assumed\" }\n";
    let pairs = [("replications", "80"), ("horizon", "3 weeks")];
    let scenario = crate::common::scenario(&format!("{}{UNKNOWN}{priors}", crate::common::smoke_text()), &pairs);
    let value = |replication| in_force(&scenario, 1, replication, DECIDES);
    let runs = batch(&scenario, &|arm, replication| if arm == 1 { 1000.0 * (value(replication) - 0.2) } else { 0.0 });
    written(folder.path(), &scenario, &runs);
    let rows = table(folder.path(), "readers.csv");
    let of = |reader: &str| {
        let is_it = |row: &&Row| row["reader"] == reader && row["arm"] == "default-e2ee" && row["outcome"] == "reports-actionable";
        rows.iter().find(is_it).unwrap().clone()
    };
    let [own, low, high] = ["", "low", "high"].map(of);
    let within = (0..40).filter(|draw| value(2 * draw) <= 0.2).count() as f64;
    assert!((number(&low, "effective") - within).abs() < 1e-6 && (number(&own, "effective") - 40.0).abs() < 1e-6, "{low:?}");
    assert!(number(&low, "more") < 0.3 && number(&high, "more") > 0.6, "{low:?} {high:?}");
    // Chance makes some ten reports of difference in a draw; the value half a hundred on either side.
    assert!((number(&low, "difference") + 50.0).abs() < 20.0, "{low:?}");
    assert!((number(&high, "difference") - 33.0).abs() < 20.0, "two thirds of the way up: {high:?}");
    let ranges = table(folder.path(), "reader-ranges.csv");
    assert_eq!(ranges.len(), 2);
    assert_eq!((ranges[0]["title"].as_str(), ranges[0]["note"].as_str()), ("One who thinks it low", "why"));
    let text = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(text.contains("What would readers of either camp find?") && text.contains("One who thinks it low"));
    figures_are_cells(folder.path(), &text);
    no_number_beside_figures(folder.path(), &text);
}

/// What is set for one run is so for every reader.
#[test]
fn what_is_set_is_no_longer_a_reader_s_to_believe() {
    let low = format!("{DECIDES} = {{ uniform = [0.1, 0.2] }}");
    let recall = "platform.tiktok.detection.text-classifier.recall = { uniform = [0.1, 0.2] }";
    let text = format!("{}\n[prior.one]\n{low}\n{recall}\n[prior.two]\n{low}\n", crate::common::smoke_text());
    let read = |value: &str| veilsim::scenario::parse("smoke", &text, &crate::common::sets(&[(DECIDES, value)]));
    let priors = read("0.15").unwrap_or_else(|problems| panic!("{:?}", problems.list)).priors;
    let left: Vec<(&str, Vec<&str>)> =
        priors.iter().map(|prior| (prior.name.as_str(), prior.ranges.iter().map(|range| range.path.as_str()).collect())).collect();
    assert_eq!(left, [("one", vec!["platform.tiktok.detection.text-classifier.recall"])]);
}

#[test]
fn a_reader_s_prior_that_no_draw_can_answer_is_refused_where_it_stands() {
    let text = crate::common::smoke_text();
    for (own, said) in [
        ("platform.tiktok.trust.chilling = 0.1", "is one value, which no draw has exactly"),
        ("platform.tiktok.trust.chilling = { uniform = [0, 0.9] }", "reaches beyond the scenario's"),
        ("platform.tiktok.review.staff = { uniform = [1, 2] }", "is one value in the scenario"),
        ("platform.tiktok.trust.chiling = { uniform = [0, 0.1] }", "unknown key chiling"),
        ("title = \"Nobody\"", "changes no range"),
    ] {
        let with = format!("{text}{UNKNOWN}[prior.one]\n{own}\n");
        let problems = veilsim::scenario::parse("smoke", &with, &[]).unwrap_err();
        let told: Vec<&str> = problems.list.iter().map(|problem| problem.message.as_str()).collect();
        assert!(told.len() == 1 && told[0].contains(said), "{own}: {told:?}");
        let line = with.lines().position(|line| line == own || line == "[prior.one]").unwrap() + 1;
        assert!(problems.list[0].line.abs_diff(line) <= 1, "{own}: line {} is not {line}", problems.list[0].line);
    }
}
