//! For a reader who weighs outcomes: which policies another dominates, and the sums by the writer's own weights.

use serde::Serialize;

use crate::report::charts::Inputs;
use crate::report::figure::Figure;
use crate::results::tables::{DominanceRow, SUM, WeightRow};

#[derive(Serialize)]
pub(super) struct Dominance<'a> {
    dominated: Vec<Dominated<'a>>,
    weighed: Vec<Weighed<'a>>,
}

/// A policy that is clearly worse than another somewhere, and clearly better nowhere.
#[derive(Serialize)]
struct Dominated<'a> {
    arm: &'a str,
    other: &'a str,
    worse: Option<Figure>,
    unclear: Option<Figure>,
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
        let dominated = dominance.iter().filter(|row| row.is_dominated()).map(|row| Dominated {
            arm: &row.arm,
            other: &row.other,
            worse: Figure::plain(f64::from(row.worse)),
            unclear: Figure::plain(f64::from(row.unclear)),
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
        Self { dominated: dominated.collect(), weighed: weighed.collect() }
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
