//! Sobol indices by pick-freeze, and which assumptions are to have them.

use super::pairs::{Pair, heading, pairs};
use super::points::Points;
use super::said::Said;
use super::sensitivity::{NONE, signal, untold};
use crate::analysis::sensitivity::{Block, PickFreeze, ascending, pick_freeze, rank_covariance};
use crate::analysis::{Estimate, variance};
use crate::experiment::Draw;
use crate::experiment::method::uncertain;
use crate::model::Outcome;
use crate::results::tables::{self, SignalRow, SobolRow, Told, WarningKind, WarningRow};
use crate::results::{CONFIDENCE, ResultsError};
use crate::text::percent;
use std::path::Path;

/// All assumptions without an index of their own.
const REST: &str = "(the rest)";

/// From so many points on, intervals cover as they say.
const ENOUGH: u32 = 1024;

/// The assumptions with the largest effects at A and B, the largest first: ranked by what each explains alone of every arm and outcome in
/// which effects can be told from chance, as a share of the variance, added up.
#[must_use]
pub fn largest(points: &Points, most: usize) -> Vec<String> {
    let paths = uncertain(&points.design.points[..points.arms]);
    let mut scores = vec![0.0; paths.len()];
    for place in 0..2 {
        let Draw::Quantiles(quantiles) = &points.design.points[place * points.arms].draw else { continue };
        for pair in pairs(points, place).iter().filter(|pair| signal(points, pair).told == Told::Told) {
            let both = pair.both();
            let Some(spread) = variance(&both).filter(|spread| *spread > 0.0) else { continue };
            for (column, score) in scores.iter_mut().enumerate() {
                let values: Vec<f64> = pair.draws.iter().map(|draw| quantiles.rows[*draw][column]).collect();
                *score += rank_covariance(&ascending(&values), &both).unwrap_or_default() / spread;
            }
        }
    }
    let mut order: Vec<usize> = (0..paths.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    order.into_iter().take(most).map(|column| paths[column].clone()).collect()
}

pub(super) fn write(dir: &Path, points: &Points, (blocks, size): (u32, u32), inputs: &[String]) -> Result<Said, ResultsError> {
    let all = pairs(points, 0);
    let (mut rows, mut signals, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    for pair in &all {
        let places: Option<Vec<[Vec<f64>; 2]>> = (0..points.places()).map(|place| chances(points, place, pair.arm, pair.outcome)).collect();
        let mut row = signal(points, pair);
        let found = places.filter(|_| row.told != Told::Constant).and_then(|places| {
            let sizes = [size / 4, size / 2, size].into_iter().filter(|size| *size > 1);
            sizes.map(|part| Some((part * blocks, indices(&places, (blocks, size, part))?))).collect::<Option<Vec<_>>>()
        });
        match found.as_ref().and_then(|found| found.last()) {
            Some((_, whole)) => tell(&mut row, whole),
            None if row.told != Told::Constant => row.told = Told::Missing,
            None => {}
        }
        signals.push(row);
        let Some(found) = found.filter(|_| signals.last().is_some_and(|row| row.told == Told::Told)) else { continue };
        let own: Vec<SobolRow> = found.iter().flat_map(|(n, found)| rows_of(points, pair, inputs, (*n, found))).collect();
        lines.push(heading(points, pair.arm, pair.outcome));
        lines.extend(own.iter().filter(|row| row.points == blocks * size).map(line));
        rows.extend(own);
    }
    tables::write::<SignalRow, _>(dir, &signals)?;
    tables::write::<SobolRow, _>(dir, &rows)?;
    if lines.is_empty() {
        lines.push("no effect of the assumptions can be told from chance".to_owned());
    }
    let few = WarningRow {
        warning: WarningKind::FewReplications,
        cause: format!(
            "there are {} points: below {ENOUGH}, intervals are wide and may miss the index more often than they say",
            blocks * size
        ),
        remedy: "take 16 --blocks of 64 --points".to_owned(),
    };
    let warnings = (blocks * size < ENOUGH).then_some(few).into_iter().chain(untold(&signals)).collect();
    Ok(Said { lines, warnings })
}

/// The effects of an arm at a place under either chance, row by row; none if a run has no value.
fn chances(points: &Points, place: usize, arm: usize, outcome: Outcome) -> Option<[Vec<f64>; 2]> {
    let effects: Vec<f64> = points.effects(place, arm, outcome).into_iter().collect::<Option<_>>()?;
    Some([0, 1].map(|chance| effects.iter().skip(chance).step_by(2).copied().collect()))
}

/// Indices from the first `part` points of each block of `size`.
fn indices(places: &[[Vec<f64>; 2]], (blocks, size, part): (u32, u32, u32)) -> Option<PickFreeze> {
    let block = |block: u32| {
        let from = (block * size) as usize;
        let of =
            |[first, second]: &'_ [Vec<f64>; 2]| [first[from..from + part as usize].to_vec(), second[from..from + part as usize].to_vec()];
        places.iter().map(of).collect::<Vec<_>>()
    };
    let cut: Vec<Vec<[Vec<f64>; 2]>> = (0..blocks).map(block).collect();
    let given: Vec<Block> = cut
        .iter()
        .map(|places| {
            let of = |place: usize| [places[place][0].as_slice(), places[place][1].as_slice()];
            Block { a: of(0), b: of(1), mixed: (2..places.len()).map(of).collect() }
        })
        .collect();
    pick_freeze(&given, CONFIDENCE)
}

/// What the whole design says of the signal.
fn tell(row: &mut SignalRow, found: &PickFreeze) {
    let variance = found.signal.variance;
    row.variance = Some(variance.value);
    (row.variance_low, row.variance_high) = (Some(variance.interval.low), Some(variance.interval.high));
    row.share_of_chance = found.signal.share_of_chance.map(|share| share.value);
    if row.told != Told::Constant {
        row.told = if variance.is_positive() { Told::Told } else { Told::Chance };
    }
}

fn rows_of(points: &Points, pair: &Pair, inputs: &[String], (n, found): (u32, &PickFreeze)) -> Vec<SobolRow> {
    let row = |parameter: &str, first: Option<Estimate>, total: Option<Estimate>| SobolRow {
        arm: points.scenario.arms[pair.arm].name.clone(),
        outcome: pair.outcome.definition().id.into(),
        parameter: parameter.to_owned(),
        points: n,
        first: first.map(|index| index.value),
        first_low: first.map(|index| index.interval.low),
        first_high: first.map(|index| index.interval.high),
        total: total.map(|index| index.value),
        total_low: total.map(|index| index.interval.low),
        total_high: total.map(|index| index.interval.high),
    };
    let names = inputs.iter().map(String::as_str).chain([REST]);
    let both = names.zip(found.first.iter().zip(&found.total)).map(|(name, (first, total))| row(name, *first, *total));
    both.chain([row(NONE, found.dummy, None)]).collect()
}

fn line(row: &SobolRow) -> String {
    let share =
        |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |share| percent(100.0 * share).trim_start_matches('+').to_owned());
    let alone = format!("{} [{} to {}]", share(row.first), share(row.first_low), share(row.first_high));
    let with = format!("{} [{} to {}]", share(row.total), share(row.total_low), share(row.total_high));
    if row.total.is_some() {
        format!("  {}: {alone} alone, {with} with others", row.parameter)
    } else {
        format!("  {}: {alone}, the floor of noise", row.parameter)
    }
}
