//! Which assumptions decide: the uncertain parameters that move the differences over the draws, and those that turn their sign.
//!
//! Nothing is simulated for it: every draw of the assumptions has its values and its paired differences already. A correlation over
//! draws is no proof, and a parameter that is not named may matter too; there may be too few draws to see it.

use super::analysis::{Analysis, Put, Study};
use crate::analysis::{Paired, RankCorrelation, holm, mean, mean_interval, sorted};
use crate::model::{Cell, Outcome};
use crate::results::tables::{DrawRow, InfluenceRow};
use crate::results::{CONFIDENCE, Results, ResultsError, Selection, Uncertain};

/// Below this many draws nothing is said.
pub const LEAST_DRAWS: u32 = 10;
/// Most parameters named for an arm and an outcome.
const MOST: usize = 5;
/// Adjusted p-values from here on are not told from chance.
const LEVEL: f64 = 0.05;

/// The drawn value of every uncertain parameter, by draw.
impl Analysis for DrawRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        let parameters = study.results.draws().parameters();
        let row = |draw: u32, parameter: &Uncertain| DrawRow {
            draw,
            parameter: parameter.path.clone(),
            unit: parameter.kind.unit.to_owned(),
            value: parameter.values[draw as usize],
            set: parameter.kind.exact(parameter.values[draw as usize]),
        };
        let draws = (0..study.results.draw_count()).flat_map(|draw| parameters.iter().map(move |parameter| row(draw, parameter)));
        draws.into_iter().try_for_each(|row| put(&row))
    }
}

impl Analysis for InfluenceRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        influences(study.results).iter().try_for_each(put)
    }
}

/// The uncertain parameters that move the outcomes of the answer over the draws; none where there are fewer than [`LEAST_DRAWS`].
#[must_use]
pub fn influences(results: &Results) -> Vec<InfluenceRow> {
    if results.draw_count() < LEAST_DRAWS {
        return Vec::new();
    }
    let outcomes = Selection::standard().answer();
    let mut candidates = Vec::new();
    for (arm, described) in results.arms().iter().enumerate() {
        let concerns = |parameter: &&Uncertain| parameter.arm.is_none_or(|own| own == arm);
        let parameters: Vec<&Uncertain> = results.draws().parameters().iter().filter(concerns).collect();
        for outcome in &outcomes {
            let row = InfluenceRow {
                arm: described.name.clone(),
                outcome: outcome.definition().id.into(),
                unit: outcome.definition().unit.into(),
                ..InfluenceRow::default()
            };
            candidates.extend(correlated(&row, &effects(results, arm, *outcome), &parameters, arm > 0));
        }
    }
    strongest(candidates)
}

/// Of every arm and outcome the parameters that are not told from chance among all that were looked at, strongest first.
fn strongest(candidates: Vec<(InfluenceRow, f64)>) -> Vec<InfluenceRow> {
    let adjusted = holm(&candidates.iter().map(|(_, p_value)| Some(*p_value)).collect::<Vec<_>>());
    let named =
        candidates.into_iter().zip(adjusted).filter_map(|((row, _), p)| Some(InfluenceRow { p_holm: p.filter(|p| *p < LEVEL)?, ..row }));
    let named: Vec<InfluenceRow> = named.collect();
    named
        .chunk_by(|a, b| a.arm == b.arm && a.outcome == b.outcome)
        .flat_map(|list| {
            let mut list = list.to_vec();
            list.sort_by(|a, b| b.rank_correlation.abs().total_cmp(&a.rank_correlation.abs()).then_with(|| a.parameter.cmp(&b.parameter)));
            list.truncate(MOST);
            list
        })
        .collect()
}

/// What an arm does in each draw: its paired difference to the baseline; of the baseline itself, the level.
fn effects(results: &Results, arm: usize, outcome: Outcome) -> Vec<Option<f64>> {
    let values = |arm: usize| results.runs(arm).iter().map(|run| run.estimate(outcome, Cell::ALL)).collect::<Vec<_>>();
    if arm == 0 {
        return results.each_draw(&values(0));
    }
    let pairs: Vec<Option<(f64, f64)>> = values(arm).into_iter().zip(values(0)).map(|(own, base)| own.zip(base)).collect();
    let difference = |pairs: &[Option<(f64, f64)>]| {
        let (own, base): (Vec<f64>, Vec<f64>) = pairs.iter().copied().flatten().unzip();
        // It knows differences that cancel, whose dust would have a rank.
        Paired::new(&own, &base, CONFIDENCE).map(|paired| paired.difference)
    };
    pairs.chunks(results.per_draw() as usize).map(difference).collect()
}

/// How each parameter goes with the effect, with its p-value, not adjusted. `row` says of what.
fn correlated(row: &InfluenceRow, effects: &[Option<f64>], parameters: &[&Uncertain], signed: bool) -> Vec<(InfluenceRow, f64)> {
    let (draws, effects): (Vec<usize>, Vec<f64>) =
        effects.iter().enumerate().filter_map(|(draw, effect)| effect.filter(|e| e.is_finite()).map(|effect| (draw, effect))).unzip();
    if draws.len() < LEAST_DRAWS as usize {
        return Vec::new();
    }
    let correlate = |parameter: &&Uncertain| {
        let values: Vec<f64> = draws.iter().filter_map(|draw| parameter.values.get(*draw)).copied().collect();
        let ends = thirds(&values)?;
        Some((RankCorrelation::new(&values, &effects)?, ends, values))
    };
    let mut rows = Vec::new();
    for parameter in parameters {
        let Some((correlation, (low, high), values)) = correlate(parameter) else { continue };
        let of = |inside: &dyn Fn(f64) -> bool| -> Vec<f64> {
            values.iter().zip(&effects).filter(|(value, _)| inside(**value)).map(|(_, effect)| *effect).collect()
        };
        let (lowest, highest) = (of(&|value| value <= low), of(&|value| value >= high));
        let Some((difference_low_third, difference_high_third)) = mean(&lowest).zip(mean(&highest)) else { continue };
        let found = InfluenceRow {
            parameter: parameter.path.clone(),
            parameter_unit: parameter.kind.unit.to_owned(),
            draws: draws.len() as u32,
            rank_correlation: correlation.rho,
            low_third_below: low,
            high_third_above: high,
            difference_low_third,
            difference_high_third,
            flips: signed && clear_sign(&lowest) * clear_sign(&highest) < 0,
            ..row.clone()
        };
        rows.push((found, correlation.p_value));
    }
    rows
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
