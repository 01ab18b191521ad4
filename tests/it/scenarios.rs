//! Scenarios: those that ship are sound, and bad ones are refused with every problem, its place and a way out.

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use veilsim::model::assumptions::Encryption;
use veilsim::model::plan::Plan;
use veilsim::parameter::{Spec, each_parameter};
use veilsim::scenario::evidence::{Base, Status};
use veilsim::scenario::{Problems, Scenario, audit, describe, load, parse, presets, shipped_values};

/// Every scenario in the folder.
fn every_scenario() -> Vec<String> {
    let entries = std::fs::read_dir("scenarios").unwrap().map(|entry| entry.unwrap().path());
    let scenarios = entries.filter(|path| path.extension().is_some_and(|e| e == "toml"));
    let mut paths: Vec<String> = scenarios.map(|path| path.display().to_string()).collect();
    paths.sort();
    assert!(paths.len() >= 13, "{paths:?}");
    paths
}

fn shipped(path: &str) -> Scenario {
    load(path.as_ref(), &[]).unwrap_or_else(|problems| panic!("{}", rendered(&problems)))
}

fn with(sets: &[(&str, &str)]) -> Result<Scenario, Problems> {
    let sets: Vec<_> = sets.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    load("scenarios/smoke.toml".as_ref(), &sets)
}

fn smoke() -> String {
    std::fs::read_to_string("scenarios/smoke.toml").unwrap()
}

fn rendered(problems: &Problems) -> String {
    let mut text = String::new();
    let handler = miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor()).with_width(120);
    handler.render_report(&mut text, problems).unwrap();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn shown(plan: &Plan) -> String {
    format!("{plan:?}")
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

#[test]
fn every_bad_scenario_is_refused_with_all_its_problems() {
    let bad: Vec<PathBuf> = files_below(Path::new("tests/it/bad")).into_iter().filter(|p| p.parent().unwrap().ends_with("bad")).collect();
    assert!(bad.len() >= 60);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        for path in bad {
            let problems = load(&path, &[]).expect_err(&path.display().to_string());
            let name = path.file_stem().unwrap().to_str().unwrap();
            insta::assert_snapshot!(name, rendered(&problems));
        }
    });
}

#[test]
fn a_problem_has_its_line_and_column() {
    let problems = load("tests/it/bad/unknown-key.toml".as_ref(), &[]).unwrap_err();
    let problem = problems.list.iter().find(|p| p.message.contains("recal")).unwrap();
    assert_eq!((problem.line, problem.column), (7, 1));
    assert_eq!(&std::fs::read_to_string(&problem.file).unwrap()[problem.span.clone().unwrap()], "recal");
}

#[test]
fn a_file_that_cannot_be_a_scenario_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let huge = folder.path().join("huge.toml");
    std::fs::write(&huge, "#".repeat((4 << 20) + 1)).unwrap();
    for (path, expected) in [(huge.as_path(), "4 MB"), (folder.path(), "a folder"), (Path::new("no/such.toml"), "cannot be read")] {
        let problems = load(path, &[]).unwrap_err();
        assert!(problems.list.len() == 1 && problems.list[0].message.contains(expected), "{problems:?}");
    }
}

#[test]
fn a_file_of_another_kind_is_refused_before_every_line_of_it_is_told() {
    let lines = (0..100_000).map(|i| format!("k{i} = {i}")).collect::<Vec<_>>().join("\n");
    for text in [lines.clone(), lines.replace('=', "is"), format!("[platform]\n{lines}")] {
        let problems = parse("lines", &text, &[]).unwrap_err();
        assert!((50..=1000).contains(&problems.list.len()), "{}", problems.list.len());
    }
}

#[test]
fn problems_are_in_the_order_of_the_file() {
    let problems = load("tests/it/bad/wrong-unit.toml".as_ref(), &[]).unwrap_err();
    assert!(problems.list.is_sorted_by_key(|p| p.line) && problems.list.len() == 6);
}

