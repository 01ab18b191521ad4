//! # Investigation: what police do with reports
//!
//! **What it does.** A report reaches the police of the market where the reported person lives. So does what a child who was harmed
//! tells off the platform, with the messages on the child's own device, under every regime and from every platform. Triage opens a
//! case or not, more often where the report can be acted on; cases wait for a finite number of investigators, those about anything
//! but known files first, as a child may be at risk now, unless triage errs. Police may ask the platform for the suspect's
//! messages, and get what its servers still hold and can read: what the flag was about unless it was encrypted, or what the suspect
//! wrote on the oldest day that is kept. With it, a case on a report without content is worth as much as one on a report with
//! content. An investigation ends with an arrest, with children found and safeguarded, with nothing, or it has been into the life
//! of an innocent person, whose messages police may have been given too. A case that has waited too long is closed; a report about
//! somebody with an open case joins it.
//!
//! **Why it matters.** Reports are not children protected: capacity and priority errors stand between (M3; evidence:
//! `icac_investigations_fy24`, `icac_arrest_per_investigation`, `nl_investigations_2019`, `nca_safeguarded_month`,
//! `bka_unpursuable_share`). More reports can help fewer children when they crowd out the ones that matter. Evidence after the fact
//! is content by warrant where the platform can read it; devices, copies from whoever reported, and metadata where it cannot (M5;
//! evidence: `meta_requests_h1_2022`, `meta_compliance`); and some learn of abuse from no platform at all (M2).
//!
//! **Switched off.** Police do nothing with reports, and nobody tells them anything.
//!
//! **Limits.** An offender whose case was closed can have another. A child harmed by two offenders who are both investigated counts
//! twice; one whom the first case on an offender does not find is not looked for by the next. Only children harmed in messages can
//! be found: those in the images that producers make, and those whom sharers harm at home, are not in the model, so with the
//! classes that ship cases on known files find nobody. Arrests prevent harm and so leave fewer children to find: safeguarded
//! children can fall as harm does. Who has stopped offending is not arrested. A report that joins a case adds nothing to it. Police
//! ask the platform of the report alone, at the end of the investigation, and are answered at once; they get something or nothing,
//! by the flagged message and the oldest one kept, so that what was readable only between the two, or was written after the flag,
//! is missed. What a child tells takes the way and the time of a report, and the platform does not hear of it; adults and those who
//! saw but were not harmed tell nobody. Who came from another platform is taken to have written here all along. Retention is that
//! of *access*, also where that is switched off; nothing is preserved for police when a report is made. Where the report had
//! content, the rest of the account is read and makes no arrest likelier. Devices seized and metadata are inside `arrest-blind` and
//! `safeguard-blind`; copies that a reporter forwarded are content of the report. The lawful demands of *access* are drawn apart,
//! of all crime, and expose no more for these. Investigators work on reports from the world's platforms alone; other work is not
//! played. Handling times are exponential. With `sample` below 1 investigators are thinned as reviewers are, and cases wait too
//! long (see *review*).

use super::Mechanism;
use super::conversation::Talk;
use super::detection::{Flag, Subject};
use super::review::servers;
use crate::engine::{Clock, Job};
use crate::model::chance::{Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::outcome::Outcome;
use crate::model::simulation::Simulation;
use crate::parameter::Param;
use crate::units::{Count, Probability, Share, Span, Time};

crate::parameters! {
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
        /// The chance that triage opens a case on a report that can be acted on.
        "opens-actionable" [shared] opens_actionable: Param<Probability>,
        /// The chance that triage opens a case on any other report.
        "opens-other" [shared] opens_other: Param<Probability>,
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
        /// The chance that what somebody harmed tells police, off the platform, carries enough to act on.
        "actionable-tip" [shared] actionable_tip: Param<Probability>,
    }
}

/// Classes of urgency: a child may be at risk now, or not.
pub const URGENCIES: usize = 2;

/// A case, from the report until it is closed.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Identity in streams.
    pub id: u64,
    /// Whom it is about.
    pub subject: Subject,
    pub(in crate::model) platform: u8,
    pub(in crate::model) market: u8,
    /// When the thing happened that it is about.
    flagged: Time,
    /// The messages that it is about were encrypted.
    encrypted: bool,
    /// Police have content.
    content: bool,
    actionable: bool,
    urgent: bool,
    /// It is the open case of an offender.
    opened: bool,
}

impl Simulation {
    /// Investigators on duty and their speed.
    fn investigators(&self, market: usize) -> (usize, f64) {
        let rules = &self.markets[market].rules.investigation;
        servers(rules.investigators.number() * rules.on_duty.number() * self.sample)
    }

