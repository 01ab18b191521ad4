//! # Reporting: from an incident to a report
//!
//! **What it does.** A confirmed incident is passed on to the clearinghouse where law or practice ask for it. Incidents of a
//! viral file go into one report together, and most reports of known material are about files that were reported before. A report
//! may or may not carry enough for police to act on, less often without content, and seldom where the person shared in outrage or
//! by accident.
//!
//! **Why it matters.** Report counts follow reporting practice as much as abuse (M14; evidence: `meta_bundling_factor_2024`,
//! `fb_dup_share_2020`, `ncmec_actionable_share_2023`), and a report is neither harm nor safety.
//!
//! **Switched off.** Confirmed incidents are counted, and no report leaves the platform.
//!
//! **Limits.** The clearinghouse itself has no queue here; what police do with a report is *investigation*. Fraud is acted on by the
//! platform and not reported, as the clearinghouse is for children; what police do about fraud is not played.

use super::Mechanism;
use super::conversation::HarmType;
use super::detection::{Channel, Subject};
use crate::engine::Clock;
use crate::model::chance::Decision;
use crate::model::event::Event;
use crate::model::outcome::Outcome;
use crate::model::simulation::Simulation;
use crate::parameter::Param;
use crate::units::{Multiple, Probability, Share};

crate::parameters! {
    /// How the platform reports to the clearinghouse.
    pub struct Reporting {
        /// Whether the platform reports at all.
        "enabled" [at once] enabled: Param<bool>,
        /// The chance that a confirmed incident with abuse imagery is reported.
        "duty-imagery" [at once] duty_imagery: Param<Probability>,
        /// The chance that a confirmed incident of grooming or extortion without imagery is reported.
        "duty-conduct" [at once] duty_conduct: Param<Probability>,
        /// The chance that a report about known material is about files that were reported before.
        "duplicates" [at once] duplicates: Param<Probability>,
        /// Incidents in one report where a viral file is reported in bundles.
        "bundling" [at once] bundling: Param<Multiple>,
        /// The chance that a true report carries enough for police to act on when it contains content.
        "actionable" [at once] actionable: Param<Probability>,
        /// The same when it contains metadata only.
        "actionable-blind" [at once] actionable_blind: Param<Probability>,
        /// Multiplies the two where the reported person shared in outrage or by accident.
        "actionable-no-malice" [at once] actionable_no_malice: Param<Share>,
    }
}

impl Simulation {
    /// Whether a flag is on a fraudster: police hear of fraud in other ways than from the clearinghouse for children.
    fn is_on_fraud(&self, subject: Subject) -> bool {
        let fraud = |offender| self.class_of(offender).rules.conversation.harm_type.get() == HarmType::Fraud;
        matches!(subject, Subject::Offender(offender, _) if fraud(offender))
    }

    /// Reports a confirmed flag, if it is to be reported.
    pub(in crate::model) fn report(&mut self, number: u32, clock: &mut Clock<Event>) {
        let flag = self.flags[number as usize];
        let (platform, now) = (usize::from(flag.platform), clock.now());
        let rules = &self.platforms[platform].timeline.now(now).rules.reporting;
        let duty = if flag.imagery { rules.duty_imagery.number() } else { rules.duty_conduct.number() };
        let own_report = if flag.viral { 1.0 / rules.bundling.number() } else { 1.0 };
        let actionable = if flag.content { rules.actionable.number() } else { rules.actionable_blind.number() };
        let no_malice = rules.actionable_no_malice.number();
        let mut stream = self.chance.of(Decision::Report, flag.id, 0);
        let reported = self.plays(Mechanism::Reporting) && rules.enabled.get() && stream.chance(duty) && !self.is_on_fraud(flag.subject);
        let files = stream.chance(own_report);
        let acts_on = stream.uniform();
        let duplicate = flag.known && stream.chance(rules.duplicates.number());
        let (market, band) = self.where_counted(flag.subject);
        let offender = match flag.subject {
            Subject::Offender(offender, _) => offender,
            Subject::Ordinary(person) if reported => {
                let state = self.innocent.entry(person.on(flag.platform)).or_default();
                if !std::mem::replace(&mut state.reported, true) {
                    self.count(Outcome::InnocentReported, platform, market, band, now, 1.0);
                }
                self.count(Outcome::Reports, platform, market, band, now, 1.0);
                // Whoever deceived the reviewer deceives police no less.
                self.refer(&flag, acts_on < actionable, clock);
                return;
            }
            Subject::Ordinary(_) => return,
        };
        self.count(Outcome::Incidents, platform, market, band, now, 1.0);
        if flag.channel == Channel::UserReport {
            self.count(Outcome::UserIncidents, platform, market, band, now, 1.0);
        }
        let malice = self.class_of(offender).rules.malice.get();
        let is_actionable = acts_on < actionable * if malice { 1.0 } else { no_malice };
        if reported {
            self.count(Outcome::ReportedIncidents, platform, market, band, now, 1.0);
            // Police learn of everybody in a bundle.
            self.refer(&flag, is_actionable, clock);
        }
        if reported && files {
            self.count(Outcome::Reports, platform, market, band, now, 1.0);
            if duplicate {
                self.count(Outcome::DuplicateReports, platform, market, band, now, 1.0);
            }
            if is_actionable {
                self.count(Outcome::ActionableReports, platform, market, band, now, 1.0);
            }
        }
    }
}
