//! Scenarios: the only place that knows TOML.
//!
//! A scenario is one file: a question, a world, and the arms to compare. [`load`] reads it with the presets it extends and gives
//! each arm as a [`Plan`], or every problem at once, each with its place. What may stand in a scenario is declared in two places: the
//! tree of parameters of [`World`], so that a mechanism that declares a parameter has made it known to scenarios, to the audit of
//! [`audit`](audit()) and to [`describe`](describe()); and `grammar`, for the keys around them. Reader, schema and `explain` follow.
//!
//! A parameter is a bare value, or a table: one of `value`, `uniform`, `log-uniform`, `triangular`, with `evidence` (ids, or
//! "assumed") and `note`. A table of parameters may carry `evidence` and `note` for those below it that have none of their own.
//! A change in an arm comes into force with its `rollout`, or at once; later ones stand in `[[arm.NAME.change]]`, and those of the
//! outside world, which meet every arm, in `[[timeline]]`.
//!
//! `[weights]` may give outcomes a weight of the writer's own, which the report shows and nothing else uses.
//!
//! Order of precedence, later wins: presets in the order of `extends` · the table that extends them · `--set` · for an arm its own
//! tables · changes in the order of their start. A list of changes or of presets that `--set` gives takes the place of the file's.
//!
//! Reading takes time in proportion to the text, whatever it holds: names, texts and lists have a greatest length, and so has what
//! presets and arms can multiply.
//!
//! ```
//! let scenario = veilsim::scenario::load("scenarios/smoke.toml".as_ref(), &[]).unwrap();
//! assert_eq!(scenario.arms[0].name, "keep-readable");
//! ```

mod arms;
mod audit;
mod beside;
mod check;
mod describe;
mod difference;
mod document;
pub mod evidence;
mod grammar;
mod leaf;
mod notice;
pub mod posterior;
pub mod presets;
mod priors;
mod problem;
mod reader;
#[cfg(feature = "cli")]
mod rewrite;
mod schema;
mod shipped;
mod source;
pub mod targets;
mod template;
mod term;
mod weights;

pub use audit::{Assumption, Grounds, audit};
pub use beside::{Beside, DrawsFrom, POSTERIOR, TARGETS};
pub use describe::{Description, describe, kind_at, shipped_values};
pub use difference::{Change, Stated, differences};
pub use grammar::{KeyDescription, Scope, keys};
pub use notice::Notice;
pub use priors::{OwnRange, Prior};
pub use problem::{Problem, Problems};
#[cfg(feature = "cli")]
pub use rewrite::rewritten;
pub use schema::schema;
pub use shipped::SCENARIOS;
pub use template::create;
pub use weights::Weight;

use crate::model::assumptions::World;
use crate::model::plan::Plan;
use crate::parameter::Source;
use document::{Content, Document, Table};
use grammar::{Holds, Place};
use reader::{Context, Reader};
use source::brief;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::rc::Rc;

/// The figures of a scenario's own, in a file beside it and in a record.
const EVIDENCE: &str = "evidence.csv";

/// Longer files are refused unread.
const LONGEST: u64 = 4 << 20;

/// A question, a world, and the arms to compare.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The file's name without its extension.
    pub name: String,
    /// A title for charts and the report, if the file has one.
    pub title: Option<String>,
    /// The question it asks.
    pub question: String,
    /// The arm that the question is about; none where there is the baseline alone.
    pub asks_about: Option<String>,
    /// Seed of every random stream.
    pub seed: u64,
    /// Seed of the draws of the uncertain parameters, where it is another.
    pub assumption_seed: Option<u64>,
    /// Replications of each arm.
    pub replications: u32,
    /// The file's text.
    pub text: String,
    /// Names and texts of the files it uses, in the order of their names: presets; the `evidence.csv` beside
    /// it, if there is one; the user's targets and the posterior, if it has them.
    pub presets: Vec<(String, String)>,
    /// The `--set` in force, as path and value.
    pub overrides: Vec<(String, String)>,
    /// The figures it can cite.
    pub evidence: evidence::Base,
    /// The world before any arm touches it.
    pub base: World,
    /// The arms, in the order of the file. The first is the baseline.
    pub arms: Vec<Arm>,
    /// Titles of platforms, markets and classes of offenders, by name, where the file or its presets give any.
    pub titles: BTreeMap<String, String>,
    /// What the writer holds outcomes to be worth; none unless the file says so.
    pub weights: Vec<Weight>,
    /// What readers take assumptions to be in place of its ranges, in the order of the file.
    pub priors: Vec<Prior>,
    /// The published figures that it is held against: those that ship, unless the user named others.
    pub targets: Vec<targets::Target>,
    /// What the uncertain parameters are drawn from; their ranges, if it is none.
    pub posterior: Option<posterior::Posterior>,
    /// What its answer is held against beside; none unless the file says so.
    pub cross_check: Option<CrossCheck>,
    /// What was noticed while it was read; [`Scenario::notices`] has more.
    noticed: Vec<Notice>,
}

