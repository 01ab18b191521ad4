//! Investigation: what police do with reports: what it is, and its parameters.

use crate::model::mechanism::about::About;
use crate::model::outcome::Outcome;
use crate::parameter::Param;
use crate::units::{After, Count, Factor, PerTime, Probability, Scaling, Share, Span};

/// What the mechanism does.
pub const ABOUT: About = About {
    title: "Investigation: what police do with reports",
    does: "A report reaches the police of the market where the reported person lives. So does what a child who was harmed tells off the \
        platform, with the messages on the child's own device, under every regime and from every platform. Triage opens a case or \
        not, more often where the report can be acted on and nobody else is waiting, and never where it takes the report to be of no crime; \
        cases wait for a finite number of investigators, those about anything but \
        known files first, as a child may be at risk now, unless triage errs. Police may ask the platform for the suspect's messages, \
        and get what its servers still hold and can read: what the flag was about unless it was encrypted, or what the suspect wrote \
        on the oldest day that is kept. With it, a case on a report without content is worth as much as one on a report with content. \
        An investigation ends with an arrest, with children found and safeguarded, or with nothing; or it was into an innocent person, \
        whose messages police may have been given too. A case that has waited too long is closed; a report about \
        somebody with an open case joins it. Where nobody can be identified, or an address is attributed to the wrong person, an \
        investigation finds nobody, and in the latter case an innocent person is arrested. A child who was not found is looked for \
        again, at a rate. Each report ends in one of five verdicts: criminal, not criminal, undetermined, never opened, or joined. How \
        readily police open cases varies between markets around a centre that they share.",
    matters: "Reports are not children protected: capacity and priority errors stand between (M3; evidence: `icac_investigations_fy24`, \
        `icac_arrest_per_investigation`, `nl_investigations_2019`, `nca_safeguarded_month`, `bka_unpursuable_share`, `bka_relevant_share_2023`). More reports \
        can help fewer children when they crowd out the ones that matter. Evidence after the fact is content by warrant where the \
        platform can read it; devices, copies from whoever reported, and metadata where it cannot (M5; evidence: \
        `meta_requests_h1_2022`, `meta_compliance`); and some learn of abuse from no platform at all (M2).",
    switched_off: "Police do nothing with reports, and nobody tells them anything.",
    limits: "An offender whose case was closed can have another. A child harmed by two offenders who are both investigated counts twice; \
        one whom a case does not find is looked for again at a rate that no case changes, and at no cost in work. Only children harmed in messages are \
        safeguarded: those whom sharers abuse at home are found by arrests, and counted apart (see *offline*), and those in the images \
        that producers make are not in the model. Arrests prevent harm and so leave fewer children to find: safeguarded \
        children can fall as harm does. Who has stopped offending, on the platforms and away from them, is not arrested. A report that joins a case adds nothing to it. Police find the state of things at the start of \
        the count by the warm-up alone: it must be longer than `stale`, `referral` and the time in which offenders come and go, or the \
        warning `not-stationary` says so; children harmed before the warm-up are not looked for. Markets differ by how many cases they \
        open, and no further: what comes of a case is drawn for each market by itself. Who is arrested for another is drawn from the \
        platform's users in the market, and has no course after that. Verdicts are of reports; what children tell has none. \
        Police ask the platform of the report alone, at the end of the investigation, and are answered at once; they get something or \
        nothing, by the flagged message and the oldest one kept, so that what was readable only between the two, or was written after \
        the flag, is missed. What a child tells takes the way and the time of a report, and the platform does not hear of it; adults \
        and those who saw but were not harmed tell nobody. Who came from another platform is taken to have written here all along. \
        Retention is that of *access*, also where that is switched off; nothing is preserved for police when a report is made. Where \
        the report had content, the rest of the account is read and makes no arrest likelier. Devices seized and metadata are inside \
        `arrest-blind` and `safeguard-blind`; copies that a reporter forwarded are content of the report. The lawful demands of \
        *access* are drawn apart, of all crime, and expose no more for these. Investigators work on reports from the world's \
        platforms alone; other work is not simulated. Handling times are exponential. With `sample` below 1 investigators are thinned as \
        reviewers are, and cases wait too long (see *review*).",
};

