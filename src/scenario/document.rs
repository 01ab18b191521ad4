//! A TOML text as a tree in which every key and value knows its place.

use super::grammar::{Holds, Place};
use super::problem::Problem;
use super::source::{Source as Text, Spot};
use crate::parameter::Source;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Errors told for one text: each further one is likely to follow from those before.
const TOLD: usize = 100;

/// A text that was read: the scenario, a preset, or one `--set`.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) text: Arc<Text>,
    pub(super) root: Table,
    /// What holds for values in it that cite nothing, and are in no table that does.
    pub(super) source: Option<Source>,
}

/// A table, its entries in the order of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) at: Range<usize>,
    pub(super) value: Value,
}

#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) at: Range<usize>,
    pub(super) content: Content,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    Text(String),
    /// A number, and the same where it is a whole number that fits.
    Number(f64, Option<u64>),
    Switch(bool),
    Date,
    Array(Vec<Value>),
    Table(Table),
}

impl Document {
    /// Reads a text.
    ///
    /// # Errors
    /// Everything that is not TOML in it.
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let (root, errors) = DeTable::parse_recoverable(text);
        let text = Arc::new(Text::new(file, text));
        if errors.is_empty() {
            let root = table(root.get_ref());
            return Ok(Self { text, root, source: None });
        }
        let problem = |error: &toml::de::Error| {
            let at = within(&text, error.span().unwrap_or(0..0));
            let help = way_out(error.message(), &text.text[at.start..]);
            Problem::at(&Spot { source: Arc::clone(&text), at }, error.message(), help)
        };
        Err(errors.iter().take(TOLD).map(problem).collect())
    }

    pub(super) fn spot(&self, at: &Range<usize>) -> Spot {
        Spot { source: Arc::clone(&self.text), at: within(&self.text, at.clone()) }
    }

    /// The start of the text.
    pub(super) fn start(&self) -> Spot {
        self.spot(&(0..0))
    }

    /// Takes out what a later `--set` gives anew: lists of changes and of presets are replaced as a whole, and not added to.
    pub(super) fn yield_to(&mut self, later: &Self) {
        let (mut mine, mut theirs) = (&mut self.root, &later.root);
        while let [entry] = &theirs.entries[..] {
            if is_replaced(&entry.key) && !matches!(entry.value.content, Content::Table(_)) {
                return mine.entries.retain(|own| own.key != entry.key);
            }
            let Some(below) = entry.value.table() else { return };
            let Some(own) = mine.entries.iter_mut().find(|own| own.key == entry.key) else { return };
            let Content::Table(own) = &mut own.value.content else { return };
            (mine, theirs) = (own, below);
        }
    }
}

impl Table {
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.key == key)
    }

    /// The table under `key`, if there is one and it is a table.
    pub(super) fn table(&self, key: &str) -> Option<&Self> {
        self.get(key).and_then(|e| e.value.table())
    }

    /// A copy with only these keys.
    pub(super) fn only(&self, mut keys: impl FnMut(&str) -> bool) -> Self {
        Self { entries: self.entries.iter().filter(|e| keys(&e.key)).cloned().collect() }
    }
}

impl Value {
    pub(super) fn table(&self) -> Option<&Table> {
        if let Content::Table(table) = &self.content { Some(table) } else { None }
    }

    pub(super) fn text(&self) -> Option<&str> {
        if let Content::Text(text) = &self.content { Some(text) } else { None }
    }

    /// Whether it is a list with nothing in it.
    pub(super) fn is_empty_list(&self) -> bool {
        matches!(&self.content, Content::Array(items) if items.is_empty())
    }

    /// What it is, for a message.
    pub(super) fn what(&self) -> &'static str {
        match self.content {
            Content::Text(_) => "a text",
            Content::Number(..) => "a number",
            Content::Switch(_) => "true or false",
            Content::Date => "a date",
            Content::Array(_) => "a list",
            Content::Table(_) => "a table",
        }
    }
}

/// What to do about a text that is not TOML, from the parser's message and what stands there.
fn way_out(message: &str, here: &str) -> &'static str {
    if message.contains("duplicate key") {
        "keep one of them"
    } else if here.starts_with(['“', '”', '„', '‘', '’', '«', '»']) {
        "write straight quotes: \"…\""
    } else if message.contains("basic string") {
        "close the quotes on the same line"
    } else if message.contains("recursion depth") {
        "nothing in a scenario lies that deep"
    } else {
        "a scenario is TOML: write key = value, and [table] above the keys of a table; scenarios/smoke.toml is one to start from"
    }
}

/// The parser's spans may end beyond the text or inside a character; a caret must not.
fn within(text: &Text, at: Range<usize>) -> Range<usize> {
    let start = text.boundary(at.start);
    start..text.boundary(at.end).max(start)
}

/// Whether a key holds a list that a later layer replaces.
fn is_replaced(key: &str) -> bool {
    [Place::Scenario, Place::Arm].iter().filter_map(|place| place.key(key)).any(|key| matches!(key.holds, Holds::Changes | Holds::Presets))
}

fn table(source: &DeTable<'_>) -> Table {
    let entry = |(key, value): (&Spanned<_>, &Spanned<_>)| Entry { key: String::from(name(key)), at: key.span(), value: tree(value) };
    let mut entries: Vec<Entry> = source.iter().map(entry).collect();
    entries.sort_by_key(|e| e.at.start);
    Table { entries }
}

fn name<'a>(key: &'a Spanned<std::borrow::Cow<'_, str>>) -> &'a str {
    key.get_ref()
}

fn tree(source: &Spanned<DeValue<'_>>) -> Value {
    let content = match source.get_ref() {
        DeValue::String(text) => Content::Text(text.to_string()),
        DeValue::Integer(whole) => match i128::from_str_radix(whole.as_str(), whole.radix()) {
            Ok(x) => Content::Number(x as f64, u64::try_from(x).ok()),
            Err(_) => Content::Number(f64::INFINITY, None),
        },
        DeValue::Float(float) => Content::Number(float.as_str().parse().unwrap_or(f64::NAN), None),
        DeValue::Boolean(on) => Content::Switch(*on),
        DeValue::Datetime(_) => Content::Date,
        DeValue::Array(items) => Content::Array(items.iter().map(tree).collect()),
        DeValue::Table(entries) => Content::Table(table(entries)),
    };
    Value { at: source.span(), content }
}
