//! Which file imports which: no two files of a room import each other, and what a mechanism acts on is what its imports show.

use crate::common::files_below;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use veilsim::model::mechanism::Mechanism;

/// A file of the crate.
struct Source {
    /// `["model", "mechanism", "review", "rules"]` for `src/model/mechanism/review/rules.rs`; of `mod.rs`, the folder.
    module: Vec<String>,
    path: PathBuf,
    /// The shipped code in one line, without comments, texts and unit tests.
    code: String,
}

fn read(path: PathBuf) -> Source {
    let below = path.strip_prefix("src").unwrap().with_extension("");
    let mut module: Vec<String> = below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    let text = std::fs::read_to_string(&path).unwrap();
    let shipped: Vec<&str> = text.lines().take_while(|line| !line.trim_start().starts_with("#[cfg(test)]")).collect();
    // A comment may hold a quotation mark, and a text may hold two slashes: comments go first, since no code here has slashes in texts
    // on lines with paths.
    let code: String = shipped.iter().map(|line| line.split("//").next().unwrap_or_default().trim().to_owned() + " ").collect();
    let code = code.split('"').step_by(2).collect();
    Source { module, path, code }
}

fn sources() -> Vec<Source> {
    let rust = files_below(Path::new("src")).into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs"));
    let found: Vec<Source> = rust.map(read).filter(|source| !["lib", "main"].contains(&source.module[0].as_str())).collect();
    assert!(found.len() > 100, "{} files", found.len());
    found
}

/// `a::{b, c::d}` as `a::b` and `a::c::d`.
fn expand(tree: &str) -> Vec<String> {
    let Some((prefix, rest)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap_or_default().trim().to_owned()];
    };
    let inner = rest.trim_end().strip_suffix('}').unwrap_or(rest);
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for c in inner.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().unwrap().push(c);
    }
    parts.iter().map(|p| p.trim()).filter(|p| !p.is_empty()).flat_map(|p| expand(&format!("{}{p}", prefix.trim()))).collect()
}

/// Paths of this crate that a file names, and those of them that it only passes on.
fn paths(source: &Source) -> (Vec<String>, Vec<String>) {
    let (mut named, mut passed_on) = (Vec::new(), Vec::new());
    for statement in source.code.split(';') {
        let statement = statement.trim();
        let starts = |word: &str| statement.find(word).filter(|at| *at == 0 || statement[..*at].ends_with([' ', '}', ']']));
        if let Some(at) = starts("use ") {
            let is_passed = statement[..at].trim_end().ends_with("pub") || statement[..at].trim_end().ends_with(')');
            let list = expand(&statement[at + 4..]);
            if is_passed { passed_on.extend(list) } else { named.extend(list) }
        }
        for root in ["crate::", "super::", "self::"] {
            for (at, _) in statement.match_indices(root) {
                let fresh = !statement[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '$');
                let path: String = statement[at..].chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == ':').collect();
                if fresh && !statement.contains("use ") {
                    named.push(path);
                }
            }
        }
    }
    // What a file passes on and uses itself, it imports.
    let used = |path: &&String| {
        let name = path.rsplit("::").next().unwrap_or_default();
        let words = source.code.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.filter(|word| *word == name).count() > passed_on.iter().filter(|other| other.ends_with(name)).count()
    };
    named.extend(passed_on.iter().filter(used).cloned());
    (named, passed_on)
}

struct Crate {
    sources: Vec<Source>,
    /// Names that a module passes on: where they are.
    passed_on: BTreeMap<Vec<String>, Vec<String>>,
}

impl Crate {
    fn new() -> Self {
        let mut all = Self { sources: sources(), passed_on: BTreeMap::new() };
        for source in &all.sources {
            for path in paths(source).1 {
                if let Some(target) = absolute(source, &path, &all.sources) {
                    let mut name = source.module.clone();
                    name.extend(target.last().cloned());
                    all.passed_on.insert(name, target);
                }
            }
        }
        all
    }

