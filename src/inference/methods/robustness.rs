//! What a wrong choice of policy costs, how often bounds are met, and what it is worth to know more before choosing.

use super::objective::{Benefits, Objective};
use super::points::Points;
use super::said::Said;
use crate::analysis::decision::{Regret, evpi, evppi, regret};
use crate::analysis::sensitivity::{ascending, rank_covariance};
use crate::analysis::{mean, quantile, share_interval, skewed_interval, variance};
use crate::model::Outcome;
use crate::model::outcome::Better;
use crate::results::tables::{self, InformationRow, MetRow, RegretRow, WarningKind, WarningRow};
use crate::results::{CONFIDENCE, Draws, ResultsError, Uncertain};
use crate::text::{compact, percent};
use std::path::Path;

/// Assumptions whose value is worked out for each objective: those that move the differences between policies most.
const MOST: usize = 8;
/// What stands for all assumptions together.
const EVERYTHING: &str = "(everything)";
/// Below this many draws shares and values are rough.
const FEW: usize = 100;

pub(super) fn write(dir: &Path, points: &Points, at_most: &[(String, f64)]) -> Result<Said, ResultsError> {
    let parameters = Draws::of(points.design, points.runs.replications()).into_parameters();
    let (mut regrets, mut known) = (Vec::new(), Vec::new());
    for objective in Objective::all(points) {
        let benefits = objective.benefits(points);
        regrets.extend(regret_rows(points, objective, &benefits));
        known.extend(information(objective, &benefits, &parameters));
    }
    let met: Vec<MetRow> = at_most.iter().flat_map(|bound| (0..points.arms).filter_map(move |arm| met(points, arm, bound))).collect();
    tables::write::<RegretRow, _>(dir, &regrets)?;
    tables::write::<InformationRow, _>(dir, &known)?;
    tables::write::<MetRow, _>(dir, &met)?;
    Ok(Said { lines: lines(&regrets, &known, &met), warnings: warnings(points) })
}

fn regret_rows(points: &Points, objective: Objective, benefits: &Benefits) -> Vec<RegretRow> {
    let Some(regrets) = regret(&benefits.first, &benefits.second) else { return Vec::new() };
    let both = benefits.both();
    let row = |(arm, regret): (usize, &Regret)| {
        let is_best = |draw: usize| both.iter().enumerate().all(|(other, own)| other == arm || own[draw] < both[arm][draw]);
        let draws = benefits.draws.len();
        let best = (0..draws).filter(|draw| is_best(*draw)).count() as f64 / draws as f64;
        let share = share_interval(best, draws as f64, CONFIDENCE)?;
        Some(RegretRow {
            objective: objective.name().to_owned(),
            unit: objective.unit().to_owned(),
            arm: points.scenario.arms[arm].name.clone(),
            draws: draws as u32,
            least: mean(&regret.lower)?,
            most: mean(&regret.upper)?,
            low: skewed_interval(&regret.lower, CONFIDENCE).map(|interval| interval.low),
            high: skewed_interval(&regret.upper, CONFIDENCE).map(|interval| interval.high),
            p90: quantile(&regret.upper, 0.9)?,
            worst: regret.upper.iter().copied().fold(0.0, f64::max),
            best,
            best_low: share.low,
            best_high: share.high,
        })
    };
    regrets.iter().enumerate().filter_map(row).collect()
}

