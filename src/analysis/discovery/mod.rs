//! Where among the assumptions something holds: a box, or a small tree.
//!
//! Inputs are by column, `inputs[column][draw]`, in any unit, or as quantiles. What is found on one half of the draws is scored on the
//! other: a search among many inputs finds something in noise too, and the half that it has not seen says so.

mod hypergeometric;
mod prim;
mod tree;

pub use prim::{Bounds, Found, Prim, Score, Step, prim};
pub use tree::{Leaf, Node, Tree, policy_tree};
