//! Statistics with meaning: from results to the rows of the tables that say what follows from them.
//!
//! - [`ANALYSES`]: every table, and the analysis that it comes from; [`study`] and [`write_tables`] write them all.
//! - `summary`: levels, over all and in every breakdown; `compare`: paired differences; `convergence` and `series`: over replications
//!   and over time.
//! - `sensitivity`: which assumptions move the differences, and which turn their sign.
//! - `dominance`: which policies another dominates; `weighted`: sums by the writer's own weights.
//! - `validation`: published figures beside the model's.
//! - [`bounds`]: the most that outcomes can be, from the parameters alone.
//! - `runs`: the values of every run, and what each outcome is.
//! - `provenance`: from the scenario to the tables that say where its numbers came from.
//! - [`warnings()`]: what makes a run say less than it seems to.

mod analysis;
pub mod bounds;
mod compare;
mod convergence;
mod dominance;
mod list;
mod place;
mod provenance;
mod runs;
mod sensitivity;
mod series;
mod summary;
mod validation;
mod warnings;
mod weighted;

pub use analysis::{Analysis, Put, Study};
pub use list::{ANALYSES, Table, study, write_tables};
pub use sensitivity::LEAST_DRAWS;
pub use warnings::{FUNNEL, Warning, warnings};

/// Confidence of every interval.
const CONFIDENCE: f64 = 0.95;
