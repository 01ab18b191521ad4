//! What a result says of itself: tables mean one thing, draws can be set again, `verify` finds whatever was changed, a page made from
//! altered tables says so, text from outside runs nowhere, and many policies stay readable.

use crate::common::{all_runs, files_below, results, short_run, smoke, smoke_with, texts, veilsim};
use std::collections::BTreeMap;
use std::path::Path;
use veilsim::experiment::Design;
use veilsim::inference::{study, write_tables};
use veilsim::model::population::BAND_NAMES;
use veilsim::model::{Cell, Layout, Outcome};
use veilsim::results::Draws;
use veilsim::results::tables::{DefinitionRow, DrawRow, OutcomeRow, WarningRow, read};
use veilsim::scenario::load;

#[test]
fn every_draw_can_be_set_again_units_included() {
    for (path, least) in [("scenarios/tiktok-dms.toml", 200), ("scenarios/smoke.toml", 100)] {
        let scenario = load(path.as_ref(), &[]).unwrap_or_else(|problems| panic!("{:?}", problems.list));
        let draws = Draws::of(&Design::of(&scenario), 4);
        assert!(draws.parameters().len() > least, "{path}: {}", draws.parameters().len());
        for draw in 0..2 {
            let set = draws.parameters().iter().map(|own| (own.path.clone(), own.kind.exact(own.values[draw]))).collect::<Vec<_>>();
            let again = load(path.as_ref(), &set).unwrap_or_else(|problems| panic!("{path}: {:?}", problems.list));
            // What the arms share is the same value now, with nothing left to draw.
            let fixed = Draws::of(&Design::of(&again), 2);
            let shared = draws.parameters().iter().filter(|own| own.arm.is_none());
            let left: Vec<&str> = fixed.parameters().iter().filter(|own| own.arm.is_none()).map(|own| own.path.as_str()).collect();
            assert!(shared.clone().all(|own| !left.contains(&own.path.as_str())), "{path}: {left:?}");
            let values: BTreeMap<String, f64> = values(&again.base);
            for own in shared.filter(|own| values.contains_key(&own.path)) {
                let (was, is) = (own.values[draw], values[&own.path]);
                // A length of time is kept in whole milliseconds.
                assert!((was - is).abs() <= 1e-8 + 1e-15 * was.abs(), "{}: {was} became {is}", own.path);
            }
        }
    }
}

/// The number in force of every parameter of a world.
fn values(world: &veilsim::model::assumptions::World) -> BTreeMap<String, f64> {
    let (mut world, mut values) = (world.clone(), BTreeMap::new());
    veilsim::parameter::each_parameter(&mut world, &mut |path, _, leaf| {
        values.insert(path.to_owned(), leaf.number());
    });
    values
}

#[test]
fn a_missing_row_means_zero_or_no_value_and_never_both() {
    let scenario = smoke(&[("sample", "0.0001"), ("replications", "4"), ("horizon", "3 weeks"), ("window", "1 week")]);
    let runs = all_runs(&scenario, 2);
    let folder = tempfile::tempdir().unwrap();
    write_tables(folder.path(), &study(&results(&scenario, runs.clone()))).unwrap();
    let (platforms, markets) = crate::common::names(&scenario);
    let key = |arm: &str, run: u32, place: [&str; 3], outcome: &str| format!("{arm} {run} {} {outcome}", place.join(" "));
    let rows: Vec<OutcomeRow> = read(folder.path()).unwrap();
    let there: BTreeMap<String, f64> = rows
        .iter()
        .map(|row| (key(&row.arm, row.replication, [&row.platform, &row.market, &row.age_band], &row.outcome), row.value))
        .collect();
    let (mut zeros, mut absent) = (0, 0);
    for row in read::<DefinitionRow>(folder.path()).unwrap() {
        let outcome = Outcome::by_id(&row.outcome).unwrap();
        let cells = Layout::of(&scenario.base)
            .margins()
            .filter(|cell| row.runs_by.contains("market") || (cell.market.is_none() && cell.band.is_none()));
        for (cell, arm) in cells.flat_map(|cell| (0..runs.len()).map(move |arm| (cell, arm))) {
            let Cell { platform, market, band } = cell;
            let place =
                [platform.map_or("all", |p| platforms[p]), market.map_or("all", |m| markets[m]), band.map_or("all", |b| BAND_NAMES[b])];
            for (number, run) in (0..).zip(&runs[arm]) {
                let value = run.value(outcome, cell);
                let found = there.get(&key(&scenario.arms[arm].name, number, place, &row.outcome)).copied();
                let stands_for = if row.missing == "zero" { Some(0.0) } else { None };
                assert_eq!(found.or(stands_for), value, "{} in {place:?}", row.outcome);
                zeros += usize::from(found.is_none() && value.is_some());
                absent += usize::from(value.is_none());
            }
        }
    }
    assert!(zeros > 100 && absent > 10, "{zeros} {absent}");
    assert!(rows.iter().all(|row| row.draw == row.replication / 2));
}

