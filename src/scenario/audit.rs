//! The assumption audit: every parameter in force, and how far to trust it.

use super::Scenario;
use super::evidence::{Confidence, Evidence, Status};
use crate::model::assumptions::{Platform, World};
use crate::model::parameter::{Group, Leaf, Spec, each_parameter};
use crate::units::Span;
use std::collections::BTreeMap;

/// One parameter as the scenario states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    /// Its path; with `arm.NAME.` before it where an arm differs from the base world.
    pub path: String,
    /// When the arm's change begins; none if it holds from the start.
    pub start: Option<Span>,
    /// What it means.
    pub doc: &'static str,
    /// The value or distribution, as a person writes it.
    pub value: String,
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

/// Lists every parameter of the base world, then for each arm those in which it differs.
#[must_use]
pub fn audit(scenario: &Scenario) -> Vec<Assumption> {
    let mut rows = Vec::new();
    let mut base = scenario.base.clone();
    each_parameter(&mut base, &mut |path, doc, leaf| {
        // A part of the model that is played is no assumption of the scenario's; one that is not, is.
        if leaf.unstated() != Some(leaf.number()) {
            rows.push(row(scenario, path.to_owned(), None, doc, leaf));
        }
    });
    let base = specs(&mut base);
    for arm in &scenario.arms {
        let mut difference = |before: &BTreeMap<String, Spec>, group: &mut dyn Group, above: &str, start: Option<Span>| {
            each_parameter(group, &mut |path, doc, leaf| {
                let silent = before.get(path).is_none() && leaf.unstated() == Some(leaf.number());
                if before.get(path).copied() != leaf.spec() && !silent {
                    rows.push(row(scenario, format!("arm.{}.{above}{path}", arm.name), start, doc, leaf));
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

fn row(scenario: &Scenario, path: String, start: Option<Span>, doc: &'static str, leaf: &dyn Leaf) -> Assumption {
    let (kind, source) = (leaf.kind(), leaf.source());
    let cited: Vec<&Evidence> = source.evidence.iter().filter_map(|id| scenario.evidence.get(id)).collect();
    let caveats = cited.iter().filter(|e| !e.caveat.is_empty()).map(|e| format!("{}: {}", e.id, e.caveat));
    Assumption {
        path,
        start,
        doc: doc.trim(),
        value: leaf.spec().map(|spec| spec.show(&kind)).unwrap_or_default(),
        unit: kind.unit,
        evidence: source.evidence.clone(),
        status: cited.iter().map(|e| e.status).max().or(source.stated.then_some(Status::Assumed)),
        confidence: cited.iter().map(|e| e.confidence).max(),
        caveat: caveats.collect::<Vec<_>>().join("; "),
        note: source.note.clone(),
    }
}