    /// The file that holds what a path names.
    fn file(&self, source: &Source, path: &str) -> Option<&Source> {
        let mut target = absolute(source, path, &self.sources)?;
        for _ in 0..8 {
            let moved = (1..=target.len()).rev().find_map(|n| Some((n, self.passed_on.get(&target[..n])?)));
            let Some((n, there)) = moved else { break };
            target = there.iter().chain(&target[n..]).cloned().collect();
        }
        (1..=target.len()).rev().find_map(|n| self.sources.iter().find(|s| s.module == target[..n]))
    }

    /// By file: the files of the same room that it imports.
    fn graph(&self) -> BTreeMap<&Path, BTreeSet<&Path>> {
        let of = |source: &Source| {
            let named = paths(source).0;
            let files = named.iter().filter_map(|path| self.file(source, path));
            let near = files.filter(|other| other.path != source.path && other.module[0] == source.module[0]);
            near.map(|other| self.sources.iter().find(|s| s.path == other.path).unwrap().path.as_path()).collect()
        };
        self.sources.iter().map(|source| (source.path.as_path(), of(source))).collect()
    }
}

/// A path from the root of the crate.
fn absolute(source: &Source, path: &str, all: &[Source]) -> Option<Vec<String>> {
    let mut parts: Vec<String> = path.split("::").map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect();
    let mut base = match parts.first()?.as_str() {
        "crate" => Vec::new(),
        "super" | "self" => source.module.clone(),
        child => {
            let module: Vec<String> = source.module.iter().cloned().chain([child.to_owned()]).collect();
            return all.iter().any(|s| s.module == module).then(|| source.module.iter().cloned().chain(parts).collect());
        }
    };
    while parts.first().is_some_and(|p| ["crate", "super", "self"].contains(&p.as_str())) {
        if parts.remove(0) == "super" {
            base.pop();
        }
    }
    base.extend(parts);
    Some(base)
}

/// Files that reach themselves along their imports.
fn in_circles<'a>(graph: &BTreeMap<&'a Path, BTreeSet<&'a Path>>) -> Vec<&'a Path> {
    let reaches_itself = |file: &Path| {
        let (mut seen, mut next) = (BTreeSet::new(), graph[file].iter().copied().collect::<Vec<_>>());
        while let Some(other) = next.pop() {
            if seen.insert(other) {
                next.extend(graph[other].iter().copied());
            }
        }
        seen.contains(file)
    };
    graph.keys().copied().filter(|file| reaches_itself(file)).collect()
}

/// Rooms with a circle that `src/lib.rs` accounts for.
const ROOMS_WITH_CIRCLES: [&str; 1] = ["scenario"];

#[test]
fn no_files_of_a_room_import_each_other() {
    let all = Crate::new();
    let graph = all.graph();
    assert!(graph.values().map(BTreeSet::len).sum::<usize>() > 300, "the test sees hardly any import");
    let circle = in_circles(&graph);
    let new: Vec<&&Path> =
        circle.iter().filter(|file| !ROOMS_WITH_CIRCLES.iter().any(|room| file.starts_with(format!("src/{room}")))).collect();
    assert!(
        new.is_empty(),
        "imports run in a circle: {:#?}",
        new.iter().map(|f| (f, graph[**f].iter().filter(|o| circle.contains(o)).collect::<Vec<_>>())).collect::<Vec<_>>()
    );
}

#[test]
fn a_circle_is_found_through_names_that_are_passed_on() {
    let [a, b, c] = ["a", "b", "c"].map(Path::new);
    let graph = BTreeMap::from([(a, BTreeSet::from([b])), (b, BTreeSet::from([a, c])), (c, BTreeSet::new())]);
    assert_eq!(in_circles(&graph), [a, b]);
    let all = Crate::new();
    let review = all.sources.iter().find(|s| s.path.ends_with("review/mod.rs")).unwrap();
    assert!(all.file(review, "super::Mechanism").unwrap().path.ends_with("mechanism/registry.rs"));
    assert_eq!(expand("super::{a, b::{c, d as e}}"), ["super::a", "super::b::c", "super::b::d"]);
}

fn mechanism(name: &str) -> Mechanism {
    *Mechanism::ALL.iter().find(|m| m.entry().name == name).unwrap()
}

