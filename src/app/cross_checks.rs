//! Cross-checks of an answer, simulated once its runs are there.

use super::{AppError, Progress, Simulated, simulate};
use crate::experiment::method::moved;
use crate::experiment::{Design, Fixed, Runs, Totals};
use crate::inference::{CrossCheck, CrossChecks, turned};
use crate::results::Results;
use crate::scenario;

/// The policy in question under other assumptions, if the scenario asks for that and its results are whole.
pub(super) fn simulated(results: &Results, threads: usize, progress: &dyn Progress) -> Result<CrossChecks, AppError> {
    let Some((check, replications)) = CrossCheck::of(results) else { return Ok(CrossChecks::default()) };
    let run = |design: &Design| -> Result<Runs<Totals>, AppError> {
        let Simulated { runs, planned } = simulate(design, &mut Fixed(replications), None, threads, progress)?;
        let replications = runs.replications();
        if replications < planned { Err(AppError::Halfway { replications, planned }) } else { Ok(runs) }
    };
    let mut found = CrossChecks::default();
    if let Some((name, draw)) = check.other() {
        let design = check.under(&draw);
        found.draws = check.rows(name, (&design, &run(&design)?));
    }
    let moves = check.moves();
    found.flips.extend(check.stands());
    for length in scenario::CrossCheck::FARTHEST_FIRST.into_iter().filter(|_| !moves.is_empty()) {
        let design = check.under(&moved(&moves, length));
        found.flips.extend(check.moved(length, (&design, &run(&design)?)));
        if found.flips.first().zip(found.flips.last()).is_none_or(|(stands, there)| turned(&[stands, there]).is_none()) {
            break;
        }
    }
    // Nearest first, as it stands before all.
    found.flips.sort_by(|a, b| a.length.unwrap_or_default().total_cmp(&b.length.unwrap_or_default()));
    let lengths: Vec<f64> = found.flips.iter().filter_map(|row| row.length).collect();
    found.moves = check.move_rows(&moves, &lengths);
    Ok(found)
}
