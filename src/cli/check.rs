//! `veilsim check`.

use super::streams::{say, talk};
use super::{Bounds, Failure, Files, assignment, notice, show};
use crate::inference::figure::Figure;
use crate::scenario::{self, Grounds, Scenario, audit};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  veilsim check scenarios/smoke.toml
  veilsim check scenarios/tiktok-dms.toml scenarios/capacity.toml
  veilsim check scenarios/smoke.toml --set platform.tiktok.review.staff=80
  veilsim check scenarios/transparency-report.toml --targets scenarios/transparency-report.csv")]
pub(super) struct Check {
    /// The scenarios to check
    #[arg(required = true)]
    scenarios: Vec<PathBuf>,
    /// Set one value of each scenario, as PATH=VALUE
    #[arg(long, value_name = "PATH=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    bounds: Bounds,
}

impl Check {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut wrong = Vec::new();
        for path in &self.scenarios {
            match scenario::load_with(path, &self.set, &self.files.beside()) {
                Ok(scenario) => {
                    notice(&scenario);
                    say(summary(&scenario))?;
                    if self.files.targets.is_some() {
                        say(held(&scenario))?;
                    }
                    if let Err(error) = self.bounds.hold(&scenario) {
                        talk(format_args!("error: {error}"));
                        wrong.push(path.display().to_string());
                    }
                }
                Err(problems) => {
                    show(problems);
                    wrong.push(path.display().to_string());
                }
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(Failure::Usage(format!("{} cannot be run as it is", wrong.join(", ")))) }
    }
}

/// What of the targets the scenario can be held against.
fn held(scenario: &Scenario) -> String {
    let figures: Vec<Figure> = scenario.targets.iter().filter_map(|target| Figure::of(target, scenario)).collect();
    let count = |which: &dyn Fn(&Figure) -> bool| figures.iter().filter(|figure| which(figure)).count();
    let reached = |figure: &Figure| figure.missing().is_none() && figure.target.is_comparable();
    format!(
        "{}: of {} published figures, the scenario has the arms and places of {}; {} to fit and {} as a test are comparable and in its time.",
        scenario.name,
        scenario.targets.len(),
        figures.len(),
        count(&|figure| reached(figure) && figure.target.fitted),
        count(&|figure| reached(figure) && !figure.target.fitted),
    )
}

/// Arms, size and where the numbers come from.
fn summary(scenario: &Scenario) -> String {
    let rows = audit(scenario);
    // Settings of the run, such as the seed, need no source.
    let (values, settings): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.path.contains('.') || row.status.is_some());
    let [cited, recalled, assumed, unstated] = Grounds::ALL.map(|grounds| values.iter().filter(|row| row.grounds() == grounds).count());
    format!(
        "{}: {} arms, {} replications. Of {} values {cited} are cited, {recalled} recalled (look them up before citing), {assumed} assumed, {unstated} without a stated source; {} settings of the run need none.",
        scenario.name,
        scenario.arms.len(),
        scenario.replications,
        values.len(),
        settings.len(),
    )
}
