//! `veilsim sensitivity`.

use super::Failure;
use super::method::Scope;
use crate::experiment::Method;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim sensitivity output/tiktok-dms                                        # from the draws of a result: no runs
  veilsim sensitivity scenarios/smoke.toml --replications 200
  veilsim sensitivity scenarios/smoke.toml --method morris --walks 2 --outcomes reports --set sample=0.0001
  veilsim sensitivity scenarios/smoke.toml --method sobol --blocks 4 --points 8 --outcomes reports --set sample=0.0001

Chance is kept out of all indices: each draw of the assumptions is simulated under two chances, and what they share is not chance.")]
pub(super) struct Sensitivity {
    /// A scenario, or with --method given the directory of a result
    source: PathBuf,
    /// given: from draws as they come; morris: elementary effects, one assumption at a time; sobol: first-order and total indices
    #[arg(long, value_enum, default_value_t = Kind::Given)]
    method: Kind,
    /// With --method morris, the number of walks: 10 to 30 are usual
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(2..))]
    walks: u32,
    /// With --method sobol, independently scrambled blocks: the intervals come from the spread between them
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(2..))]
    blocks: u32,
    /// With --method sobol, points of each block; best a power of two
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(2..))]
    points: u32,
    /// With --method sobol, the assumptions that have indices of their own, instead of the 16 that explain most; all others are one group
    #[arg(long, value_name = "PATH", value_delimiter = ',')]
    of: Vec<String>,
    #[command(flatten)]
    scope: Scope,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    Given,
    Morris,
    Sobol,
}

/// Permutations that tell effects from chance: p-values go down to 1/200.
const PERMUTATIONS: u32 = 199;

impl Sensitivity {
    pub(super) fn run(self) -> Result<(), Failure> {
        let Self { source, method, walks, blocks, points, of, scope } = self;
        let (from, scenario) = scope.source(&source)?;
        let method = match method {
            Kind::Given => Method::Sensitivity { permutations: PERMUTATIONS },
            Kind::Morris => Method::Morris { trajectories: walks },
            Kind::Sobol => Method::Sobol { blocks, points, inputs: of },
        };
        if from.is_some() && !method.is_of_arms() {
            return Err(Failure::Usage("this method needs points of its own: name the scenario, not its results".to_owned()));
        }
        scope.run_from(from, scenario, method)
    }
}
