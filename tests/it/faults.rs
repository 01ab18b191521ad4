//! What others tried on scenarios, each kind with variants: names that mean something else, lists, links, what has no effect, work
//! without end, and hostile text.

use crate::common::{short_run, texts, veilsim};
use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use veilsim::experiment::{Limits, TooMuch, within};
use veilsim::model::Outcomes;
use veilsim::scenario::{Notice, Problems, Scenario, load, parse, reread};

fn smoke_text() -> String {
    std::fs::read_to_string("scenarios/smoke.toml").unwrap()
}

/// The smoke scenario without its arms, with others.
fn with_arms(arms: &str) -> String {
    format!("{}{arms}", smoke_text().split("[arm.").next().unwrap())
}

fn pairs(sets: &[(&str, &str)]) -> Vec<(String, String)> {
    sets.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect()
}

fn read(text: &str, sets: &[(&str, &str)]) -> Scenario {
    parse("test", text, &pairs(sets)).unwrap_or_else(|problems| panic!("{:?}", messages(&problems)))
}

fn messages(problems: &Problems) -> Vec<String> {
    problems.list.iter().map(|problem| problem.message.clone()).collect()
}

fn refused(text: &str, says: &str) {
    let problems = parse("test", text, &[]).expect_err(says);
    assert!(problems.list.iter().any(|p| p.message.contains(says) && p.line > 0), "{says}: {:?}", messages(&problems));
}

/// Names of the notices of a text.
fn noticed(text: &str, sets: &[(&str, &str)]) -> Vec<&'static str> {
    read(text, sets).notices().iter().map(Notice::name).collect()
}

// Names.

#[test]
fn a_name_that_tables_reserve_is_refused() {
    let text = smoke_text();
    refused(&text.replace("platform.tiktok", "platform.all"), "\"all\" cannot be a name");
    refused(&text.replace("market.row", "market.All"), "\"All\" cannot be a name");
    refused(&text.replace("arm.default-e2ee", "arm.all"), "\"all\" cannot be a name");
    assert!(parse("test", &text.replace("arm.default-e2ee", "arm.allow"), &[]).is_ok());
}

#[test]
fn a_name_that_no_file_or_table_could_hold_is_refused() {
    refused(&smoke_text().replace("arm.default-e2ee", &format!("arm.{}", "e".repeat(65))), "cannot be a name");
    refused(&format!("{}[platform.{}]\nextends = \"elsewhere\"\n", smoke_text(), "p".repeat(300)), "cannot be a name");
    assert!(parse("test", &smoke_text().replace("arm.default-e2ee", &format!("arm.{}", "e".repeat(64))), &[]).is_ok());
}

// Weights.

#[test]
fn a_weight_on_what_has_no_total_is_refused() {
    for outcome in ["review-backlog", "review-backlog-end", "review-wait-p95"] {
        refused(&format!("{}[weights]\nchildren-harmed = -1\n{outcome} = -1000\n", smoke_text()), "has no value over all platforms");
    }
    refused(&format!("{}[weights]\nreports = 1e308\n", smoke_text()), "a finite number");
    assert_eq!(read(&format!("{}[weights]\nreports = 2\nreview-hours = -1\n", smoke_text()), &[]).weights.len(), 2);
}

// Lists given by --set.

#[test]
fn a_timeline_that_is_set_takes_the_place_of_the_file_s() {
    let step = |weeks: u32, staff: u32| {
        format!("[[timeline]]\nstart = \"{weeks} weeks\"\nramp = \"0 days\"\nplatform.tiktok.review.staff = {staff}\n")
    };
    let text = format!("{}{}{}", smoke_text(), step(2, 100), step(6, 600));
    let days = |sets: &[(&str, &str)]| -> Vec<f64> {
        read(&text, sets).arms[0].plan.changes.iter().map(|change| change.start.days().round()).collect()
    };
    let one = "[{start = \"1 week\", ramp = \"0 days\", platform.tiktok.review.staff = 5}]";
    assert_eq!(days(&[]), [14.0, 42.0]);
    assert_eq!(days(&[("timeline", one)]), [7.0]);
    assert_eq!(days(&[("timeline", one), ("timeline", "[]")]), [0.0; 0]);
    assert!(parse("test", &text, &pairs(&[("timeline", "3")])).is_err());
}

