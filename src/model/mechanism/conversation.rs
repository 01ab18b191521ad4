//! # Conversation: from an answer to harm
//!
//! **What it does.** An answered approach goes through stages: trust, perhaps a move to a platform that watches less, a demand, harm,
//! with an image made if the platform lets it pass, and more harm or an end. Each stage leaves signals that channels may see, and
//! gives the victim occasion to report or to block. A conversation ends when the offender's account is gone, where it began or where
//! it has moved to; a victim who blocked may be contacted again from another account.
//!
//! A platform watches less that reports nothing or encrypts. Conversations move there in proportion to its users and, where it
//! reports, the less readily and by the share of all its messages that is encrypted.
//!
//! **Why it matters.** Encryption acts on each stage differently (M1), offenders switch platforms mid-way (M6), and victims block
//! more than they report (M4; evidence: `thorn_block_share`, `thorn_report_share`, `thorn_recontact`).
//!
//! **Switched off.** An approach that is answered leads to nothing.
//!
//! **Limits.** Extortion and grooming are as likely where no image can pass. A victim with whom the conversation moves is counted on
//! the platform it moves to, with an account there or not; a conversation that has moved outlives the account where it began. A
//! recontact runs over the same account. Delays are exponential; one victim's conversations do not influence each other; harm
//! outside messages is not played.

use super::Mechanism;
use super::detection::Sight;
use crate::engine::Clock;
use crate::engine::distribution::{cumulative, pick};
use crate::model::chance::{Decision, part};
use crate::model::event::{Event, schedule};
use crate::model::offender::Class;
use crate::model::outcome::Outcome;
use crate::model::population::{ADULT, Person};
use crate::model::simulation::Simulation;
use crate::parameter::Param;
use crate::units::{Probability, Share, Span};

crate::choices! {
    /// What the harm done in a conversation is called.
    pub enum HarmType "type of harm" {
        /// Sexual abuse of a child by way of a conversation.
        Grooming "grooming",
        /// Extortion of money under the threat to publish intimate images.
        FinancialSextortion "financial-sextortion",
        /// Money obtained by deceit.
        Fraud "fraud",
    }
}

crate::parameters! {
    /// The course of a conversation between an offender and somebody who answered.
    pub struct Conversation {
        /// The chance that an answered approach grows into trust.
        "rapport" [shared] rapport: Param<Probability>,
        /// Mean time from the answer to trust.
        "rapport-delay" [shared] rapport_delay: Param<Span>,
        /// The chance that the offender then moves the conversation to a platform that does not report, or encrypts.
        "move" [shared] move_away: Param<Probability>,
        /// How readily it moves to a platform that encrypts all its messages and reports, against one that does not report.
        "move-encrypted" [shared] move_encrypted: Param<Share>,
        /// The chance that trust leads to a sexual or extortionate demand.
        "solicit" [shared] solicit: Param<Probability>,
        /// Mean time from trust to the demand.
        "solicit-delay" [shared] solicit_delay: Param<Span>,
        /// The chance that a demand ends in harm, if the target neither blocks nor is protected.
        "harm" [shared] harm: Param<Probability>,
        /// Mean time from the demand to harm.
        "harm-delay" [shared] harm_delay: Param<Span>,
        /// What the harm is called.
        "harm-type" [shared] harm_type: Param<HarmType>,
        /// The chance that an episode of harm includes an image made of the victim.
        "image" [shared] image: Param<Probability>,
        /// The chance that an episode of harm is followed by another.
        "repeat" [shared] repeat: Param<Probability>,
        /// Mean time to the next episode.
        "repeat-delay" [shared] repeat_delay: Param<Span>,
        /// The chance that a victim who blocked is contacted again from another account.
        "recontact" [shared] recontact: Param<Probability>,
    }
}

/// The stage that a conversation reaches next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Next {
    Trust,
    Demand,
    Harm,
}

/// A conversation between an offender and somebody who answered.
#[derive(Clone, Copy, Debug)]
pub struct Talk {
    /// Identity in streams.
    pub id: u64,
    pub(in crate::model) victim: Person,
    /// The offender, by number.
    pub offender: u32,
    /// Stages reached so far.
    step: u32,
    /// Generation of the account that it runs over.
    generation: u16,
    pub(in crate::model) account: u8,
    pub(in crate::model) platform: u8,
    moved: bool,
    harmed: bool,
    reported: bool,
    blocked: bool,
    pub(in crate::model) next: Next,
}

impl Talk {
    /// A conversation that has just begun.
    #[must_use]
    pub fn new(id: u64, number: u32, platform: u8, (account, generation): (u8, u16), victim: Person) -> Self {
        let (moved, harmed, reported, blocked, next) = (false, false, false, false, Next::Trust);
        Self { id, victim, offender: number, step: 0, generation, account, platform, moved, harmed, reported, blocked, next }
    }
}

