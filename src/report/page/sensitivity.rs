//! Which assumptions decide: those that move a difference over the draws, and those that turn its sign.

use serde::Serialize;

use crate::inference::LEAST_DRAWS;
use crate::report::charts::{Inputs, lower_first};
use crate::report::error::ReportError;
use crate::report::figure::Figure;
use crate::report::plain::parameter;
use crate::results::tables::{self, GroundsRow, InfluenceRow, SignMapRow, TestedRow};
use std::path::Path;

/// The tables of the section, beside the influences themselves.
pub(super) struct Tables {
    grounds: Vec<GroundsRow>,
    tested: Vec<TestedRow>,
    map: Vec<SignMapRow>,
}

impl Tables {
    /// Reads those in `dir` of the policies that are shown.
    pub fn read(dir: &Path, is_shown: impl Fn(&String) -> bool) -> Result<Self, ReportError> {
        Ok(Self {
            grounds: tables::read_where(dir, |row: &GroundsRow| is_shown(&row.arm))?,
            tested: tables::read(dir)?,
            map: tables::read_where(dir, |row: &SignMapRow| is_shown(&row.arm))?,
        })
    }
}

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
    /// Of the first outcome of the answer the eight largest of each policy, of the others those told from chance.
    differences: Vec<Moved<'a>>,
    /// The outcomes in which nothing is told from chance, for any policy.
    silent: Vec<&'a str>,
    /// What share of the influence on the first outcome rests on evidence, policy by policy.
    grounds: Vec<Grounds<'a>>,
    /// Assumptions that move nothing beyond the floor of noise, and all that were looked at.
    idle: Option<[usize; 2]>,
    /// The first outcome over the two largest assumptions, under the policy in question.
    map: Option<Map<'a>>,
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
struct Grounds<'a> {
    arm: &'a str,
    share: Option<Figure>,
    low: Option<Figure>,
    high: Option<Figure>,
    of_largest: Option<Figure>,
}

/// A map of signs: columns are the parts of one assumption, lines those of another, the highest first.
#[derive(Serialize)]
struct Map<'a> {
    arm: &'a str,
    first: &'a SignMapRow,
    columns: Vec<Ends>,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Ends {
    from: Option<Figure>,
    to: Option<Figure>,
}

#[derive(Serialize)]
struct Line {
    ends: Ends,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    sign: &'static str,
    mean: Option<Figure>,
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
    pub fn new(inputs: &'a Inputs, tables: &'a Tables, answer: &'a [String], per_draw: u32) -> Self {
        let baseline = &inputs.run.baseline;
        let moved = |of: &dyn Fn(&InfluenceRow) -> bool, write: fn(f64) -> Option<Figure>| -> Vec<Moved<'a>> {
            let one = |id: &'a String| {
                let rows = inputs.influences.iter().filter(|row| row.outcome == *id && of(row));
                Moved { name: inputs.name(id), unit: inputs.unit(id), rows: rows.map(|row| mover(row, write)).collect() }
            };
            answer.iter().map(one).collect()
        };
        let is_first = |row: &InfluenceRow| answer.first() == Some(&row.outcome);
        let mut differences = moved(&|row| row.arm != *baseline && (row.significant || is_first(row)), Figure::signed);
        let is_told = |moved: &Moved| moved.rows.iter().any(|mover| mover.row.significant);
        let silent = differences.iter().filter(|moved| !is_told(moved)).map(|moved| moved.name).collect();
        differences.retain(|moved| !moved.rows.is_empty());
        let mut levels = moved(&|row| row.arm == *baseline && row.significant, Figure::plain);
        levels.retain(|moved| !moved.rows.is_empty());
        Self {
            draws: inputs.run.replications.div_ceil(per_draw.max(1)),
            named: named(inputs, answer),
            turning: turning(inputs, answer),
            asked: inputs.run.asks_about.as_deref().map(|arm| inputs.title(arm)).unwrap_or_default(),
            least: LEAST_DRAWS,
            differences,
            silent,
            grounds: tables
                .grounds
                .iter()
                .filter(|row| row.arm != *baseline && answer.first() == Some(&row.outcome))
                .map(grounds)
                .collect(),
            idle: idle(&tables.tested),
            map: map(inputs, &tables.map),
            levels,
        }
    }
}

/// Most assumptions that the answer names.
const MOST_NAMED: usize = 4;

/// The rows of the policy in question, each assumption once, the strongest first.
fn named<'a>(inputs: &'a Inputs, answer: &[String]) -> Vec<Named<'a>> {
    let asked = inputs.run.asks_about.as_ref();
    let of_answer = |row: &&InfluenceRow| row.significant && asked == Some(&row.arm) && answer.contains(&row.outcome);
    strongest(inputs.influences.iter().filter(of_answer).collect()).into_iter().map(|row| in_words(inputs, row)).collect()
}

fn turning<'a>(inputs: &'a Inputs, answer: &[String]) -> Vec<Named<'a>> {
    let turns = |row: &&InfluenceRow| row.significant && row.flips && row.arm != inputs.run.baseline && answer.contains(&row.outcome);
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

fn grounds(row: &GroundsRow) -> Grounds<'_> {
    Grounds {
        arm: &row.arm,
        share: row.cited.and_then(Figure::plain),
        low: row.cited_low.and_then(Figure::plain),
        high: row.cited_high.and_then(Figure::plain),
        of_largest: Figure::plain(row.cited_of_largest),
    }
}

fn idle(tested: &[TestedRow]) -> Option<[usize; 2]> {
    let candidates = tested.iter().filter(|row| row.candidate).count();
    (!tested.is_empty()).then_some([candidates, tested.len()])
}

fn map<'a>(inputs: &'a Inputs, rows: &'a [SignMapRow]) -> Option<Map<'a>> {
    let asked = inputs.run.asks_about.as_ref()?;
    let own: Vec<&SignMapRow> = rows.iter().filter(|row| row.arm == *asked).collect();
    let first = *own.first()?;
    let ends = |from: f64, to: f64| Ends { from: Figure::plain(from), to: Figure::plain(to) };
    let columns = own.iter().filter(|row| row.second_part == 0).map(|row| ends(row.first_from, row.first_to)).collect();
    let line = |part: u32| {
        let cells: Vec<&&SignMapRow> = own.iter().filter(|row| row.second_part == part).collect();
        let cell = |row: &&&SignMapRow| Cell { sign: row.sign.word(), mean: row.mean.and_then(Figure::signed) };
        let ends = cells.first().map(|row| ends(row.second_from, row.second_to))?;
        Some(Line { ends, cells: cells.iter().map(cell).collect() })
    };
    let last = own.iter().map(|row| row.second_part).max().unwrap_or_default();
    Some(Map { arm: &first.arm, first, columns, lines: (0..=last).rev().filter_map(line).collect() })
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