#[test]
fn changes_of_an_arm_that_are_set_take_the_place_of_the_file_s() {
    let change = "[[arm.e2ee-metadata-reports.change]]\nstart = \"3 weeks\"\nramp = \"0 days\"\nplatform.tiktok.review.staff = 9\n";
    let text = format!("{}{change}", smoke_text());
    let changes = |sets: &[(&str, &str)]| read(&text, sets).arms[2].plan.changes.len();
    assert_eq!((changes(&[]), changes(&[("arm.e2ee-metadata-reports.change", "[]")])), (2, 1));
    // Another arm's are its own.
    assert_eq!(changes(&[("arm.default-e2ee.change", "[]")]), 2);
}

#[test]
fn presets_that_are_set_take_the_place_of_the_file_s() {
    let after = |sets: &[(&str, &str)]| read(&smoke_text(), sets).arms[1].plan.changes[0].after.encryption.number();
    assert_eq!(after(&[]).to_string(), "2");
    assert_eq!(after(&[("arm.default-e2ee.platform.tiktok.extends", "[]")]).to_string(), "0");
    assert_eq!(after(&[("arm.default-e2ee.platform.tiktok.extends", "readable")]).to_string(), "0");
    let problems = parse("test", &smoke_text(), &pairs(&[("platform.tiktok.extends", "[]")])).unwrap_err();
    assert!(messages(&problems).iter().any(|m| m.contains("is not set")), "{:?}", messages(&problems));
}

// Settings without effect.

#[test]
fn a_value_that_every_arm_overrides_is_said() {
    let arms = "[arm.few.platform.tiktok]\nreview.staff = 100\n[arm.many.platform.tiktok]\nreview.staff = 500\n";
    let staff = [("platform.tiktok.review.staff", "1")];
    assert_eq!(noticed(&with_arms(arms), &[]), [""; 0]);
    assert_eq!(noticed(&with_arms(arms), &staff), ["overridden-in-every-arm"]);
    // The same value as one of the arms' is as much in vain.
    assert_eq!(noticed(&with_arms(arms), &[("platform.tiktok.review.staff", "100")]), ["overridden-in-every-arm"]);
    // In the file, not on the command line.
    let text = with_arms(arms).replace("extends = \"tiktok\"\n", "extends = \"tiktok\"\nreview.staff = 7\n");
    let notices = read(&text, &[]).notices();
    assert!(
        notices[0].cause().contains("platform.tiktok.review.staff") && notices[0].remedy().contains("arm.NAME.platform.tiktok"),
        "{notices:?}"
    );
    // One arm that does not, or not from its start.
    assert_eq!(noticed(&with_arms(&format!("[arm.none]\n{arms}")), &staff), [""; 0]);
    let later = "[arm.late.platform.tiktok]\nrollout = { start = \"1 week\", ramp = \"0 days\" }\nreview.staff = 9\n";
    assert_eq!(noticed(&with_arms(&format!("{arms}{later}")), &staff), [""; 0]);
}

#[test]
fn what_set_says_in_vain_is_said() {
    let text = smoke_text();
    assert_eq!(noticed(&text, &[("sample", "0.001"), ("sample", "0.002")]), ["set-twice"]);
    assert_eq!(noticed(&text, &[("platform.tiktok.review.evidence", "assumed")]), ["source-without-value"]);
    assert_eq!(noticed(&text, &[("platform.tiktok.review.staff", "80")]), [""; 0]);
}

#[test]
fn nothing_to_compare_is_said() {
    assert_eq!(noticed(&with_arms("[arm.only]\n"), &[]), ["one-arm"]);
    assert_eq!(noticed(&with_arms("[arm.a]\n[arm.b]\ntitle = \"B\"\n"), &[]), ["like-the-baseline"]);
    let same = "[arm.b.platform.tiktok]\nrollout = { start = \"1 week\", ramp = \"1 day\" }\nencryption = \"none\"\n";
    assert_eq!(noticed(&with_arms(&format!("[arm.a]\n{same}")), &[]), ["like-the-baseline"]);
    assert_eq!(noticed(&with_arms(&format!("[arm.a]\n{}", same.replace("none", "default"))), &[]), [""; 0]);
    assert_eq!(noticed(&smoke_text(), &[("replications", "1"), ("question", "\" \"")]), ["no-question", "one-replication"]);
}

#[test]
fn a_window_that_leaves_much_out_is_said() {
    for window in ["3 weeks", "5 weeks"] {
        assert_eq!(noticed(&smoke_text(), &[("window", window)]), ["partial-window"]);
    }
    assert_eq!(noticed(&smoke_text(), &[("window", "4 weeks")]), [""; 0]);
    let late = smoke_text().replace("start = \"2 weeks\"", "start = \"55 days\"");
    let notices = read(&late, &[("window", "27 days 12 hours")]).notices();
    assert!(matches!(&notices[..], [Notice::LeftOver { arms, .. }] if arms.len() == 2), "{notices:?}");
}

