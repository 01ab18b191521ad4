//! Which inputs an outcome depends on, with chance kept apart.
//!
//! A simulated outcome varies with what was assumed and with chance, and indices that mix the two blame the assumptions for both. Here
//! each point is evaluated under two independent chances, giving Y₁ and Y₂. The product of a deviation under one chance with a deviation
//! under the other has no chance in its mean: Cov(Y₁, Y₂) over points is the variance V of the outcome's expectation.
//!
//! Outcomes may be levels or paired differences, in any unit; indices have none. An index is never clamped, and none is given where the
//! interval of V does not lie above 0: then no effect of the assumptions can be told from chance.

mod morris;
mod permutation;
mod pick_freeze;
mod rank_index;
mod signal;
#[cfg(test)]
pub(super) mod test_functions;

pub use morris::{Elementary, Walk, morris};
pub use permutation::{Permuted, permutation_families, permutation_maximum};
pub use pick_freeze::{Block, PickFreeze, pick_freeze};
pub use rank_index::{ascending, rank_covariance, rank_index, rank_index_interval, xi, xi_interval};
pub use signal::Signal;
