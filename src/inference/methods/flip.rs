//! The nearest flip: how far assumptions must move together until the sign of a difference turns.
//!
//! The direction is that in which the mean field falls soonest, where it has the outcome; of others, the steepest that the draws show,
//! along each of the assumptions that go most with the difference, in proportion to its rank correlation. It is an
//! estimate, and what is found along it is an upper bound of the smallest move; that the sign turns there is checked by runs.

use super::pairs::Pair;
use super::points::Points;
use super::said::Said;
use super::steepest::{self, CANDIDATES, slopes};
use crate::analysis::{RankCorrelation, mean, skewed_interval};
use crate::experiment::Design;
use crate::experiment::method::{LENGTHS, Move, moved};
use crate::model::Outcome;
use crate::results::tables::{self, FlipRow, MoveRow, Sign, WarningKind, WarningRow};
use crate::results::{CONFIDENCE, Draws, ResultsError, Uncertain};
use crate::scenario::{Scenario, audit};
use crate::text::{compact, signed};
use std::path::Path;

/// Assumptions that may move together.
const MOST: usize = 8;
/// An assumption with less than this part in a move is left where it is drawn.
const LEAST_PART: f64 = 0.1;
/// Below this many draws the direction is a guess.
const FEW: usize = 40;

/// The direction in which the first outcome's difference falls to zero and beyond soonest: none where nothing goes with it.
#[must_use]
pub fn direction(points: &Points) -> Vec<Move> {
    let Some(outcome) = points.outcomes.first() else { return Vec::new() };
    let pair = Pair::at(points, 0, 1, *outcome);
    let two = arms(points.design, 0);
    let parameters = Draws::of(&two, points.runs.replications()).into_parameters();
    nearest(&two, &parameters, *outcome, (&pair.draws, &pair.both()))
}

/// The direction in which the difference of a design's two points falls to zero and beyond soonest, given what it is in these draws: by the
/// mean field where that has the outcome, of what goes most with it over the draws; of other outcomes by the draws alone.
pub(crate) fn nearest(two: &Design, parameters: &[Uncertain], outcome: Outcome, of: (&[usize], &[f64])) -> Vec<Move> {
    let towards = away(of.1);
    let mut moves = by_draws(parameters, of, towards);
    if steepest::is_known(outcome) {
        moves.truncate(CANDIDATES);
        moves = slopes([&two.points[0], &two.points[1]], outcome, towards, &moves);
        moves.sort_by(|a, b| b.part.abs().total_cmp(&a.part.abs()));
    }
    moves.truncate(MOST);
    of_length_1(moves)
}

/// Towards less (-1) of a difference that is more than nothing, or more (1) of one that is not.
fn away(gaps: &[f64]) -> f64 {
    if mean(gaps).unwrap_or_default() > 0.0 { -1.0 } else { 1.0 }
}

/// The steepest direction that the draws show, its largest parts first.
fn by_draws(parameters: &[Uncertain], (draws, gaps): (&[usize], &[f64]), towards: f64) -> Vec<Move> {
    let goes = |parameter: &Uncertain| {
        let values: Vec<f64> = draws.iter().map(|draw| parameter.values[*draw]).collect();
        let rho = RankCorrelation::new(&values, gaps)?.rho;
        Some(Move { path: path(&parameter.path).to_owned(), part: towards * rho })
    };
    let mut moves: Vec<Move> = parameters.iter().filter_map(goes).filter(|one| one.part != 0.0).collect();
    moves.sort_by(|a, b| b.part.abs().total_cmp(&a.part.abs()));
    moves
}

/// The same direction, its length 1, and without what has next to no part in it.
fn of_length_1(moves: Vec<Move>) -> Vec<Move> {
    let scaled = |mut moves: Vec<Move>| {
        let length = moves.iter().map(|one| one.part * one.part).sum::<f64>().sqrt();
        if length > 0.0 {
            for one in &mut moves {
                one.part /= length;
            }
        }
        moves
    };
    scaled(scaled(moves).into_iter().filter(|one| one.part.abs() >= LEAST_PART).collect())
}

/// A parameter of an arm alone goes by its own path in a design.
fn path(name: &str) -> &str {
    name.strip_prefix("arm.").and_then(|rest| rest.split_once('.')).map_or(name, |(_, own)| own)
}

/// The two arms at a place.
fn arms(design: &Design, place: usize) -> Design {
    Design { points: design.points[2 * place..2 * place + 2].to_vec(), ..design.clone() }
}

pub(super) fn write(dir: &Path, points: &Points, arm: &str, moves: &[Move]) -> Result<Said, ResultsError> {
    let rows: Vec<FlipRow> =
        points.outcomes.iter().flat_map(|outcome| (0..points.places()).filter_map(|place| row(points, arm, *outcome, place))).collect();
    tables::write::<FlipRow, _>(dir, &rows)?;
    let steps = if moves.is_empty() { Vec::new() } else { move_rows(points.scenario, &arms(points.design, 0), moves, &LENGTHS) };
    tables::write::<MoveRow, _>(dir, &steps)?;
    let first = points.outcomes.first().map_or("", |outcome| outcome.definition().id);
    let along: Vec<&FlipRow> = rows.iter().filter(|row| row.outcome == first).collect();
    Ok(Said { lines: lines(points, &along, &steps), warnings: warnings(points) })
}

