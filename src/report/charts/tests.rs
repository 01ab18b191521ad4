//! Every chart against ordinary and against degenerate tables.

use std::path::Path;

use super::synthetic::{Tables, tables};
use super::*;
use crate::inference::ANALYSES;
use crate::report::{Rendered, render_all};
use crate::results::tables::{AuditRow, ConvergenceRow, DefinitionRow, InfluenceRow, OutcomeRow, RankRow, SeriesRow, SummaryRow, write};

fn save(dir: &Path, tables: &Tables) {
    for table in ANALYSES {
        table.write_empty(dir).unwrap();
    }
    write::<OutcomeRow, _>(dir, &tables.outcomes).unwrap();
    write::<SummaryRow, _>(dir, &tables.summary).unwrap();
    write::<SeriesRow, _>(dir, tables.series.iter().chain(&tables.groups)).unwrap();
    write::<DefinitionRow, _>(dir, &tables.definitions).unwrap();
    write::<AuditRow, _>(dir, &tables.audit).unwrap();
    write::<ConvergenceRow, _>(dir, &tables.convergence).unwrap();
    write::<InfluenceRow, _>(dir, &tables.influences).unwrap();
    write(dir, ranks(tables)).unwrap();
}

/// Each policy is lowest and highest in as many draws as each other.
fn ranks(tables: &Tables) -> Vec<RankRow> {
    let arms = &tables.run.arms;
    let compared = tables.selection.answer.iter().filter(|_| arms.len() > 1 && !tables.summary.is_empty());
    let share = 1.0 / arms.len() as f64;
    let row = |outcome: &str, arm: &String| RankRow {
        arm: arm.clone(),
        outcome: outcome.to_owned(),
        draws: 20,
        lowest: share,
        lowest_high: 2.0 * share,
        highest: share,
        highest_high: 2.0 * share,
        ..RankRow::default()
    };
    compared.flat_map(|outcome| arms.iter().map(|arm| row(outcome, arm))).collect()
}

fn pictures(tables: &Tables) -> Vec<Picture> {
    let dir = tempfile::tempdir().unwrap();
    save(dir.path(), tables);
    let inputs = Inputs::read(dir.path(), &tables.run, &tables.selection).unwrap();
    CHARTS.iter().flat_map(|chart| (chart.draw)(&inputs)).collect()
}

/// All pictures are well formed or say why they are not there.
fn drawn_or_skipped(tables: &Tables) -> (usize, Vec<String>) {
    let mut drawn = 0;
    let mut reasons = Vec::new();
    for picture in pictures(tables) {
        match picture.svg {
            Ok(svg) => {
                drawn += 1;
                for bad in ["NaN", "inf", "-2147483648", "2147483647"] {
                    let found = svg.lines().find(|line| line.contains(bad));
                    assert_eq!(found, None, "{}", picture.name);
                }
                assert!(svg.contains("forecast."), "{}", picture.name);
            }
            Err(NotDrawn::Skipped(reason)) => reasons.push(reason),
            Err(NotDrawn::Failed(reason)) => panic!("{}: {reason}", picture.name),
        }
    }
    (drawn, reasons)
}

fn set_values(tables: &mut Tables, value: impl Fn(f64) -> f64) {
    for row in &mut tables.outcomes {
        row.value = value(row.value);
    }
    for row in &mut tables.summary {
        for field in [&mut row.mean, &mut row.p05, &mut row.p95] {
            *field = value(*field);
        }
        for field in [&mut row.mean_low, &mut row.mean_high, &mut row.difference, &mut row.difference_low, &mut row.difference_high] {
            *field = field.map(&value);
        }
    }
    for row in &mut tables.convergence {
        for field in [&mut row.difference, &mut row.low, &mut row.high] {
            *field = value(*field);
        }
    }
    for row in &mut tables.influences {
        for field in [&mut row.difference_low_third, &mut row.difference_high_third] {
            *field = value(*field);
        }
    }
    for row in &mut tables.series {
        for field in [&mut row.mean, &mut row.p05, &mut row.p25, &mut row.median, &mut row.p75, &mut row.p95] {
            *field = value(*field);
        }
    }
}

/// `VEILSIM_GALLERY=DIR cargo test gallery` keeps the pictures, for people to look at.
#[test]
fn gallery() {
    let scratch = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("VEILSIM_GALLERY").map(std::path::PathBuf::from);
    let root = kept.as_deref().unwrap_or(scratch.path());
    let mut losses = tables(6, 40);
    set_values(&mut losses, |v| if v > 1e7 { 0.0 } else { 40.0 - v });
    let cases = [
        ("6-arms", tables(6, 200), 0),
        ("20-arms", tables(20, 50), 0),
        ("1-arm", tables(1, 30), 5),
        ("1-replication", tables(6, 1), 3),
        ("negative", losses, 1),
    ];
    for (name, tables, skipped) in cases {
        let dir = root.join(name);
        std::fs::create_dir_all(&dir).unwrap();
        save(&dir, &tables);
        let rendered: Rendered = render_all(&dir, &tables.manifest()).unwrap();
        assert_eq!(rendered.skipped.len(), skipped, "{:?}", rendered.skipped);
        assert!(rendered.files.len() >= 10, "{name}");
        let size = |file: &std::path::PathBuf| file.metadata().unwrap().len();
        assert!(rendered.files.iter().all(|file| size(file) > 5_000), "{name}");
    }
}

