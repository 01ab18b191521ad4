//! Whether intervals cover: the experiment of a scenario, done many times over.
//!
//! Each experiment has its own chance and its own draws of the assumptions, and is summed up as every result is. The truth is the mean of
//! all of them together; the long run's own error is small beside that of any one of them.

use super::compare::compare;
use super::possible::Possible;
use super::summary::level;
use crate::analysis::{Interval, holm, mean};
use crate::experiment::{Design, ExperimentError, Runs, replicate};
use crate::model::{Cell, Outcome, Outcomes};
use crate::results::CONFIDENCE;
use crate::results::{Results, Selection};
use crate::scenario::Scenario;
use std::sync::Arc;

/// What 95 % intervals must reach, by replications of an experiment; of fewer nothing is asked.
const FLOORS: [(u32, f64); 2] = [(40, 0.90), (200, 0.93)];
/// Intervals that cover more often than this are wider than they need be.
const CEILING: f64 = 0.98;
/// Two numbers this near, as a share of either, are one.
const ROUNDING: f64 = 1e-9;

/// What is to be covered: a mean, or a difference to the baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// The arm.
    pub arm: String,
    /// Whether it is the difference to the baseline, rather than the mean.
    pub is_difference: bool,
    /// The outcome.
    pub outcome: Outcome,
    /// Replications of an experiment.
    pub replications: u32,
    /// Experiments that had an interval.
    pub experiments: u32,
    /// Those whose interval held the truth.
    pub covered: u32,
    /// Experiments in which nothing was seen in any run, or no difference, so that the interval is a bound.
    pub unseen: u32,
    /// Experiments without an interval, beside those that had one: nothing was seen, or no difference, and how much a draw that was not
    /// seen may bring is open.
    pub open: u32,
    /// Experiments, beside those that had an interval, in which every run has the same, so that there is a point.
    pub certain: u32,
    /// How far the truth lies from the farthest of these points, as a share of the truth: what runs bring that were not seen.
    pub certain_off: f64,
    /// Chance of so few covered, or fewer, if intervals covered as often as they must; adjusted by Holm's method over all that is judged.
    pub too_few: Option<f64>,
    /// Chance of so many covered, or more, if intervals covered in 98 % of the experiments; adjusted likewise.
    pub too_many: Option<f64>,
}

impl Coverage {
    /// Share of the experiments whose interval held the truth.
    #[must_use]
    pub fn share(&self) -> f64 {
        f64::from(self.covered) / f64::from(self.experiments.max(1))
    }

    /// Whether it is shown that intervals cover too seldom.
    #[must_use]
    pub fn is_low(&self) -> bool {
        self.too_few.is_some_and(|p| p <= 1.0 - CONFIDENCE)
    }

    /// Whether it is shown that intervals cover more often than they need, though something was seen.
    #[must_use]
    pub fn is_high(&self) -> bool {
        self.too_many.is_some_and(|p| p <= 1.0 - CONFIDENCE) && self.unseen == 0
    }
}

/// What an experiment says.
#[derive(Clone, Copy)]
enum Told {
    /// An interval.
    Within(Interval),
    /// A bound, since nothing was seen.
    Unseen(Interval),
    /// That nothing was seen, or no difference, and that what the next draw may bring has no bound.
    Open,
    /// A point, since every run has the same.
    Certain(f64),
}

/// Who is asked: arm, whether for the difference, outcome.
type Question = (usize, bool, Outcome);

/// Measures the coverage of the intervals of every outcome of the report, in experiments of each of these sizes (even, each a divisor of
/// the largest): `groups` of the largest, and of the smaller ones as many as fit into those.
///
/// # Errors
/// If threads cannot be started.
pub fn coverage(scenario: &Scenario, sizes: &[u32], groups: u32, threads: usize) -> Result<Vec<Coverage>, ExperimentError> {
    let scenario = Arc::new(scenario.clone());
    let largest = sizes.iter().copied().max().unwrap_or(0);
    let questions = questions(&scenario);
    let mut told: Vec<Vec<Vec<Told>>> = vec![vec![Vec::new(); questions.len()]; sizes.len()];
    let mut truths: Vec<Vec<f64>> = vec![Vec::new(); questions.len()];
    for group in 0..groups {
        let mut design = Design::of(&scenario);
        design.seed = design.seed.wrapping_add(u64::from(group));
        design.assumption_seed = design.assumption_seed.wrapping_add(u64::from(group));
        let runs: Runs<Outcomes> = replicate(&design, largest, threads)?;
        for (size, told) in sizes.iter().zip(&mut told) {
            for first in (0..largest).step_by(*size as usize) {
                let part = first as usize..(first + size) as usize;
                let records = runs.records.iter().map(|of_arm| of_arm[part.clone()].to_vec()).collect();
                let results = Results::new(Arc::clone(&scenario), design.clone(), Runs { records, events: 0 });
                let possible = Possible::of(&results);
                questions.iter().zip(&mut *told).for_each(|(question, told)| told.extend(answer(&results, &possible, *question)));
            }
        }
        questions.iter().zip(&mut truths).for_each(|((arm, is_difference, outcome), truth)| {
            let base = |place: usize| if *is_difference { runs.records[0][place].estimate(*outcome, Cell::ALL) } else { Some(0.0) };
            let own = runs.records[*arm].iter().enumerate();
            truth.extend(own.filter_map(|(place, run)| Some(run.estimate(*outcome, Cell::ALL)? - base(place)?)));
        });
    }
    let mut rows = Vec::new();
    for (size, told) in sizes.iter().zip(&told) {
        for ((question, told), truth) in questions.iter().zip(told).zip(&truths) {
            rows.extend(mean(truth).and_then(|truth| row(&scenario, *question, *size, told, truth)));
        }
    }
    judge(&mut rows);
    Ok(rows)
}

