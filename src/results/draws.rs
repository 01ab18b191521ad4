//! The draws of the uncertain parameters behind results, kept so that nobody draws them again.

use crate::experiment::Design;
use crate::model::Plan;
use crate::parameter::{Group, Leaf, each_parameter};
use crate::units::Kind;
use std::collections::BTreeSet;
use std::sync::Arc;

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

/// The draws of a design's uncertain parameters.
#[derive(Clone, Debug)]
pub struct Draws {
    parameters: Vec<Uncertain>,
    /// By draw, then point.
    plans: Vec<Vec<Arc<Plan>>>,
}

impl Draws {
    /// The draws behind so many replications.
    #[must_use]
    pub fn of(design: &Design, replications: u32) -> Self {
        let mut plans = Vec::new();
        let parameters = walk(design, replications, &mut |drawn| plans.push(drawn));
        Self { parameters, plans }
    }

    /// The uncertain parameters, those that the arms share first.
    #[must_use]
    pub fn parameters(&self) -> &[Uncertain] {
        &self.parameters
    }

    /// By draw, the plan of each point with the draw in force.
    #[must_use]
    pub fn plans(&self) -> &[Vec<Arc<Plan>>] {
        &self.plans
    }
}

/// The uncertain parameters behind so many replications, without the plans, of which a thousand draws have too many to keep.
#[must_use]
pub fn uncertain_values(design: &Design, replications: u32) -> Vec<Uncertain> {
    walk(design, replications, &mut |_| ())
}

/// The uncertain parameters draw by draw; each draw's plans are handed over.
fn walk(design: &Design, replications: u32, take: &mut dyn FnMut(Vec<Arc<Plan>>)) -> Vec<Uncertain> {
    let names: Vec<&str> = design.points.iter().map(|point| point.arm.as_str()).collect();
    let mut parameters: Vec<Uncertain> = Vec::new();
    for draw in 0..design.draws(replications) {
        let plans: Vec<Arc<Plan>> = (0..design.points.len()).map(|point| Arc::new(design.drawn(point, draw))).collect();
        // Which parameters are uncertain, and in which order, is the same in every draw.
        for (place, found) in uncertain(&plans, &names).into_iter().enumerate() {
            match parameters.get_mut(place) {
                Some(parameter) => parameter.values.extend(found.values),
                None => parameters.push(found),
            }
        }
        take(plans);
    }
    parameters
}

/// The uncertain parameters of one draw. The arms share what is uncertain in the baseline.
fn uncertain(plans: &[Arc<Plan>], names: &[&str]) -> Vec<Uncertain> {
    let mut found = Vec::new();
    let mut shared = BTreeSet::new();
    for (number, (plan, name)) in plans.iter().zip(names).enumerate() {
        let mut own = BTreeSet::new();
        each_uncertain(plan, &mut |path, leaf| {
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
fn each_uncertain(plan: &Plan, f: &mut dyn FnMut(&str, &dyn Leaf)) {
    // The walk over parameters can change them, and takes a plan of its own.
    let mut plan = plan.clone();
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
