//! For a reader who weighs outcomes: which policies are shown worse than another and not better, which of them it dominates, and the sums
//! by the writer's own weights.

use serde::Serialize;

use super::figure::Figure;
use crate::report::charts::Inputs;
use crate::results::tables::{DominanceRow, SUM, WeightRow};

#[derive(Serialize)]
pub(super) struct Dominance<'a> {
    worse: Vec<NotBetter<'a>>,
    margin: Option<Figure>,
    weighed: Vec<Weighed<'a>>,
}

/// A policy that is shown to be worse than another somewhere, and shown to be better nowhere.
#[derive(Serialize)]
struct NotBetter<'a> {
    arm: &'a str,
    other: &'a str,
    is_dominated: bool,
    worse: Option<Figure>,
    equivalent: Option<Figure>,
    not_shown: Option<Figure>,
}

/// An outcome, or the sum, under every policy.
#[derive(Serialize)]
struct Weighed<'a> {
    name: &'a str,
    unit: &'a str,
    weight: Option<Figure>,
    is_sum: bool,
    rows: Vec<WeighedRow<'a>>,
}

#[derive(Serialize)]
struct WeighedRow<'a> {
    arm: &'a str,
    mean: Option<Figure>,
    low: Option<Figure>,
    high: Option<Figure>,
    difference: Option<Figure>,
    difference_low: Option<Figure>,
    difference_high: Option<Figure>,
}

impl<'a> Dominance<'a> {
    pub fn new(inputs: &'a Inputs, dominance: &'a [DominanceRow], weights: &'a [WeightRow]) -> Self {
        let worse = dominance.iter().filter(|row| row.is_not_shown_better()).map(|row| NotBetter {
            arm: &row.arm,
            other: &row.other,
            is_dominated: row.is_dominated(),
            worse: Figure::plain(f64::from(row.worse)),
            equivalent: Figure::plain(f64::from(row.equivalent)),
            not_shown: Figure::plain(f64::from(row.not_shown)),
        });
        let mut parts: Vec<&str> = Vec::new();
        for row in weights.iter().filter(|row| row.arm == inputs.run.baseline) {
            parts.push(&row.outcome);
        }
        let weighed = parts.into_iter().map(|part| {
            let of_part = || weights.iter().filter(move |row| row.outcome == part);
            Weighed {
                name: if part == SUM { "Weighted sum" } else { inputs.name(part) },
                unit: inputs.unit(part),
                weight: of_part().next().and_then(|row| row.weight).and_then(Figure::plain),
                is_sum: part == SUM,
                rows: of_part().map(weighed_row).collect(),
            }
        });
        Self { worse: worse.collect(), margin: dominance.first().and_then(|row| Figure::share(row.margin)), weighed: weighed.collect() }
    }
}

fn weighed_row(row: &WeightRow) -> WeighedRow<'_> {
    WeighedRow {
        arm: &row.arm,
        mean: Figure::plain(row.mean),
        low: row.mean_low.and_then(Figure::plain),
        high: row.mean_high.and_then(Figure::plain),
        difference: row.difference.and_then(Figure::signed),
        difference_low: row.difference_low.and_then(Figure::signed),
        difference_high: row.difference_high.and_then(Figure::signed),
    }
}
