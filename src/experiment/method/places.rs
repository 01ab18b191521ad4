//! Places: a scenario with more set, as by `--set`, with all its arms.

use super::error::Unplanned;
use crate::experiment::design::{Draw, Point};
use crate::experiment::work::{Limits, run_within};
use crate::scenario::{Scenario, kind_at, reread};
use crate::units::Syntax;
use std::sync::Arc;

/// What is set at a place, as path and value.
pub type Settings = Vec<(String, String)>;

/// Keys of a scenario that say how it is run: they are the same at all places.
const OF_THE_RUN: [&str; 4] = ["seed", "replications", "question", "title"];

/// A path and a value as `--set` takes them; a bare number has the unit that tables state for the parameter.
#[must_use]
pub fn setting(path: &str, value: &str) -> (String, String) {
    let (path, value) = (path.trim(), value.trim());
    let kind = || kind_at(path).filter(|kind| matches!(kind.syntax, Syntax::Duration | Syntax::Rate));
    let value = value.parse::<f64>().ok().and_then(|x| Some(kind()?.exact(x))).unwrap_or_else(|| value.to_owned());
    (path.to_owned(), value)
}

/// The arms of a scenario at each place.
pub(super) fn points(scenario: &Scenario, places: &[Settings], limits: Limits) -> Result<Vec<Point>, Unplanned> {
    let mut points = Vec::with_capacity(places.len() * scenario.arms.len());
    for (point, settings) in places.iter().enumerate() {
        if let Some((path, _)) = settings.iter().find(|(path, _)| OF_THE_RUN.contains(&path.as_str())) {
            return Err(Unplanned::Unfit(format!("{path} is the same at all points: give it to the command, not to a point")));
        }
        let set: Settings = scenario.overrides.iter().chain(settings).cloned().collect();
        let at = reread(&scenario.name, &scenario.text, &scenario.presets, &set).map_err(|problems| {
            let settings = settings.iter().map(|(path, value)| format!("{path}={value}")).collect::<Vec<_>>().join(" ");
            Unplanned::Point { point, settings, problems: Box::new(problems) }
        })?;
        for arm in at.arms {
            run_within(&arm.name, &arm.plan, limits).map_err(|source| Unplanned::TooMuch { point, source })?;
            points.push(Point { arm: arm.name, settings: settings.clone(), plan: Arc::new(arm.plan), draw: Draw::Chance });
        }
    }
    Ok(points)
}
