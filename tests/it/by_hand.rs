//! The factors of a headline multiply to what the tables say, under every policy.

use crate::common::{Row, number, table, veilsim};
use std::collections::BTreeMap;
use std::path::Path;

fn run(out: &Path, more: &[&str]) {
    let arguments =
        ["run", "scenarios/smoke.toml", "--replications", "8", "--tables-only", "--quiet", "--out", &*out.display().to_string()];
    assert!(veilsim(&[&arguments[..], more].concat()).status.success());
}

#[test]
fn factors_multiply_to_the_means_and_say_what_they_rest_on() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    run(&out, &["--set", "sample=0.002"]);
    let summary = table(&out, "summary.csv");
    let mean = |arm: &str, outcome: &str| {
        let is_it = |row: &&Row| row["arm"] == arm && row["outcome"] == outcome && row["platform"] == "tiktok" && row["market"] == "all";
        number(summary.iter().filter(is_it).find(|row| row["age_band"] == "all").unwrap(), "mean")
    };
    let mut chains: BTreeMap<(String, String), Vec<Row>> = BTreeMap::new();
    for row in table(&out, "chain.csv") {
        assert_eq!(row["platform"], "tiktok");
        chains.entry((row["arm"].clone(), row["outcome"].clone())).or_default().push(row);
    }
    let kinds: Vec<&str> = chains.keys().map(|(_, outcome)| outcome.as_str()).collect();
    assert!(kinds.contains(&"children-harmed") && kinds.contains(&"reports"), "{kinds:?}");
    for ((arm, outcome), rows) in &chains {
        let product = |column: &str| rows.iter().map(|row| number(row, column)).product::<f64>();
        let near = |found: f64, expected: f64| (found - expected).abs() <= 1e-9 * expected.abs();
        assert!((2..=10).contains(&rows.len()), "{arm} {outcome}");
        assert!(near(product("baseline"), mean("keep-readable", outcome)), "{outcome} of the baseline: {}", product("baseline"));
        assert!(near(product("value"), mean(arm, outcome)), "{outcome} of {arm}: {}", product("value"));
        assert!(near(product("times"), mean(arm, outcome) / mean("keep-readable", outcome)), "{outcome} of {arm}");
        for row in rows {
            let (low, high) = (number(row, "times_low"), number(row, "times_high"));
            assert!(low <= number(row, "times") && number(row, "times") <= high && low > 0.0, "{row:?}");
            assert!(number(row, "values") > 0.0 && number(row, "cited") <= number(row, "values"), "{row:?}");
            assert!((number(row, "cited") > 0.0) != row["evidence"].is_empty(), "{row:?}");
            assert!(row["parameters"].split(' ').all(|path| path.contains('.') && !path.contains("PLATFORM")), "{row:?}");
        }
    }
}

#[test]
fn there_are_none_where_more_than_one_platform_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    run(&out, &["--set", "sample=0.0002", "--set", "arm.default-e2ee.platform.elsewhere.detection.user-reports.ease=0.5"]);
    assert!(table(&out, "chain.csv").is_empty());
}
