//! What the draws say of the assumptions, worked out once for the tables that show it.

use crate::results::tables::{GroundsRow, InfluenceRow, SignMapRow, TestedRow};

/// What the draws say of the assumptions.
#[derive(Clone, Debug, Default)]
pub struct Influences {
    /// The largest for each arm and outcome of the answer.
    pub largest: Vec<InfluenceRow>,
    /// Every assumption that was looked at.
    pub tested: Vec<TestedRow>,
    /// What share of the influence rests on evidence.
    pub grounds: Vec<GroundsRow>,
    /// The first outcome of the answer over the two largest of each arm.
    pub map: Vec<SignMapRow>,
}
