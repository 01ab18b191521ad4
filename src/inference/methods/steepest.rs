//! The direction through the assumptions in which the mean field of a difference falls soonest.
//!
//! As reliability analysis has it, every assumption is its normal score, and what counts is how the limit state changes with each of them
//! (first-order reliability: Hasofer & Lind 1974, Journal of the Engineering Mechanics Division 100, 111–121). A mean field has no chance:
//! what goes with a difference over the draws by chance alone has no part in the direction.

use crate::analysis::normal_share;
use crate::experiment::method::Move;
use crate::experiment::{Point, in_parallel};
use crate::model::mean_field::{Day, mean_field};
use crate::model::{Outcome, Plan};

/// Assumptions that a calculation looks at: those that go most with the difference over the draws.
pub(super) const CANDIDATES: usize = 40;
/// How far each is moved to either side, in standard deviations: far enough to see past what is flat in the middle.
const ASIDE: f64 = 1.0;

/// Whether the mean field has an outcome.
pub(super) fn is_known(outcome: Outcome) -> bool {
    Day::default().of(outcome).is_some()
}

/// By how much the difference of two points, as a share of the first, changes `towards` less (-1) or more (1) with each of the candidates,
/// under constant rules: whatever the policies change holds from the start. As a number the difference would fall soonest where less of
/// everything happens, which turns no sign.
pub(super) fn slopes(points: [&Point; 2], outcome: Outcome, towards: f64, candidates: &[Move]) -> Vec<Move> {
    let arms = points.map(|point| Plan::clone(&point.plan).settled());
    let share = |path: &str, score: f64| {
        let [base, own] = arms.each_ref().map(|arm| {
            let mut plan = arm.clone();
            plan.draw(&|other| normal_share(if other == path { score } else { 0.0 }));
            mean_field(&plan).iter().filter_map(|day| day.of(outcome)).sum::<f64>()
        });
        if base > 0.0 { (own - base) / base } else { 0.0 }
    };
    in_parallel(candidates, |one| Move { path: one.path.clone(), part: towards * (share(&one.path, ASIDE) - share(&one.path, -ASIDE)) })
}
