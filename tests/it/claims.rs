//! What is claimed of a comparison: intervals stay inside what values can be, interval, test and word say the same, nothing is called the
//! same that may differ, and charts and console have the word of the table.

use crate::common::{Row, all_runs, files_below, number, results, scenario, smoke, smoke_text, table, texts, veilsim};
use std::path::Path;
use veilsim::inference::{study, write_tables};
use veilsim::results::Selection;
use veilsim::results::tables::{DominanceRow, PeriodRow, RankRow, Reading, SUM, SummaryRow, read};
use veilsim::scenario::Scenario;

fn tables(scenario: &Scenario) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_tables(folder.path(), &study(&results(scenario, all_runs(scenario, 2)))).unwrap();
    folder
}

fn totals(dir: &Path) -> Vec<SummaryRow> {
    read::<SummaryRow>(dir).unwrap().into_iter().filter(SummaryRow::is_total).collect()
}

#[test]
fn intervals_stay_inside_what_values_can_be() {
    // As few replications as there are, tiny worlds, breakdowns with hardly anybody, rare events alone.
    for more in [
        &[("replications", "4")][..],
        &[("replications", "3"), ("sample", "0.00005")],
        &[("replications", "8"), ("sample", "0.0001"), ("horizon", "3 weeks"), ("window", "1 week")],
        &[("replications", "5"), ("sample", "0.0001"), ("mechanism.reporting.enabled", "false")],
    ] {
        let folder = tables(&smoke(&[&[("sample", "0.0003"), ("horizon", "4 weeks")], more].concat()));
        let inside = |value: Option<f64>| value.is_none_or(|x| (0.0..=1.0).contains(&x));
        let mut shares = 0;
        for row in read::<SummaryRow>(folder.path()).unwrap() {
            let what = format!("{more:?}: {row:?}");
            assert!(row.mean_low.is_none_or(|low| (0.0..=row.mean + 1e-9 * row.mean).contains(&low)), "{what}");
            assert!(row.mean_high.is_none_or(|high| high >= row.mean * (1.0 - 1e-9)), "{what}");
            assert!(row.relative_low.is_none_or(|low| low >= -1.0) && inside(Some(row.any_share)) && inside(row.any_high), "{what}");
            assert!(inside(row.differs_share) && inside(row.differs_high), "{what}");
            if row.unit == "share" {
                assert!(inside(row.mean_low) && inside(row.mean_high), "{what}");
                assert!([row.difference_low, row.difference_high].into_iter().flatten().all(|end| (-1.0..=1.0).contains(&end)), "{what}");
                shares += 1;
            }
        }
        let years = read::<PeriodRow>(folder.path()).unwrap();
        let shares_of_years = years.iter().filter(|row| row.unit == "share");
        assert!(shares_of_years.clone().all(|row| inside(row.mean_low) && inside(row.mean_high)), "{years:#?}");
        assert!(years.iter().all(|row| row.relative_low.is_none_or(|low| low >= -1.0)));
        let ranks = read::<RankRow>(folder.path()).unwrap();
        let ends = |row: &RankRow| [row.lowest_low, row.lowest_high, row.highest_low, row.highest_high].map(Some).into_iter().all(inside);
        assert!(shares > 100 && ranks.iter().all(ends), "{shares}");
    }
}

#[test]
fn interval_test_and_word_say_the_same() {
    let folder = tables(&smoke(&[("sample", "0.0003"), ("replications", "24"), ("horizon", "6 weeks")]));
    let mut seen = std::collections::BTreeMap::new();
    for row in totals(folder.path()) {
        let Some(reading) = row.reading else { continue };
        let leaves_out = |low: Option<f64>, high: Option<f64>| low.zip(high).map(|(low, high)| low > 0.0 || high < 0.0);
        let (absolute, relative) = (leaves_out(row.difference_low, row.difference_high), leaves_out(row.relative_low, row.relative_high));
        *seen.entry(reading.word()).or_insert(0) += 1;
        match reading {
            Reading::Higher | Reading::Lower | Reading::Weak => {
                assert!(absolute == Some(true) && relative != Some(false), "{row:?}");
                assert!(reading == Reading::Weak || row.p_holm.is_none_or(|p| p <= 0.05), "{row:?}");
            }
            Reading::Unclear => assert!(absolute != Some(true) && relative != Some(true), "{row:?}"),
            Reading::Same => assert_eq!((row.difference_low, row.difference_high, row.differs_high), (Some(0.0), Some(0.0), Some(0.0))),
        }
    }
    assert!(seen.len() == 5 && seen.values().all(|count| *count > 5), "{seen:?}");
}

