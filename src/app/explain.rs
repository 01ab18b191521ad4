//! What the names mean that stand in scenarios, in results and in the evidence base.

use crate::model::Outcome;
use crate::model::mechanism::Mechanism;
use crate::scenario::{Assumption, Scope, describe, evidence, keys, shipped_values};
use crate::units::nearest;

/// What every mechanism, parameter, outcome and figure means whose name has this in it, as text; without a part of a name, all of them, in
/// a line each.
///
/// # Errors
/// If nothing is called so; says what may be meant.
pub fn explain(part: &str) -> Result<String, String> {
    let entries = entries();
    let name = part.to_lowercase();
    let exact = entries.iter().any(|entry| entry.id == name);
    let found: Vec<_> = entries.iter().filter(|e| if exact { e.id == name } else { e.id.contains(&name) }).collect();
    if found.is_empty() {
        let last = |id: &str| id.rsplit('.').next().unwrap_or_default().to_owned();
        let names: Vec<String> = entries.iter().map(|entry| last(&entry.id)).collect();
        let hint = nearest(&name, names.iter().map(String::as_str)).map_or_else(String::new, |n| format!("; did you mean {n}?"));
        return Err(format!("nothing is called {name}{hint}; `veilsim explain` lists all names"));
    }
    if name.is_empty() {
        return Ok(found.iter().map(|entry| format!("{}: {}\n", entry.id, entry.brief)).collect());
    }
    let sources = if found.len() <= FEW { shipped_values() } else { Vec::new() };
    let full = |entry: &&Entry| {
        let said: String = said_of(&entry.id, &sources).iter().map(|line| format!("{line}\n")).collect();
        format!("{}\n  {}\n{said}\n", entry.id, entry.text)
    };
    Ok(found.iter().map(full).collect())
}

/// Reads the id of an outcome.
///
/// # Errors
/// If there is none; says which may be meant.
pub fn outcome(text: &str) -> Result<Outcome, String> {
    let near = || nearest(text, Outcome::ALL.iter().map(|outcome| outcome.definition().id));
    let near = || near().map_or_else(String::new, |near| format!("; did you mean {near}?"));
    Outcome::by_id(text).ok_or_else(|| format!("there is no such outcome{}; `veilsim explain` lists all", near()))
}

/// A name and what it means.
struct Entry {
    id: String,
    /// In a line.
    brief: String,
    /// In full.
    text: String,
}

/// The first sentence of a text.
fn first_sentence(text: &str) -> String {
    text.split(". ").next().unwrap_or_default().trim_end_matches('.').to_owned()
}

/// With more names than so many, what the presets say of each would bury what each means.
const FEW: usize = 5;

/// What the presets that ship say of a parameter, each with its source, under the name of the market, platform or class.
fn said_of(id: &str, sources: &[Assumption]) -> Vec<String> {
    let Some(parameter) = describe().into_iter().find(|d| d.path == id) else { return Vec::new() };
    let line = |row: &Assumption| {
        let parts = parameter.path.split('.').zip(row.path.split('.'));
        let names: Vec<&str> = parts.filter(|(own, _)| own.starts_with('<')).map(|(_, name)| name).collect();
        let cited = if row.evidence.is_empty() { "assumed".to_owned() } else { row.evidence.join(", ") };
        let note = if row.note.is_empty() { String::new() } else { format!(": {}", row.note) };
        let place = if names.is_empty() { "everywhere".to_owned() } else { names.join(" ") };
        format!("  {place} = {} ({cited}{note})", row.value)
    };
    sources.iter().filter(|row| row.status.is_some() && parameter.is_of(&row.path)).map(line).collect()
}

/// What a mechanism's file and the registry say of it.
fn mechanism(mechanism: Mechanism) -> Entry {
    let entry = mechanism.entry();
    let (title, sections) = mechanism.about();
    let list = |words: Vec<&str>| if words.is_empty() { "nothing".to_owned() } else { words.join(", ") };
    let mut text = format!("mechanism: {title}");
    for (heading, body) in sections {
        text += &format!("\n  {heading}. {}", body.replace(['*', '`'], ""));
    }
    text += &format!("\n  Acts on. {}.", list(entry.acts_on.iter().map(|m| m.entry().name).collect()));
    text += &format!("\n  Counts. {}.", list(entry.counts.iter().map(|o| o.definition().id).collect()));
    text += &format!("\n  Parameters. {}.", list(entry.parameters.to_vec()));
    let brief = title.split_once(": ").map_or(title, |(_, about)| about).to_owned();
    Entry { id: entry.name.to_owned(), brief, text }
}

/// Names and what they mean: mechanisms, parameters, other keys of a scenario, outcomes, evidence.
fn entries() -> Vec<Entry> {
    let mechanisms = Mechanism::ALL.iter().map(|m| mechanism(*m));
    let parameters = describe().into_iter().map(|d| {
        let unit = if d.kind.unit.is_empty() { d.kind.name.to_owned() } else { format!("{}, in {}", d.kind.name, d.kind.unit) };
        let (low, high, scope) = (d.kind.show(d.kind.low), d.kind.show(d.kind.high), Scope::of(&d.path).name());
        let text = format!("parameter ({unit}; {low} to {high}; for example {}; {scope}): {}", d.kind.example, d.doc);
        Entry { id: d.path, brief: first_sentence(d.doc), text }
    });
    let others = keys().into_iter().map(|key| {
        let text = format!("key of a scenario: {}", key.doc);
        Entry { id: key.path, brief: first_sentence(key.doc), text }
    });
    let outcomes = Outcome::ALL.iter().map(|o| {
        let d = o.definition();
        let better = format!("{} is better for {}", d.better.name(), d.concerns);
        let text = format!("outcome ({}, in {}; {better}): {}. {}", d.family.name(), d.unit, d.name, d.definition);
        Entry { id: d.id.to_owned(), brief: d.name.to_owned(), text }
    });
    let base = evidence::Base::shipped();
    let figures = base.iter().map(|e| {
        let text = format!(
            "evidence ({}, {} confidence): {} = {} {} ({}, {}). {} {} {}",
            e.status, e.confidence, e.quantity, e.value, e.unit, e.place, e.year, e.source, e.url, e.caveat
        );
        Entry { id: e.id.clone(), brief: e.quantity.clone(), text: text.trim().to_owned() }
    });
    mechanisms.chain(parameters).chain(others).chain(outcomes).chain(figures).collect()
}
