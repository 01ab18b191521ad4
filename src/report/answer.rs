//! The answer in a few plain sentences, for the page and the console: one to each of the questions that people come with, on the policy
//! that the question asks about.

use serde::Serialize;

use super::change::{Change, Changes, in_words, row};
use super::charts::lower_first;
use super::figure::Figure;
use super::plain::outcome_name;
use crate::model::Outcome;
use crate::results::RunInfo;
use crate::results::tables::{ALL, PeriodRow, Reading, SummaryRow};

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
pub struct Sentence {
    /// Whose question it answers, in a word or two.
    pub(super) about: &'static str,
    pub(super) parts: Vec<Part>,
}

impl Sentence {
    pub(super) fn about(about: &'static str) -> Self {
        Self { about, parts: Vec::new() }
    }

    pub(super) fn words(mut self, words: impl Into<String>) -> Self {
        self.parts.push(Part::Words(words.into()));
        self
    }

    pub(super) fn figure(mut self, figure: Option<Figure>) -> Self {
        self.parts.push(figure.map_or_else(|| Part::Words("–".into()), Part::Figure));
        self
    }
}

impl std::fmt::Display for Sentence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.about.is_empty() {
            write!(f, "{}: ", self.about)?;
        }
        self.parts.iter().try_for_each(|part| match part {
            Part::Words(words) => f.write_str(words),
            Part::Figure(figure) => f.write_str(figure.text()),
        })
    }
}

/// Whose question, and the outcomes that answer it. With the sentence on how sure that is, no more than people take in.
const QUESTIONS: [(&str, &[Outcome]); 4] = [
    ("Harm to children", &[Outcome::ChildrenHarmed, Outcome::HarmedByExposure]),
    ("Reports and police", &[Outcome::ActionableReports, Outcome::ChildrenSafeguarded, Outcome::ChildrenFoundOffline]),
    ("Innocent people", &[Outcome::InnocentContentExamined, Outcome::InnocentSuspended]),
    ("Everyone\u{2019}s privacy", &[Outcome::AccountsScanned, Outcome::ContentUnlawful]),
];

/// What the policy in question does to the outcomes of the answer, in the years after it starts and, where no year is told, over the
/// whole simulated time. Empty where there is the baseline alone.
#[must_use]
pub fn sentences(run: &RunInfo, answer: &[String], rows: &[SummaryRow], periods: &[PeriodRow]) -> Vec<Sentence> {
    let Some(arm) = run.asks_about.as_deref() else { return Vec::new() };
    let mut told: Vec<Sentence> = Vec::new();
    for (about, outcomes) in QUESTIONS {
        let ids = outcomes.iter().map(|outcome| outcome.definition().id);
        // An answer may be of other outcomes; what stands third is of interest beside the first.
        let known = ids.filter(|_| outcomes.iter().any(|outcome| answer.iter().any(|own| own == outcome.definition().id)));
        let known: Vec<_> = known.filter_map(|id| Some((id, Changes::of((rows, periods), &run.baseline, arm, id)?))).collect();
        if known.is_empty() {
            continue;
        }
        let is_first = told.is_empty();
        let mut sentence = Sentence::about(about);
        if is_first {
            sentence = sentence.words(format!(
                "Under \u{201c}{}\u{201d} instead of \u{201c}{}\u{201d}, ",
                run.title(arm),
                run.title(&run.baseline)
            ));
        }
        for (place, (id, changes)) in known.iter().enumerate() {
            let name = if is_first && place == 0 { lower_first(outcome_name(id)) } else { outcome_name(id).to_owned() };
            sentence = sentence.words(if place > 0 { " " } else { "" }).words(name);
            sentence = if is_first && place == 0 { in_full(sentence, changes) } else { in_short(sentence, changes) }.words(".");
            if is_first && place == 0 {
                sentence = on_platform(sentence, run, rows, (arm, id));
            }
        }
        told.push(sentence);
    }
    let first = answer.first().and_then(|id| row(rows, arm, id, ALL));
    told.extend(first.filter(|_| !told.is_empty()).and_then(how_sure));
    told
}

