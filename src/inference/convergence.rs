//! The paired differences of the answer as replications come in.

use super::analysis::{Analysis, Put, Study};
use crate::analysis::{mean, skewed_interval};
use crate::model::{Cell, Outcomes};
use crate::results::tables::ConvergenceRow;
use crate::results::{ResultsError, Selection};

/// Points at which the convergence of a difference is shown, about.
const CHECKPOINTS: usize = 50;

/// The difference after so many draws, at about `CHECKPOINTS` points.
impl Analysis for ConvergenceRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        let results = study.results;
        for (arm, described) in results.arms().iter().enumerate().skip(1) {
            for outcome in Selection::standard().answer() {
                let gap =
                    |(own, base): (&Outcomes, &Outcomes)| Some(own.estimate(outcome, Cell::ALL)? - base.estimate(outcome, Cell::ALL)?);
                let gaps: Vec<Option<f64>> = results.runs(arm).iter().zip(results.runs(0)).map(gap).collect();
                let draws = results.by_draw(&gaps);
                let stride = draws.len().div_ceil(CHECKPOINTS).max(1);
                for so_far in (2..=draws.len()).filter(|n| n % stride == 0 || *n == draws.len()) {
                    let (centre, interval) = (mean(&draws[..so_far]), skewed_interval(&draws[..so_far], results.confidence()));
                    let Some((difference, interval)) = centre.zip(interval) else { continue };
                    put(&Self {
                        arm: described.name.clone(),
                        outcome: outcome.definition().id.into(),
                        unit: outcome.definition().unit.into(),
                        replications: (so_far as u32 * results.per_draw()).min(results.replications()),
                        difference,
                        low: interval.low,
                        high: interval.high,
                    })?;
                }
            }
        }
        Ok(())
    }
}
