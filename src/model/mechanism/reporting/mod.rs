//! Reporting: from an incident to a report.

pub mod rules;

use self::rules::Kind;
use super::Mechanism;
use super::conversation::rules::HarmType;
use super::detection::rules::Channel;
use super::investigation;
use crate::engine::Clock;
use crate::model::chance::Decision;
use crate::model::event::Event;
use crate::model::flag::{Flag, Subject};
use crate::model::identity::{FlagId, OffenderId};
use crate::model::outcome::Outcome;
use crate::model::state::State;
use crate::units::Time;

/// Whether a flag is on a fraudster: police hear of fraud in other ways than from the clearinghouse for children.
fn is_on_fraud(state: &State, subject: Subject) -> bool {
    matches!(subject, Subject::Offender(offender, _) if harm_type(state, offender) == HarmType::Fraud)
}

fn harm_type(state: &State, offender: OffenderId) -> HarmType {
    state.class_of(offender).rules.conversation.harm_type.get()
}

/// What a report of a flag is about.
fn kind(state: &State, flag: &Flag) -> Kind {
    match flag.subject {
        _ if flag.known => Kind::Known,
        Subject::Offender(offender, _) if harm_type(state, offender) == HarmType::FinancialSextortion => Kind::Extortion,
        _ if flag.imagery => Kind::New,
        _ => Kind::Conduct,
    }
}

/// Counts a report, and what it is about.
fn count_report(state: &mut State, flag: &Flag, kind: Kind, now: Time) {
    let (market, band) = state.where_counted(flag.subject);
    for outcome in [Outcome::Reports, kind.reports()] {
        state.count(outcome, flag.platform, market, band, now, 1.0);
    }
}

/// Reports a confirmed flag, if it is to be reported.
pub(in crate::model) fn report(state: &mut State, number: FlagId, clock: &mut Clock<Event>) {
    let flag = state.flags[number];
    let (platform, now) = (flag.platform, clock.now());
    let rules = &state.platforms[platform].timeline.now(now).rules.reporting;
    let duty = if flag.imagery { rules.duty_imagery.number() } else { rules.duty_conduct.number() };
    let own_report = if flag.viral { 1.0 / rules.bundling.number() } else { 1.0 };
    let actionable = if flag.content { rules.actionable.number() } else { rules.actionable_blind.number() };
    let no_malice = rules.actionable_no_malice.number();
    let mut stream = state.chance.of(Decision::Report, flag.id, 0);
    let reported = state.simulates(Mechanism::Reporting) && rules.enabled.get() && stream.chance(duty) && !is_on_fraud(state, flag.subject);
    let files = stream.chance(own_report);
    let acts_on = stream.uniform();
    let duplicate = flag.known && stream.chance(rules.duplicates.number());
    let ((market, band), kind) = (state.where_counted(flag.subject), kind(state, &flag));
    let offender = match flag.subject {
        Subject::Offender(offender, _) => offender,
        Subject::Ordinary(person) if reported => {
            let history = state.ordinary.of(person, flag.platform);
            if !std::mem::replace(&mut history.reported, true) {
                state.count(Outcome::InnocentReported, platform, market, band, now, 1.0);
            }
            count_report(state, &flag, kind, now);
            // Whoever deceived the reviewer deceives police no less.
            investigation::refer(state, &flag, kind, acts_on < actionable, clock);
            return;
        }
        Subject::Ordinary(_) => return,
    };
    state.count(Outcome::Incidents, platform, market, band, now, 1.0);
    if flag.channel == Channel::UserReport {
        state.count(Outcome::UserIncidents, platform, market, band, now, 1.0);
    }
    let malice = state.class_of(offender).rules.malice.get();
    let is_actionable = acts_on < actionable * if malice { 1.0 } else { no_malice };
    if reported {
        state.count(Outcome::ReportedIncidents, platform, market, band, now, 1.0);
        if !malice {
            state.count(Outcome::NoMaliceReported, platform, market, band, now, 1.0);
        }
        // Police learn of everybody in a bundle.
        investigation::refer(state, &flag, kind, is_actionable, clock);
    }
    if reported && files {
        count_report(state, &flag, kind, now);
        if duplicate {
            state.count(Outcome::DuplicateReports, platform, market, band, now, 1.0);
        }
        if is_actionable {
            state.count(Outcome::ActionableReports, platform, market, band, now, 1.0);
        }
    }
}
