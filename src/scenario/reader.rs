//! Lays tables of a scenario and its presets onto the tree of parameters.
//!
//! The tree declares what there can be, so this walk is the whole grammar: a key is known if the group has a field of that name.

use super::beside::Beside;
use super::document::{Document, Entry, Table};
use super::evidence::Base;
use super::grammar::{self, NAMES_ARE, Place, is_name, is_reserved};
use super::notice::Notice;
use super::presets::{self, Found};
use super::problem::{Problem, Problems};
use super::source::{Spot, brief};
use crate::parameter::{Group, Named, Node, Source, Visitor};
use crate::units::nearest;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;
use std::rc::Rc;

/// Most keys that are laid over each other in one reading. Presets that extend presets, and arms that extend them, multiply.
const MOST_LAID: usize = 150_000;
/// How deep presets can extend presets.
const DEEPEST: usize = 32;
/// Most entries of a table of names: the model keeps sets of them as bits.
const MOST_NAMES: usize = 64;
/// Problems that come with a guess at what was meant; a guess looks at all there is.
const SUGGESTED: usize = 100;

/// State of one reading.
pub(super) struct Reader {
    pub(super) folder: Option<PathBuf>,
    /// Files that the user names beside the scenario.
    pub(super) beside: Beside,
    pub(super) evidence: Base,
    pub(super) problems: Problems,
    /// Where each parameter and each table was last written.
    pub(super) places: BTreeMap<String, Spot>,
    /// Names and texts of presets that go before all others.
    pub(super) recorded: Vec<(String, String)>,
    /// Whether it is read from a record, which has all that was used.
    pub(super) is_of_record: bool,
    /// Names and texts of the presets used.
    pub(super) used: BTreeMap<String, String>,
    /// Titles of platforms, markets and classes of offenders, by name.
    pub(super) titles: BTreeMap<String, String>,
    /// Whether an `extends` led to nothing.
    pub(super) lacks_preset: bool,
    /// Parameters that the scenario itself states outside its arms, and that every arm read so far overrides from its start.
    pub(super) overridden: BTreeSet<String>,
    /// What a reader of the results should know.
    pub(super) notices: Vec<Notice>,
    /// Changes of all arms so far.
    pub(super) changes: usize,
    /// Keys laid so far.
    laid: usize,
    cache: BTreeMap<(&'static str, String), Option<Rc<Document>>>,
}

/// Where in the tree and in the texts the reading is.
#[derive(Clone)]
pub(super) struct Context {
    pub(super) document: Rc<Document>,
    /// What stands before the path of a world's parameter, such as `arm.opt-in.`.
    pub(super) prefix: Rc<str>,
    /// The names on the way, with dots between them.
    path: Rc<str>,
    /// What holds for parameters that do not cite anything themselves.
    pub(super) citation: Option<Rc<Source>>,
    /// Whether a name that is not there yet makes a new entry, or is a slip.
    pub(super) may_add: bool,
    chain: Rc<Vec<String>>,
}

impl Context {
    pub(super) fn new(document: &Rc<Document>, prefix: &str, may_add: bool) -> Self {
        let citation = document.source.clone().map(Rc::new);
        Self { document: Rc::clone(document), prefix: prefix.into(), path: "".into(), citation, may_add, chain: Rc::default() }
    }

    pub(super) fn below(&self, name: &str) -> Self {
        let path = if self.path.is_empty() { name.into() } else { format!("{}.{name}", self.path).into() };
        Self { path, ..self.clone() }
    }

    pub(super) fn spot(&self, at: &Range<usize>) -> Spot {
        self.document.spot(at)
    }

    /// The path as a scenario writes it, without the arm.
    pub(super) fn shown(&self) -> &str {
        &self.path
    }

    pub(super) fn full(&self) -> String {
        format!("{}{}", self.prefix, self.path)
    }

    /// The kinds of preset that can be laid under the table here, the likelier first.
    fn kinds(&self) -> &'static [&'static str] {
        match self.path.split_once('.') {
            None if self.path.is_empty() => grammar::preset_kinds("", false),
            Some((table, name)) if !name.contains('.') => grammar::preset_kinds(table, !self.prefix.is_empty()),
            _ => &[],
        }
    }
}

impl Reader {
    pub(super) fn new(name: &str, folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            beside: Beside::default(),
            recorded: Vec::new(),
            is_of_record: false,
            evidence: Base::shipped(),
            problems: Problems::new(name),
            places: BTreeMap::new(),
            used: BTreeMap::new(),
            titles: BTreeMap::new(),
            lacks_preset: false,
            overridden: BTreeSet::new(),
            notices: Vec::new(),
            changes: 0,
            laid: 0,
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

    /// What may have been meant, while a guess is still worth its time.
    pub(super) fn near<'a>(&self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        if self.problems.list.len() < SUGGESTED { nearest(word, candidates) } else { None }
    }