#[test]
fn shipped_scenarios_state_the_source_of_every_parameter() {
    let settings = ["horizon", "warm-up", "window", "sample"];
    for path in every_scenario() {
        for row in audit(&shipped(&path)) {
            assert!(row.status.is_some() || settings.contains(&row.path.as_str()), "{path}: {} has no source", row.path);
            let reasoned = !row.note.is_empty() || row.status != Some(Status::Assumed);
            assert!(reasoned, "{path}: {} is assumed without a reason", row.path);
        }
    }
}

/// Every parameter has a value in the presets, with evidence or called assumed; but for those that belong to a results.
/// What comes from outside at a date: a scenario states it if there is any.
const DRIVERS: [&str; 2] = ["market.<market>.driver", "offender.<class>.driver"];

#[test]
fn every_parameter_has_a_source_in_the_presets() {
    let values = shipped_values();
    let of_a_study = ["horizon", "warm-up", "window", "sample", "platform.<platform>.exception", "mechanism", DRIVERS[0], DRIVERS[1]];
    for parameter in describe() {
        if !of_a_study.iter().any(|root| parameter.path.starts_with(root)) {
            let rows: Vec<_> = values.iter().filter(|row| parameter.is_of(&row.path)).collect();
            assert!(!rows.is_empty(), "no preset has {}", parameter.path);
            assert!(rows.iter().all(|row| row.status.is_some()), "{} has no source: {rows:?}", parameter.path);
        }
    }
}

#[test]
fn shipped_scenarios_say_their_question_their_sources_and_what_would_surprise_us() {
    for path in every_scenario() {
        let text = std::fs::read_to_string(&path).unwrap();
        let head: String = text.lines().map_while(|line| line.strip_prefix('#')).collect();
        assert!(["?", "Sources: ", "What would surprise us: "].iter().all(|part| head.contains(part)), "{path}: {head}");
    }
}

#[test]
fn tiktok_has_the_ten_courses_and_1_6_billion_accounts() {
    let scenario = shipped("scenarios/tiktok-dms.toml");
    let names: Vec<&str> = scenario.arms.iter().map(|a| a.name.as_str()).collect();
    let expected = [
        "keep-readable",
        "readable-not-scanned",
        "opt-in",
        "default-e2ee",
        "default-e2ee-no-forwarding",
        "default-adults-only",
        "e2ee-client-side-scanning",
        "e2ee-metadata-reports",
        "e2ee-no-strangers",
        "readable-no-strangers",
    ];
    assert_eq!(names, expected);
    let users: f64 = scenario.base.platform.get("tiktok").unwrap().market.iter().map(|(_, m)| m.users.number()).sum();
    assert!((users - 1.6e9).abs() < 0.5);
    for arm in &scenario.arms[1..] {
        assert_eq!(arm.plan.changes.len(), 1, "{}", arm.name);
        assert!((arm.plan.changes[0].start.days() - 182.0).abs() < 1e-9);
    }
    assert!(scenario.arms[0].plan.changes.is_empty());
}

/// `smoke` is a small world of its own, and `transparency-report` a part of the base world that calibrates in minutes. In all others a baseline may have another regime of one platform, and its staff for that, and the duties and the practice of reporting of its year.
#[test]
fn every_scenario_of_the_story_is_the_same_world() {
    let regime = [
        "encryption",
        "encryption-minors",
        "opt-in-uptake",
        "review.staff",
        "enforcement.appeal-staff",
        "reporting.bundling",
        "reporting.duty-conduct",
        "access.open-backups",
    ];
    let mut seen: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut story = every_scenario();
    story.retain(|path| !path.ends_with("smoke.toml") && !path.ends_with("transparency-report.toml"));
    for scenario in &story {
        for row in audit(&shipped(scenario)).into_iter().filter(|row| row.arm.is_none()) {
            let own = row.path.starts_with("platform.") && regime.iter().any(|lever| row.path.ends_with(&format!(".{lever}")));
            let of_the_run = ["horizon", "warm-up", "window", "sample"].contains(&row.path.as_str());
            if !own && !of_the_run {
                let (value, elsewhere) = seen.entry(row.path.clone()).or_insert_with(|| (row.value.clone(), scenario.clone()));
                assert_eq!(*value, row.value, "{} in {elsewhere} and in {scenario}", row.path);
            }
        }
    }
    assert!(seen.contains_key("platform.elsewhere.attraction.sharing") && story.len() >= 12);
}

