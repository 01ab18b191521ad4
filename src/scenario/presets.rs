//! Named fragments of a scenario: those that ship, and those beside it.

use super::document::Document;
use super::problem::Problem;
use super::read_text;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

macro_rules! shipped {
    ($($kind:literal: $($name:literal)*;)*) => {
        /// Every preset that ships: kind, name, text.
        pub const SHIPPED: &[(&str, &str, &str)] =
            &[$($(($kind, $name, include_str!(concat!("../../scenarios/presets/", $kind, "/", $name, ".toml"))),)*)*];
    };
}

shipped! {
    "world": "responses" "base";
    "market": "us" "eu" "uk" "india" "brazil" "row";
    "platform": "tiktok" "whatsapp" "messenger" "messenger-readable" "instagram" "instagram-opt-in" "snapchat" "elsewhere"
        "common" "meta";
    "offender": "accidental" "trader" "producer" "groomer" "sextortion" "scammer" "sharing-only"
        "approach-only" "undeterred";
    "policy": "readable" "opt-in" "default-e2ee" "default-adults-only" "e2ee-client-side-scanning" "e2ee-metadata-reports"
        "forwarding" "no-forwarding" "server-scanning" "no-server-scanning" "strangers-from-18" "age-assurance" "warnings" "hidden-minors" "images-from-18" "transparent"
        "more-detection";
}

thread_local! {
    /// Presets that ship, by their place, as far as they have been read: they are always the same.
    static READ: RefCell<BTreeMap<usize, Rc<Document>>> = const { RefCell::new(BTreeMap::new()) };
}

/// Where a preset's text is found.
pub(super) enum Found {
    /// A text, read.
    Document(Rc<Document>),
    /// There is none of that name.
    Unknown,
    /// There is one, with these problems.
    Broken(Vec<Problem>),
}

/// What a preset is called in a record, wherever its file lies.
pub(super) fn file(kind: &str, name: &str) -> String {
    format!("presets/{kind}/{name}.toml")
}

/// Finds the preset `name` of `kind`; one on record wins, then one beside the scenario.
pub(super) fn find(recorded: &[(String, String)], folder: Option<&Path>, kind: &str, name: &str) -> Found {
    let parsed = |file: &str, text: &str| match Document::parse(file, text) {
        Ok(document) => Found::Document(Rc::new(document)),
        Err(problems) => Found::Broken(problems),
    };
    if let Some((file, text)) = recorded.iter().find(|(recorded, _)| *recorded == file(kind, name)) {
        return parsed(file, text);
    }
    if let Some(path) = folder.map(|f| path(f, kind, name)).filter(|p| p.exists()) {
        return match read_text(&path) {
            Ok(text) => parsed(&path.display().to_string(), &text),
            Err(problem) => Found::Broken(vec![problem]),
        };
    }
    let Some(place) = SHIPPED.iter().position(|(k, n, _)| *k == kind && *n == name) else { return Found::Unknown };
    if let Some(document) = READ.with_borrow(|read| read.get(&place).cloned()) {
        return Found::Document(document);
    }
    let found = parsed(&file(kind, name), SHIPPED[place].2);
    if let Found::Document(document) = &found {
        READ.with_borrow_mut(|read| read.insert(place, Rc::clone(document)));
    }
    found
}

/// The names there are of a kind.
pub(super) fn names(folder: Option<&Path>, kind: &str) -> Vec<String> {
    let mut names: Vec<String> = SHIPPED.iter().filter(|(k, ..)| *k == kind).map(|(_, n, _)| (*n).to_owned()).collect();
    let beside = folder.and_then(|f| std::fs::read_dir(f.join("presets").join(kind)).ok());
    names.extend(beside.into_iter().flatten().filter_map(|e| Some(e.ok()?.file_name().to_str()?.strip_suffix(".toml")?.to_owned())));
    names.sort();
    names.dedup();
    names
}

fn path(folder: &Path, kind: &str, name: &str) -> PathBuf {
    folder.join("presets").join(kind).join(format!("{name}.toml"))
}
