//! An offender's time on a platform: accounts lost and replaced, until the offender gives up.

use super::act::{Seen, session};
use super::day::Day;
use super::place::Place;
use super::talk::{Talk, approach};
use crate::engine::distribution::normal_quantile;
use crate::model::identity::{ById, ClassId, PlatformId};
use crate::model::offender::Class;
use crate::model::state::State;

/// Skills that stand for all, each for as many offenders.
const SKILLS: usize = 9;
/// Accounts in a row that are followed, and how few offenders reach one that is not.
const ACCOUNTS: usize = 80;
const FEW: f64 = 1e-4;

/// What one offender comes to who begins on a platform, until going on elsewhere or to the end.
#[derive(Clone, Debug, Default)]
pub(super) struct Life {
    here: Day,
    away: Vec<(PlatformId, Day)>,
    /// Chance of going on elsewhere.
    pub displaced: f64,
}

impl Life {
    /// Adds what so many offenders a day come to.
    pub fn add(&self, people: f64, platform: PlatformId, days: &mut ById<PlatformId, Day>) {
        days[platform].add(&self.here, people);
        for (other, away) in &self.away {
            days[*other].add(away, people);
        }
    }
}

/// The time of an offender of a class on a platform, over all skills. One who appears begins with a session of sharing, if the class
/// shares; one who comes from elsewhere does not.
pub(super) fn live(state: &State, class: ClassId, place: Place<'_>, appears: bool) -> Life {
    let class = &state.classes[class];
    let mut all = Life::default();
    for quantile in 0..SKILLS {
        let skill = normal_quantile((quantile as f64 + 0.5) / SKILLS as f64) * class.rules.skill_spread.number();
        let one = live_with(state, class, place, skill, appears);
        let share = 1.0 / SKILLS as f64;
        all.here.add(&one.here, share);
        all.away.extend(one.away.into_iter().map(|(platform, away)| {
            let mut day = Day::default();
            day.add(&away, share);
            (platform, day)
        }));
        all.displaced += share * one.displaced;
    }
    all
}

/// Rates a day of one account that works.
struct Account {
    session: Seen,
    talk: Talk,
    suspended: f64,
    restricted: f64,
}

/// What the account of an offender of this skill comes to. Conversations last less where the account goes sooner, so that rates are found
/// in a few rounds.
fn account(state: &State, class: &Class, place: Place<'_>, skill: f32, [sessions, approaches]: [f64; 2]) -> Account {
    let session = session(state, class, place, skill);
    let gives_up = 1.0 / class.rules.lifetime.get().days();
    let mut found = Account { session, talk: Talk::default(), suspended: sessions * session.suspends, restricted: 0.0 };
    for _ in 0..3 {
        found.talk = if approaches > 0.0 { approach(state, class, place, skill, found.suspended + gives_up) } else { Talk::default() };
        let rate = |of: fn(&Seen) -> f64| sessions * of(&session) + approaches * of(&found.talk.seen);
        (found.suspended, found.restricted) = (rate(|seen| seen.suspends), rate(|seen| seen.restricts));
    }
    found
}

fn live_with(state: &State, class: &Class, place: Place<'_>, skill: f64, appears: bool) -> Life {
    let (rules, platform) = (&class.rules, &place.regime.rules);
    let (adaptation, accounts) = (&rules.adaptation, f64::from(class.accounts));
    let per_account = [rules.sharing.rate.number() / accounts, rules.approach.rate.number() / accounts];
    let gives_up = 1.0 / rules.lifetime.get().days();
    let still_there = |days: f64| 1.0 / (1.0 + gives_up * days);
    let returns = adaptation.return_rate.number() * still_there(adaptation.delay.get().days());
    // From what is seen to the loss of the account; meanwhile it works.
    let lag = platform.detection.hash_match.delay.get().days() + platform.review.handling.get().days();
    let restricted = platform.enforcement.restriction.get().days() * still_there(platform.enforcement.restriction.get().days());
    let (mut life, mut reaches, mut works, mut lost) = (Life::default(), 1.0, 0.0, 0.0);
    for generation in 0..ACCOUNTS {
        let skill = skill + adaptation.learning.number() * generation as f64;
        let own = account(state, class, place, skill as f32, per_account);
        let leaves = own.suspended + gives_up * (1.0 + own.restricted * restricted);
        let first = if generation == 0 && appears && rules.sharing.rate.number() > 0.0 { 1.0 / accounts } else { 0.0 };
        let at_once = first * own.session.suspends;
        let is_suspended = at_once + (1.0 - at_once) * own.suspended / leaves;
        let days = reaches * ((1.0 - at_once) / leaves + is_suspended * lag * still_there(lag));
        life.here.add_seen(&own.session, accounts * first);
        let loses = reaches * is_suspended * still_there(lag);
        life.put(&own, accounts * days, per_account, place.platform);
        works += days;
        lost += loses * (1.0 - adaptation.return_rate.number());
        reaches = loses * returns;
        if reaches < FEW {
            break;
        }
    }
    // Over the offender's time, the share in which an account works; each alone, or none.
    let share = (works * gives_up).min(1.0);
    let any = 1.0 - libm::pow(1.0 - share, accounts);
    life.here.offender_days = if rules.malice.get() { any / gives_up } else { 0.0 };
    let others_gone = libm::pow(1.0 - share, accounts - 1.0);
    life.displaced = accounts * lost * others_gone * adaptation.displace.number() * still_there(adaptation.delay.get().days());
    life
}

impl Life {
    /// Adds days of an account that works.
    fn put(&mut self, own: &Account, days: f64, [sessions, approaches]: [f64; 2], platform: PlatformId) {
        let talk = &own.talk;
        self.here.add_seen(&own.session, sessions * days);
        self.here.add_seen(&talk.seen, approaches * days);
        self.here.contacts += approaches * days * talk.contacts;
        self.here.harmed += approaches * days * talk.harmed_here;
        self.here.harmed_met += approaches * days * talk.harmed_here;
        for (other, harmed, seen) in &talk.away {
            debug_assert!(*other != platform, "a conversation moves to another platform");
            self.here.harmed_met += approaches * days * harmed;
            let mut day = Day { harmed: approaches * days * harmed, ..Day::default() };
            day.add_seen(seen, approaches * days);
            self.away.push((*other, day));
        }
    }
}
