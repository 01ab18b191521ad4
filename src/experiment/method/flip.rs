//! The nearest flip: worlds along one direction through the assumptions, farther and farther from the middle of their priors.

use crate::analysis::normal_share;
use crate::experiment::design::{Draw, Point, Quantiles};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Lengths of the moves that are simulated, in standard deviations.
pub const LENGTHS: [f64; 6] = [0.5, 1.0, 1.5, 2.0, 2.5, 3.0];

/// An assumption of a joint move.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// Its path.
    pub path: String,
    /// Its part in a move of length 1, in standard deviations of its normal score: the squares of all parts add up to 1.
    pub part: f64,
}

/// The draw in which the assumptions of a move are so far from their medians, and all else is drawn.
#[must_use]
pub fn moved(moves: &[Move], length: f64) -> Draw {
    let row = moves.iter().map(|one| normal_share(length * one.part)).collect();
    Draw::Members(Arc::new(Quantiles { paths: moves.iter().map(|one| one.path.clone()).collect(), rows: vec![row] }))
}

/// The baseline and an arm as they stand, and then with the assumptions moved by each of the lengths.
pub(super) fn places(baseline: &Point, own: &Point, moves: &[Move]) -> Vec<Point> {
    let mut points = vec![baseline.clone(), own.clone()];
    for length in LENGTHS.into_iter().filter(|_| !moves.is_empty()) {
        let draw = moved(moves, length);
        points.extend([baseline, own].map(|point| Point { draw: draw.clone(), ..point.clone() }));
    }
    points
}
