//! The manifest: what was run, so that it can be run again, and a digest of what came out.

use super::digest::digest_of_totals;
use super::{ArmDigest, Results, ResultsError, RunInfo, Selection, TableHash, digests, hash};
use crate::experiment::{Method, Runs, Totals};
use crate::model::Outcome;
use crate::scenario::{POSTERIOR, Scenario, TARGETS};
use crate::units::Span;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::path::Path;

/// The manifest's file in a results directory.
pub const FILE: &str = "manifest.json";

/// What a results directory says about how it came about. Nothing in it depends on the machine, the clock or the threads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The run in a few words.
    pub run: RunInfo,
    /// The method that chose the points, if they are not the arms as they stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// Whether tables were asked for, and neither charts nor page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tables_only: bool,
    /// What the charts show.
    pub charts: Selection,
    /// The scenario file's text, in full.
    pub scenario: String,
    /// The presets that it uses, by name.
    pub presets: Vec<(String, String)>,
    /// Values set on the command line, in order.
    pub set: Vec<(String, String)>,
    /// BLAKE3 hash of the scenario, its presets and the values set.
    pub scenario_hash: String,
    /// Replications that share one draw of the uncertain parameters.
    pub replications_per_draw: NonZeroU32,
    /// Events simulated, over all runs.
    pub events: u64,
    /// The digest of each arm's outcomes.
    pub arms: Vec<ArmDigest>,
    /// BLAKE3 hash of all arms' digests in the order of their names.
    pub digest: String,
    /// The hash of every table, once they are written.
    #[serde(default)]
    pub tables: Vec<TableHash>,
}

impl Manifest {
    /// The manifest of results.
    #[must_use]
    pub fn new(results: &Results, charts: Selection) -> Self {
        let scenario = results.scenario();
        let names: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
        let (arms, digest) = digests(&names, results.simulated());
        let run = RunInfo {
            seed: results.seed(),
            precision: results.precision().cloned(),
            planned: (results.planned() > results.replications()).then_some(results.planned()),
            ..run_info(scenario, results.replications())
        };
        let events = results.simulated().events;
        Self { charts, events, arms, ..Self::of(scenario, run, results.design().per_draw, digest) }
    }

    /// The manifest of the points that a method chose, about these outcomes.
    #[must_use]
    pub fn of_method(scenario: &Scenario, (method, per_draw): (&Method, NonZeroU32), runs: &Runs<Totals>, outcomes: &[Outcome]) -> Self {
        let run = run_info(scenario, runs.replications());
        let answer = outcomes.iter().map(|outcome| outcome.definition().id.to_owned()).collect();
        let charts = Selection { answer, ..Selection::default() };
        Self { method: Some(method.clone()), charts, events: runs.events, ..Self::of(scenario, run, per_draw, digest_of_totals(runs)) }
    }

    fn of(scenario: &Scenario, run: RunInfo, replications_per_draw: NonZeroU32, digest: String) -> Self {
        Self {
            run,
            method: None,
            tables_only: false,
            charts: Selection::default(),
            scenario: scenario.text.clone(),
            presets: scenario.presets.clone(),
            set: scenario.overrides.clone(),
            scenario_hash: scenario_hash(scenario),
            replications_per_draw,
            events: 0,
            arms: Vec::new(),
            digest,
            tables: Vec::new(),
        }
    }

    /// Where another manifest says something else of the same run, as paths such as `run.question`; hashes apart, of which there are
    /// better words.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let fields = |manifest: &Self| serde_json::to_value(manifest).unwrap_or_default();
        let mut found = Vec::new();
        differences("", &fields(self), &fields(other), &mut found);
        found.retain(|path| !["tables", "arms", "digest", "scenario_hash"].contains(&path.split(['.', '[']).next().unwrap_or_default()));
        found
    }

    /// Writes the manifest to `dir`.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, dir: &Path) -> Result<(), ResultsError> {
        let file = dir.join(FILE);
        let text = serde_json::to_string_pretty(self).map_err(std::io::Error::from);
        text.and_then(|text| std::fs::write(&file, text + "\n")).map_err(|source| ResultsError::File { file, source })
    }

    /// The version of veilsim that wrote the manifest of `dir`, if it says so, even where the rest of it cannot be read.
    #[must_use]
    pub fn version(dir: &Path) -> Option<String> {
        let text = std::fs::read_to_string(dir.join(FILE)).ok()?;
        let manifest: Value = serde_json::from_str(&text).ok()?;
        Some(manifest["run"]["version"].as_str()?.to_owned())
    }

    /// Reads the manifest of `dir`.
    ///
    /// # Errors
    /// If there is none, or it is not one.
    pub fn read(dir: &Path) -> Result<Self, ResultsError> {
        let file = dir.join(FILE);
        let text = std::fs::read_to_string(&file);
        text.and_then(|text| serde_json::from_str(&text).map_err(Into::into)).map_err(|source| ResultsError::File { file, source })
    }
}

/// A scenario's run in so many replications, in a few words.
fn run_info(scenario: &Scenario, replications: u32) -> RunInfo {
    let (world, names) = (&scenario.base, || scenario.arms.iter().map(|arm| arm.name.clone()));
    RunInfo {
        name: scenario.name.clone(),
        question: scenario.question.clone(),
        baseline: names().next().unwrap_or_default(),
        arms: names().collect(),
        titles: scenario.arms.iter().map(|arm| arm.title.clone().unwrap_or_default()).collect(),
        asks_about: scenario.asks_about.clone(),
        platform: scenario.platform_in_question(),
        begins: scenario.begins().into_iter().map(|begins| begins.map(|time| Span(time.0).days())).collect(),
        replications,
        precision: None,
        planned: None,
        seed: scenario.seed,
        assumption_seed: scenario.assumption_seed,
        horizon_days: world.horizon.get().days(),
        sample: world.sample.number(),
        platforms: world.platform.iter().map(|(n, _)| n.to_owned()).collect(),
        markets: world.market.iter().map(|(n, _)| n.to_owned()).collect(),
        targets: scenario.beside(TARGETS).map(hash),
        posterior: scenario.beside(POSTERIOR).map(hash),
        names: scenario.titles.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// The paths below `path` at which two values differ.
fn differences(path: &str, one: &Value, other: &Value, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(own), Value::Object(others)) => {
            let keys: BTreeSet<&String> = own.keys().chain(others.keys()).collect();
            for key in keys {
                let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                differences(&below, own.get(key).unwrap_or(&Value::Null), others.get(key).unwrap_or(&Value::Null), found);
            }
        }
        _ if one == other => {}
        _ => found.push(path.to_owned()),
    }
}

/// BLAKE3 hash of a scenario, its presets and the values set.
#[must_use]
pub fn scenario_hash(scenario: &Scenario) -> String {
    hash(&format!("{}\n{:?}\n{:?}", scenario.text, scenario.presets, scenario.overrides))
}
