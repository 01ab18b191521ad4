//! Outcomes: each defined before it has a value.
//!
//! The registry says of every outcome what it is called, what is counted, in which unit, and for whom more would be better. Nothing
//! here adds outcomes up into a score.

/// Which group of readers asks for an outcome first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Harm, and what ends it.
    Safety,
    /// What is reported.
    Reporting,
    /// What happens to people who did nothing.
    InnocentPeople,
    /// Who gets at whose messages.
    Access,
    /// Users who stay, leave, or do not write.
    Trust,
    /// What it takes.
    Cost,
}

impl Family {
    /// Its name for a reader.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Safety => "safety",
            Self::Reporting => "reporting",
            Self::InnocentPeople => "innocent people",
            Self::Access => "access",
            Self::Trust => "trust",
            Self::Cost => "cost",
        }
    }
}

/// Which way those concerned would wish it, all else equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Less is better for them.
    Lower,
    /// More is better for them.
    Higher,
    /// Neither in itself.
    Neither,
}

impl Better {
    /// Its name for a reader.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Higher => "higher",
            Self::Neither => "neither",
        }
    }
}

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
    ($($name:ident $id:literal $label:literal $family:ident $unit:literal $better:ident $concerns:literal $measure:expr, $doc:literal;)*) => {
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
    ChildrenHarmed "children-harmed" "Distinct children harmed" Safety "children" Lower "children" Distinct,
        "People under 18 who suffer at least one episode of grooming or sextortion harm in the run, wherever it happens and whether or not anybody notices.";
    HarmedByExposure "children-harmed-by-exposure" "Children harmed by exposure" Safety "children" Lower "children" Whole,
        "People under 18 who are harmed since their messages were opened unlawfully: by insiders, in breaches, covertly, on unlawful demands, by bulk orders, on devices taken over; who is harmed in two cases counts twice. Apart from children-harmed, and never added to it.";
    HarmGrooming "harm-grooming" "Grooming harm episodes" Safety "episodes" Lower "children" Count,
        "Episodes of sexual abuse by way of a conversation, without an image made; nearly all of children, as the age bands show.";
    HarmNewImages "harm-new-images" "New-image harm episodes" Safety "episodes" Lower "children" Count,
        "Episodes of sexual abuse by way of a conversation in which an image of the victim is made; nearly all of children, as the age bands show.";
    HarmSextortion "harm-sextortion" "Financial-sextortion episodes" Safety "episodes" Lower "children and adults" Count,
        "Episodes of financial sextortion, of victims of any age.";
    HarmFraud "harm-fraud" "Fraud episodes" Safety "episodes" Lower "users" Count,
        "Episodes of money obtained by deceit in a conversation, of victims of any age.";
    KnownShared "known-material-shared" "Sessions sharing known material" Safety "sessions" Lower "children shown" Count,
        "Sessions in which known abuse material, or an altered copy of it, is passed on in direct messages.";
    NewShared "new-material-shared" "Sessions sharing new material" Safety "sessions" Lower "children shown" Count,
        "Sessions in which abuse material not yet on any list is passed on in direct messages.";
    Contacts "contacts-minors" "Minors who answered an offender" Safety "conversations" Lower "children" Count,
        "Conversations begun between an offender and a person under 18 who answered.";
    Demands "demands" "People who met a demand" Safety "people" Lower "children and adults" Count,
        "Conversations in which an offender makes a sexual or extortionate demand, of victims of any age.";
    VictimsReporting "victims-reporting" "Victims who report" Safety "people" Neither "children and adults" Count,
        "Conversations that reach a demand and in which the victim reports.";
    Tips "tips" "Children who told police off the platform" Safety "children" Neither "children" Count,
        "Conversations in which a person under 18 was harmed and told police, or somebody who did, without the platform. Not among the reports.";
    VictimsBlocking "victims-blocking" "Victims who block" Safety "people" Neither "children and adults" Count,
        "Conversations that reach a demand and in which the victim blocks the account.";
    VictimsRecontacted "victims-recontacted" "Victims contacted again" Safety "people" Lower "children and adults" Count,
        "Conversations in which the victim blocks and is contacted again from another account.";
    OffenderDays "offender-days" "Offender-days active" Safety "days" Lower "children" Days,
        "Days on which offenders with malice had at least one working account on the platform, summed over offenders.";
    OffendersRemoved "offenders-removed" "Offender accounts suspended" Safety "accounts" Higher "children" Count,
        "Accounts of offenders with malice that were suspended, restorations not deducted.";
    OffendersFirstRemoved "offenders-first-removed" "Offenders suspended at least once" Safety "people" Higher "children" Count,
        "Offenders with malice who lost an account for the first time. A person is not an account.";
    RemovalDays "removal-days" "Days to first removal, summed" Safety "days" Lower "children" Count,
        "Days from an offender's first act, or from the start of the run, to the first account lost, summed over the offenders who lost one.";
    TimeToRemoval "time-to-removal" "Time to first removal" Safety "days" Neither "children" Ratio(&[Outcome::RemovalDays], &[Outcome::OffendersFirstRemoved]),
        "Mean days from an offender's first act, or from the start of the run, to the first account lost, over those who lost one. Who is never caught is not in it: read it beside how many were.";
    ConversationsCut "conversations-cut" "Abusive conversations cut short" Safety "conversations" Higher "children" Count,
        "Conversations with a person under 18 that ended before harm, or before another episode, because the offender's account was suspended or restricted.";

    TrueFlags "true-flags" "Flags of abuse" Reporting "flags" Neither "children" Count,
        "Flags raised by any channel on something an offender did.";
    FalseFlags "false-flags" "Flags of something else" Reporting "flags" Lower "ordinary users" Count,
        "Flags raised by any channel, users' mistaken or malicious reports included, on an ordinary user.";
    UserFlags "user-flags" "Flags begun by victims" Reporting "flags" Neither "children" Count,
        "Flags of abuse that began with a report by the victim.";
    Precision "flag-precision" "Precision of flags" Reporting "share" Higher "ordinary users" Ratio(&[Outcome::TrueFlags], &[Outcome::TrueFlags, Outcome::FalseFlags]),
        "Share of all flags that are on something an offender did.";
    TrueHash "true-flags-hash-match" "Flags of abuse, hash-match" Reporting "flags" Neither "children" Count,
        "Flags raised by hash matching on something an offender did.";
    TrueImage "true-flags-image-classifier" "Flags of abuse, image-classifier" Reporting "flags" Neither "children" Count,
        "Flags raised by the image classifier on something an offender did.";
    TrueText "true-flags-text-classifier" "Flags of abuse, text-classifier" Reporting "flags" Neither "children" Count,
        "Flags raised by the text classifier on something an offender did.";
    TrueBehaviour "true-flags-behaviour" "Flags of abuse, behaviour" Reporting "flags" Neither "children" Count,
        "Flags raised by patterns in metadata on something an offender did.";
    TrueSurface "true-flags-visible-surfaces" "Flags of abuse, visible-surfaces" Reporting "flags" Neither "children" Count,
        "Flags raised by matching on surfaces that stay readable on something an offender did.";
    TrueDevice "true-flags-client-side-scan" "Flags of abuse, client-side-scan" Reporting "flags" Neither "children" Count,
        "Flags raised by matching on the device on something an offender did.";
    FalseHash "false-flags-hash-match" "Flags of something else, hash-match" Reporting "flags" Lower "ordinary users" Count,
        "Flags raised by hash matching on an ordinary user.";
    FalseImage "false-flags-image-classifier" "Flags of something else, image-classifier" Reporting "flags" Lower "ordinary users" Count,
        "Flags raised by the image classifier on an ordinary user.";
    FalseText "false-flags-text-classifier" "Flags of something else, text-classifier" Reporting "flags" Lower "ordinary users" Count,
        "Flags raised by the text classifier on an ordinary user.";
    FalseBehaviour "false-flags-behaviour" "Flags of something else, behaviour" Reporting "flags" Lower "ordinary users" Count,
        "Flags raised by patterns in metadata on an ordinary user.";
    FalseSurface "false-flags-visible-surfaces" "Flags of something else, visible-surfaces" Reporting "flags" Lower "ordinary users" Count,
        "Flags raised by matching on surfaces that stay readable on an ordinary user.";
    FalseDevice "false-flags-client-side-scan" "Flags of something else, client-side-scan" Reporting "flags" Lower "ordinary users" Count,
        "Flags raised by matching on the device on an ordinary user.";
    PoisonedFlags "false-flags-poisoned-list" "Flags of something else, poisoned list" Reporting "flags" Lower "ordinary users" Count,
        "Flags raised by matching on the device on an ordinary user who holds lawful content that somebody got onto the list. They are among those of client-side-scan.";
    FalseUser "false-flags-user-reports" "Flags of something else, user-reports" Reporting "flags" Lower "ordinary users" Count,
        "Flags raised by users' reports on an ordinary user.";
    PrecisionHash "flag-precision-hash-match" "Precision, hash-match" Reporting "share" Higher "ordinary users" Ratio(&[Outcome::TrueHash], &[Outcome::TrueHash, Outcome::FalseHash]),
        "Share of the flags raised by hash matching that are on something an offender did.";
    PrecisionImage "flag-precision-image-classifier" "Precision, image-classifier" Reporting "share" Higher "ordinary users" Ratio(&[Outcome::TrueImage], &[Outcome::TrueImage, Outcome::FalseImage]),
        "Share of the flags raised by the image classifier that are on something an offender did.";
    PrecisionText "flag-precision-text-classifier" "Precision, text-classifier" Reporting "share" Higher "ordinary users" Ratio(&[Outcome::TrueText], &[Outcome::TrueText, Outcome::FalseText]),
        "Share of the flags raised by the text classifier that are on something an offender did.";
    PrecisionBehaviour "flag-precision-behaviour" "Precision, behaviour" Reporting "share" Higher "ordinary users" Ratio(&[Outcome::TrueBehaviour], &[Outcome::TrueBehaviour, Outcome::FalseBehaviour]),
        "Share of the flags raised by patterns in metadata that are on something an offender did.";
    PrecisionSurface "flag-precision-visible-surfaces" "Precision, visible-surfaces" Reporting "share" Higher "ordinary users" Ratio(&[Outcome::TrueSurface], &[Outcome::TrueSurface, Outcome::FalseSurface]),
        "Share of the flags raised by matching on surfaces that stay readable that are on something an offender did.";
    PrecisionDevice "flag-precision-client-side-scan" "Precision, client-side-scan" Reporting "share" Higher "ordinary users" Ratio(&[Outcome::TrueDevice], &[Outcome::TrueDevice, Outcome::FalseDevice]),
        "Share of the flags raised by matching on the device that are on something an offender did.";
    PrecisionUser "flag-precision-user-reports" "Precision, user-reports" Reporting "share" Higher "ordinary users" Ratio(&[Outcome::UserFlags], &[Outcome::UserFlags, Outcome::FalseUser]),
        "Share of the flags raised by users' reports that are on something an offender did.";
    FlagsExpired "flags-expired" "Flags closed unseen" Reporting "flags" Lower "children" Count,
        "Flags that waited longer than the platform's limit and were closed without a look, true and false.";
    Incidents "incidents" "Confirmed incidents" Reporting "incidents" Neither "children" Count,
        "Flags of abuse that a reviewer, or an automatic rule, confirmed.";
    UserIncidents "user-incidents" "Confirmed incidents begun by victims" Reporting "incidents" Neither "children" Count,
        "Confirmed incidents whose flag began with a report by the victim.";
    UserShare "user-share" "Share of incidents begun by victims" Reporting "share" Neither "children" Ratio(&[Outcome::UserIncidents], &[Outcome::Incidents]),
        "Share of confirmed incidents whose flag began with a report by the victim.";
    ReportedIncidents "incidents-reported" "Incidents reported" Reporting "incidents" Neither "children" Count,
        "Confirmed incidents that the platform passed on to the clearinghouse, in reports of their own or in bundles.";
    Reports "reports" "Reports to the clearinghouse" Reporting "reports" Neither "children" Count,
        "Reports filed with the clearinghouse, true and false. Several incidents of one viral file can be one report. Neither harm nor safety.";
    DuplicateReports "reports-duplicate" "Reports of files reported before" Reporting "reports" Neither "children" Count,
        "Reports about known material whose files had been reported before.";
    ActionableReports "reports-actionable" "Actionable reports" Reporting "reports" Higher "children" Count,
        "Reports about an offender that carry enough for police to act on.";
    ActionableShare "actionable-share" "Actionable share of reports" Reporting "share" Higher "children" Ratio(&[Outcome::ActionableReports], &[Outcome::Reports]),
        "Share of reports that are about an offender and carry enough for police to act on.";

    CasesOpened "cases-opened" "Cases opened by police" Safety "cases" Neither "children" Count,
        "Reports on which police opened a case, about offenders and others. A report about somebody with an open case joins it.";
    CasesInvestigated "cases-investigated" "Cases investigated" Safety "cases" Higher "children" Count,
        "Cases that an investigator finished, about offenders and others.";
    CasesStale "cases-stale" "Cases closed for age" Safety "cases" Lower "children" Count,
        "Cases closed without an investigation since they had waited too long.";
    CaseWaited "case-waited" "Waiting of cases, summed" Cost "days" Lower "children" Count,
        "Days that cases waited until an investigator took them up or they were closed, summed.";
    CaseTaken "case-taken" "Cases taken up" Cost "cases" Neither "children" Count,
        "Cases that an investigator took up or that were closed for age.";
    CaseWait "case-wait" "Mean wait of a case" Cost "days" Lower "children" Ratio(&[Outcome::CaseWaited], &[Outcome::CaseTaken]),
        "Mean time from the opening of a case until an investigator took it up or it was closed for age.";
    Arrests "arrests" "Arrests" Safety "people" Higher "children" Count,
        "Offenders with malice who were arrested.";
    ChildrenSafeguarded "children-safeguarded" "Children safeguarded" Safety "children" Higher "children" Count,
        "Children harmed by an offender who was then investigated, who were found and safeguarded. What prevents harm leaves fewer to be found: read it beside children-harmed.";

    InnocentExamined "innocent-examined" "Innocent people examined" InnocentPeople "people" Lower "ordinary users" Count,
        "Ordinary users whose flagged messages or metadata a human reviewer looked at, each counted once on each platform in the run.";
    InnocentContentExamined "innocent-content-examined" "Innocent people whose messages were read" InnocentPeople "people" Lower "ordinary users" Count,
        "Ordinary users whose flagged message content a human reviewer looked at, each counted once on each platform in the run.";
    Suspensions "suspensions" "Accounts suspended" InnocentPeople "accounts" Neither "offenders and ordinary users" Count,
        "Accounts suspended, of offenders with and without malice and of ordinary users, restorations not deducted.";
    Appeals "appeals" "Appeals decided" InnocentPeople "appeals" Neither "offenders and ordinary users" Count,
        "Appeals against a suspension that were decided.";
    AppealsUpheld "appeals-upheld" "Appeals upheld" InnocentPeople "appeals" Neither "offenders and ordinary users" Count,
        "Appeals that restored the account, rightly or not.";
    InnocentSuspended "innocent-suspended" "Innocent people suspended" InnocentPeople "people" Lower "ordinary users" Count,
        "Suspensions of ordinary users' accounts; who is restored and suspended again counts again.";
    InnocentRestored "innocent-restored" "Innocent people restored on appeal" InnocentPeople "people" Higher "ordinary users" Count,
        "Wrongly suspended ordinary users who got their account back on appeal.";
    InnocentDays "innocent-days-lost" "Account-days lost by innocent people" InnocentPeople "days" Lower "ordinary users" Days,
        "Days for which ordinary users were suspended or restricted, to the end of the run.";
    InnocentReported "innocent-reported" "Innocent people reported to police" InnocentPeople "people" Lower "ordinary users" Count,
        "Ordinary users about whom a report was filed with the clearinghouse, each counted once on each platform in the run.";

    InnocentInvestigated "innocent-investigated" "Innocent people investigated" InnocentPeople "people" Lower "ordinary users" Count,
        "Investigations of ordinary users because of a report; who is reported again counts again.";
    InnocentWarrants "innocent-warrants" "Innocent people whose messages police got" InnocentPeople "people" Lower "ordinary users" Count,
        "Investigations of ordinary users in which the platform gave police messages of theirs; who is investigated again counts again. They are among warrants-content.";

    ContentHeld "content-held" "Readable content on servers" Access "account-days" Lower "all users" Whole,
        "Account-days of readable message content that the platform's servers hold, at the ends of the windows, averaged over the run: what any path of access could reach. A window of the time series shows its part of the average.";
    ContentInsider "content-insider" "Content exposed to insiders" Access "account-days" Lower "all users" Whole,
        "Account-days of readable message content that staff opened without a right to.";
    ContentBreach "content-breach" "Content exposed by breaches" Access "account-days" Lower "all users" Whole,
        "Account-days of readable message content on the servers of an account exposed in a breach.";
    AdultsHarmedByExposure "adults-harmed-by-exposure" "Adults harmed by exposure" Access "people" Lower "users" Whole,
        "People of 18 and over who are harmed since their messages were opened unlawfully, as in children-harmed-by-exposure; who is harmed in two cases counts twice.";
    LawfulDemands "lawful-demands" "Lawful demands" Access "demands" Neither "all users and investigators" Whole,
        "Lawful targeted demands for users' data.";
    LawfulProduced "lawful-demands-met" "Lawful demands met" Access "demands" Neither "all users and investigators" Whole,
        "Lawful targeted demands on which some data were produced.";
    LawfulAccounts "lawful-accounts" "Accounts in lawful demands" Access "accounts" Neither "all users and investigators" Whole,
        "Accounts named in lawful targeted demands, met or not.";
    ContentLawful "content-lawful" "Content produced to lawful demands" Access "account-days" Neither "all users and investigators" Whole,
        "Account-days of readable message content produced to lawful targeted demands.";
    WarrantsContent "warrants-content" "Cases given content by the platform" Access "cases" Neither "all users and investigators" Count,
        "Cases, about offenders and others, in which the platform gave police messages of the suspect after the report. In life they are among the lawful demands, which are drawn apart here: not to be added to lawful-demands.";
    ContentCovert "content-covert" "Content exposed to covert access" Access "account-days" Lower "all users" Whole,
        "Account-days of readable message content opened covertly by the parent company or a state that obliges it. An axis, not an estimate.";
    ContentEndpoint "content-endpoint" "Content exposed on devices" Access "account-days" Lower "all users" Whole,
        "Account-days of messages read on a device that was taken over. No regime closes this path.";
    ContentUnlawfulDemand "content-unlawful-demand" "Content produced to unlawful demands" Access "account-days" Lower "all users" Whole,
        "Account-days of readable message content produced to targeted demands without a lawful ground.";
    ContentBulk "content-bulk" "Content exposed by bulk orders" Access "account-days" Lower "all users" Whole,
        "Account-days of readable message content opened under secret orders to search many accounts at once.";
    ContentBackup "content-backup" "Content seized from backups" Access "account-days" Neither "all users and investigators" Whole,
        "Account-days of encrypted messages that were read in an unencrypted cloud backup after a lawful demand.";
    ScanExpanded "scan-expanded" "Scanned on the device beyond abuse" Access "account-days" Lower "all users" Whole,
        "Account-days for which messages were scanned on the device against a list that had come to reach beyond abuse material.";
    ListExpanded "list-expanded" "List expanded beyond abuse" Access "share" Lower "all users" Once,
        "Whether the list that devices are scanned for had come to reach beyond abuse material by the end of the run, in any market: the mean is the share of the runs in which it had. A window of the time series holds the runs in which it came then.";
    ListPoisoned "list-poisoned" "List poisoned" Access "share" Lower "all users" Once,
        "Whether entries that match lawful content got into the list that devices are scanned for, in any market: the mean is the share of the runs in which they did. A window of the time series holds the runs in which they first did then.";
    ListPoisonings "list-poisonings" "Poisonings of the list" Access "cases" Lower "all users" Whole,
        "Cases in which entries that match lawful content got into the list that a platform's devices in a market are scanned for.";
    MetadataBulk "metadata-bulk" "Metadata exposed by bulk orders" Access "account-days" Lower "all users" Whole,
        "Account-days of metadata opened under secret orders to search many accounts at once.";
    MetadataUnlawfulDemand "metadata-unlawful-demand" "Metadata produced to unlawful demands" Access "account-days" Lower "all users" Whole,
        "Account-days of metadata produced to targeted demands without a lawful ground.";
    MetadataInsider "metadata-insider" "Metadata exposed to insiders" Access "account-days" Lower "all users" Whole,
        "Account-days of metadata that staff opened without a right to.";
    MetadataBreach "metadata-breach" "Metadata exposed by breaches" Access "account-days" Lower "all users" Whole,
        "Account-days of metadata of an account exposed in a breach.";
    MetadataLawful "metadata-lawful" "Metadata produced to lawful demands" Access "account-days" Neither "all users and investigators" Whole,
        "Account-days of metadata produced to lawful targeted demands.";
    MetadataCovert "metadata-covert" "Metadata exposed to covert access" Access "account-days" Lower "all users" Whole,
        "Account-days of metadata opened covertly by the parent company or a state that obliges it. An axis, not an estimate.";
    MetadataEndpoint "metadata-endpoint" "Metadata exposed on devices" Access "account-days" Lower "all users" Whole,
        "Account-days of metadata read on a device that was taken over.";
    ContentUnlawful "content-unlawful" "Content exposed unlawfully, server side" Access "account-days" Lower "all users" Ratio(&[Outcome::ContentInsider, Outcome::ContentBreach, Outcome::ContentCovert, Outcome::ContentUnlawfulDemand, Outcome::ContentBulk], &[]),
        "Account-days of readable message content exposed to insiders, breaches, covert access, unlawful demands and bulk orders together.";
    MetadataUnlawful "metadata-unlawful" "Metadata exposed unlawfully, server side" Access "account-days" Lower "all users" Ratio(&[Outcome::MetadataInsider, Outcome::MetadataBreach, Outcome::MetadataCovert, Outcome::MetadataUnlawfulDemand, Outcome::MetadataBulk], &[]),
        "Account-days of metadata exposed to insiders, breaches, covert access, unlawful demands and bulk orders together.";

    ActiveUsers "active-users" "Active users" Trust "accounts" Neither "users and platform" Whole,
        "Accounts whose users have not left, averaged over the run. A window of the time series shows its part of the average.";
    Departures "departures" "Departures" Trust "accounts" Neither "users and platform" Whole,
        "Accounts whose users left out of distrust, by net change from window to window; who comes back and leaves again counts again.";
    MessagesChilled "messages-chilled" "Messages not written" Trust "messages" Lower "all users" Whole,
        "Direct messages that were not written since the platform could have read them.";
    Inquiries "inquiries" "Regulators' inquiries" Cost "inquiries" Neither "platform" Whole,
        "Inquiries that regulators opened into a platform, on safety or privacy.";
    Notices "notices" "Regulators' notices" Cost "notices" Neither "platform" Whole,
        "Notices in which a regulator told a platform, before the decision, what it meant to find.";
    Remedies "remedies" "Notices remedied" Cost "notices" Neither "platform and users" Whole,
        "Notices that the platform answered by remedying: on safety by withdrawing encryption from the market, on privacy by tightening internal access there. No fine or mandate follows.";
    Fines "fines" "Fines" Cost "USD" Neither "platform" Whole,
        "Fines imposed on a platform.";
    Mandates "mandates" "Mandates to read messages" Cost "mandates" Neither "platform and users" Whole,
        "Decisions that a platform must be able to read messages in a market.";
    Contests "contests" "Mandates contested" Cost "mandates" Neither "platform and users" Whole,
        "Mandates that the platform took to court rather than comply with.";
    MandatesLifted "mandates-lifted" "Mandates lifted" Cost "mandates" Neither "platform and users" Whole,
        "Contested mandates that did not stand.";
    Withdrawals "withdrawals" "Encryption withdrawn from a market" Cost "markets" Neither "platform and users" Whole,
        "Markets from which a platform withdrew encryption because of a regulator: to answer a notice, to comply with a mandate, or once a contest was lost.";

    ReviewHours "review-hours" "Review work" Cost "hours" Neither "reviewers" Count,
        "Hours that reviewers spent on flags.";
    AppealHours "appeal-hours" "Appeal work" Cost "hours" Neither "reviewers" Count,
        "Hours spent on appeals.";
    ReviewWaited "review-waited" "Waiting of flags, summed" Cost "days" Lower "children" Count,
        "Days that flags waited until a reviewer took them up or they were closed, summed.";
    ReviewTaken "review-taken" "Flags taken up" Cost "flags" Neither "reviewers" Count,
        "Flags that a reviewer took up or that were closed unseen.";
    ReviewInTarget "review-in-target" "Flags taken up in time" Cost "flags" Higher "children" Count,
        "Flags that a reviewer took up within the platform's target.";
    ReviewWait "review-wait" "Mean wait for review" Cost "days" Lower "children" Ratio(&[Outcome::ReviewWaited], &[Outcome::ReviewTaken]),
        "Mean time from a flag to the reviewer who takes it up or to its closing.";
    ReviewTimely "review-timely" "Share of flags taken up in time" Cost "share" Higher "children" Ratio(&[Outcome::ReviewInTarget], &[Outcome::ReviewTaken]),
        "Share of flags that a reviewer took up within the platform's target.";
    ReviewWait95 "review-wait-p95" "95th percentile of waits for review" Cost "days" Lower "children" Gauge,
        "The time within which 95 % of flags were taken up or closed, to the upper edge of a bin of 9 %.";
    Backlog "review-backlog" "Flags waiting, on average" Cost "flags" Lower "children" Gauge,
        "Flags waiting for a reviewer, averaged over the run.";
    BacklogEnd "review-backlog-end" "Flags waiting at the end" Cost "flags" Lower "children" Gauge,
        "Flags waiting for a reviewer when the run ends.";
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
