//! The answer under other assumptions: what a cross-check says is what a run under those assumptions says.

use crate::common::{Row, number, smoke_text, table};
use crate::shards::result;
use std::fs;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use veilsim::app::{self, Ended, Request, Verified, merge, run_shard};
use veilsim::experiment::{Limits, Shard};
use veilsim::scenario::{Scenario, load, parse};

/// A posterior of one parameter: conversations hardly ever end in harm, in no member.
const POSTERIOR: &str = "# from: a test\nmember,offender.groomer.conversation.harm\nrange,\"RANGE\"\n0,0.050000\n1,0.100000\n2,0.150000\n3,0.200000\n4,0.250000\n5,0.300000\n";
const SET: [(&str, &str); 3] = [("horizon", "6 weeks"), ("sample", "0.002"), ("replications", "12")];

/// The smoke test in a folder of its own, with a posterior beside it.
fn world(folder: &Path, more: &str) -> PathBuf {
    let (file, text) = (folder.join("world.toml"), smoke_text().replacen("seed = 1\n", &format!("seed = 1\n{more}\n"), 1));
    let range = veilsim::scenario::posterior::ranges(&parse("smoke", &smoke_text(), &[]).unwrap());
    let range = &range["offender.groomer.conversation.harm"];
    fs::write(folder.join("own.csv"), POSTERIOR.replace("RANGE", range)).unwrap();
    fs::write(&file, text).unwrap();
    file
}

fn read(file: &Path, more: &[(&str, &str)]) -> Scenario {
    let sets: Vec<(String, String)> = SET.iter().chain(more).map(|(path, value)| ((*path).into(), (*value).into())).collect();
    load(file, &sets).unwrap_or_else(|problems| panic!("{:?}", problems.list))
}

fn run(scenario: Scenario, out: &Path) -> Ended {
    app::run(Request { scenario, precision: None, tables_only: false, so_far: false, out: out.to_owned(), threads: 2 }, &()).unwrap()
}

/// Whether a row is of an arm, and of no part of the world.
fn is_in_all(row: &Row, arm: &str) -> bool {
    row["arm"] == arm && ["platform", "market", "age_band"].iter().all(|part| row.get(*part).is_none_or(|of| of == "all"))
}

/// The row of the answer's first outcome.
fn harmed(rows: &[Row], arm: &str) -> Row {
    rows.iter().find(|row| row["outcome"] == "children-harmed" && is_in_all(row, arm)).unwrap().clone()
}

#[test]
fn other_draws_and_moved_assumptions_are_what_a_run_with_them_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = world(folder.path(), "cross-checks = 12\nposterior = \"own.csv\"");
    let out = folder.path().join("out");
    let ended = run(read(&file, &[]), &out);
    let checks = table(&out, "cross-checks.csv");
    let asked = ended.manifest.run.asks_about.clone().unwrap();

    // Under the posterior, as the run that draws from it.
    let drawn = folder.path().join("drawn");
    let text = fs::read_to_string(&file).unwrap().replace("cross-checks = 12\nposterior", "draws");
    let other = folder.path().join("other.toml");
    fs::write(&other, text).unwrap();
    run(read(&other, &[]), &drawn);
    let (check, own) = (harmed(&checks, &asked), harmed(&table(&drawn, "summary.csv"), &asked));
    assert_eq!(check["draws_from"], "posterior");
    for column in ["difference", "relative"] {
        assert!((number(&check, column) - number(&own, column)).abs() < 1e-9, "{column}: {check:?} and {own:?}");
    }
    let on = |rows: &[Row]| rows.iter().find(|row| row["outcome"] == "reports-actionable" && is_in_all(row, &asked)).unwrap().clone();
    let (check, own) = (on(&checks), on(&table(&drawn, "summary.csv")));
    assert!((number(&check, "low") - number(&own, "difference_low")).abs() < 1e-6, "{check:?} and {own:?}");

    // Where assumptions are moved, as the run in which they are set.
    let (flips, moves) = (table(&out, "flip.csv"), table(&out, "moves.csv"));
    assert!(flips[0]["length"].is_empty() && !moves.is_empty());
    let farthest = flips.last().unwrap();
    assert_eq!(farthest["length"], "3");
    let there: Vec<(&str, &str)> =
        moves.iter().filter(|row| row["length"] == "3").map(|row| (row["parameter"].as_str(), row["set"].as_str())).collect();
    let set_there = folder.path().join("moved");
    run(read(&file, &[&there[..], &[("cross-checks", "0")]].concat()), &set_there);
    let own = harmed(&table(&set_there, "summary.csv"), &asked);
    assert!((number(farthest, "mean") - number(&own, "difference")).abs() < 1e-6, "{farthest:?} and {own:?}");
    assert!(table(&set_there, "flip.csv").is_empty() && table(&set_there, "cross-checks.csv").is_empty(), "none were asked for");

    // Said on the page, and again by whoever runs it again or in parts.
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("To believe the opposite") && page.contains("Drawn from what published figures leave"));
    assert!(matches!(app::verify(&out, Limits::default(), 1, &()).unwrap(), Verified::Same { .. }));
    let parts = folder.path().join("parts");
    for shard in Shard::all(NonZeroU32::new(3).unwrap()) {
        run_shard(&read(&file, &[]), shard, &parts, 1, &()).unwrap();
    }
    merge(&parts, &()).unwrap();
    assert!(result(&parts) == result(&out), "in parts and whole");
}

#[test]
fn a_run_that_draws_from_a_posterior_is_held_against_the_ranges_and_moves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = world(folder.path(), "cross-checks = 4\ndraws = \"own.csv\"");
    let out = folder.path().join("out");
    run(read(&file, &[]), &out);
    let checks = table(&out, "cross-checks.csv");
    assert!(!checks.is_empty() && checks.iter().all(|row| row["draws_from"] == "ranges" && row["draws"] == "2"));
    assert!(table(&out, "moves.csv").is_empty());
    assert_eq!(table(&out, "flip.csv").len(), 1, "as it stands, alone");
}

#[test]
fn a_posterior_outside_of_the_folder_is_refused_and_one_that_ships_needs_no_file() {
    let head = |name: &str| smoke_text().replacen("seed = 1\n", &format!("seed = 1\ncross-checks = 4\nposterior = \"{name}\"\n"), 1);
    let problems = parse("world", &head("../own.csv"), &[]).unwrap_err();
    assert!(problems.list[0].to_string().contains("posterior leads out of the scenario's folder"), "{:?}", problems.list[0]);
    let shipped = parse("world", &head("posterior.csv"), &[]).unwrap();
    assert!(shipped.cross_check.unwrap().posterior.is_some_and(|posterior| posterior.members.len() > 100));
    // What would be passed over in silence is said, where it stands.
    let problems = parse("world", &head("own.csv"), &[]).unwrap_err();
    assert!(problems.list[0].to_string().contains("posterior names own.csv, which does not ship"), "{:?}", problems.list[0]);
    let alone = head("posterior.csv").replacen("cross-checks = 4\n", "", 1);
    let problems = parse("world", &alone, &[]).unwrap_err();
    assert!(problems.list[0].to_string().contains("cross-checks draw from, and there are none"), "{:?}", problems.list[0]);
    assert_eq!(problems.list[0].line, alone.lines().position(|line| line.starts_with("posterior")).unwrap() + 1);
    let none = [("cross-checks".to_owned(), "0".to_owned())];
    assert!(parse("world", &alone, &none).unwrap().cross_check.is_none(), "turned off by who runs it");
}
