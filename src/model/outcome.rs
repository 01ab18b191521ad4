//! Outcomes: each defined before it has a value.
//!
//! The registry says of every outcome what it is called, what is counted, in which unit, and for whom more would be better. Nothing
//! here adds outcomes up into a score.

pub use super::family::{Better, Family};

/// How a value comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A count over people, thinned by `sample` and scaled back to the whole world.
    Count,
    /// As a count, of days, which are kept in whole milliseconds: their sum does not depend on how they were cut into pieces.
    Days,
    /// As a count, but a person counts once on each platform and once in all, so that the parts exceed the whole.
    Distinct,
    /// A count over platform-level events at full size, whatever `sample` is.
    Whole,
    /// Whether it happened: 1 if so, else 0, on each platform and in all; a window of the time series is 1 if it happened there first.
    Once,
    /// The sum of the first outcomes over the sum of the second; absent where the latter is zero.
    Ratio(&'static [Outcome], &'static [Outcome]),
    /// A level that the platform has, read at the end of the run; not broken down by people.
    Gauge,
}

impl Measure {
    /// Whether a count, of which none is 0; a ratio over nothing and a level of nobody have no value instead.
    #[must_use]
    pub fn is_count(self) -> bool {
        !matches!(self, Self::Ratio(_, [_, ..]) | Self::Gauge)
    }
}

/// What an outcome is.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// Its identifier in tables.
    pub id: &'static str,
    /// Its name for a reader.
    pub name: &'static str,
    /// The family it belongs to.
    pub family: Family,
    /// Its unit.
    pub unit: &'static str,
    /// Which way those concerned would wish it.
    pub better: Better,
    /// Who they are.
    pub concerns: &'static str,
    /// How it comes about.
    pub measure: Measure,
    /// What is counted, exactly.
    pub definition: &'static str,
}

macro_rules! outcomes {
    ($($name:ident { id: $id:literal, name: $label:literal, family: $family:ident, unit: $unit:literal, better: $better:ident,
        concerns: $concerns:literal, measure: $measure:expr, definition: $doc:literal })*) => {
        /// An outcome of the model.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Outcome { $(#[doc = $doc] $name,)* }
        impl Outcome {
            /// Every outcome, in the order of the tables.
            pub const ALL: &'static [Outcome] = &[$(Outcome::$name,)*];
            /// The outcome of this identifier, if there is one.
            #[must_use]
            pub fn by_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|outcome| outcome.definition().id == id)
            }
            /// Its definition.
            #[must_use]
            pub fn definition(self) -> &'static Definition {
                const DEFINITIONS: &[Definition] = &[$(Definition {
                    id: $id, name: $label, family: Family::$family, unit: $unit, better: Better::$better,
                    concerns: $concerns, measure: $measure, definition: $doc,
                },)*];
                &DEFINITIONS[self as usize]
            }
        }
    };
}

use Measure::{Count, Days, Distinct, Gauge, Once, Ratio, Whole};