    pub(in crate::model) fn start_investigation(&mut self) {
        for market in 0..self.markets.len() {
            let (servers, _) = self.investigators(market);
            self.markets[market].police.set_servers(servers);
        }
    }

    /// A report goes to the police.
    pub(in crate::model) fn refer(&mut self, flag: &Flag, actionable: bool, clock: &mut Clock<Event>) {
        if !self.plays(Mechanism::Investigation) {
            return;
        }
        let (market, _) = self.where_counted(flag.subject);
        let id = part(flag.id, Decision::Triage, 0);
        let urgent = !flag.known;
        let Flag { subject, platform, at: flagged, encrypted, content, .. } = *flag;
        let market = market as u8;
        self.take(Case { id, subject, platform, market, flagged, encrypted, content, actionable, urgent, opened: false }, clock);
    }

    /// A child who was harmed in a conversation may tell police, or somebody who does. They have what is on the child's device.
    pub(in crate::model) fn tip(&mut self, talk: &Talk, encrypted: bool, clock: &mut Clock<Event>) {
        let offender = &self.offenders[talk.offender as usize];
        let (market, child, platform) = (offender.market, talk.victim, talk.platform);
        let tell = self.responses[child.band()].tell.number();
        let mut stream = self.chance.of(Decision::Tip, talk.id, 0);
        if !self.plays(Mechanism::Investigation) || !stream.chance(tell) {
            return;
        }
        self.count(Outcome::Tips, usize::from(platform), child.market(), child.band(), clock.now(), 1.0);
        let actionable = stream.chance(self.markets[usize::from(market)].rules.investigation.actionable_tip.number());
        let (id, subject) = (part(talk.id, Decision::Tip, 1), Subject::Offender(talk.offender, talk.account));
        let (content, urgent, opened, flagged) = (true, true, false, clock.now());
        self.take(Case { id, subject, platform, market, flagged, encrypted, content, actionable, urgent, opened }, clock);
    }

    /// Police get a report, or are told.
    fn take(&mut self, case: Case, clock: &mut Clock<Event>) {
        let mean = self.markets[usize::from(case.market)].rules.investigation.referral.get().days();
        let delay = self.chance.of(Decision::Referral, case.id, 0).exponential(mean);
        self.cases_in += 1;
        let case = self.cases.insert(case) as u32;
        schedule(clock, clock.now().after_days(delay), Event::Triage(case));
    }

    /// Triage opens a case, or does not.
    pub(in crate::model) fn triage(&mut self, number: u32, clock: &mut Clock<Event>) {
        let case = self.cases[number as usize];
        let market = usize::from(case.market);
        let rules = &self.markets[market].rules.investigation;
        let opens = if case.actionable { rules.opens_actionable.number() } else { rules.opens_other.number() };
        let mut stream = self.chance.of(Decision::Triage, case.id, 0);
        let opened = stream.chance(opens);
        let class = usize::from(case.urgent == stream.chance(rules.misranks.number()));
        let known = matches!(case.subject, Subject::Offender(offender, _) if self.offenders[offender as usize].under_investigation);
        if !opened || known {
            self.close_case(number);
            return;
        }
        if let Subject::Offender(offender, _) = case.subject {
            self.offenders[offender as usize].under_investigation = true;
            self.cases[number as usize].opened = true;
        }
        self.count_case(Outcome::CasesOpened, &case, clock.now(), 1.0);
        self.close_stale_cases(market, clock.now());
        let begins = self.markets[market].police.arrive(clock.now(), class, number);
        self.begin_case(market, begins, clock);
    }

    /// Closes the cases that have waited too long.
    pub(in crate::model) fn close_stale_cases(&mut self, market: usize, now: Time) {
        let limit = self.markets[market].rules.investigation.stale.get();
        while let Some(number) = self.markets[market].police.expire(now, limit) {
            let case = self.cases[number as usize];
            self.count_case(Outcome::CaseWaited, &case, now, limit.days());
            self.count_case(Outcome::CaseTaken, &case, now, 1.0);
            self.count_case(Outcome::CasesStale, &case, now, 1.0);
            self.close_case(number);
        }
    }

