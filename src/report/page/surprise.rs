//! Why a cell of the matrix is not what one expects, in a sentence made from the tables: what else moves under that policy.

use serde::Serialize;

use crate::model::Outcome;
use crate::report::answer::Sentence;
use crate::report::change::Change;
use crate::report::charts::{Inputs, lower_first};
use crate::report::figure::Figure;
use crate::report::plain::outcome_name;
use crate::results::tables::{ChainRow, Reading, SummaryRow};

/// A question that the matrix raises, the sentence that answers it of one policy, and the policies of which it can be said too.
#[derive(Serialize)]
pub(super) struct Surprise<'a> {
    question: &'static str,
    told: Sentence,
    likewise: Vec<&'a str>,
}

/// A share of the baseline that nobody expects to be within chance.
const LARGE: f64 = 0.1;
/// A difference on all platforms below this share of that on one is mostly a move between platforms.
const MOVED: f64 = 0.5;

/// What the sentences are made from.
struct Tables<'a> {
    inputs: &'a Inputs<'a>,
    chains: &'a [ChainRow],
}

type Rule = fn(&Tables, &str) -> Option<Sentence>;

const RULES: [(&str, Rule); 5] = [
    ("Why does harm change on the platform more than on all of them?", |tables, arm| tables.elsewhere(arm)),
    ("Why do reports and the children that police find part company?", |tables, arm| tables.police(arm)),
    ("Why are children harmed by exposure though less lies open on servers?", |tables, arm| tables.devices(arm)),
    ("Why are innocent people suspended though fewer are read?", |tables, arm| tables.suspended(arm)),
    ("Why is so large a change not clear?", |tables, arm| tables.rare(arm)),
];

/// One sentence to each question that a cell raises: of the policy that is asked about, or of the first that raises it.
pub(super) fn surprises<'a>(inputs: &'a Inputs, chains: &'a [ChainRow]) -> Vec<Surprise<'a>> {
    let tables = Tables { inputs, chains };
    let mut arms: Vec<&str> = inputs.others().map(|(_, arm)| arm).collect();
    arms.sort_by_key(|arm| inputs.run.asks_about.as_deref() != Some(arm));
    let answered = |(question, rule): (&'static str, Rule)| {
        let mut told = arms.iter().filter_map(|arm| Some((*arm, rule(&tables, arm)?)));
        let (_, first) = told.next()?;
        Some(Surprise { question, told: first, likewise: told.map(|(arm, _)| inputs.title(arm)).collect() })
    };
    RULES.into_iter().filter_map(answered).collect()
}

/// Both of an outcome: the baseline's row and the policy's.
struct Both<'a> {
    base: &'a SummaryRow,
    own: &'a SummaryRow,
    change: Change,
}

