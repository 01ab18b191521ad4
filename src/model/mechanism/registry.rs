//! The registry of mechanisms.
//!
//! It says of each on which others it acts directly, what it counts and which parameters are its own. Whatever
//! changes when one is switched off is counted by it, or by one that it reaches along that graph; a test holds it to that.

use super::about::About;
use super::access::rules as access;
use super::accusation::rules as accusation;
use super::adaptation::rules as adaptation;
use super::arrival::rules as arrival;
use super::contact::rules as contact;
use super::conversation::rules as conversation;
use super::detection::rules as detection;
use super::enforcement::rules as enforcement;
use super::investigation::rules as investigation;
use super::list::rules as list;
use super::offline::rules as offline;
use super::regulator::rules as regulator;
use super::reporting::rules as reporting;
use super::review::rules as review;
use super::sharing::rules as sharing;
use super::traffic::rules as traffic;
use super::trust::rules as trust;
use crate::model::outcome::{Measure, Outcome};

/// What the registry says of a mechanism.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name in scenarios.
    pub name: &'static str,
    /// What it says of itself.
    pub about: &'static About,
    /// The mechanisms on which it acts directly.
    pub acts_on: &'static [Mechanism],
    /// The outcomes that it counts, ratios apart.
    pub counts: &'static [Outcome],
    /// Where its parameters stand, as `scenario::describe` names them.
    pub parameters: &'static [&'static str],
}

