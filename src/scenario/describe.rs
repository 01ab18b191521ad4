//! The list of all parameters there can be, for `explain` and the schema; and what the presets that ship say of them.

use super::{Assumption, audit, parse};
use crate::model::assumptions::World;
use crate::parameter::{Group, Node, Visitor, each_parameter};
use crate::units::{Kind, Quantity, Span};

/// One parameter that a scenario can set.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// Its path, with `<market>`, `<platform>` and `<class>` where the scenario chooses a name.
    pub path: String,
    /// What it means.
    pub doc: &'static str,
    /// Its unit, range and syntax.
    pub kind: Kind,
}

/// Lists every parameter that a scenario can set.
#[must_use]
pub fn describe() -> Vec<Description> {
    let mut world = World::default();
    world.visit(&mut Placeholders);
    let mut list = Vec::new();
    each_parameter(&mut world, &mut |path, doc, leaf| {
        list.push(Description { path: path.to_owned(), doc: doc.trim(), kind: leaf.kind() });
    });
    list
}

/// Unit, range and syntax of what `--set` sets at a path; none where there is no such parameter.
#[must_use]
pub fn kind_at(path: &str) -> Option<Kind> {
    let of_arm = path.strip_prefix("arm.").and_then(|rest| rest.split_once('.'));
    let path = of_arm.map_or(path, |(_, below)| below);
    if path.ends_with(".rollout.start") || path.ends_with(".rollout.ramp") {
        return Some(Span::KIND);
    }
    describe().into_iter().find(|description| description.is_of(path)).map(|description| description.kind)
}

impl Description {
    /// Whether `path`, of a scenario, is this parameter under some market's, platform's or class's name.
    #[must_use]
    pub fn is_of(&self, path: &str) -> bool {
        let same = |(own, other): (&str, &str)| own == other || own.starts_with('<');
        self.path.split('.').count() == path.split('.').count() && self.path.split('.').zip(path.split('.')).all(same)
    }
}

/// A world of every market, platform and class of offenders that ships.
const ALL_THAT_SHIPS: &str = r#"
question = "What do the presets say?"
seed = 1
replications = 1
horizon = "1 week"
warm-up = "0 days"
window = "1 week"
sample = 1.0
extends = "base"
platform.tiktok.extends = "tiktok"
platform.whatsapp.extends = "whatsapp"
platform.messenger.extends = "messenger"
platform.instagram.extends = "instagram"
platform.snapchat.extends = "snapchat"
offender.scammer.extends = "scammer"
arm.only.title = "Only"
"#;

/// What the presets that ship say of each parameter, market by market, platform by platform and class by class.
///
/// # Panics
/// If they cannot be read, which a test rules out.
#[must_use]
pub fn shipped_values() -> Vec<Assumption> {
    let scenario = parse("presets", ALL_THAT_SHIPS, &[]).unwrap_or_else(|problems| panic!("the presets cannot be read: {problems:?}"));
    audit(&scenario)
}

/// Gives every table of named groups one entry.
struct Placeholders;

impl Visitor for Placeholders {
    fn field(&mut self, name: &'static str, _: &'static str, node: Node<'_>) {
        match node {
            Node::Leaf(_) => {}
            Node::Group(group) => group.visit(self),
            Node::Table(table) => {
                let entry = match name {
                    "offender" => "<class>".to_owned(),
                    "exception" => "<market>".to_owned(),
                    _ => format!("<{name}>"),
                };
                table.entry(&entry).visit(self);
            }
        }
    }
}
