//! The grammar of a scenario: which keys may stand in which table, declared once.
//!
//! Parameters are the tree of [`World`]; what stands around them is declared here. From the two follow what the reader admits, the
//! JSON Schema, what an arm may change, and what `explain` says of a key.

use crate::model::Outcome;
use crate::model::assumptions::World;
use crate::model::outcome::Measure;
use crate::parameter::{Node, Visitor};
use crate::units::{Kind, Syntax};
use std::sync::LazyLock;

/// A kind of table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The top level.
    Scenario,
    /// `[arm.NAME]`.
    Arm,
    /// `[[timeline]]` or `[[arm.NAME.change]]`.
    Change,
    /// When a policy of an arm comes into force.
    Rollout,
    /// A table of parameters.
    Group,
    /// A table of parameters under a name that the scenario chooses.
    Named,
    /// What an arm changes on a platform.
    Policy,
    /// A table of tables under names that the scenario chooses.
    Names,
    /// One parameter.
    Parameter,
}

/// A key that is no parameter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) doc: &'static str,
    pub(super) holds: Holds,
    pub(super) required: bool,
}

/// What stands behind a key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Holds {
    /// A text of so many characters at most.
    Text { most: usize, lines: bool },
    /// A whole number.
    Whole { least: u64, most: u64 },
    /// A length of time.
    Length,
    /// Names of presets.
    Presets,
    /// Ids of evidence, or "assumed".
    Citation,
    /// Changes at their times.
    Changes,
    /// Platforms of the world, and what changes there.
    Policies,
    /// Platforms of the world, and what is laid over them at a change.
    Platforms,
    /// When a policy comes into force.
    Rollout,
    /// Policies, by name.
    Arms,
    /// Outcomes, and what a unit of each is worth.
    Weights,
    /// Readers by name, and what each takes assumptions to be.
    Priors,
    /// A value or a distribution of the parameter.
    Form(Form),
}

/// How a parameter's table states its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Value,
    Uniform,
    LogUniform,
    Triangular,
}

impl Form {
    pub(super) const ALL: [Self; 4] = [Self::Value, Self::Uniform, Self::LogUniform, Self::Triangular];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Uniform => "uniform",
            Self::LogUniform => "log-uniform",
            Self::Triangular => "triangular",
        }
    }

    /// How many numbers it takes; none where it takes one without a list.
    pub(super) fn bounds(self) -> Option<usize> {
        match self {
            Self::Value => None,
            Self::Uniform | Self::LogUniform => Some(2),
            Self::Triangular => Some(3),
        }
    }

    /// Whether a parameter of this kind can be stated so: a choice has no distribution.
    pub(super) fn suits(self, kind: &Kind) -> bool {
        self == Self::Value || !matches!(kind.syntax, Syntax::Word(_) | Syntax::Switch)
    }
}

const fn key(name: &'static str, holds: Holds, doc: &'static str) -> Key {
    Key { name, doc, holds, required: false }
}

const fn required(name: &'static str, holds: Holds, doc: &'static str) -> Key {
    Key { name, doc, holds, required: true }
}

const TITLE: Key = key("title", Holds::Text { most: 200, lines: false }, "A title for charts and the report.");
const EVIDENCE: Key = key("evidence", Holds::Citation, "Ids of rows of the evidence base, or \"assumed\".");
const NOTE: Key = key("note", Holds::Text { most: 2000, lines: true }, "A remark, such as the reason for an assumption.");
const EXTENDS: Key = key("extends", Holds::Presets, "Presets to begin from, the later over the earlier.");
const START: Key = required("start", Holds::Length, "When the change begins: time since the end of the warm-up.");
const RAMP: Key = required("ramp", Holds::Length, "How long it takes to reach every user; \"0 days\" is at once.");

