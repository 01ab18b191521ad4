//! Every chart against ordinary and against degenerate tables.

use std::path::Path;

use super::synthetic::{Tables, tables};
use super::*;
use crate::inference::ANALYSES;
use crate::report::{Rendered, render_all};
use crate::results::tables::{
    AuditRow, ConvergenceRow, DefinitionRow, InfluenceRow, OutcomeRow, RankRow, SeriesRow, SignMapRow, SummaryRow, write,
};

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
    write::<RankRow, _>(dir, &tables.ranks).unwrap();
    write::<SignMapRow, _>(dir, &tables.map).unwrap();
}

fn pictures(tables: &Tables) -> Vec<Picture> {
    pictures_on(tables, Sheet::Wide)
}

fn pictures_on(tables: &Tables, sheet: Sheet) -> Vec<Picture> {
    let dir = tempfile::tempdir().unwrap();
    save(dir.path(), tables);
    let manifest = tables.manifest();
    let inputs = Inputs::read(dir.path(), &manifest).unwrap();
    CHARTS.iter().flat_map(|chart| (chart.draw)(&inputs, sheet)).collect()
}

/// The first picture whose name begins like this.
fn picture(tables: &Tables, name: &str) -> Result<String, NotDrawn> {
    pictures(tables).into_iter().find(|picture| picture.name.starts_with(name)).unwrap().svg
}

