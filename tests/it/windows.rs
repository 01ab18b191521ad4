//! Windows of the time series and years since a policy starts: whatever the window, its parts add up to the whole, what is left over at
//! the end is there and marked, and a year is compared over the same days.

use crate::common::{all_runs, results, smoke, texts, veilsim};
use std::path::Path;
use veilsim::inference::{study, write_tables};
use veilsim::model::expectation::is_expected;
use veilsim::model::outcome::Measure;
use veilsim::model::{Outcome, Outcomes};
use veilsim::results::tables::{PeriodRow, Reading, SeriesRow, SummaryRow, WarningRow, read};
use veilsim::scenario::Scenario;
use veilsim::units::Time;

const DAY: u64 = 86_400_000;

fn small(window: &str, more: &[(&str, &str)]) -> Scenario {
    let base = [("sample", "0.0002"), ("replications", "3"), ("window", window)];
    smoke(&[&base[..], more].concat())
}

/// The tables of a scenario, in a folder.
fn tables(scenario: &Scenario) -> (tempfile::TempDir, Vec<Vec<Outcomes>>) {
    let (folder, runs) = (tempfile::tempdir().unwrap(), all_runs(scenario, 2));
    let results = results(scenario, runs.clone());
    write_tables(folder.path(), &study(&results)).unwrap();
    (folder, runs)
}

fn series(folder: &Path, arm: &str, outcome: Outcome) -> Vec<SeriesRow> {
    let of = |row: &SeriesRow| row.is_total() && row.arm == arm && row.outcome == outcome.definition().id;
    read::<SeriesRow>(folder).unwrap().into_iter().filter(of).collect()
}

fn adds_up(measure: Measure) -> bool {
    matches!(measure, Measure::Count | Measure::Days | Measure::Distinct | Measure::Whole | Measure::Once)
}

#[test]
fn windows_add_up_to_the_run_whether_there_is_one_or_one_is_cut_short() {
    let single = [("4 weeks", "28 days"), ("15 days", "15 days")];
    let of_eight = ["8 weeks", "3 weeks", "5 weeks", "1 week", "13 days 7 hours"].map(|window| ("8 weeks", window));
    for (horizon, window) in single.into_iter().chain(of_eight) {
        let scenario = small(window, &[("horizon", horizon)]);
        let (folder, _) = tables(&scenario);
        let summary: Vec<SummaryRow> = read(folder.path()).unwrap();
        let all: Vec<SeriesRow> = read::<SeriesRow>(folder.path()).unwrap().into_iter().filter(SeriesRow::is_total).collect();
        let mut seen = 0;
        for row in summary.iter().filter(|row| row.is_total()) {
            let outcome = Outcome::by_id(&row.outcome).unwrap();
            // Time series are of what happened, means of such outcomes of what was to be expected.
            if adds_up(outcome.definition().measure) && !is_expected(outcome) {
                let sum: f64 = all.iter().filter(|s| s.arm == row.arm && s.outcome == row.outcome).map(|s| s.mean).sum();
                assert!((sum - row.mean).abs() <= 1e-9 * row.mean.abs().max(1.0), "{window}, {}: {sum} is not {}", row.outcome, row.mean);
                seen += usize::from(row.mean > 0.0);
            }
        }
        assert!(seen > 50, "{seen} outcomes to see it by");
    }
}

#[test]
fn a_window_that_the_horizon_cuts_short_is_marked_and_said() {
    for (window, lengths) in [("3 weeks", &[21.0, 21.0, 14.0][..]), ("5 weeks", &[35.0, 21.0]), ("4 weeks", &[28.0, 28.0])] {
        let (folder, _) = tables(&small(window, &[]));
        let rows = series(folder.path(), "keep-readable", Outcome::OffenderDays);
        assert_eq!(rows.iter().map(|row| row.days).collect::<Vec<_>>(), lengths);
        assert!((rows.last().unwrap().day - 56.0).abs() < 1e-9);
        let warnings: Vec<WarningRow> = read(folder.path()).unwrap();
        let said = warnings.iter().any(|row| row.warning.word() == "partial-window");
        assert_eq!(said, window != "4 weeks", "{window}: {warnings:?}");
    }
}

