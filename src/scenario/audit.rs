//! The assumption audit: every parameter in force, and how far to trust it.

use super::Scenario;
use super::evidence::{Confidence, Evidence, Status};
use crate::model::assumptions::{Platform, World};
use crate::parameter::{Group, Leaf, Spec, each_parameter};
use crate::units::Span;
use std::collections::BTreeMap;

/// What a value rests on, in the words of the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grounds {
    /// Figures that were read at their source, or arithmetic on them.
    Cited,
    /// At least one figure from memory.
    Recalled,
    /// A prior without evidence.
    Assumed,
    /// The scenario does not say.
    Unstated,
}

impl Grounds {
    /// All of them, the firmest first.
    pub const ALL: [Self; 4] = [Self::Cited, Self::Recalled, Self::Assumed, Self::Unstated];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cited => "cited",
            Self::Recalled => "recalled",
            Self::Assumed => "assumed",
            Self::Unstated => "unstated",
        }
    }
}

/// One parameter as the scenario states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    /// Its path; with `arm.NAME.` before it where an arm differs from the base world.
    pub path: String,
    /// The arm that differs; none for the base world.
    pub arm: Option<String>,
    /// When the arm's change begins; none if it holds from the start.
    pub start: Option<Span>,
    /// What it means.
    pub doc: &'static str,
    /// The value or distribution, as a person writes it.
    pub value: String,
    /// The same as a number or distribution in the unit.
    pub spec: Option<Spec>,
    /// Its unit; empty for choices.
    pub unit: &'static str,
    /// The rows of evidence it cites.
    pub evidence: Vec<String>,
    /// The weakest status among them; assumed if the scenario says so. None if the scenario says nothing.
    pub status: Option<Status>,
    /// The lowest confidence among them.
    pub confidence: Option<Confidence>,
    /// The caveats of the evidence.
    pub caveat: String,
    /// The scenario's own remark.
    pub note: String,
}

impl Assumption {
    /// What the value rests on.
    #[must_use]
    pub fn grounds(&self) -> Grounds {
        match self.status {
            Some(Status::Seen | Status::Derived) => Grounds::Cited,
            Some(Status::Recalled | Status::DerivedFromRecalled) => Grounds::Recalled,
            Some(Status::Assumed) => Grounds::Assumed,
            None => Grounds::Unstated,
        }
    }

    /// The kind of parameter, whichever market, platform or class it is of: "platform · detection".
    #[must_use]
    pub fn topic(&self) -> String {
        if self.arm.is_some() {
            return "changes in the arms".to_owned();
        }
        match self.path.split('.').collect::<Vec<_>>()[..] {
            [table, _, topic, _, ..] => format!("{table} · {topic}"),
            ["response", ..] => "responses of users".to_owned(),
            [table, _, ..] => format!("{table} · basics"),
            _ => "settings of the run".to_owned(),
        }
    }
}

/// Lists every parameter of the base world, then for each arm those in which it differs.
#[must_use]
pub fn audit(scenario: &Scenario) -> Vec<Assumption> {
    let mut rows = Vec::new();
    let mut base = scenario.base.clone();
    each_parameter(&mut base, &mut |path, doc, leaf| {
        // A part of the model that is simulated is no assumption of the scenario; leaving it out is one.
        if leaf.unstated() != Some(leaf.number()) {
            rows.push(row(scenario, path.to_owned(), (None, None), doc, leaf));
        }
    });
    let base = specs(&mut base);
    for arm in &scenario.arms {
        let mut difference = |before: &BTreeMap<String, Spec>, group: &mut dyn Group, above: &str, start: Option<Span>| {
            each_parameter(group, &mut |path, doc, leaf| {
                let silent = before.get(path).is_none() && leaf.unstated() == Some(leaf.number());
                if before.get(path).copied() != leaf.spec() && !silent {
                    let place = (Some(arm.name.clone()), start);
                    rows.push(row(scenario, format!("arm.{}.{above}{path}", arm.name), place, doc, leaf));
                }
            });
        };
        let mut world: World = arm.plan.world.clone();
        difference(&base, &mut world, "", None);
        let mut current: BTreeMap<&str, Platform> = BTreeMap::new();
        for change in &arm.plan.changes {
            let before = current.get(change.platform.as_str()).or_else(|| world.platform.get(&change.platform)).cloned();
            let before = specs(&mut before.unwrap_or_default());
            let mut after = change.after.clone();
            difference(&before, &mut after, &format!("platform.{}.", change.platform), Some(Span(change.start.0)));
            current.insert(&change.platform, after);
        }
    }
    rows
}

fn specs(group: &mut dyn Group) -> BTreeMap<String, Spec> {
    let mut specs = BTreeMap::new();
    each_parameter(group, &mut |path, _, leaf| {
        if let Some(spec) = leaf.spec() {
            specs.insert(path.to_owned(), spec);
        }
    });
    specs
}

fn row(scenario: &Scenario, path: String, (arm, start): (Option<String>, Option<Span>), doc: &'static str, leaf: &dyn Leaf) -> Assumption {
    let (kind, source) = (leaf.kind(), leaf.source());
    let cited: Vec<&Evidence> = source.evidence.iter().filter_map(|id| scenario.evidence.get(id)).collect();
    let caveats = cited.iter().filter(|e| !e.caveat.is_empty()).map(|e| format!("{}: {}", e.id, e.caveat));
    Assumption {
        path,
        arm,
        start,
        doc: doc.trim(),
        value: leaf.spec().map(|spec| spec.show(&kind)).unwrap_or_default(),
        spec: leaf.spec(),
        unit: kind.unit,
        evidence: source.evidence.clone(),
        status: cited.iter().map(|e| e.status).max().or(source.stated.then_some(Status::Assumed)),
        confidence: cited.iter().map(|e| e.confidence).max(),
        caveat: caveats.collect::<Vec<_>>().join("; "),
        note: source.note.clone(),
    }
}
