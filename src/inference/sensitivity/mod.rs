//! Which assumptions decide: the uncertain parameters that go with the differences over the draws, and those that turn their sign.
//!
//! Nothing is simulated for it: every draw of the assumptions has its values and its paired differences already. A correlation over
//! draws is no proof, and a parameter that is not told from chance may matter too; there may be too few draws to see it.
//!
//! - `ranked`: every assumption beside every outcome of the answer, tested at once; the largest of them.
//! - `grounds`: what share of the influence rests on evidence.
//! - `sign_map`: the difference over the ranges of the two largest.

mod grounds;
mod influences;
mod ranked;
mod sign_map;

use super::analysis::{Analysis, Put, Study};
use crate::results::tables::{DrawRow, GroundsRow, InfluenceRow, SignMapRow, TestedRow};
use crate::results::{Results, ResultsError, Uncertain};
use ranked::Ranked;

pub use influences::Influences;
pub use ranked::LEAST_DRAWS;

/// The drawn value of every uncertain parameter, by draw.
impl Analysis for DrawRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        let parameters = study.results.draws().parameters();
        let row = |draw: u32, parameter: &Uncertain| DrawRow {
            draw,
            parameter: parameter.path.clone(),
            unit: parameter.kind.unit.to_owned(),
            value: parameter.values[draw as usize],
            set: parameter.kind.exact(parameter.values[draw as usize]),
        };
        let draws = (0..study.results.draw_count()).flat_map(|draw| parameters.iter().map(move |parameter| row(draw, parameter)));
        draws.into_iter().try_for_each(|row| put(&row))
    }
}

/// What the draws say of the assumptions; nothing where there are fewer than [`LEAST_DRAWS`].
#[must_use]
pub fn influences(results: &Results) -> Influences {
    if results.draw_count() < LEAST_DRAWS {
        return Influences::default();
    }
    let ranked = Ranked::new(results);
    let largest = ranked.largest();
    Influences { grounds: ranked.grounds(&largest), map: ranked.sign_map(&largest), tested: ranked.tested(), largest }
}

impl Analysis for InfluenceRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        study.influences.largest.iter().try_for_each(put)
    }
}

impl Analysis for TestedRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        study.influences.tested.iter().try_for_each(put)
    }
}

impl Analysis for GroundsRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        study.influences.grounds.iter().try_for_each(put)
    }
}

impl Analysis for SignMapRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        study.influences.map.iter().try_for_each(put)
    }
}
