//! Lays tables of a scenario and its presets onto the tree of parameters.
//!
//! The tree declares what there can be, so this walk is the whole grammar: a key is known if the group has a field of that name.

use super::document::{Document, Entry, Table};
use super::evidence::Base;
use super::presets::{self, Found};
use super::problem::{Problem, Problems, Spot};
use crate::parameter::{Group, Named, Node, Source, Visitor};
use crate::units::nearest;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

/// Keys that every table of parameters may have beside them.
const EVERYWHERE: [&str; 3] = ["extends", "evidence", "note"];

/// State of one reading.
pub(super) struct Reader {
    pub(super) folder: Option<PathBuf>,
    pub(super) evidence: Base,
    pub(super) problems: Problems,
    /// Where each parameter and each table was last written.
    pub(super) places: BTreeMap<String, Spot>,
    /// Names and texts of presets that go before all others.
    pub(super) recorded: Vec<(String, String)>,
    /// Names and texts of the presets used.
    pub(super) used: BTreeMap<String, String>,
    /// Whether an `extends` led to nothing.
    pub(super) lacks_preset: bool,
    cache: BTreeMap<(&'static str, String), Option<Rc<Document>>>,
}

/// Where in the tree and in the texts the reading is.
#[derive(Clone)]
pub(super) struct Context {
    pub(super) document: Rc<Document>,
    /// What stands before the path of a world's parameter, such as `arm.opt-in.`.
    pub(super) prefix: String,
    pub(super) path: Vec<String>,
    /// What holds for parameters that do not cite anything themselves.
    pub(super) citation: Option<Source>,
    /// Whether a name that is not there yet makes a new entry, or is a slip.
    pub(super) may_add: bool,
    chain: Vec<String>,
}

impl Context {
    pub(super) fn new(document: &Rc<Document>, prefix: &str, may_add: bool) -> Self {
        let (prefix, citation) = (prefix.to_owned(), document.source.clone());
        Self { document: Rc::clone(document), prefix, path: Vec::new(), citation, may_add, chain: Vec::new() }
    }

    pub(super) fn below(&self, name: &str) -> Self {
        let mut below = self.clone();
        below.path.push(name.to_owned());
        below
    }

    pub(super) fn spot(&self, at: &Range<usize>) -> Spot {
        self.document.spot(at)
    }

    /// The path as a scenario writes it, without the arm.
    pub(super) fn shown(&self) -> String {
        self.path.join(".")
    }

    pub(super) fn full(&self) -> String {
        format!("{}{}", self.prefix, self.shown())
    }

    /// The kinds of preset that can be laid under the table here, the likelier first.
    fn kinds(&self) -> &'static [&'static str] {
        let patch = !self.prefix.is_empty();
        match self.path.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] => &["world"],
            ["market", _] => &["market"],
            ["platform", _] if patch => &["policy", "platform"],
            ["platform", _] => &["platform", "policy"],
            ["offender", _] => &["offender"],
            _ => &[],
        }
    }
}

/// Whether a text can be the name of a thing.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

