//! A parameter and the values that a sweep gives it.

use super::error::Unplanned;
use super::places::{Settings, setting};
use crate::analysis::design::{evenly, grid};
use crate::experiment::design::Point;
use crate::parameter::each_parameter;
use crate::scenario::kind_at;
use crate::units::{Kind, Syntax};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// More values than this on an axis tell no more.
const MOST: usize = 1000;
/// More points than this are a slip of the hand.
const MOST_POINTS: usize = 10_000;

/// A parameter and the values that a sweep gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// The parameter's path, as `--set` takes it.
    pub path: String,
    /// Its unit; empty for words and switches.
    pub unit: String,
    /// Its values, in the unit; of words and switches their places, from 0.
    pub values: Vec<f64>,
    /// The same as `--set` takes them.
    pub set: Vec<String>,
    /// Whether the values are words.
    pub words: bool,
}

/// Reads `PATH=LO..HI:N`, `N` evenly spaced values, or `PATH=A,B,C`.
impl FromStr for Axis {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let shape = || "write PATH=LO..HI:N, for example platform.tiktok.review.staff=50..400:8, or PATH=A,B,C".to_owned();
        let (path, values) = text.split_once('=').map(|(path, values)| (path.trim(), values.trim())).ok_or_else(shape)?;
        let kind = kind_at(path).ok_or_else(|| format!("there is no parameter {path}; `veilsim explain` lists all"))?;
        let words = matches!(kind.syntax, Syntax::Word(_) | Syntax::Switch);
        let number = |text: &str| read(&kind, text.trim());
        let numbers = if let Some((range, count)) = values.rsplit_once(':').filter(|_| values.contains("..")) {
            let (low, high) = range.split_once("..").ok_or_else(shape)?;
            let count = count.trim().parse().ok().filter(|count| (2..=MOST).contains(count));
            let count = count.ok_or_else(|| format!("N is a whole number from 2 to {MOST}"))?;
            let (low, high) = (number(low)?, number(high)?);
            if words || low >= high {
                return Err(if words { "words have no range: write PATH=A,B,C".to_owned() } else { "LO must be less than HI".to_owned() });
            }
            rounded(&kind, evenly(low, high, count))
        } else if values.contains("..") {
            return Err(shape());
        } else {
            values.split(',').map(number).collect::<Result<_, _>>()?
        };
        if numbers.len() < 2 || numbers.len() > MOST {
            return Err(format!("{path} has from 2 to {MOST} values"));
        }
        let set = numbers.iter().map(|x| kind.exact(*x)).collect();
        let places = (0..numbers.len()).map(|place| place as f64).collect();
        Ok(Self { path: path.to_owned(), unit: kind.unit.to_owned(), values: if words { places } else { numbers }, set, words })
    }
}

/// A value as a scenario or `--set` has it; a bare number is in the unit.
fn read(kind: &Kind, text: &str) -> Result<f64, String> {
    let found = match (text.parse::<f64>(), text.parse::<bool>()) {
        (Ok(x), _) if matches!(kind.syntax, Syntax::Duration | Syntax::Rate) => kind.text(&kind.exact(x)),
        (Ok(x), _) => kind.number(x),
        (_, Ok(on)) => kind.switch(on),
        _ => kind.text(text.trim_matches('"')),
    };
    found.map_err(|error| error.to_string())
}

/// Whole numbers where the parameter takes no others, each once.
fn rounded(kind: &Kind, mut values: Vec<f64>) -> Vec<f64> {
    if matches!(kind.syntax, Syntax::Whole) {
        for x in &mut values {
            *x = x.round();
        }
        values.dedup();
    }
    values
}

/// What is set at every combination of values, the last axis running fastest.
pub(super) fn combined(over: &[Axis]) -> Vec<Settings> {
    let places: Vec<Vec<f64>> = over.iter().map(|axis| (0..axis.set.len()).map(|place| place as f64).collect()).collect();
    let at = |place: Vec<f64>| over.iter().zip(place).map(|(axis, i)| setting(&axis.path, &axis.set[i as usize])).collect();
    grid(&places).into_iter().map(at).collect()
}

/// Refuses more axes or points than a sweep may have, and a parameter that is swept twice.
pub(super) fn check_count(over: &[Axis]) -> Result<(), Unplanned> {
    let points: usize = over.iter().map(|axis| axis.set.len()).product();
    if over.is_empty() || over.len() > 2 || points > MOST_POINTS {
        return Err(Unplanned::Unfit(format!(
            "a sweep is over one or two parameters and at most {MOST_POINTS} points; more go by run --design"
        )));
    }
    if over.len() == 2 && over[0].path == over[1].path {
        return Err(Unplanned::Unfit(format!("{} is swept twice", over[0].path)));
    }
    Ok(())
}

/// Refuses an axis whose values come through to no arm, as where each of them sets the parameter itself.
pub(super) fn check_moves(over: &[Axis], points: &[Point], arms: usize) -> Result<(), Unplanned> {
    let mut step = 1;
    for axis in over.iter().rev() {
        let moves = (0..arms).any(|arm| stated(&points[arm]) != stated(&points[arm + arms * step * (axis.set.len() - 1)]));
        if !moves {
            let path = &axis.path;
            return Err(Unplanned::Unfit(format!(
                "{path} moves nothing: every arm sets it itself, or its first and last value are the same; sweep arm.NAME.{path} for an arm's own"
            )));
        }
        step *= axis.set.len();
    }
    Ok(())
}

/// All that a plan states, and when.
fn stated(point: &Point) -> Vec<String> {
    let mut all = Vec::new();
    let mut plan = crate::model::Plan::clone(&point.plan);
    each_parameter(&mut plan.world, &mut |path, _, leaf| all.push(format!("{path} {:?}", leaf.spec())));
    for change in &mut plan.changes {
        all.push(format!("{:?} {:?}", change.start, change.ramp));
        each_parameter(&mut change.after, &mut |path, _, leaf| all.push(format!("{path} {:?}", leaf.spec())));
    }
    all
}
