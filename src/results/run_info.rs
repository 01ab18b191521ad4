//! What a chart must say about the run behind it.

use crate::experiment::Precision;
use crate::model::Outcome;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The run in a few words; a part of `manifest.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunInfo {
    /// Short name of the scenario.
    pub name: String,
    /// The question that the scenario asks.
    pub question: String,
    /// The arm that the others are compared with.
    pub baseline: String,
    /// All arms, in the order of display.
    pub arms: Vec<String>,
    /// Their titles, in the same order; empty where the scenario has none.
    #[serde(default)]
    pub titles: Vec<String>,
    /// The arm that the question is about, if there is any beside the baseline.
    #[serde(default)]
    pub asks_about: Option<String>,
    /// The platform that the arms change, if it is one alone.
    #[serde(default)]
    pub platform: Option<String>,
    /// The day on which each arm begins to differ from the baseline, in the same order; none for the baseline and its like.
    #[serde(default)]
    pub begins: Vec<Option<f64>>,
    /// Replications of each arm.
    pub replications: u32,
    /// Replications that were asked for, if the run was interrupted before. A whole run has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<u32>,
    /// The precision that the run was to stop at, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<Precision>,
    /// BLAKE3 hash of the targets that the user held it against; none for those that ship.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub targets: Option<String>,
    /// BLAKE3 hash of the posterior that the uncertain parameters are drawn from; none for their ranges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posterior: Option<String>,
    /// Seed of the run.
    pub seed: u64,
    /// Seed of the draws of the uncertain parameters, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumption_seed: Option<u64>,
    /// Simulated time in days.
    pub horizon_days: f64,
    /// Share of the world that was simulated, 1 for all of it.
    pub sample: f64,
    /// Platforms in the world.
    pub platforms: Vec<String>,
    /// Markets in the world.
    pub markets: Vec<String>,
    /// Titles of platforms, markets and classes of offenders, by name.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Version of veilsim.
    pub version: String,
}

impl RunInfo {
    /// What people call a policy: its title, or its id where the scenario gives it none.
    #[must_use]
    pub fn title<'a>(&'a self, arm: &'a str) -> &'a str {
        let place = self.arms.iter().position(|other| other == arm);
        let title = place.and_then(|place| self.titles.get(place)).filter(|title| !title.is_empty());
        title.map_or(arm, String::as_str)
    }

    /// What people call a platform or a market: its title, or its id.
    #[must_use]
    pub fn called<'a>(&'a self, name: &'a str) -> &'a str {
        self.names.get(name).map_or(name, String::as_str)
    }

    /// The same run with its first arms alone, the baseline among them.
    #[must_use]
    pub fn of_first(&self, arms: usize) -> Self {
        let mut first = self.clone();
        first.arms.truncate(arms);
        first.titles.truncate(arms);
        first.begins.truncate(arms);
        first.asks_about = first.asks_about.filter(|asked| first.arms.contains(asked)).or_else(|| first.arms.get(1).cloned());
        first
    }
}

/// Which outcomes the charts show, by outcome id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Selection {
    /// The headline outcomes, in the order of display.
    pub headline: Vec<String>,
    /// The outcomes of the answer: harm to children, police, innocent people, everyone's privacy.
    #[serde(default)]
    pub answer: Vec<String>,
    /// Pairs of a privacy outcome and a safety outcome.
    pub trade_offs: Vec<(String, String)>,
    /// Outcomes shown over time.
    pub over_time: Vec<String>,
}

impl Selection {
    /// Whether the headline or the answer has the outcome.
    #[must_use]
    pub fn holds(&self, outcome: Outcome) -> bool {
        self.headline.iter().chain(&self.answer).any(|id| id == outcome.definition().id)
    }

    /// The outcomes of the answer, in its order.
    #[must_use]
    pub fn answer(&self) -> Vec<Outcome> {
        self.answer.iter().filter_map(|id| Outcome::by_id(id)).collect()
    }

    /// The outcomes of the answer, then the other headline outcomes.
    pub fn shown(&self) -> impl Iterator<Item = &String> {
        self.answer.iter().chain(self.others())
    }

    /// The headline outcomes that are not of the answer.
    pub fn others(&self) -> impl Iterator<Item = &String> {
        self.headline.iter().filter(|id| !self.answer.contains(id))
    }

    /// What a reader of either camp asks for first.
    #[must_use]
    pub fn standard() -> Self {
        let ids = |outcomes: &[Outcome]| outcomes.iter().map(|o| o.definition().id.to_owned()).collect();
        let pair = |x: Outcome, y: Outcome| (x.definition().id.to_owned(), y.definition().id.to_owned());
        Self {
            // Each page of a chart holds outcomes that either camp asks for.
            headline: ids(&[
                Outcome::ChildrenHarmed,
                Outcome::HarmedByExposure,
                Outcome::KnownShared,
                Outcome::Reports,
                Outcome::InnocentContentExamined,
                Outcome::AccountsScanned,
                Outcome::ContentHeld,
                Outcome::HarmSextortion,
                Outcome::OffenderDays,
                Outcome::ActionableReports,
                Outcome::ChildrenFoundOffline,
                Outcome::InnocentSuspended,
                Outcome::ContentUnlawful,
                Outcome::ContentBulk,
                Outcome::UserShare,
                Outcome::InnocentReported,
                Outcome::ContentEndpoint,
                Outcome::MetadataUnlawful,
                Outcome::ScanExpanded,
                Outcome::NoMaliceSuspended,
                Outcome::ReviewHours,
            ]),
            answer: ids(&[
                Outcome::ChildrenHarmed,
                Outcome::HarmedByExposure,
                Outcome::ChildrenSafeguarded,
                Outcome::ActionableReports,
                Outcome::InnocentContentExamined,
                Outcome::AccountsScanned,
                Outcome::InnocentSuspended,
                Outcome::ContentUnlawful,
            ]),
            trade_offs: vec![
                pair(Outcome::ContentHeld, Outcome::ChildrenHarmed),
                pair(Outcome::InnocentContentExamined, Outcome::ChildrenHarmed),
            ],
            over_time: ids(&[Outcome::Reports, Outcome::ChildrenHarmed, Outcome::InnocentContentExamined]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_columns_hold_all_children_and_what_people_read_stands_beside_what_machines_scan() {
        let standard = Selection::standard();
        let beside = |ids: &[String], pair: [Outcome; 2]| ids.windows(2).any(|two| two == pair.map(|o| o.definition().id));
        for ids in [&standard.headline, &standard.answer] {
            assert!(beside(ids, [Outcome::ChildrenHarmed, Outcome::HarmedByExposure]), "{ids:?}");
            assert!(beside(ids, [Outcome::InnocentContentExamined, Outcome::AccountsScanned]), "{ids:?}");
        }
        // Never added: no outcome is a sum that has both.
        for outcome in Outcome::ALL {
            if let crate::model::outcome::Measure::Ratio(over, under) = outcome.definition().measure {
                let has = |part| over.contains(&part) || under.contains(&part);
                assert!(!(has(Outcome::ChildrenHarmed) && has(Outcome::HarmedByExposure)), "{outcome:?}");
            }
        }
    }
}
