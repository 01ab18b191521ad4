//! A scenario, where it is from, and a run of it.

use crate::error::{failed, wrong};
use crate::work::wait;
use pyo3::prelude::*;
use std::path::PathBuf;
use veilsim::app::{self, Request};
use veilsim::experiment::{Limits, Precision, within};
use veilsim::model::Outcome;
use veilsim::results::Selection;
use veilsim::scenario::{self, Beside, DrawsFrom};

/// Where a scenario is from, so that it can be read with other values.
#[derive(Clone)]
pub(crate) enum Source {
    /// A file, or the name of one that ships.
    File(PathBuf, Beside),
    /// A text with the files that it uses.
    Text { name: String, text: String, presets: Vec<(String, String)> },
}

/// A scenario as it was read.
#[pyclass(frozen, module = "veilsim._core")]
pub(crate) struct Scenario {
    pub(crate) read: scenario::Scenario,
    pub(crate) source: Source,
    /// The results that have its runs, if it is on record there.
    pub(crate) results: Option<PathBuf>,
}

/// How something is simulated: the keyword arguments that `veilsim/_scenario.py` has of it.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Options {
    replications: Option<u32>,
    seed: Option<u64>,
    assumption_seed: Option<u64>,
    pub(crate) threads: usize,
    most_events: Option<f64>,
    /// In GB.
    most_memory: Option<f64>,
    pub(crate) tables_only: bool,
    pub(crate) out: PathBuf,
    pub(crate) outcomes: Vec<String>,
    pub(crate) progress: Option<Py<PyAny>>,
}

/// The most work that may be done: what the caller says, or what the command line has.
pub(crate) fn limits(most_events: Option<f64>, most_memory: Option<f64>) -> Limits {
    let usual = Limits::default();
    Limits { events: most_events.unwrap_or(usual.events), bytes: most_memory.map_or(usual.bytes, |gb| 1e9 * gb) }
}

impl Options {
    pub(crate) fn limits(&self) -> Limits {
        limits(self.most_events, self.most_memory)
    }

    /// The outcomes asked for; none, if it is those that are usual.
    pub(crate) fn outcomes(&self) -> PyResult<Option<Vec<Outcome>>> {
        let named: Vec<Outcome> = self.outcomes.iter().map(|id| app::outcome(id)).collect::<Result<_, _>>().map_err(failed)?;
        Ok(Some(named).filter(|named| !named.is_empty()))
    }
}

impl Scenario {
    fn load(source: Source, set: &[(String, String)]) -> PyResult<Self> {
        let read = match &source {
            Source::File(path, beside) => scenario::load_with(path, set, beside),
            Source::Text { name, text, presets } => scenario::reread(name, text, presets, set),
        };
        Ok(Self { read: read.map_err(|problems| wrong(&problems, ""))?, source, results: None })
    }

    /// The scenario as it is to be simulated, if that is not too much work.
    pub(crate) fn with(&self, options: &Options) -> PyResult<scenario::Scenario> {
        let mut scenario = self.read.clone();
        if options.replications == Some(0) {
            return Err(failed("there is at least one replication"));
        }
        scenario.replications = options.replications.unwrap_or(scenario.replications);
        scenario.seed = options.seed.unwrap_or(scenario.seed);
        scenario.assumption_seed = options.assumption_seed.or(scenario.assumption_seed);
        within(&scenario, options.limits()).map_err(|error| failed(format!("{}: {error}", scenario.name)))?;
        Ok(scenario)
    }
}

#[pymethods]
impl Scenario {
    #[new]
    #[pyo3(signature = (path, set, targets, draws_from, prior))]
    fn new(
        path: PathBuf,
        set: Vec<(String, String)>,
        targets: Option<PathBuf>,
        draws_from: Option<PathBuf>,
        prior: bool,
    ) -> PyResult<Self> {
        let draws = match draws_from {
            Some(_) if prior => return Err(failed("draws are from a posterior or from the ranges, not from both")),
            Some(file) => DrawsFrom::Posterior(file),
            None if prior => DrawsFrom::Prior,
            None => DrawsFrom::Scenario,
        };
        Self::load(Source::File(path, Beside { targets, draws }), &set)
    }

