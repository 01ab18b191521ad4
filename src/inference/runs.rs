//! The values of every run, and what each outcome is.

use super::analysis::{Analysis, Put, Study};
use super::place::{Places, cells};
use crate::model::expectation::is_expected;
use crate::model::{Cell, Outcome};
use crate::results::tables::{DefinitionRow, MeanFrom, OutcomeRow};
use crate::results::{ResultsError, Selection};

/// Values of every run: every outcome in all and by platform, those of [`Selection::holds`] by market and by age band too. Finer cells
/// are in the summary; run by run they would make up nine tenths of the file. What a missing row stands for is
/// in the definitions: zero, or no value.
impl Analysis for OutcomeRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        let (results, selection) = (study.results, Selection::standard());
        let places = Places::new(results);
        let margins: Vec<Cell> = cells(results).into_iter().filter(Cell::is_margin).collect();
        let mut row = Self::default();
        for (arm, described) in results.arms().iter().enumerate() {
            row.arm.clone_from(&described.name);
            for (replication, run) in (0..).zip(results.runs(arm)) {
                row.replication = replication;
                row.draw = replication / results.per_draw();
                for &cell in &margins {
                    places.put(cell, [&mut row.platform, &mut row.market, &mut row.age_band]);
                    let (whole, of_people) = (row.is_total(), cell.market.or(cell.band).is_some());
                    for outcome in Outcome::ALL.iter().filter(|outcome| !of_people || selection.holds(**outcome)) {
                        let expected = run.expected(*outcome, cell);
                        let says = |value: &f64| {
                            whole
                                || *value != 0.0
                                || !outcome.definition().measure.is_count()
                                || expected.is_some_and(|expected| expected != 0.0)
                        };
                        if let Some(value) = run.value(*outcome, cell).filter(says) {
                            outcome.definition().id.clone_into(&mut row.outcome);
                            outcome.definition().unit.clone_into(&mut row.unit);
                            row.value = value;
                            row.expected = expected;
                            put(&row)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

impl Analysis for DefinitionRow {
    fn each(_: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        Outcome::ALL.iter().try_for_each(|outcome| put(&definition(*outcome)))
    }
}

/// What each outcome is.
#[must_use]
pub fn definitions() -> Vec<DefinitionRow> {
    Outcome::ALL.iter().map(|outcome| definition(*outcome)).collect()
}

/// What an outcome is.
pub(super) fn definition(outcome: Outcome) -> DefinitionRow {
    let d = outcome.definition();
    DefinitionRow {
        outcome: d.id.into(),
        name: d.name.into(),
        family: d.family.name().into(),
        unit: d.unit.into(),
        better: d.better.name().into(),
        concerns: d.concerns.into(),
        mean_from: if is_expected(outcome) { MeanFrom::Expectation } else { MeanFrom::Runs },
        runs_by: if Selection::standard().holds(outcome) { "platform, market, age band" } else { "platform" }.into(),
        missing: if d.measure.is_count() { "zero" } else { "no value" }.into(),
        definition: d.definition.into(),
    }
}
