//! Every assumption beside every outcome of the answer, by ranks over the draws, tested at once.

use crate::analysis::sensitivity::{Permuted, permutation_families};
use crate::analysis::{Paired, RankCorrelation, jackknife, mean, mean_interval, rank_scores, sorted};
use crate::model::{Cell, Outcome};
use crate::results::tables::{InfluenceRow, TestedRow};
use crate::results::{CONFIDENCE, Results, Selection, Uncertain};
use crate::scenario::{Grounds, audit};
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use std::collections::BTreeMap;

/// Below this many draws nothing is said.
pub const LEAST_DRAWS: u32 = 10;

/// Assumptions named for an arm and an outcome.
const MOST: usize = 8;
/// P-values from here on are not told from chance.
const LEVEL: f64 = 0.05;
/// Permutations that tell effects from chance: p-values go down to 1/200.
const PERMUTATIONS: usize = 199;
/// Correlations that part by less are one: sums run in another order under each permutation.
const ROUNDING: f64 = 1e-9;

/// What an arm does in an outcome, draw by draw: the paired difference to the baseline; of the baseline itself, the level.
pub(super) struct Effect {
    pub(super) arm: usize,
    pub(super) outcome: Outcome,
    pub(super) values: Vec<Option<f64>>,
    pub(super) scores: Vec<f64>,
}

/// An assumption over the draws.
pub(super) struct Input<'a> {
    pub(super) parameter: &'a Uncertain,
    pub(super) scores: Vec<f64>,
    pub(super) grounds: Grounds,
    /// Upper end of the lowest third of its values and lower end of the highest.
    thirds: (f64, f64),
}

/// All of them, and what the draws say of each pair.
pub(super) struct Ranked<'a> {
    pub(super) results: &'a Results,
    pub(super) effects: Vec<Effect>,
    pub(super) inputs: Vec<Input<'a>>,
    /// Of each effect, the inputs that concern it, and where their statistics begin.
    pub(super) pairs: Vec<(usize, Vec<usize>)>,
    /// Absolute rank correlations, pair by pair.
    correlations: Vec<f64>,
    found: Permuted,
}

impl<'a> Ranked<'a> {
    pub(super) fn new(results: &'a Results) -> Self {
        let (effects, inputs) = (effects(results), inputs(results));
        let mut pairs: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut begins = 0;
        for effect in &effects {
            let concerns = |input: &usize| inputs[*input].parameter.arm.is_none_or(|own| own == effect.arm);
            let own: Vec<usize> = (0..inputs.len()).filter(concerns).collect();
            let count = own.len();
            pairs.push((begins, own));
            begins += count;
        }
        let statistics = |order: &[usize]| -> Vec<f64> {
            let mut all = Vec::with_capacity(begins);
            for (effect, (_, own)) in effects.iter().zip(&pairs) {
                let permuted: Vec<f64> = order.iter().map(|draw| effect.scores[*draw]).collect();
                let product = |input: &usize| inputs[*input].scores.iter().zip(&permuted).map(|(a, b)| a * b).sum::<f64>();
                all.extend(own.iter().map(|input| (product(input).abs() / ROUNDING).round() * ROUNDING));
            }
            all
        };
        let draws = results.draw_count() as usize;
        let correlations = statistics(&(0..draws).collect::<Vec<_>>());
        let families: Vec<usize> = pairs.iter().flat_map(|(_, own)| own.iter().copied()).collect();
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(results.seed());
        let found = permutation_families(draws, PERMUTATIONS, &mut rng, &families, statistics);
        Self { results, effects, inputs, pairs, correlations, found }
    }

    /// Of every arm and outcome the largest, strongest first.
    pub(super) fn largest(&self) -> Vec<InfluenceRow> {
        self.effects.iter().zip(&self.pairs).flat_map(|(effect, (begins, own))| self.largest_of(effect, *begins, own)).collect()
    }

    fn largest_of(&self, effect: &Effect, begins: usize, own: &[usize]) -> Vec<InfluenceRow> {
        let mut order: Vec<usize> = (0..own.len()).collect();
        let strength = |at: &usize| self.correlations[begins + at];
        let path = |at: &usize| &self.inputs[own[*at]].parameter.path;
        order.sort_by(|a, b| strength(b).total_cmp(&strength(a)).then_with(|| path(a).cmp(path(b))));
        let row = |at: usize| self.row(effect, &self.inputs[own[at]], self.found.adjusted[begins + at]);
        let rows = order.into_iter().filter_map(row).take(MOST);
        rows.zip(1..).map(|(row, rank)| InfluenceRow { rank, ..row }).collect()
    }

