//! Notices: what is no mistake, and seldom what the writer of a scenario meant. `check` and `run` say them; nothing depends on them.

use super::{Reader, Scenario, grammar};
use crate::model::chance::name;
use crate::model::plan::Plan;
use crate::parameter::{Group, Spec, each_parameter};
use crate::units::{Span, Time};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// A part of the horizon as large as this is too much to leave out of a time series in silence.
const MUCH: f64 = 0.05;

/// Something that the writer of a scenario may not have meant.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The file was found through a symbolic link.
    Linked {
        /// The file that the link leads to.
        real: PathBuf,
    },
    /// A value that every arm sets anew from its start.
    Overridden {
        /// The parameter.
        path: String,
    },
    /// A value set twice on the command line.
    SetTwice {
        /// The parameter.
        path: String,
    },
    /// A source set on the command line, where values set there have a source of their own.
    SourceSet {
        /// The key.
        path: String,
    },
    /// There is nothing to compare.
    OneArm,
    /// One replication shows no chance.
    OneReplication,
    /// An arm in which nothing differs from the baseline.
    LikeBaseline {
        /// The arm.
        arm: String,
    },
    /// The question is empty.
    NoQuestion,
    /// The window does not divide the horizon.
    LeftOver {
        /// What is left at the end.
        rest: Span,
        /// The arms of which a change begins in it.
        arms: Vec<String>,
    },
}

impl Notice {
    /// A short name, to search for.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Linked { .. } => "linked-file",
            Self::Overridden { .. } => "overridden-in-every-arm",
            Self::SetTwice { .. } => "set-twice",
            Self::SourceSet { .. } => "source-without-value",
            Self::OneArm => "one-arm",
            Self::OneReplication => "one-replication",
            Self::LikeBaseline { .. } => "like-the-baseline",
            Self::NoQuestion => "no-question",
            Self::LeftOver { .. } => "partial-window",
        }
    }

    /// What is the case.
    #[must_use]
    pub fn cause(&self) -> String {
        match self {
            Self::Linked { real } => format!("this is a link to {}: presets and evidence are looked for beside that file", real.display()),
            Self::Overridden { path } => format!("{path} has no effect: every arm sets it anew, from its start"),
            Self::SetTwice { path } => format!("{path} is set twice: the last value holds"),
            Self::SourceSet { path } => format!("{path} has no effect: a source holds for the values that stand with it"),
            Self::OneArm => "there is one arm, and so nothing to compare it with".to_owned(),
            Self::OneReplication => "one replication says nothing about chance".to_owned(),
            Self::LikeBaseline { arm } => format!("nothing differs between {arm} and the baseline"),
            Self::NoQuestion => "the question is empty".to_owned(),
            Self::LeftOver { rest, arms } if arms.is_empty() => format!("the last {rest} are less than a window of the time series"),
            Self::LeftOver { rest, arms } => {
                format!("the last {rest} are less than a window of the time series, and changes of {} begin in them", arms.join(", "))
            }
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::Linked { .. } => "copy the file where it should stand alone".to_owned(),
            Self::Overridden { path } => format!("set arm.NAME.{path} instead, in each arm that should have it"),
            Self::SetTwice { .. } => "leave one of the two out".to_owned(),
            Self::SourceSet { .. } => "set the value with it: PATH={ value = …, evidence = … }".to_owned(),
            Self::OneArm => "add the policy that it should be compared with, as [arm.NAME]".to_owned(),
            Self::OneReplication => "write more, such as 200".to_owned(),
            Self::LikeBaseline { .. } => "look for what it should change; a comparison with itself is exactly 0".to_owned(),
            Self::NoQuestion => "write it: charts and the report are titled by it".to_owned(),
            Self::LeftOver { .. } => "write a window that divides the horizon".to_owned(),
        }
    }
}

