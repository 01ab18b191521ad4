//! What an arm changes, lever by lever, and the plans in which some of its levers are changed and the others as in the baseline.

use super::error::Unplanned;
use crate::experiment::design::{Draw, Point};
use crate::model::Plan;
use crate::model::assumptions::Platform;
use crate::model::plan::Change;
use crate::parameter::{Group, Source, Spec, each_parameter};
use crate::units::Time;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All coalitions of so many players are simulated; of more, those along random orders.
pub const MOST_PLAYERS: usize = 8;

/// One or more parameters that an arm changes together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Player {
    /// Its path: of several parameters, that of the table which they are in.
    pub name: String,
    /// The paths of its parameters.
    pub paths: Vec<String>,
}

type Stated = BTreeMap<String, (Spec, Source)>;

fn stated(group: &mut dyn Group, prefix: &str) -> Stated {
    let mut found = Stated::new();
    each_parameter(group, &mut |path, _, leaf| {
        if let Some(spec) = leaf.spec() {
            found.insert(format!("{prefix}{path}"), (spec, leaf.source().clone()));
        }
    });
    found
}

/// The rules of a platform in force at a time.
fn in_force<'a>(plan: &'a Plan, platform: &str, at: Time) -> Option<&'a Platform> {
    let changed = plan.changes.iter().rev().find(|change| change.platform == platform && change.start <= at);
    changed.map(|change| &change.after).or_else(|| plan.world.platform.get(platform))
}

/// The times at which rules of either plan change, in order, each once.
fn steps(base: &Plan, own: &Plan) -> Vec<Change> {
    let mut steps: Vec<Change> = own.changes.clone();
    let key = |change: &Change| (change.platform.clone(), change.start, change.ramp.days().to_bits());
    for change in &base.changes {
        if !steps.iter().any(|step| key(step) == key(change)) {
            steps.push(change.clone());
        }
    }
    steps.sort_by_key(|step| step.start);
    steps
}

/// The players of an arm: each parameter that it changes from the baseline at any time; where there are more than eight, the tables
/// that these are in.
///
/// # Errors
/// If it changes none, or lacks an entry that the baseline has.
pub fn players(base: &Plan, own: &Plan) -> Result<Vec<Player>, Unplanned> {
    let mut paths = BTreeSet::new();
    let mut compare = |base: &Stated, own: &Stated| -> Result<(), Unplanned> {
        if let Some(lacking) = base.keys().find(|path| !own.contains_key(*path)) {
            return Err(Unplanned::Unfit(format!(
                "the baseline has {lacking}, and the arm has no such entry: its levers cannot be told apart"
            )));
        }
        let differs = |(path, (spec, _)): &(&String, &(Spec, Source))| base.get(*path).is_none_or(|(other, _)| other != spec);
        paths.extend(own.iter().filter(differs).map(|(path, _)| path.clone()));
        Ok(())
    };
    compare(&stated(&mut base.world.clone(), ""), &stated(&mut own.world.clone(), ""))?;
    for step in steps(base, own) {
        let prefix = format!("platform.{}.", step.platform);
        let at =
            |plan: &Plan| in_force(plan, &step.platform, step.start).map(|rules| stated(&mut rules.clone(), &prefix)).unwrap_or_default();
        compare(&at(base), &at(own))?;
    }
    if paths.is_empty() {
        return Err(Unplanned::Unfit("this arm changes nothing".to_owned()));
    }
    if paths.len() <= MOST_PLAYERS {
        return Ok(paths.into_iter().map(|path| Player { name: path.clone(), paths: vec![path] }).collect());
    }
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in paths {
        let table = path.rsplit_once('.').map_or(path.as_str(), |(table, _)| table).to_owned();
        tables.entry(table).or_default().push(path);
    }
    let named = |(table, paths): (String, Vec<String>)| Player { name: if paths.len() == 1 { paths[0].clone() } else { table }, paths };
    Ok(tables.into_iter().map(named).collect())
}

/// The plan in which these parameters are the arm's, at the arm's times, and all others the baseline's.
fn coalition(base: &Plan, own: &Plan, changed: &BTreeSet<&String>) -> Plan {
    let restore = |group: &mut dyn Group, prefix: &str, base: &Stated| {
        each_parameter(group, &mut |path, _, leaf| {
            let path = format!("{prefix}{path}");
            if changed.contains(&path) {
                return;
            }
            let before = base.get(&path).cloned().or_else(|| Some((Spec::Constant(leaf.unstated()?), Source::default())));
            if let Some((spec, source)) = before.filter(|(spec, _)| leaf.spec() != Some(*spec)) {
                leaf.set(spec, source);
            }
        });
    };
    let mut world = own.world.clone();
    restore(&mut world, "", &stated(&mut base.world.clone(), ""));
    let step = |mut step: Change| {
        let prefix = format!("platform.{}.", step.platform);
        let rules = |plan: &Plan| in_force(plan, &step.platform, step.start).cloned().unwrap_or_default();
        step.after = rules(own);
        restore(&mut step.after, &prefix, &stated(&mut rules(base), &prefix));
        step
    };
    Plan { world, changes: steps(base, own).into_iter().map(step).collect(), explicit: own.explicit }
}

/// The points of coalitions, each a set of players as bits; nobody is the baseline itself, and all are the arm itself.
pub(super) fn coalitions((base, own): (&Point, &Point), players: &[Player], masks: &[u64]) -> Vec<Point> {
    let all = (1_u64 << players.len()) - 1;
    let at = |mask: &u64| {
        let within = |(place, _): &(usize, &Player)| mask >> place & 1 == 1;
        let changed: BTreeSet<&String> = players.iter().enumerate().filter(within).flat_map(|(_, player)| &player.paths).collect();
        let plan = match *mask {
            0 => Arc::clone(&base.plan),
            mask if mask == all => Arc::clone(&own.plan),
            _ => Arc::new(coalition(&base.plan, &own.plan, &changed)),
        };
        let settings = changed.into_iter().map(|path| (path.clone(), "as the arm has it".to_owned())).collect();
        Point { arm: own.arm.clone(), settings, plan, draw: Draw::Chance }
    };
    masks.iter().map(at).collect()
}