    /// A scenario from a text.
    #[staticmethod]
    fn from_text(name: String, text: String) -> PyResult<Self> {
        Self::load(Source::Text { name, text, presets: Vec::new() }, &[])
    }

    /// The same with other values: a path that was set before is set anew.
    fn set(&self, values: Vec<(String, String)>) -> PyResult<Self> {
        let is_anew = |path: &str| values.iter().any(|(other, _)| other == path);
        let mut set: Vec<(String, String)> = self.read.overrides.iter().filter(|(path, _)| !is_anew(path)).cloned().collect();
        set.extend(values.iter().cloned());
        let mut other = Self::load(self.source.clone(), &set)?;
        if matches!(self.source, Source::Text { .. }) {
            // Of results on record, the seed and the size of the run are on record too.
            let own = |key: &str| is_anew(key);
            other.read.seed = if own("seed") { other.read.seed } else { self.read.seed };
            other.read.replications = if own("replications") { other.read.replications } else { self.read.replications };
            other.read.assumption_seed = self.read.assumption_seed;
        }
        Ok(other)
    }

    #[getter]
    fn name(&self) -> &str {
        &self.read.name
    }

    #[getter]
    fn title(&self) -> Option<&str> {
        self.read.title.as_deref()
    }

    #[getter]
    fn question(&self) -> &str {
        &self.read.question
    }

    #[getter]
    fn asks_about(&self) -> Option<&str> {
        self.read.asks_about.as_deref()
    }

    #[getter]
    fn seed(&self) -> u64 {
        self.read.seed
    }

    #[getter]
    fn replications(&self) -> u32 {
        self.read.replications
    }

    #[getter]
    fn text(&self) -> &str {
        &self.read.text
    }

    #[getter]
    fn overrides(&self) -> Vec<(String, String)> {
        self.read.overrides.clone()
    }

    #[getter]
    fn arms(&self) -> Vec<String> {
        self.read.arms.iter().map(|arm| arm.name.clone()).collect()
    }

    /// What `veilsim check` says.
    fn check(&self, most_events: Option<f64>, most_memory: Option<f64>) -> PyResult<String> {
        within(&self.read, limits(most_events, most_memory)).map_err(|error| failed(format!("{}: {error}", self.read.name)))?;
        let note = |cause: String, remedy: String| format!("note: {cause}\n  {remedy}");
        let mut said = vec![app::grounds(&self.read)];
        if matches!(&self.source, Source::File(_, beside) if beside.targets.is_some()) {
            said.push(app::held(&self.read));
        }
        said.extend(self.read.notices().iter().map(|notice| note(notice.cause(), notice.remedy())));
        Ok(said.join("\n"))
    }

    /// Simulates the arms and writes what came out to the folder that `options` name; gives the folder.
    fn run(&self, py: Python<'_>, options: Options, until_precision: Option<f64>) -> PyResult<PathBuf> {
        let scenario = self.with(&options)?;
        if until_precision.is_some_and(|share| share.is_nan() || share <= 0.0 || share >= 1.0) {
            return Err(failed("a precision is a share of the baseline between 0 and 1, for example 0.05"));
        }
        let outcomes = options.outcomes()?;
        let ids = |outcomes: Vec<Outcome>| outcomes.iter().map(|outcome| outcome.definition().id.to_owned()).collect();
        let outcomes = outcomes.map_or_else(|| Selection::standard().headline, ids);
        let precision = until_precision.map(|share| Precision { share, most: scenario.replications, outcomes });
        let Options { tables_only, out, threads, progress, .. } = options;
        let request = Request { scenario, precision, tables_only, so_far: false, out, threads };
        wait(py, progress.as_ref(), move |watch| Ok(app::run(request, watch)?.folder))
    }
}

/// What mechanisms, parameters, outcomes and figures mean whose name has this in it.
#[pyfunction]
pub(crate) fn explain(name: &str) -> PyResult<String> {
    app::explain(name).map_err(failed)
}

/// The scenarios that ship, each with its question.
#[pyfunction]
pub(crate) fn scenarios() -> PyResult<Vec<(String, String)>> {
    let question = |(name, text): &(&str, &str)| {
        let scenario = scenario::parse(name, text, &[]).map_err(|problems| wrong(&problems, ""))?;
        Ok(((*name).to_owned(), scenario.question))
    };
    scenario::SCENARIOS.iter().map(question).collect()
}
