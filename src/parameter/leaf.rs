//! A parameter: its value, what the scenario states of it, and how a change of it comes into force.

use crate::units::{Kind, Quantity};
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

    /// The density of the distribution at a value, in units of one over the value's; of a single value none, infinite there.
    #[must_use]
    pub fn density(&self, x: f64) -> f64 {
        let [a, b] = self.ends();
        if x < a || x > b {
            return 0.0;
        }
        match *self {
            Self::Constant(_) => f64::INFINITY,
            Self::Uniform(..) => 1.0 / (b - a),
            Self::LogUniform(..) => 1.0 / (x * (libm::log(b) - libm::log(a))),
            Self::Triangular(_, mode, _) => {
                let beside = if x <= mode { (x - a, mode - a) } else { (b - x, b - mode) };
                2.0 / (b - a) * if beside.1 > 0.0 { beside.0 / beside.1 } else { 1.0 }
            }
        }
    }

    /// The least and the greatest value.
    #[must_use]
    pub fn ends(&self) -> [f64; 2] {
        match *self {
            Self::Constant(x) => [x, x],
            Self::Uniform(a, b) | Self::LogUniform(a, b) | Self::Triangular(a, _, b) => [a, b],
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

impl<'a> Ramped<'a> {
    /// The parameter with this ramp.
    pub fn new(leaf: &'a mut dyn Leaf, ramp: Ramp) -> Self {
        Self { leaf, ramp }
    }
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
