//! In which worlds something holds: a box, checked on the other half of the draws, and a tree of which policy is best where.

use super::objective::Objective;
use super::pairs::Pair;
use super::points::Points;
use super::said::Said;
use crate::analysis::discovery::{Found, Node, Prim, Score, Step, policy_tree, prim};
use crate::analysis::share_interval;
use crate::experiment::Condition;
use crate::model::Outcome;
use crate::results::tables::{self, BoxRow, LeafRow, PeelRow, WarningKind, WarningRow};
use crate::results::{CONFIDENCE, Draws, ResultsError, Uncertain};
use crate::text::{compact, percent};
use std::path::Path;

pub(super) fn write(dir: &Path, points: &Points, when: &Condition) -> Result<Said, ResultsError> {
    let parameters = Draws::of(points.design, points.runs.replications()).into_parameters();
    let arm = points.scenario.arms.iter().position(|arm| arm.name == when.arm);
    let (mut said, mut boxes, mut peels, mut leaves) = (Said::default(), Vec::new(), Vec::new(), Vec::new());
    if let Some((outcome, arm)) = when.outcome().zip(arm) {
        let (draws, values) = values(points, arm, outcome, when.difference);
        let so: Vec<bool> = values.iter().map(|value| when.holds(*value)).collect();
        let inputs: Vec<Vec<f64>> = parameters.iter().map(|parameter| draws.iter().map(|draw| parameter.values[*draw]).collect()).collect();
        let holds = so.iter().filter(|so| **so).count();
        said.lines.push(format!("{when} in {holds} of {} draws", so.len()));
        match prim(&inputs, &so) {
            Some(found) => (boxes, peels) = told(&found, when, (&parameters, &inputs), &mut said),
            None => said.warnings.push(unsearched(so.len(), holds)),
        }
        leaves = tree(points, outcome, &parameters, &mut said);
    }
    tables::write::<BoxRow, _>(dir, &boxes)?;
    tables::write::<PeelRow, _>(dir, &peels)?;
    tables::write::<LeafRow, _>(dir, &leaves)?;
    Ok(said)
}

/// Means over the chances of the draws that have a value.
fn values(points: &Points, arm: usize, outcome: Outcome, difference: bool) -> (Vec<usize>, Vec<f64>) {
    if difference {
        let pair = Pair::at(points, 0, arm, outcome);
        let both = if arm == 0 { vec![0.0; pair.draws.len()] } else { pair.both() };
        return (pair.draws, both);
    }
    let each = points.design.each_draw(&points.levels(0, arm, outcome));
    each.into_iter().enumerate().filter_map(|(draw, value)| Some((draw, value?))).unzip()
}

fn told(found: &Prim, when: &Condition, (parameters, inputs): (&[Uncertain], &[Vec<f64>]), said: &mut Said) -> (Vec<BoxRow>, Vec<PeelRow>) {
    let (step, is_box) = match &found.found {
        Found::Box(step) => (step, true),
        Found::NoBox(step) => (step, false),
    };
    let limit = |(parameter, (bounds, column)): (&Uncertain, (&crate::analysis::discovery::Bounds, &Vec<f64>))| {
        let finite = |value: f64| value.is_finite().then_some(value);
        (!bounds.is_free()).then(|| BoxRow {
            condition: when.to_string(),
            parameter: parameter.path.clone(),
            unit: parameter.kind.unit.to_owned(),
            from: finite(bounds.low),
            to: finite(bounds.high),
            least: column.iter().copied().fold(f64::INFINITY, f64::min),
            most: column.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        })
    };
    let limits: Vec<BoxRow> = parameters.iter().zip(step.bounds.iter().zip(inputs)).filter_map(limit).collect();
    let score = &step.held_out;
    let share =
        |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |share| percent(100.0 * share).trim_start_matches('+').to_owned());
    if is_box && !limits.is_empty() {
        said.lines.push(format!(
            "a box, checked on the other half of the draws: it holds in {} of the worlds inside, {} of all; {} of the worlds in which it holds lie inside",
            share(score.density()),
            share(Some(score.all as f64 / score.draws as f64)),
            share(score.coverage())
        ));
        said.lines.extend(limits.iter().map(|row| format!("  {}", limit_words(row))));
    } else {
        said.lines.push("no box: the best one does no better on the other half of the draws than a random pick may".to_owned());
    }
    let steps = found.peeling.iter().map(|step| (step, false)).chain([(step, true)]);
    let peels = (0..).zip(steps).map(|(number, (step, chosen))| peel(number, step, chosen)).collect();
    (if is_box { limits } else { Vec::new() }, peels)
}

