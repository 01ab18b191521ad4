//! Points at quantiles of the uncertain parameters: walks, and pick-freeze blocks.
//!
//! A row of the design is a draw, and its two replications are its two chances: all points of a row, and all arms, share them.

use super::error::Unplanned;
use crate::analysis::design::{MOST_POINTS, PickFreezeDesign, Trajectory, pick_freeze, trajectories};
use crate::experiment::design::{Design, Draw, Point, Quantiles};
use crate::parameter::{Group, each_parameter};
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Levels of a walk.
const LEVELS: usize = 4;

/// What is uncertain at any of the points, each path once, in the order of the first.
#[must_use]
pub fn uncertain(points: &[Point]) -> Vec<String> {
    let (mut paths, mut seen) = (Vec::new(), BTreeSet::new());
    for point in points {
        let mut plan = crate::model::Plan::clone(&point.plan);
        let mut visit = |group: &mut dyn Group, prefix: &str| {
            each_parameter(group, &mut |path, _, leaf| {
                let path = format!("{prefix}{path}");
                if leaf.spec().is_some_and(|spec| spec.is_uncertain()) && seen.insert(path.clone()) {
                    paths.push(path);
                }
            });
        };
        visit(&mut plan.world, "");
        for change in &mut plan.changes {
            visit(&mut change.after, &format!("platform.{}.", change.platform));
        }
    }
    paths
}

/// The walks over so many parameters.
#[must_use]
pub fn walks(count: u32, parameters: usize, seed: u64) -> Vec<Trajectory> {
    trajectories(count as usize, parameters, LEVELS, &mut Xoshiro256PlusPlus::seed_from_u64(seed)).unwrap_or_default()
}

/// The arms at every place of the walks: place k holds what each walk passes after k steps, a walk a draw.
pub(super) fn walking(arms: &Design, count: u32) -> Result<Vec<Point>, Unplanned> {
    let paths = certain_to_have(uncertain(&arms.points))?;
    let walks = walks(count, paths.len(), arms.assumption_seed);
    let rows = |place: usize| walks.iter().map(|walk| walk.points[place].clone()).collect();
    Ok((0..=paths.len()).flat_map(|place| at(arms, &paths, rows(place))).collect())
}

/// The arms at A and B of every block, and for each input at A with the input from B: first the inputs asked for, then all the rest
/// as one. Without any input, at A and B alone.
pub(super) fn picked(arms: &Design, blocks: u32, points: u32, inputs: &[String]) -> Result<Vec<Point>, Unplanned> {
    let paths = certain_to_have(uncertain(&arms.points))?;
    if let Some(unknown) = inputs.iter().find(|input| !paths.contains(input)) {
        return Err(Unplanned::Unfit(format!("{unknown} is not uncertain in this scenario")));
    }
    let columns = groups(&paths, inputs);
    let block = |block| pick_freeze(points as usize, paths.len(), &columns, arms.assumption_seed, block);
    let too_many = || Unplanned::Unfit(format!("a block has at most {MOST_POINTS} points"));
    let blocks: Vec<PickFreezeDesign> = (0..blocks).map(block).collect::<Option<_>>().ok_or_else(too_many)?;
    let rows = |of: &dyn Fn(&PickFreezeDesign) -> Vec<Vec<f64>>| blocks.iter().flat_map(of).collect::<Vec<_>>();
    let mut found = at(arms, &paths, rows(&|block| block.a.clone()));
    found.extend(at(arms, &paths, rows(&|block| block.b.clone())));
    for input in 0..columns.len() {
        found.extend(at(arms, &paths, rows(&|block| block.mixed[input].clone())));
    }
    Ok(found)
}

/// The columns of each input, and of the rest.
fn groups(paths: &[String], inputs: &[String]) -> Vec<Vec<usize>> {
    if inputs.is_empty() {
        return Vec::new();
    }
    let place = |input: &String| paths.iter().position(|path| path == input);
    let own: Vec<Vec<usize>> = inputs.iter().map(|input| place(input).into_iter().collect()).collect();
    let rest: Vec<usize> = (0..paths.len()).filter(|column| !inputs.contains(&paths[*column])).collect();
    own.into_iter().chain((!rest.is_empty()).then_some(rest)).collect()
}

fn certain_to_have(paths: Vec<String>) -> Result<Vec<String>, Unplanned> {
    if paths.is_empty() { Err(Unplanned::Unfit("nothing is uncertain in this scenario".to_owned())) } else { Ok(paths) }
}

/// The arms at rows of quantiles, a row a draw.
fn at(arms: &Design, paths: &[String], rows: Vec<Vec<f64>>) -> Vec<Point> {
    let quantiles = Arc::new(Quantiles { paths: paths.to_vec(), rows });
    arms.points.iter().map(|point| Point { draw: Draw::Quantiles(Arc::clone(&quantiles)), ..point.clone() }).collect()
}
