//! What each lever of a policy adds to its difference from the baseline.

use super::points::{Points, difference};
use super::said::Said;
use crate::analysis::{mean, shapley, skewed_interval};
use crate::experiment::Design;
use crate::experiment::method::{Player, attribution, joined};
use crate::model::Outcome;
use crate::results::tables::{self, AttributionRow, WarningKind, WarningRow};
use crate::results::{CONFIDENCE, ResultsError};
use crate::text::signed;
use std::path::Path;

/// What stands for the difference itself.
const ALL: &str = "(all)";

pub(super) fn write(dir: &Path, points: &Points, arm: &str, orders: &[Vec<usize>]) -> Result<Said, ResultsError> {
    // The plan of the method has these already, so that they are there.
    let Ok((players, masks)) = attribution(&Design::of(points.scenario), arm, orders) else { return Ok(Said::default()) };
    let mut rows = Vec::new();
    for outcome in points.outcomes {
        rows.extend(rows_of(points, (arm, *outcome), &players, (&masks, orders)));
    }
    tables::write::<AttributionRow, _>(dir, &rows)?;
    let random = WarningRow {
        warning: WarningKind::LeftOut,
        cause: format!("{} levers join in {} random orders, not in all: the intervals hold the draws alone", players.len(), orders.len()),
        remedy: "compare arms that change less".to_owned(),
    };
    let warnings = if orders.is_empty() { Vec::new() } else { vec![random] };
    Ok(Said { lines: lines(points, arm, &rows), warnings })
}

/// Of each draw, what each player adds; draws in which some coalition has no value are left out.
fn rows_of(
    points: &Points,
    (arm, outcome): (&str, Outcome),
    players: &[Player],
    (masks, orders): (&[u64], &[Vec<usize>]),
) -> Vec<AttributionRow> {
    let by_draw: Vec<Vec<Option<f64>>> = (0..masks.len()).map(|place| points.design.each_draw(&points.levels(place, 0, outcome))).collect();
    let draws = by_draw.first().map_or(0, Vec::len);
    let of_draw = |draw: usize| by_draw.iter().map(|values| values[draw]).collect::<Option<Vec<f64>>>();
    let worlds: Vec<Vec<f64>> = (0..draws).filter_map(of_draw).collect();
    let place = |mask: u64| masks.binary_search(&mask).ok();
    let all = (1_u64 << players.len()) - 1;
    let gap = |values: &[f64], one: u64, other: u64| Some(difference(values[place(one)?], values[place(other)?]));
    let shares: Vec<Vec<f64>> = worlds.iter().filter_map(|values| shares(values, players.len(), orders, &place)).collect();
    let row = |lever: &str, parameters: String, gaps: Vec<f64>, alone: Option<f64>, last: Option<f64>| {
        let interval = skewed_interval(&gaps, CONFIDENCE);
        Some(AttributionRow {
            arm: arm.to_owned(),
            outcome: outcome.definition().id.into(),
            unit: outcome.definition().unit.into(),
            lever: lever.to_owned(),
            parameters,
            draws: gaps.len() as u32,
            contribution: mean(&gaps)?,
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
            alone,
            last,
        })
    };
    let averaged = |one: u64, other: u64| worlds.iter().map(|values| gap(values, one, other)).collect::<Option<Vec<f64>>>();
    let own = players.iter().enumerate().filter_map(|(player, known)| {
        let (alone, last) = (averaged(1 << player, 0), averaged(all, all ^ 1 << player));
        let gaps = shares.iter().map(|own| own[player]).collect();
        row(&known.name, known.paths.join(" "), gaps, alone.and_then(|gaps| mean(&gaps)), last.and_then(|gaps| mean(&gaps)))
    });
    let whole = averaged(all, 0).and_then(|gaps| row(ALL, String::new(), gaps, None, None));
    own.collect::<Vec<_>>().into_iter().chain(whole).collect()
}

/// The Shapley value of each player in one draw, or its mean addition along the orders.
fn shares(values: &[f64], players: usize, orders: &[Vec<usize>], place: &dyn Fn(u64) -> Option<usize>) -> Option<Vec<f64>> {
    if orders.is_empty() {
        return shapley(values);
    }
    let mut shares = vec![0.0; players];
    for order in orders {
        for (player, pair) in order.iter().zip(joined(order).windows(2)) {
            shares[*player] += (values[place(pair[1])?] - values[place(pair[0])?]) / orders.len() as f64;
        }
    }
    Some(shares)
}

fn lines(points: &Points, arm: &str, rows: &[AttributionRow]) -> Vec<String> {
    let mut lines = Vec::new();
    for outcome in points.outcomes.iter().map(|outcome| outcome.definition()) {
        lines.push(format!("{} [{}], {arm} less {}", outcome.name, outcome.unit, points.scenario.arms[0].name));
        for row in rows.iter().filter(|row| row.outcome == outcome.id) {
            let interval = row.low.zip(row.high).map_or_else(String::new, |(low, high)| format!(" [{} to {}]", signed(low), signed(high)));
            let name = if row.lever == ALL { "together" } else { &row.lever };
            lines.push(format!("  {name}: {}{interval}", signed(row.contribution)));
        }
    }
    lines
}