#[test]
fn scenarios_that_ship_have_nothing_to_notice_and_keep_within_the_limits() {
    for entry in std::fs::read_dir("scenarios").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            let scenario = load(&path, &[]).unwrap();
            assert_eq!(scenario.notices(), [], "{}", path.display());
            assert_eq!(within(&scenario, Limits::default()), Ok(()), "{}", path.display());
        }
    }
    let large = load("scenarios/tiktok-dms.toml".as_ref(), &pairs(&[("sample", "0.07")])).unwrap();
    assert_eq!(within(&large, Limits::default()), Ok(()), "a hundred times the sample that ships");
}

#[test]
fn check_and_run_say_what_was_noticed_and_quiet_is_quiet() {
    let (summary, said) = texts(&veilsim(&["check", "scenarios/smoke.toml", "--set", "window=3 weeks"]));
    assert!(summary.starts_with("smoke: 3 arms") && said.contains("[partial-window]"), "{summary}{said}");
    let folder = tempfile::tempdir().unwrap();
    let output = short_run(&folder.path().join("loud"), &["--set", "sample=0.0002"]);
    assert!(output.status.success() && texts(&output).1.contains("[set-twice]"), "{}", texts(&output).1);
    let output = short_run(&folder.path().join("quiet"), &["--set", "sample=0.0002", "--quiet"]);
    assert!(output.status.success() && texts(&output).1.is_empty(), "{}", texts(&output).1);
}

// Files beside the scenario.

/// A folder with the smoke scenario, and what belongs to it.
fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

const OWN: &str = "id,quantity,value,low,high,unit,year,platform_or_jurisdiction,status,confidence,source,url,caveat\n\
    my_staff_2025,\"Staff of mine\",300,,,count,2025,TikTok,seen,high,My report,https://example.org,none\n";

#[cfg(unix)]
#[test]
fn a_scenario_found_through_a_link_looks_beside_the_real_file_and_says_so() {
    let policy = "evidence = \"assumed\"\nencryption = \"default\"\nencryption-minors = \"default\"\nreview.staff = 1\n";
    let text = smoke_text().replace("evidence = \"none\"", "");
    let folder = folder_with(&[("real/smoke.toml", &text), ("real/presets/policy/default-e2ee.toml", policy), ("real/evidence.csv", OWN)]);
    let link = |name: &str, to: &Path| {
        let path = folder.path().join(name);
        std::os::unix::fs::symlink(to, &path).unwrap();
        path
    };
    let near = link("link.toml", Path::new("real/smoke.toml"));
    let far = link("again.toml", Path::new("link.toml"));
    let plain = load(&folder.path().join("real/smoke.toml"), &[]).unwrap();
    assert!(plain.notices().is_empty());
    for path in [near, far] {
        let scenario = load(&path, &[]).unwrap();
        let staff = scenario.arms[1].plan.changes[0].after.review.staff.number();
        assert_eq!((staff.to_string().as_str(), &scenario.presets), ("1", &plain.presets));
        assert!(scenario.evidence.get("my_staff_2025").is_some());
        assert!(matches!(&scenario.notices()[..], [Notice::Linked { real }] if real.ends_with("real/smoke.toml")));
    }
    // A link to the folder is another way to the same file.
    let way = link("way", Path::new("real")).join("smoke.toml");
    assert_eq!(load(&way, &[]).unwrap().presets, plain.presets);
    let broken = link("broken.toml", Path::new("nowhere.toml"));
    assert!(messages(&load(&broken, &[]).unwrap_err())[0].contains("cannot be read"));
}

#[test]
fn evidence_of_one_s_own_is_part_of_the_record() {
    let text = smoke_text()
        .replace("extends = \"tiktok\"\n", "extends = \"tiktok\"\nreview.staff = { value = 300, evidence = \"my_staff_2025\" }\n");
    let folder = folder_with(&[("s.toml", &text), ("evidence.csv", OWN)]);
    let scenario = load(&folder.path().join("s.toml"), &[]).unwrap();
    assert!(scenario.presets.iter().any(|(name, text)| name == "evidence.csv" && text == OWN));
    let again = reread("s", &scenario.text, &scenario.presets, &scenario.overrides).unwrap();
    assert_eq!((&again.presets, again.evidence.get("my_staff_2025")), (&scenario.presets, scenario.evidence.get("my_staff_2025")));
    // Without the record, the id leads nowhere.
    assert!(reread("s", &scenario.text, &[], &[]).is_err());
    // A file that is there and cites nothing is part of it too, and one that is not there is not.
    assert!(read(&smoke_text(), &[]).presets.iter().all(|(name, _)| name != "evidence.csv"));
}