#[test]
fn the_same_is_said_only_where_no_run_can_differ() {
    // An arm like the baseline; one that differs in what hardly ever happens here; one that differs in what nobody does.
    let base = smoke_text().split("[arm.").next().unwrap().to_owned();
    let arms = "[arm.base]\n[arm.alike]\n[arm.alike.platform.tiktok]\ntrust.revealed = 0.4\n[arm.rare.platform.tiktok]\n\
                trust.revealed = 0.4\nanswer.remedies = 1\n[arm.rare.platform.elsewhere]\nreview.target = \"3 days\"\n";
    let same = "[arm.base.platform.tiktok]\ntrust.revealed = 0.4\n";
    let text = format!("{base}{}", arms.replace("[arm.base]\n", &format!("[arm.base]\n{same}")));
    let settings = [("sample", "0.0001"), ("replications", "12"), ("horizon", "4 weeks")];
    let folder = tables(&scenario(&text, &settings));
    let rows = totals(folder.path());
    let of = |arm: &str| rows.iter().filter(|row| row.arm == arm).cloned().collect::<Vec<_>>();
    let alike = of("alike");
    assert!(alike.len() > 100 && alike.iter().all(|row| row.reading == Some(Reading::Same) && row.differs_high == Some(0.0)));
    let rare = of("rare");
    let unseen: Vec<&SummaryRow> = rare.iter().filter(|row| row.is_unseen() && row.replications == 12).collect();
    assert!(unseen.len() > 60, "{} of {}", unseen.len(), rare.len());
    for row in unseen {
        // Six draws without a difference leave a chance of 39 %, and one child in ten thousand is simulated.
        assert!(row.difference == Some(0.0) && row.differs_high.is_some_and(|high| (high - 0.393).abs() < 1e-3), "{row:?}");
        let reach = if row.unit == "children" { Some(1e4 * 0.393_04) } else { row.difference_high };
        assert!(
            row.relative_low.is_none() && row.difference_high.zip(reach).is_none_or(|(high, reach)| (high - reach).abs() < 1.0),
            "{row:?}"
        );
    }
    // Nobody scans devices, so that nothing can be done to the list of it.
    let listed = |row: &&SummaryRow| ["list-expanded", "list-poisoned", "scan-expanded"].contains(&row.outcome.as_str());
    let same: Vec<&SummaryRow> = rare.iter().filter(listed).collect();
    assert!(same.len() == 3 && same.iter().all(|row| row.reading == Some(Reading::Same) && row.mean_high == Some(0.0)), "{same:?}");
    // Equivalence is shown where arms cannot differ, and not where no difference was seen.
    let pairs: Vec<DominanceRow> = read(folder.path()).unwrap();
    let beside = |arm: &str| pairs.iter().find(|row| row.arm == arm && row.other == "base").unwrap();
    let (alike, rare) = (beside("alike"), beside("rare"));
    assert!(alike.not_shown == 0 && alike.equivalent > 8 && !alike.is_dominated(), "{alike:?}");
    assert!(rare.not_shown > 4 && (rare.margin - 0.01).abs() < 1e-12, "{rare:?}");
}

#[test]
fn a_weighted_sum_leaves_no_term_out() {
    let folder = tempfile::tempdir().unwrap();
    let check = |weights: &str| {
        let file = folder.path().join("weighted.toml");
        std::fs::write(&file, format!("{}[weights]\n{weights}\n", smoke_text())).unwrap();
        let output = veilsim(&["check", &file.display().to_string()]);
        (output.status.code(), texts(&output).1)
    };
    for (weights, says) in [
        ("children-harmed = -1\nreview-backlog = -1000", "has no value over all platforms"),
        ("review-wait-p95 = 0.5", "has no value over all platforms"),
        ("review-backlog-end = 1\nreports = 1", "has no value over all platforms"),
        ("reports = -1e308", "a finite number"),
        ("reports = inf", "a finite number"),
        ("reports = nan", "a finite number"),
    ] {
        let (code, stderr) = check(weights);
        assert!(code == Some(2) && stderr.contains(says), "{weights}: {stderr}");
    }
    // Every weight has its row and the sum is there, also of ratios and of what has an expectation.
    let weights =
        [("weights.user-share", "100"), ("weights.content-held", "-0.001"), ("weights.list-expanded", "3"), ("weights.reports", "1")];
    let folder = tables(&smoke(&[&[("sample", "0.0001"), ("replications", "4"), ("horizon", "3 weeks")][..], &weights].concat()));
    let rows = table(folder.path(), "weights.csv");
    for arm in ["keep-readable", "default-e2ee"] {
        let (sum, terms): (Vec<&Row>, Vec<&Row>) = rows.iter().filter(|row| row["arm"] == arm).partition(|row| row["outcome"] == SUM);
        let added: f64 = terms.iter().map(|row| number(row, "mean")).sum();
        assert!(sum.len() == 1 && terms.len() == 4 && (number(sum[0], "mean") - added).abs() < 1e-9 * added.abs(), "{terms:#?}");
    }
}

#[test]
fn charts_and_console_have_the_word_of_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let short = ["run", "scenarios/smoke.toml", "--replications", "8", "--set", "horizon=4 weeks", "--set", "sample=0.0003", "--out"];
    let output = veilsim(&[&short[..], &[&out.display().to_string()]].concat());
    let (stdout, stderr) = texts(&output);
    assert!(output.status.success(), "{stderr}");
    let summary = totals(&out);
    let selection = Selection::standard();
    let drawn = |id: &String| summary.iter().any(|row| row.outcome == *id && row.difference.is_none() && row.mean != 0.0);
    let charts: String = files_below(&out.join("charts"))
        .iter()
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.starts_with("paired-differences") || name.starts_with("other-differences")
        })
        .filter(|path| path.extension().is_some_and(|e| e == "svg") && !path.to_string_lossy().contains("-narrow"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    for reading in [Reading::Higher, Reading::Lower, Reading::Weak, Reading::Unclear, Reading::Same] {
        let of = |row: &&SummaryRow| row.reading == Some(reading) && selection.shown().any(|id| *id == row.outcome);
        let rows: Vec<&SummaryRow> = summary.iter().filter(of).collect();
        let in_chart = charts.split(['>', '<', '\n']).filter(|text| text.trim() == reading.word()).count();
        assert_eq!(in_chart, rows.iter().filter(|row| drawn(&row.outcome)).count(), "{reading:?}");
        let ends =
            |line: &&str| line.ends_with(&format!("  {}", reading.word())) || line.contains(&format!("  {}: no diff", reading.word()));
        let of_runs = stdout.lines().filter(|line| !line.contains(" of year ") && !line.contains("  year "));
        assert_eq!(of_runs.filter(ends).count(), rows.len(), "{reading:?}: {stdout}");
    }
    assert!(table(&out, "summary.csv").iter().any(|row| row["reading"] == "unclear"));
}