impl Reader {
    /// Notices what every arm overrides, and what `--set` says in vain.
    pub(super) fn notice_overrides(&mut self, overrides: &[(String, String)]) {
        let overridden = std::mem::take(&mut self.overridden).into_iter();
        self.notices.extend(overridden.map(|path| Notice::Overridden { path }));
        let mut seen = BTreeSet::new();
        let twice = overrides.iter().filter(|(path, _)| !seen.insert(path)).map(|(path, _)| path.clone()).collect::<BTreeSet<_>>();
        self.notices.extend(twice.into_iter().map(|path| Notice::SetTwice { path }));
        let sources = overrides.iter().filter(|(path, _)| grammar::is_source(path.rsplit('.').next().unwrap_or(path)));
        self.notices.extend(sources.map(|(path, _)| Notice::SourceSet { path: path.clone() }));
    }
}

impl Scenario {
    /// What its writer may not have meant.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        let mut found = self.noticed.clone();
        if self.question.trim().is_empty() {
            found.push(Notice::NoQuestion);
        }
        if self.replications == 1 {
            found.push(Notice::OneReplication);
        }
        if let [baseline, others @ ..] = &self.arms[..] {
            if others.is_empty() {
                found.push(Notice::OneArm);
            }
            let of_baseline = states(&baseline.plan);
            let alike = others.iter().filter(|arm| states(&arm.plan) == of_baseline);
            found.extend(alike.map(|arm| Notice::LikeBaseline { arm: arm.name.clone() }));
        }
        found.extend(self.left_over());
        found
    }

    /// When each arm begins to differ from the baseline; none for the baseline, and for an arm that never does.
    #[must_use]
    pub fn begins(&self) -> Vec<Option<Time>> {
        let of_baseline = self.arms.first().map(|arm| states(&arm.plan)).unwrap_or_default();
        let begins = |plan: &Plan| {
            let own = states(plan);
            let differing = own.iter().filter(|state| !of_baseline.contains(state));
            let lacking = of_baseline.iter().filter(|state| !own.contains(state));
            differing.chain(lacking).map(|(start, ..)| Time(*start)).min()
        };
        self.arms.iter().map(|arm| begins(&arm.plan)).collect()
    }

    /// By arm: the place of the first arm that states the same, under whatever name. Arms that are alike cannot differ in any run.
    #[must_use]
    pub fn alike(&self) -> Vec<usize> {
        let stated: Vec<_> = self.arms.iter().map(|arm| states(&arm.plan)).collect();
        stated.iter().map(|own| stated.iter().position(|other| other == own).unwrap_or_default()).collect()
    }

    /// That the window does not divide the horizon, where that matters.
    pub(crate) fn left_over(&self) -> Option<Notice> {
        let (horizon, window) = (self.base.horizon.get(), self.base.window.get());
        let rest = horizon.0 % window.0.max(1);
        let begins = |plan: &Plan| plan.changes.iter().any(|change| change.start.0 >= horizon.0 - rest);
        let arms: Vec<String> = self.arms.iter().filter(|arm| begins(&arm.plan)).map(|arm| arm.name.clone()).collect();
        let much = rest as f64 > MUCH * horizon.0 as f64 || !arms.is_empty();
        (rest > 0 && much).then_some(Notice::LeftOver { rest: Span(rest), arms })
    }
}

/// What is stated of a parameter, whose path is kept as a number.
type State = (u64, Option<Spec>);

/// Everything that an arm states: its world at the start, then each change that changes something.
fn states(plan: &Plan) -> Vec<(u64, u64, String, Vec<State>)> {
    let specs = |group: &mut dyn Group| {
        let mut specs = Vec::new();
        each_parameter(group, &mut |path, _, leaf| specs.push((name(path), leaf.spec())));
        specs
    };
    let mut states = vec![(0, 0, String::new(), specs(&mut plan.world.clone()))];
    let mut current: BTreeMap<&str, Vec<State>> = BTreeMap::new();
    for change in &plan.changes {
        let platform = change.platform.as_str();
        let before = current.remove(platform).or_else(|| Some(specs(&mut plan.world.platform.get(platform)?.clone())));
        let after = specs(&mut change.after.clone());
        if before.as_ref() != Some(&after) {
            states.push((change.start.0, change.ramp.0, platform.to_owned(), after.clone()));
        }
        current.insert(platform, after);
    }
    states
}