/// How a run looks at its answer again under other assumptions.
#[derive(Clone, Debug)]
pub struct CrossCheck {
    /// Replications of the policy that the question is about, and of the baseline; at least 1.
    pub replications: u32,
    /// A posterior, where the run itself draws from ranges.
    pub posterior: Option<posterior::Posterior>,
}

impl CrossCheck {
    /// Lengths of the joint moves of assumptions, in standard deviations, farthest first: a nearer one is of interest only where a farther
    /// one turns the sign.
    pub const FARTHEST_FIRST: [f64; 3] = [3.0, 2.0, 1.0];
}

impl Scenario {
    /// Runs that the cross-checks of the answer take at most: two policies, under other draws and at each length of the joint move.
    #[must_use]
    pub fn cross_check_runs(&self) -> f64 {
        let check = self.cross_check.as_ref().filter(|_| self.asks_about.is_some());
        let looks = 1.0 + CrossCheck::FARTHEST_FIRST.len() as f64;
        check.map_or(0.0, |check| 2.0 * looks * f64::from(check.replications.min(self.replications)))
    }
}

/// One policy.
#[derive(Clone, Debug)]
pub struct Arm {
    /// Its name in the file.
    pub name: String,
    /// A title for charts and the report, if the file has one.
    pub title: Option<String>,
    /// Its world over time.
    pub plan: Plan,
}

/// Reads the scenario at `path`, or of that name among those that ship, with `overrides` of single parameters as path and value, as `--set` has them.
///
/// # Errors
/// All problems of the file, of the presets it uses and of the overrides.
pub fn load(path: &Path, overrides: &[(String, String)]) -> Result<Scenario, Problems> {
    load_with(path, overrides, &Beside::default())
}

/// [`load`], with files that stand beside the scenario: targets of the user's own, and a posterior to draw from.
///
/// # Errors
/// All problems of the files and of the overrides.
pub fn load_with(path: &Path, overrides: &[(String, String)], beside: &Beside) -> Result<Scenario, Problems> {
    let file = path.display().to_string();
    if let Some(text) = shipped::text(path) {
        let mut reader = Reader::new(&file, None);
        reader.beside = beside.clone();
        return read(reader, &file, text, overrides);
    }
    let name = path.file_stem().map_or_else(|| file.clone(), |stem| stem.to_string_lossy().into_owned());
    match read_text(path) {
        Ok(text) => {
            // Beside a link stands what belongs to the link; presets and evidence belong to the file.
            let linked = path.is_symlink().then(|| path.canonicalize().ok()).flatten();
            let folder = linked.as_deref().unwrap_or(path).parent().map(Path::to_path_buf).unwrap_or_default();
            let mut reader = Reader::new(&name, Some(folder));
            reader.notices.extend(linked.map(|real| Notice::Linked { real }));
            reader.beside = beside.clone();
            read(reader, &file, &text, overrides)
        }
        Err(problem) => {
            let mut problems = Problems::new(&name);
            problems.add(problem);
            Err(problems)
        }
    }
}

/// Reads a scenario from a text. It can extend the presets that ship.
///
/// # Errors
/// All problems of the text and of the overrides.
pub fn parse(name: &str, text: &str, overrides: &[(String, String)]) -> Result<Scenario, Problems> {
    read(Reader::new(name, None), name, text, overrides)
}

/// Reads a scenario again from a record of its text and of the files that it used, as [`Scenario::presets`] has them.
///
/// # Errors
/// All problems of the texts and of the overrides.
pub fn reread(name: &str, text: &str, presets: &[(String, String)], overrides: &[(String, String)]) -> Result<Scenario, Problems> {
    let mut reader = Reader::new(name, None);
    reader.recorded = presets.to_vec();
    reader.is_of_record = true;
    read(reader, name, text, overrides)
}

