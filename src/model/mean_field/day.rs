//! What a platform comes to in a day.

use super::act::Seen;
use crate::model::Outcome;

/// What a platform comes to in a day, at full size, under constant rules.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Day {
    /// Offenders with malice who have an account that works.
    pub offender_days: f64,
    /// Minors who answer.
    pub contacts: f64,
    /// Children harmed who were met here.
    pub harmed_met: f64,
    /// Children harmed here.
    pub harmed: f64,
    /// Flags on what offenders do.
    pub true_flags: f64,
    /// Flags on ordinary users.
    pub false_flags: f64,
    /// Flags on what offenders do that are confirmed.
    pub incidents: f64,
    /// Reports, wrong ones included.
    pub reports: f64,
}

impl Day {
    /// An outcome in a day, if the mean field has it.
    #[must_use]
    pub fn of(&self, outcome: Outcome) -> Option<f64> {
        Some(match outcome {
            Outcome::OffenderDays => self.offender_days,
            Outcome::Contacts => self.contacts,
            Outcome::ChildrenHarmedMet => self.harmed_met,
            Outcome::ChildrenHarmed => self.harmed,
            Outcome::TrueFlags => self.true_flags,
            Outcome::FalseFlags => self.false_flags,
            Outcome::Incidents => self.incidents,
            Outcome::Reports => self.reports,
            _ => return None,
        })
    }

    pub(super) fn add(&mut self, other: &Self, times: f64) {
        self.offender_days += times * other.offender_days;
        self.contacts += times * other.contacts;
        self.harmed_met += times * other.harmed_met;
        self.harmed += times * other.harmed;
        self.true_flags += times * other.true_flags;
        self.false_flags += times * other.false_flags;
        self.incidents += times * other.incidents;
        self.reports += times * other.reports;
    }

    pub(super) fn add_seen(&mut self, seen: &Seen, times: f64) {
        self.true_flags += times * seen.flags;
        self.incidents += times * seen.incidents;
        self.reports += times * seen.reports;
    }
}