impl Simulation {
    pub(in crate::model) fn begin_talk(&mut self, talk: Talk, clock: &mut Clock<Event>) {
        if let Some(delay) = self.grows(self.class_of(talk.offender), talk.id) {
            let at = clock.now().after_days(delay);
            if at <= self.horizon {
                let talk = self.talks.insert(talk) as u32;
                schedule(clock, at, Event::Stage(talk));
            }
        }
    }

    /// Days until conversation `id` has grown into trust, if it ever does.
    pub(in crate::model) fn grows(&self, class: &Class, id: u64) -> Option<f64> {
        let rules = &class.rules.conversation;
        let mut stream = self.chance.of(Decision::Stage, id, 0);
        (self.plays(Mechanism::Conversation) && stream.chance(rules.rapport.number()))
            .then(|| stream.exponential(rules.rapport_delay.get().days()))
    }

    pub(in crate::model) fn stage(&mut self, number: u32, clock: &mut Clock<Event>) {
        let mut talk = self.talks[number as usize];
        let offender = self.offenders[talk.offender as usize];
        let now = clock.now();
        if self.is_cut(&talk) {
            if now < offender.until && talk.victim.band() < ADULT {
                let platform = usize::from(talk.platform);
                self.count(Outcome::ConversationsCut, platform, talk.victim.market(), talk.victim.band(), now, 1.0);
            }
            self.talks.remove(number as usize);
            return;
        }
        talk.step += 1;
        let goes_on = now < offender.until
            && match talk.next {
                Next::Trust => self.trust(&mut talk, clock),
                Next::Demand => self.demand(&mut talk, clock),
                Next::Harm => self.harm(&mut talk, clock),
            };
        let at = if goes_on { self.next_stage(&mut talk, clock) } else { None };
        match at {
            Some(at) => {
                self.talks[number as usize] = talk;
                schedule(clock, at, Event::Stage(number));
            }
            None => {
                self.talks.remove(number as usize);
            }
        }
    }

    /// Whether the account that a conversation runs over does not work, or is another by now.
    pub(in crate::model) fn is_cut(&self, talk: &Talk) -> bool {
        if talk.moved {
            return self.generation_away(talk.offender, talk.platform) != talk.generation;
        }
        let offender = &self.offenders[talk.offender as usize];
        let standing = self.standing(talk.offender, talk.account);
        standing.lost || standing.generation != talk.generation || offender.platform != talk.platform
    }

    /// When the next stage comes, if it comes within the run.
    fn next_stage(&self, talk: &mut Talk, clock: &Clock<Event>) -> Option<crate::units::Time> {
        let rules = &self.class_of(talk.offender).rules.conversation;
        let (next, chance, delay) = match talk.next {
            Next::Trust => (Next::Demand, &rules.solicit, &rules.solicit_delay),
            Next::Demand => (Next::Harm, &rules.harm, &rules.harm_delay),
            Next::Harm => (Next::Harm, &rules.repeat, &rules.repeat_delay),
        };
        let mut stream = self.chance.of(Decision::Stage, talk.id, talk.step);
        talk.next = next;
        let comes = stream.chance(chance.number());
        let at = clock.now().after_days(stream.exponential(delay.get().days()));
        (comes && at <= self.horizon).then_some(at)
    }

    fn trust(&mut self, talk: &mut Talk, clock: &mut Clock<Event>) -> bool {
        let sight = Sight { conduct: true, text: true, ..self.sight(talk, clock) };
        self.look(talk.offender, talk.account, usize::from(talk.platform), &sight, clock);
        let mut stream = self.chance.of(Decision::MoveAway, talk.id, 0);
        if stream.chance(self.class_of(talk.offender).rules.conversation.move_away.number())
            && let Some(away) = self.less_watched(talk, stream.uniform(), clock)
        {
            talk.platform = away as u8;
            talk.generation = self.generation_away(talk.offender, talk.platform);
            talk.moved = true;
        }
        true
    }

    fn demand(&mut self, talk: &mut Talk, clock: &mut Clock<Event>) -> bool {
        let sight = Sight { text: true, ..self.sight(talk, clock) };
        self.look(talk.offender, talk.account, usize::from(talk.platform), &sight, clock);
        self.count_victim(Outcome::Demands, talk, true, clock);
        self.victim_stays(talk, &sight, clock)
    }

