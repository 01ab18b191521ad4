//! The command line: the only place that prints. Data go to stdout, talk to stderr.

mod attribution;
mod calibrate;
mod check;
mod cluster;
mod diff;
mod discover;
mod explain;
mod explore;
mod export;
mod failure;
mod flip;
mod list;
mod merge;
mod method;
mod new;
mod progress;
mod report;
mod robustness;
mod run;
mod sensitivity;
mod shard;
mod signals;
mod streams;
mod sweep;
mod table;
mod trace;
mod verify;
mod verify_model;

use crate::app::outcome;
use crate::experiment::{Limits, within};
use crate::scenario::{Beside, DrawsFrom, Problems, Scenario};
use crate::text::shell_word;
use clap::{Args, Parser, Subcommand};
use failure::Failure;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use streams::{arrived, talk};

/// What happens to children, offenders, innocent people and everyone's privacy when a messaging platform can, or can no longer, read
/// its direct messages? veilsim simulates a platform's policy options over the same years and under the same chance, and shows the
/// consequences side by side, under stated and cited assumptions. It never says which option is right.
#[derive(Debug, Parser)]
#[command(
    name = "veilsim",
    version,
    after_help = "Examples:
  veilsim list                              # the scenarios that ship, each with its question
  veilsim run tiktok-dms                    # tables and charts in output/tiktok-dms/
  veilsim new my-question                   # a commented scenario to start from
  veilsim explain review.staff              # what a parameter means, and its source

`veilsim COMMAND --help` has more. Exit codes: 0 done, 1 failed or verify or diff differs, 2 a mistake in the input, 130 interrupted, \
75 try again (a shard that was stopped, or shards that are missing)."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Simulate every policy of a scenario under shared chance; write tables, charts and a report
    Run(run::Run),
    /// Simulate the arms at many values of one or two parameters, on the same draws and chance; write tables and charts
    Sweep(sweep::Sweep),
    /// Find which assumptions decide, with chance kept out
    Sensitivity(sensitivity::Sensitivity),
    /// Share out the difference of a policy from the baseline among the levers that it changes
    Attribution(attribution::Attribution),
    /// Find how far assumptions must move together until the sign of a difference turns
    Flip(flip::Flip),
    /// Say what a wrong choice of policy costs, and what it would be worth to know more
    Robustness(robustness::Robustness),
    /// Find the worlds in which something holds, as a box of assumptions and as a tree
    Discover(discover::Discover),
    /// Move levers and assumptions in a browser on this machine, and see the differences come in
    Explore(explore::Explore),
    /// Find the problems of scenarios without running them; count which values are cited and which assumed
    Check(check::Check),
    /// Find which draws of the assumptions published figures leave
    Calibrate(calibrate::Calibrate),
    /// Say what a mechanism, parameter, outcome or figure of the evidence base means
    Explain(explain::Explain),
    /// Write one replication event by event, or the events of one offender, user, flag or report
    Trace(trace::Trace),
    /// Draw the charts and the report of a results directory again, from its tables
    Report(report::Report),
    /// Run the scenario of a results directory again, and compare every byte
    Verify(verify::Verify),
    /// Say in words what differs between two results or two scenarios, and which outcomes moved beyond noise
    Diff(diff::Diff),
    /// Say what a result is in a form that others ask for: a checklist of a paper's methods, a citation, metadata for an archive
    Export(export::Export),
    /// Compare the model with what theory says of it, and print the figures
    VerifyModel(verify_model::VerifyModel),
    /// Put the shards of a run together: the same bytes as of a run that was never divided
    Merge(merge::Merge),
    /// Print a script that runs a scenario in shards on a cluster, with what it will cost
    Cluster(cluster::Cluster),
    /// List the scenarios that ship, each with its question
    List(list::List),
    /// Write a commented scenario to start from
    New(new::New),
    /// Print the JSON Schema of scenarios, for editors
    #[command(after_help = "Example:\n  veilsim schema > schema.json")]
    Schema,
    /// Print a script that completes veilsim's commands and options in a shell
    Completions(new::Completions),
}

/// How a scenario is read and run.
#[derive(Debug, Args)]
struct Common {
    /// Set one value of the scenario, as PATH=VALUE, for example sample=0.1 or platform.tiktok.review.staff=80
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// Number of threads; by default one for each core. The results do not depend on it
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Show no progress and print no table
    #[arg(long, short)]
    quiet: bool,
}

/// What a scenario is held against and drawn from.
#[derive(Debug, Args)]
struct Files {
    /// Hold the scenario against the published figures in this file, instead of those that ship
    #[arg(long, value_name = "FILE")]
    targets: Option<PathBuf>,
    /// Draw the uncertain parameters from a posterior that `veilsim calibrate` wrote, instead of their ranges
    #[arg(long, value_name = "FILE", conflicts_with = "prior")]
    draws_from: Option<PathBuf>,
    /// Draw the uncertain parameters from their ranges, though the scenario names a posterior
    #[arg(long)]
    prior: bool,
}

impl Files {
    fn beside(&self) -> Beside {
        let draws = match &self.draws_from {
            Some(file) => DrawsFrom::Posterior(file.clone()),
            None if self.prior => DrawsFrom::Prior,
            None => DrawsFrom::Scenario,
        };
        Beside { targets: self.targets.clone(), draws }
    }
}

/// How much work a scenario may ask for.
#[derive(Debug, Args)]
struct Bounds {
    /// Refuse a run of more expected events than this; by default 1e10, some minutes
    #[arg(long, value_name = "N", default_value_t = Limits::default().events, hide_default_value = true)]
    most_events: f64,
    /// Refuse a run of more expected memory than this, in GB; by default 8
    #[arg(long, value_name = "GB", default_value_t = Limits::default().bytes / 1e9, hide_default_value = true)]
    most_memory: f64,
}