#[test]
fn a_run_with_evidence_of_one_s_own_is_verified() {
    let text = smoke_text()
        .replace("extends = \"tiktok\"\n", "extends = \"tiktok\"\nreview.staff = { value = 300, evidence = \"my_staff_2025\" }\n");
    let folder = folder_with(&[("s.toml", &text), ("evidence.csv", OWN)]);
    let path = |name: &str| folder.path().join(name).display().to_string();
    let run = veilsim(&["run", &path("s.toml"), "--replications", "2", "--set", "horizon=4 weeks", "--out", &path("out"), "-q"]);
    assert!(run.status.success(), "{}", texts(&run).1);
    std::fs::remove_file(folder.path().join("evidence.csv")).unwrap();
    let verified = veilsim(&["verify", &path("out")]);
    assert!(verified.status.success(), "{:?}", texts(&verified));
}

// Texts that take long to read.

/// The time that this thread has worked, where the system tells; else the time of day, which other processes lengthen.
fn clock() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let worked = told.and_then(|text| text.split_whitespace().next()?.parse().ok()).map(Duration::from_nanos);
    worked.unwrap_or_else(|| BEGUN.elapsed())
}

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
    let scenario = load(&folder.path().join("bomb.toml"), &[]).unwrap();
    assert_eq!(scenario.base.platform.get("tiktok").unwrap().review.staff.number().to_string(), "3");
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

// Work without end.

#[test]
fn a_rate_with_zeros_too_many_is_refused_before_the_run() {
    let cases = [
        ("offender.trader.arrivals", "1e9 per day"),
        ("offender.trader.sharing.rate", "1e9 per day"),
        ("offender.groomer.approach.rate", "1e9 per day"),
        ("platform.tiktok.access.breach-rate", "1e9 per day"),
        ("platform.tiktok.access.covert-rate", "1e9 per day"),
        ("platform.tiktok.access.insider-abuse", "1e9 per day"),
        ("platform.tiktok.traffic.messages", "1e9 per day"),
        ("platform.tiktok.traffic.conversations", "1e9 per day"),
        ("platform.tiktok.traffic.updates", "1e9 per day"),
        ("platform.tiktok.detection.user-reports.false-reports", "1e9 per day"),
        ("market.us.access.bulk-orders", "1e9 per day"),
        ("market.us.list.poisoning", "1e9 per day"),
        ("market.us.list.expansion", "1e9 per day"),
        ("market.us.regulator.safety-inquiries", "1e9 per day"),
        ("offender.trader.lifetime", "1000 years"),
        ("market.us.offenders", "1e9"),
        ("platform.tiktok.attraction", "1e9"),
        ("offender.trader.sharing.rate", "{ log-uniform = [\"1 per day\", \"1e9 per day\"] }"),
    ];
    for (path, value) in cases {
        // Long enough that the rate is beyond any patience; a single day of some rates is not.
        let scenario = read(&smoke_text(), &[(path, value), ("sample", "1")]);
        let refused = within(&scenario, Limits::default());
        assert!(refused.is_err(), "{path} = {value} is let through");
        assert!(refused.unwrap_err().to_string().contains("raise the limit with --most-"), "{path}");
    }
}

#[test]
fn the_parameter_and_a_remedy_are_named_and_the_limit_can_be_raised() {
    let arms = "[arm.a]\n[arm.b.platform.tiktok]\nextends = \"default-e2ee\"\n";
    let folder = folder_with(&[("flat.toml", &with_arms(arms))]);
    let flat = folder.path().join("flat.toml").display().to_string();
    let day = ["--set", "horizon=1 day", "--set"];
    for (command, set, path) in [
        ("run", "offender.trader.arrivals=1e9 per day", "offender.trader."),
        ("check", "offender.trader.sharing.rate=1e9 per day", "offender.trader.arrivals × lifetime × sharing.rate"),
        ("trace", "platform.tiktok.access.breach-rate=1e9 per day", "platform.tiktok.access.breach-rate"),
    ] {
        let output = veilsim(&[&[command, &flat], &day[..], &[set, "--set", "window=1 day"]].concat());
        let (_, said) = texts(&output);
        assert!(output.status.code() == Some(2) && said.contains(path) && said.contains("lower"), "{command}: {said}");
    }
    let many = read(&smoke_text(), &[("replications", "4000000000")]);
    assert!(matches!(within(&many, Limits::default()), Err(TooMuch::Memory { remedy, .. }) if remedy == "replications"));
    let tight = ["check", "scenarios/smoke.toml", "--most-events"];
    assert_eq!(veilsim(&[&tight[..], &["10"]].concat()).status.code(), Some(2));
    assert!(veilsim(&[&tight[..], &["1e9"]].concat()).status.success());
}