fn verified(out: &Path) -> (Option<i32>, String) {
    let output = veilsim(&["verify", &out.display().to_string()]);
    (output.status.code(), texts(&output).1)
}

#[test]
fn verify_finds_whatever_was_changed_of_what_the_page_shows() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert!(short_run(&out, &[]).status.success());
    assert_eq!(verified(&out), (Some(0), String::new()));
    let changed = |file: &str, change: &dyn Fn(Vec<u8>) -> Vec<u8>, says: &str| {
        let file = out.join(file);
        let bytes = std::fs::read(&file).unwrap();
        let other = change(bytes.clone());
        assert_ne!(other, bytes, "{file:?}");
        std::fs::write(&file, other).unwrap();
        let (code, said) = verified(&out);
        assert!(code == Some(1) && said.contains(says), "{says}: {said}");
        std::fs::write(&file, bytes).unwrap();
    };
    let replaced = |from: &'static str, to: &'static str| move |bytes| String::from_utf8(bytes).unwrap().replacen(from, to, 1).into_bytes();
    changed("report.html", &replaced("Does everything run?", "Is all well?"), "report.html is not what the run gives");
    let charts: Vec<String> =
        files_below(&out.join("charts")).iter().map(|f| f.file_name().unwrap().to_string_lossy().into_owned()).collect();
    for ending in ["svg", "png"] {
        let chart = format!("charts/{}", charts.iter().find(|name| name.ends_with(ending)).unwrap());
        changed(&chart, &|bytes| [bytes, vec![b' ']].concat(), &format!("{chart} is not what the run gives"));
    }
    changed("manifest.json", &replaced("\"question\": \"Does", "\"question\": \"Doth"), "run.question");
    changed("manifest.json", &replaced("Encrypt all\"", "Encrypt nothing\""), "run.titles");
    changed("manifest.json", &replaced("\"events\": ", "\"events\": 1"), "events");
    changed("manifest.json", &replaced("\"begins\": [", "\"begins\": [\n      1.0,"), "run.begins");
    let version: &'static str = concat!("\"version\": \"", env!("CARGO_PKG_VERSION"));
    changed("manifest.json", &replaced(version, "\"version\": \"0.0.7"), "was written by veilsim 0.0.7");
    for extra in ["charts/made-up.svg", "better.csv", "other.html"] {
        std::fs::write(out.join(extra), "x").unwrap();
        let (code, said) = verified(&out);
        assert!(code == Some(1) && said.contains(&format!("{extra} is no file of this result")), "{said}");
        std::fs::remove_file(out.join(extra)).unwrap();
    }
    // What nobody takes for a part of a result is in nobody's way.
    std::fs::write(out.join("notes.txt"), "mine").unwrap();
    assert_eq!(verified(&out), (Some(0), String::new()));
    std::fs::remove_file(out.join("report.html")).unwrap();
    assert!(verified(&out).1.contains("report.html is missing"));
}

