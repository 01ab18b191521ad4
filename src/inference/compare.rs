//! Two arms under shared chance: pairs of runs, and of the draws of the assumptions behind them.

use super::analysis::CONFIDENCE;
use crate::analysis::Paired;
use crate::model::Outcomes;
use crate::results::Results;

/// One arm against another.
pub(super) struct Comparison {
    /// Replication by replication: what is seen.
    pub(super) runs: Paired,
    /// Draw by draw: what is inferred.
    pub(super) draws: Paired,
    /// Values of the other arm, by replication.
    pub(super) base: Vec<f64>,
}

/// Compares a value in `arm` with the same in `other`, in the replications in which both have it; none if there are none.
pub(super) fn compare(results: &Results, (arm, other): (usize, usize), value: &dyn Fn(&Outcomes) -> Option<f64>) -> Option<Comparison> {
    let both = results.runs(arm).iter().zip(results.runs(other));
    let both: Vec<Option<(f64, f64)>> = both.map(|(own, base)| value(own).zip(value(base))).collect();
    let (own, base): (Vec<f64>, Vec<f64>) = both.iter().copied().flatten().unzip();
    let (own_draws, base_draws) = results.pairs_by_draw(both.iter().copied());
    let runs = Paired::new(&own, &base, CONFIDENCE)?;
    Some(Comparison { runs, draws: Paired::new(&own_draws, &base_draws, CONFIDENCE)?, base })
}
