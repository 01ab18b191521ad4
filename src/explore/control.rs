//! What can be moved: the levers of the policies, the platform's switches, and every assumption with its source.

use crate::parameter::Spec;
use crate::results::manifest::scenario_hash;
use crate::scenario::{Assumption, Scenario, audit};
use crate::units::{Kind, Quantity, Span, Syntax};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Assumptions that are shown before anybody searches.
const SHOWN: usize = 10;
/// Quantiles between which a distribution's width is measured.
const BULK: [f64; 2] = [0.05, 0.95];

/// All that a page needs to know of a scenario.
#[derive(Clone, Debug, Serialize)]
pub struct Controls {
    /// Name of the scenario.
    pub name: String,
    /// Its title, or its name.
    pub title: String,
    /// Its question.
    pub question: String,
    /// Its seed.
    pub seed: String,
    /// Hash of the scenario as it stands.
    pub hash: String,
    /// Name and title of each policy, the baseline first.
    pub arms: Vec<(String, String)>,
    /// Titles of platforms, markets and classes of offenders, by name.
    pub titles: BTreeMap<String, String>,
    /// The policy that the question is about.
    pub asks_about: Option<String>,
    /// What policies change, policy by policy; then the switches of the platform.
    pub levers: Vec<Lever>,
    /// Paths of the assumptions to show first: the widest.
    pub widest: Vec<String>,
    /// Every parameter.
    pub all: Vec<Control>,
}

/// Controls that belong together.
#[derive(Clone, Debug, Serialize)]
pub struct Lever {
    /// Whose they are.
    pub title: String,
    /// Their paths.
    pub paths: Vec<String>,
}

/// One parameter that can be moved.
#[derive(Clone, Debug, Serialize)]
pub struct Control {
    /// Its path, as `--set` takes it.
    pub path: String,
    /// What it means.
    pub about: String,
    /// How it is written: "number", "whole", "duration", "rate", "word" or "switch".
    pub syntax: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The words that it can be.
    pub words: &'static [&'static str],
    /// The least value of a slider.
    pub low: f64,
    /// The greatest value of a slider.
    pub high: f64,
    /// Whether the slider moves by factors.
    pub logarithmic: bool,
    /// The value as it stands; of a range, its median.
    pub at: f64,
    /// The value as it stands, as a person writes it.
    pub stated: String,
    /// Whether it is a range, drawn anew in each draw.
    pub is_range: bool,
    /// What it rests on: "cited", "recalled", "assumed" or "unstated".
    pub grounds: &'static str,
    /// The scenario's reason.
    pub note: String,
    /// The figures that it cites.
    pub sources: Vec<Cited>,
}

/// A figure that a value rests on.
#[derive(Clone, Debug, Serialize)]
pub struct Cited {
    /// Its id.
    pub id: String,
    /// What was counted or measured, and the figure.
    pub figure: String,
    /// Who says so.
    pub source: String,
    /// Where to read it; empty if there is no address.
    pub url: String,
}

/// Everything that can be moved in a scenario.
#[must_use]
pub fn controls(scenario: &Scenario) -> Controls {
    let rows = audit(scenario);
    let mut all: Vec<Control> = rows.iter().filter_map(|row| control(scenario, row)).collect();
    let starts = starts(scenario, &rows);
    let levers = levers(scenario, &rows, &starts);
    all.extend(starts);
    // A lever that changes twice in an arm has one path, and is set once.
    let mut seen = BTreeSet::new();
    all.retain(|control| seen.insert(control.path.clone()));
    Controls {
        name: scenario.name.clone(),
        title: scenario.title.clone().unwrap_or_else(|| scenario.name.clone()),
        question: scenario.question.clone(),
        seed: scenario.seed.to_string(),
        hash: scenario_hash(scenario),
        arms: scenario.arms.iter().map(|arm| (arm.name.clone(), arm.title.clone().unwrap_or_else(|| arm.name.clone()))).collect(),
        titles: scenario.titles.clone(),
        asks_about: scenario.asks_about.clone(),
        levers,
        widest: widest(scenario, &rows),
        all,
    }
}

/// What the arms change, arm by arm, and when; then what the platform's rules switch for all of them.
fn levers(scenario: &Scenario, rows: &[Assumption], starts: &[Control]) -> Vec<Lever> {
    let of_arm = |name: &str| {
        let own = rows.iter().filter(|row| row.arm.as_deref() == Some(name)).map(|row| row.path.clone());
        let prefix = format!("arm.{name}.");
        own.chain(starts.iter().map(|start| start.path.clone()).filter(|path| path.starts_with(&prefix))).collect::<Vec<_>>()
    };
    let arms =
        scenario.arms.iter().map(|arm| Lever { title: arm.title.clone().unwrap_or_else(|| arm.name.clone()), paths: of_arm(&arm.name) });
    let mut levers: Vec<Lever> = arms.filter(|lever| !lever.paths.is_empty()).collect();
    if let Some(platform) = scenario.platform_in_question() {
        let prefix = format!("platform.{platform}.");
        // What every arm states for itself does not follow the platform.
        let overridden = |path: &str| scenario.arms.iter().all(|arm| rows.iter().any(|row| row.path == format!("arm.{}.{path}", arm.name)));
        let is_switch = |row: &&Assumption| {
            let kind = crate::scenario::kind_at(&row.path).map(|kind| kind.syntax);
            row.arm.is_none() && row.path.starts_with(&prefix) && matches!(kind, Some(Syntax::Switch | Syntax::Word(_)))
        };
        let paths = rows.iter().filter(is_switch).map(|row| row.path.clone()).filter(|path| !overridden(path)).collect();
        let title = scenario.titles.get(&platform).unwrap_or(&platform);
        levers.push(Lever { title: format!("{title}, for all policies"), paths });
    }
    levers
}

