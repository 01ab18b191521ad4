//! What so many draws say: how each policy as set differs from the file as it stands, and how the policies as set differ from each other.

use crate::experiment::{Design, Runs};
use crate::inference::{influences, summary_in_all};
use crate::model::Outcomes;
use crate::report::{differences, outcome_name, sentences};
use crate::results::tables::{Reading, SummaryRow};
use crate::results::{Manifest, Results, RunInfo, Selection};
use crate::scenario::{Arm, Scenario};
use crate::text::{compact, percent, shell_word, signed};
use serde::Serialize;
use std::cmp::Reverse;
use std::sync::Arc;

/// Names of the two sides of a comparison with the file.
const FILE: &str = "file";
const SET: &str = "set";
/// Assumptions that are named.
const NAMED: usize = 10;

/// What so many draws say.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// Draws of the assumptions.
    pub draws: u32,
    /// Replications of each policy.
    pub replications: u32,
    /// Whether no more are simulated.
    pub is_last: bool,
    /// The digest of all outcomes of the policies as set.
    pub digest: String,
    /// The command that gives these results.
    pub command: String,
    /// By policy: what the settings change, as a paired difference to the file as it stands.
    pub changed: Vec<Shown>,
    /// The policies as set, beside each other.
    pub policies: Shown,
    /// Assumptions that move the answer in these draws, strongest first; none where there are too few draws.
    pub influences: Vec<String>,
    /// What the settings may not mean.
    pub notes: Vec<String>,
}

/// A comparison in words, in pictures and in figures.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Shown {
    /// The policy; empty if it is of all.
    pub arm: String,
    /// Its title.
    pub title: String,
    /// Whether nothing of it is changed, so that no run can differ.
    pub is_same: bool,
    /// The answer in words.
    pub sentences: Vec<String>,
    /// Charts for screens, as SVG.
    pub wide: Vec<String>,
    /// Charts for phones.
    pub narrow: Vec<String>,
    /// Why there is no chart, if there is none.
    pub left_out: Option<String>,
    /// The figures, outcome by outcome.
    pub rows: Vec<Figures>,
}

/// A difference with its interval.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// The policy's title.
    pub policy: String,
    /// The outcome.
    pub outcome: String,
    /// Its unit.
    pub unit: String,
    /// The mean that it is compared with.
    pub before: String,
    /// The mean.
    pub after: String,
    /// The paired difference.
    pub difference: String,
    /// Its 95 % interval; empty where nothing can be said.
    pub interval: String,
    /// The difference in per cent.
    pub relative: String,
    /// Replications behind it.
    pub n: u32,
    /// What may be read from it.
    pub reading: &'static str,
}

/// What is compared.
pub(super) struct Compared<'a> {
    pub(super) set: &'a Scenario,
    /// The arms of the file, then those as set.
    pub(super) design: &'a Design,
    /// By arm: whether the settings change it.
    pub(super) changed: &'a [bool],
    pub(super) settings: &'a [(String, String)],
}

/// What the first replications say. The runs come back as they were.
pub(super) fn answer(
    compared: &Compared,
    file: &mut [Vec<Outcomes>],
    own: &mut [Vec<Outcomes>],
    (replications, most): (u32, u32),
) -> Answer {
    let Compared { set, changed, settings, .. } = *compared;
    let lists = file.iter_mut().zip(own.iter_mut()).zip(changed).map(|((file, own), changed)| if *changed { own } else { file });
    let mut said = with_results((set.clone(), Design::of(set)), lists.collect(), replications, |results| {
        let manifest = Manifest::new(results, Selection::standard());
        let rows = summary_in_all(results);
        let title = format!("Difference from \u{201c}{}\u{201d}, as set", manifest.run.title(&manifest.run.baseline));
        let policies = shown(&manifest.run, results, &rows, &title);
        let said = Answer {
            draws: results.draw_count(),
            replications,
            is_last: replications == most,
            digest: manifest.digest,
            command: command(&set.name, replications, &set.overrides),
            changed: Vec::new(),
            policies,
            influences: moving(results),
            notes: set
                .notices()
                .iter()
                .filter(|notice| notice.name() == "overridden-in-every-arm")
                .map(|n| format!("{}: {}", n.cause(), n.remedy()))
                .collect(),
        };
        (said, manifest.run)
    });
    if !settings.is_empty() {
        let of = |arm| against_file(compared, (&mut file[arm], &mut own[arm]), arm, (replications, &said.1));
        said.0.changed = (0..changed.len()).map(of).collect();
    }
    said.0
}

