//! A scenario's text with the values of `--set` written into it, so that it stands by itself.

use super::{Scenario, differences, kind_at, reread};
use toml_edit::{DocumentMut, InlineTable, Item, Key, Table, TableLike, Value};

/// What is said of a value that was set, where the setting has no source of its own.
const NOTE: &str = "set by hand, not from evidence";

/// The text of the scenario with its overrides in it: comments and all else stay as they are. Read by itself it gives the same world and
/// the same arms.
///
/// # Errors
/// In words, if a value cannot be written into the text, or would not mean there what it means on the command line.
pub fn rewritten(scenario: &Scenario) -> Result<String, String> {
    let mut document: DocumentMut = scenario.text.parse().map_err(|error| format!("the scenario cannot be written anew: {error}"))?;
    for (path, value) in &scenario.overrides {
        put(&mut document, path, value)?;
    }
    let text = document.to_string();
    let again = reread(&scenario.name, &text, &scenario.presets, &[]).map_err(|problems| told(&problems.to_string()))?;
    match differences(scenario, &again).first() {
        None => Ok(text),
        Some(change) => Err(told(&change.path)),
    }
}

fn told(what: &str) -> String {
    format!("{what} cannot be written into the file so that it says the same; give it to `veilsim run` as --set")
}

/// Writes one value where its path leads.
fn put(document: &mut DocumentMut, path: &str, value: &str) -> Result<(), String> {
    let keys = Key::parse(path).map_err(|_| told(path))?;
    let Some((last, above)) = keys.split_last() else { return Err(told(path)) };
    let mut table: &mut dyn TableLike = document.as_table_mut();
    let mut is_inline = false;
    for key in above {
        if !table.contains_key(key.get()) {
            table.insert(key.get(), if is_inline { Item::Value(InlineTable::new().into()) } else { below() });
        }
        let item = table.get_mut(key.get()).ok_or_else(|| told(path))?;
        is_inline = item.is_inline_table();
        table = item.as_table_like_mut().ok_or_else(|| told(path))?;
    }
    table.insert(last.get(), Item::Value(stated(path, value)));
    Ok(())
}

/// A table that is written as a key with dots, within the table that it is in.
fn below() -> Item {
    let mut table = Table::new();
    table.set_dotted(true);
    Item::Table(table)
}

/// A value as a scenario states it. One of a parameter says that nothing backs it, unless it has a source with it.
fn stated(path: &str, value: &str) -> Value {
    let value = value.parse().unwrap_or_else(|_| Value::from(value));
    let is_rollout = path.ends_with(".rollout.start") || path.ends_with(".rollout.ramp");
    let is_parameter = path.contains('.') && !is_rollout && kind_at(path).is_some();
    if !is_parameter || value.is_inline_table() {
        return value;
    }
    let mut table = InlineTable::new();
    table.insert("value", value);
    table.insert("evidence", "assumed".into());
    table.insert("note", NOTE.into());
    table.into()
}
