//! Published figures beside the model's: `calibration.csv`, for a scenario that has the arms and platforms of a target.

use crate::analysis::{quantile_of_sorted, sorted};
use crate::model::population::BAND_NAMES;
use crate::model::{Cell, Outcomes};
use crate::results::Results;
use crate::results::tables::{CalibrationRow, TallyRow};
use crate::scenario::targets::{Target, Term, shipped};

impl Results {
    /// Every target that the scenario can be held against; those that the model has no figure for stand beside them. None if there
    /// is nothing to hold.
    ///
    /// # Panics
    /// If the shipped targets cannot be read, which a test rules out.
    #[must_use]
    pub fn calibration(&self) -> Vec<CalibrationRow> {
        let targets = shipped().unwrap_or_else(|problem| panic!("targets.csv: {problem}"));
        let rows: Vec<CalibrationRow> = targets.iter().filter_map(|target| self.held_against(target)).collect();
        if rows.iter().all(|row| row.inside == NOT_IN_MODEL) { Vec::new() } else { rows }
    }

    /// None if the scenario lacks an arm or a place of the target.
    fn held_against(&self, target: &Target) -> Option<CalibrationRow> {
        let values: Vec<f64> = (0..self.replications() as usize)
            .map(|replication| self.figure(target, replication))
            .collect::<Option<Vec<f64>>>()?
            .into_iter()
            .filter(|x| x.is_finite())
            .collect();
        let ordered = sorted(&values);
        let quantile = |p| quantile_of_sorted(&ordered, p).filter(|_| !target.over.is_empty());
        let within = |x: f64| (target.low..=target.high).contains(&x);
        let inside = match quantile(0.5) {
            Some(median) if within(median) => INSIDE,
            Some(_) => OUTSIDE,
            None => NOT_IN_MODEL,
        };
        Some(CalibrationRow {
            target: target.target.clone(),
            what: target.what.clone(),
            low: target.low,
            high: target.high,
            median: quantile(0.5),
            p05: quantile(0.05),
            p95: quantile(0.95),
            inside: inside.to_owned(),
            usage: if target.fitted { FITTED } else { TEST }.to_owned(),
            evidence: target.evidence.join(" "),
            note: target.note.clone(),
        })
    }

    /// The figure in one replication; not a number where it divides by zero.
    fn figure(&self, target: &Target, replication: usize) -> Option<f64> {
        let sum = |terms: &[Term]| -> Option<f64> { terms.iter().map(|term| self.term(term, replication)).sum() };
        let ratio = |over: &[Term], under: &[Term]| Some(sum(over)? / if under.is_empty() { 1.0 } else { sum(under)? });
        let mut figure = ratio(&target.over, &target.under)?;
        if let Some([over, under]) = &target.against {
            figure /= ratio(over, under)?;
        }
        Some((figure - f64::from(u8::from(target.change))) * target.times)
    }

    fn term(&self, term: &Term, replication: usize) -> Option<f64> {
        let arm = self.arms().iter().position(|arm| arm.name == term.arm)?;
        let run: &Outcomes = &self.runs(arm)[replication];
        let world = &self.scenario().base;
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
        Some(term.sign * run.value(term.outcome, cell).unwrap_or(0.0))
    }
}

/// How many figures are met, those that are a test apart from those that were fitted.
pub(super) fn tally(rows: &[CalibrationRow]) -> Vec<TallyRow> {
    let of_use = |usage: &str| {
        let count =
            |verdicts: &[&str]| rows.iter().filter(|row| row.usage == usage && verdicts.contains(&row.inside.as_str())).count() as u32;
        TallyRow {
            usage: usage.to_owned(),
            figures: count(&[INSIDE, OUTSIDE, NOT_IN_MODEL]),
            inside: count(&[INSIDE]),
            outside: count(&[OUTSIDE]),
            not_in_model: count(&[NOT_IN_MODEL]),
        }
    };
    [TEST, FITTED].map(of_use).into()
}

const INSIDE: &str = "inside";
const OUTSIDE: &str = "outside";
const TEST: &str = "test";
const FITTED: &str = "fitted";

/// What stands in [`CalibrationRow::inside`] where the model has no such figure.
pub const NOT_IN_MODEL: &str = "not in the model";
