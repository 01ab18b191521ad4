//! Warnings: what makes a run say less than it seems to. Each names its cause and the remedy.

use super::analysis::{Analysis, Put, Study};
use super::bounds::{self, Exceeded};
use super::place::MOST_BROKEN_DOWN;
use super::stationary::{Trend, trends};
use crate::experiment::Widest;
use crate::model::Outcome;
use crate::results::tables::{SummaryRow, WarningKind, WarningRow};
use crate::results::{Results, ResultsError, Selection};
use crate::scenario::{Grounds, Notice, audit};
use crate::text::compact;

impl Analysis for WarningRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        study.warnings.iter().try_for_each(put)
    }
}

/// Fewer replications than this say little about intervals.
const FEW: u32 = 20;
/// Share of a queue closed for age from which on it does not keep up.
const MANY_CLOSED: f64 = 0.1;

/// The most arms that a warning names one by one.
const NAMED: usize = 6;

/// The top 1 % of the runs make this share of a mean that a few runs make.
const MADE_BY_FEW: f64 = 0.25;

/// The pipeline from a flag to a child safeguarded, stage by stage.
pub const FUNNEL: [Outcome; 6] = [
    Outcome::TrueFlags,
    Outcome::Incidents,
    Outcome::Reports,
    Outcome::ActionableReports,
    Outcome::CasesInvestigated,
    Outcome::ChildrenSafeguarded,
];

/// Something that a reader must know before using the numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Warning {
    /// The run was interrupted.
    Partial {
        /// Replications finished.
        finished: u32,
        /// Replications asked for.
        planned: u32,
    },
    /// The precision asked for was not reached.
    Imprecise {
        /// The arm whose difference is known least well.
        arm: String,
        /// In this outcome.
        outcome: Outcome,
        /// Half the width of its interval, as a share of the baseline's mean; infinite where there is too little of it to judge.
        share: f64,
        /// What was asked for.
        wanted: f64,
    },
    /// Too few replications for the intervals.
    FewReplications(u32),
    /// A part of the world was simulated.
    Sampled(f64),
    /// A stage of the pipeline is empty in an arm, though the one before it is not.
    EmptyStage {
        /// The arm.
        arm: String,
        /// The stage.
        stage: Outcome,
    },
    /// Nobody is harmed in an arm.
    NothingHappens {
        /// The arm.
        arm: String,
    },
    /// A queue closes much of what comes to it unseen.
    Overloaded {
        /// Whose queue.
        queue: &'static str,
        /// The arms, with the share closed unseen in each.
        arms: Vec<(String, f64)>,
        /// Whether these are all arms.
        all: bool,
    },
    /// The top 1 % of the runs make much of the mean of an outcome.
    RareRuns {
        /// The arm in which they make most.
        arm: String,
        /// The outcome.
        outcome: Outcome,
        /// The share of the mean that they make.
        share: f64,
    },
    /// The mean of an outcome lies beyond what the parameters alone allow.
    OutOfBounds {
        /// The arm.
        arm: String,
        /// The outcome.
        outcome: Outcome,
        /// Its mean over the runs.
        mean: f64,
        /// The most that it can be in expectation.
        bound: f64,
    },
    /// The baseline is not level, though nothing changes in it.
    NotStationary {
        /// The outcomes that rise or fall, with the change from the first window to the last as a share of the mean.
        trends: Vec<(Outcome, f64)>,
    },
    /// The window does not divide the horizon, and what is left is much or holds the start of a policy.
    LeftOver(Notice),
    /// There are so many arms that not everything is told of all.
    ManyArms(usize),
    /// So many values rest on evidence from memory.
    Recalled(usize),
    /// So many values have no word on their source.
    Unstated(usize),
}

impl Warning {
    /// What kind of warning it is.
    #[must_use]
    pub fn kind(&self) -> WarningKind {
        match self {
            Self::Partial { .. } => WarningKind::Partial,
            Self::Imprecise { .. } => WarningKind::Imprecise,
            Self::FewReplications(_) => WarningKind::FewReplications,
            Self::Sampled(_) => WarningKind::Sampled,
            Self::EmptyStage { .. } => WarningKind::EmptyStage,
            Self::NothingHappens { .. } => WarningKind::NothingHappens,
            Self::Overloaded { .. } => WarningKind::Overloaded,
            Self::RareRuns { .. } => WarningKind::RareRuns,
            Self::OutOfBounds { .. } => WarningKind::OutOfBounds,
            Self::NotStationary { .. } => WarningKind::NotStationary,
            Self::LeftOver(_) => WarningKind::LeftOver,
            Self::ManyArms(_) => WarningKind::ManyArms,
            Self::Recalled(_) => WarningKind::Recalled,
            Self::Unstated(_) => WarningKind::Unstated,
        }
    }