    /// Reports the keys of a table that are neither `fields` nor declared for its place.
    pub(super) fn admit(&mut self, table: &Table, place: Place, fields: &[&str], context: &Context, whose: &str) {
        for entry in &table.entries {
            let key = entry.key.as_str();
            if !fields.contains(&key) && place.key(key).is_none() {
                let known: Vec<&str> = fields.iter().copied().chain(place.keys().iter().map(|key| key.name)).collect();
                self.unknown_key(entry, context, whose, &known);
            }
        }
    }

    /// Whether more was laid over each other than is read.
    pub(super) fn is_exhausted(&self) -> bool {
        self.laid > MOST_LAID
    }

    /// Whether so many more keys can be laid. Says once that they cannot.
    fn may_lay(&mut self, table: &Table, context: &Context) -> bool {
        let before = self.laid;
        self.laid = before.saturating_add(1 + table.entries.len());
        if before <= MOST_LAID && self.laid > MOST_LAID {
            let message = format!("more than {MOST_LAID} keys are laid over each other");
            let help = "presets that extend presets more than once multiply, and so do arms that extend many: extend each once";
            let place = table.entries.first().map_or(0..0, |entry| entry.at.clone());
            self.problem(&context.spot(&place), message, help);
        }
        self.laid <= MOST_LAID
    }

    /// Lays a table onto a group: first the presets it extends, then its own keys.
    pub(super) fn group(&mut self, group: &mut dyn Group, table: &Table, context: &Context, place: Place) {
        if !self.may_lay(table, context) {
            return;
        }
        self.extend(group, table, context);
        let mut context = context.clone();
        context.citation = self.citation(table, &context);
        let mut fields = Fields { reader: self, table, context: &context, known: Vec::new() };
        group.visit(&mut fields);
        let known = fields.known;
        let is_named = place == Place::Group && !context.path.is_empty() && !context.kinds().is_empty();
        let place = if is_named { Place::Named } else { place };
        if let Some(title) = table.get("title").filter(|_| is_named).and_then(|entry| self.text(entry, place, &context))
            && context.prefix.is_empty()
        {
            self.titles.insert(context.path.split('.').next_back().unwrap_or_default().to_owned(), title);
        }
        let here = context.shown();
        let whose = if here.is_empty() { "at the top level".to_owned() } else { format!("in {here}") };
        self.admit(table, place, &known, &context, &whose);
    }

    fn unknown_key(&mut self, entry: &Entry, context: &Context, whose: &str, known: &[&str]) {
        if self.problems.is_full() {
            return;
        }
        let near = self.near(&entry.key, known.iter().copied()).map(|k| format!("did you mean {k}? ")).unwrap_or_default();
        let help = if entry.key == "rollout" {
            "a rollout is an arm's: write it in [arm.NAME.platform.NAME]; what meets every arm at a time is a [[timeline]]".to_owned()
        } else {
            format!("{near}known here: {}", known.join(", "))
        };
        self.problem(&context.spot(&entry.at), format!("unknown key {} {whose}", brief(&entry.key)), help);
    }

    /// Reports that `entry` should have been a table.
    pub(super) fn not_a_table(&mut self, entry: &Entry, context: &Context) {
        let message = format!("{} is {} where a table is expected", brief(&entry.key), entry.value.what());
        self.problem(&context.spot(&entry.value.at), message, format!("write [{}] and its keys below it", brief(&context.full())));
    }

    /// Says what there would be in a group that a value stands for.
    fn not_a_group(&mut self, entry: &Entry, context: &Context, group: &mut dyn Group) {
        let mut names = Names(Vec::new());
        group.visit(&mut names);
        let message = format!("{} is {} where a table is expected", brief(&entry.key), entry.value.what());
        let help = format!("write [{}] and its keys below it: {}", brief(&context.full()), names.0.join(", "));
        self.problem(&context.spot(&entry.value.at), message, help);
    }