/// What an outcome does, and what must be said of that after the figures.
fn verb(change: Change) -> (&'static str, &'static str) {
    match (change.reading, change.difference >= 0.0) {
        (Some(Reading::Higher), _) => (" rise", ""),
        (Some(Reading::Lower), _) => (" fall", ""),
        (Some(Reading::Weak), true) => (" seem to rise", ", but chance may well make such a difference"),
        (Some(Reading::Weak), false) => (" seem to fall", ", but chance may well make such a difference"),
        (Some(Reading::Same), _) => (" cannot change here", ""),
        (Some(Reading::Unclear), _) if change.difference == 0.0 => (" do not change in any run", ""),
        (Some(Reading::Unclear), _) => (" show no clear change", ""),
        (None, true) => (" come out higher", ", with too few runs to say how surely"),
        (None, false) => (" come out lower", ", with too few runs to say how surely"),
    }
}

/// That the second year is told less surely than the first, or more.
fn unlike(first: Change, then: Change) -> &'static str {
    match (first.shown(), then.shown()) {
        (Some(_), None) => ", less surely,",
        (None, Some(true)) => ", a clear rise,",
        (None, Some(false)) => ", a clear fall,",
        _ => "",
    }
}

fn is_told(change: Change) -> bool {
    change.reading != Some(Reading::Same) && change.difference != 0.0
}

/// The first outcome, with the time that each figure is of.
fn in_full(sentence: Sentence, changes: &Changes) -> Sentence {
    let (does, but) = verb(changes.first);
    let mut sentence = sentence.words(does);
    if is_told(changes.first) {
        sentence = sentence.words(": ").figure(changes.first.figure()).words(format!(" in {}", in_words(changes.period)));
        if let Some((then, period)) = changes.then {
            let unlike = unlike(changes.first, then).trim_end_matches(',');
            sentence = sentence.words(" and ").figure(then.figure()).words(format!(" in {}{unlike}", in_words(Some(period))));
        }
    }
    sentence.words(but)
}

/// Another outcome, over the same times.
fn in_short(sentence: Sentence, changes: &Changes) -> Sentence {
    let (does, but) = verb(changes.first);
    let mut sentence = sentence.words(does);
    if is_told(changes.first) {
        sentence = sentence.words(" (").figure(changes.first.figure());
        if let Some((then, _)) = changes.then {
            sentence = sentence.words(format!(", then{}", unlike(changes.first, then).replacen(", ", " ", 1).trim_end_matches(',')));
            sentence = sentence.words(" ").figure(then.figure());
        }
        sentence = sentence.words(")");
    }
    sentence.words(but)
}

/// The same on the platform that the policies change, if there are others: of it the tables tell no years.
fn on_platform(sentence: Sentence, run: &RunInfo, rows: &[SummaryRow], (arm, id): (&str, &str)) -> Sentence {
    let platform = run.platform.as_deref().filter(|_| run.platforms.len() > 1);
    let Some((platform, there)) = platform.and_then(|platform| Some((platform, row(rows, arm, id, platform)?))) else { return sentence };
    let Some(change) = Change::of_row(there) else { return sentence };
    let (does, but) = verb(change);
    let sentence = sentence.words(format!(" On {} alone they{does}", run.called(platform)));
    let sentence =
        if is_told(change) { sentence.words(" (").figure(change.figure()).words(" over the whole simulated time)") } else { sentence };
    sentence.words(but).words(".")
}

/// In how many of the drawn worlds the first outcome goes which way, and how far.
fn how_sure(row: &SummaryRow) -> Option<Sentence> {
    let relative = [row.world_relative_p05, row.world_relative_p95].map(|share| share.and_then(Figure::change));
    let [low, high] =
        if relative.iter().all(Option::is_some) { relative } else { [row.world_p05, row.world_p95].map(|d| d.and_then(Figure::signed)) };
    let name = lower_first(outcome_name(&row.outcome));
    let shares = (row.sign_share.and_then(Figure::share), row.opposite_share.and_then(Figure::share));
    let (Some(for_it), Some(against)) = shares else {
        let none = row.difference == Some(0.0);
        let sentence = Sentence::about("How sure").words("None of the worlds that were drawn shows another number of ");
        return none.then(|| sentence.words(name).words(", which says little where the draws are few or the effect is rare."));
    };
    let [more, fewer] = if row.difference > Some(0.0) { [for_it, against] } else { [against, for_it] };
    let sentence = Sentence::about("How sure").words("Of the worlds that were drawn, ").figure(Some(more)).words(" have more ");
    let sentence = sentence.words(name).words(" over the whole simulated time and ");
    Some(
        sentence
            .figure(Some(fewer))
            .words(" have fewer; in 90\u{202f}% of them the change is from ")
            .figure(low)
            .words(" to ")
            .figure(high)
            .words("."),
    )
}