#[test]
fn evidence_is_one_row_an_id() {
    let base = Base::shipped();
    assert_eq!(base.iter().count(), 507);
    let mut again = Base::default();
    again.merge(&std::fs::read_to_string("scenarios/evidence.csv").unwrap()).unwrap();
    assert_eq!(base, again);
    let text = std::fs::read_to_string("scenarios/evidence.csv").unwrap();
    let twice = format!("{}{}\n", text, text.lines().nth(1).unwrap());
    assert!(Base::default().merge(&twice).unwrap_err().contains("twice"));
}

#[test]
fn every_preset_in_the_folder_ships() {
    let root = Path::new("scenarios/presets");
    let found: BTreeSet<String> = files_below(root).iter().map(|p| p.strip_prefix(root).unwrap().display().to_string()).collect();
    let listed: BTreeSet<String> = presets::SHIPPED.iter().map(|(kind, name, _)| format!("{kind}/{name}.toml")).collect();
    assert_eq!(found, listed);
}

#[test]
fn every_market_preset_reads_even_if_no_scenario_uses_it() {
    parse("india", &format!("{}\n[market.india]\nextends = \"india\"\n", smoke()), &[]).unwrap();
}

#[test]
fn the_order_of_arms_changes_no_plan() {
    let text = smoke();
    let (head, arms) = text.split_at(text.find("[arm.").unwrap());
    let mut blocks: Vec<&str> = arms.split("\n\n").collect();
    blocks.reverse();
    let turned = parse("turned", &format!("{head}{}", blocks.join("\n\n")), &[]).unwrap();
    let straight = parse("straight", &text, &[]).unwrap();
    assert_eq!(turned.arms[0].name, straight.arms[2].name);
    for arm in &straight.arms {
        let other = turned.arms.iter().find(|a| a.name == arm.name).unwrap();
        assert_eq!(shown(&arm.plan), shown(&other.plan), "{}", arm.name);
    }
}

#[test]
fn set_overrides_a_parameter_in_the_base_or_in_one_arm() {
    let staff = |s: &Scenario, arm: usize| s.arms[arm].plan.world.platform.get("tiktok").unwrap().review.staff.number();
    let scenario = with(&[("platform.tiktok.review.staff", "80"), ("arm.default-e2ee.platform.tiktok.encryption", "none")]).unwrap();
    assert_eq!((staff(&scenario, 0), staff(&scenario, 2)), (80.0, 80.0));
    assert_eq!(scenario.arms[1].plan.changes[0].after.encryption.get(), Encryption::None);
    assert_eq!(scenario.arms[2].plan.changes[0].after.encryption.get(), Encryption::Default);
    let sets = [("platform.tiktok.review.staff", "80"), ("arm.default-e2ee.platform.tiktok.encryption", "opt-in")];
    let rows = audit(&with(&sets).unwrap());
    for (path, _) in sets {
        let row = rows.iter().find(|r| r.path == path).unwrap();
        assert_eq!((row.status, row.evidence.len(), row.note.as_str()), (Some(Status::Assumed), 0, "set on the command line"));
    }
    assert_eq!(with(&[("sample", "0.1"), ("seed", "18446744073709551615"), ("horizon", "1 year")]).unwrap().seed, u64::MAX);
    let later = with(&[("arm.default-e2ee.platform.tiktok.rollout.start", "3 weeks")]).unwrap();
    assert!((later.arms[1].plan.changes[0].start.days() - 21.0).abs() < 1e-9);
}

