//! How often each policy has the least, and the most, of an outcome.
//!
//! The unit is a draw of the assumptions: its mean over the replications that share it. What is left of chance in such a mean is in the
//! shares too, so that policies which hardly differ come first by turns.

use super::analysis::{Analysis, Put, Study};
use crate::analysis::share_interval;
use crate::model::{Cell, Outcome};
use crate::results::tables::RankRow;
use crate::results::{Results, ResultsError, Selection};

/// Values nearer than this share of the larger are a tie: counts are scaled by a sample, which rounds.
const ROUNDING: f64 = 1e-9;

/// Every arm in every outcome of the report; nothing of one arm alone.
impl Analysis for RankRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        let selection = Selection::standard();
        if study.results.arms().len() < 2 {
            return Ok(());
        }
        for outcome in Outcome::ALL.iter().filter(|outcome| selection.holds(**outcome)) {
            rows(study.results, *outcome).iter().try_for_each(&mut *put)?;
        }
        Ok(())
    }
}

fn rows(results: &Results, outcome: Outcome) -> Vec<RankRow> {
    let of = |arm: usize| results.each_draw(&results.runs(arm).iter().map(|run| run.estimate(outcome, Cell::ALL)).collect::<Vec<_>>());
    let arms: Vec<Vec<Option<f64>>> = (0..results.arms().len()).map(of).collect();
    // In a draw in which some arm has no value, none is first among all.
    let whole = |draw: usize| arms.iter().map(|arm| arm[draw]).collect::<Option<Vec<f64>>>();
    let draws: Vec<Vec<f64>> = (0..results.draw_count() as usize).filter_map(whole).collect();
    if draws.is_empty() {
        return Vec::new();
    }
    let (lowest, highest) = (times_first(&draws, -1.0), times_first(&draws, 1.0));
    let n = draws.len() as f64;
    let row = |arm: usize| {
        let share = |times: u32| f64::from(times) / n;
        let interval = |times: u32| share_interval(share(times), n, results.confidence());
        let (low, high) = (interval(lowest[arm])?, interval(highest[arm])?);
        Some(RankRow {
            arm: results.arms()[arm].name.clone(),
            outcome: outcome.definition().id.into(),
            unit: outcome.definition().unit.into(),
            draws: draws.len() as u32,
            lowest: share(lowest[arm]),
            lowest_low: low.low.max(0.0),
            lowest_high: low.high.min(1.0),
            highest: share(highest[arm]),
            highest_low: high.low.max(0.0),
            highest_high: high.high.min(1.0),
        })
    };
    (0..arms.len()).filter_map(row).collect()
}

/// How often each place alone has the greatest value times `sign`. `draws` hold as many values each.
fn times_first(draws: &[Vec<f64>], sign: f64) -> Vec<u32> {
    let mut times = vec![0; draws.first().map_or(0, Vec::len)];
    for draw in draws {
        let ahead = |place: usize| {
            let behind = |(other, value): (usize, &f64)| {
                other == place || sign * (draw[place] - value) > ROUNDING * draw[place].abs().max(value.abs())
            };
            draw.iter().enumerate().all(behind)
        };
        if let Some(first) = (0..draw.len()).find(|place| ahead(*place)) {
            times[first] += 1;
        }
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_each_draw_is_counted_and_a_tie_for_nobody() {
        let draws = [vec![3.0, 1.0, 2.0], vec![1.0, 1.0, 2.0], vec![0.3, 0.2, 0.1 + 0.2], vec![0.0, 0.0, 0.0]];
        assert_eq!(times_first(&draws, -1.0), [0, 2, 0], "one draw has two lowest, one three");
        assert_eq!(times_first(&draws, 1.0), [1, 0, 1], "0.3 and 0.1 + 0.2 are one value");
        assert!(times_first(&[], 1.0).is_empty());
    }
}
