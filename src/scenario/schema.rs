//! The JSON Schema of a scenario, from the same declarations that the reader follows: what an editor needs to complete keys, show what
//! they mean and underline slips. What it cannot say, such as sums of shares or evidence that does not exist, `veilsim check` says.

use super::grammar::{FREE_NAME_PATTERN, Form, Holds, Key, MOST_WEIGHT, NAME_PATTERN, Place, arm_parts, preset_kinds, weighable};
use super::presets;
use crate::model::Outcome;
use crate::model::assumptions::World;
use crate::parameter::{Group, Node, Visitor};
use crate::units::{Kind, Quantity, Span, Syntax};
use serde_json::{Map, Value, json};

/// The schema, in JSON.
#[must_use]
pub fn schema() -> String {
    let mut definitions = Definitions(Map::new());
    let world = definitions.properties(&mut World::default(), "");
    let of_arm = arm_parts().map(|part| (part.to_owned(), world[part].clone())).collect();
    for (name, description, place, fields) in [
        ("change", "A change at its time.", Place::Change, Map::new()),
        ("rollout", "When a policy comes into force.", Place::Rollout, Map::new()),
        ("arm", "One policy.", Place::Arm, of_arm),
    ] {
        definitions.0.insert(name.to_owned(), table(description, place, "", fields));
    }
    for key in Place::Names.keys() {
        definitions.0.insert(key.name.to_owned(), described(&behind(key, ""), key.doc));
    }
    let mut root = table("A scenario for veilsim: a question, a world, and the arms to compare.", Place::Scenario, "", world);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("veilsim scenario");
    root["$defs"] = Value::Object(definitions.0);
    format!("{root:#}\n")
}

/// The parts of the schema that others refer to, by name.
struct Definitions(Map<String, Value>);

impl Definitions {
    /// A schema for each field of a group, with those it refers to defined.
    fn properties(&mut self, group: &mut dyn Group, path: &str) -> Map<String, Value> {
        let mut fields = Fields { definitions: self, path, properties: Map::new() };
        group.visit(&mut fields);
        fields.properties
    }

    /// Defines a group under its path.
    fn define(&mut self, group: &mut dyn Group, path: &str) {
        let fields = self.properties(group, path);
        if path == "platform" {
            self.0.insert(IN_ARM.to_owned(), table("What an arm changes on a platform.", Place::Policy, path, fields.clone()));
            self.0.insert(IN_CHANGE.to_owned(), table("What changes on a platform.", Place::Group, path, fields.clone()));
        }
        let place = if preset_kinds(path, false).is_empty() { Place::Group } else { Place::Named };
        self.0.insert(path.to_owned(), table(group.doc(), place, path, fields));
    }

    /// Defines a kind of parameter under its name: a value, or a table with a value or a distribution and its source.
    fn define_parameter(&mut self, kind: &Kind) -> Value {
        let name = kind.name.replace(' ', "-");
        let one = value(kind);
        let forms: Vec<Form> = Form::ALL.into_iter().filter(|form| form.suits(kind)).collect();
        let fields = forms.iter().map(|form| {
            let value = match form.bounds() {
                None => one.clone(),
                Some(n) => json!({ "type": "array", "items": one, "minItems": n, "maxItems": n }),
            };
            (form.name().to_owned(), value)
        });
        let mut table = table("A value or a distribution, with its source.", Place::Parameter, "", fields.collect());
        table["oneOf"] = forms.iter().map(|form| json!({ "required": [form.name()] })).collect();
        self.0.insert(name.clone(), json!({ "anyOf": [one, table] }));
        reference(&name)
    }
}

/// What the definition of a platform in an arm is called.
const IN_ARM: &str = "platform-in-arm";
/// What it is called in a change.
const IN_CHANGE: &str = "platform-in-change";

struct Fields<'a> {
    definitions: &'a mut Definitions,
    path: &'a str,
    properties: Map<String, Value>,
}