    /// What is the case.
    #[must_use]
    pub fn cause(&self) -> String {
        match self {
            Self::Partial { finished, planned } => format!("the run was interrupted: {finished} of {planned} replications are finished"),
            Self::Imprecise { arm, outcome, share, wanted } => {
                let (percent, wanted, name) = (compact(100.0 * share), compact(100.0 * wanted), outcome.definition().name);
                if share.is_finite() {
                    format!("the difference in {name} in {arm} is known to ±{percent} % of the baseline, not to ±{wanted} %")
                } else {
                    format!(
                        "the difference in {name} in {arm} is not known to ±{wanted} %: too few draws of the baseline have any to judge by"
                    )
                }
            }
            Self::FewReplications(n) => format!("{n} replications an arm are few: intervals are wide and unsteady"),
            Self::Sampled(sample) => {
                let percent = compact(100.0 * sample);
                format!("{percent} % of the world is simulated and scaled up: waits in queues are approximate, rare outcomes too variable")
            }
            Self::EmptyStage { arm, stage } => format!("{} is 0 in {arm}, though the stage before it is not", stage.definition().name),
            Self::NothingHappens { arm } => format!("no child is harmed in {arm} in any run"),
            Self::Overloaded { queue, arms, all } => {
                let shares: Vec<String> = arms.iter().map(|(_, share)| format!("{:.0} %", share * 100.0)).collect();
                let names: Vec<&str> = arms.iter().map(|(arm, _)| arm.as_str()).collect();
                let place = if *all { "every policy".to_owned() } else { first(&names) };
                let closed = first(&shares);
                format!("{queue} close much of what comes to them unseen in {place} ({closed}): more flags or reports change little there")
            }
            Self::RareRuns { arm, outcome, share } => {
                let (name, share) = (outcome.definition().name, (100.0 * share).round());
                format!("the mean of \"{name}\" is made by a few runs: in {arm} the top 1 % of them make {share} % of it")
            }
            Self::OutOfBounds { arm, outcome, mean, bound } => {
                let (name, mean, bound) = (outcome.definition().name, compact(*mean), compact(*bound));
                format!("the mean of \"{name}\" in {arm} is {mean}: its parameters allow no more than {bound}")
            }
            Self::NotStationary { trends } => {
                let one = |(outcome, change): &(Outcome, f64)| format!("\"{}\" {:+.1} %", outcome.definition().name, 100.0 * change);
                let trends = first(&trends.iter().map(one).collect::<Vec<_>>());
                format!("under constant rules the baseline is not level from the first window to the last: {trends}")
            }
            Self::LeftOver(notice) => notice.cause(),
            Self::ManyArms(arms) => format!(
                "of {arms} policies, page and charts show the first {MOST_BROKEN_DOWN}, and no table breaks outcomes down by market or age band"
            ),
            Self::Recalled(n) => format!("{n} values rest on figures from memory"),
            Self::Unstated(n) => format!("{n} values have no word on their source"),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Partial { .. } => "give the same command again: it goes on from here",
            Self::FewReplications(_) | Self::Imprecise { .. } => "raise --replications",
            Self::Sampled(_) => "raise sample as far as time allows",
            Self::EmptyStage { .. } | Self::NothingHappens { .. } => {
                "raise sample or replications; if it stays, look at what feeds the stage"
            }
            Self::Overloaded { .. } => "say so beside any claim on these policies, or vary staff and capacity",
            Self::RareRuns { .. } => {
                "read the median and the tail instead of the mean; its interval misleads until many more replications hold such runs"
            }
            Self::OutOfBounds { .. } => {
                "use none of this arm's numbers: a mistake in the program, or a parameter outside what the model means; please report it \
                 with the scenario"
            }
            Self::NotStationary { .. } => "lengthen warm-up until it is gone: until then levels are those of the start of the run",
            Self::LeftOver(_) => "write a window that divides the horizon",
            Self::ManyArms(_) => "read summary.csv, or compare fewer policies at once",
            Self::Recalled(_) => "verify them before citing: assumptions.csv lists them",
            Self::Unstated(_) => "cite evidence or say assumed: assumptions.csv lists them",
        }
    }

    /// The warning as a row of its table.
    #[must_use]
    pub fn row(&self) -> WarningRow {
        WarningRow { warning: self.kind(), cause: self.cause(), remedy: self.remedy().to_owned() }
    }
}

/// The first of many words, and how many more there are.
fn first<S: AsRef<str>>(words: &[S]) -> String {
    let named: Vec<&str> = words.iter().take(NAMED).map(AsRef::as_ref).collect();
    let more = words.len() - named.len();
    if more > 0 { format!("{} and {more} more", named.join(", ")) } else { named.join(", ") }
}

