//! Where a difference is above zero, and where below, over the ranges of the two assumptions that go most with it.

use super::ranked::{Effect, Ranked};
use crate::analysis::sensitivity::ascending;
use crate::analysis::{mean, mean_interval};
use crate::results::tables::{InfluenceRow, Sign, SignMapRow};
use crate::results::{CONFIDENCE, Selection, Uncertain};

/// Draws that a cell is to have, on average.
const PER_CELL: usize = 6;

impl Ranked<'_> {
    /// Of every arm beside the baseline, in the first outcome of the answer.
    pub(super) fn sign_map(&self, largest: &[InfluenceRow]) -> Vec<SignMapRow> {
        let first = Selection::standard().answer().first().copied();
        let asked = |effect: &&Effect| effect.arm > 0 && Some(effect.outcome) == first;
        self.effects.iter().filter(asked).flat_map(|effect| self.map_of(effect, largest)).collect()
    }

    fn map_of(&self, effect: &Effect, largest: &[InfluenceRow]) -> Vec<SignMapRow> {
        let (arm, definition) = (&self.results.arms()[effect.arm].name, effect.outcome.definition());
        let named = largest.iter().filter(|row| row.arm == *arm && row.outcome == definition.id);
        let known = |row: &InfluenceRow| self.inputs.iter().map(|input| input.parameter).find(|input| input.path == row.parameter);
        let two: Vec<&Uncertain> = named.filter_map(known).take(2).collect();
        let [first, second] = two[..] else { return Vec::new() };
        let draws: Vec<usize> = (0..effect.values.len()).filter(|draw| effect.values[*draw].is_some()).collect();
        let parts = (draws.len() / PER_CELL).isqrt().clamp(2, 5);
        let (across, up) = (divided(first, &draws, parts), divided(second, &draws, parts));
        let confidence = 1.0 - (1.0 - CONFIDENCE) / (parts * parts) as f64;
        let mut rows = Vec::new();
        for (first_part, columns) in (0..).zip(&across) {
            for (second_part, lines) in (0..).zip(&up) {
                let inside = columns.draws.iter().filter(|draw| lines.draws.contains(draw));
                let values: Vec<f64> = inside.filter_map(|draw| effect.values[*draw]).collect();
                let band = mean_interval(&values, confidence);
                rows.push(SignMapRow {
                    arm: arm.clone(),
                    outcome: definition.id.into(),
                    unit: definition.unit.into(),
                    first: first.path.clone(),
                    first_unit: first.kind.unit.to_owned(),
                    first_part,
                    first_from: columns.from,
                    first_to: columns.to,
                    second: second.path.clone(),
                    second_unit: second.kind.unit.to_owned(),
                    second_part,
                    second_from: lines.from,
                    second_to: lines.to,
                    draws: values.len() as u32,
                    mean: mean(&values),
                    band_low: band.map(|band| band.low),
                    band_high: band.map(|band| band.high),
                    sign: match band {
                        Some(_) if values.iter().all(|value| *value == 0.0) => Sign::Same,
                        Some(band) if band.low > 0.0 => Sign::Above,
                        Some(band) if band.high < 0.0 => Sign::Below,
                        _ => Sign::Unclear,
                    },
                });
            }
        }
        rows
    }
}

/// A part of the draws in which an assumption lies between two of its values.
struct Part {
    draws: Vec<usize>,
    from: f64,
    to: f64,
}

/// The draws in equal parts by an assumption's values, the lowest first.
fn divided(parameter: &Uncertain, draws: &[usize], parts: usize) -> Vec<Part> {
    let values: Vec<f64> = draws.iter().map(|draw| parameter.values[*draw]).collect();
    let order = ascending(&values);
    let part = |part: usize| {
        let own = &order[part * order.len() / parts..(part + 1) * order.len() / parts];
        Part {
            draws: own.iter().map(|place| draws[*place]).collect(),
            from: own.first().map_or(f64::NAN, |place| values[*place]),
            to: own.last().map_or(f64::NAN, |place| values[*place]),
        }
    };
    (0..parts).map(part).collect()
}
