//! Which assumptions decide: those that move a difference over the draws, and those that turn its sign.

use serde::Serialize;

use crate::inference::LEAST_DRAWS;
use crate::report::charts::{Inputs, lower_first};
use crate::report::figure::Figure;
use crate::report::plain::parameter;
use crate::results::tables::InfluenceRow;

#[derive(Serialize)]
pub(super) struct Deciding<'a> {
    /// Draws of the assumptions that were simulated.
    draws: u32,
    /// What moves the outcomes of the answer most under the policy in question, in words.
    named: Vec<Named<'a>>,
    /// What turns the sign of an outcome of the answer under any policy, that in question first.
    turning: Vec<Named<'a>>,
    /// The policy in question.
    asked: &'a str,
    /// Fewest that anything is said of.
    least: u32,
    /// Of each outcome of the answer, what moves the differences to the baseline.
    differences: Vec<Moved<'a>>,
    /// The outcomes in which nothing stands out, for any policy.
    silent: Vec<&'a str>,
    /// Of each outcome of the answer, what makes the level of the baseline.
    levels: Vec<Moved<'a>>,
}

/// An assumption in words, and what it does to an outcome.
#[derive(Serialize)]
struct Named<'a> {
    assumption: String,
    unit: &'a str,
    policy: &'a str,
    outcome: String,
    of: &'a str,
    low: Option<Figure>,
    high: Option<Figure>,
    low_third: Option<Figure>,
    high_third: Option<Figure>,
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
            turning: turning(inputs, answer),
            asked: inputs.run.asks_about.as_deref().map(|arm| inputs.title(arm)).unwrap_or_default(),
            least: LEAST_DRAWS,
            differences,
            silent: silent.into_iter().map(|moved| moved.name).collect(),
            levels,
        }
    }
}

/// Most assumptions that the answer names.
const MOST_NAMED: usize = 4;

/// The rows of the policy in question, each assumption once, the strongest first.
fn named<'a>(inputs: &'a Inputs, answer: &[String]) -> Vec<Named<'a>> {
    let asked = inputs.run.asks_about.as_ref();
    let of_answer = |row: &&InfluenceRow| asked == Some(&row.arm) && answer.contains(&row.outcome);
    strongest(inputs.influences.iter().filter(of_answer).collect()).into_iter().map(|row| in_words(inputs, row)).collect()
}

fn turning<'a>(inputs: &'a Inputs, answer: &[String]) -> Vec<Named<'a>> {
    let turns = |row: &&InfluenceRow| row.flips && row.arm != inputs.run.baseline && answer.contains(&row.outcome);
    let mut rows = strongest(inputs.influences.iter().filter(turns).collect());
    rows.sort_by_key(|row| inputs.run.asks_about.as_ref() != Some(&row.arm));
    rows.into_iter().map(|row| in_words(inputs, row)).collect()
}

fn strongest(mut rows: Vec<&InfluenceRow>) -> Vec<&InfluenceRow> {
    rows.sort_by(|a, b| b.rank_correlation.abs().total_cmp(&a.rank_correlation.abs()));
    let mut kept: Vec<&InfluenceRow> = Vec::new();
    for row in rows {
        if kept.len() < MOST_NAMED && kept.iter().all(|other| other.parameter != row.parameter) {
            kept.push(row);
        }
    }
    kept
}

fn in_words<'a>(inputs: &'a Inputs, row: &'a InfluenceRow) -> Named<'a> {
    Named {
        assumption: parameter(inputs.run, &row.parameter),
        unit: &row.parameter_unit,
        policy: inputs.title(&row.arm),
        outcome: lower_first(inputs.name(&row.outcome)),
        of: &row.unit,
        low: Figure::signed(row.difference_low_third),
        high: Figure::signed(row.difference_high_third),
        low_third: Figure::plain(row.low_third_below),
        high_third: Figure::plain(row.high_third_above),
    }
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