crate::parameters! {
    /// What the police of all markets have in common.
    pub struct Centre {
        /// The centre, over markets, of the chance that triage opens a case on a report that can be acted on.
        "opens" [shared] opens: Param<Probability>,
    }
    /// The police of one market, as far as they work on reports from the platforms of the world.
    pub struct Investigation {
        /// Investigators.
        "investigators" [shared] investigators: Param<Count>,
        /// Share of all hours in which an investigator is on duty and on such cases.
        "on-duty" [shared] on_duty: Param<Share>,
        /// Mean work on a case.
        "handling" [shared] handling: Param<Span>,
        /// Mean time from the report to triage, by way of the clearinghouse.
        "referral" [shared] referral: Param<Span>,
        /// The chance that triage opens a case on a report that can be acted on, against the centre over markets, `investigation.opens`; the chance is at most 1.
        "opens-factor" [shared] opens_factor: Param<Factor>,
        /// The chance that triage opens a case on any other report.
        "opens-other" [shared] opens_other: Param<Probability>,
        /// How much less is opened the more cases wait: those chances are multiplied by (1 + cases waiting / cases that can be finished within `stale`) to the power of minus this. 0 is not at all.
        "load-triage" [shared] load_triage: Param<Share>,
        /// The chance that police take a report to be of a crime under the law of the market. On others they open no case.
        "criminal" [shared] criminal: Param<Probability>,
        /// The chance that an investigation ends since nobody can be identified. The chance of an arrest is of all investigations, these included.
        "unidentified" [shared] unidentified: Param<Probability>,
        /// The chance that whoever is arrested is not the offender, who stays at large, but somebody innocent.
        "misattributed" [shared] misattributed: Param<Probability>,
        /// The chance that triage puts a case into the wrong class of urgency.
        "misranks" [shared] misranks: Param<Probability>,
        /// Cases that waited longer than this are closed.
        "stale" [shared] stale: Param<Span>,
        /// The chance that the investigation of an offender with malice ends in an arrest, when police have content, of the report or of the platform.
        "arrest" [shared] arrest: Param<Probability>,
        /// The same when they have none of either.
        "arrest-blind" [shared] arrest_blind: Param<Probability>,
        /// The chance that police ask for and are given the suspect's messages beyond the report, where the servers still hold them readable.
        "warrant" [shared] warrant: Param<Probability>,
        /// The chance that a child whom the investigated offender has harmed is found and safeguarded, when police have content.
        "safeguard" [shared] safeguard: Param<Probability>,
        /// Multiplies that chance when they have none.
        "safeguard-blind" [shared] safeguard_blind: Param<Share>,
        /// How often a child who was not found is looked for again, each time with the chance of the first search.
        "research" [shared] research: Param<PerTime>,
        /// The chance that what somebody harmed tells police, off the platform, carries enough to act on.
        "actionable-tip" [shared] actionable_tip: Param<Probability>,
        /// The chance that an arrest brings abuse away from the platforms to light, if there is any.
        "offline-found" [shared] offline_found: Param<Probability>,
    }
    /// Something outside the model that changes how many investigators a market has, from a time on.
    pub struct Driver {
        /// When, since the end of the warm-up.
        "start" [shared] start: Param<After>,
        /// Multiplies the market's investigators, on top of the drivers before.
        "investigators" [shared] investigators: Param<Scaling>,
    }
}

/// What becomes of a report, in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Investigated, and somebody identified who had done it.
    Criminal,
    /// No crime.
    NotCriminal,
    /// A case was opened, and nobody was identified.
    Undetermined,
    /// No case was opened.
    Unopened,
    /// It was about somebody with an open case.
    Joined,
}

impl Verdict {
    /// What it is counted as.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        match self {
            Self::Criminal => Outcome::VerdictCriminal,
            Self::NotCriminal => Outcome::VerdictNotCriminal,
            Self::Undetermined => Outcome::VerdictUndetermined,
            Self::Unopened => Outcome::VerdictUnopened,
            Self::Joined => Outcome::VerdictJoined,
        }
    }
}
