//! Reads one parameter: a bare value, or a table with a value or distribution and its evidence.

use super::document::{Content, Entry, Table, Value};
use super::reader::{Context, Reader};
use crate::parameter::{Leaf, Source, Spec};
use crate::units::{Kind, Syntax, UnitError, nearest};
use std::ops::Range;

/// The forms a value can take, one of which a parameter's table has.
const FORMS: [&str; 4] = ["value", "uniform", "log-uniform", "triangular"];
const SOURCES: [&str; 2] = ["evidence", "note"];

impl Reader {
    /// States a parameter as the scenario has it.
    pub(super) fn leaf(&mut self, leaf: &mut dyn Leaf, value: &Value, context: &Context) {
        let kind = leaf.kind();
        let (spec, source) = match value.table() {
            None => (self.scalar(&kind, value, context).map(Spec::Constant), context.citation.clone().unwrap_or_default()),
            Some(table) => (self.form(&kind, table, value, context), self.citation(table, context).unwrap_or_default()),
        };
        if let Some(spec) = spec {
            leaf.set(spec, source);
        }
    }

    fn form(&mut self, kind: &Kind, table: &Table, value: &Value, context: &Context) -> Option<Spec> {
        for entry in &table.entries {
            if !FORMS.contains(&entry.key.as_str()) && !SOURCES.contains(&entry.key.as_str()) {
                self.unknown_key(
                    entry,
                    context,
                    &format!("in {}, which is one parameter", context.shown()),
                    &[&FORMS[..], &SOURCES].concat(),
                );
            }
        }
        let forms: Vec<&Entry> = table.entries.iter().filter(|e| FORMS.contains(&e.key.as_str())).collect();
        let [entry] = forms[..] else {
            let message = format!("{} needs one of {}, and has {}", context.shown(), FORMS.join(", "), forms.len());
            let at = forms.get(1).map_or(&value.at, |e| &e.at);
            self.problem(&context.spot(at), message, format!("for example {{ value = {} }}", kind.example));
            return None;
        };
        if entry.key == "value" {
            return self.scalar(kind, &entry.value, context).map(Spec::Constant);
        }
        self.distribution(kind, entry, context)
    }

    fn distribution(&mut self, kind: &Kind, entry: &Entry, context: &Context) -> Option<Spec> {
        let spot = context.spot(&entry.value.at);
        if matches!(kind.syntax, Syntax::Word(_) | Syntax::Switch) {
            let message = format!("{} is a choice, and a choice has no distribution", context.shown());
            self.problem(&spot, message, format!("write one value, for example {}; compare choices as arms", kind.example));
            return None;
        }
        let (count, bounds) = if entry.key == "triangular" { (3, "[least, likeliest, greatest]") } else { (2, "[low, high]") };
        let items: &[Value] = if let Content::Array(items) = &entry.value.content { items } else { &[] };
        if items.len() != count {
            let message = format!("{} takes {count} bounds", entry.key);
            self.problem(&spot, message, format!("write {} = {bounds}, each bound such as {}", entry.key, kind.example));
            return None;
        }
        let numbers: Vec<Option<f64>> = items.iter().map(|item| self.scalar(kind, item, context)).collect();
        let numbers: Vec<f64> = numbers.into_iter().collect::<Option<_>>()?;
        let shown = || numbers.iter().map(|x| kind.show(*x)).collect::<Vec<_>>().join(", ");
        if !numbers.is_sorted() {
            self.problem(&spot, format!("the bounds {} are not in order", shown()), format!("write {} = {bounds}", entry.key));
            return None;
        }
        match (entry.key.as_str(), &numbers[..]) {
            ("log-uniform", [low, _]) if *low <= 0.0 => {
                let help = "write a least value above zero, or use uniform";
                self.problem(&spot, format!("log-uniform over {}: zero has no logarithm", shown()), help);
                None
            }
            ("log-uniform", [low, high]) => Some(Spec::LogUniform(*low, *high)),
            (_, [low, mode, high]) => Some(Spec::Triangular(*low, *mode, *high)),
            (_, [low, high]) => Some(Spec::Uniform(*low, *high)),
            _ => None,
        }
    }

