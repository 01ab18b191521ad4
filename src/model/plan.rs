//! A plan: one arm's world over time, ready to be played.

use super::assumptions::{Platform, World};
use crate::parameter::each_parameter;
use crate::units::{Span, Time};

/// From `start` on, a platform works by other rules. Users come under them one after another over `ramp`.
#[derive(Clone, Debug)]
pub struct Change {
    /// The platform's name in [`World::platform`].
    pub platform: String,
    /// When the change begins.
    pub start: Time,
    /// How long it takes to reach every user. Staff, retention and other rules that are not a user's own change at `start`.
    pub ramp: Span,
    /// The platform after the change, in full.
    pub after: Platform,
}

/// One arm: the world at the start and what changes in it, in order of time.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The world at the start.
    pub world: World,
    /// Changes, earliest first.
    pub changes: Vec<Change>,
    /// Whether every message of every user and every approach is played, rather than those alone that can matter. The same in
    /// distribution, and slow: for worlds of a few hundred accounts, to hold the thinned model against.
    pub explicit: bool,
}

impl Plan {
    /// Puts into force one draw of every uncertain parameter. `uniform` gives the quantile for a parameter's path; as all arms ask
    /// for the same paths, they share their assumptions.
    pub fn draw(&mut self, uniform: &dyn Fn(&str) -> f64) {
        each_parameter(&mut self.world, &mut |path, _, leaf| leaf.draw(uniform(path)));
        for change in &mut self.changes {
            let platform = &change.platform;
            each_parameter(&mut change.after, &mut |path, _, leaf| leaf.draw(uniform(&format!("platform.{platform}.{path}"))));
        }
    }
}
