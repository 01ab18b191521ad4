//! The JSON Schema of a scenario, from the same declarations that the reader walks: what an editor needs to complete keys, show what
//! they mean and underline slips. What it cannot say, such as sums of shares or evidence that does not exist, `veilsim check` says.

use super::presets;
use crate::model::assumptions::World;
use crate::parameter::{Group, Node, Visitor};
use crate::units::{Kind, Quantity, Span, Syntax};
use serde_json::{Map, Value, json};

/// What the reader takes for the name of a thing.
const NAME: &str = "^[A-Za-z0-9_-]+$";

/// The schema, in JSON.
#[must_use]
pub fn schema() -> String {
    let mut definitions = Definitions::new();
    let mut world = definitions.properties(&mut World::default(), "");
    let parts =
        |keys: &[&str], from: &Map<String, Value>| keys.iter().map(|key| ((*key).to_owned(), from[*key].clone())).collect::<Map<_, _>>();
    let mut arm = parts(&["market", "offender", "response"], &world);
    arm.insert("title".to_owned(), text("A title for charts and the report."));
    arm.insert("platform".to_owned(), named("What the arm changes, by platform.", &reference("platform-in-arm")));
    arm.insert("change".to_owned(), changes("Further changes at their times."));
    world.extend([
        ("question".to_owned(), text("The question that the scenario asks.")),
        ("title".to_owned(), text("A title for charts and the report.")),
        (
            "seed".to_owned(),
            json!({ "type": "integer", "minimum": 0, "description": "Root of all chance, so that the run can be repeated." }),
        ),
        ("replications".to_owned(), json!({ "type": "integer", "minimum": 1, "description": "How many times each arm is played." })),
        ("extends".to_owned(), extends(&["world"])),
        ("timeline".to_owned(), changes("Changes of the outside world, which meet every arm.")),
        (
            "arm".to_owned(),
            json!({
                "type": "object", "description": "Courses of action. The first is the baseline.", "minProperties": 1,
                "propertyNames": { "pattern": NAME }, "additionalProperties": object("One course of action.", arm),
            }),
        ),
    ]);
    let mut root = object("A scenario for veilsim: a question, a world, and the arms to compare.", world);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("veilsim scenario");
    root["required"] = json!(["question", "seed", "replications", "arm"]);
    root["$defs"] = Value::Object(definitions.0);
    format!("{root:#}\n")
}

/// The parts of the schema that others refer to, by name.
struct Definitions(Map<String, Value>);

impl Definitions {
    fn new() -> Self {
        let source = json!({
            "description": "Ids of rows of the evidence base, or \"assumed\".",
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" }, "minItems": 1 }],
        });
        let note = text("A remark, such as the reason for an assumption.");
        let mut change = object(
            "A change at its time.",
            Map::from_iter([
                ("start".to_owned(), value(&Span::KIND)),
                ("ramp".to_owned(), value(&Span::KIND)),
                ("platform".to_owned(), named("What changes, by platform.", &reference("platform"))),
            ]),
        );
        change["required"] = json!(["start", "ramp", "platform"]);
        Self(Map::from_iter([("evidence".to_owned(), source), ("note".to_owned(), note), ("change".to_owned(), change)]))
    }

    /// A schema for each field of a group, with those it refers to defined.
    fn properties(&mut self, group: &mut dyn Group, path: &str) -> Map<String, Value> {
        let mut fields = Fields { definitions: self, path, properties: Map::new() };
        group.visit(&mut fields);
        fields.properties
    }

    /// Defines a group under its path.
    fn define(&mut self, group: &mut dyn Group, path: &str) {
        let mut properties = self.properties(group, path);
        match path {
            "market" | "offender" => drop(properties.insert("extends".to_owned(), extends(&[path]))),
            "platform" => {
                properties.insert("extends".to_owned(), extends(&["platform", "policy"]));
                let rollout = object(
                    "When the change begins, and how long it takes.",
                    Map::from_iter([("start".to_owned(), value(&Span::KIND)), ("ramp".to_owned(), value(&Span::KIND))]),
                );
                let mut in_arm = properties.clone();
                in_arm.insert("rollout".to_owned(), rollout);
                self.0.insert("platform-in-arm".to_owned(), object("What an arm changes on a platform.", in_arm));
            }
            _ => {}
        }
        let group = object(group.doc(), properties);
        self.0.insert(path.to_owned(), group);
    }