#[test]
fn a_problem_in_set_points_into_set() {
    let sets = [
        ("platform.tiktok.review.staf", "80"),
        ("platform.titkok.review.staff", "3"),
        ("sample", "10"),
        ("a b", "3"),
        ("arm.x.title", "y"),
    ];
    insta::assert_snapshot!("set", rendered(&with(&sets).unwrap_err()));
}

#[test]
fn changes_are_cumulative_and_in_the_order_of_time() {
    let text = format!(
        "{}\n[[arm.late.change]]\nevidence = \"tiktok_ts_staff\"\nstart = \"5 weeks\"\nramp = \"1 day\"\nplatform.tiktok.review.staff = 7\n\
         [[arm.late.change]]\nstart = \"1 week\"\nramp = \"0 days\"\nplatform.tiktok.encryption = \"default\"\n\
         [[timeline]]\nstart = \"3 weeks\"\nramp = \"0 days\"\nplatform.tiktok.review.handling = \"9 minutes\"\n",
        smoke()
    );
    let scenario = parse("late", &text, &[]).unwrap_or_else(|p| panic!("{}", rendered(&p)));
    let late = scenario.arms.iter().find(|a| a.name == "late").unwrap();
    let seen: Vec<_> = late
        .plan
        .changes
        .iter()
        .map(|c| {
            (
                c.start.days(),
                c.after.encryption.number(),
                (c.after.review.handling.number() * 1440.0).round(),
                c.after.review.staff.number(),
            )
        })
        .collect();
    assert_eq!(seen, [(7.0, 2.0, 10.0, 400.0), (21.0, 2.0, 9.0, 400.0), (35.0, 2.0, 9.0, 7.0)]);
    assert!(scenario.arms.iter().all(|a| !a.plan.changes.is_empty()), "the timeline is every arm's");
    let row = audit(&scenario).into_iter().find(|r| r.path == "arm.late.platform.tiktok.review.staff").unwrap();
    assert!((row.start.unwrap().days() - 35.0).abs() < 1e-9);
    assert_eq!(row.evidence, ["tiktok_ts_staff"]);
}

#[test]
fn a_preset_beside_the_scenario_wins_and_its_evidence_adds() {
    let folder = tempfile::tempdir().unwrap();
    let beside = folder.path().join("presets/market");
    std::fs::create_dir_all(&beside).unwrap();
    let shipped = std::fs::read_to_string("scenarios/presets/market/us.toml").unwrap();
    let own = |line: &str| match line.split(" =").next() {
        Some("lawful-demands") => "lawful-demands = { value = \"1 per day\", evidence = \"mine\" }".to_owned(),
        Some("lawful-accounts") => "lawful-accounts = { value = 2, evidence = \"mine\" }".to_owned(),
        _ => line.to_owned(),
    };
    let preset: String = shipped.lines().map(|line| own(line) + "\n").collect();
    std::fs::write(beside.join("us.toml"), preset).unwrap();
    let head = std::fs::read_to_string("scenarios/evidence.csv").unwrap().lines().next().unwrap().to_owned();
    std::fs::write(folder.path().join("evidence.csv"), format!("{head}\nmine,q,1,,,u,2020,p,recalled,low,s,,careful\n")).unwrap();
    let path = folder.path().join("s.toml");
    std::fs::write(&path, smoke()).unwrap();
    let scenario = load(&path, &[]).unwrap_or_else(|p| panic!("{}", rendered(&p)));
    assert_eq!(scenario.base.market.get("us").unwrap().access.lawful_demands.number().to_string(), "1");
    let row = audit(&scenario).into_iter().find(|r| r.path == "market.us.access.lawful-accounts").unwrap();
    assert_eq!((row.status, row.caveat.as_str()), (Some(Status::Recalled), "mine: careful"));
}