macro_rules! mechanisms {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal $file:ident
        acts on [$($other:ident)*] counts [$($outcome:ident)*] parameters [$($path:literal)*];)*) => {
        /// A mechanism of the model.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Mechanism { $($(#[doc = $doc])+ $variant,)* }
        impl Mechanism {
            /// Every mechanism.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// What the registry says of it.
            #[must_use]
            pub fn entry(self) -> &'static Entry {
                const ENTRIES: &[Entry] = &[$(Entry {
                    name: $name,
                    about: &$file::ABOUT,
                    acts_on: &[$(Mechanism::$other,)*],
                    counts: &[$(Outcome::$outcome,)*],
                    parameters: &[$($path,)*],
                },)*];
                &ENTRIES[self as usize]
            }
        }
        crate::parameters! {
            /// Which mechanisms are simulated.
            pub struct Mechanisms { $($(#[doc = $doc])+ $name $file: Switch,)* }
            /// Whether a mechanism is simulated.
            pub struct Switch {
                /// Whether it is simulated. What happens without it, `veilsim explain` says.
                "enabled" [shared] enabled: $crate::parameter::Param<$crate::units::Enabled>,
            }
        }
        impl Mechanisms {
            /// By mechanism: whether it is simulated.
            #[must_use]
            pub fn enabled(&self) -> [bool; Mechanism::ALL.len()] {
                [$(self.$file.enabled.get().get(),)*]
            }
        }
    };
}

mechanisms! {
    /// Offenders appear.
    Arrival "arrival" arrival
        acts on [Contact Sharing Offline]
        counts [OffenderDays]
        parameters ["market.<market>.offenders" "platform.<platform>.attraction" "offender.<class>.arrivals" "offender.<class>.driver" "offender.<class>.lifetime" "offender.<class>.malice"
            "offender.<class>.accounts" "offender.<class>.skill-spread" "offender.<class>.privacy-taste"];
    /// An offender approaches, somebody answers.
    Contact "contact" contact
        acts on [Conversation]
        counts [Contacts]
        parameters ["platform.<platform>.stranger-limits" "offender.<class>.approach" "response"];
    /// From an answer to harm.
    Conversation "conversation" conversation
        acts on [Detection Trust Investigation]
        counts [ChildrenHarmed ChildrenHarmedMet ConversationsMoved HarmGrooming HarmNewImages HarmSextortion HarmFraud ConversationsCut Demands VictimsReporting
            VictimsBlocking VictimsRecontacted]
        parameters ["offender.<class>.conversation" "platform.<platform>.watch" "platform.<platform>.overlap"];
    /// Abuse material is passed on.
    Sharing "sharing" sharing
        acts on [Detection]
        counts [KnownShared NewShared]
        parameters ["platform.<platform>.images-from" "offender.<class>.sharing"];
    /// Ordinary messages, and the false flags among them.
    Traffic "traffic" traffic
        acts on [Review]
        counts [FalseFlags FalseHash FalseImage FalseText FalseBehaviour FalseSurface FalseDevice FalseUser
            PoisonedFlags LawfulFlags ExpandedFlags CraftedFlags]
        parameters ["platform.<platform>.traffic"];
    /// What a platform can see, and what it recognises.
    Detection "detection" detection
        acts on [Traffic Review List Access Conversation Adaptation Trust]
        counts [TrueFlags TrueHash TrueImage TrueText TrueBehaviour TrueSurface TrueDevice UserFlags ScannedServer ScannedDevice MessagesScanned]
        parameters ["platform.<platform>.detection"];
    /// People look at what was flagged.
    Review "review" review
        acts on [Reporting Enforcement Conversation Adaptation]
        counts [FlagsExpired InnocentExamined InnocentContentExamined ReviewHours ReviewWaited ReviewTaken ReviewInTarget
            ReviewWait95 Backlog BacklogEnd]
        parameters ["platform.<platform>.review"];
    /// From an incident to a report.
    Reporting "reporting" reporting
        acts on [Investigation]
        counts [Incidents UserIncidents ReportedIncidents NoMaliceReported Reports ReportsKnown ReportsNew ReportsConduct ReportsExtortion DuplicateReports ActionableReports InnocentReported]
        parameters ["platform.<platform>.reporting"];
    /// What happens to the account, and appeals.
    Enforcement "enforcement" enforcement
        acts on [Adaptation Arrival Contact Conversation Sharing Accusation]
        counts [Suspensions Appeals AppealsUpheld OffendersRemoved OffendersFirstRemoved RemovalDays NoMaliceSuspended InnocentSuspended InnocentRestored InnocentDays AppealHours]
        parameters ["platform.<platform>.enforcement"];
    /// What offenders do after losing an account.
    Adaptation "adaptation" adaptation
        acts on [Arrival Contact Conversation Sharing Detection Offline]
        counts []
        parameters ["offender.<class>.adaptation"];
    /// What police do with reports.
    Investigation "investigation" investigation
        acts on [Arrival Contact Conversation Sharing Offline Accusation]
        counts [CasesOpened CasesInvestigated CasesStale CaseWaited CaseTaken Tips Arrests ChildrenSafeguarded InnocentInvestigated
            WarrantsContent InnocentWarrants InnocentArrested FoundLater ArrestsKnown ArrestsNew ArrestsConduct ArrestsExtortion VerdictCriminal
            VerdictNotCriminal VerdictUndetermined VerdictUnopened VerdictJoined]
        parameters ["market.<market>.investigation" "investigation" "market.<market>.driver"];
    /// What users make of it all.
    Trust "trust" trust
        acts on [Contact Traffic]
        counts [ActiveUsers Departures MessagesChilled]
        parameters ["platform.<platform>.trust"];
    /// Inquiry, notice, fine, mandate, and the platform's answer.
    Regulator "regulator" regulator
        acts on [Trust Conversation Sharing Traffic Investigation Access List Adaptation Detection]
        counts [Inquiries Notices Remedies Fines Mandates Contests MandatesLifted Withdrawals]
        parameters ["market.<market>.regulator" "platform.<platform>.answer"];
    /// Who gets at messages and metadata.
    Access "access" access
        acts on [Trust]
        counts [LawfulDemands LawfulProduced LawfulAccounts ContentHeld ContentInsider ContentBreach ContentLawful ContentCovert ContentEndpoint ContentUnlawfulDemand ContentBulk
            ContentBackup HarmedByExposure AdultsHarmedByExposure MetadataBulk MetadataUnlawfulDemand MetadataInsider MetadataBreach MetadataLawful
            MetadataCovert MetadataEndpoint]
        parameters ["market.<market>.access" "platform.<platform>.access" "exposure"];
    /// What devices are scanned for, and who comes to decide it.
    List "list" list
        acts on [Traffic Trust Detection]
        counts [ScanExpanded ListExpanded ListPoisoned ListPoisonings]
        parameters ["market.<market>.list" "scanner"];
    /// The course of a wrong accusation.
    Accusation "accusation" accusation
        acts on [Enforcement]
        counts [InnocentPersonDays]
        parameters ["market.<market>.accusation"];
    /// Abuse away from any platform.
    Offline "offline" offline
        acts on [Investigation]
        counts [ChildrenAbusedOffline AbuseYearsEnded ChildrenFoundOffline]
        parameters ["offender.<class>.offline"];
}

impl Mechanism {
    /// What it says of itself: its title, then each heading with its text.
    #[must_use]
    pub fn about(self) -> (&'static str, [(&'static str, &'static str); 4]) {
        let about = self.entry().about;
        (about.title, about.sections())
    }

    /// The mechanism that counts an outcome; none counts a ratio.
    #[must_use]
    pub fn of(outcome: Outcome) -> Option<Self> {
        Self::ALL.iter().copied().find(|m| m.entry().counts.contains(&outcome))
    }

    /// This one and all on which it acts, directly or through others, where only `simulated` ones pass anything on.
    #[must_use]
    pub fn reaches(self, simulated: &dyn Fn(Self) -> bool) -> Vec<Self> {
        let mut reached = vec![self];
        let mut next = 0;
        while let Some(mechanism) = reached.get(next).copied() {
            let more: Vec<Self> = mechanism.entry().acts_on.iter().copied().filter(|m| simulated(*m) && !reached.contains(m)).collect();
            reached.extend(more);
            next += 1;
        }
        reached
    }

    /// Whether an outcome is counted by one of these, or is a ratio of outcomes of which one is.
    #[must_use]
    pub fn count(these: &[Self], outcome: Outcome) -> bool {
        match outcome.definition().measure {
            Measure::Ratio(over, under) => over.iter().chain(under).any(|part| Self::count(these, *part)),
            _ => Self::of(outcome).is_some_and(|m| these.contains(&m)),
        }
    }
}