    /// Reads one value in the parameter's own syntax.
    pub(super) fn scalar(&mut self, kind: &Kind, value: &Value, context: &Context) -> Option<f64> {
        let read = match &value.content {
            Content::Number(x, _) => kind.number(*x),
            Content::Text(text) => kind.text(text),
            Content::Switch(on) => kind.switch(*on),
            Content::Array(_) => Err(UnitError {
                problem: "a list where one value is expected".to_owned(),
                help: format!("write one value such as {}, or a distribution {{ uniform = [low, high] }}", kind.example),
            }),
            Content::Date | Content::Table(_) => Err(UnitError {
                problem: format!("{} where a {} is expected", value.what(), kind.name),
                help: format!("write one value such as {}", kind.example),
            }),
        };
        read.map_err(|error| self.problem(&context.spot(&value.at), format!("{}: {}", context.shown(), error.problem), error.help)).ok()
    }

    /// The source that holds in a table: its own `evidence`, or else that of the tables around it; with its own `note`, if any.
    pub(super) fn citation(&mut self, table: &Table, context: &Context) -> Option<Source> {
        let note = table.get("note").and_then(|entry| self.text(entry, context));
        let own = table.get("evidence").map(|entry| {
            let evidence = self.ids(entry, context);
            Source { evidence, stated: true, note: String::new() }
        });
        let mut source = own.or_else(|| context.citation.clone());
        if let Some(note) = note {
            source.get_or_insert_default().note = note;
        }
        source
    }

    /// The evidence ids that an `evidence` key cites; none for "assumed".
    fn ids(&mut self, entry: &Entry, context: &Context) -> Vec<String> {
        let mut ids = Vec::new();
        if entry.value.text() == Some("assumed") {
            return ids;
        }
        if matches!(&entry.value.content, Content::Array(items) if items.is_empty()) {
            self.problem(&context.spot(&entry.value.at), "evidence cites nothing", "cite an id, or write evidence = \"assumed\"");
        }
        for (id, at) in self.texts(entry, context, "an evidence id") {
            if self.evidence.get(&id).is_none() {
                let near = nearest(&id, self.evidence.iter().map(|e| e.id.as_str())).map(|n| format!("did you mean \"{n}\"? "));
                let help = "cite rows of evidence.csv by id, or write evidence = \"assumed\" with a note";
                let help = format!("{}{help}", near.unwrap_or_default());
                self.problem(&context.spot(&at), format!("there is no evidence \"{id}\""), help);
            }
            ids.push(id);
        }
        ids
    }

    /// The texts of a key that takes one text or a list of them, each with its place.
    pub(super) fn texts(&mut self, entry: &Entry, context: &Context, what: &str) -> Vec<(String, Range<usize>)> {
        let one = std::slice::from_ref(&entry.value);
        let items = if let Content::Array(items) = &entry.value.content { items } else { one };
        let mut texts = Vec::new();
        for item in items {
            if let Some(text) = item.text() {
                texts.push((text.to_owned(), item.at.clone()));
            } else {
                let help = format!("write {} = \"…\" or {} = [\"…\", \"…\"]", entry.key, entry.key);
                self.problem(&context.spot(&item.at), format!("{} where {what} is expected", item.what()), help);
            }
        }
        texts
    }

    /// The text of a key that takes one.
    pub(super) fn text(&mut self, entry: &Entry, context: &Context) -> Option<String> {
        let text = entry.value.text().map(str::to_owned);
        if text.is_none() {
            let message = format!("{} is {} where a text is expected", entry.key, entry.value.what());
            self.problem(&context.spot(&entry.value.at), message, format!("write {} = \"…\"", entry.key));
        }
        text
    }
}
