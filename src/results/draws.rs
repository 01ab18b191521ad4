//! The draws of the uncertain parameters behind results, kept so that nobody draws them again.

use crate::experiment::Design;
use crate::model::Plan;
use crate::parameter::{Group, Leaf, each_parameter};
use crate::units::Kind;
use std::collections::BTreeSet;

/// An uncertain parameter over the draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertain {
    /// Its path, as `--set` takes it; below its arm if it is uncertain there alone.
    pub path: String,
    /// The arm that it is uncertain in alone, by its place; none if the arms share it.
    pub arm: Option<usize>,
    /// What kind of quantity it is.
    pub kind: Kind,
    /// The value in each draw.
    pub values: Vec<f64>,
}

/// The draws of a design's uncertain parameters: the values, and not the plans with them in force, which would take as much memory as
/// what came out. [`Design::drawn`] has those.
#[derive(Clone, Debug)]
pub struct Draws {
    parameters: Vec<Uncertain>,
}

impl Draws {
    /// The draws behind so many replications.
    #[must_use]
    pub fn of(design: &Design, replications: u32) -> Self {
        let names: Vec<&str> = design.points.iter().map(|point| point.arm.as_str()).collect();
        let mut parameters: Vec<Uncertain> = Vec::new();
        for draw in 0..design.draws(replications) {
            let plans = (0..design.points.len()).map(|point| design.drawn(point, draw));
            // Which parameters are uncertain, and in which order, is the same in every draw.
            for (place, found) in uncertain(plans, &names).into_iter().enumerate() {
                match parameters.get_mut(place) {
                    Some(parameter) => parameter.values.extend(found.values),
                    None => parameters.push(found),
                }
            }
        }
        Self { parameters }
    }

    /// The same, to keep.
    #[must_use]
    pub fn into_parameters(self) -> Vec<Uncertain> {
        self.parameters
    }

    /// The uncertain parameters, those that the arms share first.
    #[must_use]
    pub fn parameters(&self) -> &[Uncertain] {
        &self.parameters
    }
}

/// The uncertain parameters of one draw. The arms share what is uncertain in the baseline.
fn uncertain(plans: impl Iterator<Item = Plan>, names: &[&str]) -> Vec<Uncertain> {
    let mut found = Vec::new();
    let mut shared = BTreeSet::new();
    for (number, (mut plan, name)) in plans.zip(names).enumerate() {
        let mut own = BTreeSet::new();
        each_uncertain(&mut plan, &mut |path, leaf| {
            if shared.contains(path) || !own.insert(path.to_owned()) {
                return;
            }
            let (path, arm) = if number == 0 { (path.to_owned(), None) } else { (format!("arm.{name}.{path}"), Some(number)) };
            found.push(Uncertain { path, arm, kind: leaf.kind(), values: vec![leaf.number()] });
        });
        if number == 0 {
            shared = own;
        }
    }
    found
}

/// Visits the uncertain parameters of a plan: of its world, then of what changes in it.
fn each_uncertain(plan: &mut Plan, f: &mut dyn FnMut(&str, &dyn Leaf)) {
    let mut visit = |group: &mut dyn Group, prefix: &str| {
        each_parameter(group, &mut |path, _, leaf| {
            if leaf.spec().is_some_and(|spec| spec.is_uncertain()) {
                f(&format!("{prefix}{path}"), leaf);
            }
        });
    };
    visit(&mut plan.world, "");
    for change in &mut plan.changes {
        visit(&mut change.after, &format!("platform.{}.", change.platform));
    }
}
