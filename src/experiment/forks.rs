//! What points of a design have in common is simulated once, and forked where they part.

use super::design::{Design, Draw, Point};
use super::record::{Record, Run};
use super::task::Task;
use crate::engine::{Clock, Limits, Stop, run};
use crate::model::chance::name;
use crate::model::event::Event;
use crate::model::{Plan, Simulation};
use crate::parameter::{Group, Spec, each_parameter};
use crate::units::{Span, Time};
use std::cmp::Reverse;
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

/// Events between two looks at whether a run is to be given up: some milliseconds.
const BETWEEN_LOOKS: u64 = 1 << 16;

/// What is stated of a parameter, whose path is kept as a number.
type Stated = (u64, Option<Spec>);

/// A point, and those that part from it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Branch {
    /// Its place in the design.
    pub(super) point: usize,
    /// Those whose worlds are the same until an instant, with that instant, in order of time. Until [`Time::NEVER`]: to the end.
    pub(super) branches: Vec<(Time, Branch)>,
}

impl Branch {
    /// Does something for its point and all those that part from it, until told to break off.
    pub(super) fn each(&self, does: &mut dyn FnMut(usize) -> ControlFlow<()>) -> ControlFlow<()> {
        does(self.point)?;
        self.branches.iter().try_for_each(|(_, other)| other.each(does))
    }
}

/// The points whose worlds have something in common, as trees: of a pair, the later point parts from the earlier one. Each point
/// parts from the one with which it has the most in common, and of several of those from the first.
pub(super) fn forks(design: &Design, points: &[usize]) -> Vec<Branch> {
    let stated: Vec<(usize, World)> = points.iter().map(|point| (*point, World::of(&design.points[*point].plan))).collect();
    let mut parents: Vec<Option<(usize, Time)>> = Vec::new();
    for (place, (point, world)) in stated.iter().enumerate() {
        let common =
            stated[..place].iter().enumerate().filter(|(_, (other, _))| is_drawn_alike(&design.points[*point], &design.points[*other]));
        let partings = common.map(|(other, (_, before))| (other, before.parts_from(world)));
        parents.push(partings.filter(|(_, at)| *at > Time::ZERO).max_by_key(|(other, at)| (*at, Reverse(*other))));
    }
    let roots = (0..points.len()).filter(|place| parents[*place].is_none());
    roots.map(|root| branch(points, &parents, root)).collect()
}

fn branch(points: &[usize], parents: &[Option<(usize, Time)>], place: usize) -> Branch {
    let own = parents.iter().enumerate().filter_map(|(child, parent)| parent.filter(|(of, _)| *of == place).map(|(_, at)| (at, child)));
    let mut branches: Vec<(Time, Branch)> = own.map(|(at, child)| (at, branch(points, parents, child))).collect();
    branches.sort_by_key(|(at, _)| *at);
    Branch { point: points[place], branches }
}

/// Whether uncertain parameters have the same values at two points where they have the same ranges.
pub(super) fn is_drawn_alike(one: &Point, other: &Point) -> bool {
    match (&one.draw, &other.draw) {
        (Draw::Chance, Draw::Chance) => true,
        (Draw::Quantiles(a), Draw::Quantiles(b)) | (Draw::Members(a), Draw::Members(b)) => Arc::ptr_eq(a, b),
        _ => false,
    }
}

/// All that a plan states.
struct World {
    start: Vec<Stated>,
    explicit: bool,
    /// When each change begins, since the start of the run, and what it is.
    changes: Vec<(Time, Change)>,
}

type Change = (String, Span, Vec<Stated>);

impl World {
    fn of(plan: &Plan) -> Self {
        let origin = Time::ZERO + plan.world.warm_up.get();
        let changes = plan
            .changes
            .iter()
            .map(|change| (origin + Span(change.start.0), (change.platform.clone(), change.ramp, stated(&mut change.after.clone()))));
        Self { start: stated(&mut plan.world.clone()), explicit: plan.explicit, changes: changes.collect() }
    }

    /// Until when another world is the same.
    fn parts_from(&self, other: &Self) -> Time {
        if self.start != other.start || self.explicit != other.explicit {
            return Time::ZERO;
        }
        let mut pairs = self.changes.iter().zip(&other.changes);
        let shared = pairs.position(|(own, other)| own != other).unwrap_or(self.changes.len().min(other.changes.len()));
        let next = [&self.changes, &other.changes].into_iter().filter_map(|changes| changes.get(shared)).map(|(at, _)| *at);
        next.min().unwrap_or(Time::NEVER)
    }
}

fn stated(group: &mut dyn Group) -> Vec<Stated> {
    let mut stated = Vec::new();
    each_parameter(group, &mut |path, _, leaf| stated.push((name(path), leaf.spec())));
    stated
}

/// The plan of a point, drawn once for all that ask.
pub(super) type DrawnPlan = Arc<OnceLock<Plan>>;

/// The runs of a replication at points that have something in common, each point once. `drawn` gives a point's plan, `finish` takes the
/// runs. Breaks off when a run is given up on the way, or `finish` says so.
pub(super) fn simulate_together<R: Record>(
    design: &Design,
    replication: u32,
    branch: &Branch,
    (drawn, given_up): (&dyn Fn(usize) -> DrawnPlan, &dyn Fn() -> bool),
    finish: &mut dyn FnMut(Task, Run<R>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let plan = drawn(branch.point);
    let (simulation, clock) = Simulation::new(plan.wait(), design.chance(replication));
    let world = Played { simulation, clock, events: 0 };
    world.finish(branch, (drawn, given_up), &mut |point, run| finish(Task { replication, point }, run))
}

/// A world that has been simulated so far.
struct Played {
    simulation: Simulation,
    clock: Clock<Event>,
    events: u64,
}

impl Played {
    /// Goes on up to an instant, that included, unless it is given up.
    fn play(&mut self, until: Time, given_up: &dyn Fn() -> bool) -> ControlFlow<()> {
        loop {
            let stop = run(&mut self.simulation, &mut self.clock, Limits { until, events: BETWEEN_LOOKS });
            self.events += stop.events();
            match stop {
                Stop::Events(_) if given_up() => return ControlFlow::Break(()),
                Stop::Events(_) => {}
                _ => return ControlFlow::Continue(()),
            }
        }
    }

    /// Goes on to the end, and lets each branch go its own way from where it parts.
    fn finish<R: Record>(
        mut self,
        branch: &Branch,
        (drawn, given_up): (&dyn Fn(usize) -> DrawnPlan, &dyn Fn() -> bool),
        finish: &mut dyn FnMut(usize, Run<R>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let plan = drawn(branch.point);
        let world = &plan.wait().world;
        let end = Time::ZERO + world.warm_up.get() + world.horizon.get();
        for (at, other) in branch.branches.iter().filter(|(at, _)| *at <= end) {
            self.play(Time(at.0 - 1), given_up)?;
            let (simulation, clock) = self.simulation.fork(&self.clock, drawn(other.point).wait());
            Self { simulation, clock, events: self.events }.finish(other, (drawn, given_up), finish)?;
        }
        self.play(end, given_up)?;
        let run = Run { record: R::of(self.simulation.close()), events: self.events };
        for (_, other) in branch.branches.iter().filter(|(at, _)| *at > end) {
            other.each(&mut |point| finish(point, run.clone()))?;
        }
        finish(branch.point, run)
    }
}
