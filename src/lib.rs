//! veilsim: what happens to children, offenders, innocent people and everyone's privacy when a messaging platform can, or can no
//! longer, read its direct messages?
//!
//! **A [`Design`](experiment::Design) is simulated into [`Results`](results::Results); everything else is a view of results.** A
//! scenario compares policies, the *arms*, of which the first is the baseline. All of them are simulated over the same years and under
//! the same chance, so that what differs between two arms is what the policies do. The consequences stand side by side, under stated
//! and cited assumptions. veilsim never says which policy is right.
//!
//! The rooms of the house, each above those that it may import:
//!
//! | module | what it is | knows |
//! |---|---|---|
//! | [`units`] | quantities that refuse bad values | nothing else |
//! | [`text`] | figures and words as people read them | nothing else |
//! | [`engine`] | a discrete-event kernel | nothing of messages |
//! | [`parameter`] | what a parameter is: declared once, with its unit, its meaning and how a change comes into force | nothing of messages |
//! | [`model`] | the platform and the people on it, a folder for each mechanism | no file, no wall clock, no thread |
//! | [`scenario`] | question, world and arms from TOML, with their evidence | TOML |
//! | [`experiment`] | designs, strategies, and who does the work | threads |
//! | [`verification`] | the model held against what theory says of it | nothing else |
//! | [`results`] | what came out: outcomes, journal, manifest, tables | CSV, the disk |
//! | [`inference`] | statistics with meaning: what may be said of the results | nothing of charts |
//! | [`analysis`] | statistics on plain slices; beside the others, and knows none of them | nothing else |
//! | [`export`] | results as other people and programs ask for them: metadata, checklists, citation | nothing of charts |
//! | `report` | charts and the page, from tables alone; with the feature `report` | plotters, templates |
//! | [`app`] | what a user asks for: run, verify, report | nothing of the terminal |
//! | `explore` | a scenario to play with in a browser; with the feature `cli` | sockets |
//! | `cli` | the command line; with the feature `cli` | the terminal |
//!
//! What always holds, and is tested:
//!
//! - The engine never names a message, and the model never does input or output.
//! - A replication is a pure function of (scenario, seed, index): the same bytes on any number of threads, with the arms in any order,
//!   with any features of this crate.
//! - An arm that changes nothing differs from the baseline by exactly 0 in every outcome of every run; one offender more changes what
//!   that offender touches, and nothing else.
//! - An outcome has a definition before it has a value, and neither a chart nor the report shows a number that is not in a table.
//! - Every number of a shipped scenario cites a row of the evidence base or says that it is assumed, and why.
//! - Outcomes are never added up into a score, but by weights that the writer of a scenario put there, and shown as theirs.
//! - Imports go up this table and never down, and inside a room no files import each other in a circle. One circle is meant: the reader
//!   of [`scenario`] is one type with its methods in several files, by what they read, and these call one another as the text nests.
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
pub mod app;
#[cfg(feature = "cli")]
pub mod cli;
pub mod engine;
pub mod experiment;
#[cfg(feature = "cli")]
pub mod explore;
pub mod export;
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

/// What a program that simulates scenarios names first: `use veilsim::prelude::*;`.
pub mod prelude {
    pub use crate::analysis::{Interval, Paired, mean, mean_interval};
    pub use crate::experiment::{Design, Point, Record, Runs, Task, Totals, replicate};
    pub use crate::inference::{study, write_tables};
    pub use crate::model::{Outcome, Outcomes, Plan};
    pub use crate::results::Results;
    pub use crate::scenario::{self, Scenario};
}
