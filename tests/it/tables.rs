//! The tables say what happened: the summary follows from the outcomes by arithmetic that anybody can repeat, breakdowns add up to
//! their totals, and windows to the whole run.
//!
//! The files are read back here with nothing of the crate that wrote them.

use crate::common::{Row, all_runs, number, results, smoke, table};
use std::collections::BTreeMap;
use veilsim::experiment::Runs;
use veilsim::inference::{study, write_tables};
use veilsim::model::expectation::is_expected;
use veilsim::model::ledger::Ledger;
use veilsim::model::outcome::Measure;
use veilsim::model::{Layout, Outcome, Outcomes};
use veilsim::results::digests;
use veilsim::scenario::Scenario;

const REPLICATIONS: usize = 7;

struct Tables {
    folder: tempfile::TempDir,
    scenario: Scenario,
    outcomes: Vec<Row>,
    summary: Vec<Row>,
    series: Vec<Row>,
}

/// The tables of a small world in which some ratios have nothing below their line in some replications. Four whole windows.
fn tables() -> Tables {
    let scenario = smoke(&[("sample", "0.0001"), ("replications", "7"), ("horizon", "4 weeks"), ("window", "1 week")]);
    let results = results(&scenario, all_runs(&scenario, 2));
    let folder = tempfile::tempdir().unwrap();
    write_tables(folder.path(), &study(&results)).unwrap();
    let [outcomes, summary, series] = ["outcomes.csv", "summary.csv", "timeseries.csv"].map(|file| table(folder.path(), file));
    Tables { folder, scenario, outcomes, summary, series }
}

/// What happened, by arm, platform, market, age band and outcome: one a replication, if there is one.
fn values(rows: &[Row]) -> BTreeMap<[String; 5], Vec<Option<f64>>> {
    by_place(rows, |row| number(row, "value"))
}

/// What means are made of: what was to be expected where that is given, or else what happened.
fn estimates(rows: &[Row]) -> BTreeMap<[String; 5], Vec<Option<f64>>> {
    by_place(rows, |row| number(row, if row["expected"].is_empty() { "value" } else { "expected" }))
}

