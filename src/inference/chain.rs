//! The headlines taken apart into factors that a reader can multiply on paper.
//!
//! Each factor is what all runs have of one thing, for each of the thing before: the product is the mean by construction, under every
//! policy. It is what the runs came to, not a calculation from the parameters alone.

use super::analysis::{Analysis, Put, Study};
use crate::analysis::{jackknife, quantile_of_sorted, sorted};
use crate::model::{Cell, Outcome, Outcomes};
use crate::results::tables::ChainRow;
use crate::results::{Results, ResultsError};
use crate::scenario::{Assumption, Grounds, audit};
use std::collections::BTreeSet;

/// A factor: so much of one thing for each of another, or in all.
struct Step {
    words: &'static str,
    over: &'static [Outcome],
    under: &'static [Outcome],
    /// Patterns of the parameters that it rests on; a star stands for any name, and what comes after the last part is included.
    rests_on: &'static [&'static str],
}

const OFFENDER_DAYS: Step = Step {
    words: "Days on which somebody offends here",
    over: &[Outcome::OffenderDays],
    under: &[],
    rests_on: &[
        "offender.*.arrivals",
        "offender.*.lifetime",
        "offender.*.adaptation",
        "platform.PLATFORM.attraction",
        "platform.PLATFORM.enforcement.suspend",
        "platform.PLATFORM.review.sensitivity",
    ],
};

const HARM: [Step; 4] = [
    OFFENDER_DAYS,
    Step {
        words: "Minors who answer, for each of these days",
        over: &[Outcome::Contacts],
        under: &[Outcome::OffenderDays],
        rests_on: &["offender.*.approach", "response.*.engage", "platform.PLATFORM.stranger-limits"],
    },
    Step {
        words: "Children harmed who were met here, for each minor who answers",
        over: &[Outcome::ChildrenHarmedMet],
        under: &[Outcome::Contacts],
        rests_on: &[
            "offender.*.conversation.rapport",
            "offender.*.conversation.solicit",
            "offender.*.conversation.harm",
            "response.*.block",
            "platform.PLATFORM.detection.text-classifier",
        ],
    },
    Step {
        words: "Children harmed here, for each who was met here, wherever that child is harmed",
        over: &[Outcome::ChildrenHarmed],
        under: &[Outcome::ChildrenHarmedMet],
        rests_on: &["offender.*.conversation.move", "offender.*.conversation.move-accept", "platform.PLATFORM.overlap"],
    },
];

const REPORTS: [Step; 5] = [
    OFFENDER_DAYS,
    Step {
        words: "Flags of abuse, for each of these days",
        over: &[Outcome::TrueFlags],
        under: &[Outcome::OffenderDays],
        rests_on: &["offender.*.sharing", "offender.*.approach.rate", "platform.PLATFORM.detection", "response.*.report"],
    },
    Step {
        words: "Flags in all, for each flag of abuse",
        over: &[Outcome::TrueFlags, Outcome::FalseFlags],
        under: &[Outcome::TrueFlags],
        rests_on: &["platform.PLATFORM.traffic", "platform.PLATFORM.detection"],
    },
    Step {
        words: "Confirmed by a reviewer, for each flag",
        over: &[Outcome::Incidents],
        under: &[Outcome::TrueFlags, Outcome::FalseFlags],
        rests_on: &["platform.PLATFORM.review"],
    },
    Step {
        words: "Reports, for each that is confirmed",
        over: &[Outcome::Reports],
        under: &[Outcome::Incidents],
        rests_on: &["platform.PLATFORM.reporting"],
    },
];

/// The headlines, and their factors.
const CHAINS: [(Outcome, &[Step]); 2] = [(Outcome::ChildrenHarmed, &HARM), (Outcome::Reports, &REPORTS)];

impl Analysis for ChainRow {
    fn each(study: &Study, put: Put<'_, Self>) -> Result<(), ResultsError> {
        chains(study.results).iter().try_for_each(put)
    }
}