fn limit_words(row: &BoxRow) -> String {
    let unit = if row.unit.is_empty() { String::new() } else { format!(" {}", row.unit) };
    match (row.from, row.to) {
        (Some(from), Some(to)) => format!("{} from {} to {}{unit}", row.parameter, compact(from), compact(to)),
        (Some(from), None) => format!("{} at least {}{unit}", row.parameter, compact(from)),
        (None, Some(to)) => format!("{} at most {}{unit}", row.parameter, compact(to)),
        (None, None) => row.parameter.clone(),
    }
}

fn peel(number: u32, step: &Step, chosen: bool) -> PeelRow {
    let interval = |score: &Score| share_interval(score.density()?, score.inside as f64, CONFIDENCE);
    PeelRow {
        step: number,
        chosen,
        limited: step.bounds.iter().filter(|bounds| !bounds.is_free()).count() as u32,
        inside: step.searched.inside as u32,
        density: step.searched.density(),
        coverage: step.searched.coverage(),
        held_out_inside: step.held_out.inside as u32,
        held_out_density: step.held_out.density(),
        held_out_coverage: step.held_out.coverage(),
        held_out_p: step.held_out.p_value(),
        held_out_low: interval(&step.held_out).map(|interval| interval.low),
        held_out_high: interval(&step.held_out).map(|interval| interval.high),
    }
}

/// Which policy is best where, in the outcome of the condition; nothing where neither direction is better.
fn tree(points: &Points, outcome: Outcome, parameters: &[Uncertain], said: &mut Said) -> Vec<LeafRow> {
    if !Objective::all(&Points { outcomes: &[outcome], ..*points }).contains(&Objective::Outcome(outcome)) {
        return Vec::new();
    }
    let benefits = Objective::Outcome(outcome).benefits(points);
    let inputs: Vec<Vec<f64>> =
        parameters.iter().map(|parameter| benefits.draws.iter().map(|draw| parameter.values[*draw]).collect()).collect();
    let Some(tree) = policy_tree(&inputs, &benefits.both(), CONFIDENCE) else { return Vec::new() };
    let mut leaves = Vec::new();
    walk(&tree.root, "", parameters, &mut |questions, leaf| {
        leaves.push(LeafRow {
            outcome: outcome.definition().id.into(),
            questions: questions.to_owned(),
            arm: points.scenario.arms[leaf.policy].name.clone(),
            searched: leaf.searched as u32,
            held_out: leaf.held_out as u32,
            gain: tree.gain.value,
            gain_low: tree.gain.interval.low,
            gain_high: tree.gain.interval.high,
        });
    });
    let single = &points.scenario.arms[tree.single].name;
    said.lines.push(format!("best in {}: {single} over all draws", outcome.definition().id));
    if tree.gain.is_positive() {
        said.lines.extend(leaves.iter().map(|leaf| format!("  where {}: {}", leaf.questions, leaf.arm)));
    } else {
        said.lines.push("  no question about the assumptions has been shown to choose better".to_owned());
    }
    leaves
}

fn walk(node: &Node, questions: &str, parameters: &[Uncertain], visit: &mut dyn FnMut(&str, &crate::analysis::discovery::Leaf)) {
    match node {
        Node::Leaf(leaf) => visit(questions, leaf),
        Node::Split { input, limit, below, above } => {
            let ask = |sign: &str| {
                let question = format!("{} {sign} {limit}", parameters[*input].path);
                if questions.is_empty() { question } else { format!("{questions}; {question}") }
            };
            walk(below, &ask("<="), parameters, visit);
            walk(above, &ask(">"), parameters, visit);
        }
    }
}

fn unsearched(draws: usize, holds: usize) -> WarningRow {
    WarningRow {
        warning: WarningKind::LeftOut,
        cause: format!("it holds in {holds} of {draws} draws: no box can be searched"),
        remedy: "a search needs 40 draws, and some on either side in both halves: take more --replications, or another bound".to_owned(),
    }
}