/// What everything is worth, and the assumptions that move differences between policies most.
fn information(objective: Objective, benefits: &Benefits, parameters: &[Uncertain]) -> Vec<InformationRow> {
    let row = |known: &str, value: crate::analysis::Estimate, least: Option<f64>| InformationRow {
        objective: objective.name().to_owned(),
        unit: objective.unit().to_owned(),
        known: known.to_owned(),
        value: value.value,
        low: value.interval.low,
        high: value.interval.high,
        least,
    };
    let all = evpi(&benefits.first, &benefits.second, CONFIDENCE).map(|worth| row(EVERYTHING, worth.upper, Some(worth.lower.value)));
    let both = benefits.both();
    let values = |parameter: &Uncertain| benefits.draws.iter().map(|draw| parameter.values[*draw]).collect::<Vec<f64>>();
    let gaps: Vec<Vec<f64>> = both.iter().skip(1).map(|own| own.iter().zip(&both[0]).map(|(own, base)| own - base).collect()).collect();
    let moves = |parameter: &&Uncertain| {
        let order = ascending(&values(parameter));
        let of = |gap: &Vec<f64>| Some(rank_covariance(&order, gap)? / variance(gap).filter(|spread| *spread > 0.0)?);
        gaps.iter().filter_map(of).fold(0.0, f64::max)
    };
    let mut scored: Vec<(f64, &Uncertain)> = parameters.iter().map(|parameter| (moves(&parameter), parameter)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let single = scored
        .into_iter()
        .take(MOST)
        .filter_map(|(_, parameter)| Some(row(&parameter.path, evppi(&values(parameter), &both, CONFIDENCE)?, None)));
    let mut rows: Vec<InformationRow> = single.collect();
    rows.sort_by(|a, b| b.value.total_cmp(&a.value));
    all.into_iter().chain(rows).collect()
}

/// How often an arm's mean over a draw stays within a bound.
fn met(points: &Points, arm: usize, (id, at_most): &(String, f64)) -> Option<MetRow> {
    let draws = points.design.by_draw(&points.levels(0, arm, Outcome::by_id(id)?));
    let share = draws.iter().filter(|value| *value <= at_most).count() as f64 / draws.len() as f64;
    let interval = share_interval(share, draws.len() as f64, CONFIDENCE)?;
    let arm = points.scenario.arms[arm].name.clone();
    Some(MetRow { arm, outcome: id.clone(), at_most: *at_most, draws: draws.len() as u32, share, low: interval.low, high: interval.high })
}

fn lines(regrets: &[RegretRow], known: &[InformationRow], met: &[MetRow]) -> Vec<String> {
    let share = |share: f64| percent(100.0 * share).trim_start_matches('+').to_owned();
    let mut lines = Vec::new();
    for of in regrets.chunk_by(|a, b| a.objective == b.objective) {
        lines.push(format!("regret in {} [{}]", of[0].objective, of[0].unit));
        for row in of {
            let bracket = if row.least < row.most { format!("{} to {}", compact(row.least), compact(row.most)) } else { compact(row.most) };
            lines.push(format!("  {}: mean {bracket}, worst {}; best in {} of draws", row.arm, compact(row.worst), share(row.best)));
        }
        for row in known.iter().filter(|row| row.objective == of[0].objective && row.low > 0.0) {
            lines.push(format!("  knowing {}: worth {} [{} to {}]", row.known, compact(row.value), compact(row.low), compact(row.high)));
        }
    }
    for row in met {
        lines.push(format!("{} at most {} in {}: {} of draws", row.outcome, compact(row.at_most), row.arm, share(row.share)));
    }
    lines
}

fn warnings(points: &Points) -> Vec<WarningRow> {
    let draws = points.design.draws(points.runs.replications()) as usize;
    let neither = |outcome: &&Outcome| outcome.definition().better == Better::Neither;
    let neither: Vec<&str> = points.outcomes.iter().filter(neither).map(|outcome| outcome.definition().id).collect();
    let left_out = WarningRow {
        warning: WarningKind::LeftOut,
        cause: format!("neither more nor less is better in itself of {}: there is no regret in it", neither.join(", ")),
        remedy: "name other --outcomes, or give the scenario [weights]".to_owned(),
    };
    let row = WarningRow {
        warning: WarningKind::FewReplications,
        cause: format!("there are {draws} draws of the assumptions: shares and values of information are rough"),
        remedy: format!("take --replications {} or more; two share a draw", 2 * FEW),
    };
    (draws < FEW).then_some(row).into_iter().chain((!neither.is_empty()).then_some(left_out)).collect()
}