#[test]
fn same_tables_same_bytes() {
    assert_eq!(pictures(&tables(6, 40)), pictures(&tables(6, 40)));
}

#[test]
fn one_arm_and_one_replication() {
    let (drawn, reasons) = drawn_or_skipped(&tables(1, 1));
    assert_eq!(drawn, 10);
    let (none, one) = ("there is no policy to compare with the baseline", "there are no two runs to compare in outcomes.csv");
    assert_eq!(reasons, [none, none, none, none, one, "there are no two draws to compare in convergence.csv"]);
    assert_eq!(drawn_or_skipped(&tables(6, 1)).1.len(), 3);
}

#[test]
fn no_rows_give_reasons() {
    let mut empty = tables(3, 5);
    empty.outcomes.clear();
    empty.summary.clear();
    empty.series.clear();
    empty.groups.clear();
    empty.convergence.clear();
    empty.audit.clear();
    empty.influences.clear();
    let (drawn, reasons) = drawn_or_skipped(&empty);
    assert_eq!((drawn, reasons.len()), (0, 16));
    empty.selection = crate::results::Selection::default();
    assert_eq!(drawn_or_skipped(&empty).0, 0);
}

#[test]
fn extreme_values_are_drawn() {
    let extremes: [fn(f64) -> f64; 8] = [
        |_| 0.0,
        |_| f64::NAN,
        |_| f64::INFINITY,
        |v| -v,
        |v| v * 1e300,
        |v| v * 1e-300,
        |v| if v > 1e3 { f64::NAN } else { v },
        |v| if v > 1e3 { f64::MAX } else { -f64::MAX },
    ];
    for extreme in extremes {
        let mut tables = tables(6, 12);
        set_values(&mut tables, extreme);
        let (drawn, reasons) = drawn_or_skipped(&tables);
        assert!(drawn + reasons.len() >= 6);
    }
}

#[test]
fn the_list_is_drawn_only_where_some_policy_s_is_touched() {
    let drawn =
        |tables: &Tables| pictures(tables).into_iter().find(|picture| picture.name == "scan-list").map(|picture| picture.svg.unwrap());
    let mut tables = tables(3, 40);
    assert_eq!(drawn(&tables), None);
    let scanned = tables.run.arms[2].clone();
    let whole = SeriesRow { platform: "all".into(), market: "all".into(), age_band: "all".into(), ..SeriesRow::default() };
    for window in 1..=4_u32 {
        for arm in &tables.run.arms {
            let mean = if *arm == scanned { 0.25 } else { 0.0 };
            let row = SeriesRow { arm: arm.clone(), outcome: "list-expanded".into(), mean, ..whole.clone() };
            tables.series.push(SeriesRow { day: 28.0 * f64::from(window), ..row });
        }
    }
    let svg = drawn(&tables).unwrap();
    assert!(svg.contains(&scanned) && !svg.contains(&format!(">{}<", tables.run.arms[1])) && svg.contains("% of the runs"));
}

#[test]
fn the_tornado_names_the_assumptions_of_each_policy_and_those_without() {
    let drawn = |tables: &Tables| pictures(tables).into_iter().find(|picture| picture.name == "tornado").unwrap().svg;
    let mut tables = tables(4, 60);
    let svg = drawn(&tables).unwrap();
    assert!(svg.contains("30 draws of the assumptions") && svg.contains("lowest third") && svg.contains("the sign turns"), "{svg}");
    assert!(svg.contains("platform.tiktok.access.endpoint-rate") && !svg.contains("No assumption stands out"));
    let silent = tables.run.arms[2].clone();
    tables.influences.retain(|row| row.arm != silent);
    assert!(drawn(&tables).unwrap().contains(&format!("No assumption stands out under {silent}.")));
    tables.influences.retain(|row| row.arm == tables.run.baseline);
    assert!(matches!(drawn(&tables), Err(NotDrawn::Skipped(reason)) if reason.contains("stands out")));
}

#[test]
fn missing_definitions_fall_back_to_ids() {
    let mut tables = tables(2, 5);
    tables.definitions.clear();
    let svg = pictures(&tables)[0].svg.clone().unwrap();
    assert!(svg.contains("children-harmed"));
}

#[test]
fn a_baseline_of_zero_is_named() {
    let tables = tables(6, 20);
    let forest: Vec<Picture> = pictures(&tables).into_iter().filter(|p| p.name.starts_with("paired")).collect();
    let last = forest.last().and_then(|picture| picture.svg.clone().ok()).unwrap();
    assert!(last.contains("Not drawn") && last.contains("poisoned list"));
}

#[test]
fn chart_names_are_distinct_and_pictures_carry_them() {
    for (index, chart) in CHARTS.iter().enumerate() {
        assert!(!chart.about.is_empty() && CHARTS[..index].iter().all(|other| other.name != chart.name));
    }
    let names: Vec<String> = pictures(&tables(20, 4)).into_iter().map(|p| p.name).collect();
    assert!(names.iter().all(|name| CHARTS.iter().any(|chart| name.starts_with(chart.name))));
    assert!(names.contains(&"paired-differences-2".to_owned()), "{names:?}");
}