#[test]
fn a_table_s_evidence_is_not_its_preset_s_nor_its_later_value_s() {
    let text = format!("{}\n[platform.tiktok.review]\nevidence = \"tiktok_ts_staff\"\nstaff = 60\n", smoke());
    let sets = [("platform.tiktok.review.staff".to_owned(), "{ uniform = [3, 9] }".to_owned())];
    let cited = |scenario: &Scenario, path: &str| audit(scenario).into_iter().find(|r| r.path == path).unwrap().evidence;
    let plain = parse("s", &text, &[]).unwrap();
    assert_eq!(cited(&plain, "platform.tiktok.review.staff"), ["tiktok_ts_staff"]);
    assert!(cited(&plain, "platform.tiktok.review.on-duty").is_empty());
    assert!(cited(&parse("s", &text, &sets).unwrap(), "platform.tiktok.review.staff").is_empty());
}

#[test]
fn the_list_of_parameters_is_what_a_world_has() {
    let list = describe();
    assert!(list.iter().any(|d| d.path == "platform.<platform>.market.<market>.users"));
    assert!(list.iter().all(|d| !d.doc.is_empty() && !d.doc.starts_with(' ')));
    let known: BTreeSet<String> = list.into_iter().map(|d| d.path).collect();
    let mut base = shipped("scenarios/smoke.toml").base;
    each_parameter(&mut base, &mut |path, _, leaf| {
        let mut parts: Vec<&str> = path.split('.').collect();
        match parts[..] {
            ["platform", _, "market", ..] => (parts[1], parts[3]) = ("<platform>", "<market>"),
            ["platform", ..] => parts[1] = "<platform>",
            ["market", ..] => parts[1] = "<market>",
            ["offender", ..] => parts[1] = "<class>",
            _ => {}
        }
        assert!(known.contains(&parts.join(".")), "{path}");
        let (Some(spec), kind) = (leaf.spec(), leaf.kind()) else { panic!("{path} is not set") };
        assert!(!matches!(spec, Spec::Constant(x) if !(kind.low..=kind.high).contains(&x)));
    });
}

#[test]
fn a_very_deep_or_odd_text_is_refused_without_a_crash() {
    let deep = ["[".repeat(10_000), format!("a{}=1", ".a".repeat(20_000)), format!("[a{}]", ".a".repeat(20_000)), "a={".repeat(10_000)];
    for text in deep {
        assert!(parse("deep", &text, &[]).is_err());
        assert!(with(&[(&text, "1"), ("sample", &text)]).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,200}", lines in "([a-z.\\[\\]={}\",0-9 \n]|é){0,200}") {
        for text in [text, lines] {
            if let Err(problems) = parse("any", &text, &[]) {
                prop_assert!(!problems.list.is_empty() && !rendered(&problems).is_empty());
            }
        }
    }

    #[test]
    fn a_scenario_with_a_slip_never_panics(at in 0..10_000_usize, cut in 0..40_usize, slip in "[a-z.=\\[\\]{}\"0-9\n é-]{0,12}") {
        let text = smoke();
        let at = at % text.len();
        let slipped = format!("{}{slip}{}", &text[..at], &text[(at + cut).min(text.len())..]);
        if let Err(problems) = parse("slip", &slipped, &[]) {
            prop_assert!(!rendered(&problems).is_empty());
        }
    }

    #[test]
    fn a_preset_s_text_as_a_scenario_never_panics(which in 0..presets::SHIPPED.len(), at in 0..10_000_usize, slip in "[a-z.=\\[\\]{}\"0-9\n é-]{0,12}") {
        let text = presets::SHIPPED[which].2;
        let at = (0..=at % text.len()).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        let _ = parse("slip", &format!("{}{slip}{}", &text[..at], &text[at..]), &[("sample".to_owned(), slip.clone())]);
    }
}