fn by_place(rows: &[Row], of: impl Fn(&Row) -> f64) -> BTreeMap<[String; 5], Vec<Option<f64>>> {
    let mut found: BTreeMap<[String; 5], Vec<Option<f64>>> = BTreeMap::new();
    for row in rows {
        let key = ["arm", "platform", "market", "age_band", "outcome"].map(|c| row[c].clone());
        found.entry(key).or_insert_with(|| vec![None; REPLICATIONS])[number(row, "replication") as usize] = Some(of(row));
    }
    found
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Type 7 of Hyndman and Fan (1996), the default of R.
fn quantile(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = p * (sorted.len() - 1) as f64;
    let (low, high) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    low + (high - low) * at.fract()
}

/// Half of a 95 % t interval of the mean.
fn margin(values: &[f64]) -> f64 {
    // Two-sided 5 % points of Student's t, from a printed table.
    const T: [f64; 6] = [12.706_204_7, 4.302_652_7, 3.182_446_3, 2.776_445_1, 2.570_581_8, 2.446_911_9];
    let centre = mean(values);
    let squares: f64 = values.iter().map(|x| (x - centre) * (x - centre)).sum();
    T[values.len() - 2] * (squares / (values.len() - 1) as f64 / values.len() as f64).sqrt()
}

/// The 95 % interval of a mean, bent for skewness: Hall (1992), equation 2.2, and its inverse.
fn interval(values: &[f64]) -> (f64, f64) {
    let (n, centre, half) = (values.len() as f64, mean(values), margin(values));
    let moment = |power: i32| values.iter().map(|x| libm::pow(x - centre, f64::from(power))).sum::<f64>() / n;
    let error = (moment(2) / (n - 1.0)).sqrt();
    let skew = moment(3) / libm::pow(moment(2), 1.5);
    if error == 0.0 || skew.abs() < 1e-6 {
        return (centre - half, centre + half);
    }
    let inverse = |t: f64| 3.0 * n.sqrt() / skew * (libm::cbrt(1.0 + skew * (t / n.sqrt() - skew / (6.0 * n))) - 1.0);
    let t = half / error;
    (centre - error * inverse(t), centre - error * inverse(-t))
}

/// Means of the replications that share their assumptions.
fn draws(values: &[Option<f64>]) -> Vec<f64> {
    let present = |draw: &[Option<f64>]| draw.iter().copied().flatten().collect::<Vec<f64>>();
    values.chunks(2).map(present).filter(|draw| !draw.is_empty()).map(|draw| mean(&draw)).collect()
}

/// The interval where nearly all draws have the same; `least` is what another may be off by at least.
fn rare(units: &[f64], least: f64) -> Option<(f64, f64)> {
    veilsim::analysis::rare_interval(units, least, 0.95).map(|interval| (interval.low, interval.high))
}

/// Whether an outcome counts events or people, of whom one is ten thousand in this sample.
fn is_counted(outcome: &str) -> bool {
    matches!(Outcome::by_id(outcome).unwrap().definition().measure, Measure::Count | Measure::Distinct)
}

#[test]
fn the_summary_follows_from_the_outcomes() {
    let tables = tables();
    let (found, estimated) = (values(&tables.outcomes), estimates(&tables.outcomes));
    let expects = |outcome: &str| {
        let definitions = table(tables.folder.path(), "definitions.csv");
        definitions.iter().any(|row| row["outcome"] == outcome && row["mean_from"] == "expectation")
    };
    let baseline = &tables.scenario.arms[0].name;
    let (mut rows, mut incomplete, mut bounded) = (0, 0, 0);
    for row in tables.summary.iter().filter(|row| ["platform", "market", "age_band"].iter().all(|c| row[*c] == "all")) {
        rows += 1;
        let key = |arm: &str| [arm, "all", "all", "all", &row["outcome"]].map(str::to_owned);
        let (own, base) = (&estimated[&key(&row["arm"])], estimated.get(&key(baseline)));
        let [present, known] = [&found[&key(&row["arm"])], own].map(|runs| runs.iter().copied().flatten().collect::<Vec<f64>>());
        incomplete += u32::from(present.len() < REPLICATIONS);
        let what = format!("{} of {}", row["outcome"], row["arm"]);
        let check = |column: &str, expected: f64| {
            assert!(close(number(row, column), expected), "{what}: {column} is {} and should be {expected}", row[column]);
        };
        assert_eq!(number(row, "replications") as usize, present.len(), "{what}");
        check("mean", mean(&known));
        check("median", quantile(&present, 0.5));
        check("p05", quantile(&present, 0.05));
        check("p95", quantile(&present, 0.95));
        let units = draws(own);
        let nothing = units.iter().all(|x| *x == 0.0);
        let is_share = row["unit"] == "share";
        if units.len() > 1 && !nothing && !is_share {
            let one = if is_counted(&row["outcome"]) { 1e4 } else { 0.0 };
            let (centre, (low, high)) = (mean(&units), rare(&units, one).unwrap_or_else(|| interval(&units)));
            let near = |column: &str, expected: f64| (number(row, column) - expected).abs() <= 1e-6 * centre.abs().max(1.0);
            assert!(near("mean_low", low.max(0.0)) && near("mean_high", high), "{what}: {row:?}");
        } else if units.len() > 1 && is_share && present.iter().all(|x| (0.0..=1.0).contains(x)) {
            let (low, high) = (number(row, "mean_low"), number(row, "mean_high"));
            assert!(0.0 <= low && low <= mean(&units) + 1e-9 && mean(&units) <= high + 1e-9 && high <= 1.0, "{what}: {row:?}");
        } else if units.len() > 1 && nothing && expects(&row["outcome"]) && row["unit"] != "share" {
            // Nothing can happen, or what may is of any size.
            assert!(row["mean_low"] == "0" && ["0", ""].contains(&row["mean_high"].as_str()), "{what}: {row:?}");
        } else if units.len() > 1 && nothing && !is_share && !["", "0"].contains(&row["mean_high"].as_str()) {
            // One event counts ten thousand in this sample; nothing seen in so many draws.
            assert_eq!(units.len(), 4);
            let unseen = 1.0 - 0.05_f64.sqrt().sqrt();
            assert!(row["mean_low"] == "0" && close(number(row, "mean_high"), 1e4 * unseen), "{what}: {row:?}");
            bounded += 1;
        }
        if row["arm"] == *baseline {
            assert!(row["difference"].is_empty() && row["sign_share"].is_empty(), "{what}");
            continue;
        }
        let gaps: Vec<Option<f64>> = own.iter().zip(base.unwrap()).map(|(a, b)| Some((*a)? - (*b)?)).collect();
        let pairs: Vec<f64> = gaps.iter().copied().flatten().collect();
        if pairs.is_empty() {
            continue;
        }
        let difference = mean(&pairs);
        check("difference", difference);
        let units = draws(&gaps);
        if difference != 0.0 {
            check("sign_share", units.iter().filter(|d| **d * difference > 0.0).count() as f64 / units.len() as f64);
        }
        let same = pairs.iter().all(|d| *d == 0.0);
        let readings = if same { &["the same", "unclear"][..] } else { &["higher", "lower", "weak", "unclear"] };
        assert!(units.len() < 2 || readings.contains(&row["reading"].as_str()), "{what}: {row:?}");
        let differing = gaps.chunks(2).map(|draw| f64::from(u8::from(draw.iter().flatten().any(|d| d.abs() > 1e-9))));
        if incomplete == 0 {
            check("differs_share", mean(&differing.collect::<Vec<_>>()));
        }
        // Where the runs of every draw cancel, the rule of three bounds the next draw.
        if units.iter().any(|d| *d != 0.0) && units.len() > 1 && !is_share {
            let middle = quantile(&units, 0.5);
            let counted = is_counted(&row["outcome"]);
            if !counted && middle == 0.0 {
                // How much the next draw may bring is open.
                assert!(row["difference_low"].is_empty() && row["reading"] == "unclear", "{what}: {row:?}");
                continue;
            }
            let low = rare(&units, if counted { 1e4 } else { middle.abs() }).unwrap_or_else(|| interval(&units)).0;
            assert!((number(row, "difference_low") - low).abs() <= 1e-6 * low.abs().max(1.0), "{what}: {} v {low}", row["difference_low"]);
        }
    }
    assert!(rows > 100 && incomplete > 0 && bounded > 10, "{rows} rows, {incomplete} incomplete, {bounded} bounded");
}

/// The means of the summary by arm, platform, market, age band and outcome.
fn means(rows: &[Row]) -> BTreeMap<[String; 5], f64> {
    rows.iter().map(|row| (["arm", "platform", "market", "age_band", "outcome"].map(|c| row[c].clone()), number(row, "mean"))).collect()
}

#[test]
fn breakdowns_add_up_to_their_totals() {
    let tables = tables();
    let found = means(&tables.summary);
    let names = |column: &str| {
        let mut all: Vec<&str> = tables.summary.iter().map(|row| row[column].as_str()).filter(|n| *n != "all").collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let parts = ["platform", "market", "age_band"].map(names);
    let mut distinct_beyond = 0;
    for outcome in Outcome::ALL {
        let (id, measure) = (outcome.definition().id, outcome.definition().measure);
        let additive = matches!(measure, Measure::Count | Measure::Whole | Measure::Distinct | Measure::Ratio(_, &[]));
        if !additive {
            continue;
        }
        for arm in &tables.scenario.arms {
            let value = |place: [&str; 3]| {
                let key = [arm.name.as_str(), place[0], place[1], place[2], id].map(str::to_owned);
                found.get(&key).copied().unwrap_or(0.0)
            };
            for whole in [["all", "all", "all"], [parts[0][0], "all", "all"], [parts[0][parts[0].len() - 1], "all", "all"]] {
                for (column, names) in parts.iter().enumerate().filter(|(c, _)| whole[*c] == "all") {
                    let part = |name: &&str| {
                        let mut place = whole;
                        place[column] = name;
                        value(place)
                    };
                    let sum: f64 = names.iter().map(part).sum();
                    let (total, what) = (value(whole), format!("{id} of {} in {whole:?} by column {column}", arm.name));
                    if measure == Measure::Distinct && column == 0 {
                        assert!(sum >= total * (1.0 - 1e-12), "{what}: parts {sum} below the whole {total}");
                        distinct_beyond += u32::from(sum > total);
                    } else {
                        assert!(close(sum, total), "{what}: parts {sum}, whole {total}");
                    }
                }
            }
        }
    }
    assert!(parts[0].len() == 2 && parts[1].len() == 5 && parts[2].len() == 4 && distinct_beyond < 1000, "{parts:?}");
}

#[test]
fn runs_are_broken_down_as_the_definitions_say_and_no_further() {
    let tables = tables();
    let found = means(&tables.summary);
    let runs = estimates(&tables.outcomes);
    let columns = ["platform", "market", "age_band"];
    let broken = |row: &Row| columns.iter().filter(|c| row[**c] != "all").copied().collect::<Vec<_>>();
    let by: BTreeMap<String, String> =
        table(tables.folder.path(), "definitions.csv").iter().map(|row| (row["outcome"].clone(), row["runs_by"].clone())).collect();
    assert!(by.values().filter(|by| by.contains("market")).count() > 10 && by.values().any(|by| by == "platform"));
    for row in &tables.outcomes {
        let finest = broken(row);
        assert!(finest.len() < 2 && finest.iter().all(|c| by[&row["outcome"]].contains(&c.replace('_', " "))), "{row:?}");
    }
    for row in tables.summary.iter().filter(|row| broken(row).len() < 2) {
        let key = ["arm", "platform", "market", "age_band", "outcome"].map(|c| row[c].clone());
        let held = broken(row).iter().all(|c| by[&row["outcome"]].contains(&c.replace('_', " ")));
        // A ratio over nothing, and a level that a cell does not have, are left out rather than zero.
        let outcome = Outcome::ALL.iter().find(|o| o.definition().id == row["outcome"]).unwrap();
        if held && !matches!(outcome.definition().measure, Measure::Ratio(_, [_, ..]) | Measure::Gauge) {
            let mean = runs.get(&key).map_or(0.0, |v| v.iter().map(|x| x.unwrap_or(0.0)).sum::<f64>() / REPLICATIONS as f64);
            assert!(close(mean, found[&key]), "{key:?}: {mean} of the runs, {} of the summary", found[&key]);
        }
    }
}

#[test]
fn windows_add_up_to_the_run() {
    let tables = tables();
    let key = |row: &Row| ["arm", "platform", "market", "age_band", "outcome"].map(|c| row[c].clone());
    let mut sums: BTreeMap<[String; 5], (f64, u32)> = BTreeMap::new();
    for row in &tables.series {
        let entry = sums.entry(key(row)).or_default();
        entry.0 += number(row, "mean");
        entry.1 += 1;
        assert!((number(row, "day") / 7.0).fract().abs() < 1e-9 && number(row, "day") <= 28.0);
    }
    let found: BTreeMap<[String; 5], f64> = tables.summary.iter().map(|row| (key(row), number(row, "mean"))).collect();
    // Windows hold what happened.
    let happened = values(&tables.outcomes);
    let mut checked = [0; 4];
    for (key, (sum, windows)) in &sums {
        let outcome = Outcome::ALL.iter().find(|o| o.definition().id == key[4]).unwrap();
        if matches!(outcome.definition().measure, Measure::Ratio(_, [_, ..]) | Measure::Gauge) {
            continue;
        }
        assert_eq!(*windows, 4, "{key:?}");
        let run = match happened.get(key) {
            Some(runs) => runs.iter().map(|value| value.unwrap_or(0.0)).sum::<f64>() / REPLICATIONS as f64,
            None if is_expected(*outcome) => continue,
            None => found[key],
        };
        assert!(close(*sum, run), "{key:?}: windows {sum}, run {run}");
        checked[key[1..4].iter().position(|part| part != "all").unwrap_or(3)] += 1;
    }
    assert!(checked.iter().all(|n| *n > 100), "by platform, market, age band and in all: {checked:?}");
    // What is missing is 0 throughout.
    for (key, mean) in found.iter().filter(|(key, mean)| key[1..4].iter().filter(|part| *part != "all").count() < 2 && **mean > 0.0) {
        let outcome = Outcome::ALL.iter().find(|o| o.definition().id == key[4]).unwrap();
        assert!(
            sums.contains_key(key) || is_expected(*outcome) || outcome.definition().measure == Measure::Gauge,
            "{key:?} with a mean of {mean} has no time series"
        );
    }
}

#[test]
fn the_digest_covers_when_things_happened() {
    let layout = Layout { platforms: 1, markets: 1, windows: 2 };
    let run = |window| {
        let mut ledger = Ledger::new(layout);
        ledger.add(Outcome::Reports, 0, 0, 0, window, 1.0);
        ledger.close(1.0, &|_, _| 0.0)
    };
    let digest = |run: Outcomes| digests(&["a"], &Runs { records: vec![vec![run]], events: 0 }).1;
    assert_ne!(digest(run(0)), digest(run(1)));
    assert_eq!(digest(run(0)), digest(run(0)));
}