impl Visitor for Fields<'_> {
    fn field(&mut self, name: &'static str, doc: &'static str, node: Node<'_>) {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        let property = match node {
            Node::Leaf(leaf) => self.definitions.define_parameter(&leaf.kind()),
            Node::Group(group) => {
                self.definitions.define(group, &path);
                reference(&path)
            }
            Node::Table(table) => {
                self.definitions.define(table.entry("any"), &path);
                names(&reference(&path))
            }
        };
        self.properties.insert(name.to_owned(), described(&property, doc));
    }
}

/// A table of a kind: its parameters, and the keys that its kind has beside them. `path` says which presets it can extend.
fn table(description: &str, place: Place, path: &str, mut properties: Map<String, Value>) -> Value {
    let fits = |key: &&Key| match key.holds {
        // The forms that suit a parameter are among its properties.
        Holds::Form(_) => false,
        Holds::Presets => place == Place::Scenario || !preset_kinds(path, false).is_empty(),
        _ => true,
    };
    let keys: Vec<&Key> = place.keys().iter().filter(fits).collect();
    properties.extend(keys.iter().map(|key| {
        let refers = Place::Names.key(key.name).is_some();
        (key.name.to_owned(), if refers { reference(key.name) } else { described(&behind(key, path), key.doc) })
    }));
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut table = json!({ "type": "object", "description": description.trim(), "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    table
}

/// What stands behind a key.
fn behind(key: &Key, path: &str) -> Value {
    match key.holds {
        Holds::Text { most, .. } => json!({ "type": "string", "maxLength": most }),
        Holds::Whole { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Holds::Length => value(&Span::KIND),
        Holds::Presets => extends(preset_kinds(path, false)),
        Holds::Citation => json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" }, "minItems": 1 }] }),
        Holds::Changes => json!({ "type": "array", "items": reference("change") }),
        Holds::Policies => names(&reference(IN_ARM)),
        Holds::Platforms => names(&reference(IN_CHANGE)),
        Holds::Rollout => reference("rollout"),
        Holds::Arms => {
            json!({ "type": "object", "minProperties": 1, "propertyNames": { "pattern": FREE_NAME_PATTERN }, "additionalProperties": reference("arm") })
        }
        Holds::Weights => {
            let weight = json!({ "type": "number", "minimum": -MOST_WEIGHT, "maximum": MOST_WEIGHT });
            let outcome = |id: &str, doc: &str| (id.to_owned(), described(&weight, doc));
            let properties: Map<String, Value> = weighable().map(Outcome::definition).map(|d| outcome(d.id, d.definition)).collect();
            json!({ "type": "object", "properties": properties, "additionalProperties": false })
        }
        Holds::Priors => {
            json!({ "type": "object", "propertyNames": { "pattern": FREE_NAME_PATTERN }, "additionalProperties": { "type": "object" } })
        }
        Holds::Form(_) => Value::Null,
    }
}

fn described(schema: &Value, description: &str) -> Value {
    let mut schema = schema.clone();
    schema["description"] = json!(description.trim());
    schema
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// A table of tables under names that the scenario chooses.
fn names(each: &Value) -> Value {
    let properties: Map<String, Value> = Place::Names.keys().iter().map(|key| (key.name.to_owned(), reference(key.name))).collect();
    json!({ "type": "object", "properties": properties, "propertyNames": { "pattern": FREE_NAME_PATTERN }, "additionalProperties": each })
}

/// Presets that ship, to choose from, or one beside the scenario.
fn extends(kinds: &[&str]) -> Value {
    let names: Vec<&str> = presets::SHIPPED.iter().filter(|(kind, ..)| kinds.contains(kind)).map(|(_, name, _)| *name).collect();
    let one = json!({ "anyOf": [{ "enum": names }, { "type": "string", "pattern": NAME_PATTERN, "description": "A preset beside the scenario." }] });
    json!({ "anyOf": [one, { "type": "array", "items": one }] })
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
