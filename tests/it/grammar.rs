//! One grammar: whatever the reader knows the schema allows, and whatever the schema allows the reader accepts.

use crate::common::smoke;
use jsonschema::Validator;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use toml::{Table, Value};
use veilsim::model::Outcome;
use veilsim::parameter::each_parameter;
use veilsim::scenario::{Scope, describe, keys, parse, schema};
use veilsim::units::{Kind, Syntax};

/// Names of the smoke scenario for those that a scenario chooses.
const NAMES: [(&str, &str); 6] = [
    ("<arm>", "keep-readable"),
    ("<platform>", "tiktok"),
    ("<market>", "us"),
    ("<class>", "trader"),
    ("<driver>", "wave"),
    ("<parameter>", SOME),
];
/// A parameter with every form.
const SOME: &str = "platform.tiktok.review.sensitivity";

fn validator() -> Validator {
    jsonschema::draft202012::new(&serde_json::from_str(&schema()).unwrap()).unwrap()
}

fn smoke_table() -> Table {
    std::fs::read_to_string("scenarios/smoke.toml").unwrap().parse().unwrap()
}

/// A path with names of the smoke scenario in it.
fn named(path: &str) -> String {
    NAMES.iter().fold(path.to_owned(), |path, (placeholder, name)| path.replace(placeholder, name))
}

/// A change that changes nothing yet.
fn change() -> Value {
    Value::Table("start = \"1 week\"\nramp = \"2 days\"\nplatform.tiktok = {}".parse().unwrap())
}

/// Puts a value at a path; `[]` is the one entry of a list of changes.
fn put(table: &mut Table, path: &str, value: Value) {
    let (key, rest) = path.split_once('.').unwrap_or((path, ""));
    if rest.is_empty() {
        table.insert(key.to_owned(), value);
    } else if let Some(rest) = rest.strip_prefix("[].") {
        let list = table.entry(key).or_insert_with(|| Value::Array(vec![change()]));
        put(list.as_array_mut().unwrap()[0].as_table_mut().unwrap(), rest, value);
    } else {
        let below = table.entry(key).or_insert_with(|| Value::Table(Table::new()));
        put(below.as_table_mut().unwrap_or_else(|| panic!("{path} goes through a value")), rest, value);
    }
}

/// Fails unless reader and schema both accept the smoke scenario with this laid over it.
fn assert_accepted(validator: &Validator, laid: &[(String, Value)]) {
    let mut table = smoke_table();
    for (path, value) in laid {
        put(&mut table, path, value.clone());
        if path == "posterior" {
            put(&mut table, "cross-checks", sample("cross-checks"));
        }
    }
    let what = laid.iter().take(3).map(|(path, value)| format!("{path} = {value}")).collect::<Vec<_>>().join(", ");
    let json = serde_json::to_value(&table).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(wrong.is_empty(), "the schema refuses {what}: {wrong:#?}");
    let text = toml::to_string(&table).unwrap();
    if let Err(problems) = parse("generated", &text, &[]) {
        let wrong: Vec<String> = problems.list.iter().map(|p| format!("{} ({:?})", p.message, p.help)).collect();
        panic!("the reader refuses {what}: {wrong:#?}");
    }
}

fn assert_refused(validator: &Validator, path: &str, value: Value) {
    let mut table = smoke_table();
    put(&mut table, path, value);
    assert!(!validator.is_valid(&serde_json::to_value(&table).unwrap()), "the schema allows {path}");
    assert!(parse("generated", &toml::to_string(&table).unwrap(), &[]).is_err(), "the reader accepts {path}");
}

/// A number as a scenario writes it.
fn written(kind: &Kind, x: f64) -> Value {
    match kind.syntax {
        Syntax::Number => Value::Float(x),
        Syntax::Whole => Value::Integer(x as i64),
        Syntax::Switch => Value::Boolean(x != 0.0),
        Syntax::Duration | Syntax::Rate | Syntax::Word(_) => Value::String(kind.show(x)),
    }
}

/// By path: each parameter's kind, and the value that it has in the smoke scenario, so that setting it breaks no sum.
fn values() -> BTreeMap<String, (Kind, f64)> {
    let mut values = BTreeMap::new();
    each_parameter(&mut smoke(&[]).base, &mut |path, _, leaf| {
        values.insert(path.to_owned(), (leaf.kind(), leaf.spec().unwrap().quantile(0.5)));
    });
    for parameter in describe() {
        // What is optional stands in no preset.
        values.entry(named(&parameter.path)).or_insert((parameter.kind, 1.0));
    }
    values
}

