//! The model: a platform and the people on it. Pure: no files, no wall clock, no threads.
//!
//! [`plan::Plan`] says what world is played, [`simulation::Simulation`] plays it, [`ledger::Outcomes`] is what comes out. A
//! mechanism is a file in [`mechanism`]; what goes before what at one instant is the table in [`event::phase`].

pub mod assumptions;
pub mod books;
pub mod chance;
pub mod event;
pub mod explicit;
pub mod ledger;
pub mod mechanism;
pub mod offender;
pub mod outcome;
pub mod plan;
pub mod policy;
pub mod population;
pub mod regime;
pub mod simulation;
pub mod trace;

pub use ledger::{Cell, Layout, Outcomes};
pub use outcome::Outcome;
pub use plan::Plan;
pub use simulation::Simulation;
