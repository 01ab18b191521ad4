//! What differs between two scenarios, in the words of the audit.

use super::Scenario;
use super::audit::{Assumption, Grounds, audit};
use std::collections::{BTreeMap, BTreeSet};

/// Something that differs between two scenarios.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its path; with `arm.NAME.` before it where an arm says it.
    pub path: String,
    /// When the arm's change begins, in days; none if it holds from the start.
    pub start: Option<f64>,
    /// What it is in the first; none where that does not have it.
    pub before: Option<Stated>,
    /// What it is in the second.
    pub after: Option<Stated>,
}

/// What a scenario says of something.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// The value with its unit.
    pub value: String,
    /// What it rests on: rows of evidence, or "assumed"; empty where nothing is said.
    pub grounds: String,
}

impl Stated {
    fn plain(value: &(impl ToString + ?Sized)) -> Option<Self> {
        let value = value.to_string();
        (!value.is_empty()).then(|| Self { value, grounds: String::new() })
    }

    fn of(row: &Assumption) -> Self {
        let cited = row.evidence.join(", ");
        let grounds = if cited.is_empty() && row.grounds() == Grounds::Assumed { Grounds::Assumed.name().to_owned() } else { cited };
        let bare = !["", "count"].contains(&row.unit) && row.value.parse::<f64>().is_ok();
        Self { value: if bare { format!("{} {}", row.value, row.unit) } else { row.value.clone() }, grounds }
    }
}

/// What differs between two scenarios: title and question, the seeds, policies that one of them alone has, and every value. Notes and
/// evidence are told with a value that differs; where they alone differ, nothing is.
#[must_use]
pub fn differences(before: &Scenario, after: &Scenario) -> Vec<Change> {
    let mut changes: Vec<Change> =
        settings(before).into_iter().zip(settings(after)).filter_map(|(a, b)| change(a.0, None, a.1, b.1)).collect();
    let arms = |scenario: &Scenario| scenario.arms.iter().map(|arm| arm.name.clone()).collect::<Vec<_>>();
    let (had, has) = (arms(before), arms(after));
    let named: BTreeSet<&String> = had.iter().chain(&has).filter(|name| !(had.contains(name) && has.contains(name))).collect();
    for name in &named {
        let stated = |arms: &Vec<String>| arms.contains(name).then(|| Stated { value: "a policy".to_owned(), grounds: String::new() });
        changes.extend(change(&format!("arm.{name}"), None, stated(&had), stated(&has)));
    }
    let (mut from, mut to) = (values(before), values(after));
    let keys: BTreeSet<Key> = from.keys().chain(to.keys()).cloned().collect();
    for key in keys {
        let of_one_alone = named.iter().any(|name| key.0.strip_prefix("arm.").is_some_and(|rest| rest.starts_with(&format!("{name}."))));
        if !of_one_alone {
            changes.extend(change(&key.0, key.1.map(|ms| ms as f64 / MS_OF_A_DAY), from.remove(&key), to.remove(&key)));
        }
    }
    changes
}

/// Milliseconds of a day.
const MS_OF_A_DAY: f64 = 86_400_000.0;

/// A path, and when what it says begins, in milliseconds.
type Key = (String, Option<u64>);

fn values(scenario: &Scenario) -> BTreeMap<Key, Stated> {
    audit(scenario).iter().map(|row| ((row.path.clone(), row.start.map(|start| start.0)), Stated::of(row))).collect()
}

/// What of a scenario is no parameter.
fn settings(scenario: &Scenario) -> [(&'static str, Option<Stated>); 7] {
    let weights: Vec<String> = scenario.weights.iter().map(|own| format!("{} = {}", own.outcome.definition().id, own.weight)).collect();
    let whole = |number: Option<u64>| number.as_ref().and_then(Stated::plain);
    [
        ("question", Stated::plain(&scenario.question)),
        ("title", scenario.title.as_ref().and_then(Stated::plain)),
        ("weights", Stated::plain(&weights.join(", "))),
        ("asks-about", scenario.asks_about.as_ref().and_then(Stated::plain)),
        ("seed", whole(Some(scenario.seed))),
        ("assumption-seed", whole(scenario.assumption_seed)),
        ("replications", whole(Some(u64::from(scenario.replications)))),
    ]
}

fn change(path: &str, start: Option<f64>, before: Option<Stated>, after: Option<Stated>) -> Option<Change> {
    let value = |stated: &Option<Stated>| stated.as_ref().map(|stated| stated.value.clone());
    (value(&before) != value(&after)).then(|| Change { path: path.to_owned(), start, before, after })
}