/// What stands behind a key that is no parameter.
fn sample(path: &str) -> Value {
    let text = |text: &str| Value::String(text.to_owned());
    let key = path.rsplit('.').next().unwrap();
    let parsed = |toml: &str| toml.parse::<Table>().unwrap()["x"].clone();
    match key {
        "question" | "title" | "note" => text("Does it hold?"),
        "draws" | "posterior" => text("posterior.csv"),
        "asks-about" => text("e2ee-metadata-reports"),
        "seed" | "replications" | "cross-checks" => Value::Integer(3),
        "evidence" => parsed("x = [\"tiktok_ts_staff\"]"),
        "start" => text("1 week"),
        "ramp" => text("2 days"),
        "rollout" => parsed("x = { start = \"1 week\", ramp = \"2 days\" }"),
        "platform" => parsed("x = { tiktok = {} }"),
        "timeline" | "change" => Value::Array(vec![change()]),
        "prior" => parsed("x = { one = { platform.tiktok.detection.text-classifier.recall = { uniform = [0.1, 0.2] } } }"),
        "weights" => parsed("x = { reports = 1, arrests = -0.5 }"),
        "arm" => parsed("x = { one = {}, two = { title = \"Two\" } }"),
        "value" => Value::Float(0.5),
        "uniform" | "log-uniform" => parsed("x = [0.5, 0.5]"),
        "triangular" => parsed("x = [0.5, 0.5, 0.5]"),
        "extends" if path == key => parsed("x = [\"responses\"]"),
        "extends" if path.contains("market.us") => text("us"),
        "extends" if path.contains("offender.trader") => text("trader"),
        "extends" if path.starts_with("platform") => parsed("x = [\"tiktok\", \"readable\"]"),
        "extends" => parsed("x = [\"readable\", \"more-detection\"]"),
        other => panic!("give a sample of what stands behind {other}"),
    }
}

#[test]
fn the_schema_allows_every_parameter_in_every_form_and_place_that_the_reader_knows() {
    let (validator, values, all) = (validator(), values(), describe());
    let (anywhere, in_arm, timed): (Vec<String>, Vec<String>, Vec<String>) = (
        all.iter().map(|d| d.path.clone()).collect(),
        all.iter().filter(|d| Scope::of(&d.path) != Scope::Shared).map(|d| d.path.clone()).collect(),
        all.iter().filter(|d| Scope::of(&d.path) == Scope::AnyTime).map(|d| d.path.clone()).collect(),
    );
    assert!(anywhere.len() > in_arm.len() && in_arm.len() > timed.len() && timed.len() > 50);
    for (above, paths) in [("", anywhere), ("arm.<arm>.", in_arm), ("arm.<arm>.change.[].", timed.clone()), ("timeline.[].", timed)] {
        for form in ["bare", "value", "uniform", "log-uniform", "triangular"] {
            let laid = paths.iter().filter_map(|path| {
                let path = named(path);
                let (kind, x) = values[&path];
                let choice = matches!(kind.syntax, Syntax::Word(_) | Syntax::Switch);
                let one = written(&kind, x);
                let value = match form {
                    "bare" => return Some((named(above) + &path, one)),
                    "value" => one,
                    _ if choice || (form == "log-uniform" && x <= 0.0) => return None,
                    "triangular" => Value::Array(vec![one; 3]),
                    _ => Value::Array(vec![one; 2]),
                };
                let mut table: Table = "evidence = \"assumed\"\nnote = \"a test\"".parse().unwrap();
                table.insert(form.to_owned(), value);
                Some((named(above) + &path, Value::Table(table)))
            });
            assert_accepted(&validator, &laid.collect::<Vec<_>>());
        }
    }
}

