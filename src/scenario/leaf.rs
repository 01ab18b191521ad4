//! Reads one parameter: a bare value, or a table with a value or distribution and its evidence.

use super::document::{Content, Entry, Table, Value};
use super::grammar::{Form, Holds, Place};
use super::reader::{Context, Reader};
use super::source::{brief, is_unsafe};
use crate::parameter::{Leaf, Source, Spec};
use crate::units::{Kind, UnitError};
use std::ops::Range;
use std::rc::Rc;

/// Most bytes of a text that can be a quantity or a choice.
const LONGEST_VALUE: usize = 200;
/// Most rows of evidence that one value can cite.
const MOST_CITED: usize = 50;

impl Reader {
    /// States a parameter as the scenario has it.
    pub(super) fn leaf(&mut self, leaf: &mut dyn Leaf, value: &Value, context: &Context) {
        let kind = leaf.kind();
        let (spec, source) = match value.table() {
            None => (self.scalar(&kind, value, context).map(Spec::Constant), context.citation.as_deref().cloned().unwrap_or_default()),
            Some(table) => {
                (self.form(&kind, table, value, context), self.citation(table, context).map(Rc::unwrap_or_clone).unwrap_or_default())
            }
        };
        if let Some(spec) = spec {
            leaf.set(spec, source);
        }
    }

    fn form(&mut self, kind: &Kind, table: &Table, value: &Value, context: &Context) -> Option<Spec> {
        self.admit(table, Place::Parameter, &[], context, &format!("in {}, which is one parameter", context.shown()));
        let form = |entry: &Entry| match Place::Parameter.key(&entry.key)?.holds {
            Holds::Form(form) => Some(form),
            _ => None,
        };
        let forms: Vec<(Form, &Entry)> = table.entries.iter().filter_map(|e| Some((form(e)?, e))).collect();
        let [(form, entry)] = forms[..] else {
            let names = Form::ALL.map(Form::name).join(", ");
            let message = format!("{} needs one of {names}, and has {}", context.shown(), forms.len());
            let at = forms.get(1).map_or(&value.at, |(_, e)| &e.at);
            self.problem(&context.spot(at), message, format!("for example {{ value = {} }}", kind.example));
            return None;
        };
        match form.bounds() {
            None => self.scalar(kind, &entry.value, context).map(Spec::Constant),
            Some(count) => self.distribution(kind, (form, count), entry, context),
        }
    }

    fn distribution(&mut self, kind: &Kind, (form, count): (Form, usize), entry: &Entry, context: &Context) -> Option<Spec> {
        let spot = context.spot(&entry.value.at);
        if !form.suits(kind) {
            let message = format!("{} is a choice, and a choice has no distribution", context.shown());
            self.problem(&spot, message, format!("write one value, for example {}; compare choices as arms", kind.example));
            return None;
        }
        let bounds = if form == Form::Triangular { "[least, likeliest, greatest]" } else { "[low, high]" };
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
        match (form, &numbers[..]) {
            (Form::LogUniform, [low, _]) if *low <= 0.0 => {
                let help = "write a least value above zero, or use uniform";
                self.problem(&spot, format!("log-uniform over {}: zero has no logarithm", shown()), help);
                None
            }
            (Form::LogUniform, [low, high]) => Some(Spec::LogUniform(*low, *high)),
            (_, [low, mode, high]) => Some(Spec::Triangular(*low, *mode, *high)),
            (_, [low, high]) => Some(Spec::Uniform(*low, *high)),
            _ => None,
        }
    }

    /// Reads one value in the parameter's own syntax.
    pub(super) fn scalar(&mut self, kind: &Kind, value: &Value, context: &Context) -> Option<f64> {
        let read = match &value.content {
            Content::Number(x, _) => kind.number(*x),
            Content::Text(text) if text.len() > LONGEST_VALUE => Err(UnitError {
                problem: format!("\"{}\" is no {}", brief(text), kind.name),
                help: format!("write one value such as {}", kind.example),
            }),
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
    pub(super) fn citation(&mut self, table: &Table, context: &Context) -> Option<Rc<Source>> {
        let note = table.get("note").and_then(|entry| self.text(entry, Place::Names, context));
        let own = table.get("evidence").map(|entry| {
            let evidence = self.ids(entry, context);
            Rc::new(Source { evidence, stated: true, note: String::new() })
        });
        let mut source = own.or_else(|| context.citation.clone());
        if let Some(note) = note {
            Rc::make_mut(source.get_or_insert_default()).note = note;
        }
        source
    }

    /// The evidence ids that an `evidence` key cites; none for "assumed".
    fn ids(&mut self, entry: &Entry, context: &Context) -> Vec<String> {
        let mut ids = Vec::new();
        if entry.value.text() == Some("assumed") {
            return ids;
        }
        if entry.value.is_empty_list() {
            self.problem(&context.spot(&entry.value.at), "evidence cites nothing", "cite an id, or write evidence = \"assumed\"");
        }
        for (id, at) in self.texts(entry, context, "an evidence id") {
            if self.evidence.get(&id).is_none() {
                let candidates = self.evidence.iter().map(|e| e.id.as_str());
                let near = self.near(&id, candidates).map(|n| format!("did you mean \"{n}\"? "));
                let help = "cite rows of evidence.csv by id, or write evidence = \"assumed\" with a note";
                let help = format!("{}{help}", near.unwrap_or_default());
                self.problem(&context.spot(&at), format!("there is no evidence \"{}\"", brief(&id)), help);
            }
            ids.push(id);
        }
        if ids.len() > MOST_CITED {
            let message = format!("{} rows of evidence for one value", ids.len());
            self.problem(&context.spot(&entry.value.at), message, format!("cite at most {MOST_CITED}: those that it rests on"));
            ids.clear();
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
    pub(super) fn text(&mut self, entry: &Entry, place: Place, context: &Context) -> Option<String> {
        let key = &entry.key;
        let Some(Holds::Text { most, lines }) = place.key(key).map(|key| key.holds) else { return None };
        let spot = context.spot(&entry.value.at);
        let Some(text) = entry.value.text() else {
            let message = format!("{key} is {} where a text is expected", entry.value.what());
            self.problem(&spot, message, format!("write {key} = \"…\""));
            return None;
        };
        let length = text.chars().count();
        if length > most {
            self.problem(&spot, format!("{key} has {length} characters"), format!("write {most} at most"));
            return None;
        }
        if let Some(c) = text.chars().find(|c| is_unsafe(*c) || (!lines && matches!(c, '\n' | '\r'))) {
            let message = format!("{key} holds a control character, U+{:04X}", u32::from(c));
            self.problem(&spot, message, "take it out: it could change what a terminal or a page shows elsewhere");
            return None;
        }
        Some(text.to_owned())
    }
}