/// When the change of each arm begins, for arms whose table of the platform has a rollout.
fn starts(scenario: &Scenario, rows: &[Assumption]) -> Vec<Control> {
    let mut starts = Vec::new();
    for arm in &scenario.arms {
        let [change] = arm.plan.changes.as_slice() else { continue };
        if !rows.iter().any(|row| row.arm.as_deref() == Some(&arm.name) && row.start.is_some()) {
            continue;
        }
        let begins = Span(change.start.0);
        let note = String::new();
        let path = format!("arm.{}.platform.{}.rollout.start", arm.name, change.platform);
        let about = "When the policy comes into force, from the start of the run.".to_owned();
        let horizon = scenario.base.horizon.number();
        let range = Range { low: 0.0, high: horizon, logarithmic: false };
        let spec = Spec::Constant(begins.days());
        starts.push(Control { grounds: "unstated", note, sources: Vec::new(), ..of(path, about, &<Span as Quantity>::KIND, spec, range) });
    }
    starts
}

fn control(scenario: &Scenario, row: &Assumption) -> Option<Control> {
    let (kind, spec) = (crate::scenario::kind_at(&row.path)?, row.spec?);
    let cited = row.evidence.iter().filter_map(|id| scenario.evidence.get(id)).map(|row| Cited {
        id: row.id.clone(),
        figure: format!("{}: {} {}", row.quantity, crate::text::compact(row.value), row.unit),
        source: [row.source.as_str(), &row.year].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        // A page makes a link of it.
        url: if row.url.starts_with("https://") || row.url.starts_with("http://") { row.url.clone() } else { String::new() },
    });
    let (sources, note) = (cited.collect(), row.note.clone());
    let grounds = row.grounds().name();
    Some(Control { grounds, note, sources, ..of(row.path.clone(), row.doc.to_owned(), &kind, spec, range(&kind, spec)) })
}

/// The ends of a slider.
#[derive(Clone, Copy)]
struct Range {
    low: f64,
    high: f64,
    logarithmic: bool,
}

/// The range that a value is drawn from; of one that is known, from nothing to some times as much, as far as it may go.
fn range(kind: &Kind, spec: Spec) -> Range {
    match spec {
        Spec::Uniform(low, high) | Spec::Triangular(low, _, high) => Range { low, high, logarithmic: false },
        Spec::LogUniform(low, high) => Range { low, high, logarithmic: true },
        Spec::Constant(at) => {
            let most = if at > 0.0 { 4.0 * at } else { 1.0 };
            let high = if kind.high <= 1.0 && at > 0.05 { kind.high } else { most.min(kind.high) };
            Range { low: kind.low, high: high.max(at), logarithmic: false }
        }
    }
}

fn of(path: String, about: String, kind: &Kind, spec: Spec, range: Range) -> Control {
    let (syntax, words): (_, &[&str]) = match kind.syntax {
        Syntax::Number => ("number", &[]),
        Syntax::Whole => ("whole", &[]),
        Syntax::Duration => ("duration", &[]),
        Syntax::Rate => ("rate", &[]),
        Syntax::Word(words) => ("word", words),
        Syntax::Switch => ("switch", &[]),
    };
    Control {
        path,
        about,
        syntax,
        unit: kind.unit,
        words,
        low: range.low,
        high: range.high,
        logarithmic: range.logarithmic,
        at: spec.quantile(0.5),
        stated: spec.show(kind),
        is_range: spec.is_uncertain(),
        grounds: "",
        note: String::new(),
        sources: Vec::new(),
    }
}

/// The assumptions of which least is known: those with the widest ranges, of all places and the platform in question.
fn widest(scenario: &Scenario, rows: &[Assumption]) -> Vec<String> {
    let platform = scenario.platform_in_question();
    let is_near = |path: &str| match path.strip_prefix("platform.").and_then(|rest| rest.split_once('.')) {
        Some((name, _)) => platform.as_deref().is_none_or(|asked| asked == name),
        None => true,
    };
    let width = |spec: Spec| {
        let [low, high] = BULK.map(|p| spec.quantile(p));
        if low > 0.0 { high / low } else { f64::INFINITY }
    };
    let mut ranges: Vec<(f64, &str)> = rows
        .iter()
        .filter(|row| row.arm.is_none() && is_near(&row.path))
        .filter_map(|row| Some((width(row.spec.filter(Spec::is_uncertain)?), row.path.as_str())))
        .filter(|(width, _)| width.is_finite())
        .collect();
    ranges.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    // What each market or class has of its own is one assumption to a reader, and named once.
    let mut kinds = BTreeSet::new();
    ranges.retain(|(_, path)| {
        kinds.insert(path.split('.').enumerate().filter(|(place, _)| *place != 1).map(|part| part.1).collect::<Vec<_>>())
    });
    ranges.into_iter().take(SHOWN).map(|(_, path)| path.to_owned()).collect()
}