#[test]
fn the_schema_allows_every_other_key_that_the_reader_knows() {
    let validator = validator();
    let all = keys();
    assert!(all.len() > 40);
    for key in all {
        assert!(!key.doc.is_empty());
        let path = named(&key.path);
        let mut laid = vec![(path.clone(), sample(&path))];
        if key.path.starts_with("<parameter>") && (path.ends_with("note") || path.ends_with("evidence")) {
            laid.insert(0, (format!("{SOME}.value"), sample("value")));
        }
        if path.ends_with("rollout.start") || path.ends_with("rollout.ramp") {
            laid.insert(0, (path.rsplit_once('.').unwrap().0.to_owned(), sample("rollout")));
        }
        assert_accepted(&validator, &laid);
    }
    let weights = Outcome::ALL.iter().map(|outcome| (format!("weights.{}", outcome.definition().id), Value::Float(-2.5)));
    let (gauges, others): (Vec<_>, Vec<_>) =
        weights.partition(|(path, _)| path.starts_with("weights.review-backlog") || path.ends_with("-p95"));
    assert_accepted(&validator, &others);
    assert!(gauges.len() == 3);
    for (path, value) in gauges {
        assert_refused(&validator, &path, value);
    }
}

/// The definition that a part of the schema refers to, or the part itself.
fn resolved<'a>(root: &'a Json, part: &'a Json) -> &'a Json {
    part["$ref"].as_str().map_or(part, |name| &root["$defs"][name.trim_start_matches("#/$defs/")])
}

/// Every property that the schema allows, by its path in the smoke scenario, with its own schema.
fn properties<'a>(root: &'a Json, part: &'a Json, path: &str, found: &mut Vec<(String, &'a Json)>) {
    let at = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    for (name, below) in part["properties"].as_object().into_iter().flatten() {
        let below = resolved(root, below);
        found.push((at(name), below));
        if below["anyOf"].is_null() {
            properties(root, below, &at(name), found);
        }
    }
    if part["additionalProperties"].is_object() {
        let placeholder = match path.rsplit('.').next().unwrap_or_default() {
            "offender" => "<class>".to_owned(),
            "exception" => "<market>".to_owned(),
            table => format!("<{table}>"),
        };
        properties(root, resolved(root, &part["additionalProperties"]), &at(&named(&placeholder)), found);
    }
    if part["items"].is_object() {
        properties(root, resolved(root, &part["items"]), &at("[]"), found);
    }
}

#[test]
fn the_reader_accepts_every_property_that_the_schema_allows() {
    let (validator, values) = (validator(), values());
    let root: Json = serde_json::from_str(&schema()).unwrap();
    let mut found = Vec::new();
    properties(&root, &root, "", &mut found);
    assert!(found.len() > 1000, "{}", found.len());
    // A parameter is known by its path without what stands before a world's.
    let parameter = |path: &str| {
        let own = ["arm.keep-readable.change.[].", "arm.keep-readable.", "timeline.[]."].iter().find_map(|above| path.strip_prefix(above));
        values.get(own.unwrap_or(path)).map(|(kind, x)| written(kind, *x))
    };
    let (parameters, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|(path, _)| parameter(path).is_some());
    let laid: Vec<(String, Value)> = parameters.iter().map(|(path, _)| (path.clone(), parameter(path).unwrap())).collect();
    assert_accepted(&validator, &laid);
    for (path, _) in others.iter().filter(|(path, schema)| !path.contains(".weights") && schema["properties"].is_null()) {
        if path.starts_with("weights.") {
            assert_accepted(&validator, &[(path.clone(), Value::Float(1.0))]);
            continue;
        }
        let mut laid = vec![(path.clone(), sample(path))];
        if path.contains(".rollout.") {
            laid.insert(0, (path.rsplit_once('.').unwrap().0.to_owned(), sample("rollout")));
        }
        assert_accepted(&validator, &laid);
    }
}

#[test]
fn what_neither_knows_both_refuse() {
    let validator = validator();
    let text = || Value::String("x".to_owned());
    for path in [
        "arm.default-e2ee.horizon",
        "arm.default-e2ee.extends",
        "arm.default-e2ee.weights",
        "arm.default-e2ee.platform.tiktok.rollout.note",
        "platform.tiktok.rollout",
        "platform.tiktok.review.extends",
        "market.us.access.rollout",
        "weights.note",
        "weights.reports",
        "market.all.note",
        "platform.All.note",
        "arm.ALL.note",
        "offender.all.note",
    ] {
        assert_refused(&validator, path, text());
    }
    assert_refused(&validator, "weights.reports", Value::Float(1e308));
}
