//! veilsim: what happens to children, offenders, innocent people and everyone's privacy when a messaging platform can, or can no
//! longer, read its direct messages?
//!
//! A discrete-event simulation plays a platform's policy options, the *arms* of a scenario, through the same simulated years under
//! shared chance, and shows the consequences side by side under stated and cited assumptions. It never says which option is right.
//!
//! Data flow one way:
//!
//! | module | what it is | knows |
//! |---|---|---|
//! | [`units`] | quantities that refuse bad values | nothing else |
//! | [`engine`] | a discrete-event kernel | nothing of messages |
//! | [`parameter`] | what a parameter is: declared once, with its unit, its meaning and how a change comes into force | nothing of messages |
//! | [`model`] | the platform and the people on it, a folder for each mechanism | no file, no wall clock, no thread |
//! | [`scenario`] | question, world and arms from TOML, with their evidence | TOML |
//! | [`experiment`] | designs, strategies, and who does the work | threads |
//! | [`verification`] | figures held against what theory says of them | nothing else |
//! | [`results`] | what came out: outcomes, journal, manifest, tables | CSV, the disk |
//! | [`inference`] | statistics with meaning: what may be said of the results | nothing of charts |
//! | [`analysis`] | statistics on plain slices; a leaf | nothing else |
//! | [`report`] | charts and the page, from tables alone | plotters, templates |
//! | [`app`] | what a user asks for: run, verify, report | nothing of the terminal |
//! | [`cli`] | the command line | the terminal |
//!
//! What always holds, and is tested:
//!
//! - Imports go up this table and never down; inside a room no files import each other in a circle, whichever way round. The rooms
//!   whose circles are still there are listed in the test.
//! - A replication is a pure function of (scenario, seed, index): the same bytes on any number of threads, with arms in any order.
//! - Arms share their chance. An arm that changes nothing differs from the baseline by exactly 0 in every outcome of every run; one
//!   offender more changes what that offender touches, and nothing else.
//! - An outcome has a definition before it has a value, and neither a chart nor the report shows a number that is not in a table.
//! - Every number of a shipped scenario cites a row of the evidence base or says that it is assumed, and why.
//! - Outcomes are never added up into a score, but by weights that the writer of a scenario put there, and shown as theirs.
//!
//! ```
//! use veilsim::experiment::{Design, replicate};
//! use veilsim::model::{Outcome, Outcomes};
//!
//! let set = [("replications".to_owned(), "2".to_owned())];
//! let scenario = veilsim::scenario::load("scenarios/smoke.toml".as_ref(), &set).unwrap();
//! let runs = replicate::<Outcomes>(&Design::of(&scenario), scenario.replications, 1).unwrap();
//! let reports = |arm: usize| runs.records[arm][0].total(Outcome::Reports).unwrap();
//! assert!(reports(1) < reports(0), "a platform that cannot read messages reports less");
//! ```

pub mod analysis;
#[cfg(feature = "report")]
pub mod app;
#[cfg(feature = "cli")]
pub mod cli;
pub mod engine;
pub mod experiment;
pub mod inference;
pub mod model;
pub mod parameter;
#[cfg(feature = "report")]
pub mod report;
pub mod results;
pub mod scenario;
pub mod text;
pub mod units;
pub mod verification;