impl Tables<'_> {
    fn both(&self, arm: &str, outcome: Outcome) -> Option<Both<'_>> {
        let id = outcome.definition().id;
        let (base, own) = (self.inputs.summary(&self.inputs.run.baseline, id)?, self.inputs.summary(arm, id)?);
        Some(Both { base, own, change: Change::of_row(own)? })
    }

    fn under(&self, arm: &str) -> Sentence {
        Sentence::default().words(format!("Under \u{201c}{}\u{201d}, ", self.inputs.title(arm)))
    }

    /// Harm changes on the platform, and much less on all platforms together.
    fn elsewhere(&self, arm: &str) -> Option<Sentence> {
        let run = self.inputs.run;
        let platform = run.platform.as_deref().filter(|_| run.platforms.len() > 1)?;
        let id = Outcome::ChildrenHarmed.definition().id;
        let there = self.inputs.on_platform.iter().find(|row| row.arm == arm && row.outcome == id)?;
        let change = Change::of_row(there).filter(|change| change.shown().is_some())?;
        let all = self.both(arm, Outcome::ChildrenHarmed)?.change;
        if all.difference / change.difference > MOVED {
            return None;
        }
        let place = run.called(platform);
        let said =
            self.under(arm).figure(Figure::signed(change.difference)).words(format!(" children are harmed in conversations on {place}"));
        let said = said
            .words(", and ")
            .figure(Figure::signed(all.difference))
            .words(" on all platforms: the rest would be harmed elsewhere instead");
        let factors = self.chains.iter().filter(|row| row.arm == arm && row.outcome == id && row.times > 0.0);
        let most = factors.max_by(|a, b| libm::log(a.times).abs().total_cmp(&libm::log(b.times).abs()));
        Some(match most {
            Some(factor) => said
                .words(format!(". What changes most on {place} is \u{201c}{}\u{201d}: ", lower_first(&factor.factor)))
                .figure(Figure::times(factor.times))
                .words("."),
            None => said.words("."),
        })
    }

    /// Reports rise or fall, and the children whom police find do not follow.
    fn police(&self, arm: &str) -> Option<Sentence> {
        let (reports, found) = (self.both(arm, Outcome::ActionableReports)?.change, self.both(arm, Outcome::ChildrenSafeguarded)?.change);
        if reports.shown().is_none() || found.shown() == reports.shown() {
            return None;
        }
        let (opened, stale) = (self.both(arm, Outcome::CasesOpened)?, self.both(arm, Outcome::CasesStale)?);
        let said = self.under(arm).words("reports that police can act on change by ").figure(reports.figure());
        let said = said.words(" and the children they find by ").figure(found.figure()).words(": police open ");
        let said = said.figure(Figure::plain(opened.own.mean)).words(" cases instead of ").figure(Figure::plain(opened.base.mean));
        let said = said.words(", and close ").figure(Figure::plain(stale.own.mean)).words(" for age instead of ");
        Some(said.figure(Figure::plain(stale.base.mean)).words("."))
    }

    /// Less lies open on servers, and harm by exposure is not lower.
    fn devices(&self, arm: &str) -> Option<Sentence> {
        let (held, harmed) = (self.both(arm, Outcome::ContentHeld)?.change, self.both(arm, Outcome::HarmedByExposure)?.change);
        let device = self.both(arm, Outcome::ContentEndpoint)?.change;
        if held.shown() != Some(false) || harmed.shown() == Some(false) || harmed.reading == Some(Reading::Same) || device.difference <= 0.0
        {
            return None;
        }
        let said = self.under(arm).words("content that lies readable on servers changes by ").figure(held.figure());
        let said = said.words(", but content exposed on devices by ").figure(device.figure());
        Some(said.words(" and children harmed by exposure by ").figure(harmed.figure()).words("."))
    }

    /// Fewer innocent people are read, and suspensions of innocent people are not lower.
    fn suspended(&self, arm: &str) -> Option<Sentence> {
        const CHANNELS: [(Outcome, &str); 3] =
            [(Outcome::FalseBehaviour, "behaviour"), (Outcome::FalseUser, "user reports"), (Outcome::FalseDevice, "scans on devices")];
        let (read, suspended) =
            (self.both(arm, Outcome::InnocentContentExamined)?.change, self.both(arm, Outcome::InnocentSuspended)?.change);
        if read.shown() != Some(false) || suspended.difference <= 0.0 {
            return None;
        }
        let risen = CHANNELS.iter().filter_map(|(outcome, name)| Some((name, self.both(arm, *outcome)?)));
        let (name, most) = risen.max_by(|a, b| a.1.change.difference.total_cmp(&b.1.change.difference))?;
        let said = self.under(arm).words("fewer innocent people are read (").figure(read.figure());
        let said =
            said.words("), yet more are suspended (").figure(suspended.figure()).words(format!("): wrong flags from {name} go from "));
        Some(
            said.figure(Figure::plain(most.base.mean))
                .words(" to ")
                .figure(Figure::plain(most.own.mean))
                .words(", and reviewers cannot see what was said."),
        )
    }

    /// A change of the mean that is large, and is not shown: a few runs make it.
    fn rare(&self, arm: &str) -> Option<Sentence> {
        let of_answer = self.inputs.selection.answer.iter().filter_map(|id| self.both(arm, Outcome::by_id(id)?));
        let large = |both: &Both| both.change.shown().is_none() && both.change.relative.is_some_and(|share| share.abs() >= LARGE);
        let both = of_answer.into_iter().find(large)?;
        let (few, median) = (both.own.top_share.and_then(Figure::share), both.own.world_relative_median.and_then(Figure::change));
        let name = lower_first(outcome_name(&both.own.outcome));
        let said = self
            .under(arm)
            .words(format!("{name} change by "))
            .figure(both.change.figure())
            .words(" in the mean, of which the top 1\u{202f}% of the runs make ");
        Some(said.figure(few).words("; in the median of the drawn worlds they change by ").figure(median).words("."))
    }
}
