//! `veilsim trace`.

use super::streams::arrived;
use super::{Bounds, Failure, assignment};
use crate::experiment::{Design, Task};
use crate::results::{Mentions, TraceFormat, TraceWriter};
use crate::scenario;
use crate::units::nearest;
use clap::{Args, ValueEnum};
use std::io::{self, BufWriter};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim trace scenarios/smoke.toml > events.csv
  veilsim trace scenarios/smoke.toml --arm default-e2ee --replication 3 --format jsonl
  veilsim trace scenarios/smoke.toml --list offenders
  veilsim trace scenarios/smoke.toml --follow offender:25")]
pub(super) struct Trace {
    /// The scenario to simulate
    scenario: PathBuf,
    /// The arm to simulate; by default the first
    #[arg(long)]
    arm: Option<String>,
    /// Which replication to simulate, from 0
    #[arg(long, default_value_t = 0)]
    replication: u32,
    /// Root of all chance, instead of the scenario's
    #[arg(long)]
    seed: Option<u64>,
    /// How to write events; by default words with --follow, else csv
    #[arg(long)]
    format: Option<Format>,
    /// Show only the events of one life, for example offender:17, user:us.13-15.42, flag:3, report:0 or conversation:8
    #[arg(long, value_name = "KIND:ID")]
    follow: Option<String>,
    /// Instead of events, list the offenders, users or others with events, those with most first
    #[arg(long, value_name = "KIND", conflicts_with_all = ["follow", "format"])]
    list: Option<Kind>,
    /// Set one value of the scenario, as PATH=VALUE
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    #[command(flatten)]
    bounds: Bounds,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Csv,
    Jsonl,
    Words,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    #[value(alias = "offender")]
    Offenders,
    #[value(alias = "user")]
    Users,
    #[value(alias = "flag")]
    Flags,
    #[value(alias = "report")]
    Reports,
    #[value(alias = "conversation")]
    Conversations,
}

impl Kind {
    fn singular(self) -> &'static str {
        match self {
            Self::Offenders => "offender",
            Self::Users => "user",
            Self::Flags => "flag",
            Self::Reports => "report",
            Self::Conversations => "conversation",
        }
    }
}

impl Trace {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut scenario = scenario::load(&self.scenario, &self.set).map_err(Box::new)?;
        scenario.seed = self.seed.unwrap_or(scenario.seed);
        scenario.replications = 1;
        self.bounds.hold(&scenario)?;
        let Some(point) = scenario.arms.iter().position(|arm| self.arm.as_ref().is_none_or(|name| *name == arm.name)) else {
            return Err(no_arm(self.arm.as_deref().unwrap_or_default(), &scenario));
        };
        let (design, plan) = (Design::of(&scenario), &scenario.arms[point].plan);
        let task = Task { replication: self.replication, point };
        let out = BufWriter::new(io::stdout());
        if let Some(kind) = self.list {
            let mut mentions = Mentions::new(plan, kind.singular());
            design.trace(task, &mut |simulation, record| mentions.note(simulation, &record));
            return arrived(mentions.write(out));
        }
        let format = match (self.format, &self.follow) {
            (Some(Format::Csv), _) | (None, None) => TraceFormat::Csv,
            (Some(Format::Jsonl), _) => TraceFormat::Jsonl,
            (Some(Format::Words), _) | (None, Some(_)) => TraceFormat::Words,
        };
        let mut writer = TraceWriter::new(plan, format, self.follow.clone(), out);
        let mut failed = Ok(());
        design.trace(task, &mut |simulation, record| {
            if failed.is_ok() {
                failed = writer.write(simulation, &record);
            }
        });
        let rows = failed.and_then(|()| writer.finish());
        match (self.follow, &rows) {
            (Some(followed), Ok(0)) => Err(nobody(&followed)),
            _ => arrived(rows.map(|_| ())),
        }
    }
}

fn no_arm(name: &str, scenario: &scenario::Scenario) -> Failure {
    let names = || scenario.arms.iter().map(|arm| arm.name.as_str());
    let near = nearest(name, names()).map_or_else(String::new, |near| format!("did you mean {near}? "));
    Failure::Usage(format!("{} has no arm {name}; {near}there are: {}", scenario.name, names().collect::<Vec<_>>().join(", ")))
}

fn nobody(followed: &str) -> Failure {
    let kinds: Vec<&str> = Kind::value_variants().iter().map(|kind| kind.singular()).collect();
    let kind = followed.split(':').next().unwrap_or_default();
    let help = if kinds.contains(&kind) {
        format!("`veilsim trace … --list {kind}s` shows whom there is")
    } else {
        format!("write offender:17, for example; the kinds are {}", kinds.join(", "))
    };
    Failure::Usage(format!("nothing in this replication concerns {followed}; {help}"))
}
