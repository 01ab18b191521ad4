//! What the answer would be under other assumptions, in full.

use serde::Serialize;

use crate::report::charts::{Inputs, lower_first};
use crate::report::error::ReportError;
use crate::report::figure::Figure;
use crate::report::plain::{outcome_name, parameter};
use crate::results::tables::{self, CrossCheckRow, FlipRow, MoveRow, SummaryRow};
use std::path::Path;

/// The tables of cross-checks.
pub(super) struct Tables {
    pub draws: Vec<CrossCheckRow>,
    pub flips: Vec<FlipRow>,
    pub moves: Vec<MoveRow>,
}

impl Tables {
    /// Reads those in `dir`.
    pub fn read(dir: &Path) -> Result<Self, ReportError> {
        Ok(Self { draws: tables::read(dir)?, flips: tables::read(dir)?, moves: tables::read(dir)? })
    }
}

#[derive(Serialize)]
pub(super) struct Otherwise<'a> {
    policy: &'a str,
    /// Whether the other draws are those of a posterior; of the ranges, if not.
    by_posterior: bool,
    /// Outcome by outcome, as the run has it and by other draws.
    drawn: Vec<Drawn<'a>>,
    /// The first outcome, in words.
    outcome: String,
    unit: &'a str,
    /// It as it stands, and farther and farther away.
    flips: Vec<Flip>,
    /// The farthest move that was simulated, assumption by assumption.
    moves: Vec<Moved<'a>>,
}

#[derive(Serialize)]
struct Drawn<'a> {
    name: &'a str,
    /// As the run has it, and by the other draws.
    sides: [Side; 2],
}

#[derive(Serialize)]
struct Side {
    relative: Option<Figure>,
    low: Option<Figure>,
    high: Option<Figure>,
    more: Option<Figure>,
    fewer: Option<Figure>,
}

#[derive(Serialize)]
struct Flip {
    length: Option<Figure>,
    mean: Option<Figure>,
    low: Option<Figure>,
    high: Option<Figure>,
    draws: u32,
}

#[derive(Serialize)]
struct Moved<'a> {
    assumption: String,
    unit: &'a str,
    deviations: Option<Figure>,
    value: Option<Figure>,
    median: Option<Figure>,
    grounds: &'a str,
}

impl<'a> Otherwise<'a> {
    /// Of the tables; nothing where there were no cross-checks.
    pub fn new(inputs: &'a Inputs, tables: &'a Tables) -> Option<Self> {
        let stands = tables.flips.first()?;
        let farthest = tables.moves.iter().map(|row| row.length).fold(0.0, f64::max);
        let moves = tables.moves.iter().filter(|row| row.length.total_cmp(&farthest).is_eq());
        Some(Self {
            policy: inputs.title(&stands.arm),
            by_posterior: tables.draws.iter().any(|row| row.draws_from == "posterior"),
            drawn: tables.draws.iter().filter_map(|row| drawn(inputs, row)).collect(),
            outcome: lower_first(outcome_name(&stands.outcome)),
            unit: &stands.unit,
            flips: tables.flips.iter().map(flip).collect(),
            moves: moves.map(|row| moved(inputs, row)).collect(),
        })
    }
}

fn drawn<'a>(inputs: &'a Inputs, row: &'a CrossCheckRow) -> Option<Drawn<'a>> {
    let own = inputs.summary.iter().find(|own| own.arm == row.arm && own.outcome == row.outcome && own.is_total())?;
    Some(Drawn { name: inputs.name(&row.outcome), sides: [as_run(own), by_other_draws(row)] })
}

fn as_run(row: &SummaryRow) -> Side {
    let shares = if row.difference > Some(0.0) { [row.sign_share, row.opposite_share] } else { [row.opposite_share, row.sign_share] };
    let [more, fewer] = shares.map(|share| share.and_then(Figure::share));
    Side {
        relative: row.relative.and_then(Figure::change),
        low: row.difference_low.and_then(Figure::signed),
        high: row.difference_high.and_then(Figure::signed),
        more,
        fewer,
    }
}

fn by_other_draws(row: &CrossCheckRow) -> Side {
    Side {
        relative: row.relative.and_then(Figure::change),
        low: row.low.and_then(Figure::signed),
        high: row.high.and_then(Figure::signed),
        more: Figure::share(row.more),
        fewer: Figure::share(row.fewer),
    }
}

fn flip(row: &FlipRow) -> Flip {
    Flip {
        length: row.length.and_then(Figure::plain),
        mean: Figure::signed(row.mean),
        low: row.low.and_then(Figure::signed),
        high: row.high.and_then(Figure::signed),
        draws: row.draws,
    }
}

fn moved<'a>(inputs: &Inputs, row: &'a MoveRow) -> Moved<'a> {
    Moved {
        assumption: parameter(inputs.run, &row.parameter),
        unit: &row.unit,
        deviations: Figure::signed(row.deviations),
        value: Figure::plain(row.value),
        median: Figure::plain(row.median),
        grounds: &row.grounds,
    }
}