#[test]
fn a_page_made_from_altered_tables_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert!(short_run(&out, &[]).status.success());
    let again = || {
        let output = veilsim(&["report", &out.display().to_string()]);
        assert!(output.status.success());
        (std::fs::read_to_string(out.join("report.html")).unwrap(), texts(&output).1)
    };
    let (page, said) = again();
    assert!(!page.contains("Altered tables") && !said.contains("[altered-tables]"), "{said}");
    for file in ["summary.csv", "warnings.csv"] {
        let text = std::fs::read_to_string(out.join(file)).unwrap();
        let last = text.lines().last().unwrap();
        std::fs::write(out.join(file), format!("{text}{last}\n")).unwrap();
        let (page, said) = again();
        assert!(page.contains("Altered tables") && page.contains(&format!("<code>{file}</code>")), "{file}");
        assert!(said.contains(file) && said.contains("[altered-tables]"), "{said}");
        std::fs::write(out.join(file), text).unwrap();
    }
    assert!(!again().0.contains("Altered tables"));
}

#[test]
fn a_result_that_takes_the_place_of_another_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let said = |more: &[&str]| texts(&short_run(&out, more)).1;
    assert!(!said(&[]).contains("will be replaced"));
    assert!(!said(&[]).contains("will be replaced"), "the same again is no news");
    assert!(said(&["--seed", "7"]).contains("are of seed 1: they will be replaced"));
    assert!(said(&["--seed", "7", "--set", "window=1 week"]).contains("are of other values set: they will be replaced"));
    let other = folder.path().join("other.toml");
    std::fs::copy("scenarios/smoke.toml", &other).unwrap();
    let few = ["--replications", "2", "--set", "horizon=3 weeks", "--set", "sample=0.0002", "--out"];
    let output = veilsim(&[&["run", &other.display().to_string()][..], &few, &[&out.display().to_string()]].concat());
    assert!(texts(&output).1.contains("are of the scenario smoke, "), "{}", texts(&output).1);
}

#[test]
fn text_from_outside_runs_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string("scenarios/smoke.toml").unwrap();
    let hostile = "=cmd|'/c calc'!A1 <script>alert(1)</script> {{ 7*7 }}";
    let text = text.replace("Does everything run?", &format!("{hostile} ]]>"));
    let cited = format!("sample = {{ value = 0.0002, evidence = [\"evil_id\", \"good_id\"], note = \"{hostile}\" }}");
    let scenario = folder.path().join("it's $(touch pwned).toml");
    std::fs::write(&scenario, text.replace("sample = 0.0005", &cited)).unwrap();
    let head = "id,quantity,value,low,high,unit,year,platform_or_jurisdiction,status,confidence,source,url,caveat\n";
    let evil = "evil_id,=1+1 <script>alert(3)</script>,1,,,<i>,2020,\"x\"\"onmouseover=\"\"alert(4)\",seen,high,click me,javascript:alert(5),+cmd\n";
    let good = "good_id,a figure,1,,,share,2020,everywhere,seen,high,a source,https://example.org/a,-1+2\n";
    std::fs::write(folder.path().join("evidence.csv"), format!("{head}{evil}{good}")).unwrap();
    let out = folder.path().join("out");
    let set = ["--replications", "2", "--set", "horizon=3 weeks", "--out"];
    let output = veilsim(&[&["run", &scenario.display().to_string()][..], &set, &[&out.display().to_string()]].concat());
    assert!(output.status.success(), "{}", texts(&output).1);
    let page = std::fs::read_to_string(out.join("report.html")).unwrap();
    let lower = page.to_lowercase();
    assert!(!lower.contains("href=\"javascript") && page.contains("href=\"https:&#x2f;&#x2f;example.org&#x2f;a\""));
    assert!(!page.contains("<script>alert") && !lower.contains("\"onmouseover=\"") && page.contains("{{ 7*7 }}"));
    // The command is one that a shell reads as it stands.
    let command = page.split("<pre><code>veilsim run ").nth(1).unwrap().split("</code>").next().unwrap();
    let plain = command.replace("&#x27;", "'").replace("&#x2f;", "/").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let words =
        std::process::Command::new("sh").current_dir(folder.path()).args(["-c", &format!("printf '%s\\n' {plain}")]).output().unwrap();
    let words = String::from_utf8(words.stdout).unwrap();
    assert!(words.starts_with("it's $(touch pwned).toml\n") && words.contains("\nhorizon=3 weeks\n"), "{words}");
    assert!(!folder.path().join("pwned").exists());
    for file in files_below(&out).iter().filter(|file| file.extension().is_some_and(|e| e == "csv")) {
        for record in csv::Reader::from_path(file).unwrap().records().map(Result::unwrap) {
            let runs = |cell: &str| cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
            assert!(!record.iter().any(runs), "{}: {record:?}", file.display());
        }
    }
    assert!(verified(&out).0 == Some(0), "{}", verified(&out).1);
    let again = veilsim(&["report", &out.display().to_string()]);
    assert!(again.status.success() && std::fs::read_to_string(out.join("report.html")).unwrap() == page);
}