/// The same warning of more arms than a reader takes in is one warning.
fn joined(found: &[Warning]) -> Vec<Warning> {
    // The stage is what warnings of several arms are alike in.
    let of_arm = |warning: &Warning| match warning {
        Warning::NothingHappens { arm } => Some((None, arm.clone())),
        Warning::EmptyStage { arm, stage } => Some((Some(*stage), arm.clone())),
        _ => None,
    };
    let alike = |stage: Option<Outcome>| -> Vec<String> {
        found.iter().filter_map(of_arm).filter(|(own, _)| *own == stage).map(|(_, arm)| arm).collect()
    };
    let one = |warning: &Warning| {
        let Some((stage, own)) = of_arm(warning) else { return Some(warning.clone()) };
        let arms = alike(stage);
        if arms.len() <= NAMED {
            return Some(warning.clone());
        }
        let arm = (arms.first() == Some(&own)).then(|| first(&arms))?;
        Some(stage.map_or_else(|| Warning::NothingHappens { arm: arm.clone() }, |stage| Warning::EmptyStage { arm: arm.clone(), stage }))
    };
    found.iter().filter_map(one).collect()
}

/// Every warning that results call for.
#[must_use]
pub fn warnings(results: &Results, summary: &[SummaryRow]) -> Vec<Warning> {
    let mut found = Vec::new();
    if results.replications() < results.planned() {
        found.push(Warning::Partial { finished: results.replications(), planned: results.planned() });
    }
    let precision = results.precision().filter(|_| results.replications() == results.planned());
    if let Some(precision) = precision
        && let Some(Widest { arm, outcome, share }) = precision.widest(results.design(), results.simulated())
        && share > precision.share
    {
        found.push(Warning::Imprecise { arm: results.arms()[arm].name.clone(), outcome, share, wanted: precision.share });
    }
    if results.replications() < FEW {
        found.push(Warning::FewReplications(results.replications()));
    }
    let sample = results.scenario().base.sample.number();
    if sample < 1.0 {
        found.push(Warning::Sampled(sample));
    }
    let mut overloaded = [("reviewers", Vec::new()), ("police", Vec::new())];
    for arm in results.arms() {
        let mean = |outcome: Outcome| {
            let id = outcome.definition().id;
            let total = |row: &&SummaryRow| row.arm == arm.name && row.outcome == id && row.is_total();
            summary.iter().find(total).map_or(0.0, |row| row.mean)
        };
        if mean(Outcome::ChildrenHarmed) <= 0.0 {
            found.push(Warning::NothingHappens { arm: arm.name.clone() });
        }
        // Before the first stage stands what there is to find.
        let stages = [&[Outcome::ChildrenHarmed][..], &FUNNEL].concat();
        let empty = stages.windows(2).find(|pair| mean(pair[0]) > 0.0 && mean(pair[1]) <= 0.0);
        found.extend(empty.map(|pair| Warning::EmptyStage { arm: arm.name.clone(), stage: pair[1] }));
        for ((closed, taken), (_, arms)) in
            [(Outcome::FlagsExpired, Outcome::ReviewTaken), (Outcome::CasesStale, Outcome::CaseTaken)].into_iter().zip(&mut overloaded)
        {
            let share = mean(closed) / mean(taken);
            if share > MANY_CLOSED {
                arms.push((arm.name.clone(), share));
            }
        }
    }
    let mut found = joined(&found);
    let beyond = |Exceeded { arm, outcome, mean, bound }| Warning::OutOfBounds { arm, outcome, mean, bound };
    found.extend(bounds::exceeded(results).into_iter().map(beyond));
    found.extend(overloaded.into_iter().filter(|(_, arms)| !arms.is_empty()).map(|(queue, arms)| {
        let all = arms.len() == results.arms().len();
        Warning::Overloaded { queue, arms, all }
    }));
    let selection = Selection::standard();
    found.extend(Outcome::ALL.iter().filter(|outcome| selection.holds(**outcome)).filter_map(|outcome| {
        let id = outcome.definition().id;
        let rows = summary.iter().filter(|row| row.is_total() && row.outcome == id && row.replications >= FEW);
        let made = rows.filter_map(|row| Some((row, row.top_share.filter(|share| *share >= MADE_BY_FEW)?)));
        let (row, share) = made.max_by(|a, b| a.1.total_cmp(&b.1))?;
        Some(Warning::RareRuns { arm: row.arm.clone(), outcome: *outcome, share })
    }));
    let trends: Vec<(Outcome, f64)> = trends(results).into_iter().map(|Trend { outcome, change }| (outcome, change)).collect();
    found.extend((!trends.is_empty()).then_some(Warning::NotStationary { trends }));
    let arms = results.arms().len();
    found.extend((arms > MOST_BROKEN_DOWN).then_some(Warning::ManyArms(arms)));
    found.extend(results.scenario().left_over().map(Warning::LeftOver));
    let rows = audit(results.scenario());
    let recalled = rows.iter().filter(|r| r.grounds() == Grounds::Recalled).count();
    let unstated = rows.iter().filter(|r| r.status.is_none() && r.path.contains('.')).count();
    found.extend((recalled > 0).then_some(Warning::Recalled(recalled)));
    found.extend((unstated > 0).then_some(Warning::Unstated(unstated)));
    found
}
