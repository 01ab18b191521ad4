//! The answer in a few plain sentences, for the page and the console: what the policy that the question asks about changes, over all the
//! worlds that were drawn.

use serde::Serialize;

use super::figure::Figure;
use crate::model::Outcome;
use crate::results::RunInfo;
use crate::results::tables::{ALL, Reading, SummaryRow};

/// A part of a sentence: words, or a figure that is a cell of a table.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Part {
    /// Words.
    Words(String),
    /// A figure.
    Figure(Figure),
}

/// One sentence, or a few that belong together.
#[derive(Default, Serialize)]
pub struct Sentence(pub(super) Vec<Part>);

impl Sentence {
    pub(super) fn words(mut self, words: impl Into<String>) -> Self {
        self.0.push(Part::Words(words.into()));
        self
    }

    pub(super) fn figure(mut self, figure: Option<Figure>) -> Self {
        self.0.push(figure.map_or_else(|| Part::Words("–".into()), Part::Figure));
        self
    }

    fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

impl std::fmt::Display for Sentence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Words(words) => f.write_str(words),
            Part::Figure(figure) => f.write_str(figure.text()),
        })
    }
}

/// The row of an outcome in all places, or on one platform.
pub(super) fn row<'a>(rows: &'a [SummaryRow], arm: &str, outcome: &str, platform: &str) -> Option<&'a SummaryRow> {
    let here = |row: &&SummaryRow| row.platform == platform && row.market == ALL && row.age_band == ALL;
    rows.iter().filter(here).find(|row| row.arm == arm && row.outcome == outcome)
}

/// What the policy in question does to the outcomes of the answer: the first over the drawn worlds, the others in a line. Empty where
/// there is the baseline alone.
#[must_use]
pub fn sentences(run: &RunInfo, answer: &[String], rows: &[SummaryRow]) -> Vec<Sentence> {
    let (Some(arm), Some(first)) = (run.asks_about.as_deref(), answer.first()) else { return Vec::new() };
    let [title, baseline] = [run.title(arm), run.title(&run.baseline)];
    let Some(everywhere) = row(rows, arm, first, ALL).filter(|row| row.difference.is_some()) else { return Vec::new() };
    let lead = Sentence::default().words(format!("Under \u{201c}{title}\u{201d} instead of \u{201c}{baseline}\u{201d}, {}", name(first)));
    let place = if run.platforms.len() > 1 { " on all platforms together" } else { "" };
    let mut told = vec![worlds(lead.words(format!("{place} change by ")), everywhere)];
    let platform = run.platform.as_deref().filter(|_| run.platforms.len() > 1);
    if let Some((platform, there)) = platform.and_then(|platform| Some((platform, row(rows, arm, first, platform)?))) {
        told.push(worlds(Sentence::default().words(format!("On {} alone they change by ", run.called(platform))), there));
    }
    told.extend(others(arm, &answer[1..], rows));
    told
}

/// The change in the drawn worlds, in which share of them it has which sign, and what may be read from it.
fn worlds(lead: Sentence, row: &SummaryRow) -> Sentence {
    let relative = [row.world_relative_median, row.world_relative_p05, row.world_relative_p95];
    let [median, low, high] = if relative.iter().all(Option::is_some) {
        relative.map(|share| share.and_then(Figure::change))
    } else {
        [row.world_median, row.world_p05, row.world_p95].map(|value| value.and_then(Figure::signed))
    };
    let said = lead.figure(median).words(" in the median of the drawn worlds and by ").figure(low).words(" to ").figure(high);
    let said = said.words(" in 90\u{202f}% of them: ");
    let (for_it, against) = (row.sign_share.and_then(Figure::share), row.opposite_share.and_then(Figure::share));
    let [more, fewer] = if row.difference > Some(0.0) { [for_it, against] } else { [against, for_it] };
    let said = said.words("more in ").figure(more).words(" of the worlds, fewer in ").figure(fewer).words(". ");
    said.words(match row.reading {
        Some(Reading::Higher) => "On average there are more.",
        Some(Reading::Lower) => "On average there are fewer.",
        Some(Reading::Weak) => "The average differs, but chance may well make such a difference.",
        Some(Reading::Same) => "No policy can change it here.",
        _ => "Whether there are more or fewer on average is unclear.",
    })
}

/// The other outcomes of the answer, by what is read from them.
fn others(arm: &str, outcomes: &[String], rows: &[SummaryRow]) -> Option<Sentence> {
    let groups = [
        ("Higher", vec![Some(Reading::Higher)]),
        ("Lower", vec![Some(Reading::Lower)]),
        ("Not clear", vec![Some(Reading::Unclear), Some(Reading::Weak), None]),
        ("The same", vec![Some(Reading::Same)]),
    ];
    let told = groups.into_iter().filter_map(|(word, readings)| {
        let of = outcomes.iter().filter_map(|outcome| row(rows, arm, outcome, ALL));
        let alike: Vec<&SummaryRow> = of.filter(|row| row.difference.is_some() && readings.contains(&row.reading)).collect();
        let told = alike.iter().enumerate().fold(Sentence::default().words(format!("{word}: ")), |told, (place, row)| {
            let told = told.words(if place > 0 { ", " } else { "" }).words(name(&row.outcome));
            if row.reading == Some(Reading::Same) { told } else { told.words(" (").figure(change(row)).words(")") }
        });
        (!alike.is_empty()).then(|| told.words(". "))
    });
    told.reduce(Sentence::then)
}

/// The change in per cent of the baseline, or as it is where the baseline is 0.
pub(super) fn change(row: &SummaryRow) -> Option<Figure> {
    row.relative.and_then(Figure::change).or_else(|| row.difference.and_then(Figure::signed))
}

/// An outcome's name within a sentence.
fn name(outcome: &str) -> String {
    let name = Outcome::by_id(outcome).map_or(outcome, |outcome| outcome.definition().name);
    super::charts::lower_first(name)
}