/// What the settings change of one policy.
fn against_file(
    compared: &Compared,
    (file, own): (&mut Vec<Outcomes>, &mut Vec<Outcomes>),
    arm: usize,
    (replications, run): (u32, &RunInfo),
) -> Shown {
    let Compared { set, design, changed, .. } = *compared;
    let described = &set.arms[arm];
    let title = described.title.clone().unwrap_or_else(|| described.name.clone());
    if !changed[arm] {
        return Shown { arm: described.name.clone(), title, is_same: true, ..Shown::default() };
    }
    let points = [arm, changed.len() + arm].map(|point| design.points[point].clone());
    let named = |name: &str, title: &str, point: usize| Arm {
        name: name.to_owned(),
        title: Some(title.to_owned()),
        plan: (*points[point].plan).clone(),
    };
    let arms = vec![named(FILE, "As the file has it", 0), named(SET, "As you set it", 1)];
    let run = RunInfo {
        baseline: FILE.to_owned(),
        arms: arms.iter().map(|arm| arm.name.clone()).collect(),
        titles: arms.iter().filter_map(|arm| arm.title.clone()).collect(),
        asks_about: Some(SET.to_owned()),
        begins: vec![None; 2],
        ..run.clone()
    };
    let mut pair = set.clone();
    pair.arms = arms;
    let design = Design { points: points.to_vec(), ..design.clone() };
    with_results((pair, design), vec![file, own], replications, |results| {
        let rows = summary_in_all(results);
        let heading = format!("\u{201c}{title}\u{201d}: difference from the file as it stands");
        Shown { arm: described.name.clone(), title: title.clone(), ..shown(&run, results, &rows, &heading) }
    })
}

/// Makes results of the first replications of these lists, and gives the lists back.
fn with_results<T>(
    (scenario, design): (Scenario, Design),
    mut lists: Vec<&mut Vec<Outcomes>>,
    replications: u32,
    say: impl FnOnce(&Results) -> T,
) -> T {
    let rests: Vec<Vec<Outcomes>> = lists.iter_mut().map(|list| list.split_off(list.len().min(replications as usize))).collect();
    let records = lists.iter_mut().map(|list| std::mem::take(*list)).collect();
    let results = Results::new(Arc::new(scenario), design, Runs { records, events: 0 });
    let said = say(&results);
    for ((list, first), rest) in lists.into_iter().zip(results.into_runs().records).zip(rests) {
        *list = first;
        list.extend(rest);
    }
    said
}

fn shown(run: &RunInfo, results: &Results, rows: &[SummaryRow], title: &str) -> Shown {
    let answer = Selection::standard().answer;
    let drawn = differences(run, results.design().per_draw, rows, title);
    let figures = answer.iter().flat_map(|outcome| rows.iter().filter(move |row| row.is_total() && row.outcome == *outcome));
    let mean =
        |outcome: &str| rows.iter().find(|row| row.is_total() && row.arm == run.baseline && row.outcome == outcome).map(|row| row.mean);
    Shown {
        sentences: sentences(run, &answer, rows, &[]).iter().map(ToString::to_string).collect(),
        wide: drawn.wide,
        narrow: drawn.narrow,
        left_out: drawn.left_out,
        rows: figures.filter(|row| row.arm != run.baseline).map(|row| written(run, row, mean(&row.outcome))).collect(),
        ..Shown::default()
    }
}

fn written(run: &RunInfo, row: &SummaryRow, before: Option<f64>) -> Figures {
    let interval = row.difference_low.zip(row.difference_high);
    Figures {
        policy: run.title(&row.arm).to_owned(),
        outcome: outcome_name(&row.outcome).to_owned(),
        unit: row.unit.clone(),
        before: before.map(compact).unwrap_or_default(),
        after: compact(row.mean),
        difference: row.difference.map(signed).unwrap_or_default(),
        interval: interval.map(|(low, high)| format!("{} to {}", signed(low), signed(high))).unwrap_or_default(),
        relative: row.relative.map(|share| percent(100.0 * share)).unwrap_or_default(),
        n: row.replications,
        reading: row.reading.map_or("no interval", Reading::word),
    }
}

/// The assumptions that move some difference most over the draws.
fn moving(results: &Results) -> Vec<String> {
    let mut rows = influences(results).largest;
    rows.retain(|row| row.significant);
    rows.sort_by_key(|row| Reverse((row.rank_correlation.abs() * 1e9) as u64));
    let mut paths: Vec<String> = Vec::new();
    for row in rows {
        if !paths.contains(&row.parameter) {
            paths.push(row.parameter);
        }
    }
    paths.truncate(NAMED);
    paths
}

/// The command that gives these results.
fn command(name: &str, replications: u32, set: &[(String, String)]) -> String {
    let sets = set.iter().map(|(path, value)| format!(" --set {}", shell_word(&format!("{path}={value}"))));
    format!("veilsim run {} --replications {replications}{}", shell_word(&format!("{name}.toml")), sets.collect::<String>())
}