fn row(points: &Points, arm: &str, outcome: Outcome, place: usize) -> Option<FlipRow> {
    let draws = points.design.by_draw(&points.differences(place, 1, outcome));
    flip_row(place.checked_sub(1).map(|step| LENGTHS[step]), arm, outcome, &draws)
}

/// An arm's difference at a length of the move, by its value in each draw.
pub(crate) fn flip_row(length: Option<f64>, arm: &str, outcome: Outcome, draws: &[f64]) -> Option<FlipRow> {
    let same = draws.iter().all(|value| *value == 0.0);
    let interval = |confidence| skewed_interval(draws, confidence);
    let (at, band) = (interval(CONFIDENCE), interval(1.0 - (1.0 - CONFIDENCE) / (LENGTHS.len() + 1) as f64));
    Some(FlipRow {
        length,
        arm: arm.to_owned(),
        outcome: outcome.definition().id.into(),
        unit: outcome.definition().unit.into(),
        draws: draws.len() as u32,
        mean: mean(draws)?,
        low: at.map(|at| at.low),
        high: at.map(|at| at.high),
        band_low: band.map(|band| band.low),
        band_high: band.map(|band| band.high),
        sign: match band {
            _ if same => Sign::Same,
            Some(band) if band.low > 0.0 => Sign::Above,
            Some(band) if band.high < 0.0 => Sign::Below,
            _ => Sign::Unclear,
        },
    })
}

/// Every moved assumption at every length, of two arms.
pub(crate) fn move_rows(scenario: &Scenario, two: &Design, moves: &[Move], lengths: &[f64]) -> Vec<MoveRow> {
    let audited = audit(scenario);
    let grounds = |name: &str| audited.iter().find(|row| row.path == name).map_or("", |row| row.grounds().name());
    let of = |length: f64| {
        let mut design = two.clone();
        design.points.iter_mut().for_each(|point| point.draw = moved(moves, length));
        Draws::of(&design, 1).into_parameters()
    };
    let middle = of(0.0);
    let at = |length: f64| {
        let there = of(length);
        let one = |one: &Move| {
            let place = there.iter().position(|parameter| path(&parameter.path) == one.path)?;
            let (parameter, value) = (&there[place], there[place].values[0]);
            Some(MoveRow {
                length,
                parameter: parameter.path.clone(),
                unit: parameter.kind.unit.to_owned(),
                deviations: length * one.part,
                value,
                set: parameter.kind.exact(value),
                median: middle[place].values[0],
                grounds: grounds(&parameter.path).to_owned(),
            })
        };
        moves.iter().filter_map(one).collect::<Vec<_>>()
    };
    lengths.iter().copied().flat_map(at).collect()
}

/// The first length at which the sign is shown to be the opposite of that in the world as it stands, which is the first row.
#[must_use]
pub fn turned<'a>(along: &[&'a FlipRow]) -> Option<&'a FlipRow> {
    let opposite = if along.first()?.mean > 0.0 { Sign::Below } else { Sign::Above };
    along.iter().skip(1).find(|row| row.sign == opposite).copied()
}

fn lines(points: &Points, along: &[&FlipRow], moved: &[MoveRow]) -> Vec<String> {
    let Some((first, last)) = along.first().zip(along.last()) else { return Vec::new() };
    let figure = |row: &FlipRow| match (row.low, row.high) {
        (Some(low), Some(high)) => format!("{} [{} to {}]", signed(row.mean), signed(low), signed(high)),
        _ => signed(row.mean),
    };
    let baseline = &points.scenario.arms[0].name;
    let mut lines = vec![format!("{} [{}], {} less {baseline}: {} as it stands", first.outcome, first.unit, first.arm, figure(first))];
    if moved.is_empty() || first.mean == 0.0 {
        lines.push("no assumption goes with it, so there is no direction to look in".to_owned());
        return lines;
    }
    let Some(found) = turned(along) else {
        let most = last.length.unwrap_or_default();
        lines.push(format!("no move of up to {} standard deviations along these assumptions turns the sign: {} there", most, figure(last)));
        return lines;
    };
    let length = found.length.unwrap_or_default();
    lines.push(format!(
        "the sign turns within {length} standard deviations: {} there. To believe it, you must believe all of",
        figure(found)
    ));
    lines.extend(moved.iter().filter(|row| row.length.total_cmp(&length).is_eq()).map(|row| {
        let unit = if row.unit.is_empty() { String::new() } else { format!(" {}", row.unit) };
        let (value, median) = (compact(row.value), compact(row.median));
        format!("  {} = {value}{unit}, not {median} ({} standard deviations)", row.parameter, signed(row.deviations))
    }));
    lines
}

fn warnings(points: &Points) -> Vec<WarningRow> {
    let draws = points.design.draws(points.runs.replications()) as usize;
    let from_draws = points.outcomes.first().is_some_and(|outcome| !steepest::is_known(*outcome));
    let few = WarningRow {
        warning: WarningKind::FewReplications,
        cause: format!("{draws} draws of the assumptions say little of where the sign turns soonest"),
        remedy: "take more --replications; two share a draw".to_owned(),
    };
    if from_draws && draws < FEW { vec![few] } else { Vec::new() }
}
