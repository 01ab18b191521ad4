//! What cannot be: arms that cannot differ, and outcomes of which the parameters alone let nothing happen. All else that was not seen may
//! come with the next draw.

use crate::model::assumptions::{Market, Platform};
use crate::model::mechanism::Mechanism;
use crate::model::mechanism::detection::rules::Channel;
use crate::model::outcome::Measure;
use crate::model::{Outcome, Plan};
use crate::results::Results;

/// What a draw may do that differs, where none does or hardly any.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unseen {
    /// Nothing: the arms cannot differ.
    Impossible,
    /// It may differ by so much, or by as much as another does that was seen.
    AtMost(f64),
    /// How much it may differ by is open.
    Open,
}

/// What is known of all pairs of arms before any run is looked at.
pub(super) struct Possible {
    /// By arm: the first of all arms that states the same, under whatever name.
    like: Vec<usize>,
    /// By arm and outcome: whether nothing of it can happen in any draw.
    never: Vec<Vec<bool>>,
    /// What one event of a thinned count counts.
    size: f64,
}

impl Possible {
    pub(super) fn of(results: &Results) -> Self {
        let never = |arm: usize| {
            let mut in_all = vec![results.draw_count() > 0; Outcome::ALL.len()];
            for plan in (0..results.draw_count()).map(|draw| results.design().drawn(arm, draw)) {
                for (still, outcome) in in_all.iter_mut().zip(Outcome::ALL) {
                    *still = *still && never(&plan, *outcome);
                }
            }
            in_all
        };
        Self {
            like: results.scenario().alike(),
            never: (0..results.arms().len()).map(never).collect(),
            size: 1.0 / results.scenario().base.sample.number(),
        }
    }

    /// How far two arms may differ in an outcome, or in a sum of several (`None`), in a draw that was not seen.
    pub(super) fn unseen(&self, (arm, other): (usize, usize), outcome: Option<Outcome>) -> Unseen {
        if self.like[arm] == self.like[other] {
            return Unseen::Impossible;
        }
        let Some(outcome) = outcome else { return Unseen::Open };
        match outcome.definition().measure {
            _ if [arm, other].into_iter().all(|arm| self.never(arm, outcome)) => Unseen::Impossible,
            _ if is_share(outcome) => Unseen::AtMost(1.0),
            Measure::Count | Measure::Distinct => Unseen::AtMost(self.size),
            _ => Unseen::Open,
        }
    }

    /// Whether the parameters of an arm let nothing of an outcome happen.
    pub(super) fn never(&self, arm: usize, outcome: Outcome) -> bool {
        self.never[arm][outcome as usize]
    }
}

/// Whether the values of an outcome lie between 0 and 1.
pub(super) fn is_share(outcome: Outcome) -> bool {
    let definition = outcome.definition();
    definition.measure == Measure::Once || definition.unit == "share"
}

/// Whether a plan whose uncertain parameters have been drawn lets nothing of an outcome happen: the mechanism that counts it is left out,
/// or what it takes has a rate of 0 or is off throughout, on every platform.
fn never(plan: &Plan, outcome: Outcome) -> bool {
    if let Measure::Ratio(over, _) = outcome.definition().measure {
        return over.iter().all(|part| never(plan, *part));
    }
    let is_off = Mechanism::of(outcome).is_some_and(|mechanism| !plan.world.mechanism.enabled()[mechanism as usize]);
    let world = &plan.world;
    let platforms = || world.platform.iter().map(|(_, start)| start).chain(plan.changes.iter().map(|change| &change.after));
    let markets = |rate: fn(&Market) -> f64| world.market.iter().all(|(_, market)| rate(market) <= 0.0);
    let rules = |rate: fn(&Platform) -> f64| platforms().all(|rules| rate(rules) <= 0.0);
    let silent = |channel: Channel| platforms().all(|rules| !rules.detection.channel(channel).enabled.get());
    let flags = Channel::AUTOMATIC.into_iter().find(|channel| {
        let (hit, slip) = channel.flags();
        [hit, slip].contains(&outcome)
    });
    is_off
        || flags.is_some_and(silent)
        || match outcome {
            Outcome::ScanExpanded | Outcome::ListExpanded => silent(Channel::ClientSideScan) || markets(|m| m.list.expansion.number()),
            Outcome::ListPoisoned | Outcome::ListPoisonings | Outcome::PoisonedFlags => {
                silent(Channel::ClientSideScan) || markets(|m| m.list.poisoning.number())
            }
            Outcome::ContentBreach | Outcome::MetadataBreach => rules(|r| r.access.breach_rate.number()),
            Outcome::ContentCovert | Outcome::MetadataCovert => rules(|r| r.access.covert_rate.number()),
            Outcome::ContentInsider | Outcome::MetadataInsider => {
                rules(|r| r.access.employees.number() * r.access.insider_abuse.number() * r.access.insider_undetected.number())
            }
            Outcome::ContentBulk | Outcome::MetadataBulk => markets(|m| m.access.bulk_orders.number()),
            Outcome::LawfulDemands | Outcome::LawfulProduced | Outcome::LawfulAccounts | Outcome::MetadataLawful => {
                markets(|m| m.access.lawful_demands.number()) || rules(|r| r.access.lawful_factor.number())
            }
            Outcome::ContentLawful | Outcome::ContentBackup => {
                markets(|m| m.access.lawful_demands.number() * m.access.lawful_content.number())
                    || rules(|r| r.access.lawful_factor.number())
            }
            Outcome::ContentUnlawfulDemand => markets(|m| m.access.unlawful_demands.number()),
            Outcome::MetadataUnlawfulDemand => markets(|m| m.access.unlawful_demands.number() + m.access.unlawful_records.number()),
            Outcome::ContentEndpoint | Outcome::MetadataEndpoint => {
                markets(|m| m.access.endpoint_partner.number() + m.access.endpoint_state.number())
            }
            Outcome::Inquiries
            | Outcome::Notices
            | Outcome::Remedies
            | Outcome::Fines
            | Outcome::Mandates
            | Outcome::Contests
            | Outcome::MandatesLifted
            | Outcome::Withdrawals => markets(|m| m.regulator.safety_inquiries.number() + m.regulator.privacy_inquiries.number()),
            _ => false,
        }
}