/// The names of the pictures, and why the others are not there. All are well formed, on either sheet.
fn drawn_or_skipped(tables: &Tables) -> (Vec<String>, Vec<String>) {
    let (mut drawn, mut reasons) = (Vec::new(), Vec::new());
    for sheet in [Sheet::Narrow, Sheet::Wide] {
        (drawn, reasons) = (Vec::new(), Vec::new());
        for Picture { name, svg } in pictures_on(tables, sheet) {
            match svg {
                Ok(svg) => {
                    for bad in ["NaN", "inf", "-2147483648", "2147483647"] {
                        let found = svg.lines().find(|line| line.contains(bad));
                        assert_eq!(found, None, "{name}");
                    }
                    assert!(svg.contains("forecast.") || sheet == Sheet::Narrow, "{name}");
                    drawn.push(name);
                }
                Err(NotDrawn::Skipped(reason)) => reasons.push(reason),
                Err(NotDrawn::Failed(reason)) => panic!("{name}: {reason}"),
            }
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
    for row in tables.series.iter_mut().chain(&mut tables.groups) {
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
        ("1-arm", tables(1, 30), 9),
        ("1-replication", tables(6, 1), 4),
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
    let (none, one) = ("there is no policy to compare with the baseline", "there are no two runs to compare in outcomes.csv");
    assert_eq!(reasons[..3], [none; 3]);
    assert!(reasons[3].starts_with("there are too few draws for a map") && reasons[4..6] == [none; 2], "{reasons:?}");
    assert!(reasons[6].starts_with("no policy differs") && reasons[7].starts_with("no policy differs"), "{reasons:?}");
    assert_eq!(reasons[8..], [one, "there are no two draws to compare in convergence.csv"]);
    assert_eq!(drawn.iter().filter(|name| !name.starts_with("over-time") && !name.starts_with("by-group")).count(), 4, "{drawn:?}");
    assert_eq!(drawn_or_skipped(&tables(6, 1)).1.len(), 4);
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
    empty.ranks.clear();
    empty.map.clear();
    let (drawn, reasons) = drawn_or_skipped(&empty);
    assert_eq!((drawn.len(), reasons.len()), (0, 18));
    empty.selection = crate::results::Selection::default();
    assert!(drawn_or_skipped(&empty).0.is_empty());
}

/// The kinds of chart that are drawn of these values, in the order of the report.
fn kinds(change: fn(f64) -> f64) -> Vec<&'static str> {
    let mut tables = tables(6, 20);
    set_values(&mut tables, change);
    let (drawn, _) = drawn_or_skipped(&tables);
    CHARTS.iter().map(|chart| chart.name).filter(|kind| drawn.iter().any(|name| name.starts_with(kind))).collect()
}

#[test]
fn every_chart_is_drawn_of_values_of_any_size_and_none_of_values_that_are_no_numbers() {
    let all = kinds(|v| v);
    assert_eq!(all.len(), CHARTS.len() - 1, "all but the list of scanning: {all:?}");
    for size in [|v| v * 1e-300, |v| v * 1e290, |v: f64| v.clamp(-1e3, 1e3)] {
        assert_eq!(kinds(size), all);
    }
    for nothing in [|_| f64::NAN, |_| f64::INFINITY, |_| f64::NEG_INFINITY] {
        assert_eq!(kinds(nothing), ["sign-map", "ranks", "audit"]);
    }
    assert_eq!(
        kinds(|_| 0.0),
        ["outcome-intervals", "tornado", "sign-map", "ranks", "audit"],
        "levels of 0 are an answer, panels full of 0 are not"
    );
    let without = |kind: &str| all.iter().copied().filter(|other| *other != kind).collect::<Vec<_>>();
    assert_eq!(kinds(|v| -v), without("pipeline"), "nothing counts less than nothing");
    let small = all.iter().copied().filter(|kind| !["trade-off", "pipeline", "exceedance"].contains(kind)).collect::<Vec<_>>();
    assert_eq!(kinds(|v| if v > 1e3 { f64::NAN } else { v }), small, "the values of three are all greater");
}

#[test]
fn the_list_is_drawn_only_where_some_policy_s_is_touched() {
    let mut tables = tables(3, 40);
    assert!(pictures(&tables).iter().all(|picture| picture.name != "scan-list"));
    let scanned = tables.run.arms[2].clone();
    for window in 1..=4_u32 {
        for arm in &tables.run.arms {
            let mean = if *arm == scanned { 0.25 } else { 0.0 };
            let total = tables.series.iter().find(|row| row.arm == *arm).unwrap().clone();
            tables.series.push(SeriesRow { outcome: "list-expanded".into(), day: 28.0 * f64::from(window), mean, ..total });
        }
    }
    let svg = picture(&tables, "scan-list").unwrap();
    assert!(svg.contains(&scanned) && !svg.contains(&format!(">{}<", tables.run.arms[1])) && svg.contains("% of the runs"));
}

#[test]
fn the_tornado_names_the_assumptions_of_each_policy_and_those_without() {
    let mut tables = tables(4, 60);
    let svg = picture(&tables, "tornado").unwrap();
    assert!(
        svg.contains("30 draws of the assumptions") && svg.contains("lowest third") && svg.contains("the sign turns") && svg.contains("* "),
        "{svg}"
    );
    assert!(svg.contains("platform.tiktok.access.endpoint-rate") && !svg.contains("Nothing moves"));
    let silent = tables.run.arms[2].clone();
    tables.influences.retain(|row| row.arm != silent);
    assert!(picture(&tables, "tornado").unwrap().contains(&format!("Nothing moves the difference under {silent}.")));
    tables.influences.retain(|row| row.arm == tables.run.baseline);
    assert!(matches!(picture(&tables, "tornado"), Err(NotDrawn::Skipped(reason)) if reason.contains("too few draws")));
}

#[test]
fn missing_definitions_fall_back_to_ids() {
    let mut tables = tables(2, 5);
    tables.definitions.clear();
    assert!(pictures(&tables).iter().any(|picture| picture.svg.as_ref().is_ok_and(|svg| svg.contains("reports-sent"))));
}

#[test]
fn a_baseline_of_zero_is_named() {
    let tables = tables(6, 20);
    let forest: Vec<Picture> = pictures(&tables).into_iter().filter(|p| p.name.contains("-differences")).collect();
    let last = forest.last().and_then(|picture| picture.svg.clone().ok()).unwrap();
    assert!(last.contains("Not drawn") && last.contains("List poisoned"));
}

#[test]
fn policies_go_by_their_titles_and_ids_stay_in_the_tables() {
    let mut tables = tables(3, 20);
    tables.run.titles = ["Keep messages readable", "Encryption for those who ask", "Encrypt all"].map(str::to_owned).to_vec();
    for Picture { name, svg } in pictures(&tables) {
        let svg = svg.unwrap();
        let id = tables.run.arms.iter().find(|arm| svg.contains(arm.as_str()));
        assert_eq!(id, None, "{name}");
        assert!(svg.contains("Encrypt all") || name == "audit", "{name}");
    }
}

#[test]
fn a_line_stands_where_a_policy_starts() {
    let dashed = |tables: &Tables| {
        pictures(tables).into_iter().filter(|picture| picture.svg.as_ref().is_ok_and(|svg| svg.contains("Dashed upright"))).count()
    };
    let mut tables = tables(2, 20);
    assert_eq!(dashed(&tables), 0, "the policy differs from the first window on");
    let start = 28.0 * 6.0;
    let base: Vec<SeriesRow> = tables.series.iter().filter(|row| row.arm == tables.run.baseline).cloned().collect();
    for row in tables.series.iter_mut().filter(|row| row.day <= start) {
        let same = base.iter().find(|other| other.outcome == row.outcome && other.day.total_cmp(&row.day).is_eq()).unwrap();
        *row = SeriesRow { arm: row.arm.clone(), ..same.clone() };
    }
    assert_eq!(dashed(&tables), 5, "queues, and two outcomes over time and by group");
}

#[test]
fn an_outcome_that_would_flatten_the_others_has_an_axis_of_its_own() {
    let mut tables = tables(2, 20);
    assert!(!picture(&tables, "paired-differences").unwrap().contains("an axis of its own"));
    for row in tables.summary.iter_mut().filter(|row| row.outcome == "reports-sent") {
        for field in [&mut row.mean_low, &mut row.mean_high, &mut row.difference, &mut row.difference_low, &mut row.difference_high] {
            *field = field.map(|value| 300.0 * value);
        }
    }
    let mut own = pictures(&tables).into_iter().filter(|picture| picture.name.contains("-differences"));
    assert!(own.next_back().unwrap().svg.unwrap().contains("an axis of its own"));
}

#[test]
fn an_axis_that_starts_elsewhere_than_at_zero_is_marked() {
    let mut tables = tables(2, 20);
    tables.selection.headline.truncate(1);
    assert!(picture(&tables, "outcome-intervals").unwrap().contains("Two strokes"));
    for row in &mut tables.summary {
        row.p05 = 0.0;
    }
    assert!(!picture(&tables, "outcome-intervals").unwrap().contains("Two strokes"));
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
