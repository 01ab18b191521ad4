//! `veilsim explore`.

use super::signals::Interrupt;
use super::streams::say;
use super::{Bounds, Failure, INTERRUPTED, assignment, notice};
use crate::explore::{Server, Session};
use crate::scenario;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim explore scenarios/tiktok-dms.toml
  veilsim explore tiktok-dms --port 8080

It prints an address for a browser on this machine; nobody else can open it. Ctrl-C ends it. It writes no file: what the page saves, the
browser downloads.")]
pub(super) struct Explore {
    /// The scenario to explore: a file, or the name of one that `veilsim list` has
    scenario: PathBuf,
    /// Port of the page; by default one that is free
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// Set one value of the scenario that all is compared with, as PATH=VALUE
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// Number of threads; by default one for each core. The results do not depend on it
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    threads: usize,
    #[command(flatten)]
    bounds: Bounds,
}

impl Explore {
    pub(super) fn run(self) -> Result<(), Failure> {
        let scenario = scenario::load(&self.scenario, &self.set).map_err(Box::new)?;
        notice(&scenario);
        self.bounds.hold(&scenario)?;
        let session = Session::new(scenario, self.bounds.limits(), self.threads)?;
        let server = Server::bind(self.port).map_err(|error| Failure::Usage(format!("port {}: {error}", self.port)))?;
        let interrupt = Interrupt::listen(INTERRUPTED)?;
        say(server.address())?;
        server.serve(&session, &|| interrupt.is_heard());
        Ok(())
    }
}
