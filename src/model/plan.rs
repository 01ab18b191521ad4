//! A plan: one arm's world over time, ready to be simulated.

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
#[derive(Clone, Debug)]
pub struct Plan {
    /// The world at the start.
    pub world: World,
    /// Changes, earliest first.
    pub changes: Vec<Change>,
    /// Whether every message of every user and every approach is simulated, rather than those alone that can matter. The same in
    /// distribution, and slow: for worlds of a few hundred accounts, to hold the thinned model against.
    pub explicit: bool,
}

impl Plan {
    /// The parameters that nobody has stated and that nothing stands for: a world that lacks any cannot be simulated.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        each_parameter(&mut self.world.clone(), &mut |path, _, leaf| {
            if leaf.spec().is_none() {
                missing.push(path.to_owned());
            }
        });
        for change in &self.changes {
            each_parameter(&mut change.after.clone(), &mut |path, _, leaf| {
                if leaf.spec().is_none() {
                    missing.push(format!("platform.{}.{path}", change.platform));
                }
            });
        }
        missing
    }

    /// The same world under the rules that hold once all changes are made, from the start on and for good.
    #[must_use]
    pub fn settled(mut self) -> Self {
        for change in self.changes.drain(..) {
            if let Some(platform) = self.world.platform.get_mut(&change.platform) {
                *platform = change.after;
            }
        }
        self
    }

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
