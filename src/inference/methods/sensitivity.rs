//! Which assumptions decide, from the draws of the arms as they stand.

use super::pairs::{Pair, heading, pairs};
use super::points::Points;
use super::said::Said;
use crate::analysis::sensitivity::{Permuted, Signal, ascending, permutation_families, rank_covariance, rank_index_interval, xi};
use crate::analysis::variance;
use crate::model::chance::Chance;
use crate::results::tables::{self, IndexRow, SignalRow, TestedRow, Told, WarningKind, WarningRow};
use crate::results::{CONFIDENCE, Draws, ResultsError, Uncertain};
use crate::text::percent;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use std::path::Path;

/// What stands for the floor of noise.
pub(super) const NONE: &str = "(none)";
/// Most assumptions ranked for an arm and an outcome.
const MOST: usize = 8;
/// Below this many draws an index under 0.3 is noise.
const ENOUGH: usize = 1000;
/// Adjusted p-values from here on are not told from chance.
const LEVEL: f64 = 0.05;

/// An assumption over the draws.
struct Input {
    path: String,
    unit: String,
    arm: Option<usize>,
    values: Vec<f64>,
    order: Vec<usize>,
}

impl Input {
    fn concerns(&self, arm: usize) -> bool {
        self.arm.is_none_or(|own| own == arm)
    }

    /// The draws that have an outcome, in ascending order of the assumption.
    fn order_where(&self, outcomes: &[f64]) -> Vec<usize> {
        self.order.iter().copied().filter(|draw| outcomes[*draw].is_finite()).collect()
    }
}

pub(super) fn write(dir: &Path, points: &Points, permutations: u32) -> Result<Said, ResultsError> {
    let all = pairs(points, 0);
    let signals: Vec<SignalRow> = all.iter().map(|pair| signal(points, pair)).collect();
    tables::write::<SignalRow, _>(dir, &signals)?;
    let told: Vec<&Pair> = all.iter().zip(&signals).filter(|(_, signal)| signal.told == Told::Told).map(|(pair, _)| pair).collect();
    let inputs = inputs(points);
    let (rows, tested) = indices(points, &told, &inputs, permutations);
    tables::write::<IndexRow, _>(dir, &rows)?;
    tables::write::<TestedRow, _>(dir, &tested)?;
    let candidates = tested.iter().filter(|row| row.candidate).count();
    let mut lines = lines(points, &told, &rows);
    lines.push(idle(candidates, tested.len()));
    Ok(Said { lines, warnings: warnings(points, &signals) })
}

/// The assumptions over the draws, and last a number that the model does not know.
fn inputs(points: &Points) -> Vec<Input> {
    let of = |Uncertain { path, arm, kind, values }: Uncertain| {
        let order = ascending(&values);
        Input { path, unit: kind.unit.to_owned(), arm, values, order }
    };
    let replications = points.runs.replications();
    let draws = 0..points.design.draws(replications);
    let values: Vec<f64> = draws.map(|draw| Chance::new(points.design.assumption_seed, u64::from(draw)).quantile(NONE)).collect();
    let none = Input { path: NONE.to_owned(), unit: String::new(), arm: None, order: ascending(&values), values };
    Draws::of(points.design, replications).into_parameters().into_iter().map(of).chain([none]).collect()
}

/// How much of the variance is assumption.
pub(super) fn signal(points: &Points, pair: &Pair) -> SignalRow {
    let found = Signal::of_draws(&pair.first, &pair.second, CONFIDENCE);
    let told = match &found {
        None => Told::Missing,
        Some(_) if pair.is_constant() => Told::Constant,
        Some(signal) if signal.variance.is_positive() => Told::Told,
        Some(_) => Told::Chance,
    };
    SignalRow {
        arm: points.scenario.arms[pair.arm].name.clone(),
        outcome: pair.outcome.definition().id.into(),
        unit: pair.outcome.definition().unit.into(),
        draws: pair.draws.len() as u32,
        variance: found.map(|signal| signal.variance.value),
        variance_low: found.map(|signal| signal.variance.interval.low),
        variance_high: found.map(|signal| signal.variance.interval.high),
        share_of_chance: found.and_then(|signal| signal.share_of_chance).map(|share| share.value),
        told,
    }
}

/// Outcomes by draw, and what they are divided by; not a number where a draw has none.
fn spread(points: &Points, pair: &Pair) -> (Vec<f64>, f64) {
    let mut outcomes = vec![f64::NAN; points.design.draws(points.runs.replications()) as usize];
    for (draw, value) in pair.draws.iter().zip(pair.both()) {
        outcomes[*draw] = value;
    }
    (outcomes, variance(&pair.both()).unwrap_or_default())
}

