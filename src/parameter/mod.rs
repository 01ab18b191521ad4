//! Parameters: what they are, where their values come from, and how to walk over them.
//!
//! A parameter is declared once, with its type and its meaning, by [`parameters!`](crate::parameters!). From that one
//! declaration come the scenario reader, the assumption audit, `explain` and the draw of uncertain values. The code holds no
//! default value: every number is in a scenario or a preset, beside its evidence.

mod declare;
mod ramp;

pub use ramp::{Declared, Ramp, Rampable, Ramped, Within};

use crate::units::{Kind, Quantity};
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Arc;

/// A value as the scenario states it: known, or known only as a distribution. Numbers are in the unit of the parameter's [`Kind`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spec {
    /// One value.
    Constant(f64),
    /// Equally likely between two bounds.
    Uniform(f64, f64),
    /// Its logarithm equally likely between two bounds: for a prior that spans orders of magnitude.
    LogUniform(f64, f64),
    /// Least, most likely, greatest.
    Triangular(f64, f64, f64),
}

impl Spec {
    /// The value below which a share `u` of the distribution lies.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        match *self {
            Self::Constant(x) => x,
            Self::Uniform(a, b) => a + u * (b - a),
            Self::LogUniform(a, b) => libm::exp(libm::log(a) + u * (libm::log(b) - libm::log(a))).clamp(a, b),
            Self::Triangular(a, mode, b) => {
                let left = if b > a { (mode - a) / (b - a) } else { 1.0 };
                if u < left { a + libm::sqrt(u * (b - a) * (mode - a)) } else { b - libm::sqrt((1.0 - u) * (b - a) * (b - mode)) }
            }
        }
    }

    /// Whether there is something to draw.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        !matches!(self, Self::Constant(_))
    }

    /// As a person would write it in a scenario.
    #[must_use]
    pub fn show(&self, kind: &Kind) -> String {
        let s = |x: f64| kind.show(x);
        match *self {
            Self::Constant(x) => s(x),
            Self::Uniform(a, b) => format!("uniform {} to {}", s(a), s(b)),
            Self::LogUniform(a, b) => format!("log-uniform {} to {}", s(a), s(b)),
            Self::Triangular(a, m, b) => format!("triangular {} to {}, mode {}", s(a), s(b), s(m)),
        }
    }
}

/// Where a value comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Evidence ids; empty if the value is assumed.
    pub evidence: Vec<String>,
    /// Whether the scenario said "assumed" or cited evidence, rather than nothing.
    pub stated: bool,
    /// The scenario's own remark.
    pub note: String,
}

/// One parameter: the value in force in this replication, and what the scenario states.
///
/// A run reads values alone, and reads them all the time. So what is stated lies elsewhere, shared by all copies, and the values of
/// a group are neighbours in memory.
#[derive(Clone, Debug)]
pub struct Param<T> {
    value: f64,
    stated: Option<Arc<(Spec, Source)>>,
    quantity: PhantomData<T>,
}

/// The source of what nobody has stated.
const NO_SOURCE: &Source = &Source { evidence: Vec::new(), stated: false, note: String::new() };

impl<T: Quantity> Default for Param<T> {
    fn default() -> Self {
        Self { value: T::UNSTATED.unwrap_or_default(), stated: None, quantity: PhantomData }
    }
}

impl<T: Quantity> Param<T> {
    /// The value in force. A parameter that the scenario did not set is a problem that the scenario reader reports; here it is zero.
    #[must_use]
    #[inline]
    pub fn get(&self) -> T {
        T::from_value(self.value)
    }

    /// The number in force, in the unit of its kind.
    #[must_use]
    #[inline]
    pub fn number(&self) -> f64 {
        self.value
    }
}

/// A parameter, whatever its type.
pub trait Leaf {
    /// Its unit, range and syntax.
    fn kind(&self) -> Kind;
    /// What the scenario states, if it does.
    fn spec(&self) -> Option<Spec>;
    /// Where that comes from.
    fn source(&self) -> &Source;
    /// States a value. The median stands until [`Leaf::draw`].
    fn set(&mut self, spec: Spec, source: Source);
    /// Puts the quantile `u` of the stated distribution in force.
    fn draw(&mut self, u: f64);
    /// The number in force.
    fn number(&self) -> f64;
    /// What stands where nothing is stated, if anything does.
    fn unstated(&self) -> Option<f64>;
}

impl<T: Quantity> Leaf for Param<T> {
    fn kind(&self) -> Kind {
        T::KIND
    }
    fn spec(&self) -> Option<Spec> {
        self.stated.as_ref().map(|stated| stated.0).or(T::UNSTATED.map(Spec::Constant))
    }
    fn source(&self) -> &Source {
        self.stated.as_ref().map_or(NO_SOURCE, |stated| &stated.1)
    }
    fn set(&mut self, spec: Spec, source: Source) {
        self.stated = Some(Arc::new((spec, source)));
        self.draw(0.5);
    }
    fn draw(&mut self, u: f64) {
        if let Some(spec) = self.spec() {
            let x = spec.quantile(u);
            self.value = if matches!(T::KIND.syntax, crate::units::Syntax::Whole) { x.round() } else { x };
        }
    }
    fn number(&self) -> f64 {
        self.value
    }
    fn unstated(&self) -> Option<f64> {
        T::UNSTATED
    }
}

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
        fn under(&mut self, name: &str, group: &mut dyn Group) {
            let length = self.path.len();
            if length > 0 {
                self.path.push('.');
            }
            self.path.push_str(name);
            group.visit(self);
            self.path.truncate(length);
        }
    }
    impl Visitor for Walk<'_> {
        fn field(&mut self, name: &'static str, doc: &'static str, node: Node<'_>) {
            match node {
                Node::Leaf(leaf) => {
                    let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
                    (self.f)(&path, doc, leaf);
                }
                Node::Group(group) => self.under(name, group),
                Node::Table(table) => {
                    for entry in table.names() {
                        self.under(&format!("{name}.{entry}"), table.entry(&entry));
                    }
                }
            }
        }
    }
    group.visit(&mut Walk { path: String::new(), f });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_reach_both_bounds_and_the_middle() {
        for (spec, median) in [
            (Spec::Constant(2.0), 2.0),
            (Spec::Uniform(1.0, 3.0), 2.0),
            (Spec::LogUniform(0.01, 1.0), 0.1),
            (Spec::Triangular(0.0, 1.0, 2.0), 1.0),
        ] {
            assert!((spec.quantile(0.5) - median).abs() < 1e-12, "{spec:?}");
            if let Spec::Uniform(a, b) | Spec::LogUniform(a, b) | Spec::Triangular(a, _, b) = spec {
                assert!((spec.quantile(0.0) - a).abs() < 1e-12 && (spec.quantile(1.0) - b).abs() < 1e-12, "{spec:?}");
            }
        }
    }
}