impl Reader {
    pub(super) fn new(name: &str, folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            recorded: Vec::new(),
            evidence: Base::shipped(),
            problems: Problems::new(name),
            places: BTreeMap::new(),
            used: BTreeMap::new(),
            lacks_preset: false,
            cache: BTreeMap::new(),
        }
    }

    pub(super) fn problem(&mut self, spot: &Spot, message: impl Into<String>, help: impl Into<String>) {
        if !self.problems.is_full() {
            self.problems.add(Problem::at(spot, message, help));
        }
    }

    pub(super) fn add_all(&mut self, problems: Vec<Problem>) {
        for problem in problems {
            self.problems.add(problem);
        }
    }

    /// Lays a table onto a group: first the presets it extends, then its own keys. `beside` are keys that somebody else reads.
    pub(super) fn group(&mut self, group: &mut dyn Group, table: &Table, context: &Context, beside: &[&'static str]) {
        self.extend(group, table, context);
        let mut context = context.clone();
        context.citation = self.citation(table, &context);
        let mut fields = Fields { reader: self, table, context: &context, known: Vec::new() };
        group.visit(&mut fields);
        let known = fields.known;
        for entry in &table.entries {
            let key = entry.key.as_str();
            if !known.contains(&key) && !EVERYWHERE.contains(&key) && !beside.contains(&key) {
                let here = context.shown();
                let whose = if here.is_empty() { "at the top level".to_owned() } else { format!("in {here}") };
                self.unknown_key(entry, &context, &whose, &[&known[..], beside].concat());
            }
        }
    }

    pub(super) fn unknown_key(&mut self, entry: &Entry, context: &Context, whose: &str, known: &[&str]) {
        let near = nearest(&entry.key, known.iter().copied()).map(|k| format!("did you mean {k}? ")).unwrap_or_default();
        let help = if entry.key == "rollout" {
            "a rollout is an arm's: write it in [arm.NAME.platform.NAME]; what meets every arm at a time is a [[timeline]]".to_owned()
        } else {
            format!("{near}known here: {}", known.join(", "))
        };
        self.problem(&context.spot(&entry.at), format!("unknown key {} {whose}", entry.key), help);
    }

    /// Reports that `entry` should have been a table.
    pub(super) fn not_a_table(&mut self, entry: &Entry, context: &Context) {
        let message = format!("{} is {} where a table is expected", entry.key, entry.value.what());
        self.problem(&context.spot(&entry.value.at), message, format!("write [{}] and its keys below it", context.full()));
    }

    /// Lays the presets named by `extends` onto a group.
    fn extend(&mut self, group: &mut dyn Group, table: &Table, context: &Context) {
        let Some(entry) = table.get("extends") else { return };
        if context.kinds().is_empty() {
            let help = "presets are for the top level and for market, platform and offender tables: write extends there";
            return self.problem(&context.spot(&entry.at), format!("{} cannot extend a preset", context.shown()), help);
        }
        let names = self.texts(entry, context, "a preset's name");
        self.lacks_preset |= names.is_empty();
        for (name, at) in names {
            let spot = context.spot(&at);
            let Some((kind, preset)) = self.preset(&name, &spot, context.kinds()) else {
                self.lacks_preset = true;
                continue;
            };
            let link = format!("{kind}/{name}");
            if context.chain.contains(&link) {
                let chain = [&context.chain[..], &[link]].concat().join(" extends ");
                self.problem(&spot, format!("extends goes in a circle: {chain}"), "take one of the links out");
                continue;
            }
            let mut inner = Context { document: Rc::clone(&preset), citation: None, ..context.clone() };
            inner.chain.push(link);
            self.group(group, &preset.root, &inner, &[]);
        }
    }

    fn preset(&mut self, name: &str, spot: &Spot, kinds: &[&'static str]) -> Option<(&'static str, Rc<Document>)> {
        if is_name(name) {
            for kind in kinds {
                if let Some(seen) = self.cache.get(&(*kind, name.to_owned())) {
                    return seen.clone().map(|document| (*kind, document));
                }
                let document = match presets::find(&self.recorded, self.folder.as_deref(), kind, name) {
                    Found::Unknown => continue,
                    Found::Document(document) => {
                        self.used.insert(presets::file(kind, name), document.text.to_string());
                        Some(Rc::new(document))
                    }
                    Found::Broken(problems) => {
                        self.add_all(problems);
                        None
                    }
                };
                self.cache.insert((kind, name.to_owned()), document.clone());
                return document.map(|document| (*kind, document));
            }
        }
        let names: Vec<String> = kinds.iter().flat_map(|k| presets::names(self.folder.as_deref(), k)).collect();
        let near = nearest(name, names.iter().map(String::as_str)).map(|n| format!("did you mean \"{n}\"? ")).unwrap_or_default();
        self.problem(
            spot,
            format!("there is no {} preset \"{name}\"", kinds.join(" or ")),
            format!("{near}there are: {}", names.join(", ")),
        );
        None
    }

    /// Lays a table onto a table of named groups.
    fn named(&mut self, named: &mut dyn Named, table: &Table, context: &Context) {
        let mut context = context.clone();
        context.citation = self.citation(table, &context);
        context.may_add |= named.is_optional();
        let present = if context.may_add { Vec::new() } else { named.names() };
        for entry in table.entries.iter().filter(|e| e.key != "evidence" && e.key != "note") {
            let inner = context.below(&entry.key);
            if !self.entry_exists(&present, entry, &context) {
                continue;
            }
            let Some(below) = entry.value.table() else {
                self.not_a_table(entry, &inner);
                continue;
            };
            self.places.insert(inner.full(), context.spot(&entry.at));
            self.group(named.entry(&entry.key), below, &inner, &[]);
        }
    }

    /// Whether the entry is there, or may be made. Says what is wrong if not.
    pub(super) fn entry_exists(&mut self, names: &[String], entry: &Entry, context: &Context) -> bool {
        let (key, what) = (&entry.key, context.shown());
        if names.contains(key) {
            return true;
        }
        if key == "extends" {
            let help = format!("write extends below [{}.NAME]", context.full());
            self.problem(&context.spot(&entry.at), format!("{what} as a whole cannot extend a preset"), help);
            return false;
        }
        if !is_name(key) {
            self.problem(&context.spot(&entry.at), format!("\"{key}\" cannot be a name"), "names are of letters, digits, - and _");
            return false;
        }
        if !context.may_add {
            let near = nearest(key, names.iter().map(String::as_str)).map(|n| format!("did you mean {n}? ")).unwrap_or_default();
            let help =
                format!("{near}there are: {}. New ones are declared at the top level of the scenario, for all arms", names.join(", "));
            self.problem(&context.spot(&entry.at), format!("there is no {what} called {key}"), help);
        }
        context.may_add
    }

    /// Where `path` was written, or the nearest table above it, or the start of the scenario.
    pub(super) fn locate(&self, prefix: &str, path: &str, start: &Spot) -> Spot {
        let mut path = path;
        loop {
            let place = self.places.get(&format!("{prefix}{path}")).or_else(|| self.places.get(path));
            if let Some(spot) = place {
                return spot.clone();
            }
            let Some(dot) = path.rfind('.') else { return start.clone() };
            path = &path[..dot];
        }
    }
}

/// The start of a document.
pub(super) fn start_of(document: &Document) -> Spot {
    Spot { file: Arc::clone(&document.file), text: Arc::clone(&document.text), at: 0..0 }
}

/// Meets each field of a group with the key of the same name.
struct Fields<'a> {
    reader: &'a mut Reader,
    table: &'a Table,
    context: &'a Context,
    known: Vec<&'static str>,
}

impl Visitor for Fields<'_> {
    fn field(&mut self, name: &'static str, _: &'static str, node: Node<'_>) {
        self.known.push(name);
        let Some(entry) = self.table.get(name) else { return };
        let inner = self.context.below(name);
        self.reader.places.insert(inner.full(), inner.spot(&entry.at));
        match (node, entry.value.table()) {
            (Node::Leaf(leaf), _) => self.reader.leaf(leaf, &entry.value, &inner),
            (Node::Group(group), Some(table)) => self.reader.group(group, table, &inner, &[]),
            (Node::Table(named), Some(table)) => self.reader.named(named, table, &inner),
            (_, None) => self.reader.not_a_table(entry, &inner),
        }
    }
}