const SCENARIO: &[Key] = &[
    required("question", Holds::Text { most: 2000, lines: true }, "The question that the scenario asks."),
    TITLE,
    key(
        "asks-about",
        Holds::Text { most: 200, lines: false },
        "The arm that the question is about: the answer begins with it. Without it, the first after the baseline.",
    ),
    required("seed", Holds::Whole { least: 0, most: u64::MAX }, "Root of all chance, so that the run can be repeated."),
    required("replications", Holds::Whole { least: 1, most: u32::MAX as u64 }, "How many times each arm is simulated."),
    key(
        "draws",
        Holds::Text { most: 200, lines: false },
        "A posterior, in a file beside the scenario, from which uncertain parameters are drawn; by default from their ranges.",
    ),
    key(
        "cross-checks",
        Holds::Whole { least: 0, most: u32::MAX as u64 },
        "Replications of the policy that the question is about, and of the baseline, under other assumptions than the run's: those that `posterior` \
         leaves, and those that are moved to turn the answer's sign. Without it there are none.",
    ),
    key(
        "posterior",
        Holds::Text { most: 200, lines: false },
        "A posterior, in a file beside the scenario, by which cross-checks give the answer too.",
    ),
    EXTENDS,
    required("arm", Holds::Arms, "The policies that are compared. The first is the baseline."),
    key("timeline", Holds::Changes, "Changes of the outside world, which meet every arm."),
    key(
        "weights",
        Holds::Weights,
        "What the writer holds a unit of an outcome to be worth; the report shows it, and nothing else uses it.",
    ),
    key(
        "prior",
        Holds::Priors,
        "Readers by name, each with the ranges that it would give assumptions, within the scenario's: the draws are weighed anew for each.",
    ),
    EVIDENCE,
    NOTE,
];
const ARM: &[Key] = &[
    TITLE,
    key("platform", Holds::Policies, "What the arm changes, by platform."),
    key("change", Holds::Changes, "Further changes at their times."),
    EVIDENCE,
    NOTE,
];
const CHANGE: &[Key] = &[START, RAMP, required("platform", Holds::Platforms, "What changes, by platform."), EVIDENCE, NOTE];
const ROLLOUT: &[Key] = &[START, RAMP];
const GROUP: &[Key] = &[EXTENDS, EVIDENCE, NOTE];
const NAMED: &[Key] = &[EXTENDS, TITLE, EVIDENCE, NOTE];
const POLICY: &[Key] = &[
    EXTENDS,
    key(
        "rollout",
        Holds::Rollout,
        "When the policy begins, and how long it takes to reach every user; without it, it holds from the start.",
    ),
    EVIDENCE,
    NOTE,
];
const NAMES: &[Key] = &[EVIDENCE, NOTE];
const PARAMETER: &[Key] = &[
    key("value", Holds::Form(Form::Value), "One value."),
    key("uniform", Holds::Form(Form::Uniform), "Equally likely between two bounds."),
    key("log-uniform", Holds::Form(Form::LogUniform), "Its logarithm equally likely between two bounds."),
    key("triangular", Holds::Form(Form::Triangular), "Least, likeliest, greatest."),
    EVIDENCE,
    NOTE,
];

impl Place {
    /// Its keys, parameters apart.
    pub(super) fn keys(self) -> &'static [Key] {
        match self {
            Self::Scenario => SCENARIO,
            Self::Arm => ARM,
            Self::Change => CHANGE,
            Self::Rollout => ROLLOUT,
            Self::Group => GROUP,
            Self::Named => NAMED,
            Self::Policy => POLICY,
            Self::Names => NAMES,
            Self::Parameter => PARAMETER,
        }
    }

    /// The key of that name.
    pub(super) fn key(self, name: &str) -> Option<&'static Key> {
        self.keys().iter().find(|key| key.name == name)
    }
}

/// Parts of a platform that the model reads once, at the start.
const FIXED: [&str; 7] = ["market", "ages", "misstated-age", "attraction", "watch", "overlap", "traffic.activity-spread"];

/// Whether a part of a platform, by its path there, holds for the whole run.
pub(super) fn is_fixed(path: &str) -> bool {
    FIXED.contains(&path) || FIXED.contains(&path.split('.').next().unwrap_or(path))
}

/// Names of the world's fields: those that an arm may change, then the settings of the run, which arms share so that they can be compared.
static PARTS: LazyLock<(Vec<&'static str>, Vec<&'static str>)> = LazyLock::new(|| {
    struct Parts(Vec<&'static str>, Vec<&'static str>);
    impl Visitor for Parts {
        fn field(&mut self, name: &'static str, _: &'static str, node: Node<'_>) {
            if matches!(node, Node::Leaf(_)) { self.1.push(name) } else { self.0.push(name) }
        }
    }
    let mut parts = Parts(Vec::new(), Vec::new());
    crate::parameter::Group::visit(&mut World::default(), &mut parts);
    (parts.0, parts.1)
});

