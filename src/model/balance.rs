//! Books that must close at any time: what went in is out or still inside.

use super::mechanism::detection::Flag;
use super::offender::Offender;
use super::simulation::Simulation;

/// How many of something went in, came out and are still inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Went in.
    pub entered: u64,
    /// Came out.
    pub left: u64,
    /// Are inside.
    pub held: u64,
}

impl Balance {
    /// Whether nothing was lost or made up.
    #[must_use]
    pub fn closes(self) -> bool {
        self.entered == self.left + self.held
    }
}

impl Simulation {
    /// What went in, came out and is still inside: flags, then appeals. Each must close at any time.
    #[must_use]
    pub fn balances(&self) -> [(&'static str, Balance); 2] {
        let held = |stage: fn(&Flag) -> bool| self.flags.iter().filter(|(_, flag)| stage(flag)).count() as u64;
        [
            ("flags", Balance { entered: self.flags_in, left: self.flags_out, held: held(|f| !f.appealed) }),
            ("appeals", Balance { entered: self.appeals_in, left: self.appeals_out, held: held(|f| f.appealed) }),
        ]
    }

    /// Every offender so far, in the order of appearance.
    #[must_use]
    pub fn offenders(&self) -> &[Offender] {
        &self.offenders
    }
}
