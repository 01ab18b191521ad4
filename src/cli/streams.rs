//! The two streams: data go to stdout, and must arrive; talk goes to stderr, and a stream that is closed or full stops nothing.

use super::failure::Failure;
use std::fmt::Display;
use std::io::{self, ErrorKind, Write};

/// Writes data.
pub(super) fn put(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    arrived(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Writes a line of data.
pub(super) fn say(line: impl Display) -> Result<(), Failure> {
    put(&format!("{line}\n"))
}

/// A closed pipe is the reader's choice; whatever else keeps data from where they were to go is a failure.
pub(super) fn arrived(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}

/// Writes a line of talk.
pub(super) fn talk(line: impl Display) {
    // One write, so that the lines of threads do not mix.
    let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
}