    fn row(&self, effect: &Effect, input: &Input, p_adjusted: f64) -> Option<InfluenceRow> {
        let Input { parameter, thirds: (low, high), grounds, .. } = input;
        let present = parameter.values.iter().zip(&effect.values).filter_map(|(value, effect)| Some((*value, (*effect)?)));
        let (values, effects): (Vec<f64>, Vec<f64>) = present.unzip();
        let correlation = |keeps: &dyn Fn(usize) -> bool| {
            let kept = |of: &[f64]| of.iter().enumerate().filter(|(draw, _)| keeps(*draw)).map(|(_, value)| *value).collect::<Vec<_>>();
            RankCorrelation::new(&kept(&values), &kept(&effects)).map(|found| found.rho)
        };
        let interval = jackknife(values.len(), CONFIDENCE, correlation).map(|found| found.interval);
        let of = |inside: &dyn Fn(f64) -> bool| -> Vec<f64> {
            values.iter().zip(&effects).filter(|(value, _)| inside(**value)).map(|(_, effect)| *effect).collect()
        };
        let (lowest, highest) = (of(&|value| value <= *low), of(&|value| value >= *high));
        let definition = effect.outcome.definition();
        Some(InfluenceRow {
            arm: self.results.arms()[effect.arm].name.clone(),
            outcome: definition.id.into(),
            unit: definition.unit.into(),
            rank: 0,
            parameter: parameter.path.clone(),
            parameter_unit: parameter.kind.unit.to_owned(),
            grounds: grounds.name().to_owned(),
            draws: values.len() as u32,
            rank_correlation: correlation(&|_| true)?,
            correlation_low: interval.map(|interval| interval.low.max(-1.0)),
            correlation_high: interval.map(|interval| interval.high.min(1.0)),
            p_adjusted,
            significant: p_adjusted < LEVEL,
            low_third_below: *low,
            high_third_above: *high,
            difference_low_third: mean(&lowest)?,
            difference_high_third: mean(&highest)?,
            flips: effect.arm > 0 && clear_sign(&lowest) * clear_sign(&highest) < 0,
        })
    }

    /// Every assumption, and whether it stands out anywhere.
    pub(super) fn tested(&self) -> Vec<TestedRow> {
        let mut rows: Vec<TestedRow> = self
            .inputs
            .iter()
            .enumerate()
            .map(|(input, known)| {
                let p_alone = self.found.families.get(input).copied();
                let candidate = p_alone.is_some_and(|p| p >= LEVEL);
                TestedRow { parameter: known.parameter.path.clone(), p_alone, candidate, ..TestedRow::default() }
            })
            .collect();
        for (begins, own) in &self.pairs {
            for (at, input) in own.iter().enumerate() {
                rows[*input].pairs += 1;
                rows[*input].marked += u32::from(self.found.adjusted[begins + at] < LEVEL);
            }
        }
        rows.retain(|row| row.pairs > 0);
        rows
    }
}

/// Every arm in every outcome of the answer, but those in which no draw differs from another.
fn effects(results: &Results) -> Vec<Effect> {
    let outcomes = Selection::standard().answer();
    let all = (0..results.arms().len()).flat_map(|arm| outcomes.iter().map(move |outcome| (arm, *outcome)));
    all.filter_map(|(arm, outcome)| {
        let values = values(results, arm, outcome);
        let scores = rank_scores(&values)?;
        let enough = values.iter().flatten().count() >= LEAST_DRAWS as usize;
        enough.then_some(Effect { arm, outcome, values, scores })
    })
    .collect()
}

fn values(results: &Results, arm: usize, outcome: Outcome) -> Vec<Option<f64>> {
    let values = |arm: usize| results.runs(arm).iter().map(|run| run.estimate(outcome, Cell::ALL)).collect::<Vec<_>>();
    if arm == 0 {
        return results.each_draw(&values(0)).into_iter().map(|value| value.filter(|v| v.is_finite())).collect();
    }
    let pairs: Vec<Option<(f64, f64)>> = values(arm).into_iter().zip(values(0)).map(|(own, base)| own.zip(base)).collect();
    let difference = |pairs: &[Option<(f64, f64)>]| {
        let (own, base): (Vec<f64>, Vec<f64>) = pairs.iter().copied().flatten().unzip();
        // It knows differences that cancel, whose dust would have a rank.
        Paired::new(&own, &base, CONFIDENCE).map(|paired| paired.difference).filter(|difference| difference.is_finite())
    };
    pairs.chunks(results.per_draw() as usize).map(difference).collect()
}

fn inputs(results: &Results) -> Vec<Input<'_>> {
    let grounds: BTreeMap<String, Grounds> = audit(results.scenario()).into_iter().map(|row| (row.path.clone(), row.grounds())).collect();
    results.draws().parameters().iter().filter_map(|parameter| Input::new(parameter, &grounds)).collect()
}

impl<'a> Input<'a> {
    fn new(parameter: &'a Uncertain, grounds: &BTreeMap<String, Grounds>) -> Option<Self> {
        let scores = rank_scores(&parameter.values.iter().copied().map(Some).collect::<Vec<_>>())?;
        let grounds = grounds.get(&parameter.path).copied().unwrap_or(Grounds::Unstated);
        Some(Self { parameter, scores, grounds, thirds: thirds(&parameter.values)? })
    }
}

/// Upper end of the lowest third of the values and lower end of the highest; none where they meet, as where all are equal.
fn thirds(values: &[f64]) -> Option<(f64, f64)> {
    let ordered = sorted(values);
    let size = ordered.len() / 3;
    let low = *ordered.get(size.checked_sub(1)?)?;
    let high = *ordered.get(ordered.len() - size)?;
    (low < high).then_some((low, high))
}

/// The sign of a mean whose 95 % interval leaves out zero; else 0.
fn clear_sign(values: &[f64]) -> i8 {
    match mean_interval(values, CONFIDENCE) {
        Some(interval) if interval.low > 0.0 => 1,
        Some(interval) if interval.high < 0.0 => -1,
        _ => 0,
    }
}
