//! The tables of a run: one struct a row, one CSV file a table. A table is declared once: file, columns and what each of them says.

mod io;
#[macro_use]
mod declare;
mod calibrating;
mod chain;
mod choices;
mod columns;
mod cross_checks;
mod dominance;
mod indices;
mod periods;
mod points;
mod provenance;
mod readers;
mod row;
mod runs;
mod sensitivity;
mod summary;
mod validation;
mod warning;

pub use calibrating::*;
pub use chain::*;
pub use choices::*;
pub use columns::{Cells, read_columns};
pub use cross_checks::*;
pub use dominance::*;
pub use indices::*;
pub use io::{Writer, read, read_where, write};
pub use periods::*;
pub use points::*;
pub use provenance::*;
pub use readers::*;
pub use row::{Column, Kind, Row};
pub use runs::*;
pub use sensitivity::*;
pub use summary::*;
pub use validation::*;
pub use warning::*;

/// The value of a breakdown column in a row that is not broken down.
pub const ALL: &str = "all";