/// None unless the policies change one platform alone, and of a headline none where something that is divided by never happens.
fn chains(results: &Results) -> Vec<ChainRow> {
    let Some(platform) = results.scenario().platform_in_question() else { return Vec::new() };
    let place = results.names().0.iter().position(|name| *name == platform);
    let assumptions: Vec<Assumption> = audit(results.scenario()).into_iter().filter(|row| row.arm.is_none()).collect();
    let arms = 1..results.arms().len();
    let of = |arm: usize, (outcome, steps): &(Outcome, &[Step])| -> Option<Vec<ChainRow>> {
        let rows = steps.iter().enumerate().map(|(place_of, step)| {
            let row = row(results, (arm, place?), step)?;
            let (parameters, cites) = rests_on(&assumptions, step, &platform);
            Some(ChainRow {
                arm: results.arms()[arm].name.clone(),
                outcome: outcome.definition().id.into(),
                platform: platform.clone(),
                step: place_of as u32 + 1,
                factor: step.words.to_owned(),
                parameters,
                values: cites.len() as u32,
                cited: cites.iter().filter(|own| own.grounds() != Grounds::Assumed && !own.evidence.is_empty()).count() as u32,
                evidence: cites
                    .iter()
                    .flat_map(|own| own.evidence.iter().map(String::as_str))
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .collect::<Vec<_>>()
                    .join(" "),
                ..row
            })
        });
        rows.collect()
    };
    arms.flat_map(|arm| CHAINS.iter().map(move |chain| (arm, chain))).filter_map(|(arm, chain)| of(arm, chain)).flatten().collect()
}

/// What a factor is under an arm and under the baseline.
fn row(results: &Results, (arm, place): (usize, usize), step: &Step) -> Option<ChainRow> {
    let cell = Cell { platform: Some(place), ..Cell::ALL };
    let amount = |run: &Outcomes, of: &[Outcome]| of.iter().filter_map(|outcome| run.value(*outcome, cell)).sum::<f64>();
    let by_draw = |arm: usize, of: &[Outcome]| -> Vec<f64> {
        let value = |run: &Outcomes| Some(if of.is_empty() { 1.0 } else { amount(run, of) });
        results.by_draw(&results.runs(arm).iter().map(value).collect::<Vec<_>>())
    };
    let sides = [0, arm].map(|arm| (by_draw(arm, step.over), by_draw(arm, step.under)));
    let factor = |(over, under): &(Vec<f64>, Vec<f64>), keeps: &dyn Fn(usize) -> bool| {
        let sum = |values: &[f64]| values.iter().enumerate().filter(|(draw, _)| keeps(*draw)).map(|(_, value)| value).sum::<f64>();
        Some(sum(over) / sum(under)).filter(|factor| factor.is_finite() && *factor > 0.0)
    };
    let [baseline, value] = sides.each_ref().map(|side| factor(side, &|_| true));
    let (baseline, value) = (baseline?, value?);
    let log_times = |keeps: &dyn Fn(usize) -> bool| Some(libm::log(factor(&sides[1], keeps)? / factor(&sides[0], keeps)?));
    let times = jackknife(sides[0].0.len(), results.confidence(), log_times);
    let end = |end: f64| Some(libm::exp(end)).filter(|end| end.is_finite());
    let range = |(over, under): &(Vec<f64>, Vec<f64>)| {
        let of_draws: Vec<f64> = over.iter().zip(under).filter(|(_, under)| **under > 0.0).map(|(over, under)| over / under).collect();
        [0.05, 0.95].map(|p| quantile_of_sorted(&sorted(&of_draws), p).filter(|_| of_draws.len() > 1))
    };
    let ([baseline_p05, baseline_p95], [value_p05, value_p95]) = (range(&sides[0]), range(&sides[1]));
    Some(ChainRow {
        baseline,
        baseline_p05,
        baseline_p95,
        value,
        value_p05,
        value_p95,
        times: value / baseline,
        times_low: times.and_then(|times| end(times.interval.low)),
        times_high: times.and_then(|times| end(times.interval.high)),
        ..ChainRow::default()
    })
}

/// The parameters that a factor rests on, as patterns, and each of them in the base world.
fn rests_on<'a>(assumptions: &'a [Assumption], step: &Step, platform: &str) -> (String, Vec<&'a Assumption>) {
    let patterns: Vec<String> = step.rests_on.iter().map(|pattern| pattern.replace("PLATFORM", platform)).collect();
    let fits = |path: &str, pattern: &str| {
        let mut parts = path.split('.');
        pattern.split('.').all(|wanted| parts.next().is_some_and(|part| wanted == "*" || wanted == part))
    };
    let found = assumptions.iter().filter(|own| patterns.iter().any(|pattern| fits(&own.path, pattern))).collect();
    (patterns.join(" "), found)
}
