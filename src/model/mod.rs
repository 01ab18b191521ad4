//! The model: a platform and the people on it. Pure: no files, no wall clock, no threads.
//!
//! [`plan::Plan`] says what world is simulated, [`simulation::Simulation`] simulates it, [`ledger::Outcomes`] is what comes out. A
//! mechanism is a folder in [`mechanism`]; what goes before what at one instant is the table in [`event::phase`].
//!
//! Imports go upwards through these layers, and no two files import each other:
//!
//! 1. [`identity`], [`chance`], [`outcome`]: what things are called;
//! 2. the `rules` of each mechanism and [`assumptions`]: what a scenario states; [`regime`] and [`policy`]: what follows from it;
//! 3. [`population`], [`offender`], [`ordinary`], [`flag`], [`event`], [`layout`], [`expectation`], [`ledger`], [`books`]: records that mechanisms
//!    hand on;
//! 4. the `state` of each mechanism, which the others read and only it changes;
//! 5. [`state`]: all of it together, [`visibility`]: what is encrypted in it, and who can see it, and [`watch`]: how closely a platform
//!    watches what an offender is about to do;
//! 6. the effects of each mechanism, which import the mechanisms whose effects they call;
//! 7. [`simulation`]: which effect an event has; `fork`: how it goes on by another plan; [`trace`]: what is told of it; [`mean_field`]: what
//!    it comes to on average, without simulating.

pub mod ages;
pub mod assumptions;
pub mod books;
pub mod chance;
pub mod event;
pub mod expectation;
pub mod family;
pub mod flag;
mod fork;
pub mod identity;
pub mod layout;
pub mod ledger;
pub mod mean_field;
pub mod mechanism;
pub mod offender;
pub mod ordinary;
pub mod outcome;
pub mod plan;
pub mod policy;
pub mod population;
pub mod regime;
pub mod simulation;
mod staff;
pub mod state;
pub mod trace;
pub mod visibility;
pub mod watch;

pub use layout::{Cell, Layout};
pub use ledger::Outcomes;
pub use outcome::Outcome;
pub use plan::Plan;
pub use simulation::Simulation;