/// Parts of the world that an arm may change from its start, platforms apart, which may change at a time of their own too.
pub(super) fn arm_parts() -> impl Iterator<Item = &'static str> {
    PARTS.0.iter().copied().filter(|name| Place::Arm.key(name).is_none())
}

/// Whether a key of the top level is the same in all arms.
pub(super) fn is_shared(name: &str) -> bool {
    PARTS.1.contains(&name)
        || Place::Scenario.key(name).is_some_and(|key| Place::Arm.key(name).is_none() && !matches!(key.holds, Holds::Presets))
}

/// When an arm may give a parameter another value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Never: all arms share it.
    Shared,
    /// From the start, for the whole run.
    FromStart,
    /// From the start, or at any time.
    AnyTime,
}

impl Scope {
    /// That of a parameter, by its path.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let mut parts = path.splitn(3, '.');
        match (parts.next(), parts.nth(1)) {
            (Some(root), None) if PARTS.1.contains(&root) => Self::Shared,
            (Some("platform"), Some(rest)) if !is_fixed(rest) => Self::AnyTime,
            _ => Self::FromStart,
        }
    }

    /// The same in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Shared => "all arms share it",
            Self::FromStart => "an arm may set it, for the whole run",
            Self::AnyTime => "an arm may set it, at the start or later",
        }
    }
}

/// Whether a key says where values come from.
pub(super) fn is_source(name: &str) -> bool {
    Place::Names.key(name).is_some()
}

/// The kinds of preset that can be laid under a table, the likelier first; the top level is called "".
pub(super) fn preset_kinds(table: &str, in_arm: bool) -> &'static [&'static str] {
    match table {
        "" => &["world"],
        "market" => &["market"],
        "platform" if in_arm => &["policy", "platform"],
        "platform" => &["platform", "policy"],
        "offender" => &["offender"],
        _ => &[],
    }
}

/// What stands for the sum, or for every arm, in the tables.
const RESERVED: &str = "all";
/// Most characters of a name.
pub(super) const LONGEST_NAME: usize = 64;
/// What names are made of, in words.
pub(super) const NAMES_ARE: &str = "names are of letters, digits, - and _";

/// Whether a text can be the name of a thing.
pub(super) fn is_name(text: &str) -> bool {
    let length = 1..=LONGEST_NAME;
    length.contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// Whether a name means something else in tables.
pub(super) fn is_reserved(name: &str) -> bool {
    name.eq_ignore_ascii_case(RESERVED)
}

/// [`is_name`] as a pattern.
pub(super) const NAME_PATTERN: &str = "^[A-Za-z0-9_-]{1,64}$";
/// The same without what [`is_reserved`].
pub(super) const FREE_NAME_PATTERN: &str = "^(?![Aa][Ll][Ll]$)[A-Za-z0-9_-]{1,64}$";

/// Outcomes that have a value over all platforms, so that they can be weighted.
pub(super) fn weighable() -> impl Iterator<Item = Outcome> {
    Outcome::ALL.iter().copied().filter(|outcome| !matches!(outcome.definition().measure, Measure::Gauge))
}

/// Greatest weight, either way: sums and squares of what is weighted stay numbers.
pub(super) const MOST_WEIGHT: f64 = 1e15;

/// A key of a scenario that is no parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyDescription {
    /// Where it stands, with `<arm>`, `<platform>` and others where the scenario chooses a name, and `[]` for one of a list.
    pub path: String,
    /// What it means.
    pub doc: &'static str,
}

/// Lists every key of a scenario that is no parameter.
#[must_use]
pub fn keys() -> Vec<KeyDescription> {
    let places = [
        ("", Place::Scenario),
        ("arm.<arm>.", Place::Arm),
        ("arm.<arm>.platform.<platform>.", Place::Policy),
        ("arm.<arm>.platform.<platform>.rollout.", Place::Rollout),
        ("arm.<arm>.change.[].", Place::Change),
        ("timeline.[].", Place::Change),
        ("market.<market>.", Place::Named),
        ("platform.<platform>.", Place::Named),
        ("offender.<class>.", Place::Named),
        ("<parameter>.", Place::Parameter),
    ];
    let of = |(above, place): (&str, Place)| {
        let one = |key: &Key| KeyDescription { path: format!("{above}{}", key.name), doc: key.doc };
        place.keys().iter().map(one).collect::<Vec<_>>()
    };
    places.into_iter().flat_map(of).collect()
}