    fn harm(&mut self, talk: &mut Talk, clock: &mut Clock<Event>) -> bool {
        let rules = &self.class_of(talk.offender).rules.conversation;
        let (platform, victim) = (usize::from(talk.platform), talk.victim);
        let regime = self.platforms[platform].timeline.now(clock.now());
        let image = self.chance.of(Decision::HarmImage, talk.id, talk.step).chance(rules.image.number())
            && regime.lets_images_pass([ADULT, self.population.account(platform, victim).declared]);
        let sight = Sight { text: true, new_image: image, imagery: image, ..self.sight(talk, clock) };
        let outcome = match (rules.harm_type.get(), image) {
            (HarmType::Fraud, _) => Outcome::HarmFraud,
            (HarmType::FinancialSextortion, _) => Outcome::HarmSextortion,
            (HarmType::Grooming, true) => Outcome::HarmNewImages,
            (HarmType::Grooming, false) => Outcome::HarmGrooming,
        };
        self.count(outcome, platform, victim.market(), victim.band(), clock.now(), 1.0);
        if victim.band() < ADULT && outcome != Outcome::HarmFraud {
            self.count_child(victim, platform, clock);
            let shock = self.platforms[platform].timeline.now(clock.now()).rules.trust.harm_shock.number();
            let size = shock / self.sample / (self.population.accounts_in(platform, victim.market()) / 1e6).max(1.0);
            self.shock(platform, victim.market(), size);
            let first = !std::mem::replace(&mut talk.harmed, true);
            if first {
                self.victims.entry(talk.offender).or_default().push(victim);
                self.tip(talk, sight.encrypted, clock);
            }
        }
        self.look(talk.offender, talk.account, platform, &sight, clock);
        self.victim_stays(talk, &sight, clock)
    }

    /// Counts a child once on each platform and once in all.
    fn count_child(&mut self, child: Person, platform: usize, clock: &Clock<Event>) {
        let places = self.harmed.entry(child).or_default();
        let (first, first_here) = (*places == 0, *places >> platform & 1 == 0);
        *places |= 1 << platform;
        let (market, band) = (child.market(), child.band());
        if first {
            self.count(Outcome::ChildrenHarmed, self.platforms.len(), market, band, clock.now(), 1.0);
        }
        if first_here {
            self.count(Outcome::ChildrenHarmed, platform, market, band, clock.now(), 1.0);
        }
    }

    /// What can be seen of this stage of a conversation, signals apart.
    fn sight(&self, talk: &Talk, clock: &Clock<Event>) -> Sight {
        let platform = usize::from(talk.platform);
        let offender = &self.offenders[talk.offender as usize];
        let taste = self.class_of(talk.offender).rules.privacy_taste.number();
        let markets = [usize::from(offender.market), talk.victim.market()];
        let reader = || self.population.account(platform, talk.victim);
        let encrypted = self.encrypts(platform, clock.now(), markets, taste, || offender.account(), reader);
        Sight { id: part(talk.id, Decision::Stage, talk.step), to: talk.victim.market(), away: talk.moved, encrypted, ..Sight::default() }
    }

    /// The victim may report and may block. False if the conversation ends by it.
    ///
    /// Surveys say who ever reported or blocked, so each victim makes up their mind once, for the whole conversation.
    fn victim_stays(&mut self, talk: &mut Talk, sight: &Sight, clock: &mut Clock<Event>) -> bool {
        let [report, block] = self.responses[talk.victim.band()].of(self.population.temper(talk.victim));
        if !talk.reported {
            talk.reported = self.victim_report((talk.offender, talk.account), usize::from(talk.platform), (talk.id, sight), report, clock);
            self.count_victim(Outcome::VictimsReporting, talk, talk.reported, clock);
        }
        let blocks = self.chance.of(Decision::VictimBlocks, talk.id, 0).chance(block);
        let recontact = self.class_of(talk.offender).rules.conversation.recontact.number();
        let again = blocks && self.chance.of(Decision::VictimBlocks, sight.id, 1).chance(recontact);
        self.count_victim(Outcome::VictimsBlocking, talk, blocks && !talk.blocked, clock);
        self.count_victim(Outcome::VictimsRecontacted, talk, again && !talk.blocked, clock);
        talk.blocked |= blocks;
        !blocks || again
    }

    fn count_victim(&mut self, outcome: Outcome, talk: &Talk, happens: bool, clock: &Clock<Event>) {
        if happens {
            let (platform, victim) = (usize::from(talk.platform), talk.victim);
            self.count(outcome, platform, victim.market(), victim.band(), clock.now(), 1.0);
        }
    }

    /// Another platform that watches less, drawn by its users who are not watched; none if there is none.
    fn less_watched(&self, talk: &Talk, u: f64, clock: &Clock<Event>) -> Option<usize> {
        let readily = self.class_of(talk.offender).rules.conversation.move_encrypted.number();
        let reports = |p: usize| self.platforms[p].timeline.now(clock.now()).rules.reporting.enabled.get();
        let mut weights = self.encrypted_accounts(clock.now());
        for (p, weight) in weights.iter_mut().enumerate() {
            match p {
                _ if p == usize::from(talk.platform) => *weight = 0.0,
                _ if !reports(p) => *weight = self.population.accounts(p),
                _ => *weight *= readily,
            }
        }
        weights.iter().any(|w| *w > 0.0).then(|| pick(u, &cumulative(&weights)))
    }
}