outcomes! {
    ChildrenHarmed { id: "children-harmed", name: "Distinct children harmed", family: Safety, unit: "children", better: Lower, concerns: "children", measure: Distinct,
        definition: "People under 18 who suffer at least one episode of grooming or sextortion harm in the run, wherever it happens and whether or not anybody notices." }
    ChildrenHarmedMet { id: "children-harmed-met", name: "Children harmed, by where they were met", family: Safety, unit: "children", better: Lower, concerns: "children", measure: Distinct,
        definition: "The people of children-harmed, counted on the platforms on which an offender who harmed them had met them, wherever the harm came of it: as many in all." }
    HarmedByExposure { id: "children-harmed-by-exposure", name: "Children harmed by exposure", family: Safety, unit: "children", better: Lower, concerns: "children", measure: Whole,
        definition: "People under 18 who are harmed since their messages were opened unlawfully: by insiders, in breaches, covertly, on unlawful demands, by bulk orders, on devices taken over; who is harmed in two cases counts twice. Apart from children-harmed, and never added to it." }
    HarmGrooming { id: "harm-grooming", name: "Grooming harm episodes", family: Safety, unit: "episodes", better: Lower, concerns: "children", measure: Count,
        definition: "Episodes of sexual abuse by way of a conversation, without an image made; nearly all of children, as the age bands show." }
    HarmNewImages { id: "harm-new-images", name: "New-image harm episodes", family: Safety, unit: "episodes", better: Lower, concerns: "children", measure: Count,
        definition: "Episodes of sexual abuse by way of a conversation in which an image of the victim is made; nearly all of children, as the age bands show." }
    HarmSextortion { id: "harm-sextortion", name: "Financial-sextortion episodes", family: Safety, unit: "episodes", better: Lower, concerns: "children and adults", measure: Count,
        definition: "Episodes of financial sextortion, of victims of any age." }
    HarmFraud { id: "harm-fraud", name: "Fraud episodes", family: Safety, unit: "episodes", better: Lower, concerns: "users", measure: Count,
        definition: "Episodes of money obtained by deceit in a conversation, of victims of any age." }
    KnownShared { id: "known-material-shared", name: "Sessions sharing known material", family: Safety, unit: "sessions", better: Lower, concerns: "children shown", measure: Count,
        definition: "Sessions in which known abuse material, or an altered copy of it, is passed on in direct messages." }
    NewShared { id: "new-material-shared", name: "Sessions sharing new material", family: Safety, unit: "sessions", better: Lower, concerns: "children shown", measure: Count,
        definition: "Sessions in which abuse material not yet on any list is passed on in direct messages." }
    Contacts { id: "contacts-minors", name: "Minors who answered an offender", family: Safety, unit: "conversations", better: Lower, concerns: "children", measure: Count,
        definition: "Conversations begun between an offender and a person under 18 who answered." }
    ConversationsMoved { id: "conversations-moved", name: "Conversations moved away", family: Safety, unit: "conversations", better: Neither, concerns: "children and adults", measure: Count,
        definition: "Conversations that an offender moved from the platform to one on which they are watched less, counted on the one that they left, with victims of any age." }
    Demands { id: "demands", name: "People who met a demand", family: Safety, unit: "people", better: Lower, concerns: "children and adults", measure: Count,
        definition: "Conversations in which an offender makes a sexual or extortionate demand, of victims of any age." }
    VictimsReporting { id: "victims-reporting", name: "Victims who report", family: Safety, unit: "people", better: Neither, concerns: "children and adults", measure: Count,
        definition: "Conversations that reach a demand and in which the victim reports." }
    Tips { id: "tips", name: "Children who told police off the platform", family: Safety, unit: "children", better: Neither, concerns: "children", measure: Count,
        definition: "Conversations in which a person under 18 was harmed and told police, or somebody who did, without the platform. Not among the reports." }
    VictimsBlocking { id: "victims-blocking", name: "Victims who block", family: Safety, unit: "people", better: Neither, concerns: "children and adults", measure: Count,
        definition: "Conversations that reach a demand and in which the victim blocks the account." }
    VictimsRecontacted { id: "victims-recontacted", name: "Victims contacted again", family: Safety, unit: "people", better: Lower, concerns: "children and adults", measure: Count,
        definition: "Conversations in which the victim blocks and is contacted again from another account." }
    OffenderDays { id: "offender-days", name: "Offender-days active", family: Safety, unit: "days", better: Lower, concerns: "children", measure: Days,
        definition: "Days on which offenders with malice had at least one working account on the platform, summed over offenders." }
    OffendersRemoved { id: "offenders-removed", name: "Offender accounts suspended", family: Safety, unit: "accounts", better: Higher, concerns: "children", measure: Count,
        definition: "Accounts of offenders with malice that were suspended, restorations not deducted." }
    OffendersFirstRemoved { id: "offenders-first-removed", name: "Offenders suspended at least once", family: Safety, unit: "people", better: Higher, concerns: "children", measure: Count,
        definition: "Offenders with malice who lost an account for the first time. A person is not an account." }
    RemovalDays { id: "removal-days", name: "Days to first removal, summed", family: Safety, unit: "days", better: Lower, concerns: "children", measure: Count,
        definition: "Days from an offender's first act, or from the start of the run, to the first account lost, summed over the offenders who lost one." }
    TimeToRemoval { id: "time-to-removal", name: "Time to first removal", family: Safety, unit: "days", better: Neither, concerns: "children", measure: Ratio(&[Outcome::RemovalDays], &[Outcome::OffendersFirstRemoved]),
        definition: "Mean days from an offender's first act, or from the start of the run, to the first account lost, over those who lost one. Who is never caught is not in it: read it beside how many were." }
    ConversationsCut { id: "conversations-cut", name: "Abusive conversations cut short", family: Safety, unit: "conversations", better: Higher, concerns: "children", measure: Count,
        definition: "Conversations with a person under 18 that ended before harm, or before another episode, because the offender's account was suspended or restricted." }

    TrueFlags { id: "true-flags", name: "Flags of abuse", family: Reporting, unit: "flags", better: Neither, concerns: "children", measure: Count,
        definition: "Flags raised by any channel on something an offender did." }
    FalseFlags { id: "false-flags", name: "Flags of something else", family: Reporting, unit: "flags", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Flags raised by any channel, users' mistaken or malicious reports included, on an ordinary user." }
    UserFlags { id: "user-flags", name: "Flags begun by victims", family: Reporting, unit: "flags", better: Neither, concerns: "children", measure: Count,
        definition: "Flags of abuse that began with a report by the victim." }
    Precision { id: "flag-precision", name: "Precision of flags", family: Reporting, unit: "share", better: Higher, concerns: "ordinary users", measure: Ratio(&[Outcome::TrueFlags], &[Outcome::TrueFlags, Outcome::FalseFlags]),
        definition: "Share of all flags that are on something an offender did." }
    TrueHash { id: "true-flags-hash-match", name: "Flags of abuse, hash-match", family: Reporting, unit: "flags", better: Neither, concerns: "children", measure: Count,
        definition: "Flags raised by hash matching on something an offender did." }
    TrueImage { id: "true-flags-image-classifier", name: "Flags of abuse, image-classifier", family: Reporting, unit: "flags", better: Neither, concerns: "children", measure: Count,
        definition: "Flags raised by the image classifier on something an offender did." }
    TrueText { id: "true-flags-text-classifier", name: "Flags of abuse, text-classifier", family: Reporting, unit: "flags", better: Neither, concerns: "children", measure: Count,
        definition: "Flags raised by the text classifier on something an offender did." }
    TrueBehaviour { id: "true-flags-behaviour", name: "Flags of abuse, behaviour", family: Reporting, unit: "flags", better: Neither, concerns: "children", measure: Count,
        definition: "Flags raised by patterns in metadata on something an offender did." }
    TrueSurface { id: "true-flags-visible-surfaces", name: "Flags of abuse, visible-surfaces", family: Reporting, unit: "flags", better: Neither, concerns: "children", measure: Count,
        definition: "Flags raised by matching on surfaces that stay readable on something an offender did." }
    TrueDevice { id: "true-flags-client-side-scan", name: "Flags of abuse, client-side-scan", family: Reporting, unit: "flags", better: Neither, concerns: "children", measure: Count,
        definition: "Flags raised by matching on the device on something an offender did." }
    FalseHash { id: "false-flags-hash-match", name: "Flags of something else, hash-match", family: Reporting, unit: "flags", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Flags raised by hash matching on an ordinary user." }
    FalseImage { id: "false-flags-image-classifier", name: "Flags of something else, image-classifier", family: Reporting, unit: "flags", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Flags raised by the image classifier on an ordinary user." }
    FalseText { id: "false-flags-text-classifier", name: "Flags of something else, text-classifier", family: Reporting, unit: "flags", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Flags raised by the text classifier on an ordinary user." }
    FalseBehaviour { id: "false-flags-behaviour", name: "Flags of something else, behaviour", family: Reporting, unit: "flags", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Flags raised by patterns in metadata on an ordinary user." }
    FalseSurface { id: "false-flags-visible-surfaces", name: "Flags of something else, visible-surfaces", family: Reporting, unit: "flags", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Flags raised by matching on surfaces that stay readable on an ordinary user." }
    FalseDevice { id: "false-flags-client-side-scan", name: "Flags of something else, client-side-scan", family: Reporting, unit: "flags", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Flags raised by matching on the device on an ordinary user." }
    PoisonedFlags { id: "false-flags-poisoned-list", name: "Flags of something else, poisoned list", family: Reporting, unit: "flags", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Flags raised by matching on the device on an ordinary user who holds lawful content that somebody got onto the list. They are among those of client-side-scan." }
    LawfulFlags { id: "false-flags-lawful-list", name: "Flags of something else, lawful on a list", family: Reporting, unit: "flags", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Flags raised by matching, on the server or on the device, on an ordinary user who passed on lawful content that lists hold. They are among those of hash-match and client-side-scan." }
    ExpandedFlags { id: "false-flags-expanded-list", name: "Flags of something else, expanded list", family: Reporting, unit: "flags", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Flags raised by matching on the device on an ordinary user who holds lawful content that an expanded list reaches. They are among those of client-side-scan." }
    CraftedFlags { id: "false-flags-crafted", name: "Flags of something else, crafted to match", family: Reporting, unit: "flags", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Flags raised by matching on the device on an ordinary user who was sent a lawful file that somebody crafted to match. They are among those of client-side-scan." }
    FalseUser { id: "false-flags-user-reports", name: "Flags of something else, user-reports", family: Reporting, unit: "flags", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Flags raised by users' reports on an ordinary user." }
    PrecisionHash { id: "flag-precision-hash-match", name: "Precision, hash-match", family: Reporting, unit: "share", better: Higher, concerns: "ordinary users", measure: Ratio(&[Outcome::TrueHash], &[Outcome::TrueHash, Outcome::FalseHash]),
        definition: "Share of the flags raised by hash matching that are on something an offender did." }
    PrecisionImage { id: "flag-precision-image-classifier", name: "Precision, image-classifier", family: Reporting, unit: "share", better: Higher, concerns: "ordinary users", measure: Ratio(&[Outcome::TrueImage], &[Outcome::TrueImage, Outcome::FalseImage]),
        definition: "Share of the flags raised by the image classifier that are on something an offender did." }
    PrecisionText { id: "flag-precision-text-classifier", name: "Precision, text-classifier", family: Reporting, unit: "share", better: Higher, concerns: "ordinary users", measure: Ratio(&[Outcome::TrueText], &[Outcome::TrueText, Outcome::FalseText]),
        definition: "Share of the flags raised by the text classifier that are on something an offender did." }
    PrecisionBehaviour { id: "flag-precision-behaviour", name: "Precision, behaviour", family: Reporting, unit: "share", better: Higher, concerns: "ordinary users", measure: Ratio(&[Outcome::TrueBehaviour], &[Outcome::TrueBehaviour, Outcome::FalseBehaviour]),
        definition: "Share of the flags raised by patterns in metadata that are on something an offender did." }
    PrecisionSurface { id: "flag-precision-visible-surfaces", name: "Precision, visible-surfaces", family: Reporting, unit: "share", better: Higher, concerns: "ordinary users", measure: Ratio(&[Outcome::TrueSurface], &[Outcome::TrueSurface, Outcome::FalseSurface]),
        definition: "Share of the flags raised by matching on surfaces that stay readable that are on something an offender did." }
    PrecisionDevice { id: "flag-precision-client-side-scan", name: "Precision, client-side-scan", family: Reporting, unit: "share", better: Higher, concerns: "ordinary users", measure: Ratio(&[Outcome::TrueDevice], &[Outcome::TrueDevice, Outcome::FalseDevice]),
        definition: "Share of the flags raised by matching on the device that are on something an offender did." }
    PrecisionUser { id: "flag-precision-user-reports", name: "Precision, user-reports", family: Reporting, unit: "share", better: Higher, concerns: "ordinary users", measure: Ratio(&[Outcome::UserFlags], &[Outcome::UserFlags, Outcome::FalseUser]),
        definition: "Share of the flags raised by users' reports that are on something an offender did." }
    FlagsExpired { id: "flags-expired", name: "Flags closed unseen", family: Reporting, unit: "flags", better: Lower, concerns: "children", measure: Count,
        definition: "Flags that waited longer than the platform's limit and were closed without a look, true and false." }
    Incidents { id: "incidents", name: "Confirmed incidents", family: Reporting, unit: "incidents", better: Neither, concerns: "children", measure: Count,
        definition: "Flags of abuse that a reviewer, or an automatic rule, confirmed." }
    UserIncidents { id: "user-incidents", name: "Confirmed incidents begun by victims", family: Reporting, unit: "incidents", better: Neither, concerns: "children", measure: Count,
        definition: "Confirmed incidents whose flag began with a report by the victim." }
    UserShare { id: "user-share", name: "Share of incidents begun by victims", family: Reporting, unit: "share", better: Neither, concerns: "children", measure: Ratio(&[Outcome::UserIncidents], &[Outcome::Incidents]),
        definition: "Share of confirmed incidents whose flag began with a report by the victim." }
    ReportedIncidents { id: "incidents-reported", name: "Incidents reported", family: Reporting, unit: "incidents", better: Neither, concerns: "children", measure: Count,
        definition: "Confirmed incidents that the platform passed on to the clearinghouse, in reports of their own or in bundles." }
    Reports { id: "reports", name: "Reports to the clearinghouse", family: Reporting, unit: "reports", better: Neither, concerns: "children", measure: Count,
        definition: "Reports filed with the clearinghouse, true and false. Several incidents of one viral file can be one report. Neither harm nor safety." }
    ReportsKnown { id: "reports-known", name: "Reports of known material", family: Reporting, unit: "reports", better: Neither, concerns: "children", measure: Count,
        definition: "Reports about files that are on lists of known material, true and false. With reports-new, reports-conduct and reports-extortion they add up to reports." }
    ReportsNew { id: "reports-new", name: "Reports of new material", family: Reporting, unit: "reports", better: Neither, concerns: "children", measure: Count,
        definition: "Reports about imagery that no list knows, true and false, extortion apart." }
    ReportsConduct { id: "reports-conduct", name: "Reports of conduct", family: Reporting, unit: "reports", better: Neither, concerns: "children", measure: Count,
        definition: "Reports about grooming and other conduct without imagery, true and false, extortion apart." }
    ReportsExtortion { id: "reports-extortion", name: "Reports of extortion", family: Reporting, unit: "reports", better: Neither, concerns: "children", measure: Count,
        definition: "Reports about financial sextortion, with imagery or without." }
    ConductShare { id: "reports-conduct-share", name: "Share of reports of conduct and extortion", family: Reporting, unit: "share", better: Neither, concerns: "children", measure: Ratio(&[Outcome::ReportsConduct, Outcome::ReportsExtortion], &[Outcome::Reports]),
        definition: "Share of reports that are about conduct or extortion." }
    DuplicateReports { id: "reports-duplicate", name: "Reports of files reported before", family: Reporting, unit: "reports", better: Neither, concerns: "children", measure: Count,
        definition: "Reports about known material whose files had been reported before." }
    ActionableReports { id: "reports-actionable", name: "Actionable reports", family: Reporting, unit: "reports", better: Higher, concerns: "children", measure: Count,
        definition: "Reports about an offender that carry enough for police to act on." }
    ActionableShare { id: "actionable-share", name: "Actionable share of reports", family: Reporting, unit: "share", better: Higher, concerns: "children", measure: Ratio(&[Outcome::ActionableReports], &[Outcome::Reports]),
        definition: "Share of reports that are about an offender and carry enough for police to act on." }

    CasesOpened { id: "cases-opened", name: "Cases opened by police", family: Safety, unit: "cases", better: Neither, concerns: "children", measure: Count,
        definition: "Reports on which police opened a case, about offenders and others. A report about somebody with an open case joins it." }
    CasesInvestigated { id: "cases-investigated", name: "Cases investigated", family: Safety, unit: "cases", better: Higher, concerns: "children", measure: Count,
        definition: "Cases that an investigator finished, about offenders and others." }
    CasesStale { id: "cases-stale", name: "Cases closed for age", family: Safety, unit: "cases", better: Lower, concerns: "children", measure: Count,
        definition: "Cases closed without an investigation since they had waited too long." }
    CaseWaited { id: "case-waited", name: "Waiting of cases, summed", family: Cost, unit: "days", better: Lower, concerns: "children", measure: Count,
        definition: "Days that cases waited until an investigator took them up or they were closed, summed." }
    CaseTaken { id: "case-taken", name: "Cases taken up", family: Cost, unit: "cases", better: Neither, concerns: "children", measure: Count,
        definition: "Cases that an investigator took up or that were closed for age." }
    CaseWait { id: "case-wait", name: "Mean wait of a case", family: Cost, unit: "days", better: Lower, concerns: "children", measure: Ratio(&[Outcome::CaseWaited], &[Outcome::CaseTaken]),
        definition: "Mean time from the opening of a case until an investigator took it up or it was closed for age." }
    Arrests { id: "arrests", name: "Arrests", family: Safety, unit: "people", better: Higher, concerns: "children", measure: Count,
        definition: "Offenders with malice who were arrested." }
    ArrestsKnown { id: "arrests-known", name: "Arrests, known material", family: Safety, unit: "people", better: Higher, concerns: "children", measure: Count,
        definition: "Arrests in cases that a report of known material opened. With those of the other kinds they add up to arrests." }
    ArrestsNew { id: "arrests-new", name: "Arrests, new material", family: Safety, unit: "people", better: Higher, concerns: "children", measure: Count,
        definition: "Arrests in cases that a report of new material opened." }
    ArrestsConduct { id: "arrests-conduct", name: "Arrests, conduct", family: Safety, unit: "people", better: Higher, concerns: "children", measure: Count,
        definition: "Arrests in cases that a report of conduct, or what a child told of it, opened." }
    ArrestsExtortion { id: "arrests-extortion", name: "Arrests, extortion", family: Safety, unit: "people", better: Higher, concerns: "children", measure: Count,
        definition: "Arrests in cases that a report of extortion, or what a child told of it, opened." }
    VerdictCriminal { id: "verdict-criminal", name: "Reports found criminal", family: Safety, unit: "reports", better: Neither, concerns: "children", measure: Count,
        definition: "Reports on which police investigated an offender whom they could identify. Each report, those in a bundle one by one, gets one of five verdicts when police close it." }
    VerdictNotCriminal { id: "verdict-not-criminal", name: "Reports found not criminal", family: Safety, unit: "reports", better: Lower, concerns: "ordinary users and children", measure: Count,
        definition: "Reports that police took to be of nothing criminal under the law of the market, at triage or at the end of an investigation." }
    VerdictUndetermined { id: "verdict-undetermined", name: "Reports left undetermined", family: Safety, unit: "reports", better: Lower, concerns: "children", measure: Count,
        definition: "Reports whose case ended without a suspect: nobody could be identified, the wrong person was arrested, or the case waited too long." }
    VerdictUnopened { id: "verdict-never-opened", name: "Reports never opened", family: Safety, unit: "reports", better: Lower, concerns: "children", measure: Count,
        definition: "Reports taken to be of a crime on which police opened no case." }
    VerdictJoined { id: "verdict-joined", name: "Reports that joined a case", family: Safety, unit: "reports", better: Neither, concerns: "children", measure: Count,
        definition: "Reports about somebody on whom a case was open already." }
    FoundLater { id: "children-found-later", name: "Children found in a renewed search", family: Safety, unit: "children", better: Higher, concerns: "children", measure: Count,
        definition: "Children whom the investigation of the offender did not find and a later search did. They are among children-safeguarded." }
    ChildrenSafeguarded { id: "children-safeguarded", name: "Children safeguarded", family: Safety, unit: "children", better: Higher, concerns: "children", measure: Count,
        definition: "Children harmed by an offender who was then investigated, who were found and safeguarded. What prevents harm leaves fewer to be found: read it beside children-harmed." }
    ChildrenAbusedOffline { id: "children-abused-offline", name: "Children abused away from platforms", family: Safety, unit: "children", better: Lower, concerns: "children", measure: Count,
        definition: "Children whose abuse hands-on began in the run, by offenders who pass on material or did before, away from any platform. They are not among children-harmed; their ages are not simulated, and they are counted as under 13." }
    AbuseYearsEnded { id: "abuse-years-ended", name: "Years of abuse ended early by arrests", family: Safety, unit: "years", better: Higher, concerns: "children", measure: Count,
        definition: "Years for which the abuse hands-on under way at an arrest would have gone on without it, summed over children, also beyond the end of the run. Children whom the arrested would have begun to abuse later are not in it: they are missing from children-abused-offline." }
    ChildrenFoundOffline { id: "children-found-offline", name: "Children found who were abused offline", family: Safety, unit: "children", better: Higher, concerns: "children", measure: Count,
        definition: "Children under abuse hands-on at the time of an arrest that brought it to light. Apart from children-safeguarded." }

    InnocentExamined { id: "innocent-examined", name: "Innocent people examined", family: InnocentPeople, unit: "people", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Ordinary users whose flagged messages or metadata a human reviewer looked at, each counted once on each platform in the run." }
    InnocentContentExamined { id: "innocent-content-examined", name: "Innocent people whose messages were read", family: InnocentPeople, unit: "people", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Ordinary users whose flagged message content a human reviewer looked at, each counted once on each platform in the run." }
    Suspensions { id: "suspensions", name: "Accounts suspended", family: InnocentPeople, unit: "accounts", better: Neither, concerns: "offenders and ordinary users", measure: Count,
        definition: "Accounts suspended, of offenders with and without malice and of ordinary users, restorations not deducted." }
    Appeals { id: "appeals", name: "Appeals decided", family: InnocentPeople, unit: "appeals", better: Neither, concerns: "offenders and ordinary users", measure: Count,
        definition: "Appeals against a suspension that were decided." }
    AppealsUpheld { id: "appeals-upheld", name: "Appeals upheld", family: InnocentPeople, unit: "appeals", better: Neither, concerns: "offenders and ordinary users", measure: Count,
        definition: "Appeals that restored the account, rightly or not." }
    InnocentSuspended { id: "innocent-suspended", name: "Innocent people suspended", family: InnocentPeople, unit: "people", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Suspensions of ordinary users' accounts; who is restored and suspended again counts again." }
    InnocentRestored { id: "innocent-restored", name: "Innocent people restored on appeal", family: InnocentPeople, unit: "people", better: Higher, concerns: "ordinary users", measure: Count,
        definition: "Wrongly suspended ordinary users who got their account back on appeal." }
    InnocentDays { id: "innocent-days-lost", name: "Account-days lost by innocent people", family: InnocentPeople, unit: "days", better: Lower, concerns: "ordinary users", measure: Days,
        definition: "Days for which ordinary users were suspended or restricted, to the end of the run." }
    InnocentPersonDays { id: "innocent-person-days", name: "Person-days lost to wrong accusations", family: InnocentPeople, unit: "days", better: Lower, concerns: "ordinary users", measure: Days,
        definition: "Days on which an ordinary user was under suspicion in a case that police had opened, without devices that they held, or shut out of an account, to the end of the run; a day of a person counts once, whatever was lost on it." }
    InnocentReported { id: "innocent-reported", name: "Innocent people reported to police", family: InnocentPeople, unit: "people", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Ordinary users about whom a report was filed with the clearinghouse, each counted once on each platform in the run." }
    NoMaliceSuspended { id: "no-malice-suspended", name: "Suspended who shared without malice", family: InnocentPeople, unit: "accounts", better: Neither, concerns: "those who passed a file on", measure: Count,
        definition: "Suspensions of accounts whose owners passed on abuse material in outrage, in a bad joke or without looking (classes with malice = false); they are neither among the innocent people nor among the offenders suspended." }
    NoMaliceReported { id: "no-malice-reported", name: "Reported who shared without malice", family: InnocentPeople, unit: "incidents", better: Neither, concerns: "those who passed a file on", measure: Count,
        definition: "Incidents reported to the clearinghouse whose senders passed on abuse material without malice; a person with several incidents counts in each." }

    InnocentInvestigated { id: "innocent-investigated", name: "Innocent people investigated", family: InnocentPeople, unit: "people", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Investigations of ordinary users because of a report; who is reported again counts again." }
    InnocentArrested { id: "innocent-arrested", name: "Innocent people arrested", family: InnocentPeople, unit: "people", better: Lower, concerns: "all users", measure: Count,
        definition: "People arrested in the place of an offender, since an address or a number was attributed to the wrong person." }
    InnocentWarrants { id: "innocent-warrants", name: "Innocent people whose messages police got", family: InnocentPeople, unit: "people", better: Lower, concerns: "ordinary users", measure: Count,
        definition: "Investigations of ordinary users in which the platform gave police messages of theirs; who is investigated again counts again. They are among warrants-content." }

    ContentHeld { id: "content-held", name: "Readable content on servers", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days of readable message content that the platform's servers hold, at the ends of the windows, averaged over the run: what any path of access could reach. A window of the time series shows its part of the average." }
    ScannedServer { id: "scanned-server", name: "Scanned on servers", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days of messages that a machine on the platform's servers could look into, while a channel that matches or classifies content was on. Nobody reads what is not flagged: apart from innocent-content-examined." }
    ScannedDevice { id: "scanned-device", name: "Scanned on devices", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days of encrypted messages that were scanned on the device. Scanned is not private, and not read." }
    AccountsScanned { id: "accounts-scanned", name: "Scanned by machines", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Ratio(&[Outcome::ScannedServer, Outcome::ScannedDevice], &[]),
        definition: "Account-days of messages scanned on servers and on devices together." }
    MessagesScanned { id: "messages-scanned", name: "Messages scanned by machines", family: Access, unit: "messages", better: Lower, concerns: "all users", measure: Whole,
        definition: "Direct messages that a machine looked into, did nobody leave or hold back: all that could be read where text is classified on servers, those with an image or a video elsewhere." }
    ContentInsider { id: "content-insider", name: "Content exposed to insiders", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days of readable message content that staff opened without a right to." }
    ContentBreach { id: "content-breach", name: "Content exposed by breaches", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days of readable message content on the servers of an account exposed in a breach." }
    AdultsHarmedByExposure { id: "adults-harmed-by-exposure", name: "Adults harmed by exposure", family: Access, unit: "people", better: Lower, concerns: "users", measure: Whole,
        definition: "People of 18 and over who are harmed since their messages were opened unlawfully, as in children-harmed-by-exposure; who is harmed in two cases counts twice." }
    LawfulDemands { id: "lawful-demands", name: "Lawful demands", family: Access, unit: "demands", better: Neither, concerns: "all users and investigators", measure: Whole,
        definition: "Lawful targeted demands for users' data." }
    LawfulProduced { id: "lawful-demands-met", name: "Lawful demands met", family: Access, unit: "demands", better: Neither, concerns: "all users and investigators", measure: Whole,
        definition: "Lawful targeted demands on which some data were produced." }
    LawfulAccounts { id: "lawful-accounts", name: "Accounts in lawful demands", family: Access, unit: "accounts", better: Neither, concerns: "all users and investigators", measure: Whole,
        definition: "Accounts named in lawful targeted demands, met or not." }
    ContentLawful { id: "content-lawful", name: "Content produced to lawful demands", family: Access, unit: "account-days", better: Neither, concerns: "all users and investigators", measure: Whole,
        definition: "Account-days of readable message content produced to lawful targeted demands." }
    WarrantsContent { id: "warrants-content", name: "Cases given content by the platform", family: Access, unit: "cases", better: Neither, concerns: "all users and investigators", measure: Count,
        definition: "Cases, about offenders and others, in which the platform gave police messages of the suspect after the report. In life they are among the lawful demands, which are drawn apart here: not to be added to lawful-demands." }
    ContentCovert { id: "content-covert", name: "Content exposed to covert access", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days of readable message content opened covertly by the parent company or a state that obliges it. An axis, not an estimate." }
    ContentEndpoint { id: "content-endpoint", name: "Content exposed on devices", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days of messages read on a device that was taken over. No regime closes this path." }
    ContentUnlawfulDemand { id: "content-unlawful-demand", name: "Content produced to unlawful demands", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days of readable message content produced to targeted demands without a lawful ground." }
    ContentBulk { id: "content-bulk", name: "Content exposed by bulk orders", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days of readable message content opened under secret orders to search many accounts at once." }
    ContentBackup { id: "content-backup", name: "Content seized from backups", family: Access, unit: "account-days", better: Neither, concerns: "all users and investigators", measure: Whole,
        definition: "Account-days of encrypted messages that were read in an unencrypted cloud backup after a lawful demand." }
    ScanExpanded { id: "scan-expanded", name: "Scanned on the device beyond abuse", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days for which messages were scanned on the device against a list that had come to reach beyond abuse material." }
    ListExpanded { id: "list-expanded", name: "List expanded beyond abuse", family: Access, unit: "share", better: Lower, concerns: "all users", measure: Once,
        definition: "Whether the list that devices are scanned for had come to reach beyond abuse material by the end of the run, in any market: the mean is the share of the runs in which it had. A window of the time series holds the runs in which it came then." }
    ListPoisoned { id: "list-poisoned", name: "List poisoned", family: Access, unit: "share", better: Lower, concerns: "all users", measure: Once,
        definition: "Whether entries that match lawful content got into the list that devices are scanned for, in any market: the mean is the share of the runs in which they did. A window of the time series holds the runs in which they first did then." }
    ListPoisonings { id: "list-poisonings", name: "Poisonings of the list", family: Access, unit: "cases", better: Lower, concerns: "all users", measure: Whole,
        definition: "Cases in which entries that match lawful content got into the list that a platform's devices in a market are scanned for." }
    MetadataBulk { id: "metadata-bulk", name: "Metadata exposed by bulk orders", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days of metadata opened under secret orders to search many accounts at once." }
    MetadataUnlawfulDemand { id: "metadata-unlawful-demand", name: "Metadata produced to unlawful demands", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days of metadata produced to targeted demands without a lawful ground." }
    MetadataInsider { id: "metadata-insider", name: "Metadata exposed to insiders", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days of metadata that staff opened without a right to." }
    MetadataBreach { id: "metadata-breach", name: "Metadata exposed by breaches", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days of metadata of an account exposed in a breach." }
    MetadataLawful { id: "metadata-lawful", name: "Metadata produced to lawful demands", family: Access, unit: "account-days", better: Neither, concerns: "all users and investigators", measure: Whole,
        definition: "Account-days of metadata produced to lawful targeted demands." }
    MetadataCovert { id: "metadata-covert", name: "Metadata exposed to covert access", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days of metadata opened covertly by the parent company or a state that obliges it. An axis, not an estimate." }
    MetadataEndpoint { id: "metadata-endpoint", name: "Metadata exposed on devices", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Whole,
        definition: "Account-days of metadata read on a device that was taken over." }
    ContentUnlawful { id: "content-unlawful", name: "Server content exposed beyond lawful demands", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Ratio(&[Outcome::ContentInsider, Outcome::ContentBreach, Outcome::ContentCovert, Outcome::ContentUnlawfulDemand, Outcome::ContentBulk], &[]),
        definition: "Account-days of readable message content exposed to insiders, breaches, covert access, unlawful demands and bulk orders together. A bulk order reaches everybody and may outweigh all the rest: content-bulk has it apart. Scans of devices are not in it: scan-expanded has those that reach beyond abuse." }
    MetadataUnlawful { id: "metadata-unlawful", name: "Server metadata exposed beyond lawful demands", family: Access, unit: "account-days", better: Lower, concerns: "all users", measure: Ratio(&[Outcome::MetadataInsider, Outcome::MetadataBreach, Outcome::MetadataCovert, Outcome::MetadataUnlawfulDemand, Outcome::MetadataBulk], &[]),
        definition: "Account-days of metadata exposed to insiders, breaches, covert access, unlawful demands and bulk orders together." }

    ActiveUsers { id: "active-users", name: "Active users", family: Trust, unit: "accounts", better: Neither, concerns: "users and platform", measure: Whole,
        definition: "Accounts whose users have not left, averaged over the run. A window of the time series shows its part of the average." }
    Departures { id: "departures", name: "Departures", family: Trust, unit: "accounts", better: Neither, concerns: "users and platform", measure: Whole,
        definition: "Accounts whose users left out of distrust, by net change from window to window; who comes back and leaves again counts again." }
    MessagesChilled { id: "messages-chilled", name: "Messages not written", family: Trust, unit: "messages", better: Lower, concerns: "all users", measure: Whole,
        definition: "Direct messages that were not written since the platform could have read them, or the device scanned them for more than abuse." }
    Inquiries { id: "inquiries", name: "Regulators' inquiries", family: Cost, unit: "inquiries", better: Neither, concerns: "platform", measure: Whole,
        definition: "Inquiries that regulators opened into a platform, on safety or privacy." }
    Notices { id: "notices", name: "Regulators' notices", family: Cost, unit: "notices", better: Neither, concerns: "platform", measure: Whole,
        definition: "Notices in which a regulator told a platform, before the decision, what it meant to find." }
    Remedies { id: "remedies", name: "Notices remedied", family: Cost, unit: "notices", better: Neither, concerns: "platform and users", measure: Whole,
        definition: "Notices that the platform answered by remedying: on safety by withdrawing encryption from the market, on privacy by tightening internal access there. No fine or mandate follows." }
    Fines { id: "fines", name: "Fines", family: Cost, unit: "USD", better: Neither, concerns: "platform", measure: Whole,
        definition: "Fines imposed on a platform." }
    Mandates { id: "mandates", name: "Mandates to read messages", family: Cost, unit: "mandates", better: Neither, concerns: "platform and users", measure: Whole,
        definition: "Decisions that a platform must be able to read messages in a market." }
    Contests { id: "contests", name: "Mandates contested", family: Cost, unit: "mandates", better: Neither, concerns: "platform and users", measure: Whole,
        definition: "Mandates that the platform took to court rather than comply with." }
    MandatesLifted { id: "mandates-lifted", name: "Mandates lifted", family: Cost, unit: "mandates", better: Neither, concerns: "platform and users", measure: Whole,
        definition: "Contested mandates that did not stand." }
    Withdrawals { id: "withdrawals", name: "Encryption withdrawn from a market", family: Cost, unit: "markets", better: Neither, concerns: "platform and users", measure: Whole,
        definition: "Markets from which a platform withdrew encryption because of a regulator: to answer a notice, to comply with a mandate, or once a contest was lost." }

    ReviewHours { id: "review-hours", name: "Review work", family: Cost, unit: "hours", better: Neither, concerns: "reviewers", measure: Count,
        definition: "Hours that reviewers spent on flags." }
    AppealHours { id: "appeal-hours", name: "Appeal work", family: Cost, unit: "hours", better: Neither, concerns: "reviewers", measure: Count,
        definition: "Hours spent on appeals." }
    ReviewWaited { id: "review-waited", name: "Waiting of flags, summed", family: Cost, unit: "days", better: Lower, concerns: "children", measure: Count,
        definition: "Days that flags waited until a reviewer took them up or they were closed, summed." }
    ReviewTaken { id: "review-taken", name: "Flags taken up", family: Cost, unit: "flags", better: Neither, concerns: "reviewers", measure: Count,
        definition: "Flags that a reviewer took up or that were closed unseen." }
    ReviewInTarget { id: "review-in-target", name: "Flags taken up in time", family: Cost, unit: "flags", better: Higher, concerns: "children", measure: Count,
        definition: "Flags that a reviewer took up within the platform's target." }
    ReviewWait { id: "review-wait", name: "Mean wait for review", family: Cost, unit: "days", better: Lower, concerns: "children", measure: Ratio(&[Outcome::ReviewWaited], &[Outcome::ReviewTaken]),
        definition: "Mean time from a flag to the reviewer who takes it up or to its closing." }
    ReviewTimely { id: "review-timely", name: "Share of flags taken up in time", family: Cost, unit: "share", better: Higher, concerns: "children", measure: Ratio(&[Outcome::ReviewInTarget], &[Outcome::ReviewTaken]),
        definition: "Share of flags that a reviewer took up within the platform's target." }
    ReviewWait95 { id: "review-wait-p95", name: "95th percentile of waits for review", family: Cost, unit: "days", better: Lower, concerns: "children", measure: Gauge,
        definition: "The time within which 95 % of flags were taken up or closed, to the upper edge of a bin of 9 %." }
    Backlog { id: "review-backlog", name: "Flags waiting, on average", family: Cost, unit: "flags", better: Lower, concerns: "children", measure: Gauge,
        definition: "Flags waiting for a reviewer, averaged over the run." }
    BacklogEnd { id: "review-backlog-end", name: "Flags waiting at the end", family: Cost, unit: "flags", better: Lower, concerns: "children", measure: Gauge,
        definition: "Flags waiting for a reviewer when the run ends." }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_defined_once() {
        let mut ids: Vec<&str> = Outcome::ALL.iter().map(|o| o.definition().id).collect();
        let n = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), n);
        for (i, outcome) in Outcome::ALL.iter().enumerate() {
            let d = outcome.definition();
            assert_eq!(*outcome as usize, i);
            assert!(!d.unit.is_empty() && d.definition.ends_with('.') && d.name.len() < 48, "{}", d.id);
        }
    }
}
