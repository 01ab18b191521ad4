//! Parameters: what they are, where their values come from, and how to walk over them.
//!
//! A parameter is declared once, with its type and its meaning, by [`parameters!`](crate::parameters!). From that one
//! declaration come the scenario reader, the assumption audit, `explain` and the draw of uncertain values. The code holds no
//! default value: every number is in a scenario or a preset, beside its evidence.

mod declare;
mod leaf;
mod tree;

pub use leaf::{Declared, Leaf, Param, Ramp, Ramped, Source, Spec};
pub use tree::{Field, Group, Named, Node, Rampable, Table, Visitor, Within, each_parameter};
