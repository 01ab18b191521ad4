//! A scenario to play with in a browser: settings are moved, and the differences that they make come in as draws are simulated.
//!
//! - [`Session`]: a scenario as its file has it, and the runs that are asked for, one at a time; a new wish ends the one before.
//! - [`Answer`]: what so many draws say, as paired differences to the file as it stands.
//! - [`controls()`]: what can be moved, with its source.
//! - [`Server`]: the page on this machine alone, behind a token.
//!
//! Nothing that a page sends names a file: what is read is what the command line named, and what is saved goes back as a text.

mod answer;
mod control;
mod request;
mod response;
mod routes;
mod server;
mod session;

pub use answer::{Answer, Figures, Shown};
pub use control::{Control, Controls, Lever, controls};
pub use server::Server;
pub use session::{Refused, Session, Told, Turn, Wish};
