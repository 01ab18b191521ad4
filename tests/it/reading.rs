//! The time in which a text is read is linear in its size, whatever it holds.

use crate::common::{clock, folder_with, messages, smoke_text};
use std::time::Duration;
use veilsim::scenario::{load, parse, reread};

/// Reads a text and renders its problems. Fails if it has none, or if they are more than anybody reads; else gives the time it took.
fn refused_after(what: &str, text: &str) -> Duration {
    let start = clock();
    let problems = parse("test", text, &[]).expect_err(what);
    let mut shown = String::new();
    miette::GraphicalReportHandler::new().render_report(&mut shown, &problems).unwrap();
    assert!(shown.len() < 4_000_000, "{what}: {} bytes of problems", shown.len());
    clock().saturating_sub(start)
}

#[test]
fn no_text_takes_longer_than_two_seconds_a_megabyte() {
    let (smoke, long) = (smoke_text(), "a".repeat(1_000_000));
    let lines = |n: usize, line: &dyn Fn(usize) -> String| (0..n).map(line).collect::<String>();
    let step = |i: usize| format!("[[timeline]]\nstart = \"{} minutes\"\nramp = \"0 days\"\nplatform.tiktok.review.staff = 3\n", i % 9);
    let cases = [
        ("a long key", format!("{long} = 1\n{smoke}")),
        ("a long key in a table", format!("{smoke}{long} = 1\n")),
        ("a long name", format!("{smoke}[platform.{long}]\nextends = \"tiktok\"\n")),
        ("a long id of evidence", smoke.replacen("extends = \"tiktok\"", &format!("extends = \"tiktok\"\nevidence = \"{long}\""), 1)),
        ("a long preset", smoke.replace("\"tiktok\"", &format!("\"{long}\""))),
        ("a long value", smoke.replace("\"8 weeks\"", &format!("\"{long}\""))),
        ("a long choice", format!("{smoke}platform.tiktok.encryption = \"{long}\"\n")),
        ("a long question", smoke.replace("Does everything run?", &long)),
        ("control characters", smoke.replace("Does everything run?", &"\\u001b".repeat(100_000))),
        ("raw control characters", smoke.replace("Does everything run?", &"\u{1b}\u{85}".repeat(100_000))),
        ("a long weight", format!("{smoke}[weights]\n{long} = 1\n")),
        ("many weights", format!("{smoke}[weights]\n{}", lines(50_000, &|i| format!("w{i} = 1\n")))),
        ("a long note", smoke.replace("extends = \"tiktok\"", &format!("extends = \"tiktok\"\nnote = \"{long}\""))),
        (
            "many ids",
            smoke.replacen(
                "extends = \"tiktok\"",
                &format!("extends = \"tiktok\"\nevidence = [{}]", "\"tiktok_ts_staff\",".repeat(40_000)),
                1,
            ),
        ),
        (
            "many wrong ids",
            smoke.replacen(
                "extends = \"tiktok\"",
                &format!("extends = \"tiktok\"\nevidence = [{}]", lines(60_000, &|i| format!("\"tiktok_{i}\","))),
                1,
            ),
        ),
        ("many wrong presets", smoke.replace("\"tiktok\"", &format!("[{}]", lines(60_000, &|i| format!("\"tiktok-{i}\","))))),
        ("one preset many times", smoke.replace("\"tiktok\"", &format!("[{}]", "\"tiktok\",".repeat(60_000)))),
        ("20,000 changes", format!("{smoke}{}", lines(20_000, &step))),
        ("100,000 arms", format!("{smoke}{}", lines(100_000, &|i| format!("[arm.a{i}]\n")))),
        ("arms times changes", format!("{smoke}{}{}", lines(200, &step), lines(253, &|i| format!("[arm.a{i}]\n")))),
        (
            "arms times presets",
            format!("{smoke}{}", lines(253, &|i| format!("[arm.a{i}.platform.tiktok]\nextends = [{}]\n", "\"tiktok\",".repeat(300)))),
        ),
        (
            "arms that miss platforms",
            format!("{smoke}{}", lines(250, &|i| format!("[arm.a{i}.platform]\n{}", lines(200, &|j| format!("p{j} = {{}}\n"))))),
        ),
        ("100,000 platforms", format!("{smoke}[platform]\n{}", lines(100_000, &|i| format!("p{i} = {{}}\n")))),
        ("100,000 exceptions", format!("{smoke}[platform.tiktok.exception]\n{}", lines(100_000, &|i| format!("p{i} = {{}}\n")))),
        ("100,000 keys", lines(100_000, &|i| format!("k{i} = {i}\n"))),
        ("a deep key", format!("{smoke}{}", lines(20, &|i| format!("a{i}{} = 1\n", ".a".repeat(20_000))))),
        ("one line", format!("{smoke}x = [{}]", "1,".repeat(400_000))),
    ];
    let most = |text: &str| Duration::from_secs_f64(2.0 * (text.len() as f64 / 1e6).max(1.0));
    let times = cases.iter().map(|(what, text)| (what, text.len(), refused_after(what, text), most(text)));
    let slow: Vec<_> = times.filter(|(_, _, took, most)| took > most).collect();
    assert!(slow.is_empty(), "{slow:#?}");
}

/// A folder of platform presets `n0`, `n1` and so on, each extending the next so often.
fn nested(depth: usize, times: usize) -> tempfile::TempDir {
    let folder = folder_with(&[("bomb.toml", &smoke_text().replace("\"tiktok\"", "[\"tiktok\", \"n0\"]"))]);
    let presets = folder.path().join("presets/platform");
    std::fs::create_dir_all(&presets).unwrap();
    for i in 0..depth {
        let names = format!("\"n{}\",", i + 1).repeat(times);
        std::fs::write(presets.join(format!("n{i}.toml")), format!("extends = [{names}]\n")).unwrap();
    }
    std::fs::write(presets.join(format!("n{depth}.toml")), "review.staff = 3\n").unwrap();
    folder
}

#[test]
fn presets_that_extend_presets_end() {
    for (depth, times, says) in [(24, 2, "laid over each other"), (12, 8, "laid over each other"), (2000, 1, "deep")] {
        let folder = nested(depth, times);
        let start = clock();
        let problems = load(&folder.path().join("bomb.toml"), &[]).unwrap_err();
        assert!(messages(&problems).iter().any(|m| m.contains(says)), "{:?}", messages(&problems));
        assert!(clock().saturating_sub(start) < Duration::from_secs(2), "{depth} × {times}: {:?}", clock().saturating_sub(start));
    }
    // What is sensible is read: each value by its last statement.
    let folder = nested(6, 2);
    let found = load(&folder.path().join("bomb.toml"), &[]).unwrap();
    assert_eq!(found.base.platform.get("tiktok").unwrap().review.staff.number().to_string(), "3");
}

#[test]
fn a_record_of_presets_that_extend_presets_ends() {
    let folder = nested(24, 2);
    let presets: Vec<(String, String)> = (0..=24)
        .map(|i| format!("presets/platform/n{i}.toml"))
        .map(|name| (name.clone(), std::fs::read_to_string(folder.path().join(name)).unwrap()))
        .collect();
    let text = std::fs::read_to_string(folder.path().join("bomb.toml")).unwrap();
    let start = clock();
    assert!(reread("bomb", &text, &presets, &[]).is_err() && clock().saturating_sub(start) < Duration::from_secs(2));
}
