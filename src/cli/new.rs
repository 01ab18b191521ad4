//! `veilsim new`, `veilsim schema` and `veilsim completions`: what helps to write.

use super::streams::{put, say, talk};
use super::{Cli, Failure, quoted};
use crate::scenario::{create, schema};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::io::ErrorKind;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim new my-question                   # writes my-question.toml here
  veilsim new scenarios/my-question.toml")]
pub(super) struct New {
    /// Name of the scenario; a folder may stand before it
    name: PathBuf,
}

impl New {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let path = create(&self.name).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Failure::Usage(format!("{} is there already; choose another name", self.name.display())),
            _ => Failure::Usage(format!("{} cannot be written: {error}", self.name.display())),
        })?;
        talk(format_args!("edit it, then: veilsim check {0} && veilsim run {0}", quoted(&path)));
        say(path.display())
    }
}

/// Prints the schema.
pub(super) fn print_schema() -> Result<(), Failure> {
    say(schema().trim_end())
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim completions bash > ~/.local/share/bash-completion/completions/veilsim
  veilsim completions zsh > ~/.zfunc/_veilsim
  veilsim completions fish > ~/.config/fish/completions/veilsim.fish")]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "veilsim", &mut script);
        put(&String::from_utf8_lossy(&script))
    }
}
