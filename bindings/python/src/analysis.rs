//! Statistics on plain numbers, as tuples; `veilsim/analysis.py` gives them names.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use veilsim::analysis::discovery::{Bounds, Found, Score, Step};
use veilsim::analysis::sensitivity::{Block, Signal, Walk};
use veilsim::analysis::{self, Estimate, Interval, Paired, RankCorrelation, Welch, design, discovery, sensitivity};

/// Lower and upper end.
type Ends = (f64, f64);
/// A value with its interval.
type Valued = (f64, Ends);
/// Outcomes under two chances.
type Two = (Vec<f64>, Vec<f64>);

fn two(pair: &Two) -> [&[f64]; 2] {
    [&pair.0, &pair.1]
}

fn ends(interval: Interval) -> Ends {
    (interval.low, interval.high)
}

fn valued(estimate: Estimate) -> Valued {
    (estimate.value, ends(estimate.interval))
}

/// Refuses a confidence that is none.
fn confident(confidence: f64) -> PyResult<()> {
    let is_one = confidence > 0.0 && confidence < 1.0;
    if is_one { Ok(()) } else { Err(PyValueError::new_err(format!("a confidence is between 0 and 1, and this is {confidence}"))) }
}

#[pyfunction]
pub(crate) fn mean_interval(values: Vec<f64>, confidence: f64) -> PyResult<Option<Ends>> {
    confident(confidence)?;
    Ok(analysis::mean_interval(&values, confidence).map(ends))
}

#[pyfunction]
pub(crate) fn skewed_interval(values: Vec<f64>, confidence: f64) -> PyResult<Option<Ends>> {
    confident(confidence)?;
    Ok(analysis::skewed_interval(&values, confidence).map(ends))
}

#[pyfunction]
pub(crate) fn share_interval(share: f64, n: f64, confidence: f64) -> PyResult<Option<Ends>> {
    confident(confidence)?;
    Ok(analysis::share_interval(share, n, confidence).map(ends))
}

/// Pairs, difference, interval, interval as if independent, share with the sign, correlation, ratio of variances and p-value.
type Parts = (usize, f64, Ends, Ends, Option<f64>, Option<f64>, Option<f64>, Option<f64>);

#[pyfunction]
pub(crate) fn paired(arm: Vec<f64>, baseline: Vec<f64>, confidence: f64) -> PyResult<Option<Parts>> {
    confident(confidence)?;
    let parts = |found: Paired| {
        let Paired { n, difference, low, high, unpaired_low, unpaired_high, sign_share, correlation, variance_ratio, p_value } = found;
        (n, difference, (low, high), (unpaired_low, unpaired_high), sign_share, correlation, variance_ratio, p_value)
    };
    Ok(Paired::new(&arm, &baseline, confidence).map(parts))
}

/// Difference, interval and p-value.
#[pyfunction]
pub(crate) fn welch(first: Vec<f64>, second: Vec<f64>, confidence: f64) -> PyResult<Option<(f64, Ends, Option<f64>)>> {
    confident(confidence)?;
    Ok(Welch::new(&first, &second, confidence).map(|found| (found.difference, ends(found.interval), found.p_value)))
}

#[pyfunction]
pub(crate) fn holm(p_values: Vec<Option<f64>>) -> Vec<Option<f64>> {
    analysis::holm(&p_values)
}

/// Correlation and p-value.
#[pyfunction]
pub(crate) fn rank_correlation(x: Vec<f64>, y: Vec<f64>) -> Option<(f64, f64)> {
    RankCorrelation::new(&x, &y).map(|found| (found.rho, found.p_value))
}

#[pyfunction]
pub(crate) fn rank_index(input: Vec<f64>, first: Vec<f64>, second: Vec<f64>, confidence: f64) -> PyResult<Option<Valued>> {
    confident(confidence)?;
    Ok(sensitivity::rank_index_interval(&input, &first, &second, confidence).map(valued))
}

#[pyfunction]
pub(crate) fn shapley(values: Vec<f64>) -> Option<Vec<f64>> {
    analysis::shapley(&values)
}

/// Square, mean, mean of absolute values, spread, and spread without chance.
type Effects = (Valued, f64, f64, f64, f64);

#[pyfunction]
pub(crate) fn morris(walks: Vec<(Vec<usize>, Vec<f64>, Two)>, inputs: usize, confidence: f64) -> PyResult<Option<Vec<Option<Effects>>>> {
    confident(confidence)?;
    let walks: Vec<Walk<'_>> = walks.iter().map(|(moved, by, (first, second))| Walk { moved, by, outcomes: [first, second] }).collect();
    let effects =
        |found: sensitivity::Elementary| (valued(found.square), found.mean, found.absolute, found.spread, found.spread_without_chance);
    Ok(sensitivity::morris(&walks, inputs, confidence).map(|all| all.into_iter().map(|found| found.map(effects)).collect()))
}

/// Points, each a list of quantiles.
type Points = Vec<Vec<f64>>;

/// The points A, B and, by input, those of A with the input taken from B.
#[pyfunction]
pub(crate) fn pick_freeze_design(
    points: usize,
    columns: usize,
    inputs: Vec<Vec<usize>>,
    seed: u64,
    block: u32,
) -> Option<(Points, Points, Vec<Points>)> {
    design::pick_freeze(points, columns, &inputs, seed, block).map(|design| (design.a, design.b, design.mixed))
}

/// Variance, share of chance, first-order and total indices by input, and the floor of noise.
type Indices = (Valued, Option<Valued>, Vec<Option<Valued>>, Vec<Option<Valued>>, Option<Valued>);

#[pyfunction]
pub(crate) fn pick_freeze(blocks: Vec<(Two, Two, Vec<Two>)>, confidence: f64) -> PyResult<Option<Indices>> {
    confident(confidence)?;
    let blocks: Vec<Block<'_>> =
        blocks.iter().map(|(a, b, mixed)| Block { a: two(a), b: two(b), mixed: mixed.iter().map(two).collect() }).collect();
    let all = |list: Vec<Option<Estimate>>| list.into_iter().map(|index| index.map(valued)).collect();
    let indices = |found: sensitivity::PickFreeze| {
        let Signal { variance, share_of_chance } = found.signal;
        (valued(variance), share_of_chance.map(valued), all(found.first), all(found.total), found.dummy.map(valued))
    };
    Ok(sensitivity::pick_freeze(&blocks, confidence).map(indices))
}

/// Draws inside, hits inside, draws and hits of the half, and the p-value.
type Scored = (usize, usize, usize, usize, f64);

/// Whether it is accepted, the limits by input, and the scores of both halves.
#[pyfunction]
pub(crate) fn prim(inputs: Vec<Vec<f64>>, so: Vec<bool>) -> Option<(bool, Vec<Ends>, Scored, Scored)> {
    let scored = |score: Score| (score.inside, score.hits, score.draws, score.all, score.p_value());
    let (accepted, Step { bounds, searched, held_out }) = match discovery::prim(&inputs, &so)?.found {
        Found::Box(step) => (true, step),
        Found::NoBox(step) => (false, step),
    };
    Some((accepted, bounds.iter().map(|Bounds { low, high }| (*low, *high)).collect(), scored(searched), scored(held_out)))
}