/// The text of a file that may be anything.
fn read_text(path: &Path) -> Result<String, Problem> {
    let file = path.display().to_string();
    let wrong = |message: String, help: &str| Problem::of_file(&file, format!("{file}: {message}"), help);
    if path.is_dir() {
        return Err(wrong("this is a folder".to_owned(), "name a scenario in it, such as smoke.toml"));
    }
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(path).and_then(|f| f.take(LONGEST + 1).read_to_end(&mut bytes));
    opened.map_err(|error| wrong(format!("cannot be read: {error}"), "check the path; `veilsim list` names those that ship"))?;
    if bytes.len() as u64 > LONGEST {
        return Err(wrong("longer than 4 MB".to_owned(), "a scenario is a few KB: is this another kind of file?"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let line = String::from_utf8_lossy(&error.as_bytes()[..offset]).matches('\n').count() + 1;
        wrong(format!("not UTF-8 text: the first bad byte is at offset {offset}, in line {line}"), "save the file as UTF-8")
    })
}

fn read(mut reader: Reader, file: &str, text: &str, overrides: &[(String, String)]) -> Result<Scenario, Problems> {
    reader.merge_evidence();
    let mut layers = Vec::new();
    for (path, value) in overrides {
        reader.keep(override_document(path, value), &mut layers);
    }
    if text.trim().is_empty() {
        let help = "scenarios/smoke.toml is one to start from";
        reader.problems.add(Problem::of_file(file, format!("{file} is empty"), help));
        return Err(reader.problems.in_order(file));
    }
    let overriding = layers.len();
    reader.keep(Document::parse(file, text), &mut layers);
    if layers.len() == overriding {
        return Err(reader.problems.in_order(file));
    }
    layers.rotate_right(1);
    for later in 1..layers.len() {
        let (earlier, rest) = layers.split_at_mut(later);
        for document in earlier {
            document.yield_to(&rest[0]);
        }
    }
    let layers: Vec<Rc<Document>> = layers.into_iter().map(Rc::new).collect();

    let header = reader.header(&layers);
    let mut base = reader.base(&layers);
    if reader.is_exhausted() {
        return Err(reader.problems.in_order(file));
    }
    let start = layers[0].start();
    // What a preset that cannot be read would have set is not missing.
    if !reader.lacks_preset {
        reader.check_complete(&mut base, &start);
    }
    reader.check_world("", &base, &start);
    let arms = reader.arms(&layers, &base);
    let weights = reader.weights(&layers);
    let priors = if reader.problems.list.is_empty() { reader.priors(&layers, &base, overrides) } else { Vec::new() };
    let asks_about = reader.asks_about(&layers, &arms);
    reader.notice_overrides(overrides);
    let posterior = reader.posterior(header.draws.as_ref());
    let cross_check = reader.cross_check(header.cross_checks, header.posterior.as_ref(), posterior.is_some());
    let (targets, own_targets) = reader.targets();
    if !reader.problems.list.is_empty() {
        return Err(reader.problems.in_order(file));
    }
    let mut scenario = Scenario {
        name: reader.problems.name.clone(),
        title: header.title,
        question: header.question,
        asks_about,
        titles: reader.titles,
        seed: header.seed,
        assumption_seed: None,
        replications: header.replications,
        text: text.to_owned(),
        presets: reader.used.into_iter().collect(),
        overrides: overrides.to_vec(),
        evidence: reader.evidence,
        base,
        arms,
        weights,
        priors,
        targets,
        posterior,
        cross_check,
        noticed: reader.notices,
    };
    beside::hold(&mut scenario, own_targets.as_deref())?;
    Ok(scenario)
}

/// One `--set` as a document of its own, so that a problem can point into it. A value that is not TOML is taken as a text.
fn override_document(path: &str, value: &str) -> Result<Document, Vec<Problem>> {
    let quoted = || format!("{path} = {}", toml::Value::String(value.to_owned()));
    let plain = Document::parse("--set", &format!("{path} = {value}"));
    let mut document = plain.or_else(|plain| Document::parse("--set", &quoted()).map_err(|_| plain))?;
    document.source = Some(Source { evidence: Vec::new(), stated: true, note: "set on the command line".to_owned() });
    Ok(document)
}

#[derive(Default)]
struct Header {
    title: Option<String>,
    question: String,
    seed: u64,
    replications: u32,
    /// The file to draw from, and where it is named.
    draws: Option<(String, source::Spot)>,
    /// Replications of cross-checks, where they are set.
    cross_checks: Option<u32>,
    /// The file that they draw from, and where it is named.
    posterior: Option<(String, source::Spot)>,
}

impl Reader {
    fn keep(&mut self, document: Result<Document, Vec<Problem>>, layers: &mut Vec<Document>) {
        match document {
            Ok(document) => layers.push(document),
            Err(problems) => self.add_all(problems),
        }
    }

    /// Adds the rows of an `evidence.csv` on record, or of one beside the scenario.
    fn merge_evidence(&mut self) {
        let recorded = self.recorded.iter().find(|(name, _)| name == EVIDENCE).map(|(_, text)| Ok(text.clone()));
        let path = self.folder.as_ref().map(|f| f.join(EVIDENCE)).filter(|p| p.is_file());
        let file = path.as_ref().map_or_else(|| EVIDENCE.to_owned(), |path| path.display().to_string());
        let Some(text) = recorded.or_else(|| path.map(|path| read_text(&path))) else { return };
        let merged = text.and_then(|text| {
            let help = "columns are those of the evidence.csv that ships with veilsim";
            self.evidence.merge(&text).map_err(|error| Problem::of_file(&file, format!("{file}: {error}"), help))?;
            self.used.insert(EVIDENCE.to_owned(), text);
            Ok(())
        });
        if let Err(problem) = merged {
            self.problems.add(problem);
        }
    }

    fn header(&mut self, layers: &[Rc<Document>]) -> Header {
        let mut header = Header::default();
        let needed = Place::Scenario.keys().iter().filter(|key| key.required && !matches!(key.holds, Holds::Arms));
        for key in needed.map(|key| key.name) {
            if layers.iter().all(|d| d.root.get(key).is_none()) {
                let example = match key {
                    "question" => "question = \"What changes if …?\"",
                    "seed" => "seed = 1, so that the run can be repeated",
                    _ => "replications = 200",
                };
                self.problem(&layers[0].start(), format!("{key} is not set"), format!("write {example}"));
            }
        }
        for document in layers {
            let context = Context::new(document, "", true);
            for entry in &document.root.entries {
                match entry.key.as_str() {
                    "question" => header.question = self.text(entry, Place::Scenario, &context).unwrap_or_default(),
                    "title" => header.title = self.text(entry, Place::Scenario, &context),
                    "seed" => header.seed = self.whole(entry, &context),
                    "draws" | "posterior" => {
                        let spot = context.spot(&entry.value.at);
                        let named = self.text(entry, Place::Scenario, &context).map(|name| (name, spot));
                        *(if entry.key == "draws" { &mut header.draws } else { &mut header.posterior }) = named;
                    }
                    "cross-checks" => header.cross_checks = u32::try_from(self.whole(entry, &context)).ok(),
                    "replications" => header.replications = u32::try_from(self.whole(entry, &context)).unwrap_or_default(),
                    _ => {}
                }
            }
        }
        header
    }

    /// The arm that the question is about.
    fn asks_about(&mut self, layers: &[Rc<Document>], arms: &[Arm]) -> Option<String> {
        let others: Vec<&str> = arms.iter().skip(1).map(|arm| arm.name.as_str()).collect();
        let mut asked = others.first().map(|name| (*name).to_owned());
        for document in layers {
            let Some(entry) = document.root.get("asks-about") else { continue };
            let context = Context::new(document, "", true);
            let Some(name) = self.text(entry, Place::Scenario, &context) else { continue };
            // Of a scenario cut down to its baseline, the question is about nothing else.
            if others.is_empty() {
                continue;
            }
            if others.contains(&name.as_str()) || self.is_exhausted() {
                asked = Some(name);
                continue;
            }
            let near = self.near(&name, others.iter().copied()).map(|near| format!("did you mean {near}? ")).unwrap_or_default();
            let message = format!("asks-about is \"{}\", which is no arm beside the baseline", brief(&name));
            self.problem(&context.spot(&entry.value.at), message, format!("{near}there are: {}", others.join(", ")));
        }
        asked
    }

    fn whole(&mut self, entry: &document::Entry, context: &Context) -> u64 {
        let Some(Holds::Whole { least, most }) = Place::Scenario.key(&entry.key).map(|key| key.holds) else { return 0 };
        match entry.value.content {
            Content::Number(_, Some(x)) if (least..=most).contains(&x) => x,
            _ => {
                let message = format!("{} is a whole number from {least}", entry.key);
                let example = if entry.key == "seed" { 1 } else { 200 };
                self.problem(&context.spot(&entry.value.at), message, format!("write for example {} = {example}", entry.key));
                0
            }
        }
    }

    fn base(&mut self, layers: &[Rc<Document>]) -> World {
        let mut world = World::default();
        for (i, document) in layers.iter().enumerate() {
            let context = Context::new(document, "", i == 0);
            self.group(&mut world, &document.root, &context, Place::Scenario);
        }
        world
    }
}

/// The tables under `key` of each layer that has one.
fn tables<'a>(layers: &[(Rc<Document>, &'a Table)], key: &str) -> Vec<(Rc<Document>, &'a Table)> {
    layers.iter().filter_map(|(d, t)| Some((Rc::clone(d), t.table(key)?))).collect()
}
