//! Forks: a world goes on by another plan than the one that it began with.

use super::event::Event;
use super::plan::Plan;
use super::simulation::{Simulation, schedule_changes};
use super::state::in_store;
use crate::engine::Clock;
use crate::units::Span;

impl Simulation {
    /// The same world, which goes on by `plan` from the instant of `clock` on. Both plans must be the same up to then: what happens is
    /// then what happens in a world that had the other plan from its start, to the byte, as nothing that a world does depends on
    /// changes of rules that are still to come.
    #[must_use]
    pub fn fork(&self, clock: &Clock<Event>, plan: &Plan) -> (Self, Clock<Event>) {
        let (mut fork, mut clock) = (self.clone(), clock.clone());
        clock.retain(|event| !matches!(event, Event::Change(_)));
        let (state, now) = (&mut fork.state, clock.now());
        for ((name, _), platform) in plan.world.platform.iter().zip(state.platforms.ids()) {
            let mut ahead = in_store(plan, name);
            ahead.retain(|change| state.origin + Span(change.start.0) > now);
            state.platforms[platform].ahead = ahead;
        }
        schedule_changes(state, &mut clock);
        (fork, clock)
    }
}
