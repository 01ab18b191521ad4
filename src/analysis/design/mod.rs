//! Designs of experiments as plain numbers: which points to evaluate.
//!
//! A point is a row of quantiles, one a column (an uncertain parameter), each strictly between 0 and 1, so that the inverse of any
//! distribution gives a finite value there. A matrix is its rows, `matrix[point][column]`. Every design is a pure function of its
//! arguments: the same seed, or a generator in the same state, gives the same numbers on every machine.

mod grid;
mod latin;
mod sobol;
mod trajectory;

pub use grid::{evenly, grid};
pub use latin::latin_hypercube;
pub use sobol::{MOST_POINTS, PickFreezeDesign, pick_freeze, sobol};
pub use trajectory::{Trajectory, trajectories};