#[test]
fn many_policies_stay_readable_and_what_is_left_out_is_said() {
    let arms: String = (1..150).map(|n| format!("[arm.a{n}.platform.tiktok.review]\nstaff = {}\n", 400 + n)).collect();
    let few = [("sample", "0.0001"), ("replications", "2"), ("horizon", "2 weeks"), ("window", "1 week")];
    let scenario = smoke_with(&arms, &few);
    assert_eq!(scenario.arms.len(), 150);
    let folder = tempfile::tempdir().unwrap();
    let results = results(&scenario, all_runs(&scenario, 2));
    write_tables(folder.path(), &study(&results)).unwrap();
    let warnings: Vec<WarningRow> = read(folder.path()).unwrap();
    assert!(warnings.iter().any(|row| row.warning.word() == "many-arms" && row.cause.contains("150")), "{warnings:?}");
    let lines = std::fs::read_to_string(folder.path().join("warnings.csv")).unwrap().lines().count();
    assert!(lines < 30, "{lines} warnings");
    let size = |dir: &Path| files_below(dir).iter().map(|file| std::fs::metadata(file).unwrap().len()).sum::<u64>();
    let tables = size(folder.path());
    assert!(tables < 60_000_000, "{tables} bytes of tables");
    let rows: Vec<OutcomeRow> = read(folder.path()).unwrap();
    assert!(rows.iter().all(|row| row.market == "all" && row.age_band == "all") && rows.iter().any(|row| row.arm == "a149"));
    let manifest = veilsim::results::Manifest::new(&results, veilsim::results::Selection::standard());
    veilsim::report::render_all(folder.path(), &manifest).unwrap();
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(page.contains("150 policies") && page.contains("the first 20 policies") && page.contains(">a19<") && !page.contains(">a20<"));
    assert!(size(folder.path()) - tables < 60_000_000 && page.len() < 8_000_000, "{} bytes of page", page.len());
}

#[test]
fn a_row_of_draws_has_its_value_in_both_columns() {
    let scenario = smoke(&[("sample", "0.0001"), ("replications", "2"), ("horizon", "3 weeks"), ("window", "1 week")]);
    let folder = tempfile::tempdir().unwrap();
    write_tables(folder.path(), &study(&results(&scenario, all_runs(&scenario, 2)))).unwrap();
    let rows: Vec<DrawRow> = read(folder.path()).unwrap();
    let bare = |row: &&DrawRow| row.set.split(' ').next().unwrap().parse::<f64>().is_ok_and(|value| value.to_bits() == row.value.to_bits());
    assert_eq!(rows.iter().filter(bare).count(), rows.len());
    assert!(rows.iter().any(|row| row.set.ends_with(" per day")) && rows.iter().any(|row| row.set.ends_with(" days")));
}