#[test]
fn the_work_of_a_run_is_at_least_what_it_takes() {
    use veilsim::experiment::{Design, Run, Task, work};
    for path in ["scenarios/smoke.toml", "scenarios/deterrence.toml"] {
        let scenario = load(path.as_ref(), &pairs(&[("horizon", "32 weeks"), ("window", "4 weeks"), ("sample", "0.0005")])).unwrap();
        let design = Design { seed: 1, ..Design::of(&scenario) };
        for point in 0..2 {
            let run: Run<Outcomes> = design.simulate(Task { replication: 0, point });
            let (expected, events) = (work(&design.drawn(point, 0)).events, run.events);
            assert!(expected >= events as f64 && expected < 100.0 * events as f64, "{path}: {events} events of {expected}");
        }
    }
}

// Hostile text.

#[test]
fn control_characters_are_refused_with_their_place() {
    for (hostile, code) in [("\\u001b[31mRED", "U+001B"), ("\\u0000", "U+0000"), ("\\u202Egnp.exe", "U+202E"), ("\\u0085", "U+0085")] {
        let title = smoke_text().replace("\"Encrypt all\"", &format!("\"Encrypt {hostile}\""));
        for text in [
            smoke_text().replace("Does everything run?", hostile),
            smoke_text().replace("\"Smoke test\"", &format!("\"{hostile}\"")),
            smoke_text().replacen("extends = \"tiktok\"", &format!("extends = \"tiktok\"\nnote = \"{hostile}\""), 1),
            title,
        ] {
            refused(&text, code);
        }
    }
    // Lines and tabs, and writing from right to left, are text; a title is one line.
    assert!(parse("test", &smoke_text().replace("Does everything run?", "Two\\nlines\\tand \u{5d0}\u{200f}"), &[]).is_ok());
    refused(&smoke_text().replace("\"Smoke test\"", "\"two\\nlines\""), "U+000A");
}

#[test]
fn what_a_terminal_would_obey_is_never_shown() {
    let raw = "\u{1b}[31mRED\u{1b}]0;pwn\u{7}\u{9b}\u{202e}";
    let escaped = "\\u001b[31mRED\\u001b]0;pwn\\u0007\\u202e";
    for text in [
        smoke_text().replace("Does everything run?", raw),
        smoke_text().replace("Does everything run?", escaped),
        format!("# {raw}\n{}", smoke_text()),
        format!("{}\"{escaped}\" = 1\n", smoke_text()),
        format!("{}[platform.\"{escaped}\"]\n", smoke_text()),
        smoke_text().replace("\"8 weeks\"", &format!("\"{escaped}\"")),
        format!("{}platform.tiktok.encryption = \"{escaped}\"\n", smoke_text()),
        smoke_text().replace("\"tiktok\"", &format!("\"{escaped}\"")),
        smoke_text().replacen("extends = \"tiktok\"", &format!("extends = \"tiktok\"\nevidence = \"{escaped}\""), 1),
        format!("{}[weights]\n\"{escaped}\" = 1\n", smoke_text()),
    ] {
        let folder = folder_with(&[("evil.toml", &text)]);
        let output = veilsim(&["check", &folder.path().join("evil.toml").display().to_string()]);
        let (_, said) = texts(&output);
        assert_eq!(output.status.code(), Some(2));
        let obeyed: Vec<char> = said.chars().filter(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}').collect();
        assert!(obeyed.is_empty(), "{obeyed:?} in {said}");
    }
}

#[test]
fn control_characters_in_evidence_are_refused() {
    let folder = folder_with(&[("s.toml", &smoke_text()), ("evidence.csv", &OWN.replace("Staff of mine", "Staff\u{1b}[31m of mine"))]);
    let problems = load(&folder.path().join("s.toml"), &[]).unwrap_err();
    assert!(messages(&problems)[0].contains("my_staff_2025 holds a control character"), "{:?}", messages(&problems));
}

#[test]
fn a_command_that_is_suggested_can_be_pasted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("it's; a folder").join("mine").display().to_string();
    let (_, said) = texts(&veilsim(&["new", &path]));
    let word = format!("'{}.toml'", path.replace('\'', r"'\''"));
    assert!(said.contains(&format!("veilsim check {word} && ")), "{said}");
    let mut command = String::new();
    write!(command, "test -f {}", said.trim_end().rsplit("veilsim run ").next().unwrap()).unwrap();
    assert!(std::process::Command::new("sh").args(["-c", &command]).status().unwrap().success(), "{command}");
}
