//! Targets in the words of a scenario: each published figure as the model counts it.

use crate::analysis::{mean, normal_share};
use crate::model::population::BAND_NAMES;
use crate::model::{Cell, Outcome, Outcomes};
use crate::results::tables::Fit;
use crate::scenario::Scenario;
use crate::scenario::targets::{Target, Term};
use std::ops::Range;

/// Halvings until the end of an interval is found.
const HALVINGS: u32 = 50;
/// Standard deviations beyond which nothing is expected.
const FAR: f64 = 8.0;
/// Share outside the interval that is scored.
const OUTSIDE: f64 = 0.1;

/// A term of a target, found in a scenario.
#[derive(Clone, Copy, Debug)]
struct Found {
    sign: f64,
    arm: usize,
    cell: Cell,
    outcome: Outcome,
}

/// A target that a scenario has the arms and the places of.
#[derive(Clone, Debug)]
pub struct Figure<'a> {
    /// The target.
    pub target: &'a Target,
    over: Vec<Found>,
    under: Vec<Found>,
    against: Option<[Vec<Found>; 2]>,
    /// The windows that are counted; none for the whole run.
    windows: Option<Range<usize>>,
    /// What the counts are divided by, so that they are for a time.
    times: f64,
    /// Why there is no figure, if there is none.
    missing: Option<Fit>,
}

impl<'a> Figure<'a> {
    /// The target in a scenario; none if that lacks an arm or a place of it.
    #[must_use]
    pub fn of(target: &'a Target, scenario: &Scenario) -> Option<Self> {
        let sum = |terms: &[Term]| terms.iter().map(|term| found(term, scenario)).collect::<Option<Vec<_>>>();
        let (horizon, window) = (scenario.base.horizon.get(), scenario.base.window.get());
        let aligned = |at: u64| at.is_multiple_of(window.0.max(1)) || at == horizon.0;
        let reached = target.window.is_none_or(|w| w.until <= horizon && aligned(w.from.0) && aligned(w.until.0));
        let windows = target.window.filter(|_| reached);
        let days = windows.map_or(horizon, |w| crate::units::Span(w.until.0 - w.from.0)).days();
        Some(Self {
            target,
            over: sum(&target.over)?,
            under: sum(&target.under)?,
            against: match &target.against {
                Some([over, under]) => Some([sum(over)?, sum(under)?]),
                None => None,
            },
            windows: windows.map(|w| (w.from.0 / window.0) as usize..w.until.0.div_ceil(window.0) as usize),
            times: target.times * target.per.map_or(1.0, |per| per / days),
            missing: if target.over.is_empty() { Some(Fit::NotInModel) } else { (!reached).then_some(Fit::NotInRun) },
        })
    }

    /// Why the model has no such figure here, if it has none.
    #[must_use]
    pub fn missing(&self) -> Option<Fit> {
        self.missing
    }

    /// The arms that it looks at, by their places.
    pub fn arms(&self) -> impl Iterator<Item = usize> + '_ {
        let against = self.against.iter().flatten().flatten();
        self.over.iter().chain(&self.under).chain(against).map(|found| found.arm)
    }

    /// The figure in one replication, given the run of each arm; not a number where it divides by zero.
    #[must_use]
    pub fn value<'r>(&self, run: &dyn Fn(usize) -> &'r Outcomes) -> f64 {
        let one = |found: &Found| found.sign * self.count(run(found.arm), found);
        let sum = |terms: &[Found]| terms.iter().map(one).sum::<f64>();
        let ratio = |over: &[Found], under: &[Found]| sum(over) / if under.is_empty() { 1.0 } else { sum(under) };
        let mut figure = ratio(&self.over, &self.under);
        if let Some([over, under]) = &self.against {
            figure /= ratio(over, under);
        }
        (figure - f64::from(u8::from(self.target.change))) * self.times
    }

    fn count(&self, run: &Outcomes, found: &Found) -> f64 {
        match &self.windows {
            Some(windows) => run.series(found.outcome, found.cell)[windows.clone()].iter().sum(),
            None => run.value(found.outcome, found.cell).unwrap_or(0.0),
        }
    }

    /// The 90 % interval in which the published figure is to be expected, given the model's: each of these spread by error and
    /// discrepancy. None without a value.
    #[must_use]
    pub fn predicted(&self, values: &[f64]) -> Option<[f64; 2]> {
        let deviation = self.target.scaled_deviation();
        let centres: Vec<f64> = values.iter().filter_map(|x| self.target.scaled(*x)).collect();
        let below = |y: f64| mean(&centres.iter().map(|x| normal_share((y - x) / deviation)).collect::<Vec<_>>());
        let least = centres.iter().copied().reduce(f64::min)? - FAR * deviation;
        let most = centres.iter().copied().reduce(f64::max)? + FAR * deviation;
        let end = |share: f64| {
            let halve = |(low, high): (f64, f64), _| {
                let middle = f64::midpoint(low, high);
                if below(middle).is_some_and(|found| found < share) { (middle, high) } else { (low, middle) }
            };
            let (low, high) = (0..HALVINGS).fold((least, most), halve);
            self.target.unscaled(f64::midpoint(low, high))
        };
        Some([end(OUTSIDE / 2.0), end(1.0 - OUTSIDE / 2.0)])
    }

    /// Interval score of an interval (Gneiting and Raftery, *JASA* 102 (2007)), in standard deviations of the target; none where the scale
    /// has no such number.
    #[must_use]
    pub fn score(&self, [low, high]: [f64; 2]) -> Option<f64> {
        let [low, high, value] = [low, high, self.target.value].map(|x| self.target.scaled(x));
        let (low, high, value) = (low?, high?, value?);
        let missed = (low - value).max(0.0) + (value - high).max(0.0);
        Some((high - low + 2.0 / OUTSIDE * missed) / self.target.scaled_deviation())
    }

    /// Whether the published figure lies in an interval.
    #[must_use]
    pub fn is_within(&self, [low, high]: [f64; 2]) -> bool {
        (low..=high).contains(&self.target.value)
    }
}

fn found(term: &Term, scenario: &Scenario) -> Option<Found> {
    let world = &scenario.base;
    let arm = term.arm.as_ref().map_or(Some(0), |name| scenario.arms.iter().position(|arm| arm.name == *name))?;
    let [platform, market, band] = &term.place;
    let find = |name: &Option<String>, place: &dyn Fn(&str) -> Option<usize>| match name {
        Some(name) => place(name).map(Some),
        None => Some(None),
    };
    let cell = Cell {
        platform: find(platform, &|name| world.platform.index_of(name))?,
        market: find(market, &|name| world.market.index_of(name))?,
        band: find(band, &|name| BAND_NAMES.iter().position(|band| *band == name))?,
    };
    Some(Found { sign: term.sign, arm, cell, outcome: term.outcome })
}