    /// Lays the presets named by `extends` onto a group.
    fn extend(&mut self, group: &mut dyn Group, table: &Table, context: &Context) {
        let Some(entry) = table.get("extends") else { return };
        if context.kinds().is_empty() {
            let help = "presets are for the top level and for market, platform and offender tables: write extends there";
            return self.problem(&context.spot(&entry.at), format!("{} cannot extend a preset", context.shown()), help);
        }
        let names = self.texts(entry, context, "a preset's name");
        self.lacks_preset |= names.is_empty() && !entry.value.is_empty_list();
        for (name, at) in names {
            let spot = context.spot(&at);
            let Some((kind, preset)) = self.preset(&name, &spot, context.kinds()) else {
                self.lacks_preset = true;
                continue;
            };
            let link = format!("{kind}/{name}");
            if context.chain.len() == DEEPEST {
                self.problem(
                    &spot,
                    format!("presets extend presets more than {DEEPEST} deep"),
                    "lay them side by side: extends = [\"…\", \"…\"]",
                );
                self.lacks_preset = true;
                continue;
            }
            if context.chain.contains(&link) {
                let chain = [&context.chain[..], &[link]].concat().join(" extends ");
                self.problem(&spot, format!("extends goes in a circle: {chain}"), "take one of the links out");
                continue;
            }
            let mut inner = Context { document: Rc::clone(&preset), citation: None, ..context.clone() };
            Rc::make_mut(&mut inner.chain).push(link);
            self.group(group, &preset.root, &inner, Place::Group);
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
                        self.used.insert(presets::file(kind, name), document.text.text.clone());
                        Some(document)
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
        if self.problems.is_full() {
            return None;
        }
        let names: Vec<String> = kinds.iter().flat_map(|k| presets::names(self.folder.as_deref(), k)).collect();
        let near = self.near(name, names.iter().map(String::as_str)).map(|n| format!("did you mean \"{n}\"? ")).unwrap_or_default();
        self.problem(
            spot,
            format!("there is no {} preset \"{}\"", kinds.join(" or "), brief(name)),
            format!("{near}there are: {}", names.join(", ")),
        );
        None
    }

    /// Lays a table onto a table of named groups.
    fn named(&mut self, named: &mut dyn Named, table: &Table, context: &Context) {
        let mut context = context.clone();
        context.citation = self.citation(table, &context);
        context.may_add |= named.is_optional();
        let mut present: BTreeSet<String> = named.names().into_iter().collect();
        let mut entries: Vec<&Entry> = table.entries.iter().filter(|entry| Place::Names.key(&entry.key).is_none()).collect();
        let all = present.iter().map(String::as_str).chain(entries.iter().map(|entry| entry.key.as_str())).collect::<BTreeSet<_>>().len();
        if all > MOST_NAMES && context.may_add {
            let what = context.shown();
            let message = format!("there are {all} names in {what}, and at most {MOST_NAMES} can be simulated");
            let spot = self.locate("", what, &context.document.start());
            self.problem(&spot, message, "join those that are alike");
            entries.truncate(MOST_NAMES);
        }
        for entry in entries {
            let inner = context.below(&entry.key);
            if !self.entry_exists(&present, entry, &context) {
                continue;
            }
            present.insert(entry.key.clone());
            let Some(below) = entry.value.table() else {
                self.not_a_table(entry, &inner);
                continue;
            };
            self.places.insert(inner.full(), context.spot(&entry.at));
            self.group(named.entry(&entry.key), below, &inner, Place::Group);
        }
    }

    /// Whether the entry is there, or may be made. Says what is wrong if not.
    pub(super) fn entry_exists(&mut self, names: &BTreeSet<String>, entry: &Entry, context: &Context) -> bool {
        let (key, what) = (&entry.key, context.shown());
        if names.contains(key) || self.problems.is_full() {
            return names.contains(key);
        }
        if key == "extends" {
            let help = format!("write extends below [{}.NAME]", context.full());
            self.problem(&context.spot(&entry.at), format!("{what} as a whole cannot extend a preset"), help);
            return false;
        }
        if !self.is_fit_name(entry, context) {
            return false;
        }
        if !context.may_add {
            let near = self.near(key, names.iter().map(String::as_str)).map(|n| format!("did you mean {n}? ")).unwrap_or_default();
            let names = names.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let help = format!("{near}there are: {names}. New ones are declared at the top level of the scenario, for all arms");
            self.problem(&context.spot(&entry.at), format!("there is no {what} called {}", brief(key)), help);
        }
        context.may_add
    }

    /// Whether a key can be the name of a thing. Says what is wrong if not.
    pub(super) fn is_fit_name(&mut self, entry: &Entry, context: &Context) -> bool {
        let key = brief(&entry.key);
        if is_reserved(&entry.key) {
            let help = "choose another name: in every table it stands for the sum";
            self.problem(&context.spot(&entry.at), format!("\"{key}\" cannot be a name"), help);
        } else if !is_name(&entry.key) {
            let most = grammar::LONGEST_NAME;
            let length = if entry.key.len() > most { format!(", {most} at most") } else { String::new() };
            self.problem(&context.spot(&entry.at), format!("\"{key}\" cannot be a name"), format!("{NAMES_ARE}{length}"));
        }
        is_name(&entry.key) && !is_reserved(&entry.key)
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

/// The names of a group's fields.
struct Names(Vec<&'static str>);

impl Visitor for Names {
    fn field(&mut self, name: &'static str, _: &'static str, _: Node<'_>) {
        self.0.push(name);
    }
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
        let path = inner.full();
        if matches!(node, Node::Leaf(_)) && inner.prefix.is_empty() && inner.chain.is_empty() {
            self.reader.overridden.insert(path.clone());
        }
        self.reader.places.insert(path, inner.spot(&entry.at));
        match (node, entry.value.table()) {
            (Node::Leaf(leaf), _) => self.reader.leaf(leaf, &entry.value, &inner),
            (Node::Group(group), Some(table)) => self.reader.group(group, table, &inner, Place::Group),
            (Node::Table(named), Some(table)) => self.reader.named(named, table, &inner),
            (Node::Group(group), None) => self.reader.not_a_group(entry, &inner, group),
            (Node::Table(_), None) => self.reader.not_a_table(entry, &inner),
        }
    }
}
