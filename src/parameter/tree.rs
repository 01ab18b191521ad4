//! Groups of parameters, and how to walk over them.

use super::leaf::{Declared, Param, Ramp, Ramped};
use crate::units::Quantity;
use std::collections::BTreeMap;

/// A set of parameters and sub-groups with fixed names.
pub trait Group {
    /// What the group is.
    fn doc(&self) -> &'static str;
    /// Shows every field to `visitor`, in the order of declaration.
    fn visit(&mut self, visitor: &mut dyn Visitor);
}

/// Groups of one type under names that the scenario chooses, such as platforms. Kept in the order of the names, so that the
/// order in which a file lists them changes nothing.
pub trait Named {
    /// What one entry is.
    fn entry_doc(&self) -> &'static str;
    /// The entry of that name, made empty if there is none yet.
    fn entry(&mut self, name: &str) -> &mut dyn Group;
    /// The names present.
    fn names(&self) -> Vec<String>;
    /// Whether an entry that states nothing changes nothing, so that it can be made at any time.
    fn is_optional(&self) -> bool;
}

/// A table of named groups.
#[derive(Clone, Debug)]
pub struct Table<G>(BTreeMap<String, G>);

impl<G> Default for Table<G> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<G> Table<G> {
    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The entry of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&G> {
        self.0.get(name)
    }
    /// The entry of that name, to change.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut G> {
        self.0.get_mut(name)
    }
    /// Entries in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &G)> {
        self.0.iter().map(|(name, group)| (name.as_str(), group))
    }
    /// Where `name` stands in the order.
    #[must_use]
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.0.keys().position(|k| k == name)
    }
}

impl<G: Group + Default> Named for Table<G> {
    fn entry_doc(&self) -> &'static str {
        G::default().doc()
    }
    fn entry(&mut self, name: &str) -> &mut dyn Group {
        self.0.entry(name.to_owned()).or_default()
    }
    fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }
    fn is_optional(&self) -> bool {
        let mut optional = true;
        each_parameter(&mut G::default(), &mut |_, _, leaf| optional &= leaf.unstated().is_some());
        optional
    }
}

/// One thing found in a group.
pub enum Node<'a> {
    /// A parameter.
    Leaf(&'a mut dyn Declared),
    /// A sub-group.
    Group(&'a mut dyn Group),
    /// A table of named groups.
    Table(&'a mut dyn Named),
}

/// Receives the fields of a group.
pub trait Visitor {
    /// One field: its name in a scenario, its meaning, and the thing itself.
    fn field(&mut self, name: &'static str, doc: &'static str, node: Node<'_>);
}

/// A field that can show itself as a [`Node`]. A parameter cannot: how a change of it comes into force must be declared.
#[diagnostic::on_unimplemented(message = "declare how a change comes into force: [per user], [at once], [shared] or [as its group]")]
pub trait Field {
    /// This field as a node.
    fn node(&mut self) -> Node<'_>;
}

impl<G: Group + Default> Field for Table<G> {
    fn node(&mut self) -> Node<'_> {
        Node::Table(self)
    }
}

/// Walks every parameter below `group` with its path, such as `platform.tiktok.retention.content`.
pub fn each_parameter(group: &mut dyn Group, f: &mut dyn FnMut(&str, &'static str, &mut dyn Declared)) {
    struct Walk<'f> {
        path: String,
        f: &'f mut dyn FnMut(&str, &'static str, &mut dyn Declared),
    }
    impl Walk<'_> {
        /// Does something where the path goes on by `name`.
        fn at(&mut self, name: &str, does: &mut dyn FnMut(&mut Self)) {
            let length = self.path.len();
            if length > 0 {
                self.path.push('.');
            }
            self.path.push_str(name);
            does(self);
            self.path.truncate(length);
        }
    }
    impl Visitor for Walk<'_> {
        fn field(&mut self, name: &'static str, doc: &'static str, node: Node<'_>) {
            match node {
                Node::Leaf(leaf) => self.at(name, &mut |walk| (walk.f)(&walk.path, doc, leaf)),
                Node::Group(group) => self.at(name, &mut |walk| group.visit(walk)),
                Node::Table(table) => self.at(name, &mut |walk| {
                    for entry in table.names() {
                        walk.at(&entry, &mut |walk| table.entry(&entry).visit(walk));
                    }
                }),
            }
        }
    }
    group.visit(&mut Walk { path: String::new(), f });
}

/// A field whose declaration says how a change comes into force.
pub trait Rampable {
    /// Shows the field as a node with this ramp.
    fn show(&mut self, ramp: Ramp, visit: &mut dyn FnMut(Node<'_>));
}

impl<T: Quantity> Rampable for Param<T> {
    fn show(&mut self, ramp: Ramp, visit: &mut dyn FnMut(Node<'_>)) {
        visit(Node::Leaf(&mut Ramped::new(self, ramp)));
    }
}

/// A group in a place that says how its parameters change, as far as they leave it to the place.
pub struct Within<'a> {
    group: &'a mut dyn Group,
    ramp: Ramp,
}

impl<'a> Within<'a> {
    /// The group in such a place.
    pub fn new(group: &'a mut dyn Group, ramp: Ramp) -> Self {
        Self { group, ramp }
    }
}

impl Group for Within<'_> {
    fn doc(&self) -> &'static str {
        self.group.doc()
    }
    fn visit(&mut self, visitor: &mut dyn Visitor) {
        self.group.visit(&mut Passing { visitor, ramp: self.ramp });
    }
}

/// Passes fields on, with the ramp of the place where a field leaves it to that.
struct Passing<'a> {
    visitor: &'a mut dyn Visitor,
    ramp: Ramp,
}

impl Visitor for Passing<'_> {
    fn field(&mut self, name: &'static str, doc: &'static str, node: Node<'_>) {
        match node {
            Node::Leaf(leaf) => {
                let ramp = if leaf.ramp() == Ramp::AsItsGroup { self.ramp } else { leaf.ramp() };
                self.visitor.field(name, doc, Node::Leaf(&mut Ramped::new(leaf, ramp)));
            }
            other => self.visitor.field(name, doc, other),
        }
    }
}