    /// Defines a kind of parameter under its name: a value, or a table with a value or a distribution and its source.
    fn define_parameter(&mut self, kind: &Kind) -> Value {
        let name = kind.name.replace(' ', "-");
        let one = value(kind);
        let list = |n: usize| json!({ "type": "array", "items": one, "minItems": n, "maxItems": n });
        let mut forms = vec![("value", one.clone())];
        if !matches!(kind.syntax, Syntax::Word(_) | Syntax::Switch) {
            forms.extend([("uniform", list(2)), ("log-uniform", list(2)), ("triangular", list(3))]);
        }
        let required: Vec<Value> = forms.iter().map(|(form, _)| json!({ "required": [form] })).collect();
        let mut table =
            object("A value or a distribution, with its source.", forms.into_iter().map(|(form, v)| (form.to_owned(), v)).collect());
        table["oneOf"] = Value::Array(required);
        self.0.insert(name.clone(), json!({ "anyOf": [one, table] }));
        reference(&name)
    }
}

struct Fields<'a> {
    definitions: &'a mut Definitions,
    path: &'a str,
    properties: Map<String, Value>,
}

impl Visitor for Fields<'_> {
    fn field(&mut self, name: &'static str, doc: &'static str, node: Node<'_>) {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        let mut property = match node {
            Node::Leaf(leaf) => self.definitions.define_parameter(&leaf.kind()),
            Node::Group(group) => {
                self.definitions.define(group, &path);
                reference(&path)
            }
            Node::Table(table) => {
                self.definitions.define(table.entry("any"), &path);
                named("", &reference(&path))
            }
        };
        property["description"] = json!(doc.trim());
        self.properties.insert(name.to_owned(), property);
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

/// A table with these keys, and those that every table may have.
fn object(description: &str, mut properties: Map<String, Value>) -> Value {
    properties.extend(["evidence", "note"].map(|key| (key.to_owned(), reference(key))));
    json!({ "type": "object", "description": description.trim(), "properties": properties, "additionalProperties": false })
}

/// A table of tables under names that the scenario chooses.
fn named(description: &str, each: &Value) -> Value {
    json!({
        "type": "object", "description": description, "properties": { "evidence": reference("evidence"), "note": reference("note") },
        "propertyNames": { "pattern": NAME }, "additionalProperties": each,
    })
}

fn changes(description: &str) -> Value {
    json!({ "type": "array", "description": description, "items": reference("change") })
}

fn extends(kinds: &[&str]) -> Value {
    let names: Vec<&str> = presets::SHIPPED.iter().filter(|(kind, ..)| kinds.contains(kind)).map(|(_, name, _)| *name).collect();
    json!({
        "description": format!("Presets to begin from, the later over the earlier: {}, or one beside the scenario.", names.join(", ")),
        "anyOf": [{ "type": "string", "examples": names }, { "type": "array", "items": { "type": "string", "examples": names } }],
    })
}

/// One value as the parameter is written.
fn value(kind: &Kind) -> Value {
    let number = |x: f64| if x.fract() == 0.0 { json!(x as i64) } else { json!(x) };
    let example: Value = serde_json::from_str(&kind.example.replace('_', "")).unwrap_or_else(|_| json!(kind.example));
    let mut schema = match kind.syntax {
        Syntax::Number => json!({ "type": "number", "minimum": number(kind.low), "maximum": number(kind.high) }),
        Syntax::Whole => json!({ "type": "integer", "minimum": number(kind.low), "maximum": number(kind.high) }),
        Syntax::Duration => json!({ "type": "string", "pattern": r"^\s*([0-9._]+\s*[A-Za-z]+\s*)+$" }),
        Syntax::Rate => json!({ "type": "string", "pattern": r"^\s*[0-9._eE+-]+ per .+$" }),
        Syntax::Word(words) => json!({ "type": "string", "enum": words }),
        Syntax::Switch => json!({ "type": "boolean" }),
    };
    schema["examples"] = json!([example]);
    schema
}
