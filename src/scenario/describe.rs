//! The list of all parameters there can be, for `explain` and the schema.

use crate::model::assumptions::World;
use crate::model::parameter::{Group, Node, Visitor, each_parameter};
use crate::units::Kind;

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
