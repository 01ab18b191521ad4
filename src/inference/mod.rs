//! Statistics with meaning: from results to the rows of the tables that say what follows from them.
//!
//! - [`write_tables`]: every table of a run.
//! - `summary`: levels and paired differences, over all and in every breakdown; `convergence` and time series beside them.
//! - `sensitivity`: which assumptions move the differences, and which turn their sign.
//! - `dominance`: which policies another dominates, and sums by the writer's own weights.
//! - `validation`: published figures beside the model's.
//! - [`bounds`]: the most that outcomes can be, from the parameters alone.
//! - `provenance`: from the scenario to the tables that say where its numbers came from.
//! - [`warnings()`]: what makes a run say less than it seems to.

pub mod bounds;
mod dominance;
mod provenance;
mod sensitivity;
mod summary;
mod validation;
mod warnings;

pub use sensitivity::LEAST_DRAWS;
pub use summary::write_tables;
pub use validation::NOT_IN_MODEL;
pub use warnings::{FUNNEL, Warning, warnings};