/// Every outcome of the report: its mean in each arm, and its difference in each arm but the baseline.
fn questions(scenario: &Scenario) -> Vec<Question> {
    let selection = Selection::standard();
    let outcomes = Outcome::ALL.iter().copied().filter(|outcome| selection.holds(*outcome));
    let of = |outcome| {
        let arms = 0..scenario.arms.len();
        arms.flat_map(move |arm| [false, true].into_iter().filter(move |gap| arm > 0 || !gap).map(move |gap| (arm, gap, outcome)))
    };
    outcomes.flat_map(of).collect()
}

/// The interval that the tables give, if they give one.
fn answer(results: &Results, possible: &Possible, (arm, is_difference, outcome): Question) -> Option<Told> {
    let (interval, is_unseen) = if is_difference {
        let value = |run: &Outcomes| run.estimate(outcome, Cell::ALL);
        let against = compare(results, possible, (arm, 0), (Some(outcome), &value))?;
        (against.interval(), against.is_unseen())
    } else {
        let row = level(results, possible, (arm, Cell::ALL), outcome)?;
        (row.mean_low.zip(row.mean_high).map(|(low, high)| Interval { low, high }), row.mean == 0.0)
    };
    Some(match interval {
        None => Told::Open,
        Some(Interval { low, high }) if high - low <= ROUNDING * high.abs().max(low.abs()) => Told::Certain(low),
        Some(interval) if is_unseen => Told::Unseen(interval),
        Some(interval) => Told::Within(interval),
    })
}

fn row(scenario: &Scenario, (arm, is_difference, outcome): Question, replications: u32, told: &[Told], truth: f64) -> Option<Coverage> {
    let near = ROUNDING * truth.abs();
    let holds = |interval: &Interval| interval.low - near <= truth && truth <= interval.high + near;
    let off = |told: &Told| match told {
        Told::Certain(point) => Some(((point - truth) / truth).abs()).filter(|off| *off > ROUNDING),
        _ => None,
    };
    let count = |which: &dyn Fn(&Told) -> bool| told.iter().filter(|told| which(told)).count() as u32;
    let of_interval = |which: &dyn Fn(&Interval) -> bool| count(&|told| matches!(told, Told::Within(i) | Told::Unseen(i) if which(i)));
    (!told.is_empty()).then(|| Coverage {
        arm: scenario.arms[arm].name.clone(),
        is_difference,
        outcome,
        replications,
        experiments: of_interval(&|_| true),
        covered: of_interval(&holds),
        unseen: count(&|told| matches!(told, Told::Unseen(_))),
        open: count(&|told| matches!(told, Told::Open)),
        certain: count(&|told| matches!(told, Told::Certain(_))),
        certain_off: told.iter().filter_map(off).fold(0.0, f64::max),
        too_few: None,
        too_many: None,
    })
}

fn judge(rows: &mut [Coverage]) {
    let floor = |row: &Coverage| FLOORS.iter().find(|(replications, _)| *replications == row.replications).map(|(_, floor)| *floor);
    let judged = |row: &Coverage| floor(row).filter(|_| row.experiments > 0);
    let few = holm(&rows.iter().map(|row| Some(at_most(row.covered, row.experiments, judged(row)?))).collect::<Vec<_>>());
    let missed = |row: &Coverage| at_most(row.experiments - row.covered, row.experiments, 1.0 - CEILING);
    let many = holm(&rows.iter().map(|row| judged(row).map(|_| missed(row))).collect::<Vec<_>>());
    for ((row, few), many) in rows.iter_mut().zip(few).zip(many) {
        (row.too_few, row.too_many) = (few, many);
    }
}

/// P(X ≤ k) of successes in n trials, each with chance p, between 0 and 1.
fn at_most(k: u32, n: u32, p: f64) -> f64 {
    let factorial = |x: u32| libm::lgamma(f64::from(x) + 1.0);
    let ways = |i: u32| factorial(n) - factorial(i) - factorial(n - i);
    let chance = |i: u32| libm::exp(ways(i) + f64::from(i) * libm::log(p) + f64::from(n - i) * libm::log1p(-p));
    (0..=k).map(chance).sum::<f64>().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(covered: u32, experiments: u32, replications: u32) -> Coverage {
        let (arm, outcome) = (String::new(), Outcome::Reports);
        Coverage {
            arm,
            is_difference: false,
            outcome,
            replications,
            experiments,
            covered,
            unseen: 0,
            open: 0,
            certain: 0,
            certain_off: 0.0,
            too_few: None,
            too_many: None,
        }
    }

    #[test]
    fn what_covers_too_seldom_is_told_from_bad_luck() {
        let mut rows = [counted(178, 200, 40), counted(150, 200, 40), counted(20, 200, 20), counted(300, 300, 200), counted(50, 50, 200)];
        judge(&mut rows);
        assert_eq!(rows.each_ref().map(Coverage::is_low), [false, true, false, false, false], "{rows:?}");
        assert_eq!(rows.each_ref().map(Coverage::is_high), [false, false, false, true, false], "{rows:?}");
    }

    #[test]
    fn the_binomial_by_hand() {
        assert!((at_most(1, 3, 0.5) - 0.5).abs() < 1e-12 && (at_most(9, 10, 0.9) - (1.0 - libm::pow(0.9, 10.0))).abs() < 1e-12);
        assert!((at_most(5, 5, 0.3) - 1.0).abs() < 1e-12);
    }
}