impl Bounds {
    fn limits(&self) -> Limits {
        Limits { events: self.most_events, bytes: 1e9 * self.most_memory }
    }

    /// Refuses a scenario that asks for more.
    fn hold(&self, scenario: &Scenario) -> Result<(), Failure> {
        within(scenario, self.limits()).map_err(|error| Failure::Usage(format!("{}: {error}", scenario.name)))
    }
}

/// Says on stderr what the writer of a scenario may not have meant.
fn notice(scenario: &Scenario) {
    for notice in scenario.notices() {
        talk(format_args!("note: {}: {} [{}]\n  {}", scenario.name, notice.cause(), notice.name(), notice.remedy()));
    }
}

/// A path as one word of a shell's command.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    // What begins with a dash would be an option.
    shell_word(&if path.starts_with('-') { format!("./{path}") } else { path })
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (path, value) = text.split_once('=').ok_or("write PATH=VALUE, for example sample=0.1")?;
    Ok((path.trim().to_owned(), value.trim().to_owned()))
}

/// Exit code of a run that the user ended: that of a process that ends by Ctrl-C.
const INTERRUPTED: u8 = 130;
/// Exit code of what another attempt may mend: `EX_TEMPFAIL` of `sysexits.h`, for which schedulers start a task again.
const TRY_AGAIN: u8 = 75;

/// Parses the command line, carries it out and gives the exit code: 0 done, 1 failed or verify differs, 2 the user's input, 130
/// interrupted, 75 to be tried again.
#[must_use]
pub fn main() -> ExitCode {
    let done = Cli::try_parse().map_or_else(|usage| help(&usage), |cli| cli.command.run());
    match done {
        Ok(code) => code,
        Err(Failure::Input(problems)) => {
            show(*problems);
            ExitCode::from(2)
        }
        Err(Failure::Usage(message)) => {
            talk(format_args!("error: {message}"));
            ExitCode::from(2)
        }
        Err(failure @ Failure::Interrupted(_)) => {
            talk(failure);
            ExitCode::from(INTERRUPTED)
        }
        Err(failure @ Failure::TryAgain(_)) => {
            talk(failure);
            ExitCode::from(TRY_AGAIN)
        }
        Err(other) => {
            talk(format_args!("error: {other}"));
            ExitCode::FAILURE
        }
    }
}

/// Help and version, which were asked for, or what is wrong with the command line.
fn help(usage: &clap::Error) -> Result<ExitCode, Failure> {
    let printed = usage.print();
    // Talk that does not arrive stops nothing.
    if usage.use_stderr() { Ok(ExitCode::from(2)) } else { arrived(printed).map(|()| ExitCode::SUCCESS) }
}

impl Command {
    fn run(self) -> Result<ExitCode, Failure> {
        match self {
            Self::Run(command) => command.run(),
            Self::Explore(command) => command.run(),
            Self::Check(command) => command.run(),
            Self::Calibrate(command) => command.run(),
            Self::Explain(command) => command.run(),
            Self::Trace(command) => command.run(),
            Self::Sweep(command) => command.run(),
            Self::Sensitivity(command) => command.run(),
            Self::Attribution(command) => command.run(),
            Self::Flip(command) => command.run(),
            Self::Robustness(command) => command.run(),
            Self::Discover(command) => command.run(),
            Self::Report(command) => command.run(),
            Self::Verify(command) => command.run(),
            // As diff has it: 1 is no failure, and something differs.
            Self::Diff(command) => return command.run().map(|is_none| if is_none { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
            Self::Export(command) => command.run(),
            Self::VerifyModel(command) => command.run(),
            Self::Merge(command) => command.run(),
            Self::Cluster(command) => command.run(),
            Self::List(list::List) => list::List::run(),
            Self::New(command) => command.run(),
            Self::Schema => new::print_schema(),
            Self::Completions(command) => command.run(),
        }
        .map(|()| ExitCode::SUCCESS)
    }
}

/// Shows problems with a caret under each. Lines are not wrapped: a key broken at a hyphen could not be copied.
fn show(problems: Problems) {
    // The hook can be set once in a process; a second call finds the same one in place.
    let _ = miette::set_hook(Box::new(|_| Box::new(miette::MietteHandlerOpts::new().wrap_lines(false).build())));
    talk(format_args!("{:?}", miette::Report::new(problems)));
}

/// The directory of a command's results, by default output/NAME.
fn output(out: Option<PathBuf>, name: &str) -> PathBuf {
    out.unwrap_or_else(|| PathBuf::from("output").join(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn a_path_is_one_word_of_a_shell() {
        for (path, word) in [
            ("scenarios/smoke.toml", "scenarios/smoke.toml"),
            ("my question.toml", "'my question.toml'"),
            ("it's; rm -rf $HOME.toml", r"'it'\''s; rm -rf $HOME.toml'"),
            ("-q.toml", "./-q.toml"),
            ("", "''"),
        ] {
            assert_eq!(quoted(Path::new(path)), word);
        }
    }

    #[test]
    fn every_command_has_examples_that_parse() {
        let mut all = vec![Cli::command()];
        all.extend(Cli::command().get_subcommands().filter(|c| c.get_name() != "help").cloned());
        for command in all {
            let help = command.get_after_help().unwrap_or_else(|| panic!("{} has no example", command.get_name())).to_string();
            let lines: Vec<&str> = help.lines().filter_map(|line| line.strip_prefix("  ")).collect();
            assert!(help.starts_with("Example") && !lines.is_empty(), "{help}");
            for line in lines {
                let words = line.split(['#', '>']).next().unwrap_or_default().split_whitespace();
                let parsed = Cli::try_parse_from(words);
                assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
            }
        }
    }
}
