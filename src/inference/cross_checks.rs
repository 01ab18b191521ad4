//! The policy that the question is about under other assumptions than those of the run: drawn from what published figures leave, and moved
//! together to where the sign of the answer would turn soonest. What is simulated for that is asked for here, and told of.

use super::analysis::{Analysis, Put, Study};
use super::compare::Comparison;
use super::methods::{Points, difference, flip_row, move_rows, nearest};
use super::possible::Unseen;
use crate::experiment::method::Move;
use crate::experiment::{Design, Draw, Method, Quantiles, Runs, Totals};
use crate::model::{Cell, Outcome};
use crate::results::tables::{CrossCheckRow, FlipRow, MoveRow};
use crate::results::{CONFIDENCE, Draws, Results, ResultsError, Selection};
use std::sync::Arc;

/// The policy in question beside the baseline, to be simulated under other assumptions.
pub struct CrossCheck<'a> {
    results: &'a Results,
    design: Design,
    method: Method,
}

impl<'a> CrossCheck<'a> {
    /// Of results, if they are whole and their scenario asks for it: how, and in how many replications.
    #[must_use]
    pub fn of(results: &'a Results) -> Option<(Self, u32)> {
        let scenario = results.scenario();
        let (check, asked) = (scenario.cross_check.as_ref()?, scenario.asks_about.as_ref()?);
        let points = &results.design().points;
        let own = points.iter().skip(1).find(|point| point.arm == *asked)?;
        let design = Design { points: vec![points[0].clone(), own.clone()], ..results.design().clone() };
        let method = Method::Flip { arm: asked.clone(), moves: Vec::new() };
        let is_whole = results.replications() == results.planned();
        is_whole.then(|| (Self { results, design, method }, check.replications.min(results.replications())))
    }

    /// The same two policies under draws from elsewhere.
    #[must_use]
    pub fn under(&self, draw: &Draw) -> Design {
        let mut design = self.design.clone();
        design.points.iter_mut().for_each(|point| point.draw = draw.clone());
        design
    }

    /// Other draws, by name: of the posterior that the scenario names for it, or of the ranges where the run draws from a posterior.
    #[must_use]
    pub fn other(&self) -> Option<(&'static str, Draw)> {
        let scenario = self.results.scenario();
        if scenario.posterior.is_some() {
            return Some(("ranges", Draw::Chance));
        }
        let posterior = scenario.cross_check.as_ref()?.posterior.as_ref()?;
        let members = Quantiles { paths: posterior.paths.clone(), rows: posterior.members.clone() };
        Some(("posterior", Draw::Members(Arc::new(members))))
    }

    /// The direction in which the sign of the answer's first outcome would turn soonest, by the mean field; none where a posterior is drawn
    /// from, which is not moved one by one, or where there is no difference.
    #[must_use]
    pub fn moves(&self) -> Vec<Move> {
        let Some(outcome) = first() else { return Vec::new() };
        let gaps = self.gaps(outcome);
        let drawn_from_ranges = self.results.scenario().posterior.is_none();
        if !drawn_from_ranges || gaps.iter().all(|gap| *gap == 0.0) {
            return Vec::new();
        }
        let parameters = Draws::of(&self.design, self.results.replications()).into_parameters();
        nearest(&self.design, &parameters, outcome, (&(0..gaps.len()).collect::<Vec<_>>(), &gaps))
    }

    /// What the policy does in each outcome of the answer under other draws.
    #[must_use]
    pub fn rows(&self, draws_from: &str, (design, runs): (&Design, &Runs<Totals>)) -> Vec<CrossCheckRow> {
        let of = |outcome: Outcome| {
            let points = self.points((design, runs));
            let levels = |arm| points.levels(0, arm, outcome);
            let both: Vec<Option<(f64, f64)>> = levels(1).into_iter().zip(levels(0)).map(|(own, base)| own.zip(base)).collect();
            let groups = both.chunks(design.per_draw.get() as usize).map(|draw| draw.iter().copied().flatten().collect()).collect();
            // What another draw may do is not known of draws that are not the run's.
            let found = Comparison::new(design.pairs_by_draw(both.iter().copied()), groups, Unseen::Open, CONFIDENCE)?;
            let (difference, interval) = (found.runs.difference, found.interval());
            let (for_it, against_it) = found.signs();
            let [more, fewer] = if difference > 0.0 { [for_it, against_it] } else { [against_it, for_it] };
            Some(CrossCheckRow {
                draws_from: draws_from.to_owned(),
                arm: self.design.points[1].arm.clone(),
                outcome: outcome.definition().id.into(),
                unit: outcome.definition().unit.into(),
                draws: found.draws.n as u32,
                difference,
                low: interval.map(|interval| interval.low),
                high: interval.map(|interval| interval.high),
                relative: found.base().filter(|base| *base != 0.0).map(|base| difference / base),
                more,
                fewer,
            })
        };
        Selection::standard().answer().into_iter().filter_map(of).collect()
    }

    /// The answer's first outcome as it stands.
    #[must_use]
    pub fn stands(&self) -> Option<FlipRow> {
        let outcome = first()?;
        flip_row(None, &self.design.points[1].arm, outcome, &self.gaps(outcome))
    }

    /// The same where the assumptions are moved by a length.
    #[must_use]
    pub fn moved(&self, length: f64, (design, runs): (&Design, &Runs<Totals>)) -> Option<FlipRow> {
        let outcome = first()?;
        let gaps = design.by_draw(&self.points((design, runs)).differences(0, 1, outcome));
        flip_row(Some(length), &self.design.points[1].arm, outcome, &gaps)
    }

    /// The assumptions that are moved, at these lengths.
    #[must_use]
    pub fn move_rows(&self, moves: &[Move], lengths: &[f64]) -> Vec<MoveRow> {
        if moves.is_empty() { Vec::new() } else { move_rows(self.results.scenario(), &self.design, moves, lengths) }
    }

    fn points<'b>(&'b self, (design, runs): (&'b Design, &'b Runs<Totals>)) -> Points<'b> {
        Points { scenario: self.results.scenario(), method: &self.method, design, runs, arms: 2, outcomes: &[] }
    }

    /// The difference in each draw of the results.
    fn gaps(&self, outcome: Outcome) -> Vec<f64> {
        let values = |arm: usize| self.results.runs(arm).iter().map(|run| run.estimate(outcome, Cell::ALL));
        let arm = self.results.arms().iter().position(|arm| arm.name == self.design.points[1].arm).unwrap_or_default();
        let gaps: Vec<Option<f64>> = values(arm).zip(values(0)).map(|(own, base)| Some(difference(own?, base?))).collect();
        self.results.by_draw(&gaps)
    }
}

/// The first outcome of the answer.
fn first() -> Option<Outcome> {
    Selection::standard().answer().first().copied()
}

impl Analysis for CrossCheckRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        study.cross_checks.draws.iter().try_for_each(put)
    }
}

impl Analysis for FlipRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        study.cross_checks.flips.iter().try_for_each(put)
    }
}

impl Analysis for MoveRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        study.cross_checks.moves.iter().try_for_each(put)
    }
}
