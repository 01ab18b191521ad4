//! What a platform comes to in a day.

use super::act::Seen;

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