fn indices(points: &Points, told: &[&Pair], inputs: &[Input], permutations: u32) -> (Vec<IndexRow>, Vec<TestedRow>) {
    let spreads: Vec<(Vec<f64>, f64)> = told.iter().map(|pair| spread(points, pair)).collect();
    let of_pair = |pair: usize| {
        inputs.iter().enumerate().filter(move |(_, input)| input.concerns(told[pair].arm)).map(move |(input, _)| (pair, input))
    };
    let looked_at: Vec<(usize, usize)> = (0..told.len()).flat_map(of_pair).collect();
    let statistics = |order: &[usize]| -> Vec<f64> {
        let permuted: Vec<Vec<f64>> = spreads.iter().map(|(own, _)| order.iter().map(|draw| own[*draw]).collect()).collect();
        let statistic = |(pair, input): &(usize, usize)| {
            let outcomes = &permuted[*pair];
            rank_covariance(&inputs[*input].order_where(outcomes), outcomes).map_or(f64::NAN, |found| found / spreads[*pair].1)
        };
        looked_at.iter().map(statistic).collect()
    };
    let draws = spreads.first().map_or(0, |(outcomes, _)| outcomes.len());
    let observed = statistics(&(0..draws).collect::<Vec<_>>());
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(points.design.seed);
    let families: Vec<usize> = looked_at.iter().map(|(_, input)| *input).collect();
    let Permuted { adjusted, families } = permutation_families(draws, permutations as usize, &mut rng, &families, statistics);
    let mut rows = Vec::new();
    for (place, pair) in told.iter().enumerate() {
        let mut own: Vec<usize> = (0..looked_at.len()).filter(|at| looked_at[*at].0 == place).collect();
        own.sort_by(|a, b| observed[*b].total_cmp(&observed[*a]));
        let (floor, ranked): (Vec<usize>, Vec<usize>) = own.into_iter().partition(|at| inputs[looked_at[*at].1].path == NONE);
        let ranked = ranked.into_iter().take(MOST).zip(1..).chain(floor.into_iter().map(|at| (at, 0)));
        rows.extend(ranked.map(|(at, rank)| row(points, pair, &inputs[looked_at[at].1], (rank, adjusted[at]))));
    }
    let tested = inputs.iter().enumerate().filter(|(_, input)| input.path != NONE).map(|(input, known)| {
        let own = || looked_at.iter().zip(&adjusted).filter(move |((_, other), _)| *other == input);
        let marked = own().filter(|(_, p)| **p < LEVEL).count() as u32;
        let p_alone = families.get(input).copied();
        let candidate = p_alone.is_some_and(|p| p >= LEVEL);
        TestedRow { parameter: known.path.clone(), pairs: own().count() as u32, marked, p_alone, nothing: None, candidate }
    });
    (rows, tested.collect())
}

fn row(points: &Points, pair: &Pair, input: &Input, (rank, p_adjusted): (u32, f64)) -> IndexRow {
    let values: Vec<f64> = pair.draws.iter().map(|draw| input.values[*draw]).collect();
    let index = rank_index_interval(&values, &pair.first, &pair.second, CONFIDENCE);
    IndexRow {
        arm: points.scenario.arms[pair.arm].name.clone(),
        outcome: pair.outcome.definition().id.into(),
        parameter: input.path.clone(),
        parameter_unit: input.unit.clone(),
        rank,
        index: index.map(|index| index.value),
        index_low: index.map(|index| index.interval.low),
        index_high: index.map(|index| index.interval.high),
        xi: xi(&ascending(&values), &pair.both()),
        p_adjusted,
        marked: rank > 0 && p_adjusted < LEVEL,
    }
}

fn lines(points: &Points, told: &[&Pair], rows: &[IndexRow]) -> Vec<String> {
    let mut lines = Vec::new();
    for pair in told {
        let (arm, outcome) = (&points.scenario.arms[pair.arm].name, pair.outcome.definition().id);
        let own: Vec<&IndexRow> = rows.iter().filter(|row| row.arm == *arm && row.outcome == outcome && row.marked).collect();
        lines.push(heading(points, pair.arm, pair.outcome));
        if own.is_empty() {
            lines.push("  no single assumption stands out".to_owned());
        }
        for row in own {
            let share = |share: Option<f64>| {
                share.map_or_else(|| "–".to_owned(), |share| percent(100.0 * share).trim_start_matches('+').to_owned())
            };
            lines.push(format!(
                "  {}: {} [{} to {}] of the variance",
                row.parameter,
                share(row.index),
                share(row.index_low),
                share(row.index_high)
            ));
        }
    }
    lines
}

/// How many assumptions move nothing beyond the floor of noise.
pub(super) fn idle(candidates: usize, of: usize) -> String {
    format!("{candidates} of {of} assumptions move none of this beyond the floor of noise, candidates to fix or to drop: tested.csv")
}

/// What limits indices from so many draws.
fn warnings(points: &Points, signals: &[SignalRow]) -> Vec<WarningRow> {
    let draws = points.design.draws(points.runs.replications()) as usize;
    let few = WarningRow {
        warning: WarningKind::FewReplications,
        cause: format!("there are {draws} draws of the assumptions: below {ENOUGH}, an index under 0.3 is noise"),
        remedy: format!("take --replications {}; two share a draw", 2 * ENOUGH),
    };
    (draws < ENOUGH).then_some(few).into_iter().chain(untold(signals)).collect()
}

/// Where no effect of the assumptions can be told from chance.
pub(super) fn untold(signals: &[SignalRow]) -> Option<WarningRow> {
    let named = |row: &SignalRow| format!("{} under {}", row.outcome, row.arm);
    let untold: Vec<String> = signals.iter().filter(|row| row.told == Told::Chance).map(named).collect();
    (!untold.is_empty()).then(|| WarningRow {
        warning: WarningKind::NotTold,
        cause: format!("no effect of the assumptions can be told from chance in {}: there are no indices", untold.join(", ")),
        remedy: "take more draws, or a larger sample of the world".to_owned(),
    })
}
