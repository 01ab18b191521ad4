//! How a change of a parameter comes into force.

use super::{Group, Leaf, Node, Param, Source, Spec, Visitor};
use crate::units::{Kind, Quantity};

/// How a change of a parameter comes into force. It is said where the parameter is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ramp {
    /// A rule that users come under one after another, over the ramp of the change.
    PerUser,
    /// A rule of the platform itself: it changes for all when the change begins.
    AtOnce,
    /// Not a rule that changes during a run: the model reads it at the start.
    Shared,
    /// As the place says that holds the group which it is in.
    AsItsGroup,
}

/// A parameter as it is declared.
pub trait Declared: Leaf {
    /// How a change of it comes into force.
    fn ramp(&self) -> Ramp;
}

/// A parameter with its ramp.
pub struct Ramped<'a> {
    leaf: &'a mut dyn Leaf,
    ramp: Ramp,
}

impl Declared for Ramped<'_> {
    fn ramp(&self) -> Ramp {
        self.ramp
    }
}

impl Leaf for Ramped<'_> {
    fn kind(&self) -> Kind {
        self.leaf.kind()
    }
    fn spec(&self) -> Option<Spec> {
        self.leaf.spec()
    }
    fn source(&self) -> &Source {
        self.leaf.source()
    }
    fn set(&mut self, spec: Spec, source: Source) {
        self.leaf.set(spec, source);
    }
    fn draw(&mut self, u: f64) {
        self.leaf.draw(u);
    }
    fn number(&self) -> f64 {
        self.leaf.number()
    }
    fn unstated(&self) -> Option<f64> {
        self.leaf.unstated()
    }
}

/// A field whose declaration says how a change comes into force.
pub trait Rampable {
    /// Shows the field as a node with this ramp.
    fn show(&mut self, ramp: Ramp, visit: &mut dyn FnMut(Node<'_>));
}

impl<T: Quantity> Rampable for Param<T> {
    fn show(&mut self, ramp: Ramp, visit: &mut dyn FnMut(Node<'_>)) {
        visit(Node::Leaf(&mut Ramped { leaf: self, ramp }));
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
                self.visitor.field(name, doc, Node::Leaf(&mut Ramped { leaf, ramp }));
            }
            other => self.visitor.field(name, doc, other),
        }
    }
}