/// The code of a mechanism's effects.
fn effects(all: &[Source], of: Mechanism) -> String {
    let own = |source: &&Source| source.path.starts_with(Path::new("src/model/mechanism").join(of.entry().name));
    let effects = |source: &&Source| ["mod.rs", "explicit.rs", "scanned.rs"].iter().any(|file| source.path.ends_with(file));
    all.iter().filter(own).filter(effects).map(|source| source.code.as_str()).collect()
}

/// Through what a mechanism acts on others without a call: they read what it decides.
const THROUGH: [(&str, &[&str]); 3] = [
    ("regulator", &["state.encrypt", "state.is_encrypted", "state.is_visible", "state.scanned_share", "state.watch"]),
    ("detection", &["state.scanned_share", "state.watch"]),
    ("review", &["state.watch"]),
];
/// Mechanisms that change offenders, as others find them.
const CHANGE_OFFENDERS: [&str; 3] = ["adaptation", "enforcement", "investigation"];

/// What the code shows of which mechanism acts on which.
#[derive(Default)]
struct Shown {
    /// It calls effects of the other that change something, or the other reads its state.
    acts: BTreeSet<(&'static str, &'static str)>,
    /// One asks the other something, or whether it is switched off: one of them acts on the other.
    touches: BTreeSet<(&'static str, &'static str)>,
    /// Both have to do with offenders, and one changes them.
    may: BTreeSet<(&'static str, &'static str)>,
}

fn shown() -> Shown {
    let all = sources();
    let code: BTreeMap<&str, String> = Mechanism::ALL.iter().map(|m| (m.entry().name, effects(&all, *m))).collect();
    let mut shown = Shown::default();
    for (one, text) in &code {
        for (other, theirs) in code.iter().filter(|(other, _)| *other != one) {
            let calls = [format!(" {other}::"), format!("({other}::"), format!("!{other}::")];
            for rest in calls.iter().flat_map(|call| text.split(call).skip(1)) {
                let function: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                match theirs.split_once(&format!("fn {function}(")).map(|(_, signature)| signature.trim_start()) {
                    Some(signature) if signature.starts_with("state: &mut State") => drop(shown.acts.insert((one, other))),
                    Some(_) => drop(shown.touches.insert((one, other))),
                    None => {}
                }
            }
            if text.contains(&format!("Mechanism::{:?}", mechanism(other))) {
                shown.touches.insert((one, other));
            }
            let through = THROUGH.iter().filter(|(m, _)| m == other).flat_map(|(_, words)| *words).any(|word| text.contains(word));
            if through || text.contains(&format!("state.{other}.")) {
                shown.acts.insert((other, one));
            }
            if CHANGE_OFFENDERS.contains(one) && [text, theirs].iter().all(|code| code.contains("state.offenders")) {
                shown.may.insert((one, other));
            }
        }
    }
    shown
}

#[test]
fn what_a_mechanism_acts_on_is_what_the_code_shows() {
    let registered: BTreeSet<(&str, &str)> =
        Mechanism::ALL.iter().flat_map(|m| m.entry().acts_on.iter().map(|o| (m.entry().name, o.entry().name))).collect();
    let shown = shown();
    let hidden: Vec<_> = shown.acts.difference(&registered).collect();
    assert!(hidden.is_empty(), "the registry lacks what the code shows: {hidden:?}");
    let open =
        |(one, other): &&(&'static str, &'static str)| !registered.contains(&(*one, *other)) && !registered.contains(&(*other, *one));
    let touched: Vec<_> = shown.touches.iter().filter(open).collect();
    assert!(touched.is_empty(), "the registry has these act on each other in neither direction: {touched:?}");
    let unseen = |(one, other): &&(&'static str, &'static str)| {
        let pair = (*one, *other);
        !shown.acts.contains(&pair)
            && !shown.may.contains(&pair)
            && !shown.touches.contains(&pair)
            && !shown.touches.contains(&(*other, *one))
    };
    let unseen: Vec<_> = registered.iter().filter(unseen).collect();
    assert!(unseen.is_empty(), "the code shows nothing of {unseen:?}");
    assert!(shown.acts.len() > 20, "{:?}", shown.acts);
}
