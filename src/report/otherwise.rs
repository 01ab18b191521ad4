//! The answer under other assumptions, in a sentence to each: drawn from what published figures leave, and moved together to turn its sign.

use super::answer::Sentence;
use super::charts::lower_first;
use super::figure::Figure;
use super::plain::{outcome_name, parameter};
use crate::results::RunInfo;
use crate::results::tables::{CrossCheckRow, FlipRow, MoveRow, Sign};

/// Assumptions that a sentence names; a reader takes no more in.
const NAMED: usize = 3;

/// What cross-checks say of the first outcome of the answer; nothing where there were none.
#[must_use]
pub fn otherwise(run: &RunInfo, (draws, flips, moves): (&[CrossCheckRow], &[FlipRow], &[MoveRow])) -> Vec<Sentence> {
    let stands = flips.iter().find(|row| row.length.is_none());
    let Some(stands) = stands else { return Vec::new() };
    let by_others = draws.iter().find(|row| row.outcome == stands.outcome).map(|row| by_other_draws(stands, row));
    by_others.into_iter().chain(opposite(run, stands, flips, moves)).collect()
}

/// What it is by other draws, and whether that is the same direction.
fn by_other_draws(stands: &FlipRow, row: &CrossCheckRow) -> Sentence {
    let from = if row.draws_from == "posterior" {
        "Drawn from what published figures leave of the assumptions, "
    } else {
        "Drawn from the ranges of the assumptions, as if no published figure were known, "
    };
    let differs = if stands.mean * row.difference < 0.0 { ", which is the other direction" } else { "" };
    Sentence::about("Other draws")
        .words(format!("{from}{} change by ", lower_first(outcome_name(&row.outcome))))
        .figure(row.relative.and_then(Figure::change).or_else(|| Figure::signed(row.difference)))
        .words(format!(" over the whole simulated time{differs}; "))
        .figure(Figure::share(row.more))
        .words(" of the worlds have more, ")
        .figure(Figure::share(row.fewer))
        .words(" fewer.")
}

/// What one must believe to believe the opposite.
fn opposite(run: &RunInfo, stands: &FlipRow, flips: &[FlipRow], moves: &[MoveRow]) -> Option<Sentence> {
    let sign = if stands.mean > 0.0 { Sign::Below } else { Sign::Above };
    let away = |row: &&FlipRow| row.length.is_some();
    let name = lower_first(outcome_name(&stands.outcome));
    let way = if stands.mean > 0.0 { "fewer" } else { "more" };
    let sentence = Sentence::about("To believe the opposite");
    let Some(found) = flips.iter().filter(away).find(|row| row.sign == sign) else {
        let farthest = flips.iter().rfind(away)?;
        return Some(
            sentence
                .words("No joint move of assumptions was found that turns it round: with those that move it most moved together by ")
                .figure(farthest.length.and_then(Figure::plain))
                .words(" standard deviations, the most that was tried, the difference is ")
                .figure(Figure::signed(farthest.mean))
                .words(", and as it stands ")
                .figure(Figure::signed(stands.mean))
                .words(format!(" {}.", stands.unit)),
        );
    };
    let mut there: Vec<&MoveRow> = moves.iter().filter(|row| Some(row.length) == found.length).collect();
    there.sort_by(|a, b| b.deviations.abs().total_cmp(&a.deviations.abs()));
    let mut sentence = sentence.words(format!("That {way} {name} come of it, one must believe at once that "));
    for (place, row) in there.iter().take(NAMED).enumerate() {
        let unit = if row.unit.is_empty() { String::new() } else { format!(" {}", row.unit) };
        sentence = sentence
            .words(if place > 0 { "; " } else { "" })
            .words(format!("{} is ", parameter(run, &row.parameter)))
            .figure(Figure::plain(row.value))
            .words(format!("{unit} and not "))
            .figure(Figure::plain(row.median));
    }
    let rest = there.len().saturating_sub(NAMED);
    let rest = if rest > 0 { format!("; and {rest} assumptions more") } else { String::new() };
    let sentence = sentence.words(format!("{rest}. Then it is ")).figure(Figure::signed(found.mean)).words("; the whole move is ");
    Some(sentence.figure(found.length.and_then(Figure::plain)).words(" standard deviations long."))
}