    fn begin_case(&mut self, market: usize, begins: Option<Job<u32>>, clock: &mut Clock<Event>) {
        let Some(Job { what: number, arrived }) = begins else { return };
        let now = clock.now();
        let case = self.cases[number as usize];
        self.count_case(Outcome::CaseWaited, &case, now, now.since(arrived).days());
        self.count_case(Outcome::CaseTaken, &case, now, 1.0);
        let mean = self.markets[market].rules.investigation.handling.get().days();
        let work = self.chance.of(Decision::CaseWork, case.id, 0).exponential(mean);
        let (_, speed) = self.investigators(market);
        schedule(clock, now.after_days(work / speed), Event::Investigated(number));
    }

    /// An investigation ends.
    pub(in crate::model) fn investigated(&mut self, number: u32, clock: &mut Clock<Event>) {
        let mut case = self.cases[number as usize];
        let market = usize::from(case.market);
        self.count_case(Outcome::CasesInvestigated, &case, clock.now(), 1.0);
        case.content |= self.gets_messages(&case, clock.now());
        match case.subject {
            Subject::Offender(offender, _) => self.solve(&case, offender, clock),
            Subject::Ordinary(_) => self.count_case(Outcome::InnocentInvestigated, &case, clock.now(), 1.0),
        }
        self.close_case(number);
        self.close_stale_cases(market, clock.now());
        let begins = self.markets[market].police.depart(clock.now());
        self.begin_case(market, begins, clock);
    }

    /// Police ask the platform for the suspect's messages. True if they are given any.
    fn gets_messages(&mut self, case: &Case, now: Time) -> bool {
        let warrant = self.markets[usize::from(case.market)].rules.investigation.warrant.number();
        let given = self.holds_messages(case, now) && self.chance.of(Decision::Warrant, case.id, 0).chance(warrant);
        if given {
            self.count_case(Outcome::WarrantsContent, case, now, 1.0);
            if matches!(case.subject, Subject::Ordinary(_)) {
                self.count_case(Outcome::InnocentWarrants, case, now, 1.0);
            }
        }
        given
    }

    /// Whether the servers still hold what the case is about, and can read it or the oldest of what else they keep of the suspect.
    fn holds_messages(&self, case: &Case, now: Time) -> bool {
        let platform = usize::from(case.platform);
        let in_reach = self.platforms[platform].timeline.now(now).rules.answer.in_reach.get();
        let kept = self.platforms[platform].timeline.kept(now, |rules| rules.access.content_retention.get());
        if !in_reach || now.since(case.flagged) >= kept {
            return false;
        }
        let oldest = now - kept;
        // Whoever is written to is taken to be under the same rules as the suspect.
        let oldest_is_encrypted = || match case.subject {
            Subject::Offender(number, _) => {
                let offender = &self.offenders[number as usize];
                let (taste, account) = (self.class_of(number).rules.privacy_taste.number(), || offender.account());
                self.encrypts(platform, oldest.max(offender.since), [usize::from(case.market); 2], taste, account, account)
            }
            Subject::Ordinary(person) => self.is_encrypted(platform, person, person, oldest),
        };
        !case.encrypted || !oldest_is_encrypted()
    }

    fn solve(&mut self, case: &Case, offender: u32, clock: &mut Clock<Event>) {
        let rules = &self.markets[usize::from(case.market)].rules.investigation;
        let arrest = if case.content { rules.arrest.number() } else { rules.arrest_blind.number() };
        let safeguard = rules.safeguard.number() * if case.content { 1.0 } else { rules.safeguard_blind.number() };
        let malice = self.class_of(offender).rules.malice.get();
        let at_large = self.offenders[offender as usize].until > clock.now();
        let mut stream = self.chance.of(Decision::Safeguard, case.id, 0);
        for child in self.victims.remove(&offender).unwrap_or_default() {
            if stream.chance(safeguard) {
                self.count(Outcome::ChildrenSafeguarded, usize::from(case.platform), child.market(), child.band(), clock.now(), 1.0);
            }
        }
        if malice && at_large && self.chance.of(Decision::Arrest, case.id, 0).chance(arrest) {
            self.count_case(Outcome::Arrests, case, clock.now(), 1.0);
            self.count_active(offender, clock.now());
            self.offenders[offender as usize].until = clock.now();
        }
    }

    fn close_case(&mut self, number: u32) {
        let case = self.cases.remove(number as usize);
        if let (Subject::Offender(offender, _), true) = (case.subject, case.opened) {
            self.offenders[offender as usize].under_investigation = false;
        }
        self.cases_out += 1;
    }

    fn count_case(&mut self, outcome: Outcome, case: &Case, now: Time, amount: f64) {
        let (market, band) = self.where_counted(case.subject);
        self.count(outcome, usize::from(case.platform), market, band, now, amount);
    }
}
