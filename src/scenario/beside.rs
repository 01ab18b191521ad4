//! Files that stand beside a scenario: published figures of the user's own, and a posterior to draw from. Both are part of the record.

use super::posterior::Posterior;
use super::problem::{Problem, Problems};
use super::reader::Reader;
use super::source::Spot;
use super::targets::{self, Target};
use super::{CrossCheck, Notice, Scenario, read_text, shipped};
use std::path::{Component, Path, PathBuf};

/// What targets are called in a record.
pub const TARGETS: &str = "targets.csv";
/// What a posterior is called there.
pub const POSTERIOR: &str = "posterior.csv";
/// What a posterior is called there that cross-checks alone draw from.
const CROSS_CHECK: &str = "cross-check-posterior.csv";

/// Files that a user names beside a scenario.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Targets instead of those that ship.
    pub targets: Option<PathBuf>,
    /// What the uncertain parameters are drawn from.
    pub draws: DrawsFrom,
}

/// What the uncertain parameters are drawn from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DrawsFrom {
    /// What the scenario says: a posterior, or else their ranges.
    #[default]
    Scenario,
    /// A posterior in this file.
    Posterior(PathBuf),
    /// Their ranges, whatever the scenario says.
    Prior,
}

/// A file beside a scenario.
enum File {
    /// At this path.
    There(PathBuf),
    /// In the program, by name and text.
    Shipped(String, &'static str),
}

impl Scenario {
    /// The text of a file beside the scenario that is part of its record, such as [`TARGETS`]; none if it uses none.
    #[must_use]
    pub fn beside(&self, name: &str) -> Option<&str> {
        self.presets.iter().find(|(file, _)| file == name).map(|(_, text)| text.as_str())
    }
}

impl Reader {
    /// The targets to hold the scenario against; the file of the user's own, if there is one.
    pub(super) fn targets(&mut self) -> (Vec<Target>, Option<String>) {
        let Some((file, text)) = self.beside(TARGETS, self.beside.targets.clone().map(File::There)) else {
            return (targets::shipped().unwrap_or_default(), None);
        };
        let read = text.and_then(|text| {
            let help = "the columns are described in docs/guide.md; scenarios/targets.csv is an example";
            targets::read(&text).map_err(|error| Problem::of_file(&file, format!("{file}: {error}"), help))
        });
        match read {
            Ok(targets) => (targets, Some(file)),
            Err(problem) => {
                self.problems.add(problem);
                (Vec::new(), Some(file))
            }
        }
    }

    /// The posterior to draw from, if the user or the scenario names one.
    pub(super) fn posterior(&mut self, named: Option<&(String, Spot)>) -> Option<Posterior> {
        let from = match (&self.beside.draws, named) {
            (DrawsFrom::Posterior(path), _) => Some(File::There(path.clone())),
            (DrawsFrom::Scenario, Some(named)) => self.file("draws", named),
            _ => None,
        };
        self.read_posterior(POSTERIOR, from)
    }

    /// How the answer is looked at again, if the scenario says so; it may name a posterior where the run itself draws from none.
    pub(super) fn cross_check(
        &mut self,
        replications: Option<u32>,
        named: Option<&(String, Spot)>,
        draws_from_posterior: bool,
    ) -> Option<CrossCheck> {
        if let Some((name, spot)) = named.filter(|_| replications.is_none()) {
            let help = format!("write cross-checks = 80 beside it; to draw the run itself from the file, write draws = \"{name}\"");
            self.problems.add(Problem::at(spot, "posterior is what cross-checks draw from, and there are none", help));
            return None;
        }
        let from = named.and_then(|named| self.file("posterior", named));
        let posterior = if draws_from_posterior { None } else { self.read_posterior(CROSS_CHECK, from) };
        replications.filter(|replications| *replications > 0).map(|replications| CrossCheck { replications, posterior })
    }

    /// The file that a scenario names, in its own folder or among those that ship.
    fn file(&mut self, key: &str, (name, spot): &(String, Spot)) -> Option<File> {
        let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        if !inside {
            let help = "write the name of a file beside the scenario, such as posterior.csv";
            self.problems.add(Problem::at(spot, format!("{key} leads out of the scenario's folder"), help));
            return None;
        }
        match &self.folder {
            Some(folder) => Some(File::There(folder.join(name))),
            // On record, whatever was drawn from is there.
            None if self.is_of_record => None,
            None => {
                let shipped = shipped::posterior(name).map(|text| File::Shipped(name.clone(), text));
                if shipped.is_none() {
                    let help = "posterior.csv ships with veilsim; for a file of your own, keep the scenario as a file in the same folder";
                    self.problems.add(Problem::at(spot, format!("{key} names {name}, which does not ship"), help));
                }
                shipped
            }
        }
    }

    fn read_posterior(&mut self, record: &str, from: Option<File>) -> Option<Posterior> {
        let (file, text) = self.beside(record, from)?;
        let read = text.and_then(|text| {
            let help = "veilsim calibrate writes such a file; --prior goes without it";
            Posterior::read(&text).map_err(|error| Problem::of_file(&file, format!("{file}: {error}"), help))
        });
        read.map_err(|problem| self.problems.add(problem)).ok()
    }

    /// The name and the text of a file that the user names, or that is on record. It becomes part of the record.
    fn beside(&mut self, record: &str, from: Option<File>) -> Option<(String, Result<String, Problem>)> {
        let recorded = self.recorded.iter().find(|(name, _)| name == record).map(|(name, text)| (name.clone(), Ok(text.clone())));
        let (file, text) = recorded.or_else(|| {
            from.map(|from| match from {
                File::There(path) => (path.display().to_string(), read_text(&path)),
                File::Shipped(name, text) => (name, Ok(text.to_owned())),
            })
        })?;
        if let Ok(text) = &text {
            self.used.insert(record.to_owned(), text.clone());
        }
        Some((file, text))
    }
}

/// Holds targets against the scenario, and says where a posterior is of another range. Of the user's own targets, none may say that it
/// is a test and be none, or cite what is not there.
pub(super) fn hold(scenario: &mut Scenario, own_targets: Option<&str>) -> Result<(), Problems> {
    let mut held = std::mem::take(&mut scenario.targets);
    targets::hold(&mut held, scenario);
    let mut problems = Problems::new(&scenario.name);
    if let Some(file) = own_targets {
        for row in &held {
            let name = format!("{file}: {} ({})", row.target, row.what);
            if let Some(path) = &row.cited_by {
                let message = format!("{name} is no test: {path} cites the same evidence");
                problems.add(Problem::of_file(file, message, "write use = fitted, or let the parameter rest on something else"));
            }
            for id in row.evidence.iter().filter(|id| scenario.evidence.get(id).is_none()) {
                let remedy = "add the row to an evidence.csv beside the scenario, with the columns of scenarios/evidence.csv";
                problems.add(Problem::of_file(file, format!("{name} cites {id}, which is not in the evidence base"), remedy));
            }
        }
    }
    scenario.targets = held;
    let of_cross_check = scenario.cross_check.as_ref().and_then(|check| check.posterior.as_ref());
    let drawn_from = scenario.posterior.as_ref().or(of_cross_check);
    let strange = drawn_from.map(|posterior| posterior.strange(scenario)).unwrap_or_default();
    if !strange.is_empty() {
        scenario.noticed.push(Notice::OtherRanges { paths: strange });
    }
    if problems.list.is_empty() { Ok(()) } else { Err(problems) }
}
