//! `veilsim cluster`.

use super::progress::Console;
use super::signals::Interrupt;
use super::streams::put;
use super::{Bounds, Failure, INTERRUPTED, assignment, notice, output};
use crate::app::{Cost, measure};
use crate::experiment::{Design, Shard, work};
use crate::model::Outcomes;
use crate::scenario::{self, Scenario};
use crate::text::shell_word;
use clap::{Args, ValueEnum};
use minijinja::{Environment, context};
use std::num::NonZeroU32;
use std::path::PathBuf;

/// Bytes that a process takes before it simulates anything, and more than that.
const BASE: f64 = 2e8;
/// Bytes in which memory is asked for.
const STEP: f64 = 128.0 * 1024.0 * 1024.0;
/// How much more time than expected a shard may take, and the least number of minutes that it is given.
const TIMES: f64 = 5.0;
const LEAST_MINUTES: f64 = 10.0;
/// The most pods at once.
const MOST_AT_ONCE: u32 = 32;

/// What brings the shards to the machines.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Scheduler {
    /// A job array
    Slurm,
    /// A Snakefile with retries
    Snakemake,
    /// An Indexed Job
    Kubernetes,
}

impl Scheduler {
    fn template(self) -> &'static str {
        match self {
            Self::Slurm => include_str!("../../assets/cluster/slurm.sh"),
            Self::Snakemake => include_str!("../../assets/cluster/Snakefile"),
            Self::Kubernetes => include_str!("../../assets/cluster/kubernetes.yaml"),
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim cluster slurm scenarios/tiktok-dms.toml --shards 64 > tiktok-dms.sbatch
  veilsim cluster snakemake tiktok-dms --shards 8 --replications 400 > Snakefile
  veilsim cluster kubernetes tiktok-dms --shards 64 > tiktok-dms.yaml

The cost at its head is measured first, on a few draws: some seconds.")]
pub(super) struct Cluster {
    /// For which scheduler
    scheduler: Scheduler,
    /// The scenario, as `veilsim run` takes it
    scenario: PathBuf,
    /// Parts to divide the run into
    #[arg(long, value_name = "N")]
    shards: NonZeroU32,
    /// Replications of each arm, instead of the scenario's number
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,
    /// Root of all chance, instead of the scenario's
    #[arg(long)]
    seed: Option<u64>,
    /// Set one value of the scenario, as PATH=VALUE
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// Directory of the results; by default output/NAME
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    bounds: Bounds,
}

impl Cluster {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut scenario = scenario::load(&self.scenario, &self.set).map_err(Box::new)?;
        scenario.replications = self.replications.unwrap_or(scenario.replications);
        scenario.seed = self.seed.unwrap_or(scenario.seed);
        notice(&scenario);
        self.bounds.hold(&scenario)?;
        let design = Design::of(&scenario);
        if self.shards.get() > design.draws(scenario.replications) {
            let draws = design.draws(scenario.replications);
            let message =
                format!("{} replications are {draws} draws, and a shard has one at least: --shards 1 to {draws}", scenario.replications);
            return Err(Failure::Usage(message));
        }
        let console = Console::new(true, Interrupt::listen(INTERRUPTED)?);
        let cost = measure::<Outcomes>(&design, scenario.replications, &console)?;
        put(&self.script(&scenario, &design, cost)?)
    }

    fn script(&self, scenario: &Scenario, design: &Design, cost: Cost) -> Result<String, Failure> {
        let out = output(self.out.clone(), &scenario.name).display().to_string();
        let largest =
            Shard::all(self.shards).map(|shard| shard.tasks(design, scenario.replications).len()).max().unwrap_or_default() as f64;
        let all = (scenario.arms.len() as u64 * u64::from(scenario.replications)) as f64;
        let of_a_run = scenario.arms.iter().map(|arm| work(&arm.plan).bytes).fold(0.0, f64::max);
        let run = self.command(&out);
        let merge = words(&["veilsim", "merge", &out].map(str::to_owned));
        let context = context! {
            name => scenario.name,
            job => scenario.name.to_lowercase().replace(['_', '.', ' '], "-"),
            question => scenario.question.replace('\n', " "),
            version => env!("CARGO_PKG_VERSION"),
            shards => self.shards.get(),
            last => self.shards.get() - 1,
            parallel => self.shards.get().min(MOST_AT_ONCE),
            out => out,
            out_text => text(&out),
            run => words(&run),
            run_text => text(&braced(&words(&run))),
            run_list => run.iter().map(|word| text(word)).collect::<Vec<_>>().join(", "),
            merge => merge,
            merge_text => text(&braced(&merge)),
            merge_word => shell_word(&merge),
            minutes => (TIMES * largest * cost.seconds / 60.0).max(LEAST_MINUTES).ceil() as u64,
            memory => megabytes(BASE + of_a_run + 2.0 * largest * cost.bytes),
            merge_memory => megabytes(BASE + 2.0 * all * cost.bytes),
            cost => lines(cost, scenario, (self.shards.get(), largest, all)),
        };
        let mut environment = Environment::new();
        environment.set_trim_blocks(true);
        environment.set_keep_trailing_newline(true);
        let rendered = environment.render_str(self.scheduler.template(), context);
        rendered.map_err(|error| Failure::Usage(format!("the script cannot be written: {error}")))
    }

    /// The command of a shard but for its number, as words.
    fn command(&self, out: &str) -> Vec<String> {
        let scenario = self.scenario.display().to_string();
        // What begins with a dash would be an option.
        let scenario = if scenario.starts_with('-') { format!("./{scenario}") } else { scenario };
        let mut words = vec!["veilsim".to_owned(), "run".to_owned(), scenario];
        let mut add = |option: &str, value: String| words.extend([option.to_owned(), value]);
        self.replications.into_iter().for_each(|replications| add("--replications", replications.to_string()));
        self.seed.into_iter().for_each(|seed| add("--seed", seed.to_string()));
        self.set.iter().for_each(|(path, value)| add("--set", format!("{path}={value}")));
        add("--out", out.to_owned());
        words.push("--quiet".to_owned());
        words
    }
}

/// Words as a line of a shell.
fn words(words: &[String]) -> String {
    words.iter().map(|word| shell_word(word)).collect::<Vec<_>>().join(" ")
}

/// A text as Python, YAML and JSON write it.
fn text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A text in which Snakemake finds nothing of its own to replace.
fn braced(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn megabytes(bytes: f64) -> u64 {
    (bytes / STEP).ceil() as u64 * 128
}

/// A length of time for people.
fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => format!("{s:.3} s"),
        s if s < 100.0 => format!("{s:.1} s"),
        s if s < 6000.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}

/// What the run is expected to cost: shards, runs of the largest of them, all runs, and what the merge simulates.
fn lines(cost: Cost, scenario: &Scenario, (shards, largest, all): (u32, f64, f64)) -> Vec<String> {
    let (arms, replications, one) = (scenario.arms.len(), scenario.replications, duration(cost.seconds));
    let (whole, shard) = (duration(all * cost.seconds), duration(largest * cost.seconds));
    let again = scenario.cross_check_runs();
    let merge = format!(
        "The merge simulates the policy in question again, as cross-checks: at most {again} runs, {}.",
        duration(again * cost.seconds)
    );
    let mut lines = vec![
        format!("Expected cost, from {} runs on one core of the machine that wrote this: {one} a run.", cost.runs),
        format!(
            "The whole: {replications} replications of {arms} policies, {whole} of one core, and {:.1} MB on the disk until the merge.",
            all * cost.bytes / 1e6
        ),
        format!("A shard, of {shards}: at most {largest} runs, {shard}."),
    ];
    lines.extend((again > 0.0).then_some(merge));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_command_is_taken_for_something_else() {
        assert_eq!(words(&["run", "my question.toml", "a={x}"].map(str::to_owned)), "run 'my question.toml' 'a={x}'");
        assert_eq!(braced("a={x}"), "a={{x}}");
        assert_eq!(text("a\"b\n"), "\"a\\\"b\\n\"");
        assert_eq!(
            (megabytes(1.0), megabytes(2e8), duration(0.04), duration(7200.0)),
            (128, 256, "0.040 s".to_owned(), "2.0 h".to_owned())
        );
    }
}