#[test]
fn a_policy_that_starts_in_what_is_left_over_shows_there_and_nowhere_before() {
    let late = [("arm.default-e2ee.platform.tiktok.rollout.start", "6 weeks"), ("arm.default-e2ee.platform.tiktok.rollout.ramp", "0 days")];
    let scenario = small("3 weeks", &late);
    let (folder, _) = tables(&scenario);
    let [base, own] = ["keep-readable", "default-e2ee"].map(|arm| series(folder.path(), arm, Outcome::Reports));
    let means = |rows: &[SeriesRow]| rows.iter().map(|row| row.mean.to_bits()).collect::<Vec<_>>();
    assert_eq!(means(&base)[..2], means(&own)[..2]);
    assert!(own[2].mean < base[2].mean);
    let years: Vec<PeriodRow> = read(folder.path()).unwrap();
    let year = years.iter().find(|row| row.arm == "default-e2ee" && row.outcome == "reports").unwrap();
    assert_eq!((year.period.as_str(), year.from_day, year.until_day), ("part of year 1", 42.0, 56.0));
    // Where no window begins after the start, there is no year to tell of.
    let later = [("arm.default-e2ee.platform.tiktok.rollout.start", "50 days")];
    let (folder, _) = tables(&small("3 weeks", &later));
    assert!(read::<PeriodRow>(folder.path()).unwrap().iter().all(|row| row.arm != "default-e2ee"));
}

#[test]
fn a_year_is_the_difference_over_its_own_days() {
    // Two years and a half in a tiny world; the first policy starts after 26 weeks, the second at the start.
    let more = [
        ("horizon", "130 weeks"),
        ("sample", "0.00002"),
        ("arm.default-e2ee.platform.tiktok.rollout.start", "26 weeks"),
        ("arm.e2ee-metadata-reports.platform.tiktok.rollout.start", "0 days"),
    ];
    let scenario = small("4 weeks", &more);
    assert_eq!(scenario.begins(), [None, Some(Time(26 * 7 * DAY)), Some(Time(0))]);
    let (folder, runs) = tables(&scenario);
    let rows: Vec<PeriodRow> = read(folder.path()).unwrap();
    let of = |arm: &str| -> Vec<&PeriodRow> { rows.iter().filter(|row| row.arm == arm && row.outcome == "reports").collect() };
    let periods = |arm: &str| of(arm).iter().map(|row| (row.period.clone(), row.from_day, row.until_day)).collect::<Vec<_>>();
    let named = |name: &str, from: f64, until: f64| (name.to_owned(), from, until);
    assert_eq!(periods("default-e2ee"), [named("year 1", 196.0, 560.0), named("part of year 2", 560.0, 910.0)]);
    let at_once = [named("year 1", 0.0, 364.0), named("year 2", 364.0, 728.0), named("part of year 3", 728.0, 910.0)];
    assert_eq!(periods("e2ee-metadata-reports"), at_once);
    assert!(rows.iter().all(|row| row.arm != "keep-readable"), "the baseline does not differ from itself");
    // By hand, from the runs.
    let sum = |run: &Outcomes, outcome: Outcome| -> f64 { run.series(outcome, veilsim::model::Cell::ALL)[7..20].iter().sum() };
    let mean = |arm: usize, value: &dyn Fn(&Outcomes) -> f64| runs[arm].iter().map(value).sum::<f64>() / 3.0;
    let (own, base) = (mean(1, &|run| sum(run, Outcome::Reports)), mean(0, &|run| sum(run, Outcome::Reports)));
    let year = of("default-e2ee")[0];
    assert!((year.mean - own).abs() < 1e-6 * own && (year.baseline - base).abs() < 1e-6 * base && base > 0.0);
    assert!((year.difference - (own - base)).abs() < 1e-6 * base && year.reading.is_some_and(|reading| reading != Reading::Same));
    // A ratio is that of the sums over the year, with an interval inside what it can be.
    let share = |run: &Outcomes| sum(run, Outcome::UserIncidents) / sum(run, Outcome::Incidents);
    let ratio = rows.iter().find(|row| row.arm == "default-e2ee" && row.outcome == "user-share").unwrap();
    assert!((ratio.mean - mean(1, &share)).abs() < 1e-9, "{} is not {}", ratio.mean, mean(1, &share));
    assert!(ratio.mean_low.is_some_and(|low| low >= 0.0) && ratio.mean_high.is_some_and(|high| high <= 1.0));
}

#[test]
fn the_years_are_on_the_page_and_on_the_console_and_the_starts_on_record() {
    let folder = tempfile::tempdir().unwrap();
    let output = crate::common::short_run(&folder.path().join("out"), &["--set", "window=1 week"]);
    let (stdout, stderr) = texts(&output);
    assert!(output.status.success(), "{stderr}");
    assert!(stdout.contains("part of year 1  "), "{stdout}");
    let page = std::fs::read_to_string(folder.path().join("out/report.html")).unwrap();
    assert!(page.contains("By year since each policy starts") && page.contains("part of year 1"));
    let manifest = std::fs::read_to_string(folder.path().join("out/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["run"]["begins"], serde_json::json!([null, 14.0, 14.0]));
    let cut = veilsim(&["check", "scenarios/smoke.toml", "--set", "window=3 weeks"]);
    assert!(texts(&cut).1.contains("[partial-window]"));
}
