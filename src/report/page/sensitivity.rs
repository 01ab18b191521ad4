//! Which assumptions decide: those that move a difference over the draws, and those that turn its sign.

use serde::Serialize;

use crate::inference::LEAST_DRAWS;
use crate::report::charts::Inputs;
use crate::report::figure::Figure;
use crate::results::tables::InfluenceRow;

#[derive(Serialize)]
pub(super) struct Deciding<'a> {
    /// Draws of the assumptions that were simulated.
    draws: u32,
    /// What moves the first outcome of the answer most under the policy in question, in words.
    named: Vec<String>,
    /// Fewest that anything is said of.
    least: u32,
    /// Of each outcome of the answer, what moves the differences to the baseline.
    differences: Vec<Moved<'a>>,
    /// The outcomes in which nothing stands out, for any policy.
    silent: Vec<&'a str>,
    /// Of each outcome of the answer, what makes the level of the baseline.
    levels: Vec<Moved<'a>>,
}

/// An outcome and what moves it.
#[derive(Serialize)]
struct Moved<'a> {
    name: &'a str,
    unit: &'a str,
    rows: Vec<Mover<'a>>,
}

#[derive(Serialize)]
struct Mover<'a> {
    row: &'a InfluenceRow,
    rises: bool,
    correlation: Option<Figure>,
    low: Option<Figure>,
    high: Option<Figure>,
    low_third: Option<Figure>,
    high_third: Option<Figure>,
    sign: &'static str,
}

impl<'a> Deciding<'a> {
    pub fn new(inputs: &'a Inputs, answer: &'a [String], per_draw: u32) -> Self {
        let baseline = &inputs.run.baseline;
        let moved = |of: &dyn Fn(&InfluenceRow) -> bool, write: fn(f64) -> Option<Figure>| -> Vec<Moved<'a>> {
            let one = |id: &'a String| {
                let rows = inputs.influences.iter().filter(|row| row.outcome == *id && of(row));
                Moved { name: inputs.name(id), unit: inputs.unit(id), rows: rows.map(|row| mover(row, write)).collect() }
            };
            answer.iter().map(one).collect()
        };
        let (differences, silent): (Vec<_>, Vec<_>) =
            moved(&|row| row.arm != *baseline, Figure::signed).into_iter().partition(|moved| !moved.rows.is_empty());
        let mut levels = moved(&|row| row.arm == *baseline, Figure::plain);
        levels.retain(|moved| !moved.rows.is_empty());
        Self {
            draws: inputs.run.replications.div_ceil(per_draw.max(1)),
            named: named(inputs, answer),
            least: LEAST_DRAWS,
            differences,
            silent: silent.into_iter().map(|moved| moved.name).collect(),
            levels,
        }
    }
}

/// Most assumptions that the answer names.
const MOST_NAMED: usize = 3;

fn named(inputs: &Inputs, answer: &[String]) -> Vec<String> {
    let (Some(arm), Some(outcome)) = (&inputs.run.asks_about, answer.first()) else { return Vec::new() };
    let mut rows: Vec<&InfluenceRow> = inputs.influences.iter().filter(|row| row.arm == *arm && row.outcome == *outcome).collect();
    rows.sort_by(|a, b| b.rank_correlation.abs().total_cmp(&a.rank_correlation.abs()));
    rows.into_iter().take(MOST_NAMED).map(|row| plain(&row.parameter)).collect()
}

/// A parameter's path as people read it: what is meant first, then of what.
fn plain(path: &str) -> String {
    let mut parts: Vec<String> = path.split('.').map(|part| part.replace('-', " ")).collect();
    let what = parts.pop().unwrap_or_default();
    if parts.is_empty() { what } else { format!("{what} ({})", parts.join(", ")) }
}

fn mover(row: &InfluenceRow, write: fn(f64) -> Option<Figure>) -> Mover<'_> {
    let (low, high) = (row.difference_low_third, row.difference_high_third);
    let sign = if row.flips {
        "turns"
    } else if low * high > 0.0 {
        "stays"
    } else {
        "unclear"
    };
    Mover {
        row,
        rises: row.rank_correlation > 0.0,
        correlation: Figure::signed(row.rank_correlation),
        low: write(low),
        high: write(high),
        low_third: Figure::plain(row.low_third_below),
        high_third: Figure::plain(row.high_third_above),
        sign,
    }
}
